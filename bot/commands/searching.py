"""/search."""

from __future__ import annotations

from bot.chat import Reply, Request
from bot.commands.desk import Desk
from bot.messages import rules, searches
from watchers.errors import RuleError


async def search(request: Request, desk: Desk) -> Reply:
    """The newest stored items that a rule matches; nothing is watched."""
    if not request.words:
        return Reply(desk.words.say("search-how"))
    try:
        searched = await desk.watchlist.browse(desk.subscriber, request.words)
    except RuleError as error:
        return Reply(rules.complain(error, desk.words))
    return searches.page(searched, desk.words)
