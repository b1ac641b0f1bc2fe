"""/admin and /broadcast: what operators see and do, in their private chats."""

from __future__ import annotations

from dataclasses import replace

from bot.callbacks.admin import (
    Announce,
    BackUp,
    DropAnnouncement,
    DropDead,
    HowToAnnounce,
    RetryDead,
    ShowAdmin,
    ShowDeadLetters,
    ShowIncidents,
)
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, handles
from bot.commands.sources import require_operator
from bot.messages import admin as messages
from bot.messages.text import plain
from watchers.errors import StoreError
from watchers.model import AlertId
from watchers.store.subscribers import SearchId

MAX_ANNOUNCEMENT = 3_000
"""Characters; a message has room for them with its heading."""


async def admin(request: Request, context: CommandContext) -> Reply:
    """Show how the service is."""
    return messages.overview(await context.administration.overview(), context.t, context.now())


@handles
async def _show(payload: ShowAdmin, context: CommandContext) -> Reply:
    require_operator(context)
    return replace(messages.overview(await context.administration.overview(), context.t, context.now()), edits=True)


@handles
async def _incidents(payload: ShowIncidents, context: CommandContext) -> Reply:
    require_operator(context)
    overview = await context.administration.overview()
    return messages.incidents(overview.service.incidents, payload.page, context.t, context.now())


@handles
async def _back_up(payload: BackUp, context: CommandContext) -> Reply:
    require_operator(context)
    try:
        made = await context.administration.back_up()
    except (StoreError, OSError) as error:
        return context.t.reply("admin-backup-failed", problem=type(error).__name__)
    shown = await _show(ShowAdmin(), context)
    return replace(shown, toast=plain(context.t.format("admin-backup-made", size=f"{made.size_bytes / 1e6:.1f}")))


# ---- dead letters ----------------------------------------------------------------------------------


@handles
async def _dead_letters(payload: ShowDeadLetters, context: CommandContext) -> Reply:
    require_operator(context)
    return await _listed(context, payload.page)


@handles
async def _settle(payload: RetryDead | DropDead, context: CommandContext) -> Reply:
    require_operator(context)
    retries = isinstance(payload, RetryDead)
    settle = context.administration.retry if retries else context.administration.drop
    count = await settle(AlertId(payload.alert) if payload.alert else None)
    context.deliver()
    toast = context.t.format("admin-retried" if retries else "admin-dropped", count=count)
    return replace(await _listed(context), toast=plain(toast))


async def _listed(context: CommandContext, page: int = 0) -> Reply:
    return messages.dead_letters(await context.administration.dead_letters(), page, context.t)


# ---- announcements ---------------------------------------------------------------------------------


async def broadcast(request: Request, context: CommandContext) -> Reply:
    """Show an announcement as everybody would get it, and ask whether to send it."""
    text, t = request.words, context.t
    if not text:
        return t.reply("broadcast-how")
    if len(text) > MAX_ANNOUNCEMENT:
        return t.reply("broadcast-long", limit=MAX_ANNOUNCEMENT)
    stored = await context.watchlist.suggest(context.subscriber, text)
    return messages.preview(text, stored, await context.administration.recipients(), t)


@handles
async def _how(payload: HowToAnnounce, context: CommandContext) -> Reply:
    require_operator(context)
    return context.t.reply("broadcast-how")


@handles
async def _announce(payload: Announce, context: CommandContext) -> Reply:
    require_operator(context)
    count = await context.administration.announce(context.subscriber.id, SearchId(payload.text))
    if count is None:
        return context.t.reply("broadcast-over", edits=True)
    context.deliver()
    return context.t.reply("broadcast-done", edits=True, count=count)


@handles
async def _drop(payload: DropAnnouncement, context: CommandContext) -> Reply:
    require_operator(context)
    return context.t.reply("broadcast-dropped", edits=True)
