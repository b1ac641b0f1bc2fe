"""The settings of a chat on one screen, what each row opens, and the question when alerts should be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import zones
from bot.callbacks.personal import AskForget, ShowExport
from bot.callbacks.settings import (
    AskTimes,
    ChooseLanguage,
    ChooseTimes,
    LetMembers,
    Mode,
    SetMode,
    SetNewMode,
    SetQuiet,
    SetSound,
    SetZone,
    ShareLocation,
    ShowDigests,
    ShowModes,
    ShowSetting,
    ShowSettings,
)
from bot.callbacks.sources import ShowGroups
from bot.callbacks.watching import ShowWatch
from bot.chat import Button, Reply, Row
from bot.messages.items import MAX_RULE_LENGTH, called, title_line
from bot.messages.rows import in_rows, page_of
from bot.messages.text import LANGUAGES, Html, Translator, blocks, shortened
from watchers.model.times import DAILY, MORNING, Every, QuietHours, QuietMode, Sound, Timing
from watchers.services.times import ChosenTimes, TimedWatch
from watchers.services.watches import Resumed

NIGHT = (22 * 60, 7 * 60)
"""The quiet hours that are offered."""
NIGHTS = (NIGHT, (23 * 60, 6 * 60), (20 * 60, 8 * 60))
CITIES = (
    "Asia/Taipei",
    "Asia/Tokyo",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Europe/Brussels",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)
WATCHES_A_PAGE = 10
OFFERED: tuple[Timing | None, ...] = (None, Timing(Every.HOUR), DAILY, Timing(Every.WEEK, MORNING))
"""When alerts may be sent; other times can be typed."""


def settings(chosen: ChosenTimes, is_open: bool | None, t: Translator, now: datetime) -> Reply:
    """Return all settings, each with a button that opens it.

    ``is_open`` says whether every member of a group may change its watches; None for a private chat.
    """
    quiet = quiet_hours(chosen.quiet, t)
    rows = [
        t.format("settings-title"),
        t.format("settings-language", language=LANGUAGES[t.language]),
        t.format("settings-zone", zone=zone(chosen.zone, t, now)),
        t.format("settings-quiet", quiet=quiet),
        t.format("settings-new", timing=timing(chosen.new, t)),
        t.format("settings-sound", sound=t.format(f"sound-{chosen.sound.value}")),
        t.format("settings-sources", count=chosen.sources, all=chosen.all_sources),
        None if is_open is None else t.format("settings-open" if is_open else "settings-admins"),
    ]
    members = "settings-to-admins" if is_open else "settings-to-open"
    buttons = [
        t.button("button-language", ShowSetting("language")),
        t.button("button-zone", ShowSetting("zone")),
        t.button("button-quiet", ShowSetting("quiet")),
        t.button("button-new", ShowSetting("new")),
        t.button("button-sound", ShowSetting("sound")),
        t.button("button-sources", ShowGroups()),
        t.button("button-digests", ShowDigests(0)),
        *([] if is_open is None else [t.button(members, LetMembers(not is_open))]),
        t.button("button-export", ShowExport()),
        t.button("button-forget", AskForget()),
    ]
    return Reply(blocks(rows), in_rows(buttons, 2))


def zone(chosen: ZoneInfo, t: Translator, now: datetime) -> Html:
    """Return a time zone with its offset and its time now."""
    name, offset = zones.shown(str(chosen), t.language), zones.offset(chosen, now)
    at = t.in_zone(chosen).time(now)
    if name == offset:
        return t.format("zone-now", zone=name, at=at)
    return t.format("zone-offset-now", zone=name, offset=offset, at=at)


def timing(chosen: Timing | None, t: Translator) -> Html:
    """Return when alerts are sent, in words."""
    if chosen is None:
        return t.format("timing-now")
    at, day = clock(chosen.minute), t.weekday_name(chosen.weekday)
    match chosen.every:
        case Every.HOUR:
            return t.format("timing-hour")
        case Every.DAY:
            return t.format("timing-day", at=at)
        case Every.WEEK:
            return t.format("timing-week", at=at, day=day)


def quiet_hours(quiet: QuietHours | None, t: Translator) -> Html:
    """Return quiet hours and what happens in them, in words."""
    if quiet is None:
        return t.format("quiet-off")
    return t.format(f"quiet-{quiet.mode.value}", start=clock(quiet.start), stop=clock(quiet.stop))


def clock(minute: int) -> str:
    """Return a time of day: ``08:00``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def resumed(resumed: Resumed, t: Translator) -> Reply:
    """Say how many held alerts follow now, and how many of them as a list."""
    said = t.format("resumed", held=resumed.one_by_one + resumed.in_a_list)
    return Reply(blocks([said, t.format("resumed-list", listed=resumed.in_a_list) if resumed.in_a_list else None], " "))


# ---- rows ------------------------------------------------------------------------------------------


def language(t: Translator) -> Reply:
    """Return the question for the language."""
    buttons = [Button(name, ChooseLanguage(tag)) for tag, name in LANGUAGES.items()]
    return Reply(t.format("language-ask"), (*in_rows(buttons, 3), (_back(t),)))


def language_set(t: Translator) -> Reply:
    """Say which language was chosen."""
    return t.reply("language-set", _back(t))


def zone_question(chosen: ZoneInfo, t: Translator, now: datetime, private: bool) -> Reply:
    """Return the question for the time zone, with cities."""
    share = (t.button("button-location", ShareLocation()),) if private else ()
    asked = t.format("zone-ask" if private else "zone-ask-group", zone=zone(chosen, t, now))
    return Reply(asked, (*_cities(CITIES, t), share, (_back(t),)))


def zone_set(chosen: ZoneInfo, t: Translator, now: datetime) -> Reply:
    """Say which time zone applies."""
    buttons = (t.button("button-times", AskTimes()), t.button("button-settings", ShowSettings()))
    return t.reply("zone-set", *buttons, zone=zone(chosen, t, now))


def zone_unknown(typed: str, found: Sequence[str], t: Translator) -> Reply:
    """Ask which zone is meant, or say that none has such a name."""
    key = "zone-which" if found else "zone-unknown"
    return Reply(t.format(key, typed=shortened(typed, 60)), _cities(found or CITIES, t))


def _cities(found: Sequence[str], t: Translator) -> tuple[Row, ...]:
    return in_rows([Button(zones.shown(each, t.language), SetZone(each)) for each in found], 3)


def quiet_question(quiet: QuietHours | None, t: Translator) -> Reply:
    """Return the quiet hours, what may happen in them, and other hours."""
    start, stop = (quiet.start, quiet.stop) if quiet else NIGHT
    modes = [
        t.button(f"quiet-to-{mode.value}", SetQuiet(mode.value, start, stop), stop=clock(stop)) for mode in QuietMode
    ]
    mode = quiet.mode if quiet else QuietMode.HOLD
    nights = [night for night in NIGHTS if night != (start, stop)]
    hours = tuple(
        t.button("quiet-other", SetQuiet(mode.value, begin, end), start=clock(begin), stop=clock(end))
        for begin, end in nights
    )
    off = (t.button("quiet-to-off", SetQuiet("off", start, stop)),) if quiet else ()
    said = t.format("quiet-now", quiet=quiet_hours(quiet, t))
    asked = t.format("quiet-ask", start=clock(start), stop=clock(stop))
    return Reply(blocks([said, asked]), (*in_rows(modes, 1), hours, (*off, _back(t))))


def quiet_set(quiet: QuietHours | None, t: Translator) -> Reply:
    """Say which quiet hours apply."""
    again = t.button("button-quiet", ShowSetting("quiet"))
    return t.reply("quiet-now", again, t.button("button-settings", ShowSettings()), quiet=quiet_hours(quiet, t))


def new_question(chosen: Timing | None, t: Translator) -> Reply:
    """Return the question when new watches send."""
    buttons = [Button(_offer(each, t), SetNewMode(*mode_of(each))) for each in OFFERED]
    return Reply(t.format("new-ask", timing=timing(chosen, t)), (*in_rows(buttons, 2), (_back(t),)))


def sound_question(chosen: Sound, t: Translator) -> Reply:
    """Return the question which alerts make a sound."""
    buttons = [t.button(f"sound-to-{sound.value}", SetSound(sound.value)) for sound in Sound]
    asked = t.format("sound-ask", sound=t.format(f"sound-{chosen.value}"))
    return Reply(asked, (*in_rows(buttons, 1), (_back(t),)))


def _back(t: Translator) -> Button:
    return t.button("button-settings", ShowSettings())


# ---- digests of watches ----------------------------------------------------------------------------


def digests(watches: Sequence[TimedWatch], t: Translator, page: int = 0) -> Reply:
    """Return the watches with when each sends, ten a page, and buttons that change one or all of them."""
    shown, turns, page, pages = page_of(watches, page, WATCHES_A_PAGE, t, ShowDigests)
    lines = (
        t.format(
            "digests-watch",
            name=each.watch.name,
            rule=called(each.watch, t, MAX_RULE_LENGTH),
            timing=timing(each.timing, t),
        )
        for each in shown
    )
    last = t.format("watches-page", page=page + 1, pages=pages) if pages > 1 else None
    names = [Button(each.watch.name, ShowModes(each.watch.number)) for each in shown]
    every = [Button(_offer(each, t), SetMode(0, *mode_of(each))) for each in OFFERED]
    parts = [t.format("digests-title"), *lines, last, t.format("digests-all")]
    return Reply(blocks(parts), (*in_rows(names, 5), turns, *in_rows(every, 2), (_back(t),)))


def modes(timed: TimedWatch, t: Translator) -> Reply:
    """Return when a watch sends, and when it may send."""
    watch = timed.watch
    buttons = [Button(_offer(each, t), SetMode(watch.number, *mode_of(each))) for each in OFFERED]
    rule = called(watch, t, MAX_RULE_LENGTH)
    asked = t.format("modes-ask", name=watch.name, rule=rule, timing=timing(timed.timing, t))
    back = (Button(f"‹ {watch.name}", ShowWatch(watch.number)), t.button("button-digests", ShowDigests(0)))
    return Reply(asked, (*in_rows(buttons, 2), back))


def mode_set(timed: TimedWatch, t: Translator) -> Reply:
    """Say when a watch sends."""
    watch = timed.watch
    said = [title_line(watch, t, MAX_RULE_LENGTH), t.format("watch-sends", timing=timing(timed.timing, t))]
    show = Button(f"‹ {watch.name}", ShowWatch(watch.number))
    return Reply(blocks(said), ((t.button("button-when", ShowModes(watch.number)), show),))


def mode_of(chosen: Timing | None) -> tuple[Mode, int, int]:
    """Return a timing as the fields of a button."""
    return ("now", 0, 0) if chosen is None else (chosen.every.value, chosen.minute, chosen.weekday)


def timing_of(every: Mode, minute: int, weekday: int) -> Timing | None:
    """Return the timing that a button says; None: at once."""
    return None if every == "now" else Timing(Every(every), minute, weekday)


def _offer(chosen: Timing | None, t: Translator) -> str:
    name, minute, weekday = mode_of(chosen)
    return t.text(f"offer-{name}", at=clock(minute), day=t.weekday_name(weekday))


# ---- the question after the first watches ----------------------------------------------------------


def times_question(chosen: ChosenTimes, t: Translator, now: datetime) -> Reply:
    """Ask when alerts should be sent: shown after the first watches."""
    place, at = zones.shown(str(chosen.zone), t.language), t.in_zone(chosen.zone).time(now)
    start, stop = NIGHT
    buttons = [
        t.button("times-any", ChooseTimes("any")),
        t.button("times-night", ChooseTimes("night"), start=start // 60, stop=stop // 60),
        t.button("times-daily", ChooseTimes("daily"), at=clock(MORNING)),
        t.button("times-zone", ShowSetting("zone")),
    ]
    return Reply(t.format("times-ask", zone=place, at=at), in_rows(buttons, 2))


def times_chosen(chosen: ChosenTimes, t: Translator) -> Reply:
    """Say when alerts are sent from now on."""
    said = [t.format("times-chosen", timing=timing(chosen.new, t))]
    if chosen.quiet is not None:
        said.append(t.format("quiet-now", quiet=quiet_hours(chosen.quiet, t)))
    again = t.button("button-times", AskTimes())
    return Reply(blocks(said), ((again, t.button("button-settings", ShowSettings())),))
