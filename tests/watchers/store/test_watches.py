"""Watches keep their numbers, equal rules are one query, and a subscriber may pause and move."""

from __future__ import annotations

from tests.watchers.store.rows import NOW, add, enqueue, person, sighting, watching, with_source
from watchers.model import Address, PauseReason, SubscriberId
from watchers.store import Database, Rows, Transaction, health, subscribers, watches

ANN, BEN = Address("ann"), Address("ben")


def numbers(rows: Rows, subscriber: SubscriberId) -> list[int]:
    return [watch.number for watch in watches.of(rows, subscriber)]


# ---- watches ---------------------------------------------------------------------------------------


async def test_a_number_is_never_given_twice(database: Database) -> None:
    ann = await database.write(person, "ann", "quota", "levy")
    second = await database.read(watches.by_number, ann.id, 2)
    assert second is not None
    await database.write(watches.update, second.id, removed_at=NOW)
    third = await database.write(watching, ann, "wool")
    assert (third.number, third.name) == (3, "W3")
    assert await database.read(numbers, ann.id) == [1, 3]
    assert await database.read(watches.by_number, ann.id, 2) is None
    removed = await database.read(watches.removed, ann.id, 2)
    assert removed is not None
    await database.write(watches.update, removed.id, removed_at=None)
    assert await database.read(numbers, ann.id) == [1, 2, 3]


async def test_every_subscriber_counts_from_one(database: Database) -> None:
    for name in ("ann", "ben"):
        subscriber = await database.write(person, name, "quota")
        assert await database.read(numbers, subscriber.id) == [1]


async def test_equal_rules_are_one_query_for_as_long_as_anybody_watches(database: Database) -> None:
    ann = await database.write(person, "ann", "quota")
    ben = await database.write(person, "ben", "quota", "levy")
    found = await database.read(watches.queries)
    assert [rule for _, rule, _ in found] == ["quota", "levy"]
    query = found[0][0]
    for subscriber in (ann, ben):
        assert await database.read(watches.is_watched, query)
        watch = await database.read(watches.of_query, subscriber.id, query)
        assert watch is not None
        await database.write(watches.update, watch.id, removed_at=NOW)
    assert not await database.read(watches.is_watched, query)
    assert [rule for _, rule, _ in await database.read(watches.queries)] == ["levy"]


async def test_a_watch_keeps_the_words_typed_beside_its_rule(database: Database) -> None:
    def begin(tx: Transaction) -> tuple[str, str, bool]:
        ann = person(tx, "ann")
        watch = watches.add(tx, ann.id, watches.query(tx, "@co.tsmc"), "台積電", NOW)
        watches.update(tx, watch.id, muted=True)
        (stored,) = watches.of(tx, ann.id)
        return stored.typed, stored.rule, stored.muted

    assert await database.write(begin) == ("台積電", "@co.tsmc", True)


# ---- subscribers -----------------------------------------------------------------------------------


async def test_who_speaks_again_is_the_same_subscriber(database: Database) -> None:
    first = await database.write(subscribers.subscribe, ANN, "ja", NOW)
    again = await database.write(subscribers.subscribe, ANN, "en", NOW)
    assert again == first
    assert again.language == "ja"
    await database.write(subscribers.update, first.id, language="zh-Hant")
    found = await database.read(subscribers.at, ANN)
    assert found is not None
    assert found.language == "zh-Hant"
    assert await database.read(subscribers.at, BEN) is None


async def test_everybody_takes_every_source_whoever_came_first(database: Database) -> None:
    def taken(rows: Rows) -> int:
        return rows.number("select count(*) from takes")

    await database.write(person, "ann")
    await database.write(with_source)
    await database.write(person, "ben")
    assert await database.read(taken) == 2


async def test_a_pause_holds_what_waits_and_what_comes(database: Database) -> None:
    def begin(tx: Transaction) -> list[tuple[str]]:
        with_source(tx)
        ann = person(tx, "ann", "quota")
        first, second = add(tx, sighting("a"), sighting("b"))
        enqueue(tx, first, "quota")
        subscribers.pause(tx, ann.id, PauseReason.ASKED, NOW)
        enqueue(tx, second, "quota")
        return tx.all("select state from outbox order by id")

    assert await database.write(begin) == [("held",), ("held",)]
    found = await database.read(subscribers.at, ANN)
    assert found is not None
    assert found.paused is PauseReason.ASKED
    await database.write(subscribers.resume, found.id)
    found = await database.read(subscribers.at, ANN)
    assert found is not None
    assert found.paused is None


async def test_nothing_is_enqueued_for_a_chat_that_cannot_be_reached(database: Database) -> None:
    def begin(tx: Transaction) -> int:
        with_source(tx)
        ann = person(tx, "ann", "quota")
        subscribers.pause(tx, ann.id, PauseReason.UNREACHABLE, NOW)
        (item,) = add(tx, sighting("a"))
        return enqueue(tx, item, "quota")

    assert await database.write(begin) == 0


async def test_only_those_who_are_allowed_are_sent_to(database: Database) -> None:
    for name in ("1", "1/7", "2"):
        await database.write(person, name)
    assert await database.write(subscribers.hold_all_but, [Address("1")], NOW) == 1
    states = [await database.read(subscribers.at, Address(name)) for name in ("1", "1/7", "2")]
    assert [one and one.paused for one in states] == [None, None, PauseReason.UNREACHABLE]


# ---- heartbeats ------------------------------------------------------------------------------------


async def test_a_part_has_its_last_sign_of_life_and_its_problem(database: Database) -> None:
    await database.write(health.beat, "poll", NOW, "disk full")
    await database.write(health.beat, "poll", NOW)
    await database.write(health.beat, "delivery", NOW, "halted")
    assert await database.read(health.heartbeats) == {"poll": (NOW, None), "delivery": (NOW, "halted")}
