"""The sample wire: what it holds, and that it is published as a real feed server would."""

from __future__ import annotations

import asyncio
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import feedparser
import httpx
import msgspec
import pytest

from bot.app import now, open_service
from bot.chat import Outcome, Reply, Sent
from bot.config.settings import Config
from bot.demo.sample_wire import SampleItem, Samples, SampleWire, read_samples
from bot.messages.text import plain
from tests.fakes.bell import PATIENCE
from watchers.model import Address, Source, SourceKind
from watchers.polled import Polled

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SENTENCE_END = re.compile(r"[。！？]|[.!?](?= |$)")


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wire(clock: Clock) -> Iterator[SampleWire]:
    with SampleWire.load(clock) as opened:
        yield opened


@pytest.fixture
def web() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


def all_items() -> list[SampleItem]:
    return list(read_samples().items)


def source_of(wire: SampleWire, source_id: str) -> Source:
    return next(source for source in wire.sources if source.id == source_id)


def feeds_of(wire: SampleWire) -> list[Source]:
    return [source for source in wire.sources if source.kind.is_feed]


def titles(web: httpx.Client, source: Source) -> list[str]:
    return [item.title for item in feedparser.parse(web.get(source.url).content).entries]


@pytest.mark.parametrize("item", all_items(), ids=lambda item: item.id)
def test_every_item_has_all_it_needs(item: SampleItem) -> None:
    assert item.feed in {feed.id for feed in read_samples().feeds}
    assert 10 <= len(item.title) <= 120
    assert 200 <= len(item.summary) <= 600
    assert 2 <= len(SENTENCE_END.findall(item.summary)) <= 4
    assert item.link.startswith("https://example.org/")
    assert 0 < item.minutes_ago < 24 * 60
    assert "\n" not in item.title + item.summary
    assert not re.search(r"[。、] ", item.summary), "a line of the file was folded into a space"


def test_ids_and_links_and_titles_are_unique() -> None:
    items = all_items()
    for field in ("id", "link", "title"):
        assert len({getattr(item, field) for item in items}) == len(items), field


def test_the_three_languages_are_there_at_the_start_and_after() -> None:
    samples = read_samples()
    assert [feed.language for feed in samples.feeds] == ["en", "zh-Hant", "ja"]
    assert {feed.kind for feed in samples.feeds} == {SourceKind.RSS, SourceKind.ATOM}
    for feed in samples.feeds:
        of_feed = [item.at_start for item in samples.items if item.feed == feed.id]
        assert len(of_feed) >= 8
        assert True in of_feed
        assert False in of_feed
    assert len(samples.items) == 30
    assert sum(item.at_start for item in samples.items) == 12


def test_the_first_to_appear_is_met_by_the_watches_of_the_first_minute(wire: SampleWire) -> None:
    first = wire.publish_next()
    assert first is not None
    words = re.findall(r"\w+", f"{first.title} {first.summary}")
    for word in ("TSMC", "tariffs", "Kumamoto", "Fukuoka", "TAITRA"):
        assert word in words


def test_the_story_of_fukuoka_is_published_in_each_language_after_the_start() -> None:
    story = [item for item in all_items() if item.id.endswith("-fukuoka")]
    assert [item.feed for item in story] == ["wire.en", "wire.zh", "wire.ja"]
    assert not any(item.at_start for item in story)
    assert len({item.title for item in story}) == 3


def test_sources_say_where_and_how_often_to_poll(wire: SampleWire) -> None:
    assert [source.id for source in wire.sources] == ["wire.en", "wire.zh", "wire.ja", "wire.list"]
    for source in wire.sources:
        assert source.url.startswith("http://127.0.0.1:")
        assert source.every == timedelta(seconds=1)
        assert source.name


def test_each_feed_is_parsed_without_a_complaint_and_has_its_texts(wire: SampleWire, web: httpx.Client) -> None:
    samples = read_samples()
    while wire.publish_next():
        pass
    for source in feeds_of(wire):
        reply = web.get(source.url)
        document = feedparser.parse(reply.content)
        assert reply.headers["content-type"] == f"application/{source.kind.value}+xml; charset=utf-8"
        assert not document.bozo
        assert document.version == {"rss": "rss20", "atom": "atom10"}[source.kind.value]
        assert document.feed.language.lower() == (source.language or "").lower()
        wanted = {(i.title, i.link) for i in samples.items if i.feed == source.id}
        assert {(e.title.replace("&amp;", "&"), e.link) for e in document.entries} == wanted


def test_items_are_stamped_from_now_newest_first(wire: SampleWire, web: httpx.Client, clock: Clock) -> None:
    clock.time = NOON + timedelta(minutes=30)
    item = wire.publish_next()
    assert item is not None
    document = feedparser.parse(web.get(source_of(wire, item.feed).url).content)
    stamps = [datetime.fromtimestamp(timegm(e.published_parsed), UTC) for e in document.entries]
    assert stamps[0] == clock.time - timedelta(minutes=item.minutes_ago)
    assert all(newer >= older for newer, older in pairwise(stamps))
    assert stamps[-1] == NOON - timedelta(minutes=340)


def test_an_unchanged_feed_answers_304_until_one_of_its_items_appears(
    wire: SampleWire, web: httpx.Client, clock: Clock
) -> None:
    english, chinese = source_of(wire, "wire.en"), source_of(wire, "wire.zh")
    tags = {source.id: web.get(source.url).headers["etag"] for source in wire.sources}
    clock.time += timedelta(minutes=5)
    again = web.get(english.url, headers={"If-None-Match": f'"other", W/{tags[english.id]}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tags[english.id]

    assert wire.publish_next() is not None
    assert web.get(english.url, headers={"If-None-Match": tags[english.id]}).status_code == 200
    assert web.get(chinese.url, headers={"If-None-Match": tags[chinese.id]}).status_code == 304


def test_items_appear_in_the_order_of_the_file_and_then_no_more(wire: SampleWire, web: httpx.Client) -> None:
    later = [item for item in all_items() if not item.at_start]
    assert [wire.publish_next() for _ in later] == later
    assert wire.publish_next() is None
    assert later[0].title in titles(web, source_of(wire, "wire.en"))


def test_text_that_looks_like_markup_survives(web: httpx.Client, clock: Clock) -> None:
    feeds = read_samples().feeds
    hostile = [
        SampleItem(feed.id, feed.id, True, 1, "a < b & <i>c</i>", 'x < y & "z" ]]>', "https://example.org/?a=1&b=2")
        for feed in feeds
    ]
    with SampleWire(Samples(feeds, tuple(hostile)), clock) as wire:
        for source in wire.sources:
            assert b"a &lt; b &amp; &lt;i&gt;c&lt;/i&gt;" in web.get(source.url).content
            document = feedparser.parse(web.get(source.url).content, sanitize_html=False)
            assert document.entries[0].link == "https://example.org/?a=1&b=2"
            summary = document.entries[0].summary
            expected = {"rss": '<p>x &lt; y &amp; "z" ]]&gt;</p>', "atom": 'x < y & "z" ]]>'}
            assert summary == expected[source.kind.value]


def test_an_unknown_path_is_404_and_leaving_closes_the_port(clock: Clock, web: httpx.Client) -> None:
    with SampleWire.load(clock) as wire:
        url = wire.sources[0].url
        assert web.get(url + ".gone").status_code == 404
        assert web.get(url).status_code == 200
    with pytest.raises(httpx.ConnectError):
        web.get(url)


def test_a_feed_with_nothing_published_is_still_a_feed(clock: Clock, web: httpx.Client) -> None:
    with SampleWire(Samples(read_samples().feeds, ()), clock) as wire:
        for source in wire.sources:
            assert titles(web, source) == []


def test_a_file_that_lacks_something_names_the_place(tmp_path: Path) -> None:
    path = tmp_path / "wire.yaml"
    path.write_text("feeds: []\nitems:\n- {id: a, feed: b}\n", encoding="utf-8")
    with pytest.raises(msgspec.ValidationError, match=r"items\[0\]"):
        read_samples(path)


def test_a_list_gains_and_loses_entries_as_items_appear(wire: SampleWire, web: httpx.Client) -> None:
    url = source_of(wire, "wire.list").url
    tag = web.get(url).headers["etag"]
    assert "Example Chip Tools" in web.get(url).text
    wire.publish_next()
    assert web.get(url, headers={"If-None-Match": tag}).status_code == 304
    wire.publish_next()
    table = web.get(url, headers={"If-None-Match": tag}).text
    assert "Example Chip Tools" not in table
    assert "Example Wafer Trading" in table


@pytest.mark.service
async def test_a_change_of_the_list_alerts_who_watches_an_entry(tmp_path: Path) -> None:
    stop, told, baseline = asyncio.Event(), asyncio.Event(), asyncio.Event()
    said: list[str] = []

    async def send(address: Address, reply: Reply) -> Outcome:
        said.append(plain(reply.html))
        if "Sample Sanctions List" in said[-1]:
            told.set()
        return Sent("1")

    def polled(result: Polled) -> None:
        if result.source.id == "wire.list" and result.baseline:
            baseline.set()

    settings = {"database": str(tmp_path / "t.db"), "network": {"allow_private": ("127.0.0.0/8",)}, "catalog": "none"}
    with SampleWire.load(now) as wire:
        async with open_service(Config.model_validate(settings), wire.sources) as service:
            ann = await service.watchlist.subscribe(Address("1"), "ja")
            await service.watchlist.watch(ann, "TSMC")
            running = asyncio.create_task(service.run(send, stop, polled))
            async with asyncio.timeout(PATIENCE):
                await baseline.wait()
                wire.publish_next()
                wire.publish_next()
                await told.wait()
            stop.set()
            await running
    (message,) = [text for text in said if "Sample Sanctions List" in text]
    assert message.splitlines()[:3] == [
        "📋 Sample Sanctions List：追加 1 件, 削除 1 件".replace(", ", "、"),
        "このうち 1 件をウォッチ中：",
        "➕ Example Wafer Trading 追加",
    ]
