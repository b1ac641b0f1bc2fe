"""Items and the keys that identify them when they are seen again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from watchers.model import Fact, Item, ItemId, ItemKeys, Sighting, SourceId, StoredItem, SubscriberId, TextUse
from watchers.store import full_text
from watchers.store.database import Rows, Transaction
from watchers.store.full_text import ItemWords
from watchers.text.tokens import FOLDING, Text, read

TITLE_MEMORY = timedelta(days=14)
"""How long a known title shows that a feed only changed the guids of its items."""
ROTATION = 0.8
"""Share of a document's items that are new by guid and link but old by title: the feed rotates its guids."""
MIN_ITEMS_TO_ROTATE = 3
"""Documents with fewer items are not checked for rotated guids."""
REFRESH_AFTER = timedelta(hours=1)
"""How old the stored time of a key must be before it is updated."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to store, with what was derived from it before the transaction."""

    item: Item
    link_key: bytes | None
    """The key that ``by_link`` looks up; None if the item has no link."""
    words: ItemWords


def unseen(rows: Rows, source: SourceId, sightings: Sequence[Sighting], now: datetime) -> list[Sighting]:
    """Return the items of a document that were not seen before, in document order, regardless of their dates."""
    known = _known(rows, source, sightings)
    lately = (now - TITLE_MEMORY).timestamp()
    new = [sighting for sighting in sightings if not _is_known(sighting.keys, known)]
    renamed = {sighting.keys for sighting in new if known.get(sighting.keys.title, 0.0) >= lately}
    if len(sightings) < MIN_ITEMS_TO_ROTATE or len(renamed) <= ROTATION * len(sightings):
        return new
    return [sighting for sighting in new if sighting.keys not in renamed]


def add_unseen(
    tx: Transaction,
    source: SourceId,
    sightings: Sequence[Sighting],
    prepared: Mapping[ItemKeys, NewItem],
    now: datetime,
    baseline: bool,
) -> list[tuple[ItemId, ItemKeys]] | None:
    """Store the items of a document that were not seen before, and remember the keys of all its items.

    Args:
        tx: The transaction.
        source: The source of the document.
        sightings: All items of the document.
        prepared: The items that ``unseen`` returned a moment ago. Others of the document may have become unseen
            since, if their keys were pruned.
        now: The time at which the items were seen.
        baseline: Whether this is the source's first good poll.

    Returns:
        What was stored, in document order; None if an unseen item is not prepared: then nothing is written.
    """
    new = unseen(tx, source, sightings, now)
    if any(sighting.keys not in prepared for sighting in new):
        return None
    added = [(_insert(tx, source, prepared[sighting.keys], now, baseline), sighting.keys) for sighting in new]
    _remember(tx, source, sightings, now)
    return added


def all_unseen(rows: Rows, source: SourceId, sightings: Sequence[Sighting]) -> bool:
    """Return whether a document has items and none of them was seen before."""
    known = _known(rows, source, sightings)
    return bool(sightings) and not any(_is_known(sighting.keys, known) for sighting in sightings)


def newest_ids(
    rows: Rows, expression: str | None, since: datetime | None = None, taker: SubscriberId | None = None
) -> list[ItemId]:
    """Return the items of active sources that match an FTS5 expression, newest first.

    Items are ordered by publication date, or by the time they were seen if they have none. An expression of None
    matches all items. With ``taker``, return only items of sources that this subscriber takes.
    """
    asked = "" if expression is None else "and +i.id in (select rowid from item_words where item_words match :asked)"
    found = rows.all(
        f"""select i.id from items i where {_DATE} >= :since {asked} {_of_sources(rows, taker)}
        order by {_DATE} desc, i.id desc""",
        {"since": _since(since), "asked": expression, "taker": taker},
    )
    return [identifier for (identifier,) in found]


def count_since(rows: Rows, since: datetime | None = None, taker: SubscriberId | None = None) -> int:
    """Return how many items of active sources are stored; with ``taker``, of those that this subscriber takes."""
    return rows.number(
        f"select count(*) from items i where {_DATE} >= :since {_of_sources(rows, taker)}",
        {"since": _since(since), "taker": taker},
    )


def new_since(rows: Rows, since: datetime) -> int:
    """Return how many new items were seen since then, without those of a source's first good poll."""
    return rows.number("select count(*) from items where seen_at >= ? and not baseline", since.timestamp())


def oldest_date(rows: Rows, since: datetime, taker: SubscriberId | None = None) -> datetime | None:
    """Return the date of the oldest item that ``count_since`` counts; None if there is none."""
    row = rows.one(
        f"select min({_DATE}) from items i where {_DATE} >= :since {_of_sources(rows, taker)}",
        {"since": _since(since), "taker": taker},
    )
    return None if row is None or row[0] is None else _utc(row[0])


def date_of(rows: Rows, identifier: ItemId) -> datetime:
    """Return an item's publication date, or the time it was seen; 1970-01-01 if the item was deleted."""
    row = rows.one(f"select {_DATE} from items i where i.id = ?", identifier)
    return _utc(row[0] if row else 0.0)


def by_link(rows: Rows, key: bytes, taker: SubscriberId | None = None) -> list[StoredItem]:
    """Return items of any source with this link key, newest first; with ``taker``, of the sources that it takes."""
    taken = "" if taker is None else f"and i.source in ({_TAKEN})"
    found = rows.all(f"{_SELECT} where i.link_key = :key {taken} order by i.id desc", {"key": key, "taker": taker})
    return [_stored(row) for row in found]


def by_ids(rows: Rows, identifiers: Iterable[int]) -> dict[ItemId, StoredItem]:
    """Return the stored items with these ids; missing ones are left out."""
    marks = msgspec.json.encode(list(identifiers)).decode()
    found = rows.all(f"{_SELECT} where i.id in (select value from json_each(?))", marks)
    return {item.id: item for item in map(_stored, found)}


def count(rows: Rows) -> int:
    """Return how many items are stored, of active and inactive sources."""
    return rows.number("select count(*) from items")


def prune(tx: Transaction, items_before: datetime, keys_before: datetime) -> int:
    """Delete old items that no alert refers to, and keys that were not seen again; return how many items."""
    # Keep the keys of a source's last document, however long it publishes nothing new.
    tx.execute(
        """with last as (select source, max(at) - ? as at from item_keys group by source)
        delete from item_keys where at < ? and at < (select last.at from last where last.source = item_keys.source)""",
        2 * REFRESH_AFTER.total_seconds(),
        keys_before.timestamp(),
    )
    tx.execute(
        """delete from decisions where item in (
            select id from items where seen_at < ? and id not in (select item from outbox where item is not null))""",
        items_before.timestamp(),
    )
    return tx.execute(
        "delete from items where seen_at < ? and id not in (select item from outbox where item is not null)",
        items_before.timestamp(),
    )


# ---- newness ---------------------------------------------------------------------------------------

Known = dict[bytes, float]
"""Keys that were seen before, with the time of the last sighting in seconds since 1970."""


def _known(rows: Rows, source: SourceId, sightings: Iterable[Sighting]) -> Known:
    found: Known = {}
    for key in {key for sighting in sightings for key in _all_keys(sighting.keys)}:
        row = rows.one("select at from item_keys where source = ? and key = ?", source, key)
        if row is not None:
            found[key] = row[0]
    return found


def _is_known(keys: ItemKeys, known: Known) -> bool:
    """Return whether the keys identify an item that was seen before.

    A known guid is enough. So is a known link, unless both guid and title are new. If several items share the guid
    or link, the title decides. An item without a guid or without a link is also known by its title and date.
    """
    if keys.guid in known:
        return True
    if keys.link in known:
        return keys.guid is None or keys.title in known
    if keys.shared:
        return keys.title in known
    return (keys.guid is None or keys.link is None) and keys.dated in known


def _all_keys(keys: ItemKeys) -> list[bytes]:
    return [key for key in (keys.guid, keys.link, keys.title, keys.dated) if key is not None]


def _remember(tx: Transaction, source: SourceId, sightings: Iterable[Sighting], now: datetime) -> None:
    tx.each(
        """insert into item_keys (source, key, at) values (?, ?, ?)
        on conflict (source, key) do update set at = excluded.at where at < excluded.at - ?""",
        [
            (source, key, now.timestamp(), REFRESH_AFTER.total_seconds())
            for sighting in sightings
            for key in _all_keys(sighting.keys)
        ],
    )


# ---- rows ------------------------------------------------------------------------------------------

_SELECT = """select i.id, i.source, i.link, i.title, i.body, i.tokens, i.facts, i.language, i.country, i.published_at,
    i.seen_at, i.baseline, s.name, s.text_use from items i join sources s on s.id = i.source"""
_DATE = "coalesce(i.published_at, i.seen_at)"
_TAKEN = "select source from takes where subscriber = :taker"


def _insert(tx: Transaction, source: SourceId, new: NewItem, now: datetime, baseline: bool) -> ItemId:
    item = new.item
    tokens = (FOLDING, *((text.tokens, text.begins, text.ends, text.gaps) for text in (item.title, item.body)))
    identifier = ItemId(
        tx.insert(
            """insert into items
            (source, link, link_key, title, body, tokens, facts, language, country, published_at, seen_at, baseline)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            source,
            item.link,
            new.link_key,
            item.title.original,
            item.body.original,
            msgspec.msgpack.encode(tokens),
            msgspec.json.encode(item.facts).decode(),
            item.language,
            item.country,
            item.published.timestamp() if item.published else None,
            now.timestamp(),
            int(baseline),
        )
    )
    full_text.put(tx, identifier, new.words)
    return identifier


_decode_facts = msgspec.json.Decoder(tuple[Fact, ...]).decode
_Tokens = tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...], bytes]
_decode = msgspec.msgpack.Decoder(tuple[int, _Tokens, _Tokens]).decode


def _stored(row: tuple[Any, ...]) -> StoredItem:
    (identifier, source, link, title, body, tokens, facts, language, country, published, seen, baseline, name, use) = (
        row
    )
    read_title, read_body = _texts(title, body, tokens)
    return StoredItem(
        id=ItemId(identifier),
        item=Item(
            link=link,
            title=read_title,
            body=read_body,
            published=None if published is None else _utc(published),
            language=language,
            country=country,
            facts=_decode_facts(facts),
        ),
        source=SourceId(source),
        source_name=name,
        text_use=TextUse(use),
        seen_at=_utc(seen),
        baseline=bool(baseline),
    )


def _texts(title: str, body: str, tokens: bytes) -> tuple[Text, Text]:
    """Return title and body with the stored tokens, or tokenize them again if those have another folding version."""
    try:
        folding, of_title, of_body = _decode(tokens)
    except msgspec.DecodeError:
        return read(title), read(body)
    if folding != FOLDING:
        return read(title), read(body)
    return Text(title, *of_title), Text(body, *of_body)


def _of_sources(rows: Rows, taker: SubscriberId | None) -> str:
    """Return a condition on the source, or "" if it holds for all: checking it reads item rows, not only an index."""
    wanted = "active" if taker is None else f"active and id in ({_TAKEN})"
    others = rows.one(f"select 1 from sources where not ({wanted}) limit 1", {"taker": taker})
    return "" if others is None else f"and i.source in (select id from sources where {wanted})"


def _since(since: datetime | None) -> float:
    return since.timestamp() if since else float("-inf")


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
