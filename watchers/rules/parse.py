"""Rule text to Rule: a parser by recursive descent over the lexemes, or weakest, near strongest.

any   = all { ("," | OR) all }
all   = one { [AND] one }
one   = ("-" | NOT) one | near
near  = atom { NEAR[/n] atom }
atom  = "(" any ")" | quoted | field | prefix | bare words, the longest alias first
"""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass

from watchers.codes import CODE_NAMES, CodeKind, canonical
from watchers.entities import Alias, Catalogue, EntityId, is_ordinary, typed_as
from watchers.errors import RuleError, RuleProblem
from watchers.rules.lexer import HYPHENS, OPENING, OPERATORS, Kind, Lexeme, lex
from watchers.rules.syntax import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Word, joined, terms
from watchers.text import Text, is_cjk, read

LONGEST_RULE = 1_000
MOST_TERMS = 64
SHORTEST_PREFIX = 3
WIDEST_NEAR = 50
USUAL_NEAR = 10
FIELDS = ("title", "source", "lang", "country", "agency", "type", "status", *(kind.value for kind in CodeKind))


def parse(text: str, catalogue: Catalogue) -> Rule:
    """The rule that the text means; raises RuleError with the column and the cure."""
    if len(text) > LONGEST_RULE:
        raise RuleError(RuleProblem.TOO_LONG, LONGEST_RULE + 1)
    try:
        return _typed(text, catalogue)
    except RuleError as error:
        error.instead = _cure(error, text, catalogue)
        raise


def _typed(text: str, catalogue: Catalogue) -> Rule:
    rule = reread(text, catalogue)
    if sum(1 for _ in terms(rule)) > MOST_TERMS:
        raise RuleError(RuleProblem.TOO_MANY_TERMS, 1)
    return rule


def reread(text: str, catalogue: Catalogue) -> Rule:
    """A rule from its own text, which may be longer than what a person may type (關稅 is @tp.tariff).

    Law: ``reread(str(rule)) == rule``.
    """
    lexemes = [lexeme for lexeme in lex(text) if not _is_emoji(lexeme)]
    if all(lexeme.kind is Kind.COMMA for lexeme in lexemes):
        raise RuleError(RuleProblem.EMPTY, 1, instead="TSMC tariffs")
    parser = _Parser(text, lexemes, catalogue)
    rule = parser.any()
    if (left := parser.peek()) is not None:
        raise RuleError(RuleProblem.UNBALANCED_BRACKET, left.column, left.text, _without(text, left))
    return rule


@dataclass(slots=True)
class _Parser:
    text: str
    lexemes: list[Lexeme]
    catalogue: Catalogue
    at: int = 0

    def peek(self) -> Lexeme | None:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else None

    def take(self, *kinds: Kind) -> Lexeme | None:
        lexeme = self.peek()
        if lexeme is None or lexeme.kind not in kinds:
            return None
        self.at += 1
        return lexeme

    def any(self) -> Rule:
        while self.take(Kind.COMMA):
            pass
        start = self.column()
        branches = [self.all()]
        starts = [start]
        while operator := self.take(Kind.COMMA, Kind.OR):
            while self.take(Kind.COMMA):
                pass
            following = self.peek()
            if following is None or following.kind in (Kind.CLOSE, Kind.OR):
                if operator.kind is Kind.OR or (following and following.kind is Kind.OR):
                    raise self.dangling(operator if operator.kind is Kind.OR else following or operator)
                break
            starts.append(self.column())
            branches.append(self.all())
        for branch, column in zip(branches, starts, strict=True):
            if _excludes_only(branch):
                raise RuleError(RuleProblem.ONLY_EXCLUSIONS, column, str(branch), f"TSMC {branch}")
        return joined(Or, branches)

    def all(self) -> Rule:
        parts = [*self.one()]
        while True:
            operator = self.take(Kind.AND)
            following = self.peek()
            if following is None or following.kind in (Kind.CLOSE, Kind.COMMA, Kind.OR):
                if operator:
                    raise self.dangling(operator)
                return joined(And, parts)
            parts.extend(self.one())

    def one(self) -> list[Rule]:
        """One part, or the several that a run of bare words stands for."""
        sign = self.take(Kind.NOT)
        if sign is None:
            return self.near()
        following = self.peek()
        glued = sign.text not in HYPHENS or (following is not None and following.column == sign.column + 1)
        if following is None or not glued or following.kind in (Kind.AND, Kind.OR, Kind.COMMA, Kind.CLOSE, Kind.NEAR):
            raise self.dangling(sign)
        column = following.column
        parts = self.one() if following.kind is Kind.NOT else self.atom(alone=True)
        inner = joined(And, parts)
        if isinstance(inner, Not):
            return [inner.rule]
        if _excludes_only(inner):
            raise RuleError(RuleProblem.ONLY_EXCLUSIONS, column, str(inner), "TSMC")
        return [Not(inner)]

    def near(self) -> list[Rule]:
        parts = self.atom()
        while operator := self.take(Kind.NEAR):
            distance = self.distance(operator)
            following = self.peek()
            if following is None or following.kind in (Kind.AND, Kind.OR, Kind.COMMA, Kind.CLOSE, Kind.NEAR, Kind.NOT):
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
        if number.isascii() and number.isdigit() and 1 <= int(number) <= WIDEST_NEAR:
            return int(number)
        raise RuleError(RuleProblem.BAD_VALUE, operator.column, operator.text, "NEAR/10")

    def atom(self, alone: bool = False) -> list[Rule]:
        lexeme = self.peek()
        if lexeme is None:
            raise self.dangling(self.lexemes[-1])
        match lexeme.kind:
            case Kind.OPEN:
                return [self.bracket()]
            case Kind.QUOTED:
                self.at += 1
                return [self.quoted(lexeme)]
            case Kind.FIELD:
                self.at += 1
                return [self.field(lexeme)]
            case Kind.WORD:
                return self.bare(alone)
            case Kind.CLOSE:
                raise RuleError(RuleProblem.UNBALANCED_BRACKET, lexeme.column, lexeme.text, _without(self.text, lexeme))
            case _:
                raise self.dangling(lexeme)

    def bracket(self) -> Rule:
        opening = self.take(Kind.OPEN)
        assert opening is not None
        if closing := self.take(Kind.CLOSE):
            raise RuleError(RuleProblem.EMPTY_BRACKETS, opening.column, opening.text + closing.text, "(chip, wafer)")
        if self.peek() is None:
            raise RuleError(RuleProblem.UNBALANCED_BRACKET, opening.column, opening.text, _without(self.text, opening))
        rule = self.any()
        if self.take(Kind.CLOSE) is None:
            closing_one = "）" if opening.text == "（" else ")"
            raise RuleError(RuleProblem.UNBALANCED_BRACKET, opening.column, opening.text, self.text + closing_one)
        return rule

    def quoted(self, lexeme: Lexeme) -> Phrase:
        if not lexeme.text.strip():
            raise RuleError(RuleProblem.EMPTY_QUOTES, lexeme.column, '""', '"export administration"')
        return self.phrase(read(lexeme.text), lexeme.column + 1)

    def phrase(self, text: Text, column: int) -> Phrase:
        if not text.tokens:
            raise RuleError(RuleProblem.NOTHING_LEFT, column, text.original)
        self.refuse_too_short(text, column)
        surface = " ".join(text.original.translate(_NO_QUOTES).split())
        return Phrase(text.tokens, tuple(_in_capitals(text, at) for at in range(len(text.tokens))), surface)

    def refuse_too_short(self, text: Text, column: int) -> None:
        (first, *more) = text.tokens
        if more or len(first) > 1 or self.catalogue.named(text.tokens):
            return
        raise RuleError(RuleProblem.TOO_SHORT, column, text.original)

    def field(self, lexeme: Lexeme) -> Rule:
        if lexeme.text not in FIELDS:
            nearest = difflib.get_close_matches(lexeme.text, FIELDS, 1)
            raise RuleError(RuleProblem.UNKNOWN_FIELD, lexeme.column, lexeme.text, nearest[0] if nearest else "")
        value = self.peek()
        begins = lexeme.column + len(lexeme.text) + 1
        if value is None or value.column != begins or value.kind not in (Kind.WORD, Kind.QUOTED, Kind.OPEN):
            raise RuleError(RuleProblem.BAD_VALUE, lexeme.column, f"{lexeme.text}:", _FIELD_EXAMPLES[lexeme.text])
        if lexeme.text == "title":
            inner = joined(And, self.atom(alone=True))
            if any(isinstance(term, Field) for term in terms(inner)):
                raise RuleError(RuleProblem.BAD_VALUE, begins, str(inner), _FIELD_EXAMPLES["title"])
            return inner if isinstance(inner, InTitle) else InTitle(inner)
        if value.kind is Kind.OPEN:
            raise RuleError(RuleProblem.BAD_VALUE, value.column, value.text, _FIELD_EXAMPLES[lexeme.text])
        self.at += 1
        return Field(lexeme.text, self.value(lexeme, value))

    def value(self, field: Lexeme, value: Lexeme) -> str:
        if field.text in CODE_NAMES:
            return self.code(field, value)
        text = value.text.strip().lower()
        letters = text.replace("-", "").replace(".", "").replace("_", "")
        good = {
            "lang": letters.isalpha() and text.split("-")[0] in LANGUAGES,
            "country": len(text) == 2 and text.isascii() and text.isalpha(),
            "source": letters.isascii() and letters.isalnum(),
        }.get(field.text, letters.replace(" ", "").isalnum())
        if not good:
            raise RuleError(RuleProblem.BAD_VALUE, value.column, value.text, _example_value(field.text))
        return text

    def code(self, field: Lexeme, value: Lexeme) -> str:
        found = canonical(CodeKind(field.text), value.text)
        if found is None:
            raise RuleError(RuleProblem.BAD_VALUE, value.column, value.text, _example_value(field.text))
        return found

    def bare(self, alone: bool) -> list[Rule]:
        """A run of bare words: the longest alias at each place is its entity, the rest are words."""
        run: list[Lexeme] = []
        while (lexeme := self.take(Kind.WORD)) is not None:
            run.append(lexeme)
            if alone:
                break
        as_typed = [read(lexeme.text) for lexeme in run]
        texts = [read(_without_possessive(lexeme.text)) for lexeme in run]
        rules: list[Rule] = []
        at = 0
        while at < len(run):
            # China's commerce ministry is an alias as it stands, TSMC's is TSMC.
            end, found = max(
                self.longest_alias(as_typed, at),
                self.longest_alias(texts, at),
                key=lambda alias: (alias[1] is not None, alias[0]),
            )
            rules.extend([found] if found is not None else self.word(run[at], texts[at]))
            at = end
        return rules

    def longest_alias(self, texts: list[Text], at: int) -> tuple[int, Rule | None]:
        tokens = texts[at].tokens
        best: tuple[int, Rule | None] = (at + 1, self.meant(tokens, texts[at : at + 1]))
        for end in range(at + 1, len(texts)):
            tokens += texts[end].tokens
            if len(tokens) > self.catalogue.longest:
                break
            if (found := self.meant(tokens, texts[at : end + 1])) is not None:
                best = (end + 1, found)
        return best

    def meant(self, tokens: tuple[str, ...], texts: list[Text]) -> Rule | None:
        surface = " ".join(text.original for text in texts)
        if "*" in surface or any(text.original.startswith("@") for text in texts):
            return None
        aliases = [alias for alias in self.catalogue.named(tokens) if typed_as(alias, surface)]
        return self.entities(aliases, surface) if aliases else None

    def entities(self, aliases: list[Alias], surface: str) -> Rule:
        return joined(Or, [Entity(alias.entity, self.ordinary(alias, surface), surface) for alias in aliases])

    def ordinary(self, alias: Alias, surface: str) -> Phrase | None:
        """The words typed, where they are ordinary ones that only a synonym's gate keeps out."""
        if not alias.gated or not is_ordinary(self.catalogue.entities[alias.entity]):
            return None
        return self.phrase(read(surface), 1)

    def word(self, lexeme: Lexeme, text: Text) -> list[Rule]:
        if lexeme.text.startswith("@"):
            return [self.at_name(lexeme)]
        if not text.tokens:
            raise RuleError(RuleProblem.NOTHING_LEFT, lexeme.column, lexeme.text, _without(self.text, lexeme))
        if "*" in lexeme.text:
            return [self.prefix(lexeme, text)]
        if any(map(is_cjk, text.tokens)) and len(segments := self.segments(text)) > 1:
            return segments
        self.refuse_too_short(text, lexeme.column)
        (first, *more) = text.tokens
        # A word that an operator is spelt like is a phrase, so that it can be printed.
        if more or is_cjk(first) or not first.isalpha() or (text.in_capitals(0) and first.upper() in OPERATORS):
            return [self.phrase(text, lexeme.column)]
        return [Word(first, _in_capitals(text, 0), text.original)]

    def segments(self, text: Text) -> list[Rule]:
        """An unspaced run that is wholly made of aliases (台積電關稅), longest first; else nothing."""
        rules: list[Rule] = []
        at = 0
        while at < len(text.tokens):
            for end in range(min(len(text.tokens), at + self.catalogue.longest), at, -1):
                surface = text.original[text.begins[at] : text.ends[end - 1]]
                aliases = [alias for alias in self.catalogue.named(text.tokens[at:end]) if typed_as(alias, surface)]
                if aliases:
                    rules.append(self.entities(aliases, surface))
                    at = end
                    break
            else:
                return []
        return rules

    def at_name(self, lexeme: Lexeme) -> Entity:
        name = lexeme.text[1:]
        if EntityId(name) in self.catalogue.entities:
            return Entity(EntityId(name))
        owners = {alias.entity for alias in self.catalogue.named(read(name.replace("_", " ")).tokens)}
        if len(owners) == 1:
            return Entity(owners.pop(), surface=lexeme.text)
        names = {alias.surface.replace(" ", "_") for aliases in self.catalogue.by_tokens.values() for alias in aliases}
        nearest = difflib.get_close_matches(name, owners or names, 3, 0.7)
        raise RuleError(
            RuleProblem.UNKNOWN_ENTITY, lexeme.column, lexeme.text, ", ".join(f"@{near}" for near in nearest[:1])
        )

    def prefix(self, lexeme: Lexeme, text: Text) -> Rule:
        (first, *more) = text.tokens
        if more or not lexeme.text.endswith("*") or "*" in lexeme.text[:-1]:
            if all(map(is_cjk, text.tokens)) and lexeme.text.endswith("*") and "*" not in lexeme.text[:-1]:
                return self.phrase(read(lexeme.text[:-1]), lexeme.column)
            raise RuleError(RuleProblem.BAD_VALUE, lexeme.column, lexeme.text, "semicon*")
        if len(first) < SHORTEST_PREFIX:
            raise RuleError(RuleProblem.PREFIX_TOO_SHORT, lexeme.column, lexeme.text, first)
        return Prefix(first, text.original)

    def column(self) -> int:
        lexeme = self.peek()
        return lexeme.column if lexeme else len(self.text) + 1

    def dangling(self, lexeme: Lexeme) -> RuleError:
        return RuleError(RuleProblem.DANGLING_OPERATOR, lexeme.column, lexeme.text, _without(self.text, lexeme))


_CURED_AS_A_WHOLE = (
    RuleProblem.DANGLING_OPERATOR,
    RuleProblem.UNBALANCED_BRACKET,
    RuleProblem.UNBALANCED_QUOTE,
    RuleProblem.NOTHING_LEFT,
)
"""Problems whose cure is the whole rule written anew; that of the others stands for what was found."""


def _example_value(field: str) -> str:
    return _FIELD_EXAMPLES[field].partition(":")[2]


def _cure(error: RuleError, text: str, catalogue: Catalogue) -> str:
    """The rule with what is wrong replaced, else left out, else an example; a rule in any case."""
    begin, end = error.column - 1, error.column - 1 + len(error.found)
    before, behind = text[:begin], text[end:]
    if error.problem is RuleProblem.UNKNOWN_FIELD:
        word, *rest = text[begin:].split(maxsplit=1)
        cures = [before + error.instead + behind, " ".join([before, f'"{word}"', *rest])]
    elif error.problem in _CURED_AS_A_WHOLE:
        cures = [error.instead, before + behind]
    elif error.instead == RuleError.EXAMPLE:
        cures = [f"{before} {behind}"]
    else:
        cures = [before + error.instead + behind, f"{before} {behind}"]
    for cure in cures:
        cure = " ".join(cure.split()).strip(" ,，、")
        try:
            _typed(cure, catalogue)
        except RuleError:
            continue
        return cure
    return RuleError.EXAMPLE


LANGUAGES = frozenset("en zh ja ko de fr es it nl pt pl ru uk vi th id ms hi ar tr".split())
_FIELD_EXAMPLES = {
    "title": "title:tariff",
    "source": "source:ustr.rss",
    "lang": "lang:ja",
    "country": "country:JP",
    "agency": "agency:industry-and-security-bureau",
    "type": "type:rule",
    "status": "status:final",
    "hs": "hs:8542",
    "eccn": "eccn:3B001",
    "cfr": "cfr:15/744",
    "docket": "docket:USTR-2025-0012",
    "fr": "fr:2025-05887",
    "rin": "rin:0694-AK01",
    "case": "case:A-570-181",
    "csms": "csms:64680374",
    "wto": "wto:DS597",
    "eu": "eu:2023/956",
    "mofcom": "mofcom:2025/18",
}
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
    """Typed in capitals, two to four letters: found in capitals only."""
    word = text.tokens[token]
    return text.in_capitals(token) and word.isascii() and word.isalpha() and 2 <= len(word) <= 4


def _without_possessive(word: str) -> str:
    return word[:-2] if word[-2:].lower() in ("'s", "’s", "＇s") and len(word) > 2 else word


def _is_emoji(lexeme: Lexeme) -> bool:
    return lexeme.kind is Kind.WORD and all(
        unicodedata.category(character) in ("So", "Sk", "Cf", "Mn", "Me") for character in lexeme.text
    )


def _without(text: str, lexeme: Lexeme) -> str:
    begin = lexeme.column - 1
    return " ".join((text[:begin] + text[begin + len(lexeme.text) :]).split())
