"""Much at once: what is beyond the caps comes as one list with its number and titles, and nothing is left out."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import alerts
from bot.messages.text import BUDGET, LANGUAGES, load
from tests.bot.delivery.test_worker import delivering
from tests.fakes.ports import Clock, document, item
from tests.fakes.queued import next_alerts
from tests.fakes.sends import Sends
from tests.fakes.situations import METI, USTR, House, open_house
from tests.fakes.telegram_html import read
from tests.watchers.test_pipeline import TrippingIndex
from watchers.matching import Recognizer
from watchers.model import Address, Alert, Parsed, Subscriber, Watch, WatchCount, WatchId
from watchers.rules import canonical, parse
from watchers.rules.forms import Forms
from watchers.store import Rows, Transaction, alert_rows, outbox, watches
from watchers.store.floods import Caps

pytestmark = pytest.mark.service

WORDS = load()


@dataclass
class Flooded:
    """A house with caps."""

    house: House

    async def poll(self, parsed: Parsed) -> None:
        self.house.newsroom.says(USTR.id, parsed)
        await self.house.pipeline.poll(USTR)

    async def states(self, subscriber: Subscriber) -> Counter[str]:
        def look(rows: Rows) -> Counter[str]:
            found = rows.all("select state, item is null from outbox where subscriber = ?", subscriber.id)
            return Counter(f"{state} list" if heading else state for state, heading in found)

        return await self.house.database.read(look)


@pytest.fixture
def flooded(house: House) -> Flooded:
    house.pipeline = replace(house.pipeline, caps=Caps(per_watch=10, per_source=20))
    return Flooded(house)


def many(count: int, words: str = "A quota", first: int = 1) -> Parsed:
    """Numbered from the oldest; as in most documents, the newest is first."""
    numbers_down = reversed(range(first, first + count))
    return document(*(item(f"{words} n{number}.", guid=f"{words}{number}") for number in numbers_down))


async def waiting(flooded: Flooded, subscriber: Subscriber) -> list[Alert]:
    """What is sent, in its order."""

    def look(rows: Rows) -> list[Alert]:
        found = rows.all("select id from outbox where subscriber = ? and state = 'queued' order by id", subscriber.id)
        alerts = (alert_rows.by_id(rows, identifier) for (identifier,) in found)
        return [alert for alert in alerts if alert is not None]

    return await flooded.house.database.read(look)


async def the_list(flooded: Flooded, subscriber: Subscriber) -> Alert:
    (listed,) = [alert for alert in await flooded.house.enqueued(subscriber) if alert.item is None]
    return listed


def counts(listed: Alert) -> dict[str, int]:
    return {each.watch.name: each.count for each in listed.watches}


@pytest.mark.hazard("I7")
async def test_of_a_thousand_new_items_few_come_one_by_one_and_one_list_has_the_others(flooded: Flooded) -> None:
    ann = await flooded.house.person("ann", "quota")
    await flooded.poll(many(1_000))
    assert await flooded.states(ann) == {"queued": 10, "listed": 990, "queued list": 1}
    sends = Sends()
    async with delivering(flooded.house, sends):
        await sends.until(lambda: sends.sent == 11)
    *single, listed = [read(html).text for html in sends.sent_to("ann")]
    assert [text.splitlines()[0] for text in single] == [f"A quota n{number}." for number in range(1, 11)]
    assert listed.startswith(
        "USTR published a large batch: 990 more items match.\nW1 quota: 990\nThe newest:\n• A quota n1000."
    )
    assert listed.count("\n• ") == 20
    assert await flooded.states(ann) == {"sent": 10, "listed": 990, "sent list": 1}


@pytest.mark.hazard("I7")
async def test_each_watch_has_its_own_cap_and_all_of_them_one(flooded: Flooded) -> None:
    ann = await flooded.house.person("ann", "quota", "levy", "tariff")
    both = [*many(15).items, *many(15, "A levy").items]
    await flooded.poll(document(*both))
    assert await flooded.states(ann) == {"queued": 20, "listed": 10, "queued list": 1}
    assert counts(await the_list(flooded, ann)) == {"W1": 5, "W2": 5}
    await flooded.poll(document(*(item(f"Quota, levy, tariff {at}", guid=f"all{at}") for at in range(40))))
    assert (await flooded.states(ann))["queued"] == 30


@pytest.mark.hazard("I7")
async def test_an_item_that_meets_a_rarer_watch_too_comes_by_itself(flooded: Flooded) -> None:
    ann = await flooded.house.person("ann", "quota", "wool")
    await flooded.poll(document(item("A quota on wool", guid="wool"), *many(14).items))
    assert "A quota on wool" in [
        alert.item.item.title.original for alert in await flooded.house.enqueued(ann) if alert.item and alert.reasons
    ]
    assert await flooded.states(ann) == {"queued": 11, "listed": 4, "queued list": 1}


@pytest.mark.hazard("X11")
@pytest.mark.parametrize("at", [0, 500, 999], ids=["newest", "in the middle", "oldest"])
async def test_of_a_thousand_items_the_one_for_the_rare_watch_comes_by_itself(at: int, flooded: Flooded) -> None:
    flooded.house.pipeline = replace(flooded.house.pipeline, caps=Caps())
    ann = await flooded.house.person("ann", "quota", "wool")
    flood = list(many(999).items)
    await flooded.poll(document(*flood[:at], item("Wool", guid="wool"), *flood[at:]))
    assert "Wool" in [alert.item.item.title.original for alert in await waiting(flooded, ann) if alert.item]
    assert await flooded.states(ann) == {"queued": 20, "listed": 980, "queued list": 1}


@pytest.mark.hazard("X11")
async def test_a_list_names_each_watch_with_its_count_and_shows_the_rarest_first(flooded: Flooded) -> None:
    ann = await flooded.house.person("ann", "quota", "levy", "wool")
    await flooded.poll(document(*many(300).items, *many(60, "A levy").items, *many(12, "Wool").items))
    assert await flooded.states(ann) == {"queued": 20, "listed": 352, "queued list": 1}
    listed = await the_list(flooded, ann)
    said = read(alerts.alert(listed, WORDS["en"]).html).text.splitlines()
    assert said[:3] == [
        "USTR published a large batch: 352 more items match.",
        "W3 wool: 5 · W2 levy: 53 · W1 quota: 294",
        "The newest:",
    ]
    assert [line.split(" n")[0] for line in said[3:]] == ["• Wool"] * 5 + ["• A levy"] * 8 + ["• A quota"] * 7
    assert [line.split(" — ")[0] for line in said[3:5]] == ["• Wool n12.", "• Wool n11."]


@pytest.mark.hazard("X11")
async def test_after_a_pause_the_alert_for_the_rare_watch_comes_by_itself(house: House) -> None:
    ann = await house.person("ann", "quota", "wool")
    await house.watchlist.pause(ann)
    await house.poll(document(item("Wool", guid="wool")), many(300))
    await house.watchlist.resume(ann)
    flooded = Flooded(house)
    assert await flooded.states(ann) == {"queued": 20, "listed": 281, "queued list": 1}
    titles = [alert.item.item.title.original for alert in await waiting(flooded, ann) if alert.item]
    assert titles == ["Wool", *(f"A quota n{number}." for number in range(282, 301))]
    assert counts(await the_list(flooded, ann)) == {"W1": 281}


@pytest.mark.hazard("X11")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_list_of_very_many_watches_fits_into_a_message(language: str, house: House) -> None:
    watches = tuple(WatchCount(Watch(WatchId(at), at, "tariff " * 30, "", False), 1_000) for at in range(1, 301))
    ann = await house.person("ann", "quota")
    await house.poll(many(20))
    shown = tuple(alert.item for alert in await house.enqueued(ann) if alert.item)
    listed = replace((await house.enqueued(ann))[-1], item=None, listed=shown, listed_count=300_000, watches=watches)
    said = read(alerts.alert(listed, WORDS[language]).html).text
    assert len(said) <= BUDGET
    assert "W100" in said
    assert "+200" in said
    assert "A quota n20." in said


@pytest.mark.hazard("I6")
async def test_what_came_in_a_long_outage_comes_as_few_messages_and_a_list(flooded: Flooded) -> None:
    ann = await flooded.house.person("ann", "quota", "quo*")
    flooded.house.clock.pass_by(timedelta(days=30))
    await flooded.poll(many(300))
    states = await flooded.states(ann)
    assert states["queued"] <= 20
    assert states["queued"] + states["listed"] == 300
    assert states["queued list"] == 1


async def test_what_is_within_the_caps_comes_one_by_one(flooded: Flooded) -> None:
    ann = await flooded.house.person("ann", "quota")
    await flooded.poll(many(10))
    assert await flooded.states(ann) == {"queued": 10}
    await flooded.poll(many(10, first=11))
    assert await flooded.states(ann) == {"queued": 20}


async def test_each_subscriber_has_a_separate_list(flooded: Flooded) -> None:
    ann = await flooded.house.person("ann", "quota")
    ben = await flooded.house.person("ben", "n12.")
    await flooded.poll(many(30))
    assert (await flooded.states(ann))["listed"] == 20
    assert await flooded.states(ben) == {"queued": 1}


async def test_in_a_pause_the_list_is_held_and_comes_with_the_others(flooded: Flooded) -> None:
    ann = await flooded.house.person("ann", "quota")
    await flooded.house.watchlist.pause(ann)
    await flooded.poll(many(1_000))
    assert await flooded.states(ann) == {"held": 10, "listed": 990, "held list": 1}
    await flooded.house.watchlist.resume(ann)
    assert await flooded.states(ann) == {"queued": 10, "listed": 990, "queued list": 1}
    assert [alert.flood for alert in await flooded.house.enqueued(ann) if alert.item is None] == ["USTR"]


async def test_a_list_that_a_crash_cut_short_is_sent_as_far_as_it_came(tmp_path: Path, forms: Forms) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    async with open_house(path, forms, clock) as house:
        await house.settle_in()
        ann = await house.person("ann", "quota")

        def begin(tx: Transaction) -> None:
            tx.execute(
                """insert into outbox (version, subscriber, item, flood, state, due_at, created_at)
                values (1, ?, null, ?, 'gathering', 0, 0)""",
                ann.id,
                METI.id,
            )

        await house.database.write(begin)
        assert await house.database.read(next_alerts, clock()) == []
    async with open_house(path, forms, clock) as house:
        await house.database.write(outbox.recover, clock())
        assert [alert.flood for alert in await house.database.read(next_alerts, clock())] == ["METI"]


@pytest.mark.hazard("I7")
@pytest.mark.hazard("D1")
async def test_a_flood_for_many_chats_is_stored_in_parts_and_one_that_fails_is_done_again(
    flooded: Flooded, forms: Forms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchers.pipeline.MAX_ROWS_PER_WRITE", 100)
    house = flooded.house
    chats = [await house.person(str(number), "quota") for number in range(1, 21)]
    steps = document(*(item(f"Quota {number}", guid=str(number)) for number in range(60)))
    house.newsroom.says(USTR.id, steps)
    tripping = TrippingIndex(Recognizer(house.watchlist.catalog, forms))
    rule = parse("quota", house.watchlist.catalog)
    tripping.add(await house.database.write(watches.query, str(canonical(rule))), rule)
    with pytest.raises(RuntimeError, match="tripped"):
        await replace(house.pipeline, index=tripping).poll(USTR)
    stored = await house.database.read(_items)
    assert 40 <= stored <= 52
    assert await flooded.states(chats[0]) == {"gathering list": 1, "queued": 10, "listed": stored - 10}
    polled = await house.poll(steps)
    assert (polled.new, polled.enqueued) == (60 - stored, 20 * (60 - stored))
    for chat in chats:
        assert sorted(await house.titles_owed(chat)) == sorted(f"Quota {number}" for number in range(60))
        states = await flooded.states(chat)
        assert states["queued list"] == 1
        assert states["gathering list"] == 0


@pytest.mark.hazard("I7")
async def test_others_write_while_a_flood_for_many_chats_is_stored(flooded: Flooded) -> None:
    for number in range(1, 101):
        await flooded.house.person(str(number), "quota")
    polling = asyncio.create_task(flooded.poll(many(200)))
    seen = set[int]()
    while not polling.done():
        seen.add(await flooded.house.database.write(_items))
    assert len(seen) > 5
    assert max(later - earlier for earlier, later in pairwise(sorted(seen))) <= 40


def _items(rows: Rows) -> int:
    return rows.number("select count(*) from items")


@settings(max_examples=25, deadline=None)
@given(
    counts=st.lists(st.integers(0, 40), min_size=1, max_size=3), per_watch=st.integers(1, 15), more=st.integers(0, 9)
)
@pytest.mark.hazard("I7")
def test_every_item_is_an_alert_or_listed_whatever_the_caps(
    counts: list[int], per_watch: int, more: int, tmp_path_factory: pytest.TempPathFactory, forms: Forms
) -> None:
    async def run() -> None:
        async with open_house(tmp_path_factory.mktemp("flood") / "tradewatch.db", forms, Clock()) as house:
            await house.settle_in()
            house.pipeline = replace(house.pipeline, caps=Caps(per_watch, per_watch + more))
            flooded, ann = Flooded(house), await house.person("ann", "quota")
            for at, number in enumerate(counts):
                await flooded.poll(many(number, f"A quota of {'abc'[at]}"))
            states = await flooded.states(ann)
            assert states["queued"] + states["listed"] == sum(counts)
            assert states["queued"] == sum(min(number, per_watch) for number in counts)
            assert states["queued list"] == sum(number > per_watch for number in counts)

    asyncio.run(run())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_list_speaks_the_language_of_its_reader(language: str, flooded: Flooded) -> None:
    ann = await flooded.house.person("ann", "quota")
    await flooded.poll(many(40))
    enqueued = (await flooded.house.enqueued(ann))[-1]
    said = read(alerts.alert(enqueued, WORDS[language]).html).text
    assert said.partition("W1")[0].count("30") == 1
    assert "USTR" in said
    assert "W1" in said


async def test_a_chat_that_moves_takes_its_lists_along(flooded: Flooded) -> None:
    ann = await flooded.house.person("ann", "quota")
    await flooded.poll(many(40))
    await flooded.house.watchlist.moved(ann.address, Address("new"))
    assert (await flooded.states(ann))["queued list"] == 1
