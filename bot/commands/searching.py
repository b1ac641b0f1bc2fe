"""/search, and the buttons that turn its pages."""

from __future__ import annotations

from bot.callbacks import Newer, Older
from bot.chat import Reply, Request
from bot.commands.context import Desk, handles
from bot.messages import rules, searches
from watchers.errors import RuleError
from watchers.model import ItemId, SearchId
from watchers.search import Turn


async def search(request: Request, desk: Desk) -> Reply:
    """Show the newest stored items that a rule matches; nothing is watched."""
    if not request.words:
        return Reply(desk.words.say("search-how"))
    try:
        searched = await desk.watchlist.browse(desk.subscriber, request.words)
    except RuleError as error:
        return rules.refused(error, desk.words)
    return searches.page(searched, desk.words)


@handles(Older)
async def _older(payload: Older, desk: Desk) -> Reply:
    return await _turn(payload.search, Turn(ItemId(payload.item), older=True), desk)


@handles(Newer)
async def _newer(payload: Newer, desk: Desk) -> Reply:
    return await _turn(payload.search, Turn(ItemId(payload.item), older=False), desk)


async def _turn(search: int, turn: Turn, desk: Desk) -> Reply:
    searched = await desk.watchlist.turn(desk.subscriber, SearchId(search), turn)
    return searches.page(searched, desk.words, edits=True) if searched else Reply(desk.words.say("old-button"))
