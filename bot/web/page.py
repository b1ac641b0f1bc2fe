"""The status page: its texts in the reader's language, filled into one HTML document."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from bot.messages.sources import LEVELS, coverage, size, state
from bot.messages.text import DEFAULT_LANGUAGE, LANGUAGES, Html, Translator, language_for
from watchers.services.operations import Overview
from watchers.services.source_health import SourceStatus

SIGNS = {"failing": "✕", "check": "!", "new": "○", "well": "✓"}
"""Signs of different shape, so that no state is shown by its color alone."""
CHART_WIDTH, CHART_HEIGHT = 300, 100
BAR_GAP = 2


Bar = tuple[float, float, float, float]
"""One day of the chart: x, y, width and height, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table of sources."""

    name: str
    style: str
    """The class in the style sheet."""
    sign: str
    level: Html
    state: Html
    last_item: Html


class StatusPage:
    """Renders the status page."""

    def __init__(self, words: Mapping[str, Translator]) -> None:
        self._words = words
        self._style = files("bot.web").joinpath("status.css").read_text("utf-8")
        environment = Environment(
            loader=BaseLoader(), autoescape=True, undefined=StrictUndefined, finalize=_as_markup, trim_blocks=True
        )
        self._template = environment.from_string(files("bot.web").joinpath("status.html").read_text("utf-8"))

    @property
    def style_source(self) -> str:
        """The source of the style sheet for a Content-Security-Policy: the hash of its text."""
        digest = hashlib.sha256(self._style.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"

    def render(self, found: Overview, troubles: Sequence[str], operator: bool, language: str, now: datetime) -> str:
        """Return the whole document.

        Args:
            found: What to show.
            troubles: What keeps the service from working; only operators see the details.
            operator: Whether the reader is an operator.
            language: A key of ``LANGUAGES``.
            now: The time of ``found``.
        """
        words = self._words[language]
        days = [(words.day(day), count) for day, count in found.days]
        return self._template.render(
            style=Markup(self._style),
            language=language,
            languages=LANGUAGES,
            troubles=troubles,
            operator=operator,
            text=words.format,
            coverage=list(coverage(found, words, now)),
            delivery=list(_delivery(found, words, now)),
            chart=words.format("page-chart", count=sum(count for _, count in days), most=_most(found.days)),
            bars=list(_bars(found.days)),
            size=(CHART_WIDTH, CHART_HEIGHT),
            most=_most(found.days),
            days=days,
            incidents=list(_incidents(found, words, now)),
            lines=list(_lines(found.statuses, words, now)),
            parts=list(_parts(found, words, now)),
            system=[
                words.format("status-database", size=size(found.database_bytes)),
                words.format("page-dead", count=found.dead),
            ],
            as_of=words.format("page-as-of", at=words.date(now)),
        )


def language_of(asked: str | None, accepted: str) -> str:
    """Return the language of a request: the one asked for, else the first of the browser's that we have.

    Args:
        asked: The value of ``?lang=``.
        accepted: The header Accept-Language, whose languages are taken in their order.
    """
    if asked in LANGUAGES:
        return asked
    tags = [part.partition(";")[0].strip() for part in accepted.split(",")]
    known = (tag for tag in tags if tag.lower().startswith(("en", "zh", "ja")))
    return language_for(next(known, DEFAULT_LANGUAGE))


def _as_markup(value: object) -> object:
    """Keep the HTML that ``Translator`` has made; everything else is escaped."""
    return Markup(value) if isinstance(value, Html) else value


def _delivery(found: Overview, words: Translator, now: datetime) -> Iterator[Html]:
    if found.queue.oldest is None:
        yield words.format("page-queue-empty")
    else:
        yield words.format("page-queue", count=found.queue.count, at=words.moment(found.queue.oldest, now))
    if (lag := found.from_fetched) is None:
        yield words.format("page-lag-none")
    else:
        median, most = _span(lag.median, words), _span(lag.p95, words)
        yield words.format("page-lag-fetched", count=lag.count, median=median, most=most)
    if (lag := found.from_published) is not None:
        median, most = _span(lag.median, words), _span(lag.p95, words)
        yield words.format("page-lag-published", count=lag.count, median=median, most=most)


def _incidents(found: Overview, words: Translator, now: datetime) -> Iterator[tuple[str, Html, Html]]:
    for each in found.incidents:
        problem = words.format(f"page-incident-{each.kind.value}")
        yield each.source.shown_name, problem, words.moment(each.since, now)


def _parts(found: Overview, words: Translator, now: datetime) -> Iterator[tuple[str, Html, str]]:
    for name, (at, problem) in found.parts.items():
        yield name, words.moment(at, now), problem or words.format("page-no-problem")


def _span(length: timedelta, words: Translator) -> Html:
    """Return a duration in one unit: ``0.4 s``, ``12 min``."""
    seconds = length.total_seconds()
    if seconds < 60:
        return words.format("page-seconds", span=f"{seconds:.1f}")
    if seconds < 3_600:
        return words.format("page-minutes", span=f"{seconds / 60:.0f}")
    if seconds < 48 * 3_600:
        return words.format("page-hours", span=f"{seconds / 3_600:.0f}")
    return words.format("page-days", span=f"{seconds / 86_400:.0f}")


def _most(days: Sequence[tuple[date, int]]) -> int:
    return max((count for _, count in days), default=0)


def _bars(days: Sequence[tuple[date, int]]) -> Iterator[Bar]:
    step = CHART_WIDTH / len(days)
    most = max(_most(days), 1)
    for place, (_, count) in enumerate(days):
        height = round(CHART_HEIGHT * count / most, 2)
        yield round(place * step, 2), round(CHART_HEIGHT - height, 2), round(step - BAR_GAP, 2), height


def _lines(statuses: Sequence[SourceStatus], words: Translator, now: datetime) -> Iterator[Line]:
    worst_first = list(LEVELS)
    for status in sorted(statuses, key=lambda status: worst_first.index(status.health)):
        level = LEVELS[status.health]
        newest = status.state.newest_at
        yield Line(
            name=status.source.shown_name,
            style=level,
            sign=SIGNS[level],
            level=words.format(f"page-level-{level}"),
            state=state(status, words, now),
            last_item=words.format("page-unknown") if newest is None else words.moment(newest, now),
        )
