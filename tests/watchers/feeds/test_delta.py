"""What is new in a feed, found without parsing it: the same items, or the whole document."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.feed_documents import FeedItem, Format, document
from watchers.feeds.delta import MAX_BODY_LENGTH, Unseen
from watchers.feeds.rss import parse_feed
from watchers.model import SourceId

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WIRE = SourceId("wire")
HOUR = timedelta(hours=1)


def items(*numbers: int) -> list[FeedItem]:
    return [
        FeedItem(f"guid-{n}-", f"Quota {n} 關稅", f"https://e.org/{n}", f"<p>Notice {n} & more</p>", NOW)
        for n in numbers
    ]


def rss(*numbers: int) -> bytes:
    return document(Format.RSS, "Wire", items(*numbers))


def knowing(*bodies: bytes) -> Unseen:
    unseen = Unseen()
    for body in bodies:
        found = unseen.of(WIRE, body, NOW)
        unseen.remember(WIRE, body, body if found is None else found, NOW)
    return unseen


def test_the_first_document_is_whole_and_the_same_again_brings_nothing() -> None:
    body = rss(3, 2, 1)
    assert Unseen().of(WIRE, body, NOW) is body
    assert knowing(body).of(WIRE, body, NOW + HOUR) is None


def test_a_new_date_of_building_brings_nothing() -> None:
    assert knowing(rss(3, 2, 1)).of(WIRE, document(Format.RSS, "Wire again", items(3, 2, 1)), NOW) is None


@pytest.mark.parametrize("form", Format)
def test_a_new_item_comes_with_head_and_end_and_parses_as_in_the_whole(form: Format) -> None:
    before, after = (document(form, "Wire", items(*numbers), "zh-Hant") for numbers in ((3, 2, 1), (5, 4, 3, 2)))
    found = knowing(before).of(WIRE, after, NOW)
    assert found is not None
    assert len(found) < len(after)
    whole, part = (parse_feed(body, form.content_type, "https://e.org/feed") for body in (after, found))
    assert part == replace(whole, items=whole.items[:2])


def test_an_item_that_was_edited_is_new() -> None:
    body = rss(3, 2, 1)
    found = knowing(body).of(WIRE, body.replace(b"Quota 2", b"Quotas 2"), NOW)
    assert found is not None
    assert found.count(b"<item>") == 1


def test_an_item_that_went_and_came_back_is_new() -> None:
    unseen = knowing(rss(3, 2, 1), rss(3, 2))
    found = unseen.of(WIRE, rss(3, 2, 1), NOW)
    assert found is not None
    assert b"guid-1-" in found


def test_once_a_day_the_whole_is_parsed_however_often_something_came() -> None:
    unseen = knowing(rss(1))
    for n in range(2, 30):
        body = rss(*range(n, 0, -1))
        found = unseen.of(WIRE, body, NOW + n * HOUR)
        assert found is not None
        assert (found is body) is (n == 24), n
        unseen.remember(WIRE, body, found, NOW + n * HOUR)


def test_a_clock_that_was_set_back_means_the_whole() -> None:
    body = rss(2, 1)
    assert knowing(rss(1)).of(WIRE, body, NOW - HOUR) is body


BEFORE = rss(3, 2, 1)
ODD = {
    "three new ones": rss(6, 5, 4, 3, 2, 1),
    "a guid that stands twice": rss(4, 3, 2, 1).replace(b"guid-4-", b"guid-3-"),
    "no guid": rss(4, 3, 2, 1).replace(b'<guid isPermaLink="false">guid-4-</guid>', b""),
    "an empty guid": rss(4, 3, 2, 1).replace(b">guid-4-<", b"> <"),
    "a guid with an entity": rss(4, 3, 2, 1).replace(b">guid-4-<", b"><b/><"),
    "an item within an item": rss(4, 3, 2, 1).replace(b"Notice 4", b"<![CDATA[<item>x</item>]]>"),
    "an end within an item": rss(4, 3, 2, 1).replace(b"Notice 4", b"<![CDATA[</item>]]>"),
    "something between items": rss(4, 3, 2, 1).replace(b"</item>\n", b"</item><!-- ad -->\n", 1),
    "cut short": rss(4, 3, 2, 1)[:-120],
    "no UTF-8": rss(4, 3, 2, 1).replace("關".encode(), b"\xff"),
    "UTF-16": rss(4, 3, 2, 1).decode().encode("utf-16"),
    "ISO-2022-JP": rss(4, 3, 2, 1).replace("關稅".encode(), b"\x1b$B4X@G\x1b(B"),
    "prefixed": rss(4, 3, 2, 1).replace(b"<item", b"<a:item").replace(b"</item", b"</a:item"),
    "too long": rss(4, 3, 2, 1).replace(b"Notice 4", b"x" * MAX_BODY_LENGTH),
    "no feed": b"<html><body>Log in</body></html>",
    "empty": b"",
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_what_is_not_certain_is_parsed_whole(body: bytes) -> None:
    assert knowing(BEFORE).of(WIRE, body, NOW) is body


def test_what_cannot_be_cut_is_not_remembered() -> None:
    unseen = knowing(BEFORE, ODD["UTF-16"])
    assert unseen.of(WIRE, BEFORE, NOW) is BEFORE


@given(st.lists(st.lists(st.integers(1, 12), max_size=8, unique=True), min_size=1, max_size=6))
@settings(deadline=None, max_examples=60)
@pytest.mark.slow
def test_nothing_new_is_ever_missed(polls: list[list[int]]) -> None:
    """Whatever comes, goes and comes back: each item that was not in the last document is parsed."""
    unseen, last = Unseen(), set[int]()
    for numbers in polls:
        body = rss(*numbers)
        found = unseen.of(WIRE, body, NOW)
        parsed = parse_feed(found, Format.RSS.content_type, "https://e.org/") if found is not None else None
        told = {int(item.guid.split("-")[1]) for item in parsed.items} if parsed else set()
        assert set(numbers) - last <= told <= set(numbers)
        unseen.remember(WIRE, body, body if found is None else found, NOW)
        last = set(numbers)


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_are_cut_or_left_whole(one: bytes, other: bytes) -> None:
    unseen = knowing(b"<rss>" + one + b"<item>a</item></rss>")
    for body in (other, b"<rss><item>" + other + b"</item><item>a</item></rss>"):
        found = unseen.of(WIRE, body, NOW)
        assert found is None or len(found) <= len(body)
