"""/settings, /pause, /resume, /language, /timezone, /quiet and /digest: one message for each, edited in place."""

from __future__ import annotations

from dataclasses import replace

from bot import zones
from bot.callbacks import settings as buttons
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, Refusal, existing, handles, known_watch
from bot.commands.typed_times import is_off, read_quiet, read_timing
from bot.messages import digests as digest_messages
from bot.messages import settings as messages
from bot.messages.text import LANGUAGES, language_named, plain
from watchers.model import AlertId, chat_of
from watchers.model.times import DAILY, QuietHours, QuietMode, Sound, Timing
from watchers.services.times import ChosenTimes, TimedWatch

ZONE = "zone"
"""The topic of a text that names a city."""


async def settings(request: Request, context: CommandContext) -> Reply:
    """Show all settings of this chat."""
    await context.times.end_input(context.subscriber, context.user)
    return await _settings(context)


async def _settings(context: CommandContext) -> Reply:
    chosen = await context.times.chosen(context.subscriber)
    is_open = await context.chats.is_open(chat_of(context.subscriber.address)) if context.in_group else None
    return messages.settings(chosen, is_open, context.t, context.now())


@handles
async def _show_settings(payload: buttons.ShowSettings, context: CommandContext) -> Reply:
    await context.times.end_input(context.subscriber, context.user)
    return _edited(await _settings(context))


@handles
async def _let_members(payload: buttons.LetMembers, context: CommandContext) -> Reply:
    await context.chats.set_open(chat_of(context.subscriber.address), payload.may)
    return _edited(await _settings(context))


@handles
async def _show_setting(payload: buttons.ShowSetting, context: CommandContext) -> Reply:
    t, chosen = context.t, await context.times.chosen(context.subscriber)
    match payload.setting:
        case "language":
            return _edited(messages.language(t))
        case "zone":
            return _edited(await _zone_question(chosen, context))
        case "quiet":
            return _edited(messages.quiet_question(chosen.quiet, t))
        case "new":
            return _edited(messages.new_question(chosen.new, t))
        case "sound":
            return _edited(messages.sound_question(chosen.sound, t))


# ---- pauses ----------------------------------------------------------------------------------------


async def pause(request: Request, context: CommandContext) -> Reply:
    """Hold all alerts; matching continues."""
    await context.watchlist.pause(context.subscriber)
    return context.t.reply("paused", context.t.button("resume", buttons.Resume()))


async def resume(request: Request, context: CommandContext) -> Reply:
    """End the pause and send the held alerts."""
    return await _end_pause(buttons.Resume(), context)


@handles
async def _end_pause(payload: buttons.Resume, context: CommandContext) -> Reply:
    released = await context.watchlist.resume(context.subscriber)
    context.deliver()
    return messages.resumed(released, context.t)


# ---- language --------------------------------------------------------------------------------------


async def language(request: Request, context: CommandContext) -> Reply:
    """Choose the language by its name; without a known one, offer the languages."""
    await context.times.end_input(context.subscriber, context.user)
    chosen = language_named(request.words)
    if chosen is None:
        return messages.language(context.t)
    await context.times.set_language(context.subscriber, chosen)
    return messages.language_set(context.in_language(chosen).t)


@handles
async def _choose_language(payload: buttons.ChooseLanguage, context: CommandContext) -> Reply:
    if payload.language not in LANGUAGES:
        raise Refusal("old-button")
    await context.times.set_language(context.subscriber, payload.language)
    spoken = context.in_language(payload.language)
    return _edited(await _settings(spoken), spoken.t.text("language-set"))


# ---- time zone -------------------------------------------------------------------------------------


async def timezone(request: Request, context: CommandContext) -> Reply:
    """Set the time zone by the name of a city; without one, ask for it."""
    if request.words:
        return await name_zone(request.words, context)
    return await _zone_question(await context.times.chosen(context.subscriber), context)


async def awaits_zone(context: CommandContext) -> bool:
    """Return whether the person was asked for a city."""
    return await context.times.awaited_input(context.subscriber, context.user) == ZONE


async def name_zone(typed: str, context: CommandContext) -> Reply:
    """Set the time zone by the name of a city, or offer those that may be meant."""
    found = zones.find(typed)
    if len(found) != 1:
        await context.times.end_input(context.subscriber, context.user)
        return messages.zone_unknown(typed, found, context.t)
    return await _set_zone(found[0], context)


async def share_location(request: Request, context: CommandContext) -> Reply:
    """Set the time zone to that of the place that the person shared."""
    assert request.location is not None
    return await _set_zone(zones.nearest(*request.location), context)


@handles
async def _choose_zone(payload: buttons.SetZone, context: CommandContext) -> Reply:
    if not zones.is_zone(payload.zone):
        raise Refusal("old-button")
    return _edited(await _set_zone(payload.zone, context))


@handles
async def _offer_location(payload: buttons.ShareLocation, context: CommandContext) -> Reply:
    return Reply(context.t.format("zone-share"), asks_location=context.t.text("button-location"))


async def _set_zone(zone: str, context: CommandContext) -> Reply:
    await context.times.set_zone(context.subscriber, zone)
    await context.times.end_input(context.subscriber, context.user)
    chosen = await context.times.chosen(context.subscriber)
    return messages.zone_set(chosen.zone, context.t, context.now())


async def _zone_question(chosen: ChosenTimes, context: CommandContext) -> Reply:
    """Ask for a city; in a private chat, the next text is the answer."""
    private = not context.in_group
    if private:
        await context.times.await_input(context.subscriber, context.user, ZONE)
    return messages.zone_question(chosen.zone, context.t, context.now(), private)


# ---- quiet hours and sounds ------------------------------------------------------------------------


async def quiet(request: Request, context: CommandContext) -> Reply:
    """Set the quiet hours as typed, or ask for them."""
    await context.times.end_input(context.subscriber, context.user)
    typed = request.words
    if not typed:
        chosen = await context.times.chosen(context.subscriber)
        return messages.quiet_question(chosen.quiet, context.t)
    hours = None if is_off(typed) else existing(read_quiet(typed), "quiet-how")
    await context.times.set_quiet(context.subscriber, hours)
    context.deliver()
    return messages.quiet_set(hours, context.t)


@handles
async def _set_quiet(payload: buttons.SetQuiet, context: CommandContext) -> Reply:
    hours = None
    if payload.mode != "off" and payload.start != payload.stop:
        hours = QuietHours(QuietMode(payload.mode), payload.start, payload.stop)
    await context.times.set_quiet(context.subscriber, hours)
    context.deliver()
    return _edited(messages.quiet_question(hours, context.t), plain(messages.quiet_hours(hours, context.t)))


@handles
async def _set_sound(payload: buttons.SetSound, context: CommandContext) -> Reply:
    await context.times.set_sound(context.subscriber, Sound(payload.sound))
    return _edited(await _settings(context), context.t.text(f"sound-{payload.sound}"))


# ---- digests ---------------------------------------------------------------------------------------


async def digest(request: Request, context: CommandContext) -> Reply:
    """Set when a watch or all watches send, as typed; without words, list when each sends."""
    await context.times.end_input(context.subscriber, context.user)
    if request.words:
        typed = existing(read_timing(request.words), "digest-how")
        if typed.watch is not None:
            return messages.mode_set(await _set_timing(typed.watch, typed.timing, context), context.t)
        await context.times.set_all(context.subscriber, typed.timing)
        context.deliver()
    return await _digests(context)


async def _digests(context: CommandContext, page: int = 0) -> Reply:
    """Show when each watch sends; without any, when new ones will."""
    watches = await context.times.watches(context.subscriber)
    if watches:
        return messages.digests(watches, context.t, page)
    chosen = await context.times.chosen(context.subscriber)
    return messages.new_question(chosen.new, context.t)


@handles
async def _show_digests(payload: buttons.ShowDigests, context: CommandContext) -> Reply:
    return _edited(await _digests(context, payload.page))


@handles
async def _show_modes(payload: buttons.ShowModes, context: CommandContext) -> Reply:
    return _edited(messages.modes(await _timed(payload.watch, context), context.t))


@handles
async def _set_mode(payload: buttons.SetMode, context: CommandContext) -> Reply:
    timing = messages.timing_of(payload.every, payload.minute, payload.weekday)
    toast = plain(messages.timing(timing, context.t))
    if payload.watch:
        return _edited(messages.modes(await _set_timing(payload.watch, timing, context), context.t), toast)
    await context.times.set_all(context.subscriber, timing)
    context.deliver()
    return _edited(await _digests(context), toast)


@handles
async def _make_instant(payload: buttons.MakeInstant, context: CommandContext) -> Reply:
    timed = await _set_timing(payload.watch, None, context)
    return replace(messages.modes(timed, context.t), toast=plain(messages.timing(None, context.t)))


@handles
async def _set_new_mode(payload: buttons.SetNewMode, context: CommandContext) -> Reply:
    timing = messages.timing_of(payload.every, payload.minute, payload.weekday)
    await context.times.set_new(context.subscriber, timing)
    return _edited(await _settings(context), plain(messages.timing(timing, context.t)))


@handles
async def _turn_digest(payload: buttons.DigestPage, context: CommandContext) -> Reply:
    found = await context.times.digest(context.subscriber, AlertId(payload.digest), payload.page)
    alert = existing(found, "old-button")
    assert alert.digest is not None
    assert alert.page is not None
    return digest_messages.digest(alert, alert.digest, alert.page, context.t, edits=True)


async def _set_timing(number: int, timing: Timing | None, context: CommandContext) -> TimedWatch:
    known_watch(await context.times.set_timing(context.subscriber, number, timing), number)
    context.deliver()
    return await _timed(number, context)


async def _timed(number: int, context: CommandContext) -> TimedWatch:
    found = await context.times.watches(context.subscriber)
    return known_watch(next((each for each in found if each.watch.number == number), None), number)


# ---- the question after the first watches ----------------------------------------------------------


async def ask_times(context: CommandContext) -> Reply:
    """Ask when alerts should be sent: shown after the first watches."""
    chosen = await context.times.chosen(context.subscriber)
    return messages.times_question(chosen, context.t, context.now())


@handles
async def _ask_times(payload: buttons.AskTimes, context: CommandContext) -> Reply:
    return _edited(await ask_times(context))


@handles
async def _choose_times(payload: buttons.ChooseTimes, context: CommandContext) -> Reply:
    timing = DAILY if payload.choice == "daily" else None
    hours = QuietHours(QuietMode.HOLD, *messages.NIGHT) if payload.choice == "night" else None
    await context.times.set_default(context.subscriber, timing)
    await context.times.set_quiet(context.subscriber, hours)
    context.deliver()
    return _edited(messages.times_chosen(await context.times.chosen(context.subscriber), context.t))


def _edited(reply: Reply, toast: str = "") -> Reply:
    return replace(reply, edits=True, toast=toast)
