"""A database comes back from its dump as it was, but for its times and ports."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.upgrade.dumps import dump, restore

MADE_AT = 1_800_000_000.0
LATER = MADE_AT + 1_000
TABLES = """
pragma application_id = 7; pragma user_version = 3;
create table polls (name text, at real, every real, body blob, count integer) strict;
create index polls_by_at on polls (at);
create virtual table words using fts5(title, columnsize = 0);
create trigger polls_go after delete on polls begin delete from words where rowid = old.count; end;
insert into words (rowid, title) values (5, 'TSMC’s 關稅');
"""


def made(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(TABLES)
        values = ("http://127.0.0.1:1234/a", MADE_AT - 0.25, 600.0, b"\x00'\xff", 5)
        connection.execute("insert into polls values (?, ?, ?, ?, ?)", values)
    return path


def test_rows_full_text_indexes_triggers_and_versions_come_back(tmp_path: Path) -> None:
    sql = dump(made(tmp_path / "one.db"), MADE_AT, {"127.0.0.1:1234": "FEEDS"})
    assert "127.0.0.1" not in sql
    restore(sql, tmp_path / "two.db", LATER, {"127.0.0.1:99": "FEEDS"})
    with closing(sqlite3.connect(tmp_path / "two.db")) as connection:
        assert connection.execute("pragma application_id").fetchone() == (7,)
        assert connection.execute("pragma user_version").fetchone() == (3,)
        values = ("http://127.0.0.1:99/a", LATER - 0.25, 600.0, b"\x00'\xff", 5)
        assert connection.execute("select * from polls").fetchall() == [values]
        assert connection.execute("select rowid from words where words match '關稅'").fetchall() == [(5,)]
        connection.execute("delete from polls")
        assert connection.execute("select * from words").fetchall() == []
        assert connection.execute("select 1 from sqlite_master where name = 'polls_by_at'").fetchone()
