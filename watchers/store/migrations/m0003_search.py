"""Create an empty full-text table; a background job indexes the stored items.

The first version of this migration also filled the table and could be killed halfway.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    # unicode61 returns our words unchanged (words.py); a contentless table cannot delete in SQLite 3.40.
    """create virtual table if not exists item_words using fts5(
        title, body, title_names, body_names, facts,
        tokenize = 'unicode61 remove_diacritics 0', columnsize = 0
    )""",
    """create trigger if not exists item_words_go after delete on items begin
        delete from item_words where rowid = old.id;
    end""",
    "create index if not exists items_by_date on items (coalesce(published_at, seen_at))",
    """create table if not exists recognised (
        one integer primary key check (one = 1),
        state text not null,
        pending integer not null
    ) strict""",
    "insert or ignore into recognised select 1, '', coalesce(max(id), 0) + 1 from items",
    """create table if not exists searches (
        id integer primary key,
        subscriber integer not null references subscribers (id) on delete cascade,
        typed text not null,
        at real not null,
        unique (subscriber, typed)
    ) strict""",
)
