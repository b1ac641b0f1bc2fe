"""What a host's robots.txt allows (RFC 9309), and how long it asks to wait between two pages (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

MAX_BYTES: Final = 500_000
"""Of a robots.txt that are read, as the RFC asks."""
MAX_RULES: Final = 5_000
_ANYONE: Final = "*"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of a robots.txt for one product token."""

    rules: tuple[tuple[str, bool], ...] = ()
    """Each the beginning of a path and whether it may be fetched; ``*`` stands for anything, and a last ``$`` for the
    end."""
    delay: timedelta = timedelta()
    """Crawl-delay, which the RFC does not know and many hosts state."""

    def allow(self, url: str) -> bool:
        """Return whether a page may be fetched: the longest rule that fits decides, and of two the one that allows."""
        parts = urlsplit(url)
        path = _escaped((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fitting = [(len(rule), allowed) for rule, allowed in self.rules if _fits(rule, path)]
        return max(fitting, default=(0, True))[1]


NO_RULES: Final = Robots()
CLOSED: Final = Robots((("/", False),))
"""For a host whose robots.txt cannot be read at present."""


def read_robots(body: bytes, user_agent: str) -> Robots:
    """Return the rules for the product that a User-Agent header names first; else those for everyone."""
    product = _TOKEN.match(user_agent)
    own = product[0].lower() if product else ""
    groups: dict[str, list[tuple[str, str]]] = {}
    for agents, lines in _groups(body[:MAX_BYTES].decode("utf-8", "replace")):
        for agent in agents:
            groups.setdefault(agent, []).extend(lines)
    lines = groups.get(own, groups.get(_ANYONE, []))
    rules = [(_escaped(value), key == "allow") for key, value in lines if key != "crawl-delay" and value]
    delays = [float(value) for key, value in lines if key == "crawl-delay" and _SECONDS.fullmatch(value)]
    return Robots(tuple(rules[:MAX_RULES]), timedelta(seconds=max(delays, default=0.0)))


def _groups(text: str) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    """Yield each group: the products that it is for, in lower case, and its rules."""
    agents: list[str] = []
    lines: list[tuple[str, str]] = []
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if colon and key == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = [], []
            agents.append(value.partition("/")[0].strip().lower())
        elif colon and agents and key in ("allow", "disallow", "crawl-delay"):
            lines.append((key, value))
    yield agents, lines


@lru_cache(maxsize=4_096)
def _pieces(rule: str) -> tuple[list[str], bool]:
    ends = rule.endswith("$")
    return rule.removesuffix("$").split("*"), ends


def _fits(rule: str, path: str) -> bool:
    """Return whether a path begins as the rule says; each ``*`` takes as little as it can, so time is linear."""
    (first, *others), ends = _pieces(rule)
    if not path.startswith(first):
        return False
    at = len(first)
    if ends and others:
        last = others.pop()
        if len(path) - len(last) < at or not path.endswith(last):
            return False
        path = path[: len(path) - len(last)]
    elif ends:
        return path == first
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _escaped(path: str) -> str:
    """Return a path in one spelling: characters outside ASCII in percents, and percents in capitals."""
    return _PERCENT.sub(lambda match: match[0].upper(), quote(path, safe="%/:?#[]@!$&'()*+,;=~"))


_TOKEN = re.compile(r"[A-Za-z_-]+")
_SECONDS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
_PERCENT = re.compile("%[0-9a-f]{2}", re.IGNORECASE)
