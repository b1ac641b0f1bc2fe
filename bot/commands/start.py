"""/start and /packs: the greeting, the topics, a starter pack, and the first example of an alert."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.callbacks import start as buttons
from bot.chat import ChatMessage, Reply, Request
from bot.commands.context import CommandContext, existing, handles
from bot.commands.settings import ask_times
from bot.commands.watching import shared
from bot.messages import explanations
from bot.messages import start as messages
from bot.messages.text import LANGUAGES, Html
from watchers.model import ItemId, PauseReason, Watch
from watchers.search import BackTest
from watchers.services import packs as shipped
from watchers.services.packs import Pack


async def start(request: Request, context: CommandContext) -> Reply:
    """Show what a link shares, or greet; a subscriber who blocked the bot before gets the held alerts."""
    if context.subscriber.paused in (PauseReason.UNREACHABLE, PauseReason.CLOSED):
        await context.watchlist.resume(context.subscriber)
        context.deliver()
    return await shared(request.words, context) or await _greeting(context)


async def added_to_group(request: Request, context: CommandContext) -> Reply:
    """Greet a group to which the bot was added; one that knows the bot is welcomed back."""
    watches = await context.watchlist.watches(context.subscriber)
    return await _greeting(context) if watches else messages.greet_group(context.t)


async def packs(request: Request, context: CommandContext) -> Reply:
    """Show the topics of all starter packs."""
    return messages.all_topics(shipped.load().all, _typed(context), context.t)


@handles
async def _set_language(payload: buttons.SetLanguage, context: CommandContext) -> Reply:
    if payload.language not in LANGUAGES:
        return context.t.reply("old-button")
    await context.times.set_language(context.subscriber, payload.language)
    return await _greeting(context.in_language(payload.language), edits=True)


@handles
async def _topics(payload: buttons.ShowTopics, context: CommandContext) -> Reply:
    show = messages.all_topics if payload.all else messages.greeting
    return show(shipped.load().all, _typed(context), context.t, edits=True)


@handles
async def _pack(payload: buttons.ShowPack, context: CommandContext) -> Reply:
    pack = existing(shipped.by_id(payload.pack), "old-button")
    found = await _preview(pack, payload.off, context)
    return messages.pack(pack, payload.off, found, context.t, context.now())


async def _greeting(context: CommandContext, edits: bool = False) -> Reply:
    watches = await context.watchlist.watches(context.subscriber)
    if not (context.known and watches):
        return messages.greeting(shipped.load().all, _typed(context), context.t, edits)
    sources, healthy = await context.watchlist.coverage.count_healthy()
    return messages.welcome_back(context.t, len(watches), sources, healthy, edits)


def _typed(context: CommandContext) -> Html:
    return messages.typed_example(not context.in_group, context.t)


async def _preview(pack: Pack, off: int, context: CommandContext) -> BackTest:
    texts = [entry.text for entry in pack.chosen(off)] or pack.rules
    return await context.watchlist.trials.together(context.subscriber, texts)


# ---- the first watches -----------------------------------------------------------------------------


@handles
async def _watch_pack(payload: buttons.WatchPack | buttons.AddPack, context: CommandContext) -> Reply:
    pack = existing(shipped.by_id(payload.pack), "old-button")
    off = payload.off if isinstance(payload, buttons.WatchPack) else 0
    chosen = [entry.text for entry in pack.chosen(off)]
    added = await context.watchlist.add_pack(context.subscriber, chosen)
    found = await _preview(pack, off, context)
    paused = context.subscriber.paused is not None
    reply = messages.pack_added(pack, added, found, context.t, context.now(), paused)
    if not added.added:
        return reply
    here = context.subscriber.address
    first = [ChatMessage(here, each) async for each in _first_steps(pack, found, added.added, context)]
    return replace(reply, notices=tuple(first))


async def _first_steps(
    pack: Pack, found: BackTest, watches: tuple[Watch, ...], context: CommandContext
) -> AsyncIterator[Reply]:
    """Yield an example of an alert, and the question about times."""
    trials, t = context.watchlist.trials, context.t
    if found.newest:
        stored = found.newest[0]
        if reasons := await trials.reasons(context.subscriber, watches, stored):
            yield messages.example(context.subscriber, stored, reasons, t, context.now())
    elif not found.looked_at:
        stored = shipped.sample_item(pack, t.language, context.now())
        if reasons := await trials.reasons(context.subscriber, watches, stored):
            yield messages.sample(stored, reasons[0], t)
    yield await ask_times(context)


@handles
async def _undo(payload: buttons.RemovePack, context: CommandContext) -> Reply:
    numbers = range(payload.first_watch, payload.first_watch + payload.count)
    removed = await context.watchlist.unwatch(context.subscriber, *numbers)
    return messages.pack_removed(removed, context.t)


@handles
async def _why_example(payload: buttons.WhyItem, context: CommandContext) -> Reply:
    found = await context.watchlist.why_item(context.subscriber, ItemId(payload.item))
    return explanations.describe(existing(found, "old-button"), context.t, context.catalog)
