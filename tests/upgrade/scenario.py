"""What happened to the databases before their program was stopped; the maker plays it, and the tests know it."""

from __future__ import annotations

from tests.fakes.feed_documents import FeedItem

ANN = 101
"""Many watches, one of them muted and one removed, aliases, a search, added sources; English."""
PAUSED = 102
"""Japanese, on hold by its own wish."""
BLOCKER = 103
"""Blocked the bot."""
WAITING = 104
"""Traditional Chinese; many alerts wait."""
BOSS = 105
"""An operator, to whom nothing can be sent at the end."""
REFUSED = 106
"""Got an alert that Telegram refused for good."""
GROUP, TOPIC = -1_001_000_000_001, 7
"""A topic of a forum; Traditional Chinese."""
PLAIN_GROUP = -1_001_000_000_002
"""A group without topics; Japanese."""

BASELINE = [f"Quota from before {number}" for number in range(13)]
"""On the feed at the first poll: found by a search, and an alert for nobody."""


def feed_item(title: str) -> FeedItem:
    """The item as the feed has it, always with the same identity."""
    name = title.replace(" ", "-")
    return FeedItem(guid=name, title=title, link=f"https://example.org/{name}", summary=f"More about it: {title}.")
