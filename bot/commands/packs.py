"""/packs: starter packs, and the buttons that add one and undo that."""

from __future__ import annotations

from bot.callbacks import AddPack, RemovePack
from bot.chat import Reply, Request
from bot.commands.context import Desk, handles
from bot.messages import packs as pages
from watchers.services import packs as shipped


async def packs(request: Request, desk: Desk) -> Reply:
    """List the starter packs, each with a button that adds it."""
    return pages.listed(shipped.load(), desk.words)


@handles(AddPack)
async def _add(payload: AddPack, desk: Desk) -> Reply:
    pack = shipped.by_id(payload.pack)
    if pack is None:
        return Reply(desk.words.say("old-button"))
    added = await desk.watchlist.add_pack(desk.subscriber, pack)
    return pages.added(pack, added, desk.words, paused=desk.subscriber.paused is not None)


@handles(RemovePack)
async def _remove(payload: RemovePack, desk: Desk) -> Reply:
    numbers = range(payload.first, payload.first + payload.count)
    return pages.removed(await desk.watchlist.remove_pack(desk.subscriber, numbers), desk.words)
