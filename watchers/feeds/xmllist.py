"""Parse any list in XML by the source's mapping of CSS selectors, over elements in any case and namespace.

A selector may end in ``@name``, which reads an attribute instead of the text: ``entity@id``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

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
    following = _XmlPlace(root).links(mapping.next) if mapping.next else []
    return mapped.read(map(_XmlPlace, found[: fields.MAX_ITEMS]), mapping, url, next(iter(following), ""))


def _tree(text: str) -> Element:
    """Parse a document, with names in lower case and without namespaces, entities and external files."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode(), parser)
    if root is None:
        raise ParseError(ParseProblem.NOT_A_FEED, "it is not XML")
    for element in root.iter(etree.Element):
        element.tag = _local(element.tag)
        for name in [name for name in element.attrib if _local(name) != name]:
            element.attrib[_local(name)] = element.attrib.pop(name)
    return root


def _local(name: str | bytes) -> str:
    return str(name).rpartition("}")[2].lower()


def _selected(node: Element, selector: str) -> list[Element]:
    found: list[Element] = _compiled(selector)(node)
    return found


@cache
def _compiled(selector: str) -> XPath:
    """Return the function that finds what a CSS selector selects; lists use the same few for each of their rows."""
    from cssselect import GenericTranslator, SelectorError
    from lxml.etree import XPath

    try:
        return XPath(GenericTranslator().css_to_xpath(selector.lower()))
    except SelectorError as error:
        raise ParseError(ParseProblem.NO_ITEMS, f"the mapping has a selector that is none: {error}") from error


@dataclass(frozen=True, slots=True)
class _XmlPlace:
    node: Element

    def texts(self, at: str) -> list[str]:
        selector, name = split_place(at)
        nodes = _selected(self.node, selector) if selector else [self.node]
        return [
            plaintext.from_loose(node.get(name.lower(), "") if name else " ".join(node.itertext())) for node in nodes
        ]

    def links(self, at: str) -> list[str]:
        return self.texts(at)


_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,500}\?>")
