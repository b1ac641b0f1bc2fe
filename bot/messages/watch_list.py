"""/watches on one screen: the list, one watch, what can be done with it, and watches to remove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from bot.callbacks.settings import SetMode, ShowModes
from bot.callbacks.watching import (
    EditRule,
    EndSilence,
    HowToWatch,
    MuteWatch,
    NameWatch,
    PickWatches,
    RemovePicked,
    RemoveWatch,
    Restore,
    RestorePicked,
    ShareWatch,
    ShowUnfit,
    ShowWatch,
    ShowWatchMute,
    TryWatch,
    UnmuteWatch,
    WatchesPage,
)
from bot.chat import Button, Copy, Link, Reply, Row
from bot.messages.alert_buttons import times_row
from bot.messages.items import (
    MAX_RULE_LENGTH,
    back_tested,
    called,
    is_of_pack,
    label,
    rule_title,
    title_line,
    watch_title,
)
from bot.messages.rows import in_rows, page_of
from bot.messages.settings import clock, mode_of, timing
from bot.messages.text import Html, Translator, blocks, escape, shortened
from bot.messages.watches import blocking, in_words
from watchers.entities import Catalog
from watchers.model import Watch
from watchers.model.times import DAILY, Every, Timing
from watchers.services.overview import Unfit, Watches, WatchStatus
from watchers.services.watches import RuleAdded
from watchers.store.mutes import Mute

WATCHES_A_PAGE = 10
MAX_TITLE_LENGTH = 40
MAX_MUTES = 5
"""Muted sources and stories that are shown, each with a button."""
MAX_UNFIT = 8
"""Watches that are pointed out, each with a button."""
PICKABLE = 60
"""How far the numbers of the watches on one page may be apart: a button has a bit for each."""
_SIGNS = {Every.HOUR: "🕗", Every.DAY: "🌅", Every.WEEK: "📅"}


def watch_list(found: Watches, mutes: Sequence[Mute], t: Translator, now: datetime, page: int = 0) -> Reply:
    """Return a page of the watches, each with when it sends and how much it brings."""
    new = t.button("button-new-watch", HowToWatch())
    if not found.all:
        return t.reply("watches-none", new)
    shown, turns, page, pages = page_of(found.all, page, WATCHES_A_PAGE, t, WatchesPage)
    silenced = mutes[:MAX_MUTES]
    parts = [
        _title(found, t),
        *(_line(each, t, now) for each in shown),
        t.format("watches-page", page=page + 1, pages=pages) if pages > 1 else None,
        *(_silenced(each, t, now) for each in silenced),
    ]
    names = [Button(each.watch.name, ShowWatch(each.watch.number)) for each in shown]
    several = t.button("button-remove-several", PickWatches(shown[0].watch.number, 0))
    unmute = [t.button("button-unmute", EndSilence(each.id), name=_muted_name(each, t)) for each in silenced]
    rows = (*in_rows(names, 5), turns, (new, *_unfit_button(found, t), several), *in_rows(unmute, 2))
    return Reply(blocks(parts), rows)


def _title(found: Watches, t: Translator) -> Html:
    title = t.format("watches-title", count=len(found.all))
    return Html(f"{title} · {t.format('watches-today', count=found.today)}") if found.today else title


def _line(status: WatchStatus, t: Translator, now: datetime) -> Html:
    title = shortened(watch_title(status.watch, t), MAX_TITLE_LENGTH)
    state = Html(" · ".join(_state(status, t, now)))
    return t.format("watches-line", name=status.watch.name, title=title, state=state)


def _state(status: WatchStatus, t: Translator, now: datetime) -> Iterator[Html]:
    """Yield when a watch sends and how much it brings, as short as a line needs it."""
    if status.watch.muted:
        yield _mute(status.watch, t, now)
    else:
        yield _sign(status.timing, t)
    warning = " ⚠️" if status.unfit else ""
    if status.unfit is Unfit.SILENT:
        yield Html(t.format("watches-silent") + warning)
    elif status.a_day is not None and status.a_day >= 1:
        yield Html(t.format("watches-a-day", count=round(status.a_day)) + warning)
    elif status.count:
        yield t.format("watches-in-30-days", count=status.count)


def _mute(watch: Watch, t: Translator, now: datetime) -> Html:
    until = watch.muted_until
    return t.format("watches-muted-until", at=t.until(until, now)) if until else t.format("watches-muted-open")


def _sign(chosen: Timing | None, t: Translator) -> Html:
    if chosen is None:
        return Html("⚡")
    parts = [_SIGNS[chosen.every]]
    if chosen.every is Every.WEEK:
        parts.append(t.weekday_name(chosen.weekday))
    if chosen.every is not Every.HOUR:
        parts.append(clock(chosen.minute))
    return escape(" ".join(parts))


def _silenced(mute: Mute, t: Translator, now: datetime) -> Html:
    name = _muted_name(mute, t)
    if mute.until is None:
        return t.format("silenced-open", name=name)
    return t.format("silenced-until", name=name, at=t.until(mute.until, now))


def _muted_name(mute: Mute, t: Translator) -> str:
    return shortened(mute.name, MAX_TITLE_LENGTH) or t.text("mute-story")


def _unfit_button(found: Watches, t: Translator) -> Row:
    noisy, silent = (sum(each.unfit is unfit for each in found.all) for unfit in Unfit)
    if noisy and silent:
        return (t.button("button-unfit", ShowUnfit(), noisy=noisy, silent=silent),)
    if noisy:
        return (t.button("button-noisy", ShowUnfit(), count=noisy),)
    return (t.button("button-silent", ShowUnfit(), count=silent),) if silent else ()


def unfit(found: Watches, t: Translator) -> Reply:
    """Return the watches that bring too much or never brought anything, with a suggestion for each."""
    lines, buttons = [], []
    for each in [each for each in found.all if each.unfit is not None][:MAX_UNFIT]:
        name, number = each.watch.name, each.watch.number
        title = shortened(watch_title(each.watch, t), MAX_TITLE_LENGTH)
        if each.unfit is Unfit.NOISY:
            lines.append(t.format("unfit-noisy", name=name, title=title, count=round(each.a_day or 0)))
            daily, at = SetMode(number, *mode_of(DAILY)), clock(DAILY.minute)
            buttons.append(t.button("button-make-daily", daily, name=name, at=at))
        else:
            lines.append(t.format("unfit-silent", name=name, title=title))
            buttons.append(t.button("button-test-watch", TryWatch(number), name=name))
    title = t.format("unfit-title") if lines else t.format("unfit-none")
    return Reply(blocks([title, *lines]), (*in_rows(buttons, 2), _back(t)))


# ---- one watch -------------------------------------------------------------------------------------


def one(status: WatchStatus, t: Translator, now: datetime, toast: str = "") -> Reply:
    """Return one watch, with what it brings and what can be done with it."""
    watch, title = status.watch, watch_title(status.watch, t)
    parts = [
        Html(f"<b>{watch.name}</b>") if title == watch.typed else t.format("watch-name", name=watch.name, title=title),
        escape(rule_title(watch.typed, t)) if watch.label and is_of_pack(watch) else None,
        t.format("watch-rule", rule=shortened(watch.typed, MAX_RULE_LENGTH)),
        _brought(status, t, now),
        t.format("watch-sends", timing=timing(status.timing, t)),
        _mute(watch, t, now) if watch.muted else None,
        _warning(status, t),
    ]
    return Reply(blocks(parts), _actions(status, t), edits=True, toast=toast)


def _brought(status: WatchStatus, t: Translator, now: datetime) -> Html:
    since = status.watch.created_at or now
    day = t.day(since.astimezone(t.zone).date())
    if status.last_at is None:
        return t.format("watch-brought-nothing", day=day)
    return t.format("watch-brought", count=status.count, age=t.age(now - status.last_at), day=day)


def _warning(status: WatchStatus, t: Translator) -> Html | None:
    if status.unfit is Unfit.NOISY:
        return t.format("watch-is-noisy", count=round(status.a_day or 0))
    return t.format("watch-is-silent") if status.unfit is Unfit.SILENT else None


def _actions(status: WatchStatus, t: Translator) -> tuple[Row, ...]:
    number, is_muted = status.watch.number, status.watch.muted
    mute = t.button("button-mute", ShowWatchMute(number))
    if is_muted:
        mute = t.button("button-unmute", UnmuteWatch(number), name=status.watch.name)
    return (
        (t.button("button-edit-rule", EditRule(number)), t.button("button-name-watch", NameWatch(number))),
        (t.button("button-when", ShowModes(number)), mute),
        (t.button("button-test", TryWatch(number)), t.button("button-share", ShareWatch(number))),
        (t.button("button-remove-watch", RemoveWatch(number)), *_back(t)),
    )


def mute_times(watch: Watch, t: Translator) -> Reply:
    """Return for how long a watch can be muted."""
    asked = t.format("mute-watch-how-long", name=watch.name, title=shortened(watch_title(watch, t), MAX_TITLE_LENGTH))
    rows = times_row(t, lambda hours: MuteWatch(watch.number, hours))
    return Reply(asked, (*rows, (to_watch(watch),)), edits=True)


def tested(found: RuleAdded, t: Translator, catalog: Catalog, now: datetime) -> Reply:
    """Return what a watch would have matched in the last 30 days."""
    parts = [
        t.format("watch-tested", name=found.watch.name, rule=in_words(found, t, catalog)),
        *back_tested(found.found, t, now),
        *blocking(found, t, catalog),
    ]
    edit = t.button("button-edit-rule", EditRule(found.watch.number))
    return Reply(blocks(parts), ((edit, to_watch(found.watch)),), edits=True)


def ask_rule(watch: Watch, t: Translator) -> Reply:
    """Ask for another rule; the answer is a reply to this message."""
    return Reply(t.format("ask-rule", name=watch.name, rule=watch.typed), asks_text=t.text("ask-rule-hint"))


def ask_name(watch: Watch, t: Translator) -> Reply:
    """Ask for the name of a watch; the answer is a reply to this message."""
    asked = t.format("ask-name", name=watch.name, rule=called(watch, t, MAX_RULE_LENGTH))
    return Reply(asked, asks_text=t.text("ask-name-hint"))


def to_watch(watch: Watch) -> Button:
    """Return a button that shows a watch."""
    return Button(f"‹ {watch.name}", ShowWatch(watch.number))


def _back(t: Translator) -> tuple[Button]:
    return (t.button("button-back-to-watches", WatchesPage(0)),)


# ---- links -----------------------------------------------------------------------------------------


def share(title: str, start: str, back: Button, bot: str, t: Translator) -> Reply:
    """Return the link that brings something to another chat.

    Args:
        title: What it brings.
        start: What follows /start there.
        back: The button that leads back to it.
        bot: The user name of the bot; "" where links do not work.
        t: The reader's language.
    """
    title = shortened(title, MAX_TITLE_LENGTH)
    if not bot:
        return t.reply("share-command", back, edits=True, title=title, command=f"/start {start}")
    link, group = (f"https://t.me/{bot}?{parameter}={start}" for parameter in ("start", "startgroup"))
    rows = (
        (Copy(t.text("button-copy-link"), link), Link(t.text("button-to-group"), group)),
        (Link(t.text("button-send-link"), f"https://t.me/share/url?url={quote(link, safe='')}"),),
        (back,),
    )
    return Reply(t.format("share-link", title=title, link=link), rows, edits=True)


# ---- removing --------------------------------------------------------------------------------------


def pick(found: Watches, start: int, picked: int, t: Translator) -> Reply:
    """Return a page of watches with a toggle for each, beginning with a number."""
    left = [each.watch for each in found.all if each.watch.number >= start] or [each.watch for each in found.all]
    if not left:
        return t.reply("watches-none", edits=True)
    start = start if left[0].number >= start else left[0].number
    shown = [watch for watch in left[:WATCHES_A_PAGE] if watch.number < start + PICKABLE]
    is_picked = {watch.number: bool(picked >> watch.number - start & 1) for watch in shown}
    lines = (
        Html(f"{'☑️' if is_picked[each.number] else '⬜'} {title_line(each, t, MAX_TITLE_LENGTH)}") for each in shown
    )
    toggles = [
        Button(
            f"{watch.name} ✓" if is_picked[watch.number] else watch.name,
            PickWatches(start, picked ^ 1 << watch.number - start),
        )
        for watch in shown
    ]
    count = sum(is_picked.values())
    remove = (t.button("button-remove-picked", RemovePicked(start, picked), count=count),) if count else ()
    more = (t.button("next-page", PickWatches(left[len(shown)].number, 0)),) if len(left) > len(shown) else ()
    rows = (*in_rows(toggles, 5), (*remove, *more), _back(t))
    return Reply(blocks([t.format("pick-watches"), *lines]), rows, edits=True)


def removed(watches: Sequence[Watch], restore: Restore | RestorePicked | None, t: Translator, edits: bool) -> Reply:
    """Say which watches were removed, with a button that puts them back."""
    lines = (title_line(each, t, MAX_TITLE_LENGTH) for each in watches)
    back = (t.button("put-back", restore),) if restore is not None else ()
    return Reply(blocks([t.format("watches-removed", count=len(watches)), *lines]), ((*back, *_back(t)),), edits)


def restored(watches: Sequence[Watch], t: Translator) -> Reply:
    """Say which watches were put back."""
    lines = (title_line(each, t, MAX_TITLE_LENGTH) for each in watches)
    return Reply(blocks([t.format("watches-restored", count=len(watches)), *lines]), (_back(t),), edits=True)


def which(watches: Sequence[Watch], t: Translator) -> Reply:
    """Ask which watch to remove."""
    buttons = [Button(f"🗑 {label(each, t, 24)}", RemoveWatch(each.number)) for each in watches[:WATCHES_A_PAGE]]
    return Reply(t.format("unwatch-which"), in_rows(buttons, 1))
