"""The small internet leads where it says, and nowhere else."""

from __future__ import annotations

import socket

import pytest

from tests.fakes.feed_documents import FeedItem
from tests.fakes.feeds import FeedServer
from tests.fakes.internet import INSIDE, OUTSIDE, TRUST, Internet
from watchers.errors import AddressRefused
from watchers.http import Fetcher, Network
from watchers.model import Modified, Source, SourceId, Validators


async def test_every_public_name_leads_to_the_one_server() -> None:
    async with FeedServer() as feeds:
        feeds.publish("ustr", FeedItem("1", "Tariffs rise"))
        internet = Internet(feeds.port)
        async with Fetcher(Network("test"), resolve=internet.resolve, connect=internet, trust=TRUST) as fetcher:
            fetched = await fetcher(Source(SourceId("a"), "http://ustr.example/ustr"), Validators())
        assert isinstance(fetched, Modified)
        assert b"Tariffs rise" in fetched.body
        assert internet.dialled == [(OUTSIDE, 80)]


async def test_a_name_inside_is_refused_by_the_guard_and_never_dialled() -> None:
    internet = Internet(1, inside=("intranet.example",), nowhere=("gone.example",))
    assert await internet.resolve("intranet.example") == [INSIDE]
    fetcher = Fetcher(Network("test"), resolve=internet.resolve, connect=internet)
    with pytest.raises(AddressRefused):
        await fetcher(Source(SourceId("a"), "http://intranet.example/"), Validators())
    with pytest.raises(socket.gaierror):
        await internet.resolve("gone.example")
    assert internet.dialled == []


async def test_nobody_listens_on_any_other_port() -> None:
    with pytest.raises(ConnectionRefusedError, match="nobody listens"):
        await Internet(1)(OUTSIDE, 443, TRUST, "a.example")
