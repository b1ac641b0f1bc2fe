"""Read the entries of a large list as a stream: CSV, XML, JSON or HTML, by the source's mapping.

A file is read twice. The first pass keeps two short hashes of each entry, which show what changed; the second one
returns the entries that are asked for. So memory holds no version of the list, whatever its size, except a list in
JSON as bytes, and a page.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO

import msgspec

from watchers import urls
from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields, mapped, plaintext
from watchers.feeds.csvtable import CsvPlace, columns_of, read_rows
from watchers.feeds.jsontree import load
from watchers.feeds.mapped import Entry, JsonPlace
from watchers.feeds.page import read_places
from watchers.feeds.xmllist import read_elements
from watchers.items.identity import KEY_BYTES
from watchers.model import NO_MAP, Change, ItemMap, ListEntry, Parsed
from watchers.text.tokens import fold

MAX_ALIASES = 200
MAX_ADDRESSES = 50
MAX_PROGRAMS = 20
MAX_FACTS = 500
MAX_TEXT_LENGTH = 500
"""Characters of an alias, an address or a program."""
MAX_CELL_CHARACTERS = 1_000_000
_HEAD_BYTES = 4_000
_READ_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list in a file, with what the response said about it."""

    file: BinaryIO
    content_type: str
    url: str
    mapping: ItemMap

    def digests(self) -> tuple[dict[bytes, bytes], Counter[bytes]]:
        """Return the digest of each entry by its key, and how many rows each entry has. Raises ParseError."""
        sums: dict[bytes, int] = {}
        rows: Counter[bytes] = Counter()
        for place, _ in self.places():
            if (key := self._key(place)) is not None:
                sums[key] = (sums.get(key, 0) + _hash(place, self.mapping)) & _MASK
                rows[key] += 1
        if not sums:
            raise ParseError(ParseProblem.NO_ITEMS, f"no entry has what mapping.title says: {self.mapping.title}")
        return {key: total.to_bytes(KEY_BYTES, "big") for key, total in sums.items()}, rows

    def entries(
        self, wanted: Collection[bytes], digests: dict[bytes, bytes], rows: Counter[bytes]
    ) -> Iterator[ListEntry]:
        """Yield the entries with these keys, each as soon as its last row is read."""
        begun: dict[bytes, list[ListEntry]] = {}
        for place, base in self.places():
            key = self._key(place)
            if key is None or key not in wanted:
                continue
            parts = begun.setdefault(key, [])
            parts.append(_entry(place, self.mapping, base, key, digests[key]))
            if len(parts) == rows[key] and (merged := _merged(begun.pop(key))).name:
                yield merged

    def _key(self, place: Entry) -> bytes | None:
        """Return the key of the entry that a row belongs to; None if it has neither an ID nor a name.

        Each document of changes that a page names in turn has entries different from those of the others.
        """
        said = next(mapped.texts_at(place, self.mapping.id), "")
        said = said or fold(next(mapped.texts_at(place, self.mapping.title), ""))
        if not said.strip():
            return None
        said = f"{self.url}\n{said}" if self.mapping.follow and self.mapping.change else said
        return sha256(said.encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES]

    def places(self) -> Iterator[tuple[Entry, str]]:
        """Yield each row or element of the list, with the base of its links."""
        self.file.seek(0)
        head = self.file.read(_HEAD_BYTES).replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
        self.file.seek(0)
        mapping = self.mapping.of_document
        if not head:
            raise ParseError(ParseProblem.EMPTY)
        if head[:1] in (b"{", b"[") and not mapping.within:
            places: Iterator[Entry] = _json(self.file.read(), mapping.items)
        elif mapping.within or b"<html" in head or head.startswith(b"<!doctype html"):
            found, base = read_places(self.file.read(), self.content_type, self.url, mapping)
            return ((place, base) for place in found)
        elif head.startswith(b"<"):
            places = read_elements(self.file, mapping.items)
        else:
            places = self._csv()
        return ((place, self.url) for place in places)

    def _csv(self) -> Iterator[Entry]:
        csv.field_size_limit(MAX_CELL_CHARACTERS)
        encoding = _encoding(self.file, self.content_type)

        def open_lines() -> Iterator[str]:
            self.file.seek(0)
            text = io.TextIOWrapper(self.file, encoding, "replace", newline="")
            try:
                for line in text:  # noqa: UP028 - that would close the file
                    yield line
            finally:
                text.detach()

        return map(CsvPlace, read_rows(open_lines, columns_of(self.mapping.title, self.mapping.id)))


def parse_list(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the first entries as items, for trials and probes. Raises ParseError."""
    places = ListFile(io.BytesIO(body), content_type, url, mapping).places()
    return mapped.read((place for place, _ in itertools.islice(places, fields.MAX_ITEMS)), mapping, url)


def _json(body: bytes, path: str) -> Iterator[Entry]:
    """Yield the elements of the list at a path of names, decoding one at a time."""
    raw = msgspec.Raw(body.lstrip(b"\xef\xbb\xbf"))
    try:
        for name in path.split(".") if path.strip(".") else ():
            raw = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])[name]
        listed = msgspec.json.decode(raw, type=list[msgspec.Raw])
    except KeyError as error:
        raise ParseError(ParseProblem.NO_ITEMS, f"nothing is at mapping.items: {path}") from error
    except msgspec.DecodeError as error:
        raise ParseError(ParseProblem.NOT_JSON, str(error)[:200]) from error
    return (JsonPlace(load(bytes(each), "")) for each in listed)


def _encoding(file: BinaryIO, content_type: str) -> str:
    """Return the encoding of a text: by its mark, as UTF-8 if all of it is, by the header, else windows-1252."""
    head = file.read(2)
    if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_READ_BYTES):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        stated = content_type.lower().partition("charset=")[2].strip("\"' ;")
        try:
            named = codecs.lookup(stated).name
        except LookupError:
            return "cp1252"
        return "cp1252" if named in ("utf-8", "ascii", "iso8859-1") else named
    return "utf-8-sig"


# ---- entries ---------------------------------------------------------------------------------------


def _hash(place: Entry, mapping: ItemMap) -> int:
    """Return a number that changes when a row says something else; a sum of them does not depend on their order."""
    rarer = filter(None, (mapping.rate, mapping.change))
    parts = (mapping.title, mapping.aliases, mapping.address, mapping.program, *rarer)
    said = "\0".join("\1".join(mapped.texts_at(place, part)) for part in parts)
    return int.from_bytes(sha256(said.encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES], "big")


def _entry(place: Entry, mapping: ItemMap, base: str, key: bytes, digest: bytes) -> ListEntry:
    first, *others = list(mapped.texts_at(place, mapping.title)) or [""]
    return ListEntry(
        key=key,
        digest=digest,
        name=fields.one_line(first),
        aliases=(*map(fields.one_line, others), *_several(place, mapping.aliases)),
        addresses=_several(place, mapping.address),
        programs=_several(place, mapping.program),
        link=_link(place, mapping, base),
        rates=_several(place, mapping.rate),
        facts=tuple(mapped.facts_at(place, mapping)),
        change=_change(place, mapping.change) if mapping.change else None,
    )


def _link(place: Entry, mapping: ItemMap, base: str) -> str:
    """Return the link of an entry, or the document's if a page names it: the page is not where the entry is."""
    if mapping.link:
        return fields.absolute(mapped.link_at(place, mapping.link), base)[: urls.MAX_LENGTH]
    return base if mapping.follow else ""


def _change(place: Entry, part: str) -> Change:
    """Return what a document says about an entry: the same for all of them, or by the word at a place."""
    word = part if part in _STATED else next(mapped.texts_at(place, part), "").casefold()
    return next((change for change, begins in _CHANGES.items() if word.startswith(begins)), Change.CHANGED)


def _several(place: Entry, part: str) -> tuple[str, ...]:
    """Return the texts at a place; a semicolon or a line break separates several in one field."""
    found = (
        plaintext.one_line(each)
        for text in mapped.texts_at(place, part)
        for line in text.split("\n\n")
        for each in re.split("[;；]", line)
    )
    return tuple(plaintext.cut(each, MAX_TEXT_LENGTH) for each in found if each.strip(" ,.-"))


def _merged(parts: Sequence[ListEntry]) -> ListEntry:
    """Return the rows of one entry as one: its first name, and the others as aliases."""
    names = _distinct(part.name for part in parts)
    name = names[0] if names else ""
    aliases = _distinct(itertools.chain(names[1:], *(part.aliases for part in parts)))
    return replace(
        parts[0],
        name=name,
        aliases=tuple(alias for alias in aliases if fold(alias) != fold(name))[:MAX_ALIASES],
        addresses=_distinct(itertools.chain.from_iterable(part.addresses for part in parts))[:MAX_ADDRESSES],
        programs=_distinct(itertools.chain.from_iterable(part.programs for part in parts))[:MAX_PROGRAMS],
        link=next((part.link for part in parts if part.link), ""),
        rates=_distinct(itertools.chain.from_iterable(part.rates for part in parts))[:MAX_PROGRAMS],
        facts=tuple(dict.fromkeys(itertools.chain.from_iterable(part.facts for part in parts)))[:MAX_FACTS],
    )


def _distinct(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple({text.casefold(): text for text in reversed([text for text in texts if text])}.values())[::-1]


_STATED = frozenset(change.value for change in Change)
_CHANGES = {Change.ADDED: ("add", "new", "insert"), Change.REMOVED: ("remov", "delete", "deletion", "delist")}
"""How the words for what happened to an entry begin; any other is a change."""
_MASK = (1 << 8 * KEY_BYTES) - 1
