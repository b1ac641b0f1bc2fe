"""Added sources in the tables: who takes them, when they are polled, and what a button may mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import sqlite_utils

from tests.watchers.store.rows import NOW, SOURCE, person, with_source
from watchers.cadence import SourceState
from watchers.model import Address, Group, Source, SourceId, SourceKind
from watchers.store import Database, Rows, Transaction, additions, schema, sources, subscribers
from watchers.store.additions import OFFERED_FOR, AdditionState

ADDED = Source(SourceId("added.customs.1"), "https://customs.example/feed", "Customs", trusted=False)
OFFER = Source(SourceId(ADDED.url), ADDED.url, ADDED.name, SourceKind.RSS, "en", trusted=False)


def is_active(rows: Rows, source: SourceId = ADDED.id) -> bool:
    return source in {each.id for each, _ in sources.active(rows)}


async def test_a_source_is_polled_while_it_is_granted_and_somebody_takes_it(database: Database) -> None:
    def job(tx: Transaction) -> list[bool]:
        ann, ben = person(tx, "ann"), person(tx, "ben")
        added = additions.add(tx, ADDED, AdditionState.ASKED, everyone=False, by=ann.id, now=NOW)
        told = [is_active(tx)]
        steps: list[Callable[[], object]] = [
            lambda: additions.take(tx, ann.id, ADDED.id, NOW),
            lambda: additions.decide(tx, added, AdditionState.GRANTED, NOW),
            lambda: additions.take(tx, ben.id, ADDED.id, NOW),
            lambda: additions.drop(tx, ann.id, added, NOW),
            lambda: additions.drop(tx, ben.id, added, NOW),
            lambda: additions.share(tx, added, NOW, Group.PRESS),
            lambda: additions.decide(tx, added, AdditionState.REFUSED, NOW),
        ]
        for step in steps:
            step()
            told.append(is_active(tx))
        return told

    assert await database.write(job) == [False, False, True, True, True, False, True, False]


async def test_a_start_leaves_added_sources_as_they_are(database: Database) -> None:
    def job(tx: Transaction) -> tuple[bool, list[Source]]:
        ann, ben = person(tx, "ann"), person(tx, "ben")
        additions.add(tx, ADDED, AdditionState.GRANTED, everyone=False, by=ann.id, now=NOW)
        additions.take(tx, ann.id, ADDED.id, NOW)
        with_source(tx)
        return is_active(tx), sources.subscribed_by(tx, ben.id)

    active, taken = await database.write(job)
    assert active
    assert taken == [SOURCE]


async def test_only_whoever_runs_the_service_adds_what_is_trusted(database: Database) -> None:
    inside = Source(SourceId("added.inside.1"), "http://10.0.0.7/feed", "Inside", trusted=True)

    def job(tx: Transaction) -> dict[str, bool]:
        with_source(tx)
        for source in (ADDED, inside):
            additions.add(tx, source, AdditionState.GRANTED, everyone=True, by=None, now=NOW)
        return {source.id: source.trusted for source, _ in sources.due(tx, NOW)}

    assert await database.write(job) == {SOURCE.id: True, ADDED.id: False, inside.id: True}


async def test_no_number_of_an_offer_is_given_twice(database: Database) -> None:
    def job(tx: Transaction) -> None:
        ann, ben = person(tx, "ann"), person(tx, "ben")
        (first,) = additions.offer(tx, ann.id, [OFFER], NOW)
        assert additions.offered(tx, ann.id, first) == OFFER
        assert additions.offered(tx, ben.id, first) is None
        later = NOW + OFFERED_FOR + timedelta(seconds=1)
        (second,) = additions.offer(tx, ann.id, [OFFER], later)
        (third,) = additions.offer(tx, ann.id, [OFFER], later + OFFERED_FOR + timedelta(seconds=1))
        assert len({first, second, third}) == 3
        assert [additions.offered(tx, ann.id, each) for each in (first, second, third)] == [None, OFFER, OFFER]

    await database.write(job)


async def test_where_who_asked_is_gone_the_source_stays_with_the_others(database: Database) -> None:
    def job(tx: Transaction) -> None:
        ann, ben = person(tx, "ann"), person(tx, "ben")
        added = additions.add(tx, ADDED, AdditionState.GRANTED, everyone=False, by=ann.id, now=NOW)
        for each in (ann, ben):
            additions.take(tx, each.id, ADDED.id, NOW)
        tx.execute("delete from subscribers where id = ?", ann.id)
        there = additions.by_id(tx, added.id)
        assert there is not None
        assert there.asked_by is None
        assert [each.id for each in subscribers.followers(tx, ADDED.id, 20)] == [ben.id]

    await database.write(job)


async def test_a_database_from_before_keeps_what_everybody_took(tmp_path: Path) -> None:
    path = tmp_path / "tradewatch.db"
    with closing(sqlite3.connect(path)) as connection:
        old = sqlite_utils.Database(connection, execute_plugins=False)
        schema.migrations.apply(old, stop_before="m0007_additions")
        connection.execute(
            """insert into sources (id, name, url, kind, every, text_use, tier, due_at)
            values ('ustr.rss', 'USTR', 'https://ustr.example/feed', 'rss', 600, 'summary', 2, 0)"""
        )
        connection.execute("insert into subscribers (address, language, created_at) values ('7', 'en', 0)")
        connection.execute("insert into takes values (1, 'ustr.rss')")
        connection.execute(f"pragma application_id={schema.APPLICATION_ID}")
        connection.commit()
    async with await Database.open(path) as database:
        ann = await database.read(subscribers.at, Address("7"))
        assert ann is not None
        taken = await database.read(sources.subscribed_by, ann.id)
        assert [(source.id, source.trusted) for source in taken] == [("ustr.rss", True)]
        assert await database.read(additions.of, ann.id) == []
        assert await database.read(lambda rows: rows.all("select host from sources")) == [("ustr.example",)]


async def test_an_added_source_that_moved_is_known_by_both_addresses_and_put_once(database: Database) -> None:
    def job(tx: Transaction) -> list[tuple[SourceId, str]]:
        additions.add(tx, ADDED, AdditionState.GRANTED, everyone=True, by=None, now=NOW)
        sources.relocate(tx, ADDED.id, "https://new.example/feed")
        return sources.all_addresses(tx)

    assert await database.write(job) == [(ADDED.id, ADDED.url), (ADDED.id, "https://new.example/feed")]


async def test_who_took_over_has_both_addresses_until_it_rests(database: Database) -> None:
    def job(tx: Transaction) -> tuple[set[tuple[SourceId, str]], list[SourceId], SourceId | None]:
        ann = person(tx, "ann")
        with_source(tx)
        additions.add(tx, ADDED, AdditionState.GRANTED, everyone=False, by=ann.id, now=NOW)
        additions.take(tx, ann.id, ADDED.id, NOW)
        sources.relocate(tx, ADDED.id, SOURCE.url)
        known, exported = set(sources.all_addresses(tx)), [each.id for each in sources.subscribed_by(tx, ann.id)]
        sources.disable(tx, SOURCE.id)
        return known, exported, sources.state(tx, ADDED.id).merged_into

    known, exported, merged_into = await database.write(job)
    assert known == {(SOURCE.id, SOURCE.url), (SOURCE.id, ADDED.url)}
    assert exported == [SOURCE.id]
    assert merged_into is None


async def test_a_source_that_wakes_has_forgotten_how_it_failed(database: Database) -> None:
    def job(tx: Transaction) -> SourceState:
        ann = person(tx, "ann")
        added = additions.add(tx, ADDED, AdditionState.GRANTED, everyone=False, by=ann.id, now=NOW)
        additions.take(tx, ann.id, ADDED.id, NOW)
        failing = replace(sources.state(tx, ADDED.id), problem="BadStatus", detail="404", failures=9)
        sources.save(tx, replace(failing, failing_since=NOW, missing_since=NOW, gone_at=NOW))
        additions.drop(tx, ann.id, added, NOW)
        additions.take(tx, ann.id, ADDED.id, NOW)
        return sources.state(tx, ADDED.id)

    state = await database.write(job)
    assert (state.failures, state.problem, state.detail, state.failing_since) == (0, None, None, None)
    assert (state.missing_since, state.gone_at) == (None, None)
