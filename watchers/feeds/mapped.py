"""Read items from lists without a standard format by the source's mapping, in JSON and HTML alike.

A part of a mapping is a place (a path in JSON, a selector in HTML), a template with places in braces
(``HTS {title}``), or, for ``link``, an address that all items share.
"""

from __future__ import annotations

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
from watchers.feeds.jsontree import Value, load, reach, text
from watchers.model import NO_MAP, Dated, Fact, ItemMap, Parsed, ParsedItem


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
    title = "; ".join(_texts(place, mapping.title) if mapping.title else place.texts(""))
    if not title.strip(" ;:-"):
        return None
    return fields.item(
        guid=_one(place, mapping.id)[: urls.MAX_LENGTH],
        link=fields.absolute(_link(place, mapping.link), base),
        title=title,
        body="\n\n".join(_texts(place, mapping.summary, "\n\n")),
        published=_date(_one(place, mapping.date)),
        facts=_facts(place, mapping),
    )


# ---- lists in JSON ---------------------------------------------------------------------------------


def parse_json(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the items at ``mapping.items``. Raises ParseError, also if nothing is there."""
    document = load(body, content_type)
    listed = reach(document, mapping.items)
    if listed is None:
        raise ParseError(ParseProblem.NO_ITEMS, f"nothing stands at mapping.items: {mapping.items}")
    following = _JsonPlace(document).links(mapping.next) if mapping.next else []
    return read(map(_JsonPlace, listed), mapping, url, next(iter(following), ""))


@dataclass(frozen=True, slots=True)
class _JsonPlace:
    value: Value

    def texts(self, at: str) -> list[str]:
        return [plaintext.from_loose(found) for found in self.links(at)]

    def links(self, at: str) -> list[str]:
        found = reach(self.value, at) if at else None
        return [said for each in found or () if (said := text(each))]


# ---- parts -----------------------------------------------------------------------------------------


def _texts(place: Place, part: str, between: str = "; ") -> Iterator[str]:
    """Return the texts at a place, or a template filled in; nothing without a part."""
    if "{" in part:
        return iter([_HOLE.sub(lambda hole: between.join(place.texts(hole[1].strip())), part)])
    return filter(None, place.texts(part) if part else ())


def _one(place: Place, part: str) -> str:
    """Return the first text at a place, on one line."""
    return plaintext.one_line(next(_texts(place, part), ""))


def _link(place: Place, part: str) -> str:
    if "{" in part:
        return _HOLE.sub(lambda hole: quote(next(iter(place.texts(hole[1].strip())), ""), safe="/:-._~"), part)
    if "://" in part:
        return part
    return next(filter(None, place.links(part)), "")


def _date(written: str) -> str:
    """Return a date as written; convert seconds or milliseconds since 1970 to ISO 8601."""
    return datetime.fromtimestamp(int(written[:10]), UTC).isoformat() if _EPOCH.fullmatch(written) else written


def _facts(place: Place, mapping: ItemMap) -> Iterator[Fact]:
    for name, part in (("agency", mapping.agency), ("type", mapping.type)):
        for said in _texts(place, part):
            yield from fields.given(name, agencies.slug(said)[:100])
    for docket in _texts(place, mapping.docket):
        yield from docket_facts(docket)
    for code in _texts(place, mapping.hs):
        yield from fields.given(CodeKind.HS.value, canonical(CodeKind.HS, code))
    for kind, part in ((Dated.EFFECTIVE, mapping.effective), (Dated.COMMENTS, mapping.comments)):
        yield from fields.given_day(kind, _one(place, part))


_HOLE = re.compile(r"\{([^{}]{0,200})\}")
_EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
