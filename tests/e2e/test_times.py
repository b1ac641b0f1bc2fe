"""Quiet hours in the real process, which is killed while they hold an alert."""

from __future__ import annotations

import pytest

from tests.e2e.bot_process import World, ended

READER = 1
NEARLY_ALL_DAY = "0:01-0:00"


@pytest.mark.slow
@pytest.mark.parametrize("around", ["polling"], indirect=True)
async def test_what_quiet_hours_hold_survives_a_kill_and_comes_as_one_digest(around: World) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({READER: ("quota",)})
    await around.api.say(READER, f"/quiet {NEARLY_ALL_DAY}")
    await around.api.wait_for(lambda sent: "00:01–00:00" in sent.text)
    around.publish("ustr", "quota on chips", "quota on wafers")
    await around.until(lambda: around.states() == {"quiet": 2})
    process.kill()
    await process.wait()

    process = await around.start()
    await around.ready("ustr")
    await around.api.say(READER, "/quiet off")
    digest = await around.api.wait_for(lambda sent: "Held for you" in sent.text)
    assert ("quota on chips" in digest.text, "quota on wafers" in digest.text) == (True, True)
    await around.until(lambda: around.states() == {"listed": 2, "sent": 1})
    assert await ended(process) == 0
