"""Trends with their pictures, notices of spikes, and weekly reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.callbacks import Payload
from bot.callbacks.settings import SetMode
from bot.callbacks.trends import CompareTrends, SetReview, SetSpike, SetTrendSpike, ShowTrend
from bot.callbacks.watching import Unwatch, WithoutPart
from bot.charts import Chart, Peak, Series
from bot.chat import Button, Document, Reply, Row
from bot.messages.digests import silent_sources
from bot.messages.items import called, label, rule_title, title, watch_title
from bot.messages.rows import in_place, in_rows
from bot.messages.text import Html, Translator, blocks, escape, linked, plain, shortened
from watchers.model import Advice, Review, ReviewedWatch, Spike, Watch
from watchers.model.times import MORNING
from watchers.services.trends import Period, Topic, Trend

SPIKE_TIMES = 3
"""How many times its usual number a watch must have, as the button offers."""
PERIODS: tuple[Period, Period] = (30, 90)
MAX_RULE_LENGTH = 60
MAX_TITLE_LENGTH = 120
MAX_LABEL_LENGTH = 26
MAX_COMPARED_LENGTH = 16
MAX_OFFERED = 6
"""Watches with a button below the question what to draw."""


# ---- trends ----------------------------------------------------------------------------------------


def ask(offered: Sequence[tuple[Watch, int]], t: Translator) -> Reply:
    """Ask what to draw; each watch has the ID of a search for its button."""
    buttons = [Button(label(watch, t, MAX_LABEL_LENGTH), ShowTrend(search, 30, False)) for watch, search in offered]
    return Reply(t.format("trends-ask"), in_rows(buttons, 2))


def chart(trend: Trend, t: Translator, other: Trend | None = None) -> Chart:
    """Return what is drawn: the items of a trend as bars, and those of another one as a line."""
    days = len(trend.counts)
    return Chart(
        title=topic_name(trend.topic, t),
        subtitle=plain(_summary(trend, t)),
        counts=trend.counts,
        peaks=tuple(
            Peak(peak.place, plain(_when(trend, peak.place, peak.count, t)), title(peak.stored, t))
            for peak in trend.peaks
        ),
        usual=None if trend.usual is None else trend.usual / days,
        first_day=t.short_day(trend.first),
        last_day=t.short_day(trend.first + timedelta(days=days - 1)),
        language=t.language,
        other=None if other is None else Series(topic_name(other.topic, t), plain(_summary(other, t)), other.counts),
    )


def trend(found: Trend, picture: bytes, dark: bool, others: Sequence[Watch], t: Translator) -> Reply:
    """Return the picture with its caption, and the buttons for another period, other colors, others and spikes."""
    return Reply(_caption(found, t), _below(found, dark, others, t), picture=_document(picture))


def _below(found: Trend, dark: bool, others: Sequence[Watch], t: Translator) -> tuple[Row, ...]:
    rows = [_views(found, dark, t, lambda days, dark: ShowTrend(found.id, days, dark))]
    if found.topic.watch:
        payload = SetTrendSpike(found.id, _days(found)[0], dark, not found.spike)
        rows.append((_spike_button(payload, bool(found.spike), t),))
    if others:
        rows.append(tuple(_versus(found, each, dark, t) for each in others))
    return tuple(rows)


def comparison(found: Trend, other: Trend, watch: Watch, picture: bytes, dark: bool, t: Translator) -> Reply:
    """Return the picture of two trends with both captions, and the buttons for another period and other colors."""
    views = _views(found, dark, t, lambda days, dark: CompareTrends(found.id, watch.number, days, dark))
    return Reply(blocks([_caption(found, t), _caption(other, t)]), (views,), picture=_document(picture))


def _views(found: Trend, dark: bool, t: Translator, payload: Callable[[Period, bool], Payload]) -> Row:
    """Return the buttons that draw the same for the other period, and in the other colors."""
    here, other = _days(found)
    return (
        t.button("button-trend-days", payload(other, dark), days=other),
        t.button("button-trend-light" if dark else "button-trend-dark", payload(here, not dark)),
    )


def _versus(found: Trend, watch: Watch, dark: bool, t: Translator) -> Button:
    """Return the button that compares a trend with a watch."""
    payload = CompareTrends(found.id, watch.number, _days(found)[0], dark)
    return t.button("button-trend-versus", payload, name=label(watch, t, MAX_COMPARED_LENGTH))


def _days(found: Trend) -> tuple[Period, Period]:
    """Return the period that is drawn, and the other one."""
    return PERIODS if len(found.counts) == PERIODS[0] else (PERIODS[1], PERIODS[0])


def _document(picture: bytes) -> Document:
    return Document("trend.png", picture)


def _caption(found: Trend, t: Translator) -> Html:
    name = shortened(topic_name(found.topic, t), MAX_RULE_LENGTH)
    peaks = [
        t.format(
            "trend-peak",
            when=_when(found, peak.place, peak.count, t),
            title=linked(peak.stored.item.link, shortened(title(peak.stored, t), MAX_TITLE_LENGTH)),
        )
        for peak in found.peaks
    ]
    partly = None if found.complete else t.format("trend-partly")
    return blocks([t.format("trend-title", name=name, summary=_summary(found, t)), *peaks, partly])


def topic_name(topic: Topic, t: Translator) -> str:
    """Return what a trend is about, as its reader calls it."""
    if topic.pack is not None:
        return topic.pack.names[t.language]
    if topic.watch is not None:
        return f"{topic.watch.name} {watch_title(topic.watch, t)}"
    return topic.typed


def spike_set(watch: Watch, times: int, t: Translator) -> Reply:
    """Return the new button below the notice of a spike; a toast says whether spikes of the watch are notified."""
    return in_place(_spikes_said(watch, times, t), ((_notice_button(watch.number, bool(times), t),),))


def trend_spike_set(found: Trend, watch: Watch, dark: bool, others: Sequence[Watch], t: Translator) -> Reply:
    """Return the new buttons below a trend; a toast says whether spikes of the watch are notified."""
    return in_place(_spikes_said(watch, found.spike or 0, t), _below(found, dark, others, t))


def _spikes_said(watch: Watch, times: int, t: Translator) -> Html:
    rule = called(watch, t, MAX_RULE_LENGTH)
    if times:
        return t.format("spike-on", name=watch.name, rule=rule, times=times)
    return t.format("spike-off", name=watch.name, rule=rule)


def _notice_button(watch: int, on: bool, t: Translator) -> Button:
    return _spike_button(SetSpike(watch, 0 if on else SPIKE_TIMES), on, t)


def _spike_button(payload: Payload, on: bool, t: Translator) -> Button:
    """Return the button that ends notices of spikes if they are on, or else begins them."""
    if on:
        return t.button("button-spike-off", payload)
    return t.button("button-spike-on", payload, times=SPIKE_TIMES)


def _summary(found: Trend, t: Translator) -> Html:
    days = len(found.counts)
    if found.usual is None:
        return t.format("trend-summary", count=found.total, days=days)
    return t.format("trend-summary-usual", count=found.total, days=days, usual=round(found.usual))


def _when(found: Trend, place: int, count: int, t: Translator) -> Html:
    return t.format("trend-when", day=t.short_day(found.first + timedelta(days=place)), count=count)


# ---- spikes ----------------------------------------------------------------------------------------


def spike(found: Spike, t: Translator) -> Reply:
    """Return the notice of a spike, with its top stories."""
    usual = f"{found.usual:.1f}".removesuffix(".0")
    above = t.format(
        "spike-title",
        name=f"W{found.number}",
        rule=shortened(rule_title(found.typed, t), MAX_RULE_LENGTH),
        count=found.today,
        usual=usual,
    )
    stories = (
        t.format(
            "spike-story",
            number=place,
            title=linked(story.link, shortened(story.title, MAX_TITLE_LENGTH)),
            count=story.items,
        )
        for place, story in enumerate(found.stories, 1)
    )
    return Reply(blocks([above, *stories]), ((_notice_button(found.number, True, t),),))


# ---- weekly reviews --------------------------------------------------------------------------------


def review(found: Review, on: bool, t: Translator) -> Reply:
    """Return a weekly review, with a button for each change that it suggests."""
    return Reply(blocks(_review_lines(found, t)), _below_review(found, on, t))


def _below_review(found: Review, on: bool, t: Translator) -> tuple[Row, ...]:
    advised = tuple((_advice(each, t),) for each in (*found.noisy, *found.quiet))
    return (*advised, (t.button("button-review-off" if on else "button-review-on", SetReview(not on)),))


def _review_lines(found: Review, t: Translator) -> Iterator[Html]:
    since, until = (t.short_day(each.astimezone(t.zone).date()) for each in (found.since, found.at))
    yield t.format("review-title", since=since, until=until)
    yield t.format("review-came", alerts=found.alerts, seen=found.seen, watches=found.watches)
    yield t.format("digest-sources", read=found.read, sources=found.sources)
    if found.silent:
        yield silent_sources(found.silent, t)
    for each in found.noisy:
        yield t.format("review-noisy", name=f"W{each.number}", rule=_rule(each, t), count=each.count)
    for each in found.quiet:
        if each.last_at is None:
            yield t.format("review-never", name=f"W{each.number}", rule=_rule(each, t))
        else:
            yield t.format("review-silent", name=f"W{each.number}", rule=_rule(each, t), day=t.weekday(each.last_at))


def review_set(found: Review, on: bool, t: Translator) -> Reply:
    """Return the review in place of the one whose button was pressed; a toast says whether one is sent every week.

    Its buttons act on what its text says: the watches may have changed since the old one.
    """
    return replace(review(found, on, t), edits=True, toast=plain(t.format("review-on" if on else "review-off")))


def _advice(each: ReviewedWatch, t: Translator) -> Button:
    name = f"W{each.number}"
    match each.advice:
        case Advice.DAILY:
            return t.button("button-advice-daily", SetMode(each.number, "day", MORNING), name=name)
        case Advice.WEEKLY:
            return t.button("button-advice-weekly", SetMode(each.number, "week", MORNING), name=name)
        case Advice.WIDEN:
            part = WithoutPart(each.number, each.part, each.parts)
            return t.button("button-advice-widen", part, name=name)
        case Advice.REMOVE:
            return t.button("button-advice-remove", Unwatch(each.number), name=name)


def _rule(each: ReviewedWatch, t: Translator) -> Html:
    return escape(shortened(rule_title(each.typed, t), MAX_RULE_LENGTH))
