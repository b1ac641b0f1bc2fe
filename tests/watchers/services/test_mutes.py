"""Watches, sources and stories that are muted for a time, and the end of a mute to the second."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.ports import document, item
from tests.fakes.situations import METI, USTR, House
from watchers.model import AlertId, Subscriber
from watchers.services.explanations import NeverSeen, Withheld

pytestmark = pytest.mark.service

HOUR = timedelta(hours=1)


async def publish(house: House, title: str, *, by_meti: bool = False) -> None:
    source = METI if by_meti else USTR
    link = f"https://{source.id}.example/{title}".replace(" ", "-")
    await house.poll(document(item(title, guid=title, link=link)), source=source)


async def alerted(house: House, ann: Subscriber, title: str) -> AlertId:
    await publish(house, title)
    return (await house.enqueued(ann))[-1].id


async def test_a_watch_is_muted_until_its_time_is_over(house: House) -> None:
    ann = await house.person("ann", "quota")
    watch = await house.watchlist.mutes.mute_watch(ann, 1, HOUR)
    assert watch is not None
    assert (watch.muted, watch.muted_until) == (True, house.clock() + HOUR)
    house.clock.pass_by(HOUR - timedelta(seconds=1))
    await publish(house, "A quota on wool")
    house.clock.pass_by(timedelta(seconds=1))
    await publish(house, "A quota on silk")
    assert await house.titles_owed(ann) == ["A quota on silk"]
    (watch,) = await house.watchlist.watches(ann)
    assert (watch.muted, watch.muted_until) == (False, None)


async def test_the_job_ends_a_mute_whose_time_is_over_without_a_new_item(house: House) -> None:
    ann = await house.person("ann", "quota", "levy")
    await house.watchlist.mutes.mute_watch(ann, 1, HOUR)
    await house.watchlist.mutes.mute_watch(ann, 2, None)
    house.clock.pass_by(HOUR)
    await house.watchlist.mutes.run()
    assert [watch.muted for watch in await house.watchlist.watches(ann)] == [False, True]
    await house.watchlist.mutes.run()
    await house.watchlist.mutes.unmute_watch(ann, 2)
    assert [watch.muted for watch in await house.watchlist.watches(ann)] == [False, False]


async def test_a_muted_source_brings_nothing_and_the_others_do(house: House) -> None:
    ann, ben = await house.person("ann", "quota"), await house.person("ben", "quota")
    alert = await alerted(house, ann, "A quota on wool")
    mute = await house.watchlist.mutes.mute_source(ann, alert, HOUR)
    assert mute is not None
    assert (mute.name, mute.until) == ("USTR", house.clock() + HOUR)
    await publish(house, "A quota on silk")
    await publish(house, "A quota on jute", by_meti=True)
    assert await house.titles_owed(ann) == ["A quota on wool", "A quota on jute"]
    assert len(await house.titles_owed(ben)) == 3
    house.clock.pass_by(HOUR)
    await publish(house, "A quota on hemp")
    assert (await house.titles_owed(ann))[-1] == "A quota on hemp"
    assert await house.watchlist.mutes.of(ann) == ()


async def test_a_muted_source_is_given_as_the_reason_why_not(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.watchlist.mutes.mute_source(ann, await alerted(house, ann, "A quota on wool"), None)
    await publish(house, "A quota on silk")
    found = await house.watchlist.why(ann, "https://ustr.rss.example/A-quota-on-silk")
    assert not isinstance(found, NeverSeen)
    assert [held.withheld for held in found.others] == [Withheld.SILENCED]


async def test_a_mute_without_an_end_lasts_until_it_is_ended_by_its_owner(house: House) -> None:
    ann, ben = await house.person("ann", "quota"), await house.person("ben", "quota")
    mute = await house.watchlist.mutes.mute_source(ann, await alerted(house, ann, "A quota on wool"), None)
    assert mute is not None
    house.clock.pass_by(timedelta(days=400))
    await house.watchlist.mutes.run()
    assert not await house.watchlist.mutes.end(ben, mute.id)
    assert [each.id for each in await house.watchlist.mutes.of(ann)] == [mute.id]
    assert await house.watchlist.mutes.end(ann, mute.id)
    await publish(house, "A quota on silk")
    assert len(await house.titles_owed(ann)) == 2


async def test_a_muted_story_sends_no_alerts_and_other_stories_do(house: House) -> None:
    ann = await house.person("ann", "quota")
    title = "Ministry proposes quota on Danish silk imports from January"
    alert = await alerted(house, ann, title)
    assert await house.watchlist.mutes.mute_story(ann, alert, None) is not None
    house.clock.pass_by(timedelta(minutes=1))
    await publish(house, title, by_meti=True)
    await publish(house, "Fishermen want a quota for herring in the Baltic")
    assert await house.titles_owed(ann) == [title, "Fishermen want a quota for herring in the Baltic"]
    below = await house.watchlist.mutes.below(ann, alert)
    assert below is not None
    assert below.story_mute is not None
    assert below.story_mute.name == title


async def test_nobody_mutes_below_the_alert_of_another_chat(house: House) -> None:
    ann, ben = await house.person("ann", "quota"), await house.person("ben", "levy")
    alert = await alerted(house, ann, "A quota on wool")
    assert await house.watchlist.mutes.below(ben, alert) is None
    assert await house.watchlist.mutes.mute_source(ben, alert, HOUR) is None
    assert await house.watchlist.mutes.mute_story(ben, alert, HOUR) is None


async def test_mutes_and_saved_items_move_with_their_chat(house: House) -> None:
    ann, ben = await house.person("-1", "quota"), await house.person("-2", "levy")
    alert = await alerted(house, ann, "A quota on wool")
    await house.watchlist.mutes.mute_source(ann, alert, None)
    await house.watchlist.saved.add(ann, alert)
    await house.watchlist.moved(ann.address, ben.address)
    assert [mute.name for mute in await house.watchlist.mutes.of(ben)] == ["USTR"]
    assert [saved.title for saved in await house.watchlist.saved.of(ben)] == ["A quota on wool"]
