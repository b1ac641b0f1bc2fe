"""What was said: which command, and the words after it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Request
from watchers.model import Address


def said(text: str) -> Request:
    return Request(Address("7"), private=True, user=7, user_language="en", text=text)


@pytest.mark.parametrize(
    ("text", "command", "words"),
    [
        pytest.param("/watch TSMC tariffs", "watch", "TSMC tariffs", id="a command and words"),
        pytest.param("/watch", "watch", "", id="a command alone"),
        pytest.param("/watch@Tradewatch_Bot TSMC", "watch", "TSMC", id="the bot named"),
        pytest.param("/watch@bot", "watch", "", id="the bot named, and nothing else"),
        pytest.param("/WATCH TSMC", "watch", "TSMC", id="in capitals"),
        pytest.param("/Watch@Bot\nTSMC\ntariffs", "watch", "TSMC\ntariffs", id="a line break after the command"),
        pytest.param("/watch\n\n  TSMC  ", "watch", "TSMC", id="white space all around"),
        pytest.param("/watch　台積電　關稅", "watch", "台積電　關稅", id="full-width spaces"),
        pytest.param("/watch\tTSMC", "watch", "TSMC", id="a tab"),
        pytest.param("/watch\N{NO-BREAK SPACE}TSMC", "watch", "TSMC", id="a space that does not break"),
        pytest.param("  /watch TSMC", "watch", "TSMC", id="space before"),
        pytest.param("/watch /watch", "watch", "/watch", id="the command as its own words"),
        pytest.param("/watch /a,/watch b", "watch", "/a,/watch b", id="the command again among the words"),
        pytest.param("/", "", "", id="a slash alone"),
        pytest.param("／watch ASML", "watch", "ASML", id="a full-width slash"),
        pytest.param("／Watch@Bot　ASML", "watch", "ASML", id="a full-width slash and space"),
        pytest.param("/watch\u200b X", "watch", "X", id="an invisible character after the command"),
        pytest.param("\u200b/wa\u2060tch X", "watch", "X", id="invisible characters before and in the command"),
        pytest.param("\ufeff \u200e/watch X", "watch", "X", id="a byte order mark, a space and a direction mark"),
        pytest.param("/watch X\u200dY", "watch", "X\u200dY", id="an invisible character in the words is kept"),
        pytest.param("\u200bX", None, "\u200bX", id="an invisible character before plain text is kept"),
        pytest.param("a／b", None, "a／b", id="a full-width slash in the middle"),
        pytest.param("\u200b", None, "\u200b", id="nothing visible"),
        pytest.param("hello /watch TSMC", None, "hello /watch TSMC", id="a command in the middle is none"),
        pytest.param("  TSMC  ", None, "TSMC", id="plain text"),
        pytest.param("", None, "", id="nothing"),
        pytest.param(" \n ", None, "", id="blank"),
    ],
)
def test_a_message_is_a_command_with_its_words_or_words_alone(text: str, command: str | None, words: str) -> None:
    assert (said(text).command, said(text).words) == (command, words)


@pytest.mark.parametrize(
    ("text", "bot"),
    [
        ("/watch@Other_Bot TSMC", "Other_Bot"),
        ("/watch@bot", "bot"),
        ("/watch@bot\u200b TSMC", "bot"),
        ("/watch TSMC@bot", ""),
        ("/watch", ""),
        ("a@b", ""),
    ],
)
def test_a_command_may_name_the_bot_that_it_is_for(text: str, bot: str) -> None:
    assert said(text).bot == bot


@given(st.text(max_size=80))
def test_any_text_has_a_command_or_none_and_its_words_come_from_it(text: str) -> None:
    request = said(text)
    assert request.words in text
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf").strip()
    assert (request.command is not None) == seen.startswith(("/", "／"))
