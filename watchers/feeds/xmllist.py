"""Parse any list in XML by the source's mapping of CSS selectors, over elements in any case and namespace.

A selector may end in ``@name``, which reads an attribute instead of the text: ``entity@id``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields, mapped, plaintext
from watchers.feeds.decoding import decode
from watchers.feeds.page import split_place
from watchers.model import NO_MAP, ItemMap, Parsed

if TYPE_CHECKING:
    from lxml.etree import XPath
    from lxml.etree import _Element as Element


def parse_xml(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return the items that ``mapping.items`` selects. Raises ParseError, also if it selects nothing."""
    if not body.strip():
        raise ParseError(ParseProblem.EMPTY)
    root = _tree(decode(body, content_type))
    found = _selected(root, mapping.items)
    if not found:
        raise ParseError(ParseProblem.NO_ITEMS, f"nothing in the document is mapping.items: {mapping.items}")
    following = XmlPlace(root).links(mapping.next) if mapping.next else []
    return mapped.read(map(XmlPlace, found[: fields.MAX_ITEMS]), mapping, url, next(iter(following), ""))


def _tree(text: str) -> Element:
    """Parse a document, with names in lower case and without namespaces, entities and external files."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode(), parser)
    if root is None:
        raise ParseError(ParseProblem.NOT_A_FEED, "it is not XML")
    _simplify(root)
    return root


def read_elements(file: BinaryIO, selector: str) -> Iterator[XmlPlace]:
    """Yield each element that the selector selects while the file is read; each is emptied after its turn.

    Args:
        file: The document, from its beginning.
        selector: One element, or several separated by commas, each with attributes at most: ``entity[action=add]``.

    Raises:
        ParseError: It is not such a selector.
    """
    from lxml import etree

    is_selected = _itself(selector)
    names = {_local(part.strip().partition("[")[0]) for part in selector.split(",")}
    reader = etree.iterparse(
        file, ("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    for _, element in reader:
        if _local(element.tag) not in names:
            continue
        _simplify(element)
        if is_selected(element):
            yield XmlPlace(element)
        element.clear()
        while element.getprevious() is not None and (parent := element.getparent()) is not None:
            del parent[0]


def _itself(selector: str) -> XPath:
    """Return the function that returns whether an element is what a CSS selector selects."""
    if _ONE_ELEMENT.fullmatch(selector) is None:
        raise ParseError(ParseProblem.NO_ITEMS, f"mapping.items of a list in XML names elements: {selector}")
    return _compiled(selector, "self::")


def _simplify(root: Element) -> None:
    """Write all names in lower case and without namespaces."""
    from lxml import etree

    for element in root.iter(etree.Element):
        element.tag = _local(element.tag)
        for name in [name for name in element.attrib if _local(name) != name]:
            element.attrib[_local(name)] = element.attrib.pop(name)


def _local(name: str | bytes) -> str:
    """Return a name in lower case without its namespace, or its prefix if no namespace is declared for that."""
    return re.split("[}:]", str(name))[-1].lower()


def _selected(node: Element, selector: str) -> list[Element]:
    found: list[Element] = _compiled(selector, "descendant-or-self::")(node)
    return found


@cache
def _compiled(selector: str, axis: str) -> XPath:
    """Return the function that finds what a CSS selector selects; lists use the same few for each of their rows."""
    from cssselect import GenericTranslator, SelectorError
    from lxml.etree import XPath

    try:
        return XPath(GenericTranslator().css_to_xpath(selector.lower(), prefix=axis))
    except SelectorError as error:
        raise ParseError(ParseProblem.NO_ITEMS, f"the mapping has an invalid selector: {error}") from error


@dataclass(frozen=True, slots=True)
class XmlPlace:
    """One element."""

    node: Element

    def texts(self, at: str) -> list[str]:
        """Return the texts, or the values of an attribute, of what a selector selects."""
        selector, name = split_place(at)
        nodes = _selected(self.node, selector) if selector else [self.node]
        return [
            plaintext.from_loose(node.get(name.lower(), "") if name else " ".join(node.itertext())) for node in nodes
        ]

    def links(self, at: str) -> list[str]:
        """Return the same; no element of an unknown vocabulary is known to be a link."""
        return self.texts(at) if at else []


_ONE_ELEMENT = re.compile(r"(?:\s*[\w.-]+(?:\[[^\[\]]{1,100}\])*\s*,?)+")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,500}\?>")
