"""An item as the words of the full-text table, and how what a rule asks for is spelt there. No SQL here.

SQLite's tokenizer unicode61 must give back each word as it was written, so a word is made of letters that it
leaves alone: Latin without capitals, digits, kana, Han and hangul. Anything else a token may hold (the dots of
a code, other scripts) is spelt in hexadecimal behind ``zzx``. Laws: no two tokens are spelt alike, and the
spelling of a word's beginning, taken either way, begins the spelling of the word.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from watchers.entities import EntityId
from watchers.match import FIELD_NAMES, Recogniser
from watchers.match.evaluate import Reading
from watchers.model import Item, SourceId
from watchers.text import Gap, Text, is_cjk

BREAK = "zzbreak"
"""Stands where no phrase may cross."""
_ESCAPED = "zzx"
PLAIN_LETTERS = (
    "a-z0-9\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # Latin, 々, kana
    "\u3400-\u4db5\u4e00-\u9fcb\uac00-\ud7a3"  # Han and hangul as of Unicode 6.1, which unicode61 knows
)
_PLAIN = re.compile(f"(?!zz)[{PLAIN_LETTERS}]+")


class ItemWords(NamedTuple):
    """One row of the full-text table: words with spaces between them."""

    title: str
    body: str
    title_names: str
    """The entities that the title names; each once."""
    body_names: str
    facts: str
    """What ``source:``, ``lang:``, ``country:`` and the codes ask for."""


def of_item(item: Item, source: SourceId, recogniser: Recogniser) -> ItemWords:
    """What is written with an item: the tokens that are stored, and what match reads out of them."""
    reading = Reading(item, source, recogniser)
    title_names, body_names = (
        {entity for entity, spans in reading.entities.items() if any(span.field == field for span in spans)}
        for field in range(len(FIELD_NAMES))
    )
    return ItemWords(
        title=of_text(item.title),
        body=of_text(item.body),
        title_names=" ".join(sorted(map(name, title_names))),
        body_names=" ".join(sorted(map(name, body_names))),
        facts=" ".join(sorted(fact(*each) for each in reading.facts)),
    )


def of_text(text: Text) -> str:
    """The tokens in order, with a break wherever a phrase would."""
    spelling = list(map(spelt, text.tokens))
    for at, gap in enumerate(text.gaps):
        if at and gap > Gap.SPACE and _breaks(text, at):
            spelling[at] = f"{BREAK} {spelling[at]}"
    return " ".join(spelling)


def spelt(token: str) -> str:
    """A token as one word."""
    return token if _PLAIN.fullmatch(token) else _escaped(token)


def spelt_beginnings(start: str) -> tuple[str, ...]:
    """What the spelling of a word that begins so begins with: as it is, or escaped for what follows in it."""
    return tuple(dict.fromkeys((spelt(start), _escaped(start))))


def name(entity: EntityId) -> str:
    """An entity as one word."""
    return _escaped(entity)


def fact(name: str, value: str) -> str:
    """A fact as one word."""
    return _escaped(f"{name}:{value}")


def state_of(recogniser: Recogniser) -> str:
    """Names all that decides the words of an item: the catalogue, the word forms and our code.

    "" where the catalogue has no version: then nothing that is stored is known to be what it would say.
    """
    version = recogniser.catalogue.version
    return f"{version}-{_state_of_code()}" if version else ""


@cache
def _state_of_code() -> str:
    read = [
        *(each for each in files("watchers.match").iterdir() if each.name.endswith(".py")),
        *(files("watchers.rules").joinpath(*path) for path in (["forms.py"], ["data", "english_forms.txt"])),
        *(each for each in files("watchers.codes").iterdir() if each.name.endswith(".py")),
        *(files("watchers").joinpath(*path) for path in (["text.py"], ["store", "words.py"])),
    ]
    return sha256(b"".join(each.read_bytes() for each in sorted(read, key=str))).hexdigest()[:12]


def _escaped(text: str) -> str:
    return _ESCAPED + text.encode("utf-8", "surrogatepass").hex()


def _breaks(text: Text, at: int) -> bool:
    """Latin phrases cross commas and quotes, CJK ones a single space, neither a sentence's end."""
    gap = text.gap(at)
    return gap > Gap.LIGHT or is_cjk(text.tokens[at]) or is_cjk(text.tokens[at - 1])
