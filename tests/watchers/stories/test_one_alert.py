"""The same story from several sources is one alert for each chat, and a new step of it continues its thread."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.sample_wire import read_samples
from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import House, open_house
from tests.watchers.stories.families import told_by_three_languages
from watchers import facts
from watchers.matching import Recognizer
from watchers.model import Alert, Group, ParsedItem, Source, SourceId, Subscriber
from watchers.rules.forms import Forms
from watchers.store import Rows, sources, stories

pytestmark = pytest.mark.service

PRESS = [
    Source(SourceId(f"press{number}"), f"https://press{number}.example/feed", f"Press {number}", group=Group.PRESS)
    for number in range(5)
]
OFFICE = Source(SourceId("office"), "https://office.example/feed", "Federal Register", country="US", group=Group.US)
LINK = "https://news.example/2026/silk-quota"


@pytest.fixture
async def press(tmp_path: Path, forms: Forms, recognizer: Recognizer) -> AsyncIterator[House]:
    """A house with the whole catalog, five newspapers and an office, each read once."""
    async with open_house(tmp_path / "tradewatch.db", forms, Clock(), recognizer=recognizer) as house:
        await house.database.write(sources.register, [*PRESS, OFFICE], house.clock())
        for source in (*PRESS, OFFICE):
            await house.poll(document(), source=source)
        yield house


async def publish(house: House, source: Source, *items: ParsedItem) -> None:
    house.clock.pass_by(timedelta(minutes=1))
    with_facts = (replace(each, facts=facts.in_text(each.title.original, each.body.original)) for each in items)
    await house.poll(document(*with_facts), source=source)


async def shown(house: House, to: Subscriber) -> list[Alert]:
    """Return the alerts that get a message of their own."""

    def ids(rows: Rows) -> list[int]:
        sql = "select id from outbox where subscriber = ? and state <> 'joined' and edits is null order by id"
        return [identifier for (identifier,) in rows.all(sql, to.id)]

    own = set(await house.database.read(ids))
    return [alert for alert in await house.enqueued(to) if alert.id in own]


def also(alert: Alert) -> list[str]:
    return [told.item.source_name for told in alert.also]


@pytest.mark.hazard("I10")
async def test_one_page_in_five_feeds_is_one_alert_that_names_all_of_them(press: House) -> None:
    ann = await press.person("ann", "quota")
    for number, source in enumerate(PRESS):
        await publish(press, source, item(f"Silk quota, take {number}", "a", f"{LINK}?utm_source=feed{number}"))
    (alert,) = await shown(press, ann)
    assert also(alert) == ["Press 1", "Press 2", "Press 3", "Press 4"]


async def test_the_same_page_listed_twice_by_one_source_is_two_items(press: House) -> None:
    ann = await press.person("ann", "quota")
    await publish(press, PRESS[0], item("Silk quota", "a", LINK), item("Wool quota", "b", LINK))
    assert len(await shown(press, ann)) == 2


async def test_a_chat_that_did_not_get_the_first_item_gets_the_second(press: House) -> None:
    ann, bob = await press.person("ann", "quota"), await press.person("bob", "levy")
    await publish(press, PRESS[0], item("Silk quota", "a", LINK))
    await publish(press, PRESS[1], item("Silk quota and levy", "b", LINK))
    assert [also(alert) for alert in await shown(press, ann)] == [["Press 1"]]
    assert [alert.item.source_name for alert in await shown(press, bob) if alert.item] == ["Press 1"]


async def test_a_copy_that_matches_more_watches_adds_its_reason(press: House) -> None:
    ann = await press.person("ann", "quota", "levy")
    await publish(press, PRESS[0], item("Silk quota", "a", LINK))
    await publish(press, PRESS[1], item("Silk quota and levy", "b", LINK))
    (alert,) = await shown(press, ann)
    assert [reason.watch.name for reason in alert.all_reasons] == ["W1", "W2"]
    assert [reason.watch.name for reason in alert.reasons] == ["W1"], "places are those in its own text"


async def test_after_three_days_the_same_story_is_alerted_again(press: House) -> None:
    ann = await press.person("ann", "quota")
    await publish(press, PRESS[0], item("Silk quota", "a", LINK))
    press.clock.pass_by(timedelta(hours=72))
    await publish(press, PRESS[1], item("Silk quota", "b", LINK))
    assert len(await shown(press, ann)) == 2


async def test_an_alert_that_was_dropped_shows_nothing_so_the_next_copy_is_sent(press: House) -> None:
    ann = await press.person("ann", "quota")
    await publish(press, PRESS[0], item("Silk quota", "a", LINK))
    await press.database.write(lambda tx: tx.execute("update outbox set state = 'dead'"))
    await publish(press, PRESS[1], item("Silk quota", "b", LINK))
    assert [alert.item.source_name for alert in await shown(press, ann) if alert.item] == ["Press 0", "Press 1"]


async def test_notices_of_two_cases_with_one_title_are_two_alerts(press: House) -> None:
    ann = await press.person("ann", "nails")
    for source, case in ((PRESS[0], "A-583-854"), (PRESS[1], "C-583-855")):
        body = f"Final results of the review of steel nails from Taiwan, case {case}."
        await publish(press, source, item("Certain Steel Nails From Taiwan: Final Results", case, "", body))
    assert [also(alert) for alert in await shown(press, ann)] == [[], []]


async def test_the_official_text_of_what_was_reported_continues_its_thread(press: House) -> None:
    ann = await press.person("ann", "drones")
    await publish(
        press, PRESS[0], item("BIS drone rule, docket BIS-2026-0044, bans drones", "a", "https://p.example/1")
    )
    await press.database.write(lambda tx: tx.execute("update outbox set state = 'sent', message = '71'"))
    await publish(press, OFFICE, item("Securing Drones", "b", "", "Proposed rule on drones. Docket BIS-2026-0044."))
    first, official = await shown(press, ann)
    assert (first.thread, also(first)) == (None, [])
    assert official.thread is not None
    assert (official.thread.message, official.thread.official) == ("71", False)
    assert official.item is not None
    assert official.item.official


async def test_steps_of_one_procedure_are_one_thread_whatever_their_distance(press: House) -> None:
    ann = await press.person("ann", "drones")
    for number, status in enumerate(("Proposed", "Final")):
        body = f"{status} rule on drones. Docket BIS-2026-0044."
        await publish(press, OFFICE, item(f"Drones: {status} Rule", status, f"https://o.example/{number}", body))
        await press.database.write(lambda tx: tx.execute("update outbox set state = 'sent', message = id"))
        press.clock.pass_by(timedelta(days=120))
    first, second = await shown(press, ann)
    assert second.thread is not None
    assert (second.thread.message, second.thread.official) == (str(first.id), True)


async def test_the_story_of_the_sample_wire_is_one_alert_in_three_languages(press: House) -> None:
    ann = await press.person("ann", "Kumamoto")
    samples = read_samples()
    languages = {feed.id: feed.language for feed in samples.feeds}
    told = [each for each in samples.items if each.id.endswith("-fukuoka")]
    for number, each in enumerate(told):
        page = item(each.title, each.id, each.link, each.summary, "", languages[each.feed])
        await publish(press, PRESS[number], page)
    (alert,) = await shown(press, ann)
    assert also(alert) == ["Press 1", "Press 2"]


async def test_a_day_of_twenty_stories_in_three_languages_is_at_most_twenty_two_alerts(
    press: House, recognizer: Recognizer
) -> None:
    ann = await press.person("ann", "lang:en", "lang:ja", "lang:zh")
    stories = told_by_three_languages(recognizer)[:20]
    tellings = sorted((telling for story in stories for telling in story), key=lambda each: each.telling.at)
    assert (len(stories), len(tellings)) >= (20, 50)
    for number, telling in enumerate(tellings):
        page = f"https://news.example/{number}"
        await publish(
            press, PRESS[number % 5], item(telling.title, str(number), page, telling.summary, "", telling.language)
        )
    alerts = await shown(press, ann)
    assert 20 <= len(alerts) <= 22
    titles = [alert.item.item.title.original for alert in alerts if alert.item]
    titles += [told.item.item.title.original for alert in alerts for told in alert.also]
    assert sorted(titles) == sorted(telling.title for telling in tellings), "none is missing, none is shown twice"


@pytest.mark.parametrize("sql", [f"select ({stories.LEAD}) from outbox", stories.THREAD])
@pytest.mark.hazard("I7")
async def test_earlier_alerts_are_found_by_their_items_however_many_alerts_a_chat_has(press: House, sql: str) -> None:
    given = {"item": 1} if ":item" in sql else 1
    steps = await press.database.read(lambda rows: [step for *_, step in rows.all(f"explain query plan {sql}", given)])
    (lead,) = (step for step in steps if step.startswith("SEARCH lead"))
    assert "(subscriber=? AND item=?" in lead
