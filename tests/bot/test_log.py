"""The log: an event with fields, as text or JSON, and never a token."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from urllib.parse import quote

import pytest

from bot import log

TOKEN = "123456789:AAE-x_Yz0123456789abcdefghijklmnopq"
OTHER_TOKEN = "987654321:BBE-x_Yz0123456789abcdefghijklmnopq"
ODD_SECRET = "letmein"
"""A token of a shape that no pattern would find."""


def opened(style: str, level: str = "debug", secret: str = TOKEN) -> io.StringIO:
    stream = io.StringIO()
    log.set_up(level, style, stream, secret)
    return stream


def break_down(token: str) -> None:
    """An error with the token in it, because of another one."""
    cause = ValueError(f"The token `{token}` was rejected by the server.")
    raise ConnectionError(f"https://api.telegram.org/bot{token}/sendMessage") from cause


def write_everywhere(token: str) -> None:
    """All the ways by which a token was ever seen to reach a log."""
    logger = logging.getLogger("bot.somewhere")
    logger.debug("GET https://api.telegram.org/bot%s/getMe", token)
    logger.info("event", extra={"url": f"https://api.telegram.org/bot{token}/getMe", "nested": {"deep": [token]}})
    logger.warning(f"token in the message itself {token}")
    logger.warning("encoded %s", quote(f"/bot{token}/getMe", safe=""))
    logger.warning("encoded in lower case %s", quote(token, safe="").lower())
    logger.error("as bytes %r and as a repr %r", token.encode(), {"token": token})
    try:
        break_down(token)
    except ConnectionError:
        logger.exception("failed")
        logger.info("with stack", stack_info=True, exc_info=True)
    for library in ("httpx", "httpcore", "telegram", "telegram.ext.Updater", "apscheduler", "asyncio"):
        logging.getLogger(library).warning("from a library: bot%s", token)


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize(
    ("token", "secret"),
    [
        pytest.param(TOKEN, TOKEN, id="our token"),
        pytest.param(OTHER_TOKEN, TOKEN, id="some token"),
        pytest.param(TOKEN, "", id="our token, not told"),
    ],
)
@pytest.mark.hazard("S1")
def test_a_token_is_in_no_line(style: str, token: str, secret: str) -> None:
    stream = opened(style, secret=secret)
    write_everywhere(token)
    written = stream.getvalue()
    assert written.count(log.HIDDEN) >= 10
    assert token.partition(":")[2].lower() not in written.lower()


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.hazard("S1")
def test_the_secret_is_hidden_whatever_its_shape(style: str) -> None:
    stream = opened(style, secret=ODD_SECRET)
    logging.getLogger("bot").error("https://localhost/bot%s/getMe", ODD_SECRET)
    assert ODD_SECRET not in stream.getvalue()


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.hazard("S1")
async def test_a_task_that_nobody_waited_for_logs_no_token(style: str) -> None:
    stream = opened(style)
    handler = {"message": "Task exception was never retrieved", "exception": ValueError(f"bot{TOKEN}")}
    asyncio.get_running_loop().call_exception_handler(handler)
    assert "never retrieved" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.hazard("S1")
def test_a_line_that_cannot_be_formatted_logs_no_token(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    stream = opened(style)
    logging.getLogger("bot").error("one place, two values: %s", TOKEN, TOKEN)
    told = capsys.readouterr()
    assert TOKEN not in stream.getvalue() + told.out + told.err


@pytest.mark.hazard("S1")
def test_libraries_that_write_addresses_are_silent_below_warning() -> None:
    stream = opened("text")
    for library in ("httpx", "httpcore", "httpcore.connection", "telegram.Bot", "apscheduler.executors.default"):
        logging.getLogger(library).info("an address")
        logging.getLogger(library).debug("an address")
    logging.getLogger("bot").debug("ours")
    assert [line.split()[3:] for line in stream.getvalue().splitlines()] == [["ours"]]


def test_text_is_an_event_with_its_fields() -> None:
    stream = opened("text", "info")
    logging.getLogger("bot").info("delivery", extra={"alert": 7, "outcome": "Sent"})
    assert stream.getvalue().endswith(" INFO    delivery alert=7 outcome=Sent\n")


def test_an_address_is_cut_at_its_query_in_text_and_whole_in_json() -> None:
    address = f"https://agency.example/api/documents.json?{'fields[]=title&' * 50}page=1"
    why = f"no answer from '{address}' (really?)"
    for style in ("text", "json"):
        stream = opened(style, "info")
        logging.getLogger("bot").info("poll_failed", extra={"why": why, "again": "soon"})
        if style == "text":
            told = "why=no answer from 'https://agency.example/api/documents.json?…' (really?) again=soon\n"
            assert stream.getvalue().endswith(f" poll_failed {told}")
        else:
            assert json.loads(stream.getvalue())["why"] == why


def test_json_is_one_object_a_line_even_with_a_traceback() -> None:
    stream = opened("json", "info")
    try:
        break_down("line one\nline two")
    except ConnectionError:
        logging.getLogger("bot").exception("failed", extra={"source": "ustr.rss", "at_all": object})
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert (told["level"], told["logger"], told["event"], told["source"]) == ("error", "bot", "failed", "ustr.rss")
    assert "botline one\nline two/sendMessage" in told["traceback"]


def test_auto_is_json_where_nobody_watches() -> None:
    stream = opened("auto", "info")
    logging.getLogger("bot").info("poll")
    assert json.loads(stream.getvalue())["event"] == "poll"


def test_below_the_level_nothing_is_written() -> None:
    stream = opened("text", "warning")
    logging.getLogger("bot").info("poll")
    assert stream.getvalue() == ""
