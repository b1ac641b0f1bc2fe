"""Digests: many alerts in one message, by watches, with the evidence that nothing is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.callbacks.settings import DigestPage as ShowPage
from bot.callbacks.settings import MakeInstant, ShowSettings
from bot.chat import Button, Reply
from bot.messages.items import title, watch_title
from bot.messages.text import Html, Translator, blocks, escape, linked, shortened
from watchers.model import Alert, Digest, DigestEntry, DigestPage, DigestSection, SilentSource
from watchers.model.times import Every

MAX_INSTANT = 3
"""Watches on a page that have a button."""
MAX_RULE_LENGTH = 60


def digest(pending: Alert, heading: Digest, page: DigestPage, t: Translator, edits: bool = False) -> Reply:
    """Return a page of a digest, with buttons to turn the page and to send a watch's alerts at once."""
    coverage = t.format("digest-sources", read=heading.read, sources=heading.sources)
    silent = silent_sources(heading.silent, t) if heading.silent else None
    if not pending.listed_count:
        quiet = t.format("digest-all-quiet", seen=heading.seen, watches=heading.watches, coverage=coverage)
        return Reply(blocks([quiet, silent]), ((_settings(t),),), edits)
    which = f" · {page.number + 1}/{page.pages}" if page.pages > 1 else ""
    count = _count(page.items, pending.listed_count, t)
    above = Html(f"{_title(heading, t)} · {count} · {coverage}{which}")
    doubt = t.format("alert-ambiguous") if pending.ambiguous else None
    parts = [above, silent, doubt, *_sections(page, t)]
    return Reply(blocks(parts), (_turns(pending, page, t), (*_instant(page, t), _settings(t))), edits)


def _title(heading: Digest, t: Translator) -> Html:
    match heading.every:
        case None:
            return t.format("digest-held")
        case Every.HOUR:
            return t.format("digest-hour", at=t.time(heading.at))
        case Every.DAY | Every.WEEK:
            return t.format("digest-day", day=t.weekday(heading.at))


def _count(items: int, stories: int, t: Translator) -> Html:
    """Return how many items a digest has, and how many stories if several items tell the same one."""
    if items == stories:
        return t.format("digest-count", count=items)
    return t.format("digest-count-stories", count=items, stories=stories)


def silent_sources(silent: Sequence[SilentSource], t: Translator) -> Html:
    """Return the sources that were not read, with how long each has been silent."""
    named = [
        t.format("digest-silent-source", source=each.name, span=t.duration(each.silence)) if each.silence else each.name
        for each in silent
    ]
    return t.format("digest-silent", sources=t.listed(named))


def _sections(page: DigestPage, t: Translator) -> Iterator[Html]:
    number = page.first
    for section in page.sections:
        yield _section(section, t)
        for entry in section.entries:
            yield _line(number, entry, t)
            number += 1


def _section(section: DigestSection, t: Translator) -> Html:
    rule = shortened(watch_title(section.watch, t), MAX_RULE_LENGTH)
    return t.format("digest-watch", name=section.watch.name, rule=rule, count=section.count)


def _line(number: int, entry: DigestEntry, t: Translator) -> Html:
    stored = entry.item
    line = f"{number}. {linked(stored.item.link, title(stored, t))}"
    sources = {each.source_name for each in (stored, *entry.also)}
    if len(sources) == 1:
        return Html(f"{line} — {escape(stored.source_name)}")
    return Html(f"{line} · {t.format('digest-reported-by', count=len(sources))}")


def _turns(pending: Alert, page: DigestPage, t: Translator) -> tuple[Button, ...]:
    back = [t.button("previous-page", ShowPage(pending.id, page.number - 1))] if page.number else []
    more = [t.button("next-page", ShowPage(pending.id, page.number + 1))] if page.number + 1 < page.pages else []
    return (*back, *more)


def _instant(page: DigestPage, t: Translator) -> tuple[Button, ...]:
    timed = [section.watch for section in page.sections if section.watch.timing is not None]
    return tuple(
        t.button("digest-instant", MakeInstant(watch.number), name=watch.name) for watch in timed[:MAX_INSTANT]
    )


def _settings(t: Translator) -> Button:
    return t.button("button-settings", ShowSettings())
