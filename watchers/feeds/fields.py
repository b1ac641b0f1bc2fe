"""Build an item with its parts cut to their limits, for every kind of document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from watchers import facts as text_facts
from watchers import urls
from watchers.facts.days import read_day
from watchers.feeds import plaintext
from watchers.model import DOCUMENT, Dated, Fact, ParsedItem
from watchers.text import tokens as texts

T = TypeVar("T")

MAX_ITEMS: Final = 2_000
"""Items of one document; further ones are not read."""
MAX_BODY_LENGTH: Final = 20_000
MAX_TITLE_LENGTH: Final = 1_000
MAX_DATE_LENGTH: Final = 200
MAX_FACTS: Final = 100
"""Facts of one item that the publisher gives in separate fields."""


def item(
    *,
    guid: str,
    link: str,
    title: str,
    body: str,
    published: str,
    updated: str = "",
    language: str = "",
    facts: Iterable[Fact] = (),
) -> ParsedItem:
    """Return an item of plain texts, each cut to its limit; ``facts`` are those of the publisher's separate fields."""
    heading, text = one_line(title), plaintext.cut(body, MAX_BODY_LENGTH)
    given = tuple(dict.fromkeys(facts))[:MAX_FACTS]
    return ParsedItem(
        guid=guid,
        link=link,
        title=texts.read(heading),
        body=texts.read(text),
        published=plaintext.one_line(published)[:MAX_DATE_LENGTH],
        updated=plaintext.one_line(updated)[:MAX_DATE_LENGTH],
        language=language,
        facts=(*given, *text_facts.in_text(heading, text)),
    )


def given(name: str, value: str | None) -> Iterator[Fact]:
    """Yield a fact that the publisher gives in a separate field; nothing without a value."""
    if value:
        yield Fact(name, value, DOCUMENT, 0, 0)


def given_day(meaning: Dated, written: str) -> Iterator[Fact]:
    """Yield a day that the publisher gives in a separate field; nothing if it cannot be read."""
    day = read_day(written)
    return given(meaning.value, day.isoformat() if day else "")


def newest(entries: Sequence[T], when: Callable[[T], Any]) -> Sequence[T]:
    """Return the newest entries, at most ``MAX_ITEMS``; ``when`` returns the date of an entry, or nothing.

    Documents put the newest first, unless the dates at both ends say otherwise.
    """
    if len(entries) <= MAX_ITEMS:
        return entries
    first, last = when(entries[0]), when(entries[-1])
    return entries[-MAX_ITEMS:] if first and last and first < last else entries[:MAX_ITEMS]


def longest(*bodies: str) -> str:
    """Return the longest text, "" if there is none."""
    return max(bodies, key=len, default="")


def one_line(text: str) -> str:
    """Return a title on one line, at most 1,000 characters."""
    return plaintext.cut(plaintext.one_line(text), MAX_TITLE_LENGTH)


def absolute(link: str, base: str) -> str:
    """Return the link made absolute, or "" if it is not a web address."""
    return urls.absolute(plaintext.presentable(link), base)


def language(written: str) -> str:
    """Return a language tag (BCP 47) with hyphens, "" if the text is not one."""
    tag = written.replace("_", "-")
    return tag if _LANGUAGE_TAG.fullmatch(tag) else ""


_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,5}")
