"""The buttons below an alert: Mute, Not for me and Save; and /saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.callbacks import alert_buttons as buttons
from bot.callbacks.payload import Hours
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, existing, handles, known_watch
from bot.messages import alert_buttons as messages
from bot.messages import corrections
from watchers.model import Alert, AlertId
from watchers.services.corrections import proposed
from watchers.services.mutes import Mutable
from watchers.store.saved import SavedId


async def saved(request: Request, context: CommandContext) -> Reply:
    """List the saved items."""
    return messages.saved_list(await context.watchlist.saved.of(context.subscriber), context.t)


async def _alert(identifier: int, context: CommandContext) -> Alert:
    """Return an alert about one item. Raises Refusal if the chat has none with this ID."""
    alert = await context.alert(identifier)
    existing(alert.item, "why-unknown-message")
    return alert


# ---- mute ------------------------------------------------------------------------------------------


@handles
async def _show_mutes(payload: buttons.ShowMutes, context: CommandContext) -> Reply:
    found = await _mutable(payload.alert, context)
    return messages.mutes(AlertId(payload.alert), found, context.t)


@handles
async def _show_times(payload: buttons.ShowMuteTimes, context: CommandContext) -> Reply:
    return messages.mute_times(payload, context.t)


@handles
async def _close(payload: buttons.ShowAlertButtons, context: CommandContext) -> Reply:
    return messages.closed(await _alert(payload.alert, context), context.t)


@handles
async def _mute(payload: buttons.MuteFor, context: CommandContext) -> Reply:
    alert, length = await _alert(payload.alert, context), mute_length(payload.hours)
    mutes, asked, until = context.watchlist.mutes, (context.subscriber, AlertId(payload.alert), length), None
    match payload.what:
        case "w":
            muted = await mutes.mute_watch(context.subscriber, payload.watch, length)
            until = known_watch(muted, payload.watch).muted_until
        case "s":
            until = existing(await mutes.mute_source(*asked), "old-button").until
        case "t":
            until = existing(await mutes.mute_story(*asked), "old-button").until
    said = messages.muted(_name(payload, alert, context), until, context.t, context.now())
    return messages.closed(alert, context.t, said)


@handles
async def _end_mute(payload: buttons.EndMute, context: CommandContext) -> Reply:
    alert = await _alert(payload.alert, context)
    found, mutes = await _mutable(payload.alert, context), context.watchlist.mutes
    mute = found.source_mute if payload.what == "s" else found.story_mute
    if payload.what == "w":
        await mutes.unmute_watch(context.subscriber, payload.watch)
    elif mute is not None:
        await mutes.end(context.subscriber, mute.id)
    return messages.closed(alert, context.t, messages.unmuted(_name(payload, alert, context), context.t))


def _name(payload: buttons.MuteFor | buttons.EndMute, alert: Alert, context: CommandContext) -> str:
    """Return what is muted, in words."""
    assert alert.item is not None
    match payload.what:
        case "w":
            return f"W{payload.watch}"
        case "s":
            return alert.item.source_name
        case "t":
            return context.t.text("mute-story")


async def _mutable(alert: int, context: CommandContext) -> Mutable:
    return existing(await context.watchlist.mutes.below(context.subscriber, AlertId(alert)), "why-unknown-message")


def mute_length(hours: Hours) -> timedelta | None:
    """Return the length of a mute that a button says; None: until somebody ends it."""
    return timedelta(hours=hours) if hours else None


# ---- not for me ------------------------------------------------------------------------------------


@handles
async def _not_for_me(payload: buttons.NotForMe, context: CommandContext) -> Reply:
    alert = await _alert(payload.alert, context)
    reasons = alert.all_reasons
    if not payload.watch and len(reasons) > 1:
        return corrections.which_watch(alert, reasons, context.t)
    number = payload.watch or existing(reasons[:1] or None, "old-button")[0].watch.number
    found = await context.watchlist.refining.propose(context.subscriber, alert, number)
    has_names = bool(proposed(alert, context.catalog))
    return corrections.proposal(alert, existing(found, "old-button"), has_names, context.t, edits=bool(payload.watch))


@handles
async def _keep(payload: buttons.KeepWatch, context: CommandContext) -> Reply:
    return context.t.reply("refine-kept", edits=True, name=f"W{payload.watch}")


# ---- save ------------------------------------------------------------------------------------------


@handles
async def _save(payload: buttons.SaveItem, context: CommandContext) -> Reply:
    kept = await context.watchlist.saved.add(context.subscriber, AlertId(payload.alert))
    existing(kept, "why-unknown-message")
    return context.t.toast("saved")


@handles
async def _show_saved(payload: buttons.ShowSaved, context: CommandContext) -> Reply:
    return await _saved_page(payload.page, context)


@handles
async def _remove_saved(payload: buttons.RemoveSaved, context: CommandContext) -> Reply:
    await context.watchlist.saved.remove(context.subscriber, SavedId(payload.saved))
    return replace(await _saved_page(payload.page, context), toast=context.t.text("saved-removed"))


async def _saved_page(page: int, context: CommandContext) -> Reply:
    items = await context.watchlist.saved.of(context.subscriber)
    return replace(messages.saved_list(items, context.t, page), edits=True)
