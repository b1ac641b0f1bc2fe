"""Share a watch by a link: its rule is stored under a token, which is a digest of the rule."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from watchers.model import Subscriber, Watch
from watchers.services.service import Service
from watchers.store import Transaction, shares, watches
from watchers.store.database import writing
from watchers.store.shares import Share

TOKEN_BYTES = 15
"""Of the digest: too many to find a rule by trying tokens, and 20 characters in a link."""


@dataclass(frozen=True, slots=True)
class Sharing(Service):
    """Shared rules, in the database."""

    @writing
    def share(self, tx: Transaction, subscriber: Subscriber, number: int) -> tuple[Watch, Share] | None:
        """Share the rule of a watch. Return the watch and what is shared, or None if no watch has this number."""
        watch = watches.by_number(tx, subscriber.id, number)
        if watch is None:
            return None
        share = Share(_token(watch.typed), watch.typed)
        shares.add(tx, share, self.now())
        return watch, share

    async def by_token(self, token: str) -> Share | None:
        """Return a shared rule; None if there is none."""
        return await self.database.read(shares.by_token, token)


def _token(typed: str) -> str:
    digest = sha256(typed.encode()).digest()
    return urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()
