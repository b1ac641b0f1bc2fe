"""From what a person types to the feeds at that address: real sockets, the real guard, the real parsing child."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from tests.fakes.bell import PATIENCE
from tests.fakes.effort import UNMEASURABLE
from tests.fakes.feed_documents import FeedItem, Format
from tests.fakes.feed_moods import body, empty, gzip_bomb, hang, html_page, redirect, status
from tests.fakes.feeds import FeedServer
from tests.fakes.internet import TRUST, Internet
from watchers.errors import AddressRefused, BadStatus, ParseError, ParseProblem, TooLarge, TooSlow, Unreachable
from watchers.feeds.process import ParsingChild
from watchers.http import Fetcher, Limits, Network
from watchers.model import SourceKind
from watchers.services.discovery import AT_ONCE, MAX_REQUESTS, MAX_RESULTS, Discovered, Discoverer

pytestmark = [pytest.mark.service, pytest.mark.asyncio(loop_scope="module")]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RSS_LINK = '<link rel="alternate" type="application/rss+xml" title="News" href="{}">'

INSIDE = ("intranet.example", "metadata.example", "localhost", "2130706433", "0x7f.1")
"""The last three as the system reads them."""


@dataclass
class Lab:
    """A person before a small internet."""

    feeds: FeedServer
    internet: Internet
    fetch: Fetcher
    child: ParsingChild

    async def finds(self, typed: str) -> Discovered:
        return await self.finds_within(PATIENCE, typed)

    async def finds_within(self, seconds: float, typed: str) -> Discovered:
        within = timedelta(seconds=seconds)
        return await Discoverer(self.fetch, self.child.parse, self.child.page, lambda: NOW, within)(typed)

    def page(self, name: str, head: str = "", rest: str = "") -> None:
        self.feeds.set_mood(name, html_page(f"<!doctype html><html><head>{head}</head><body>{rest}</body></html>"))

    def publish(self, name: str, *titles: str, form: Format = Format.RSS, title: str = "", language: str = "") -> None:
        self.feeds.feed(name, form, title=title, language=language)
        dated = [NOW - timedelta(hours=len(titles) - at) for at in range(len(titles))]
        self.feeds.publish(
            name,
            *(
                FeedItem(each, each, f"https://example.org/{each}", published=at)
                for each, at in zip(titles, dated, strict=True)
            ),
        )

    @property
    def asked(self) -> list[str]:
        return [request.path for request in self.feeds.requests]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def child() -> AsyncIterator[ParsingChild]:
    """Return one child for all tests, since each start of a child costs more than most of them."""
    async with ParsingChild() as child:
        yield child


@pytest_asyncio.fixture(loop_scope="module")
async def lab(child: ParsingChild) -> AsyncIterator[Lab]:
    async with FeedServer() as feeds:
        internet = Internet(feeds.port, inside=INSIDE, nowhere=("gone.example",))
        network = Network("tradewatch-test")
        fetcher = Fetcher(
            network, Limits(timedelta(seconds=PATIENCE)), resolve=internet.resolve, connect=internet, trust=TRUST
        )
        yield Lab(feeds, internet, fetcher, child)


def addresses(found: Discovered) -> list[str]:
    return [candidate.url for candidate in found.candidates]


# ---- what is found ---------------------------------------------------------------------------------


async def test_an_address_that_is_a_feed_is_found_with_its_newest_items(lab: Lab) -> None:
    lab.publish("feed", "first", "second", "third", "fourth", title="Customs news", language="en-GB")
    found = await lab.finds("http://customs.example/feed")
    (candidate,) = found.candidates
    assert (candidate.title, candidate.kind, candidate.language, candidate.items) == (
        "Customs news",
        SourceKind.RSS,
        "en",
        4,
    )
    assert [item.title.original for item in candidate.newest] == ["fourth", "third", "second"]
    assert (candidate.url, found.problem) == ("http://customs.example/feed", None)


async def test_the_language_of_a_feed_that_names_none_is_that_of_its_items(lab: Lab) -> None:
    lab.publish("feed", "半導體關稅", "經濟部公告", "TSMC", form=Format.ATOM)
    (candidate,) = (await lab.finds("http://moea.example/feed")).candidates
    assert (candidate.language, candidate.kind) == ("zh-Hant", SourceKind.ATOM)


async def test_a_json_feed_is_recognized_whatever_its_server_calls_it(lab: Lab) -> None:
    one = '{"id": "1", "title": "A quota", "url": "https://example.org/1"}'
    told = f'\n{{"version": "https://jsonfeed.org/version/1.1", "title": "Customs", "items": [{one}]}}'
    lab.feeds.set_mood("feed.json", html_page(told))
    (candidate,) = (await lab.finds("http://customs.example/feed.json")).candidates
    assert (candidate.title, candidate.kind, candidate.items) == ("Customs", SourceKind.JSON_FEED, 1)


async def test_an_address_without_a_scheme_is_asked_over_https_and_then_plainly(lab: Lab) -> None:
    lab.publish("feed", "one")
    assert addresses(await lab.finds("ｆｅｅｄ：／／customs.example/feed ")) == ["http://customs.example/feed"]
    assert [port for _, port in lab.internet.dialled] == [443, 80]


@pytest.mark.parametrize(
    ("head", "rest", "feed"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/rss/all">', "", "rss/all"),
        ("<LINK REL='Alternate Home' TYPE='Application/RSS+XML; charset=utf-8' HREF=all.xml>", "", "trade/all.xml"),
        ('<base href="/other/"><link rel=alternate type=application/atom+xml href="a">', "", "other/a"),
        ("", '<link rel="alternate" type="application/rss+xml" href="//customs.example/late">', "late"),
        ("<script>" + "var a = '<b>';" * 50_000 + "</script>" + RSS_LINK.format("/behind"), "", "behind"),
        ("", '<p><a href="/news.rss"><img src=i></a>', "news.rss"),
        ("", '<a href="/export?id=1">All</a><a href="../feed/">RSS</a>', "feed/"),
        ("", "<p>Nothing is said of a feed.", "feed"),
        ("", "<p>Nothing is said of a feed.", "trade/news/feed/"),
        ("", "<p>Nothing is said of a feed.", "index.xml"),
    ],
)
async def test_the_feed_of_a_page_is_found(head: str, rest: str, feed: str, lab: Lab) -> None:  # F20
    lab.page("trade/news", head, rest)
    lab.publish(feed, "one")
    assert addresses(await lab.finds("http://customs.example/trade/news")) == [f"http://customs.example/{feed}"]


async def test_all_feeds_that_a_page_declares_are_offered_those_of_comments_last(lab: Lab) -> None:
    links = "".join(RSS_LINK.format(f"/{name}") for name in ("comments/feed", "news", "law", "news", "broken"))
    lab.page("", links)
    for name in ("comments/feed", "news", "law"):
        lab.publish(name, "one")
    found = await lab.finds("http://customs.example")
    assert [url.rpartition("example/")[2] for url in addresses(found)] == ["news", "law", "comments/feed"]


async def test_a_page_is_also_known_by_its_canonical_address(lab: Lab) -> None:
    lab.page("@ustr", '<link rel="canonical" href="http://github.com/ustr/tariffs">')
    lab.publish("ustr/tariffs/releases.atom", "one", form=Format.ATOM)
    found = await lab.finds("http://customs.example/@ustr")
    assert addresses(found) == ["http://github.com/ustr/tariffs/releases.atom"]


async def test_a_site_with_a_known_place_is_asked_there_first(lab: Lab) -> None:
    lab.publish("r/tariffs/.rss", "one")
    assert addresses(await lab.finds("http://www.reddit.com/r/tariffs/new")) == ["http://www.reddit.com/r/tariffs/.rss"]
    assert lab.asked == ["/r/tariffs/.rss"]


async def test_a_site_that_keeps_robots_from_its_pages_may_let_them_have_the_feed(lab: Lab) -> None:
    lab.feeds.set_mood("", status(403))
    lab.publish("rss.xml", "one")
    assert addresses(await lab.finds("http://customs.example/")) == ["http://customs.example/rss.xml"]


async def test_a_feed_that_moved_within_its_site_is_kept_under_its_new_address(lab: Lab) -> None:
    lab.feeds.set_mood("old", redirect("http://www.customs.example/feed/", 301))
    lab.publish("feed/", "one")
    assert addresses(await lab.finds("http://customs.example/old")) == ["http://www.customs.example/feed/"]


async def test_a_feed_without_items_is_a_feed(lab: Lab) -> None:
    lab.publish("feed", title="Empty so far")
    (candidate,) = (await lab.finds("http://customs.example/feed")).candidates
    assert (candidate.items, candidate.newest, candidate.title) == (0, (), "Empty so far")


# ---- what is not -----------------------------------------------------------------------------------


async def test_a_page_without_a_feed_is_not_an_error(lab: Lab) -> None:
    lab.page("")
    found = await lab.finds("http://customs.example/")
    assert (found.candidates, found.problem, found.address) == ((), None, "http://customs.example/")
    assert len(lab.asked) == 6


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("what is this", AddressRefused),
        ("javascript:alert(1)", AddressRefused),
        ("http://gone.example/", Unreachable),
        ("http://customs.example/none", BadStatus),
        ("http://customs.example/empty", ParseError),
        ("http://customs.example/bomb", TooLarge),
    ],
)
async def test_what_keeps_an_address_from_being_read_is_named(typed: str, problem: type[Exception], lab: Lab) -> None:
    lab.feeds.set_mood("empty", empty())
    lab.feeds.set_mood("bomb", gzip_bomb(20))
    found = await lab.finds(typed)
    assert found.candidates == ()
    assert isinstance(found.problem, problem)


async def test_a_search_at_a_slow_site_ends_at_its_time_limit(lab: Lab) -> None:
    lab.feeds.set_mood("hang", hang())
    found = await lab.finds_within(0.3, "http://customs.example/hang")
    assert found.candidates == ()
    assert isinstance(found.problem, TooSlow)


# ---- hostile pages ---------------------------------------------------------------------------------

PRIVATE = (
    "http://127.0.0.1/feed",
    "http://localhost/feed",
    "http://10.0.0.7/feed",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/feed",
    "http://[::ffff:127.0.0.1]/feed",
    "http://2130706433/feed",
    "http://0x7f.1/feed",
    "http://intranet.example/feed",
    "http://customs.example:22/feed",
    "http://user:word@customs.example/feed",
    "feed://intranet.example/feed",
)


@pytest.mark.parametrize("typed", PRIVATE)
@pytest.mark.hazard("F20")
async def test_an_address_inside_is_never_dialled(typed: str, lab: Lab) -> None:
    lab.publish("feed", "a secret")
    found = await lab.finds(typed)
    assert found.candidates == ()
    assert isinstance(found.problem, AddressRefused | Unreachable)
    assert lab.asked == []


@pytest.mark.parametrize(
    "head",
    [
        RSS_LINK.format("http://intranet.example/feed"),
        '<base href="http://intranet.example/">' + RSS_LINK.format("feed"),
        '<base href="http://127.0.0.1:{port}/">' + RSS_LINK.format("feed"),
        RSS_LINK.format("/inward"),
        '<link rel="canonical" href="http://intranet.example/">' + RSS_LINK.format("//169.254.169.254/feed"),
    ],
)
@pytest.mark.hazard("F20")
async def test_a_page_cannot_send_us_inside(head: str, lab: Lab) -> None:
    lab.page("page", head.replace("{port}", str(lab.feeds.port)))
    lab.feeds.set_mood("inward", redirect("http://intranet.example/feed"))
    lab.publish("feed", "a secret")
    lab.feeds.set_mood("feed", status(404), times=1)  # where feeds usually are, outside
    found = await lab.finds("http://customs.example/page")
    assert not [url for url in addresses(found) if "intranet" in url or "127." in url]
    assert {address for address, _ in lab.internet.dialled} == {"93.184.215.14"}


@pytest.mark.hazard("F20")
async def test_a_redirect_inside_is_refused(lab: Lab) -> None:
    lab.feeds.set_mood("page", redirect("http://metadata.example/feed"))
    lab.publish("feed", "a secret")
    found = await lab.finds("http://customs.example/page")
    assert isinstance(found.problem, AddressRefused)
    assert lab.asked == ["/page"]


async def test_links_that_are_not_pages_are_left_alone(lab: Lab) -> None:
    odd = ("javascript:alert(1)//rss", "data:application/rss+xml,x", "file:///rss", "http://", "http://[x/rss", "")
    lab.page("p", "".join(RSS_LINK.format(href) for href in odd), "".join(f'<a href="{href}">RSS</a>' for href in odd))
    found = await lab.finds("http://customs.example/p")
    assert found.candidates == ()
    assert lab.asked[0] == "/p"
    assert set(lab.asked[1:]) == {"/p/feed/", "/feed", "/rss", "/rss.xml", "/atom.xml", "/index.xml"}


@pytest.mark.parametrize(
    "content",
    [
        b"<html><head>" + b"".join(RSS_LINK.format(f"/n{n}").encode() for n in range(5_000)),
        b"<html><body>" + b"".join(b'<a href="/n%d.rss">RSS</a>' % n for n in range(5_000)),
        b"<html><body>" + b'<a href="/n.rss"><b>' * 55_000,
        b"<html><body>" + b"<script>" * 150_000,
        b"<html><head><link " + b"a='b' " * 200_000 + b">",
        b"<html><body>" + b"<p>text" * 160_000,
        b"\x00\xff<html>" * 150_000,
    ],
    ids=["links", "anchors", "nested anchors", "scripts", "attributes", "text", "binary"],
)
@pytest.mark.hazard("F20")
@pytest.mark.slow
async def test_a_long_page_costs_a_budget_and_no_more_than_its_length(content: bytes, lab: Lab) -> None:
    async def seconds(of: bytes) -> float:
        before = len(lab.asked)
        lab.feeds.set_mood("big", body(of, "text/html"))
        begun = time.process_time() + lab.child.used
        found = await lab.finds("http://customs.example/big")
        assert found.candidates == ()
        assert len(lab.asked) - before <= MAX_REQUESTS
        return time.process_time() + lab.child.used - begun

    # Half of the page takes at least a third of the time: nothing grows with the square of the length.
    assert await seconds(content) < 3 * await seconds(content[: len(content) // 2]) + UNMEASURABLE


@pytest.mark.hazard("F20")
async def test_a_page_nested_without_end_costs_at_most_two_deadlines(lab: Lab) -> None:
    lab.feeds.set_mood("big", body(b"<html><body>" + b"<div>" * 480_000, "text/html"))
    async with ParsingChild(deadline=timedelta(seconds=0.3)) as hasty:
        found = await replace(lab, child=hasty).finds("http://customs.example/big")
        assert 1 <= hasty.lost <= 2, "once as a page, and perhaps once as a feed"
    assert found.candidates == ()
    assert isinstance(found.problem, ParseError)
    assert found.problem.problem is ParseProblem.TOO_SLOW


async def test_no_more_feeds_are_offered_than_a_person_reads(lab: Lab) -> None:
    lab.page("", "".join(RSS_LINK.format(f"/feed{n}") for n in range(20)))
    for n in range(20):
        lab.publish(f"feed{n}", "one")
    assert len((await lab.finds("http://customs.example/")).candidates) == MAX_RESULTS


async def test_a_few_people_are_served_at_once_and_the_others_after_them(lab: Lab) -> None:
    for name in "abcdefgh":
        lab.publish(name, "one")
    discoverer = Discoverer(lab.fetch, lab.child.parse, lab.child.page, lambda: NOW)
    found = await asyncio.gather(*(discoverer(f"http://{name}.example/{name}") for name in "abcdefgh"))
    assert [len(each.candidates) for each in found] == [1] * 8
    assert lab.feeds.most_at_once <= AT_ONCE
