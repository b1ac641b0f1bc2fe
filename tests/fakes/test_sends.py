"""The scripted port to people does what its script says."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat import Reply, SendRefused, Sent, Unsure
from tests.fakes.sends import NoPace, Sends
from watchers.model import Address

ANN, BEN = Address("ann"), Address("ben")


async def test_without_a_script_every_message_is_sent_under_a_new_id() -> None:
    sends = Sends()
    assert [await sends(ANN, Reply("one")), await sends(BEN, Reply("two"))] == [Sent("1"), Sent("2")]
    assert sends.sent_to("ann") == ["one"]
    assert sends.sent == 2


async def test_a_script_is_of_one_chat_and_ends() -> None:
    sends = Sends()
    sends.meets("ann", SendRefused("no"), Unsure("lost"))
    assert [await sends(address, Reply("x")) for address in (ANN, BEN, ANN, ANN)] == [
        SendRefused("no"),
        Sent("1"),
        Unsure("lost"),
        Sent("2"),
    ]


async def test_a_chat_can_hang_while_others_go_on() -> None:
    sends = Sends()
    free = sends.hangs("ann")
    waiting = asyncio.create_task(sends(ANN, Reply("x")))
    await asyncio.sleep(0)
    assert await sends(BEN, Reply("y")) == Sent("1")
    assert not waiting.done()
    free.set()
    assert await waiting == Sent("2")
    assert sends.most_at_once == 2


async def test_a_wait_that_times_out_shows_what_there_was() -> None:
    sends = Sends()
    sends.always_meets("ann", SendRefused("no"))
    await sends(ANN, Reply("x"))
    with pytest.raises(TimeoutError, match=r"ann.*Refused"):
        await sends.until(lambda: sends.sent == 1, seconds=0.01)


def test_without_a_pace_no_message_waits() -> None:
    pace = NoPace()
    for _ in range(3):
        pace.take(ANN, 5.0)
        assert (pace.wait(5.0), pace.ready_at(ANN)) == (0.0, 0.0)
