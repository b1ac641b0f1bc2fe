"""Texts in the reader's language, as Telegram HTML within Telegram's limits.

A text is assembled from whole blocks, never from slices of markup; every value in it is escaped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import date as calendar_day
from functools import cache, reduce
from importlib.resources import files

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, get_day_names
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Message

from bot.callbacks import Payload
from bot.chat import SILENCE, Button, Reply
from watchers.items.dates import day_alone
from watchers.model import Subscriber
from watchers.summaries.extract import Excerpt
from watchers.text.tokens import fold

BUDGET = 3_900
"""UTF-16 code units of visible text; Telegram accepts 4,096 code points after parsing (sendMessage, text)."""
MAX_ENTITIES = 100
"""Telegram accepts no more in one message."""
MAX_VALUE_LENGTH = 1_000
"""Characters of a value that Fluent is given."""
MAX_LISTED = 12
LANGUAGES = {"en": "English", "zh-Hant": "繁體中文", "ja": "日本語"}
DEFAULT_LANGUAGE = "en"
_BABEL = {"en": "en", "zh-Hant": "zh_Hant_TW", "ja": "ja"}
"""The locale of each language in Babel."""
_DATE_PATTERNS = {"en": "d MMM y, HH:mm", "zh-Hant": "y年M月d日 HH:mm", "ja": "y年M月d日 HH:mm"}
_WEEKDAY_PATTERNS = {"en": "EEEE, d MMM", "zh-Hant": "M月d日（EEEE）", "ja": "M月d日（E）"}
_DAY_AND_WEEKDAY_PATTERNS = {"en": "EEE d MMM y", "zh-Hant": "y年M月d日（EEE）", "ja": "y年M月d日（E）"}
_SHORT_DAY_PATTERNS = {"en": "d MMM", "zh-Hant": "M月d日", "ja": "M月d日"}
_DAY_PATTERNS = {"en": "d MMM y", "zh-Hant": "y年M月d日", "ja": "y年M月d日"}
_ENGLISH = Locale.parse("en")
_SHORT_COUNTRIES = {
    ("ja", "US"): "米国",
    ("ja", "GB"): "英国",
    ("ja", "EU"): "EU",
    ("ja", "KR"): "韓国",
    ("zh-Hant", "EU"): "歐盟",
}
"""Where the locale data have only a longer name."""
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters, marks that change the direction of the text, and lone surrogates."""
_TAG = re.compile(r"<[^>]*>")
_MARKED_TIME = re.compile("</?tg-time[^>]*>")
_ENTRY = re.compile("^(?=[a-z])", re.MULTILINE)
"""Where a message begins in Fluent's syntax."""


class Html(str):
    """Text that is already Telegram HTML."""

    __slots__ = ()


class Bundle(FluentBundle):
    """Messages that refer to no others, each parsed when it is used for the first time: all would take 50 ms."""

    def __init__(self, locale: str, source: str) -> None:
        """Take all messages in Fluent's syntax; the locale decides about plurals."""
        # Bidi isolation marks would end up in rules that people copy.
        super().__init__([locale], use_isolating=False)
        self._unread = {entry.partition(" ")[0]: entry for entry in _ENTRY.split(source)}

    def get_message(self, message_id: str) -> Message:
        """Return a message. Raise KeyError if there is none."""
        if (entry := self._unread.pop(message_id, None)) is not None:
            self.add_resource(FluentResource(entry))
        return super().get_message(message_id)


@dataclass(frozen=True, slots=True)
class Translator:
    """The texts of the bot in one language, with times in one zone."""

    language: str
    _bundle: Bundle
    zone: tzinfo = UTC
    """The zone in which times are shown; UTC is named."""
    marks_times: bool = False
    """Whether moments are marked, so that Telegram shows them in the zone and the form of each reader."""

    def in_zone(self, zone: tzinfo) -> Translator:
        """Return the same texts with times in a zone."""
        return replace(self, zone=zone)

    def format(self, key: str, **values: str | int) -> Html:
        """Return the message with its values; plain values are escaped, ``Html`` stays as it is.

        Raise KeyError for a message without text, and ValueError if a value is missing.
        """
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        long: dict[str, Html] = {}
        given = {name.replace("_", "-"): _given(name, value, long) for name, value in values.items()}
        text, errors = self._bundle.format_pattern(message.value, given)
        if errors:
            raise ValueError(f"{self.language} {key}: {errors}")
        said = str(text)
        for mark, whole in long.items():
            said = said.replace(mark, whole)
        return _spaced(said)

    def reply(self, key: str, *buttons: Button, edits: bool = False, **values: str | int) -> Reply:
        """Return the message as a reply, with its buttons in one row."""
        return Reply(self.format(key, **values), (buttons,) if buttons else (), edits)

    def text(self, key: str, **values: str | int) -> str:
        """Return the message without markup."""
        return plain(self.format(key, **values))

    def toast(self, key: str, **values: str | int) -> Reply:
        """Return the message as a toast, without a message in the chat."""
        return replace(SILENCE, toast=self.text(key, **values))

    def button(self, key: str, payload: Payload, **values: str | int) -> Button:
        """Return a button whose label is the message."""
        return Button(self.text(key, **values), payload)

    def join(self, key: str, parts: Sequence[str]) -> Html:
        """Join the parts two by two with a message of a left and a right part; return "" if there are none."""
        escaped = [escape(part) for part in parts]
        return reduce(lambda left, right: self.format(key, left=left, right=right), escaped) if escaped else Html("")

    def listed(self, parts: Sequence[str], most: int = MAX_LISTED) -> Html:
        """Join the first parts with commas; an ellipsis follows if there are more."""
        shown = self.format("alert-word-separator").join(map(escape, parts[:most]))
        return Html(f"{shown} …" if len(parts) > most else shown)

    def language_name(self, tag: str) -> Html:
        """Return a language's name in the reader's language; the tag itself if it has no name there."""
        try:
            named = Locale.parse(tag, sep="-").get_display_name(_BABEL[self.language])
        except (UnknownLocaleError, ValueError):
            named = None
        return escape(named or tag)

    def country_name(self, code: str) -> str:
        """Return a country's name in the reader's language with its code: 日本 (JP); the code alone if it has none."""
        named = self.country(code) if self.language != DEFAULT_LANGUAGE else _ENGLISH.territories.get(code, code)
        return self.with_code(str(named), code) if named != code else code

    def with_code(self, name: str, code: str) -> str:
        """Return a name with its code in the brackets of the language."""
        return f"{name} ({code})" if self.language == DEFAULT_LANGUAGE else f"{name}（{code}）"

    def country(self, code: str) -> str:
        """Return a country as a headline names it: US, 美國, 米国; the code if it has no name."""
        if self.language == DEFAULT_LANGUAGE:
            return code
        named = str(Locale.parse(_BABEL[self.language]).territories.get(code, code))
        return _SHORT_COUNTRIES.get((self.language, code), named)

    def date(self, at: datetime) -> Html:
        """Format a moment in the reader's form and zone."""
        local = at.astimezone(self.zone)
        text = format_datetime(local, _DATE_PATTERNS[self.language], locale=_BABEL[self.language])
        return self._moment(at, text, "Dt")

    def published(self, at: datetime, country: str | None) -> Html:
        """Format when a publisher in a country says that it published; without a time if it gives only the day."""
        day = day_alone(at, country)
        return self.date(at) if day is None else self.day(day)

    def moment(self, at: datetime, now: datetime) -> Html:
        """Format a recent moment: the time alone if it is today."""
        same_day = at.astimezone(self.zone).date() == now.astimezone(self.zone).date()
        return self._moment(at, self.time(at), "t") if same_day else self.date(at)

    def until(self, at: datetime, now: datetime) -> Html:
        """Format a moment in the future: the time alone if it is today, with the weekday if it is within six days."""
        days = (at.astimezone(self.zone).date() - now.astimezone(self.zone).date()).days
        if days == 0:
            return self._moment(at, self.time(at), "t")
        if days <= 6:
            weekday = self.weekday_name(at.astimezone(self.zone).weekday())
            return self._moment(at, f"{weekday} {self.time(at)}", "wt")
        return self.date(at)

    def time(self, at: datetime) -> str:
        """Format the time of day of a moment in the reader's zone, which is not named."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def weekday(self, at: datetime) -> Html:
        """Format the day of a moment in the reader's zone, with its weekday and without its year."""
        local = at.astimezone(self.zone)
        return escape(format_date(local.date(), _WEEKDAY_PATTERNS[self.language], locale=_BABEL[self.language]))

    def weekday_of(self, day: calendar_day) -> Html:
        """Format a day with its weekday, and with its year."""
        return escape(format_date(day, _DAY_AND_WEEKDAY_PATTERNS[self.language], locale=_BABEL[self.language]))

    def weekday_name(self, number: int) -> str:
        """Return the name of a weekday; 0 is Monday."""
        return str(get_day_names("wide", locale=_BABEL[self.language])[number])

    def _moment(self, at: datetime, text: str, form: str) -> Html:
        """Return a moment as text, with a mark in the form that Telegram knows.

        Forms: https://core.telegram.org/bots/api#date-time-entity-formatting
        """
        zoned = escape(f"{text} UTC" if self.zone == UTC or str(self.zone) == "UTC" else text)
        seconds = int(at.timestamp())
        if not self.marks_times or not 0 < seconds < 2**31:
            return zoned
        return Html(f'<tg-time unix="{seconds}" format="{form}">{zoned}</tg-time>')

    def duration(self, length: timedelta) -> Html:
        """Return “6 hours”, rounded up to whole minutes, hours or days; at least a minute."""
        minutes = max(1, -(-int(length.total_seconds()) // 60))
        unit, size = _unit_of(minutes)
        return self.format(f"span-{unit}", count=-(-minutes // size))

    def age(self, length: timedelta) -> Html:
        """Return how long ago something was: “6 h ago”, in whole minutes, hours or days."""
        minutes = max(1, int(length.total_seconds()) // 60)
        unit, size = _unit_of(minutes)
        return self.format(f"age-{unit}", count=minutes // size)

    def day(self, day: calendar_day) -> Html:
        """Format a day without a time, in the reader's form."""
        return escape(format_date(day, _DAY_PATTERNS[self.language], locale=_BABEL[self.language]))

    def short_day(self, day: calendar_day) -> str:
        """Format a day without its year."""
        return str(format_date(day, _SHORT_DAY_PATTERNS[self.language], locale=_BABEL[self.language]))


def _unit_of(minutes: int) -> tuple[str, int]:
    """Return the unit in which a length of time is given, and how many minutes it has."""
    if minutes < 60:
        return "minutes", 1
    return ("hours", 60) if minutes < 48 * 60 else ("days", 24 * 60)


@cache
def translator(language: str) -> Translator:
    """Return one of ``LANGUAGES``, read once."""
    source = files("bot.messages").joinpath("ftl", f"{language}.ftl").read_text("utf-8")
    return Translator(language, Bundle(_BABEL[language].replace("_", "-"), source))


def load() -> Mapping[str, Translator]:
    """Return all languages by tag."""
    return {language: translator(language) for language in LANGUAGES}


def language_for(tag: str) -> str:
    """Return the language for someone whose app says ``tag``; zh, in any script, is Traditional."""
    primary = tag.replace("_", "-").partition("-")[0].lower()
    return {"zh": "zh-Hant", "ja": "ja"}.get(primary, DEFAULT_LANGUAGE)


def language_named(typed: str) -> str | None:
    """Return the language that somebody names in any of ours, or by its tag: 日文 = Japanese = 日本語 = ja."""
    return _named_languages().get(fold(typed))


@cache
def _named_languages() -> Mapping[str, str]:
    named: dict[str, str] = {}
    for tag, own in LANGUAGES.items():
        primary = tag.partition("-")[0]
        names = [own, tag, primary]
        for other in _BABEL.values():
            known = Locale.parse(other).languages
            names += [known[each] for each in (tag.replace("-", "_"), primary)]
        named |= {fold(name): tag for name in names}
    return named


def translator_for(to: Subscriber, words: Mapping[str, Translator]) -> Translator:
    """Return the texts in a subscriber's language, with times in its zone."""
    return words.get(to.language, words[DEFAULT_LANGUAGE]).in_zone(to.timezone)


def chat_translator_for(to: Subscriber, words: Mapping[str, Translator]) -> Translator:
    """Return the texts for a chat at Telegram, which shows times in the zone of each reader if it has chosen none."""
    return replace(translator_for(to, words), marks_times=to.zone is None)


def escape(text: str) -> Html:
    """Return plain text as Telegram HTML, without characters that no message may hold; HTML stays as it is.

    What a person typed arrives here unchanged.
    """
    return text if isinstance(text, Html) else Html(html.escape(_UNSENDABLE.sub("", text), quote=True))


def without_times(text: str) -> str:
    """Return Telegram HTML in which moments are text alone, for what cannot show them in the reader's zone."""
    return _MARKED_TIME.sub("", text)


def plain(text: str) -> str:
    """Return the text without markup."""
    return html.unescape(_TAG.sub("", text))


def _given(name: str, value: str | int, long: dict[str, Html]) -> str | int:
    """Return a value for Fluent between two marks, which ``_spaced`` removes.

    Fluent refuses texts over 2,500 characters: another mark replaces a long one.
    """
    if isinstance(value, int):
        return value
    escaped = escape(value)
    if name in _CHOOSING:
        return escaped
    if len(escaped) <= MAX_VALUE_LENGTH:
        return f"{_START}{escaped}{_STOP}"
    mark = f"\N{OBJECT REPLACEMENT CHARACTER}{len(long)}\N{OBJECT REPLACEMENT CHARACTER}"
    long[mark] = escaped
    return f"{_START}{mark}{_STOP}"


_CHOOSING = ("status", "type", "state")
"""Values by which a message chooses one of its variants."""
_START, _STOP = "\ue000", "\ue001"
_CJK = "[\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_TAGS = "(?:<[^>]*>)*"
_BEFORE_LATIN = re.compile(f"({_CJK})({_TAGS}{_START}{_TAGS})(?=[A-Za-z0-9])")
_AFTER_LATIN = re.compile(f"([A-Za-z0-9%*])({_TAGS}{_STOP}{_TAGS})(?={_CJK})")
_BEFORE_CJK = re.compile(f"({_CJK}) ({_TAGS}{_START}{_TAGS})(?={_CJK})")
_AFTER_CJK = re.compile(f"({_CJK}{_TAGS}{_STOP}{_TAGS}) (?={_CJK})")


def _spaced(said: str) -> Html:
    """Put a space between our Chinese or Japanese text and a value in Latin letters, and none beside any other value.

    A no-break space, as between a label and its value, stays.
    """
    if _START not in said:
        return Html(said)
    said = _AFTER_LATIN.sub(r"\1\2 ", _BEFORE_LATIN.sub(r"\1 \2", said))
    said = _AFTER_CJK.sub(r"\1", _BEFORE_CJK.sub(r"\1\2", said))
    return Html(said.replace(_START, "").replace(_STOP, ""))


# ---- layout ----------------------------------------------------------------------------------------


def blocks(
    given: Iterable[Html | None],
    between: str = "\n",
    rest: Callable[[int], Html] | None = None,
    room: int = BUDGET,
) -> Html:
    """Join the parts in order, without None, up to the first that does not fit into the room.

    ``rest`` formats the number of those that do not fit.
    """
    parts = [part for part in given if part is not None]
    kept = _fitting(parts, len(between), room, MAX_ENTITIES)
    if rest is not None and len(kept) < len(parts):
        last = rest(len(parts))
        kept = _fitting(parts, len(between), room - width(last) - len(between), MAX_ENTITIES - last.count("</"))
        kept.append(rest(len(parts) - len(kept)))
    return Html(between.join(kept))


def folded(parts: Html) -> Html:
    """Return details that the app shows when the reader opens them."""
    return Html(f"<blockquote expandable>{parts}</blockquote>")


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


def shortened(text: str, longest: int) -> str:
    """Return the text, cut to a length with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def linked(url: str, text: str) -> Html:
    """Return the text as a link, or the text alone if a reader may not open the address."""
    return Html(f'<a href="{escape(url)}">{escape(text)}</a>') if may_be_opened(url) else escape(text)


def entry(url: str, title: str, origin: str) -> Html:
    """Return a line of a list: a title that leads to its page, and where it is from."""
    return Html(f"• {linked(url, title)} — {escape(origin)}")


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
