"""From owed to sent: order, waiting, failing and stopping. Rows D1 to D15 are those of the hazards."""

from __future__ import annotations

import asyncio
import math
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.chat import ChatMoved, ChatUnreachable, NotSent, Outcome, Reply, SendRefused, Sent, TokenRefused, Unsure, Wait
from bot.delivery.pacing import CHAT_INTERVAL, GROUP_BURST, GROUP_INTERVAL, Pace
from bot.delivery.settling import AMBIGUOUS_PAUSE, MAX_AMBIGUOUS_PAUSE, MAX_ATTEMPTS
from bot.delivery.worker import IN_FLIGHT, Delivery
from bot.messages.text import load, plain
from bot.replies import encoded
from tests.fakes.bell import PATIENCE, eventually
from tests.fakes.ports import document, item
from tests.fakes.queued import count_replies, next_alerts
from tests.fakes.sends import NoPace, Sends
from tests.fakes.situations import House
from watchers.errors import DatabaseFull
from watchers.model import Address, PauseReason
from watchers.model.times import DAILY, Sound
from watchers.services.digests import Digests
from watchers.store import Database, Rows, Transaction, inbox, outbox

pytestmark = pytest.mark.service

WORDS = load()
GONE = ChatUnreachable("Forbidden: bot was blocked by the user")
MINUTE = timedelta(minutes=1)


# ---- situations ------------------------------------------------------------------------------------


@asynccontextmanager
async def delivering(
    house: House,
    send: Callable[[Address, Reply], object],
    pace: Pace | None = None,
    halted: Callable[[], str | None] = lambda: None,
) -> AsyncIterator[Delivery]:
    """A delivery that runs for as long as the block lasts, and has ended well after it."""
    delivery = Delivery(house.database, send, pace or NoPace(), WORDS, house.clock, halted, house.watchlist.move)  # type: ignore[arg-type]  # any callable of its shape
    running = asyncio.create_task(delivery.run())
    try:
        yield delivery
    finally:
        delivery.stop()
        await running


async def people(house: House, *names: str) -> None:
    for name in names:
        await house.person(name, "quota")


async def publish(house: House, count: int, first: int = 1) -> None:
    """Items for everyone, numbered from the oldest; as in most documents, the newest is first."""
    numbers_down = reversed(range(first, first + count))
    await house.poll(document(*(item(f"quota n{number}.", guid=str(number)) for number in numbers_down)))


async def states(house: House) -> Counter[str]:
    """How many alerts are in which state."""

    def read(rows: Rows) -> Counter[str]:
        return Counter(dict(rows.all("select state, count(*) from outbox group by state")))

    return await house.database.read(read)


async def rows_of(house: House, columns: str) -> list[tuple[object, ...]]:
    return await house.database.read(lambda rows: rows.all(f"select {columns} from outbox order by id"))


async def settled(house: House, wanted: dict[str, int]) -> None:
    """Returns when the alerts are in these states; fails with those that they are in."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while (found := await states(house)) != wanted:
        assert asyncio.get_running_loop().time() < deadline, f"{dict(found)} instead of {wanted}"
        await asyncio.sleep(0.01)


async def at_rest(house: House) -> None:
    """Return when no alert is under way and none is due before the clock moves."""

    def resting(rows: Rows) -> bool:
        under_way = rows.number("select count(*) from outbox where state = 'in flight'")
        return not under_way and not next_alerts(rows, house.clock())

    deadline = asyncio.get_running_loop().time() + PATIENCE
    while not await house.database.read(resting):
        assert asyncio.get_running_loop().time() < deadline, await states(house)
        await asyncio.sleep(0.01)


async def has_looked(delivery: Delivery) -> None:
    """Return when it has looked for what is due now, and started all that it may send."""
    looks: list[str | None] = []
    delivery.alive = looks.append
    for wanted in (1, 2):  # at the beginning of the second look, the first is over
        delivery.wake()
        await eventually(lambda: len(looks) >= wanted)  # noqa: B023  awaited within the round


class Noting(Pace):
    """A pace that remembers when it let messages leave; on a busy machine they leave a little later."""

    def __init__(self, per_second: float) -> None:
        super().__init__(per_second)
        self.left: defaultdict[Address, list[float]] = defaultdict(list)

    def take(self, address: Address, now: float) -> None:
        super().take(address, now)
        self.left[address].append(now)

    def shortest_gap(self, address: str) -> float:
        return round(min(later - earlier for earlier, later in pairwise(self.left[Address(address)])), 3)


def numbers(messages: list[str]) -> list[int]:
    """Which of the numbered items arrived, in order."""
    return [int(found[1]) for html in messages if (found := re.search(r"n(\d+)\.", html))]


# ---- the good day ----------------------------------------------------------------------------------


@pytest.mark.hazard("X10")
async def test_a_reply_that_the_last_process_may_have_sent_keeps_its_distance(house: House, sends: Sends) -> None:
    loop = asyncio.get_running_loop()
    await house.database.write(inbox.enqueue, Address("7"), encoded(Reply("Once more?")), house.clock())
    began = loop.time()
    async with delivering(house, sends, Pace(30)):
        await sends.until(lambda: sends.sent == 1)
    assert loop.time() - began >= CHAT_INTERVAL


async def test_a_pending_alert_is_sent_once_and_its_message_remembered(house: House, sends: Sends) -> None:
    await people(house, "ann", "ben")
    async with delivering(house, sends) as delivery:
        await publish(house, 1)
        delivery.wake()
        await settled(house, {"sent": 2})
    assert numbers(sends.sent_to("ann")) == numbers(sends.sent_to("ben")) == [1]
    assert {row[0] for row in await rows_of(house, "message")} == {"1", "2"}


async def test_it_finds_pending_alerts_without_being_woken(house: House, sends: Sends) -> None:
    await people(house, "ann")
    async with delivering(house, sends):
        await publish(house, 1)
        await settled(house, {"sent": 1})


async def test_each_chat_gets_alerts_in_its_language(house: House, sends: Sends) -> None:
    for name, language in (("ann", "en"), ("ben", "zh-Hant"), ("eve", "ja"), ("odd", "tlh")):
        await house.person(name, "quota")
        known = await house.watchlist.subscriber(Address(name))
        assert known is not None
        await house.watchlist.times.set_language(known, language)
    await publish(house, 1)
    async with delivering(house, sends):
        await settled(house, {"sent": 4})
    told = {name: sends.sent_to(name)[0] for name in ("ann", "ben", "eve", "odd")}
    assert [
        ("seen" in told["ann"]),
        ("取得時間" in told["ben"]),
        ("日 " in told["eve"]),
        ("seen" in told["odd"]),
    ] == [True] * 4


async def test_it_gives_a_sign_of_life_and_says_what_forbids_sending(house: House, sends: Sends) -> None:
    await people(house, "ann")
    await publish(house, 1)
    told: list[str | None] = []
    async with delivering(house, sends, halted=lambda: "another process") as delivery:
        delivery.alive = told.append
        delivery.wake()
        await eventually(lambda: bool(told))
    assert sends.tried == []
    assert await states(house) == {"queued": 1}
    assert set(told) == {"another process"}


# ---- D2: a crash between sending and marking -------------------------------------------------------


@pytest.mark.hazard("D2")
async def test_an_alert_is_marked_as_in_flight_before_it_is_sent(house: House, sends: Sends) -> None:
    await people(house, "ann")
    await publish(house, 1)
    during: list[Counter[str]] = []

    async def look(address: Address) -> None:
        during.append(await states(house))

    sends.before = look
    async with delivering(house, sends):
        await settled(house, {"sent": 1})
    assert during == [{"in flight": 1}]


@pytest.mark.hazard("D2")
async def test_after_a_crash_only_what_was_under_way_may_come_twice(house: House, sends: Sends) -> None:
    await people(house, "ann", "ben")
    await publish(house, 3)
    sends.hangs("ann")
    crashed = Delivery(house.database, sends, NoPace(), WORDS, house.clock, lambda: None, house.watchlist.move)
    running = asyncio.create_task(crashed.run())
    await settled(house, {"sent": 3, "in flight": 1, "queued": 2})
    running.cancel()
    for task in asyncio.all_tasks():
        if task.get_name().startswith("alert-"):
            task.cancel()
    await asyncio.gather(running, return_exceptions=True)
    after = Sends()
    async with delivering(house, after):
        await settled(house, {"sent": 6})
    assert numbers(after.sent_to("ann")) == [1, 2, 3]
    assert after.to("ben") == []


# ---- D3: asked to wait -----------------------------------------------------------------------------


@pytest.mark.hazard("D3")
async def test_a_chat_that_is_asked_to_wait_waits_alone_and_in_order(house: House, sends: Sends) -> None:
    await people(house, "ann", "ben")
    await publish(house, 3)
    sends.meets("ann", Sent("a"), Wait(MINUTE))
    async with delivering(house, sends) as delivery:
        await settled(house, {"sent": 4, "queued": 2})
        assert len(sends.to("ann")) == 2
        house.clock.pass_by(MINUTE - timedelta(seconds=1))
        await has_looked(delivery)
        assert len(sends.to("ann")) == 2, "sent inside the window"
        house.clock.pass_by(timedelta(seconds=1))
        delivery.wake()
        await settled(house, {"sent": 6})
    assert numbers(sends.sent_to("ann")) == numbers(sends.sent_to("ben")) == [1, 2, 3]


@pytest.mark.hazard("D3")
async def test_to_be_asked_to_wait_is_not_an_attempt(house: House, sends: Sends) -> None:
    await people(house, "ann")
    await publish(house, 1)
    sends.meets("ann", *[Wait(timedelta(0))] * 20)
    async with delivering(house, sends):
        await settled(house, {"sent": 1})
    assert await rows_of(house, "attempts") == [(1,)]


@pytest.mark.hazard("D3")
async def test_a_chat_that_is_asked_to_wait_an_hour_waits_alone_over_a_restart(house: House, sends: Sends) -> None:
    await people(house, "ann", "ben")
    await publish(house, 2)
    sends.meets("ann", Wait(60 * MINUTE))
    async with delivering(house, sends):
        await settled(house, {"sent": 2, "queued": 2})
    house.clock.pass_by(30 * MINUTE)
    await publish(house, 1, first=3)
    async with delivering(house, sends) as delivery:
        await settled(house, {"sent": 3, "queued": 3})
        house.clock.pass_by(29 * MINUTE)
        await has_looked(delivery)
        assert len(sends.to("ann")) == 1, "sent inside the window"
        house.clock.pass_by(2 * MINUTE)
        delivery.wake()
        await settled(house, {"sent": 6})
    assert numbers(sends.sent_to("ann")) == numbers(sends.sent_to("ben")) == [1, 2, 3]


# ---- D4: not sent ----------------------------------------------------------------------------------


@pytest.mark.hazard("D4")
async def test_it_backs_off_to_a_minute_and_does_not_give_up_within_a_day(house: House, sends: Sends) -> None:
    await people(house, "ann")
    await publish(house, 1)
    sends.always_meets("ann", NotSent("Bad Gateway"))
    pauses: list[float] = []
    async with delivering(house, sends) as delivery:
        for attempt in range(1, 13):
            await sends.until(lambda: len(sends.tried) == attempt)  # noqa: B023  awaited within the round
            await settled(house, {"queued": 1})
            ((due, tried),) = await rows_of(house, "due_at, tried_at")
            pauses.append(float(str(due)) - float(str(tried)))
            house.clock.pass_by(timedelta(seconds=pauses[-1]))
            delivery.wake()
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]


@pytest.mark.hazard("D4")
async def test_after_a_failure_of_the_server_it_says_that_it_may_be_a_repeat(house: House, sends: Sends) -> None:
    await people(house, "ann", "ben")
    await publish(house, 1)
    sends.meets("ann", NotSent("Bad Gateway", certain=False))
    sends.meets("ben", NotSent("no connection"))
    async with delivering(house, sends) as delivery:
        await sends.until(lambda: len(sends.tried) == 2)
        await at_rest(house)
        house.clock.pass_by(timedelta(seconds=1))
        delivery.wake()
        await settled(house, {"sent": 2})
    said = {chat: "may be a repeat" in sends.sent_to(chat)[0] for chat in ("ann", "ben")}
    assert said == {"ann": True, "ben": False}


@pytest.mark.hazard("D4")
async def test_after_a_day_of_failing_it_is_given_up_and_reported(house: House, sends: Sends) -> None:
    await people(house, "ann")
    await publish(house, 1)
    sends.meets("ann", *[NotSent("Bad Gateway")] * MAX_ATTEMPTS)
    async with delivering(house, sends) as delivery:
        for attempt in range(1, MAX_ATTEMPTS + 1):
            await sends.until(lambda: len(sends.tried) >= attempt)  # noqa: B023  awaited within the round
            await at_rest(house)
            house.clock.pass_by(timedelta(hours=4))
            delivery.wake()
        await settled(house, {"dead": 1, "sent": 1})
    assert (await rows_of(house, "problem"))[0] == ("Bad Gateway",)
    assert "may not have arrived: quota n1." in plain(sends.sent_to("ann")[0])


@pytest.mark.hazard("X7")
async def test_an_alert_that_keeps_failing_lets_the_later_ones_pass_after_three_tries(
    house: House, sends: Sends
) -> None:
    await people(house, "ann")
    await publish(house, 5)

    async def send(address: Address, reply: Reply) -> Outcome:
        if "n1." in reply.html and "may not have arrived" not in reply.html:
            sends.meets("ann", NotSent("Internal Server Error"))
        return await sends(address, reply)

    async with delivering(house, send) as delivery:
        for tries in range(1, MAX_ATTEMPTS + 1):
            await eventually(lambda: sum(isinstance(each.outcome, NotSent) for each in sends.tried) == tries)  # noqa: B023
            await at_rest(house)
            assert numbers(sends.sent_to("ann"))[:4] == ([2, 3, 4, 5] if tries >= 3 else [])
            house.clock.pass_by(MINUTE)
            delivery.wake()
        await settled(house, {"dead": 1, "sent": 5})
    assert (await rows_of(house, "problem"))[0] == ("Internal Server Error",)
    assert "may not have arrived: quota n1." in plain(sends.sent_to("ann")[-1])


# ---- D5: nobody there ------------------------------------------------------------------------------


@pytest.mark.hazard("D5")
async def test_who_blocked_the_bot_is_called_once_and_nothing_is_lost(house: House, sends: Sends) -> None:
    await people(house, "ann", "ben")
    await publish(house, 5)
    sends.always_meets("ann", GONE)
    async with delivering(house, sends) as delivery:
        await settled(house, {"held": 5, "sent": 5})
        await publish(house, 3, first=6)
        delivery.wake()
        await settled(house, {"held": 5, "sent": 8})
    assert len(sends.to("ann")) == 1
    known = await house.watchlist.subscriber(Address("ann"))
    assert known is not None
    assert known.paused is PauseReason.UNREACHABLE
    assert len(await house.watchlist.watches(known)) == 1


@pytest.mark.hazard("D5")
async def test_who_comes_back_gets_what_was_held(house: House, sends: Sends) -> None:
    await people(house, "ann")
    await publish(house, 3)
    sends.meets("ann", GONE)
    async with delivering(house, sends) as delivery:
        await settled(house, {"held": 3})
        known = await house.watchlist.subscriber(Address("ann"))
        assert known is not None
        await house.watchlist.resume(known)
        delivery.wake()
        await settled(house, {"sent": 3})
    assert numbers(sends.sent_to("ann")) == [1, 2, 3]


# ---- D6: moved -------------------------------------------------------------------------------------


@pytest.mark.hazard("D6")
async def test_all_pending_alerts_move_with_the_chat(house: House, sends: Sends) -> None:
    await people(house, "-5")
    await publish(house, 100)
    sends.meets("-5", ChatMoved(Address("-1005")))
    async with delivering(house, sends):
        await settled(house, {"sent": 100})
    assert len(sends.to("-5")) == 1
    assert numbers(sends.sent_to("-1005")) == list(range(1, 101))
    assert await house.watchlist.subscriber(Address("-5")) is None


@pytest.mark.hazard("D6")
async def test_where_the_new_address_is_known_already_the_two_become_one(house: House, sends: Sends) -> None:
    await people(house, "-5")
    await house.person("-1005", "levy")
    await publish(house, 3)
    sends.meets("-5", ChatMoved(Address("-1005")))
    async with delivering(house, sends):
        await settled(house, {"sent": 3})
    assert numbers(sends.sent_to("-1005")) == [1, 2, 3]


@pytest.mark.hazard("D6")
async def test_what_the_old_address_refuses_while_the_chat_moves_comes_at_the_new_one(
    house: House, sends: Sends
) -> None:
    await people(house, "-5", "-5/12")
    await publish(house, 3)
    for address in ("-5", "-5/12"):
        sends.always_meets(address, ChatUnreachable("Forbidden: bot was kicked from the group chat"))
    async with delivering(house, sends) as delivery:
        await settled(house, {"held": 6})
        await house.watchlist.moved(Address("-5"), Address("-1005"))
        await publish(house, 1, first=4)
        delivery.wake()
        await settled(house, {"sent": 8})
    assert len(sends.to("-5")) == len(sends.to("-5/12")) == 1
    for address in ("-1005", "-1005/12"):
        assert numbers(sends.sent_to(address)) == [1, 2, 3, 4]


# ---- D7, D9: refused -------------------------------------------------------------------------------


@pytest.mark.hazard("D9")
async def test_a_poisoned_alert_is_buried_and_ninety_nine_others_go(house: House, sends: Sends) -> None:
    await people(house, "ann")
    await publish(house, 100)
    sends.meets("ann", Sent("a"), SendRefused("Bad Request: message text is empty"))
    began = house.clock()
    async with delivering(house, sends):
        await settled(house, {"sent": 100, "dead": 1})
    assert house.clock() == began, "nothing waited for a time to come"
    assert numbers(sends.sent_to("ann"))[:99] == [1, *range(3, 101)]
    assert "may not have arrived: quota n2." in plain(sends.sent_to("ann")[-1])


@pytest.mark.hazard("D9")
async def test_a_mistake_of_ours_with_one_alert_holds_up_no_other(house: House, sends: Sends) -> None:
    await people(house, "ann", "ben")
    await publish(house, 2)

    async def send(address: Address, reply: Reply) -> Outcome:
        if address == "ann":
            raise ValueError("a mistake")
        return await sends(address, reply)

    async with delivering(house, send):
        await settled(house, {"sent": 2, "dead": 2})
    assert {row[0] for row in await rows_of(house, "problem")} == {"ValueError", None}


# ---- D8: in doubt ----------------------------------------------------------------------------------


@pytest.mark.hazard("D8")
@pytest.mark.hazard("X6")
async def test_what_may_have_been_sent_is_sent_until_it_is_confirmed_and_says_that_it_may_be_a_repeat(
    house: House, sends: Sends
) -> None:
    await people(house, "ann")
    await publish(house, 2)
    pauses: list[timedelta] = []

    async def send(address: Address, reply: Reply) -> Outcome:
        if "n1." in reply.html and len(to_item(sends, 1)) < 9:
            sends.meets("ann", Unsure("read timeout"))
        return await sends(address, reply)

    async with delivering(house, send) as delivery:
        for tries in range(1, 10):
            await sends.until(lambda: len(to_item(sends, 1)) == tries)  # noqa: B023  awaited within the round
            await at_rest(house)
            ((due, tried, counted),) = (await rows_of(house, "due_at, tried_at, ambiguous"))[:1]
            assert counted == tries
            pauses.append(timedelta(seconds=round(float(str(due)) - float(str(tried)))))
            house.clock.pass_by(pauses[-1])
            delivery.wake()
        await settled(house, {"sent": 2})
    assert pauses == [min(AMBIGUOUS_PAUSE * 2**tries, MAX_AMBIGUOUS_PAUSE) for tries in range(9)]
    assert ["may be a repeat" in html for html in to_item(sends, 1)] == [False, *[True] * 9]
    assert not any("may be a repeat" in html for html in to_item(sends, 2))


def to_item(sends: Sends, number: int) -> list[str]:
    return [tried.html for tried in sends.tried if f"n{number}." in tried.html]


@pytest.mark.hazard("X6")
async def test_where_the_operator_wants_no_repeats_it_is_sent_once_and_reported_as_missing(
    house: House, sends: Sends
) -> None:
    await people(house, "ann")
    await publish(house, 2)
    sends.meets("ann", Unsure("read timeout"))
    delivery = Delivery(house.database, sends, NoPace(), WORDS, house.clock, lambda: None, house.watchlist.move, "skip")
    running = asyncio.create_task(delivery.run())
    await settled(house, {"sent": 3})
    delivery.stop()
    await running
    assert numbers([tried.html for tried in sends.tried][:2]) == [1, 2]
    assert "may not have arrived: quota n1." in plain(sends.sent_to("ann")[-1])


# ---- D10, D11: order and fairness ------------------------------------------------------------------


@pytest.mark.hazard("D10")
async def test_order_holds_in_every_chat_whatever_happens(house: House, sends: Sends) -> None:
    chats = [f"chat{number}" for number in range(10)]
    await people(house, *chats)
    await publish(house, 12)
    for at, chat in enumerate(chats):
        sends.meets(
            chat, *[Sent(f"{chat}-{early}") for early in range(at)], Wait(MINUTE), Unsure("lost"), NotSent("502")
        )
    async with delivering(house, sends) as delivery:
        while sends.sent < 120:
            await at_rest(house)
            house.clock.pass_by(MINUTE)
            delivery.wake()
        await settled(house, {"sent": 120})
    assert all(numbers(sends.sent_to(chat)) == list(range(1, 13)) for chat in chats)


@pytest.mark.hazard("D10")
async def test_one_message_to_a_chat_is_under_way_at_a_time(house: House, sends: Sends) -> None:
    await people(house, "ann")
    await publish(house, 20)

    async def slowly(address: Address) -> None:
        await asyncio.sleep(0.002)

    sends.before = slowly
    async with delivering(house, sends):
        await settled(house, {"sent": 20})
    assert sends.most_at_once == 1


@pytest.mark.hazard("D11")
async def test_a_chat_that_hangs_holds_up_no_other(house: House, sends: Sends) -> None:
    chats = [f"chat{number}" for number in range(IN_FLIGHT - 1)]
    await people(house, "slow", *chats)
    await publish(house, 3)
    free = sends.hangs("slow")
    async with delivering(house, sends):
        await settled(house, {"sent": 3 * len(chats), "in flight": 1, "queued": 2})
        free.set()
        await settled(house, {"sent": 3 * len(chats) + 3})


class OneMessageToAGroup(Pace):
    """A group that was sent to once is not sent to again."""

    def ready_at(self, address: Address) -> float:
        ready = super().ready_at(address)
        return math.inf if ready and address.startswith("-") else ready


@pytest.mark.hazard("D11")
async def test_topics_that_wait_for_their_group_hold_up_no_other_chat(house: House, sends: Sends) -> None:
    topics = [f"-100/{topic}" for topic in range(1, 9)]
    chats = [f"{number}" for number in range(1, 21)]
    await people(house, *topics, *chats)
    await publish(house, 1)
    async with delivering(house, sends, OneMessageToAGroup(28)):
        await sends.until(lambda: sum(len(sends.to(chat)) for chat in chats) == 20)
    assert sum(len(sends.to(topic)) for topic in topics) == 1


class LaterToAGroup(Noting):
    """A group gets the message after its burst when the private chat has received all its messages."""

    def __init__(self, sends: Sends) -> None:
        super().__init__(30)
        self._sends = sends

    def ready_at(self, address: Address) -> float:
        waits = len(self.left[address]) == GROUP_BURST and len(self._sends.to("1")) <= GROUP_BURST
        if address == "-100" and waits:
            return math.inf
        return super().ready_at(address)


@pytest.mark.hazard("D11")
async def test_a_chat_gets_a_message_a_second_and_a_group_fewer_after_a_few(house: House, sends: Sends) -> None:
    await people(house, "1", "-100")
    await publish(house, GROUP_BURST + 1)
    pace = LaterToAGroup(sends)
    async with delivering(house, sends, pace):
        await settled(house, {"sent": 2 * (GROUP_BURST + 1)})
    assert pace.shortest_gap("1") >= CHAT_INTERVAL
    group = pace.left[Address("-100")]
    assert round(group[-1] - group[0], 3) >= round(GROUP_INTERVAL, 3)


class Counting(Pace):
    """A pace that remembers for how many messages it was asked to wait."""

    def __init__(self, per_second: float) -> None:
        super().__init__(per_second)
        self.waited: list[int] = []

    def wait(self, now: float, together: int = 1) -> float:
        self.waited.append(together)
        return super().wait(now, together)


async def test_messages_leave_two_at_a_time_while_others_wait(house: House, sends: Sends) -> None:
    await people(house, *map(str, range(1, 11)))
    await publish(house, 1)
    pace = Counting(30)
    async with delivering(house, sends, pace):
        await settled(house, {"sent": 10})
    assert max(pace.waited) == 2


async def test_a_message_waits_for_no_other(house: House, sends: Sends) -> None:
    await people(house, "1")
    await publish(house, 1)
    pace = Counting(30)
    for other in range(2, 12):
        pace.take(Address(str(other)), asyncio.get_running_loop().time())
    async with delivering(house, sends, pace):
        await settled(house, {"sent": 1})
    assert set(pace.waited) == {1}


# ---- replies share the pace ------------------------------------------------------------------------


async def ask(house: House, address: str, *texts: str) -> None:
    def enqueue(tx: Transaction) -> None:
        for text in texts:
            inbox.enqueue(tx, Address(address), encoded(Reply(text)), house.clock())

    await house.database.write(enqueue)


@pytest.mark.hazard("X8")
async def test_replies_and_alerts_to_a_chat_share_its_pace_and_replies_come_first(house: House, sends: Sends) -> None:
    await people(house, "1")
    await publish(house, 1)
    await ask(house, "1", "first", "second")
    pace = Noting(30)
    async with delivering(house, sends, pace):
        await settled(house, {"sent": 1})
    assert [tried.html for tried in sends.tried][:2] == ["first", "second"]
    assert pace.shortest_gap("1") >= CHAT_INTERVAL


@pytest.mark.hazard("X8")
async def test_many_chats_with_many_replies_delay_the_alert_of_another_by_less_than_two_seconds(
    house: House, sends: Sends
) -> None:
    for chat in range(100, 150):
        await ask(house, str(chat), *map(str, range(20)))
    await people(house, "1")
    async with delivering(house, sends, Pace(30)) as delivery:
        await sends.until(lambda: len(sends.tried) >= 60)
        await publish(house, 1)
        before = len(sends.tried)
        delivery.wake()
        await sends.until(lambda: bool(sends.to("1")))
    goes_before = [tried.address for tried in sends.tried[before:]].index(Address("1"))
    assert goes_before < 60, "at thirty a second, that is two seconds"
    assert not {str(chat) for chat in range(100, 150)} - {tried.address for tried in sends.tried[:51]}


@pytest.mark.hazard("X8")
async def test_many_chats_with_many_alerts_delay_a_reply_by_less_than_two_seconds(house: House, sends: Sends) -> None:
    await people(house, *map(str, range(1, 100)))
    await publish(house, 5)
    async with delivering(house, sends, Pace(30)) as delivery:
        await sends.until(lambda: len(sends.tried) >= 10)
        asks = sends.tried[-1].address
        before = len(sends.tried)
        await ask(house, asks, "first", "second")
        delivery.wake()
        await sends.until(lambda: "second" in sends.sent_to(asks))
    after = [tried.html for tried in sends.tried[before:]]
    # At thirty a second; Telegram's pace for one chat is a second.
    assert after.index("first") < 60
    assert after.index("second") < after.index("first") + 60


async def test_a_reply_is_retried_until_it_is_confirmed_and_in_order(house: House, sends: Sends) -> None:
    await ask(house, "1", "first", "second")
    sends.meets("1", NotSent("502"), Wait(MINUTE), Unsure("cut"), ChatMoved(Address("-1005")))
    async with delivering(house, sends) as delivery:
        for tries in range(1, 6):
            await sends.until(lambda: len(sends.tried) >= tries)  # noqa: B023  awaited within the round
            house.clock.pass_by(MINUTE)
            delivery.wake()
        await sends.until(lambda: sends.sent == 2)
        await eventually_none_wait(house)
    assert [tried.html for tried in sends.tried] == [*["first"] * 5, "second"]
    assert sends.sent_to("-1005") == ["first", "second"]


@pytest.mark.hazard("X7")
@pytest.mark.parametrize("outcome", [NotSent("500", certain=False), NotSent("413"), Unsure("cut")])
async def test_a_reply_that_fails_each_time_does_not_hold_up_the_later_ones(
    outcome: Outcome, house: House, sends: Sends
) -> None:
    await ask(house, "1", "poison", *map(str, range(5)))

    async def send(address: Address, reply: Reply) -> Outcome:
        sent = await sends(address, reply)
        return outcome if reply.html == "poison" else sent

    async with delivering(house, send) as delivery:
        for tries in range(1, 4):
            await sends.until(lambda: len([each for each in sends.tried if each.html == "poison"]) >= tries)  # noqa: B023  awaited within the round
            house.clock.pass_by(MINUTE / 4)
            delivery.wake()
        await sends.until(lambda: {"0", "1", "2", "3", "4"} <= {each.html for each in sends.tried})
    assert [each.html for each in sends.tried if each.html != "poison"] == ["0", "1", "2", "3", "4"]


@pytest.mark.hazard("D6")
async def test_chats_that_are_said_to_move_to_one_another_are_not_tried_without_a_pause(
    house: House, sends: Sends
) -> None:
    await people(house, "-1")
    await publish(house, 1)
    await ask(house, "-1", "first")
    sends.always_meets("-1", ChatMoved(Address("-2")))
    sends.always_meets("-2", ChatMoved(Address("-1")))
    async with delivering(house, sends):
        await sends.until(lambda: len(sends.tried) >= 2)
        await asyncio.sleep(0.5)
    assert len(sends.tried) <= 8


async def test_a_reply_that_its_chat_refuses_is_dropped(house: House, sends: Sends) -> None:
    await ask(house, "1", "first", "second")
    sends.meets("1", GONE)
    async with delivering(house, sends):
        await sends.until(lambda: sends.sent == 1)
        await eventually_none_wait(house)
    assert sends.sent_to("1") == ["second"]


async def eventually_none_wait(house: House) -> None:
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while await house.database.read(count_replies):
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.01)


# ---- D12: stopping ---------------------------------------------------------------------------------


@pytest.mark.hazard("D12")
async def test_stopping_lets_what_is_under_way_arrive_and_begins_nothing_new(
    house: House, sends: Sends, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine, eight answers can take longer to be written than a stop waits.
    monkeypatch.setattr("bot.delivery.worker.STOP_SECONDS", PATIENCE)
    await people(house, *(f"chat{number}" for number in range(8)))
    await publish(house, 5)

    arrives = asyncio.Event()

    async def until_it_arrives(address: Address) -> None:
        await arrives.wait()

    sends.before = until_it_arrives
    async with delivering(house, sends) as delivery:
        await settled(house, {"in flight": 8, "queued": 32})
        delivery.stop()
        arrives.set()
    assert await states(house) == {"sent": 8, "queued": 32}
    assert len(sends.tried) == 8


@pytest.mark.hazard("D12")
async def test_what_waits_for_its_pace_when_we_stop_is_not_sent(house: House, sends: Sends) -> None:
    await people(house, *(f"{number}" for number in range(1, 9)))
    await publish(house, 1)
    async with delivering(house, sends, Pace(1)) as delivery:
        await sends.until(lambda: sends.sent == 2)
        delivery.stop()
    assert await states(house) == {"sent": 2, "queued": 6}


@pytest.mark.hazard("D12")
async def test_nothing_is_lost_or_repeated_over_many_stops(house: House, sends: Sends) -> None:
    await people(house, "ann", "ben", "eve")
    await publish(house, 30)
    while (await states(house))["sent"] < 90:
        sent = sends.sent
        async with delivering(house, sends):
            await sends.until(lambda: sends.sent > sent)  # noqa: B023  awaited within the round
    assert all(numbers(sends.sent_to(name)) == list(range(1, 31)) for name in ("ann", "ben", "eve"))


# ---- D15: the token --------------------------------------------------------------------------------


@pytest.mark.hazard("D15")
async def test_a_refused_token_stops_all_sending_and_keeps_the_queue(house: House, sends: Sends) -> None:
    await people(house, "ann", "ben")
    await publish(house, 3)
    refused: list[str] = []
    once = asyncio.Event()

    async def send(address: Address, reply: Reply) -> Outcome:
        refused.append(address)
        once.set()
        return TokenRefused()

    async with delivering(house, send, halted=lambda: "refused" if refused else None) as delivery:
        await asyncio.wait_for(once.wait(), PATIENCE)
        await settled(house, {"queued": 6})
        await has_looked(delivery)
    assert await states(house) == {"queued": 6}
    assert 1 <= len(refused) <= 2
    assert await rows_of(house, "attempts") == [(0,)] * 6


# ---- O1: no room -----------------------------------------------------------------------------------


class FullDisk:
    """The database of a house, on a disk that can be full."""

    def __init__(self, database: Database) -> None:
        self.full = False
        self.refused = 0
        self.read = database.read
        self._database = database

    async def write(self, job: Callable[..., object], *arguments: object) -> object:
        if self.full:
            self.refused += 1
            raise DatabaseFull(self._database.path, "database or disk is full")
        return await self._database.write(job, *arguments)


@pytest.mark.hazard("O1")
async def test_nothing_is_sent_while_it_could_not_be_marked(house: House, sends: Sends) -> None:
    await people(house, "ann")
    disk = FullDisk(house.database)
    delivery = Delivery(disk, sends, NoPace(), WORDS, house.clock, lambda: None, house.watchlist.move)  # type: ignore[arg-type]  # of its shape
    running = asyncio.create_task(delivery.run())
    await has_looked(delivery)
    disk.full = True
    await publish(house, 3)
    delivery.wake()
    await eventually(lambda: disk.refused > 0)
    await has_looked(delivery)
    assert sends.tried == []
    disk.full = False
    await settled(house, {"sent": 3})
    delivery.stop()
    await running
    assert numbers(sends.sent_to("ann")) == [1, 2, 3]


@pytest.mark.hazard("O1")
async def test_what_was_sent_when_the_disk_filled_up_is_marked_and_not_repeated(house: House, sends: Sends) -> None:
    await people(house, "ann")
    disk = FullDisk(house.database)

    async def fill(address: Address) -> None:
        disk.full = True

    sends.before = fill
    delivery = Delivery(disk, sends, NoPace(), WORDS, house.clock, lambda: None, house.watchlist.move)  # type: ignore[arg-type]  # of its shape
    running = asyncio.create_task(delivery.run())
    await publish(house, 2)
    await sends.until(lambda: len(sends.tried) == 1)
    await eventually(lambda: disk.refused > 0)
    await has_looked(delivery)
    assert (len(sends.tried), await states(house)) == (1, {"in flight": 1, "queued": 1})
    sends.before = nothing
    disk.full = False
    await settled(house, {"sent": 2})
    delivery.stop()
    await running
    assert numbers(sends.sent_to("ann")) == [1, 2]


async def nothing(address: Address) -> None:
    return None


# ---- held ------------------------------------------------------------------------------------------


async def test_after_a_pause_the_newest_twenty_come_one_by_one_and_the_rest_as_a_list(
    house: House, sends: Sends
) -> None:
    await people(house, "ann")
    known = await house.watchlist.subscriber(Address("ann"))
    assert known is not None
    await house.watchlist.pause(known)
    await publish(house, 50)
    async with delivering(house, sends) as delivery:
        await settled(house, {"held": 50})
        resumed = await house.watchlist.resume(known)
        delivery.wake()
        await settled(house, {"sent": 21, "listed": 30})
    assert (resumed.one_by_one, resumed.in_a_list) == (20, 30)
    *one_by_one, the_list = sends.sent_to("ann")
    assert numbers(one_by_one) == list(range(31, 51))
    assert "30 alerts were held" in the_list
    assert [int(number) for number in re.findall(r"n(\d+)\.", the_list)] == list(range(30, 10, -1))


async def test_a_watch_that_was_deleted_during_a_pause_brings_nothing_after_it(house: House, sends: Sends) -> None:
    await people(house, "ann")
    known = await house.watchlist.subscriber(Address("ann"))
    assert known is not None
    await house.watchlist.pause(known)
    await publish(house, 2)
    await house.watchlist.unwatch(known, 1)
    async with delivering(house, sends) as delivery:
        await house.watchlist.resume(known)
        delivery.wake()
        await settled(house, {"dropped": 2})
    assert sends.sent_to("ann") == []


async def test_who_pauses_while_an_alert_is_under_way_gets_no_second_try(house: House, sends: Sends) -> None:
    await people(house, "ann")
    await publish(house, 2)
    sends.meets("ann", NotSent("502"))
    free = sends.hangs("ann")
    async with delivering(house, sends):
        await settled(house, {"in flight": 1, "queued": 1})
        known = await house.watchlist.subscriber(Address("ann"))
        assert known is not None
        await house.watchlist.pause(known)
        free.set()
        await settled(house, {"held": 2})
    assert await house.database.read(outbox.waiting) == 0


# ---- times -----------------------------------------------------------------------------------------


class Keeping:
    """A Send that keeps the messages."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    async def __call__(self, address: Address, reply: Reply) -> Outcome:
        self.replies.append(reply)
        return Sent(str(len(self.replies)))


async def test_an_alert_shows_its_time_in_the_zone_of_the_chat(house: House) -> None:
    ann, kept = await house.person("7", "quota"), Keeping()
    await house.watchlist.times.set_zone(ann, "Asia/Taipei")
    await house.poll(document(item("Quota", "1", published="2026-03-01T11:30:00Z")))
    async with delivering(house, kept):
        await eventually(lambda: len(kept.replies) == 1)
    assert "1 Mar 2026, 19:30" in plain(kept.replies[0].html)


async def test_a_digest_is_one_message_and_without_a_sound_if_the_chat_wants_none(house: House) -> None:
    ann, kept = await house.person("7", "quota"), Keeping()
    await house.watchlist.times.set_all(ann, DAILY)
    await house.watchlist.times.set_sound(ann, Sound.NONE)
    await house.poll(document(*(item(f"Quota {n}", f"{n}") for n in range(3))))
    house.clock.pass_by(timedelta(days=1))
    async with delivering(house, kept) as delivery:
        await Digests(house.database, house.clock, delivery.wake).run()
        await eventually(lambda: len(kept.replies) == 1)
    (sent,) = kept.replies
    assert sent.without_sound
    assert plain(sent.html).count("— USTR") == 3
