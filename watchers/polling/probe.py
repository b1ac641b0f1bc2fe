"""Check what each source answers right now: one polite fetch, parsed and judged; nothing is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from watchers import cadence, errors
from watchers.cadence import late_after, rhythm
from watchers.errors import BadStatus, FetchError, ParseError, ParseProblem
from watchers.feeds.process import Parse
from watchers.http import Fetch
from watchers.items.identity import normalize
from watchers.lists import named_by
from watchers.model import Modified, NotModified, Source, SourceKind, Validators
from watchers.text.tokens import Text
from watchers.urls import host_of

HOSTS_AT_ONCE = 20
GAP = timedelta(seconds=0.5)
"""Pause between two requests to one host."""
MIN_TWIN_TITLES = 3
"""Sources with fewer items are not compared."""
TWIN_SHARE = 0.5
"""Share of equal titles above which two sources publish the same."""
STALE_WITHOUT_RHYTHM = timedelta(days=90)
_REFUSALS = (401, 403, 407, 429, 451)


class ProbeVerdict(StrEnum):
    """How a source answered; only WELL and STALE are readable answers."""

    WELL = "well"
    STALE = "stale"
    """It answers, but its newest item is older than its usual rhythm suggests."""
    EMPTY = "empty"
    WRONG = "wrong content"
    BLOCKED = "blocked"
    REFUSED = "4xx"
    BROKEN_SERVER = "5xx"
    TLS = "tls"
    UNREACHABLE = "unreachable"
    SLOW = "too slow"
    LARGE = "too large"
    BROKEN = "broken"
    PRIVATE = "address refused"


@dataclass(frozen=True, slots=True)
class Probed:
    """The answer of one source."""

    source: Source
    verdict: ProbeVerdict
    why: str
    """An explanation for an operator, in English; "" if all is well."""
    status: int | None
    """The HTTP status; None if there was no answer."""
    items: int
    """Of the document, duplicates and those without a text included."""
    newest: datetime | None
    """None if no item has a date."""
    took: timedelta
    """From the request to the last byte."""
    notes: tuple[str, ...] = ()
    """What is unusual about a readable answer, in English."""
    titles: frozenset[str] = field(default=frozenset(), repr=False)
    """The titles of its items, folded."""

    @property
    def answers(self) -> bool:
        """Whether the answer is readable."""
        return self.verdict in (ProbeVerdict.WELL, ProbeVerdict.STALE)


async def probe_all(
    wanted: Sequence[Source],
    fetch: Fetch,
    parse: Parse,
    now: Callable[[], datetime],
    done: Callable[[Probed], None],
    gap: timedelta = GAP,
) -> list[Probed]:
    """Probe each source once and return the results in the given order.

    The sources of one host are probed one at a time, ``gap`` apart. ``done`` is called with each result.
    """
    crowds: dict[str, list[Source]] = {}
    for source in wanted:
        crowds.setdefault(host_of(source.url), []).append(source)
    found: dict[str, Probed] = {}
    room = asyncio.Semaphore(HOSTS_AT_ONCE)

    async def visit(crowd: Sequence[Source]) -> None:
        async with room:
            for at, source in enumerate(crowd):
                await asyncio.sleep(gap.total_seconds() if at else 0)
                found[source.id] = await probe(source, fetch, parse, now)
                done(found[source.id])

    async with asyncio.TaskGroup() as visits:
        for crowd in crowds.values():
            visits.create_task(visit(crowd))
    return _with_twins([found[source.id] for source in wanted])


async def probe(source: Source, fetch: Fetch, parse: Parse, now: Callable[[], datetime]) -> Probed:
    """Fetch a source once, unconditionally, and judge the answer. Failures are verdicts, not exceptions."""
    clock = asyncio.get_running_loop().time
    begun = clock()
    asked = replace(source, url=cadence.to_fetch(source, now()))
    try:
        fetched = await fetch(asked, Validators())
        if source.mapping.follow and isinstance(fetched, Modified):
            fetched = await fetch(await named_by(asked, fetched, parse), Validators())
    except ParseError as error:
        return Probed(source, *_of_document(error), 200, 0, None, timedelta(seconds=clock() - begun))
    except FetchError as error:
        status = error.status if isinstance(error, BadStatus) else None
        return Probed(source, _of_fetch(error), error.why, status, 0, None, timedelta(seconds=clock() - begun))
    took = timedelta(seconds=clock() - begun)
    if isinstance(fetched, NotModified):
        return Probed(source, ProbeVerdict.BROKEN, "304 to a request without conditions", 304, 0, None, took)
    return await _read(source, fetched, parse, now(), took)


async def _read(source: Source, fetched: Modified, parse: Parse, now: datetime, took: timedelta) -> Probed:
    try:
        parsed = await parse(source, fetched)
    except ParseError as error:
        return Probed(source, *_of_document(error), 200, 0, None, took)
    sightings = normalize(parsed, source, now)
    dates = [date for sighting in sightings if (date := sighting.item.published) is not None and date <= now]
    newest = max(dates, default=None)
    nothing = "no item has a text or an address" if parsed.items else "no items"
    verdict, why = (ProbeVerdict.EMPTY, nothing) if not sightings else _of_age(dates, now)
    titles = [sighting.item.title for sighting in sightings]
    dated = bool(dates) or source.kind is SourceKind.LIST  # whose entries have no dates
    notes = tuple(_notes(titles, dated)) if sightings else ()
    folded = frozenset(" ".join(title.tokens) for title in titles)
    return Probed(source, verdict, why, 200, len(parsed.items), newest, took, notes, folded)


def _notes(titles: Sequence[Text], dated: bool) -> Iterator[str]:
    """Yield what suggests that a mapping finds the wrong elements, or not all of their parts."""
    if not dated:
        yield "no dates"
    short = sum(len(title.tokens) <= 1 for title in titles)
    if short:
        yield f"titles of one word: {short} of {len(titles)}"


def _with_twins(found: Sequence[Probed]) -> list[Probed]:
    """Note for each source which earlier one publishes most of its items."""
    noted: list[Probed] = []
    for probed in found:
        twin = next((other for other in noted if _are_twins(probed, other)), None)
        note = () if twin is None else (f"same as {twin.source.shown_name}",)
        noted.append(replace(probed, notes=(*probed.notes, *note)))
    return noted


def _are_twins(one: Probed, other: Probed) -> bool:
    fewer = min(len(one.titles), len(other.titles))
    return fewer >= MIN_TWIN_TITLES and len(one.titles & other.titles) > fewer * TWIN_SHARE


_VERDICTS = {
    errors.AddressRefused: ProbeVerdict.PRIVATE,
    errors.TooSlow: ProbeVerdict.SLOW,
    errors.TooLarge: ProbeVerdict.LARGE,
    errors.BadReply: ProbeVerdict.BROKEN,
    errors.BadCertificate: ProbeVerdict.TLS,
}


def _of_fetch(error: FetchError) -> ProbeVerdict:
    if isinstance(error, BadStatus):
        refused = ProbeVerdict.BLOCKED if error.status in _REFUSALS else ProbeVerdict.REFUSED
        return ProbeVerdict.BROKEN_SERVER if error.status >= 500 else refused
    tls = "certificate" in error.why.casefold() or "ssl" in error.why.casefold()
    return _VERDICTS.get(type(error), ProbeVerdict.TLS if tls else ProbeVerdict.UNREACHABLE)


def _of_document(error: ParseError) -> tuple[ProbeVerdict, str]:
    match error.problem:
        case ParseProblem.EMPTY | ParseProblem.NO_ITEMS:
            return ProbeVerdict.EMPTY, error.why or "nothing in it"
        case ParseProblem.HTML:
            return ProbeVerdict.WRONG, "a web page in place of the document"
    return ProbeVerdict.WRONG, str(error)


def _of_age(dates: Sequence[datetime], now: datetime) -> tuple[ProbeVerdict, str]:
    """Judge by the source's usual rhythm; without one, nothing new for 90 days is stale."""
    if not dates:
        return ProbeVerdict.WELL, ""
    usual = rhythm(dates)
    age = now - max(dates)
    if age <= (late_after(usual) if usual else STALE_WITHOUT_RHYTHM):
        return ProbeVerdict.WELL, ""
    pauses = f", and its pauses are mostly under {_days(usual)}" if usual else ""
    return ProbeVerdict.STALE, f"nothing new for {_days(age)}{pauses}"


def _days(span: timedelta) -> str:
    days = -(-span // timedelta(days=1))
    return "a day" if days == 1 else f"{days} days"
