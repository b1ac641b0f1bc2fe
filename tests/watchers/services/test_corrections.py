"""*Not what I meant*: what a chat says about one alert changes its own watches, and nobody else's."""

from __future__ import annotations

import pytest

from tests.fakes.ports import document, item
from tests.fakes.situations import House
from watchers.model import Alert, Subscriber
from watchers.services.corrections import Corrected, proposed

pytestmark = pytest.mark.service


async def alerted(house: House, subscriber: Subscriber, title: str) -> Alert | None:
    """Poll an item with this title; return the alert for it."""
    await house.poll(document(item(title, guid=title)))
    alerts = [
        alert for alert in await house.enqueued(subscriber) if alert.item and alert.item.item.title.original == title
    ]
    return alerts[0] if alerts else None


async def corrected(house: House, subscriber: Subscriber, title: str) -> Corrected:
    """Say that the name in the alert for this title was not meant."""
    alert = await alerted(house, subscriber, title)
    assert alert is not None
    (name,) = proposed(alert, house.watchlist.catalog)
    answer = await house.watchlist.corrections.add(subscriber, name)
    assert answer is not None
    return answer


async def test_the_phrase_stops_counting_in_this_chat_and_still_counts_in_others(house: House) -> None:
    ann, ben = await house.person("ann", "TSMC"), await house.person("ben", "TSMC")
    answer = await corrected(house, ann, "TSMC tower opens")
    assert answer.correction.phrase.phrase.surface == "TSMC tower"
    assert [watch.name for watch in answer.watches] == ["W1"]
    assert await alerted(house, ann, "Crowds at TSMC tower") is None
    assert await alerted(house, ben, "More crowds at TSMC tower") is not None
    assert await alerted(house, ann, "TSMC raises prices") is not None


async def test_the_answer_counts_what_the_last_30_days_would_have_lost(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    await alerted(house, ann, "Queues at TSMC tower")
    await alerted(house, ann, "TSMC posts a profit")
    answer = await corrected(house, ann, "TSMC tower opens")
    assert answer.count == 2


async def test_a_correction_holds_for_later_watches_and_within_other_rules(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    await corrected(house, ann, "TSMC tower opens")
    await house.watching(ann, "TSMC, quota")
    assert await alerted(house, ann, "Lights on TSMC tower") is None
    alert = await alerted(house, ann, "TSMC tower under a quota")
    assert alert is not None
    assert [reason.watch.number for reason in alert.reasons] == [2]


async def test_a_correction_is_listed_until_it_is_removed(house: House) -> None:
    ann = await house.person("ann", "TSMC")
    answer = await corrected(house, ann, "TSMC tower opens")
    assert await house.watchlist.corrections.of(ann) == (answer.correction,)
    removed = await house.watchlist.corrections.remove(ann, answer.correction.id)
    assert removed is not None
    assert await house.watchlist.corrections.of(ann) == ()
    assert await alerted(house, ann, "TSMC tower again") is not None
    assert await house.watchlist.corrections.remove(ann, answer.correction.id) is None


async def test_nobody_removes_the_correction_of_another_chat(house: House) -> None:
    ann, ben = await house.person("ann", "TSMC"), await house.person("ben")
    answer = await corrected(house, ann, "TSMC tower opens")
    assert await house.watchlist.corrections.remove(ben, answer.correction.id) is None
    assert await house.watchlist.corrections.of(ann) == (answer.correction,)


@pytest.mark.parametrize(
    ("title", "phrase"),
    [
        ("TSMC tower opens", "TSMC tower"),
        ("Shares of TSMC", ""),
        ("Cheap TSMC", "Cheap TSMC"),
        ("台積電大樓啟用", "台積電大樓"),
        ("新版台積電", "新版台積電"),
        ("TSMC", ""),
    ],
)
async def test_the_phrase_is_the_name_with_the_word_beside_it(house: House, title: str, phrase: str) -> None:
    ann = await house.person("ann", "TSMC")
    alert = await alerted(house, ann, title)
    assert alert is not None
    found = proposed(alert, house.watchlist.catalog)
    assert [name.phrase.surface for name in found] == ([phrase] if phrase else [])
