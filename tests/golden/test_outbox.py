"""The rows of the outbox, one of each kind, and what is sent for them in the three languages.

Rows written by an older version are sent by a newer one: their columns keep their meaning.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.golden.files import Golden
from tests.golden.surface import Situation, situation

Row = dict[str, Any]
HELD = 22
"""Two more than are released one by one after a pause."""


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Situation]:
    async with situation(tmp_path) as chat:
        yield chat


def stored(database: Path, sql: str, *values: object) -> list[Row]:
    """Read rows as the columns that are in the file."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, values)]


async def kind(chat: Situation, row: int) -> Row:
    """One row with everything that belongs to it, and its messages."""
    (columns,) = stored(chat.database, "select * from outbox where id = ?", row)
    reasons = stored(
        chat.database,
        """select r.watch, d.rule, d.catalogue, d.hits from reasons r join decisions d on d.id = r.decision
        where r.alert = ? order by r.watch""",
        row,
    )
    for reason in reasons:
        reason["hits"] = json.loads(reason["hits"])
    if columns["notice"] is not None:
        columns["notice"] = json.loads(columns["notice"])
    listed = stored(chat.database, "select id, item, state from outbox where listed_in = ? order by id", row)
    return {"columns": columns, "reasons": reasons, "listed": listed, "messages": await chat.messages(row)}


async def test_an_alert_of_one_watch(chat: Situation, golden: Golden) -> None:
    await chat.watch("tariff")
    await chat.publish(
        "Tariffs & quotas <rise>",
        body="Section 232 duties on steel go to 50 percent. Comments are due by March 20, 2026.",
        published="Sun, 01 Mar 2026 09:30:00 GMT",
    )
    golden.json("outbox/alert.json", await kind(chat, 1))


async def test_an_alert_of_several_watches_one_of_them_muted(chat: Situation, golden: Golden) -> None:
    await chat.watch("tariff", "TSMC", "title:kumamoto", "chip*")
    await chat.mute(4)
    await chat.publish("TSMC tariffs: 熊本 Kumamoto fab", body="Chips from the fab are exempt.")
    golden.json("outbox/alert_of_several_watches.json", await kind(chat, 1))


async def test_a_list_of_a_flood(chat: Situation, golden: Golden) -> None:
    await chat.watch("quota", "levy")
    await chat.publish(*(f"Quota and levy {number}" for number in range(4)), per_watch=2)
    rows = stored(chat.database, "select id from outbox where flood is not null")
    assert len(rows) == 1
    golden.json("outbox/flood_list.json", await kind(chat, rows[0]["id"]))


async def test_a_list_of_what_was_held_during_a_pause(chat: Situation, golden: Golden) -> None:
    await chat.watch("quota")
    await chat.pause()
    await chat.publish(*(f"Quota {number}" for number in range(HELD)))
    assert {row["state"] for row in stored(chat.database, "select state from outbox")} == {"held"}
    await chat.resume()
    rows = stored(chat.database, "select id from outbox where item is null")
    assert len(rows) == 1
    golden.json("outbox/held_list.json", await kind(chat, rows[0]["id"]))


@pytest.mark.parametrize(
    ("news", "details"),
    [
        ("dead", {"problem": "BadStatus", "detail": "503", "url": "https://ustr.example/feed"}),
        ("gone", {"problem": "BadStatus", "detail": "410", "url": "https://ustr.example/feed"}),
        ("late", {"url": "https://ustr.example/feed"}),
        ("moved", {"url": "https://ustr.example/new"}),
        ("back", {"url": "https://ustr.example/feed"}),
    ],
)
async def test_a_notice_of_a_source(news: str, details: dict[str, str], chat: Situation, golden: Golden) -> None:
    await chat.notify(news, **details)
    golden.json(f"outbox/notice_{news}.json", await kind(chat, 1))


async def test_a_row_passes_through_the_same_states(chat: Situation, golden: Golden) -> None:
    await chat.watch("quota")
    await chat.publish(*(f"Quota {number}" for number in range(5)))
    for row, how in enumerate(("sent", "again", "held", "dead"), 1):
        await chat.begin(row)
        await chat.end(row, how)
    await chat.begin(5)
    golden.json("outbox/states.json", stored(chat.database, "select * from outbox order by id"))
