"""Parsed items to items: identity, canonical links, dates. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from watchers.model import Item, ItemKeys, Parsed, ParsedItem, Sighting, Source
from watchers.text import Text, fold, is_cjk


def normalise(parsed: Parsed, source: Source, now: datetime) -> tuple[Sighting, ...]:
    """The items of a document with their identity settled, in its order.

    A guid or a link that two different items of the document share proves nothing alone there: it is
    made one with what tells them apart (hazard I2). Items that are the same twice come once.
    """
    links = [canonical_link(item.link) for item in parsed.items]
    headings = list(map(_heading, parsed.items))
    told = {(item.guid, link, title) for item, link, title in zip(parsed.items, links, headings, strict=True)}
    shared_guids = _shared(guid for guid, _, _ in told)
    shared_links = _shared(link for link, _ in {(link, title) for _, link, title in told})
    seen: dict[ItemKeys, Sighting] = {}
    for item, link, title in zip(parsed.items, links, headings, strict=True):
        keys = _keys(item, link, title, source, item.guid in shared_guids, link in shared_links)
        if keys not in seen:
            seen[keys] = Sighting(keys, _item(item, parsed, source, now))
    return tuple(seen.values())


def oldest_first(sightings: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    """By date where all of them tell one; else, and within a date, from the end of their document to its beginning.

    Lists begin with the newest; one whose dates say otherwise, as far as it has any, is left as it is.
    """
    dates = [sighting.item.published for sighting in sightings]
    told = [date for date in dates if date is not None]
    as_listed = sightings if told and told[0] < told[-1] else sightings[::-1]
    if len(told) < len(dates):
        return as_listed
    return tuple(sorted(as_listed, key=_published))


def _published(sighting: Sighting) -> datetime:
    published = sighting.item.published
    assert published is not None, "asked only where all tell one"
    return published


def _keys(item: ParsedItem, link: str, title: str, source: Source, shared_guid: bool, shared_link: bool) -> ItemKeys:
    """By what an item is known again; each key is 128 bits. An empty guid is a missing one."""
    host = urlsplit(link or source.url).hostname or ""
    date = item.published or item.updated
    telling = title if shared_link else ""
    return ItemKeys(
        guid=_key("guid", item.guid, link + "\n" + title if shared_guid else "") if item.guid else None,
        link=_key("link", link, telling) if link else None,
        title=_key("title", host, title),
        dated=_key("dated", title, date) if date or not (item.guid or link) else None,
        shared=shared_guid or shared_link,
    )


def _heading(item: ParsedItem) -> str:
    """The title; of a note that has none, its text, lest all such notes be one."""
    if not item.title.original:
        return " ".join(item.body.tokens)
    return fold(" ".join(item.title.original.split()))


def link_key(link: str) -> bytes | None:
    """By what an address is found again, however it is spelt; None for ""."""
    canonical = canonical_link(link)
    return _key("link", canonical, "") if canonical else None


TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|ncid|cmpid|"
    r"s_cid|ref_src|ref_url|at_(?:medium|campaign|custom\d|link\w*)|spm|xtor|guccounter|guce_\w+|__twitter_impression|"
    r"ocid|smid|partner|rss|source|feed(?:type)?",
    re.IGNORECASE,
)
"""Query parameters that say how a reader came, not what is there."""
_TRACKED_VALUES = {"rss", "feed", "1", "true", "yes", "rdf", "atom", ""}
_ONLY_AS_FEED_MARK = {"partner", "rss", "source", "feed", "feedtype"}


def canonical_link(link: str) -> str:
    """One spelling for all addresses of the same page; "" for "". Law: canonical(canonical(l)) == canonical(l)."""
    try:
        parts = urlsplit(link.strip())
        host, port = re.sub(r"^[\s.]+|[\s.]+$", "", parts.hostname or ""), parts.port
    except ValueError:
        return link.strip()
    if not host:
        return link.strip()
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(*pair)))
    fragment = "" if re.match(r"(?:utm_|xtor=|ref=|:~:)", parts.fragment) else parts.fragment
    address = f"[{host}]" if ":" in host else host
    netloc = address if port in (None, 80, 443) else f"{address}:{port}"
    path = quote(unquote(parts.path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape")
    return urlunsplit(("https", netloc, re.sub("/+$", "", path), query, fragment))


def _tracks(name: str, value: str) -> bool:
    if not TRACKING.fullmatch(name):
        return False
    return name.lower() not in _ONLY_AS_FEED_MARK or value.lower() in _TRACKED_VALUES


# ---- dates -----------------------------------------------------------------------------------------

_CJK_DATE = re.compile(
    r"(?P<era>令和|平成|民國|民国)?\s*(?P<year>\d{1,4}|元)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
    r"(?:[^\d]{0,8}?(?P<half>上午|下午|午前|午後)?\s*(?P<hour>\d{1,2})\s*[:時时点點]\s*(?P<minute>\d{1,2})?\s*[:分]?\s*(?P<second>\d{1,2})?)?"
)
_NUMERIC_DATE = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
)
_ZONE = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})\s*(?:\(.*\))?\s*$|(?P<name>[A-Z]{1,5})\s*$")
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911, None: 0}
_ZONES = {
    "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "PHT": 8, "AWST": 8, "ICT": 7, "WIB": 7, "IST": 5.5, "MSK": 3, "EET": 2,
    "EEST": 3, "SAST": 2, "CET": 1, "CEST": 2, "MET": 1, "WET": 0, "WEST": 1, "BST": 1, "GMT": 0, "UTC": 0, "UT": 0,
    "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AEST": 10,
    "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_EAST_ASIA = {"JP": 9, "KR": 9, "TW": 8, "CN": 8, "HK": 8, "MO": 8, "SG": 8}


def parse_date(written: str, country: str | None = None) -> datetime | None:
    """A date as feeds write it, in UTC; None where it cannot be read.

    RFC 822, ISO 8601, slashes, 2015年10月21日, 民國114年. A time without a zone is the source's own in
    East Asia, else UTC; CST is China's there, else North America's.
    """
    written = written.strip()
    for pattern in (_CJK_DATE, _NUMERIC_DATE):
        if match := pattern.search(written):
            return _from_parts(match, written, country)
    try:
        return _rfc822(written, country)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def believable(date: datetime | None, now: datetime) -> datetime | None:
    """The date, if its year can be; one more than a day ahead is taken for now."""
    if date is None or not 1990 <= date.year <= now.year + 1:
        return None
    return min(date, now) if date > now + timedelta(days=1) else date


def _from_parts(match: re.Match[str], written: str, country: str | None) -> datetime | None:
    parts = match.groupdict()
    year = (1 if parts["year"] == "元" else int(parts["year"])) + _ERAS[parts.get("era")]
    hour = int(parts["hour"] or 0)
    if parts.get("half") in ("下午", "午後") and hour < 12:
        hour += 12
    zone = _zone(written[match.end() :], country)
    try:
        local = datetime(
            year,
            int(parts["month"]),
            int(parts["day"]),
            hour,
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
            tzinfo=zone,
        )
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _rfc822(written: str, country: str | None) -> datetime | None:
    if ":" not in written:
        written += " 00:00"
    match = _ZONE.search(written)
    if match is None or match.start() == 0:
        local = parsedate_to_datetime(written)
        return local.replace(tzinfo=local.tzinfo or _zone("", country)).astimezone(UTC)
    bare = parsedate_to_datetime(written[: match.start()])
    return bare.replace(tzinfo=_zone(match.group(), country)).astimezone(UTC)


def _zone(written: str, country: str | None) -> timezone:
    home = _EAST_ASIA.get(country or "", 0)
    match = _ZONE.search(written.strip())
    if match is None:
        return timezone(timedelta(hours=home))
    if match.group("sign"):
        minutes = int(match["hours"]) * 60 + int(match["minutes"])
        return timezone(timedelta(minutes=max(-1439, min(1439, -minutes if match["sign"] == "-" else minutes))))
    name = match["name"]
    return timezone(timedelta(hours=home if name == "CST" and home else _ZONES.get(name, home)))


def _item(item: ParsedItem, parsed: Parsed, source: Source, now: datetime) -> Item:
    return Item(
        link=item.link,
        title=item.title,
        body=item.body,
        published=believable(parse_date(item.published or item.updated, source.country), now),
        language=_language(item, parsed, source),
        country=source.country,
        facts=item.facts,
    )


# ---- language --------------------------------------------------------------------------------------


def _language(item: ParsedItem, parsed: Parsed, source: Source) -> str:
    """The item's own, else the feed's, else the source's, else the script's."""
    told = item.language or parsed.language or source.language or ""
    return language_tag(told) if told else script_language(item.title if item.title.tokens else item.body)


def language_tag(language: str) -> str:
    """BCP 47 as items have it: the language alone, and for Chinese the script, which zh-TW and zh-CN imply."""
    parts = language.replace("_", "-").split("-")
    primary = parts[0].lower()
    if primary != "zh":
        return primary
    rest = {part.lower() for part in parts[1:]}
    return "zh-Hant" if rest & {"hant", "tw", "hk", "mo"} else "zh-Hans"


def script_language(text: Text) -> str:
    """What the characters say: kana is Japanese, hangul Korean, Han Chinese; else English."""
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
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:16]
