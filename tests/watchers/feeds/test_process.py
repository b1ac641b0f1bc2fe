"""P1 and P3 at full size: whatever a document does to the child, the service goes on."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.fakes.bell import PATIENCE, eventually
from tests.fakes.children import children, needs_proc, ticks
from tests.fakes.effort import seconds
from watchers.errors import ParseError, ParseProblem
from watchers.feeds.process import MAX_LOGGED, Killer, ParsingChild, ParsingChildren
from watchers.model import ItemMap, Modified, Parsed, ParsedItem, Source, SourceId, SourceKind, Validators

pytestmark = pytest.mark.service

SOURCE = Source(SourceId("wire"), "https://e.org/feed")
NEVER = timedelta(hours=1)
AT_ONCE = timedelta(seconds=0.05)
"""A deadline that a document which hangs will miss."""
BAD = "tests.fakes.bad_parser"
ROOT = Path(__file__).resolve().parents[3]

HANGS = b"<rss " + b" ".join(b'a%d="x"' % n for n in range(100_000)) + b"></rss>"
"""feedparser compares each attribute with all: minutes."""
EATS = b'<rss xml:base="http://e.org/">' + b'<a xml:base="%s/">' % (b"x" * 200) * 6_000 + b"</rss>"
"""Each nested base is longer than the one around it: gigabytes."""


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No document misses the limit by the clock: on a busy machine a little processor time takes long."""
    monkeypatch.setattr(ParsingChild, "wall_seconds", 2 * PATIENCE)


def environment(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


def answer(body: bytes) -> Modified:
    return Modified("https://e.org/feed", body, "application/rss+xml", Validators(), None)


def feed(*titles: str, text: str = "") -> bytes:
    items = "".join(f"<item><title>{title}</title><description>{text}</description></item>" for title in titles)
    return f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>".encode()


def titles(parsed: Parsed) -> list[str]:
    return [item.title.original for item in parsed.items]


async def at_work(pid: int) -> None:
    """Return when the child has worked since."""
    before = ticks(pid)
    await eventually(lambda: ticks(pid) > before + 1)


async def test_a_feed_comes_back_whole_from_the_child() -> None:
    async with ParsingChild() as child:
        parsed = await child.parse(SOURCE, answer(feed("半導體關稅", "TSMC & tariffs", text="One. Two.")))
    assert parsed.title == "Wire"
    assert parsed.complete
    assert titles(parsed) == ["半導體關稅", "TSMC & tariffs"]
    assert parsed.items[0].title.tokens[:2] == ("半", "导")
    assert parsed.items[1].body.original == "One. Two."


async def test_many_documents_asked_at_once_are_answered_each_with_its_own() -> None:
    async with ParsingChild() as child:
        answers = await asyncio.gather(*(child.parse(SOURCE, answer(feed(str(n)))) for n in range(50)))
    assert [titles(parsed) for parsed in answers] == [[str(n)] for n in range(50)]


@pytest.mark.hazard("P1")
async def test_the_childs_refusal_is_raised_unchanged_and_does_not_count_as_a_kill() -> None:
    refused = {b"": ParseProblem.EMPTY, b"{}": ParseProblem.NOT_A_FEED, b"<html/>": ParseProblem.HTML}
    async with ParsingChild() as child:
        for body in (*refused, *[b"<html/>"] * 5):
            with pytest.raises(ParseError) as raised:
                await child.parse(SOURCE, answer(body))
            assert raised.value.problem is refused[body]
        assert titles(await child.parse(SOURCE, answer(feed("next")))) == ["next"]
        assert child.lost == 0


@pytest.mark.hazard("P1")
async def test_a_document_that_waits_costs_its_time_by_the_clock_and_the_next_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with ParsingChild(program=BAD) as child:
        with monkeypatch.context() as hasty:
            hasty.setattr(ParsingChild, "wall_seconds", 0.5)
            with pytest.raises(ParseError, match=r"no answer within 0\.5 s") as raised:
                await child.outlines(b"hang")
        assert raised.value.problem is ParseProblem.TOO_SLOW
        with pytest.raises(ParseError) as raised:
            await child.outlines(b"next")
        assert raised.value.problem is ParseProblem.EMPTY
        assert child.lost == 1


@pytest.mark.hazard("P1")
@needs_proc
async def test_while_the_machine_does_something_else_no_deadline_passes() -> None:
    async with ParsingChild(deadline=timedelta(seconds=1)) as child:
        await child.parse(SOURCE, answer(feed("first")))
        (pid,) = children()
        os.kill(pid, signal.SIGSTOP)
        work = asyncio.create_task(child.parse(SOURCE, answer(feed("late"))))
        await asyncio.sleep(1.5)
        os.kill(pid, signal.SIGCONT)
        assert titles(await work) == ["late"]
        assert child.lost == 0
        assert child.used < 1


@pytest.mark.hazard("F21")
async def test_a_document_that_hangs_holds_up_nobody_while_a_child_is_free() -> None:
    async with ParsingChildren(deadline=NEVER) as parsers:
        hanging = asyncio.create_task(parsers.parse(SOURCE, answer(HANGS)))
        await asyncio.sleep(0)
        for n in range(20):
            assert titles(await parsers.parse(SOURCE, answer(feed(str(n))))) == [str(n)]
        assert not hanging.done()
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)
        assert titles(await parsers.parse(SOURCE, answer(feed("next")))) == ["next"]


@pytest.mark.hazard("F21")
async def test_both_children_know_what_a_document_has_cost() -> None:
    other = Source(SourceId("other"), "https://e.org/other")
    async with ParsingChildren(deadline=AT_ONCE) as parsers:
        for _ in range(2):
            with pytest.raises(ParseError):
                await parsers.parse(SOURCE, answer(HANGS))
        beside = parsers.parse(other, answer(HANGS)), parsers.parse(SOURCE, answer(HANGS))
        await asyncio.gather(*beside, return_exceptions=True)
        with pytest.raises(ParseError) as raised:
            await parsers.parse(SOURCE, answer(HANGS))
        assert raised.value.problem is ParseProblem.POISON
        assert parsers.lost == 4


@needs_proc
async def test_one_child_is_enough_for_documents_that_come_one_by_one() -> None:
    async with ParsingChildren() as parsers:
        for n in range(5):
            await parsers.parse(SOURCE, answer(feed(str(n))))
        assert len(children()) == 1
        assert parsers.lost == 0
    assert children() == []


@pytest.mark.hazard("P1")
async def test_a_document_that_killed_three_children_is_set_aside_until_it_changes() -> None:
    other = Source(SourceId("other"), "https://e.org/other")
    async with ParsingChild(deadline=AT_ONCE) as child:
        for _ in range(3):
            with pytest.raises(ParseError) as raised:
                await child.parse(SOURCE, answer(HANGS))
            assert raised.value.problem is ParseProblem.TOO_SLOW
            assert "processor time" in raised.value.why
        with pytest.raises(ParseError) as raised:
            await child.parse(SOURCE, answer(HANGS))
        assert raised.value.problem is ParseProblem.POISON
        assert child.used == pytest.approx(3 * AT_ONCE.total_seconds())
    async with ParsingChild() as patient:
        assert titles(await patient.parse(other, answer(feed("next")))) == ["next"]


@pytest.mark.hazard("P1")
async def test_a_document_that_changes_is_read_again_and_the_count_begins_anew() -> None:
    killers: dict[SourceId, Killer] = {}
    hasty, patient = ParsingChild(deadline=AT_ONCE, killers=killers), ParsingChild(killers=killers)
    async with hasty, patient:
        for _ in range(2):
            with pytest.raises(ParseError):
                await hasty.parse(SOURCE, answer(HANGS))
        assert titles(await patient.parse(SOURCE, answer(feed("mended")))) == ["mended"]
        with pytest.raises(ParseError) as raised:
            await hasty.parse(SOURCE, answer(HANGS))
        assert raised.value.problem is ParseProblem.TOO_SLOW


@pytest.mark.hazard("P1")
async def test_a_page_nested_without_end_costs_its_deadline() -> None:
    page = replace(SOURCE, kind=SourceKind.PAGE, mapping=ItemMap(items="a"))
    async with ParsingChild(deadline=AT_ONCE) as child:
        with pytest.raises(ParseError) as raised:
            await child.parse(page, answer(b"<div>" * 1_000_000 + b"<a href=x>t</a>"))
        assert raised.value.problem is ParseProblem.TOO_SLOW


async def test_a_mapping_reaches_the_child() -> None:
    listed = replace(SOURCE, kind=SourceKind.JSON, mapping=ItemMap(items="a", title="{b}!"))
    async with ParsingChild() as child:
        parsed = await child.parse(listed, answer(b'{"a": [{"b": "c"}]}'))
    assert titles(parsed) == ["c!"]


@pytest.mark.hazard("P3")
async def test_a_document_that_eats_memory_costs_its_child_and_the_next_is_parsed() -> None:
    async with ParsingChild(deadline=NEVER, memory_bytes=160 * 1024 * 1024) as child:
        with pytest.raises(ParseError) as raised:
            await child.parse(SOURCE, answer(EATS))
        assert raised.value.problem is ParseProblem.TOO_HUNGRY
        assert titles(await child.parse(SOURCE, answer(feed("next")))) == ["next"]


@needs_proc
async def test_a_child_that_was_killed_while_idle_is_replaced_unnoticed() -> None:
    async with ParsingChild() as child:
        await child.parse(SOURCE, answer(feed("first")))
        (pid,) = children()
        os.kill(pid, signal.SIGKILL)
        await eventually(lambda: children() == [])
        assert titles(await child.parse(SOURCE, answer(feed("next")))) == ["next"]
        assert children() != [pid]


@needs_proc
async def test_a_child_that_is_killed_at_work_fails_that_document_only() -> None:
    async with ParsingChild() as child:
        await child.parse(SOURCE, answer(feed("first")))
        (pid,) = children()
        work = asyncio.create_task(child.parse(SOURCE, answer(HANGS)))
        await at_work(pid)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(ParseError) as raised:
            await work
        assert raised.value.problem is ParseProblem.FAILED
        assert titles(await child.parse(SOURCE, answer(feed("next")))) == ["next"]


@needs_proc
async def test_a_parse_that_is_canceled_leaves_no_child_running_and_none_out_of_step() -> None:
    async with ParsingChild() as child:
        (pid,) = children()
        work = asyncio.create_task(child.parse(SOURCE, answer(HANGS)))
        await at_work(pid)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert children() == []
        assert titles(await child.parse(SOURCE, answer(feed("next")))) == ["next"]
    assert children() == []


@needs_proc
@pytest.mark.parametrize(("body", "why"), [(b"long frame", "answers with more"), (b"noise", "lost")])
async def test_a_child_that_writes_without_end_is_killed_and_fails_that_document_only(body: bytes, why: str) -> None:
    async with ParsingChild(deadline=NEVER, program=BAD) as child:
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(ParseError, match=why) as raised:
                await child.outlines(body)
        assert raised.value.problem is ParseProblem.FAILED
        assert children() == []
        with pytest.raises(ParseError) as raised:
            await child.outlines(b"next")
        assert raised.value.problem is ParseProblem.EMPTY


@pytest.mark.parametrize(("body", "text"), [(b"a word", "a warning"), (b"noise", "x" * MAX_LOGGED)])
async def test_what_a_child_prints_is_logged_up_to_a_limit(
    body: bytes, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with ParsingChild(program=BAD) as child:
        with pytest.raises(ParseError):
            await child.outlines(body)
    said = [vars(record)["text"] for record in caplog.records if record.msg == "parser_said"]
    assert said[0] == text


@needs_proc
async def test_a_child_is_replaced_after_five_hundred_documents() -> None:
    async with ParsingChild() as child:
        await child.parse(SOURCE, answer(feed("first")))
        before = children()
        for _ in range(499):
            await child.parse(SOURCE, answer(feed("again")))
        await child.parse(SOURCE, answer(feed("next")))
        assert children() != before


@needs_proc
async def test_the_child_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    async with ParsingChild() as child:
        await child.parse(SOURCE, answer(feed("first")))
        (pid,) = children()
        assert b"TOKEN" not in environment(pid)


def test_the_child_ends_at_the_end_of_its_input_and_says_nothing() -> None:
    child = subprocess.run(
        [sys.executable, "-m", "watchers.feeds.parsing", str(512 * 1024 * 1024), "60", str(PATIENCE)],
        cwd=ROOT,
        input=b"",
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (child.returncode, child.stdout, child.stderr) == (0, b"", b"")


def test_the_parents_side_does_not_load_what_reads_documents() -> None:
    code = "import sys, bot.app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=True)
    modules = set(loaded.stdout.decode().split())
    assert {"watchers.feeds.process", "watchers.pipeline"} <= modules
    assert not modules & {"feedparser", "selectolax"}


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from passing over everything that earlier tests left."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.hazard("P8")
async def test_a_feed_of_two_megabytes_never_holds_the_loop(no_collection: None) -> None:
    body = feed(*(f"關稅 {n}" for n in range(400)), text="半導體出口管制措施，自公布之日起實施。" * 90)
    assert len(body) > 2_000_000
    async with ParsingChild(deadline=NEVER) as child:
        await child.parse(SOURCE, answer(feed("warm")))
        parsing = asyncio.create_task(child.parse(SOURCE, answer(body)))
        await asyncio.sleep(0)
        turns, longest = 0, 0.0
        while not parsing.done():
            turns += child._idle is not None  # the whole answer is here
            longest = max(longest, await a_turn())
        parsed = await parsing
    assert len(parsed.items) == 400
    assert turns >= 399, "more than one item was read in a turn"
    encoded = msgspec.msgpack.encode(parsed.items)
    at_once = seconds(lambda: msgspec.msgpack.decode(encoded, type=tuple[ParsedItem, ...]))
    assert longest < at_once / 2


async def a_turn() -> float:
    """Let the loop turn once, and return how long this thread worked meanwhile, in seconds on the processor."""
    began = time.thread_time()
    await asyncio.sleep(0)
    return time.thread_time() - began
