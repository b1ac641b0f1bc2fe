r"""Read items from lists without a standard format by the source's mapping: JSON, HTML, XML and CSV alike.

A part of a mapping is a place (a path in JSON, a selector in HTML and XML, a column in CSV), a template with places
in braces (``HTS {title}``), or, for ``link``, an address that all items share. A place may be followed by a pattern,
``a@href =~ (\d{8})``: what matches its first group, or the whole of it, is the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote

from watchers import urls
from watchers.codes import CodeKind, agencies, canonical
from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields, plaintext
from watchers.feeds.federal_register import docket_facts
from watchers.feeds.jsontree import Value, load, reach, text, within
from watchers.model import NO_MAP, Dated, Fact, ItemMap, Parsed, ParsedItem


class Entry(Protocol):
    """One item in its document."""

    def texts(self, at: str) -> list[str]:
        """Return the plain texts at a place, in document order; for "" the item's own text, if it has one."""
        ...

    def links(self, at: str) -> list[str]:
        """Return the addresses at a place as written; for "" the item's own address, if it has one."""
        ...


def read(places: Iterable[Entry], mapping: ItemMap, base: str, following: str = "") -> Parsed:
    """Return the items at the places, at most ``MAX_ITEMS``; ``base`` is for relative links.

    A place without a title is skipped: a picture beside its headline often repeats the link.

    Raises:
        ParseError: No place has a title, so the list has changed.
    """
    # Each is read in its turn: a list that is streamed empties it afterwards.
    read = [_item(place, mapping, base) for place in itertools.islice(places, fields.MAX_ITEMS)]
    items = tuple(item for item in read if item is not None)
    if read and not items:
        raise ParseError(ParseProblem.NO_ITEMS, f"none of {len(read)} has what mapping.title says: {mapping.title}")
    return Parsed(title="", language="", ttl=None, items=items, next=fields.absolute(following, base))


def _item(place: Entry, mapping: ItemMap, base: str) -> ParsedItem | None:
    title = "; ".join(texts_at(place, mapping.title) if mapping.title else place.texts(""))
    if not title.strip(" ;:-"):
        return None
    return fields.item(
        guid=_one(place, mapping.id)[: urls.MAX_LENGTH],
        link=fields.absolute(link_at(place, mapping.link), base),
        title=title,
        body="\n\n".join(texts_at(place, mapping.summary, "\n\n")),
        published=_date(_one(place, mapping.date)),
        facts=facts_at(place, mapping),
    )


# ---- lists in JSON ---------------------------------------------------------------------------------


def parse_json(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the items at ``mapping.items``. Raises ParseError, also if nothing is there."""
    document = load(body, content_type)
    if mapping.within:
        document = load(within(document, mapping.within).encode(), "")
    listed = reach(document, mapping.items)
    if listed is None:
        raise ParseError(ParseProblem.NO_ITEMS, f"nothing is at mapping.items: {mapping.items}")
    following = JsonPlace(document).links(mapping.next) if mapping.next else []
    return read(map(JsonPlace, listed), mapping, url, next(iter(following), ""))


@dataclass(frozen=True, slots=True)
class JsonPlace:
    """One element of a list in JSON."""

    value: Value

    def texts(self, at: str) -> list[str]:
        """Return the texts and numbers at a path."""
        return [plaintext.from_loose(found) for found in self.links(at)]

    def links(self, at: str) -> list[str]:
        """Return the same as written."""
        found = reach(self.value, at) if at else None
        return [said for each in found or () if (said := text(each))]


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A piece of a text; its only place is ``.``, the piece itself."""

    text: str

    def texts(self, at: str) -> list[str]:
        """Return the piece."""
        return [self.text] if at in ("", ".") else []

    def links(self, at: str) -> list[str]:
        """Return nothing: a text has no links."""
        return []


# ---- parts -----------------------------------------------------------------------------------------


def texts_at(place: Entry, part: str, between: str = "; ") -> Iterator[str]:
    """Return the texts at a place, or a template filled in; nothing without a part."""
    if _is_template(part):
        filled = _HOLE.sub(lambda hole: between.join(_matched(place, hole[1])) or _GAP, part)
        return iter([_without_gaps(filled)])
    return filter(None, _matched(place, part) if part else ())


def _is_template(part: str) -> bool:
    r"""Return whether a part has places in braces; those of a pattern's repetition (``\d{8}``) are none."""
    return "{" in part.partition(_PATTERN)[0]


def split_pattern(part: str) -> tuple[str, str]:
    """Return the place and the pattern of a part; "" for what it lacks."""
    at, _, pattern = part.partition(_PATTERN)
    return at.strip(), pattern.strip()


def pieces(places: Iterable[Entry], pattern: str) -> list[Entry]:
    """Return what a pattern matches in the texts of places, as an item each."""
    texts = (text for place in places for text in place.texts(""))
    return [TextPlace(_said(match)) for text in texts for match in re.finditer(pattern, text, re.MULTILINE)]


def _said(match: re.Match[str]) -> str:
    """Return the first group of a match, or all of it."""
    return match[match.re.groups and 1] or ""


def _matched(place: Entry, at: str) -> list[str]:
    """Return the texts at a place, or what its pattern matches in its links, else in its texts."""
    at, pattern = split_pattern(at)
    if not pattern:
        return place.texts(at)
    for written in (place.links(at), place.texts(at)):
        if found := [match for text in written if (match := re.search(pattern, text))]:
            return [_said(match) for match in found]
    return []


def _without_gaps(text: str) -> str:
    """Remove the places that are empty, with the separators and brackets that belong to them."""
    if _GAP not in text:
        return text
    for gap in _GAPS:
        text = gap.sub("", text)
    return text.strip()


def _one(place: Entry, part: str) -> str:
    """Return the first text at a place, on one line."""
    return plaintext.one_line(next(texts_at(place, part), ""))


def link_at(place: Entry, part: str) -> str:
    """Return the link at a place, or a template filled in; "" if there is none."""
    if _is_template(part):
        return _HOLE.sub(lambda hole: quote(next(iter(_matched(place, hole[1])), ""), safe="/:-._~"), part)
    if "://" in part:
        return part
    if _PATTERN in part:
        return next(texts_at(place, part), "")
    return next(filter(None, place.links(part)), "")


def _date(written: str) -> str:
    """Return a date as written; convert seconds or milliseconds since 1970 to ISO 8601."""
    return datetime.fromtimestamp(int(written[:10]), UTC).isoformat() if _EPOCH.fullmatch(written) else written


def facts_at(place: Entry, mapping: ItemMap) -> Iterator[Fact]:
    """Yield what separate fields say: agencies, types, dockets, codes and days."""
    for name, part in (("agency", mapping.agency), ("type", mapping.type)):
        for said in texts_at(place, part):
            yield from fields.given(name, agencies.slug(said)[:100])
    for docket in texts_at(place, mapping.docket):
        yield from docket_facts(docket)
    for codes in texts_at(place, mapping.hs):
        for code in [codes] if canonical(CodeKind.HS, codes) else _BETWEEN_CODES.split(codes):
            yield from fields.given(CodeKind.HS.value, canonical(CodeKind.HS, code))
    for kind, part in ((Dated.EFFECTIVE, mapping.effective), (Dated.COMMENTS, mapping.comments)):
        yield from fields.given_day(kind, _one(place, part))


_HOLE = re.compile(r"\{((?:[^{}]|\{\d{1,3}(?:,\d{0,3})?\}){1,200})\}")
_PATTERN = "=~"
_GAP = "\0"
_GAPS = (
    re.compile(r"\s*[;,/·|、，；:：–—-]?\s*\0(?=\s*[)\]）】])"),
    re.compile(r"\0\s*[;,/·|、，；:：–—-]\s*"),
    re.compile(r"\s*[;,/·|、，；:：–—-]?\s*\0"),
    re.compile(r"\s*(?:\(\s*\)|\[\s*\]|（\s*）|【\s*】)"),
)
_BETWEEN_CODES = re.compile(r"[\s,;/、，；]+")
_EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
