"""Finds the names of the catalog among typed words, and splits a text without spaces into names: 半導體 and 關稅."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import itemgetter

from watchers.entities import Alias, Catalog, EntityId, Tokens, is_ordinary, is_word, lives_by_capitals, typed_as
from watchers.rules import forms
from watchers.rules.leaves import in_capitals, phrase_of, read_word
from watchers.rules.lexer import (
    CJK_OPERATORS,
    NOT_BEFORE,
    PARTICLES,
    PLAIN_TRADE_WORDS,
    UNMISTAKABLE,
    Kind,
)
from watchers.rules.syntax import Entity, Or, Phrase, Rule, joined, spelling
from watchers.text.tokens import Text, is_cjk, read


@dataclass(slots=True)
class Run:
    """Consecutive bare words, each read on first use."""

    words: Sequence[str]
    texts: list[Text] = field(default_factory=list)

    def text(self, at: int) -> Text:
        """Return the tokens of a word."""
        while len(self.texts) <= at:
            self.texts.append(read_word(self.words[len(self.texts)]))
        return self.texts[at]

    def typed(self, begin: int, end: int) -> str:
        """Return several words as they were typed."""
        return " ".join(self.words[begin:end])

    def without_possessives(self) -> Run:
        """Return the run with TSMC for TSMC's; itself if there are none."""
        words = [_without_possessive(word) for word in self.words]
        return self if words == list(self.words) else Run(words)


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name, and how many of the words it covers."""

    end: int
    """Index after its last word."""
    rules: tuple[Rule, ...]
    small: bool = False
    """Whether a name with capitals was typed in small letters, and is read as that name nevertheless."""


@dataclass(frozen=True, slots=True)
class Names:
    """Reads names in the words of one rule."""

    catalog: Catalog
    any_case: bool
    """Whether the rule is typed in one case, as on a phone, so that the capitals of a name are not required."""

    def longest(self, typed: Run, bare: Run, at: int) -> KnownName | None:
        """Return the longest name that begins at a word; ``bare`` is the run without possessives."""
        found = self._longest(bare, at)
        if typed is not bare:
            # China's commerce ministry is an alias with its 's; TSMC's is TSMC.
            other = self._longest(typed, at)
            if other is not None and (found is None or other.end >= found.end):
                return other
        return found

    def of(self, tokens: Tokens, surface: str, typed: str = "") -> Rule | None:
        """Return what a name means; None if the words are none. ``typed`` is the text if another spelling was typed."""
        if "*" in surface or "@" in surface:
            return None
        aliases = self.catalog.meant(tokens, surface)
        return self._entities(aliases, surface, typed or surface) if aliases else None

    def with_capitals(self, run: Run, at: int) -> tuple[str, str]:
        """Return words that with capitals are a longer name, and that name: us steel, US Steel; ("", "") if none."""
        tokens = run.text(at).tokens
        reach = self._reach(tokens)
        for end in range(at + 1, len(run.words)):
            tokens += run.text(end).tokens
            if len(tokens) > reach or not run.text(end).tokens:
                break
            typed = run.typed(at, end + 1)
            for alias in self.catalog.named(tokens):
                entity = self.catalog.entities[alias.entity]
                if entity.kind in ("company", "law", *_OFFICES) and not typed_as(alias, typed):
                    alike = (other.surface for other in entity.aliases if other.surface.lower() == typed.lower())
                    return typed, next(alike, alias.surface)
        return "", ""

    def _longest(self, run: Run, at: int) -> KnownName | None:
        best: KnownName | None = None
        tokens = run.text(at).tokens
        reach = self._reach(tokens)
        end = at + 1
        while tokens and len(tokens) <= reach:
            if self.catalog.named(tokens) and self._is_one(run, at, end):
                rule = self.of(tokens, run.typed(at, end))
                official = None if rule or end == at + 1 else self._official(tokens, run.typed(at, end))
                best = KnownName(end, (official,), small=True) if official else best
                best = KnownName(end, tuple(self.apart(rule, run.texts[at:end]) or [rule])) if rule else best
            if end == len(run.words):
                break
            tokens += run.text(end).tokens
            end += 1
        return best or self._in_any_case(run, at) or self._in_another_form(run, at)

    def _is_one(self, run: Run, at: int, end: int) -> bool:
        """Return whether nothing between the tokens of these words parts them: a slash, or an & that is not its own."""
        signs = [run.words[index] for index in range(at, end) if not run.text(index).tokens]
        if signs:
            tokens = tuple(token for each in run.texts[at:end] for token in each.tokens)
            owners = {alias.entity for alias in self.catalog.named(tokens)}
            spelled = (alias.surface for owner in owners for alias in self.catalog.entities[owner].aliases)
            return any(all(sign in surface for sign in signs) for surface in spelled)
        return all(len(list(text.stretches())) == 1 for text in run.texts[at:end])

    def _reach(self, tokens: Tokens) -> int:
        return self.catalog.lengths.get(tokens[0], (0,))[0] if tokens else 0

    def _in_any_case(self, run: Run, at: int) -> KnownName | None:
        """Return the name of one word that only its capitals tell from an ordinary word: intel, us, bis."""
        text = run.text(at)
        surface = run.typed(at, at + 1)
        if not self.any_case or len(text.tokens) != 1 or "*" in surface or "@" in surface:
            return None
        if in_capitals(text, 0):
            return None
        # A name that a chat gave itself has no language, and the case in which it was given.
        aliases = [alias for alias in self.catalog.named(text.tokens) if alias.language]
        return KnownName(at + 1, (self._entities(aliases, surface, surface),), small=True) if aliases else None

    def _in_another_form(self, run: Run, at: int) -> KnownName | None:
        """Return the word of trade that was typed in a form that is none of its names: exports for export."""
        text = run.text(at)
        if len(text.tokens) != 1 or "*" in run.words[at] or "@" in run.words[at] or in_capitals(text, 0):
            return None
        found = base_names(text.tokens[0], self.catalog)
        rules = [self._entities([alias], alias.tokens[0], run.typed(at, at + 1)) for alias in found]
        return KnownName(at + 1, (joined(Or, rules),)) if rules else None

    def _official(self, tokens: Tokens, typed: str) -> Rule | None:
        """Return an office, law or list that was typed without its capitals, or the words: the entity list."""
        if any(self.catalog.entities[alias.entity].kind == "topic" for alias in self.catalog.named(tokens[-1:])):
            return None
        owners = {alias.entity: self.catalog.entities[alias.entity] for alias in self.catalog.named(tokens)}
        kinds = {id: owner.kind for id, owner in owners.items() if tokens not in owner.only_read}
        named = [Entity(id, None, typed) for id, kind in kinds.items() if kind in _OFFICIAL]
        return joined(Or, [*named, phrase_of(read(typed))]) if named and "*" not in typed else None

    def apart(self, found: Rule, words: Sequence[Text], space: str = " ") -> list[Rule]:
        """Split a name typed as separate words into the broader names that it consists of; return [] if it cannot.

        A space means *and*: chip tariffs or 半導體 關稅 finds a tariff on chips. With a hyphen or nothing in between,
        the words are one name. The name of an office is always one name: US Customs. ``space`` is between the words.
        """
        whole = [one for one in (found.parts if isinstance(found, Or) else (found,)) if isinstance(one, Entity)]
        if len(words) < 2 or any(one.typed or self.catalog.entities[one.id].kind in _OFFICES for one in whole):
            return []
        broader = set[EntityId]().union(*(self.catalog.counts_for[one.id] - {one.id} for one in whole))
        rules: list[Rule] = []
        longest = len(words) - 1
        while words:
            for length in range(min(longest, len(words)), 0, -1):
                tokens = tuple(token for word in words[:length] for token in word.tokens)
                if any(alias.entity in broader for alias in self.catalog.named(tokens)):
                    break
            else:
                return []
            part = self.of(tokens, space.join(word.original for word in words[:length]))
            if part is None:
                return []
            rules += self.apart(part, words[:length], space) or [part]
            words = words[length:]
        return rules

    def _entities(self, aliases: list[Alias], surface: str, typed: str) -> Rule:
        return joined(Or, [Entity(alias.entity, self._ordinary(alias, surface), typed) for alias in aliases])

    def _ordinary(self, alias: Alias, surface: str) -> Phrase | None:
        """Return the typed words as a phrase if they are ordinary words that are gated only as a synonym."""
        if not alias.gated or not is_ordinary(self.catalog.entities[alias.entity]):
            return None
        text = read(surface)
        capitals = tuple(in_capitals(text, at) for at in range(len(text.tokens)))
        printed = alias.surface if lives_by_capitals(alias) else spelling(text.tokens, capitals)
        return Phrase(text.tokens, capitals, printed)


def base_names(token: str, catalog: Catalog) -> list[Alias]:
    """Return the names of which a word is another form: of words of trade in any form, of topics and products in -s."""
    known = forms.load()
    if catalog.named((token,)):
        return []
    return [
        alias
        for form in sorted(known.of(token) - {token})
        for alias in catalog.named((form,))
        if (form,) not in (entity := catalog.entities[alias.entity]).only_read
        and (
            (is_word(entity) and form in known.words_of.get(token, ()))
            or (is_ordinary(entity) and (_is_plural(token, form) or _is_plural(form, token)))
        )
    ]


def _is_plural(word: str, singular: str) -> bool:
    return word in (f"{singular}s", f"{singular}es", f"{singular[:-1]}ies")


_OFFICES = ("agency", "body", "court", "org")
_OFFICIAL = (*_OFFICES, "law", "list")


def _without_possessive(word: str) -> str:
    return word[:-2] if len(word) > 2 and word[-2:].lower() in ("'s", "’s", "＇s") else word


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text without spaces."""

    kind: Kind
    """TERM for a name, WORD for other text, or an operator."""
    text: str
    begin: int
    """Offset in the text."""
    end: int
    rule: Rule | None = None
    left_out: bool = False
    """Whether it is a particle or a plain word of trade, which means nothing beside a name."""


_NOTHING_SPLITS = 60
"""In tokens; a longer text is not a list of names, and is searched as it is."""


ReadQuantity = Callable[[str], Rule | None]


def split(text: Text, names: Names, quantity: ReadQuantity) -> list[Part]:
    """Return the parts of a text without spaces; [] if it is one term.

    Operators that nothing else is spelled like split it in any case. What is between them is split if it consists of
    names, with nothing but particles, other operators and plain words of trade beside them.
    """
    if len(text.tokens) > _NOTHING_SPLITS or not any(map(is_cjk, text.tokens)):
        return []
    parts: list[Part] = []
    for kind, first, after in _at_unmistakable_operators(text):
        surface, begin, end = _place(text, first, after)
        known = _known_parts(text, first, after, names, quantity) if kind is Kind.WORD else []
        parts += known or [Part(kind, surface, begin, end)]
    return parts if len(parts) > 1 else []


def _at_unmistakable_operators(text: Text) -> Iterator[tuple[Kind, int, int]]:
    """Yield (kind, first token, token after the last) of each operator and of what is between them."""
    start = at = 0
    while at < len(text.tokens):
        for length in range(min(_LONGEST, len(text.tokens) - at), 1, -1):
            kind = _unmistakable().get(text.tokens[at : at + length])
            # One character is not a term, so that its neighbor is not an operator: 不含稅.
            if kind is None or 0 < at - start < 2 or len(text.tokens) - at - length == 1:
                continue
            if start < at:
                yield Kind.WORD, start, at
            yield kind, at, at + length
            start = at = at + length
            break
        else:
            at += 1
    if start < len(text.tokens):
        yield Kind.WORD, start, len(text.tokens)


def _known_parts(text: Text, start: int, stop: int, names: Names, quantity: ReadQuantity) -> list[Part]:
    """Return the parts of a stretch that consists of names and what may be beside them; [] if it does not.

    A plain word of trade that the catalog knows is left out beside two other names, and a name beside one.
    """
    for plain_cost in (_COST - 1, _COST + 1):
        parts = _cheapest_parts(text, start, stop, names, quantity, plain_cost)
        known = sum(part.kind is Kind.TERM for part in parts)
        only_particles = all(part.kind is not Kind.WORD or _is_particle(part) for part in parts)
        if known > 1 or (known == 1 and len(parts) > 1 and only_particles):
            return parts
    return []


def _cheapest_parts(
    text: Text, start: int, stop: int, names: Names, quantity: ReadQuantity, plain_cost: int
) -> list[Part]:
    """Return the fewest parts that cover a stretch; [] if none do."""
    best: dict[int, tuple[int, list[Part]]] = {stop: (0, [])}
    for at in range(stop - 1, start - 1, -1):
        found = [
            (best[at + length][0] + cost, [part, *best[at + length][1]])
            for part, length, cost in _parts_at(text, at, stop, names, quantity, plain_cost)
            if at + length in best
        ]
        if found:
            best[at] = min(found, key=itemgetter(0))
    _, parts = best.get(start, (0, []))
    if len(parts) > 1:
        parts = [narrower for part in parts for narrower in _apart(part, names)]
    return parts


def _apart(part: Part, names: Names) -> list[Part]:
    """Return the broader names that a name consists of, where it is one part of several: 半導體 關稅 for 半導體關稅."""
    if part.rule is None:
        return [part]
    rules = names.apart(part.rule, _characters(read(part.text)), space="") or [part.rule]
    return [replace(part, rule=rule) for rule in rules]


def _characters(text: Text) -> list[Text]:
    return [read(text.original[begin:end]) for begin, end in zip(text.begins, text.ends, strict=True)]


def says_nothing(text: Text) -> bool:
    """Return whether a text consists of particles, and of words that ask for news: に関するニュース."""
    ends = {0}
    for at in range(len(text.tokens)):
        if at in ends:
            reach = range(at + 1, min(at + _LONGEST, len(text.tokens)) + 1)
            ends.update(end for end in reach if text.tokens[at:end] in _particles())
    return bool(text.tokens) and len(text.tokens) in ends


def _is_particle(part: Part) -> bool:
    return part.left_out and read(part.text).tokens not in _plain_words()


def _parts_at(
    text: Text, at: int, stop: int, names: Names, quantity: ReadQuantity, plain_cost: int
) -> Iterator[tuple[Part, int, int]]:
    """Yield what may begin at a token: the part, its length in tokens, and what it costs."""
    if text.tokens[at][0].isdigit() or text.tokens[at : at + 3] == _PERCENT:
        for length in range(2, min(_LONGEST_QUANTITY, stop - at) + 1):
            surface, begin, end = _place(text, at, at + length)
            if rule := quantity(surface):
                yield Part(Kind.TERM, surface, begin, end, rule), length, _COST
    for length in names.catalog.lengths.get(text.tokens[at], ()):
        if at + length <= stop:
            surface, begin, end = _place(text, at, at + length)
            rule = names.of(text.tokens[at : at + length], surface)
            if rule is not None:
                yield Part(Kind.TERM, surface, begin, end, rule), length, _COST
    if at == 0 or _ends_part(text, at):
        yield from _unknown(text, at, stop)
    for length in range(1, min(_LONGEST, stop - at) + 1):
        kind = _beside_names().get(text.tokens[at : at + length])
        if kind is not None:
            surface, begin, end = _place(text, at, at + length)
            cost = plain_cost if text.tokens[at : at + length] in _plain_words() else _COST + 1
            yield Part(kind, surface, begin, end, left_out=kind is Kind.WORD), length, cost


def _unknown(text: Text, at: int, stop: int) -> Iterator[tuple[Part, int, int]]:
    """Yield an unknown noun in Han characters or katakana that particles, operators or nothing surround: 電池."""
    end = at
    while end < stop and _NOUN.match(text.tokens[end]) and text.tokens[end : end + 1] not in _beside_names():
        end += 1
    if end - at > 1 and (end == stop or _begins_part(text, end)):
        surface, begin, after = _place(text, at, end)
        yield Part(Kind.WORD, surface, begin, after), end - at, _COST * 5


def _begins_part(text: Text, at: int) -> bool:
    """Return whether a particle or operator begins at a token."""
    return any(text.tokens[at : at + length] in _beside_names() for length in range(1, _LONGEST + 1))


def _ends_part(text: Text, at: int) -> bool:
    """Return whether a particle or operator ends before a token."""
    return any(text.tokens[at - length : at] in _beside_names() for length in range(1, min(_LONGEST, at) + 1))


def _place(text: Text, first: int, after: int) -> tuple[str, int, int]:
    begin, end = text.begins[first], text.ends[after - 1]
    return text.original[begin:end], begin, end


@lru_cache(maxsize=1)
def _plain_words() -> frozenset[tuple[str, ...]]:
    return frozenset(read(word).tokens for word in PLAIN_TRADE_WORDS)


@lru_cache(maxsize=1)
def _particles() -> frozenset[tuple[str, ...]]:
    return frozenset(read(word).tokens for word in PARTICLES)


@lru_cache(maxsize=1)
def _unmistakable() -> dict[tuple[str, ...], Kind]:
    return {read(word).tokens: CJK_OPERATORS.get(word, Kind.NOT) for word in UNMISTAKABLE}


@lru_cache(maxsize=1)
def _beside_names() -> dict[tuple[str, ...], Kind]:
    found = dict.fromkeys((*_particles(), *_plain_words()), Kind.WORD)
    found |= {read(word).tokens: Kind.NOT for word in NOT_BEFORE if not word.isascii()}
    return found | {read(word).tokens: kind for word, kind in CJK_OPERATORS.items()}


_NOUN = re.compile("[\u30a1-\u30fa\u30fc\u3400-\u9fff]")
_COST = 10
"""Of one part: fewer parts are better, and of as many the ones with more names."""
_LONGEST_QUANTITY = 7
_PERCENT = ("百", "分", "之")
_LONGEST = max(map(len, PARTICLES | PLAIN_TRADE_WORDS | NOT_BEFORE | CJK_OPERATORS.keys()))
