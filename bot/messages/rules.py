"""A rule in words, and what is wrong with one."""

from __future__ import annotations

from typing import assert_never

from bot.messages.words import Html, Words
from watchers.entities import Catalogue
from watchers.errors import RuleError
from watchers.rules import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Word


def tell(rule: Rule, words: Words, catalogue: Catalogue) -> Html:
    """“mentions TSMC (any of its names) and tariff, but not cotton”."""
    wanted = [part for part in _parts(rule) if not isinstance(part, Not)]
    unwanted = [part.rule for part in _parts(rule) if isinstance(part, Not)]
    what = words.join("and-join", [_inner(part, words, catalogue) for part in wanted])
    if unwanted:
        without = words.join("or-join", [_inner(part, words, catalogue) for part in unwanted])
        what = words.say("rule-excludes", what=what, without=without)
    return words.say("rule-tells", what=what)


def complain(error: RuleError, words: Words) -> Html:
    """Where the rule breaks, why, and what to type instead."""
    said = words.say(
        "rule-error",
        column=error.column,
        problem=words.say(f"rule-problem-{error.problem.value}", found=error.found),
    )
    if not error.instead:
        return said
    return Html(f"{said}\n{words.say('rule-error-instead', instead=error.instead)}")


def _parts(rule: Rule) -> tuple[Rule, ...]:
    return rule.parts if isinstance(rule, And) else (rule,)


def _say(rule: Rule, words: Words, catalogue: Catalogue) -> Html:
    match rule:
        case And(parts):
            return words.join("and-join", [_inner(part, words, catalogue) for part in parts])
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
        case Field(name, value):
            return words.say(f"rule-{name}", value=value)
        case _:
            assert_never(rule)


def _inner(rule: Rule, words: Words, catalogue: Catalogue) -> Html:
    said = _say(rule, words, catalogue)
    return words.say("rule-bracket", what=said) if isinstance(rule, And | Or | Near) else said
