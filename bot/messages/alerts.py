"""Alerts, lists of held alerts, and the answer to Why?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.callbacks import Mute, Why
from bot.chat import Button, Link, Reply, Row
from bot.messages import facts
from bot.messages.layout import blocks, linked, marked, may_be_opened, plain, width
from bot.messages.words import Html, Words, escape
from watchers.entities import Catalog, EntityId
from watchers.model import Alert, Hit, Reason, StoredItem, TextUse, Watch, WatchCount
from watchers.summaries import extract

MAX_MATCHED_WORDS = 5
MAX_RULES_IN_LIST = 10
MAX_WATCHES_IN_LIST = 100
MAX_ALERT_LENGTH = 880
"""UTF-16 code units; an alert is read at a glance, so lines over the limit are left out, the numbers first."""


def alert(owed: Alert, words: Words, now: datetime | None = None) -> Reply:
    """Return the message for a pending alert: one item, or a list.

    With ``now``, the days until a deadline are counted; None leaves them out.
    """
    if owed.item is None:
        return _list(owed, words)
    stored = owed.item
    hits = [hit for reason in owed.reasons for hit in reason.hits]
    above: list[Html] = [heading(stored, words, hits)]
    below = [_matched(owed.reasons, words), origin(stored, words)]
    if owed.ambiguous:
        below.append(words.say("alert-ambiguous"))
    told: list[Html] = []
    if stored.text_use is TextUse.SUMMARY:
        standing = facts.standing(stored, words)
        excerpt = extract.summarize(stored.item.body, stored.item.title, hits)
        above = [standing, *above] if standing else above
        above += [marked(excerpt, "b")] if excerpt.text else []
        told = facts.lines(stored, words, now)
    while told and sum(map(width, (*above, *told, *below))) > MAX_ALERT_LENGTH:
        told.pop()
    return Reply(blocks([*above, *told, *below]), _buttons(owed, words))


def heading(stored: StoredItem, words: Words, hits: Iterable[Hit] = ()) -> Html:
    """Return the title as a link, with the matched words underlined."""
    excerpt = extract.title(stored.item.title, hits)
    if not excerpt.text.strip():
        # Some feeds have no titles: show the beginning of the text instead.
        excerpt = extract.summarize(stored.item.body, stored.item.title, ())
    text = marked(excerpt, "u") if excerpt.text else words.say("alert-untitled")
    return Html(f"<b>{linked(stored.item.link, text)}</b>")


def origin(stored: StoredItem, words: Words) -> Html:
    """Return the source and the time of publication; if the source gives none, the time the item was seen."""
    at = stored.item.published
    told = words.date(at) if at else words.say("alert-seen", at=words.date(stored.seen_at))
    return Html(f"<i>{escape(stored.source_name)} · {told}</i>")


def matched_words(hits: Iterable[Hit], words: Words) -> str:
    """Return the matched words, each once, at most five."""
    found = list({hit.text.casefold(): hit.text for hit in hits}.values())
    shown = words.say("alert-word-separator").join(_shortened(text, 30) for text in found[:MAX_MATCHED_WORDS])
    return shown + (" …" if len(found) > MAX_MATCHED_WORDS else "")


def line(stored: StoredItem, words: Words) -> Html:
    """Return one item of a list: title and source."""
    return Html(f"• {linked(stored.item.link, _plain_title(stored, words))} — {escape(stored.source_name)}")


def because(owed: Alert, words: Words, catalog: Catalog) -> Html:
    """Return the reasons of one alert, for the Why? button."""
    assert owed.item is not None
    title = words.say("why-told", title=plain(_plain_title(owed.item, words)))
    reasons = [reason_lines(reason.watch, reason.hits, words, catalog) for reason in owed.reasons]
    return blocks([title, *(part for lines in reasons for part in lines)])


def reason_lines(watch: Watch, hits: Sequence[Hit], words: Words, catalog: Catalog) -> list[Html]:
    """Return the watch, and each place in the item that matched it."""
    lines = [hit_line(hit, words, catalog) for hit in _distinct(hits)]
    return [words.say("why-reason", name=watch.name, rule=watch.typed), *lines]


def hit_line(hit: Hit, words: Words, catalog: Catalog) -> Html:
    """Return a place and the term that it matched; an entity given by ID appears under its name."""
    entity = catalog.entities.get(EntityId(hit.term.removeprefix("@"))) if hit.term.startswith("@") else None
    term = entity.name(words.language) if entity else hit.term
    if hit.field == "title":
        said = words.say("why-hit-title", text=hit.text, term=term)
    elif hit.field == "body":
        said = words.say("why-hit-body", text=hit.text, term=term)
    else:
        said = words.say("why-hit-fact", term=term)
    return Html(f"  · {said}")


def _distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Return each matched word once per field, at most a dozen."""
    return list({(hit.term, hit.field, hit.text.casefold()): hit for hit in reversed(tuple(hits))}.values())[::-1][:12]


def _matched(reasons: Sequence[Reason], words: Words) -> Html:
    """Return the line that says why: the matched words and the watches."""
    shown = matched_words((hit for reason in reasons for hit in reason.hits), words)
    named = " · ".join(f"{reason.watch.name} {_shortened(reason.watch.typed, 50)}" for reason in reasons[:3])
    more = f" +{len(reasons) - 3}" if len(reasons) > 3 else ""
    return words.say("alert-matched", words=shown, watches=named + more)


def _buttons(owed: Alert, words: Words) -> tuple[Row, ...]:
    row: list[Button | Link] = [Button(words.say("button-why"), Why(owed.id))]
    if owed.reasons:
        watch = owed.reasons[0].watch
        row.append(Button(words.say("button-mute", name=watch.name), Mute(watch.number)))
    if owed.item is not None and may_be_opened(owed.item.item.link):
        row.append(Link(words.say("button-open"), owed.item.item.link))
    return (tuple(row),)


def _list(owed: Alert, words: Words) -> Reply:
    if owed.flood:
        title = words.say("flood-list", source=owed.flood, count=owed.listed_count)
    else:
        title = words.say("held-list", count=owed.listed_count)
    parts = [title]
    if owed.watches:
        parts.append(_watch_counts(owed.watches, words))
    if owed.listed:
        parts.append(words.say("list-newest"))
    if owed.ambiguous:
        parts.append(words.say("alert-ambiguous"))
    return Reply(blocks([*parts, *(line(stored, words) for stored in owed.listed)]))


def _watch_counts(counts: Sequence[WatchCount], words: Words) -> Html:
    """Return every watch of a list with its count; only the first ten show their rules, to leave room for titles."""
    named = [
        words.say("list-watch", name=each.watch.name, rule=_shortened(each.watch.typed, 30), count=each.count)
        for each in counts[:MAX_RULES_IN_LIST]
    ]
    named += [
        words.say("list-watch-number", name=each.watch.name, count=each.count)
        for each in counts[MAX_RULES_IN_LIST:MAX_WATCHES_IN_LIST]
    ]
    more = len(counts) - MAX_WATCHES_IN_LIST
    return Html(" · ".join([*named, f"+{more}"] if more > 0 else named))


def _plain_title(stored: StoredItem, words: Words) -> Html:
    excerpt = extract.title(stored.item.title, ())
    if not excerpt.text.strip():
        excerpt = extract.summarize(stored.item.body, stored.item.title, ())
    return escape(excerpt.text) if excerpt.text else words.say("alert-untitled")


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
