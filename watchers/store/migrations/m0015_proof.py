"""Add how often each source was polled on each day, and the documents of official sources that brought alerts.

``checks.day`` is a date in UTC; ``documents.body`` is compressed with zlib.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(database: Database) -> None:
    """Run the migration."""
    for statement in _STATEMENTS:
        database.execute(statement)


_STATEMENTS = (
    """create table checks (
        source text not null references sources (id) on delete cascade,
        day text not null,
        polls integer not null,
        answers integer not null,
        changes integer not null,
        primary key (source, day)
    ) strict, without rowid""",
    "create index checks_by_day on checks (day)",
    """create table documents (
        sha256 text primary key,
        url text not null,
        content_type text not null,
        size_bytes integer not null,
        fetched_at real not null,
        body blob not null
    ) strict""",
    """create table evidence (
        item integer not null references items (id) on delete cascade,
        document text not null references documents (sha256) on delete cascade,
        primary key (item, document)
    ) strict""",
    "create index evidence_by_document on evidence (document)",
)
