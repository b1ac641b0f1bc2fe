"""Lists: their current entries, and each version with its date and SHA-256 as evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

import msgspec

from watchers.model import Change, Fact, HeldList, ItemId, ListChange, ListEntry, SourceId, WatchedEntry
from watchers.store.database import Rows, Transaction, row_of

PAGE = 5_000
"""Known entries read at once."""
SHOWN = 20
"""Watched entries of a message, and names of others; only their number is given for the rest."""


class VersionState(StrEnum):
    """What became of a version."""

    BASELINE = "baseline"
    """The first one: nobody was alerted."""
    STORED = "stored"
    HELD = "held"
    """It replaced the list as a whole, and waits for an operator; none of its entries is stored."""
    APPROVED = "approved"
    """An operator approved the held version; the next poll stores the list as it is then."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a list, without what it changed."""

    source: SourceId
    state: VersionState
    seen_at: datetime
    sha256: bytes
    size_bytes: int
    entries: int
    added: int
    removed: int
    changed: int


# ---- entries ---------------------------------------------------------------------------------------


def known(rows: Rows, source: SourceId, after: int) -> tuple[bytes, int]:
    """Return the keys and digests of some entries, and the row to go on after; the row is -1 after the last."""
    sql = "select id, key, digest from list_entries where source = ? and id > ? order by id limit ?"
    found = rows.all(sql, source, after, PAGE)
    return b"".join(key + digest for _, key, digest in found), found[-1][0] if len(found) == PAGE else -1


def count(rows: Rows, source: SourceId) -> int:
    """Return how many entries a list has."""
    return rows.number("select count(*) from list_entries where source = ?", source)


def by_keys(rows: Rows, source: SourceId, keys: Iterable[bytes]) -> dict[bytes, ListEntry]:
    """Return the stored entries with these keys."""
    found = (
        rows.one("select key, digest, content from list_entries where source = ? and key = ?", source, key)
        for key in keys
    )
    return {row[0]: _entry(*row) for row in found if row is not None}


def namesake(rows: Rows, source: SourceId, name_key: bytes, among: Collection[bytes]) -> ListEntry | None:
    """Return a stored entry of that name whose key is among those given; None if there is none."""
    sql = "select key, digest, content from list_entries where source = ? and name_key = ?"
    return next((_entry(*row) for row in rows.all(sql, source, name_key) if row[0] in among), None)


def put(tx: Transaction, source: SourceId, entries: Iterable[tuple[ListEntry, bytes]]) -> None:
    """Insert or replace entries, each given with the key of its name."""
    sql = """insert into list_entries (source, key, digest, name_key, content) values (?, ?, ?, ?, ?)
        on conflict (source, key) do update
        set digest = excluded.digest, name_key = excluded.name_key, content = excluded.content"""
    tx.each(sql, [(source, entry.key, entry.digest, name_key, _content(entry)) for entry, name_key in entries])


def remove(tx: Transaction, source: SourceId, keys: Iterable[bytes]) -> None:
    """Delete entries."""
    tx.each("delete from list_entries where source = ? and key = ?", [(source, key) for key in keys])


def clear(tx: Transaction, source: SourceId) -> None:
    """Delete all entries of a list, before a baseline."""
    tx.execute("delete from list_entries where source = ?", source)


def _content(entry: ListEntry) -> str:
    parts = (entry.name, entry.aliases, entry.addresses, entry.programs, entry.link, entry.rates, entry.facts)
    return msgspec.json.encode(parts).decode()


def _entry(key: bytes, digest: bytes, content: str) -> ListEntry:
    return ListEntry(key, digest, *msgspec.structs.astuple(_decode(content)))


class _Content(msgspec.Struct, array_like=True):
    name: str
    aliases: tuple[str, ...]
    addresses: tuple[str, ...]
    programs: tuple[str, ...]
    link: str
    rates: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    """Entries stored by earlier versions have none."""


_decode = msgspec.json.Decoder(_Content).decode


# ---- versions --------------------------------------------------------------------------------------


def add_version(tx: Transaction, version: Version, changes: Sequence[tuple[Change, str]]) -> int:
    """Store a version with the changed entries by name, in place of one that was held; return its number."""
    sql = "select id from list_versions where source = ? and state in ('held', 'approved')"
    replaced = tx.number(sql, version.source) or None
    sql = """insert or replace into list_versions
        (id, source, state, seen_at, sha256, bytes, entries, added, removed, changed, changes)
        values (:id, :source, :state, :seen_at, :sha256, :size_bytes, :entries, :added, :removed, :changed, :changes)"""
    return tx.insert(sql, {**row_of(version), "id": replaced, "changes": list(changes)})


def waiting(rows: Rows, source: SourceId) -> Version | None:
    """Return the version that an operator has to approve or has approved; None if there is none."""
    sql = f"{_VERSIONS} where source = ? and state in ('held', 'approved')"
    return rows.record(Version, sql, source)


def versions(rows: Rows, source: SourceId | None = None) -> list[Version]:
    """Return the versions of one list or of all, the newest first."""
    sql = f"{_VERSIONS} where :source is null or source = :source order by id desc"
    return rows.records(Version, sql, {"source": source})


def held(rows: Rows) -> list[HeldList]:
    """Return the versions that wait for an operator, the oldest first."""
    return rows.records(HeldList, f"{_HELD} order by v.id")


def held_of(rows: Rows, source: SourceId) -> HeldList | None:
    """Return the version of a list that waits for an operator; None if there is none."""
    return rows.record(HeldList, f"{_HELD} and v.source = ?", source)


def held_names(rows: Rows, number: int) -> list[tuple[Change, str]]:
    """Return the names of some entries that a held version adds, removes or changes."""
    found = rows.one("select changes from list_versions where id = ?", number)
    return list(_changes(found[0])) if found else []


def approve(tx: Transaction, source: SourceId, now: datetime) -> bool:
    """Approve the held version of a list, and poll the list at once; return whether one was held."""
    if not tx.execute("update list_versions set state = 'approved' where source = ? and state = 'held'", source):
        return False
    tx.execute("update sources set due_at = ?, etag = null, last_modified = null where id = ?", now, source)
    return True


_HELD = """select v.id as number, v.source, coalesce(nullif(s.name, ''), s.id) as name,
    (select count(*) from list_entries e where e.source = v.source) as before,
    v.entries, v.added, v.removed, v.changed
    from list_versions v join sources s on s.id = v.source where v.state = 'held'"""
_VERSIONS = (
    "select source, state, seen_at, sha256, bytes as size_bytes, entries, added, removed, changed from list_versions"
)


# ---- messages --------------------------------------------------------------------------------------


def collect(tx: Transaction, source: SourceId, version: int, changed: Sequence[ItemId], now: datetime) -> int:
    """Replace the alerts for the changed entries by one message for each subscriber; return how many."""
    among = list(changed)
    sql = """select o.subscriber, min(o.state) from outbox o join json_each(?) i on i.value = o.item
        where o.state in ('queued', 'held') group by o.subscriber order by o.subscriber"""
    found = tx.all(sql, among)
    for subscriber, state in found:
        sql = """insert into outbox (version, subscriber, item, flood, list_version, state, due_at, created_at)
            values (1, ?, null, ?, ?, ?, ?, ?)"""
        heading = tx.insert(sql, subscriber, source, version, state, now, now)
        sql = """update outbox set state = 'listed', listed_in = ?
            where subscriber = ? and state in ('queued', 'held') and item in (select value from json_each(?))"""
        tx.execute(sql, heading, subscriber, among)
    return len(found)


def change(rows: Rows, version: int, heading: int, watched: Sequence[WatchedEntry]) -> ListChange:
    """Return what a version changed, with the entries that a subscriber watches and some names of the others.

    Args:
        rows: The database.
        version: The number of the version.
        heading: The message, whose alerts are for all entries that the subscriber watches.
        watched: Those of them to show.
    """
    sql = "select added, removed, changed, changes from list_versions where id = ?"
    ((added, removed, changed, changes),) = rows.all(sql, version)
    sql = "select title from items where id in (select item from outbox where listed_in = ?)"
    named = {title for (title,) in rows.all(sql, heading)}
    others = ((kind, name) for kind, name in _changes(changes) if name not in named)
    return ListChange(added, removed, changed, tuple(watched), tuple(islice(others, SHOWN)))


_changes = msgspec.json.Decoder(tuple[tuple[Change, str], ...]).decode
