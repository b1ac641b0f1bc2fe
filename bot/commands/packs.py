"""/packs: starter packs, and the buttons that add one and undo that."""

from __future__ import annotations

from typing import assert_never

from bot.buttons import AddPack, Packing, RemovePack
from bot.chat import Reply, Request
from bot.commands.desk import Desk
from bot.messages import packs as pages
from watchers import packs as shipped


async def packs(request: Request, desk: Desk) -> Reply:
    """List the starter packs, each with a button that adds it."""
    return pages.listed(shipped.load(), desk.words)


async def press(action: Packing, desk: Desk) -> Reply:
    """Add a pack, or remove what it added; pressing it twice changes nothing more."""
    match action:
        case AddPack(identifier):
            return await _add(identifier, desk)
        case RemovePack(first, count):
            removed = await desk.watchlist.remove_pack(desk.subscriber, range(first, first + count))
            return pages.removed(removed, desk.words)
        case _:
            assert_never(action)


async def _add(identifier: str, desk: Desk) -> Reply:
    pack = shipped.by_id(identifier)
    if pack is None:
        return Reply(desk.words.say("old-button"))
    added = await desk.watchlist.add_pack(desk.subscriber, pack)
    return pages.added(pack, added, desk.words, paused=desk.subscriber.paused is not None)
