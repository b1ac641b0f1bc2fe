"""Add the polling state of a source besides its validators, and hosts that asked us to wait."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)
    for identifier, url in database.execute("select id, url from sources").fetchall():
        database.execute("update sources set host = ? where id = ?", (_host(url), identifier))


def _host(url: str) -> str:
    """Return the host of an address with its port, unless that is one of the web; the address itself without one."""
    try:
        parts = urlsplit(url)
        name, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        return url
    return name if port in (None, 80, 443, 8080, 8443) else f"{name}:{port}"


_STATEMENTS = (
    "alter table sources add column user_agent text",
    "alter table sources add column host text not null default ''",
    "alter table sources add column configured_url text not null default ''",
    "alter table sources add column moved_to text",
    "alter table sources add column moved_since real",
    "alter table sources add column moved_polls integer not null default 0",
    "alter table sources add column merged_into text references sources (id)",
    "alter table sources add column whole_at real",
    "alter table sources add column ttl real",
    "alter table sources add column skip_hours text not null default ''",
    "alter table sources add column skip_days text not null default ''",
    "alter table sources add column detail text",
    "alter table sources add column failing_since real",
    "alter table sources add column missing_since real",
    "alter table sources add column gone_at real",
    "alter table sources add column newest_at real",
    "alter table sources add column rhythm real",
    "update sources set configured_url = url",
    "create index sources_by_poll on sources (active, polled_at)",
    """create table hosts (
        host text primary key,
        rests_until real not null
    ) strict, without rowid""",
)
