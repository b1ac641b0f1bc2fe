"""How often a source is asked when what it said could not be written down."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.fakes.bell import PATIENCE, eventually
from tests.fakes.ports import document, item
from tests.fakes.situations import METI, USTR, House
from watchers.polling.poller import Poller

pytestmark = pytest.mark.service


async def test_a_source_whose_polls_break_is_not_asked_again_at_every_tick(empty_house: House) -> None:
    # The newsroom has no script: each poll of the two sources ends in a mistake of ours.
    poller = Poller(empty_house.database, empty_house.pipeline, empty_house.clock, lambda polled: None)
    asked = empty_house.newsroom.asked
    await poller.tick()
    await eventually(lambda: len(asked) == 2)
    begun = asyncio.get_running_loop().time()
    async with asyncio.timeout(PATIENCE):
        while len(asked) < 4:
            await poller.tick()
            await asyncio.sleep(0.01)
    assert asyncio.get_running_loop().time() - begun > 0.9, "asked again without a rest"
    await poller.stop()


@pytest.mark.hazard("X15")
async def test_the_log_names_a_source_whose_feed_is_damaged(
    empty_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    poller = Poller(empty_house.database, empty_house.pipeline, empty_house.clock, lambda polled: None)
    empty_house.newsroom.says(USTR.id, replace(document(item("Quota", "1")), salvaged=True))
    empty_house.newsroom.says(METI.id, document(item("Levy", "2")))
    with caplog.at_level("INFO"):
        await poller.tick()
        await eventually(lambda: [record.message for record in caplog.records].count("poll") == 2)
    await poller.stop()
    damaged = [vars(record)["source"] for record in caplog.records if record.message == "feed_damaged"]
    assert damaged == [USTR.id]
