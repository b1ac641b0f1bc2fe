"""/admin and /broadcast: what operators see and do, in their private chats."""

from __future__ import annotations

from dataclasses import replace

from bot.callbacks import admin as buttons
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, existing, handles
from bot.messages import admin as messages
from bot.messages import held_lists
from watchers.errors import StoreError
from watchers.model import AlertId
from watchers.store.subscribers import SearchId

MAX_ANNOUNCEMENT = 3_000
"""Characters; a message has room for them with its heading."""


async def admin(request: Request, context: CommandContext) -> Reply:
    """Show how the service is."""
    return messages.overview(await context.administration.overview(), context.t, context.now())


@handles
async def _show(payload: buttons.ShowAdmin, context: CommandContext) -> Reply:
    shown = messages.overview(await context.administration.overview(), context.t, context.now())
    # Often nothing has changed, and the press must not seem to be lost.
    return replace(shown, edits=True, toast=context.t.text("admin-as-of", at=context.t.time(context.now())))


@handles
async def _incidents(payload: buttons.ShowIncidents, context: CommandContext) -> Reply:
    overview = await context.administration.overview()
    return messages.incidents(overview.service.incidents, payload.page, context.t, context.now())


@handles
async def _back_up(payload: buttons.BackUp, context: CommandContext) -> Reply:
    try:
        made = await context.administration.back_up()
    except (StoreError, OSError) as error:
        return context.t.reply("admin-backup-failed", problem=type(error).__name__)
    shown = await _show(buttons.ShowAdmin(), context)
    return replace(shown, toast=context.t.text("admin-backup-made", size=f"{made.size_bytes / 1e6:.1f}"))


# ---- lists that were replaced as a whole -------------------------------------------------------------


@handles
async def _show_held(payload: buttons.ShowHeldList, context: CommandContext) -> Reply:
    found = existing(await context.administration.held_list(payload.version), "held-over")
    return held_lists.entries(found, context.t)


@handles
async def _keep_holding(payload: buttons.KeepHolding, context: CommandContext) -> Reply:
    found = existing(await context.administration.held_list(payload.version), "held-over")
    return held_lists.kept(found.held, context.t)


@handles
async def _approve_held(payload: buttons.ApproveHeldList, context: CommandContext) -> Reply:
    """Approve what the message shows; if another version is held meanwhile, show that one and ask again."""
    held = existing(await context.administration.approve_list(payload.version, payload.seal), "held-over")
    if held.seal != payload.seal:
        return held_lists.superseded(held, context.t)
    return held_lists.approved(held, context.t)


# ---- dead letters ----------------------------------------------------------------------------------


@handles
async def _dead_letters(payload: buttons.ShowDeadLetters, context: CommandContext) -> Reply:
    return await _listed(context, payload.page)


@handles
async def _settle(payload: buttons.RetryDead | buttons.DropDead, context: CommandContext) -> Reply:
    retries = isinstance(payload, buttons.RetryDead)
    settle = context.administration.retry if retries else context.administration.drop
    count = await settle(AlertId(payload.alert) if payload.alert else None)
    context.deliver()
    toast = context.t.text("admin-retried" if retries else "admin-dropped", count=count)
    return replace(await _listed(context), toast=toast)


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
async def _how(payload: buttons.HowToAnnounce, context: CommandContext) -> Reply:
    return context.t.reply("broadcast-how")


@handles
async def _announce(payload: buttons.Announce, context: CommandContext) -> Reply:
    count = await context.administration.announce(context.subscriber.id, SearchId(payload.text))
    if count is None:
        return context.t.reply("broadcast-over", edits=True)
    context.deliver()
    return context.t.reply("broadcast-done", edits=True, count=count)


@handles
async def _drop(payload: buttons.DropAnnouncement, context: CommandContext) -> Reply:
    return context.t.reply("broadcast-dropped", edits=True)
