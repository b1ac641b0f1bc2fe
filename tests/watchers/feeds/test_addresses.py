"""What a person types becomes an address, and an address shows where a feed is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.errors import AddressRefused
from watchers.feeds.addresses import known_feeds, looks_like_feed, read_address, settled, usual_places
from watchers.urls import canonical_feed

BOTH = ("https://example.org/feed", "http://example.org/feed")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://example.org/feed", BOTH[:1]),
        ("http://example.org/feed", BOTH[1:]),
        ("example.org/feed", BOTH),
        ("//example.org/feed", BOTH),
        ("  https://example.org/feed \n", BOTH[:1]),
        ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｏｒｇ／ｆｅｅｄ", BOTH[:1]),
        ("　example。org/feed　", BOTH),
        ("feed://example.org/feed", BOTH),
        ("feed:https://example.org/feed", BOTH[:1]),
        ("FEED://https://example.org/feed", BOTH[:1]),
        ("rss://example.org/feed", BOTH),
        ("this one: <https://example.org/feed>, please", BOTH[:1]),
        ("「https://example.org/feed」", BOTH[:1]),
        ("https:// example.org/feed", BOTH),
        ("https:/example.org/feed", BOTH[:1]),
        ("example . org/feed", BOTH),
        ("\u200bhttps://example.org/\u202efeed", BOTH[:1]),
        ("example.org:8080/feed", ("https://example.org:8080/feed", "http://example.org:8080/feed")),
        ("example.org:80/feed", ("http://example.org:80/feed",)),
        ("example.org:443/feed", ("https://example.org:443/feed",)),
        ("localhost:3000", ("https://localhost:3000", "http://localhost:3000")),
        ("[2001:db8::1]/f", ("https://[2001:db8::1]/f", "http://[2001:db8::1]/f")),
        ("経済産業省.jp/rss", ("https://経済産業省.jp/rss", "http://経済産業省.jp/rss")),
    ],
)
def test_what_a_person_types_is_understood(typed: str, meant: tuple[str, ...]) -> None:
    assert read_address(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "https://", "reuters", "what is this?", "/feed", "javascript:alert(1)", "file:///etc/passwd"),
        *("ftp://example.org/", "mailto:ann@example.org", "tg://resolve?domain=x", "data:text/xml,<rss/>"),
        "https://example.org/" + "a" * 2_000,
    ],
)
def test_what_is_not_an_address_is_refused(typed: str) -> None:
    with pytest.raises(AddressRefused):
        read_address(typed)


@given(st.text())
def test_whatever_is_typed_is_an_address_or_refused(typed: str) -> None:
    try:
        meant = read_address(typed)
    except AddressRefused:
        return
    assert all(address.startswith(("https://", "http://")) for address in meant)


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("https://www.youtube.com/channel/UC-1", ["https://www.youtube.com/feeds/videos.xml?channel_id=UC-1"]),
        ("https://m.youtube.com/channel/UC-1/videos", ["https://www.youtube.com/feeds/videos.xml?channel_id=UC-1"]),
        ("https://youtube.com/user/ustr", ["https://www.youtube.com/feeds/videos.xml?user=ustr"]),
        ("https://youtube.com/playlist?list=PL1", ["https://www.youtube.com/feeds/videos.xml?playlist_id=PL1"]),
        ("https://www.youtube.com/@ustr", []),
        ("https://www.gov.uk/search/all?topic=x&order=new", ["https://www.gov.uk/search/all.atom?topic=x&order=new"]),
        ("https://www.gov.uk/government/organisations/hmrc", ["https://www.gov.uk/government/organisations/hmrc.atom"]),
        ("https://www.gov.uk/government/organisations/hmrc.atom", []),
        ("https://www.gov.uk/guidance/tariffs", []),
        ("https://trade.blogspot.com/2026/03/x.html", ["https://trade.blogspot.com/feeds/posts/default"]),
        ("https://trade.substack.com/p/tariffs", ["https://trade.substack.com/feed"]),
        ("https://trade.substack.com/feed", []),
        ("https://github.com/o/r", ["https://github.com/o/r/releases.atom", "https://github.com/o/r/commits.atom"]),
        ("https://github.com/o/r.git/releases/", ["https://github.com/o/r/releases.atom"]),
        ("https://github.com/o/r/commits/main", ["https://github.com/o/r/commits/main.atom"]),
        ("https://github.com/o", []),
        ("https://www.reddit.com/r/tariffs/new/", ["https://www.reddit.com/r/tariffs/.rss"]),
        ("https://example.org/channel/UC-1", []),
        ("https://[broken/", []),
        ("https://example.org:port/", []),
    ],
)
def test_the_feeds_of_some_sites_follow_from_the_address_of_a_page(page: str, feeds: list[str]) -> None:
    assert list(known_feeds(page)) == feeds


def test_elsewhere_the_section_is_tried_before_the_site() -> None:
    assert usual_places("https://example.org/trade/news/")[:2] == (
        "https://example.org/trade/news/feed/",
        "https://example.org/feed",
    )
    assert usual_places("https://example.org/index.html")[0] == "https://example.org/feed"
    assert usual_places("https://[broken") == ()


@pytest.mark.parametrize(
    ("url", "looks"),
    [
        ("https://example.org/rss", True),
        ("https://example.org/news.rss", True),
        ("https://example.org/a/feed/", True),
        ("https://example.org/export/atom.xml", True),
        ("https://example.org/?feed=rss2", True),
        ("https://example.org/list?format=rss", True),
        ("https://example.org/news", False),
        ("https://example.org/feedback", False),
        ("https://example.org/sitemap.xml", False),
        ("https://example.org/rss/logo.png", False),
        ("https://[broken/rss", False),
    ],
)
def test_a_link_looks_like_a_feed_by_its_address(url: str, looks: bool) -> None:
    assert looks_like_feed(url) is looks


@pytest.mark.parametrize(
    "same",
    [
        [
            "https://example.org/feed",
            "http://example.org/feed/",
            "HTTPS://Example.ORG:443/feed#top",
            "http://example.org.:80/feed",
        ],
        ["https://example.org/?feed=rss", "https://example.org?feed=rss"],
        ["https://[2001:db8::1]:8080/f", "http://[2001:DB8::1]:8080/f/"],
    ],
)
def test_one_feed_has_one_key_however_it_is_spelled(same: list[str]) -> None:
    assert len({canonical_feed(url) for url in same}) == 1


def test_a_page_and_its_feed_are_two() -> None:
    different = [
        "https://example.org/",
        "https://example.org/?feed=rss",
        "https://example.org:8080/",
        "https://a.example.org/",
    ]
    assert len({canonical_feed(url) for url in different}) == len(different)


@given(st.text())
def test_the_key_of_a_key_is_itself(url: str) -> None:
    assert canonical_feed(canonical_feed(url)) == canonical_feed(url)


@given(st.from_regex(r"\Ahttps?://[a-zA-Z0-9.-]{1,20}(:[0-9]{1,5})?(/[a-z]{0,4}){0,4}(\?[a-z=&]{0,9})?\Z"))
def test_the_key_of_an_addresss_key_is_itself(url: str) -> None:
    assert canonical_feed(canonical_feed(url)) == canonical_feed(url)


@pytest.mark.parametrize(
    ("asked", "answered", "kept"),
    [
        ("http://example.org/feed", "https://www.example.org/feed/", "https://www.example.org/feed/"),
        ("https://example.org/feed", "http://example.org/feed/", "https://example.org/feed"),
        ("https://example.org/feed", "https://proxy.example.net/tmp/1", "https://example.org/feed"),
    ],
)
def test_a_redirect_within_a_site_is_kept_and_one_to_another_is_asked_anew(
    asked: str, answered: str, kept: str
) -> None:
    assert settled(asked, answered) == kept
