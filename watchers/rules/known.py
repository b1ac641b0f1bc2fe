"""Finds the names of the catalog among typed words, and cuts words at the signs between terms."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from watchers.entities import Alias, Catalog, EntityId, Tokens, is_ordinary, lives_by_capitals, typed_as
from watchers.rules import forms
from watchers.rules.lexer import Lexeme, plain
from watchers.rules.quantities import spellings
from watchers.rules.syntax import (
    And,
    Entity,
    Note,
    NoteKind,
    Or,
    Phrase,
    Rule,
    Term,
    each_term,
    in_capitals,
    joined,
    phrase_of,
    spelling,
)
from watchers.rules.vocabulary import ABBREVIATIONS, HYPHENS, LONG_VOWELS, Kind
from watchers.text.tokens import Text, is_cjk, parts, read, read_word


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
    acronyms: bool = False
    """Whether it has acronyms in capitals nevertheless, so that us is not one, and apple may be a word."""

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
            if run.text(end - 1).tokens and self.catalog.named(tokens) and self._is_one(run, at, end):
                rule = self.of(tokens, run.typed(at, end))
                official = None if rule or end == at + 1 else self._official(tokens, run.typed(at, end))
                best = KnownName(end, (official,), small=True) if official else best
                best = KnownName(end, self._as_read(rule, run.texts[at:end])) if rule else best
            if end == len(run.words):
                break
            tokens += run.text(end).tokens
            end += 1
        return best or self._in_any_case(run, at) or self._in_another_form(run, at)

    def _as_read(self, found: Rule, words: Sequence[Text]) -> tuple[Rule, ...]:
        """Return what a name means: itself, or its parts if it was typed as separate words.

        The deal of two countries is found by both: 台美貿易協議 in 台美簽署對等貿易協議.
        """
        if parts := self.apart(found, words):
            return tuple(parts)
        if parts := self._words_of(found, words):
            return (joined(Or, [found, joined(And, parts)]),)
        if isinstance(found, Entity) and self.catalog.entities[found.id].kind == "fta":
            parts = self.apart(found, [each for word in words for each in characters(word)], space="")
        return (joined(Or, [found, joined(And, parts)]) if parts else self.with_sides(found),)

    def with_sides(self, found: Rule) -> Rule:
        """Return a relation or the two countries, or the tariffs of a country or both: 台美, 米関税."""
        entity = self.catalog.entities[found.id] if isinstance(found, Entity) else None
        if entity is None or entity.kind != "regime" or len(entity.broader) != 2:
            return found
        return joined(Or, [found, joined(And, [Entity(side) for side in entity.broader])])

    def _words_of(self, found: Rule, words: Sequence[Text]) -> list[Rule]:
        """Return the names that the words of a topic in Han characters are, if it was typed with spaces: 輸出 許可."""
        is_topic = isinstance(found, Entity) and is_ordinary(self.catalog.entities[found.id])
        if len(words) < 2 or not is_topic or not all(is_cjk(token) for word in words for token in word.tokens):
            return []
        parts = [self.of(word.tokens, word.original) for word in words]
        return [part for part in parts if part is not None] if None not in parts else []

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
        aliases = [alias for alias in aliases if not (self.acronyms and alias.surface.isupper())]
        if not aliases:
            return None
        found = self._entities(aliases, surface, surface)
        return KnownName(at + 1, (joined(Or, [phrase_of(text), found]) if self.acronyms else found,), small=True)

    def _in_another_form(self, run: Run, at: int) -> KnownName | None:
        """Return the word of trade of which another form was typed: exports for export."""
        text = run.text(at)
        if len(text.tokens) != 1 or "*" in run.words[at] or "@" in run.words[at] or in_capitals(text, 0):
            return None
        found = forms.base_names(text.tokens[0], self.catalog)
        rules = [self._entities([alias], alias.tokens[0], run.typed(at, at + 1)) for alias in found]
        return KnownName(at + 1, (joined(Or, rules),)) if rules else None

    def misspelled(self, run: Run, at: int) -> KnownName | None:
        """Return the one name that a word may mean that is neither a name nor English, or the word: tmsc, TSMC."""
        text = run.text(at)
        if "*" in run.words[at] or "@" in run.words[at] or len(list(text.stretches())) > 1:
            return None
        found: dict[Rule, int] = {}
        for name in forms.likely_names(text.tokens, self.catalog, capital=run.words[at][0].isupper()):
            mended = Run([*run.words[:at], name, *run.words[at + 1 :]])
            if known := self._longest(mended, at):
                meant = each_term(joined(And, known.rules), _without_surface)
                found[meant] = known.end
        longest = [(meant, end) for meant, end in found.items() if end == max(found.values())]
        if len(longest) != 1:
            return None
        ((meant, end),) = longest
        return KnownName(end, (joined(Or, [phrase_of(read(run.typed(at, end))), meant]),))

    def mended(self, run: Run, at: int) -> KnownName | None:
        """Return the words, or the name that they mean once one is spelled out, or two joined: supreme ct, air lines.

        The words count as typed too: ct is a court or a scan.
        """
        found = self._spelled_out(run, at) or self._joined(run, at) or self._near_phrase(run, at)
        if found is None:
            return None
        typed, meant = phrase_of(read(run.typed(at, found.end))), joined(And, found.rules)
        return replace(found, rules=(joined(Or, [typed, meant]),))

    def _spelled_out(self, run: Run, at: int) -> KnownName | None:
        """Return the name that words mean once their abbreviations are spelled out: supreme ct."""
        words = list(run.words)
        short = [ABBREVIATIONS.get(word.lower().rstrip("."), word) for word in words[at:]]
        found = self._longest(Run([*words[:at], *short]), at) if short != words[at:] else None
        return found if found and short[: found.end - at] != words[at : found.end] else None

    def _joined(self, run: Run, at: int) -> KnownName | None:
        """Return the name of one word that was typed as two: semi conductor."""
        typed = "".join(run.words[at : at + 2])
        if len(run.words) < at + 2 or len(typed) < _MIN_JOINED or not (typed.isascii() and typed.isalpha()):
            return None
        rule = self.of(read_word(typed).tokens, typed)
        return KnownName(at + 2, (rule,)) if rule else None

    def _near_phrase(self, run: Run, at: int) -> KnownName | None:
        """Return the name of two words of which the second is misspelled: de minimus."""
        if at + 1 >= len(run.words) or len(run.text(at).tokens) != 1 or len(run.text(at + 1).tokens) != 1:
            return None
        found = [
            known
            for second in forms.likely_seconds(run.text(at).tokens[0], run.text(at + 1).tokens[0], self.catalog)
            if (known := self._longest(Run([*run.words[: at + 1], second, *run.words[at + 2 :]]), at))
        ]
        return found[0] if len(found) == 1 and found[0].end > at + 1 else None

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
            part = self._part(tokens, space.join(word.original for word in words[:length]), broader)
            if part is None:
                return []
            rules += self.apart(part, words[:length], space) or [part]
            words = words[length:]
        return rules

    def _part(self, tokens: Tokens, surface: str, broader: Set[EntityId]) -> Rule | None:
        """Return what a part of a name means: as typed, or one of its broader names where capitals prove nothing."""
        if (part := self.of(tokens, surface)) is not None or not self.any_case:
            return part
        aliases = [alias for alias in self.catalog.named(tokens) if alias.entity in broader]
        return self._entities(aliases, surface, surface) if aliases else None

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


def _without_surface(term: Term) -> Rule:
    return replace(term, surface="") if isinstance(term, Entity) else term


def characters(text: Text) -> list[Text]:
    """Return each token of a text as a text."""
    return [read(text.original[begin:end]) for begin, end in zip(text.begins, text.ends, strict=True)]


_MIN_JOINED = 6
"""Letters of a name that may be typed as two words; shorter ones are two ordinary words by chance."""
_OFFICES = ("agency", "body", "court", "org")
_OFFICIAL = (*_OFFICES, "law", "list")


def _without_possessive(word: str) -> str:
    return word[:-2] if len(word) > 2 and word[-2:].lower() in ("'s", "’s", "＇s") else word


# ---- words that are cut at signs ---------------------------------------------------------------------

DASH = re.compile(f"[{re.escape(HYPHENS)}]+|(?<=[\u4e00-\u9fff])[{LONG_VOWELS}]")
"""A dash inside a word; a long vowel does not follow a Han character, so it is one there."""

_BETWEEN_HYPHENS = re.compile(f"[^{re.escape(HYPHENS)}]+")
_BETWEEN_TERMS = "/／&＆"
_MIDDLE_DOTS = "・·"
_SIGNS = frozenset(_BETWEEN_TERMS + _MIDDLE_DOTS + "+＋")
_WITH_SLASH = ("w/", "w/o", "and/or")
_LIST = re.compile(r"[/／&＆+＋・·]|[^/／&＆+＋・·]+")


@dataclass(frozen=True, slots=True)
class Signs:
    """Cuts the words of one rule, and notes what is not obvious."""

    text: str
    names: Names
    notes: list[Note]

    def apart(self, lexeme: Lexeme) -> list[Lexeme]:
        """Return the parts of a lexeme that are words of their own; a sign before or after a word is one."""
        text = lexeme.text
        if plain(text) in _WITH_SLASH:
            return [lexeme]
        if text[0] in "$＄" and (company := self.names.catalog.tickers.get(plain(text[1:]).upper())):
            return [lexeme._replace(text=f"@{company}")]
        if len(text) == 1 or not _SIGNS.intersection(text):
            return self._places(lexeme) or _apart(lexeme)
        bare = text.strip(_BETWEEN_TERMS)
        begin = lexeme.column - 1 + len(text) - len(text.lstrip(_BETWEEN_TERMS))
        end = begin + len(bare)
        if bare != text:
            places = ((lexeme.column - 1, begin if bare else lexeme.end), (begin, end), (end, lexeme.end))
            cut = [Lexeme(Kind.WORD, self.text[at:stop], at + 1, stop) for at, stop in places if at < stop]
            return [part for each in cut for part in self._without_signs(each)]
        return self._without_signs(lexeme)

    def _without_signs(self, lexeme: Lexeme) -> list[Lexeme]:
        text = lexeme.text
        if text[0] in _BETWEEN_TERMS:
            return [lexeme]
        parts = self._places(lexeme) or _apart(lexeme)
        is_name = len(parts) == 1 and self.names.of(read_word(text).tokens, text) is not None
        return [lexeme] if is_name else self._listed(lexeme) or parts

    def _places(self, lexeme: Lexeme) -> list[Lexeme]:
        """Return the two places of US-India, or persons of Xi-Trump, that are not a name together; else []."""
        found = list(_BETWEEN_HYPHENS.finditer(lexeme.text)) if DASH.search(lexeme.text) else []
        named = self.names.catalog.named
        if len(found) != 2 or self.names.of(read_word(lexeme.text).tokens, lexeme.text):
            return []
        kinds = [{alias.entity.partition(".")[0] for alias in named(read_word(part[0]).tokens)} for part in found]
        if not {"pl", "pp"} & kinds[0] & kinds[1]:
            return []
        self.notes.append(Note(NoteKind.SPLIT, lexeme.text, f'"{lexeme.text}"'))
        at = lexeme.column - 1
        return [Lexeme(Kind.WORD, part[0], at + part.start() + 1, at + part.end()) for part in found]

    def _listed(self, lexeme: Lexeme) -> list[Lexeme]:
        """Return the parts and signs of TSMC/Samsung or TSMC&Samsung; [] if a part is neither name nor whole word.

        A middle dot stands between the names of one person, so that it separates names of the catalog only; other words
        may be glued to the last one: インドネシア・フィリピンのニッケル.
        """
        found = list(_LIST.finditer(lexeme.text))
        texts = [match[0] for match in found[::2]]
        if {match[0] for match in found[1::2]}.isdisjoint(_MIDDLE_DOTS):
            is_whole = all(map(self._is_whole, texts))
        else:
            is_whole = all(map(self._is_name, texts[:-1])) and bool(set.intersection(*map(self._first_kinds, texts)))
        if not is_whole or len({match[0] for match in found[1::2]}) != 1:
            return []
        at = lexeme.column - 1
        return [Lexeme(Kind.WORD, match[0], at + match.start() + 1, at + match.end()) for match in found]

    def _is_name(self, text: str) -> bool:
        return self.names.of(read_word(text).tokens, text) is not None

    def _first_kinds(self, text: str) -> set[str]:
        """Return the kinds, such as "pl", of the longest name that begins a text without spaces."""
        word = read_word(text)
        for length in self.names.catalog.lengths.get(word.tokens[0], ()) if word.tokens else ():
            tokens = word.tokens[:length]
            if length <= len(word.tokens) and self.names.of(tokens, word.original[: word.ends[length - 1]]):
                return {alias.entity.partition(".")[0] for alias in self.names.catalog.named(tokens)}
        return set()

    def _is_whole(self, text: str) -> bool:
        tokens = read_word(text).tokens
        if not tokens or self.names.of(tokens, text) or spellings(text):
            return bool(tokens)
        has_letters = text.isalpha() or (text.isalnum() and any(map(is_cjk, tokens)))
        return has_letters and (len(text) > 2 or (len(text) > 1 and all(map(is_cjk, tokens))))


PREFIX = re.compile("[A-Za-z]{3,}!")
"""How other search engines write a prefix."""
_HASH = re.compile(r"^[#＃$＄]+(?=[^\W\d])|^[+＋](?=\w)")


def _apart(lexeme: Lexeme) -> list[Lexeme]:
    """Split text typed without spaces that cannot be one phrase in any text, as if it had spaces: TSMC→熊本.

    Leave out a # or $ before a word, and a + that says that the word must appear.
    """
    typed = lexeme.text
    if (
        typed.isalnum()
        or typed.startswith("@")
        or "*" in typed
        or PREFIX.fullmatch(typed)
        or forms.words_like(typed.lower())
    ):
        return [lexeme]
    bare = _HASH.sub("", typed)
    begin = lexeme.end - len(bare)
    lexeme = Lexeme(Kind.WORD, bare, begin + 1, lexeme.end)
    places = parts(read_word(bare))
    if not places:
        return [lexeme]
    return [Lexeme(Kind.WORD, part, lexeme.column + offset, begin + offset + len(part)) for offset, part in places]
