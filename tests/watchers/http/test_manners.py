"""Hazards F1 to F10, F19 and F21 where they are more than one request: what is remembered from poll to poll."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path
from statistics import pstdev

import pytest

from tests.fakes.bell import PATIENCE, Bell
from tests.fakes.feed_documents import FeedItem, Format
from tests.fakes.feed_documents import document as feed_document
from tests.fakes.feed_moods import body, hang, html_page, ignoring_conditionals, retry_after, status
from tests.fakes.feeds import FeedServer
from tests.fakes.internet import TRUST
from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import METI, USTR, House, open_house
from watchers.cadence import MAX_RETRY_AFTER, PROBE_EVERY, Health, SourceState, health, host_of
from watchers.errors import BadStatus, ParseError, ParseProblem, TooSlow
from watchers.feeds.process import ParsingChildren
from watchers.http import Fetcher, Limits, Network
from watchers.model import Fetched, NotModified, Source, SourceId, Validators
from watchers.polled import Polled, SourceGone, SourceMoved
from watchers.polling.poller import MAX_CONCURRENT_HOSTS, Poller
from watchers.rules.forms import Forms
from watchers.store import sources

pytestmark = pytest.mark.service

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LOOPBACK = Network("tradewatch/test", (ip_network("127.0.0.0/8"),))
UNCHANGED = NotModified(Validators('"1"'), None)


async def state(house: House, source: Source = USTR) -> SourceState:
    return await house.database.read(sources.state, source.id)


async def stored(house: House, source: Source = USTR) -> Source:
    """The source as it is polled now."""
    found = await house.database.read(sources.active)
    return next(each for each, _ in found if each.id == source.id)


async def register(house: House, *known: Source) -> None:
    await house.database.write(sources.register, known, house.clock())


async def due(house: House) -> list[SourceId]:
    await house.database.write(sources.wind_back, house.clock())
    return [source.id for source, _ in await house.database.read(sources.due, house.clock())]


async def health_of(house: House, source: Source = USTR) -> Health:
    return health(await state(house, source), house.clock())


def many(count: int, every: timedelta = 10 * MINUTE, url: str = "https://h{n}.example/feed") -> list[Source]:
    return [Source(SourceId(f"s{n}"), url.format(n=n), every=every) for n in range(count)]


# ---- F1, F2, F3: conditions ------------------------------------------------------------------------


@pytest.mark.hazard("F1")
async def test_once_a_day_the_whole_document_is_asked_for(house: House) -> None:
    await house.poll(document(item("Quota", "1")))
    asked = []
    for _ in range(145):
        house.clock.pass_by(10 * MINUTE)
        await house.poll(UNCHANGED)
        asked.append(house.newsroom.asked[-1][1] == Validators())
    assert asked.index(True) == 143  # ten minutes short of a day are left to the first
    await house.poll(document(item("Quota", "1")))
    await house.poll(UNCHANGED)
    assert house.newsroom.asked[-1][1] != Validators()


@pytest.mark.hazard("F1")
async def test_who_is_polled_each_week_is_asked_with_conditions_all_the_same(house: House) -> None:
    weekly = replace(USTR, every=7 * DAY)
    await house.poll(document(item("Quota", "1")), source=weekly)
    house.clock.pass_by(7 * DAY)
    await house.poll(UNCHANGED, source=weekly)
    assert house.newsroom.asked[-1][1] != Validators()


@pytest.mark.hazard("F2")
async def test_an_error_leaves_the_validators_as_they_were(house: House) -> None:
    await house.poll(document(item("Quota", "1")), NotModified(Validators('W/"2"', "Sun"), None))
    for problem in (TooSlow("u", "slow"), BadStatus("u", 500), ParseError(ParseProblem.HTML)):
        await house.poll(problem)
        assert (await state(house)).validators == Validators('W/"2"', "Sun")


@pytest.mark.hazard("F3")
async def test_a_body_that_comes_again_is_parsed_once(tmp_path: Path, forms: Forms) -> None:
    async with FeedServer() as feeds, real_house(tmp_path, forms, feeds, "a") as real:
        feeds.publish("a", FeedItem("1", "Quota", "https://example.org/1"))
        feeds.set_mood("a", ignoring_conditionals())
        results = [await real.poll("a") for _ in range(10)]
    assert [result.unchanged for result in results] == [False] + [True] * 9


# ---- F4: moves -------------------------------------------------------------------------------------

NEW = "https://new.example/feed"


def led_to(url: str | None) -> NotModified:
    return NotModified(Validators('"1"'), None, moved_to=url)


@pytest.mark.hazard("F4")
async def test_a_move_is_made_when_it_was_met_three_times_over_a_day(house: House) -> None:
    assert (await house.poll(led_to(NEW))).change is None
    house.clock.pass_by(DAY)
    assert (await house.poll(led_to(NEW))).change is None
    house.clock.pass_by(HOUR)
    assert (await house.poll(led_to(NEW))).change == SourceMoved(NEW, None)
    assert (await stored(house)).url == NEW
    assert (await state(house)).configured_url == USTR.url
    assert await health_of(house) is Health.MOVED


@pytest.mark.hazard("F4")
async def test_a_hundred_times_within_a_day_are_not_enough(house: House) -> None:
    for _ in range(100):
        house.clock.pass_by(14 * MINUTE)
        await house.poll(led_to(NEW))
    assert (await stored(house)).url == USTR.url


@pytest.mark.hazard("F4")
async def test_an_address_with_the_day_filled_in_is_not_kept(house: House) -> None:
    daily = replace(USTR, url="https://ustr.example/feed?since={today-7d}")
    await register(house, daily, METI)
    for _ in range(4):
        assert (await house.poll(led_to(NEW), source=daily)).change is None
        house.clock.pass_by(DAY)
    assert (await stored(house)).url == daily.url


@pytest.mark.parametrize("between", [led_to(None), led_to("https://other.example/")])
@pytest.mark.hazard("F4")
async def test_a_move_that_is_taken_back_is_forgotten(house: House, between: NotModified) -> None:
    for answer in (led_to(NEW), led_to(NEW), between, led_to(NEW), led_to(NEW)):
        house.clock.pass_by(10 * HOUR)
        await house.poll(answer)
    assert (await stored(house)).url == USTR.url


@pytest.mark.hazard("F4")
async def test_a_failure_between_two_redirects_neither_counts_nor_resets_the_count(house: House) -> None:
    for answer in (led_to(NEW), TooSlow("u", "slow"), led_to(NEW), led_to(NEW)):
        house.clock.pass_by(13 * HOUR)
        await house.poll(answer)
    assert (await stored(house)).url == NEW


@pytest.mark.hazard("F4")
async def test_what_stood_there_before_the_move_stays_known(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(item("Quota", "1", "https://ustr.example/1")))
    await move(house, NEW)
    polled = await house.poll(document(item("Quota", "1", "https://ustr.example/1"), item("Quota 2", "2")))
    assert not polled.baseline
    assert await house.titles_owed(ann) == ["Quota", "Quota 2"]


@pytest.mark.hazard("F4")
async def test_a_move_outlives_a_restart_and_ends_with_a_new_configuration(house: House) -> None:
    await move(house, NEW)
    await register(house, USTR, METI)
    assert (await stored(house)).url == NEW
    await register(house, replace(USTR, url="https://mended.example/"), METI)
    assert (await stored(house)).url == "https://mended.example/"


@pytest.mark.hazard("F4")
async def test_a_move_to_a_source_that_is_there_already_makes_one_of_two(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.database.write(
        lambda tx: tx.execute("delete from takes where subscriber = ? and source = ?", ann.id, METI.id)
    )
    assert (await move(house, METI.url)).change == SourceMoved(METI.url, METI.id)
    house.clock.pass_by(DAY)
    assert await due(house) == [METI.id]
    await house.poll(document(item("Quota", "9")), source=METI)
    assert await house.titles_owed(ann) == ["Quota"]
    assert await health_of(house) is Health.MOVED
    await register(house, USTR)
    house.clock.pass_by(DAY)
    assert await due(house) == [USTR.id]


async def move(house: House, url: str) -> Polled:
    for _ in range(3):
        house.clock.pass_by(12 * HOUR)
        polled = await house.poll(led_to(url))
    return polled


# ---- F5: gone --------------------------------------------------------------------------------------


@pytest.mark.hazard("F5")
async def test_a_source_that_answers_410_is_polled_once_a_week(house: House) -> None:
    assert (await house.poll(BadStatus(USTR.url, 410))).change == SourceGone()
    assert (await state(house)).due_at == house.clock() + PROBE_EVERY
    house.clock.pass_by(PROBE_EVERY)
    again = await house.poll(BadStatus(USTR.url, 410))
    assert again.change is None
    assert (await state(house)).due_at == house.clock() + PROBE_EVERY
    assert await health_of(house) is Health.GONE


@pytest.mark.hazard("F5")
async def test_a_404_slows_down_and_counts_as_gone_after_a_week(house: House) -> None:
    turns, polls, begun = [], 0, house.clock()
    while house.clock() - begun < 8 * DAY:
        turns.append((await house.poll(BadStatus(USTR.url, 404))).change)
        polls += 1
        house.clock.pass_by((await state(house)).due_at - house.clock())
    assert turns.count(SourceGone()) == 1
    assert turns[-1] == SourceGone()
    assert polls < 20


@pytest.mark.hazard("F5")
async def test_who_is_back_is_polled_as_before(house: House) -> None:
    await house.poll(BadStatus(USTR.url, 410))
    house.clock.pass_by(PROBE_EVERY)
    await house.poll(document(item("Quota", "1")))
    assert (await state(house)).due_at == house.clock() + USTR.every
    assert await health_of(house) is not Health.GONE


@pytest.mark.hazard("F5")
async def test_another_failure_of_a_source_that_is_gone_brings_no_hope(house: House) -> None:
    await house.poll(BadStatus(USTR.url, 410))
    await house.poll(TooSlow(USTR.url, "slow"))
    assert (await state(house)).due_at == house.clock() + PROBE_EVERY


# ---- F6: who asks for patience ---------------------------------------------------------------------


@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.hazard("F6")
async def test_a_host_that_asks_for_patience_is_left_alone_by_all_its_sources(house: House, code: int) -> None:
    other = replace(METI, url="https://ustr.example/other")
    await register(house, USTR, other)
    polled = await house.poll(BadStatus(USTR.url, code, 3 * HOUR))
    assert polled.host_paused
    house.clock.pass_by(2 * HOUR)
    assert await due(house) == []
    house.clock.pass_by(HOUR + MINUTE)
    assert sorted(await due(house)) == sorted([USTR.id, METI.id])


@pytest.mark.hazard("F6")
async def test_patience_outlives_a_restart_and_covers_who_comes_new(tmp_path: Path, forms: Forms) -> None:
    clock, path = Clock(), tmp_path / "tradewatch.db"
    async with open_house(path, forms, clock) as house:
        await house.poll(BadStatus(USTR.url, 429, 3 * HOUR))
    async with open_house(path, forms, clock) as house:
        await register(house, USTR, Source(SourceId("new"), "https://ustr.example/new"))
        clock.pass_by(HOUR)
        assert await due(house) == []


@pytest.mark.hazard("F6")
async def test_a_429_that_names_no_time_rests_the_host_and_a_503_its_source(house: House) -> None:
    assert (await house.poll(BadStatus(USTR.url, 429))).host_paused
    assert not (await house.poll(BadStatus(METI.url, 503), source=METI)).host_paused


@pytest.mark.hazard("F6")
async def test_a_rest_that_no_server_could_have_asked_for_is_a_clock_that_was_set_back(house: House) -> None:
    await house.poll(BadStatus(USTR.url, 429, 3 * HOUR))
    house.clock.pass_by(-30 * DAY)
    assert USTR.id in await due(house)


FORMS = ["120", "Sun, 01 Mar 2026 13:00:00 GMT", "0", "-5", "1e9", "1000000000", "soon", ""]


@pytest.mark.parametrize("written", FORMS)
@pytest.mark.hazard("F6")
async def test_no_form_of_retry_after_hastens_a_poll_nor_ends_them(tmp_path: Path, forms: Forms, written: str) -> None:
    async with FeedServer() as feeds, real_house(tmp_path, forms, feeds, "a") as real:
        feeds.feed("a")
        feeds.set_mood("a", retry_after(written))
        await real.poll("a")
        wait = (await state(real.house, real.source("a"))).due_at - real.house.clock()
    assert real.source("a").every <= wait <= MAX_RETRY_AFTER


@pytest.mark.parametrize("code", [403, 404, 500, 502])
@pytest.mark.hazard("F6")
async def test_retry_after_of_another_status_is_ignored(tmp_path: Path, forms: Forms, code: int) -> None:
    async with FeedServer() as feeds, real_house(tmp_path, forms, feeds, "a") as real:
        feeds.feed("a")
        feeds.set_mood("a", retry_after("99999999999", code))
        await real.poll("a")
        wait = (await state(real.house, real.source("a"))).due_at - real.house.clock()
    assert wait <= 1.1 * real.source("a").every


# ---- F7: what the document asks for ----------------------------------------------------------------


@pytest.mark.hazard("F7")
async def test_what_the_document_asks_for_holds_while_it_does_not_change(house: House) -> None:
    await house.poll(replace(document(item("Quota", "1")), ttl=2 * HOUR, skip_hours=(15, 16)))
    for _ in range(2):
        # At 12:00, two hours lead to 14:00; at 13:30, they lead into what is to be skipped.
        assert (await state(house)).due_at == house.clock() + 2 * HOUR
        await house.poll(UNCHANGED)
    house.clock.pass_by(90 * MINUTE)
    await house.poll(UNCHANGED)
    assert (await state(house)).due_at == house.clock().replace(hour=17, minute=0)
    await house.poll(document(item("Quota", "2")))
    assert (await state(house)).due_at == house.clock() + USTR.every


# ---- F8, F21: hosts --------------------------------------------------------------------------------


@dataclass
class Counting:
    """Fetches nothing, slowly, and notes what was under way at each host, and when."""

    takes: float = 0.005
    hanging: frozenset[SourceId] = frozenset()
    most: dict[str, int] = field(default_factory=dict)
    begun: dict[str, list[float]] = field(default_factory=dict)
    ended: dict[str, list[float]] = field(default_factory=dict)
    finished: set[SourceId] = field(default_factory=set)
    bell: Bell = field(default_factory=Bell)
    _now: dict[str, int] = field(default_factory=dict)

    async def __call__(self, source: Source, validators: Validators) -> Fetched:
        host, clock = host_of(source.url), asyncio.get_running_loop().time
        self._now[host] = self._now.get(host, 0) + 1
        self.most[host] = max(self.most.get(host, 0), self._now[host])
        self.begun.setdefault(host, []).append(clock())
        await asyncio.sleep(2 * PATIENCE if source.id in self.hanging else self.takes)
        self._now[host] -= 1
        self.ended.setdefault(host, []).append(clock())
        self.finished.add(source.id)
        self.bell.ring()
        return UNCHANGED


@asynccontextmanager
async def polling(house: House, fetch: Counting) -> AsyncIterator[Poller]:
    heard: list[Polled] = []
    poller = Poller(house.database, replace(house.pipeline, fetch=fetch), house.clock, heard.append)
    try:
        yield poller
    finally:
        await poller.stop()


async def tick_until_finished(poller: Poller, fetch: Counting, wanted: set[SourceId]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not wanted <= fetch.finished:
            await poller.tick()
            await asyncio.sleep(0.02)


@pytest.mark.hazard("F8")
async def test_two_hundred_sources_of_one_host_are_asked_one_by_one_with_a_gap(house: House) -> None:
    crowd = many(200, timedelta(milliseconds=100), "https://crowd.example/{n}")
    await register(house, *crowd)
    house.clock.pass_by(HOUR)
    fetch = Counting()
    async with polling(house, fetch) as poller:
        await tick_until_finished(poller, fetch, {source.id for source in crowd})
    assert fetch.most == {"crowd.example": 1}
    # A hundredth of a second, less the millisecond in which a loop counts.
    begun, ended = fetch.begun["crowd.example"], fetch.ended["crowd.example"]
    assert min(begin - end for begin, end in zip(begun[1:], ended, strict=False)) > 0.009


@pytest.mark.hazard("F21")
async def test_where_more_is_due_than_can_be_under_way_one_tick_sets_all_of_it_off(house: House) -> None:
    crowd = many(2 * MAX_CONCURRENT_HOSTS + 10, HOUR, "https://e{n}.example/feed")
    await register(house, *crowd)
    house.clock.pass_by(2 * HOUR)
    fetch = Counting()
    async with polling(house, fetch) as poller:
        await poller.tick()
        assert await fetch.bell.until(lambda: len(fetch.finished) == len(crowd), PATIENCE)


@pytest.mark.hazard("F8")
async def test_a_crowd_on_one_host_does_not_keep_the_others_waiting(house: House) -> None:
    crowd = many(1_500, 10 * MINUTE, "https://crowd.example/{n}")
    alone = Source(SourceId("alone"), "https://alone.example/feed")
    await register(house, *crowd)
    house.clock.pass_by(HOUR)
    await register(house, *crowd, alone)
    house.clock.pass_by(HOUR)
    fetch = Counting(takes=0.05)
    async with polling(house, fetch) as poller:
        await tick_until_finished(poller, fetch, {alone.id})
    assert len(fetch.finished) < len(crowd) / 10


@pytest.mark.hazard("F8")
async def test_a_visit_ends_where_the_host_asks_for_patience(house: House) -> None:
    class Refusing(Counting):
        async def __call__(self, source: Source, validators: Validators) -> Fetched:
            await super().__call__(source, validators)
            raise BadStatus(source.url, 429, HOUR)

    await register(house, *many(20, timedelta(milliseconds=10), "https://crowd.example/{n}"))
    house.clock.pass_by(MINUTE)
    fetch = Refusing()
    async with polling(house, fetch) as poller:
        await poller.tick()
        assert await fetch.bell.until(lambda: bool(fetch.finished), PATIENCE)
        for _ in range(20):
            await poller.tick()
            await asyncio.sleep(0.02)
    assert len(fetch.finished) == 1


@pytest.mark.hazard("F21")
async def test_sources_that_hang_hold_up_no_other(house: House) -> None:
    known = many(1_000)
    stuck = frozenset(source.id for source in known[::20])
    await register(house, *known)
    house.clock.pass_by(HOUR)
    fetch = Counting(hanging=stuck)
    async with polling(house, fetch) as poller:
        await tick_until_finished(poller, fetch, {source.id for source in known} - stuck)
    assert not fetch.finished & stuck


@pytest.mark.hazard("F21")
async def test_hosts_that_hang_leave_room_in_the_fetcher(tmp_path: Path, forms: Forms) -> None:
    names = [f"n{n}" for n in range(60)]
    async with FeedServer(host="0.0.0.0") as feeds, real_house(tmp_path, forms, feeds, *names) as real:
        for n, name in enumerate(names):
            feeds.publish(name, FeedItem("1", "Quota", "https://example.org/1"))
            if n % 10 == 0:
                feeds.set_mood(name, hang())
        polls = [asyncio.create_task(real.poll(name)) for name in names]
        hanging = polls[::10]
        async with asyncio.timeout(PATIENCE):
            results = await asyncio.gather(*(each for each in polls if each not in hanging))
        assert {result.problem for result in results} == {None}
        for each in hanging:
            assert each.cancel(), "one that hangs has ended"
        await asyncio.wait(hanging)


# ---- F9: restarts ----------------------------------------------------------------------------------


@pytest.mark.hazard("F9")
async def test_ten_restarts_in_ten_minutes_ask_nobody_twice(tmp_path: Path, forms: Forms) -> None:
    clock, fetch = Clock(), Counting(takes=0)
    for _ in range(10):
        async with open_house(tmp_path / "tradewatch.db", forms, clock) as house, polling(house, fetch) as poller:
            async with asyncio.timeout(PATIENCE):
                await poller.tick()
                while await house.database.read(sources.due, clock()):  # noqa: ASYNC110  # there is no event to wait for
                    await asyncio.sleep(0.01)
        clock.pass_by(50 * timedelta(seconds=1))
    assert sum(map(len, fetch.begun.values())) == 2


@pytest.mark.hazard("F9")
async def test_what_is_due_at_the_start_is_spread_over_its_interval(house: House) -> None:
    await register(house, *many(1_000, MINUTE))
    assert len(await due(house)) == 40
    counts = []
    for _ in range(6):
        house.clock.pass_by(timedelta(seconds=10))
        counts.append(len(await due(house)))
    assert all(160 <= after - before <= 240 for before, after in pairwise(counts[:5]))
    assert counts[-1] == 1_000


# ---- F10: failures ---------------------------------------------------------------------------------


@pytest.mark.hazard("F10")
async def test_a_hundred_failing_sources_are_asked_ever_less_and_not_in_step(house: House) -> None:
    known, chance = many(100), random.Random(7)
    await register(house, *known)
    pipeline = replace(house.pipeline, jitter=lambda: chance.uniform(-1, 1))
    begun, polls = house.clock(), 0
    for source in known:
        house.newsroom.says(source.id, TooSlow(source.url, "slow"))
    phases = []
    for source in known:
        clock = Clock(begun)
        alone = replace(pipeline, now=clock)
        while clock() - begun < 3 * DAY:
            await alone.poll(source)
            polls += 1
            clock.pass_by((await state(house, source)).due_at - clock())
        phases.append((clock() - begun).total_seconds())
    assert polls <= 100 * 11
    assert pstdev(phases) > 600


@pytest.mark.hazard("F10")
async def test_a_source_is_never_given_up_and_its_health_shows_that_it_fails(house: House) -> None:
    for _ in range(30):
        await house.poll(TooSlow(USTR.url, "slow"))
        assert (await state(house)).due_at <= house.clock() + 1.1 * DAY
        house.clock.pass_by((await state(house)).due_at - house.clock())
    assert await health_of(house) is Health.FAILING
    await house.poll(document(item("Quota", "1")))
    assert await health_of(house) is Health.FRESH


# ---- O4: the clock ---------------------------------------------------------------------------------


@pytest.mark.hazard("O4")
@pytest.mark.parametrize("back", [HOUR, 3650 * DAY], ids=["an hour", "ten years"])
async def test_a_source_that_was_polled_in_what_is_now_the_future_is_due(back: timedelta, house: House) -> None:
    assert await due(house) == []
    house.clock.pass_by(-back)
    assert sorted(await due(house)) == [METI.id, USTR.id]


@pytest.mark.hazard("O4")
async def test_a_new_source_is_due_when_the_clock_was_ahead_while_it_was_added(house: House) -> None:
    house.clock.pass_by(3650 * DAY)
    await register(house, *many(1))
    house.clock.pass_by(-3650 * DAY)
    assert await due(house) == ["s0"]


@pytest.mark.hazard("O4")
async def test_a_long_retry_after_is_respected(house: House) -> None:
    house.clock.pass_by(HOUR)
    await house.poll(BadStatus(USTR.url, 503, retry_after=timedelta(days=7)))
    house.clock.pass_by(MINUTE)
    assert USTR.id not in await due(house)


# ---- F19: pages for people -------------------------------------------------------------------------

PAGES = {
    "a login": "<!DOCTYPE html><html><head><title>Log in</title></head><body><form></form></body></html>",
    "a captcha": "<html><body>Checking your browser before accessing the site.</body></html>",
    "without a root": "<head><title>Sorry</title></head><body>Try later</body>",
    "xhtml": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
    "upper case": "<HTML><HEAD><TITLE>Maintenance</TITLE></HEAD></HTML>",
    "a page that speaks of items": "<html><body><ul><li>&lt;item&gt;</li></ul></body></html>",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.hazard("F19")
async def test_a_page_instead_of_a_feed_is_a_failure_and_nothing_vanishes(
    tmp_path: Path, forms: Forms, page: str
) -> None:
    async with FeedServer() as feeds, real_house(tmp_path, forms, feeds, "a") as real:
        ann = await real.house.person("ann", "quota")
        feeds.publish("a", FeedItem("1", "Quota", "https://example.org/1"))
        await real.poll("a")
        feeds.set_mood("a", html_page(page), times=2)
        for _ in range(2):
            problem = (await real.poll("a")).problem
            assert isinstance(problem, ParseError)
            assert problem.problem is ParseProblem.HTML
        assert (await state(real.house, real.source("a"))).failures == 2
        assert (await real.poll("a")).new == 0
        assert await real.house.enqueued(ann) == []


def in_each_format(listed: list[FeedItem]) -> dict[str, bytes]:
    """The same items in three formats, with other GUIDs in each, as when a site changes its software."""
    tagged = [replace(each, guid=f"tag:example.org,2026:{each.guid}") for each in listed]
    entries = [
        {
            "id": each.link,
            "url": each.link,
            "title": each.title,
            "date_published": f"{each.published:%Y-%m-%dT%H:%M:%SZ}",
        }
        for each in listed
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": entries}
    return {
        "rss": feed_document(Format.RSS, "Wire", listed),
        "atom": feed_document(Format.ATOM, "Wire", tagged),
        "json": json.dumps(feed).encode(),
    }


@pytest.mark.hazard("I3")
async def test_a_feed_that_changes_its_format_brings_nothing_again_and_what_is_new_once(
    tmp_path: Path, forms: Forms
) -> None:
    days = [datetime(2026, 2, day, 9, tzinfo=UTC) for day in (4, 3, 2, 1)]
    listed = [FeedItem(f"id-{at.day}", f"Quota {at.day}", f"https://example.org/{at.day}", published=at) for at in days]
    async with FeedServer() as feeds, real_house(tmp_path, forms, feeds, "a") as real:
        ann = await real.house.person("ann", "quota")
        told: list[int] = []
        for form in ("rss", "atom", "json", "rss", "json", "atom"):
            feeds.set_mood("a", body(in_each_format(listed[1:])[form], "application/rss+xml"))
            told.append((await real.poll("a")).new)
        assert told == [3, 0, 0, 0, 0, 0]
        for form in ("json", "atom", "rss"):
            feeds.set_mood("a", body(in_each_format(listed)[form], "application/rss+xml"))
            told.append((await real.poll("a")).new)
        assert told[6:] == [1, 0, 0]
        assert await real.house.titles_owed(ann) == ["Quota 4"]


@pytest.mark.hazard("F19")
async def test_a_status_that_refuses_us_shows_as_blocked(tmp_path: Path, forms: Forms) -> None:
    async with FeedServer() as feeds, real_house(tmp_path, forms, feeds, "a") as real:
        feeds.feed("a")
        feeds.set_mood("a", status(403))
        await real.poll("a")
        assert await health_of(real.house, real.source("a")) is Health.BLOCKED


# ---- a house with a real network -------------------------------------------------------------------


@dataclass
class Real:
    """Fetcher and parsing children on a feed server, each feed on a host of its own."""

    house: House
    known: dict[str, Source]

    def source(self, name: str) -> Source:
        return self.known[name]

    async def poll(self, name: str) -> Polled:
        return await self.house.pipeline.poll(self.known[name])


@asynccontextmanager
async def real_house(folder: Path, forms: Forms, feeds: FeedServer, *names: str) -> AsyncIterator[Real]:
    known = {name: Source(SourceId(name), at_host(feeds, n, name)) for n, name in enumerate(names)}
    async with open_house(folder / "tradewatch.db", forms, Clock()) as house, ParsingChildren() as children:
        await register(house, *known.values())
        fetch = Fetcher(LOOPBACK, Limits(total=timedelta(seconds=2 * PATIENCE)), trust=TRUST)
        house.pipeline = replace(house.pipeline, fetch=fetch, parse=children.parse)
        yield Real(house, known)


def at_host(feeds: FeedServer, number: int, name: str) -> str:
    """Each number is a host: where the server listens everywhere, all of 127/8 leads there."""
    host = f"127.0.1.{number + 1}" if feeds.host == "0.0.0.0" else feeds.host
    return f"http://{host}:{feeds.port}/{name}"
