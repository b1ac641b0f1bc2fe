"""Write outlines as OPML, for any feed reader."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from watchers.model import Outline


def write_outlines(title: str, outlines: Iterable[Outline]) -> bytes:
    """Return OPML 2.0. Law: ``read_outlines(write_outlines(t, read)) == read``, if each has title and address."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = title
    body = ElementTree.SubElement(root, "body")
    for outline in outlines:
        name = outline.title or outline.url
        ElementTree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=outline.url)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written
