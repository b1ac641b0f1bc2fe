"""Telegram's HTML rules, by table, by law, and side by side with Telegram's own parser."""

from __future__ import annotations

import html
import json
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fakes.telegram_html import Entity, Formatted, HtmlError, checked_link, read, trimmed

SHOWN = [
    ("<b>R&amp;D</b> up", "R&D up", [Entity("bold", 0, 3)]),
    ("😀<i>x</i>", "😀x", [Entity("italic", 2, 1)]),
    ("R&D &nbsp; &apos;", "R&D &nbsp; &apos;", []),
    ("&lt;&gt;&quot;&#65;&#x42;", '<>"AB', []),
    ("<b></b>x", "x", []),
    ("<b><i>x</i>y</b>", "xy", [Entity("bold", 0, 2), Entity("italic", 0, 1)]),
    ("<a href='https://E.com?q=1&amp;r=2'>x</a>", "x", [Entity("text_link", 0, 1, "https://e.com/?q=1&r=2")]),
    ("<a href='javascript:alert(1)'>x</a>", "x", []),
    ("<a href='tg://user?id=7'>x</a>", "x", [Entity("text_mention", 0, 1, user_id=7)]),
    ("<span class='tg-spoiler'>x</span>", "x", [Entity("spoiler", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [Entity("expandable_blockquote", 0, 1)]),
    ("<pre><code class='language-c++'>x</code></pre>", "x", [Entity("pre", 0, 1, language="c++")]),
    ("<code class='language-c++'>x</code>", "x", [Entity("code", 0, 1)]),
    ("<tg-emoji emoji-id='5'>👍</tg-emoji>", "👍", [Entity("custom_emoji", 0, 2, custom_emoji_id="5")]),
    (
        "<tg-time unix='5' format='r'>x</tg-time>",
        "x",
        [Entity("date_time", 0, 1, unix_time=5, date_time_format="r")],
    ),
]

REFUSED = [
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("關稅<br>", 'Unsupported start tag "br" at byte offset 6'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b x", 'Unclosed start tag "b" at byte offset 0'),
    ("<b />x</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
    ("<b x=1/>", "Unexpected end of name token at byte offset 5"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ("<tg-time unix='5' format='zz'>x</tg-time>", "Invalid date format used"),
    ("&#xD800;", "Text contains invalid Unicode characters after decoding HTML entities"),
]

LINKS = [
    ("HTTPS://E.COM", "https://e.com/"),
    ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
    ("http://[::1]/x", "http://[::1]/x"),
    ("https://例え.jp/路径?q=あ", "https://例え.jp/路径?q=あ"),
    ("https://e.com#f", "https://e.com/#f"),
    ("https://e.com/a b", "https://e.com/a%20b"),
    ("e.com", "http://e.com/"),
    ("tg:resolve?domain=x", "tg://resolve?domain=x"),
    ("https://u:p@e.com/", "https://u:p@e.com/"),
    ("http://localhost/", ""),
    ("https://e.com:99999/", ""),
    ("ftp://e.com/", ""),
    ("//e.com", ""),
    (" https://e.com", ""),
    ("https:///x", ""),
]

TAGS = ["b", "i", "u", "s", "del", "code", "pre", "blockquote", "tg-spoiler", "a", "span", "p", "B", ""]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [
            "<a href='https://e.com/'>",
            "<a href=e.com>",
            "<code class='language-x'>",
            "<blockquote expandable>",
            "<span class='tg-spoiler'>",
            "<b x",
            "<b x=y>",
            "<b x='<",
            '<i x= "&quot;" z>',
            "</b >",
            "&lt;",
            "&lt",
            "&amp;amp;",
            "&#39;",
            "&#x1F600;",
            "&#xD83D;",
            "&#0;",
            "&nbsp;",
            "&",
            "<",
            ">",
            "/",
            " ",
            "\n",
            "=",
            "'",
            '"',
            "é",
            "關稅",
            "😀",
            "x",
        ]
    ),
)
MARKUP = st.lists(PIECES, max_size=14).map("".join)


@pytest.mark.parametrize(("written", "text", "entities"), SHOWN)
def test_a_text_shows_what_telegram_would_show(written: str, text: str, entities: list[Entity]) -> None:
    assert read(written) == Formatted(text, tuple(entities))


@pytest.mark.parametrize(("written", "why"), REFUSED)
def test_a_refusal_says_why_and_at_which_byte(written: str, why: str) -> None:
    with pytest.raises(HtmlError) as refused:
        read(written)
    assert str(refused.value) == why


@pytest.mark.parametrize(("url", "checked"), LINKS)
def test_a_link_is_normalized_or_dropped_as_telegram_does(url: str, checked: str) -> None:
    assert checked_link(url) == checked


def test_white_space_around_the_text_goes_and_entities_move_along() -> None:
    assert trimmed(read(" \n<b> x </b>y <i> </i>")) == Formatted("x y", (Entity("bold", 0, 2),))


def test_an_entity_is_reported_as_the_bot_api_reports_it() -> None:
    mention, link = read("<a href='tg://user?id=7'>x</a><a href='e.com'>y</a>").entities
    assert mention.as_json()["user"] == {"id": 7, "is_bot": False, "first_name": "User 7"}
    assert link.as_json() == {"type": "text_link", "offset": 1, "length": 1, "url": "http://e.com/"}


@given(st.text())
def test_an_escaped_text_is_shown_as_it_was(text: str) -> None:
    assert read(html.escape(text.replace("\0", ""))).text == text.replace("\0", "")


@pytest.mark.skipif(find_spec("tdjson") is None, reason="tdjson, Telegram's own parser, is not installed")
@settings(max_examples=400)
@given(MARKUP)
@example("<pre><code class='language-x'>x</code></pre>")
@example("<a>e.com</a><a>nothing here</a>")
def test_we_read_what_telegrams_own_parser_reads(written: str) -> None:
    assert _ours(written) == _theirs(written)


def _ours(written: str) -> object:
    try:
        formatted = read(written)
    except HtmlError as refused:
        return str(refused)
    return formatted.text, sorted((e.offset, e.length, e.type, e.url, e.language) for e in formatted.entities)


def _theirs(written: str) -> object:
    answer = _telegram({"@type": "parseTextEntities", "text": written, "parse_mode": {"@type": "textParseModeHTML"}})
    if answer["@type"] == "error":
        why: str = answer["message"]
        return why.removeprefix("Can't parse entities: ").removesuffix(", check for unmatched surrogate code units")
    return answer["text"], sorted(
        (
            e["offset"],
            e["length"],
            _THEIR_TYPES[e["type"]["@type"].removeprefix("textEntityType")],
            e["type"].get("url", ""),
            e["type"].get("language", ""),
        )
        for e in answer["entities"]
    )


def _telegram(request: dict[str, object]) -> Any:
    tdjson = import_module("tdjson")
    quiet = {"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}
    tdjson.td_execute(json.dumps(quiet).encode())
    return json.loads(tdjson.td_execute(json.dumps(request).encode()))


_THEIR_TYPES = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "TextUrl": "text_link",
}
