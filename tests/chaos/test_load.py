"""Commands in bursts, crowds and single items: nothing is lost or late, and Telegram has nothing to refuse."""

from __future__ import annotations

import asyncio
import random
import signal
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from itertools import cycle, dropwhile
from statistics import quantiles

import pytest

from bot.telegram.inbox import MAX_WAITING
from tests.e2e.bot_process import World, ended, is_alert
from tests.fakes.bot_api_limits import Limits
from tests.fakes.bot_api_state import Sent

Figure = Callable[[str, str], None]

pytestmark = pytest.mark.slow

WATCHES = """select b.address, w.typed from watches w join subscribers b on b.id = w.subscriber"""
UNFINISHED = """select (select count(*) from updates where answered_at is null)
    + (select count(*) from replies where sent_at is null)"""


@pytest.mark.hazard("X5")
@pytest.mark.hazard("D13")
@pytest.mark.fault("commands")
async def test_commands_in_bursts_are_done_once_over_kills_and_stops(around: World, long: bool, figure: Figure) -> None:
    kills, stops = (30, 20) if long else (3, 2)
    ends = [signal.SIGKILL] * kills + [signal.SIGTERM] * stops
    chance = random.Random(21)
    chance.shuffle(ends)
    around.configure("ustr")
    wanted = [(f"{person}", f"quota{number}") for person in range(1, len(ends) + 1) for number in range(MAX_WAITING)]
    for person, signum in enumerate(ends, 1):
        process = await around.start()
        await around.ready()
        for number in range(MAX_WAITING):
            await around.api.say(person, f"/watch quota{number}")
        await asyncio.sleep(chance.uniform(0.0, 0.8))
        assert await ended(process, signum) == (0 if signum == signal.SIGTERM else -signum)
    process = await around.start()
    await around.until(lambda: around.api.waiting_updates == 0 and around.rows(UNFINISHED) == [(0,)])
    done = Counter(around.rows(WATCHES))
    answered = Counter(sent.chat_id for sent in around.api.sent)
    assert await ended(process) == 0
    lost = sum(each not in done for each in wanted)
    twice = done.total() - len(done)
    unanswered = sum(max(0, MAX_WAITING - answered[person]) for person in range(1, len(ends) + 1))
    figure(
        "commands",
        f"{len(wanted)} commands, {kills} × kill -9 and {stops} × SIGTERM: lost {lost}, done twice {twice}, "
        f"unanswered {unanswered}",
    )
    assert (lost, twice, unanswered) == (0, 0, 0)


@pytest.mark.hazard("X8")
@pytest.mark.hazard("S5")
@pytest.mark.fault("crowd")
async def test_a_crowd_meets_no_limit_of_telegram_and_delays_nobody(around: World, long: bool, figure: Figure) -> None:
    people, commands = (50, MAX_WAITING) if long else (15, 8)
    around.api.limits = limits = Limits()
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({1: ("quota",)})
    for turn in range(commands):
        for person in range(1_001, 1_001 + people):
            await around.api.say(person, "/help")
        if turn % 4 == 0:
            around.publish("ustr", f"quota {turn}")
        await asyncio.sleep(10 / commands if long else 0.3)
    wanted = [f"quota {turn}" for turn in range(0, commands, 4)]
    await around.alerted(1, len(wanted))
    late = [lateness(around, title) for title in wanted]
    await around.until(lambda: len(around.api.sent) >= people * commands)
    assert await ended(process) == 0
    figure(
        "crowd",
        f"{people} people × {commands} commands: {limits.refused} × 429; an alert to another chat took at most "
        f"{max(late):.1f} s from its source's answer",
    )
    # A busy machine brings a few messages closer together than they were sent.
    assert limits.refused <= 3
    assert max(late) < 5.0


@pytest.mark.hazard("X10")
@pytest.mark.fault("pace")
async def test_the_pace_is_full_and_within_the_limits_over_kills(around: World, long: bool, figure: Figure) -> None:
    chats, items, kills = (60, 40, 8) if long else (30, 10, 2)
    around.api.limits = limits = Limits()
    around.configure("ustr", flood={"per_watch": items, "per_source": items})
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe(dict.fromkeys(range(1, chats + 1), ("quota",)))
    around.publish("ustr", *(f"quota {number}" for number in range(items)))
    rates, people = [], cycle(range(1_001, 1_021))
    for kill in range(kills):
        begin = len(around.api.sent)
        wanted = chats * items * (kill + 1) // (kills + 1)
        while sum(map(is_alert, around.api.sent)) < wanted:
            await around.api.say(next(people), "/help")
            await asyncio.sleep(0.1)
        full = dropwhile(lambda each: not is_alert(each), around.api.sent[begin:])
        sent = [each.at for each in full]
        rates.append((len(sent) - 1) / (sent[-1] - sent[0]))
        process.kill()
        await process.wait()
        process = await around.start()
    await around.until(lambda: around.states() == {"sent": chats * items} and around.rows(UNFINISHED) == [(0,)])
    assert await ended(process) == 0
    most = most_in_a_second([call.at for call in around.api.calls_of("sendMessage")])
    figure(
        "pace",
        f"{chats * items} alerts and commands, {kills} × kill -9: at most {most} messages in any second, "
        f"{limits.refused} × 429; {min(rates):.1f} to {max(rates):.1f} a second between two kills",
    )
    # A busy machine brings a few messages closer together than they were sent.
    assert limits.refused <= 3
    assert max(rates) > 25


def most_in_a_second(moments: list[float]) -> int:
    """Return the largest number of moments that fall into one second."""
    return max(bisect_left(moments, moment + 1.0) - index for index, moment in enumerate(moments))


@pytest.mark.fault("prompt")
async def test_an_item_is_with_its_reader_moments_after_it_is_fetched(
    around: World, long: bool, figure: Figure
) -> None:
    count = 60 if long else 8
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe(dict.fromkeys(range(1, 4), ("quota",)))
    for number in range(count):
        around.publish("ustr", f"quota {number}")
        await around.until(lambda: sum(map(is_alert, around.api.sent)) == 3 * (number + 1))  # noqa: B023  awaited within the round
    late = [lateness(around, f"quota {number}") for number in range(count)]
    assert await ended(process) == 0
    worst = quantiles(late, n=20)[-1]
    figure(
        "prompt", f"{count} items for 3 chats: fetched to sent p50 {quantiles(late, n=2)[0]:.2f} s, p95 {worst:.2f} s"
    )
    assert worst < 5.0


def lateness(around: World, title: str) -> float:
    """Seconds from the request that brought an item to the first alert about it."""
    at = first(around, title).at
    return at - max(request.at for request in around.feeds.requests_of("ustr") if request.at < at)


def first(around: World, title: str) -> Sent:
    return next(sent for sent in around.api.sent if sent.text.startswith(f"{title}\n"))
