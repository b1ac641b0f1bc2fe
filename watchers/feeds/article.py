"""Find the text of an article in a web page; the only importer of trafilatura."""

from __future__ import annotations

from typing import Final

import trafilatura

from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields
from watchers.feeds.decoding import decode
from watchers.model import ParsedItem

MAX_PAGE_BYTES: Final = 2_000_000
"""A longer page is not an article; a page of this length takes about a second."""
MIN_TEXT_LENGTH: Final = 60
"""Characters: what is shorter is a caption or a notice about cookies."""


def read_article(body: bytes, content_type: str, url: str, title: str) -> ParsedItem:
    """Return an item with the text of the page and the facts in it; ``title`` is the title that the feed gives.

    Raises:
        ParseError: The page has no text that looks like an article.
    """
    if len(body) > MAX_PAGE_BYTES:
        raise ParseError(ParseProblem.TOO_HUNGRY, f"the page has more than {MAX_PAGE_BYTES} bytes")
    found = trafilatura.extract(
        decode(body, content_type), fast=True, favor_precision=True, include_comments=False, include_tables=False
    )
    lines = [line.strip() for line in (found or "").splitlines() if line.strip()]
    # A blank line ends a sentence, and a summary must not repeat the title.
    text = "\n\n".join(line for line in lines if line != title)
    if len(text) < MIN_TEXT_LENGTH:
        raise ParseError(ParseProblem.EMPTY, "the page has no article")
    return fields.item(guid="", link=url, title=title, body=text, published="")
