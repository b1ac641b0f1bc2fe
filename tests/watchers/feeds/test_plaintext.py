"""HTML becomes what a person would read; a blank line is a border that ends a sentence. T3, T5, P10."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.effort import assert_grows_no_faster
from watchers.feeds.plaintext import cut, from_html, from_loose, from_plain, presentable


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("  a \n\t b  ", "a b"),
        ("a&nbsp;&nbsp;b&#8217;s &amp; c&eacute;", "a b’s & cé"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One\nline</p>", "One line"),
        ("One<br>two<br/>three<BR />", "One\n\ntwo\n\nthree"),
        ("<h2>Head</h2>body<div>more</div>tail", "Head\n\nbody\n\nmore\n\ntail"),
        ("<ul><li>a</li><li>b</ul>c", "a\n\nb\n\nc"),
        ("<table><tr><th>HS</th><th>Rate</th></tr><tr><td>8542</td><td>25%</td></tr></table>", "HS Rate\n\n8542 25%"),
        ("<b>semi</b>conductor <i>tariff</i>s", "semiconductor tariffs"),
        ("a<!-- hidden -->b<script>var x = '<p>';</script><style>p{}</style>c", "abc"),
        ("a<template><p>t</p></template><svg><title>s</title><text>s</text></svg>b", "ab"),
        ("<ruby>関税<rp>(</rp><rt>かんぜい</rt><rp>)</rp></ruby>の引上げ", "関税の引上げ"),
        ("<html><head><title>T</title></head><body><p>x</p></body></html>", "x"),
        ('a<img src="x" alt="y">b', "a b"),
        ('<p title="a > b">x</p>', "x"),
        ("<5nm & EUV <b>tools", "<5nm & EUV tools"),
        ("&lt;p&gt;One &amp;amp; only.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One & only.\n\nTwo."),
        (
            "<p>By <i>Ann</i></p><p>Today</p>"
            "&lt;div class=&quot;md&quot;&gt;&lt;p&gt;Tin &amp;amp; zinc&lt;/p&gt;&lt;/div&gt;<br/>x",
            "By Ann\n\nToday\n\nTin & zinc\n\nx",
        ),
        ("<p>AT&amp;amp;T&amp;nbsp;wins, isn&amp;#8217;t it</p>", "AT&T wins, isn’t it"),
        ("<p>use &lt;b&gt; for bold</p>", "use <b> for bold"),
        ("chips &#55357;&#56832; and &#xD83D;&#xDE80;", "chips 😀 and 🚀"),
        ("a&#0;b&#x80;c&#1114112;&#55357;d", "ab€cd"),
        ("<p>a &#60;b&#62; c &#38;amp; d</p>", "a <b> c & d"),
        ("關稅<wbr>調整<span>案</span>", "關稅調整案"),
        ("", ""),
        ("<p> </p><br><div></div>", ""),
    ],
)
def test_html_is_read_as_a_person_reads_it(html: str, text: str) -> None:
    assert from_html(html) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<5nm & EUV", "<5nm & EUV"),
        ("<TSMC> and <ASML>", "<TSMC> and <ASML>"),
        ("if a<b and c>d", "if a<b and c>d"),
        ("a < b > c", "a < b > c"),
        ("<b>Bold</b> <em class='x'>move</em><br/>", "Bold move"),
        ('<a href="http://e.org/?a=1&amp;b=2">Link</a> &amp; text', "Link & text"),
        ("AT&T &amp; R&D", "AT&T & R&D"),
        ("</p>", ""),
    ],
)
def test_only_tags_that_html_knows_are_taken_for_tags_where_nobody_declared_html(written: str, text: str) -> None:
    assert from_loose(written) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a < b &amp; <p>", "a < b &amp; <p>"),
        ("one\ntwo", "one\ntwo"),
        (" one  \r\n\r\n \n\n two ", "one\n\ntwo"),
        ("one\u2029two\u2028three", "one\n\ntwo\nthree"),
    ],
)
def test_plain_text_keeps_its_line_breaks_and_its_brackets(written: str, text: str) -> None:
    assert from_plain(written) == text


HIDDEN = (
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u2060\u00ad\u180e\x00\x07\x1b\ud800\udfff\uffff"
)


@pytest.mark.parametrize("character", list(HIDDEN), ids=[f"U+{ord(character):04X}" for character in HIDDEN])
@pytest.mark.hazard("T3")
def test_what_hides_or_misleads_is_dropped(character: str) -> None:
    assert presentable(f"ta{character}riff") == "tariff"
    assert from_html(f"<p>關{character}稅</p>") == "關稅"


@pytest.mark.parametrize("kept", ["👩‍🔬", "🏳️‍🌈", "❤️‍🔥", "क्‍ष", "می‌خواهم", "👍🏽"])
@pytest.mark.hazard("T3")
def test_joiners_stay_where_they_join(kept: str) -> None:
    assert presentable(kept) == kept
    assert from_html(f"<p>{kept}</p>") == kept


@pytest.mark.hazard("T3")
def test_a_joiner_within_a_word_is_dropped() -> None:
    assert presentable("ta\u200driff 關\u200d稅 \u200d") == "tariff 關稅 "


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
@pytest.mark.hazard("T5")
def test_no_text_that_comes_out_can_break_a_message(text: str) -> None:
    for plain in (from_html(text), from_loose(text), from_plain(text)):
        plain.encode("utf-8")
        assert plain == plain.strip()
        assert "\n\n\n" not in plain
        assert not [each for each in plain if unicodedata.category(each) in ("Cc", "Cs") and each != "\n"]
        assert not set(plain) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert presentable(presentable(text)) == presentable(text)
    assert from_plain(from_plain(text)) == from_plain(text)


@given(st.text(alphabet="ab 關稅\n", max_size=200), st.integers(min_value=1, max_value=120))
def test_a_cut_text_is_a_beginning_of_the_whole(text: str, limit: int) -> None:
    shorter = cut(text, limit)
    assert len(shorter) <= limit
    assert text.startswith(shorter)


def test_a_text_is_cut_before_a_latin_word_and_after_a_han_character() -> None:
    assert cut("export controls", 10) == "export"
    assert cut("export controls", 15) == "export controls"
    assert cut("半導體出口管制", 4) == "半導體出"
    assert cut("a" * 30, 10) == "a" * 10


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        "<b>" * 50_000 + "<p>x</p>" * 5_000,
        "".join(f"<b x={n}>" for n in range(25_000)) + "<p>x</p>" * 5_000,
        "<foo>" * 25_000 + "</bar>" * 25_000,
        "<" * 250_000,
        "<!--" * 50_000,
        "&" * 250_000,
        "&lt;p" * 50_000,
        '<img src="data:image/png;base64,' + "A" * 500_000 + '">',
        "<p style='" + "a" * 250_000,
    ],
    ids=lambda html: html[:12],
)
@pytest.mark.hazard("P1")
@pytest.mark.slow
def test_html_of_any_shape_is_read_in_linear_time(html: str) -> None:
    def read(text: str) -> None:
        from_html(text)
        from_loose(text)

    assert_grows_no_faster(read, html[: len(html) // 2], html)


def test_a_picture_within_the_text_does_not_use_up_the_text() -> None:
    html = f'<p><img src="data:image/png;base64,{"A" * 600_000}">After the picture.</p>'
    assert from_html(html) == "After the picture."
