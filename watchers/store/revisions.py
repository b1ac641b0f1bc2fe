"""Stored items whose title, status or days their publisher changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from watchers.items.identity import Sighting
from watchers.model import DOCUMENT, Dated, EditCause, Fact, Hit, ItemId, Match, QueryId, SourceId
from watchers.store.database import Rows, Transaction
from watchers.text.tokens import read

REVISED_WITHIN = timedelta(days=14)
"""How long after an item was seen its changes count: later ones rarely matter to those who were alerted."""
TELLING = frozenset({"status", *Dated})
"""Facts whose change is one of the item."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A stored item, and what its publisher made of it."""

    item: ItemId
    sighting: Sighting
    change: EditCause
    baseline: bool
    """Whether it came with its source's first poll, so that nobody was alerted to it."""


def find(rows: Rows, source: SourceId, sightings: Iterable[Sighting], now: datetime) -> list[Revision]:
    """Return the known items of a document whose title, status or days changed, in document order.

    Items are found by guid or link, those with the same title first, then those with the guid: some publishers use a
    guid again. A title counts as changed if its words did. Facts that are read from a text change with the text only:
    another release may read more. An item that comes without a text keeps the one that it has, which may be that of its
    page.
    """
    return [
        Revision(ItemId(known["id"]), _with_its_text(sighting, known), change, bool(known["baseline"]))
        for sighting in sightings
        if (known := _known(rows, source, sighting, now)) and (change := _change(known, sighting))
    ]


def rematch(tx: Transaction, item: ItemId, matches: Sequence[Match]) -> list[Match]:
    """Store where the changed item matches, and return the matches with queries that it did not match before.

    Words that it lost stay reasons of its alerts, without a position.
    """
    found = {match.query: match.hits for match in matches}
    before = tx.all("select id, query, hits from decisions where item = ?", item)
    sql = "update decisions set hits = ? where id = ?"
    tx.each(sql, [(found.get(query) or _unplaced(hits), decision) for decision, query, hits in before])
    known = {QueryId(query) for _, query, _ in before}
    return [match for match in matches if match.query not in known]


def _known(rows: Rows, source: SourceId, sighting: Sighting, now: datetime) -> dict[str, Any] | None:
    """Return the stored item if it differs from what was sighted; None if it does not, or if it is not stored."""
    keys, item = sighting.keys, sighting.item
    if keys.shared or not item.title.original:
        return None
    sql = """select id, title, body, facts, baseline, body <> :body as reworded from items where id = (
            select id from items where source = :source and seen_at >= :since
            and (guid_key = :guid or link_key = :link)
            order by title = :title desc, guid_key is :guid desc, id desc limit 1
        ) and (title <> :title or facts <> :facts)"""
    there = {"source": source, "since": now - REVISED_WITHIN, "guid": keys.guid, "link": keys.link}
    texts = {"title": item.title.original, "body": item.body.original, "facts": item.facts}
    return next(iter(rows.mappings(sql, {**there, **texts})), None)


def _change(known: dict[str, Any], sighting: Sighting) -> EditCause | None:
    item = sighting.item
    retitled = known["title"] != item.title.original
    if retitled and read(known["title"]).tokens != item.title.tokens:
        return EditCause.CORRECTED
    before = msgspec.json.decode(known["facts"], type=tuple[Fact, ...])
    fields: tuple[str, ...] = (DOCUMENT,)
    if retitled or known["reworded"]:
        fields = (DOCUMENT, "title", "body") if item.body.original else (DOCUMENT, "title")
    return EditCause.UPDATED if _telling(before, fields) != _telling(item.facts, fields) else None


def _with_its_text(sighting: Sighting, known: dict[str, Any]) -> Sighting:
    item = sighting.item
    if item.body.original or not known["body"]:
        return sighting
    before = msgspec.json.decode(known["facts"], type=tuple[Fact, ...])
    facts = (*item.facts, *(fact for fact in before if fact.field == "body"))
    return replace(sighting, item=replace(item, body=read(known["body"]), facts=facts))


def _telling(facts: Iterable[Fact], fields: Sequence[str]) -> set[tuple[str, str, bool]]:
    """Return the status and days in some fields, each with whether the publisher states it separately."""
    return {
        (fact.name, fact.value, fact.field == DOCUMENT)
        for fact in facts
        if fact.name in TELLING and fact.field in fields
    }


def _unplaced(hits: str) -> tuple[Hit, ...]:
    return tuple(replace(hit, start=0, end=0) for hit in msgspec.json.decode(hits, type=tuple[Hit, ...]))
