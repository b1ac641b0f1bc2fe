"""The pace of sending: Telegram's limits hold, and who must wait delays nobody else."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.chat import chat_of
from bot.delivery.pacing import GROUP_INTERVAL, PRIVATE_INTERVAL, Pace
from watchers.model import Address

ROUNDING = 1e-6

addresses = st.sampled_from([*(Address(str(chat)) for chat in range(1, 30)), *map(Address, ("-5", "-5/1", "@name"))])
arrivals = st.lists(st.tuples(addresses, st.floats(0, 0.5)), max_size=120)


def moments(pace: Pace, wanted: list[tuple[Address, float]]) -> list[tuple[Address, float]]:
    """When each message goes out, each asked for so long behind the one before."""
    now = 1_000.0
    taken: list[tuple[Address, float]] = []
    for address, pause in wanted:
        now += pause
        taken.append((address, now + pace.take(address, now)))
    return taken


@given(arrivals, st.integers(1, 30))
def test_no_second_sees_more_messages_than_allowed(wanted: list[tuple[Address, float]], per_second: int) -> None:
    at = sorted(moment for _, moment in moments(Pace(per_second), wanted))
    for first, behind in zip(at, at[per_second:], strict=False):
        assert behind - first >= 1.0 - ROUNDING


@given(arrivals)
def test_messages_to_one_chat_keep_their_distance(wanted: list[tuple[Address, float]]) -> None:
    of_chat: defaultdict[str, list[float]] = defaultdict(list)
    for address, moment in moments(Pace(28), wanted):
        of_chat[chat_of(address)].append(moment)
    for chat, at in of_chat.items():
        apart = GROUP_INTERVAL if chat.startswith(("-", "@")) else PRIVATE_INTERVAL
        assert all(later - earlier >= apart - ROUNDING for earlier, later in pairwise(at))


@given(arrivals)
def test_nobody_is_told_to_have_waited_already(wanted: list[tuple[Address, float]]) -> None:
    pace, now = Pace(28), 50.0
    for address, pause in wanted:
        now += pause
        assert pace.take(address, now) >= 0


def test_an_idle_chat_is_sent_to_at_once() -> None:
    pace = Pace(10)
    assert pace.take(Address("1"), 100.0) == 0
    assert pace.take(Address("1"), 100.0 + PRIVATE_INTERVAL) == 0


def test_a_group_gets_twenty_messages_a_minute() -> None:
    pace = Pace(30)
    assert GROUP_INTERVAL == 60 / 20
    assert pace.take(Address("-100"), 0.0) == 0
    assert pace.take(Address("-100"), 1.0) == GROUP_INTERVAL - 1.0


def test_the_topics_of_a_group_share_its_pace() -> None:
    pace = Pace(30)
    pace.take(Address("-100/7"), 0.0)
    assert pace.ready_at(Address("-100/8")) == pace.ready_at(Address("-100")) == GROUP_INTERVAL


def test_a_chat_that_was_never_sent_to_is_ready() -> None:
    assert Pace(28).ready_at(Address("1")) == 0.0


def test_ten_thousand_chats_and_more_do_not_pile_up() -> None:
    pace = Pace(30)
    for chat in range(1, 10_050):
        pace.take(Address(str(chat)), chat * 10.0)
    assert pace.ready_at(Address("1")) == 0.0
    assert pace.ready_at(Address("10049")) == 10049 * 10.0 + PRIVATE_INTERVAL
