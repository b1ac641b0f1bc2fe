r"""Read items from lists without a standard format by the source's mapping: JSON, HTML, XML and CSV alike.

A part of a mapping is a place (a path in JSON, a selector in HTML and XML, a column in CSV), a template with places
in braces (``HTS {title}``), or, for ``link``, an address that all items share. A place may be followed by a pattern,
``a@href =~ (\d{8})``: what matches its first group, or the whole of it, is the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote

from watchers.codes import CodeKind, agencies, canonical
from watchers.errors import ParseError, ParseProblem
from watchers.facts.days import read_day
from watchers.feeds import fields
from watchers.feeds.federal_register import docket_facts
from watchers.model import DOCUMENT, Dated, Fact, ItemMap, Parsed, ParsedItem


class Place(Protocol):
    """One item in its document."""

    def texts(self, at: str) -> list[str]:
        """Return the plain texts at a place, in document order; for "" the item's own text, if it has one."""
        ...

    def links(self, at: str) -> list[str]:
        """Return the addresses at a place as written; for "" the item's own address, if it has one."""
        ...


def read(places: Iterable[Place], mapping: ItemMap, base: str, following: str = "") -> Parsed:
    """Return the items at the places, at most 1,000; ``base`` is for relative links.

    A place without a title is skipped: a picture beside its headline often repeats the link.

    Raises:
        ParseError: No place has a title, so the list has changed.
    """
    listed = list(places)[: fields.MAX_ITEMS]
    items = tuple(item for each in listed if (item := _item(each, mapping, base)) is not None)
    if listed and not items:
        raise ParseError(ParseProblem.NO_ITEMS, f"none of {len(listed)} has what mapping.title says: {mapping.title}")
    return Parsed(title="", language="", ttl=None, items=items, next=fields.absolute(following, base))


def _item(place: Place, mapping: ItemMap, base: str) -> ParsedItem | None:
    title = _text(place, mapping.title) if mapping.title else "; ".join(place.texts(""))
    if not title.strip(" ;:-"):
        return None
    return fields.item(
        guid=_one(place, mapping.id)[: fields.MAX_LINK_LENGTH],
        link=fields.absolute(_link(place, mapping.link), base),
        title=title,
        body=_text(place, mapping.summary, "\n\n"),
        published=_date(_one(place, mapping.date)),
        facts=_facts(place, mapping),
    )


# ---- parts -----------------------------------------------------------------------------------------


def _text(place: Place, part: str, between: str = "; ") -> str:
    if _is_template(part):
        return _without_gaps(_HOLE.sub(lambda hole: between.join(_texts(place, hole[1])) or _GAP, part))
    return between.join(filter(None, _texts(place, part))) if part else ""


def _is_template(part: str) -> bool:
    r"""Return whether a part has places in braces; those of a pattern's repetition (``\d{8}``) are none."""
    return "{" in part.partition(_PATTERN)[0]


def _texts(place: Place, at: str) -> list[str]:
    """Return the texts at a place, or what its pattern matches in them."""
    at, _, pattern = (word.strip() for word in at.partition(_PATTERN))
    if not pattern:
        return place.texts(at)
    found = (re.search(pattern, text) for text in place.links(at) or place.texts(at))
    return [match[match.re.groups and 1] or "" for match in found if match]


def _without_gaps(text: str) -> str:
    """Remove the places that are empty, with the separators and brackets that belong to them."""
    if _GAP not in text:
        return text
    for gap in _GAPS:
        text = gap.sub("", text)
    return text.strip()


def _one(place: Place, part: str) -> str:
    """Return the first text at a place, on one line."""
    if _is_template(part):
        return " ".join(_text(place, part).split())
    return " ".join(next(filter(None, _texts(place, part)), "").split()) if part else ""


def _link(place: Place, part: str) -> str:
    if _is_template(part):
        return _HOLE.sub(lambda hole: quote(next(iter(_texts(place, hole[1])), ""), safe="/:-._~"), part)
    if "://" in part:
        return part
    if _PATTERN in part:
        return next(filter(None, _texts(place, part)), "")
    return next(filter(None, place.links(part)), "")


def _date(written: str) -> str:
    """Return a date as written; convert seconds or milliseconds since 1970 to ISO 8601."""
    if not _EPOCH.fullmatch(written):
        return written
    seconds = int(written[:10])
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _facts(place: Place, mapping: ItemMap) -> Iterator[Fact]:
    for name, part in (("agency", mapping.agency), ("type", mapping.type)):
        for text in place.texts(part) if part else ():
            yield from _given(name, agencies.slug(text)[:100])
    for text in place.texts(mapping.docket) if mapping.docket else ():
        yield from docket_facts(text)
    for text in place.texts(mapping.hs) if mapping.hs else ():
        for code in [text] if canonical(CodeKind.HS, text) else _BETWEEN_CODES.split(text):
            yield from _given(CodeKind.HS.value, canonical(CodeKind.HS, code) or "")
    for kind, part in ((Dated.EFFECTIVE, mapping.effective), (Dated.COMMENTS, mapping.comments)):
        day = read_day(_one(place, part))
        yield from _given(kind.value, day.isoformat() if day else "")


def _given(name: str, value: str) -> Iterator[Fact]:
    if value:
        yield Fact(name, value, DOCUMENT, 0, 0)


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
