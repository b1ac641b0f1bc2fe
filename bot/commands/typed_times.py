"""Read times that people type after /quiet and /digest, in three languages. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from watchers.model.times import MORNING, Every, QuietHours, QuietMode, Timing

_TIME = r"(\d{1,2})(?:\s*:\s*(\d{2}))?\s*(am|pm)?"
_RANGE = re.compile(rf"(?<!\d){_TIME}\s*(?:-|~|to|から|至|到)\s*{_TIME}(?!\d)")
_CLOCK = re.compile(rf"(?<!\d){_TIME}(?!\d)")
_WATCH = re.compile(r"\bw(\d{1,9})\b")
_OFF = frozenset(
    "off|turn off|switch off|no|none|never|no quiet hours|關|关|關閉|关闭|關掉|关掉|取消|取消勿擾|取消勿扰|無|无|不要|"
    "オフ|オフにする|なし|無し|解除|やめる|おやすみ時間をやめる".split("|")
)
"""What ends quiet hours if nothing else is typed; the labels of the button that ends them are among it."""
_MODES = {
    QuietMode.SILENT: ("silent", "sound", "無聲", "無声", "静音", "靜音", "音なし"),
    QuietMode.URGENT: ("urgent", "緊急", "重要"),
}
_NOW = ("now", "instant", "at once", "off", "即時", "立即", "關閉", "すぐ", "オフ")
_EVERY = {
    Every.HOUR: ("hour", "每小時", "毎時", "1時間", "1 時間"),
    Every.WEEK: ("week", "每週", "每周", "毎週"),
    Every.DAY: ("day", "daily", "每天", "每日", "毎日", "毎朝"),
}
_WEEKDAYS = (
    ("mon", "週一", "星期一", "月曜"),
    ("tue", "週二", "星期二", "火曜"),
    ("wed", "週三", "星期三", "水曜"),
    ("thu", "週四", "星期四", "木曜"),
    ("fri", "週五", "星期五", "金曜"),
    ("sat", "週六", "星期六", "土曜"),
    ("sun", "週日", "星期日", "日曜"),
)
_TYPED_AS = tuple(
    (re.compile(typed), meant)
    for typed, meant in (
        ("[–—]", "-"),
        ("〜", "~"),
        (r"(?<=\d)\s*[時點点]半", ":30"),
        (r"(?<=\d)\s*[時點点](?=\d\d)", ":"),
        (r"(?<=\d)\s*[時點点](?!間)", ""),
        (r"(?:早上|上午|凌晨|午前|朝)\s*(?=\d)", ""),
        (r"(?:晚上|夜)\s*12(?!\d)", "24"),
        (r"(?:晚上|下午|傍晚|午後|夕方|夜)\s*(\d{1,2}(?:\s*:\s*\d{2})?)", r"\1pm"),
    )
)
"""How times are written, and as what they are read: hours and minutes, with ``pm``, without the words between."""


@dataclass(frozen=True, slots=True)
class TypedTiming:
    """What was typed after /digest."""

    watch: int | None
    """The watch's number; None for all watches."""
    timing: Timing | None
    """None: at once."""


def read_quiet(typed: str) -> QuietHours | None:
    """Return the quiet hours that were typed, such as ``22-7`` or ``22:30–6 silent``; None if there are none."""
    text = _plain(typed)
    found = _RANGE.search(text)
    if found is None:
        return None
    start, stop = _minute(*found.groups()[:3]), _minute(*found.groups()[3:])
    if start is None or stop is None or start == stop:
        return None
    modes = (mode for mode, words in _MODES.items() if any(word in text for word in words))
    return QuietHours(next(modes, QuietMode.HOLD), start, stop)


def is_off(typed: str) -> bool:
    """Return whether the whole text says that something is to be switched off."""
    return _plain(typed).strip(" !！。.") in _OFF


def read_timing(typed: str) -> TypedTiming | None:
    """Return what was typed, such as ``W3 weekly mon 9:00``, ``daily`` or ``W3 now``; None if it says no time."""
    text = _plain(typed)
    named = _WATCH.search(text)
    watch = int(named[1]) if named else None
    text = _WATCH.sub(" ", text)
    weekday = next((day for day, names in enumerate(_WEEKDAYS) if any(name in text for name in names)), None)
    every = (
        Every.WEEK if weekday is not None else next((each for each, words in _EVERY.items() if _has(text, words)), None)
    )
    if every is None:
        return TypedTiming(watch, None) if _has(text, _NOW) else None
    if every is Every.HOUR:
        return TypedTiming(watch, Timing(Every.HOUR))
    clock = _CLOCK.search(text)
    minute = _minute(*clock.groups()) if clock else MORNING
    return None if minute is None else TypedTiming(watch, Timing(every, minute, weekday or 0))


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).casefold().strip()
    for written, meant in _TYPED_AS:
        text = written.sub(meant, text)
    return text


def _minute(hours: str, minutes: str | None, half: str | None) -> int | None:
    """Return minutes after midnight; None if the time does not exist. 24:00 is midnight."""
    hour = int(hours) % 12 + 12 * (half == "pm") if half else int(hours)
    found = hour * 60 + int(minutes or 0)
    return found % 1440 if found <= 1440 and int(minutes or 0) < 60 else None
