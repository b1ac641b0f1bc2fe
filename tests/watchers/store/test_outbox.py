"""Alerts from owed to sent: nothing is lost, nothing overtakes, and what was held comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.databases import open_new
from tests.fakes.queued import next_alerts, take_off
from tests.watchers.store.rows import NOW, SOURCE, add, enqueue, person, sighting, watching, with_source
from watchers.model import Address, Alert, AlertId, PauseReason, Subscriber
from watchers.store import Database, Rows, Transaction, alert_rows, floods, outbox, subscribers
from watchers.store.floods import Caps, Flood

MINUTE = timedelta(minutes=1)


def enqueued(tx: Transaction, count: int, *people: str, first: int = 0) -> list[Subscriber]:
    """People who watch quota, and so many items that met it."""
    with_source(tx)
    made = [subscribers.at(tx, Address(name)) or person(tx, name, "quota") for name in people]
    for item in add(tx, *(sighting(f"n{at}") for at in range(first, first + count))):
        enqueue(tx, item, "quota")
    return made


def heads(rows: Rows) -> list[AlertId]:
    return [alert.id for alert in next_alerts(rows, NOW)]


def states(rows: Rows) -> list[str]:
    return [state for (state,) in rows.all("select state from outbox order by id")]


# ---- claim and settle ------------------------------------------------------------------------------


async def test_an_alert_goes_from_queued_to_in_flight_to_sent(database: Database) -> None:
    (ann,) = await database.write(enqueued, 1, "ann")
    (alert,) = await database.read(heads)
    assert await database.write(take_off, alert, NOW)
    assert await database.read(states) == ["in flight"]
    assert not await database.write(take_off, alert, NOW)
    await database.write(outbox.sent, alert, "77", NOW)
    assert await database.read(states) == ["sent"]
    assert await database.read(heads) == []
    found = await database.read(alert_rows.by_message, ann.id, "77")
    assert found is not None
    assert found.id == alert


async def test_one_alert_a_subscriber_is_under_way_at_a_time_the_oldest_first(database: Database) -> None:
    await database.write(enqueued, 3, "ann", "ben")
    first = await database.read(heads)
    assert first == [1, 2]
    await database.write(take_off, first[0], NOW)
    assert await database.read(heads) == [2]
    await database.write(outbox.sent, first[0], "1", NOW)
    assert await database.read(heads) == [2, 3]


async def test_an_alert_that_must_wait_keeps_its_place(database: Database) -> None:
    await database.write(enqueued, 2, "ann")
    (alert,) = await database.read(heads)
    await database.write(take_off, alert, NOW)
    await database.write(outbox.requeue, alert, NOW + MINUTE, "asked to wait", counts=False)
    assert await database.read(heads) == []
    found = await database.read(next_alerts, NOW + MINUTE)
    assert [(one.id, one.attempts) for one in found] == [(alert, 0)]


async def test_an_attempt_counts_where_it_was_one(database: Database) -> None:
    await database.write(enqueued, 1, "ann")
    (alert,) = await database.read(heads)
    for _ in range(2):
        await database.write(take_off, alert, NOW)
        await database.write(outbox.requeue, alert, NOW, "no network", counts=True)
    found = await database.read(alert_rows.by_id, alert)
    assert found is not None
    assert found.attempts == 2


async def test_an_alert_given_up_does_not_hold_up_the_next(database: Database) -> None:
    await database.write(enqueued, 2, "ann")
    (first,) = await database.read(heads)
    await database.write(take_off, first, NOW)
    await database.write(outbox.dead_letter, first, "cannot be sent")
    assert await database.read(states) == ["dead", "queued"]
    assert await database.read(heads) == [2]


async def test_what_was_in_flight_at_a_restart_is_tried_again(database: Database) -> None:
    await database.write(enqueued, 2, "ann", "ben")
    for alert in await database.read(heads):
        await database.write(take_off, alert, NOW)
    assert await database.write(outbox.recover, NOW) == 2
    assert await database.read(heads) == [1, 2]
    assert await database.write(outbox.recover, NOW) == 0


async def test_an_item_is_one_alert_for_a_subscriber_and_a_later_watch_is_added_to_its_reasons(
    database: Database,
) -> None:
    def begin(tx: Transaction) -> tuple[int, int]:
        with_source(tx)
        ann = person(tx, "ann", "quota")
        (item,) = add(tx, sighting("a"))
        first = enqueue(tx, item, "quota")
        watching(tx, ann, "wool")
        return first, enqueue(tx, item, "quota", "wool")

    assert await database.write(begin) == (1, 0)
    (alert,) = await database.read(next_alerts, NOW)
    assert [reason.watch.number for reason in alert.reasons] == [1, 2]


async def test_the_outbox_counts_what_waits_and_since_when(database: Database) -> None:
    assert await database.read(outbox.oldest_overdue) is None
    await database.write(enqueued, 2, "ann", "ben")
    assert await database.read(outbox.waiting) == 4
    assert await database.read(outbox.oldest_overdue) == NOW


async def test_finished_alerts_are_deleted_when_they_are_old_and_pending_ones_never(database: Database) -> None:
    def finish(tx: Transaction) -> None:
        tx.execute("update outbox set state = 'sent' where id = 1")
        tx.execute("update outbox set state = 'listed', listed_in = 1 where id in (2, 3)")
        tx.execute("update outbox set state = 'dead' where id = 4")
        tx.execute("update outbox set state = 'held' where id = 5")

    await database.write(enqueued, 6, "ann")
    await database.write(finish)
    assert await database.write(outbox.prune, NOW) == 0
    assert await database.write(outbox.prune, NOW + MINUTE) == 4
    assert await database.read(states) == ["held", "queued"]


# ---- pauses ----------------------------------------------------------------------------------------


async def test_who_pauses_while_an_alert_is_under_way_does_not_get_it_by_a_second_try(database: Database) -> None:
    (ann,) = await database.write(enqueued, 2, "ann")
    (alert,) = await database.read(heads)
    await database.write(take_off, alert, NOW)
    await database.write(subscribers.pause, ann.id, PauseReason.ASKED, NOW)
    await database.write(outbox.requeue, alert, NOW, "no network", counts=True)
    assert await database.read(states) == ["held", "held"]


@pytest.mark.parametrize("reason", [PauseReason.UNREACHABLE, PauseReason.CLOSED])
async def test_a_pause_that_was_asked_for_outlasts_what_an_alert_under_way_finds(
    database: Database, reason: PauseReason
) -> None:
    (ann,) = await database.write(enqueued, 1, "ann")
    await database.write(subscribers.pause, ann.id, PauseReason.ASKED, NOW)
    await database.write(subscribers.pause, ann.id, reason, NOW)
    found = await database.read(subscribers.at, ann.address)
    assert found is not None
    assert found.paused is PauseReason.ASKED


async def test_who_paused_before_a_restart_is_not_sent_what_was_under_way(database: Database) -> None:
    (ann,) = await database.write(enqueued, 1, "ann")
    (alert,) = await database.read(heads)
    await database.write(take_off, alert, NOW)
    await database.write(subscribers.pause, ann.id, PauseReason.ASKED, NOW)
    await database.write(outbox.recover, NOW)
    assert await database.read(states) == ["held"]


async def test_an_alert_that_is_paused_before_it_takes_off_stays(database: Database) -> None:
    (ann,) = await database.write(enqueued, 1, "ann")
    (alert,) = await database.read(heads)
    await database.write(subscribers.pause, ann.id, PauseReason.ASKED, NOW)
    assert not await database.write(take_off, alert, NOW)


def resume(tx: Transaction, subscriber: Subscriber) -> tuple[int, int]:
    subscribers.resume(tx, subscriber.id)
    return floods.release(tx, subscriber.id, NOW)


async def flush(database: Database, most: int = 1_000) -> list[Alert]:
    """Sends what waits, in its order; answers it."""
    gone: list[Alert] = []
    while len(gone) < most and (found := await database.read(next_alerts, NOW)):
        await database.write(take_off, found[0].id, NOW)
        await database.write(outbox.sent, found[0].id, str(found[0].id), NOW)
        gone += found
    return gone


def titles(alert: Alert) -> list[str]:
    stored = [alert.item] if alert.item else list(alert.listed)
    return [one.item.title.original for one in stored]


@pytest.mark.parametrize(("held", "expected"), [(0, (0, 0)), (3, (3, 0)), (20, (20, 0)), (21, (20, 1)), (45, (20, 25))])
async def test_what_was_held_comes_one_by_one_and_what_is_older_as_a_list(
    database: Database, held: int, expected: tuple[int, int]
) -> None:
    (ann,) = await database.write(enqueued, held, "ann")
    await database.write(subscribers.pause, ann.id, PauseReason.ASKED, NOW)
    assert await database.write(resume, ann) == expected
    gone = await flush(database)
    singles = [alert for alert in gone if alert.item]
    assert [titles(alert) for alert in singles] == [[f"n{at}"] for at in range(held - expected[0], held)]
    if expected[1]:
        (listed,) = [alert for alert in gone if not alert.item]
        assert listed.listed_count == expected[1]
        assert titles(listed) == [f"n{at}" for at in reversed(range(max(0, expected[1] - 20), expected[1]))]
    assert await database.write(resume, ann) == (0, 0)


async def test_an_alert_held_for_a_blocked_chat_comes_when_it_is_back(database: Database) -> None:
    (ann,) = await database.write(enqueued, 2, "ann")
    (alert,) = await database.read(heads)
    await database.write(take_off, alert, NOW)
    await database.write(outbox.hold, alert, "blocked")
    await database.write(subscribers.pause, ann.id, PauseReason.UNREACHABLE, NOW)
    assert await database.read(states) == ["held", "held"]
    assert await database.write(resume, ann) == (2, 0)
    assert [titles(alert) for alert in await flush(database)] == [["n0"], ["n1"]]


async def test_a_list_that_was_held_again_loses_nothing(database: Database) -> None:
    (ann,) = await database.write(enqueued, 25, "ann")
    await database.write(subscribers.pause, ann.id, PauseReason.ASKED, NOW)
    assert await database.write(resume, ann) == (20, 5)
    await database.write(subscribers.pause, ann.id, PauseReason.ASKED, NOW)
    await database.write(enqueued, 20, "ann", first=100)
    assert await database.write(resume, ann) == (20, 25)
    gone = await flush(database)
    (listed,) = [alert for alert in gone if not alert.item]
    assert listed.listed_count == 25
    assert len(gone) == 21


# ---- much at once ----------------------------------------------------------------------------------

RULES = ("quota", "wool", "levy", "chips")


def portion(tx: Transaction, flood: Flood, first: int, matches: Sequence[tuple[str, ...]], caps: Caps) -> Flood:
    """Some more items of a poll, each with the rules that it meets; the flood grows by them."""
    matched = []
    for at, rules in enumerate(matches, first):
        (item,) = add(tx, sighting(f"n{at}"))
        enqueue(tx, item, *rules)
        matched.append(item)
    return floods.collect_list(tx, SOURCE.id, flood, matched, caps, NOW)


@pytest.mark.hazard("X11")
@pytest.mark.parametrize("rare", [0, 500, 999])
@pytest.mark.parametrize("all_sent", [False, True], ids=["none sent meanwhile", "all sent meanwhile"])
async def test_the_alert_for_the_rare_watch_comes_by_itself_in_whichever_portion_it_is(
    database: Database, rare: int, all_sent: bool
) -> None:
    def begin(tx: Transaction) -> Subscriber:
        with_source(tx)
        return person(tx, "ann", "quota", "wool")

    await database.write(begin)
    matches = [("wool",) if at == rare else ("quota",) for at in range(1_000)]
    flood = Flood()
    gone: list[Alert] = []
    for start in range(0, 1_000, 200):
        flood = await database.write(portion, flood, start, matches[start : start + 200], Caps())
        gone += await flush(database) if all_sent else []
    await database.write(floods.release_list, SOURCE.id, NOW)
    gone += await flush(database)
    (listed,) = [alert for alert in gone if not alert.item]
    singles = [titles(alert)[0] for alert in gone if alert.item]
    assert f"n{rare}" in singles
    assert len(singles) == (21 if all_sent and rare else 20)
    assert len(singles) + listed.listed_count == 1_000
    assert [(each.watch.typed, each.count) for each in listed.watches] == [("quota", 1_000 - len(singles))]


@pytest.mark.hazard("X11")
@settings(deadline=None, max_examples=60)
@given(
    portions=st.lists(
        st.tuples(
            st.lists(st.lists(st.sampled_from(RULES), min_size=1, unique=True).map(tuple), max_size=15),
            st.integers(0, 12),
        ),
        min_size=1,
        max_size=5,
    ),
    most_rules=st.sampled_from([1, len(RULES)]),
    per_watch=st.integers(1, 6),
    per_source=st.integers(len(RULES), 8),
)
def test_no_chat_gets_more_than_the_cap_and_one_for_each_watch_and_every_item_is_an_alert_or_listed(
    tmp_path_factory: pytest.TempPathFactory,
    portions: list[tuple[list[tuple[str, ...]], int]],
    most_rules: int,
    per_watch: int,
    per_source: int,
) -> None:
    async def run() -> None:
        async with await open_new(tmp_path_factory.mktemp("flood") / "tradewatch.db") as database:
            await database.write(lambda tx: (with_source(tx), person(tx, "ann", *RULES)))
            flood, count = Flood(), 0
            gone: list[Alert] = []
            asked: set[str] = set()
            for matches, sent in portions:
                matches = [rules[:most_rules] for rules in matches]
                asked.update(rule for rules in matches for rule in rules)
                flood = await database.write(portion, flood, count, matches, Caps(per_watch, per_source))
                count += len(matches)
                gone += await flush(database, most=sent)
            await database.write(floods.release_list, SOURCE.id, NOW)
            gone += await flush(database)
            singles = [alert for alert in gone if alert.item]
            assert len(singles) <= per_source + len(RULES)
            assert len(singles) + sum(alert.listed_count for alert in gone) == count
            if most_rules == 1:
                assert {reason.watch.typed for alert in singles for reason in alert.reasons} == asked

    asyncio.run(run())


steps = st.lists(st.sampled_from(("items", "pause", "resume", "send", "fail", "restart")), max_size=14)


@given(steps)
@settings(deadline=None, max_examples=40)
@pytest.mark.slow
def test_every_pending_item_is_sent_once_or_is_in_one_list_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    asyncio.run(everything_arrives(tmp_path_factory, steps))


async def everything_arrives(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> None:
    async with await open_new(tmp_path_factory.mktemp("outbox") / "tradewatch.db") as database:
        (ann,) = await database.write(enqueued, 0, "ann")
        gone: list[Alert] = []
        made = 0
        for step in steps:
            match step:
                case "items":
                    await database.write(enqueued, 12, "ann", first=made)
                    made += 12
                case "pause":
                    await database.write(subscribers.pause, ann.id, PauseReason.ASKED, NOW)
                case "resume":
                    await database.write(resume, ann)
                case "send":
                    gone += await flush(database, most=5)
                case _:
                    for alert in await database.read(next_alerts, NOW):
                        await database.write(take_off, alert.id, NOW)
                        if step == "fail":
                            await database.write(outbox.requeue, alert.id, NOW, "no network", counts=True)
                        else:
                            await database.write(outbox.recover, NOW)
        await database.write(resume, ann)
        gone += await flush(database)
        single = [alert.item.id for alert in gone if alert.item]
        assert len(set(single)) == len(single)
        assert len(single) + sum(alert.listed_count for alert in gone) == made
