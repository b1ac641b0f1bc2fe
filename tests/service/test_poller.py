"""How often a source is asked when what it said could not be written down."""

from __future__ import annotations

import asyncio

from bot.poller import Poller
from tests.service.situations import House


async def test_a_source_whose_polls_break_is_not_asked_again_at_every_tick(empty_house: House) -> None:
    # The newsroom has no script: each poll of the two sources ends in a mistake of ours.
    poller = Poller(empty_house.database, empty_house.pipeline, empty_house.clock, lambda polled: None)
    for _ in range(20):
        await poller.tick()
        await asyncio.sleep(0.1)
    await poller.stop()
    assert len(empty_house.newsroom.asked) == 4
