"""Suggests what to type instead of a rule that cannot be parsed."""

from __future__ import annotations

import difflib
from collections.abc import Callable

from watchers.entities import Catalog
from watchers.errors import RuleError, RuleProblem
from watchers.rules.lexer import HYPHENS, Kind, lex
from watchers.rules.values import FIELDS
from watchers.text.tokens import read


def cured(error: RuleError, text: str, catalog: Catalog, parse: Callable[[str], object]) -> str:
    """Return a rule that ``parse`` accepts: with the faulty part replaced, else left out, else an example."""
    if error.problem is RuleProblem.UNKNOWN_ENTITY:
        error.instead = _nearest_name(error.found[1:], catalog) or error.instead
    begin, end = error.column - 1, error.column - 1 + len(error.found)
    before, behind = text[:begin], text[end:]
    without = [f"{before} {behind}"]
    if error.problem is RuleProblem.UNKNOWN_SOURCE:
        # No other exclusion may be left out: the rule would find what was to be excluded.
        without.append(f"{before.rstrip(HYPHENS)} {behind}")
    if error.problem is RuleProblem.UNKNOWN_FIELD:
        word, *rest = text[begin:].split(maxsplit=1)
        cures = [before + error.instead + behind, " ".join([before, f'"{word}"', *rest])]
        if rest and (named := word.lower().partition(":")[2]) in FIELDS:
            # Other search languages write in:title.
            cures.insert(0, f"{before}{named}:{rest[0]}")
    elif error.found and error.found in HYPHENS and (glued := _with_minuses_glued(text)) != text:
        # Leaving out the minus would find what was to be excluded.
        cures = [glued, f"{before} {RuleError.EXAMPLE.split()[0]} -{behind.lstrip(HYPHENS + ' ')}"]
    elif error.problem in _CURED_AS_A_WHOLE:
        cures = [error.instead, before + behind]
    elif error.instead == RuleError.EXAMPLE:
        cures = without
    else:
        cures = [before + error.instead + behind, *without]
    for cure in dict.fromkeys(" ".join(cure.split()).strip(" ,，、") for cure in cures):
        try:
            parse(cure)
        except RuleError:
            continue
        return cure
    return RuleError.EXAMPLE


def _with_minuses_glued(text: str) -> str:
    """Return the rule with each minus directly before its term: ``quota -(steel)`` for ``quota - (steel)``."""
    lexemes = lex(text)
    end = len(lexemes)
    for at in range(len(lexemes) - 1, -1, -1):
        if lexemes[at].text not in HYPHENS or lexemes[at].kind is not Kind.NOT:
            end = at
            continue
        if at and lexemes[at - 1].kind is Kind.NOT and lexemes[at - 1].text in HYPHENS:
            continue
        begin = lexemes[at].column - 1
        if end < len(lexemes) and lexemes[end].column - 1 - begin != end - at and lexemes[end].kind in _OPERANDS:
            text = f"{text[:begin]}-{text[lexemes[end].column - 1 :]}"
    return text


def _nearest_name(name: str, catalog: Catalog) -> str:
    """Return the closest name to one typed after an @, of those that begin or end alike; "" if none is close."""
    spelled = name.replace("_", " ")
    typed = read(spelled).tokens
    if not typed:
        return ""
    if owners := [str(alias.entity) for alias in catalog.named(typed)]:
        return f"@{owners[0]}"
    begin, end = typed[0][0], typed[-1][-1]
    alike = {
        alias.surface
        for tokens, aliases in catalog.by_tokens.items()
        if tokens[0][0] == begin or tokens[-1][-1] == end
        for alias in aliases
        if len(spelled) < 2 * len(alias.surface) < 4 * len(spelled)
    }
    nearest = difflib.get_close_matches(spelled, alike, 1, 0.7)
    return f"@{nearest[0].replace(' ', '_')}" if nearest else ""


_OPERANDS = (Kind.WORD, Kind.QUOTED, Kind.FIELD, Kind.OPEN)
_CURED_AS_A_WHOLE = (
    RuleProblem.DANGLING_OPERATOR,
    RuleProblem.UNBALANCED_BRACKET,
    RuleProblem.UNBALANCED_QUOTE,
    RuleProblem.NOTHING_LEFT,
)
"""Problems whose suggestion replaces the whole rule; for the others it replaces only the faulty part."""
