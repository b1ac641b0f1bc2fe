"""A rule in words, and what is wrong with one that cannot be read."""

from __future__ import annotations

from typing import assert_never

from bot.messages.text import Html, Translator, width
from watchers import rules as r
from watchers.codes import CODE_NAMES
from watchers.codes.tariff import heading_name
from watchers.entities import Catalog, is_ordinary
from watchers.errors import RuleError
from watchers.text.tokens import read

MAX_PART_LENGTH = 300
MAX_ALIASES = 5
MAX_REPORTED_LENGTH = 1_500
"""UTF-16 code units; a longer rule is quoted in its own syntax, because nobody would read it in words."""


def describe(rule: r.Rule, t: Translator, catalog: Catalog, names: tuple[r.OwnName, ...] = ()) -> Html:
    """Put a rule into words, such as “mentions TSMC (any name) and tariff, but not cotton”.

    ``names`` are the chat's aliases.
    """
    return t.format("rule-tells", what=describe_part(rule, t, r.OwnNames(catalog, names), MAX_REPORTED_LENGTH))


def describe_part(rule: r.Rule, t: Translator, own: r.OwnNames, longest: int = MAX_PART_LENGTH) -> Html:
    """Put a part of a rule into words, such as “TSMC (any name)”."""
    what = _say(rule, t, own)
    return what if width(what) <= longest else t.format("rule-as-written", rule=str(rule)[:longest])


def describe_error(error: RuleError, t: Translator) -> Html:
    """Return where the rule is wrong, why, and what to type instead."""
    problem = t.format(f"rule-problem-{error.problem.value}", found=error.found)
    said = t.format("rule-error", column=error.column, problem=problem)
    return Html(f"{said}\n{t.format('rule-error-instead', instead=error.instead)}")


def _say(rule: r.Rule, t: Translator, own: r.OwnNames) -> Html:
    rule = _as_one(rule, own)
    match rule:
        case r.And(parts):
            what = t.join("and-join", [_inner(part, t, own) for part in parts if not isinstance(part, r.Not)])
            unwanted = [_inner(part.rule, t, own) for part in parts if isinstance(part, r.Not)]
            return t.format("rule-excludes", what=what, without=t.join("or-join", unwanted)) if unwanted else what
        case r.Or(parts):
            return t.join("or-join", [_inner(part, t, own) for part in parts])
        case r.Not(inner):
            return t.format("rule-excludes", what="…", without=_inner(inner, t, own))
        case r.InTitle(inner):
            return t.format("rule-in-title", what=_inner(inner, t, own))
        case r.Near(left, right, distance):
            return t.format("rule-near", left=_inner(left, t, own), right=_inner(right, t, own), distance=distance)
        case r.Entity():
            return _entity(rule, t, own)
        case r.Word(token, capitals):
            return t.format("rule-capitals" if capitals else "rule-word", word=str(rule) if capitals else token)
        case r.Phrase():
            return t.format("rule-phrase", phrase=rule.surface)
        case r.Prefix(start):
            return t.format("rule-prefix", start=start)
        case r.Field("hs", value) if (heading := heading_name(value)) is not None:
            return t.format("rule-heading", value=value, heading=heading)
        case r.Field(name, value) if name in CODE_NAMES:
            return t.format("rule-code", kind=name.upper(), value=value)
        case r.Field(name, value):
            return t.format(f"rule-{name}", value=value)
        case _:
            assert_never(rule)


def _inner(rule: r.Rule, t: Translator, own: r.OwnNames) -> Html:
    said = _say(rule, t, own)
    return t.format("rule-bracket", what=said) if isinstance(_as_one(rule, own), r.And | r.Or | r.Near) else said


def _as_one(rule: r.Rule, own: r.OwnNames) -> r.Rule:
    """Return an entity without the reader's aliases beside it, which are listed with its name."""
    if not isinstance(rule, r.Or):
        return rule
    aliases = {name for part in rule.parts if isinstance(part, r.Entity) for name in own.of(part.id)}
    return r.joined(r.Or, [part for part in rule.parts if part not in aliases])


def _entity(term: r.Entity, t: Translator, own: r.OwnNames) -> Html:
    """Return an entity by the name typed; an ambiguous name, or one of the reader's aliases, with its meaning."""
    entity = own.catalog.entities[term.id]
    meant = entity.name(t.language)
    typed = read(term.surface).tokens
    names = own.of(term.id)
    also = [name.surface for name in names if name.tokens != typed]
    shown = term.surface.removeprefix("@") or meant
    gated = any(alias.gated and alias.tokens == typed for alias in entity.aliases)
    doubtful = gated and not is_ordinary(entity)
    if (doubtful or len(also) < len(names)) and typed != read(meant).tokens:
        shown = t.format("rule-understood", name=shown, meant=meant)
    return (
        t.format("rule-entity-also", name=shown, also=t.listed(also, MAX_ALIASES))
        if also
        else t.format("rule-entity", name=shown)
    )
