"""Large lists over real sockets on loopback: into a file of this user only, within limits of their own."""

from __future__ import annotations

import gzip
import os
import stat
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.fakes.bell import PATIENCE
from tests.watchers.http.test_fetch import LAB, NOTHING, always, bomb, by_target, in_order, reply, serving, source
from watchers.errors import BadReply, BadStatus, TooLarge, TooSlow
from watchers.http import Fetcher, Limits
from watchers.model import Download, NotModified, Validators

pytestmark = pytest.mark.service

LIST = b"ID,Name\n" + b"".join(b"%d,Company %d\n" % (n, n) for n in range(50_000))
SMALL = Limits(timedelta(seconds=PATIENCE), raw_bytes=1_000, inflated_bytes=1_000, list_bytes=2_000_000)


def has_left_nothing(folder: Path) -> bool:
    return list(folder.iterdir()) == []


@pytest.mark.parametrize("packed", [True, False])
async def test_a_list_larger_than_any_feed_goes_to_a_file(packed: bool, tmp_path: Path) -> None:
    body = gzip.compress(LIST) if packed else LIST
    answer = always(reply(200, body, ['ETag: "1"', "Content-Type: text/csv"]))
    async with serving(answer) as server, Fetcher(LAB, SMALL) as fetcher:
        fetched = await fetcher.download(source(server.url()), NOTHING, tmp_path)
    assert isinstance(fetched, Download)
    assert (fetched.size_bytes, fetched.digest) == (len(LIST), sha256(LIST).digest())
    assert (fetched.validators.etag, fetched.content_type) == ('"1"', "text/csv")
    assert stat.S_IMODE(os.fstat(fetched.file.fileno()).st_mode) == 0o600
    with fetched.file as file:
        file.seek(0)
        assert file.read() == LIST
    assert has_left_nothing(tmp_path)


async def test_a_list_is_asked_for_with_its_validators_and_followed_to_where_it_is(tmp_path: Path) -> None:
    answers = {"/feed": reply(302, headers=["Location: /store"]), "/store": reply(304)}
    async with serving(by_target(answers)) as server, Fetcher(LAB, SMALL) as fetcher:
        fetched = await fetcher.download(source(server.url("/feed")), Validators('"1"'), tmp_path)
    assert isinstance(fetched, NotModified)
    assert server.asked[1].headers["if-none-match"] == b'"1"'


@pytest.mark.hazard("F11")
@pytest.mark.parametrize("body", [bytes(2_000_001), bomb(200)], ids=["plain", "bomb"])
async def test_a_list_over_its_limit_is_dropped(body: bytes, tmp_path: Path) -> None:
    async with serving(always(reply(200, body))) as server, Fetcher(LAB, SMALL) as fetcher:
        with pytest.raises(TooLarge):
            await fetcher.download(source(server.url()), NOTHING, tmp_path)
    assert has_left_nothing(tmp_path)


@pytest.mark.hazard("F18")
async def test_a_list_that_breaks_off_or_is_refused_leaves_nothing(tmp_path: Path) -> None:
    broken = [reply(200, gzip.compress(LIST)[:-9]), reply(200, LIST).replace(b"\r\n\r\n", b"0\r\n\r\n"), reply(503)]
    async with serving(in_order(*broken)) as server, Fetcher(LAB, SMALL) as fetcher:
        for expected in (BadReply, BadReply, BadStatus):
            with pytest.raises(expected):
                await fetcher.download(source(server.url()), NOTHING, tmp_path)
    assert has_left_nothing(tmp_path)


@pytest.mark.hazard("F12")
async def test_a_list_that_does_not_arrive_in_its_time_is_given_up(tmp_path: Path) -> None:
    stalled = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nID,"
    limits = Limits(total=timedelta(seconds=PATIENCE), list_total=timedelta(seconds=0.3))

    async def stall(asked: object, writer: object) -> None:
        writer.write(stalled)  # type: ignore[attr-defined]
        await writer.drain()  # type: ignore[attr-defined]
        await writer.wait_closed()  # type: ignore[attr-defined]

    async with serving(stall) as server, Fetcher(LAB, limits) as fetcher:
        with pytest.raises(TooSlow):
            await fetcher.download(source(server.url()), NOTHING, tmp_path)
