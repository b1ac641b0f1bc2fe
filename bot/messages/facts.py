"""The type, days and numbers of an official document, as lines of an alert."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.messages.text import Html, Translator, escape, shortened
from watchers.codes import agencies
from watchers.model import DOCUMENT, Dated, Fact, StoredItem

MAX_AGENCIES = 2
MAX_DAYS = 4
MAX_NUMBERS = 4
MAX_NAME_LENGTH = 40


def lines(stored: StoredItem, t: Translator, now: datetime | None = None) -> list[Html]:
    """Return a line of days and a line of numbers, without empty ones.

    With ``now``, the days left for comments are counted; None leaves them out.
    """
    days = list(_days(stored.item.facts, t, now.date() if now else None))[:MAX_DAYS]
    numbers = list(dict.fromkeys(_numbers(stored.item.facts, t)))[:MAX_NUMBERS]
    return [Html(" · ".join(parts)) for parts in (days, numbers) if parts]


def standing(stored: StoredItem, t: Translator) -> list[Html]:
    """Return a line of the status, type, agencies and jurisdiction of an official document; none for anything else."""
    given = [(fact.name, fact.value) for fact in stored.item.facts if fact.field == DOCUMENT]
    status, kind, agency = (_values(given, name) for name in ("status", "type", "agency"))
    if not (status or kind or agency):
        return []
    parts: list[str] = [t.format("fact-status", status=each) for each in status[:1]]
    parts += [t.format("fact-type", type=each, name=_named(each)) for each in kind[:1]]
    parts += [", ".join(map(_named, agencies.most_telling(agency)[:MAX_AGENCIES])), stored.item.country or ""]
    return [Html(f"<i>{' · '.join(map(escape, filter(None, parts)))}</i>")]


def _days(facts: Iterable[Fact], t: Translator, today: date | None) -> Iterator[Html]:
    """Yield each kind of day once: the publisher's own field, else the earliest that the text gives."""
    for kind in Dated:
        found = [fact for fact in facts if fact.name == kind.value]
        if not found:
            continue
        fact = min(found, key=lambda fact: (fact.field != DOCUMENT, fact.value))
        day = date.fromisoformat(fact.value)
        parts = [t.format(f"fact-{kind.value}", day=t.day(day))]
        if kind is Dated.COMMENTS and today is not None and day >= today:
            parts.append(t.format("fact-days-left", days=(day - today).days))
        if fact.field != DOCUMENT:
            parts.append(t.format("fact-from-text"))
        yield Html(" ".join(parts))


def _numbers(facts: Iterable[Fact], t: Translator) -> Iterator[Html]:
    """Yield the document's own numbers before those that its text cites."""
    for fact in sorted(facts, key=lambda fact: (fact.field != DOCUMENT, _ORDER.get(fact.name, 0))):
        match fact.name:
            case "docket" | "case":
                yield t.format("fact-docket", number=shortened(fact.value, MAX_NAME_LENGTH))
            case "fr":
                citation = _CITATION.fullmatch(fact.value)
                yield escape(f"{citation[1]} FR {citation[2]}" if citation else f"FR {fact.value}")
            case "csms":
                yield escape(f"CSMS # {fact.value}")
            case "hs":
                yield escape(f"HS {_dotted(fact.value)}")


def _dotted(code: str) -> str:
    """Format a tariff code as the tariff prints it: ``85423100`` -> ``8542.31.00``."""
    digits = code.partition("-")[0]
    pieces = [digits[:4], *(digits[at : at + 2] for at in range(4, min(len(digits), 8), 2)), digits[8:]]
    return ".".join(filter(None, pieces))


def _named(value: str) -> str:
    return shortened(agencies.shown(value), MAX_NAME_LENGTH)


def _values(given: Iterable[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for fact, value in given if fact == name))


_CITATION = re.compile(r"(\d+)FR(\d+)")
_ORDER = {"docket": 1, "case": 1, "fr": 2, "csms": 3, "hs": 4}
