"""/watch, /watches and /unwatch."""

from __future__ import annotations

from bot.chat import Reply, Request
from bot.commands.desk import Desk
from bot.messages import replies, rules
from watchers.errors import RuleError
from watchers.watchlist import AlreadyWatched, LimitReached


async def watch(request: Request, desk: Desk) -> Reply:
    """Saves the rule at once and says what it means and what it would have matched."""
    if not request.words:
        return Reply(desk.words.say("watch-how"))
    try:
        added = await desk.watchlist.watch(desk.subscriber, request.words)
    except RuleError as error:
        return Reply(rules.complain(error, desk.words))
    match added:
        case LimitReached(limit):
            return Reply(desk.words.say("watch-limit", limit=limit))
        case AlreadyWatched():
            return replies.already_watched(added, desk.words, desk.watchlist.catalogue)
    paused = desk.subscriber.paused is not None
    return replies.watch_added(added, desk.words, desk.watchlist.catalogue, paused, desk.now())


async def watches(request: Request, desk: Desk) -> Reply:
    """Lists the watches in force."""
    return replies.watch_list(await desk.watchlist.watches(desk.subscriber), desk.words)


async def unwatch(request: Request, desk: Desk) -> Reply:
    """Takes a watch away, and offers to put it back."""
    number = _number(request.words)
    if number is None:
        return Reply(desk.words.say("unwatch-how"))
    removed = await desk.watchlist.unwatch(desk.subscriber, number)
    if removed is None:
        return Reply(desk.words.say("unwatch-unknown", name=f"W{number}"))
    return replies.unwatched(removed, desk.words)


def _number(words: str) -> int | None:
    """3 of ``W3``, ``w3`` or ``3``."""
    digits = words.strip().upper().removeprefix("W")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
