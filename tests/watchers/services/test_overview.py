"""How much each watch brings, which ones bring too much or nothing, names of watches, and shared rules."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.ports import document, item
from tests.fakes.situations import House
from watchers.model.times import DAILY
from watchers.search import MANY_A_DAY
from watchers.services.overview import Unfit
from watchers.store.saved import MAX_SAVED

pytestmark = pytest.mark.service


async def publish(house: House, *titles: str) -> None:
    await house.poll(document(*(item(title, guid=title) for title in titles)))


async def test_alerts_are_counted_for_today_and_for_thirty_days(house: House) -> None:
    ann = await house.person("ann", "quota", "levy")
    await publish(house, "A quota on wool")
    house.clock.pass_by(timedelta(days=31))
    await publish(house, "A quota on silk")
    house.clock.pass_by(timedelta(days=1))
    await publish(house, "A quota and a levy on jute")
    found = await house.watchlist.overview.of(ann)
    assert [(each.count, each.today) for each in found.all] == [(2, 1), (1, 1)]
    assert found.today == 1
    assert [each.last_at for each in found.all] == [house.clock()] * 2


async def test_a_watch_with_too_many_alerts_is_noisy_unless_it_has_a_digest(house: House) -> None:
    ann = await house.person("ann", "quota")
    house.clock.pass_by(timedelta(days=2))
    await publish(house, *(f"A quota on good {number}" for number in range(2 * MANY_A_DAY + 1)))
    (status,) = (await house.watchlist.overview.of(ann)).all
    assert status.unfit is Unfit.NOISY
    await house.watchlist.times.set_timing(ann, 1, DAILY)
    (status,) = (await house.watchlist.overview.of(ann)).all
    assert (status.unfit, status.timing) == (None, DAILY)


async def test_a_watch_that_never_fired_is_pointed_out_after_thirty_days(house: House) -> None:
    ann = await house.person("ann", "quota", "levy")
    await publish(house, "A quota on wool")
    house.clock.pass_by(timedelta(days=29))
    assert [each.unfit for each in (await house.watchlist.overview.of(ann)).all] == [None, None]
    house.clock.pass_by(timedelta(days=1))
    assert [each.unfit for each in (await house.watchlist.overview.of(ann)).all] == [None, Unfit.SILENT]


async def test_a_watch_is_found_by_its_name_or_by_a_part_of_it(house: House) -> None:
    ann = await house.person("ann", "quota", "quota levy", "wafers")
    await house.watchlist.overview.rename(ann, 3, "  Rare   earths ")

    async def numbers(words: str) -> list[int]:
        return [watch.number for watch in await house.watchlist.overview.named(ann, words)]

    assert await numbers("QUOTA") == [1]
    assert await numbers("quot") == [1, 2]
    assert await numbers("rare earths") == [3]
    assert await numbers("tin") == []
    assert (await house.watchlist.watches(ann))[2].label == "Rare earths"


async def test_a_rule_is_shared_under_the_same_token_by_whoever_shares_it(house: House) -> None:
    ann, ben = await house.person("ann", "quota"), await house.person("ben", "levy", "quota")
    mine, its = await house.watchlist.sharing.share(ann, 1), await house.watchlist.sharing.share(ben, 2)
    assert mine is not None
    assert its is not None
    assert mine[1] == its[1]
    assert await house.watchlist.sharing.by_token(mine[1].token) == mine[1]
    assert await house.watchlist.sharing.by_token("nothing") is None
    assert await house.watchlist.sharing.share(ann, 9) is None


async def test_a_saved_item_is_saved_once_and_the_oldest_make_room(house: House) -> None:
    ann = await house.person("ann", "quota")
    await publish(house, *(f"A quota on good {number}" for number in range(3)))
    alerts = await house.enqueued(ann)
    for alert in (*alerts, alerts[0]):
        await house.watchlist.saved.add(ann, alert.id)
    saved = await house.watchlist.saved.of(ann)
    assert [each.title for each in saved] == [f"A quota on good {number}" for number in (0, 1, 2)]
    assert len(saved) <= MAX_SAVED
    ben = await house.person("ben")
    assert await house.watchlist.saved.add(ben, alerts[0].id) is None
    assert not await house.watchlist.saved.remove(ben, saved[0].id)
    assert await house.watchlist.saved.remove(ann, saved[0].id)
    assert len(await house.watchlist.saved.of(ann)) == 2
