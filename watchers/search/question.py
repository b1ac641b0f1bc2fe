"""Spell items as words of the full-text table, and translate rules into full-text expressions. No SQL here.

Of a rule come two expressions: one that all matching items satisfy, and one that only they do. Words, prefixes,
phrases, facts and recognized entities are searched exactly as match decides them. Capitals and distance are left to
match. Law: an item that matches the rule satisfies ``expression``, and an item that satisfies ``surely`` matches the
rule.

SQLite's tokenizer unicode61 must return each word as it was written, so a word consists of characters that it
does not change: lowercase Latin letters, digits, kana, Han and hangul. Tokens with anything else (the dots of a
code, other scripts) are spelled in hexadecimal after ``zzx``. Laws: no two tokens have the same spelling, and one
of the two spellings of a word's beginning is a prefix of the spelling of the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from watchers.entities import ORDINARY, WORD, Catalog, EntityId, Tokens
from watchers.items.identity import link_key
from watchers.matching import FIELD_NAMES, Reading, Recognizer
from watchers.model import Item, SourceId
from watchers.rules import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Word
from watchers.store.items import ItemWords, NewItem
from watchers.text.tokens import Gap, Text, is_cjk

DEEPEST = 20
"""Nested brackets; SQLite's parser fails beyond about 30."""
MAX_PAIRS = 64
"""Pairs of phrases for one NEAR; with more, both sides are searched at any distance."""
BREAK = "zzbreak"
"""A word that no phrase may cross."""
_ESCAPED = "zzx"
PLAIN_LETTERS = (
    "a-z0-9\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # Latin, 々, kana
    "\u3400-\u4db5\u4e00-\u9fcb\uac00-\ud7a3"  # Han and hangul as of Unicode 6.1, which unicode61 knows
)
_PLAIN = re.compile(f"(?!zz)[{PLAIN_LETTERS}]+")


@dataclass(frozen=True, slots=True)
class Question:
    """What to search instead of reading every item, as FTS5 expressions for ``item_words match``."""

    expression: str
    """Satisfied by all items that match the rule, and maybe by others."""
    surely: str | None
    """Satisfied only by items that match the rule, maybe not by all of them; None if nothing is sure."""

    @property
    def certain(self) -> bool:
        """Return whether exactly the matching items satisfy the expression."""
        return self.surely == self.expression


def read_item(item: Item, source: SourceId, recognizer: Recognizer) -> tuple[NewItem, Reading]:
    """Read an item and recognize what it names, once for both storing and matching; takes 0.3 ms for a headline."""
    reading = Reading(item, source, recognizer)
    return NewItem(item, link_key(item.link), words_of(reading)), reading


def ask(rule: Rule, recognizer: Recognizer, current: bool) -> Question | None:
    """Return the question for a rule; None if every item must be read.

    ``current`` says that the stored entities of all items are those that the recognizer would find now.
    """
    return _Asking(recognizer, current, "{title body}", "{title_names body_names}").rule(rule, 0)


@dataclass(frozen=True, slots=True)
class _Asking:
    recognizer: Recognizer
    current: bool
    in_words: str
    """The columns to search for words, as an FTS5 column filter."""
    in_names: str

    def rule(self, rule: Rule, depth: int) -> Question | None:
        if depth > DEEPEST:
            return None
        match rule:
            case And(parts):
                return self._all(parts, depth + 1)
            case Or(parts):
                return _any(self.rule(part, depth + 1) for part in parts)
            case Not():
                return None
            case InTitle(inner):
                return replace(self, in_words="title", in_names="title_names").rule(inner, depth + 1)
            case Near():
                return self._near(rule, depth + 1)
            case Field(field, value):
                return _exactly(f'facts : "{_fact(field, value)}"')
            case Entity(entity, None):
                return self._named(entity)
            case Entity(entity, Phrase() as typed):
                return _any((self._named(entity), self._typed(entity, typed)))
            case _:
                asked = self._words(_spellings(rule, self.recognizer))
                return Question(asked, None if _needs_capitals(rule) else asked)

    def _all(self, parts: Iterable[Rule], depth: int) -> Question | None:
        """Combine the parts of an And.

        Only sure answers to a negated part may exclude an item; a part without a question leaves nothing sure.
        """
        wanted = [self.rule(part, depth) for part in parts if not isinstance(part, Not)]
        unwanted = [self.rule(part.rule, depth) for part in parts if isinstance(part, Not)]
        asked = [question.expression for question in wanted if question]
        if not asked:
            return None
        excluded = [question.surely for question in unwanted if question and question.surely]
        sure = [question.surely for question in wanted if question and question.surely]
        doubtful = [question.expression for question in unwanted if question]
        all_sure = len(sure) == len(wanted) and len(doubtful) == len(unwanted)
        return Question(_without(asked, excluded), _without(sure, doubtful) if all_sure else None)

    def _near(self, rule: Near, depth: int) -> Question | None:
        """Search both sides near each other, allowing for the breaks that may be between them."""
        left, right = (list(_phrases(operand, self.recognizer)) for operand in (rule.left, rule.right))
        if left and right and len(left) * len(right) <= MAX_PAIRS:
            farthest = 2 * rule.distance + 1
            return Question(
                self._words(f"NEAR({one} {other}, {farthest})" for one, other in product(left, right)), None
            )
        both = self._all((rule.left, rule.right), depth)
        return both and Question(both.expression, None)

    def _named(self, entity: EntityId) -> Question:
        if self.current and self.recognizer.catalog.entities[entity].kind != WORD:
            return _exactly(f'{self.in_names} : "{_name(entity)}"')
        return Question(self._words(map(_phrase, _shortest(_aliases(self.recognizer, entity)))), None)

    def _typed(self, entity: EntityId, typed: Phrase) -> Question:
        """Search typed words that are also a name as plain words.

        They are not sure within a longer, unrelated name, in text without spaces, or if they have another sense.
        """
        catalog = self.recognizer.catalog
        *before, last = typed.tokens
        spellings = [(*before, form) for form in self.recognizer.forms_of(last)]
        asked = self._words(map(_phrase, spellings))
        if any(typed.capitals) or any(map(is_cjk, typed.tokens)) or catalog.entities[entity].other_sense:
            return Question(asked, None)
        return Question(asked, _without([asked], [self._together(longer) for longer in _accidents(spellings, catalog)]))

    def _together(self, tokens: Tokens) -> str:
        """Search all tokens in any order with anything between: the longer string need not be a phrase."""
        return f"{self.in_words} : ({' AND '.join(_phrase((token,)) for token in tokens)})"

    def _words(self, alternatives: Iterable[str]) -> str:
        return f"{self.in_words} : ({' OR '.join(sorted(alternatives))})"


def _exactly(expression: str) -> Question:
    return Question(expression, expression)


def _any(questions: Iterable[Question | None]) -> Question | None:
    asked: list[Question] = []
    for question in questions:
        if question is None:
            return None
        asked.append(question)
    sure = [question.surely for question in asked if question.surely]
    return Question(
        _joined(" OR ", [question.expression for question in asked]), _joined(" OR ", sure) if sure else None
    )


def _without(wanted: Sequence[str], unwanted: Sequence[str]) -> str:
    asked = _joined(" AND ", wanted)
    return f"({asked} NOT {_joined(' OR ', unwanted)})" if unwanted else asked


def _joined(operator: str, expressions: Sequence[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"({operator.join(expressions)})"


# ---- terms -----------------------------------------------------------------------------------------


def _phrases(operand: Rule, recognizer: Recognizer) -> Iterator[str]:
    """Yield the spellings of one side of a NEAR; nothing if one of its terms is an entity."""
    parts = operand.parts if isinstance(operand, Or) else (operand,)
    if all(isinstance(part, Word | Phrase | Prefix) for part in parts):
        for part in parts:
            yield from _spellings(part, recognizer)


def _spellings(term: Rule, recognizer: Recognizer) -> Iterator[str]:
    """Yield the alternatives for a term, one of which is present wherever the term is."""
    match term:
        case Word(token, capitals):
            yield from (_phrase((form,)) for form in ((token,) if capitals else recognizer.forms_of(token)))
        case Prefix(start):
            yield from (f'"{beginning}" *' for beginning in spelled_beginnings(start))
        case Phrase(tokens):
            yield _phrase(tokens)


def _phrase(tokens: Tokens) -> str:
    return f'"{" ".join(map(spelled, tokens))}"'


def _needs_capitals(term: Rule) -> bool:
    match term:
        case Word(_, capitals):
            return capitals
        case Phrase(_, capitals):
            return any(capitals)
        case _:
            return False


def _accidents(names: Iterable[Tokens], catalog: Catalog) -> set[Tokens]:
    """Return the longer strings in which one of the names means something else."""
    return {
        longer for entity in catalog.entities.values() for name in names for longer in entity.not_inside.get(name, ())
    }


def _aliases(recognizer: Recognizer, entity: EntityId) -> Iterator[Tokens]:
    """Yield all spellings that may name the entity or a narrower one."""
    catalog = recognizer.catalog
    narrower = [catalog.entities[other] for other, counts_for in catalog.counts_for.items() if entity in counts_for]
    for found in narrower:
        for alias in found.aliases:
            *before, last = alias.tokens
            english = found.kind in ORDINARY and alias.language == "en"
            for form in recognizer.forms_of(last) if english else (last,):
                yield (*before, form)


def _shortest(names: Iterable[Tokens]) -> list[Tokens]:
    """Return the names that contain no other: a text with a longer one has the shorter one, too.

    SQLite looks up each of them, and a topic has hundreds.
    """
    there = set(names)
    return [
        name
        for name in there
        if not any(
            name[start:stop] in there
            for start in range(len(name))
            for stop in range(start + 1, len(name) + 1)
            if stop - start < len(name)
        )
    ]


# ---- words -----------------------------------------------------------------------------------------


def words_of(reading: Reading) -> ItemWords:
    """Return the words to index for an item: its tokens, the entities that it names, and its facts."""
    title, body = (scan.text for scan in reading.scans)
    title_names, body_names = map(reading.entities_in, range(len(FIELD_NAMES)))
    return ItemWords(
        title=words_of_text(title),
        body=words_of_text(body),
        title_names=" ".join(sorted(map(_name, title_names))),
        body_names=" ".join(sorted(map(_name, body_names))),
        facts=" ".join(sorted(_fact(*each) for each in reading.facts)),
    )


def words_of_text(text: Text) -> str:
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


def _name(entity: EntityId) -> str:
    """Return an entity as one word."""
    return _escaped(entity)


def _fact(name: str, value: str) -> str:
    """Return a fact as one word."""
    return _escaped(f"{name}:{value}")


def _escaped(text: str) -> str:
    return _ESCAPED + text.encode("utf-8", "surrogatepass").hex()


def _breaks(text: Text, at: int) -> bool:
    """Return whether phrases end here: Latin ones cross commas and quotes, CJK ones a space, none a sentence's end."""
    gap = text.gap(at)
    return gap > Gap.LIGHT or is_cjk(text.tokens[at]) or is_cjk(text.tokens[at - 1])
