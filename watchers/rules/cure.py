"""Suggests what to type instead of a rule that cannot be parsed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator

from watchers.entities import Catalog
from watchers.errors import RuleError, RuleProblem
from watchers.rules.lexer import HYPHENS
from watchers.rules.values import FIELDS
from watchers.text.tokens import read

EXAMPLES = {"en": "TSMC tariffs", "zh-Hant": "台積電 關稅", "ja": "TSMC 関税"}
"""What a rule looks like, in each language of the bot."""


def cured(error: RuleError, text: str, catalog: Catalog, language: str, parse: Callable[[str], object]) -> str:
    """Return a rule that ``parse`` accepts: with the faulty part replaced, else left out, else an example."""
    example = EXAMPLES[language]
    if error.problem is RuleProblem.UNKNOWN_ENTITY:
        error.instead = _nearest_name(error.found[1:], catalog) or error.instead
    if error.problem is RuleProblem.ONLY_EXCLUSIONS:
        error.instead = f"{example.split()[0]} {error.found}"
    proposed = () if error.problem in _WITHOUT_CURE else _cures(error, text)
    for cure in dict.fromkeys(" ".join(cure.split()).strip(" ,，、") for cure in proposed):
        accepted = _accepted(cure, parse)
        if accepted and accepted != RuleError.EXAMPLE:
            return accepted
    error.is_example = True
    return example


def _accepted(cure: str, parse: Callable[[str], object]) -> str:
    """Return a rule that ``parse`` accepts: the cure, or what is meant by it; "" if there is none."""
    try:
        parse(cure)
    except RuleError as error:
        (meant, *_) = (*error.cures, "")
        return _accepted(meant, parse) if meant and meant != cure else ""
    return cure


def _cures(error: RuleError, text: str) -> Iterator[str]:
    """Yield what may be meant, the likeliest first; nothing that is excluded may be left in without its minus."""
    yield from error.cures
    begin, end = error.column - 1, error.column - 1 + len(error.found)
    before, behind = text[:begin], text[end:]
    match error.problem:
        case RuleProblem.AMBIGUOUS_MINUS:
            yield _with_minuses_glued(text)
            return
        case RuleProblem.DANGLING_OPERATOR if error.found.strip(HYPHENS) == "" and behind.strip():
            yield _with_minuses_glued(text)
            return
        case RuleProblem.UNKNOWN_FIELD:
            word, *rest = text[begin:].split(maxsplit=1)
            if rest and (named := word.lower().partition(":")[2]) in FIELDS:
                # Other search languages write in:title.
                yield f"{before}{named}:{rest[0]}"
            yield before + error.instead + behind
            yield " ".join([before, f'"{word}"', *rest])
            return
        case problem if problem in _CURED_AS_A_WHOLE:
            yield error.instead
        case _ if error.instead != RuleError.EXAMPLE:
            yield before + error.instead + behind
    yield f"{before} {behind}"
    if error.problem is RuleProblem.UNKNOWN_SOURCE:
        yield f"{before.rstrip(HYPHENS)} {behind}"


def _with_minuses_glued(text: str) -> str:
    """Return the rule with each minus directly before its term: ``quota -(steel)`` for ``quota - (steel)``."""
    glued = ""
    for word in text.split():
        bare = word.lstrip(HYPHENS)
        if bare == word:
            glued += f"{word} "
        else:
            glued += bare if glued.endswith("-") else f"-{bare}"
            glued += " " if bare else ""
    return glued


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


_WITHOUT_CURE = (RuleProblem.TOO_MANY_TERMS, RuleProblem.TOO_DEEP)
_CURED_AS_A_WHOLE = (
    RuleProblem.DANGLING_OPERATOR,
    RuleProblem.UNBALANCED_BRACKET,
    RuleProblem.UNBALANCED_QUOTE,
    RuleProblem.NOTHING_LEFT,
)
"""Problems whose suggestion replaces the whole rule; for the others it replaces only the faulty part."""
