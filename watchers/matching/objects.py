"""A noun that is far from its verb in a clause: curbs rare-earth exports, 管制鎵鍺出口."""

from __future__ import annotations

from collections.abc import Iterable

from watchers.matching.surroundings import Scan, Span
from watchers.text.tokens import Gap, is_cjk

_REACH = 12
"""Tokens that may be between a verb and its object; a Chinese character is one."""


def is_object(scan: Scan, span: Span, verbs: Iterable[tuple[int, int]]) -> bool:
    """Return whether a verb, given by its first token and the one after it, precedes a noun in its clause."""
    begin = span.first
    while begin > max(0, span.first - _REACH) and _goes_on(scan, begin):
        begin -= 1
    return any(begin <= first and after <= span.first for first, after in verbs)


def _goes_on(scan: Scan, token: int) -> bool:
    """Return whether the clause of a token begins before it: in Chinese and Japanese a space ends a clause."""
    text = scan.text
    if is_cjk(text.tokens[token]) and is_cjk(text.tokens[token - 1]):
        return text.original[text.ends[token - 1] : text.begins[token]] in ("", "、")
    return text.gap(token) <= Gap.SPACE
