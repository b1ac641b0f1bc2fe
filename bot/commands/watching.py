"""/watch and /alias, and the buttons of their answers."""

from __future__ import annotations

from dataclasses import replace

from bot.callbacks import watching as buttons
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, Refusal, handles, known_watch
from bot.commands.watch_screens import numbered, remove, reworded
from bot.messages import aliases, corrections, rules
from bot.messages import watches as messages
from bot.messages.items import MAX_RULE_LENGTH, called
from bot.messages.text import Html
from bot.messages.watch_list import restored
from watchers.errors import RuleError
from watchers.model import Watch
from watchers.model.times import DAILY
from watchers.services.aliases import AliasAdded, AliasId, AliasRemoved
from watchers.services.watches import AlreadyWatched, LimitReached, RuleAdded
from watchers.store.subscribers import SearchId


async def watch(request: Request, context: CommandContext) -> Reply:
    """Save the rule at once, and show what it means and what it would have matched."""
    typed, t = request.words, context.t
    if not typed:
        return t.reply("watch-how")
    if (shown := await numbered(typed, context)) is not None:
        return shown
    try:
        outcome = await context.watchlist.watch(context.subscriber, typed)
    except RuleError as error:
        suggestions = await context.watchlist.trials.suggestions(context.subscriber, error)
        return rules.describe_error(error, t, suggestions)
    return _added(outcome, context)


def _added(outcome: RuleAdded | AlreadyWatched | LimitReached, context: CommandContext) -> Reply:
    t = context.t
    match outcome:
        case LimitReached(limit):
            return t.reply("watch-limit", limit=limit)
        case AlreadyWatched() as known:
            return messages.already_watched(known, t, context.catalog)
        case RuleAdded() as added:
            paused = context.subscriber.paused is not None
            return messages.watch_added(added, t, context.catalog, paused, context.now())


@handles
async def _mute(payload: buttons.Mute | buttons.Unmute, context: CommandContext) -> Reply:
    mutes = isinstance(payload, buttons.Mute)
    watch = known_watch(await context.watchlist.mute(context.subscriber, payload.watch, mutes), payload.watch)
    if not mutes:
        return context.t.reply("unmuted", edits=True, name=watch.name, rule=_rule(watch, context))
    unmute = context.t.button("unmute", buttons.Unmute(watch.number))
    return context.t.reply("muted", unmute, name=watch.name, rule=_rule(watch, context))


@handles
async def _remove(payload: buttons.Unwatch, context: CommandContext) -> Reply:
    return await remove([payload.watch], context, edits=True)


@handles
async def _restore(payload: buttons.Restore, context: CommandContext) -> Reply:
    watch = known_watch(await context.watchlist.restore(context.subscriber, payload.watch), payload.watch)
    return restored([watch], context.t)


@handles
async def _watch_suggested(payload: buttons.WatchSuggested, context: CommandContext) -> Reply:
    suggested = await context.watchlist.watch_suggested(context.subscriber, SearchId(payload.rule))
    if suggested is None:
        raise Refusal("old-button")
    return replace(_added(suggested, context), edits=True)


@handles
async def _watch_timed(payload: buttons.WatchTimed, context: CommandContext) -> Reply:
    timing = DAILY if payload.daily else None
    watched = await context.watchlist.watch_timed(context.subscriber, SearchId(payload.rule), timing)
    if watched is None:
        raise Refusal("old-button")
    return replace(_added(watched, context), edits=True)


@handles
async def _only_words(payload: buttons.OnlyWords, context: CommandContext) -> Reply:
    return reworded(await context.watchlist.only_words(context.subscriber, payload.watch), payload.watch, context)


@handles
async def _without_part(payload: buttons.WithoutPart, context: CommandContext) -> Reply:
    found = await context.watchlist.without_part(context.subscriber, payload.watch, payload.part, payload.of)
    return reworded(found, payload.watch, context)


@handles
async def _as_before(payload: buttons.UndoOnlyWords | buttons.ReadAnew, context: CommandContext) -> Reply:
    found = await context.watchlist.as_before(context.subscriber, payload.watch)
    edits = isinstance(payload, buttons.UndoOnlyWords)
    return reworded(found, payload.watch, context, undo=False, edits=edits)


@handles
async def _keep_rules(payload: buttons.KeepRules, context: CommandContext) -> Reply:
    return context.t.reply("rules-kept", edits=True)


def _rule(watch: Watch, context: CommandContext) -> Html:
    return called(watch, context.t, MAX_RULE_LENGTH)


# ---- aliases ---------------------------------------------------------------------------------------


async def alias(request: Request, context: CommandContext) -> Reply:
    """Add an alias of an entity, remove one, or list them."""
    if request.words.strip() == "-":
        stored = await context.watchlist.corrections.of(context.subscriber)
        return corrections.listed(stored, context.t, context.catalog)
    answered = await context.watchlist.aliases.answer(context.subscriber, request.words)
    return aliases.answer(answered, context.t, context.catalog)


@handles
async def _change_alias(payload: buttons.RemoveAlias | buttons.RestoreAlias, context: CommandContext) -> Reply:
    alias = AliasId(payload.alias)
    changed: AliasAdded | AliasRemoved | None
    if isinstance(payload, buttons.RemoveAlias):
        changed = await context.watchlist.aliases.remove(context.subscriber, alias)
    else:
        changed = await context.watchlist.aliases.restore(context.subscriber, alias)
    if changed is None:
        raise Refusal("alias-gone")
    return aliases.changed(changed, context.t, context.catalog, edits=True)
