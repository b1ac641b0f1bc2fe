"""Texts by language: Fluent bundles, with every value escaped for Telegram's HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as calendar_day
from datetime import datetime
from functools import cache
from importlib.resources import files

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = {"en": "English", "zh-Hant": "繁體中文", "ja": "日本語"}
DEFAULT_LANGUAGE = "en"
_DATE_PATTERNS = {"en": "d MMM y, HH:mm 'UTC'", "zh-Hant": "y年M月d日 HH:mm 'UTC'", "ja": "y年M月d日 HH:mm 'UTC'"}
_DAY_PATTERNS = {"en": "d MMM y", "zh-Hant": "y年M月d日", "ja": "y年M月d日"}
MAX_VALUE_LENGTH = 1_000
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters, marks that change the direction of the text, and lone surrogates."""
_BABEL = {"en": "en", "zh-Hant": "zh_Hant_TW", "ja": "ja"}


class Html(str):
    """Text that is already Telegram HTML."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What the bot says, in one language."""

    language: str
    _bundle: FluentBundle

    def say(self, key: str, **values: str | int) -> Html:
        """Return the message with its values; plain values are escaped, ``Html`` stays as it is.

        Raise KeyError for a message without text, and ValueError if a value is missing.
        """
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        long: dict[str, Html] = {}
        given = {name.replace("_", "-"): _given(value, long) for name, value in values.items()}
        text, errors = self._bundle.format_pattern(message.value, given)
        if errors:
            raise ValueError(f"{self.language} {key}: {errors}")
        said = str(text)
        for mark, whole in long.items():
            said = said.replace(mark, whole)
        return Html(said)

    def join(self, key: str, parts: list[Html]) -> Html:
        """Join the parts two by two with a message of a left and a right part."""
        joined = parts[0]
        for part in parts[1:]:
            joined = self.say(key, left=joined, right=part)
        return joined

    def language_name(self, tag: str) -> Html:
        """Return a language's name in the reader's language; the tag itself if it has no name there."""
        try:
            named = Locale.parse(tag, sep="-").get_display_name(_BABEL[self.language])
        except (UnknownLocaleError, ValueError):
            named = None
        return escape(named or tag)

    def country_name(self, code: str) -> str:
        """Return a country's name in the reader's language with its code: 日本 (JP); the code alone if it has none."""
        named = Locale.parse(_BABEL[self.language]).territories.get(code)
        return f"{named} ({code})" if named else code

    def date(self, at: datetime) -> Html:
        """Format a moment in the reader's form, in UTC."""
        return escape(format_datetime(at, _DATE_PATTERNS[self.language], locale=_BABEL[self.language]))

    def moment(self, at: datetime, now: datetime) -> Html:
        """Format a recent moment: the time alone if it is today."""
        return escape(format_datetime(at, "HH:mm 'UTC'")) if at.date() == now.date() else self.date(at)

    def day(self, day: calendar_day) -> Html:
        """Format a day without a time, in the reader's form."""
        return escape(format_date(day, _DAY_PATTERNS[self.language], locale=_BABEL[self.language]))


@cache
def load() -> Mapping[str, Words]:
    """Return all languages by tag, read once; the first call takes about a tenth of a second."""
    return {language: Words(language, _bundle(language)) for language in LANGUAGES}


def language_for(tag: str) -> str:
    """Return the language for someone whose app says ``tag``; zh, in any script, is Traditional."""
    primary = tag.replace("_", "-").partition("-")[0].lower()
    return {"zh": "zh-Hant", "ja": "ja"}.get(primary, DEFAULT_LANGUAGE)


def escape(text: str) -> Html:
    """Return plain text as Telegram HTML, without characters that no message may hold.

    What a person typed arrives here unchanged.
    """
    return Html(html.escape(_UNSENDABLE.sub("", text), quote=True))


def _given(value: str | int, long: dict[str, Html]) -> str | int:
    """Return a value for Fluent, which refuses texts over 2,500 characters: a mark replaces a long one."""
    if isinstance(value, int):
        return value
    escaped = value if isinstance(value, Html) else escape(value)
    if len(escaped) <= MAX_VALUE_LENGTH:
        return escaped
    mark = f"\N{OBJECT REPLACEMENT CHARACTER}{len(long)}\N{OBJECT REPLACEMENT CHARACTER}"
    long[mark] = escaped
    return mark


def _bundle(language: str) -> FluentBundle:
    # Bidi isolation marks would end up in rules that people copy.
    bundle = FluentBundle([_BABEL[language].replace("_", "-")], use_isolating=False)
    source = files("bot.messages").joinpath("ftl", f"{language}.ftl").read_text("utf-8")
    bundle.add_resource(FluentResource(source))
    return bundle
