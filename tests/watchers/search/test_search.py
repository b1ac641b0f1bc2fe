"""Search and back-test over what is stored: the same meaning as live matching, page by page, and in bounded time."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.ports import Clock, document, item
from tests.fakes.recognizers import CountingRecognizer
from tests.fakes.situations import METI, USTR, House, open_house
from tests.fakes.small_world import SMALL, rules
from tests.fakes.small_world import items as made_items
from tests.watchers.store.rows import key
from watchers.entities import EntityId, Tokens
from watchers.items.identity import ItemKeys, Sighting
from watchers.matching import Recognizer, explain
from watchers.model import Item, ItemId, StoredItem
from watchers.rules import Entity, Not, Rule, Word, parse
from watchers.rules.forms import Forms
from watchers.search import SearchHit, SearchPage, Turn, back_test, browse, candidates, every
from watchers.search.indexing import BATCH_SIZE, index
from watchers.search.question import ask, read_item
from watchers.services.watches import RuleAdded, Searched
from watchers.store import Rows, Transaction, items, sources, subscribers
from watchers.store.subscribers import SearchId

pytestmark = pytest.mark.service

NO_TIME = timedelta(0)
UNCERTAIN = "quota NEAR/5 wool"
"""A rule that must be counted one by one."""


@pytest.fixture
def recognizer(forms: Forms) -> Recognizer:
    return Recognizer(replace(SMALL, version="test"), forms)


def titles(found: Sequence[SearchHit | StoredItem]) -> list[str]:
    return [(each.stored if isinstance(each, SearchHit) else each).item.title.original for each in found]


async def publish(house: House, *names: str) -> None:
    """One item an hour."""
    for name in names:
        house.clock.pass_by(timedelta(hours=1))
        await house.poll(document(item(name, name)))


class Killed(BaseException):
    """The process ends in the middle of something."""


class DyingRecognizer(CountingRecognizer):
    """Is killed in the middle of the second batch."""

    def aliases(self, tokens: Tokens) -> list[tuple[int, Tokens]]:
        if self.items > 1.5 * BATCH_SIZE:
            raise Killed
        return super().aliases(tokens)


# ---- against a full scan ---------------------------------------------------------------------------


@given(st.lists(made_items(), min_size=1, max_size=8), st.lists(rules(), min_size=1, max_size=8), st.booleans())
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_search_finds_what_a_scan_of_every_item_finds(
    house: House, recognizer: Recognizer, made: list[Item], asked: list[Rule], current: bool
) -> None:
    def anew(tx: Transaction) -> None:
        tx.execute("delete from item_keys")
        tx.execute("delete from items")
        sightings = [Sighting(ItemKeys(key(str(n)), None, key(f"t{n}"), None), one) for n, one in enumerate(made)]
        prepared = {each.keys: read_item(each.item, USTR.id, recognizer)[0] for each in sightings}
        list(items.store_unseen(tx, USTR.id, sightings, prepared, house.clock(), False) or ())

    await house.database.write(anew)
    asking = recognizer if current else Recognizer(SMALL, recognizer.forms)
    for rule in asked:
        explained = [(one, explain(rule, one, USTR.id, recognizer)) for one in reversed(made)]
        matched = [(one, hits) for one, hits in explained if hits is not None]
        found = await back_test(house.database, rule, asking, house.clock())
        assert (found.count, found.complete) == (len(matched), True)
        assert [stored.item for stored in found.newest] == [one for one, _ in matched[:3]]
        assert [find.hits for find in await house.database.read(_all, rule, asking)] == [hits for _, hits in matched]


def _all(rows: Rows, rule: Rule, recognizer: Recognizer) -> list[SearchHit]:
    return list(every(rows, rule, recognizer))


@pytest.mark.parametrize("entity", sorted(SMALL.entities))
def test_of_the_spellings_of_a_name_only_those_that_contain_no_other_are_looked_up(
    entity: EntityId, recognizer: Recognizer
) -> None:
    asked = ask(Entity(entity), recognizer, current=False)
    assert asked is not None
    spellings = [f" {phrase} " for phrase in re.findall('"(.*?)"', asked.expression)]
    assert spellings
    assert [(one, other) for one, other in permutations(spellings, 2) if one in other] == []


async def test_a_two_character_word_is_found_inside_running_text(house: House, recognizer: Recognizer) -> None:
    await publish(house, "公司擴大招聘計畫", "公司擴大。招聘")
    found = await back_test(house.database, parse('"大招"', SMALL), recognizer, house.clock())
    assert titles(found.newest) == ["公司擴大招聘計畫"]


async def test_the_words_of_an_item_go_with_it(house: House) -> None:
    await publish(house, "Quota on wool")
    await house.database.write(items.prune, house.clock() + timedelta(days=1), house.clock())

    def left(rows: Rows) -> tuple[int, int]:
        asked = "select count(*) from item_words where item_words match 'quota'"
        return rows.number("select count(*) from items"), rows.number(asked)

    assert await house.database.read(left) == (0, 0)


async def test_a_source_that_is_not_polled_any_more_is_not_searched(house: House, recognizer: Recognizer) -> None:
    await publish(house, "Quota on wool")
    await house.database.write(sources.register, [METI], house.clock())
    found = await back_test(house.database, parse("quota", SMALL), recognizer, house.clock())
    assert (found.count, found.looked_at) == (0, 0)


# ---- the back-test ---------------------------------------------------------------------------------


async def test_items_are_of_the_day_on_which_they_were_published(house: House, recognizer: Recognizer) -> None:
    now = house.clock()
    dated = [
        item(f"Quota {days}", f"{days}", published=(now - timedelta(days=days)).isoformat()) for days in (40, 20, 3)
    ]
    await house.poll(document(*dated))
    found = await back_test(house.database, parse("quota", SMALL), recognizer, now)
    assert titles(found.newest) == ["Quota 3", "Quota 20"]
    assert (found.count, found.looked_at, found.since) == (2, 2, now - timedelta(days=20))


async def test_what_takes_too_long_is_counted_as_far_back_as_the_time_went(
    house: House, recognizer: Recognizer
) -> None:
    await publish(house, *(f"Quota on wool {n}" for n in range(50)))
    rule = parse(UNCERTAIN, SMALL)
    found = await back_test(house.database, rule, recognizer, house.clock(), time_limit=NO_TIME)
    assert (found.count, found.looked_at, found.complete) == (20, 20, False)
    assert found.since == house.clock() - timedelta(hours=19)
    assert titles(found.newest) == ["Quota on wool 49", "Quota on wool 48", "Quota on wool 47"]
    found = await back_test(house.database, rule, recognizer, house.clock())
    assert (found.count, found.looked_at, found.complete) == (50, 50, True)


async def test_a_rule_that_the_table_knows_nothing_of_is_read_item_by_item(
    house: House, recognizer: Recognizer
) -> None:
    await publish(house, "Quota 1", "Wool", "Quota 2")
    found = await back_test(house.database, Not(Word("wool")), recognizer, house.clock())
    assert titles(found.newest) == ["Quota 2", "Quota 1"]


async def test_what_the_table_alone_decides_is_counted_whatever_the_time(house: House, recognizer: Recognizer) -> None:
    await publish(house, *(f"Tariff {n}" for n in range(50)))
    found = await back_test(house.database, parse("tariff", SMALL), recognizer, house.clock(), time_limit=NO_TIME)
    assert (found.count, found.complete) == (50, True)


async def test_where_nothing_is_stored_there_is_nothing_to_count(empty_house: House, recognizer: Recognizer) -> None:
    found = await back_test(empty_house.database, parse(UNCERTAIN, SMALL), recognizer, empty_house.clock())
    assert (found.count, found.newest, found.looked_at, found.since, found.complete) == (0, (), 0, None, True)


# ---- pages -----------------------------------------------------------------------------------------


async def read_on(
    house: House, rule: Rule, recognizer: Recognizer, page: SearchPage, older: bool, time_limit: timedelta
) -> SearchPage:
    turn = page.older if older else page.newer
    assert turn is not None
    turned = await browse(house.database, rule, recognizer, turn, 5, time_limit)
    assert turned is not None
    return turned


@pytest.mark.parametrize("typed", ["quota", UNCERTAIN])
@pytest.mark.parametrize("time_limit", [timedelta(seconds=10), NO_TIME])
async def test_the_pages_lead_through_all_that_matches_and_back(
    typed: str, time_limit: timedelta, house: House, recognizer: Recognizer
) -> None:
    await publish(house, *(f"Quota{' and so on' * 9 if n % 3 else ''} wool {n}" for n in range(70)))
    rule = parse(typed, SMALL)
    expected = titles(await house.database.read(_all, rule, recognizer))
    page = await browse(house.database, rule, recognizer, None, 5, time_limit)
    assert page is not None
    assert page.newer is None
    read = titles(page.finds)
    while page.older is not None:
        page = await read_on(house, rule, recognizer, page, True, time_limit)
        read += titles(page.finds)
    assert read == expected
    back = titles(page.finds)
    while page.newer is not None:
        page = await read_on(house, rule, recognizer, page, False, time_limit)
        back = titles(page.finds) + back
    assert back == expected


async def test_a_page_says_which_of_how_many_it_shows(house: House, recognizer: Recognizer) -> None:
    await publish(house, *(f"Quota {n}" for n in range(12)))
    rule = parse("quota", SMALL)
    page = await browse(house.database, rule, recognizer, None, 5)
    assert page is not None
    assert (page.first, page.total) == (1, 12)
    page = await read_on(house, rule, recognizer, page, True, NO_TIME)
    assert (page.first, page.total, titles(page.finds)[0]) == (6, 12, "Quota 6")
    page = await read_on(house, rule, recognizer, page, False, NO_TIME)
    assert (page.first, page.total, titles(page.finds)[0], page.newer) == (1, 12, "Quota 11", None)


async def test_a_page_that_time_cut_short_says_how_far_it_came(house: House, recognizer: Recognizer) -> None:
    await publish(house, "The XYZ", *(f"the xyz {n}" for n in range(50)))
    rule = parse("XYZ", SMALL)
    page = await browse(house.database, rule, recognizer, None, 5, NO_TIME)
    assert page is not None
    assert (page.finds, page.total) == ((), None)
    assert page.until == house.clock() - timedelta(hours=19)
    while page.older is not None:
        page = await read_on(house, rule, recognizer, page, True, NO_TIME)
    assert titles(page.finds) == ["The XYZ"]
    assert page.until is None


async def test_new_items_do_not_shift_the_pages(house: House, recognizer: Recognizer) -> None:
    await publish(house, *(f"Quota {n}" for n in range(7)))
    rule = parse("quota", SMALL)
    page = await browse(house.database, rule, recognizer, None, 5)
    assert page is not None
    await publish(house, "Quota 7", "Quota 8")
    page = await read_on(house, rule, recognizer, page, True, NO_TIME)
    assert titles(page.finds) == ["Quota 1", "Quota 0"]


async def test_an_item_that_is_gone_cannot_be_turned_from(house: House, recognizer: Recognizer) -> None:
    await publish(house, "Quota 1")
    gone = Turn(ItemId(999), older=True)
    assert await browse(house.database, parse("quota", SMALL), recognizer, gone) is None


# ---- searches that are kept for their buttons ------------------------------------------------------


async def test_a_search_is_kept_under_one_id_and_for_its_subscriber_alone(house: House) -> None:
    ann, ben = await house.person("ann"), await house.person("ben")
    searched = await house.watchlist.browse(ann, "quota")
    assert (await house.watchlist.browse(ann, "quota")).search == searched.search
    assert await house.database.read(subscribers.searched, ann.id, searched.search) == "quota"
    assert await house.database.read(subscribers.searched, ben.id, searched.search) is None


async def test_of_one_subscriber_the_last_searches_are_kept(house: House) -> None:
    ann = await house.person("ann")
    first = (await house.watchlist.browse(ann, "quota0")).search
    for number in range(1, subscribers.MAX_SEARCHES + 1):
        await house.watchlist.browse(ann, f"quota{number}")
    assert await house.database.read(subscribers.searched, ann.id, first) is None
    assert await house.watchlist.turn(ann, first, Turn(ItemId(1), older=True)) is None


async def test_the_pages_of_a_search_are_turned_after_a_restart(tmp_path: Path, forms: Forms) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    async with open_house(path, forms, clock) as house:
        await house.settle_in()
        await publish(house, *(f"Quota {n}" for n in range(7)))
        searched = await house.watchlist.browse(await house.person("ann"), "quota")
    assert searched.page.older is not None
    async with open_house(path, forms, clock) as house:
        turned = await house.watchlist.turn(await house.person("ann"), searched.search, searched.page.older)
        assert isinstance(turned, Searched)
        assert titles(turned.page.finds) == ["Quota 1", "Quota 0"]


async def test_a_search_that_there_is_not_cannot_be_turned(house: House) -> None:
    ann = await house.person("ann")
    assert await house.watchlist.turn(ann, SearchId(7), Turn(ItemId(1), older=True)) is None


# ---- indexing in the background --------------------------------------------------------------------


async def test_another_catalog_is_searched_by_names_until_the_items_are_indexed_again(
    house: House, forms: Forms
) -> None:
    await publish(house, *(f"TSMC {n}" for n in range(50)), "Quota")
    rule = parse("台積電", SMALL)
    newer = Recognizer(replace(SMALL, version="newer"), forms)
    await house.database.write(items.begin_indexing, newer.version)
    assert (await house.database.read(candidates, rule, newer)).certain is False
    found = await back_test(house.database, rule, newer, house.clock())
    assert (found.count, found.percent_indexed) == (50, 0)
    await index(house.database, newer)
    assert (await house.database.read(candidates, rule, newer)).certain is True
    found = await back_test(house.database, rule, newer, house.clock())
    assert (found.count, titles(found.newest)[0], found.percent_indexed) == (50, "TSMC 49", None)


async def test_a_start_with_the_same_version_lets_nothing_wait(house: House, recognizer: Recognizer) -> None:
    await publish(house, "TSMC")
    await house.database.write(items.begin_indexing, recognizer.version)
    assert await house.database.read(items.not_indexed, 10) == []
    assert await house.database.read(items.indexed, recognizer.version) == (True, None)


async def test_new_items_do_not_wait_for_the_old_ones(house: House, forms: Forms) -> None:
    await publish(house, *(f"TSMC {n}" for n in range(3)))
    newer = Recognizer(replace(SMALL, version="newer"), forms)
    await house.database.write(items.begin_indexing, newer.version)
    waiting = await house.database.read(items.not_indexed, 10)
    await publish(house, "TSMC 3")
    assert await house.database.read(items.not_indexed, 10) == waiting
    assert (await house.database.read(items.indexed))[1] == 25


def as_of_an_older_program(path: Path) -> None:
    """Make a database what it was before there was a full-text table."""
    with closing(sqlite3.connect(path)) as older:
        older.executescript(
            """drop trigger item_words_go; drop table item_words; drop table recognised; drop table searches;
            drop index items_by_date; pragma user_version = 2;
            delete from _sqlite_migrations where name = 'm0003_search';"""
        )


async def test_a_database_of_an_older_program_is_indexed_in_the_background(
    tmp_path: Path, forms: Forms, recognizer: Recognizer
) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    async with open_house(path, forms, clock) as house:
        await house.settle_in()
        await publish(house, *(f"TSMC quota {n}" for n in range(30)))
    as_of_an_older_program(path)
    async with open_house(path, forms, clock) as house:
        ann = await house.person("ann")
        searched = await house.watchlist.browse(ann, "quota")
        assert (searched.page.finds, searched.page.percent_indexed) == ((), 0)
        await publish(house, "TSMC quota 30")
        added = await house.watchlist.watch(ann, "TSMC")
        assert isinstance(added, RuleAdded)
        assert (titles(added.found.newest), added.found.percent_indexed) == (["TSMC quota 30"], 3)
        await index(house.database, recognizer)
        there = await house.database.read(candidates, parse("TSMC", SMALL), recognizer)
        assert (len(there.ids), there.certain, there.percent_indexed) == (31, True, None)


async def test_indexing_that_was_killed_goes_on_where_it_was(
    tmp_path: Path, forms: Forms, recognizer: Recognizer
) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    count = 3 * BATCH_SIZE
    async with open_house(path, forms, clock) as house:
        await house.settle_in()
        await house.poll(document(*(item(f"Quota {n}", str(n)) for n in range(count))))
    as_of_an_older_program(path)
    async with open_house(path, forms, clock) as house:
        dying = DyingRecognizer(house.watchlist.catalog, forms)
        with pytest.raises(Killed):
            await index(house.database, dying)
        indexed = (await house.database.read(items.indexed))[1]
        assert indexed == 100 * BATCH_SIZE // count
    async with open_house(path, forms, clock) as house:
        assert (await house.database.read(items.indexed))[1] == indexed
        counting = CountingRecognizer(house.watchlist.catalog, forms)
        await index(house.database, counting)
        assert counting.items == count - BATCH_SIZE
        there = await house.database.read(candidates, parse("quota", SMALL), recognizer)
        assert (len(there.ids), there.percent_indexed) == (count, None)


async def test_items_that_are_pruned_while_they_are_read_leave_no_words(house: House, recognizer: Recognizer) -> None:
    await publish(house, "Quota 1", "Quota 2")
    waiting = await house.database.read(lambda rows: items.newest_ids(rows, None))
    read = [
        (one, read_item(stored.item, USTR.id, recognizer)[0].words)
        for one, stored in (await house.database.read(items.by_ids, waiting)).items()
    ]
    await house.database.write(items.prune, house.clock(), house.clock())
    await house.database.write(items.index, read)
    assert await house.database.read(lambda rows: rows.all("select rowid from item_words")) == [(waiting[0],)]


async def test_a_backfill_that_an_older_program_began_starts_over(
    tmp_path: Path, forms: Forms, recognizer: Recognizer
) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    async with open_house(path, forms, clock) as house:
        await house.settle_in()
        await publish(house, *(f"Quota {n}" for n in range(3)))
    with closing(sqlite3.connect(path)) as halfway, halfway:
        halfway.execute("delete from item_words where rowid > 1")
        halfway.execute("update recognised set state = '', pending = 4")
        halfway.execute("delete from _sqlite_migrations where name = 'm0003_search'")
    async with open_house(path, forms, clock) as house:
        assert (await house.database.read(items.indexed))[1] == 0
        await index(house.database, recognizer)
        there = await house.database.read(candidates, parse("quota", SMALL), recognizer)
        assert (len(there.ids), there.percent_indexed) == (3, None)
