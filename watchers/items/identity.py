"""Convert parsed items to items: identity, canonical links, dates. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from watchers.items.dates import publication
from watchers.model import DOCUMENT, Dated, Fact, Item, Parsed, ParsedItem, Source
from watchers.text.tokens import Text, fold, is_cjk
from watchers.urls import canonical_page, host_of

KEY_BYTES = 16
"""Of every key: 128 bits of SHA-256."""


@dataclass(frozen=True, slots=True)
class ItemKeys:
    """The keys that identify an item. Each is 128 bits of SHA-256, None if the item lacks the value."""

    guid: bytes | None
    link: bytes | None
    title: bytes
    """Folded title and host."""
    dated: bytes | None
    """Folded title and the date as written."""
    shared: bool = False
    """Whether several items of its document share its guid or link, so that its title distinguishes it."""
    hostless: bytes | None = None
    """Folded title on any host: publishers move, and drop or add www."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An item as found in one document, with the keys that identify it."""

    keys: ItemKeys
    item: Item
    place: int = 0
    """Index in the document, from 0."""


def normalize(parsed: Parsed, source: Source, now: datetime) -> tuple[Sighting, ...]:
    """Return the items of a document with their identity keys, in document order.

    A guid or link shared by different items of the document does not identify them: its key also covers
    what distinguishes them (hazard I2). Duplicate items are returned once, and those that say nothing are left out.
    """
    items = [item for item in parsed.items if item.guid or item.link or item.title.original or item.body.original]
    links = [canonical_page(item.link) for item in items]
    headings = list(map(_heading, items))
    distinct = {(item.guid, link, title) for item, link, title in zip(items, links, headings, strict=True)}
    shared_guids = _shared(guid for guid, _, _ in distinct)
    shared_links = _shared(link for link, _ in {(link, title) for _, link, title in distinct})
    seen: dict[ItemKeys, Sighting] = {}
    for place, (item, link, title) in enumerate(zip(items, links, headings, strict=True)):
        keys = _keys(item, link, title, source, item.guid in shared_guids, link in shared_links)
        if keys not in seen:
            seen[keys] = Sighting(keys, _item(item, parsed, source, now), place)
    return tuple(seen.values())


def oldest_first(sightings: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    """Sort by date if all items have one; else, and within a date, from the end of the document to its beginning.

    Documents usually list the newest item first; if the dates show the opposite, the order stays as it is.
    """
    dates = [sighting.item.published for sighting in sightings]
    known = [date for date in dates if date is not None]
    as_listed = sightings if known and known[0] < known[-1] else sightings[::-1]
    if len(known) < len(dates):
        return as_listed
    return tuple(sorted(as_listed, key=lambda sighting: sighting.item.published or known[0]))


def slid_in(sightings: Collection[Sighting], unseen: Collection[Sighting]) -> frozenset[ItemKeys]:
    """Return the unseen items that only slid into the end of a list, because it grew or an item above was removed.

    These come after every known item of the document, and are older than all of them; undated ones never count.
    """
    new = {sighting.keys for sighting in unseen}
    known = [sighting for sighting in sightings if sighting.keys not in new]
    dates = [sighting.item.published for sighting in known if sighting.item.published is not None]
    if not dates or len(dates) < len(known):
        return frozenset()
    oldest, last = min(dates), max(sighting.place for sighting in known)
    return frozenset(
        sighting.keys
        for sighting in unseen
        if sighting.place > last and sighting.item.published is not None and sighting.item.published < oldest
    )


def _keys(item: ParsedItem, link: str, title: str, source: Source, shared_guid: bool, shared_link: bool) -> ItemKeys:
    """Return the keys that identify an item, each of 128 bits. An empty guid counts as missing."""
    host = host_of(link or source.url)
    date = item.published or item.updated
    telling = title if shared_link else ""
    return ItemKeys(
        guid=_key("guid", item.guid, link + "\n" + title if shared_guid else "") if item.guid else None,
        link=_key("link", link, telling) if link else None,
        title=_key("title", host, title),
        dated=_key("dated", title, date) if date or not (item.guid or link) else None,
        shared=shared_guid or shared_link,
        hostless=_key("hostless", title),
    )


def _heading(item: ParsedItem) -> str:
    """Return the folded title, or the body when there is no title, so that untitled posts stay distinct."""
    if not item.title.original:
        return " ".join(item.body.tokens)
    return fold(" ".join(item.title.original.split()))


def name_key(name: str) -> bytes:
    """Return the key by which an entry of a list is found again if the list changed its IDs."""
    return _key("name", fold(name))


def link_key(link: str) -> bytes | None:
    """Return the key of a link, the same for all spellings of its address; None for ""."""
    canonical = canonical_page(link)
    return _key("link", canonical, "") if canonical else None


# ---- items ---------------------------------------------------------------------------------------


def _item(item: ParsedItem, parsed: Parsed, source: Source, now: datetime) -> Item:
    published = publication(item.published or item.updated, source.country, now)
    return Item(
        link=item.link,
        title=item.title,
        body=item.body,
        published=published,
        language=_language(item, parsed, source),
        country=source.country,
        facts=_own_facts(item.facts, published),
    )


def _own_facts(facts: tuple[Fact, ...], published: datetime | None) -> tuple[Fact, ...]:
    """Drop the days in the text that were over when it was published: they are days of another document."""
    if published is None:
        return facts
    earliest = {kind.value: (published - grace).date().isoformat() for kind, grace in _GRACE.items()}
    return tuple(fact for fact in facts if fact.field == DOCUMENT or fact.value >= earliest.get(fact.name, ""))


_GRACE = dict.fromkeys(Dated, timedelta(days=1)) | dict.fromkeys(
    (Dated.EFFECTIVE, Dated.APPLICABLE), timedelta(days=180)
)
"""How long before its publication a day of a document may be: measures are published with delay, and elsewhere it may
still be the day before."""


# ---- language --------------------------------------------------------------------------------------


def _language(item: ParsedItem, parsed: Parsed, source: Source) -> str:
    """Return the language of the item, else of the feed, else of the source, else of the script."""
    stated = item.language or parsed.language or source.language or ""
    return language_tag(stated) if stated else script_language(item.title if item.title.tokens else item.body)


def language_tag(language: str) -> str:
    """Return the BCP 47 tag of items: the language, and for Chinese the script, which zh-TW and zh-CN imply."""
    parts = language.replace("_", "-").split("-")
    primary = parts[0].lower()
    if primary != "zh":
        return primary
    rest = {part.lower() for part in parts[1:]}
    return "zh-Hant" if rest & {"hant", "tw", "hk", "mo"} else "zh-Hans"


def script_language(text: Text) -> str:
    """Return the language by its characters: kana is Japanese, hangul Korean, Han Chinese; else English."""
    cjk = [token for token in text.tokens if is_cjk(token)]
    if any("\u3040" <= token <= "\u30ff" for token in cjk):
        return "ja"
    if any("\uac00" <= token <= "\ud7af" for token in cjk):
        return "ko"
    if len(cjk) * 2 > len(text.tokens):
        return "zh-Hans" if fold(text.original) == text.original else "zh-Hant"
    return "en"


def _shared(values: Iterable[str]) -> set[str]:
    counted = Counter(value for value in values if value)
    return {value for value, count in counted.items() if count > 1}


def _key(*parts: str) -> bytes:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES]
