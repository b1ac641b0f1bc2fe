"""Alerts, lists of held alerts, notices about a source, and the answer to Why?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks import Mute, Why
from bot.chat import Button, Link, Reply, Row
from bot.messages import facts
from bot.messages.items import heading, line, matched_words, origin, reason_lines, title
from bot.messages.sources import problem
from bot.messages.text import Html, Translator, blocks, marked, may_be_opened, shortened, width
from watchers.entities import Catalog
from watchers.model import Alert, Notice, Reason, TextUse, WatchCount
from watchers.summaries import extract

MAX_RULES_IN_LIST = 10
MAX_WATCHES_IN_LIST = 100
MAX_ALERT_LENGTH = 880
"""UTF-16 code units; an alert is read at a glance, so lines over the limit are left out, the numbers first."""


def alert(pending: Alert, t: Translator, now: datetime | None = None) -> Reply:
    """Return the message for a pending alert: one item, or a list.

    With ``now``, the days until a deadline are counted; None leaves them out.
    """
    if pending.item is None:
        return _list(pending, t)
    stored = pending.item
    hits = [hit for reason in pending.reasons for hit in reason.hits]
    above = [heading(stored, t, hits)]
    below = [_matched(pending.reasons, t), origin(stored, t)]
    lines: list[Html] = []
    if stored.text_use is TextUse.SUMMARY:
        excerpt = extract.summarize(stored.item.body, stored.item.title, hits)
        above = [*facts.standing(stored, t), *above, *([marked(excerpt, "b")] if excerpt.text else [])]
        lines = facts.lines(stored, t, now)
    while lines and sum(map(width, (*above, *lines, *below))) > MAX_ALERT_LENGTH:
        lines.pop()
    return Reply(blocks([*above, *lines, *below]), (_buttons(pending, t),))


def because(pending: Alert, t: Translator, catalog: Catalog) -> Html:
    """Return the reasons of one alert, for the Why? button."""
    assert pending.item is not None
    reasons = [reason_lines(reason.watch, reason.hits, t, catalog) for reason in pending.reasons]
    return blocks([t.format("why-told", title=title(pending.item, t)), *(part for lines in reasons for part in lines)])


def notice(about: Notice, t: Translator, now: datetime) -> Reply:
    """Return a message about a source; it has no button, because there is nothing that a press could do."""
    why, at = problem(about.problem, about.detail, t), t.moment(about.since, now)
    return t.reply(f"notice-{about.news.value}", source=about.source, at=at, why=why, url=about.url)


def _matched(reasons: Sequence[Reason], t: Translator) -> Html:
    """Return the line that says why: the matched words and the watches."""
    shown = matched_words((hit for reason in reasons for hit in reason.hits), t)
    named = " · ".join(f"{reason.watch.name} {shortened(reason.watch.typed, 50)}" for reason in reasons[:3])
    more = f" +{len(reasons) - 3}" if len(reasons) > 3 else ""
    return t.format("alert-matched", words=shown, watches=named + more)


def _buttons(pending: Alert, t: Translator) -> Row:
    row: list[Button | Link] = [t.button("button-why", Why(pending.id))]
    if pending.reasons:
        watch = pending.reasons[0].watch
        row.append(t.button("button-mute", Mute(watch.number), name=watch.name))
    if pending.item is not None and may_be_opened(pending.item.item.link):
        row.append(Link(t.format("button-open"), pending.item.item.link))
    return tuple(row)


def _list(pending: Alert, t: Translator) -> Reply:
    title = t.format("held-list", count=pending.listed_count)
    if pending.flood:
        title = t.format("flood-list", source=pending.flood, count=pending.listed_count)
    watches = _watch_counts(pending.watches, t) if pending.watches else None
    newest = t.format("list-newest") if pending.listed else None
    return Reply(blocks([title, watches, newest, *(line(stored, t) for stored in pending.listed)]))


def _watch_counts(counts: Sequence[WatchCount], t: Translator) -> Html:
    """Return every watch of a list with its count; only the first ten show their rules, to leave room for titles."""
    named: list[str] = []
    for at, each in enumerate(counts[:MAX_WATCHES_IN_LIST]):
        name, rule = each.watch.name, shortened(each.watch.typed, 30)
        if at < MAX_RULES_IN_LIST:
            named.append(t.format("list-watch", name=name, rule=rule, count=each.count))
        else:
            named.append(t.format("list-watch-number", name=name, count=each.count))
    more = len(counts) - MAX_WATCHES_IN_LIST
    return Html(" · ".join([*named, f"+{more}"] if more > 0 else named))
