"""Telegram's limits, and how texts are put together within them: whole blocks, never slices of markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence

from bot.messages.words import Html, escape
from watchers.summaries.extract import Excerpt

BUDGET = 3_900
"""UTF-16 units of visible text; Telegram takes 4,096 code points after parsing (sendMessage, text)."""
MAX_ENTITIES = 100
"""Telegram takes no more in one message."""
_TAG = re.compile(r"<[^>]*>")


def blocks(parts: Iterable[Html], between: str = "\n") -> Html:
    """The parts that fit, in order; those behind the first that does not are left out."""
    return Html(between.join(_fitting(parts, len(between), BUDGET, MAX_ENTITIES)))


def blocks_and_rest(parts: Sequence[Html], rest: Callable[[int], Html]) -> Html:
    """The parts that fit, in order, and how many were left out, where any were."""
    kept = _fitting(parts, 1, BUDGET, MAX_ENTITIES)
    if len(kept) == len(parts):
        return Html("\n".join(kept))
    last = rest(len(parts))
    kept = _fitting(parts, 1, BUDGET - width(last) - 1, MAX_ENTITIES - last.count("</"))
    return Html("\n".join([*kept, rest(len(parts) - len(kept))]))


def _fitting(parts: Iterable[Html], between: int, room: int, entities: int) -> list[Html]:
    kept: list[Html] = []
    for part in parts:
        room -= width(part) + between
        entities -= part.count("</")
        if room < 0 or entities < 0:
            break
        kept.append(part)
    return kept


def width(text: Html) -> int:
    """UTF-16 units that a reader sees."""
    return len(plain(text).encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> str:
    """What is left without markup."""
    return html.unescape(_TAG.sub("", text))


def linked(url: str, text: Html) -> Html:
    """The text as a link, or the text alone where the address is none that a reader may open."""
    return Html(f'<a href="{escape(url)}">{text}</a>') if may_be_opened(url) else text


def may_be_opened(url: str) -> bool:
    """Whether a reader may be sent there."""
    return url.lower().startswith(("http://", "https://"))


def marked(excerpt: Excerpt, tag: str) -> Html:
    """The excerpt with its marks in a tag."""
    shown: list[str] = []
    at = 0
    for start, end in excerpt.marks:
        shown += [escape(excerpt.text[at:start]), f"<{tag}>", escape(excerpt.text[start:end]), f"</{tag}>"]
        at = end
    return Html("".join([*shown, escape(excerpt.text[at:])]))
