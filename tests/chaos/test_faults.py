"""Faults of the disk, the database, the network and the operator, injected into the real process."""

from __future__ import annotations

import asyncio
import random
import re
import resource
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.bot_process import Running, World, alerts_of, ended, handles_term, is_alert
from tests.fakes.bot_api_script import Call, Scripted, dropped, migrated, too_many
from tests.fakes.databases import leaves, spoil

Figure = Callable[[str, str], None]

pytestmark = pytest.mark.slow
SECONDS_TO_STOP = 8
NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


async def begin(around: World, chats: list[int], **changes: object) -> Running:
    """Start the service with one source that all these chats watch for "quota"."""
    around.configure("ustr", **changes)
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe(dict.fromkeys(chats, ("quota",)))
    return process


def publish(around: World, count: int) -> list[str]:
    titles = [f"quota number {number}" for number in range(count)]
    around.publish("ustr", *titles)
    return titles


def counted(around: World, chats: list[int], titles: list[str]) -> tuple[int, int]:
    """Return how many alerts were lost, and how many came twice."""
    received = {chat: Counter(alerts_of(around.api, chat)) for chat in chats}
    lost = sum(len(set(titles) - set(titles_of)) for titles_of in received.values())
    return lost, sum(titles_of.total() - len(titles_of) for titles_of in received.values())


@pytest.mark.hazard("O1")
@pytest.mark.fault("full")
async def test_on_a_full_disk_nothing_is_sent_that_cannot_be_marked(around: World, figure: Figure) -> None:
    chats = list(range(1, 11))
    process = await begin(around, chats, delivery={"per_second": 5})
    titles = publish(around, 3)
    await around.until(lambda: sum(map(is_alert, around.api.sent)) >= 5)
    # What a file may grow to is limited for the process: SQLite's writes fail as on a full disk.
    # The limit lets the log grow, which is smaller.
    full = around.database.with_name(f"{around.database.name}-wal").stat().st_size
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (full, resource.RLIM_INFINITY))
    await around.until(lambda: "delivery_held" in around.written)
    while "polling_held" not in around.written or (await around.health())[0] == 0:  # noqa: ASYNC110  a process is asked
        await asyncio.sleep(0.2)
    # What was in flight when the disk filled up arrives; nothing else is sent.
    claimed = sum(around.states().get(state, 0) for state in ("in flight", "sent"))
    await around.until(lambda: sum(map(is_alert, around.api.sent)) >= claimed)
    sent = sum(map(is_alert, around.api.sent))
    unmarked = sent - around.states().get("sent", 0)
    await asyncio.sleep(1)
    assert sum(map(is_alert, around.api.sent)) == sent
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, NO_LIMIT)
    await around.until(lambda: around.states() == {"sent": 30})
    assert await ended(process) == 0
    lost, twice = counted(around, chats, titles)
    figure("full", f"30 alerts, full after {sent}: {unmarked} sent but unmarked then; lost {lost}, twice {twice}")
    assert (lost, twice) == (0, 0)
    with closing(sqlite3.connect(around.database)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)


@pytest.mark.hazard("O1")
@pytest.mark.fault("filled")
async def test_a_start_on_a_full_disk_says_so_and_a_start_with_space_goes_on(around: World, figure: Figure) -> None:
    chats = list(range(1, 6))
    process = await begin(around, chats, delivery={"per_second": 5}, log={"level": "warning", "format": "json"})
    titles = publish(around, 2)
    await around.until(lambda: sum(map(is_alert, around.api.sent)) >= 2)
    process.kill()
    await process.wait()
    in_flight = around.states().get("in flight", 0)
    for stream in ("out.txt", "err.txt"):
        (around.folder / stream).rename(around.folder / f"before-{stream}")
    sent = sum(map(is_alert, around.api.sent))
    # No file that this process starts may grow beyond a page; the limit is inherited.
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, NO_LIMIT[1]))
    try:
        process = await around.start_from_nothing()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, NO_LIMIT)
    assert await process.wait() == 1
    assert "Make room on the disk and start again; nothing is lost" in around.written
    assert sum(map(is_alert, around.api.sent)) == sent
    process = await around.start()
    await around.until(lambda: around.states() == {"sent": 10})
    assert await ended(process) == 0
    lost, twice = counted(around, chats, titles)
    figure(
        "filled",
        f"10 alerts, full after {sent}: ended with 1; then lost {lost}, twice {twice} of {in_flight} in flight",
    )
    assert lost == 0
    assert twice <= in_flight


@pytest.mark.hazard("O2")
@pytest.mark.fault("locked")
async def test_a_database_that_another_process_locks_is_waited_for(around: World, long: bool, figure: Figure) -> None:
    seconds = 30 if long else 5
    chats = list(range(1, 6))
    process = await begin(around, chats)
    with closing(sqlite3.connect(around.database, isolation_level=None)) as other:
        other.execute("begin immediate")
        titles = publish(around, 2)
        await asyncio.sleep(seconds)
        other.execute("rollback")
    await around.until(lambda: around.states() == {"sent": 10})
    assert await ended(process) == 0
    lost, twice = counted(around, chats, titles)
    figure("locked", f"locked for {seconds} s: lost {lost} of 10, twice {twice}")
    assert (lost, twice) == (0, 0)


@pytest.mark.hazard("O3")
@pytest.mark.fault("locked")
@pytest.mark.parametrize("damage", ["header", "page", "emptied"])
async def test_a_damaged_database_is_refused_and_the_way_back_is_named(around: World, damage: str) -> None:
    process = await begin(around, [1])
    assert await ended(process) == 0
    body = bytearray(around.database.read_bytes())
    spoilt = {
        "header": bytes(b"garbage" * 20 + body[140:]),
        "page": bytes(body[:4096] + b"\xff" * 4096 + body[8192:]),
        "emptied": b"",
    }[damage]
    around.database.write_bytes(spoilt)
    process = await around.start()
    assert await process.wait() == 1
    last = (around.folder / "err.txt").read_text("utf-8")
    assert "database cannot be used" in last
    assert "restore" in last.lower()
    assert around.database.read_bytes() == spoilt


@pytest.mark.hazard("O3")
@pytest.mark.fault("damaged")
async def test_a_database_that_is_damaged_in_use_ends_the_process_and_what_can_be_read_is_kept(
    around: World, figure: Figure
) -> None:
    chats = list(range(1, 6))
    process = await begin(around, chats)
    titles = [f"quota number {number}" for number in range(20)]
    around.publish("ustr", *titles, summary="wool and cotton " * 40)
    await around.until(lambda: around.states() == {"sent": 100})
    with closing(sqlite3.connect(around.database)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    spoil(around.database, *leaves(around.database, "items")[1:3])
    around.publish("ustr", "quota after the damage")
    assert await process.wait() == 74
    (copy,) = around.folder.glob("tradewatch.db.rescued-*")
    last = (around.folder / "err.txt").read_text("utf-8")
    assert f"the rows that can be read are in {copy}" in re.sub("the [0-9]+ rows", "the rows", last)
    assert "restore FILE" in last
    assert await (await around.start()).wait() == 1, "it would have started with a damaged file"
    assert await (await around.start("restore", str(copy))).wait() == 0
    process = await around.start()
    await around.ready("ustr")
    around.publish("ustr", "quota after the repair")
    await around.until(lambda: all("quota after the repair" in alerts_of(around.api, chat) for chat in chats))
    assert await ended(process) == 0
    figure("damaged", f"{len(titles)} items: the process ended by itself; {around.states()} after restore")


@pytest.mark.hazard("O3")
@pytest.mark.fault("deleted")
@pytest.mark.parametrize("how", ["deleted", "replaced"])
async def test_what_a_deleted_database_held_is_kept_and_can_be_restored(
    around: World, how: str, figure: Figure
) -> None:
    chats = list(range(1, 6))
    process = await begin(around, chats)
    replacement = around.folder / "older.db"
    with closing(sqlite3.connect(around.database)) as source, closing(sqlite3.connect(replacement)) as target:
        source.backup(target)
    titles = publish(around, 2)
    await around.until(lambda: around.states() == {"sent": 10})
    if how == "deleted":
        around.database.unlink()
    else:
        replacement.rename(around.database)
    around.publish("ustr", *(later := ["quota after it was gone"]))
    assert await process.wait() == 1
    (copy,) = around.folder.glob("tradewatch.db.rescued-*")
    assert f"its content is in {copy}" in around.written
    assert "database_gone" in around.written
    if how == "deleted":
        assert (await around.health())[0] == 1
        process = await around.start()
        assert await process.wait() == 1, "it would have started without its watches"
        assert not around.database.exists()
    assert await (await around.start("restore", str(copy))).wait() == 0
    process = await around.start()
    await around.ready("ustr")
    await around.until(lambda: around.states() == {"sent": 15})
    assert await ended(process) == 0
    lost, twice = counted(around, chats, titles + later)
    figure(
        "deleted", f"{how} while it ran: ended with 1 and kept a copy; after restore lost {lost} of 15, twice {twice}"
    )
    assert (lost, twice) == (0, 0)


@pytest.mark.hazard("D12")
@pytest.mark.fault("term")
async def test_sigterm_ends_it_within_eight_seconds_at_any_age(around: World, long: bool, figure: Figure) -> None:
    times, chance = 20 if long else 5, random.Random(5)
    chats = list(range(1, 11))
    process = await begin(around, chats, delivery={"per_second": 10})
    titles: list[str] = []
    around.api.judge("sendMessage", lambda call: Scripted(delay=0.1))
    slowest = 0.0
    for turn in range(times):
        titles += (new := [f"quota {turn} {number}" for number in range(2)])
        around.publish("ustr", *new)
        # A signal that comes before the first instruction of the program ends the interpreter.
        await around.until(lambda: handles_term(process.pid))  # noqa: B023  awaited within the round
        await asyncio.sleep(chance.choice([0.0, 0.05, 0.2, 0.5, 1.0, 2.0, 3.0]))
        began = time.monotonic()
        assert await ended(process, within=SECONDS_TO_STOP * 10) == 0, around.written[-2_000:]
        slowest = max(slowest, time.monotonic() - began)
        process = await around.start()
    await around.until(lambda: counted(around, chats, titles)[0] == 0)
    await around.until(lambda: around.states().keys() == {"sent"})
    assert await ended(process) == 0
    lost, twice = counted(around, chats, titles)
    figure("term", f"{times} × SIGTERM, slowest end {slowest:.1f} s: lost {lost}, twice {twice}")
    assert (lost, twice) == (0, 0)


@pytest.mark.hazard("D3")
@pytest.mark.hazard("D4")
@pytest.mark.fault("storm")
async def test_in_a_storm_of_429_no_window_is_broken(around: World, long: bool, figure: Figure) -> None:
    chats = list(range(1, 101 if long else 21))
    process = await begin(around, chats)
    chance, windows, early = random.Random(3), dict[object, float](), 0

    def judge(call: Call) -> Scripted | None:
        nonlocal early
        if call.at < windows.get(call.chat_id, 0.0):
            early += 1
        if chance.random() >= 0.3:
            return None
        wait = chance.choice([1, 2, None])
        windows[call.chat_id] = call.at + (wait or 0)
        return too_many(wait)

    around.api.judge("sendMessage", judge)
    titles = publish(around, 4)
    await around.until(lambda: around.states() == {"sent": 4 * len(chats)})
    around.api.clear_scripts()
    assert await ended(process) == 0
    lost, twice = counted(around, chats, titles)
    figure("storm", f"{4 * len(chats)} alerts, 30 % answered 429: {early} inside a window, lost {lost}, twice {twice}")
    assert (early, lost, twice) == (0, 0, 0)


@pytest.mark.hazard("D11")
async def test_a_chat_that_must_wait_delays_no_other(around: World) -> None:
    chats, waiting = list(range(1, 16)), 7
    process = await begin(around, chats)
    around.api.judge("sendMessage", lambda call: too_many(60) if call.chat_id == waiting else None)
    asked = len(around.api.calls_of("sendMessage"))
    titles = [f"quota number {number}" for number in range(5)]
    for number, title in enumerate(titles, start=1):
        around.publish("ustr", title)
        for chat in chats:
            if chat != waiting:
                await around.alerted(chat, number)
    calls = [call for call in around.api.calls_of("sendMessage")[asked:] if call.chat_id == waiting]
    assert len(calls) == 1, "it was asked to wait for a minute"
    await around.until(lambda: around.states() == {"sent": 5 * 14, "queued": 5})
    assert await ended(process) == 0
    assert counted(around, [chat for chat in chats if chat != waiting], titles) == (0, 0)


@pytest.mark.hazard("D6")
async def test_what_waits_for_a_group_follows_it_to_its_new_address(around: World) -> None:
    group, moved = -100, -1_000_009
    process = await begin(around, [group, 1])
    around.api.script("sendMessage", migrated(moved), chat_id=group)
    titles = publish(around, 4)
    await around.until(lambda: around.states() == {"sent": 8})
    assert set(around.rows("select address from subscribers")) == {(str(moved),), ("1",)}
    assert await ended(process) == 0
    assert alerts_of(around.api, group) == []
    assert counted(around, [moved, 1], titles) == (0, 0)


@pytest.mark.hazard("D8")
@pytest.mark.hazard("X6")
@pytest.mark.fault("cut")
async def test_while_sends_are_cut_nothing_is_lost(around: World, long: bool, figure: Figure) -> None:
    rounds, pause = (360, 5.0) if long else (3, 0.5)
    chats = list(range(1, 31 if long else 16))
    process = await begin(around, chats)
    chance, cut, began = random.Random(9), 0, time.monotonic()

    def judge(call: Call) -> Scripted | None:
        nonlocal cut
        if chance.random() >= 0.3:
            return None
        cut += 1
        return dropped(accept=False)

    around.api.judge("sendMessage", judge)
    titles = [f"quota number {number}" for number in range(rounds)]
    for title in titles:
        around.publish("ustr", title)
        await asyncio.sleep(pause)
    seconds = time.monotonic() - began
    around.api.clear_scripts()
    await around.until(lambda: around.states() == {"sent": rounds * len(chats)})
    assert await ended(process) == 0
    lost, twice = counted(around, chats, titles)
    figure(
        "cut",
        f"{rounds * len(chats)} alerts in {seconds:.0f} s, {cut} sends cut: lost {lost}, twice {twice}",
    )
    assert cut > 0
    assert (lost, twice) == (0, 0)


@pytest.mark.hazard("D4")
@pytest.mark.fault("gateway")
async def test_what_a_gateway_answers_in_place_of_telegram_decides_nothing(around: World, figure: Figure) -> None:
    chats = list(range(1, 16))
    process = await begin(around, chats)
    chance, answers = random.Random(7), Counter[int]()

    def judge(call: Call) -> Scripted | None:
        if chance.random() >= 0.3:
            return None
        status = chance.choice([200, 403, 404, 502])
        answers[status] += 1
        return Scripted(status, body="<html><h1>Log in to the network</h1></html>")

    around.api.judge("sendMessage", judge)
    titles = publish(around, 3)
    await around.until(lambda: around.states() == {"sent": 45})
    around.api.clear_scripts()
    assert around.rows("select count(*) from subscribers where paused_at is not null") == [(0,)]
    assert await ended(process) == 0
    lost, twice = counted(around, chats, titles)
    figure("gateway", f"45 alerts, HTML in place of {answers.total()} answers: lost {lost}, twice {twice}")
    assert answers.keys() == {200, 403, 404, 502}
    assert (lost, twice) == (0, 0)


@pytest.mark.hazard("D14")
@pytest.mark.fault("twins")
async def test_a_second_process_on_the_database_ends_and_says_why(around: World, figure: Figure) -> None:
    process = await begin(around, [1])
    began = time.monotonic()
    second = await around.start_from_nothing()
    assert await second.wait() == 1
    took = time.monotonic() - began
    figure("twins", f"the second process ended after {took:.1f} s")
    assert took < 5.0
    assert "another process has it open" in around.written
    titles = publish(around, 2)
    await around.alerted(1, 2)
    assert await ended(process) == 0
    assert counted(around, [1], titles) == (0, 0)


@pytest.mark.hazard("O5")
@pytest.mark.fault("backup")
async def test_after_a_backup_is_restored_the_service_goes_on(around: World, figure: Figure) -> None:
    chats = list(range(1, 6))
    process = await begin(around, chats)
    before = publish(around, 2)
    await around.until(lambda: around.states() == {"sent": 10})
    copy = around.folder / "copy.db"
    backing = await around.start("backup", str(copy))
    assert await backing.wait() == 0
    process.kill()
    await process.wait()
    for file in around.folder.glob("tradewatch.db*"):
        file.unlink()
    restoring = await around.start("restore", str(copy))
    assert await restoring.wait() == 0
    process = await around.start()
    await around.ready("ustr")
    around.publish("ustr", "quota after the fire")
    await around.until(lambda: all("quota after the fire" in alerts_of(around.api, chat) for chat in chats))
    assert await ended(process, signal.SIGTERM) == 0
    lost, twice = counted(around, chats, [*before, "quota after the fire"])
    figure("backup", f"15 alerts around a lost machine: lost {lost}, twice {twice}")
    assert (lost, twice) == (0, 0)


def test_every_row_of_the_scoreboard_has_a_test() -> None:
    from tests.chaos.scoreboard import FAULTS

    named = "\n".join(path.read_text("utf-8") for path in Path(__file__).parents[1].rglob("test_*.py"))
    assert [id for id in FAULTS if f'fault("{id}")' not in named] == []
