"""When alerts come: digests, quiet hours and sounds, and that nothing is lost or repeated on the way."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.fakes.ports import document, item
from tests.fakes.situations import House
from watchers.model import Address, Alert
from watchers.services.digests import Digests
from watchers.services.watches import RuleAdded
from watchers.store import Rows, outbox
from watchers.times import DAILY, Every, QuietHours, QuietMode, Sound, Timing

pytestmark = pytest.mark.service

HOURLY = Timing(Every.HOUR)
NIGHT = QuietHours(QuietMode.HOLD, 22 * 60, 7 * 60)


async def sent_now(house: House) -> list[Alert]:
    """What the delivery takes up now, sent."""
    await Digests(house.database, house.clock, lambda: None).run()
    taken: list[Alert] = []
    while due := await house.database.read(outbox.next_per_subscriber, house.clock()):
        for identifier, _ in due:
            alert = await house.database.write(outbox.claim, identifier, house.clock())
            if alert is not None:
                await house.database.write(outbox.sent, alert.id, f"message-{alert.id}", house.clock())
                taken.append(alert)
    return taken


async def until(house: House, moment: datetime) -> list[Alert]:
    """What is sent until then; the clock stops there."""
    house.clock.pass_by(moment - house.clock())
    return await sent_now(house)


def titles(alert: Alert) -> list[str]:
    assert alert.page is not None
    return [stored.item.title.original for section in alert.page.sections for stored in section.items]


async def states(house: House) -> list[str]:
    def read(rows: Rows) -> list[str]:
        return [state for (state,) in rows.all("select state from outbox order by id")]

    return await house.database.read(read)


async def test_a_watch_with_a_daily_digest_sends_nothing_before_its_time(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await house.poll(document(item("Quota one", "1")))
    assert await sent_now(house) == []
    assert await states(house) == ["scheduled"]


async def test_its_digest_is_one_message_with_all_that_came(house: House) -> None:
    ann = await house.person("ann", "quota", "steel")
    for number in (1, 2):
        await house.watchlist.times.set_timing(ann, number, DAILY)
    await house.poll(document(item("Quota one", "1")), document(item("Steel two", "2"), item("Quota three", "3")))
    (digest,) = await until(house, next_day(house, 8))
    assert digest.digest is not None
    assert digest.page is not None
    assert (digest.listed_count, digest.digest.seen, digest.digest.watches) == (3, 3, 2)
    assert [(section.watch.name, section.count) for section in digest.page.sections] == [("W1", 2), ("W2", 1)]
    assert titles(digest) == ["Quota three", "Quota one", "Steel two"]
    assert await sent_now(house) == []


async def test_an_item_that_another_watch_sends_at_once_is_not_in_the_digest(house: House) -> None:
    ann = await house.person("ann", "quota", "steel")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await house.poll(document(item("Steel quota", "1")))
    (alert,) = await sent_now(house)
    assert [reason.watch.name for reason in alert.reasons] == ["W1", "W2"]
    (digest,) = await until(house, next_day(house, 8))
    assert digest.listed_count == 0


async def test_a_daily_digest_without_items_proves_that_there_are_none(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await house.poll(document(item("Rain", "1")))
    (digest,) = await until(house, next_day(house, 8))
    assert digest.digest is not None
    assert (digest.listed_count, digest.digest.seen) == (0, 1)
    assert (digest.digest.read, digest.digest.sources) == (2, 2)


async def test_an_hourly_digest_without_items_is_not_sent(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_timing(ann, 1, HOURLY)
    house.clock.pass_by(timedelta(hours=1))
    assert await sent_now(house) == []
    await house.poll(document(item("Quota", "1")))
    house.clock.pass_by(timedelta(hours=1))
    assert [titles(digest) for digest in await sent_now(house)] == [["Quota"]]


async def test_quiet_hours_hold_alerts_and_send_one_digest_at_their_end(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_quiet(ann, NIGHT)
    await until(house, next_day(house, 1))
    await house.poll(document(item("Quota one", "1")), document(item("Quota two", "2")))
    assert await sent_now(house) == []
    assert await states(house) == ["quiet", "quiet"]
    (digest,) = await until(house, house.clock() + timedelta(hours=6))
    assert digest.digest is not None
    assert digest.digest.every is None
    assert sorted(titles(digest)) == ["Quota one", "Quota two"]
    await house.poll(document(item("Quota three", "3")))
    assert [alert.item is not None for alert in await sent_now(house)] == [True]


async def test_a_digest_that_is_due_in_quiet_hours_comes_with_what_they_held(house: House) -> None:
    ann = await house.person("ann", "quota", "steel")
    await house.watchlist.times.set_timing(ann, 1, Timing(Every.DAY, 5 * 60))
    await house.watchlist.times.set_quiet(ann, NIGHT)
    await until(house, next_day(house, 1))
    await house.poll(document(item("Quota one", "1"), item("Steel two", "2")))
    assert await sent_now(house) == []
    assert await until(house, house.clock() + timedelta(hours=5)) == []
    (digest,) = await until(house, house.clock() + timedelta(hours=1))
    assert titles(digest) == ["Quota one", "Steel two"]


async def test_silent_quiet_hours_send_at_once_without_a_sound(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_quiet(ann, QuietHours(QuietMode.SILENT, 22 * 60, 7 * 60))
    await until(house, next_day(house, 1))
    await house.poll(document(item("Quota one", "1")))
    assert [alert.silent for alert in await sent_now(house)] == [True]
    await until(house, house.clock() + timedelta(hours=6))
    await house.poll(document(item("Quota two", "2")))
    assert [alert.silent for alert in await sent_now(house)] == [False]


async def test_alerts_without_sounds_are_silent_at_any_time(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_sound(ann, Sound.NONE)
    await house.poll(document(item("Quota one", "1")))
    assert [alert.silent for alert in await sent_now(house)] == [True]


async def test_a_watch_that_is_made_instant_sends_what_waited_for_its_digest(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await house.poll(document(item("Quota one", "1")))
    await house.watchlist.times.set_timing(ann, 1, None)
    assert [titles(digest) for digest in await sent_now(house)] == [["Quota one"]]
    await house.poll(document(item("Quota two", "2")))
    assert [alert.item is not None for alert in await sent_now(house)] == [True]


async def test_a_pause_holds_a_digest_and_its_end_sends_it(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await house.poll(document(item("Quota one", "1")))
    await house.watchlist.pause(ann)
    assert await until(house, next_day(house, 8)) == []
    await house.watchlist.resume(ann)
    assert [titles(digest) for digest in await sent_now(house)] == [["Quota one"]]


async def test_a_digest_leaves_out_watches_that_were_removed_or_muted(house: House) -> None:
    ann = await house.person("ann", "quota", "steel", "wool")
    for number in (1, 2, 3):
        await house.watchlist.times.set_timing(ann, number, DAILY)
    await house.poll(document(item("Quota one", "1"), item("Steel two", "2"), item("Wool three", "3")))
    await house.watchlist.unwatch(ann, 1)
    await house.watchlist.mute(ann, 2, True)
    (digest,) = await until(house, next_day(house, 8))
    assert titles(digest) == ["Wool three"]
    assert sorted(await states(house)) == ["dropped", "dropped", "listed", "sent"]


async def test_new_watches_get_the_timing_that_was_chosen_for_them(house: House) -> None:
    ann = await house.person("ann")
    await house.watchlist.times.set_new(ann, DAILY)
    await house.watching(ann, "quota")
    (timed,) = await house.watchlist.times.watches(ann)
    assert timed.timing == DAILY


async def test_a_rule_of_more_than_twenty_a_day_starts_as_a_daily_digest(house: House) -> None:
    for day in range(3):
        await house.poll(document(*(item(f"Quota {day} {n}", f"{day}-{n}") for n in range(30))))
        house.clock.pass_by(timedelta(days=1))
    ann = await house.person("ann")
    added = await house.watchlist.watch(ann, "quota")
    assert isinstance(added, RuleAdded)
    assert added.calmed == DAILY
    assert [timed.timing for timed in await house.watchlist.times.watches(ann)] == [DAILY]
    rare = await house.watchlist.watch(ann, '"quota 1 7"')
    assert isinstance(rare, RuleAdded)
    assert rare.calmed is None


async def test_a_clock_that_was_a_year_ahead_stops_no_digest(house: House) -> None:
    ann = await house.person("ann", "quota")
    house.clock.pass_by(timedelta(days=365))
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await house.watchlist.times.set_quiet(ann, NIGHT)
    house.clock.pass_by(-timedelta(days=365))
    await house.poll(document(item("Quota one", "1")))
    assert await sent_now(house) == []
    assert [titles(digest) for digest in await until(house, next_day(house, 8))] == [["Quota one"]]


async def test_two_chats_that_become_one_keep_their_digests(house: House) -> None:
    old, new = await house.person("-1", "quota"), await house.person("-2", "steel")
    await house.watchlist.times.set_timing(old, 1, DAILY)
    await house.watchlist.times.set_timing(new, 1, DAILY)
    await house.poll(document(item("Quota one", "1"), item("Steel two", "2")))
    await house.watchlist.moved(Address("-1"), Address("-2"))
    (digest,) = await until(house, next_day(house, 8))
    assert sorted(titles(digest)) == ["Quota one", "Steel two"]


def next_day(house: House, hour: int) -> datetime:
    return (house.clock() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)
