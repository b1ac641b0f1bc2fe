"""A rule in words: in one line that fits a phone, what is not obvious about it, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.callbacks import WatchSuggested
from bot.chat import Button, Reply
from bot.messages.layout import blocks, plain, width
from bot.messages.words import Html, Words, escape
from watchers.codes import CODE_NAMES
from watchers.entities import Catalog, is_ordinary
from watchers.errors import RuleError
from watchers.model import SearchId
from watchers.rules import (
    And,
    Entity,
    Field,
    InTitle,
    Near,
    Not,
    Note,
    Or,
    OwnName,
    OwnNames,
    Phrase,
    Prefix,
    Rule,
    Word,
    joined,
    terms,
)
from watchers.text.tokens import read

MAX_PART_LENGTH = 300
MAX_LINE_LENGTH = 1_000
"""UTF-16 code units; a longer rule is shown in its own syntax, because nobody would read it in words."""
MAX_NOTES = 4
HEADING_DIGITS = 4
MAX_ALIASES = 5
MAX_LABEL_LENGTH = 28
"""Characters of a rule on a button."""


def line(rule: Rule, words: Words, catalog: Catalog, names: tuple[OwnName, ...] = ()) -> Html:
    """Return a rule in one line, such as “TSMC or Samsung, and tariffs”. ``names`` are the chat's aliases."""
    said = _spaced(_Line(words, OwnNames(catalog, names)).whole(rule))
    if width(said) > MAX_LINE_LENGTH:
        return words.say("rule-as-written", rule=str(rule)[:MAX_LINE_LENGTH])
    return said


def tell_part(rule: Rule, words: Words, own: OwnNames) -> Html:
    """Return a part of a rule in words, with the meaning of an ambiguous name: “BIS = Bureau of Industry …”."""
    said = _spaced(_Line(words, own, meanings=True).whole(rule))
    return said if width(said) <= MAX_PART_LENGTH else words.say("rule-as-written", rule=str(rule)[:MAX_PART_LENGTH])


def remarks(
    rule: Rule, notes: Sequence[Note], words: Words, catalog: Catalog, names: tuple[OwnName, ...] = ()
) -> Iterator[Html]:
    """Yield what the line does not say: that names count in every language, what they mean, and the notes."""
    own = OwnNames(catalog, names)
    entities = list(dict.fromkeys(term for term in terms(rule) if isinstance(term, Entity)))
    if entities:
        also = list(dict.fromkeys(name.surface for entity in entities for name in _own_names(entity, own)))
        listed = words.say("alert-word-separator").join(map(escape, also[:MAX_ALIASES]))
        yield words.say("reading-names-also", also=Html(listed)) if also else words.say("reading-names")
    for entity in entities:
        if meaning := _doubtful_meaning(entity, words, own):
            yield words.say("rule-understood", name=entity.surface.removeprefix("@"), meant=meaning)
    for note in notes[:MAX_NOTES]:
        if note.instead:
            yield words.say(f"note-{note.kind.value}", found=note.found, instead=note.instead)
        else:
            yield words.say(f"note-{note.kind.value}-only", found=note.found)


def refused(error: RuleError, words: Words, suggestions: Sequence[tuple[SearchId, str]] = ()) -> Reply:
    """Return where a rule is wrong, why, and what to type instead, with a button for each suggestion that is stored."""
    problem = words.say(f"rule-problem-{error.problem.value}", found=error.found)
    parts = [words.say("rule-error", column=error.column, problem=problem)]
    parts += [words.say("rule-error-instead", instead=instead) for instead in (error.instead, error.other) if instead]
    buttons = tuple((_suggestion(identifier, rule, words),) for identifier, rule in suggestions)
    return Reply(blocks(parts), buttons)


def _suggestion(identifier: SearchId, rule: str, words: Words) -> Button:
    shown = rule if len(rule) <= MAX_LABEL_LENGTH else rule[: MAX_LABEL_LENGTH - 1] + "…"
    return Button(plain(words.say("button-watch-rule", rule=shown)), WatchSuggested(identifier))


def _own_names(entity: Entity, own: OwnNames) -> list[Phrase]:
    """Return the chat's names for an entity, without the one that was typed."""
    typed = read(entity.surface).tokens
    return [name for name in own.of(entity.id) if name.tokens != typed]


def _doubtful_meaning(term: Entity, words: Words, own: OwnNames) -> str:
    """Return the full name of an entity whose typed name is ambiguous or the chat's own; "" if it is neither."""
    entity = own.catalog.entities[term.id]
    meant = entity.name(words.language)
    typed = read(term.surface).tokens
    doubtful = not is_ordinary(entity) and any(alias.gated and alias.tokens == typed for alias in entity.aliases)
    is_own = any(name.tokens == typed for name in own.of(term.id))
    return meant if (doubtful or is_own) and typed != read(meant).tokens else ""


_COMMAS = ("en",)
"""Languages in which a comma separates the parts of *and*: TSMC or Samsung, and tariffs."""


class _Line:
    """Puts the parts of a rule into few words."""

    def __init__(self, words: Words, own: OwnNames, meanings: bool = False) -> None:
        """``meanings`` says whether an ambiguous name is followed by what it means."""
        self._words = words
        self._own = own
        self._meanings = meanings

    def whole(self, rule: Rule) -> Html:
        """Return the rule, with the facts that it requires at its end."""
        if not isinstance(rule, And):
            return self._part(rule)
        facts = [part for part in rule.parts if isinstance(part, Field)]
        others = [part for part in rule.parts if not isinstance(part, Field)]
        if not facts or not any(not isinstance(part, Not) for part in others):
            return self._all(rule.parts)
        listed = self._words.say("alert-word-separator").join(map(self._part, facts))
        return self._words.say("reading-only", what=self._all(others), facts=Html(listed))

    def _all(self, parts: Sequence[Rule]) -> Html:
        wanted = [part for part in parts if not isinstance(part, Not)]
        unwanted = [part.rule for part in parts if isinstance(part, Not)]
        grouped = any(isinstance(self._as_one(part), Or) and not _one_term(part) for part in wanted)
        said = self._join("reading-and-groups" if grouped else "reading-and", wanted, brackets=False)
        if not unwanted:
            return said
        return self._words.say("reading-not", what=said, without=self._join("reading-or", unwanted))

    def _join(self, key: str, parts: Sequence[Rule], brackets: bool = True) -> Html:
        said = [self._inner(part) if brackets else self._grouped(part) for part in parts]
        return self._words.join(key, said) if said else Html("…")

    def _grouped(self, part: Rule) -> Html:
        """Return a part of *and*; a group of alternatives needs no brackets where commas separate the parts."""
        commas = self._words.language in _COMMAS
        return self._part(part) if commas and isinstance(self._as_one(part), Or) else self._inner(part)

    def _inner(self, rule: Rule) -> Html:
        said = self._part(rule)
        compound = isinstance(self._as_one(rule), And | Or | Near) and not _one_term(rule)
        return self._words.say("rule-bracket", what=said) if compound else said

    def _part(self, rule: Rule) -> Html:
        rule = self._as_one(rule)
        match rule:
            case And(parts):
                return self._all(parts)
            case Or() if shown := _one_term(rule):
                return self._words.say("rule-word", word=shown)
            case Or(parts):
                return self._words.join("reading-or", list(self._alternatives(parts)))
            case Not(inner):
                return self._words.say("reading-not", what=Html("…"), without=self._inner(inner))
            case InTitle(inner):
                return self._words.say("rule-in-title", what=self._inner(inner))
            case Near(left, right, distance):
                near = (self._inner(left), self._inner(right))
                return self._words.say("rule-near", left=near[0], right=near[1], distance=distance)
            case Entity():
                named = self._words.say("rule-word", word=rule.surface.removeprefix("@") or self._name(rule))
                meaning = _doubtful_meaning(rule, self._words, self._own) if self._meanings else ""
                return self._words.say("rule-understood", name=named, meant=meaning) if meaning else named
            case Word():
                return self._words.say("rule-word", word=rule.surface or str(rule))
            case Phrase():
                return self._words.say("reading-phrase", phrase=rule.surface)
            case Prefix():
                return self._words.say("rule-word", word=str(rule))
            case Field():
                return fact(rule, self._words, self._own.catalog)
            case _:
                assert_never(rule)

    def _alternatives(self, parts: Sequence[Rule]) -> Iterator[Html]:
        """Yield the alternatives, and once those that are spellings of one typed term."""
        seen: set[str] = set()
        for part in parts:
            shown = _heading(part) or (part.surface if isinstance(part, Phrase | Entity) else "")
            spellings = [other for other in parts if (shown and shown == _heading(other)) or _is_typed(other, shown)]
            if len(spellings) < 2:
                yield self._inner(part)
            elif shown not in seen:
                seen.add(shown)
                yield self._words.say("rule-word", word=shown.removeprefix("@"))

    def _name(self, term: Entity) -> str:
        return self._own.catalog.entities[term.id].name(self._words.language)

    def _as_one(self, rule: Rule) -> Rule:
        """Return an entity without the reader's aliases beside it, which the remarks list."""
        if not isinstance(rule, Or):
            return rule
        told = {name for part in rule.parts if isinstance(part, Entity) for name in self._own.of(part.id)}
        return joined(Or, [part for part in rule.parts if part not in told])


def _one_term(rule: Rule) -> str:
    """Return the typed text of a number with several spellings, or of an ambiguous name; "" if it is neither."""
    if not isinstance(rule, Or):
        return ""
    shown = {_heading(part) or (part.surface if isinstance(part, Phrase | Entity) else "") for part in rule.parts}
    return shown.pop().removeprefix("@") if len(shown) == 1 else ""


def _is_typed(rule: Rule, surface: str) -> bool:
    return isinstance(rule, Phrase | Entity) and bool(surface) and rule.surface == surface


def _heading(rule: Rule) -> str:
    """Return HS 8542 for the two parts as which a bare number is searched that is a tariff heading; "" for others."""
    match rule:
        case Field("hs", value) if len(value) == HEADING_DIGITS:
            return f"HS {value}"
        case Near(Phrase((number,)), Or(), _) if number.isdigit() and len(number) == HEADING_DIGITS:
            return f"HS {number}"
        case _:
            return ""


def fact(field: Field, words: Words, catalog: Catalog) -> Html:
    """Return a fact as the trade writes it: BIS, 3B001, 日本（JP）."""
    match field:
        case Field("hs", value) if heading := catalog.headings.heading_name(value):
            return words.say("rule-heading", value=value, heading=heading)
        case Field("docket" | "case" as name, value):
            return words.say(f"rule-{name}", value=value)
        case Field(name, value) if name in CODE_NAMES:
            return words.say("rule-code", kind=name.upper(), value=value.upper())
        case Field("country", value):
            return words.say("rule-country", value=words.country_name(value.upper()))
        case Field("lang", value):
            return words.say("rule-lang", value=Html(f"{words.language_name(value)} ({escape(value)})"))
        case Field("agency", value):
            return words.say("rule-agency", value=value.upper() if len(value) < 6 else value)
        case Field(name, value):
            return words.say(f"rule-{name}", value=value)


_CJK = "\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af"
_BEFORE_LATIN = re.compile(rf"([{_CJK}])((?:<[^>]*>)+)(?=[A-Za-z0-9])")
_AFTER_LATIN = re.compile(rf"([A-Za-z0-9])((?:<[^>]*>)+)(?=[{_CJK}])")


def _spaced(text: Html) -> Html:
    """Put a space between our Chinese or Japanese and a person's Latin letters or digits, as the rest of our texts."""
    return Html(_AFTER_LATIN.sub(r"\1\2 ", _BEFORE_LATIN.sub(r"\1\2 ", text)))
