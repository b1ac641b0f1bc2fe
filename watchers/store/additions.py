"""Sources that subscribers add, who takes them, and the feeds offered to subscribers and not yet taken.

    asked ──grant──▶ granted ──refuse──▶ refused ──grant──▶ granted
      └─────────────refuse──────────────▶

An added source is polled while it is granted and at least one subscriber takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from watchers.model import (
    Addition,
    AdditionId,
    AdditionState,
    Group,
    OfferId,
    Source,
    SourceId,
    SourceKind,
    Subscriber,
    SubscriberId,
)
from watchers.store import sources, subscribers, takes
from watchers.store.database import Rows, Transaction

OFFERED_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that was found for a subscriber."""

    url: str
    name: str
    kind: SourceKind
    language: str | None
    trusted: bool


def offer(tx: Transaction, subscriber: SubscriberId, found: Sequence[Offer], now: datetime) -> list[OfferId]:
    """Store the feeds found for a subscriber and return their ids; delete offers older than 7 days."""
    # Keep the newest row so that ids are never reused and an old button never refers to another feed.
    tx.execute("delete from offers where at < ? and id < (select max(id) from offers)", (now - OFFERED_FOR).timestamp())
    rows = [
        {**asdict(each), "kind": each.kind.value, "subscriber": subscriber, "at": now.timestamp()} for each in found
    ]
    return [OfferId(int(tx.table("offers").insert(row).last_pk or 0)) for row in rows]


def offered(rows: Rows, subscriber: SubscriberId, identifier: OfferId) -> Offer | None:
    """Return an offer by id; None if it was deleted or was made to another subscriber."""
    row = rows.one(
        "select url, name, kind, language, trusted from offers where id = ? and subscriber = ?", identifier, subscriber
    )
    return Offer(row[0], row[1], SourceKind(row[2]), row[3], bool(row[4])) if row else None


def add(
    tx: Transaction, source: Source, state: AdditionState, everyone: bool, by: SubscriberId | None, now: datetime
) -> Addition:
    """Store a new source; nobody takes it yet, unless it is for everyone.

    It is polled as soon as it is granted and taken.
    """
    sources.put(tx, source, now)
    row = {"source": source.id, "state": state.value, "everyone": int(everyone), "trusted": int(source.trusted)}
    tx.table("additions").insert({**row, "asked_by": by, "at": now.timestamp()})
    if everyone:
        takes.give(tx, source.id)
    added = of_source(tx, source.id)
    assert added is not None
    _poll_or_rest(tx, added.id, now)
    return added


def by_id(rows: Rows, identifier: AdditionId) -> Addition | None:
    """Return an addition by its id; None if it was deleted."""
    return next(iter(_all(rows, "a.id = ?", identifier)), None)


def of_source(rows: Rows, source: SourceId) -> Addition | None:
    """Return the addition of a source; None if the source comes from the configuration."""
    return next(iter(_all(rows, "a.source = ?", source)), None)


def of(rows: Rows, subscriber: SubscriberId) -> list[Addition]:
    """Return the private additions that a subscriber takes, oldest first."""
    return _all(rows, "not a.everyone and a.source in (select source from takes where subscriber = ?)", subscriber)


def count_of(rows: Rows, subscriber: SubscriberId) -> int:
    """Return how many private additions a subscriber takes."""
    return rows.number(
        """select count(*) from takes t join additions a on a.source = t.source
        where t.subscriber = ? and not a.everyone""",
        subscriber,
    )


def undecided(rows: Rows) -> list[Addition]:
    """Return the additions that await an operator's decision, oldest first."""
    return _all(
        rows,
        """(a.state = 'asked' or (a.state = 'granted' and a.wanted is not null))
        and exists (select 1 from takes t where t.source = a.source)""",
    )


def asked_by(rows: Rows, subscriber: SubscriberId) -> list[Addition]:
    """Return the additions that a subscriber asked for and no operator has decided yet."""
    return _all(rows, "a.state = 'asked' and a.asked_by = ?", subscriber)


def count(rows: Rows) -> int:
    """Return how many private additions are taken and not refused: polled now, or once an operator grants them."""
    return rows.number(
        """select count(*) from additions a where not a.everyone and a.state != 'refused'
        and exists (select 1 from takes t where t.source = a.source)"""
    )


def is_taken(rows: Rows, subscriber: SubscriberId, source: SourceId) -> bool:
    """Return whether the subscriber takes the source."""
    return rows.one("select 1 from takes where subscriber = ? and source = ?", subscriber, source) is not None


def takers(rows: Rows, source: SourceId) -> list[Subscriber]:
    """Return the first 20 subscribers who take a source, by id."""
    found = rows.all(
        f"""select {subscribers.COLUMNS} from takes t join subscribers b on b.id = t.subscriber
        where t.source = ? order by b.id limit 20""",
        source,
    )
    return [subscribers.subscriber(row) for row in found]


def take(tx: Transaction, subscriber: SubscriberId, source: SourceId, now: datetime) -> None:
    """Let a subscriber take a source: alerts cover what it publishes from now on."""
    tx.execute("insert or ignore into takes (subscriber, source) values (?, ?)", subscriber, source)
    added = of_source(tx, source)
    if added is not None:
        _poll_or_rest(tx, added.id, now)


def drop(tx: Transaction, subscriber: SubscriberId, addition: Addition, now: datetime) -> None:
    """Remove a source from those that a subscriber takes; a source that nobody takes is no longer polled."""
    tx.table("takes").delete_where("subscriber = ? and source = ?", [subscriber, addition.source.id])
    _poll_or_rest(tx, addition.id, now)


def decide(tx: Transaction, addition: Addition, state: AdditionState, now: datetime) -> None:
    """Record an operator's decision; a refused addition loses its takers and its group."""
    added = tx.table("additions")
    added.update(addition.id, {"state": state.value, "at": now.timestamp()})
    if state is AdditionState.REFUSED:
        tx.table("takes").delete_where("source = ?", [addition.source.id])
        added.update(addition.id, {"everyone": 0, "wanted": None})
        sources.put_into_group(tx, addition.source.id, None)
    _poll_or_rest(tx, addition.id, now)


def suggest(tx: Transaction, addition: Addition, group: Group | None) -> None:
    """Record that a subscriber suggests a group for an addition; None withdraws the suggestion."""
    tx.table("additions").update(addition.id, {"wanted": group.value if group else None})


def place(tx: Transaction, addition: Addition, group: Group, now: datetime) -> None:
    """Put an addition into a group, so that everyone takes it, except subscribers who switched the group off."""
    tx.table("additions").update(addition.id, {"everyone": 1, "wanted": None})
    sources.put_into_group(tx, addition.source.id, group)
    takes.give(tx, addition.source.id)
    _poll_or_rest(tx, addition.id, now)


def share(tx: Transaction, addition: Addition, now: datetime) -> Addition:
    """Grant an addition and make it for everyone from now on; return its new state."""
    change = {"everyone": 1, "state": AdditionState.GRANTED.value, "wanted": None}
    tx.table("additions").update(addition.id, change)
    takes.give(tx, addition.source.id)
    _poll_or_rest(tx, addition.id, now)
    shared = by_id(tx, addition.id)
    assert shared is not None
    return shared


def yield_to(tx: Transaction, addition: Addition, source: SourceId) -> None:
    """Replace an addition by the source in the configuration with the same feed; its takers take that one."""
    tx.execute(
        "insert or ignore into takes select subscriber, ? from takes where source = ?", source, addition.source.id
    )
    tx.table("takes").delete_where("source = ?", [addition.source.id])
    tx.table("additions").delete(addition.id)
    sources.rest(tx, addition.source.id)


def all_of(rows: Rows) -> list[Addition]:
    """Return all additions, oldest first, including refused ones."""
    return _all(rows, "true")


def _poll_or_rest(tx: Transaction, identifier: AdditionId, now: datetime) -> None:
    source, polled = _one(
        tx,
        """select a.source, a.state = 'granted'
            and (a.everyone or exists (select 1 from takes t where t.source = a.source))
        from additions a where a.id = ?""",
        identifier,
    )
    if polled:
        sources.wake(tx, source, now)
    else:
        sources.rest(tx, source)


def _one(rows: Rows, sql: str, *parameters: Any) -> tuple[Any, ...]:
    row = rows.one(sql, *parameters)
    assert row is not None
    return row


def _all(rows: Rows, where: str, *parameters: Any) -> list[Addition]:
    found = rows.all(
        f"select a.id, a.source, a.state, a.everyone, a.wanted, a.asked_by from additions a where {where}"
        " order by a.id",
        *parameters,
    )
    return [_addition(rows, row) for row in found]


def _addition(rows: Rows, row: tuple[Any, ...]) -> Addition:
    identifier, source, state, everyone, wanted, by = row
    known = sources.by_id(rows, source)
    assert known is not None
    return Addition(
        AdditionId(identifier),
        known,
        AdditionState(state),
        bool(everyone),
        Group(wanted) if wanted else None,
        SubscriberId(by) if by else None,
    )
