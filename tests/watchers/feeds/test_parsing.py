"""What ``python -m watchers.feeds.parsing`` answers on its pipes: frames of four bytes of length, then MessagePack.

The service gives its child no environment; here it has that of the tests, so that coverage measures it too.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

pytestmark = pytest.mark.service

ROOT = Path(__file__).resolve().parents[3]
RSS = b"<rss><channel><title>Wire</title><item><title>%s</title></item></channel></rss>"
PAGE = b'<html><head><title>Customs</title><link rel=alternate type="application/rss+xml" href="/feed"></head></html>'
OPML = b'<opml><body><outline text="Wire" xmlUrl="https://e.org/feed"/><outline text="No feed"/></body></opml>'


def task(body: bytes, **others: object) -> dict[str, object]:
    return {"body": body, "url": "https://e.org/", **others}


async def answers(*tasks: dict[str, object], memory_bytes: int = 512 * 1024 * 1024) -> list[dict[str, Any]]:
    """What a child answers to each task. It ends by itself, with nothing more to say."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "watchers.feeds.parsing", str(memory_bytes), "600", "3600"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    written, _ = await child.communicate(b"".join(framed(msgspec.msgpack.encode(each)) for each in tasks))
    assert child.returncode == 0
    return unframed(written)


def framed(message: bytes) -> bytes:
    return len(message).to_bytes(4, "big") + message


def unframed(written: bytes) -> list[dict[str, Any]]:
    frames = []
    while written:
        size = int.from_bytes(written[:4], "big")
        frames.append(msgspec.msgpack.decode(written[4 : 4 + size]))
        written = written[4 + size :]
    return frames


async def test_a_document_a_page_and_a_list_are_answered_one_after_another() -> None:
    document, page, outlines = await answers(
        task(RSS % b"Tariffs"),
        task(PAGE, job="page", content_type="text/html"),
        task(OPML, job="opml"),
    )
    assert (document["parsed"]["title"], document["last"], document["problem"]) == ("Wire", False, None)
    assert [item["title"]["original"] for item in document["found"]] == ["Tariffs"]
    (named,) = page["found"]
    assert (page["parsed"], named["declared"][0]["url"]) == (None, "https://e.org/feed")
    assert outlines["parsed"] is None
    assert [outline["url"] for outline in outlines["found"]] == ["https://e.org/feed", ""]


async def test_a_refusal_says_its_problem_and_the_next_task_is_answered() -> None:
    broken = {
        "empty": task(b""),
        "html": task(b"<html/>"),
        "not-a-feed": task(b"<rss/>", job="opml"),
        "no-items": task(b"{}", kind="json", mapping={"items": "a"}),
    }
    found = await answers(*(each for refused in broken.values() for each in (refused, task(RSS % b"Next"))))
    for problem, refused, following in zip(broken, found[::2], found[1::2], strict=True):
        assert (refused["problem"], refused["parsed"], refused["last"], refused["found"]) == (problem, None, False, [])
        assert (following["problem"], len(following["found"])) == (None, 1), problem


@pytest.mark.hazard("P3")
async def test_a_child_that_needs_too_much_memory_says_so_and_ends() -> None:
    eats = b'<rss xml:base="http://e.org/">' + b'<a xml:base="%s/">' % (b"x" * 200) * 6_000 + b"</rss>"
    (answer,) = await answers(task(eats), task(RSS % b"never read"), memory_bytes=160 * 1024 * 1024)
    assert (answer["problem"], answer["last"]) == ("too-hungry", True)


async def test_a_child_that_a_large_document_left_large_ends() -> None:
    large = RSS.replace(b"</title>", b"</title>" + b"<item><title>%s</title></item>" % (b"steel " * 1_000) * 1_000, 1)
    (answer,) = await answers(task(large), task(RSS % b"never read"), memory_bytes=128 * 1024 * 1024)
    assert (answer["problem"], len(answer["found"]) > 100, answer["last"]) == (None, True, True)


async def test_after_five_hundred_answers_a_new_child_is_due() -> None:
    found = await answers(*[task(RSS % b"Tariffs")] * 501)
    assert [answer["last"] for answer in found] == [False] * 499 + [True]


def test_the_child_does_not_load_what_only_its_parent_needs() -> None:
    code = "import sys; from watchers.feeds import parsing; parsing._readers(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(loaded.stdout.split())
    assert "feedparser" in modules
    assert not modules & {"asyncio", "watchers.feeds.process", "trafilatura"}
