"""/alias: names of a chat's own for entities."""

from __future__ import annotations

from bot.chat import Reply, Request
from bot.commands.desk import Desk
from bot.messages import names
from watchers.errors import OwnNameError


async def alias(request: Request, desk: Desk) -> Reply:
    """Gives an entity a name, takes one back, or lists them."""
    catalogue = desk.watchlist.catalogue
    try:
        answered = await desk.watchlist.name(desk.subscriber, request.words)
    except OwnNameError as error:
        return names.complain(error, desk.words, catalogue)
    return names.answer(answered, desk.words, catalogue)
