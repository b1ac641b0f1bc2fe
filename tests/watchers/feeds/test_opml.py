"""Lists of sources as feed readers write them, and as we do; hostile ones as anybody may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.effort import assert_grows_no_faster
from watchers.errors import ParseError, ParseProblem
from watchers.feeds.opml import MAX_OUTLINES, read_outlines
from watchers.feeds.opml_writer import write_outlines
from watchers.model import Outline

FEED = "https://example.org/feed"


def listed(inner: str, prolog: str = "") -> bytes:
    head = "<head><title>Mine</title></head>"
    return f"<?xml version='1.0'?>{prolog}<opml version='1.0'>{head}<body>{inner}</body></opml>".encode()


@pytest.mark.parametrize(
    ("inner", "outlines"),
    [
        (f'<outline text="Customs" xmlUrl="{FEED}"/>', [Outline("Customs", FEED)]),
        (f'<outline title="Customs" xmlurl=" {FEED}\n"/>', [Outline("Customs", FEED)]),
        (f'<outline text="台灣 &amp; 日本" XMLURL="{FEED}"/>', [Outline("台灣 & 日本", FEED)]),
        (f'<outline text="Folder"><outline text="In" xmlUrl="{FEED}"/></outline>', [Outline("In", FEED)]),
        ('<outline text="A note"/>', [Outline("A note", "")]),
        ('<outline text="Folder"><outline text="A note"/></outline>', [Outline("A note", "")]),
        (
            f'<outline text="Both" xmlUrl="{FEED}"><outline text="x"/></outline>',
            [Outline("Both", FEED), Outline("x", "")],
        ),
        (f"<o:outline xmlns:o='urn:o' text='Prefixed' xmlUrl='{FEED}'/>", [Outline("Prefixed", FEED)]),
        (f'<outline text="&lt;b&gt;Bold&lt;/b&gt;\u202e" xmlUrl="{FEED}"/>', [Outline("Bold", FEED)]),
        (f'<outline text="Whole" xmlUrl="{FEED}"/><outline text="Cut', [Outline("Whole", FEED)]),
        ("", []),
    ],
)
def test_the_entries_of_a_list_are_read_and_its_folders_left_out(inner: str, outlines: list[Outline]) -> None:
    assert list(read_outlines(listed(inner))) == outlines


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", ParseProblem.EMPTY),
        (b" \n", ParseProblem.EMPTY),
        (b"just text", ParseProblem.NOT_A_FEED),
        (b"<rss version='2.0'><channel/></rss>", ParseProblem.NOT_A_FEED),
        (b"<!doctype html><html><body>Log in</body></html>", ParseProblem.HTML),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, ParseProblem.NOT_A_FEED),
    ],
)
def test_what_is_not_a_list_is_reported_as_such(body: bytes, problem: ParseProblem) -> None:
    with pytest.raises(ParseError) as refused:
        read_outlines(body)
    assert refused.value.problem is problem


def test_a_list_is_read_in_the_encoding_that_it_is_in() -> None:
    outline = f"<outline text='経済産業省' xmlUrl='{FEED}'/>"
    text = f"<?xml version='1.0' encoding='Shift_JIS'?><opml><body>{outline}</body></opml>"
    assert read_outlines(text.encode("shift_jis")) == (Outline("経済産業省", FEED),)


def laughs(depth: int) -> bytes:
    """A list that would be ten to the depth laughs long."""
    nested = "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(depth))
    prolog = f"<!DOCTYPE opml [<!ENTITY a 'ha'>{nested}]>"
    return listed(f'<outline text="&{chr(97 + depth)};" xmlUrl="{FEED}"/>', prolog)


OUTSIDE = "<!DOCTYPE opml [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY % p SYSTEM 'http://127.0.0.1/'>%p;]>"


@pytest.mark.hazard("P3")
def test_entities_of_a_list_are_dropped() -> None:
    assert read_outlines(laughs(9)) == (Outline("&j;", FEED),)
    assert_grows_no_faster(read_outlines, laughs(4), laughs(9))


@pytest.mark.hazard("P3")
def test_files_and_addresses_that_a_list_refers_to_are_never_opened() -> None:
    body = listed(f'<outline text="&f;" xmlUrl="{FEED}"/>', OUTSIDE)
    assert read_outlines(body) == (Outline("&f;", FEED),)


@pytest.mark.parametrize(
    ("inner", "size"),
    [
        (lambda size: "".join(f'<outline text="{n}" xmlUrl="https://example.org/{n}"/>' for n in range(size)), 5_000),
        (lambda size: '<outline text="deep">' * size, 50_000),
        (lambda size: "<outline " + " ".join(f'a{n}="x"' for n in range(size)) + "/>", 50_000),
        (lambda size: f'<outline text="{"x" * size}" xmlUrl="{FEED}"/>', 1_000_000),
    ],
    ids=["5,000", "deep", "attributes", "long"],
)
def test_a_large_list_is_read_in_linear_time(inner: Callable[[int], str], size: int) -> None:
    def read(body: bytes) -> None:
        assert all(len(outline.title) <= 300 for outline in read_outlines(body))

    assert_grows_no_faster(read, listed(inner(size // 2)), listed(inner(size)))


def test_a_list_without_end_is_read_so_far() -> None:
    assert len(read_outlines(listed("<outline text='x'/>" * (MAX_OUTLINES + 5)))) == MAX_OUTLINES


PATHS = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(max_size=40), PATHS), max_size=5))
def test_what_we_write_is_what_we_read(listed: list[tuple[str, str]]) -> None:
    outlines = [Outline(title, f"https://example.org/{path}") for title, path in listed]
    once = read_outlines(write_outlines("Sources", outlines))
    assert [outline.url for outline in once] == [outline.url for outline in outlines]
    named = tuple(outline for outline in once if outline.title)
    assert read_outlines(write_outlines("Sources", named)) == named
