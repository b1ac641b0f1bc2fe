"""Parse JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields, plaintext
from watchers.feeds.jsontree import Value, load, members, text_at
from watchers.model import NO_MAP, ItemMap, Parsed, ParsedItem


def parse_json_feed(body: bytes, content_type: str, url: str, mapping: ItemMap = NO_MAP) -> Parsed:
    """Return at most the newest ``MAX_ITEMS`` items in ``body``; ``url`` is where it came from, for relative links.

    Raises:
        ParseError: The document is not a JSON Feed.
    """
    feed = load(body, content_type)
    if not _is_feed(feed):
        raise ParseError(ParseProblem.NOT_A_FEED, "JSON, but no JSON Feed: a list of another form needs kind json")
    entries = [each for each in members(feed, "items") if isinstance(each, dict)]
    listed = fields.newest(entries, lambda entry: text_at(entry, "date_published"))
    language = fields.language(text_at(feed, "language"))
    return Parsed(
        title=fields.one_line(plaintext.from_loose(text_at(feed, "title"))),
        language=language,
        ttl=None,
        items=tuple(_item(each, url, language) for each in listed),
        next=fields.absolute(text_at(feed, "next_url"), url),
    )


def _is_feed(feed: Value) -> bool:
    """Tell by the version, or by the items if a handmade feed omits it, whether this is a JSON Feed."""
    if "jsonfeed.org/version/" in text_at(feed, "version"):
        return True
    return any(isinstance(each, dict) and each.keys() & _TELLING for each in members(feed, "items"))


def _item(item: Value, url: str, feed_language: str) -> ParsedItem:
    links = (fields.absolute(text_at(item, name), url) for name in ("url", "external_url"))
    language = fields.language(text_at(item, "language"))
    return fields.item(
        guid=text_at(item, "id"),
        link=next(filter(None, links), ""),
        title=plaintext.from_loose(text_at(item, "title")),
        body=fields.longest(
            plaintext.from_html(text_at(item, "content_html")),
            plaintext.from_plain(text_at(item, "content_text")),
            plaintext.from_loose(text_at(item, "summary")),
        ),
        published=text_at(item, "date_published"),
        updated=text_at(item, "date_modified"),
        language="" if language == feed_language else language,
    )


_TELLING = {"content_html", "content_text", "date_published", "external_url"}
"""Names that only an item of a JSON Feed has."""
