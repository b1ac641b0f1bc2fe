"""Identity, links, dates and languages of items: hazards I1, I2, I8, I9 by their numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from watchers.items.identity import ItemKeys, link_key, normalize, oldest_first, script_language
from watchers.model import DOCUMENT, Fact, Parsed, ParsedItem, Source, SourceId
from watchers.text.tokens import read
from watchers.urls import canonical_page

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCE = Source(SourceId("ustr.rss"), "https://ustr.example/feed")
JAPAN = Source(SourceId("meti.rss"), "https://meti.example/feed", language="ja", country="JP")


def parsed_item(
    guid: str = "", link: str = "", title: str = "Tariffs", published: str = "", updated: str = "", language: str = ""
) -> ParsedItem:
    return ParsedItem(guid, link, read(title), read(""), published, updated, language)


def document(*items: ParsedItem, language: str = "") -> Parsed:
    return Parsed("A feed", language, None, items)


def keys_of(item: ParsedItem) -> ItemKeys:
    (sighting,) = normalize(document(item), SOURCE, NOW)
    return sighting.keys


# ---- order -----------------------------------------------------------------------------------------

MAY, JUNE, JULY = "2025-05-01", "2025-06-01", "2025-07-01"


@pytest.mark.parametrize(
    ("listed", "told"),
    {
        "by date": ([("b", JUNE), ("c", JULY), ("a", MAY)], "abc"),
        "undated, the newest on top": ([("c", ""), ("b", ""), ("a", "")], "abc"),
        "some dated, the newest on top": ([("c", JULY), ("b", ""), ("a", MAY)], "abc"),
        "some dated, the newest at the end": ([("a", MAY), ("b", ""), ("c", JULY)], "abc"),
        "one day, the newest on top": ([("d", JUNE), ("c", JUNE), ("b", JUNE), ("a", MAY)], "abcd"),
        "one day, the newest at the end": ([("a", MAY), ("b", JUNE), ("c", JUNE)], "abc"),
        "one item": ([("a", "")], "a"),
        "none": ([], ""),
    }.values(),
)
def test_what_a_poll_brings_is_ordered_oldest_first(listed: list[tuple[str, str]], told: str) -> None:
    items = [parsed_item(guid=guid, link=f"https://x.example/{guid}", title=guid, published=at) for guid, at in listed]
    ordered = oldest_first(normalize(document(*items), SOURCE, NOW))
    assert "".join(sighting.item.title.original for sighting in ordered) == told


# ---- links -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("http://Example.ORG/a", "https://example.org/a"),
        ("https://example.org:443/a/", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org", "https://example.org"),
        ("https://example.org/", "https://example.org"),
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
        ("https://example.org/a?fbclid=1&id=7", "https://example.org/a?id=7"),
        ("https://example.org/a?source=rss", "https://example.org/a"),
        ("https://example.org/a?source=meti", "https://example.org/a?source=meti"),
        ("https://example.org/a#utm_campaign=x", "https://example.org/a"),
        ("https://example.org/a#:~:text=duty", "https://example.org/a"),
        ("https://example.org/list#item-7", "https://example.org/list#item-7"),
        ("https://example.org/%E9%97%9C%E7%A8%85", "https://example.org/%E9%97%9C%E7%A8%85"),
        ("https://example.org/關稅", "https://example.org/%E9%97%9C%E7%A8%85"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("  https://example.org/a ", "https://example.org/a"),
        ("urn:uuid:7", "urn:uuid:7"),
        ("https://[broken/a", "https://[broken/a"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("https://[2001:db8::1]:8443/a", "https://[2001:db8::1]:8443/a"),
        ("", ""),
    ],
)
def test_all_addresses_of_a_page_are_spelled_alike(link: str, canonical: str) -> None:
    assert canonical_page(link) == canonical


hosts = st.sampled_from(
    ("example.org", "EXAMPLE.org.", "例え.jp", "a.b:8080", "[::1]", "[::1]:81", "u:p@x.y", "", ":99999")
)
rests = st.text(st.sampled_from("/a.b?c=1&utm_source=rss#%25%2F%zz%E9é關;+ \t@:=[]~"), max_size=24)
links = st.builds("{}{}{}".format, st.sampled_from(("https://", "HTTP://", "//", "urn:", "")), hosts, rests)


@given(links | st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@settings(deadline=None, max_examples=600)
@example("https://example.org/%2525")
@example("https://[::1]/a")
@example("https://example.org :")
def test_a_canonical_page_is_its_own_canonical_page(link: str) -> None:
    assert canonical_page(canonical_page(link)) == canonical_page(link)


def test_a_link_key_is_of_128_bits_and_the_same_for_all_spellings() -> None:
    key = link_key("https://example.org/a?utm_source=rss")
    assert key is not None
    assert len(key) == 16
    assert key == link_key("http://EXAMPLE.org/a/")
    assert link_key("") is None


# ---- identity --------------------------------------------------------------------------------------


@pytest.mark.hazard("I1")
def test_an_empty_guid_is_a_missing_one() -> None:
    keys = keys_of(parsed_item(guid="", link="https://x.org/1"))
    assert keys.guid is None
    assert keys.link is not None


def test_an_item_with_neither_guid_nor_link_is_known_by_title_and_date() -> None:
    one = keys_of(parsed_item(published="Mon, 2 Mar 2026"))
    other = keys_of(parsed_item(published="Tue, 3 Mar 2026"))
    assert one.dated is not None
    assert one.dated != other.dated
    assert keys_of(parsed_item()).dated is not None


@pytest.mark.hazard("I1")
def test_every_item_has_a_key_by_which_it_is_known_again() -> None:
    for item in (parsed_item("g"), parsed_item(link="https://x.org/1"), parsed_item(), parsed_item("g", title="")):
        keys = keys_of(item)
        assert keys.guid or keys.link or keys.dated
        assert len(keys.title) == 16


def test_an_item_that_says_nothing_is_left_out() -> None:
    nothing = parsed_item(title="", published="2025-05-01")
    assert [each.keys for each in normalize(document(nothing, parsed_item()), SOURCE, NOW)] == [keys_of(parsed_item())]


def test_a_title_is_the_same_in_any_width_script_and_spacing() -> None:
    assert keys_of(parsed_item(title="關稅  上調 ＴＳＭＣ")) == keys_of(parsed_item(title="关税 上调 tsmc"))


@pytest.mark.hazard("I2")
def test_two_items_that_share_a_guid_are_distinguished_by_their_links() -> None:
    sightings = normalize(
        document(
            parsed_item("same", "https://x.org/1", "One"),
            parsed_item("same", "https://x.org/2", "Two"),
            parsed_item("own", "https://x.org/3", "Three"),
        ),
        SOURCE,
        NOW,
    )
    assert [sighting.item.title.original for sighting in sightings] == ["One", "Two", "Three"]
    assert len({sighting.keys.guid for sighting in sightings}) == 3


def test_two_items_that_share_a_link_are_distinguished_by_their_titles() -> None:
    sightings = normalize(
        document(
            parsed_item(link="https://x.org/live", title="One"), parsed_item(link="https://x.org/live", title="Two")
        ),
        SOURCE,
        NOW,
    )
    assert len({sighting.keys.link for sighting in sightings}) == 2


def test_an_item_that_is_there_twice_comes_once() -> None:
    item = parsed_item("g", "https://x.org/1", "One")
    assert len(normalize(document(item, item), SOURCE, NOW)) == 1


@given(st.permutations([("a", "One"), ("b", "Two"), ("", "Three"), ("a", "Four")]))
def test_the_keys_of_an_item_do_not_depend_on_the_order_of_the_document(order: list[tuple[str, str]]) -> None:
    made = [parsed_item(guid, f"https://x.org/{title}", title) for guid, title in order]
    by_title = {one.item.title.original: one.keys for one in normalize(document(*made), SOURCE, NOW)}
    again = normalize(document(*sorted(made, key=lambda item: item.title.original)), SOURCE, NOW)
    assert by_title == {one.item.title.original: one.keys for one in again}


# ---- dates -----------------------------------------------------------------------------------------


def test_an_item_without_a_date_has_none_and_is_taken_all_the_same() -> None:
    (sighting,) = normalize(document(parsed_item("g")), SOURCE, NOW)
    assert sighting.item.published is None


@pytest.mark.hazard("I9")
def test_the_update_stands_in_for_a_missing_publication_only() -> None:
    both = parsed_item("a", published="2026-02-01T00:00:00Z", updated="2026-02-20T00:00:00Z")
    only = parsed_item("b", updated="2026-02-20T00:00:00Z")
    dates = [one.item.published for one in normalize(document(both, only), SOURCE, NOW)]
    assert dates == [datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 2, 20, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("kept", "name", "day", "field"),
    [
        (True, "effective", "2026-03-01", "body"),
        (True, "effective", "2025-12-01", "body"),
        (False, "effective", "2025-03-01", "body"),
        (True, "effective", "2025-03-01", DOCUMENT),
        (True, "comments", "2026-01-31", "body"),
        (False, "comments", "2026-01-30", "body"),
        (False, "expires", "2025-12-31", "title"),
        (True, "docket", "BIS-2020-0001", "body"),
    ],
)
def test_a_day_that_was_over_at_publication_is_none_of_this_document(
    kept: bool, name: str, day: str, field: str
) -> None:
    given = replace(parsed_item("g", published="2026-02-01T09:00:00Z"), facts=(Fact(name, day, field, 0, 0),))
    (sighting,) = normalize(document(given), SOURCE, NOW)
    assert len(sighting.item.facts) == kept


# ---- language --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "feed", "source", "title", "expected"),
    [
        ("fr", "ja", JAPAN, "Tariffs", "fr"),
        ("", "zh-TW", JAPAN, "Tariffs", "zh-Hant"),
        ("", "zh_CN", JAPAN, "Tariffs", "zh-Hans"),
        ("", "zh", JAPAN, "Tariffs", "zh-Hans"),
        ("", "en-US", JAPAN, "Tariffs", "en"),
        ("", "", JAPAN, "Tariffs", "ja"),
        ("", "", SOURCE, "Tariffs", "en"),
        ("", "", SOURCE, "關稅上調", "zh-Hant"),
        ("", "", SOURCE, "关税上调", "zh-Hans"),
        ("", "", SOURCE, "関税を引き上げ", "ja"),
        ("", "", SOURCE, "관세 인상", "ko"),
    ],
)
def test_an_items_language_is_its_own_else_the_feeds_the_sources_or_the_scripts(
    own: str, feed: str, source: Source, title: str, expected: str
) -> None:
    (sighting,) = normalize(document(parsed_item("g", title=title, language=own), language=feed), source, NOW)
    assert sighting.item.language == expected


def test_a_text_without_words_is_taken_for_english() -> None:
    assert script_language(read("")) == "en"


@pytest.mark.hazard("I2")
def test_items_that_share_guid_and_link_are_distinguished_by_their_titles() -> None:
    shared = [parsed_item("all", "https://example.org/", f"Notice {number}") for number in range(5)]
    assert len({sighting.keys for sighting in normalize(document(*shared), SOURCE, NOW)}) == 5
