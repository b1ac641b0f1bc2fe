"""Who is notified of a source's trouble: once when it lasts and once when it is over, also across restarts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.callbacks.sources import SwitchGroup
from bot.messages.alerts import notice
from bot.messages.text import LANGUAGES, load
from tests.bot.delivery.test_worker import delivering
from tests.bot.test_dispatch import Chat
from tests.fakes.ports import START, Clock, document, item
from tests.fakes.sends import Sends
from tests.fakes.situations import House, open_house
from tests.fakes.source_states import state
from tests.fakes.telegram_html import read
from watchers.cadence import SourceState
from watchers.errors import BadStatus
from watchers.model import Address, Group, News, Notice, PauseReason, Rewritten, Source, SourceId
from watchers.polling.health_monitor import HealthMonitor, wrong
from watchers.rules.forms import Forms
from watchers.store import Rows, sources, subscribers

pytestmark = pytest.mark.service

BIS = Source(SourceId("bis"), "https://bis.example/feed", "BIS", group=Group.US)
WIRE = Source(SourceId("wire"), "https://wire.example/feed", "Wire", group=Group.PRESS)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OPERATOR = Address("99")
WORDS = load()


def lookout(house: House, *operators: Address, patience: timedelta = 3 * HOUR) -> HealthMonitor:
    return HealthMonitor(house.database, operators, patience, house.clock, lambda: None)


@pytest.fixture
async def reading(empty_house: House) -> House:
    """A house that reads an official source and a wire, with Ann who takes both."""
    await settle(empty_house)
    return empty_house


async def settle(house: House) -> None:
    await house.database.write(sources.register, [BIS, WIRE], house.clock())
    for source in (BIS, WIRE):
        await house.poll(document(), source=source)
    await house.person("ann")


async def fail(house: House, source: Source = BIS, status: int = 503, lasting: timedelta = timedelta(0)) -> None:
    """Two failed polls now, and one after so much time."""
    for wait in (timedelta(0), lasting, timedelta(0)):
        house.clock.pass_by(wait)
        await house.poll(BadStatus(source.url, status), source=source)


async def told(house: House) -> list[tuple[str, str, str]]:
    """To whom, what, and of which source, in order."""

    def look(rows: Rows) -> list[tuple[str, str, str]]:
        return rows.all(
            """select b.address, json_extract(o.notice, '$.news'), json_extract(o.notice, '$.source')
            from outbox o join subscribers b on b.id = o.subscriber where o.notice is not null order by o.id"""
        )

    return await house.database.read(look)


async def test_operators_are_notified_once_when_a_source_has_failed_for_long_and_once_when_it_is_back(
    reading: House,
) -> None:
    watch = lookout(reading, OPERATOR)
    await fail(reading, WIRE, lasting=3 * HOUR - timedelta(minutes=1))
    await watch.check()
    assert await told(reading) == []
    reading.clock.pass_by(timedelta(minutes=1))
    for _ in range(3):
        await watch.check()
    assert await told(reading) == [("99", "dead", "Wire")]
    await reading.poll(document(), source=WIRE)
    for _ in range(3):
        await watch.check()
    assert await told(reading) == [("99", "dead", "Wire"), ("99", "back", "Wire")]
    await fail(reading, WIRE, lasting=4 * HOUR)
    await watch.check()
    assert (await told(reading))[2:] == [("99", "dead", "Wire")]


async def test_nobody_is_notified_of_a_failure_that_passes_soon(reading: House) -> None:
    watch = lookout(reading, OPERATOR)
    await fail(reading, lasting=2 * HOUR)
    await watch.check()
    await reading.poll(document(), source=BIS)
    await watch.check()
    assert await told(reading) == []


@pytest.mark.hazard("F10")
async def test_subscribers_of_an_official_source_are_notified_when_it_is_dead_for_a_day_and_when_it_is_back(
    reading: House,
) -> None:
    watch = lookout(reading)
    bob = Chat(reading, Address("bob"))
    await bob.presses(SwitchGroup(Group.US, on=False, inside=False))
    for source in (BIS, WIRE):
        await fail(reading, source)
    reading.clock.pass_by(DAY)
    for source in (BIS, WIRE):
        await fail(reading, source)
    for _ in range(2):
        await watch.check()
    assert await told(reading) == [("ann", "dead", "BIS")]
    for source in (BIS, WIRE):
        await reading.poll(document(), source=source)
    for _ in range(2):
        await watch.check()
    assert await told(reading) == [("ann", "dead", "BIS"), ("ann", "back", "BIS")]


async def test_an_operator_who_has_the_source_is_notified_of_its_return_once(reading: House) -> None:
    watch = lookout(reading, Address("ann"))
    await fail(reading, lasting=4 * HOUR)
    await watch.check()
    await fail(reading, lasting=DAY)
    await watch.check()
    await reading.poll(document(), source=BIS)
    await watch.check()
    assert [news for _, news, _ in await told(reading)] == ["dead", "dead", "back"]


@pytest.mark.hazard("F10")
async def test_a_restart_repeats_no_notice_and_forgets_none(tmp_path: Path, forms: Forms) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    async with open_house(path, forms, clock) as house:
        await settle(house)
        await fail(house, lasting=4 * HOUR)
        await lookout(house, OPERATOR).check()
    for _ in range(2):
        async with open_house(path, forms, clock) as house:
            await house.database.write(sources.register, [BIS, WIRE], clock())
            await lookout(house, OPERATOR).check()
            assert await told(house) == [("99", "dead", "BIS")]
    async with open_house(path, forms, clock) as house:
        await house.database.write(sources.register, [BIS, WIRE], clock())
        await house.poll(document(), source=BIS)
        await lookout(house, OPERATOR).check()
        assert await told(house) == [("99", "dead", "BIS"), ("99", "back", "BIS")]


async def test_an_unusual_silence_is_one_notice_and_its_end_another(reading: House) -> None:
    watch = lookout(reading, OPERATOR)
    dates = [(START - ago * DAY).isoformat() for ago in range(1, 8)]
    dated = [item(f"Item {at}", guid=str(at), published=date) for at, date in enumerate(dates)]
    await reading.database.write(lambda tx: tx.execute("update sources set baseline_at = null where id = 'bis'"))
    await reading.poll(document(*dated), source=BIS)
    for _ in range(10):
        reading.clock.pass_by(DAY)
        await reading.poll(document(*dated, item("x", guid="0")), source=BIS)
        await watch.check()
    assert await told(reading) == [("99", "late", "BIS")]
    await reading.poll(document(item("News", guid="new")), source=BIS)
    await watch.check()
    assert await told(reading) == [("99", "late", "BIS"), ("99", "back", "BIS")]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (state(HOUR, START), set()),
        (state(HOUR, START, moved=True), {News.MOVED}),
        (state(HOUR, START - DAY, merged=True), {News.MOVED}),
        (state(HOUR, START - DAY, 9, START - DAY, "BadStatus", "410", gone_at=START), {News.GONE, News.DEAD}),
        (state(HOUR, START - DAY, 9, START - 3 * HOUR, "BadStatus", "403"), {News.DEAD}),
        (state(HOUR, START - DAY, 9, START - 3 * HOUR, "TooSlow", moved=True), {News.DEAD, News.MOVED}),
        (state(HOUR, START, newest_at=START - 9 * DAY, rhythm=DAY), {News.LATE}),
        (state(HOUR, START, newest_at=START - 2 * DAY, rhythm=DAY), set()),
    ],
)
def test_what_is_wrong_with_a_source(record: SourceState, expected: set[News]) -> None:
    assert set(wrong(record, START)) == expected


async def test_a_source_that_is_not_polled_any_more_has_no_notices(reading: House) -> None:
    await fail(reading, lasting=4 * HOUR)
    await lookout(reading, OPERATOR).check()
    await reading.database.write(sources.register, [WIRE], reading.clock())
    await lookout(reading, OPERATOR).check()
    assert await told(reading) == [("99", "dead", "BIS")]
    assert await reading.database.read(lambda rows: rows.number("select count(*) from troubles")) == 0


async def test_a_notice_is_delivered_once_in_the_language_of_its_reader(reading: House) -> None:
    bob = await reading.watchlist.subscribe(OPERATOR, "ja")
    await fail(reading, lasting=4 * HOUR)
    await lookout(reading, OPERATOR).check()
    sends = Sends()
    async with delivering(reading, sends):
        await sends.until(lambda: sends.sent == 1)
    (sent,) = sends.tried
    assert sent.address == bob.address
    assert (
        "BIS は 2026年3月1日 21:00 以降、取得できません：サーバーに問題が起きています（HTTP 503）"
        in read(sent.html).text
    )


async def test_a_notice_is_held_in_a_pause_and_comes_by_itself_after_it(reading: House) -> None:
    ann = await reading.watchlist.subscribe(Address("ann"), "en")
    await reading.watching(ann, "quota")
    await reading.watchlist.pause(ann)
    await fail(reading, lasting=DAY + HOUR)
    await lookout(reading).check()
    await reading.poll(document(*(item(f"Quota {at}", guid=str(at)) for at in range(30))), source=WIRE)
    resumed = await reading.watchlist.resume(ann)
    assert (resumed.one_by_one, resumed.in_a_list) == (20, 10)
    states = await reading.database.read(lambda rows: rows.all("select state from outbox where notice is not null"))
    assert states == [("queued",)]


async def test_a_chat_that_cannot_be_reached_gets_notices_only_as_operator(reading: House) -> None:
    for name in ("ann", OPERATOR):
        chat = await reading.watchlist.subscribe(Address(name), "en")
        await reading.database.write(subscribers.pause, chat.id, PauseReason.UNREACHABLE, reading.clock())
    await fail(reading, lasting=DAY + HOUR)
    await lookout(reading, OPERATOR).check()
    assert await told(reading) == [("99", "dead", "BIS")]
    states = await reading.database.read(lambda rows: rows.all("select state from outbox where notice is not null"))
    assert states == [("held",)]


OTHERS = {News.SPIKE, News.REVIEW, News.REMINDER, News.RESCHEDULED, News.WITHDRAWN}
"""Notices with values of their own: tests/bot/commands/test_trends.py and test_deadlines.py have them."""


@pytest.mark.parametrize("news", [news for news in News if news not in OTHERS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_notice_has_its_words_and_no_markup_of_a_name(news: News, language: str) -> None:
    name = "A <b>name</b> & more"
    rewritten = (Rewritten(3, name, f'"{name}"'),) if news is News.REREAD else ()
    given = Notice(news, name, START, "BadStatus", "503", "https://new.example/?a=1&b=2", rewritten)
    said = notice(given, WORDS[language], START)
    assert "A <b>name</b> & more" in read(said.html).text
    assert (said.buttons == ()) is (news is not News.REREAD)
    if news is News.MOVED:
        assert "https://new.example/?a=1&b=2" in read(said.html).text
