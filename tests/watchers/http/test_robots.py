"""What robots.txt allows; the examples follow RFC 9309."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.effort import assert_grows_no_faster
from watchers.http.robots import CLOSED, MAX_BYTES, NO_RULES, read_robots

AGENT = "Tradewatch/2.0 (feed reader; desk@example.org)"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("Disallow: /", "/a", False),
        ("Disallow:", "/a", True),
        ("Disallow: /private", "/private/a", False),
        ("Disallow: /private", "/public", True),
        ("Disallow: /\nAllow: /news/", "/news/a", True),
        ("Allow: /news/\nDisallow: /news/paid", "/news/paid/a", False),
        ("Allow: /page\nDisallow: /page", "/page", True),
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("Disallow: /*/print/", "/news/print/a", False),
        ("Disallow: /a*b*c", "/a-x-c", True),
        ("Disallow: /fish$", "/fish", False),
        ("Disallow: /fish$", "/fishing", True),
        ("Disallow: /*?session=", "/a?session=1", False),
        ("Disallow: /新聞/", "/%E6%96%B0%E8%81%9E/a", False),
        ("Disallow: /%e6%96%b0", "/新聞", False),
        ("disallow : /a # why", "/a", False),
    ],
)
def test_the_longest_rule_that_fits_decides(rules: str, path: str, allowed: bool) -> None:
    robots = read_robots(f"User-agent: *\n{rules}\n".encode(), AGENT)
    assert robots.allow(f"https://news.example{path}") is allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: *\nDisallow: /\n\nUser-agent: tradewatch\nDisallow: /b", True),
        ("User-agent: TradeWatch/9\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: other\nUser-agent: tradewatch\nDisallow: /a", False),
        ("User-agent: tradewatch\nDisallow: /b\n\nUser-agent: tradewatch\nDisallow: /a", False),
        ("User-agent: other\nDisallow: /", True),
        ("Disallow: /", True),
        ("\ufeffUser-agent: *\r\nSitemap: https://x.example/s\r\nDisallow: /a\r\n", False),
        ("<html><body>Not found</body></html>", True),
    ],
)
def test_the_group_for_this_product_counts_and_else_the_one_for_everyone(text: str, allowed: bool) -> None:
    assert read_robots(text.encode(), AGENT).allow("https://news.example/a") is allowed


def test_the_longest_delay_of_the_group_counts() -> None:
    text = b"User-agent: *\nCrawl-delay: 3\nDisallow: /x\nCrawl-delay: 1.5\n\nUser-agent: other\nCrawl-delay: 90\n"
    assert read_robots(text, AGENT).delay == timedelta(seconds=3)
    assert read_robots(b"User-agent: *\nCrawl-delay: nan\n", AGENT).delay == timedelta()


def test_a_host_without_rules_allows_all_and_one_that_fails_nothing() -> None:
    assert NO_RULES.allow("https://news.example/a")
    assert not CLOSED.allow("https://news.example/a")


def test_a_hostile_file_is_read_in_linear_time() -> None:
    def read(stars: int) -> None:
        rule = b"Disallow: /" + b"*a" * stars + b"$\n"
        robots = read_robots(b"User-agent: *\n" + rule * (MAX_BYTES // len(rule)), AGENT)
        assert robots.allow("https://news.example/" + "a" * stars + "b")

    assert_grows_no_faster(read, 10_000, 20_000)
