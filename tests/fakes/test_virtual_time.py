"""The loop with its own clock: timers keep their order, and nothing that is under way is late."""

from __future__ import annotations

import asyncio
import time

import pytest

pytestmark = [pytest.mark.service, pytest.mark.virtual_time]


async def test_timers_fire_in_their_order_and_at_their_time() -> None:
    loop, fired = asyncio.get_running_loop(), list[float]()
    for after in (3_000.0, 1.0):
        loop.call_later(after, lambda: fired.append(loop.time()))
    await asyncio.sleep(5_000)
    assert fired == pytest.approx([1.0, 3_000.0])


async def test_work_takes_no_time() -> None:
    async with asyncio.timeout(0.01):
        for _ in range(20):
            time.sleep(0.001)  # noqa: ASYNC251  work that holds the loop
            await asyncio.sleep(0)


async def test_what_is_on_its_way_between_sockets_arrives_before_any_timer_fires() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            await asyncio.sleep(10)
            writer.write(line)
        writer.close()

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for _ in range(3):
            writer.write(b"hello\n")
            async with asyncio.timeout(10.001):
                assert await reader.readline() == b"hello\n"
        writer.close()
        await writer.wait_closed()
    assert asyncio.get_running_loop().time() == pytest.approx(30.0)
