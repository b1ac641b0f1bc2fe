"""The alerts of a chat in a feed reader: at a secret address, in two formats that our own parsers read."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from xml.etree import ElementTree as ET

import aiohttp
import pytest

from bot.callbacks.chats import RenewFeed
from bot.chat import Press, Reply, Request
from bot.config.settings import WebSettings
from bot.dispatch import Access, Answering
from bot.messages.text import LANGUAGES, load
from bot.web import open_port
from tests.fakes.ports import document, item
from tests.fakes.situations import METI, House
from watchers.feeds.parsers import PARSERS
from watchers.model import NO_MAP, Address, Parsed, SourceKind
from watchers.services.chats import Chats

pytestmark = pytest.mark.service

WORDS = load()
PUBLIC = "https://tradewatch.example.org"
ANN = Address("7")
TITLE = "Quota & tariff 關稅"


@pytest.fixture
async def chat(house: House) -> Callable[..., Any]:
    await house.settle_in()
    everyone = Access(frozenset(), frozenset())
    chats = Chats(house.watchlist)
    answering = Answering(
        house.watchlist, WORDS, everyone, house.clock, lambda: None, house.additions, chats, public_url=PUBLIC
    )

    async def ask(text: str = "", press: Press | None = None, app: str = "en") -> Reply:
        return await answering(Request(ANN, True, 7, app, text, press))

    return ask


@asynccontextmanager
async def reading(house: House) -> AsyncIterator[aiohttp.ClientSession]:
    settings = WebSettings.model_validate({"port": 0, "public_url": PUBLIC})
    port = open_port(settings, house.database, WORDS, house.clock, list, lambda: 0, None)
    serving = asyncio.create_task(port.run())
    async with aiohttp.ClientSession(port.address) as session:
        yield session
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


def addresses(reply: Reply) -> list[str]:
    return re.findall(r"<code>([^<]*)</code>", reply.html)


def path(address: str) -> str:
    return address.removeprefix(PUBLIC)


async def fetched(session: aiohttp.ClientSession, address: str) -> tuple[int, str, bytes]:
    async with session.get(path(address)) as answer:
        return answer.status, answer.content_type, await answer.read()


def parsed(body: bytes, kind: SourceKind) -> Parsed:
    return PARSERS[kind](body, "", PUBLIC, NO_MAP)


@pytest.mark.parametrize("ending", ["xml", "json"])
async def test_a_feed_reader_gets_every_alert_of_the_chat_and_no_other(
    house: House, chat: Callable[..., Any], ending: str
) -> None:
    kind = {"xml": SourceKind.ATOM, "json": SourceKind.JSON_FEED}[ending]
    (address,) = [each for each in addresses(await chat("/feed")) if each.endswith(ending)]
    await chat("/watch quota")
    await house.person("ben", "wool")
    await house.poll(
        document(item("Wool", guid="2"), item(TITLE, guid="1", link="https://ustr.example/1?a=b&c=d", body="On quota."))
    )
    async with reading(house) as session:
        status, content_type, body = await fetched(session, address)
    assert (status, content_type) == (200, {"xml": "application/atom+xml", "json": "application/feed+json"}[ending])
    (entry,) = parsed(body, kind).items
    assert (entry.title.original, entry.link) == (TITLE, "https://ustr.example/1?a=b&c=d")
    assert entry.guid.startswith("urn:uuid:")
    assert "quota → W1" in entry.body.original


async def test_an_alert_that_waits_for_a_digest_or_a_pause_is_in_the_feed_at_once(
    house: House, chat: Callable[..., Any]
) -> None:
    address = addresses(await chat("/feed"))[0]
    await chat("/watch quota")
    await chat("/digest W1 daily 8:00")
    await house.poll(document(item("quota 1", guid="1")))
    await chat("/pause")
    await house.poll(document(item("quota 2", guid="2")))
    async with reading(house) as session:
        _, _, body = await fetched(session, address)
    assert [each.title.original for each in parsed(body, SourceKind.ATOM).items] == ["quota 2", "quota 1"]


async def test_a_new_address_ends_the_old_one_and_a_wrong_one_is_not_found(
    house: House, chat: Callable[..., Any]
) -> None:
    old = addresses(await chat("/feed"))
    assert addresses(await chat("/feed")) == old
    new = addresses(await chat(press=Press(RenewFeed())))
    async with reading(house) as session:
        assert [(await fetched(session, each))[0] for each in (*old, *new)] == [404, 404, 200, 200]
        for wrong in (f"{new[0]}x", f"{PUBLIC}/feed/.xml", f"{PUBLIC}/feed/x", new[0].replace(".xml", ".rss")):
            assert (await fetched(session, wrong))[0] == 404, wrong


async def test_an_empty_feed_is_valid_and_says_its_own_address(house: House, chat: Callable[..., Any]) -> None:
    address = addresses(await chat("/feed"))[0]
    async with reading(house) as session:
        _, _, body = await fetched(session, address)
    root = ET.fromstring(body)
    links = root.findall("{http://www.w3.org/2005/Atom}link")
    assert [link.get("href") for link in links if link.get("rel") == "self"] == [address]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_feed_is_in_the_language_of_the_chat(house: House, chat: Callable[..., Any], language: str) -> None:
    address = addresses(await chat("/feed", app={"zh-Hant": "zh-TW"}.get(language, language)))[0]
    await chat("/watch quota")
    await house.poll(document(item("quota", guid="1")), source=METI)
    async with reading(house) as session:
        _, _, body = await fetched(session, address)
    root = ET.fromstring(body)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert WORDS[language].format("feed-title") == root.findtext("{http://www.w3.org/2005/Atom}title")


async def test_without_a_public_address_no_feed_is_offered(house: House, chat: Callable[..., Any]) -> None:
    everyone = Access(frozenset(), frozenset())
    chats = Chats(house.watchlist)
    answering = Answering(house.watchlist, WORDS, everyone, house.clock, lambda: None, house.additions, chats)
    assert addresses(await answering(Request(ANN, True, 7, "en", "/feed"))) == []
