"""/watch, /watches, /unwatch, /packs and /alias, and their buttons."""

from __future__ import annotations

from bot import callbacks
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, handles
from bot.messages import aliases, rules
from bot.messages import watches as messages
from watchers.errors import OwnNameError, RuleError
from watchers.services import packs as shipped
from watchers.services.aliases import OwnNameId
from watchers.services.watches import AlreadyWatched, LimitReached


async def watch(request: Request, context: CommandContext) -> Reply:
    """Save the rule at once, and show what it means and what it would have matched."""
    typed, t = request.words, context.t
    if not typed:
        return t.reply("watch-how")
    try:
        added = await context.watchlist.watch(context.subscriber, typed)
    except RuleError as error:
        return Reply(rules.describe_error(error, t))
    match added:
        case LimitReached(limit):
            return t.reply("watch-limit", limit=limit)
        case AlreadyWatched():
            return messages.already_watched(added, t, context.catalog)
    paused = context.subscriber.paused is not None
    return messages.watch_added(added, t, context.catalog, paused, context.now())


async def watches(request: Request, context: CommandContext) -> Reply:
    """List the active watches."""
    return messages.watch_list(await context.watchlist.watches(context.subscriber), context.t)


async def unwatch(request: Request, context: CommandContext) -> Reply:
    """Remove a watch, and offer to restore it."""
    digits = request.words.upper().removeprefix("W")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        return context.t.reply("unwatch-how")
    return await _unwatch(int(digits), context, edits=False)


@handles
async def _turn(payload: callbacks.WatchesPage, context: CommandContext) -> Reply:
    watches = await context.watchlist.watches(context.subscriber)
    return messages.watch_list(watches, context.t, payload.page, edits=True)


@handles
async def _mute(payload: callbacks.Mute | callbacks.Unmute, context: CommandContext) -> Reply:
    mutes = isinstance(payload, callbacks.Mute)
    watch = await context.watchlist.mute(context.subscriber, payload.watch, mutes)
    if watch is None:
        return _unknown(payload.watch, context)
    if not mutes:
        return context.t.reply("unmuted", edits=True, name=watch.name, rule=watch.typed)
    unmute = context.t.button("unmute", callbacks.Unmute(watch.number))
    return context.t.reply("muted", unmute, name=watch.name, rule=watch.typed)


@handles
async def _remove(payload: callbacks.Unwatch, context: CommandContext) -> Reply:
    return await _unwatch(payload.watch, context, edits=True)


async def _unwatch(number: int, context: CommandContext, edits: bool) -> Reply:
    watch = await context.watchlist.unwatch(context.subscriber, number)
    if watch is None:
        return _unknown(number, context)
    put_back = context.t.button("put-back", callbacks.Restore(watch.number))
    return context.t.reply("unwatch-done", put_back, edits=edits, name=watch.name, rule=watch.typed)


@handles
async def _restore(payload: callbacks.Restore, context: CommandContext) -> Reply:
    watch = await context.watchlist.restore(context.subscriber, payload.watch)
    if watch is None:
        return _unknown(payload.watch, context)
    return context.t.reply("restored", edits=True, name=watch.name, rule=watch.typed)


@handles
async def _only_words(payload: callbacks.OnlyWords | callbacks.UndoOnlyWords, context: CommandContext) -> Reply:
    rewords = isinstance(payload, callbacks.OnlyWords)
    change = context.watchlist.only_words if rewords else context.watchlist.as_before
    match await change(context.subscriber, payload.watch):
        case None:
            return _unknown(payload.watch, context)
        case AlreadyWatched() as known:
            return messages.already_watched(known, context.t, context.catalog)
        case changed:
            return messages.watch_reworded(changed, context.t, context.catalog, context.now(), undo=rewords)


def _unknown(number: int, context: CommandContext) -> Reply:
    return context.t.reply("unwatch-unknown", name=f"W{number}")


# ---- starter packs ---------------------------------------------------------------------------------


async def packs(request: Request, context: CommandContext) -> Reply:
    """List the starter packs, each with a button that adds it."""
    return messages.packs(shipped.load(), context.t)


@handles
async def _add_pack(payload: callbacks.AddPack, context: CommandContext) -> Reply:
    pack = shipped.by_id(payload.pack)
    if pack is None:
        return context.t.reply("old-button")
    added = await context.watchlist.add_pack(context.subscriber, pack)
    return messages.pack_added(pack, added, context.t, paused=context.subscriber.paused is not None)


@handles
async def _remove_pack(payload: callbacks.RemovePack, context: CommandContext) -> Reply:
    numbers = range(payload.first, payload.first + payload.count)
    return messages.pack_removed(await context.watchlist.remove_pack(context.subscriber, numbers), context.t)


# ---- aliases ---------------------------------------------------------------------------------------


async def alias(request: Request, context: CommandContext) -> Reply:
    """Add an alias of an entity, remove one, or list them."""
    try:
        answered = await context.watchlist.name(context.subscriber, request.words)
    except OwnNameError as error:
        return aliases.describe_error(error, context.t, context.catalog)
    return aliases.answer(answered, context.t, context.catalog)


@handles
async def _change_alias(payload: callbacks.RemoveAlias | callbacks.RestoreAlias, context: CommandContext) -> Reply:
    removes = isinstance(payload, callbacks.RemoveAlias)
    change = context.watchlist.take_name_back if removes else context.watchlist.name_again
    changed = await change(context.subscriber, OwnNameId(payload.alias))
    if changed is None:
        return context.t.reply("alias-gone")
    return aliases.changed(changed, context.t, context.catalog, edits=True)
