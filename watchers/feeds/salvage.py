"""Salvage items from a damaged feed: each item is read on its own, so that a broken one loses only its own rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from watchers.feeds import plaintext
from watchers.feeds.repair import mend_markup


def close_items(text: str) -> str:
    """Return a mended feed in which every broken item ends where it breaks.

    Between items, a comment or a CDATA section without an end loses its beginning; the rest stays as it is.
    """
    pieces: list[str] = []
    at = 0
    for begin, end in _chunks(text):
        pieces += _without_open_section(text[at:begin]), _closed(text[begin:end])
        at = end
    return "".join((*pieces, text[at:]))


def bare_items(text: str) -> str:
    """Return a feed with what is readable of a mended feed's items, without regard to namespaces and other elements."""
    written = (_Bare(_closed(text[begin:end])).written() for begin, end in _chunks(text))
    items = [item for item in written if item.count("<") > _TAGS_OF_EMPTY]
    root = _ATOM if items and items[0].startswith("<entry>") else _RSS
    return root.format("".join(items))


def count_items(text: str) -> int:
    """Return how many items open in the text, outside well-formed CDATA sections and comments."""
    return sum(mark.lastgroup == "opening" for mark in _marks(text))


def item_places(text: str) -> list[tuple[int, int]]:
    """Return where each item of the text begins and ends."""
    return list(_chunks(text))


def ends_within_item(text: str) -> bool:
    """Return whether the last item of the text is not closed."""
    return any(mark.lastgroup == "opening" for mark in _marks(text)[-1:])


def close_cut_item(text: str) -> str:
    """Return a mended feed that ends within an item with that item closed.

    Part of a title, an address or a date says something else than the whole, so it is left out; part of a body stays.
    """
    begin = _marks(text)[-1].start()
    cut_tag = _CUT_TAG.match(text, max(text.rfind("<"), 0))
    chunk = text[begin : cut_tag.start() if cut_tag else len(text)]
    fields = list(_SHORT_FIELD.finditer(chunk))
    if fields and chunk.find(f"</{fields[-1][1]}>", fields[-1].end()) < 0:
        chunk = chunk[: fields[-1].start()]
    return text[:begin] + _closed(chunk)


# ---- where items are ---------------------------------------------------------------------------------


def _marks(text: str) -> list[re.Match[str]]:
    """Return the tags that open and close items, outside well-formed CDATA sections and comments.

    A section without an end is not well-formed, nor is one in which an item closes that did not open there.
    Only items named like the first count, because others are extensions within an item.
    """
    marks: list[re.Match[str]] = []
    section_end, opened_within = "", False
    last_ends = {begin: text.rfind(end) for begin, end in _SECTION_ENDS.items()}
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "section":
            if not section_end and last_ends[token[0]] > token.start():
                section_end, opened_within = _SECTION_ENDS[token[0]], False
        elif kind == "end":
            section_end = "" if token[0] == section_end else section_end
        elif marks and _name(token) != _name(marks[0]):
            continue
        elif not section_end:
            marks.append(token)
        elif kind == "opening":
            opened_within = True
        elif not opened_within:
            section_end = ""
            marks.append(token)
    return marks


def _name(tag: re.Match[str]) -> str:
    return tag[0].strip("</> \t\r\n").lower()


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each item begins and ends; one that is not closed ends where the next begins."""
    marks = _marks(text)
    for mark, following in pairwise([*marks, None]):
        if mark is None or mark.lastgroup != "opening":
            continue
        if following is None:
            yield mark.start(), len(text)
        else:
            yield mark.start(), following.start() if following.lastgroup == "opening" else following.end()


def _without_open_section(between: str) -> str:
    for begin, end in _SECTION_ENDS.items():
        before, _, after = between.rpartition(begin)
        between = between if end in after else before + after
    return between


# ---- one item --------------------------------------------------------------------------------------


def _closed(chunk: str) -> str:
    """Return an item as it is if it is well-formed, else up to its break, with every element closed."""
    mended = mend_markup(_with_sections_closed(chunk))
    if _Writer(mended).complete:
        return mended
    return _Writer(_UNCLOSED_FIELD.sub(r"\g<0></\g<1>>", mended)).written()


def _with_sections_closed(chunk: str) -> str:
    """End each CDATA section that lacks its end before the closing tag of its element."""
    pieces: list[str] = []
    at, end = 0, chunk.find("]]>")
    while (begin := chunk.find(_CDATA, at)) >= 0:
        # An end is searched for only once, and a closing tag only before it: this takes linear time.
        end = chunk.find("]]>", begin) if 0 <= end < begin else end
        following = chunk.find(_CDATA, begin + len(_CDATA))
        element = _LAST_TAG.match(chunk, max(chunk.rfind("<", 0, begin), 0), begin)
        close = -1 if element is None else chunk.find(f"</{element[1]}", begin, len(chunk) if end < 0 else end)
        if close >= 0 and (end < 0 or close < following < end):
            pieces += chunk[at:close].rstrip("]"), "]]>"
            at = close
        elif end < 0:
            break
        else:
            pieces.append(chunk[at : end + 3])
            at = end + 3
    return "".join((*pieces, chunk[at:]))


class _Writer:
    """An item as far as it can be read, with what is open at its break closed."""

    def __init__(self, chunk: str) -> None:
        self._open: list[str] = []
        self._pieces: list[str] = []
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        self.complete = True
        try:
            parser.Parse(chunk.encode("utf-8"), True)
        except expat.ExpatError:
            self.complete = False
            while self._open:
                self.end("")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        self._pieces.append(f"<{name}{written}>")

    def text(self, text: str) -> None:
        self._pieces.append(escape(text))

    def end(self, name: str) -> None:
        self._pieces.append(f"</{self._open.pop()}>")

    def written(self) -> str:
        """Return the item as well-formed XML."""
        return "".join(self._pieces)


class _Bare(_Writer):
    """An item without prefixes, attributes and elements that its fields and their markup do not need."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        kept: dict[str, str] = {key: attributes[key] for key in ("type", "rel", "href") if key in attributes}
        read = local in _READ if len(self._open) < _FIELD else plaintext.is_html_name(local)
        super().begin(_PREFIXED.get(local, local) if read else f"x-{local}", kept)


_FIELD = 2
"""The depth of an item's fields; the item itself is at 1."""
_TAGS_OF_EMPTY = 2
"""How many tags an item without fields has."""
_READ = frozenset(
    "item entry title link guid id description summary content encoded abstract pubdate published updated issued "
    "created modified date language".split()
)
_PREFIXED = {"encoded": "content:encoded", "date": "dc:date", "language": "dc:language"}
"""Fields that feedparser knows only with these prefixes."""
_MODULES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
_RSS = f'<rss version="2.0" {_MODULES}><channel>{{}}</channel></rss>'
_ATOM = f'<feed xmlns="http://www.w3.org/2005/Atom" {_MODULES}>{{}}</feed>'
_CDATA = "<![CDATA["
_SECTION_ENDS = {_CDATA: "]]>", "<!--": "-->"}
_TOKEN = re.compile(
    r"""
      (?P<section><!\[CDATA\[|<!--)
    | (?P<end>\]\]>|-->)
    | (?P<opening><(?:[\w.-]{1,40}:)?(?:item|entry)[\s>])
    | (?P<closing></(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,20}>)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LAST_TAG = re.compile(r"<([\w:.-]+)[^<>]*>\s*\Z")
_CUT_TAG = re.compile(r"<(?!!\[CDATA\[)[^>]*\Z")
_SHORT_FIELD = re.compile(
    r"<((?:[\w.-]{1,40}:)?(?:title|link|guid|id|pubDate|published|updated|issued|created|modified|date))"
    r"(?:\s[^<>]*)?(?<!/)>",
    re.IGNORECASE,
)
_FIELDS = "title|link|guid|id|description|summary|content|pubDate|published|updated"
_UNCLOSED_FIELD = re.compile(rf"<({_FIELDS})(?:\s[^<>]*)?(?<!/)>[^<]*(?=<(?:{_FIELDS})[\s>])")
