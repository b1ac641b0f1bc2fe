"""Sources and the state of their polling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from watchers.coverage import Record
from watchers.model import Group, ItemMap, Source, SourceId, SourceKind, SubscriberId, TextUse, Validators
from watchers.store import takes
from watchers.store.database import Rows, Transaction


@dataclass(frozen=True, slots=True)
class Polled:
    """What is remembered of a source between polls."""

    validators: Validators
    body_hash: bytes | None
    """SHA-256 of the last body that was taken in."""
    failures: int
    """In a row."""
    baseline_at: datetime | None
    """When its first good poll was; None before."""
    due_at: datetime
    ok_at: datetime | None
    problem: str | None
    """The name of the last error's type, None after a good poll."""
    detail: str | None = None
    """The HTTP status, or the problem of the document."""
    failing_since: datetime | None = None
    """When the first of the failures in a row was."""
    newest_at: datetime | None = None
    """When it last published something, as far as we know."""
    rhythm: timedelta | None = None
    """How long it is silent when all is well; None where its dates do not tell."""

    def record(self, source: Source) -> Record:
        """What its health is read from."""
        return Record(
            every=source.every,
            ok_at=self.ok_at,
            failures=self.failures,
            failing_since=self.failing_since,
            problem=self.problem,
            detail=self.detail,
            newest_at=self.newest_at,
            rhythm=self.rhythm,
        )


def register(tx: Transaction, sources: Sequence[Source], now: datetime) -> None:
    """Makes the stored sources those of the configuration; state and items of the others stay.

    New ones are due at once. Every subscriber takes those of the groups that it has not switched off, but none that
    others added for themselves.
    """
    tx.execute("update sources set active = 0 where id not in (select source from additions)")
    for source in sources:
        put(tx, source, now)
    takes.spread(tx)


def put(tx: Transaction, source: Source, now: datetime) -> None:
    """Stores one source, or brings what is stored of it up to date; it is polled from now on."""
    tx.execute(_PUT, *_row(source), now.timestamp())


def rest(tx: Transaction, source: SourceId) -> None:
    """It is polled no more; its items stay known."""
    tx.execute("update sources set active = 0 where id = ?", source)


def wake(tx: Transaction, source: SourceId, now: datetime) -> None:
    """One that rested is polled from now on, and what came meanwhile is its baseline."""
    tx.execute(
        """update sources set active = 1, due_at = ?, etag = null, last_modified = null, body_hash = null,
            baseline_at = null, failures = 0, problem = null, detail = null, failing_since = null
        where id = ? and not active""",
        now.timestamp(),
        source,
    )


def put_into_group(tx: Transaction, source: SourceId, group: Group | None) -> None:
    """Which part of the catalogue it is in from now on; None: in none."""
    tx.execute("update sources set group_name = ? where id = ?", group.value if group else None, source)


def all_addresses(rows: Rows) -> list[tuple[SourceId, str]]:
    """Of every source that is polled or was added, by id."""
    return [
        (SourceId(identifier), url)
        for identifier, url in rows.all(
            "select id, url from sources where active or id in (select source from additions) order by id"
        )
    ]


def by_id(rows: Rows, identifier: SourceId) -> Source | None:
    row = rows.one(f"select {_SOURCE} from sources where id = ?", identifier)
    return _source(row) if row else None


def taken_by(rows: Rows, subscriber: SubscriberId) -> list[Source]:
    """The active sources that a subscriber takes, by name."""
    found = rows.all(
        f"""select {_SOURCE} from sources where active
        and id in (select source from takes where subscriber = ?) order by name, id""",
        subscriber,
    )
    return [_source(row) for row in found]


def due(rows: Rows, now: datetime, limit: int) -> list[Source]:
    """Active sources whose time has come, the longest waiting first.

    One that was polled in what is now the future is due as well: the clock was set back.
    """
    found = rows.all(
        f"""select {_SOURCE} from sources where active and (due_at <= :now or polled_at > :now + 1)
        order by due_at limit :limit""",
        {"now": now.timestamp(), "limit": limit},
    )
    return [_source(row) for row in found]


def ids(rows: Rows, taker: SubscriberId) -> frozenset[SourceId]:
    """The active sources that a subscriber may know of: everyone's, and those it takes."""
    found = rows.all(
        f"""select s.id from sources s where s.active and ({takes.SHARED}
            or exists (select 1 from takes where takes.source = s.id and takes.subscriber = ?))""",
        taker,
    )
    return frozenset(SourceId(identifier) for (identifier,) in found)


def next_due(rows: Rows) -> datetime | None:
    """When the next active source is due; None where there is none."""
    row = rows.one("select min(due_at) from sources where active")
    return _time(row[0]) if row else None


def active(rows: Rows) -> list[tuple[Source, Polled]]:
    """All active sources with their state, by id."""
    found = rows.all(f"select {_SOURCE}, {_POLLED} from sources where active order by id")
    return [(_source(row[:_WIDTH]), _polled(row[_WIDTH:])) for row in found]


def polled(rows: Rows, source: SourceId) -> Polled:
    """The state of one source that is registered."""
    row = rows.one(f"select {_POLLED} from sources where id = ?", source)
    assert row is not None
    return _polled(row)


def polls_since(rows: Rows, since: datetime) -> tuple[int, datetime | None]:
    """How many active sources were polled since then, and when one was polled last."""
    polled, last = rows.all("select sum(polled_at >= ?), max(polled_at) from sources where active", since.timestamp())[
        0
    ]
    return int(polled or 0), _time(last)


def settle(
    tx: Transaction,
    source: SourceId,
    validators: Validators,
    body_hash: bytes | None,
    due_at: datetime,
    now: datetime,
    newest_at: datetime | None = None,
    rhythm: timedelta | None = None,
) -> None:
    """After a good poll; the first one is the source's baseline. What is None leaves what there was."""
    tx.execute(
        """update sources set etag = ?, last_modified = ?, body_hash = coalesce(?, body_hash), due_at = ?,
            polled_at = ?, ok_at = ?, baseline_at = coalesce(baseline_at, ?), failures = 0, problem = null,
            detail = null, failing_since = null, newest_at = coalesce(?, newest_at), rhythm = coalesce(?, rhythm)
        where id = ?""",
        validators.etag,
        validators.last_modified,
        body_hash,
        due_at.timestamp(),
        *[now.timestamp()] * 3,
        newest_at.timestamp() if newest_at else None,
        rhythm.total_seconds() if rhythm else None,
        source,
    )


def fail(
    tx: Transaction, source: SourceId, problem: str, due_at: datetime, now: datetime, detail: str | None = None
) -> None:
    """After a poll that failed; validators and items stay as they are."""
    tx.execute(
        """update sources set polled_at = ?, failures = failures + 1, problem = ?, detail = ?, due_at = ?,
            failing_since = coalesce(failing_since, ?) where id = ?""",
        now.timestamp(),
        problem,
        detail,
        due_at.timestamp(),
        now.timestamp(),
        source,
    )


_TRUSTED = "not exists (select 1 from additions where source = sources.id and not trusted)"
_COLUMNS = "id, url, name, kind, language, country, every, text_use, tier, group_name, mapping"
_SOURCE = f"{_COLUMNS}, {_TRUSTED}"
_WIDTH = len(_SOURCE.split(","))
_POLLED = """etag, last_modified, body_hash, failures, baseline_at, due_at, ok_at, problem, detail, failing_since,
    newest_at, rhythm"""


# A new address has its own validators, and its first poll is a baseline again; the same after a new way of reading.
_FEEDS = "('rss', 'atom', 'jsonfeed')"
_SAME = f"""(url = excluded.url and mapping = excluded.mapping
    and (kind = excluded.kind or (kind in {_FEEDS} and excluded.kind in {_FEEDS})))"""
_PUT = f"""insert into sources ({_COLUMNS}, due_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (id) do update set
        etag = iif({_SAME}, etag, null),
        last_modified = iif({_SAME}, last_modified, null),
        body_hash = iif({_SAME}, body_hash, null),
        baseline_at = iif({_SAME}, baseline_at, null),
        newest_at = iif({_SAME}, newest_at, null),
        rhythm = iif({_SAME}, rhythm, null),
        -- A shorter interval holds from now on; who is backed off, or asked us to wait, stays so.
        due_at = case when not {_SAME} then excluded.due_at when failures then due_at
            else min(due_at, excluded.due_at + excluded.every) end,
        name = excluded.name, url = excluded.url, kind = excluded.kind, language = excluded.language,
        country = excluded.country, every = excluded.every, text_use = excluded.text_use, tier = excluded.tier,
        group_name = excluded.group_name, mapping = excluded.mapping, active = 1"""


def _row(source: Source) -> tuple[str | float | None, ...]:
    """In the order of ``_COLUMNS``."""
    return (
        source.id,
        source.url,
        source.name,
        source.kind.value,
        source.language,
        source.country,
        source.every.total_seconds(),
        source.text.value,
        source.tier,
        source.group.value if source.group else None,
        msgspec.json.encode({name: part for name, part in asdict(source.mapping).items() if part}).decode(),
    )


def _source(row: tuple[object, ...]) -> Source:
    identifier, url, name, kind, language, country, every, text_use, tier, group, mapping, trusted = row
    return Source(
        id=SourceId(str(identifier)),
        url=str(url),
        name=str(name),
        kind=SourceKind(str(kind)),
        language=str(language) if language else None,
        country=str(country) if country else None,
        every=timedelta(seconds=float(str(every))),
        text=TextUse(str(text_use)),
        tier=int(str(tier)),
        group=Group(str(group)) if group else None,
        mapping=_MAPPINGS.decode(str(mapping)),
        trusted=bool(trusted),
    )


_MAPPINGS = msgspec.json.Decoder(ItemMap)


def _polled(row: tuple[object, ...]) -> Polled:
    etag, last_modified, body_hash, failures, baseline_at, due_at, ok_at, problem = row[:8]
    detail, failing_since, newest_at, rhythm = row[8:]
    due_time = _time(due_at)
    assert due_time is not None
    return Polled(
        validators=Validators(_text(etag), _text(last_modified)),
        body_hash=body_hash if isinstance(body_hash, bytes) else None,
        failures=int(str(failures)),
        baseline_at=_time(baseline_at),
        due_at=due_time,
        ok_at=_time(ok_at),
        problem=_text(problem),
        detail=_text(detail),
        failing_since=_time(failing_since),
        newest_at=_time(newest_at),
        rhythm=None if rhythm is None else timedelta(seconds=float(str(rhythm))),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _time(value: object) -> datetime | None:
    return None if value is None else datetime.fromtimestamp(float(str(value)), UTC)
