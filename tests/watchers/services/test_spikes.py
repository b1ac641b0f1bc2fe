"""Spikes and weekly reviews: when a chat is notified, and exactly once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import METI, House, open_house
from watchers.errors import BadStatus
from watchers.model import Advice, News, Review, Spike, Subscriber
from watchers.rules.forms import Forms
from watchers.services.reviews import ReviewJob
from watchers.services.spikes import MIN_TODAY, Spikes
from watchers.store import trends

pytestmark = pytest.mark.service

DAY = timedelta(days=1)


async def watcher(house: House, rule: str = "quota") -> Subscriber:
    """A chat that wants to know of spikes at three times the usual."""
    await house.settle_in()
    subscriber = await house.person("7", rule)
    await house.watchlist.trends.set_spike(subscriber, 1, 3)
    return subscriber


async def publish(house: House, count: int, word: str = "quota") -> None:
    """Items with new texts."""
    at = house.clock().isoformat()
    await house.poll(document(*(item(f"{word} {at} n{each}", guid=f"{word} {at} {each}") for each in range(count))))


async def fortnight(house: House, each_day: int, days: int = 14) -> None:
    for _ in range(days):
        await publish(house, each_day)
        house.clock.pass_by(DAY)


async def look(house: House) -> None:
    await Spikes(house.database, house.clock, lambda: None).run()


async def told(house: House, subscriber: Subscriber) -> list[Spike]:
    found = (alert.notice for alert in await house.enqueued(subscriber))
    return [notice.spike for notice in found if notice and notice.spike]


async def test_a_day_with_three_times_the_usual_is_one_notice_with_its_top_stories(house: House) -> None:
    ann = await watcher(house)
    await fortnight(house, 2)
    await publish(house, 5)
    await look(house)
    assert await told(house, ann) == []
    await publish(house, 1, "another quota")
    await look(house)
    (spike,) = await told(house, ann)
    assert (spike.number, spike.typed, spike.today, spike.usual) == (1, "quota", 6, 2.0)
    assert len(spike.stories) == 3
    assert all(story.title for story in spike.stories)
    await publish(house, 9, "a third quota")
    await look(house)
    assert len(await told(house, ann)) == 1


async def test_the_next_day_is_another_notice_and_days_are_those_of_the_zone_of_the_chat(house: House) -> None:
    ann = await watcher(house)
    await house.watchlist.times.set_zone(ann, "Asia/Taipei")
    await fortnight(house, 1)
    await publish(house, 4)  # 20:00 in Taipei
    await look(house)
    house.clock.pass_by(timedelta(hours=3, minutes=59))
    await publish(house, 4)
    await look(house)
    assert len(await told(house, ann)) == 1
    house.clock.pass_by(timedelta(minutes=1))
    await publish(house, 9)
    await look(house)
    assert len(await told(house, ann)) == 2


@pytest.mark.parametrize("reason", ["few", "young", "muted", "paused", "removed", "off", "usual"])
async def test_what_is_not_a_spike_has_no_notice(house: House, reason: str) -> None:
    ann = await watcher(house)
    await fortnight(house, 0 if reason == "few" else 5 if reason == "usual" else 1, days=3 if reason == "young" else 14)
    match reason:
        case "muted":
            await house.watchlist.mute(ann, 1, True)
        case "paused":
            await house.watchlist.pause(ann)
        case "removed":
            await house.watchlist.unwatch(ann, 1)
        case "off":
            await house.watchlist.trends.set_spike(ann, 1, None)
    await publish(house, MIN_TODAY - 1 if reason == "few" else 10)
    await look(house)
    assert await told(house, ann) == []


async def test_a_restart_does_not_repeat_the_notice_of_a_spike(forms: Forms, tmp_path: Path) -> None:
    path, clock = tmp_path / "restarted.db", Clock()
    async with open_house(path, forms, clock) as house:
        ann = await watcher(house)
        await fortnight(house, 1)
        await publish(house, 9)
        await look(house)
    async with open_house(path, forms, clock) as again:
        await look(again)
        assert len(await told(again, ann)) == 1


# ---- weekly reviews --------------------------------------------------------------------------------


async def reviews(house: House, subscriber: Subscriber) -> list[Review]:
    await ReviewJob(house.watchlist.reviews, lambda: None).run()
    found = (alert.notice for alert in await house.enqueued(subscriber))
    return [notice.review for notice in found if notice and notice.news is News.REVIEW and notice.review]


async def test_a_review_comes_every_monday_morning_once(house: House) -> None:
    ann = await watcher(house)
    await house.watchlist.reviews.switch(ann, True)  # a Sunday noon
    assert await reviews(house, ann) == []
    house.clock.pass_by(timedelta(hours=20))
    assert len(await reviews(house, ann)) == 1
    assert len(await reviews(house, ann)) == 1
    house.clock.pass_by(timedelta(days=6, hours=23))
    assert len(await reviews(house, ann)) == 1
    house.clock.pass_by(timedelta(hours=1))
    assert len(await reviews(house, ann)) == 2
    await house.watchlist.reviews.switch(ann, False)
    house.clock.pass_by(timedelta(days=8))
    assert len(await reviews(house, ann)) == 2


async def test_a_review_counts_what_came_and_names_sources_that_were_not_read(house: House) -> None:
    ann = await watcher(house)
    await publish(house, 3)
    await house.database.write(lambda tx: tx.execute("update outbox set state = 'sent'"))
    await publish(house, 2, "wool")
    found = await house.watchlist.reviews.of(ann)
    assert (found.alerts, found.seen, found.watches, found.sources, found.read) == (3, 5, 1, 2, 2)
    await house.poll(BadStatus(METI.url, 410), source=METI)
    found = await house.watchlist.reviews.of(ann)
    assert (found.sources, found.read, [each.name for each in found.silent]) == (2, 1, ["METI"])


async def test_a_noisy_watch_gets_the_advice_of_a_daily_and_then_of_a_weekly_digest(house: House) -> None:
    ann = await watcher(house)
    for _ in range(5):
        await publish(house, 8)
        house.clock.pass_by(timedelta(hours=1))
    (noisy,) = (await house.watchlist.reviews.of(ann)).noisy
    assert (noisy.number, noisy.count, noisy.advice) == (1, 40, Advice.DAILY)


async def test_a_watch_that_is_silent_for_a_month_gets_the_advice_to_leave_out_what_blocks_it(house: House) -> None:
    ann = await watcher(house, "quota wafer")
    await house.watching(ann, "unicorn")
    await house.watching(ann, "quota")
    house.clock.pass_by(timedelta(days=31))
    await publish(house, 2)
    first, second = (await house.watchlist.reviews.of(ann)).quiet
    assert (first.number, first.advice, first.part, first.parts, first.last_at) == (1, Advice.WIDEN, 1, 2, None)
    assert (second.number, second.advice) == (2, Advice.REMOVE)


async def test_spikes_and_reviews_cost_no_look_at_watches_without_them(house: House) -> None:
    await house.person("8", "quota")
    assert await house.database.read(trends.with_spikes) == []
    assert await house.database.read(trends.reviews_due, house.clock()) == []
