"""Texts of pages: fetched with manners where the feed gives none, and read in a child process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio

from tests.fakes.bell import PATIENCE
from tests.fakes.feed_documents import FeedItem
from tests.fakes.feed_moods import Mood, body, hang, html_page, redirect, status
from tests.fakes.feeds import FeedServer
from tests.fakes.ports import Clock
from tests.fakes.situations import House, open_house
from watchers.feeds.process import ParsingChild
from watchers.http import Fetcher, Limits, Network
from watchers.model import Source, SourceId, Subscriber, TextUse
from watchers.rules.forms import Forms
from watchers.services.pages import MAX_PAGES, Pages
from watchers.store import sources

pytestmark = [pytest.mark.service, pytest.mark.asyncio(loop_scope="module")]

LOOPBACK = Network("Tradewatch/test", (ip_network("127.0.0.0/8"),))
GAP = timedelta(milliseconds=200)
FIRST = "The Commerce Department said that the quota on raw silk applies from January 15, 2027."
SECOND = "Importers may send comments until December 31, 2026, and a hearing follows in the new year."
PAGE = f"""<!doctype html><html><head><title>Silk</title></head><body>
<nav><a href="/">Home</a> <a href="/more">More news about silk</a></nav>
<article><h1>Silk a</h1><p>{FIRST}</p><p>{SECOND}</p></article>
<aside><a href="/other">Wool prices fall again</a></aside><footer>All rights reserved. Cookie settings.</footer>
</body></html>"""
CHINESE = """<!doctype html><html><body><div class="menu"><a href="/">首頁</a></div><article><h1>Silk a</h1>
<p>經濟部今天宣布，自明年1月15日起對進口生絲實施配額，已在途的貨物不在此限。</p>
<p>業者可在12月31日前提出意見，之後將舉行公聽會，聽取各方的看法與建議。</p></article>
<div class="footer">版權所有</div></body></html>"""


class World:
    """A service with a feed server, a fetcher over real sockets, and real parsing processes."""

    def __init__(self, house: House, server: FeedServer, source: Source) -> None:
        self.house, self.server, self.source = house, server, source

    async def publish(self, *names: str, text: str = "") -> None:
        """Publish an item for each page, and poll."""
        items = (FeedItem(name, f"Silk {name}", self.server.url(name), text) for name in names)
        self.server.publish("feed", *items)
        await self.house.pipeline.poll(self.source)

    async def bodies(self, of: Subscriber) -> list[str]:
        return [each.item.item.body.original for each in await self.house.enqueued(of) if each.item]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def child() -> AsyncIterator[ParsingChild]:
    """Return one child for all tests, since what reads articles takes a second to load."""
    async with ParsingChild() as child:
        yield child


@dataclass(frozen=True, slots=True)
class Worlds:
    """What a world is made of."""

    folder: Path
    forms: Forms
    child: ParsingChild

    @asynccontextmanager
    async def one(
        self, *, pages: bool = True, text: TextUse = TextUse.SUMMARY, seconds: float = PATIENCE
    ) -> AsyncIterator[World]:
        """A world in which a page may take so many seconds."""
        async with (
            FeedServer() as server,
            Fetcher(LOOPBACK, Limits(total=timedelta(seconds=PATIENCE))) as fetch,
            Fetcher(LOOPBACK, Limits(total=timedelta(seconds=seconds))) as fetch_page,
            open_house(self.folder / "tradewatch.db", self.forms, Clock()) as house,
        ):
            source = Source(SourceId("silk"), server.url("feed"), "Silk", pages=pages, text=text)
            await house.database.write(sources.register, [source], house.clock())
            texts = Pages(fetch_page, self.child.article, LOOPBACK.user_agent, GAP)
            house.pipeline = replace(house.pipeline, fetch=fetch, parse=self.child.parse, pages=texts)
            server.feed("feed")
            await house.pipeline.poll(source)
            yield World(house, server, source)


@pytest_asyncio.fixture(loop_scope="module")
async def worlds(tmp_path: Path, forms: Forms, child: ParsingChild, monkeypatch: pytest.MonkeyPatch) -> Worlds:
    monkeypatch.setattr("watchers.services.pages.TOTAL", timedelta(seconds=PATIENCE))
    return Worlds(tmp_path, forms, child)


async def test_an_item_without_a_text_gets_that_of_its_page_and_rules_see_it(worlds: Worlds) -> None:
    async with worlds.one() as silk:
        ann = await silk.house.person("ann", "hearing")
        silk.server.set_mood("a", html_page(PAGE))
        await silk.publish("a")
        assert await silk.bodies(ann) == [f"{FIRST}\n\n{SECOND}"]
        (alert,) = await silk.house.enqueued(ann)
        assert alert.item
        assert ("comments", "2026-12-31", "body") in {(f.name, f.value, f.field) for f in alert.item.item.facts}


async def test_a_page_in_chinese_is_read_without_its_menu(worlds: Worlds) -> None:
    async with worlds.one() as silk:
        ann = await silk.house.person("ann", "Silk")
        silk.server.set_mood("a", html_page(CHINESE))
        await silk.publish("a")
        (text,) = await silk.bodies(ann)
        assert text.startswith("經濟部今天宣布")
        assert "首頁" not in text
        assert "版權" not in text


@pytest.mark.parametrize(
    ("pages", "text"), [(False, TextUse.SUMMARY), (True, TextUse.HEADLINE)], ids=["not asked for", "headline only"]
)
async def test_no_page_is_fetched_unless_operator_and_terms_allow_it(
    worlds: Worlds, pages: bool, text: TextUse
) -> None:
    async with worlds.one(pages=pages, text=text) as silk:
        ann = await silk.house.person("ann", "Silk")
        silk.server.set_mood("a", html_page(PAGE))
        await silk.publish("a")
        assert await silk.bodies(ann) == [""]
        assert {request.name for request in silk.server.requests} == {"feed"}


async def test_an_item_with_a_text_keeps_it(worlds: Worlds) -> None:
    async with worlds.one() as silk:
        ann = await silk.house.person("ann", "Silk")
        await silk.publish("a", text="A quota on silk.")
        assert await silk.bodies(ann) == ["A quota on silk."]
        assert not silk.server.requests_of("a")


async def test_what_robots_txt_disallows_is_not_fetched_and_it_is_asked_once(worlds: Worlds) -> None:
    async with worlds.one() as silk:
        ann = await silk.house.person("ann", "Silk")
        silk.server.set_mood("robots.txt", body(b"User-agent: *\nDisallow: /closed\n", "text/plain"))
        for name in ("closed-1", "open-1", "closed-2"):
            silk.server.set_mood(name, html_page(PAGE))
        await silk.publish("closed-1", "open-1")
        await silk.publish("closed-2")
        assert sorted(map(bool, await silk.bodies(ann))) == [False, False, True]
        asked = [request.name for request in silk.server.requests if request.name != "feed"]
        assert asked == ["robots.txt", "open-1"]


@pytest.mark.parametrize(("code", "fetched"), [(404, True), (403, True), (500, False), (429, False)])
async def test_a_host_whose_robots_txt_fails_is_left_alone(worlds: Worlds, code: int, fetched: bool) -> None:
    async with worlds.one() as silk:
        ann = await silk.house.person("ann", "Silk")
        silk.server.set_mood("robots.txt", status(code))
        silk.server.set_mood("a", html_page(PAGE))
        await silk.publish("a")
        assert [bool(text) for text in await silk.bodies(ann)] == [fetched]


async def test_pages_of_a_host_come_one_after_another_with_a_gap_and_a_few_for_a_poll(worlds: Worlds) -> None:
    async with worlds.one() as silk:
        ann = await silk.house.person("ann", "Silk")
        names = [f"page{number}" for number in range(MAX_PAGES + 2)]
        for name in names:
            silk.server.set_mood(name, html_page(PAGE))
        await silk.publish(*names)
        times = [request.at for request in silk.server.requests if request.name.startswith("page")]
        assert len(times) == MAX_PAGES
        assert min(later - earlier for earlier, later in pairwise(times)) >= 0.19
        assert silk.server.most_at_once == 1
        assert len(await silk.bodies(ann)) == len(names)


@pytest.mark.parametrize(
    "mood",
    [
        status(403),
        html_page("<html><body><p>Enable cookies.</p></body></html>"),
        body(b"%PDF-1.7", "application/pdf"),
        redirect("/login"),
    ],
    ids=["forbidden", "no article", "no page", "leads to nothing"],
)
async def test_a_page_that_gives_nothing_leaves_the_item_as_the_feed_has_it(worlds: Worlds, mood: Mood) -> None:
    async with worlds.one() as silk:
        ann = await silk.house.person("ann", "Silk")
        silk.server.set_mood("a", mood)
        await silk.publish("a")
        assert await silk.bodies(ann) == [""]


async def test_a_page_that_hangs_leaves_the_item_as_the_feed_has_it(worlds: Worlds) -> None:
    async with worlds.one(seconds=0.3) as silk:
        ann = await silk.house.person("ann", "Silk")
        silk.server.set_mood("a", hang())
        await silk.publish("a")
        assert await silk.bodies(ann) == [""]


async def test_a_text_from_a_page_stays_when_the_feed_is_polled_again_or_corrects_the_title(worlds: Worlds) -> None:
    async with worlds.one() as silk:
        ann = await silk.house.person("ann", "Silk")
        silk.server.set_mood("a", html_page(PAGE))
        await silk.publish("a")
        await silk.publish("b", text="Another one.")
        assert len(await silk.bodies(ann)) == 2, "nothing was edited"
        silk.server.replace("feed", FeedItem("a", "Silk quota corrected", silk.server.url("a"), ""))
        await silk.house.pipeline.poll(silk.source)
        alerts = [
            each
            for each in await silk.house.enqueued(ann)
            if each.item and "corrected" in each.item.item.title.original
        ]
        assert {each.item.item.body.original for each in alerts if each.item} == {f"{FIRST}\n\n{SECOND}"}


async def test_the_first_poll_fetches_no_pages(worlds: Worlds) -> None:
    async with worlds.one() as silk:
        other = replace(silk.source, id=SourceId("wool"), url=silk.server.url("wool"))
        await silk.house.database.write(sources.register, [other], silk.house.clock())
        silk.server.set_mood("a", html_page(PAGE))
        silk.server.publish("wool", FeedItem("a", "Wool", silk.server.url("a"), ""))
        await silk.house.pipeline.poll(other)
        assert not silk.server.requests_of("a")
