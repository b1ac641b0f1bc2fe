"""Sources that chats added have a parser of their own, and each of them a limited share of it (hazard X4)."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta

import pytest

from tests.fakes.bell import PATIENCE, eventually
from tests.fakes.children import children, needs_proc
from tests.watchers.feeds.test_process import answer as fetched
from watchers.errors import ParseError, ParseProblem
from watchers.feeds import added
from watchers.feeds.added import AddedParser, by_trust
from watchers.feeds.process import ParsingChild
from watchers.model import Modified, Parsed, Source, SourceId

pytestmark = pytest.mark.service

GOOD = b"<rss version='2.0'><channel><item><title>quota</title><guid>1</guid></item></channel></rss>"


def hostile(number: int) -> bytes:
    """A document that takes minutes, with other bytes each time."""
    return b"<rss><channel><item><title>" + b"<a>" * 200_000 + str(number).encode()


def source(name: str, trusted: bool = False) -> Source:
    return Source(SourceId(name), "https://example.org/feed", trusted=trusted)


class Hangs(ParsingChild):
    """A child for which every document of a hostile source takes its whole time."""

    async def parse(self, source: Source, fetched: Modified) -> Parsed:
        if source.id.startswith("hostile"):
            await asyncio.sleep(self.deadline.total_seconds())
            self.used += self.deadline.total_seconds()
            raise ParseError(ParseProblem.TOO_SLOW, "no answer")
        return await super().parse(source, fetched)


@pytest.mark.hazard("X4")
async def test_a_source_that_uses_up_its_time_is_set_aside_whatever_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(added, "ALLOWANCE_SECONDS", 0.25)
    async with AddedParser(Hangs(deadline=timedelta(seconds=0.1))) as parser:
        problems = []
        for number in range(6):
            with pytest.raises(ParseError) as raised:
                await parser.parse(source("hostile"), fetched(hostile(number)))
            problems.append(raised.value.problem)
    assert problems == [ParseProblem.TOO_SLOW] * 3 + [ParseProblem.POISON] * 3


@pytest.mark.hazard("X4")
async def test_configured_sources_do_not_wait_for_added_ones() -> None:
    async with ParsingChild() as configured, AddedParser(Hangs(deadline=timedelta(seconds=2 * PATIENCE))) as parser:
        parse = by_trust(configured.parse, parser.parse)
        waiting = [
            asyncio.ensure_future(parse(source(f"hostile{number}"), fetched(hostile(number)))) for number in range(20)
        ]
        await eventually(lambda: parser._turn.locked())
        parsed = await parse(source("ustr", trusted=True), fetched(GOOD))
        assert len(parsed.items) == 1
        assert not any(task.done() for task in waiting)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


@needs_proc
async def test_the_service_goes_before_the_parser_of_added_sources() -> None:
    async with AddedParser() as parser:
        await parser.parse(source("added"), fetched(GOOD))
        (pid,) = children()
        assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)


async def test_an_ordinary_document_of_eight_megabytes_fits_into_the_memory_for_added_sources() -> None:
    text = b"The agency asks for comments on tariffs for semiconductors and steel by the first of the month. " * 4
    item = b"<item><title>quota</title><guid>%d</guid><description>" + text + b"</description></item>"
    body = GOOD.replace(b"<item>", b"".join(item % number for number in range(17_500)) + b"<item>")
    assert len(body) > 8_000_000
    async with ParsingChild(deadline=timedelta(hours=1), memory_bytes=added.MEMORY_BYTES) as child:
        assert (await child.parse(source("added"), fetched(body))).items
