"""Alerts, lists of held alerts, notices, and the answer to Why?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from bot.callbacks.watching import KeepRules, ReadAnew
from bot.chat import Reply
from bot.messages import deadlines, digests, held_lists, numbers, trends
from bot.messages.alert_buttons import below_alert
from bot.messages.items import MAX_RULE_LENGTH, heading, line, matched_line, origin, title, watch_title
from bot.messages.lists import list_change
from bot.messages.rows import in_rows
from bot.messages.sources import problem
from bot.messages.text import Html, Translator, blocks, escape, linked, marked, shortened, width
from watchers.codes import agencies
from watchers.items.dates import chosen, day_alone
from watchers.model import (
    DOCUMENT,
    Alert,
    Dated,
    Fact,
    News,
    Notice,
    Rewritten,
    StoredItem,
    TextUse,
    WatchCount,
)
from watchers.summaries import extract

MAX_AGENCIES = 2
MAX_DAYS = 4
MAX_NUMBERS = 4
MAX_SOURCES = 4
"""Other sources of a story that are named; only their number is given for the others."""
MAX_NAME_LENGTH = 40
MAX_RULES_IN_LIST = 10
MAX_WATCHES_IN_LIST = 100
MAX_READ_ANEW = 8
"""Watches with a button; the others can be typed again."""
MAX_ALERT_LENGTH = 880
"""UTF-16 code units; an alert is read at a glance, so lines over the limit are left out, the numbers first."""


def alert(pending: Alert, t: Translator, now: datetime | None = None) -> Reply:
    """Return the message for a pending alert: one item, or a list.

    With ``now``, the days until a deadline are counted; None leaves them out.
    """
    if pending.change is not None:
        return list_change(pending, pending.change, t)
    if pending.digest is not None and pending.page is not None:
        return digests.digest(pending, pending.digest, pending.page, t)
    if pending.item is None:
        return _list(pending, t)
    stored = pending.item
    hits = [hit for reason in pending.reasons for hit in reason.hits]
    above = [heading(stored, t, hits), *_in_own_language(pending, stored, t)]
    below = [matched_line(pending.all_reasons, t), _sources(pending, stored, t)]
    if pending.ambiguous and pending.edit is None:
        below.append(t.format("alert-ambiguous"))
    if pending.edit and pending.edit.change and pending.edit.changed_at:
        at = t.moment(pending.edit.changed_at, now or pending.edit.changed_at)
        below.append(t.format(f"edit-{pending.edit.change.value}", at=at))
    lines: list[Html] = []
    if stored.text_use is TextUse.SUMMARY:
        excerpt = extract.summarize(stored.item.body, stored.item.title, hits)
        above = [*_standing(stored, t), *above, *([marked(excerpt, "b")] if excerpt.text else [])]
        if pending.abstract:
            above.append(t.format("alert-abstract", text=pending.abstract))
        lines = _fact_lines(stored, t, now)
    if pending.thread is not None and stored.official and not pending.thread.official:
        above = [t.format("alert-now-official"), *above]
    while lines and sum(map(width, (*above, *lines, *below))) > MAX_ALERT_LENGTH:
        lines.pop()
    buttons, html, edit = below_alert(pending, t), blocks([*above, *lines, *below]), pending.edit
    if edit is None:
        return Reply(html, buttons, in_reply_to=pending.thread.message if pending.thread else None)
    return Reply(html, buttons, replaces=edit.message, in_reply_to=edit.message, only_replaces=not edit.may_reply)


def notice(about: Notice, t: Translator, now: datetime) -> Reply:
    """Return a message about a source, a missing alert or rules; those about a chat's own watches have buttons."""
    if about.news is News.REREAD:
        return _reread(about.rewritten, t)
    if about.spike is not None:
        return trends.spike(about.spike, t)
    if about.review is not None:
        return trends.review(about.review, True, t)
    if about.news is News.MISSING:
        if not about.source:
            return t.reply("notice-missing-list")
        return t.reply("notice-missing", title=linked(about.url, escape(about.source)))
    if about.deadline is not None:
        return deadlines.notice(about, about.deadline, t, now)
    if about.held is not None:
        return held_lists.question(about.held, t.moment(about.since, now), t)
    if about.news is News.ANNOUNCEMENT:
        return t.reply("notice-announcement", text=about.source)
    why, at = problem(about.problem, about.detail, t), t.moment(about.since, now)
    return t.reply(f"notice-{about.news.value}", source=about.source, at=at, why=why, url=about.url)


def _reread(rewritten: Sequence[Rewritten], t: Translator) -> Reply:
    """List the watches that kept their meaning, with a button for the new reading of each, and one that keeps all."""
    listed = (
        t.format(
            "notice-reread-watch",
            name=f"W{each.number}",
            typed=shortened(each.typed, MAX_RULE_LENGTH),
            kept=shortened(each.explicit, MAX_RULE_LENGTH),
        )
        for each in rewritten
    )
    buttons = [
        t.button("button-read-anew", ReadAnew(each.number), name=f"W{each.number}")
        for each in rewritten[:MAX_READ_ANEW]
    ]
    keep = (t.button("button-keep-rules", KeepRules()),)
    return Reply(blocks([t.format("notice-reread"), *listed]), (*in_rows(buttons, 2), keep))


def _in_own_language(pending: Alert, stored: StoredItem, t: Translator) -> Iterator[Html]:
    """Yield the title of the first copy in the reader's language, unless the alert's own item is in it."""
    copies = [stored, *(other.item for other in pending.also)]
    own = next((each for each in copies if each.item.language[:2] == t.language[:2]), stored)
    if own is not stored:
        yield linked(own.item.link, escape(title(own, t)))


def _sources(pending: Alert, stored: StoredItem, t: Translator) -> Html:
    """Return the source with its time, and the other sources of the same story."""
    first, also = Html(origin(stored, t) + _seen(stored, t)), pending.also[:MAX_SOURCES]
    if not also:
        return first
    at = stored.item.published or stored.seen_at
    named = [
        f"{linked(other.item.item.link, escape(other.item.source_name))} "
        f"{t.moment(other.item.item.published or other.item.seen_at, at)}"
        for other in also
    ]
    more = f" +{len(pending.also) - len(also)}" if len(pending.also) > len(also) else ""
    listed = Html(t.format("alert-word-separator").join(named) + more)
    return Html(f"{first} <i>· {t.format('alert-also', sources=listed)}</i>")


def _seen(stored: StoredItem, t: Translator) -> Html:
    """Return when an official document was seen, beside its own date; "" if both are the same day, or it has none."""
    published, seen = stored.item.published, stored.seen_at
    if not stored.official or published is None:
        return Html("")
    legal = day_alone(published, stored.item.country) or published.astimezone(t.zone).date()
    if legal == seen.astimezone(t.zone).date():
        return Html("")
    return Html(f"<i> · {t.format('alert-seen', at=t.date(seen))}</i>")


def _list(pending: Alert, t: Translator) -> Reply:
    title = t.format("held-list", count=pending.listed_count)
    if pending.flood:
        title = t.format("flood-list", source=pending.flood, count=pending.listed_count)
    watches = _watch_counts(pending.watches, t) if pending.watches else None
    doubt = t.format("alert-ambiguous") if pending.ambiguous else None
    newest = t.format("list-newest") if pending.listed else None
    return Reply(blocks([title, watches, newest, doubt, *(line(stored, t) for stored in pending.listed)]))


def _watch_counts(counts: Sequence[WatchCount], t: Translator) -> Html:
    """Return every watch of a list with its count; only the first ten show their rules, to leave room for titles."""
    named: list[str] = []
    for at, each in enumerate(counts[:MAX_WATCHES_IN_LIST]):
        name, rule = each.watch.name, shortened(watch_title(each.watch, t), 30)
        if at < MAX_RULES_IN_LIST:
            named.append(t.format("list-watch", name=name, rule=rule, count=each.count))
        else:
            named.append(t.format("list-watch-number", name=name, count=each.count))
    more = len(counts) - MAX_WATCHES_IN_LIST
    return Html(" · ".join([*named, f"+{more}"] if more > 0 else named))


# ---- facts of an official document -----------------------------------------------------------------


def _fact_lines(stored: StoredItem, t: Translator, now: datetime | None) -> list[Html]:
    """Return a line of days and a line of numbers, without empty ones.

    With ``now``, the days left for comments are counted; None leaves them out.
    """
    days = list(_days(stored.item.facts, t, now.astimezone(t.zone).date() if now else None))[:MAX_DAYS]
    cited = list(dict.fromkeys(_numbers(stored.item.facts, t)))[:MAX_NUMBERS]
    return [Html(" · ".join(parts)) for parts in (days, cited) if parts]


def _standing(stored: StoredItem, t: Translator) -> list[Html]:
    """Return a line of the status, type, agencies and jurisdiction of an official document; none for anything else."""
    given = list(dict.fromkeys((fact.name, fact.value) for fact in stored.item.facts if fact.field == DOCUMENT))
    status, kind, agency = ([value for name, value in given if name == part] for part in ("status", "type", "agency"))
    if not (status or kind or agency):
        return []
    parts = _kind(status[0] if status else "", kind[0] if kind else "", t)
    parts.append(", ".join(map(_named, agencies.most_telling(tuple(agency))[:MAX_AGENCIES])))
    parts.append(t.country(stored.item.country) if stored.item.country else "")
    return [Html(f"<i>{' · '.join(map(escape, filter(None, parts)))}</i>")]


def _kind(status: str, kind: str, t: Translator) -> list[str]:
    """Return the status and the type of a document; one word where they belong together, as in “Final rule”."""
    if (status, kind) == ("final", "rule"):
        return [t.format("fact-final-rule")]
    parts: list[str] = []
    if status and (status, kind) != ("proposed", "proposed-rule"):
        parts.append(t.format("fact-status", status=status))
    if kind:
        parts.append(t.format("fact-type", type=kind, name=_named(kind)))
    return parts


def _days(facts: Iterable[Fact], t: Translator, today: date | None) -> Iterator[Html]:
    """Yield each kind of day once: the publisher's own field, else the earliest that the text gives."""
    for fact in chosen(facts):
        day = date.fromisoformat(fact.value)
        parts = [t.format(f"fact-{fact.name}", day=t.day(day))]
        if fact.name in (Dated.COMMENTS, Dated.HEARING) and today is not None and day >= today:
            parts.append(t.format("fact-days-left", days=(day - today).days))
        if fact.field != DOCUMENT:
            parts.append(t.format("fact-from-text"))
        yield Html("".join(parts))


def _numbers(facts: Iterable[Fact], t: Translator) -> Iterator[Html]:
    """Yield the document's own numbers before those that its text cites."""
    for fact in numbers.in_order(facts):
        number = escape(shortened(numbers.shown(fact), MAX_NAME_LENGTH))
        yield t.format("fact-docket", number=number) if fact.name in ("docket", "case") else number


def _named(value: str) -> str:
    return shortened(agencies.shown(value), MAX_NAME_LENGTH)
