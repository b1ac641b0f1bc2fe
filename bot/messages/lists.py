"""The message about a list that changed: what a chat watches first, then the other entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.chat import Reply
from bot.messages.items import heading, matched_words, watch_title
from bot.messages.text import Html, Translator, blocks, escape, shortened
from watchers.model import DOCUMENT, Alert, Change, Dated, ListChange, StoredItem, WatchedEntry

MAX_ENTRIES = 10
MAX_NAME_LENGTH = 80
MAX_RULE_LENGTH = 30
MAX_WATCHES = 3
"""Shown with an entry."""
MAX_DIFFERENCES = 3
"""Values that a changed entry gained or lost."""
_SIGNS = ("+ ", "− ")


def list_change(pending: Alert, change: ListChange, t: Translator) -> Reply:
    """Return the message for a new version of a list, with the entries that the chat watches."""
    title = t.format("list-change", source=pending.flood, tally=_tally(change, t))
    watch = t.format("list-you-watch", count=pending.listed_count)
    shown = [part for each in change.watched[:MAX_ENTRIES] for part in _watched(each, t)]
    more = pending.listed_count - len(change.watched[:MAX_ENTRIES])
    rest = t.format("list-more", count=more) if more > 0 else None
    doubt = t.format("alert-ambiguous") if pending.ambiguous else None
    return Reply(blocks([title, doubt, watch, *shown, rest, _others(pending, change, t)]))


def _tally(change: ListChange, t: Translator) -> Html:
    counts = {Change.ADDED: change.added, Change.REMOVED: change.removed, Change.CHANGED: change.changed}
    said = [t.format(f"list-tally-{kind.value}", count=count) for kind, count in counts.items() if count]
    return Html(t.format("alert-word-separator").join(said))


def _watched(each: WatchedEntry, t: Translator) -> Iterator[Html]:
    """Yield an entry, what differs in it, and the matched words with their watches."""
    hits = [hit for reason in each.reasons for hit in reason.hits]
    yield heading(each.stored, t, hits)
    yield from _duty(each.stored, t)
    for line in _differences(each.stored):
        yield escape(f"    {shortened(line, MAX_NAME_LENGTH)}")
    reasons = each.reasons[:MAX_WATCHES]
    watches = " · ".join(f"{it.watch.name} {shortened(watch_title(it.watch, t), MAX_RULE_LENGTH)}" for it in reasons)
    if reasons:
        yield t.format("list-why", words=matched_words(hits, t), watches=watches)


def _duty(stored: StoredItem, t: Translator) -> Iterator[Html]:
    """Yield the duty of a heading of a tariff schedule, the day from which it applies if it says so, and when seen."""
    facts = {fact.name: fact.value for fact in reversed(stored.item.facts)}
    if "rate" not in facts:
        return
    yield t.format("list-rate", rate=shortened(facts["rate"], MAX_NAME_LENGTH))
    seen = t.format("alert-seen", at=t.date(stored.seen_at))
    if day := facts.get(Dated.EFFECTIVE.value):
        yield t.format("list-effective", day=t.day(date.fromisoformat(day)), seen=seen)
    else:
        yield escape(f"    {seen}")


def _differences(stored: StoredItem) -> list[str]:
    if not any(fact.name == "changed" and fact.field == DOCUMENT for fact in stored.item.facts):
        return []
    lines = stored.item.body.original.split("\n\n")
    return [line for line in lines if line.startswith(_SIGNS)][:MAX_DIFFERENCES]


def _others(pending: Alert, change: ListChange, t: Translator) -> Html | None:
    if not change.others:
        return None
    names = t.format("alert-word-separator").join(
        t.format(f"list-other-{kind.value}", name=shortened(name, MAX_NAME_LENGTH)) for kind, name in change.others
    )
    count = change.added + change.removed + change.changed - pending.listed_count - len(change.others)
    if count > 0:
        return t.format("list-others-more", names=Html(names), count=count)
    return t.format("list-others", names=Html(names))
