"""What proves an alert, as CSV and JSON: for subscribers and for operators."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import evidence
from bot.chat import Reply
from bot.messages.text import LANGUAGES
from tests.bot.test_dispatch import APPS, Chat
from tests.fakes.ports import document, item
from tests.fakes.queued import next_alerts
from tests.fakes.situations import METI, USTR, House
from watchers.model import Address, Group, Source, TextUse
from watchers.store import Transaction, outbox, sources

pytestmark = pytest.mark.service

GROUP = Address("-1001234/5")


async def send(house: House) -> None:
    def sent(tx: Transaction) -> None:
        for alert in next_alerts(tx, house.clock()):
            outbox.claim(tx, alert.id, house.clock())
            outbox.sent(tx, alert.id, "77", house.clock())

    house.clock.pass_by(timedelta(seconds=2))
    await house.database.write(sent)


def rows(reply: Reply) -> list[dict[str, str]]:
    assert reply.document is not None and reply.document.content is not None
    return list(csv.DictReader(io.StringIO(reply.document.content.decode("utf-8-sig"), newline="")))


async def read_again(house: House, *sources_: Source) -> None:
    await house.database.write(sources.register, list(sources_), house.clock())


async def test_each_alert_has_its_times_its_rule_and_the_sha_256_of_its_document(house: House) -> None:
    official = replace(USTR, group=Group.US)
    await read_again(house, official, METI)
    chat = Chat(house, GROUP)
    await chat.says("/watch quota -wool")
    quota = item(
        "A quota for silk", "a", "https://ustr.example/a", "Rain fell. The quota ends.", "2026-02-28T10:00:00Z"
    )
    await house.poll(document(quota), source=official)
    await send(house)
    await chat.says("/unwatch W1")
    (row,) = rows(await chat.says("/export evidence"))
    digest = row.pop("sha256")
    assert len(digest) == 64
    assert row == {
        "alert id": "1",
        "published": "2026-02-28T10:00:00+00:00",
        "fetched": "2026-03-01T12:00:00+00:00",
        "matched": "2026-03-01T12:00:00+00:00",
        "sent": "2026-03-01T12:00:02+00:00",
        "message link": "https://t.me/c/1234/5/77",
        "watch as it was": "quota -wool",
        "matched words": "quota",
        "source": "USTR",
        "url": "https://ustr.example/a",
        "title": "A quota for silk",
        "text matched": "Rain fell. The quota ends.",
        "state": "sent",
        "watch": "W1",
        "watch as typed": "quota -wool",
        "catalog": "test",
        "chat": "'-1001234/5",
        "message id": "77",
    }


async def test_a_chat_sees_its_own_alerts_of_the_last_90_days_only(house: House) -> None:
    ann, ben = Chat(house), Chat(house, Address("8"))
    await ann.says("/watch quota")
    await ben.says("/watch levy")
    await house.poll(document(item("A quota", "a")))
    house.clock.pass_by(timedelta(days=91))
    await house.poll(document(item("A quota and a levy", "b")))
    assert [row["title"] for row in rows(await ann.says("/export evidence"))] == ["A quota and a levy"]
    assert [row["watch"] for row in rows(await ben.says("/export EVIDENCE"))] == ["W1"]


async def test_json_has_the_same_columns(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    await house.poll(document(item("A quota 絲", "a")))
    table = rows(await chat.says("/export evidence"))
    reply = await chat.says("/export evidence json")
    assert reply.document is not None and reply.document.content is not None
    assert reply.document.name == "evidence.json"
    assert json.loads(reply.document.content) == table
    assert "/export evidence json" in (await chat.says("/export evidence")).html
    assert "json" not in reply.html


@pytest.mark.parametrize("title", ["=HYPERLINK(1) quota", "+quota", "-quota", "@quota"])
async def test_no_cell_is_a_formula_of_a_spreadsheet(house: House, title: str) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    await house.poll(document(item(title, "a")))
    assert [row["title"] for row in rows(await chat.says("/export evidence"))] == [f"'{title}"]


async def test_the_text_of_a_source_that_allows_the_headline_only_is_left_out(house: House) -> None:
    headline = replace(USTR, text=TextUse.HEADLINE)
    await read_again(house, headline, METI)
    chat = Chat(house)
    await chat.says("/watch quota")
    await house.poll(document(item("A quota", "a", body="The quota ends.")), source=headline)
    assert [row["text matched"] for row in rows(await chat.says("/export evidence"))] == [""]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_alerts_the_table_is_empty_and_says_so(house: House, language: str) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/start")
    reply = await chat.says("/export evidence")
    assert rows(reply) == []
    assert "90" in reply.html


@pytest.mark.parametrize(
    ("address", "message", "expected"),
    [
        ("-1001234", "7", "https://t.me/c/1234/7"),
        ("-1001234/5", "7", "https://t.me/c/1234/5/7"),
        ("-1001234", "-99:7", ""),
        ("-1234", "7", ""),
        ("1234", "7", ""),
        ("-1001234", None, ""),
    ],
)
def test_only_supergroups_and_channels_have_links_to_messages(address: str, message: str | None, expected: str) -> None:
    assert evidence.message_link(Address(address), message) == expected


def test_the_columns_are_stable() -> None:
    assert tuple(evidence.COLUMNS)[:10] == (
        *("alert id", "published", "fetched", "matched", "sent", "message link"),
        *("watch as it was", "matched words", "source", "url"),
    )
