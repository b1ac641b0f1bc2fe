"""What the tests share: the shipped catalog and word forms, read once, and a fresh database."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
import uvloop
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests.fakes.databases import open_new
from tests.fakes.ports import Clock
from tests.fakes.situations import House, open_house
from tests.fakes.virtual_time import VirtualTimeLoop
from tests.own_files import refuse_foreign_files
from watchers import entities, matching
from watchers.entities import Catalog
from watchers.matching import Recognizer
from watchers.rules import forms as word_forms
from watchers.rules.forms import Forms
from watchers.store import Database

MEASURED = ("tests/bot/", "tests/watchers/")

refuse_foreign_files()
# As the command line does: nearly everything that the collection of tests allocates stays.
gc.set_threshold(20_000)
# Both limits of Hypothesis are times of the wall clock, which a busy machine misses.
settings.register_profile("random", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Each run tries the same examples, so that a change is judged by itself: --hypothesis-profile=random tries new ones.
settings.register_profile("repeatable", settings.get_profile("random"), derandomize=True)
# scripts/test quick asks for it; a test that says how many examples it needs has as many.
settings.register_profile("quick", settings.get_profile("repeatable"), max_examples=25)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the files of tests/golden/expected")
    parser.addoption("--long", action="store_true", help="run the drills of tests/chaos at full size: about an hour")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what adds to the coverage: property tests and slow ones take most of the time of measuring it."""
    for item in items:
        slow = item.get_closest_marker("slow") or is_hypothesis_test(getattr(item, "obj", None))
        if not slow and item.nodeid.startswith(MEASURED):
            item.add_marker("measured")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over all modules, which stay until the end and cost it a second a minute."""
    gc.freeze()


def pytest_asyncio_loop_factories(item: pytest.Item) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Tests run on the loop on which the service runs, or on one with a virtual clock."""
    if item.get_closest_marker("virtual_time"):
        return {"virtual": VirtualTimeLoop}
    return {"uvloop": uvloop.new_event_loop}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests recorded as ``summary``; it comes here from the workers of pytest-xdist, too."""
    for report in terminalreporter.getreports("passed"):
        for name, text in report.user_properties:
            if name == "summary":
                terminalreporter.write_line(text)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Undo what verbs that run in this process change: they set up its logging, which is that of all tests."""
    loggers = [logging.getLogger(name) for name in ("", "httpx", "httpcore", "telegram", "apscheduler")]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    yield
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return entities.load()


@pytest.fixture(scope="session")
def forms() -> Forms:
    return word_forms.load()


@pytest.fixture(scope="session")
def recognizer() -> Recognizer:
    return matching.load()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with await open_new(tmp_path / "tradewatch.db") as database:
        yield database


@pytest.fixture
async def empty_house(tmp_path: Path, forms: Forms) -> AsyncIterator[House]:
    async with open_house(tmp_path / "tradewatch.db", forms, Clock()) as house:
        yield house


@pytest.fixture
async def house(empty_house: House) -> House:
    await empty_house.settle_in()
    return empty_house
