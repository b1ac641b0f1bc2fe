"""The alerts of a chat as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

import msgspec

from bot.messages import alerts
from bot.messages.items import title
from bot.messages.text import Translator, may_be_opened, translator_for
from watchers.model import StoredItem, SubscriberId
from watchers.services.chat_feeds import ChatFeed
from watchers.store.feed_links import FeedEntry

ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"
_NAMESPACE = UUID("6f0f7a0e-4f0b-4a57-9a3f-6f4f5d3c2b11")
_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    title: str
    html: str
    link: str
    """"" if there is none that a reader may open."""
    source: str
    published: datetime
    updated: datetime
    watches: tuple[str, ...]


def atom(feed: ChatFeed, words: Mapping[str, Translator], now: datetime, address: str) -> bytes:
    """Return a feed as Atom; ``address`` is its own."""
    t = translator_for(feed.owner, words)
    root = ET.Element("feed", {"xmlns": _ATOM, _XML_LANGUAGE: t.language})
    _add(root, "id", _urn(feed.owner.id, "feed"))
    _add(root, "title", t.text("feed-title"))
    _add(root, "updated", _time(max((each.updated_at for each in feed.entries), default=now)))
    ET.SubElement(root, "link", {"rel": "self", "href": address})
    _add(ET.SubElement(root, "author"), "name", "Tradewatch")
    for entry in _entries(feed, t, now):
        root.append(_atom_entry(entry))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def json_feed(feed: ChatFeed, words: Mapping[str, Translator], now: datetime, address: str) -> bytes:
    """Return a feed as JSON Feed; ``address`` is its own."""
    t = translator_for(feed.owner, words)
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": t.text("feed-title"),
        "feed_url": address,
        "language": t.language,
        "items": [_json_item(entry) for entry in _entries(feed, t, now)],
    }
    return msgspec.json.encode(document)


FORMATS: Mapping[str, tuple[Callable[[ChatFeed, Mapping[str, Translator], datetime, str], bytes], str]] = {
    "xml": (atom, ATOM),
    "json": (json_feed, JSON_FEED),
}
"""The writer and the content type of each ending of the address."""


def _entries(feed: ChatFeed, t: Translator, now: datetime) -> list[_Entry]:
    return [_entry(each, each.alert.item, feed.owner.id, t, now) for each in feed.entries if each.alert.item]


def _entry(given: FeedEntry, stored: StoredItem, owner: SubscriberId, t: Translator, now: datetime) -> _Entry:
    alert = given.alert
    return _Entry(
        id=_urn(owner, f"{alert.id}/{alert.created_at.timestamp()}"),
        title=title(stored, t),
        html=alerts.alert(alert, t, now).html.replace("\n", "<br/>"),
        link=stored.item.link if may_be_opened(stored.item.link) else "",
        source=stored.source_name,
        published=alert.created_at,
        updated=given.updated_at,
        watches=tuple(reason.watch.name for reason in alert.all_reasons),
    )


def _atom_entry(entry: _Entry) -> ET.Element:
    element = ET.Element("entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    if entry.link:
        ET.SubElement(element, "link", {"rel": "alternate", "href": entry.link})
    _add(element, "published", _time(entry.published))
    _add(element, "updated", _time(entry.updated))
    _add(ET.SubElement(element, "author"), "name", entry.source)
    for watch in entry.watches:
        ET.SubElement(element, "category", {"term": watch})
    _add(element, "content", entry.html).set("type", "html")
    return element


def _json_item(entry: _Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": _time(entry.published),
        "date_modified": _time(entry.updated),
        "authors": [{"name": entry.source}],
        "tags": entry.watches,
    }
    return item | ({"url": entry.link} if entry.link else {})


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = "".join(each for each in text if each.isprintable() or each in "\t\n")
    return element


def _urn(owner: SubscriberId, name: str) -> str:
    """Return an ID that never changes and reveals nothing."""
    return uuid5(_NAMESPACE, f"{owner}/{name}").urn


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
