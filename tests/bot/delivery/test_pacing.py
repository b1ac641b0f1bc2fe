"""The pace of sending: Telegram's limits hold, also over a restart, and who must wait delays nobody else."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import chat_of
from bot.delivery.pacing import CHAT_INTERVAL, GROUP_BURST, GROUP_INTERVAL, GROUP_LIMIT, GROUP_WINDOW, Pace
from watchers.model import Address

ROUNDING = 1e-6
ANN, GROUP = Address("7"), Address("-100")

addresses = st.sampled_from([*(Address(str(chat)) for chat in range(1, 40)), *map(Address, ("-5", "-5/1", "@name"))])
arrivals = st.lists(st.tuples(addresses, st.floats(0, 0.5)), max_size=150)
lateness = st.floats(0, 0.03)

Moments = list[tuple[Address, float]]


def sent_by(pace: Pace, wanted: Moments, late: float = 0.0, now: float = 1_000.0) -> Moments:
    """When each message goes out, each asked for so long after the one before; timers are a little late."""
    sent: Moments = []
    for address, pause in wanted:
        now += pause
        now = max(now, pace.ready_at(address))
        if wait := pace.wait(now):
            now += wait + late
        pace.take(address, now)
        sent.append((address, now))
    return sent


def most_within(seconds: float, moments: list[float]) -> int:
    """The largest number of moments that fall within so long a time."""
    return max((sum(0 <= other - one < seconds - ROUNDING for other in moments) for one in moments), default=0)


@given(arrivals, st.integers(1, 30), lateness)
def test_no_second_sees_more_than_one_message_above_the_rate(wanted: Moments, per_second: int, late: float) -> None:
    sent = [moment for _, moment in sent_by(Pace(per_second), wanted, late)]
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


@pytest.mark.parametrize("late", [0.0, 0.002, 0.01])
def test_a_full_queue_is_sent_at_the_whole_rate_although_timers_are_late(late: float) -> None:
    sent = sent_by(Pace(30), [(Address(str(chat)), 0.0) for chat in range(1, 301)], late)
    assert 300 / (sent[-1][1] - sent[0][1]) >= 29.5


@given(arrivals)
def test_messages_to_one_chat_keep_their_distance(wanted: Moments) -> None:
    of_chat: defaultdict[str, list[float]] = defaultdict(list)
    for address, moment in sent_by(Pace(30), wanted):
        of_chat[chat_of(address)].append(moment)
    for chat, at in of_chat.items():
        assert all(later - earlier >= CHAT_INTERVAL - ROUNDING for earlier, later in pairwise(at))
        if chat.startswith(("-", "@")):
            assert most_within(GROUP_WINDOW, at) <= GROUP_LIMIT


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
