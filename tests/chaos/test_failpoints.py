"""The process ends at every named point between fetching and settling, and between a command and its answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.bot_process import World, alerts_of, ended
from watchers.store.failpoints import EXIT_CODE, Failpoint

Figure = Callable[[str, str], None]

READER, WRITER = 1, 2
TITLE = "quota on chips"
FIRST_OF_A_COMMAND = list(Failpoint).index(Failpoint.RECEIVED)
REPEATED = {Failpoint.SENT: (2, 1), Failpoint.REPLY_SENT: (1, 2)}
"""How often the alert and the answer arrive if Telegram accepted one, and the process ended before it was marked."""


@pytest.mark.slow
@pytest.mark.hazard("D1")
@pytest.mark.hazard("X5")
@pytest.mark.fault("failpoint")
@pytest.mark.parametrize("point", Failpoint)
async def test_whatever_point_it_ends_at_nothing_is_lost_or_done_twice(
    point: Failpoint, around: World, figure: Figure
) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({READER: ("quota",), WRITER: ("gold",)})
    assert await ended(process) == 0

    process = await around.start(FAILPOINT=point)
    # The alert or the command that does not reach the point goes first, so that its message is not in flight then.
    if list(Failpoint).index(point) < FIRST_OF_A_COMMAND:
        await around.api.say(WRITER, "/watch steel")
        await around.until(lambda: is_answered(around))
        around.publish("ustr", TITLE)
    else:
        around.publish("ustr", TITLE)
        await around.until(lambda: around.states() == {"sent": 1})
        await around.api.say(WRITER, "/watch steel")
    assert await process.wait() == EXIT_CODE

    process = await around.start()
    await around.ready("ustr")
    await around.until(lambda: around.states() == {"sent": 1} and is_answered(around))
    assert await ended(process) == 0
    effects = around.rows("select count(*) from watches where typed = 'steel'")
    received = len(alerts_of(around.api, READER)), len(answers(around))
    figure("failpoint", f"{point}: effect {effects[0][0]}, alert {received[0]}, answer {received[1]}")
    assert effects == [(1,)]
    assert received == REPEATED.get(point, (1, 1))
    assert "already" not in " ".join(answers(around))


@pytest.mark.fault("failpoint")
async def test_an_unknown_point_is_refused_at_the_start(around: World) -> None:
    around.configure("ustr")
    process = await around.start(FAILPOINT="fetchd")
    assert await process.wait() == 1
    assert 'FAILPOINT  "fetchd" is not a failpoint.' in around.written
    assert not around.database.exists()


def answers(around: World) -> list[str]:
    return [sent.text for sent in around.api.sent if sent.chat_id == WRITER and "steel" in sent.text]


def is_answered(around: World) -> bool:
    return bool(answers(around)) and around.rows("select 1 from replies where sent_at is null") == []
