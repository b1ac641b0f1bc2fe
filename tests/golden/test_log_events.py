"""The names and levels of log events: people search and alert on them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.golden.files import Golden

ROOT = Path(__file__).parents[2]
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
LOGGERS = {"log", "logger", "_log", "_logger"}
PACKAGES = ("bot", "watchers")


def events(source: str) -> Iterator[str]:
    """Yield ``event level`` for each call of a logger; the level is ``log`` where it is chosen at run time.

    Raises ValueError where the event is not a literal: it could not be found by searching for it.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=logger), attr=level), args=arguments) if (
                logger in LOGGERS and level in LEVELS
            ):
                match arguments[1 if level == "log" else 0]:
                    case ast.Constant(value=str(event)):
                        yield f"{event} {level}"
                    case _:
                        raise ValueError(f"line {node.lineno}: the event is computed")


def test_calls_of_loggers_are_found() -> None:
    source = 'log.info("one", extra={})\nlog.log(level, "two")\nmath.log(3)\nlogger.exception("three")\n'
    assert list(events(source)) == ["one info", "two log", "three exception"]


def test_an_event_whose_name_is_computed_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1"):
        list(events('log.info(f"poll_{what}")'))


def test_every_event_keeps_its_name_and_level(golden: Golden) -> None:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    found = {event for path in files for event in events(path.read_text("utf-8"))}
    golden.text("log_events.txt", "".join(f"{event}\n" for event in sorted(found)))
