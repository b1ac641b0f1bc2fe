"""The identifiers of everything that is stored, and the addresses of subscribers."""

from __future__ import annotations

from typing import NewType

SourceId = NewType("SourceId", str)
"""Short and stable, chosen by a person: ``ustr.rss``."""
ItemId = NewType("ItemId", int)
EntityId = NewType("EntityId", str)
"""``co.tsmc``: stable, since watches name it."""
SubscriberId = NewType("SubscriberId", int)
WatchId = NewType("WatchId", int)
QueryId = NewType("QueryId", int)
"""One meaning of a rule, which several watches may share."""
AlertId = NewType("AlertId", int)
TimingId = NewType("TimingId", int)
Address = NewType("Address", str)
"""Where a subscriber is reached: a chat, or for a topic of a group the chat, a slash and the topic."""


def chat_of(address: str) -> str:
    """Return the chat of an address, without its topic; a chat's topics share one rate limit."""
    return address.partition("/")[0]
