"""Groups of sources that subscribers switch on and off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.watchers.store.rows import NOW, person
from watchers.model import Group, Source, SourceId, Subscriber, SubscriberId
from watchers.store import Database, Rows, Transaction, additions, sources, subscriptions
from watchers.store.additions import AdditionState

BIS = Source(SourceId("bis"), "https://bis.example/feed", "BIS", group=Group.US)
USTR = Source(SourceId("ustr"), "https://ustr.example/feed", "USTR", group=Group.US)
METI = Source(SourceId("meti"), "https://meti.example/feed", "METI", group=Group.JAPAN)
OWN = Source(SourceId("own"), "https://own.example/feed", "Own")


def taken(rows: Rows, subscriber: SubscriberId) -> set[str]:
    return {source for (source,) in rows.all("select source from takes where subscriber = ?", subscriber)}


async def of(database: Database, subscriber: Subscriber) -> set[str]:
    return await database.read(taken, subscriber.id)


def begin(tx: Transaction) -> Subscriber:
    sources.register(tx, [BIS, METI, OWN], NOW)
    return person(tx, "ann")


async def test_a_new_subscriber_takes_all_groups(database: Database) -> None:
    ann = await database.write(begin)
    assert await of(database, ann) == {"bis", "meti", "own"}


@pytest.mark.parametrize(("group", "left"), [(Group.US, {"meti", "own"}), (None, {"bis", "meti"})])
async def test_a_group_that_is_off_gives_nothing_and_one_that_is_on_again_everything(
    group: Group | None, left: set[str], database: Database
) -> None:
    ann = await database.write(begin)
    for _ in range(2):
        await database.write(subscriptions.switch, ann.id, group, False)
        assert await of(database, ann) == left
        assert await database.read(subscriptions.groups_off, ann.id) == {group}
    for _ in range(2):
        await database.write(subscriptions.switch, ann.id, group, True)
        assert await of(database, ann) == {"bis", "meti", "own"}


async def test_what_is_added_to_a_group_later_comes_to_those_who_have_it_on(database: Database) -> None:
    ann = await database.write(begin)
    bob = await database.write(person, "bob")
    await database.write(subscriptions.switch, ann.id, Group.US, False)
    await database.write(sources.register, [BIS, USTR, METI], NOW)
    assert "ustr" not in await of(database, ann)
    assert "ustr" in await of(database, bob)
    await database.write(subscriptions.switch, ann.id, Group.US, True)
    assert {"bis", "ustr"} <= await of(database, ann)


async def test_a_source_that_comes_into_a_group_that_is_off_is_taken_no_more(database: Database) -> None:
    ann = await database.write(begin)
    await database.write(subscriptions.switch, ann.id, Group.US, False)
    await database.write(sources.register, [replace(METI, group=Group.US)], NOW)
    assert "meti" not in await of(database, ann)


async def test_an_unknown_group_is_not_a_problem(database: Database) -> None:
    ann = await database.write(begin)
    await database.write(lambda tx: tx.execute("insert into groups_off values (?, 'atlantis')", ann.id))
    assert await database.read(subscriptions.groups_off, ann.id) == frozenset()


async def test_what_a_chat_added_for_itself_is_in_no_group_that_is_switched(database: Database) -> None:
    ann = await database.write(begin)
    private = Source(SourceId("hers"), "https://hers.example/feed", "Hers")

    def add(tx: Transaction) -> None:
        additions.add(tx, private, AdditionState.GRANTED, False, ann.id, NOW)
        tx.execute("insert into takes (subscriber, source) values (?, 'hers')", ann.id)

    await database.write(add)
    await database.write(subscriptions.switch, ann.id, None, False)
    await database.write(sources.register, [BIS, METI, OWN], NOW)
    assert await of(database, ann) == {"bis", "meti", "hers"}
    bob = await database.write(person, "bob")
    await database.write(subscriptions.switch, bob.id, None, True)
    assert "hers" not in await of(database, bob)


async def test_what_is_put_into_a_group_comes_to_those_who_have_it_on(database: Database) -> None:
    ann = await database.write(begin)
    bob = await database.write(person, "bob")
    await database.write(subscriptions.switch, ann.id, Group.PRESS, False)

    def add(tx: Transaction) -> None:
        wire = Source(SourceId("wire"), "https://wire.example/feed", "Wire")
        additions.share(tx, additions.add(tx, wire, AdditionState.GRANTED, False, bob.id, NOW), NOW, Group.PRESS)

    await database.write(add)
    assert "wire" not in await of(database, ann)
    assert "wire" in await of(database, bob)
