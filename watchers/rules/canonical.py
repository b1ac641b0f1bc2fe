"""One spelling for all rules that mean the same: by it equal watches are one query."""

from __future__ import annotations

from watchers.entities import Tokens
from watchers.rules.syntax import And, InTitle, Near, Not, Or, Phrase, Rule
from watchers.text.tokens import is_cjk


def canonical(rule: Rule) -> Rule:
    """The rule with its parts in one order and its words in one spelling, whatever was typed.

    Laws: ``canonical(canonical(rule)) == canonical(rule)``; rules that differ only in the order of parts, in
    repetition, or in spellings that fold alike have the same ``str(canonical(rule))``, which reads as itself.
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
    """The tokens as a text that has them again."""
    text = ""
    for token, loud in zip(tokens, capitals, strict=True):
        gap = "" if not text or (is_cjk(token) and is_cjk(text[-1])) else " "
        text += gap + (token.upper() if loud else token)
    return text


def _ordered(parts: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The parts by their text, exclusions last; the owners of an ambiguous name print alike and keep their order."""
    once = dict.fromkeys(map(canonical, parts))
    return tuple(sorted(once, key=lambda part: (isinstance(part, Not), str(part))))
