"""Spell an item, and what a rule searches for, as words of the full-text table. No SQL here.

SQLite's tokenizer unicode61 must return each word as it was written, so a word consists of characters that it
does not change: lowercase Latin letters, digits, kana, Han and hangul. Tokens with anything else (the dots of a
code, other scripts) are spelled in hexadecimal after ``zzx``. Laws: no two tokens have the same spelling, and one
of the two spellings of a word's beginning is a prefix of the spelling of the word.
"""

from __future__ import annotations

import re

from watchers.matching import FIELD_NAMES, Reading
from watchers.model import EntityId
from watchers.store.full_text import ItemWords
from watchers.text.tokens import Gap, Text, is_cjk

BREAK = "zzbreak"
"""A word that no phrase may cross."""
_ESCAPED = "zzx"
PLAIN_LETTERS = (
    "a-z0-9\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # Latin, 々, kana
    "\u3400-\u4db5\u4e00-\u9fcb\uac00-\ud7a3"  # Han and hangul as of Unicode 6.1, which unicode61 knows
)
_PLAIN = re.compile(f"(?!zz)[{PLAIN_LETTERS}]+")


def of_reading(reading: Reading) -> ItemWords:
    """Return the words to index for an item: its tokens, the entities that it names, and its facts."""
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
    """Return the spelled tokens in order, separated by spaces, with ``BREAK`` where no phrase may cross."""
    spelling = list(map(spelled, text.tokens))
    for at, gap in enumerate(text.gaps):
        if at and gap > Gap.SPACE and _breaks(text, at):
            spelling[at] = f"{BREAK} {spelling[at]}"
    return " ".join(spelling)


def spelled(token: str) -> str:
    """Return a token as one word: unchanged if unicode61 keeps it, else escaped."""
    return token if _PLAIN.fullmatch(token) else _escaped(token)


def spelled_beginnings(start: str) -> tuple[str, ...]:
    """Return how spellings of words with this beginning start: spelled itself, or escaped for a later character."""
    return tuple(dict.fromkeys((spelled(start), _escaped(start))))


def name(entity: EntityId) -> str:
    """Return an entity as one word."""
    return _escaped(entity)


def fact(name: str, value: str) -> str:
    """Return a fact as one word."""
    return _escaped(f"{name}:{value}")


def _escaped(text: str) -> str:
    return _ESCAPED + text.encode("utf-8", "surrogatepass").hex()


def _breaks(text: Text, at: int) -> bool:
    """Return whether phrases end here: Latin ones cross commas and quotes, CJK ones a space, none a sentence's end."""
    gap = text.gap(at)
    return gap > Gap.LIGHT or is_cjk(text.tokens[at]) or is_cjk(text.tokens[at - 1])
