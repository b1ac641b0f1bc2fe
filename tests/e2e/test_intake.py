"""Commands through the real process: carried out exactly once and answered, whatever ends it (hazards X5, X8)."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from pathlib import Path

import pytest

from bot.telegram.inbox import MAX_WAITING
from tests.e2e.bot_process import World, ended, handles_term
from tests.fakes.bot_api_limits import Limits

WORDS = "quota steel wool zinc soda salt wine corn rice jute silk clay lime peat coal tin lead gold jade ruby".split()
PEOPLE = 4


async def burst(around: World, first: int) -> None:
    """Each person adds twenty watches at once."""
    for person in range(first, first + PEOPLE):
        for word in WORDS:
            await around.api.say(person, f"/watch {word}")


def watches(around: World) -> Counter[object]:
    rows = around.rows("select address, typed from watches w join subscribers b on b.id = w.subscriber")
    return Counter(f"{address} {typed}" for address, typed in rows)


def is_done(around: World) -> bool:
    return around.rows(
        """select (select count(*) from updates where answered_at is null)
        + (select count(*) from replies where sent_at is null)"""
    ) == [(0,)]


@pytest.mark.slow
@pytest.mark.hazard("X5")
@pytest.mark.hazard("D13")
@pytest.mark.parametrize(
    ("around", "signum", "times"),
    [
        ("polling", signal.SIGKILL, 6),
        ("polling", signal.SIGTERM, 4),
        ("webhook", signal.SIGKILL, 3),
    ],
    indirect=["around"],
)
async def test_no_command_is_lost_or_done_twice_over_kills_and_stops(
    signum: signal.Signals, times: int, around: World
) -> None:
    chance = random.Random(12)
    around.configure("ustr")
    for time in range(times):
        process = await around.start()
        await around.ready()
        await burst(around, 1_000 + PEOPLE * time)
        await asyncio.sleep(chance.uniform(0.0, 0.8))
        code = await ended(process, signum)
        assert code == (0 if signum == signal.SIGTERM else -signal.SIGKILL)
    process = await around.start()
    people = range(1_000, 1_000 + PEOPLE * times)
    await around.until(lambda: len(watches(around)) == len(people) * len(WORDS))
    await around.until(lambda: around.api.waiting_updates == 0 and is_done(around))
    assert set(watches(around).values()) == {1}
    told = Counter(sent.chat_id for sent in around.api.sent)
    for person in people:
        assert told[person] >= len(WORDS)
    assert sum(told.values()) <= len(people) * len(WORDS) + 4 * times
    assert "already" not in " ".join(sent.text for sent in around.api.sent)
    assert await ended(process) == 0


@pytest.mark.hazard("X8")
# By webhook they come one after another, and each is carried out before the next.
@pytest.mark.parametrize("around", ["polling"], indirect=True)
async def test_what_is_beyond_twenty_is_refused_and_counted_once(around: World) -> None:
    around.configure("ustr")
    for number in range(MAX_WAITING + 30):
        await around.api.say(7, f"/watch word{number}")
    await around.api.say(8, "/help")
    process = await around.start()
    await around.api.wait_for(lambda sent: sent.chat_id == 7 and "30 commands were not carried out" in sent.text)
    assert len(watches(around)) == MAX_WAITING
    assert await ended(process) == 0


@pytest.mark.slow
@pytest.mark.hazard("X8")
@pytest.mark.hazard("X10")
async def test_a_server_that_enforces_the_limits_has_next_to_nothing_to_refuse_over_a_restart(around: World) -> None:
    around.api.limits = Limits()
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    for person in range(2_000, 2_030):
        for _ in range(3):
            await around.api.say(person, "/help")
    for _ in range(5):
        await around.api.say(-900, "/watches", user_id=2_000)
    await around.api.wait_until(lambda: len(around.api.sent) >= 40)
    assert await ended(process) == 0
    process = await around.start()
    await around.api.wait_until(lambda: len([sent for sent in around.api.sent if sent.chat_id > 0]) >= 90)
    # The pace learns from the first answers how long one takes. Without a pace, two of three would be refused.
    assert around.api.limits.refused <= 3
    assert await ended(process) == 0


@pytest.mark.hazard("X10")
@pytest.mark.parametrize("around", ["polling"], indirect=True)
@pytest.mark.parametrize("after", [0.0, 0.1, 0.3, 0.6])
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux shows what a process handles")
async def test_term_while_the_program_is_loading_ends_it_with_0(after: float, around: World) -> None:
    around.configure("ustr")
    process = await around.start_from_nothing()
    await around.until(lambda: handles_term(process.pid))
    await asyncio.sleep(after)
    assert await ended(process) == 0
