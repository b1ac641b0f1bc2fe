"""Each item is read and recognized once, before the transaction; what commits in between is not missed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Concatenate, ParamSpec, TypeVar

import pytest

from tests.fakes.ports import document, item
from tests.fakes.recognizers import CountingRecognizer
from tests.fakes.situations import USTR, House
from watchers.pipeline import MAX_ITEMS_PER_WRITE, Pipeline
from watchers.rules import parse
from watchers.rules.forms import Forms
from watchers.search import back_test
from watchers.store import Database, Rows, Transaction

pytestmark = pytest.mark.service

P = ParamSpec("P")
T = TypeVar("T")


class Interrupted(Database):
    """A database to which somebody else writes before the pipeline does."""

    def __init__(self, inner: Database, meanwhile: Callable[[], Awaitable[object]]) -> None:
        self._inner = inner
        self._meanwhile = meanwhile

    async def read(self, job: Callable[Concatenate[Rows, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._inner.read(job, *args, **kwargs)

    async def write(self, job: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        await self._meanwhile()
        return await self._inner.write(job, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class Counting:
    """A house's pipeline, and the recognizer that it asks."""

    pipeline: Pipeline
    recognizer: CountingRecognizer


def counting(house: House, forms: Forms) -> Counting:
    recognizer = CountingRecognizer(house.watchlist.catalog, forms)
    return Counting(replace(house.pipeline, recognizer=recognizer), recognizer)


def interrupted(house: House, meanwhile: Callable[[], Awaitable[object]]) -> Pipeline:
    return replace(house.pipeline, database=Interrupted(house.database, meanwhile))


# ---- once ------------------------------------------------------------------------------------------


async def test_an_item_is_recognized_once_for_matching_and_for_searching(house: House, forms: Forms) -> None:
    ann = await house.person("ann", "TSMC", "台積電 -levy", "TSMC NEAR/5 quota")
    counted = counting(house, forms)
    house.newsroom.says(USTR.id, document(*(item(f"TSMC quota {n}", str(n)) for n in range(7))))
    assert (await counted.pipeline.poll(USTR)).new == 7
    assert counted.recognizer.items == 7
    assert len(await house.enqueued(ann)) == 7
    found = await back_test(house.database, parse("TSMC", house.watchlist.catalog), counted.recognizer, house.clock())
    assert found.count == 7


async def test_an_item_that_is_known_is_not_recognized_again(house: House, forms: Forms) -> None:
    counted = counting(house, forms)
    for new in (2, 3):
        house.newsroom.says(USTR.id, document(*(item(f"TSMC {n}", str(n)) for n in range(new))))
        await counted.pipeline.poll(USTR)
        assert counted.recognizer.items == new


async def test_the_items_of_a_baseline_are_recognized_once_too(empty_house: House, forms: Forms) -> None:
    counted = counting(empty_house, forms)
    count = MAX_ITEMS_PER_WRITE + 10
    empty_house.newsroom.says(USTR.id, document(*(item(f"TSMC {n}", str(n)) for n in range(count))))
    assert (await counted.pipeline.poll(USTR)).baseline
    assert counted.recognizer.items == count


async def test_others_have_their_turn_after_each_item(house: House) -> None:
    house.newsroom.says(USTR.id, document(*(item(f"TSMC {n}", str(n)) for n in range(MAX_ITEMS_PER_WRITE))))
    polling = asyncio.create_task(house.pipeline.poll(USTR))
    turns = 0
    while not polling.done():
        turns += 1
        await asyncio.sleep(0)
    assert (await polling).new == MAX_ITEMS_PER_WRITE
    assert turns >= MAX_ITEMS_PER_WRITE


# ---- between reading and storing -------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 6])
async def test_a_rule_that_comes_between_reading_and_storing_is_met(house: House, count: int) -> None:
    ann = await house.person("ann")

    async def watch() -> None:
        await house.watchlist.watch(ann, "TSMC")

    house.newsroom.says(USTR.id, document(*(item(f"台積電 {n}", str(n)) for n in range(count))))
    polled = await interrupted(house, watch).poll(USTR)
    assert (polled.new, polled.enqueued) == (count, count)


@pytest.mark.parametrize("count", [1, 6])
async def test_a_rule_that_goes_between_reading_and_storing_is_not_met(house: House, count: int) -> None:
    ann = await house.person("ann", "TSMC")

    async def unwatch() -> None:
        await house.watchlist.unwatch(ann, 1)

    house.newsroom.says(USTR.id, document(*(item(f"台積電 {n}", str(n)) for n in range(count))))
    polled = await interrupted(house, unwatch).poll(USTR)
    assert (polled.new, polled.enqueued) == (count, 0)


@pytest.mark.parametrize("count", [1, 6])
async def test_an_alias_that_comes_between_reading_and_storing_is_met(house: House, count: int) -> None:
    ann = await house.person("ann", "TSMC")

    async def name() -> None:
        await house.watchlist.aliases.answer(ann, "TSMC 護國神山")

    house.newsroom.says(USTR.id, document(*(item(f"護國神山 {n}", str(n)) for n in range(count))))
    polled = await interrupted(house, name).poll(USTR)
    assert (polled.new, polled.enqueued) == (count, count)


async def test_an_alias_that_goes_between_reading_and_storing_is_not_met(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    await house.watchlist.aliases.answer(ann, "TSMC 護國神山")

    async def take_back() -> None:
        await house.watchlist.aliases.answer(ann, "TSMC -護國神山")

    house.newsroom.says(USTR.id, document(item("護國神山", "1"), item("TSMC", "2")))
    polled = await interrupted(house, take_back).poll(USTR)
    assert (polled.new, polled.enqueued) == (2, 1)
    assert await house.titles_owed(ann) == ["TSMC"]


async def test_an_item_whose_keys_are_pruned_between_reading_and_storing_is_read_after_all(
    house: House, forms: Forms
) -> None:
    ann = await house.person("ann", "TSMC")
    await house.poll(document(item("TSMC 1", "1")))
    counted = counting(house, forms)
    pruned = False

    async def prune() -> None:
        nonlocal pruned
        if not pruned:
            pruned = True
            await house.database.write(lambda tx: tx.execute("delete from item_keys"))

    house.newsroom.says(USTR.id, document(item("TSMC 2", "2"), item("TSMC 1", "1")))
    pipeline = replace(counted.pipeline, database=Interrupted(house.database, prune))
    assert (await pipeline.poll(USTR)).new == 2
    assert counted.recognizer.items == 1 + 2
    assert len(await house.enqueued(ann)) == 3


async def test_an_item_that_is_stored_by_another_poll_meanwhile_is_not_stored_twice(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    told = document(item("TSMC 1", "1"))
    first = True

    async def poll() -> None:
        nonlocal first
        if first:
            first = False
            await house.poll(told)

    house.newsroom.says(USTR.id, told)
    assert (await interrupted(house, poll).poll(USTR)).new == 0
    assert len(await house.enqueued(ann)) == 1
