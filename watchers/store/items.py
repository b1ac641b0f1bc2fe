"""Items, the keys that identify them when they are seen again, and the full-text table of their words.

``watchers.search.question`` decides the words of an item; a version identifies everything that the words depend on.
Items are indexed as they are stored. If the version changes, or the file is older than the table, the stored items
wait: a background job works from the newest to the oldest, and the table ``recognised`` records its progress.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from watchers.items.identity import ItemKeys, Sighting
from watchers.model import Group, Item, ItemId, SourceId, StoredItem, SubscriberId
from watchers.store import deadlines, subscriptions
from watchers.store.database import Rows, Transaction, row_of, time_of
from watchers.text.tokens import FOLDING, Text, read

TITLE_MEMORY = timedelta(days=14)
"""How long a known title shows that a feed only changed the guids of its items."""
ROTATION = 0.8
"""Share of a document's items that are new by guid and link but old by title: the feed rotates its guids."""
MIN_ITEMS_TO_ROTATE = 3
"""Documents with fewer items are not checked for rotated guids."""
ALWAYS = float("-inf")
SAME_DOCUMENT = timedelta(hours=2)
"""Keys of one source that were last seen within this time of each other count as those of one document."""


class ItemWords(NamedTuple):
    """One row of the full-text table: words with spaces between them."""

    title: str
    body: str
    title_names: str
    """The entities that the title names, each once."""
    body_names: str
    facts: str
    """The words that ``source:``, ``lang:``, ``country:`` and codes are searched in."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to store, with what was derived from it before the transaction."""

    item: Item
    link_key: bytes | None
    """The key that ``by_link`` looks up; None if the item has no link."""
    words: ItemWords


Prepared = Mapping[ItemKeys, NewItem]


def unseen(rows: Rows, source: SourceId, sightings: Sequence[Sighting], now: datetime) -> list[Sighting]:
    """Return the items of a document that were not seen before, in document order, regardless of their dates."""
    known = _without_reused(rows, source, sightings, _known(rows, source, sightings))
    lately = (now - TITLE_MEMORY).timestamp()
    new = _without_moved(sightings, known)
    renamed = {sighting.keys for sighting in new if _titled(sighting.keys, known) >= lately}
    if len(sightings) < MIN_ITEMS_TO_ROTATE or len(renamed) <= ROTATION * len(sightings):
        return new
    return [sighting for sighting in new if sighting.keys not in renamed]


def store_unseen(
    tx: Transaction,
    source: SourceId,
    sightings: Sequence[Sighting],
    prepared: Prepared,
    now: datetime,
    baseline: bool,
    slid_in: Collection[ItemKeys] = (),
) -> Iterator[tuple[ItemId, ItemKeys]] | None:
    """Store the items of a document that were not seen before, and remember the keys of all its items.

    Each item is stored, with its keys, when it is asked for; what is not asked for is still unseen.

    Args:
        tx: The transaction.
        source: The source of the document.
        sightings: All items of the document.
        prepared: The items that ``unseen`` returned a moment ago. Others of the document may have become unseen
            since, if their keys were pruned.
        now: The time at which the items were seen.
        baseline: Whether this is the source's first good poll.
        slid_in: Items that were there before the list showed them; they are stored like those of a baseline.

    Returns:
        What is stored, in document order; None if an unseen item is not prepared: then nothing is written.
    """
    new = unseen(tx, source, sightings, now)
    if any(sighting.keys not in prepared for sighting in new):
        return None

    def store() -> Iterator[tuple[ItemId, ItemKeys]]:
        for sighting in new:
            keys = sighting.keys
            _remember(tx, source, [sighting], now)
            yield insert(tx, source, prepared[keys], now, baseline or keys in slid_in, keys.guid), keys
        stored = {sighting.keys for sighting in new}
        _remember(tx, source, [sighting for sighting in sightings if sighting.keys not in stored], now)

    return store()


def rewrite(tx: Transaction, item: ItemId, new: NewItem) -> bool:
    """Store the title, text, facts and words that a known item has now. Return False if it was deleted meanwhile."""
    sql = """update items set title = :title, body = :body, tokens = :tokens, facts = :facts, link = :link,
        link_key = :link_key where id = :id"""
    changed = tx.execute(sql, {**_columns(new), "id": item})
    if changed:
        _index(tx, item, new.words)
        deadlines.fill(tx, item, new.item)
    return bool(changed)


def newest_ids(
    rows: Rows, expression: str | None, since: datetime | None = None, follower: SubscriberId | None = None
) -> list[ItemId]:
    """Return the items of active sources that match an FTS5 expression, newest first.

    Items are ordered by publication date, or by the time they were seen if they have none. An expression of None
    matches all items. With ``follower``, return only items of sources that this subscriber takes.
    """
    asked = "" if expression is None else "and +i.id in (select rowid from item_words where item_words match :asked)"
    sql = f"""select i.id from items i where {_DATE} >= :since {asked} {_of_sources(rows, follower)}
        order by {_DATE} desc, i.id desc"""
    found = rows.all(sql, {"since": since or ALWAYS, "asked": expression, "taker": follower})
    return [identifier for (identifier,) in found]


def matching(rows: Rows, expression: str) -> frozenset[ItemId]:
    """Return the items of all sources that match an FTS5 expression."""
    found = rows.all("select rowid from item_words where item_words match ?", expression)
    return frozenset(ItemId(identifier) for (identifier,) in found)


def newest_switched_off(rows: Rows, expression: str, subscriber: SubscriberId, limit: int) -> list[ItemId]:
    """Return the newest items that match an FTS5 expression, of sources whose groups the subscriber switched off."""
    sql = f"""select i.id from items i join sources s on s.id = i.source
        where s.active and {subscriptions.SHARED}
        and i.id in (select rowid from item_words where item_words match :asked)
        and coalesce(s.group_name, '') in (select group_name from groups_off where subscriber = :subscriber)
        order by {_DATE} desc, i.id desc limit :limit"""
    found = rows.all(sql, {"asked": expression, "subscriber": subscriber, "limit": limit})
    return [identifier for (identifier,) in found]


def stored_since(
    rows: Rows, since: datetime | None = None, follower: SubscriberId | None = None
) -> tuple[int, datetime | None]:
    """Return how many items of active sources are stored, and the date of the oldest of them.

    With ``follower``, only items of sources that this subscriber takes count.
    """
    sql = f"select count(*), min({_DATE}) from items i where {_DATE} >= :since {_of_sources(rows, follower)}"
    ((count, oldest),) = rows.all(sql, {"since": since or ALWAYS, "taker": follower})
    return count, time_of(oldest)


def new_since(rows: Rows, since: datetime) -> int:
    """Return how many new items were seen since then, without those of a source's first good poll."""
    return rows.number("select count(*) from items where seen_at >= ? and not baseline", since)


def date_of(rows: Rows, identifier: ItemId) -> datetime | None:
    """Return an item's publication date, or the time it was seen; None if the item was deleted."""
    row = rows.one(f"select {_DATE} from items i where i.id = ?", identifier)
    return time_of(row[0]) if row else None


def by_link(rows: Rows, key: bytes, follower: SubscriberId | None = None) -> list[StoredItem]:
    """Return items of any source with this link key, newest first; with ``follower``, of the sources that it takes."""
    taken = "" if follower is None else f"and i.source in ({_TAKEN})"
    sql = f"{_SELECT} where i.link_key = :key {taken} order by i.id desc"
    found = rows.mappings(sql, {"key": key, "taker": follower})
    return [_stored(row) for row in found]


def by_ids(rows: Rows, identifiers: Iterable[int]) -> dict[ItemId, StoredItem]:
    """Return the stored items with these ids; missing ones are left out."""
    found = rows.mappings(f"{_SELECT} where i.id in (select value from json_each(?))", list(identifiers))
    return {item.id: item for item in map(_stored, found)}


def prune(tx: Transaction, items_before: datetime, keys_before: datetime) -> int:
    """Delete old items that no alert refers to, and keys that were not seen again; return how many items."""
    # Keep the keys of a source's last document, however long it publishes nothing new.
    sql = """with last as (select source, max(at) - ? as at from item_keys group by source)
        delete from item_keys where at < ? and at < (select last.at from last where last.source = item_keys.source)"""
    tx.execute(sql, SAME_DOCUMENT, keys_before)
    old = """seen_at < ? and id not in (select item from outbox where item is not null)
        and id not in (select item from reminders where active)"""
    tx.execute(f"delete from decisions where item in (select id from items where {old})", items_before)
    return tx.execute(f"delete from items where {old}", items_before)


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


def _without_reused(rows: Rows, source: SourceId, sightings: Iterable[Sighting], known: Known) -> Known:
    """Return the known keys without the guids that now belong to another item.

    Some publishers call each new item "latest", or by its rank in the list: its link and title are new then, and it has
    another date than the stored item with this guid, which may be deleted by now.
    """
    reused = {
        sighting.keys.guid
        for sighting in sightings
        if sighting.keys.guid in known
        and sighting.keys.link not in known
        and not _titled(sighting.keys, known)
        and _is_another(rows, source, sighting)
    }
    return {key: at for key, at in known.items() if key not in reused} if reused else known


def _is_another(rows: Rows, source: SourceId, sighting: Sighting) -> bool:
    """Return whether the newest stored item with the guid has another date, or is deleted."""
    sql = "select published_at from items where source = ? and guid_key = ? order by id desc limit 1"
    row, published = rows.one(sql, source, sighting.keys.guid), sighting.item.published
    return row is None or (None not in (row[0], published) and time_of(row[0]) != published)


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


def _without_moved(sightings: Sequence[Sighting], known: Known) -> list[Sighting]:
    """Return the items that are not known, nor known under another address that is gone from the document.

    A publisher that changes its host, or corrects the address of an item, keeps title and date. If the known item
    is still in the document, the other one with its title and date is new.
    """
    there = {sighting.keys.dated for sighting in sightings if _is_known(sighting.keys, known)}
    new: list[Sighting] = []
    for sighting in sightings:
        dated = sighting.keys.dated
        if _is_known(sighting.keys, known):
            continue
        if dated in known and dated not in there:
            there.add(dated)
        else:
            new.append(sighting)
    return new


def _titled(keys: ItemKeys, known: Known) -> float:
    """Return when the title was last seen, on any host; 0.0 if never. Files of old know it only with its host."""
    return max(known.get(keys.title, 0.0), known.get(keys.hostless or keys.title, 0.0))


def _all_keys(keys: ItemKeys) -> list[bytes]:
    return [key for key in (keys.guid, keys.link, keys.title, keys.dated, keys.hostless) if key is not None]


def _remember(tx: Transaction, source: SourceId, sightings: Iterable[Sighting], now: datetime) -> None:
    sql = """insert into item_keys (source, key, at) values (?, ?, ?)
        on conflict (source, key) do update set at = max(at, excluded.at)"""
    tx.each(sql, [(source, key, now) for sighting in sightings for key in _all_keys(sighting.keys)])


# ---- rows ------------------------------------------------------------------------------------------

_SELECT = """select i.id, i.source, i.link, i.title, i.body, i.tokens, i.facts, i.language, i.country,
    i.published_at as published, i.seen_at, i.baseline, s.name as source_name, s.text_use, s.group_name
    from items i join sources s on s.id = i.source"""
_DATE = "coalesce(i.published_at, i.seen_at)"
_TAKEN = "select source from takes where subscriber = :taker"
_INSERT = """insert into items
    (source, guid_key, link, link_key, title, body, tokens, facts, language, country, published_at, seen_at, baseline)
    values (:source, :guid_key, :link, :link_key, :title, :body, :tokens, :facts, :language, :country, :published,
    :now, :baseline)
    """


def _columns(new: NewItem) -> dict[str, Any]:
    title, body = new.item.title, new.item.body
    tokens = (FOLDING, *((text.tokens, text.begins, text.ends, text.gaps) for text in (title, body)))
    return {
        **row_of(new.item),
        "link_key": new.link_key,
        "title": title.original,
        "body": body.original,
        "tokens": msgspec.msgpack.encode(tokens),
    }


def insert(
    tx: Transaction, source: SourceId, new: NewItem, now: datetime, baseline: bool, guid: bytes | None = None
) -> ItemId:
    """Store an item with its words, whether it is known or not; ``guid`` finds it when its publisher corrects it."""
    row = {**_columns(new), "source": source, "guid_key": guid, "now": now, "baseline": baseline}
    identifier = ItemId(tx.insert(_INSERT, row))
    tx.execute(f"insert into item_words ({_WORDS}) values (?, ?, ?, ?, ?, ?)", identifier, *new.words)
    if new.item.facts:
        deadlines.fill(tx, identifier, new.item)
    return identifier


_Tokens = tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...], bytes]
_decode = msgspec.msgpack.Decoder(tuple[int, _Tokens, _Tokens]).decode


def _stored(row: dict[str, Any]) -> StoredItem:
    title, body = _texts(row["title"], row["body"], row["tokens"])
    facts = msgspec.json.decode(row["facts"])
    item = msgspec.convert({**row, "title": title, "body": body, "facts": facts}, Item, strict=False)
    group = row["group_name"]
    official = group is not None and Group(group).official
    return msgspec.convert({**row, "item": item, "official": official}, StoredItem, strict=False)


def _texts(title: str, body: str, tokens: bytes) -> tuple[Text, Text]:
    """Return title and body with the stored tokens, or tokenize them again if those have another folding version."""
    try:
        folding, *of_texts = _decode(tokens)
    except msgspec.DecodeError:
        folding = None
    if folding != FOLDING:
        return read(title), read(body)
    return Text(title, *of_texts[0]), Text(body, *of_texts[1])


def _of_sources(rows: Rows, follower: SubscriberId | None) -> str:
    """Return a condition on the source, or "" if it holds for all: checking it reads item rows, not only an index."""
    wanted = "active" if follower is None else f"active and id in ({_TAKEN})"
    others = rows.one(f"select 1 from sources where not ({wanted}) limit 1", {"taker": follower})
    return "" if others is None else f"and i.source in (select id from sources where {wanted})"


# ---- the full-text table ---------------------------------------------------------------------------


def begin_indexing(tx: Transaction, version: str) -> None:
    """Mark all stored items for indexing if another version wrote their words. Call it once before items are added."""
    sql = """update recognised set state = :version, pending = (select coalesce(max(id), 0) + 1 from items)
        where state <> :version"""
    tx.execute(sql, {"version": version})


def indexed(rows: Rows, version: str = "") -> tuple[bool, int | None]:
    """Return whether the words of all stored items have this version, and the percentage of them that is indexed.

    The version "" is nobody's. The percentage is 0 to 99 while items wait, and None once none does.
    """
    state, waits = rows.all("select state, exists (select 1 from items where id < pending) from recognised")[0]
    if not waits:
        return version != "" and state == version, None
    ((waiting, total),) = rows.all(f"select sum(id < ({_PENDING})), count(*) from items")
    return False, int(min(99, 100 * (total - waiting) // total))


def not_indexed(rows: Rows, limit: int) -> list[StoredItem]:
    """Return the newest items that are not indexed yet, newest first."""
    return [
        _stored(row) for row in rows.mappings(f"{_SELECT} where i.id < ({_PENDING}) order by i.id desc limit ?", limit)
    ]


def index(tx: Transaction, batch: Iterable[tuple[ItemId, ItemWords]]) -> None:
    """Index the items that ``not_indexed`` returned; skip those that were deleted meanwhile."""
    for item, words in batch:
        _index(tx, item, words)
        tx.execute("update recognised set pending = min(pending, ?)", item)


def _index(tx: Transaction, item: ItemId, words: ItemWords) -> None:
    tx.execute("delete from item_words where rowid = ?", item)
    tx.execute(f"insert into item_words ({_WORDS}) select id, ?, ?, ?, ?, ? from items where id = ?", *words, item)


_WORDS = "rowid, title, body, title_names, body_names, facts"
_PENDING = "select pending from recognised"
