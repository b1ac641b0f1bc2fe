"""The feed server: good manners when asked for them, and each mood as a client meets it."""

from __future__ import annotations

import asyncio
import json
import sys
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import httpx
import pytest

from tests.fakes import feed_moods as moods
from tests.fakes.bell import PATIENCE
from tests.fakes.feed_documents import FeedItem, Format
from tests.fakes.feeds import FeedServer

ROOT = Path(__file__).parents[2]
TARIFF = FeedItem(
    guid="g1",
    title="Tariffs <5 % & more: 關稅",
    link="https://example.org/a?b=1&c=2",
    summary="<p>Duties on 半導体</p>",
    published=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
    language="ja",
)
QUOTA = FeedItem(guid="g2", title="Quota")


@pytest.fixture
async def feeds() -> AsyncIterator[FeedServer]:
    async with FeedServer() as feeds:
        feeds.publish("a", TARIFF)
        yield feeds


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(verify=False, timeout=PATIENCE) as client:
        yield client


@pytest.mark.parametrize("form", list(Format))
async def test_what_is_published_can_be_read_by_a_feed_reader(
    feeds: FeedServer, client: httpx.AsyncClient, form: Format
) -> None:
    feeds.feed("b", form, title="Trade & more", language="en")
    feeds.publish("b", TARIFF)
    feeds.publish("b", QUOTA)
    parsed = feedparser.parse((await client.get(feeds.url("b"))).content)
    assert (parsed.bozo, parsed.feed.title, parsed.feed.language) == (False, "Trade & more", "en")
    newest, tariff = parsed.entries
    assert (newest.id, newest.title) == ("g2", "Quota")
    assert (tariff.id, tariff.link, tariff.summary) == ("g1", TARIFF.link, TARIFF.summary)
    assert tariff.title_detail.language == "ja"
    assert tariff.published_parsed[:6] == (2026, 3, 4, 5, 6, 7)


async def test_a_client_that_has_it_gets_a_304(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    first = await client.get(feeds.url("a"))
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    for current in (
        {"If-None-Match": etag},
        {"If-None-Match": f'"other", W/{etag}'},
        {"If-Modified-Since": modified},
        {"If-None-Match": etag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        again = await client.get(feeds.url("a"), headers=current)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    for stale in (
        {"If-None-Match": '"other"', "If-Modified-Since": modified},
        {"If-Modified-Since": "yesterday"},
    ):
        assert (await client.get(feeds.url("a"), headers=stale)).status_code == 200


async def test_both_validators_move_when_something_is_published(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    first = await client.get(feeds.url("a"))
    feeds.publish("a", QUOTA)
    second = await client.get(feeds.url("a"), headers={"If-Modified-Since": first.headers["last-modified"]})
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]
    feeds.replace("a", TARIFF)
    assert (await client.get(feeds.url("a"))).content == first.content


async def test_gzip_is_sent_only_when_asked_for(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    zipped = await client.get(feeds.url("a"), headers={"Accept-Encoding": "gzip"})
    plain = await client.get(feeds.url("a"), headers={"Accept-Encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert zipped.content == plain.content


async def test_requests_are_remembered_with_their_headers(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    await client.get(feeds.url("a"), headers={"User-Agent": "Tradewatch/1"})
    await client.head(feeds.url("nowhere"))
    (asked,) = await feeds.wait_for_requests("a", 1)
    assert (asked.method, asked.headers["user-agent"], asked.conditional) == ("GET", "Tradewatch/1", False)
    assert [request.name for request in feeds.requests] == ["a", "nowhere"]
    with pytest.raises(TimeoutError, match="1 of 2 requests for a"):
        await feeds.wait_for_requests("a", 2, 0.01)


async def test_requests_at_the_same_time_are_counted(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    feeds.set_mood("a", moods.hang())
    asking = [asyncio.create_task(client.get(feeds.url("a"))) for _ in range(3)]
    await feeds.wait_for_requests("a", 3)
    for task in asking:
        task.cancel()
    assert feeds.most_at_once == 3


async def test_a_mood_for_some_requests_passes(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    feeds.set_mood("a", moods.status(500))
    feeds.set_mood("a", moods.retry_after("soon", 503), times=2)
    codes = [(await client.get(feeds.url("a"))).status_code for _ in range(4)]
    assert codes == [503, 503, 500, 500]
    feeds.set_mood("a", moods.ok({"Cache-Control": "max-age=60"}))
    assert (await client.get(feeds.url("a"))).headers["cache-control"] == "max-age=60"


@pytest.mark.parametrize(
    ("mood", "code", "header", "value"),
    [
        (moods.html_page(), 200, "content-type", "text/html; charset=utf-8"),
        (moods.status(410), 410, "content-length", "0"),
        (moods.retry_after("-1"), 429, "retry-after", "-1"),
        (moods.redirect("file:///etc/passwd", 308), 308, "location", "file:///etc/passwd"),
        (moods.set_cookie(), 200, "set-cookie", "session=1; Path=/"),
        (moods.empty(), 200, "content-length", "0"),
        (moods.in_charset("big5", "iso-8859-1"), 200, "content-type", "application/rss+xml; charset=iso-8859-1"),
        (moods.body(b"\xff", "text/xml"), 200, "content-type", "text/xml"),
    ],
)
async def test_a_mood_shows_in_status_and_headers(
    feeds: FeedServer, client: httpx.AsyncClient, mood: moods.Mood, code: int, header: str, value: str
) -> None:
    feeds.set_mood("a", mood)
    answer = await client.get(feeds.url("a"))
    assert (answer.status_code, answer.headers[header]) == (code, value)


@pytest.mark.parametrize(
    "mood",
    [
        moods.bad_gzip(),
        moods.short_read(),
        moods.http_09(),
        moods.huge_header(),
        moods.dropping(),
        moods.raw(b"HTTP/1.1 nonsense\r\n\r\n"),
    ],
    ids=["bad gzip", "short read", "HTTP/0.9", "huge header", "dropped", "nonsense"],
)
async def test_a_broken_answer_is_an_error_for_any_client(
    feeds: FeedServer, client: httpx.AsyncClient, mood: moods.Mood
) -> None:
    feeds.set_mood("a", mood)
    with pytest.raises((httpx.TransportError, httpx.DecodingError)):
        await client.get(feeds.url("a"))


@pytest.mark.parametrize("mood", [moods.hang(), moods.slow_header(tick=0.05), moods.slow_body(tick=0.05)])
async def test_a_slow_answer_outlasts_the_patience_of_a_client(
    feeds: FeedServer, client: httpx.AsyncClient, mood: moods.Mood
) -> None:
    feeds.set_mood("a", mood)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await client.get(feeds.url("a"))


async def test_a_slow_answer_arrives_in_the_end(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    whole = (await client.get(feeds.url("a"))).content
    for mood in (moods.slow_header(50, 0.001), moods.slow_body(50, 0.001)):
        feeds.set_mood("a", mood)
        assert (await client.get(feeds.url("a"))).content == whole


async def test_an_endless_feed_has_no_end(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    feeds.set_mood("a", moods.endless())
    size = 0
    async with client.stream("GET", feeds.url("a")) as answer:
        async for chunk in answer.aiter_raw():
            size += len(chunk)
            if size > 2**21:
                break
    assert size > 2**21


async def test_a_gzip_bomb_is_good_gzip_and_swells_a_thousandfold(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    feeds.set_mood("a", moods.gzip_bomb(megabytes=3))
    async with client.stream("GET", feeds.url("a")) as answer:
        packed = b"".join([chunk async for chunk in answer.aiter_raw()])
    unpacker = zlib.decompressobj(31)
    assert unpacker.decompress(packed) == b" " * 3 * 2**20
    assert unpacker.eof
    assert len(packed) < 3 * 2**20 / 900


async def test_a_server_may_ignore_that_the_client_has_it(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    feeds.set_mood("a", moods.ignoring_conditionals())
    first = await client.get(feeds.url("a"))
    again = await client.get(feeds.url("a"), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (200, first.content)


async def test_flipping_validators_count_only_when_they_are_the_latest(
    feeds: FeedServer, client: httpx.AsyncClient
) -> None:
    feeds.set_mood("a", moods.flipping_validators())
    first = (await client.get(feeds.url("a"))).headers["etag"]
    second = await client.get(feeds.url("a"), headers={"If-None-Match": first})
    assert (second.status_code, second.headers["etag"] != first) == (304, True)
    assert (await client.get(feeds.url("a"), headers={"If-None-Match": first})).status_code == 200


async def test_a_wrong_charset_is_said_but_not_used(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    feeds.set_mood("a", moods.in_charset("big5", "utf-8"))
    answer = await client.get(feeds.url("a"))
    assert "關稅" in answer.content.decode("big5")
    assert "關稅" not in answer.text


async def test_a_client_that_does_not_speak_http_harms_no_other(feeds: FeedServer, client: httpx.AsyncClient) -> None:
    _, writer = await asyncio.open_connection(feeds.host, feeds.port)
    writer.write(b"hello")
    writer.close()
    await writer.wait_closed()
    assert (await client.get(feeds.url("a"))).status_code == 200


async def test_in_a_separate_process_it_is_controlled_over_http(client: httpx.AsyncClient) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.feeds", "--port", "0"), stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout
    server = json.loads(await process.stdout.readline())["url"]
    await _drive(client, server)
    process.terminate()
    assert await process.wait() == 0


async def _drive(client: httpx.AsyncClient, server: str) -> None:
    item = {"guid": "1", "title": "Tariffs", "published": "2026-03-04T05:06:07Z"}
    published = await client.post(f"{server}control/publish", json={"name": "x", "form": "atom", "items": [item]})
    assert "<title>Tariffs</title>" in (await client.get(published.json()["url"])).text
    mood = {"name": "x", "mood": "body", "with": {"content": "plain", "content_type": "text/plain"}, "times": 1}
    await client.post(f"{server}control/mood", json=mood)
    assert (await client.get(f"{server}x")).text == "plain"
    assert len((await client.get(f"{server}control/requests?name=x")).json()) == 2
    wrong = await client.post(f"{server}control/mood", json={"name": "x", "mood": "sulking"})
    assert (wrong.status_code, wrong.json()) == (400, {"error": "KeyError('sulking')"})
    assert (await client.get(f"{server}control/nothing")).status_code == 404
