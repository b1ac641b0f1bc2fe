"""The type, days and numbers of an official document, as lines of an alert."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.messages.words import Html, Words, escape
from watchers.codes import agencies
from watchers.model import DOCUMENT, Dated, Fact, StoredItem

MAX_AGENCIES = 2
MAX_DAYS = 4
MAX_NUMBERS = 4
MAX_NAME_LENGTH = 40


def lines(stored: StoredItem, words: Words, now: datetime | None = None) -> list[Html]:
    """Return a line of days and a line of numbers, without empty ones.

    With ``now``, the days left for comments are counted; None leaves them out.
    """
    days = list(_days(stored.item.facts, words, now.date() if now else None))[:MAX_DAYS]
    numbers = list(dict.fromkeys(_numbers(stored.item.facts, words)))[:MAX_NUMBERS]
    return [_joined(parts) for parts in (days, numbers) if parts]


def standing(stored: StoredItem, words: Words) -> Html | None:
    """Return the status, type, agencies and jurisdiction of an official document; None for anything else."""
    given = [fact for fact in stored.item.facts if fact.field == DOCUMENT]
    status, kind, agency = (_values(given, name) for name in ("status", "type", "agency"))
    if not (status or kind or agency):
        return None
    told = [words.say("fact-status", status=each) for each in status[:1]]
    told += [words.say("fact-type", type=each, name=_shortened(agencies.shown(each))) for each in kind[:1]]
    telling = agencies.most_telling(agency)[:MAX_AGENCIES]
    told += [escape(", ".join(_shortened(agencies.shown(each)) for each in telling))] if telling else []
    told += [escape(stored.item.country)] if stored.item.country else []
    return Html(f"<i>{_joined(told)}</i>")


# ---- days ------------------------------------------------------------------------------------------


def _days(facts: Iterable[Fact], words: Words, today: date | None) -> Iterator[Html]:
    """Yield each kind of day once: the publisher's own field, else the earliest that the text gives."""
    for kind in Dated:
        told = [fact for fact in facts if fact.name == kind.value]
        if not told:
            continue
        fact = min(told, key=lambda fact: (fact.field != DOCUMENT, fact.value))
        day = date.fromisoformat(fact.value)
        said = words.say(f"fact-{kind.value}", day=words.day(day))
        if kind is Dated.COMMENTS and today is not None and day >= today:
            said = Html(f"{said} {words.say('fact-days-left', days=(day - today).days)}")
        yield said if fact.field == DOCUMENT else Html(f"{said} {words.say('fact-from-text')}")


# ---- numbers ---------------------------------------------------------------------------------------


def _numbers(facts: Iterable[Fact], words: Words) -> Iterator[Html]:
    """Yield the document's own numbers before those that its text cites."""
    facts = sorted(facts, key=lambda fact: (fact.field != DOCUMENT, _ORDER.get(fact.name, 0)))
    for fact in facts:
        match fact.name:
            case "docket" | "case":
                yield words.say("fact-docket", number=_shortened(fact.value))
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


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_NAME_LENGTH else text[: MAX_NAME_LENGTH - 1] + "…"


def _values(facts: Iterable[Fact], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.value for fact in facts if fact.name == name))


def _joined(parts: Iterable[Html]) -> Html:
    return Html(" · ".join(parts))


_CITATION = re.compile(r"(\d+)FR(\d+)")
_ORDER = {"docket": 1, "case": 1, "fr": 2, "csms": 3, "hs": 4}
