"""/watch, /watches and /unwatch, and the buttons of watches."""

from __future__ import annotations

from dataclasses import replace

from bot.callbacks import (
    KeepRules,
    Mute,
    OnlyWords,
    ReadAnew,
    Restore,
    UndoOnlyWords,
    Unmute,
    Unwatch,
    WatchesPage,
    WatchSuggested,
    WithoutPart,
)
from bot.chat import Reply, Request
from bot.commands.context import Desk, handles
from bot.messages import replies, rules
from watchers.errors import RuleError
from watchers.model import SearchId
from watchers.services.watches import AlreadyWatched, LimitReached, RuleAdded


async def watch(request: Request, desk: Desk) -> Reply:
    """Save the rule at once, and show what it means and what it would have matched."""
    if not request.words:
        return Reply(desk.words.say("watch-how"))
    try:
        added = await desk.watchlist.watch(desk.subscriber, request.words)
    except RuleError as error:
        return rules.refused(error, desk.words, await _suggested(error, desk))
    return _added(added, desk)


async def _suggested(error: RuleError, desk: Desk) -> list[tuple[SearchId, str]]:
    """Store the rules that may be meant, so that buttons can watch them; an example is no such rule."""
    suggestions = [rule for rule in (error.instead, error.other) if rule and not error.is_example]
    return [(await desk.watchlist.suggest(desk.subscriber, rule), rule) for rule in suggestions]


def _added(added: RuleAdded | AlreadyWatched | LimitReached, desk: Desk) -> Reply:
    match added:
        case LimitReached(limit):
            return Reply(desk.words.say("watch-limit", limit=limit))
        case AlreadyWatched():
            return replies.already_watched(added, desk.words, desk.watchlist.catalog)
    paused = desk.subscriber.paused is not None
    return replies.watch_added(added, desk.words, desk.watchlist.catalog, paused, desk.now())


async def watches(request: Request, desk: Desk) -> Reply:
    """List the active watches."""
    return replies.watch_list(await desk.watchlist.watches(desk.subscriber), desk.words)


async def unwatch(request: Request, desk: Desk) -> Reply:
    """Remove a watch, and offer to restore it."""
    number = _number(request.words)
    if number is None:
        return Reply(desk.words.say("unwatch-how"))
    removed = await desk.watchlist.unwatch(desk.subscriber, number)
    return replies.unwatched(removed, desk.words) if removed else _unknown(number, desk)


@handles(WatchesPage)
async def _turn(payload: WatchesPage, desk: Desk) -> Reply:
    return replies.watch_list(await desk.watchlist.watches(desk.subscriber), desk.words, payload.page, edits=True)


@handles(Mute)
async def _mute(payload: Mute, desk: Desk) -> Reply:
    watch = await desk.watchlist.mute(desk.subscriber, payload.watch, True)
    return replies.muted(watch, desk.words) if watch else _unknown(payload.watch, desk)


@handles(Unmute)
async def _unmute(payload: Unmute, desk: Desk) -> Reply:
    watch = await desk.watchlist.mute(desk.subscriber, payload.watch, False)
    if watch is None:
        return _unknown(payload.watch, desk)
    return Reply(desk.words.say("unmuted", name=watch.name, rule=watch.typed), edits=True)


@handles(Unwatch)
async def _remove(payload: Unwatch, desk: Desk) -> Reply:
    watch = await desk.watchlist.unwatch(desk.subscriber, payload.watch)
    return replies.unwatched(watch, desk.words, edits=True) if watch else _unknown(payload.watch, desk)


@handles(Restore)
async def _restore(payload: Restore, desk: Desk) -> Reply:
    watch = await desk.watchlist.restore(desk.subscriber, payload.watch)
    if watch is None:
        return _unknown(payload.watch, desk)
    return Reply(desk.words.say("restored", name=watch.name, rule=watch.typed), edits=True)


@handles(OnlyWords)
async def _only_words(payload: OnlyWords, desk: Desk) -> Reply:
    found = await desk.watchlist.only_words(desk.subscriber, payload.watch)
    return _reworded(found, payload.watch, desk, undo=True)


@handles(UndoOnlyWords)
async def _undo_only_words(payload: UndoOnlyWords, desk: Desk) -> Reply:
    found = await desk.watchlist.as_before(desk.subscriber, payload.watch)
    return _reworded(found, payload.watch, desk, undo=False)


@handles(WatchSuggested)
async def _watch_suggested(payload: WatchSuggested, desk: Desk) -> Reply:
    try:
        added = await desk.watchlist.watch_suggested(desk.subscriber, SearchId(payload.rule))
    except RuleError as error:
        return rules.refused(error, desk.words)
    return _added(added, desk) if added else Reply(desk.words.say("old-button"))


@handles(WithoutPart)
async def _without_part(payload: WithoutPart, desk: Desk) -> Reply:
    found = await desk.watchlist.without_part(desk.subscriber, payload.watch, payload.part, payload.of)
    return _reworded(found, payload.watch, desk, undo=True)


@handles(ReadAnew)
async def _read_anew(payload: ReadAnew, desk: Desk) -> Reply:
    found = await desk.watchlist.as_before(desk.subscriber, payload.watch)
    return replace(_reworded(found, payload.watch, desk, undo=False), edits=False)


@handles(KeepRules)
async def _keep_rules(payload: KeepRules, desk: Desk) -> Reply:
    return Reply(desk.words.say("rules-kept"), edits=True)


def _reworded(found: RuleAdded | AlreadyWatched | None, number: int, desk: Desk, undo: bool) -> Reply:
    match found:
        case RuleAdded():
            return replies.watch_reworded(found, desk.words, desk.watchlist.catalog, desk.now(), undo)
        case AlreadyWatched():
            return replies.already_watched(found, desk.words, desk.watchlist.catalog)
        case _:
            return _unknown(number, desk)


def _unknown(number: int, desk: Desk) -> Reply:
    return Reply(desk.words.say("unwatch-unknown", name=f"W{number}"))


def _number(words: str) -> int | None:
    """Return 3 for ``W3``, ``w3`` or ``3``; None for other text."""
    digits = words.strip().upper().removeprefix("W")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
