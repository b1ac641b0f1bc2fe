"""What belongs to a whole chat: who may change its watches, and channels that get the watches of a person."""

from __future__ import annotations

from dataclasses import dataclass

from watchers.model import Address, Subscriber
from watchers.services.watches import RuleAdded, Watchlist
from watchers.store import open_chats, subscribers


@dataclass(frozen=True, slots=True)
class Chats:
    """Settings of chats, in the database."""

    watchlist: Watchlist

    async def is_open(self, chat: str) -> bool:
        """Return whether every member of a chat may change its watches."""
        return await self.watchlist.database.read(open_chats.is_open, chat)

    async def set_open(self, chat: str, is_open: bool) -> None:
        """Let every member of a chat change its watches, or only its administrators."""
        await self.watchlist.database.write(open_chats.set_open, chat, is_open)

    async def hold(self, chat: Address) -> None:
        """Hold the alerts of a chat that cannot be reached, and of its topics."""
        for each in await self.watchlist.database.read(subscribers.in_chat, chat):
            await self.watchlist.unreachable(each.address)

    async def release(self, chat: Address) -> bool:
        """Release the alerts of a chat that can be reached again, and of its topics. Return whether any were held."""
        there = await self.watchlist.database.read(subscribers.in_chat, chat)
        return any([await self.watchlist.reachable(each.address) for each in there])

    async def copy_watches(self, of: Subscriber, to: Subscriber) -> int:
        """Give a subscriber the watches of another; return how many it did not have."""
        added = 0
        for watch in await self.watchlist.watches(of):
            added += isinstance(await self.watchlist.watch(to, watch.typed), RuleAdded)
        return added
