"""Watches and aliases as a text file: one command a line, which another chat or another bot can read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from watchers.errors import AliasError, RuleError
from watchers.model import Subscriber, Watch
from watchers.services.aliases import Answered, NamesOf
from watchers.services.watches import PackAdded, Watchlist

MAX_LINES = 500
"""Lines of a file that are read; more than a chat may have watches."""
_LINE = re.compile(r"[/\uff0f](watch|alias)(?:@\w+)?\s+(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """A line of the file, and what became of it."""

    number: int
    """From 1, with the empty lines."""
    text: str
    """The rule or the alias, without the command."""
    outcome: PackAdded | Answered | RuleError | AliasError


@dataclass(frozen=True, slots=True)
class ImportedText:
    """What became of a file."""

    lines: tuple[ImportedLine, ...]
    unread: int
    """Lines beyond the limit."""


async def export_watches(watchlist: Watchlist, subscriber: Subscriber) -> Sequence[str]:
    """Return the subscriber's aliases and watches as the commands that would add them."""
    named = await watchlist.aliases.answer(subscriber, "")
    assert isinstance(named, NamesOf)
    entities = watchlist.catalog.entities
    aliases = [
        f"/alias {entities[name.entity].name('en')} = {name.phrase.surface}"
        for name in named.names
        if name.entity in entities
    ]
    return [*aliases, *(f"/watch {_in_one_line(watch)}" for watch in await watchlist.watches(subscriber))]


async def import_lines(watchlist: Watchlist, subscriber: Subscriber, text: str) -> ImportedText:
    """Add the watches and aliases of a text, line by line. Empty lines, and lines with ``#`` and a space, are skipped.

    A line without a command is a watch.
    """
    found = list(_lines(text))
    lines = [
        ImportedLine(number, typed, await _add(watchlist, subscriber, command, typed))
        for number, command, typed in found[:MAX_LINES]
    ]
    return ImportedText(tuple(lines), len(found[MAX_LINES:]))


def is_exported(text: str) -> bool:
    """Return whether a text has nothing but commands, as an exported one has."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return bool(lines) and all(_LINE.fullmatch(line) for line in lines)


def _in_one_line(watch: Watch) -> str:
    return " ".join(watch.typed.split())


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        typed = line.strip()
        if not typed or typed == "#" or typed.startswith("# "):
            continue
        matched = _LINE.fullmatch(typed)
        yield (number, matched[1].lower(), matched[2]) if matched else (number, "watch", typed)


async def _add(
    watchlist: Watchlist, subscriber: Subscriber, command: str, typed: str
) -> PackAdded | Answered | RuleError | AliasError:
    try:
        if command == "alias":
            return await watchlist.aliases.answer(subscriber, typed)
        return await watchlist.add_pack(subscriber, [typed])
    except (RuleError, AliasError) as error:
        return error
