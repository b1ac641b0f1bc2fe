"""/deadlines, reminders and calendars."""

from __future__ import annotations

from dataclasses import replace

from bot.callbacks import deadlines as buttons
from bot.chat import Document, Reply, Request
from bot.commands.context import CommandContext, Refusal, existing, handles
from bot.messages import deadlines as messages
from bot.messages.sources import group_name
from watchers.model import ItemId

FILE = "deadlines.ics"


async def deadlines(request: Request, context: CommandContext) -> Reply:
    """List the deadlines of what this chat watches, by date."""
    return messages.agenda(await context.watchlist.deadlines.agenda(context.subscriber), context.t, context.now())


@handles
async def _turn(payload: buttons.DeadlinesPage, context: CommandContext) -> Reply:
    found = await context.watchlist.deadlines.agenda(context.subscriber)
    return messages.agenda(found, context.t, context.now(), payload.page, edits=True)


# ---- reminders -------------------------------------------------------------------------------------


@handles
async def _remind(payload: buttons.Remind, context: CommandContext) -> Reply:
    item = existing((await context.alert(payload.alert)).item, "why-unknown-message")
    deadline = await context.watchlist.deadlines.remind(context.subscriber, item.id)
    if deadline is None:
        return context.t.toast("remind-too-late")
    return context.t.toast("remind-on", day=context.t.day(deadline.day))


@handles
async def _remind_of_all(payload: buttons.RemindOfAll, context: CommandContext) -> Reply:
    found = await context.watchlist.deadlines.remind_of_all(context.subscriber, payload.on)
    toast = context.t.text("reminds-all-on" if payload.on else "reminds-all-off")
    return replace(messages.agenda(found, context.t, context.now(), edits=True), toast=toast)


@handles
async def _end(payload: buttons.EndReminder, context: CommandContext) -> Reply:
    await context.watchlist.deadlines.end(context.subscriber, ItemId(payload.item))
    return context.t.toast("remind-off")


@handles
async def _snooze(payload: buttons.SnoozeReminder, context: CommandContext) -> Reply:
    until = await context.watchlist.deadlines.snooze(context.subscriber, ItemId(payload.item))
    return context.t.toast("remind-snoozed", at=context.t.time(until))


# ---- calendars -------------------------------------------------------------------------------------


@handles
async def _file(payload: buttons.CalendarFile, context: CommandContext) -> Reply:
    """Send the deadlines of one item as a calendar file, or all of them."""
    service = context.watchlist.deadlines
    if payload.item:
        off = await service.switched_off(context.subscriber, ItemId(payload.item))
        if off is not None:
            raise Refusal("why-switched-off", group=group_name(off.group, context.t))
        listed = existing(await service.of_item(context.subscriber, ItemId(payload.item)) or None, "calendar-none")
    else:
        listed = await service.calendar(context.subscriber)
    file = Document(FILE, messages.calendar(listed, context.t))
    return replace(context.t.reply("calendar-done", count=len(listed)), document=file)


@handles
async def _link(payload: buttons.CalendarLink, context: CommandContext) -> Reply:
    address = existing(context.public_url or None, "calendar-no-address")
    secret = await context.watchlist.deadlines.calendar_secret(context.subscriber)
    return context.t.reply("calendar-link", url=f"{address}/cal/{secret}.ics")
