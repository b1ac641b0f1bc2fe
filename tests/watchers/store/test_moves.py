"""A chat that gets another number takes all that it has along, once (hazard X14)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.queued import next_alerts
from tests.watchers.store.rows import NOW, SOURCE, add, enqueue, person, sighting, with_source
from watchers.model import Address, AlertId, Group, PauseReason, Source, SourceId, Subscriber, SubscriberId
from watchers.store import (
    Database,
    Rows,
    Transaction,
    alert_rows,
    moves,
    outbox,
    sources,
    subscribers,
    subscriptions,
    watches,
)

OLD, NEW = Address("-5"), Address("-1005")


def as_they_are(tx: Transaction, subscriber: SubscriberId) -> None:
    """Nobody has names of their own."""


def move(tx: Transaction, old: Address = OLD, new: Address = NEW) -> None:
    moves.move(tx, old, new, NOW, as_they_are)


def at(rows: Rows, address: Address) -> Subscriber:
    found = subscribers.at(rows, address)
    assert found is not None
    return found


def listed(rows: Rows, address: Address) -> list[tuple[int, str]]:
    """The watches in force at an address."""
    return [(watch.number, watch.typed) for watch in watches.of(rows, at(rows, address).id)]


def states(rows: Rows) -> list[tuple[str, str]]:
    """The address and the state of each alert."""
    return [
        (address, state)
        for address, state in rows.all(
            "select b.address, o.state from outbox o join subscribers b on b.id = o.subscriber order by o.id"
        )
    ]


def set_state(tx: Transaction, alert: int, state: str) -> None:
    tx.execute("update outbox set state = ? where id = ?", state, alert)


def alerts(rows: Rows) -> list[int]:
    return [alert for (alert,) in rows.all("select id from outbox order by id")]


@pytest.mark.hazard("X14")
async def test_a_chat_that_moves_takes_its_watches_and_alerts_along(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        with_source(tx)
        person(tx, OLD, "quota")
        (item,) = add(tx, sighting("a"))
        enqueue(tx, item, "quota")
        move(tx)

    await database.write(begin)
    assert await database.read(subscribers.at, OLD) is None
    assert await database.read(listed, NEW) == [(1, "quota")]
    (alert,) = await database.read(next_alerts, NOW)
    assert alert.subscriber.address == NEW


@pytest.mark.hazard("X14")
async def test_topics_move_with_their_chat_and_chats_with_longer_numbers_do_not(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        for name in ("-5", "-5/7", "-57", "-57/7"):
            person(tx, name, "quota")
        move(tx)

    await database.write(begin)
    addresses = await database.read(lambda rows: rows.all("select address from subscribers order by id"))
    assert [address for (address,) in addresses] == ["-1005", "-1005/7", "-57", "-57/7"]


@pytest.mark.hazard("X14")
async def test_a_chat_that_moves_to_a_known_one_joins_it_and_equal_watches_are_one(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        with_source(tx)
        old = person(tx, OLD, "wool", "quota", "steel", "levy")
        person(tx, NEW, "quota", "tin")
        removed = watches.by_number(tx, old.id, 1)
        assert removed is not None
        watches.update(tx, removed.id, removed_at=NOW)
        both, mine = add(tx, sighting("a"), sighting("b"))
        enqueue(tx, both, "quota")
        enqueue(tx, mine, "steel")
        move(tx)

    await database.write(begin)
    assert await database.read(listed, NEW) == [(1, "quota"), (2, "tin"), (3, "steel"), (4, "levy")]
    new = await database.read(at, NEW)
    put_away = await database.read(watches.removed, new.id, 5)
    assert put_away is not None
    assert put_away.typed == "wool"
    assert await database.read(outbox.waiting) == 2
    assert await database.read(subscribers.at, OLD) is None
    found = [await database.read(alert_rows.by_id, AlertId(alert)) for alert in await database.read(alerts)]
    assert [[reason.watch.number for reason in alert.reasons] for alert in found if alert] == [[1], [3]]


@pytest.mark.hazard("X14")
async def test_where_the_new_address_has_no_watches_the_numbers_stay(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        old = person(tx, OLD, "wool", "quota", "steel")
        watch = watches.by_number(tx, old.id, 2)
        assert watch is not None
        watches.update(tx, watch.id, removed_at=NOW)
        person(tx, NEW)
        move(tx)

    await database.write(begin)
    assert await database.read(listed, NEW) == [(1, "wool"), (3, "steel")]
    assert not await database.read(subscribers.renumbered, OLD)


@pytest.mark.parametrize(
    ("mine", "theirs", "kept"),
    [
        ("queued", "queued", "queued"),
        ("sent", "queued", "sent"),
        ("queued", "sent", "sent"),
        ("queued", "dropped", "queued"),
        ("in flight", "queued", "in flight"),
        ("dead", "dropped", "dead"),
    ],
)
@pytest.mark.hazard("X14")
async def test_of_two_alerts_for_an_item_one_is_kept_with_the_reasons_of_both(
    mine: str, theirs: str, kept: str, database: Database
) -> None:
    def begin(tx: Transaction) -> None:
        with_source(tx)
        person(tx, OLD, "quota", "steel")
        person(tx, NEW, "quota", "tin")
        (item,) = add(tx, sighting("a"))
        enqueue(tx, item, "quota", "steel", "tin")
        for alert, state in zip(alerts(tx), (mine, theirs), strict=True):
            set_state(tx, alert, state)
        move(tx)

    await database.write(begin)
    assert await database.read(states) == [(NEW, kept)]
    (identifier,) = await database.read(alerts)
    alert = await database.read(alert_rows.by_id, AlertId(identifier))
    assert alert is not None
    assert [reason.watch.typed for reason in alert.reasons] == ["quota", "tin", "steel"]


@pytest.mark.hazard("X14")
async def test_settings_searches_and_sources_come_along(database: Database) -> None:
    def begin(tx: Transaction) -> list[int]:
        with_source(tx)
        sources.register(tx, [SOURCE, Source(SourceId("port"), "https://port.example", group=Group.EU)], NOW)
        old = person(tx, OLD)
        subscribers.update(tx, old.id, language="ja")
        subscriptions.switch(tx, old.id, Group.EU, on=False)
        kept = subscribers.keep_search(tx, old.id, "steel", NOW)
        subscribers.pause(tx, old.id, PauseReason.ASKED, NOW)
        subscribers.subscribe(tx, NEW, "en", NOW + timedelta(hours=1))
        move(tx)
        return [kept]

    (search,) = await database.write(begin)
    new = await database.read(at, NEW)
    assert (new.language, new.paused) == ("ja", PauseReason.ASKED)
    assert await database.read(subscriptions.groups_off, new.id) == {Group.EU}
    assert await database.read(subscribers.searched, new.id, search) == "steel"  # type: ignore[arg-type]  # as the button says
    taken = await database.read(lambda rows: rows.all("select source from takes where subscriber = ?", new.id))
    assert taken == [(SOURCE.id,)]


@pytest.mark.hazard("X14")
@pytest.mark.parametrize("address", [OLD, NEW])
async def test_no_source_of_a_group_that_one_of_both_switched_off_is_taken(
    database: Database, address: Address
) -> None:
    def begin(tx: Transaction) -> None:
        with_source(tx)
        sources.register(tx, [SOURCE, Source(SourceId("port"), "https://port.example", group=Group.EU)], NOW)
        person(tx, OLD)
        person(tx, NEW)
        subscriptions.switch(tx, at(tx, address).id, Group.EU, on=False)
        move(tx)

    await database.write(begin)
    new = await database.read(at, NEW)
    assert await database.read(subscriptions.groups_off, new.id) == {Group.EU}
    assert not await database.read(subscriptions.has, new.id, SourceId("port"))
    assert await database.read(subscriptions.has, new.id, SOURCE.id)


@pytest.mark.hazard("X14")
async def test_the_language_of_the_older_subscriber_counts(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        subscribers.subscribe(tx, NEW, "ja", NOW)
        subscribers.subscribe(tx, OLD, "en", NOW + timedelta(hours=1))
        move(tx)

    await database.write(begin)
    assert (await database.read(at, NEW)).language == "ja"


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.hazard("X14")
async def test_what_was_held_because_the_old_address_was_gone_is_released(known: bool, database: Database) -> None:
    def begin(tx: Transaction) -> None:
        with_source(tx)
        old = person(tx, OLD, "quota")
        (item,) = add(tx, sighting("a"))
        enqueue(tx, item, "quota")
        subscribers.pause(tx, old.id, PauseReason.UNREACHABLE, NOW)
        if known:
            person(tx, NEW)
        move(tx)

    await database.write(begin)
    assert (await database.read(at, NEW)).paused is None
    assert await database.read(states) == [(NEW, "queued")]


@pytest.mark.hazard("X14")
async def test_messages_of_the_old_chat_are_not_taken_for_those_of_the_new_one(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        with_source(tx)
        person(tx, OLD, "quota")
        (item,) = add(tx, sighting("a"))
        enqueue(tx, item, "quota")
        outbox.sent(tx, AlertId(alerts(tx)[0]), "17", NOW)
        move(tx)
        move(tx)

    await database.write(begin)
    new = await database.read(at, NEW)
    assert await database.read(alert_rows.by_message, new.id, "17") is None
    assert await database.read(alert_rows.by_message, new.id, "-5:17") is not None


@pytest.mark.hazard("X14")
async def test_moving_again_or_from_where_nobody_was_changes_nothing(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        person(tx, OLD, "quota", "wool")
        person(tx, NEW, "wool")
        move(tx)

    def state(rows: Rows) -> list[object]:
        return [rows.all(f"select * from {table}") for table in ("subscribers", "watches", "moves", "outbox")]

    await database.write(begin)
    before = await database.read(state)
    await database.write(move)
    await database.write(move, NEW, NEW)
    assert await database.read(state) == before
    assert await database.read(listed, NEW) == [(1, "wool"), (2, "quota")]


@pytest.mark.hazard("X14")
async def test_who_asks_at_the_old_address_is_the_subscriber_at_the_last_one(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        person(tx, "-5/7", "quota")
        move(tx)
        move(tx, NEW, Address("-1006"))

    await database.write(begin)
    for address in ("-5/7", "-1005/7", "-1006/7"):
        found = await database.read(subscribers.at_or_moved, Address(address))
        assert found is not None
        assert found.address == "-1006/7"
    assert await database.read(subscribers.at_or_moved, Address("-5")) is None
