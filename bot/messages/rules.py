"""A rule in words, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.messages.layout import width
from bot.messages.words import Html, Words
from watchers.codes import CODE_NAMES
from watchers.entities import Catalogue
from watchers.errors import RuleError
from watchers.rules import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Word

LONGEST_TOLD = 1_500
"""UTF-16 units; a rule with more to tell is quoted, as nobody would read it in words."""


def tell(rule: Rule, words: Words, catalogue: Catalogue) -> Html:
    """“mentions TSMC (any of its names) and tariff, but not cotton”."""
    what = _say(rule, words, catalogue)
    if width(what) > LONGEST_TOLD:
        what = words.say("rule-as-written", rule=str(rule)[:LONGEST_TOLD])
    return words.say("rule-tells", what=what)


def complain(error: RuleError, words: Words) -> Html:
    """Where the rule breaks, why, and what to type instead."""
    said = words.say(
        "rule-error",
        column=error.column,
        problem=words.say(f"rule-problem-{error.problem.value}", found=error.found),
    )
    return Html(f"{said}\n{words.say('rule-error-instead', instead=error.instead)}")


def _all_of(parts: Sequence[Rule], words: Words, catalogue: Catalogue) -> Html:
    """What must appear, then what must not."""
    wanted = [part for part in parts if not isinstance(part, Not)]
    unwanted = [part.rule for part in parts if isinstance(part, Not)]
    what = words.join("and-join", [_inner(part, words, catalogue) for part in wanted])
    if not unwanted:
        return what
    without = words.join("or-join", [_inner(part, words, catalogue) for part in unwanted])
    return words.say("rule-excludes", what=what, without=without)


def _say(rule: Rule, words: Words, catalogue: Catalogue) -> Html:
    match rule:
        case And(parts):
            return _all_of(parts, words, catalogue)
        case Or(parts):
            return words.join("or-join", [_inner(part, words, catalogue) for part in parts])
        case Not(inner):
            return words.say("rule-excludes", what=Html("…"), without=_inner(inner, words, catalogue))
        case InTitle(inner):
            return words.say("rule-in-title", what=_inner(inner, words, catalogue))
        case Near(left, right, distance):
            return words.say(
                "rule-near",
                left=_inner(left, words, catalogue),
                right=_inner(right, words, catalogue),
                distance=distance,
            )
        case Entity(entity):
            return words.say("rule-entity", name=rule.surface or catalogue.entities[entity].name(words.language))
        case Word(token, capitals):
            return words.say("rule-capitals" if capitals else "rule-word", word=str(rule) if capitals else token)
        case Phrase():
            return words.say("rule-phrase", phrase=rule.surface)
        case Prefix(start):
            return words.say("rule-prefix", start=start)
        case Field("hs", value) if (heading := catalogue.headings.heading_name(value)) is not None:
            return words.say("rule-heading", value=value, heading=heading)
        case Field(name, value) if name in CODE_NAMES:
            return words.say("rule-code", kind=name.upper(), value=value)
        case Field(name, value):
            return words.say(f"rule-{name}", value=value)
        case _:
            assert_never(rule)


def _inner(rule: Rule, words: Words, catalogue: Catalogue) -> Html:
    said = _say(rule, words, catalogue)
    return words.say("rule-bracket", what=said) if isinstance(rule, And | Or | Near) else said
