"""One spelling for all rules that mean the same, so that equal watches share one query."""

from __future__ import annotations

from watchers.entities import Tokens
from watchers.rules.syntax import And, InTitle, Near, Not, Or, Phrase, Rule
from watchers.text.tokens import is_cjk


def canonical(rule: Rule) -> Rule:
    """Return the rule with its parts in a fixed order and its words in one spelling, whatever was typed.

    Laws: ``canonical(canonical(rule)) == canonical(rule)``; rules that differ only in the order of parts, in
    repetition, or in spellings that fold alike have the same ``str(canonical(rule))``, which parses to itself.
    """
    match rule:
        case And(parts) | Or(parts):
            ordered = _ordered(parts)
            return ordered[0] if len(ordered) == 1 else type(rule)(ordered)
        case Not(inner):
            return Not(canonical(inner))
        case InTitle(inner):
            return InTitle(canonical(inner))
        case Near(left, right, distance):
            first, second = sorted((canonical(left), canonical(right)), key=str)
            return Near(first, second, distance)
        case Phrase(tokens, capitals):
            return Phrase(tokens, capitals, spelling(tokens, capitals))
        case _:
            return rule


def spelling(tokens: Tokens, capitals: tuple[bool, ...]) -> str:
    """Return a text that has exactly these tokens."""
    text = ""
    for token, loud in zip(tokens, capitals, strict=True):
        gap = "" if not text or (is_cjk(token) and is_cjk(text[-1])) else " "
        text += gap + (token.upper() if loud else token)
    return text


def _ordered(parts: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Sort distinct parts by text, exclusions last; owners of an ambiguous name print alike and keep their order."""
    once = dict.fromkeys(map(canonical, parts))
    return tuple(sorted(once, key=lambda part: (isinstance(part, Not), str(part))))
