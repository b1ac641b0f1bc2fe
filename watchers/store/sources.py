"""Sources and their polling state, and hosts that asked us to wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from watchers.cadence import MAX_RETRY_AFTER, MAX_WAIT, NO_WISHES, Move, Wishes, host_of
from watchers.coverage import Record
from watchers.model import Group, ItemMap, Source, SourceId, SourceKind, SubscriberId, TextUse, Validators
from watchers.store import takes
from watchers.store.database import Rows, Transaction

AT_ONCE = 40
"""How many sources that are due at startup are polled at once; the others follow at intervals of ``APART``."""
APART = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class Polled:
    """The stored state of a source between polls."""

    validators: Validators
    body_hash: bytes | None
    """SHA-256 of the last body that was stored."""
    failures: int
    """Consecutive failed polls."""
    baseline_at: datetime | None
    """Time of the first good poll; None before it."""
    due_at: datetime
    ok_at: datetime | None
    problem: str | None
    """The type name of the last error; None after a good poll."""
    detail: str | None = None
    """The HTTP status, or the problem of the document."""
    failing_since: datetime | None = None
    """Time of the first of the consecutive failures."""
    configured_url: str = ""
    """The URL in the configuration; differs from the source's URL after the source moved."""
    move: Move | None = None
    """A permanent redirect that the source currently answers with."""
    merged_into: SourceId | None = None
    """The source that already has the URL to which this one moved; this one is not polled."""
    whole_at: datetime | None = None
    """When a response last had a body (not 304)."""
    wishes: Wishes = NO_WISHES
    """Polling hints of the document: ttl, skipHours and skipDays."""
    missing_since: datetime | None = None
    """Time of the first 404 since the last good poll."""
    gone_at: datetime | None = None
    """When the source was found to be permanently gone."""
    newest_at: datetime | None = None
    """When the source last published an item, as far as known."""
    rhythm: timedelta | None = None
    """The pause between items that nine in ten do not exceed; None if there are too few dates."""

    def record(self, source: Source) -> Record:
        """Return the values from which the health of the source is derived."""
        return Record(
            every=source.every,
            ok_at=self.ok_at,
            failures=self.failures,
            failing_since=self.failing_since,
            problem=self.problem,
            detail=self.detail,
            moved=source.url != self.configured_url,
            merged=self.merged_into is not None,
            gone_at=self.gone_at,
            newest_at=self.newest_at,
            rhythm=self.rhythm,
        )


@dataclass(frozen=True, slots=True)
class GoodPoll:
    """What to store after each good poll, with or without new content."""

    source: SourceId
    at: datetime
    due_at: datetime
    validators: Validators
    move: Move | None = None
    whole: bool = False
    """Whether the response had a body."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What to store after a document's items; None keeps the stored value."""

    body_hash: bytes
    wishes: Wishes | None = None
    newest_at: datetime | None = None
    rhythm: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What to store after a failed poll."""

    at: datetime
    due_at: datetime
    problem: str
    detail: str | None = None
    missing: bool = False
    """Whether the status was 404."""
    gone: bool = False
    """Whether the source is considered permanently gone."""


def register(tx: Transaction, sources: Sequence[Source], now: datetime) -> None:
    """Store the sources of the configuration and deactivate the others, whose state and items are kept.

    New sources are due at once, as are those that became due meanwhile: the first 40 together, the others one by
    one. Every subscriber takes the sources of the groups that it has not switched off, but none that others added
    for themselves.
    """
    tx.execute("update sources set active = 0 where id not in (select source from additions)")
    for source in sources:
        put(tx, source, now)
    tx.execute(
        "update sources set merged_into = null where merged_into not in (select id from sources where active)",
    )
    _spread(tx, now)
    takes.spread(tx)


def put(tx: Transaction, source: Source, now: datetime) -> None:
    """Insert or update a source; it is polled from now on.

    A source that moved keeps its new URL as long as ``source`` has the URL from which it moved.
    """
    tx.execute(_PUT, {**_row(source), "now": now.timestamp()})


def rest(tx: Transaction, source: SourceId) -> None:
    """Stop polling a source, also in place of sources that were merged into it; its items stay known."""
    tx.execute("update sources set active = 0 where id = ?", source)
    tx.execute("update sources set merged_into = null where merged_into = ?", source)


def wake(tx: Transaction, source: SourceId, now: datetime) -> None:
    """Resume polling a disabled source; what it published meanwhile becomes its baseline."""
    tx.execute(
        """update sources set active = 1, due_at = ?, etag = null, last_modified = null, body_hash = null,
            baseline_at = null, whole_at = null, moved_to = null, moved_since = null, moved_polls = 0,
            failures = 0, problem = null, detail = null, failing_since = null, missing_since = null, gone_at = null
        where id = ? and not active""",
        now.timestamp(),
        source,
    )


def put_into_group(tx: Transaction, source: SourceId, group: Group | None) -> None:
    """Set the catalog group of a source; None removes it from its group."""
    tx.execute("update sources set group_name = ? where id = ?", group.value if group else None, source)


def all_addresses(rows: Rows) -> list[tuple[SourceId, str]]:
    """Return the URLs of every source that is polled or was added, by id; a source that moved has two.

    If another source took over, both URLs are listed under that one.
    """
    return [
        (SourceId(identifier), url)
        for identifier, url in rows.all(
            """with known as (
                select * from sources where active or id in (select source from additions)
            )
            select coalesce(merged_into, id) as has, configured_url from known
            union select coalesce(merged_into, id), url from known order by has"""
        )
    ]


def by_id(rows: Rows, identifier: SourceId) -> Source | None:
    """Return a source by id, active or not; None if it was never stored."""
    row = rows.one(f"select {_SOURCE} from sources where id = ?", identifier)
    return _source(row) if row else None


def taken_by(rows: Rows, subscriber: SubscriberId) -> list[Source]:
    """Return the active sources that a subscriber takes, by name, without those merged into another."""
    found = rows.all(
        f"""select {_SOURCE} from sources where active and merged_into is null
        and id in (select source from takes where subscriber = ?) order by name, id""",
        subscriber,
    )
    return [_source(row) for row in found]


def due(
    rows: Rows, now: datetime, limit: int, busy_hosts: Collection[str] = (), added_limit: int = 1_000
) -> list[tuple[Source, str, Polled]]:
    """Return active sources that are due, each with its host and its state, the longest waiting first.

    Sources on ``busy_hosts``, and on hosts that asked us to wait, are left out. Of sources that chats added, at most
    ``added_limit`` are returned, so that they never take the places of others.
    """
    # Fetch all rows as one: sqlite3 releases the GIL at each row, and getting it back costs more than a row.
    (found,) = rows.all(
        f"""select json_group_array(json_array(json_array({_SOURCE}), host, json_array({_POLLED}))) from (
            select * from sources where active and merged_into is null and due_at <= :now
            and host not in (select value from json_each(:busy))
            and host not in (select host from hosts where rests_until > :now and rests_until < :longest)
            and (id not in (select source from additions where not trusted) or id in (
                select a.id from sources a join additions on source = a.id and not trusted
                where a.active and a.due_at <= :now and a.host not in (select value from json_each(:busy))
                order by a.due_at limit :added
            ))
            order by due_at limit :limit
        ) as sources""",
        {
            "now": now.timestamp(),
            "longest": (now + 2 * MAX_RETRY_AFTER).timestamp(),
            "busy": msgspec.json.encode(list(busy_hosts)).decode(),
            "limit": limit,
            "added": added_limit,
        },
    )
    return [(_source(tuple(row)), host, _polled(state)) for row, host, state in msgspec.json.decode(found[0])]


def wind_back(tx: Transaction, now: datetime) -> None:
    """Make sources due whose times show that the clock was set back.

    These are sources that were polled in what is now the future, and sources that would wait longer than the
    longest wait that is ever chosen, which also covers a new source that has not been polled.
    """
    tx.execute(
        """update sources set due_at = :now
        where active and (polled_at > :now + 1 or due_at > :now + max(every * 1.1, :longest))""",
        {"now": now.timestamp(), "longest": MAX_WAIT.total_seconds()},
    )


def ids(rows: Rows, taker: SubscriberId) -> frozenset[SourceId]:
    """Return the active sources that a subscriber may see: those for everyone, and those it takes."""
    found = rows.all(
        f"""select s.id from sources s where s.active and ({takes.SHARED}
            or exists (select 1 from takes where takes.source = s.id and takes.subscriber = ?))""",
        taker,
    )
    return frozenset(SourceId(identifier) for (identifier,) in found)


def active(rows: Rows) -> list[tuple[Source, Polled]]:
    """Return all active sources with their state, by id."""
    found = rows.all(f"select {_SOURCE}, {_POLLED} from sources where active order by id")
    return [(_source(row[:_WIDTH]), _polled(row[_WIDTH:])) for row in found]


def polled(rows: Rows, source: SourceId) -> Polled:
    """Return the state of a source, which must be stored."""
    row = rows.one(f"select {_POLLED} from sources where id = ?", source)
    assert row is not None
    return _polled(row)


def polls_since(rows: Rows, since: datetime) -> tuple[int, datetime | None]:
    """Return how many active sources were polled since then, and the time of the last poll of any."""
    polled, last = rows.all("select sum(polled_at >= ?), max(polled_at) from sources where active", since.timestamp())[
        0
    ]
    return int(polled or 0), _time(last)


def settle(tx: Transaction, polls: Iterable[GoodPoll]) -> None:
    """Store the outcome of good polls; the first one of a source is its baseline."""
    # One statement for all: sqlite3 releases the GIL at each statement, and getting it back costs more.
    tx.execute(
        """update sources set etag = poll ->> 1, last_modified = poll ->> 2, due_at = poll ->> 3,
            polled_at = poll ->> 4, ok_at = poll ->> 4, baseline_at = coalesce(baseline_at, poll ->> 4),
            whole_at = iif(poll ->> 5, poll ->> 4, whole_at), moved_to = poll ->> 6, moved_since = poll ->> 7,
            moved_polls = poll ->> 8, failures = 0, problem = null, detail = null, failing_since = null,
            missing_since = null, gone_at = null
        from (select value as poll from json_each(?)) where id = poll ->> 0""",
        msgspec.json.encode([_settled(poll) for poll in polls]).decode(),
    )


def take_in(tx: Transaction, source: SourceId, contents: Contents) -> None:
    """Store what is remembered of a document, with the last of its items."""
    tx.execute(
        """update sources set body_hash = ?, newest_at = coalesce(?, newest_at), rhythm = coalesce(?, rhythm)
        where id = ?""",
        contents.body_hash,
        _seconds(contents.newest_at),
        contents.rhythm.total_seconds() if contents.rhythm else None,
        source,
    )
    if contents.wishes is not None:
        _wish(tx, source, contents.wishes)


def fail(tx: Transaction, source: SourceId, failure: Failure) -> None:
    """Store the outcome of a failed poll; validators and items are kept."""
    tx.execute(
        """update sources set polled_at = :at, due_at = :due_at, failures = failures + 1, problem = :problem,
            detail = :detail, failing_since = coalesce(failing_since, :at),
            missing_since = iif(:missing, coalesce(missing_since, :at), missing_since),
            gone_at = iif(:gone, coalesce(gone_at, :at), gone_at)
        where id = :id""",
        {
            "id": source,
            "at": failure.at.timestamp(),
            "due_at": failure.due_at.timestamp(),
            "problem": failure.problem,
            "detail": failure.detail,
            "missing": failure.missing,
            "gone": failure.gone,
        },
    )


def relocate(tx: Transaction, source: SourceId, url: str) -> SourceId | None:
    """Set the URL to which the source moved permanently; its items stay known.

    If another source has that URL, this one is no longer polled, and its subscribers take the other one.

    Returns:
        The other source; None if no source has that URL.
    """
    other = tx.one("select id from sources where url = ? and id != ? and active and merged_into is null", url, source)
    tx.execute(
        """update sources set url = ?, host = ?, etag = null, last_modified = null, moved_to = null,
            moved_since = null, moved_polls = 0, merged_into = ? where id = ?""",
        url,
        host_of(url),
        other[0] if other else None,
        source,
    )
    if other is None:
        return None
    tx.execute("insert or ignore into takes select subscriber, ? from takes where source = ?", other[0], source)
    return SourceId(other[0])


def leave_alone(tx: Transaction, url: str, until: datetime) -> None:
    """Keep the host of ``url`` from being polled before ``until``, or before a later time that is already stored."""
    tx.execute(
        """insert into hosts (host, rests_until) values (?, ?)
        on conflict (host) do update set rests_until = max(rests_until, excluded.rests_until)""",
        host_of(url),
        until.timestamp(),
    )


def prune_hosts(tx: Transaction, now: datetime) -> None:
    """Delete the waits of hosts that have ended."""
    tx.execute("delete from hosts where rests_until <= ?", now.timestamp())


def _spread(tx: Transaction, now: datetime) -> None:
    tx.execute(
        """with waiting as (
            select id, row_number() over (order by due_at, id) - :at_once as place
            from sources where active and due_at <= :now
        )
        update sources set due_at = :now + min(place * :apart, every) from waiting
        where waiting.id = sources.id and place > 0""",
        {"now": now.timestamp(), "at_once": AT_ONCE, "apart": APART.total_seconds()},
    )


def _settled(poll: GoodPoll) -> tuple[str | float | bool | None, ...]:
    """Return the poll as the array that ``settle`` reads; times in seconds since 1970."""
    etag, last_modified = poll.validators.etag, poll.validators.last_modified
    due_at, at = poll.due_at.timestamp(), poll.at.timestamp()
    if poll.move is None:
        return poll.source, etag, last_modified, due_at, at, poll.whole, None, None, 0
    since = poll.move.since.timestamp()
    return poll.source, etag, last_modified, due_at, at, poll.whole, poll.move.to, since, poll.move.polls


def _wish(tx: Transaction, source: SourceId, wishes: Wishes) -> None:
    tx.execute(
        "update sources set ttl = ?, skip_hours = ?, skip_days = ? where id = ?",
        wishes.ttl.total_seconds() if wishes.ttl else None,
        " ".join(map(str, wishes.skip_hours)),
        " ".join(map(str, wishes.skip_days)),
        source,
    )


_TRUSTED = "not exists (select 1 from additions where source = sources.id and not trusted)"
_COLUMNS = "id, url, name, kind, language, country, every, text_use, tier, user_agent, group_name, mapping"
_SOURCE = f"{_COLUMNS}, {_TRUSTED}"
_WIDTH = len(_SOURCE.split(","))
_POLLED = """etag, last_modified, hex(body_hash), failures, baseline_at, due_at, ok_at, problem, detail, failing_since,
    configured_url, moved_to, moved_since, moved_polls, merged_into, whole_at, ttl, skip_hours, skip_days,
    missing_since, gone_at, newest_at, rhythm"""


# A new URL has different validators, and its first poll is a baseline again; so is the first after a new mapping.
_FEEDS = "('rss', 'atom', 'jsonfeed')"
_SAME = f"""(configured_url = :url and mapping = :mapping
    and (kind = :kind or (kind in {_FEEDS} and :kind in {_FEEDS})))"""
_PUT = f"""insert into sources ({_COLUMNS}, configured_url, host, due_at)
    values (:id, :url, :name, :kind, :language, :country, :every, :text_use, :tier, :user_agent, :group_name, :mapping,
        :url, :host, :now)
    on conflict (id) do update set
        etag = iif({_SAME}, etag, null),
        last_modified = iif({_SAME}, last_modified, null),
        body_hash = iif({_SAME}, body_hash, null),
        baseline_at = iif({_SAME}, baseline_at, null),
        whole_at = iif({_SAME}, whole_at, null),
        missing_since = iif({_SAME}, missing_since, null),
        gone_at = iif({_SAME}, gone_at, null),
        failing_since = iif({_SAME}, failing_since, null),
        failures = iif({_SAME}, failures, 0),
        problem = iif({_SAME}, problem, null),
        detail = iif({_SAME}, detail, null),
        newest_at = iif({_SAME}, newest_at, null),
        rhythm = iif({_SAME}, rhythm, null),
        -- A shorter interval holds from now on; who is backed off, or asked us to wait, stays so.
        due_at = case when not {_SAME} then :now when failures then due_at else min(due_at, :now + :every) end,
        -- Where it moved is where it stays, as long as it is the same address from which it moved.
        url = iif(configured_url = :url, url, :url),
        host = iif(configured_url = :url, host, :host),
        moved_to = iif(configured_url = :url, moved_to, null),
        moved_polls = iif(configured_url = :url, moved_polls, 0),
        merged_into = iif(configured_url = :url, merged_into, null),
        configured_url = :url,
        name = :name, kind = :kind, language = :language, country = :country, every = :every,
        text_use = :text_use, tier = :tier, user_agent = :user_agent, group_name = :group_name, mapping = :mapping,
        active = 1"""


def _row(source: Source) -> dict[str, str | float | None]:
    """Return the columns of a source without its state."""
    return {
        "id": source.id,
        "url": source.url,
        "host": host_of(source.url),
        "name": source.name,
        "kind": source.kind.value,
        "language": source.language,
        "country": source.country,
        "every": source.every.total_seconds(),
        "text_use": source.text.value,
        "tier": source.tier,
        "user_agent": source.user_agent,
        "group_name": source.group.value if source.group else None,
        "mapping": msgspec.json.encode({name: part for name, part in asdict(source.mapping).items() if part}).decode(),
    }


@lru_cache(maxsize=16_384)
def _source(row: tuple[Any, ...]) -> Source:
    identifier, url, name, kind, language, country, every, text_use, tier, user_agent, group, mapping, trusted = row
    return Source(
        id=SourceId(identifier),
        url=url,
        name=name,
        kind=SourceKind(kind),
        language=language or None,
        country=country or None,
        every=timedelta(seconds=every),
        text=TextUse(text_use),
        tier=tier,
        user_agent=user_agent,
        group=Group(group) if group else None,
        mapping=_MAPPINGS.decode(mapping),
        trusted=bool(trusted),
    )


_MAPPINGS = msgspec.json.Decoder(ItemMap)


def _polled(row: Sequence[Any]) -> Polled:
    (etag, last_modified, body_hash, failures, baseline_at, due_at, ok_at, problem, detail, failing_since, *rest) = row
    configured_url, moved_to, moved_since, moved_polls, merged_into, whole_at, *wishes_and_rest = rest
    ttl, skip_hours, skip_days, missing_since, gone_at, newest_at, rhythm = wishes_and_rest
    return Polled(
        validators=Validators(etag, last_modified),
        body_hash=bytes.fromhex(body_hash) if body_hash else None,
        failures=failures,
        baseline_at=_time(baseline_at),
        due_at=datetime.fromtimestamp(due_at, UTC),
        ok_at=_time(ok_at),
        problem=problem,
        detail=detail,
        failing_since=_time(failing_since),
        configured_url=configured_url,
        move=Move(moved_to, datetime.fromtimestamp(moved_since, UTC), moved_polls) if moved_to else None,
        merged_into=merged_into,
        whole_at=_time(whole_at),
        wishes=_wishes(ttl, skip_hours, skip_days),
        missing_since=_time(missing_since),
        gone_at=_time(gone_at),
        newest_at=_time(newest_at),
        rhythm=None if rhythm is None else timedelta(seconds=rhythm),
    )


def _wishes(ttl: float | None, skip_hours: str, skip_days: str) -> Wishes:
    if ttl is None and not skip_hours and not skip_days:
        return NO_WISHES
    return Wishes(
        None if ttl is None else timedelta(seconds=ttl),
        tuple(map(int, skip_hours.split())),
        tuple(map(int, skip_days.split())),
    )


def _time(value: float | None) -> datetime | None:
    return None if value is None else datetime.fromtimestamp(value, UTC)


def _seconds(value: datetime | None) -> float | None:
    return None if value is None else value.timestamp()
