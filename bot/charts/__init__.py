"""Draw counts by day as a picture for a phone: SVG, rendered to PNG by resvg. Pure; the caller runs it in a thread.

The fonts are those of the system: the image of Tradewatch has Noto Sans CJK, in which the same character has the form
that is usual in Taiwan or in Japan.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from math import ceil

import resvg_py

WIDTH, HEIGHT = 1080, 1080
"""A square fills the width of a phone, and is not cropped in the list of messages."""
MAX_PEAKS = 3
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 1040, 190, 690
_LINE = 100
_FAMILIES = {
    "zh-Hant": "'Noto Sans CJK TC', 'Noto Sans TC', 'PingFang TC', 'Microsoft JhengHei', 'DejaVu Sans', sans-serif",
    "ja": "'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', 'DejaVu Sans', sans-serif",
}
_MARKS = "①②③"


@dataclass(frozen=True, slots=True)
class Colors:
    """The colors of a picture."""

    background: str
    ink: str
    faint: str
    """For the grid and secondary text on the background."""
    bar: str
    peak: str
    other: str
    """For the line of what is compared."""


LIGHT = Colors("#ffffff", "#17212b", "#5b6b79", "#2f6fde", "#c2410c", "#0f766e")
DARK = Colors("#17212b", "#f1f5f9", "#9fb0c0", "#5b9bf5", "#ff9f5a", "#4fd1b5")


@dataclass(frozen=True, slots=True)
class Peak:
    """A day to point out."""

    day: int
    """Its place among the days, from 0."""
    when: str
    """The day and the number."""
    what: str
    """What happened; may be long."""


@dataclass(frozen=True, slots=True)
class Series:
    """Counts that are drawn as a line over the bars, on the same days and the same scale."""

    title: str
    subtitle: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts by day, the oldest first, with everything that is written into the picture."""

    title: str
    subtitle: str
    counts: tuple[int, ...]
    peaks: tuple[Peak, ...]
    """At most three."""
    usual: float | None
    """The usual number a day, drawn as a line; None draws none."""
    first_day: str
    last_day: str
    language: str
    """One of en, zh-Hant, ja: which forms of characters to use."""
    other: Series | None = None
    """What it is compared with, in place of the usual number."""


def png(chart: Chart, colors: Colors) -> bytes:
    """Return the picture as PNG."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg(chart, colors)))


def svg(chart: Chart, colors: Colors) -> str:
    """Return the picture as SVG."""
    family = _FAMILIES.get(chart.language, _FAMILIES["ja"])
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colors.background}"/>',
        *_heading(chart, colors),
        *_grid(chart, colors),
        *_bars(chart, colors),
        *_line(chart, colors),
        *_peaks(chart, colors),
    ]
    size = f'xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg {size} font-family="{family}" xml:lang="{chart.language}">{"".join(parts)}</svg>'


def shortened(text: str, ems: float) -> str:
    """Return the text cut to a width: a Chinese character is one em wide, a Latin letter about 0.56."""
    width = 0.0
    for at, character in enumerate(text):
        width += 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.56
        if width > ems:
            return f"{text[:at].rstrip()}…"
    return text


def top_of(highest: int) -> int:
    """Return the top of the scale: a round number of at least 4 that can be halved."""
    step = next(step for step in (2, 4, 10, 20, 40, 100, 200, 400, 1_000, 2_000, 10**9) if highest <= 5 * step)
    return max(4, ceil(highest / step) * step)


def _heading(chart: Chart, colors: Colors) -> Iterator[str]:
    """Yield the title and the total; of two that are compared, both, each beside a sample of its color."""
    if chart.other is None:
        yield _text(_LEFT - 40, 90, 52, colors.ink, shortened(chart.title, 18.5), weight=700)
        yield _text(_LEFT - 40, 146, 34, colors.faint, shortened(chart.subtitle, 28))
        return
    named = ((chart.title, chart.subtitle, colors.bar), (chart.other.title, chart.other.subtitle, colors.other))
    for at, (title, subtitle, color) in enumerate(named):
        y = 48 + at * 76
        yield f'<rect x="{_LEFT - 40}" y="{y - 28}" width="30" height="30" rx="4" fill="{color}"/>'
        yield _text(_LEFT + 8, y, 38, colors.ink, shortened(title, 24), weight=700)
        yield _text(_LEFT + 8, y + 34, 28, colors.faint, shortened(subtitle, 32))


def _line(chart: Chart, colors: Colors) -> Iterator[str]:
    if chart.other is None:
        return
    top, wide = _scale(chart), (_RIGHT - _LEFT) / max(1, len(chart.counts))
    points = [(_LEFT + (day + 0.5) * wide, _y(count, top)) for day, count in enumerate(chart.other.counts)]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    shape = 'fill="none" stroke-linejoin="round"'
    # A rim in the color of the background keeps the line apart from bars that it crosses.
    yield f'<path d="M{path}" stroke="{colors.background}" stroke-width="12" {shape}/>'
    yield f'<path d="M{path}" stroke="{colors.other}" stroke-width="6" {shape}/>'


def _grid(chart: Chart, colors: Colors) -> Iterator[str]:
    top = _scale(chart)
    for value in (0, top // 2, top):
        y = _y(value, top)
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="{colors.faint}" stroke-opacity="0.35" stroke-width="2"/>'
        yield _text(_LEFT - 14, y + 11, 30, colors.faint, str(value), anchor="end")
    yield _text(_LEFT, _BOTTOM + 50, 30, colors.faint, chart.first_day)
    yield _text(_RIGHT, _BOTTOM + 50, 30, colors.faint, chart.last_day, anchor="end")
    if chart.usual is not None and chart.other is None:
        y = _y(min(chart.usual, top), top)
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="{colors.ink}" stroke-width="3" stroke-dasharray="10 10"/>'


def _bars(chart: Chart, colors: Colors) -> Iterator[str]:
    top, peaks = _scale(chart), {peak.day for peak in chart.peaks}
    wide = (_RIGHT - _LEFT) / max(1, len(chart.counts))
    for day, count in enumerate(chart.counts):
        if count:
            x, y = _LEFT + day * wide, _y(count, top)
            color = colors.peak if day in peaks else colors.bar
            yield (
                f'<rect x="{x + wide * 0.12:.1f}" y="{y:.1f}" width="{wide * 0.76:.1f}" '
                f'height="{_BOTTOM - y:.1f}" rx="3" fill="{color}"/>'
            )


def _peaks(chart: Chart, colors: Colors) -> Iterator[str]:
    top = _scale(chart)
    wide = (_RIGHT - _LEFT) / max(1, len(chart.counts))
    for at, peak in enumerate(chart.peaks[:MAX_PEAKS]):
        x = _LEFT + (peak.day + 0.5) * wide
        yield _text(x, _y(chart.counts[peak.day], top) - 12, 34, colors.peak, _MARKS[at], anchor="middle")
        y = _BOTTOM + 112 + at * _LINE
        yield _text(_LEFT - 40, y, 36, colors.peak, _MARKS[at])
        yield _text(_LEFT + 14, y, 32, colors.faint, peak.when)
        yield _text(_LEFT + 14, y + 42, 36, colors.ink, shortened(peak.what, 26))


def _scale(chart: Chart) -> int:
    if chart.other is not None:
        return top_of(max((*chart.counts, *chart.other.counts)))
    return top_of(max((*chart.counts, ceil(chart.usual or 0))))


def _y(value: float, top: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / top


def _text(x: float, y: float, size: int, color: str, text: str, anchor: str = "start", weight: int = 400) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}"'
    return f'<text {place} fill="{color}">{escape(text)}</text>'
