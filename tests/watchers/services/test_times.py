"""When alerts come: digests, quiet hours and sounds, and that nothing is lost or repeated on the way."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import House, open_house
from watchers.model import DOCUMENT, Address, Alert, Fact, Group, News, Notice, ParsedItem, Source, SourceId
from watchers.model.times import DAILY, Every, QuietHours, QuietMode, Sound, Timing
from watchers.rules.forms import Forms
from watchers.services.digests import Digests, collect
from watchers.services.source_health import statuses
from watchers.services.watches import RuleAdded
from watchers.store import Rows, Transaction, outbox, sources
from watchers.store.floods import Caps

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
    return [entry.item.item.title.original for section in alert.page.sections for entry in section.entries]


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


# ---- urgent, official ------------------------------------------------------------------------------

FINAL = Fact("status", "final", DOCUMENT, 0, 0)
PROPOSED = Fact("status", "proposed", DOCUMENT, 0, 0)
OFFICIAL = Source(SourceId("bis.rss"), "https://bis.example/feed", "BIS", group=Group.US)
PRESS = Source(SourceId("wire.rss"), "https://wire.example/feed", "Wire", group=Group.PRESS)


async def with_groups(house: House) -> None:
    await house.database.write(sources.register, [OFFICIAL, PRESS], house.clock())
    for source in (OFFICIAL, PRESS):
        await house.poll(document(), source=source)


def dated(title: str, fact: Fact) -> ParsedItem:
    return replace(item(title, title), facts=(fact,))


async def test_urgent_quiet_hours_send_only_final_official_documents(house: House) -> None:
    await with_groups(house)
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_quiet(ann, QuietHours(QuietMode.URGENT, 22 * 60, 7 * 60))
    await until(house, next_day(house, 1))
    await house.poll(document(dated("Quota final", FINAL), dated("Quota proposed", PROPOSED)), source=OFFICIAL)
    await house.poll(document(dated("Quota in the press", FINAL)), source=PRESS)
    sent = await sent_now(house)
    assert [alert.item and alert.item.item.title.original for alert in sent] == ["Quota final"]
    (digest,) = await until(house, house.clock() + timedelta(hours=6))
    assert sorted(titles(digest)) == ["Quota in the press", "Quota proposed"]


async def test_only_alerts_of_official_sources_make_a_sound(house: House) -> None:
    await with_groups(house)
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_sound(ann, Sound.OFFICIAL)
    await house.poll(document(item("Quota one", "1")), source=OFFICIAL)
    await house.poll(document(item("Quota two", "2")), source=PRESS)
    sent = [(alert.item.source, alert.silent) for alert in await sent_now(house) if alert.item]
    assert sent == [(OFFICIAL.id, False), (PRESS.id, True)]


async def test_a_notice_waits_for_the_end_of_quiet_hours(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_quiet(ann, NIGHT)
    await until(house, next_day(house, 1))
    notice = Notice(News.DEAD, "USTR", house.clock())
    await house.database.write(outbox.notify, [ann.id], notice, house.clock())
    assert await sent_now(house) == []
    (sent,) = await until(house, house.clock() + timedelta(hours=6))
    assert sent.notice == notice


async def test_a_list_of_a_large_batch_is_part_of_the_digest_after_quiet_hours(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_quiet(ann, NIGHT)
    await until(house, next_day(house, 1))
    house.pipeline = replace(house.pipeline, caps=Caps(2, 2))
    await house.poll(document(*(item(f"Quota {n}", f"{n}") for n in range(6))))
    assert await sent_now(house) == []
    (digest,) = await until(house, house.clock() + timedelta(hours=6))
    assert sorted(titles(digest)) == [f"Quota {n}" for n in range(6)]


# ---- a kill at any point ---------------------------------------------------------------------------


async def test_a_process_that_ends_before_a_digest_is_confirmed_sends_it_again_and_whole(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await house.poll(document(item("Quota one", "1"), item("Quota two", "2")))
    house.clock.pass_by(next_day(house, 8) - house.clock())
    await Digests(house.database, house.clock, lambda: None).run()
    ((identifier, _),) = await house.database.read(outbox.next_per_subscriber, house.clock())
    claimed = await house.database.write(outbox.claim, identifier, house.clock())
    assert claimed is not None
    await house.database.write(outbox.recover, house.clock())
    (again,) = await sent_now(house)
    assert (again.id, again.ambiguous, sorted(titles(again))) == (claimed.id, 1, ["Quota one", "Quota two"])
    assert sorted(await states(house)) == ["listed", "listed", "sent"]


async def test_a_digest_that_fails_to_be_stored_leaves_everything_as_it_was(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    await house.poll(document(item("Quota one", "1")))
    house.clock.pass_by(next_day(house, 8) - house.clock())
    found = await house.database.read(statuses, house.clock())

    def killed(tx: Transaction) -> None:
        collect(tx, ann, found, house.clock())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await house.database.write(killed)
    assert await states(house) == ["scheduled"]
    assert [titles(digest) for digest in await sent_now(house)] == [["Quota one"]]


@given(st.lists(st.sampled_from(["poll", "digest", "quiet", "loud", "instant", "pause", "resume", "hour", "kill"])))
@settings(max_examples=25)
def test_whatever_happens_every_item_is_sent_once(forms: Forms, steps: list[str]) -> None:
    async def scenario(path: Path) -> None:
        async with open_house(path / "tradewatch.db", forms, Clock()) as house:
            await house.settle_in()
            ann = await house.person("ann", "quota")
            sent: list[str] = []
            published = 0
            for step in [*steps, "loud", "instant", "resume"]:
                match step:
                    case "poll":
                        published += 1
                        await house.poll(document(item(f"Quota {published}", f"{published}")))
                    case "digest" | "instant":
                        await house.watchlist.times.set_timing(ann, 1, HOURLY if step == "digest" else None)
                    case "quiet" | "loud":
                        quiet = QuietHours(QuietMode.HOLD, 0, 12 * 60) if step == "quiet" else None
                        await house.watchlist.times.set_quiet(ann, quiet)
                    case "pause":
                        await house.watchlist.pause(ann)
                    case "resume":
                        await house.watchlist.resume(ann)
                    case "hour":
                        house.clock.pass_by(timedelta(hours=5))
                    case "kill":
                        await house.database.write(outbox.recover, house.clock())
                sent += [title for alert in await sent_now(house) for title in all_titles(alert)]
            assert sorted(sent) == sorted(f"Quota {number}" for number in range(1, published + 1))

    with TemporaryDirectory() as folder:
        asyncio.run(scenario(Path(folder)))


def all_titles(alert: Alert) -> list[str]:
    if alert.item is not None:
        return [alert.item.item.title.original]
    if alert.page is not None:
        return titles(alert)
    return [stored.item.title.original for stored in alert.listed]
