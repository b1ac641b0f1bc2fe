"""Items written down as RSS 2.0 or Atom, the way a well-kept site writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr


class Format(StrEnum):
    RSS = "rss"
    ATOM = "atom"

    @property
    def content_type(self) -> str:
        return f"application/{self.value}+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item to be published; "" and None are left out of the document."""

    guid: str = ""
    title: str = ""
    link: str = ""
    summary: str = ""
    """Plain text or HTML; it is escaped into the document either way."""
    published: datetime | None = None
    """Aware."""
    language: str = ""
    """Said with xml:lang."""


def document(form: Format, title: str, items: Sequence[FeedItem], language: str = "") -> bytes:
    """The whole feed in UTF-8, items in the order given."""
    write = _rss if form is Format.RSS else _atom
    return write(title, items, language).encode()


def _rss(title: str, items: Sequence[FeedItem], language: str) -> str:
    inner = _element("title", title) + _element("link", "https://example.org/") + _element("language", language)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"{inner}<description>{escape(title)}</description>\n"
        + "\n".join(map(_rss_item, items))
        + "\n</channel></rss>\n"
    )


def _rss_item(item: FeedItem) -> str:
    guid = f'<guid isPermaLink="false">{escape(item.guid)}</guid>' if item.guid else ""
    published = _element("pubDate", format_datetime(item.published)) if item.published else ""
    return (
        f"<item{_lang(item)}>{guid}{_element('title', item.title)}{_element('link', item.link)}"
        f"{_element('description', item.summary)}{published}</item>"
    )


def _atom(title: str, items: Sequence[FeedItem], language: str) -> str:
    lang = f" xml:lang={quoteattr(language)}" if language else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom"{lang}>'
        f"{_element('title', title)}<id>urn:example:feed</id>\n" + "\n".join(map(_atom_item, items)) + "\n</feed>\n"
    )


def _atom_item(item: FeedItem) -> str:
    link = f"<link href={quoteattr(item.link)}/>" if item.link else ""
    summary = f'<summary type="html">{escape(item.summary)}</summary>' if item.summary else ""
    published = _element("published", item.published.isoformat()) if item.published else ""
    return (
        f"<entry{_lang(item)}>{_element('id', item.guid)}{_element('title', item.title)}"
        f"{link}{summary}{published}</entry>"
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _lang(item: FeedItem) -> str:
    return f" xml:lang={quoteattr(item.language)}" if item.language else ""
