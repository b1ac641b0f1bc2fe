"""Sources that subscribers add, who takes them, and the feeds offered to subscribers and not yet taken.

    asked ──grant──▶ granted ──refuse──▶ refused ──grant──▶ granted
      └─────────────refuse──────────────▶

An added source is polled while it is granted and at least one subscriber takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NewType

from watchers.model import Group, Source, SourceId, SubscriberId
from watchers.store import sources, subscriptions
from watchers.store.database import Rows, Transaction, record

OFFERED_FOR = timedelta(days=7)

AdditionId = NewType("AdditionId", int)
OfferId = NewType("OfferId", int)


class AdditionState(StrEnum):
    """How far a request to add a source has come."""

    ASKED = "asked"
    """An operator has to decide."""
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Addition:
    """A source outside the configuration, added by a subscriber or the operator."""

    id: AdditionId
    source: Source
    state: AdditionState
    everyone: bool
    """Whether all subscribers get it; else only those who added it."""
    wanted: Group | None
    """The group for which a subscriber suggests it; None: no group."""
    asked_by: SubscriberId | None
    """None: the operator, or a subscriber that was deleted."""


def offer(tx: Transaction, subscriber: SubscriberId, found: Sequence[Source], now: datetime) -> list[OfferId]:
    """Store the feeds found for a subscriber and return their ids; delete offers older than 7 days."""
    # Keep the newest row so that ids are never reused and an old button never refers to another feed.
    tx.delete("offers", "at < ? and id < (select max(id) from offers)", now - OFFERED_FOR)
    offers = (
        {"url": each.url, "name": each.name, "kind": each.kind, "language": each.language, "trusted": each.trusted}
        for each in found
    )
    return [OfferId(tx.add("offers", subscriber=subscriber, **offer, at=now)) for offer in offers]


def offered(rows: Rows, subscriber: SubscriberId, identifier: OfferId) -> Source | None:
    """Return an offered feed, whose id is its URL; None if it was deleted or was offered to another subscriber."""
    sql = "select url as id, url, name, kind, language, trusted from offers where id = ? and subscriber = ?"
    return rows.record(Source, sql, identifier, subscriber)


def add(
    tx: Transaction, source: Source, state: AdditionState, everyone: bool, by: SubscriberId | None, now: datetime
) -> Addition:
    """Store a new source; nobody takes it yet, unless it is for everyone.

    It is polled as soon as it is granted and taken.
    """
    sources.put(tx, source, now)
    row = {"source": source.id, "state": state, "everyone": everyone, "trusted": source.trusted, "asked_by": by}
    identifier = AdditionId(tx.add("additions", **row, at=now))
    if everyone:
        subscriptions.subscribe_everyone(tx, source.id)
    return _enable_or_disable(tx, identifier, now)


def by_id(rows: Rows, identifier: AdditionId) -> Addition | None:
    """Return an addition by its id; None if it was deleted."""
    return next(iter(_all(rows, "id = ?", identifier)), None)


def of_source(rows: Rows, source: SourceId) -> Addition | None:
    """Return the addition of a source; None if the source comes from the configuration."""
    return next(iter(_all(rows, "source = ?", source)), None)


def of(rows: Rows, subscriber: SubscriberId) -> list[Addition]:
    """Return the private additions that a subscriber takes, oldest first."""
    return _all(rows, "not everyone and source in (select source from takes where subscriber = ?)", subscriber)


def undecided(rows: Rows) -> list[Addition]:
    """Return the additions that await an operator's decision, oldest first."""
    return _all(rows, f"(state = 'asked' or (state = 'granted' and wanted is not null)) and {_TAKEN}")


def asked_by(rows: Rows, subscriber: SubscriberId) -> list[Addition]:
    """Return the additions that a subscriber asked for and no operator has decided yet."""
    return _all(rows, "state = 'asked' and asked_by = ?", subscriber)


def all_of(rows: Rows) -> list[Addition]:
    """Return all additions, oldest first, including refused ones."""
    return _all(rows, "true")


def count(rows: Rows) -> int:
    """Return how many private additions are taken and not refused: polled now, or once an operator grants them."""
    return rows.number(f"select count(*) from additions where not everyone and state != 'refused' and {_TAKEN}")


def take(tx: Transaction, subscriber: SubscriberId, source: SourceId, now: datetime) -> Addition | None:
    """Let a subscriber take a source: alerts cover what it publishes from now on. Return its addition, if it is one."""
    tx.execute("insert or ignore into takes (subscriber, source) values (?, ?)", subscriber, source)
    added = of_source(tx, source)
    return _enable_or_disable(tx, added.id, now) if added else None


def drop(tx: Transaction, subscriber: SubscriberId, addition: Addition, now: datetime) -> None:
    """Remove a source from those that a subscriber takes; a source that nobody takes is not polled."""
    tx.execute("delete from takes where subscriber = ? and source = ?", subscriber, addition.source.id)
    _enable_or_disable(tx, addition.id, now)


def decide(tx: Transaction, addition: Addition, state: AdditionState, now: datetime) -> Addition:
    """Record an operator's decision and return the addition; a refused one loses its takers and its group."""
    tx.update("additions", addition.id, state=state, at=now)
    if state is AdditionState.REFUSED:
        tx.execute("delete from takes where source = ?", addition.source.id)
        tx.update("additions", addition.id, everyone=False, wanted=None)
        sources.put_into_group(tx, addition.source.id, None)
    return _enable_or_disable(tx, addition.id, now)


def suggest(tx: Transaction, addition: Addition, group: Group | None) -> Addition:
    """Record that a subscriber suggests a group for an addition; None withdraws the suggestion."""
    tx.update("additions", addition.id, wanted=group)
    return replace(addition, wanted=group)


def share(tx: Transaction, addition: Addition, now: datetime, group: Group | None = None) -> Addition:
    """Grant an addition, and let everyone take it, in a group except for subscribers who switched that off."""
    tx.update("additions", addition.id, everyone=True, state=AdditionState.GRANTED, wanted=None)
    if group is not None:
        sources.put_into_group(tx, addition.source.id, group)
    subscriptions.subscribe_everyone(tx, addition.source.id)
    return _enable_or_disable(tx, addition.id, now)


def yield_to(tx: Transaction, addition: Addition, source: SourceId) -> None:
    """Replace an addition by the source in the configuration with the same feed, which gets its subscribers."""
    added = addition.source.id
    tx.execute("insert or ignore into takes select subscriber, ? from takes where source = ?", source, added)
    tx.execute("delete from takes where source = ?", added)
    tx.delete("additions", "id = ?", addition.id)
    sources.disable(tx, added)


def _enable_or_disable(tx: Transaction, identifier: AdditionId, now: datetime) -> Addition:
    """Poll a source while it is granted and has subscribers. Return its addition."""
    added = by_id(tx, identifier)
    assert added is not None
    taken = added.everyone or tx.one("select 1 from takes where source = ?", added.source.id)
    if added.state is AdditionState.GRANTED and taken:
        sources.enable(tx, added.source.id, now)
    else:
        sources.disable(tx, added.source.id)
    return added


_TAKEN = "exists (select 1 from takes where takes.source = additions.source)"


def _all(rows: Rows, where: str, *parameters: Any) -> list[Addition]:
    found = rows.mappings(f"select * from additions where {where} order by id", *parameters)
    return [record(Addition, {**row, "source": sources.by_id(rows, row["source"])}) for row in found]
