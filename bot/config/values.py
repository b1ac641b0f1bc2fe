"""The types of single settings: what each accepts, and how it refuses anything else."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_core import PydanticCustomError

from bot import version
from bot.config.document import TOKEN_VARIABLE, expanded
from watchers.cadence import fill
from watchers.codes.iso import COUNTRIES, LANGUAGES
from watchers.urls import split

REFUSED = "refused"
"""The pydantic type of every error that ``refuse`` returns."""


def refuse(text: str) -> PydanticCustomError:
    """Return the error for a refused value; its text is the problem and the correction, for the operator."""
    return PydanticCustomError(REFUSED, "{text}", {"text": text})


def shown(value: object) -> str:
    """Return a value as messages quote it, at most 80 characters: ``"soon"``, ``A list``."""
    if value is None or value == "":
        return "An empty value"
    if isinstance(value, dict | list | tuple):
        return "A group of keys" if isinstance(value, dict) else "A list"
    written = str(value)
    return json.dumps(written if len(written) <= 80 else f"{written[:79]}…", ensure_ascii=False)


def spelled(length: timedelta) -> str:
    """Write a duration in the largest unit that divides it: ``timedelta(minutes=90)`` -> ``90m``."""
    seconds = int(length.total_seconds())
    unit, size = next((unit, size) for unit, size in _UNITS if seconds % size == 0 and (seconds or size == 1))
    return f"{seconds // size}{unit}"


def catalog_choice(value: Any) -> Any:
    """Return ``none`` for false and ``default`` for true; the setting's type checks anything else."""
    written = str(value).lower()
    return "none" if written in ("false", "off", "no") else "default" if written in ("true", "on", "yes") else value


def duration(shortest: timedelta, longest: timedelta) -> BeforeValidator:
    """Return a validator that reads ``30s``, ``10m``, ``2h``, ``1d``, or several together: ``1h30m``."""

    def read(value: Any) -> timedelta:
        if isinstance(value, timedelta):
            return value
        found = re.fullmatch(_DURATION, str(value))
        if not value or not found:
            problem = "has no unit" if str(value).isdigit() else "is not a duration"
            raise refuse(f"{shown(value)} {problem}. Write 30s, 10m, 2h or 1d.")
        length = timedelta(**{unit: int(number) for unit, number in found.groupdict("0").items()})
        if length < shortest:
            raise refuse(f"{shown(value)} is too short. Write {spelled(shortest)} or more.")
        if length > longest:
            raise refuse(f"{shown(value)} is too long. Write {spelled(longest)} or less.")
        return length

    return BeforeValidator(read)


def _must(good: Callable[[Any], object], text: str) -> AfterValidator:
    """Return a validator that accepts only values for which ``good`` is true; the text follows the value."""

    def check(value: Any) -> Any:
        if not good(value):
            raise refuse(f"{shown(value)} {text}")
        return value

    return AfterValidator(check)


def _network(value: Any) -> IPv4Network | IPv6Network:
    """Return a network; suggest one for an address with host bits."""
    try:
        return ip_network(str(value))
    except ValueError:
        pass
    try:
        instead = "127.0.0.0/8" if value == "localhost" else str(ip_network(str(value), strict=False))
    except ValueError:
        instead = "it like 10.0.0.0/8 or 192.168.1.20"
    raise refuse(f"{shown(value)} is not a network. Write {instead}.")


def _database(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not value.strip() or not value.isprintable() or value.endswith("/"):
        raise refuse(f"{shown(value)} is not the path of a file. Write one, such as data/tradewatch.db.")
    return expanded(value)


def _source_id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9._-]{1,64}", value):
        near = re.sub(r"[^a-z0-9._-]+", "-", value.lower()).strip("-")[:64]
        cure = f"Use a to z, 0 to 9, dot, dash and underscore, 64 at most{f': {near}' if near else ''}."
        raise refuse(f"{shown(value)} is not an ID. {cure}")
    return value


def _language(tag: str) -> str:
    found = re.fullmatch(r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|\d{3}))?", tag)
    primary = found[1].lower() if found else ""
    if not found or (len(primary) == 2 and primary not in LANGUAGES):
        instead = {"jp": "ja", "cn": "zh-Hans"}.get(tag.lower(), "one code, like en, ja, zh-Hant or zh-Hans")
        raise refuse(f"{shown(tag)} is not a language code. Write {instead}.")
    return primary + (found[2] or "").title() + (found[3] or "").upper()


def _country(value: str) -> str:
    if (code := value.upper()) not in COUNTRIES:
        instead = {"UK": "GB", "EL": "GR", "USA": "US"}.get(code, "two letters, like US, TW or EU, or remove the line")
        raise refuse(f"{shown(value)} is not a country code. Write {instead}.")
    return code


def _feed_address(value: str) -> str:
    filled = fill(value, datetime(2000, 1, 1, tzinfo=UTC))
    if "{" in filled or "}" in filled:
        raise refuse(f"{shown(value)} has braces without a day in them. Write {{today}}, {{today-7d}} or {{today+1d}}.")
    _split(filled)
    return value


def _bot_address(usual: str) -> AfterValidator:
    def check(value: str) -> str:
        if re.search(r"bot\d+:", value):
            raise refuse(f"It contains a token. End it with {usual}: the token comes from {TOKEN_VARIABLE} only.")
        parts, address = _split(value.replace("{token}", "0")), value.rstrip("/")
        if "{token}" not in address and (parts.query or parts.fragment or not parts.path.rstrip("/").endswith("bot")):
            instead = f"End it with {usual}: {parts.scheme}://{parts.netloc}{usual}"
            raise refuse(f"{shown(value)} cannot work: the token is added right after it. {instead}")
        return address

    return AfterValidator(check)


def _webhook_address(address: str) -> str:
    parts = _split(address)
    if parts.scheme != "https":
        raise refuse(f"{shown(address)} is not https. Telegram calls https addresses only.")
    if (parts.port or 443) not in TELEGRAM_PORTS:
        raise refuse(f"{shown(address)} has a port that Telegram does not call. Use 443, 80, 88 or 8443.")
    if parts.query or parts.fragment or not re.fullmatch(r"(?:/[\w.~-]+)+", parts.path, re.ASCII):
        raise refuse(f"{shown(address)} has no plain path. End it with a path, like https://example.org/telegram.")
    if parts.path.split("/")[1] in WEB_PATHS:
        raise refuse(f"{shown(address)} has the path of another page. Write another path, like /telegram.")
    return address


def _host(value: str) -> str:
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        cure = "Write the IP address to listen at: 127.0.0.1, or 0.0.0.0 for all."
        raise refuse(f"{shown(value)} is not an IP address. {cure}") from None


def _link_secret(value: Any) -> SecretStr:
    # The value is left out of the message: it may be a secret that is almost right.
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9_-]{16,128}", value):
        raise refuse("It cannot be the end of a secret link. Write 16 to 128 letters and digits, chosen at random.")
    return SecretStr(value)


def _target_chat(value: Any) -> str:
    """Return a chat's ID as text, with its topic after a slash."""
    written = str(value)
    if not re.fullmatch(r"-?[1-9]\d{0,17}(?:/[1-9]\d{0,9})?", written):
        cure = "Write the chat's number, or for a topic of a group the number, a slash and the topic's number."
        raise refuse(f"{shown(value)} is not a chat ID. {cure}")
    return written


def _target_address(value: Any) -> SecretStr:
    # The value is left out of the messages: such an address often contains a secret.
    parts = split(value) if isinstance(value, str) else None
    if not parts or parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s\\<>{}\"]", value):
        raise refuse("It is not a web address. Write it in full: https://example.org/hook.")
    return SecretStr(value)


def _apprise_address(value: Any) -> SecretStr:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9+.-]*://[!-~]+", value):
        cure = "Write one as apprise documents it, such as mailtos://user:password@example.org."
        raise refuse(f"It is not an address for apprise. {cure}")
    return SecretStr(value)


def _model_key(given: Any) -> str:
    """Return the key of a model; an error never repeats it."""
    key = str(given)
    if not re.fullmatch(r"[!-~]{1,1000}", key):
        raise refuse("It is not a key: one word without blanks. Copy it again from where the model's server gives it.")
    return key


def _secret_file(given: Any) -> str:
    try:
        text = Path(str(given)).expanduser().read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not text"
        raise refuse(f"The file cannot be read: {why}. Name a file with the key that this user can read.") from None
    return _model_key(text)


def _signing_key(value: Any) -> SecretStr:
    cure = "Write whsec_ and the base64 of 24 to 64 random bytes."
    try:
        key = base64.b64decode(str(value).removeprefix("whsec_"), validate=True)
    except ValueError:
        raise refuse(f"It is not a key for signatures. {cure}") from None
    if not str(value).startswith("whsec_") or not 24 <= len(key) <= 64:
        raise refuse(f"It is not a key for signatures. {cure}")
    return SecretStr(str(value))


def _public_address(address: str) -> str:
    parts = _split(address)
    if parts.query or parts.fragment:
        raise refuse(f"{shown(address)} has more than a path. Write it like https://tradewatch.example.org.")
    return address.rstrip("/")


def _split(address: str) -> SplitResult:
    parts = split(address)
    if not parts or parts.scheme not in ("http", "https") or not parts.hostname:
        raise refuse(f"{shown(address)} is not a web address. Write it in full: https://example.org/feed.xml.")
    if "@" in parts.netloc:
        raise refuse("It contains a user name or password. Use an address that needs none.")
    if re.search(r"[\s\\<>{}\"]", address):
        raise refuse(f"{shown(address)} has a character that addresses cannot have. Copy it again; a space is %20.")
    return parts


def _part(value: str) -> str:
    """Check that every pattern compiles, and that every other bracket, brace and quote is closed, outside of quotes."""
    patterns = _PATTERN_IN_BRACES if "{" in value.partition("=~")[0] else _PATTERN
    for found in patterns.finditer(value):
        try:
            re.compile(found[1])
        except (re.error, OverflowError, RecursionError) as error:
            raise refuse(f"{shown(found[1])} is not a regular expression: {error}. Correct it.") from None
    rest = re.sub(r"\"[^\"]*\"|'[^']*'", "", patterns.sub("", value))
    while rest != (inner := re.sub(r"\[[^][(){}]*\]|\([^][(){}]*\)|\{[^][(){}]*\}", "", rest)):
        rest = inner
    if unmatched := re.search(r"[][(){}\"']", rest):
        raise refuse(f"{shown(value)} has an unmatched {unmatched[0]}. Close it, or remove it.")
    return value


_PATTERN = re.compile(r"=~\s*(.*)\Z", re.DOTALL)
_PATTERN_IN_BRACES = re.compile(r"=~\s*((?:[^{}]|\{\d{1,3}(?:,\d{0,3})?\})*)(?=\})")
_UNITS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
_DURATION = r"(?:(?P<days>\d{1,7})d)?(?:(?P<hours>\d{1,7})h)?(?:(?P<minutes>\d{1,7})m)?(?:(?P<seconds>\d{1,7})s)?"
TELEGRAM_PORTS = (443, 80, 88, 8443)
"""The ports that Telegram calls: https://core.telegram.org/bots/api#setwebhook."""
WEB_PATHS = ("healthz", "metrics", "status", "feed", "cal")
"""The first parts of the paths that the HTTP port has besides the webhook's."""
_VERSION = ".".join(version().split(".")[:2])

Text = Annotated[
    str, _must(lambda text: text.strip() and text.isprintable(), "is blank or has a line break in it. Write one line.")
]
Chat = Annotated[int, _must(bool, "is not a chat ID. Write the chat's number, as a bot that shows IDs gives it.")]
"""A person's ID, or below zero that of a group or channel."""
Person = Annotated[
    int, _must(lambda user: user > 0, "is a group, and operators are people. Write a user's number, above zero.")
]
PrivateNetwork = Annotated[IPv4Network | IPv6Network, BeforeValidator(_network)]
Database = Annotated[Path, BeforeValidator(_database)]
"""A relative path starts at the folder of the config file."""
CatalogChoice = Annotated[Literal["default", "all", "none"], BeforeValidator(catalog_choice)]
_HEADER = "cannot be sent as a header. Write at most 200 ASCII characters."
UserAgent = Annotated[
    Text,
    AfterValidator(lambda agent: agent.replace("{version}", _VERSION)),
    _must(lambda agent: agent.isascii() and len(agent) <= 200, _HEADER),
]
"""``{version}`` in it becomes the major and minor version of Tradewatch."""
Id = Annotated[Text, AfterValidator(_source_id)]
Language = Annotated[Text, AfterValidator(_language)]
"""The part of BCP 47 that feeds need, in its usual case: ``zh-Hant``, ``ja``, ``en-GB``."""
Country = Annotated[Text, AfterValidator(_country)]
"""ISO 3166-1 alpha-2, or EU, in upper case."""
FeedAddress = Annotated[Text, AfterValidator(_feed_address)]
"""An http or https address without a password; ``{today-7d}`` in it is a day."""
BotAddress = Annotated[Text, _bot_address("/bot")]
"""The token is added after it, or replaces ``{token}``; slashes after ``bot`` are dropped."""
WebhookAddress = Annotated[Text, AfterValidator(_webhook_address)]
"""A public https address with its own path."""
Host = Annotated[str, AfterValidator(_host)]
"""An IP address to listen at."""
PublicAddress = Annotated[Text, AfterValidator(_public_address)]
"""An http or https address to which paths are added."""
LinkSecret = Annotated[SecretStr, BeforeValidator(_link_secret)]
"""The last part of a link's path, which nobody can guess."""
ModelKey = Annotated[SecretStr, BeforeValidator(_model_key)]
SecretFile = Annotated[SecretStr, BeforeValidator(_secret_file)]
"""The content of a file that holds a key; given as its path."""
TargetChat = Annotated[str, BeforeValidator(_target_chat)]
"""A chat's ID, with a topic after a slash: ``-100123/7``."""
TargetAddress = Annotated[SecretStr, BeforeValidator(_target_address)]
"""An http or https address, which may contain a secret."""
AppriseAddress = Annotated[SecretStr, BeforeValidator(_apprise_address)]
SigningKey = Annotated[SecretStr, BeforeValidator(_signing_key)]
"""``whsec_`` and the base64 of 24 to 64 bytes, as the Standard Webhooks specification writes keys."""
BotFileAddress = Annotated[Text, _bot_address("/file/bot")]
Part = Annotated[
    str,
    _must(str.strip, "is blank. Remove the line, or write a path or a selector."),
    _must(lambda part: part.replace("\n", "").isprintable(), "has a control character in it. Remove it."),
    _must(lambda part: not re.search(r"\{\s*\}", part), "has empty braces. Write a name between them, like {title}."),
    AfterValidator(_part),
]
"""A part of a mapping: a path, a selector, or a template with either in braces. It may have line breaks."""
