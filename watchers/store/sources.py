"""Sources and their polling state, hosts that asked us to wait, and how often each source was polled by day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import MISSING, asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from watchers.cadence import MAX_RETRY_AFTER, MAX_WAIT, SourceState, host_of
from watchers.model import Group, Source, SourceId, SubscriberId
from watchers.store import subscriptions
from watchers.store.database import Rows, Transaction, record, row_of, time_of

AT_ONCE = 40
"""How many sources that are due at startup are polled at once; the others follow at intervals of ``APART``."""
APART = timedelta(milliseconds=50)


def register(tx: Transaction, sources: Sequence[Source], now: datetime) -> None:
    """Store the sources of the configuration and deactivate the others, whose state and items are kept.

    New sources are due at once, as are those that became due meanwhile: the first 40 together, the others one by
    one. Every subscriber takes the sources of the groups that it has not switched off, but none that others added
    for themselves.
    """
    tx.execute("update sources set active = 0 where id not in (select source from additions)")
    for source in sources:
        put(tx, source, now)
    tx.execute("update sources set merged_into = null where merged_into not in (select id from sources where active)")
    _spread_polls(tx, now)
    subscriptions.apply_groups(tx)


def put(tx: Transaction, source: Source, now: datetime) -> None:
    """Insert or update a source; it is polled from now on.

    A source that moved keeps its new URL as long as ``source`` has the URL from which it moved. After another
    change of what is polled, its validators are forgotten, and its next poll is a baseline again.
    """
    state = SourceState(source.id, source.url, source.url, host_of(source.url), source.every, now)
    for before, known in _with_states(tx, "where id = ?", source.id):
        if known.configured_url != source.url:
            state = replace(state, polled_at=known.polled_at, ok_at=known.ok_at)
        elif before.mapping != source.mapping or not _same_kind(before, source):
            state = _forget(known, now)
        elif known.failures:
            state = known
        else:
            state = replace(known, due_at=min(known.due_at, now + source.every))
    mapping = {name: part for name, part in asdict(source.mapping).items() if part}
    plain = ("name", "kind", "language", "country", "every", "user_agent", "pages")
    row = {
        **row_of(state),
        **{name: getattr(source, name) for name in plain},
        "tier": source.tier,
        "text_use": source.text,
        "group_name": source.group,
        "mapping": mapping,
        "active": True,
    }
    columns, marks = ", ".join(row), ", ".join(f":{column}" for column in row)
    changes = ", ".join(f"{column} = excluded.{column}" for column in row)
    tx.execute(f"insert into sources ({columns}) values ({marks}) on conflict (id) do update set {changes}", row)


def disable(tx: Transaction, source: SourceId) -> None:
    """Stop polling a source, also in place of sources that were merged into it; its items stay known."""
    tx.execute("update sources set active = 0 where id = ?", source)
    tx.execute("update sources set merged_into = null where merged_into = ?", source)


def enable(tx: Transaction, source: SourceId, now: datetime) -> None:
    """Resume polling a disabled source; what it published meanwhile becomes its baseline."""
    if tx.execute("update sources set active = 1 where id = ? and not active", source):
        save(tx, _forget(state(tx, source), now))


def put_into_group(tx: Transaction, source: SourceId, group: Group | None) -> None:
    """Set the catalog group of a source; None removes it from its group."""
    tx.execute("update sources set group_name = ? where id = ?", group, source)


def all_addresses(rows: Rows) -> list[tuple[SourceId, str]]:
    """Return the URLs of every source that is polled or was added, by id; a source that moved has two.

    If another source took over, both URLs are listed under that one.
    """
    sql = """with known as (select * from sources where active or id in (select source from additions))
        select coalesce(merged_into, id) as has, configured_url from known
        union select coalesce(merged_into, id), url from known order by has"""
    return rows.all(sql)


def by_id(rows: Rows, identifier: SourceId) -> Source | None:
    """Return a source by id, active or not; None if it was never stored."""
    return next(map(_source, rows.mappings(f"{_SOURCES} where id = ?", identifier)), None)


def subscribed_by(rows: Rows, subscriber: SubscriberId) -> list[Source]:
    """Return the active sources of a subscriber, by name, without those merged into another."""
    taken = "active and merged_into is null and id in (select source from takes where subscriber = ?)"
    return list(map(_source, rows.mappings(f"{_SOURCES} where {taken} order by name, id", subscriber)))


def due(rows: Rows, now: datetime, busy_hosts: Collection[str] = ()) -> list[tuple[Source, SourceState]]:
    """Return active sources that are due with their states, the longest waiting first.

    Sources on ``busy_hosts``, and on hosts that asked us to wait, are left out.
    """
    return _with_states(
        rows,
        """where active and merged_into is null and due_at <= :now
        and host not in (select value from json_each(:busy))
        and host not in (select host from hosts where rests_until > :now and rests_until < :longest)
        order by due_at""",
        {"now": now, "longest": now + 2 * MAX_RETRY_AFTER, "busy": list(busy_hosts)},
    )


def wind_back(tx: Transaction, now: datetime) -> None:
    """Make sources due whose times show that the clock was set back.

    These are sources that were polled in what is now the future, and sources that would wait longer than the
    longest wait that is ever chosen, which also covers a new source that has not been polled.
    """
    sql = """update sources set due_at = :now
        where active and (polled_at > :now + 1 or due_at > :now + max(every * 1.1, :longest))"""
    tx.execute(sql, {"now": now, "longest": MAX_WAIT})


def ids(rows: Rows, follower: SubscriberId) -> frozenset[SourceId]:
    """Return the active sources that a subscriber may see: those for everyone, and its own."""
    sql = f"""select s.id from sources s where s.active and ({subscriptions.SHARED}
        or exists (select 1 from takes where takes.source = s.id and takes.subscriber = ?))"""
    return frozenset(rows.column(sql, follower))


def active(rows: Rows) -> list[tuple[Source, SourceState]]:
    """Return all active sources with their states, by id."""
    return _with_states(rows, "where active order by id")


def state(rows: Rows, source: SourceId) -> SourceState:
    """Return the state of a source, which must be stored."""
    found = rows.record(SourceState, f"{_STATES} where id = ?", source)
    assert found is not None
    return found


def save(tx: Transaction, state: SourceState) -> None:
    """Store the state of a source after a poll; its address and its interval are kept."""
    tx.execute(_SAVE, row_of(state))


def polls_since(rows: Rows, since: datetime) -> tuple[int, datetime | None]:
    """Return how many active sources were polled since then, and the time of the last poll of any."""
    ((polled, last),) = rows.all("select sum(polled_at >= ?), max(polled_at) from sources where active", since)
    return polled or 0, time_of(last)


def relocate(tx: Transaction, source: SourceId, url: str) -> SourceId | None:
    """Set the URL to which the source moved permanently; its items stay known.

    If another source has that URL, this one is not polled any more, and its subscribers take the other one.

    Returns:
        The other source; None if no source has that URL.
    """
    other = tx.one("select id from sources where url = ? and id != ? and active and merged_into is null", url, source)
    sql = """update sources set url = ?, host = ?, etag = null, last_modified = null, moved_to = null,
            moved_since = null, moved_polls = 0, merged_into = ? where id = ?"""
    tx.execute(sql, url, host_of(url), other[0] if other else None, source)
    if other is None:
        return None
    tx.execute("insert or ignore into takes select subscriber, ? from takes where source = ?", other[0], source)
    return SourceId(other[0])


def pause_host(tx: Transaction, url: str, until: datetime) -> None:
    """Keep the host of ``url`` from being polled before ``until``, or before a later time that is already stored."""
    sql = """insert into hosts (host, rests_until) values (?, ?)
        on conflict (host) do update set rests_until = max(rests_until, excluded.rests_until)"""
    tx.execute(sql, host_of(url), until)


def prune_hosts(tx: Transaction, now: datetime) -> None:
    """Delete the waits of hosts that have ended."""
    tx.execute("delete from hosts where rests_until <= ?", now)


def _spread_polls(tx: Transaction, now: datetime) -> None:
    sql = """with waiting as (
            select id, row_number() over (order by due_at, id) - :at_once as place
            from sources where active and due_at <= :now
        )
        update sources set due_at = :now + min(place * :apart, every) from waiting
        where waiting.id = sources.id and place > 0"""
    tx.execute(sql, {"now": now, "at_once": AT_ONCE, "apart": APART})


def _forget(state: SourceState, now: datetime) -> SourceState:
    """Return the state of a source whose next poll is a baseline, and due now."""
    fresh = SourceState(state.id, state.url, state.configured_url, state.host, state.every, now, state.merged_into)
    return replace(fresh, polled_at=state.polled_at, ok_at=state.ok_at)


def _same_kind(one: Source, other: Source) -> bool:
    return one.kind is other.kind or (one.kind.is_feed and other.kind.is_feed)


def _with_states(rows: Rows, rest: str, *parameters: Any) -> list[tuple[Source, SourceState]]:
    found = rows.mappings(f"select {_SOURCE}, {_STATE} from sources {rest}", *parameters)
    return [(_source(row), record(SourceState, row)) for row in found]


def _source(row: dict[str, Any]) -> Source:
    return record(Source, {**row, "mapping": msgspec.json.decode(row["mapping"])})


_SOURCE = """name, kind, language, country, text_use as text, tier, user_agent, group_name as "group", mapping, pages,
    not exists (select 1 from additions where source = sources.id and not trusted) as trusted"""
_STATE = ", ".join(field.name for field in fields(SourceState))
_SOURCES = f"select id, url, every, {_SOURCE} from sources"
_STATES = f"select {_STATE} from sources"
_POLLED = [field.name for field in fields(SourceState) if field.default is not MISSING and field.name != "merged_into"]
_SAVE = f"update sources set due_at = :due_at, {', '.join(f'{name} = :{name}' for name in _POLLED)} where id = :id"


# ---- polls by day (UTC) ----------------------------------------------------------------------------

KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Checks:
    """Polls of one or more sources."""

    polls: int = 0
    answers: int = 0
    """Polls that got a document that could be read, or the answer that it has not changed."""
    changes: int = 0
    """Polls that brought new items."""

    def __add__(self, other: Checks) -> Checks:
        """Return the polls of both."""
        return Checks(self.polls + other.polls, self.answers + other.answers, self.changes + other.changes)


NO_CHECKS = Checks()
FAILED = Checks(polls=1)
UNCHANGED = Checks(polls=1, answers=1)
CHANGED = Checks(polls=1, answers=1, changes=1)


def count_poll(tx: Transaction, source: SourceId, checks: Checks, now: datetime) -> None:
    """Add polls of a source to those of today."""
    sql = """insert into checks (source, day, polls, answers, changes) values (?, ?, ?, ?, ?)
        on conflict (source, day) do update set polls = polls + excluded.polls,
            answers = answers + excluded.answers, changes = changes + excluded.changes"""
    tx.execute(sql, source, now.date().isoformat(), checks.polls, checks.answers, checks.changes)


def checks_since(rows: Rows, day: date) -> dict[SourceId, Checks]:
    """Return the polls of each source from a day on; sources without a poll are left out."""
    sql = "select source, sum(polls), sum(answers), sum(changes) from checks where day >= ? group by source"
    return {SourceId(source): Checks(*counts) for source, *counts in rows.all(sql, day.isoformat())}


def prune_polls(tx: Transaction, now: datetime) -> None:
    """Delete the polls of days more than a year ago."""
    tx.execute("delete from checks where day < ?", (now - KEPT).date().isoformat())
