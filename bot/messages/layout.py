"""Telegram's limits, and how texts are assembled within them: from whole blocks, never from slices of markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence

from bot.messages.words import Html, escape
from watchers.summaries.extract import Excerpt

BUDGET = 3_900
"""UTF-16 code units of visible text; Telegram accepts 4,096 code points after parsing (sendMessage, text)."""
MAX_ENTITIES = 100
"""Telegram accepts no more in one message."""
_TAG = re.compile(r"<[^>]*>")


def blocks(parts: Iterable[Html], between: str = "\n") -> Html:
    """Join the parts in order, up to the first that does not fit."""
    return Html(between.join(_fitting(parts, len(between), BUDGET, MAX_ENTITIES)))


def blocks_and_rest(parts: Sequence[Html], rest: Callable[[int], Html]) -> Html:
    """Join the parts that fit, in order; if any are left out, ``rest`` formats their number."""
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
    """Count the visible UTF-16 code units."""
    return len(plain(text).encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> str:
    """Return the text without markup."""
    return html.unescape(_TAG.sub("", text))


def linked(url: str, text: Html) -> Html:
    """Return the text as a link, or the text alone if a reader may not open the address."""
    return Html(f'<a href="{escape(url)}">{text}</a>') if may_be_opened(url) else text


def may_be_opened(url: str) -> bool:
    """Return whether the address is one to send a reader to: http or https."""
    return url.lower().startswith(("http://", "https://"))


def marked(excerpt: Excerpt, tag: str) -> Html:
    """Return the excerpt with each marked span in a tag."""
    shown: list[str] = []
    at = 0
    for start, end in excerpt.marks:
        shown += [escape(excerpt.text[at:start]), f"<{tag}>", escape(excerpt.text[start:end]), f"</{tag}>"]
        at = end
    return Html("".join([*shown, escape(excerpt.text[at:])]))
