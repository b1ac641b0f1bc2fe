"""/alias: a chat's own names for entities."""

from __future__ import annotations

from bot.callbacks import RemoveAlias, RestoreAlias
from bot.chat import Reply, Request
from bot.commands.context import Desk, handles
from bot.messages import names
from watchers.errors import OwnNameError
from watchers.services.aliases import OwnNameId


async def alias(request: Request, desk: Desk) -> Reply:
    """Add an alias of an entity, remove one, or list them."""
    catalog = desk.watchlist.catalog
    try:
        answered = await desk.watchlist.name(desk.subscriber, request.words)
    except OwnNameError as error:
        return names.complain(error, desk.words, catalog)
    return names.answer(answered, desk.words, catalog)


@handles(RemoveAlias)
async def _remove(payload: RemoveAlias, desk: Desk) -> Reply:
    taken = await desk.watchlist.take_name_back(desk.subscriber, OwnNameId(payload.alias))
    return names.taken_back(taken, desk.words, desk.watchlist.catalog, edits=True) if taken else _gone(desk)


@handles(RestoreAlias)
async def _restore(payload: RestoreAlias, desk: Desk) -> Reply:
    given = await desk.watchlist.name_again(desk.subscriber, OwnNameId(payload.alias))
    return names.given(given, desk.words, desk.watchlist.catalog, edits=True) if given else _gone(desk)


def _gone(desk: Desk) -> Reply:
    return Reply(desk.words.say("alias-gone"))
