"""Finds the names of the catalog among typed words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace

from watchers.entities import ORDINARY, Alias, Catalog, EntityId, Tokens, same_letters
from watchers.rules import forms
from watchers.rules.grammar import Piece
from watchers.rules.syntax import (
    And,
    Entity,
    Or,
    Phrase,
    Rule,
    Term,
    Word,
    each_term,
    in_capitals,
    joined,
    phrase_of,
    spelling,
)
from watchers.rules.vocabulary import ABBREVIATIONS, ONE_NAME, is_title
from watchers.text.tokens import Text, characters, is_cjk, read, read_word


@dataclass(slots=True)
class Run:
    """Consecutive bare words, each read on first use."""

    words: Sequence[str]
    texts: list[Text] = field(default_factory=list)
    _bare: Run | None = None

    def text(self, at: int) -> Text:
        """Return the tokens of a word."""
        while len(self.texts) <= at:
            self.texts.append(read_word(self.words[len(self.texts)]))
        return self.texts[at]

    def typed(self, begin: int, end: int) -> str:
        """Return several words as they were typed."""
        return " ".join(self.words[begin:end])

    @property
    def bare(self) -> Run:
        """The run with TSMC for TSMC's; itself if there are none."""
        if self._bare is None:
            words = [without_possessive(word) for word in self.words]
            self._bare = self if words == list(self.words) else Run(words)
        return self._bare


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name, and how many of the words it covers."""

    end: int
    """Index after its last word."""
    rules: tuple[Rule, ...]
    small: bool = False
    """Whether a name with capitals was typed in small letters, and is read as that name nevertheless."""
    mended: bool = False
    """Whether the words are that name only once one is spelled out, or two are joined."""


@dataclass(frozen=True, slots=True)
class Names:
    """Reads names in the words of one rule."""

    catalog: Catalog
    any_case: bool
    """Whether the rule is typed in one case, as on a phone, so that the capitals of a name are not required."""
    acronyms: bool = False
    """Whether it has acronyms in capitals nevertheless, so that us is not one, and apple may be a word."""

    def read(self, run: Run, at: int) -> KnownName | None:
        """Return the longest name that begins at a word, or a longer one that the words are once they are mended."""
        found = self.longest(run, at)
        return found if found and found.end > at + 1 else self._mended(run, at) or found

    def longest(self, run: Run, at: int) -> KnownName | None:
        """Return the longest name that begins at a word."""
        found = self._longest(run.bare, at)
        if run is not run.bare:
            # China's commerce ministry is an alias with its 's; TSMC's is TSMC.
            other = self._longest(run, at)
            if other is not None and (found is None or other.end >= found.end):
                return other
        return found

    def of(self, tokens: Tokens, surface: str, typed: str = "") -> Rule | None:
        """Return what a name means; None if the words are none. ``typed`` is the text if another spelling was typed."""
        if "*" in surface or "@" in surface:
            return None
        aliases = meant(self.catalog, tokens, surface)
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
            for alias in self.catalog.by_tokens.get(tokens, ()):
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
            if run.text(end - 1).tokens and tokens in self.catalog.by_tokens and self._is_one(run, at, end):
                rule = self.of(tokens, run.typed(at, end))
                official = None if rule or end == at + 1 else self._official(tokens, run.typed(at, end))
                best = KnownName(end, (official,), small=True) if official else best
                if rule and not self._is_another(rule, tokens, run, at, end):
                    best = KnownName(end, self._as_read(rule, run.texts[at:end]))
            if end == len(run.words):
                break
            tokens += run.text(end).tokens
            end += 1
        return best or self._in_small_letters(run, at) or self._ticker(run, at)

    def _is_another(self, found: Rule, tokens: Tokens, run: Run, at: int, end: int) -> bool:
        """Return whether the words of a company's name are other words: Apple growers, Taiwan semiconductor tariffs.

        The rule has a word that an ambiguous name does not stand beside, or the last word, typed in small letters,
        begins another name.
        """
        entity = self.catalog.entities[found.id] if isinstance(found, Entity) else None
        if entity is None or entity.kind != "company" or len(run.words) == end - at:
            return False
        if any(alias.tokens == tokens and alias.gated for alias in entity.aliases):
            return entity.is_contradicted(run.words)
        if end == len(run.words) or end - at == 1 or not run.words[end - 1].islower():
            return False
        following = run.text(end).tokens
        return bool(following) and run.text(end - 1).tokens + following in self.catalog.by_tokens

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

    def kind(self, rule: Rule) -> str:
        """Return what a rule names, such as "place"; "word" if it is not one name."""
        return _kind_of_rule(rule, self.catalog)

    def is_one(self, text: Text) -> bool:
        """Return whether a text is an office or organization, or begins with a name that is not of a place or thing."""
        tokens = text.tokens
        begins = (self.of(tokens[:cut], text.original[: text.ends[cut - 1]]) for cut in range(2, len(tokens)))
        kinds = {self.kind(rule) for rule in begins if rule}
        return is_title(tokens) or ONE_NAME.search("".join(tokens)) is not None or not kinds <= {"place", *ORDINARY}

    def with_sides(self, found: Rule) -> Rule:
        """Return a relation or the two countries, or the tariffs of a country or both: 台美, 米関税."""
        entity = self.catalog.entities[found.id] if isinstance(found, Entity) else None
        if entity is None or entity.kind != "regime" or len(entity.broader) != 2:
            return found
        return joined(Or, [found, joined(And, [Entity(side) for side in entity.broader])])

    def _words_of(self, found: Rule, words: Sequence[Text]) -> list[Rule]:
        """Return the names that the words of a topic in Han characters are, if it was typed with spaces: 輸出 許可."""
        is_topic = isinstance(found, Entity) and self.catalog.entities[found.id].kind in ORDINARY
        if len(words) < 2 or not is_topic or not all(is_cjk(token) for word in words for token in word.tokens):
            return []
        parts = [self.of(word.tokens, word.original) for word in words]
        return [part for part in parts if part is not None] if None not in parts else []

    def _is_one(self, run: Run, at: int, end: int) -> bool:
        """Return whether nothing between the tokens of these words parts them: a slash, or an & that is not its own."""
        signs = [run.words[index] for index in range(at, end) if not run.text(index).tokens]
        if signs:
            tokens = tuple(token for each in run.texts[at:end] for token in each.tokens)
            owners = {alias.entity for alias in self.catalog.by_tokens.get(tokens, ())}
            spelled = (alias.surface for owner in owners for alias in self.catalog.entities[owner].aliases)
            return any(all(sign in surface for sign in signs) for surface in spelled)
        return all(len(list(text.stretches())) == 1 for text in run.texts[at:end])

    def _reach(self, tokens: Tokens) -> int:
        return self.catalog.lengths.get(tokens[0], (0,))[0] if tokens else 0

    def _in_small_letters(self, run: Run, at: int) -> KnownName | None:
        """Return the name that one word not in capitals is: without the capitals of the name, or in another form."""
        text, surface = run.text(at), run.words[at]
        if len(text.tokens) != 1 or "*" in surface or "@" in surface or in_capitals(text, 0):
            return None
        name = self._in_any_case(text, surface, run) if self.any_case else None
        if name is not None:
            return KnownName(at + 1, (name,), small=True)
        name = self._in_another_form(text, surface)
        return KnownName(at + 1, (name,)) if name else None

    def _in_any_case(self, text: Text, surface: str, run: Run) -> Rule | None:
        """Return the name that only its capitals tell from an ordinary word: intel, us, bis."""
        # A name that a chat gave itself has no language, and the case in which it was given.
        named = [alias for alias in self.catalog.by_tokens.get(text.tokens, ()) if alias.language]
        aliases = [alias for alias in named if not (self.acronyms and alias.surface.isupper())]
        if not aliases or any(self.catalog.entities[alias.entity].is_contradicted(run.words) for alias in aliases):
            return None
        found = self._entities(aliases, surface, surface)
        return joined(Or, [phrase_of(text), found]) if self.acronyms else found

    def _ticker(self, run: Run, at: int) -> KnownName | None:
        """Return the company of a stock symbol of four letters or more, or the symbol: nvda."""
        typed = run.words[at]
        in_one_case = typed.isupper() or (self.any_case and typed.islower())
        company = self.catalog.tickers.get(typed.upper()) if in_one_case and len(typed) >= _MIN_TICKER else None
        if company is None or not forms.is_unknown(typed):
            return None
        found = joined(Or, [phrase_of(run.text(at)), Entity(company, None, typed)])
        return KnownName(at + 1, (found,), small=typed.islower())

    def _in_another_form(self, text: Text, surface: str) -> Rule | None:
        """Return the word of trade of which another form was typed: exports for export."""
        found = forms.base_names(text.tokens[0], self.catalog)
        rules = [self._entities([alias], alias.tokens[0], surface) for alias in found]
        # The name GPUs does not find a GPU, as its singular is not in the English dictionary.
        others = [phrase_of(text)] if forms.is_unknown(text.tokens[0]) else []
        return joined(Or, [*rules, *others]) if rules else None

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

    def _mended(self, run: Run, at: int) -> KnownName | None:
        """Return the words, or the name that they mean once one is spelled out, or two joined: supreme ct, air lines.

        The words count as typed too: ct is a court or a scan.
        """
        found = self._spelled_out(run, at) or self._joined(run, at) or self._near_phrase(run, at)
        if found is None:
            return None
        typed, meant = phrase_of(read(run.typed(at, found.end))), joined(And, found.rules)
        if not run.text(at).tokens:
            return found  # § 301
        return replace(found, rules=(joined(Or, [typed, meant]),), mended=True)

    def _spelled_out(self, run: Run, at: int) -> KnownName | None:
        """Return the name that words mean once their abbreviations are spelled out: supreme ct."""
        words = list(run.words)
        short = [ABBREVIATIONS.get(word.lower().rstrip("."), word) for word in words[at:]]
        found = self._longest(Run([*words[:at], *short]), at) if short != words[at:] else None
        return found if found and short[: found.end - at] != words[at : found.end] else None

    def _joined(self, run: Run, at: int) -> KnownName | None:
        """Return the name of one word that was typed as several: semi conductor, tai ji dian."""
        for end in range(at + 2, min(at + _MAX_JOINED, len(run.words)) + 1):
            typed = "".join(run.words[at:end])
            if not (typed.isascii() and typed.isalpha()):
                return None
            if len(typed) >= _MIN_JOINED and (rule := self.of(read_word(typed).tokens, typed)):
                return KnownName(end, (rule,))
            if end == at + 2 and forms.is_compound(*run.words[at:end]):
                return KnownName(end, (Word(typed.lower(), False, typed),))
        return None

    def glued(self, run: Run, at: int) -> KnownName | None:
        """Return the name, or the two, that a word is without its space: rareearths, chinatariffs."""
        typed = run.words[at]
        if (
            not _MIN_GLUED <= len(typed) <= _MAX_GLUED
            or not forms.is_unknown(typed)
            or (typed[1:].islower() and not self.any_case)
        ):
            return None
        halves = [Run([typed[:cut].lower(), typed[cut:].lower()]) for cut in range(3, len(typed) - 2)]
        for each in halves:
            if (name := self._longest(each, 0)) and name.end == 2:
                return self._beside_typed(run, at, name.rules)
        for each in halves:
            if (left := self._longest(each, 0)) and (right := self._longest(each, 1)):
                return self._beside_typed(run, at, (*left.rules, *right.rules))
        return None

    def _beside_typed(self, run: Run, at: int, rules: tuple[Rule, ...]) -> KnownName:
        return KnownName(at + 1, (joined(Or, [phrase_of(run.text(at)), joined(And, rules)]),))

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
        entities, named = self.catalog.entities, self.catalog.by_tokens
        if any(entities[alias.entity].kind == "topic" for alias in named.get(tokens[-1:], ())):
            return None
        owners = {alias.entity: entities[alias.entity] for alias in named.get(tokens, ())}
        kinds = {id: owner.kind for id, owner in owners.items() if tokens not in owner.only_read}
        official = [Entity(id, None, typed) for id, kind in kinds.items() if kind in _OFFICIAL]
        return joined(Or, [*official, phrase_of(read(typed))]) if official and "*" not in typed else None

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
                aliases = self.catalog.by_tokens.get(tokens, ())
                typed = {one.entity for one in aliases if tokens not in self.catalog.entities[one.entity].only_read}
                if not broader.isdisjoint(typed):
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
        aliases = [alias for alias in self.catalog.by_tokens.get(tokens, ()) if alias.entity in broader]
        return self._entities(aliases, surface, surface) if aliases else None

    def _entities(self, aliases: list[Alias], surface: str, typed: str) -> Rule:
        return joined(Or, [Entity(alias.entity, self._ordinary(alias, surface), typed) for alias in aliases])

    def _ordinary(self, alias: Alias, surface: str) -> Phrase | None:
        """Return the typed words as a phrase if they are ordinary words that are gated only as a synonym."""
        if not alias.gated or self.catalog.entities[alias.entity].kind not in ORDINARY:
            return None
        text = read(surface)
        capitals = tuple(in_capitals(text, at) for at in range(len(text.tokens)))
        printed = alias.surface if alias.by_capitals and any(capitals) else spelling(text.tokens, capitals)
        return Phrase(text.tokens, capitals, printed)


def _without_surface(term: Term) -> Rule:
    return replace(term, surface="") if isinstance(term, Entity) else term


_MIN_JOINED = 6
"""Letters of a name that may be typed as several words; shorter ones are ordinary words by chance."""
_MAX_JOINED = 4
_MIN_GLUED = 8
_MAX_GLUED = 40
_MIN_TICKER = 4
_OFFICES = ("agency", "body", "court", "org")
_OFFICIAL = (*_OFFICES, "law", "list")
_LAWS = ("law", "regime", "fta", "list", "rule", "scheme", "procedure")


def without_possessive(word: str) -> str:
    """Return TSMC for TSMC's."""
    return word[:-2] if len(word) > 2 and word[-2:].lower() in ("'s", "’s", "＇s") else word


def meant(catalog: Catalog, tokens: Tokens, typed: str) -> list[Alias]:
    """Return the aliases with these tokens that words typed in a rule mean: ``BESI`` and ``Besi``, not ``besi``."""
    return [
        alias
        for alias in catalog.by_tokens.get(tokens, ())
        if tokens not in (entity := catalog.entities[alias.entity]).only_read
        and any(other.tokens == tokens and typed_as(other, typed) for other in (alias, *entity.aliases))
    ]


def typed_as(alias: Alias, typed: str) -> bool:
    """Return whether words typed in a rule mean the alias; if only capitals distinguish it, they must match.

    So ``US steel tariffs`` is not the company US Steel, while ``section 301`` is Section 301.
    """
    return not alias.by_capitals or same_letters(alias.surface, typed)


def kinds_of(pieces: Iterable[Piece], catalog: Catalog) -> list[str]:
    """Return what each piece names, as ``kind_of`` does."""
    return [kind_of(piece, catalog) for piece in pieces]


def kind_of(piece: Piece, catalog: Catalog) -> str:
    """Return what a term names, such as "company" or "place"; "word" if it is not one name."""
    return _kind_of_rule(piece.rules[0], catalog) if len(piece.rules) == 1 else "several"


def _kind_of_rule(rule: Rule, catalog: Catalog) -> str:
    match rule:
        case Entity(identifier):
            kind = catalog.entities[identifier].kind
            return "office" if kind in _OFFICES else "law" if kind in _LAWS else kind
        case Or(parts):
            # A misspelled name is also the word as typed.
            kinds = {_kind_of_rule(part, catalog) for part in parts} - {"word"}
            return kinds.pop() if len(kinds) == 1 else "word"
        case _:
            return "word"
