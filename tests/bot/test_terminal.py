"""The bot in a terminal: the same answers and alerts, as text with numbered buttons."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.callbacks.searching import Why
from bot.callbacks.watching import Mute, Unwatch
from bot.chat import SILENCE, Button, Document, Link, Press, Reply, Request, Sent
from bot.config.document import language_of_terminal
from bot.messages.text import escape, language_for, plain
from bot.terminal import ADDRESS, Terminal, as_text

pytestmark = pytest.mark.service


class Paper:
    """What was written."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, text: str) -> None:
        self.lines.append(text)


class Echo:
    """Answers with the words that it received, and a button that undoes them."""

    def __init__(self) -> None:
        self.heard: list[Request] = []

    async def __call__(self, request: Request) -> Reply:
        self.heard.append(request)
        return Reply(f"you said <b>{escape(request.text)}</b>", ((Button("Undo", Unwatch(len(self.heard))),),))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        (
            "<b>bold</b> and <i>slanted</i> and <u>under</u> and <code>code</code>",
            "bold and slanted and under and code",
        ),
        ('<a href="https://example.org/?a=1&amp;b=2">a &lt; b</a>', "a < b <https://example.org/?a=1&b=2>"),
        ('<b><a href="https://example.org/"><u>Tariffs</u> rise</a></b>', "Tariffs rise <https://example.org/>"),
        ("R&amp;D &lt;b&gt; &quot;x&quot;", 'R&D <b> "x"'),
        ("", ""),
    ],
)
def test_markup_is_shown_as_text(markup: str, text: str) -> None:
    assert as_text(markup, colors=False) == text


def test_styles_are_shown_where_there_are_colors() -> None:
    assert as_text("<b>x <u>y</u></b> z", colors=True) == "\x1b[1mx \x1b[0m\x1b[1;4my\x1b[0m z"


def test_a_link_can_be_opened_where_there_are_colors() -> None:
    shown = as_text('<a href="https://example.org/?a=1&amp;b=2">Tariffs</a> rise', colors=True)
    assert re.sub("id=[0-9]+", "", shown) == "\x1b]8;;https://example.org/?a=1&b=2\x1b\\Tariffs\x1b]8;;\x1b\\ rise"


EXAMPLE = (
    '<b><a href="https://example.org/1">New 25% <u>tariff</u> on imported chips; TSMC is exempt</a></b>\n'
    "新關稅自 2027 年 1 月 15 日起實施，台積電等在當地設廠的業者可獲豁免。国内に工場を建てる企業は対象外となる。"
)
KEYS = (
    (
        Button("Why?", Why(17)),
        Button("Mute W1", Mute(1)),
        Button("不是我要的", Mute(2)),
        Link("Open ↗", "https://x.org"),
    ),
)


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("colors", [True, False])
async def test_lines_and_buttons_fit_the_terminal(columns: int, colors: bool) -> None:
    paper = Paper()
    await Terminal(paper, colors, lambda: columns)(ADDRESS, Reply(EXAMPLE, KEYS))
    lines = seen(paper.lines[0]).splitlines()
    assert max(map(cell_len, lines)) <= columns
    first = "New 25% tariff on imported chips; TSMC" + (" is exempt" if columns == 80 else "")
    address = " <https://example.org/1>" if columns == 80 and not colors else ""
    assert lines[0].rstrip() == first + address
    keys = ["[1] Why?", "[2] Mute W1", "[3] 不是我要的", *(["Open ↗"] if colors else [])]
    assert [key for key in keys if not any(key in line for line in lines)] == []
    assert "↗ ↗" not in "".join(lines)


def seen(text: str) -> str:
    """What a person sees: without codes of colors and links."""
    return re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", text)


async def test_an_edit_prints_the_title_and_what_it_changes_and_keeps_the_buttons() -> None:
    paper = Paper()
    terminal = Terminal(paper, colors=False)
    buttons = ((Button("Why?", Why(17)),),)
    sent = await terminal(ADDRESS, Reply("<b>Tariffs rise</b>\nOn chips.\n<i>Wire</i>", buttons))
    assert isinstance(sent, Sent)
    told_again = Reply("<b>Tariffs rise</b>\nOn chips.\n<i>Wire · also Post</i>", buttons, replaces=sent.message)
    assert await terminal(ADDRESS, told_again) == sent
    assert await terminal(ADDRESS, replace(told_again, html=f"{told_again.html}, Daily")) == sent
    assert paper.lines[1:] == ["✎ Tariffs rise\nWire · also Post\n", "✎ Tariffs rise\nWire · also Post, Daily\n"]
    echo = Echo()
    await terminal.ask(echo, "1")
    assert echo.heard[0].press == Press(Why(17))


async def test_an_edit_of_a_message_from_before_the_start_is_printed_whole() -> None:
    paper = Paper()
    await Terminal(paper, colors=False)(ADDRESS, Reply("Tariffs rise\nWire", replaces="9"))
    assert paper.lines == ["Tariffs rise\nWire\n"]


async def test_a_toast_is_printed_too() -> None:
    async def toasting(request: Request) -> Reply:
        return replace(SILENCE, toast="W1 is muted")

    paper = Paper()
    await Terminal(paper, colors=False).ask(toasting, "/watch quota")
    assert paper.lines == ["💬 W1 is muted\n"]


@given(st.text())
def test_whatever_was_escaped_is_shown_as_it_was(text: str) -> None:
    assert as_text(escape(text), colors=False) == plain(escape(text))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六七八", ["一二三四五", "六七八"]),
        ("一二三四五。六七", ["一二三四", "五。六七"]),
        ("一二三四「五六」", ["一二三四", "「五六」"]),
        ("大フィルターを使う", ["大フィル", "ターを使う"]),
        ("TSMC 與 Samsung", ["TSMC 與", "Samsung"]),
        ("abcdefghijklm", ["abcdefghij", "klm"]),
    ],
)
@pytest.mark.parametrize("colors", [False, True])
def test_lines_end_as_chinese_and_japanese_are_set(text: str, lines: list[str], colors: bool) -> None:
    printed = seen(as_text(f"<b>{text}</b>", colors, 10))
    assert [line.rstrip() for line in printed.split("\n")] == lines


async def test_an_alert_is_printed_with_the_numbers_of_its_buttons() -> None:
    paper = Paper()
    terminal = Terminal(paper, colors=False)
    buttons = ((Button("Why?", Why(17)), Button("Mute W1", Mute(1)), Link("Open", "https://example.org/")),)
    outcomes = [await terminal(ADDRESS, Reply("<b>Tariffs</b> rise", buttons)) for _ in range(2)]
    assert outcomes == [Sent("1"), Sent("2")]
    assert paper.lines == ["Tariffs rise\n[1] Why?  [2] Mute W1\n", "Tariffs rise\n[3] Why?  [4] Mute W1\n"]


async def test_a_line_is_sent_and_a_number_presses_its_button() -> None:
    paper, echo = Paper(), Echo()
    terminal = Terminal(paper, colors=False)
    for line in ("/watch quota", "1", "/watch levy", "2"):
        await terminal.ask(echo, line)
    assert [(request.text, request.press) for request in echo.heard] == [
        ("/watch quota", None),
        ("", Press(Unwatch(1))),
        ("/watch levy", None),
        ("", Press(Unwatch(2))),
    ]
    assert all(request.private and request.address == ADDRESS for request in echo.heard)


async def test_a_number_without_a_button_is_answered_with_a_message_about_that() -> None:
    paper, echo = Paper(), Echo()
    await Terminal(paper, colors=False).ask(echo, "7")
    assert paper.lines == ["There is no button 7.\n"]
    assert echo.heard == []


@pytest.mark.parametrize("line", ["١", "1" * 40, "-1", "1.5", "１"])
async def test_what_only_looks_like_a_number_is_said(line: str) -> None:
    echo = Echo()
    await Terminal(Paper(), colors=False).ask(echo, line)
    assert [request.text for request in echo.heard] == [line]


async def test_a_file_is_printed_below_its_words() -> None:
    paper = Paper()
    await Terminal(paper, colors=False)(ADDRESS, Reply("<b>Yours</b>", document=Document("a.opml", b"<opml/>")))
    assert paper.lines == ["Yours\n<opml/>\n"]


async def test_silence_is_silence() -> None:
    async def silent(request: Request) -> Reply:
        return SILENCE

    paper = Paper()
    await Terminal(paper, colors=True).ask(silent, "hello")
    assert paper.lines == []


async def test_no_color_gets_into_a_pipe() -> None:
    paper = Paper()
    await Terminal(paper, colors=False)(ADDRESS, Reply("<b>a</b><code>b</code>"))
    assert not re.search("\x1b", paper.lines[0])


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh-Hant"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": ""}, "zh-Hant"),
        ({}, "en"),
    ],
)
def test_a_terminal_speaks_the_language_of_its_messages(variables: dict[str, str], language: str) -> None:
    assert language_for(language_of_terminal(variables)) == language


@pytest.mark.parametrize(("language", "watch"), [("en", "TSMC"), ("zh-Hant", "台積電"), ("ja", "TSMC")])
async def test_a_demo_greets_and_watches_in_the_language_of_the_terminal(language: str, watch: str) -> None:
    paper, echo = Paper(), Echo()
    terminal = Terminal(paper, colors=False, columns=lambda: 40, language=language)
    terminal.says("terminal-sample")
    assert all(cell_len(line) <= 40 for line in "".join(paper.lines).splitlines())
    assert terminal.first_watch == f"/watch {watch}"
    await terminal.ask(echo, terminal.first_watch)
    assert echo.heard[0].user_language == language
    await terminal.ask(echo, "9")
    assert "9" in paper.lines[-1]
    assert ("button" in paper.lines[-1]) == (language == "en")
