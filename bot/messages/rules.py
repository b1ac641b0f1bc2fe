"""A rule in words, and what is wrong with one that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.messages.layout import width
from bot.messages.words import Html, Words, escape
from watchers.codes import CODE_NAMES
from watchers.codes.tariff import heading_name
from watchers.entities import Catalog, is_ordinary
from watchers.errors import RuleError
from watchers.rules import (
    And,
    Entity,
    Field,
    InTitle,
    Near,
    Not,
    Or,
    OwnName,
    OwnNames,
    Phrase,
    Prefix,
    Rule,
    Word,
    joined,
)
from watchers.text.tokens import read

MAX_PART_LENGTH = 300
MAX_ALIASES = 5
MAX_REPORTED_LENGTH = 1_500
"""UTF-16 code units; a longer rule is quoted in its own syntax, because nobody would read it in words."""


def tell(rule: Rule, words: Words, catalog: Catalog, names: tuple[OwnName, ...] = ()) -> Html:
    """Put a rule into words, such as “mentions TSMC (any name) and tariff, but not cotton”.

    ``names`` are the chat's aliases.
    """
    what = _say(rule, words, OwnNames(catalog, names))
    if width(what) > MAX_REPORTED_LENGTH:
        what = words.say("rule-as-written", rule=str(rule)[:MAX_REPORTED_LENGTH])
    return words.say("rule-tells", what=what)


def tell_part(rule: Rule, words: Words, own: OwnNames) -> Html:
    """Put a part of a rule into words, such as “TSMC (any name)”."""
    what = _say(rule, words, own)
    return what if width(what) <= MAX_PART_LENGTH else words.say("rule-as-written", rule=str(rule)[:MAX_PART_LENGTH])


def complain(error: RuleError, words: Words) -> Html:
    """Return where the rule is wrong, why, and what to type instead."""
    said = words.say(
        "rule-error",
        column=error.column,
        problem=words.say(f"rule-problem-{error.problem.value}", found=error.found),
    )
    return Html(f"{said}\n{words.say('rule-error-instead', instead=error.instead)}")


def _all_of(parts: Sequence[Rule], words: Words, own: OwnNames) -> Html:
    """Return what must appear, then what must not."""
    wanted = [part for part in parts if not isinstance(part, Not)]
    unwanted = [part.rule for part in parts if isinstance(part, Not)]
    what = words.join("and-join", [_inner(part, words, own) for part in wanted])
    if not unwanted:
        return what
    without = words.join("or-join", [_inner(part, words, own) for part in unwanted])
    return words.say("rule-excludes", what=what, without=without)


def _say(rule: Rule, words: Words, own: OwnNames) -> Html:
    rule = _as_one(rule, own)
    match rule:
        case And(parts):
            return _all_of(parts, words, own)
        case Or(parts):
            return words.join("or-join", [_inner(part, words, own) for part in parts])
        case Not(inner):
            return words.say("rule-excludes", what=Html("…"), without=_inner(inner, words, own))
        case InTitle(inner):
            return words.say("rule-in-title", what=_inner(inner, words, own))
        case Near(left, right, distance):
            return words.say(
                "rule-near",
                left=_inner(left, words, own),
                right=_inner(right, words, own),
                distance=distance,
            )
        case Entity():
            return _entity(rule, words, own)
        case Word(token, capitals):
            return words.say("rule-capitals" if capitals else "rule-word", word=str(rule) if capitals else token)
        case Phrase():
            return words.say("rule-phrase", phrase=rule.surface)
        case Prefix(start):
            return words.say("rule-prefix", start=start)
        case Field("hs", value) if (heading := heading_name(value)) is not None:
            return words.say("rule-heading", value=value, heading=heading)
        case Field(name, value) if name in CODE_NAMES:
            return words.say("rule-code", kind=name.upper(), value=value)
        case Field(name, value):
            return words.say(f"rule-{name}", value=value)
        case _:
            assert_never(rule)


def _inner(rule: Rule, words: Words, own: OwnNames) -> Html:
    rule = _as_one(rule, own)
    said = _say(rule, words, own)
    return words.say("rule-bracket", what=said) if isinstance(rule, And | Or | Near) else said


def _as_one(rule: Rule, own: OwnNames) -> Rule:
    """Return an entity without the reader's aliases beside it, which are listed with its name."""
    if not isinstance(rule, Or):
        return rule
    told = {name for part in rule.parts if isinstance(part, Entity) for name in own.of(part.id)}
    return joined(Or, [part for part in rule.parts if part not in told])


def _entity(term: Entity, words: Words, own: OwnNames) -> Html:
    """Return an entity by the name typed; an ambiguous name, or one of the reader's aliases, with its meaning."""
    entity = own.catalog.entities[term.id]
    meant = entity.name(words.language)
    typed = read(term.surface).tokens
    names = own.of(term.id)
    also = [name.surface for name in names if name.tokens != typed]
    shown = escape(term.surface.removeprefix("@") or meant)
    doubtful = not is_ordinary(entity) and any(alias.gated and alias.tokens == typed for alias in entity.aliases)
    if (doubtful or len(also) < len(names)) and typed != read(meant).tokens:
        shown = words.say("rule-understood", name=shown, meant=meant)
    if not also:
        return words.say("rule-entity", name=shown)
    listed = words.say("alert-word-separator").join(map(escape, also[:MAX_ALIASES]))
    return words.say("rule-entity-also", name=shown, also=Html(listed + (" …" if len(also) > MAX_ALIASES else "")))
