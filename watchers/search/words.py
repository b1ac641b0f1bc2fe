"""An item as the words of the full-text table, and how what a rule asks for is spelled there. No SQL here.

SQLite's tokenizer unicode61 must give back each word as it was written, so a word is made of letters that it
leaves alone: Latin without capitals, digits, kana, Han and hangul. Anything else a token may hold (the dots of
a code, other scripts) is spelled in hexadecimal behind ``zzx``. Laws: no two tokens are spelled alike, and the
spelling of a word's beginning, taken either way, begins the spelling of the word.
"""

from __future__ import annotations

import re

from watchers.matching import FIELD_NAMES, Reading
from watchers.model import EntityId
from watchers.store.full_text import ItemWords
from watchers.text.tokens import Gap, Text, is_cjk

BREAK = "zzbreak"
"""Stands where no phrase may cross."""
_ESCAPED = "zzx"
PLAIN_LETTERS = (
    "a-z0-9\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # Latin, 々, kana
    "\u3400-\u4db5\u4e00-\u9fcb\uac00-\ud7a3"  # Han and hangul as of Unicode 6.1, which unicode61 knows
)
_PLAIN = re.compile(f"(?!zz)[{PLAIN_LETTERS}]+")


def of_reading(reading: Reading) -> ItemWords:
    """Return what is stored of an item for searching: its tokens, the entities that it names, and its facts."""
    title, body = (scan.text for scan in reading.scans)
    title_names, body_names = (
        {entity for entity, spans in reading.entities.items() if any(span.field == field for span in spans)}
        for field in range(len(FIELD_NAMES))
    )
    return ItemWords(
        title=of_text(title),
        body=of_text(body),
        title_names=" ".join(sorted(map(name, title_names))),
        body_names=" ".join(sorted(map(name, body_names))),
        facts=" ".join(sorted(fact(*each) for each in reading.facts)),
    )


def of_text(text: Text) -> str:
    """The tokens in order, with a break wherever a phrase would."""
    spelling = list(map(spelled, text.tokens))
    for at, gap in enumerate(text.gaps):
        if at and gap > Gap.SPACE and _breaks(text, at):
            spelling[at] = f"{BREAK} {spelling[at]}"
    return " ".join(spelling)


def spelled(token: str) -> str:
    """A token as one word."""
    return token if _PLAIN.fullmatch(token) else _escaped(token)


def spelled_beginnings(start: str) -> tuple[str, ...]:
    """What the spelling of a word that begins so begins with: as it is, or escaped for what follows in it."""
    return tuple(dict.fromkeys((spelled(start), _escaped(start))))


def name(entity: EntityId) -> str:
    """An entity as one word."""
    return _escaped(entity)


def fact(name: str, value: str) -> str:
    """A fact as one word."""
    return _escaped(f"{name}:{value}")


def _escaped(text: str) -> str:
    return _ESCAPED + text.encode("utf-8", "surrogatepass").hex()


def _breaks(text: Text, at: int) -> bool:
    """Latin phrases cross commas and quotes, CJK ones a single space, neither a sentence's end."""
    gap = text.gap(at)
    return gap > Gap.LIGHT or is_cjk(text.tokens[at]) or is_cjk(text.tokens[at - 1])
