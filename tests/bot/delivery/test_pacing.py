"""The pace of sending: Telegram's limits hold, also over a restart, and who must wait delays nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import accumulate, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.delivery.pacing import (
    CHAT_INTERVAL,
    GROUP_BURST,
    GROUP_INTERVAL,
    GROUP_LIMIT,
    GROUP_WINDOW,
    MAX_DELAY,
    Pace,
)
from watchers.model import Address, chat_of

ROUNDING = 1e-6
ANN, OTHER, GROUP = Address("7"), Address("8"), Address("-100")

addresses = st.sampled_from([*(Address(str(chat)) for chat in range(1, 40)), *map(Address, ("-5", "-5/1", "@name"))])
arrivals = st.lists(st.tuples(addresses, st.floats(0, 0.5)), max_size=150)
lateness = st.floats(0, 0.03)
pairs = st.integers(1, 2)

Moments = list[tuple[Address, float]]


def sent_by(pace: Pace, wanted: Moments, late: float = 0.0, now: float = 1_000.0, together: int = 1) -> Moments:
    """When each message goes out, each asked for so long after the one before; timers are a little late.

    One that has to wait waits until so many may leave together.
    """
    sent: Moments = []
    for address, pause in wanted:
        now += pause
        now = max(now, pace.ready_at(address))
        if pace.wait(now):
            now += pace.wait(now, together) + late
        pace.take(address, now)
        pace.answered(address, now)
        sent.append((address, now))
    return sent


def most_within(seconds: float, moments: list[float]) -> int:
    """The largest number of moments that fall within so long a time."""
    return max((sum(0 <= other - one < seconds - ROUNDING for other in moments) for one in moments), default=0)


@given(arrivals, st.integers(1, 30), lateness, pairs)
def test_no_second_sees_more_than_one_message_above_the_rate(
    wanted: Moments, per_second: int, late: float, together: int
) -> None:
    sent = [moment for _, moment in sent_by(Pace(per_second), wanted, late, together=together)]
    assert most_within(1.0, sent) <= per_second + 1


@given(arrivals, arrivals, st.floats(0, 2))
@pytest.mark.hazard("X10")
def test_neither_does_a_second_with_a_restart_in_it(before: Moments, after: Moments, gap: float) -> None:
    first = sent_by(Pace(30), before)
    now = (first[-1][1] if first else 1_000.0) + gap
    pace = Pace(30)
    pace.restore([(address, now - moment) for address, moment in first], now)
    second = sent_by(pace, after, now=now)
    assert most_within(1.0, [moment for _, moment in first + second]) <= 31
    in_group = [moment for address, moment in first + second if chat_of(address) == "-5"]
    assert most_within(GROUP_WINDOW, in_group) <= GROUP_LIMIT


@pytest.mark.parametrize("together", [1, 2])
@pytest.mark.parametrize("late", [0.0, 0.002, 0.01, 0.04])
def test_a_full_queue_is_sent_at_the_whole_rate_although_timers_are_late(late: float, together: int) -> None:
    sent = sent_by(Pace(30), [(Address(str(chat)), 0.0) for chat in range(1, 301)], late, together=together)
    assert 299 / (sent[-1][1] - sent[0][1]) >= 29.5


def test_messages_that_wait_together_leave_together() -> None:
    sent = sent_by(Pace(30), [(Address(str(chat)), 0.0) for chat in range(1, 31)], together=2)
    gaps = [later - earlier for (_, earlier), (_, later) in pairwise(sent[4:])]
    assert gaps[::2] == [0.0] * 13
    assert gaps[1::2] == [pytest.approx(2 / 30)] * 12


def arrived_by(pace: Pace, count: int, delay: Callable[[int, float], float]) -> Moments:
    """When each message arrives where the way there takes ``delay``, and the way back 10 ms; the queue is full."""
    sent: Moments = []
    answers: list[tuple[float, Address]] = []
    now, last = 1_000.0, 0.0
    for number in range(count):
        while wait := pace.wait(now):
            now += wait
            for at, address in [each for each in answers if each[0] <= now]:
                answers.remove((at, address))
                pace.answered(address, at)
        address = Address(str(number + 1))
        pace.take(address, now)
        last = max(last, now + delay(number, now))  # the connection keeps their order
        sent.append((address, last))
        answers.append((last + 0.01, address))
    return sent


@given(st.lists(st.tuples(st.floats(0.2, 3.0), st.floats(0.0, 0.19)), max_size=10))
@example([(1.0, 0.15)])
def test_messages_that_a_stall_holds_back_are_not_too_many_for_a_second_where_they_arrive(
    stalls: list[tuple[float, float]],
) -> None:
    ends = accumulate((pause + length for pause, length in stalls), initial=1_000.0)
    blocked = [(end - length, end) for end, (_, length) in zip(list(ends)[1:], stalls, strict=True)]

    def delay(number: int, now: float) -> float:
        return max((end - now for begin, end in blocked if begin <= now + 0.005 < end), default=0.005)

    arrived = arrived_by(Pace(30), 300, delay)
    assert most_within(1.0, [moment for _, moment in arrived]) <= 31


@pytest.mark.parametrize("delay", [0.002, 0.05, 0.15])
def test_a_long_way_does_not_slow_a_full_queue_down(delay: float) -> None:
    arrived = arrived_by(Pace(30), 300, lambda number, now: delay)
    assert 299 / (arrived[-1][1] - arrived[0][1]) >= 29.5


def test_a_message_without_an_answer_holds_the_others_up_for_a_moment_only() -> None:
    pace = Pace(30)
    for number in range(31):
        pace.take(Address(str(number)), 1_000.0 + number / 30)
        if number:
            pace.answered(Address(str(number)), 1_000.0 + number / 30)
    assert 0.1 < pace.wait(1_000.0 + 31 / 30) <= MAX_DELAY


@given(arrivals)
def test_messages_to_one_chat_keep_their_distance(wanted: Moments) -> None:
    of_chat: defaultdict[str, list[float]] = defaultdict(list)
    for address, moment in sent_by(Pace(30), wanted):
        of_chat[chat_of(address)].append(moment)
    for chat, at in of_chat.items():
        assert all(later - earlier >= CHAT_INTERVAL - ROUNDING for earlier, later in pairwise(at))
        if chat.startswith(("-", "@")):
            assert most_within(GROUP_WINDOW, at) <= GROUP_LIMIT


def test_a_message_that_was_held_up_on_its_way_keeps_the_next_one_at_a_distance_where_they_arrive() -> None:
    pace = Pace(30)
    for number in range(2):  # they show how long the way takes
        pace.take(Address(str(number)), 100.0)
        pace.answered(Address(str(number)), 100.01)
    pace.take(ANN, 110.0)
    pace.answered(ANN, 110.16)
    assert pace.ready_at(ANN) == pytest.approx(110.15 + CHAT_INTERVAL)


def test_a_message_that_telegram_accepts_late_keeps_the_next_one_at_a_distance() -> None:
    pace = Pace(30)
    pace.take(OTHER, 90.0)
    pace.answered(OTHER, 90.1)
    pace.take(ANN, 100.0)
    pace.answered(ANN, 110.1)
    assert pace.ready_at(ANN) == pytest.approx(110.0 + CHAT_INTERVAL)


def test_an_idle_chat_is_sent_to_at_once() -> None:
    pace = Pace(10)
    pace.take(ANN, 100.0)
    assert pace.ready_at(ANN) == 100.0 + CHAT_INTERVAL
    assert pace.wait(100.0 + CHAT_INTERVAL) == 0


def test_a_group_is_answered_quickly_while_it_is_quiet() -> None:
    at = [moment for _, moment in sent_by(Pace(30), [(GROUP, 0.0)] * (GROUP_BURST + 2))]
    gaps = [later - earlier for earlier, later in pairwise(at)]
    assert gaps[: GROUP_BURST - 1] == [pytest.approx(CHAT_INTERVAL)] * (GROUP_BURST - 1)
    assert gaps[-1] == pytest.approx(GROUP_INTERVAL)


def test_a_group_gets_twenty_messages_a_minute() -> None:
    at = [moment for _, moment in sent_by(Pace(30), [(GROUP, 0.0)] * 50)]
    assert GROUP_LIMIT - 1 <= most_within(GROUP_WINDOW, at) <= GROUP_LIMIT


def test_the_topics_of_a_group_share_its_pace() -> None:
    pace = Pace(30)
    pace.take(Address("-100/7"), 1.0)
    assert pace.ready_at(Address("-100/8")) == pace.ready_at(GROUP) == 1.0 + CHAT_INTERVAL


def test_ten_thousand_chats_and_more_do_not_pile_up() -> None:
    pace = Pace(30)
    for chat in range(1, 10_050):
        pace.take(Address(str(chat)), chat * 10.0)
    assert pace.ready_at(Address("1")) == 0.0
    assert pace.ready_at(Address("10049")) == 10049 * 10.0 + CHAT_INTERVAL
