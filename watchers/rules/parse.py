"""Recursive-descent parser from rule text to Rule; ``or`` binds weakest, ``near`` strongest.

any   = all { ("," | OR) all }
all   = one { [AND] one }
one   = ("-" | NOT) one | near
near  = atom { NEAR[/n] atom }
atom  = "(" any ")" | quoted | field | prefix | bare words, the longest alias first
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Set
from dataclasses import dataclass, field
from functools import lru_cache

from watchers.entities import Alias, Catalog, EntityId, Tokens, is_ordinary, lives_by_capitals
from watchers.errors import RuleError, RuleProblem
from watchers.rules.canonical import spelling
from watchers.rules.cure import cured
from watchers.rules.lexer import HYPHENS, OPENING, OPERATORS, Kind, Lexeme, lex
from watchers.rules.meant import meant
from watchers.rules.syntax import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Word, joined, terms
from watchers.rules.values import EXAMPLES, FIELDS, example_value, read_value
from watchers.text.tokens import Text, is_cjk, read

MAX_RULE_LENGTH = 1_000
MAX_TERMS = 64
DEEPEST = 20
MIN_PREFIX_LENGTH = 3
MAX_NEAR_DISTANCE = 50
USUAL_NEAR = 10


def parse(text: str, catalog: Catalog, sources: Collection[str] | None = None) -> Rule:
    """Parse a rule that a person typed, of at most MAX_RULE_LENGTH code points and MAX_TERMS terms.

    A rule that cannot be parsed as typed is read as it is meant, if that can be parsed.

    Args:
        text: The rule.
        catalog: The entities that names resolve to.
        sources: The sources that ``source:`` may name, in any case; None allows any.

    Raises:
        RuleError: The rule is not valid; it has the column and, in ``instead``, a rule to type instead.
    """
    if len(text) > MAX_RULE_LENGTH:
        raise RuleError(RuleProblem.TOO_LONG, MAX_RULE_LENGTH + 1)
    known = None if sources is None else {source.lower() for source in sources}
    try:
        return _typed(text, catalog, known)
    except RuleError as error:
        reading, unread = meant(text, catalog), error
        if reading != text:
            try:
                return _typed(reading, catalog, known)
            except RuleError as other:
                unread = other
        error.instead = cured(unread, reading, catalog, lambda cure: _typed(cure, catalog, known))
        raise


def _typed(text: str, catalog: Catalog, sources: Set[str] | None) -> Rule:
    rule = _read(text, catalog, sources, DEEPEST)
    if sum(1 for _ in terms(rule)) > MAX_TERMS:
        raise RuleError(RuleProblem.TOO_MANY_TERMS, 1)
    return rule


def reread(text: str, catalog: Catalog) -> Rule:
    """Parse the text of an existing rule, which may be longer than a typed one (關稅 becomes @tp.tariff).

    Law: ``reread(str(rule)) == rule``.
    """
    try:
        return _read(text, catalog, None, 2 * DEEPEST)
    except RuleError:
        reading = meant(text, catalog)
        if reading == text:
            raise
        return _read(reading, catalog, None, 2 * DEEPEST)


def _read(text: str, catalog: Catalog, sources: Set[str] | None, deepest: int) -> Rule:
    lexemes = lex(text)
    if not text.isascii():
        lexemes = [lexeme for lexeme in lexemes if not _is_emoji(lexeme)]
    if all(lexeme.kind is Kind.COMMA for lexeme in lexemes):
        raise RuleError(RuleProblem.EMPTY, 1, instead="TSMC tariffs")
    lexemes.append(Lexeme(Kind.END, "", len(text) + 1))
    parser = _Parser(text, lexemes, catalog, sources, deepest)
    rule = parser.any()
    if (left := parser.peek()).kind is not Kind.END:
        raise RuleError(RuleProblem.UNBALANCED_BRACKET, left.column, left.text, _without(text, left))
    return rule


MAX_SHORT_LENGTH = 24
_read_short = lru_cache(maxsize=4_096)(read)
"""A cache, because the same words are read repeatedly: at startup, and for every suggestion."""


@dataclass(slots=True)
class _Run:
    """Consecutive bare words, each read on first use."""

    words: list[str]
    texts: list[Text] = field(default_factory=list)

    def text(self, at: int) -> Text:
        while len(self.texts) <= at:
            word = self.words[len(self.texts)]
            self.texts.append(_read_short(word) if len(word) <= MAX_SHORT_LENGTH else read(word))
        return self.texts[at]

    def typed(self, begin: int, behind: int) -> str:
        return " ".join(self.words[begin:behind])


@dataclass(slots=True)
class _Parser:
    text: str
    lexemes: list[Lexeme]
    catalog: Catalog
    sources: Set[str] | None
    """Sources that a rule may name, in lower case; None allows any."""
    deepest: int
    """How many more levels of brackets and exclusions may be nested from here."""
    at: int = 0

    def peek(self) -> Lexeme:
        """Return the next lexeme without consuming it; the last is END, which is never consumed."""
        return self.lexemes[self.at]

    def take(self, kind: Kind) -> Lexeme | None:
        lexeme = self.lexemes[self.at]
        if lexeme.kind is not kind:
            return None
        self.at += 1
        return lexeme

    def any(self) -> Rule:
        self.commas()
        branches = [self.branch()]
        while operator := self.take(Kind.COMMA) or self.take(Kind.OR):
            self.commas()
            following = self.peek()
            if following.kind in (Kind.CLOSE, Kind.OR, Kind.END):
                if operator.kind is Kind.OR or following.kind is Kind.OR:
                    raise self.dangling(operator if operator.kind is Kind.OR else following)
                break
            branches.append(self.branch())
        return joined(Or, branches)

    def branch(self) -> Rule:
        start = self.peek().column
        rule = self.all()
        if _excludes_only(rule):
            typed = self.typed_since(start)
            raise RuleError(RuleProblem.ONLY_EXCLUSIONS, start, typed, f"TSMC {typed}")
        return rule

    def typed_since(self, column: int) -> str:
        """Return the text from a column up to the next lexeme."""
        return self.text[column - 1 : self.peek().column - 1].rstrip()

    def commas(self) -> None:
        while self.take(Kind.COMMA):
            pass

    def all(self) -> Rule:
        parts = self.one()
        while True:
            operator = self.take(Kind.AND)
            if self.peek().kind in (Kind.CLOSE, Kind.COMMA, Kind.OR, Kind.END):
                if operator:
                    raise self.dangling(operator)
                return joined(And, parts)
            parts += self.one()

    def one(self) -> list[Rule]:
        """Return one part, or the several parts of a run of bare words."""
        sign = self.take(Kind.NOT)
        if sign is None:
            return self.near()
        following = self.peek()
        glued = sign.text not in HYPHENS or following.column == sign.column + 1
        if not glued or following.kind in _NO_OPERANDS:
            raise self.dangling(sign)
        self.go_deeper(sign)
        parts = self.one() if following.kind is Kind.NOT else self.atom(alone=True)
        inner = joined(And, parts)
        self.deepest += 1
        inner = joined(And, parts)
        if isinstance(inner, Not):
            return [inner.rule]
        if _excludes_only(inner):
            typed = self.typed_since(following.column)
            raise RuleError(RuleProblem.ONLY_EXCLUSIONS, following.column, typed, "TSMC")
        return [Not(inner)]

    def go_deeper(self, lexeme: Lexeme) -> None:
        """Enter the level that the lexeme opens; the caller adds one to ``deepest`` when it leaves."""
        if self.deepest == 0:
            raise RuleError(RuleProblem.TOO_DEEP, lexeme.column, lexeme.text)
        self.deepest -= 1

    def near(self) -> list[Rule]:
        parts = self.atom()
        while operator := self.take(Kind.NEAR):
            distance = self.distance(operator)
            following = self.peek()
            if following.kind in _NO_OPERANDS or following.kind is Kind.NOT:
                raise self.dangling(operator)
            right = self.atom()
            for operand in (parts[-1], right[0]):
                if not _can_be_near(operand):
                    raise RuleError(
                        RuleProblem.BAD_VALUE, operator.column, operator.text, "chips NEAR/10 (tariff, duty)"
                    )
            parts = [*parts[:-1], Near(parts[-1], right[0], distance), *right[1:]]
        return parts

    def distance(self, operator: Lexeme) -> int:
        _, slash, number = operator.text.partition("/")
        if not slash:
            return USUAL_NEAR
        if number.isascii() and number.isdigit() and 1 <= int(number) <= MAX_NEAR_DISTANCE:
            return int(number)
        raise RuleError(RuleProblem.BAD_VALUE, operator.column, operator.text, "NEAR/10")

    def atom(self, alone: bool = False) -> list[Rule]:
        lexeme = self.peek()
        match lexeme.kind:
            case Kind.WORD:
                return self.bare(alone)
            case Kind.OPEN:
                return [self.bracket()]
            case Kind.QUOTED:
                self.at += 1
                return self.quoted(lexeme)
            case Kind.FIELD:
                self.at += 1
                return [self.field(lexeme)]
            case Kind.END:
                raise self.dangling(self.lexemes[self.at - 1])
            case Kind.CLOSE:
                raise RuleError(RuleProblem.UNBALANCED_BRACKET, lexeme.column, lexeme.text, _without(self.text, lexeme))
            case _:
                raise self.dangling(lexeme)

    def bracket(self) -> Rule:
        opening = self.take(Kind.OPEN)
        assert opening is not None
        if closing := self.take(Kind.CLOSE):
            raise RuleError(RuleProblem.EMPTY_BRACKETS, opening.column, opening.text + closing.text, "(chip, wafer)")
        if self.peek().kind is Kind.END:
            raise RuleError(RuleProblem.UNBALANCED_BRACKET, opening.column, opening.text, _without(self.text, opening))
        self.go_deeper(opening)
        rule = self.any()
        self.deepest += 1
        if self.take(Kind.CLOSE) is None:
            closing_one = "）" if opening.text == "（" else ")"
            raise RuleError(RuleProblem.UNBALANCED_BRACKET, opening.column, opening.text, self.text + closing_one)
        return rule

    def quoted(self, lexeme: Lexeme) -> list[Rule]:
        """Return a phrase, or two for "Section 301: China", because no phrase in a text crosses a colon.

        Leave out parts that are too short to be a phrase alone, such as the x of "http://x".
        """
        if not lexeme.text.strip():
            raise RuleError(RuleProblem.EMPTY_QUOTES, lexeme.column, '""', '"export administration"')
        text, column = read(lexeme.text), lexeme.column + 1
        parts = _parts(text)
        if len(parts) < 2:
            return [self.phrase(text, column)]
        long = [(begin, part) for begin, part in parts if len(part) > 1] or parts
        return [self.phrase(read(part), column + begin) for begin, part in long]

    def phrase(self, text: Text, column: int) -> Phrase:
        if not text.tokens:
            raise RuleError(RuleProblem.NOTHING_LEFT, column, text.original)
        self.refuse_too_short(text, column)
        surface = " ".join(text.original.translate(_NO_QUOTES).split())
        return Phrase(text.tokens, tuple(_in_capitals(text, at) for at in range(len(text.tokens))), surface)

    def refuse_too_short(self, text: Text, column: int) -> None:
        (first, *more) = text.tokens
        if more or len(first) > 1 or self.catalog.named(text.tokens):
            return
        raise RuleError(RuleProblem.TOO_SHORT, column, text.original)

    def field(self, lexeme: Lexeme) -> Rule:
        if lexeme.text not in FIELDS:
            nearest = difflib.get_close_matches(lexeme.text, FIELDS, 1)
            raise RuleError(RuleProblem.UNKNOWN_FIELD, lexeme.column, lexeme.text, nearest[0] if nearest else "")
        value = self.peek()
        begins = lexeme.column + len(lexeme.text) + 1
        if value.column != begins or value.kind not in (Kind.WORD, Kind.QUOTED, Kind.OPEN):
            raise RuleError(RuleProblem.BAD_VALUE, lexeme.column, f"{lexeme.text}:", EXAMPLES[lexeme.text])
        if lexeme.text == "title":
            inner = joined(And, self.atom(alone=True))
            if any(isinstance(term, Field) for term in terms(inner)):
                raise RuleError(RuleProblem.BAD_VALUE, begins, self.typed_since(begins), example_value("title"))
            return inner if isinstance(inner, InTitle) else InTitle(inner)
        if value.kind is Kind.OPEN:
            raise RuleError(RuleProblem.BAD_VALUE, value.column, value.text, EXAMPLES[lexeme.text])
        self.at += 1
        return Field(lexeme.text, self.value(lexeme, value))

    def value(self, field: Lexeme, value: Lexeme) -> str:
        found = read_value(field.text, value.text)
        if found is None:
            raise RuleError(RuleProblem.BAD_VALUE, value.column, value.text, self.meant_value(field.text, value.text))
        if field.text == "source" and self.sources is not None and found not in self.sources:
            raise self.unknown_source(field, found, self.sources)
        return found

    def meant_value(self, field: str, text: str) -> str:
        """Return a value to suggest: the two letters of a country given by name, else an example."""
        if field == "country":
            for alias in self.catalog.named(read(text).tokens):
                kind, _, letters = alias.entity.partition(".")
                if kind == "pl" and read_value("country", letters):
                    return letters.upper()
        return example_value(field)

    def unknown_source(self, field: Lexeme, found: str, sources: Set[str]) -> RuleError:
        near = sorted(source for source in sources if found in source) or difflib.get_close_matches(found, sources, 1)
        instead = f"source:{near[0]}" if near else ""
        return RuleError(RuleProblem.UNKNOWN_SOURCE, field.column, self.typed_since(field.column), instead)

    def bare(self, alone: bool) -> list[Rule]:
        """Parse a run of bare words: the longest alias at each position is its entity, the rest are words."""
        run: list[Lexeme] = []
        while (lexeme := self.take(Kind.WORD)) is not None:
            run += _apart(lexeme)
            if alone:
                break
        as_typed = _Run([lexeme.text for lexeme in run])
        without_possessives = [_without_possessive(word) for word in as_typed.words]
        texts = as_typed if without_possessives == as_typed.words else _Run(without_possessives)
        rules: list[Rule] = []
        at = 0
        while at < len(run):
            end, found = self.longest_alias(texts, at)
            if texts is not as_typed:
                # China's commerce ministry is an alias with its 's; TSMC's is TSMC.
                other = self.longest_alias(as_typed, at)
                end, found = max(other, (end, found), key=lambda alias: (alias[1] is not None, alias[0]))
            if found is None:
                rules += self.word(run[at], texts.text(at))
            else:
                rules += self.apart(found, texts.texts[at:end]) or [found]
            at = end
        return rules

    def apart(self, found: Rule, words: list[Text]) -> list[Rule]:
        """Split a name typed as separate words into the broader names that it consists of; return [] if it cannot.

        A space means *and*: chip tariffs or 半導體 關稅 finds a tariff on chips. With a hyphen or nothing in between,
        the words are one name. The name of an office is always one name: US Customs.
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
            part = self.meant(tokens, " ".join(word.original for word in words[:length]))
            if part is None:
                return []
            rules += self.apart(part, words[:length]) or [part]
            words = words[length:]
        return rules

    def longest_alias(self, run: _Run, at: int) -> tuple[int, Rule | None]:
        best: tuple[int, Rule | None] = (at + 1, None)
        tokens = run.text(at).tokens
        reach = self.catalog.lengths.get(tokens[0], (0,))[0] if tokens else 0
        end = at + 1
        while len(tokens) <= reach:
            if self.catalog.named(tokens) and (found := self.meant(tokens, run.typed(at, end))):
                best = (end, found)
            if end == len(run.words):
                break
            tokens += run.text(end).tokens
            end += 1
        return best

    def meant(self, tokens: Tokens, surface: str) -> Rule | None:
        if "*" in surface or any(word.startswith("@") for word in surface.split(" ")):
            return None
        aliases = self.catalog.meant(tokens, surface)
        return self.entities(aliases, surface) if aliases else None

    def entities(self, aliases: list[Alias], surface: str) -> Rule:
        return joined(Or, [Entity(alias.entity, self.ordinary(alias, surface), surface) for alias in aliases])

    def ordinary(self, alias: Alias, surface: str) -> Phrase | None:
        """Return the typed words as a phrase if they are ordinary words that are gated only as a synonym."""
        if not alias.gated or not is_ordinary(self.catalog.entities[alias.entity]):
            return None
        text = read(surface)
        capitals = tuple(_in_capitals(text, at) for at in range(len(text.tokens)))
        printed = alias.surface if lives_by_capitals(alias) else spelling(text.tokens, capitals)
        return Phrase(text.tokens, capitals, printed)

    def word(self, lexeme: Lexeme, text: Text) -> list[Rule]:
        if lexeme.text.startswith("@"):
            return [self.at_name(lexeme)]
        if not text.tokens:
            raise RuleError(RuleProblem.NOTHING_LEFT, lexeme.column, lexeme.text, _without(self.text, lexeme))
        if "*" in lexeme.text:
            return [self.prefix(lexeme, text)]
        if not lexeme.text.isascii() and any(map(is_cjk, text.tokens)) and len(segments := self.segments(text)) > 1:
            return segments
        self.refuse_too_short(text, lexeme.column)
        (first, *more) = text.tokens
        # A word spelled like an operator becomes a phrase, so that the printed rule parses again.
        if more or is_cjk(first) or not first.isalpha() or (text.in_capitals(0) and first.upper() in OPERATORS):
            return [self.phrase(text, lexeme.column)]
        return [Word(first, _in_capitals(text, 0), text.original if text.original != first else first)]

    def segments(self, text: Text) -> list[Rule]:
        """Split an unspaced run that consists only of aliases (台積電關稅), longest first; return [] if it does not."""
        rules: list[Rule] = []
        at = 0
        while at < len(text.tokens):
            for length in self.catalog.lengths.get(text.tokens[at], ()):
                end = at + length
                if end > len(text.tokens):
                    continue
                surface = text.original[text.begins[at] : text.ends[end - 1]]
                if aliases := self.catalog.meant(text.tokens[at:end], surface):
                    rules.append(self.entities(aliases, surface))
                    at = end
                    break
            else:
                return []
        return rules

    def at_name(self, lexeme: Lexeme) -> Entity:
        name = lexeme.text[1:]
        if EntityId(name) in self.catalog.entities:
            return Entity(EntityId(name))
        owners = {alias.entity for alias in self.catalog.named(read(name.replace("_", " ")).tokens)}
        if len(owners) == 1:
            return Entity(owners.pop(), surface=lexeme.text)
        raise RuleError(RuleProblem.UNKNOWN_ENTITY, lexeme.column, lexeme.text)

    def prefix(self, lexeme: Lexeme, text: Text) -> Rule:
        (first, *more) = text.tokens
        if more or not lexeme.text.endswith("*") or "*" in lexeme.text[:-1]:
            if all(map(is_cjk, text.tokens)) and lexeme.text.endswith("*") and "*" not in lexeme.text[:-1]:
                return self.phrase(read(lexeme.text[:-1]), lexeme.column)
            raise RuleError(RuleProblem.BAD_VALUE, lexeme.column, lexeme.text, "semicon*")
        if len(first) < MIN_PREFIX_LENGTH:
            raise RuleError(RuleProblem.PREFIX_TOO_SHORT, lexeme.column, lexeme.text, first)
        return Prefix(first, text.original)

    def dangling(self, lexeme: Lexeme) -> RuleError:
        return RuleError(RuleProblem.DANGLING_OPERATOR, lexeme.column, lexeme.text, _without(self.text, lexeme))


_OFFICES = ("agency", "body", "court", "org")
_NO_OPERANDS = (Kind.AND, Kind.OR, Kind.COMMA, Kind.CLOSE, Kind.NEAR, Kind.END)
_NO_QUOTES = dict.fromkeys(map(ord, OPENING + "」』﹂﹄"), " ")


def _excludes_only(rule: Rule) -> bool:
    match rule:
        case Not():
            return True
        case And(parts):
            return all(map(_excludes_only, parts))
        case _:
            return False


def _can_be_near(rule: Rule) -> bool:
    match rule:
        case Word() | Phrase() | Prefix() | Entity():
            return True
        case Or(parts):
            return all(map(_can_be_near, parts))
        case _:
            return False


def _in_capitals(text: Text, token: int) -> bool:
    """Return whether a token must be in capitals: typed in capitals, two to four letters."""
    word = text.tokens[token]
    return text.in_capitals(token) and word.isascii() and word.isalpha() and 2 <= len(word) <= 4


def _apart(lexeme: Lexeme) -> list[Lexeme]:
    """Split text typed without spaces that cannot be one phrase in any text, as if it had spaces: TSMC→熊本."""
    typed = lexeme.text
    if typed.isalnum() or typed.startswith("@") or "*" in typed:
        return [lexeme]
    parts = _parts(_read_short(typed) if len(typed) <= MAX_SHORT_LENGTH else read(typed))
    if len(parts) < 2:
        return [lexeme]
    return [Lexeme(Kind.WORD, part, lexeme.column + begin) for begin, part in parts]


def _parts(text: Text) -> list[tuple[int, str]]:
    """Return the offset and the text of each stretch within which a phrase can be found."""
    places = [(text.begins[first], text.ends[behind - 1]) for first, behind in text.stretches() if first < behind]
    return [(begin, text.original[begin:end]) for begin, end in places]


def _without_possessive(word: str) -> str:
    return word[:-2] if len(word) > 2 and word[-2:].lower() in ("'s", "’s", "＇s") else word


def _is_emoji(lexeme: Lexeme) -> bool:
    return lexeme.kind is Kind.WORD and all(
        unicodedata.category(character) in ("So", "Sk", "Cf", "Mn", "Me") for character in lexeme.text
    )


def _without(text: str, lexeme: Lexeme) -> str:
    begin = lexeme.column - 1
    return " ".join((text[:begin] + text[begin + len(lexeme.text) :]).split())
