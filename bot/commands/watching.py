"""/watch, /watches with taps, /unwatch, /alias, and links that copy a watch or a pack to another chat."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from bot.callbacks import watching as buttons
from bot.callbacks.start import ShowPack
from bot.chat import Button, Reply, Request
from bot.commands.alert_buttons import mute_length
from bot.commands.context import CommandContext, Refusal, existing, handles, known_watch
from bot.messages import aliases, corrections, drafts, watch_list
from bot.messages import start as start_messages
from bot.messages import watches as answers
from bot.messages.alert_buttons import muted, unmuted
from bot.messages.items import MAX_RULE_LENGTH, called, watch_title
from bot.messages.text import Html, plain
from watchers.errors import RuleError
from watchers.model import Watch
from watchers.model.times import DAILY
from watchers.services import packs
from watchers.services.aliases import AliasAdded, AliasId, AliasRemoved
from watchers.services.overview import WatchStatus
from watchers.services.watches import AlreadyWatched, LimitReached, RuleAdded
from watchers.store.mutes import MuteId
from watchers.store.subscribers import SearchId

NUMBERS = re.compile(r"[Ww]?[0-9]{1,9}(?:[\s,、，]+[Ww]?[0-9]{1,9})*", re.ASCII)
NUMBER = re.compile("[Ww]([0-9]{1,9})")
SHARED_WATCH, SHARED_PACK = "w_", "p_"
"""What a link begins with, after ``start=``."""


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
        return answers.describe_error(error, t, suggestions)
    return _added(outcome, context)


def _added(outcome: RuleAdded | AlreadyWatched | LimitReached, context: CommandContext) -> Reply:
    t = context.t
    match outcome:
        case LimitReached(limit):
            return t.reply("watch-limit", limit=limit)
        case AlreadyWatched() as known:
            return answers.already_watched(known, t, context.catalog)
        case RuleAdded() as added:
            paused = context.subscriber.paused is not None
            return answers.watch_added(added, t, context.catalog, paused, context.now())


@handles
async def _mute_or_unmute(payload: buttons.Mute | buttons.Unmute, context: CommandContext) -> Reply:
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
    return watch_list.restored([watch], context.t)


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


# ---- all watches -----------------------------------------------------------------------------------


async def watches(request: Request, context: CommandContext) -> Reply:
    """Show the watches, each with when it sends and how much it brings, or the one whose number was typed."""
    return await numbered(request.words, context) or await _list(context)


def number_of(typed: str) -> int | None:
    """Return the number of a watch as people type it (``W3``, or in full width); None for other text."""
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", typed))
    return int(found[1]) if found else None


async def numbered(typed: str, context: CommandContext) -> Reply | None:
    """Return the screen of the watch whose number was typed; None if no watch has it."""
    number = number_of(typed)
    found = None if number is None else await context.watchlist.overview.one(context.subscriber, number)
    return None if found is None else replace(watch_list.one(found, context.t, context.now()), edits=False)


async def _list(context: CommandContext, page: int = 0) -> Reply:
    found = await context.watchlist.overview.of(context.subscriber)
    mutes = await context.watchlist.mutes.of(context.subscriber)
    return watch_list.watch_list(found, mutes, context.t, context.now(), page)


@handles
async def _turn(payload: buttons.WatchesPage, context: CommandContext) -> Reply:
    return replace(await _list(context, payload.page), edits=True)


@handles
async def _unfit(payload: buttons.ShowUnfit, context: CommandContext) -> Reply:
    return replace(watch_list.unfit(await context.watchlist.overview.of(context.subscriber), context.t), edits=True)


@handles
async def _how(payload: buttons.HowToWatch, context: CommandContext) -> Reply:
    return context.t.reply("watch-how")


@handles
async def _end_silence(payload: buttons.EndSilence, context: CommandContext) -> Reply:
    await context.watchlist.mutes.end(context.subscriber, MuteId(payload.mute))
    return replace(await _list(context), edits=True, toast=context.t.text("silence-ended"))


# ---- one watch -------------------------------------------------------------------------------------


@handles
async def _show(payload: buttons.ShowWatch, context: CommandContext) -> Reply:
    return watch_list.one(await _status(payload.watch, context), context.t, context.now())


@handles
async def _mute_times(payload: buttons.ShowWatchMute, context: CommandContext) -> Reply:
    return watch_list.mute_times((await _status(payload.watch, context)).watch, context.t)


@handles
async def _mute(payload: buttons.MuteWatch, context: CommandContext) -> Reply:
    length, mutes = mute_length(payload.hours), context.watchlist.mutes
    watch = known_watch(await mutes.mute_watch(context.subscriber, payload.watch, length), payload.watch)
    toast = plain(muted(watch.name, watch.muted_until, context.t, context.now()))
    return watch_list.one(await _status(payload.watch, context), context.t, context.now(), toast)


@handles
async def _unmute(payload: buttons.UnmuteWatch, context: CommandContext) -> Reply:
    watch = known_watch(await context.watchlist.mutes.unmute_watch(context.subscriber, payload.watch), payload.watch)
    toast = plain(unmuted(watch.name, context.t))
    return watch_list.one(await _status(payload.watch, context), context.t, context.now(), toast)


@handles
async def _test(payload: buttons.TryWatch, context: CommandContext) -> Reply:
    found = await context.watchlist.test(context.subscriber, payload.watch)
    return watch_list.tested(known_watch(found, payload.watch), context.t, context.catalog, context.now())


async def _status(number: int, context: CommandContext) -> WatchStatus:
    return known_watch(await context.watchlist.overview.one(context.subscriber, number), number)


# ---- typed answers ---------------------------------------------------------------------------------


@handles
async def _edit_rule(payload: buttons.EditRule, context: CommandContext) -> Reply:
    watch = (await _status(payload.watch, context)).watch
    await context.times.await_input(context.subscriber, context.user, f"rule:{watch.number}")
    return watch_list.ask_rule(watch, context.t)


@handles
async def _name_watch(payload: buttons.NameWatch, context: CommandContext) -> Reply:
    watch = (await _status(payload.watch, context)).watch
    await context.times.await_input(context.subscriber, context.user, f"name:{watch.number}")
    return watch_list.ask_name(watch, context.t)


async def answer_question(request: Request, context: CommandContext) -> Reply | None:
    """Change the watch that a reply to our question is about. Return None if nothing was asked."""
    topic = await context.times.awaited_input(context.subscriber, context.user) or ""
    kind, _, number = topic.partition(":")
    if kind == "rule":
        return await _reword(int(number), request.words, context)
    if kind == "name":
        return await _rename(int(number), request.words, context)
    return None


async def _reword(number: int, typed: str, context: CommandContext) -> Reply:
    """Give a watch another text; the question stays open while the text cannot be read."""
    try:
        found = await context.watchlist.reword(context.subscriber, number, typed)
    except RuleError as error:
        return answers.describe_error(error, context.t)
    await context.times.end_input(context.subscriber, context.user)
    return reworded(found, number, context, edits=False)


async def _rename(number: int, label: str, context: CommandContext) -> Reply:
    await context.times.end_input(context.subscriber, context.user)
    label = "" if label.strip() == "-" else label
    watch = known_watch(await context.watchlist.overview.rename(context.subscriber, number, label), number)
    key = "watch-named" if watch.label else "watch-unnamed"
    return context.t.reply(key, watch_list.to_watch(watch), name=watch.name, title=watch_title(watch, context.t))


@handles
async def _reword_as_offered(payload: buttons.Reword, context: CommandContext) -> Reply:
    typed = await context.watchlist.trials.text(context.subscriber, SearchId(payload.rule))
    found = await context.watchlist.reword(context.subscriber, payload.watch, existing(typed, "old-button"))
    return reworded(found, payload.watch, context)


def reworded(
    found: RuleAdded | AlreadyWatched | None,
    number: int,
    context: CommandContext,
    undo: bool = True,
    edits: bool = True,
) -> Reply:
    """Return a watch after its text changed. Raises Refusal if the chat has none with this number."""
    if found is None:
        raise Refusal("unwatch-unknown", name=f"W{number}")
    if isinstance(found, AlreadyWatched):
        return answers.already_watched(found, context.t, context.catalog)
    return answers.watch_reworded(found, context.t, context.catalog, context.now(), undo, edits)


# ---- removing --------------------------------------------------------------------------------------


async def unwatch(request: Request, context: CommandContext) -> Reply:
    """Remove watches by their numbers, by name, or the one of the alert that the command replies to."""
    words = request.words
    if NUMBERS.fullmatch(numbers := unicodedata.normalize("NFKC", words)):
        return await remove([int(number) for number in re.findall("[0-9]+", numbers)], context, edits=False)
    if words:
        return await _remove_one_of(await context.watchlist.overview.named(context.subscriber, words), words, context)
    if request.replied_to is None:
        return context.t.reply("unwatch-how")
    alert = await context.watchlist.alert_of_message(context.subscriber, request.replied_to)
    found = existing(alert, "why-unknown-message").all_reasons
    return await _remove_one_of(tuple(reason.watch for reason in found), "", context)


async def _remove_one_of(found: tuple[Watch, ...], words: str, context: CommandContext) -> Reply:
    if len(found) > 1:
        return watch_list.which(found, context.t)
    watch = existing(found or None, "unwatch-no-name", words=words[:60])[0]
    return await remove([watch.number], context, edits=False)


async def remove(numbers: list[int], context: CommandContext, edits: bool) -> Reply:
    """Remove watches. Raises Refusal if the chat has none of them."""
    removed = await context.watchlist.unwatch(context.subscriber, *numbers)
    known_watch(removed or None, numbers[0])
    return watch_list.removed(removed, _restore_button(removed), context.t, edits)


def _restore_button(removed: tuple[Watch, ...]) -> buttons.Restore | buttons.RestorePicked | None:
    """Return what puts watches back; None if their numbers are too far apart for one button."""
    numbers = [watch.number for watch in removed]
    if len(numbers) == 1:
        return buttons.Restore(numbers[0])
    start = min(numbers)
    if max(numbers) - start >= watch_list.PICKABLE:
        return None
    return buttons.RestorePicked(start, sum(1 << number - start for number in numbers))


@handles
async def _remove_watch(payload: buttons.RemoveWatch, context: CommandContext) -> Reply:
    return await remove([payload.watch], context, edits=True)


@handles
async def _pick(payload: buttons.PickWatches, context: CommandContext) -> Reply:
    found = await context.watchlist.overview.of(context.subscriber)
    return watch_list.pick(found, payload.first_watch, payload.picked, context.t)


@handles
async def _remove_picked(payload: buttons.RemovePicked, context: CommandContext) -> Reply:
    return await remove(_picked(payload), context, edits=True)


@handles
async def _restore_picked(payload: buttons.RestorePicked, context: CommandContext) -> Reply:
    found = [await context.watchlist.restore(context.subscriber, number) for number in _picked(payload)]
    return watch_list.restored([watch for watch in found if watch is not None], context.t)


def _picked(payload: buttons.RemovePicked | buttons.RestorePicked) -> list[int]:
    return [payload.first_watch + at for at in range(payload.picked.bit_length()) if payload.picked >> at & 1]


# ---- links -----------------------------------------------------------------------------------------


@handles
async def _share_watch(payload: buttons.ShareWatch, context: CommandContext) -> Reply:
    found = await context.watchlist.sharing.share(context.subscriber, payload.watch)
    watch, share = known_watch(found, payload.watch)
    title, back = watch_title(watch, context.t), watch_list.to_watch(watch)
    return watch_list.share(title, SHARED_WATCH + share.token, back, context.bot_name, context.t)


@handles
async def _share_pack(payload: buttons.SharePack, context: CommandContext) -> Reply:
    pack = existing(packs.by_id(payload.pack), "old-button")
    name = pack.names[context.t.language]
    back = Button(f"‹ {name}", ShowPack(pack.id, 0))
    return watch_list.share(name, SHARED_PACK + pack.id, back, context.bot_name, context.t)


async def shared(start: str, context: CommandContext) -> Reply | None:
    """Show what a link shares: a watch as a draft, or a pack. Return None for what follows no link of ours."""
    if start.startswith(SHARED_PACK):
        pack = packs.by_id(start.removeprefix(SHARED_PACK))
        found = await context.watchlist.trials.together(context.subscriber, pack.rules) if pack else None
        if pack is None or found is None:
            return None
        return replace(start_messages.pack(pack, 0, found, context.t, context.now()), edits=False)
    if not start.startswith(SHARED_WATCH):
        return None
    share = existing(await context.watchlist.sharing.by_token(start.removeprefix(SHARED_WATCH)), "share-gone")
    trial = await context.watchlist.trials.typed(context.subscriber, share.typed)
    return drafts.draft(trial, context.t, context.catalog, context.now())


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
