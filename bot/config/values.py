"""What one value of the configuration may be: each takes it as YAML gave it and returns it, or refuses.

Refusals carry sentences in which ``{found}`` and ``{written}`` stand for the value: see ``bot.config.words``.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from pydantic_core import PydanticCustomError

from bot import version
from bot.config.mistakes import TOKEN_VARIABLE
from watchers.iso import COUNTRIES, LANGUAGES

REFUSED = "refused"
"""The type of every error that these functions raise."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Check = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class Token:
    """A secret: it prints as ``***``, and only ``reveal()`` tells it."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "***"


def refuse(problem: str, cure: str) -> PydanticCustomError:
    return PydanticCustomError(REFUSED, "{problem} {cure}", {"problem": problem, "cure": cure})


def text(value: object) -> str:
    """Any text on one line."""
    match value:
        case str() if value.strip() and value.isprintable():
            return value
        case str():
            raise refuse("{found} says nothing, or has a line break in it.", "Write one line of text.")
        case bool():
            raise refuse("{written} is read by YAML as yes or no, not as text.", 'Write "{written}" in quotes.')
        case int() | float():
            raise refuse("{written} is read by YAML as a number, not as text.", 'Write "{written}" in quotes.')
    raise refuse("{found} stands where one value belongs.", "Write one value after the colon.")


def whole(least: int, most: int) -> Check:
    """A whole number between two others, both included."""

    def check(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int):
            raise refuse("{found} is no whole number.", "Write digits alone, without quotes.")
        if not least <= value <= most:
            raise refuse("{found} is out of range.", f"Write a number from {least} to {most}.")
        return value

    return check


def yes_or_no(value: object) -> object:
    if not isinstance(value, bool):
        raise refuse("{found} is neither yes nor no.", "Write true or false.")
    return value


def chat(value: object) -> object:
    """A Telegram chat: a person, or below zero a group or channel."""
    number = whole(-(2**52), 2**52)(value)
    if number == 0:
        raise refuse("0 is no chat.", "Write the chat's number, as a bot that shows ids tells it.")
    return number


def person(value: object) -> object:
    """A Telegram user."""
    number = whole(-(2**52), 2**52)(value)
    if isinstance(number, int) and number <= 0:
        raise refuse("{found} is a group or nobody, and operators are people.", "Write a user's number, above zero.")
    return number


def duration(least: timedelta, most: timedelta) -> Check:
    """``30s``, ``10m``, ``2h``, ``1d``: one number and one unit."""

    def check(value: object) -> object:
        length = value if isinstance(value, timedelta) else _duration(value)
        if length < least:
            raise refuse("{found} is too short.", f"Write {spelled(least)} or more.")
        if length > most:
            raise refuse("{found} is too long.", f"Write {spelled(most)} or less.")
        return length

    return check


def spelled(length: timedelta) -> str:
    """As the file writes it, in the largest unit that fits: ``timedelta(minutes=90)`` -> ``90m``."""
    seconds = int(length.total_seconds())
    for unit, size in reversed(_UNITS.items()):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def feed_address(value: object) -> object:
    """An http or https address without a password; ``{today-7d}`` in it is a day."""
    # With watchers it would take all of them to import this module.
    from watchers.sources.addresses import fill

    filled = fill(text(value), _ANY_DAY)
    if "{" in filled or "}" in filled:
        raise refuse("{found} has braces with no day in them.", "Write {today}, {today-7d} or {today+1d}.")
    _split(filled)
    return value


def part(value: object) -> object:
    """A part of a mapping: a path, a selector, or a template with either in braces. It may have line breaks."""
    if not isinstance(value, str) or not value.replace("\n", "").isprintable():
        return text(value)
    if not value.strip():
        raise refuse("{found} says nothing.", "Take the line out, or write a path or a selector.")
    if wrong := _unbalanced(value):
        raise refuse(f"{{found}} has a {wrong} without its partner.", "Close it, or take it out.")
    if re.search(r"\{\s*\}", value):
        raise refuse("{found} has nothing between its braces.", "Write what stands there: {title}.")
    return value


def switch(value: object) -> object:
    """``true`` or ``false``"""
    if not isinstance(value, bool):
        raise refuse("{found} is neither true nor false.", "Write false to leave the source out, else true.")
    return value


def catalogue(value: object) -> object:
    """``false`` is none and ``true`` the default; anything else is left to its choices."""
    return {False: "none", True: "default"}[value] if isinstance(value, bool) else value


def bot_address(usual: str) -> Check:
    """What the token is put behind, or into where it says ``{token}``; slashes behind ``bot`` are dropped.

    ``usual`` is the path that Telegram's own servers have.
    """

    def check(value: object) -> object:
        address = text(value)
        if re.search(r"bot\d+:", address):
            raise refuse(
                "It has a token in it.",
                f"End it with {usual}: the token is read from {TOKEN_VARIABLE} alone.",
            )
        parts = _split(address.replace("{token}", "0"))
        address = address.rstrip("/")
        if "{token}" not in address and (parts.query or parts.fragment or not parts.path.rstrip("/").endswith("bot")):
            raise refuse(
                "{found} cannot work: the token is put right behind it.",
                f"End it with {usual}: {parts.scheme}://{parts.netloc}{usual}",
            )
        return address

    return check


def user_agent(value: object) -> object:
    """A name for the User-Agent header; ``{version}`` in it is the major and minor version of Tradewatch."""
    agent = text(value).replace("{version}", ".".join(version().split(".")[:2]))
    if not agent.isascii() or len(agent) > 200:
        raise refuse("{found} does not fit into a header.", "Write at most 200 letters, digits and signs of ASCII.")
    return agent


def database(value: object) -> object:
    """A file's path; a relative one begins at the folder of the config file."""
    if isinstance(value, Path):
        return value
    path = Path(text(value)).expanduser()
    if str(value).endswith("/") or not path.name:
        raise refuse("{found} is a folder.", "Write the path of a file in it: data/tradewatch.db.")
    return path


def network(value: object) -> object:
    """``10.0.0.0/8``, ``127.0.0.1``, ``fd00::/8``"""
    if isinstance(value, Network):
        return value
    written = text(value)
    try:
        found = ipaddress.ip_network(written, strict=False)
    except ValueError as error:
        instead = "Write 127.0.0.0/8." if written == "localhost" else "Write it like 10.0.0.0/8 or 192.168.1.20."
        raise refuse("{found} is no network.", instead) from error
    if "/" in written and str(found.network_address) != written.partition("/")[0].lower() and found.version == 4:
        raise refuse("{found} has an address in front that is not the network's first.", f"Write {found}.")
    return found


def source_id(value: object) -> object:
    name = text(value)
    if not re.fullmatch(r"[a-z0-9._-]{1,64}", name):
        mended = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-")[:64]
        cure = "Use a to z, 0 to 9, dot, dash and underscore, 64 at most"
        raise refuse("{found} is no id.", f"{cure}: {mended}." if mended else f"{cure}.")
    return name


def language(value: object) -> object:
    """BCP 47 as far as feeds need it, in its usual case: ``zh-Hant``, ``ja``, ``en-GB``."""
    if value is False:
        raise refuse("{written} is read by YAML as false.", 'Write "no" in quotes for Norwegian, or take the line out.')
    tag = text(value)
    found = re.fullmatch(r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|\d{3}))?", tag)
    primary = found[1].lower() if found else ""
    if not found or (len(primary) == 2 and primary not in LANGUAGES):
        instead = _MEANT_LANGUAGES.get(tag.lower(), "one code, like en, ja, zh-Hant or zh-Hans")
        raise refuse("{found} is no language code.", f"Write {instead}.")
    return primary + (found[2] or "").title() + (found[3] or "").upper()


def country(value: object) -> object:
    """ISO 3166-1 alpha-2, and EU; upper case is put right."""
    if value is False:
        raise refuse("{written} is read by YAML as false.", 'Write "NO" in quotes for Norway, or take the line out.')
    code = text(value).upper()
    if code not in COUNTRIES:
        instead = _MEANT_COUNTRIES.get(code, "Write two letters, like US, TW or EU.")
        raise refuse("{found} is no country code.", instead)
    return code


def either(options: Iterable[str]) -> str:
    """``a, b or c``"""
    *others, last = options
    return f"{', '.join(others)} or {last}" if others else last


def _unbalanced(written: str) -> str:
    """The first bracket, brace or quote that has no partner, "" where all have one; in quotes all is text."""
    awaited: list[str] = []
    quote = ""
    for sign in written:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in _PARTNERS:
            awaited.append(sign)
        elif sign in _PARTNERS.values() and (not awaited or _PARTNERS[awaited.pop()] != sign):
            return sign
    return quote or (awaited[-1] if awaited else "")


def _duration(value: object) -> timedelta:
    written = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(written, str):
        raise refuse("{found} is no duration.", _DURATIONS)
    if re.fullmatch(r"\d+", written):
        raise refuse("{found} has no unit.", _DURATIONS)
    if not (parts := re.findall(r"(\d{1,9})([smhd])", written)) or "".join(map("".join, parts)) != written:
        raise refuse("{found} is no duration.", _DURATIONS)
    length = timedelta(seconds=sum(int(number) * _UNITS[unit] for number, unit in parts))
    if len(parts) > 1:
        raise refuse("{found} has more than one unit.", f"Write {spelled(length)}.")
    return length


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise refuse("{found} is no web address.", _ADDRESSES) from error
    if parts.username is not None or parts.password is not None:
        raise refuse("It has a user name or password in it.", "Use an address that needs none.")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise refuse("{found} is no web address.", _ADDRESSES)
    if re.search(r"[\s\\<>{}\"]", address):
        raise refuse("{found} has a sign in it that addresses cannot have.", "Copy it again; a blank is %20.")
    return parts


_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_PARTNERS = {"[": "]", "(": ")", "{": "}"}
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATIONS = "Write 30s, 10m, 2h or 1d."
_ADDRESSES = "Write it whole: https://example.org/feed.xml."

_MEANT_LANGUAGES = {
    "jp": "ja",
    "cn": "zh-Hans",
    "en_us": "en-US",
    "english": "en",
    "chinese": "zh-Hant or zh-Hans",
    "japanese": "ja",
}
_MEANT_COUNTRIES = {
    "UK": "Write GB.",
    "EL": "Write GR.",
    "USA": "Write US.",
    "INT": "Take the line out where it is no country in particular.",
}
