"""The alerts of a chat as a feed at a secret address."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from watchers.model import Subscriber
from watchers.store import feed_links
from watchers.store.database import Database, Rows, Transaction, reading, writing
from watchers.store.feed_links import FeedEntry

MAX_ENTRIES = 100
SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class ChatFeed:
    """The feed of a chat."""

    owner: Subscriber
    entries: tuple[FeedEntry, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class ChatFeeds:
    """Find feeds by their addresses, and give chats addresses."""

    database: Database

    @writing
    def secret(self, tx: Transaction, subscriber: Subscriber) -> str:
        """Return the end of the address of a chat's feed; make one if there is none."""
        return feed_links.secret_of(tx, subscriber.id) or _renew(tx, subscriber)

    @writing
    def renew(self, tx: Transaction, subscriber: Subscriber) -> str:
        """Give the feed of a chat another address, and return its end."""
        return _renew(tx, subscriber)

    @reading
    def at(self, rows: Rows, secret: str) -> ChatFeed | None:
        """Return the feed at an address; None if there is none."""
        owner = feed_links.owner(rows, secret)
        if owner is None:
            return None
        return ChatFeed(owner, tuple(feed_links.entries(rows, owner.id, MAX_ENTRIES)))


def _renew(tx: Transaction, subscriber: Subscriber) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed_links.set_secret(tx, subscriber.id, secret)
    return secret
