"""/privacy, /forgetme, /export and /import: what is stored, its end, and what a chat takes along and brings."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.callbacks import Payload
from bot.callbacks.personal import AskForget, ExportSources, ExportWatches, ForgetChat, KeepChat
from bot.chat import Button, Document, Press, Reply, Request
from bot.commands.context import Operation
from bot.dispatch import Access, Answering
from bot.messages.text import LANGUAGES, load, plain
from tests.fakes.ports import document, item
from tests.fakes.situations import House
from tests.fakes.telegram_html import read
from watchers.model import Address, Source, SourceId, SubscriberId, chat_of
from watchers.services.chats import Chats
from watchers.services.maintenance import NO_BACKUPS
from watchers.store import Rows, Transaction, additions, inbox
from watchers.store.additions import AdditionState

pytestmark = pytest.mark.service

WORDS = load()
ANN, BEN = Address("7654321"), Address("8")
GROUP = Address("-1007654321")
APPS = {"en": "en", "zh-Hant": "zh-TW", "ja": "ja"}
SECRET = "wafer"
OF_ITEMS = {"items", "item_keys", "stories", "story_keys", "documents", "evidence"}
"""The tables that have rows of what was published, whoever watches."""


class Chat:
    """One person, or one in a group, who talks to the bot."""

    def __init__(
        self, house: House, address: Address = ANN, app: str = "en", operation: Operation | None = None
    ) -> None:
        self.house, self.address, self.app = house, address, app
        chats = Chats(house.watchlist)
        everyone = Access(frozenset(), frozenset())
        self.answering = Answering(house.watchlist, WORDS, everyone, house.clock, lambda: None, house.additions, chats)
        if operation is not None:
            self.answering.operation = operation

    async def says(self, text: str, file: Document | None = None) -> Reply:
        return await self._ask(Request(self.address, self._private, 7654321, self.app, text, document=file))

    async def presses(self, payload: Payload) -> Reply:
        return await self._ask(Request(self.address, self._private, 7654321, self.app, "", Press(payload)))

    async def confirms(self) -> Reply:
        return await self.presses(next(each for each in payloads(await self.says("/forgetme")) if is_forget(each)))

    @property
    def _private(self) -> bool:
        return not self.address.startswith("-")

    async def _ask(self, request: Request) -> Reply:
        reply = await self.answering(request)
        assert reply.silent or read(reply.html).text.strip()
        return reply


def is_forget(payload: Payload) -> bool:
    return isinstance(payload, ForgetChat)


def shown(reply: Reply) -> str:
    return str(read(reply.html).text)


def payloads(reply: Reply) -> list[Payload]:
    return [button.payload for row in reply.buttons for button in row if isinstance(button, Button)]


async def rows_of(house: House) -> dict[str, int]:
    """How many rows each table has."""

    def count(rows: Rows) -> dict[str, int]:
        names = rows.all("select name from sqlite_master where type = 'table' and name not like 'item_words%'")
        return {name: rows.number(f'select count(*) from "{name}"') for (name,) in names}

    return await house.database.read(count)


async def live(chat: Chat) -> None:
    """Use everything that stores something about a chat."""
    for line in (
        "/start",
        f"/watch {SECRET}",
        "/watch quota",
        "/unwatch W2",
        "/alias TSMC 護國神山",
        f"/search {SECRET}",
    ):
        await chat.says(line)
    for line in ("/timezone Taipei", "/quiet 22-7", "/digest W1 daily 9:00", "/timezone", "/pause", "/resume"):
        await chat.says(line)


# ---- privacy ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_privacy_says_how_long_what_is_kept_and_whom_to_ask(house: House, language: str) -> None:
    backups = replace(NO_BACKUPS, keep=7)
    chat = Chat(house, app=APPS[language], operation=Operation(contact="desk@example.org", backups=backups))
    reply = await chat.says("/privacy")
    assert f"({chat_of(chat.address)})" in shown(reply) or f"（{chat_of(chat.address)}）" in shown(reply)
    assert all(said in shown(reply) for said in ("400", "7", "desk@example.org", "50"))
    silent = Chat(house, app=APPS[language])
    assert "desk@example.org" not in shown(await silent.says("/privacy"))
    assert AskForget() in payloads(reply)


# ---- forgetting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_button_below_the_end_starts_over(house: House, language: str) -> None:
    ann = Chat(house, app=APPS[language])
    await ann.says("/watch quota")
    (begin,) = payloads(await ann.confirms())
    assert shown(await ann.presses(begin)) == shown(await ann.says("/start"))
    await ann.confirms()
    assert shown(await ann.presses(AskForget())) == plain(load()[language].format("old-button"))


@pytest.mark.hazard("S7")
async def test_forgetting_leaves_nothing_of_the_chat_in_the_database(house: House) -> None:
    before = await rows_of(house)
    ann = Chat(house)
    await live(ann)
    await house.poll(document(item("wafer tariffs rise", guid="1")))
    subscriber = await house.watchlist.subscriber(ANN)
    assert subscriber is not None
    assert len(await house.enqueued(subscriber)) == 1
    reply = await ann.confirms()
    assert "deleted" in shown(reply)
    assert "2 watches" in shown(reply)
    assert "1 alert" in shown(reply)
    assert reply.edits
    after = await rows_of(house)
    assert {name for name, count in after.items() if count != before[name]} == OF_ITEMS
    for suffix in ("", "-wal"):
        file = house.database.path.with_name(house.database.path.name + suffix)
        content = file.read_bytes() if file.exists() else b""
        assert ANN.encode() not in content
        assert "護國神山".encode() not in content


@pytest.mark.hazard("S7")
async def test_every_table_about_subscribers_is_emptied_with_them(house: House) -> None:
    def references(rows: Rows) -> Iterable[tuple[str, str]]:
        for (name,) in rows.all("select name from sqlite_master where type = 'table'"):
            for _, _, table, _, _, _, on_delete, _ in rows.all(f'pragma foreign_key_list("{name}")'):
                if table in ("subscribers", "watches"):
                    yield name, on_delete

    found = await house.database.read(lambda rows: list(references(rows)))
    assert len(found) > 8
    assert {name for name, on_delete in found if on_delete not in ("CASCADE", "SET NULL")} == set()


@pytest.mark.hazard("S7")
async def test_no_log_line_names_a_chat(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ann = Chat(house)
    await live(ann)
    await ann.confirms()
    said = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert ANN not in said
    assert SECRET not in said


async def test_others_keep_the_same_watch_and_get_its_alerts(house: House) -> None:
    ann, ben = Chat(house), Chat(house, BEN)
    for chat in (ann, ben):
        await chat.says("/watch quota")
    await ann.confirms()
    await house.poll(document(item("quota cut", guid="1")))
    subscriber = await house.watchlist.subscriber(BEN)
    assert subscriber is not None
    assert await house.titles_owed(subscriber) == ["quota cut"]
    assert await house.watchlist.subscriber(ANN) is None


async def test_a_watch_that_nobody_else_has_leaves_the_index(house: House) -> None:
    ann = Chat(house)
    await ann.says("/watch quota")
    assert len(house.index) == 1
    await ann.confirms()
    assert len(house.index) == 0


async def test_all_topics_of_a_group_are_forgotten_together(house: House) -> None:
    for topic in ("", "/3", "/4"):
        await Chat(house, Address(GROUP + topic)).says("/watch quota")
    reply = await Chat(house, Address(f"{GROUP}/3")).confirms()
    assert "3 watches" in shown(reply)
    assert [await house.watchlist.subscriber(Address(GROUP + topic)) for topic in ("", "/3", "/4")] == [None] * 3


async def test_the_button_asks_first_and_keeping_deletes_nothing(house: House) -> None:
    ann = Chat(house)
    await ann.says("/watch quota")
    asked = await ann.presses(AskForget())
    assert "1 watch" in shown(asked)
    assert asked.edits
    assert "Nothing was deleted" in shown(await ann.presses(KeepChat()))
    subscriber = await house.watchlist.subscriber(ANN)
    assert subscriber is not None
    assert len(await house.watchlist.watches(subscriber)) == 1


async def test_an_old_question_deletes_nothing(house: House) -> None:
    ann = Chat(house)
    await ann.says("/watch quota")
    question = next(each for each in payloads(await ann.says("/forgetme")) if is_forget(each))
    house.clock.pass_by(timedelta(hours=2))
    assert "too old" in shown(await ann.presses(question))
    assert await house.watchlist.subscriber(ANN) is not None


async def test_the_answer_names_the_backups_that_still_have_it(house: House) -> None:
    backups = replace(NO_BACKUPS, keep=3)
    assert "3 nightly backups" in shown(await Chat(house, operation=Operation(backups=backups)).confirms())
    assert "no nightly backups" in shown(await Chat(house).confirms())


async def test_a_source_that_only_this_chat_added_is_deleted_with_it(house: House) -> None:
    ann = Chat(house)
    await ann.says("/start")
    subscriber = await house.watchlist.subscriber(ANN)
    assert subscriber is not None
    before = await rows_of(house)
    await house.database.write(_add_source, subscriber.id, house.clock())
    await ann.confirms()
    after = await rows_of(house)
    assert (after["sources"], after["additions"]) == (before["sources"], 0)


def _add_source(tx: Transaction, subscriber: SubscriberId, now: datetime) -> None:
    source = Source(SourceId("added.x"), "https://private.example/secret-token/feed", "Private")
    additions.add(tx, source, AdditionState.GRANTED, everyone=False, by=subscriber, now=now)
    additions.take(tx, subscriber, source.id, now)


async def test_receipts_do_not_say_who_wrote_after_forgetting(house: House) -> None:
    received = inbox.Received(5, 7654321, "{}", ANN, "en")
    await house.database.write(inbox.take, [received], 20, house.clock())
    await house.database.write(inbox.answered, 5, house.clock())
    await Chat(house).confirms()
    assert await house.database.read(lambda rows: rows.all("select person from updates")) == [(None,)]


# ---- export and import -----------------------------------------------------------------------------


async def test_exported_watches_and_names_can_be_brought_to_another_chat(house: House) -> None:
    ann, ben = Chat(house), Chat(house, BEN)
    for line in ("/alias TSMC 護國神山", "/watch 護國神山 tariff", '/watch "export licence" -steel'):
        await ann.says(line)
    menu = await ann.says("/export")
    assert payloads(menu)[:2] == [ExportWatches(), ExportSources()]
    file = (await ann.presses(ExportWatches())).document
    assert file is not None
    assert file.content is not None
    assert file.content.decode() == ('/alias TSMC = 護國神山\n/watch 護國神山 tariff\n/watch "export licence" -steel\n')
    brought = await ben.says("", file)
    assert shown(brought).splitlines() == [
        "📥 tradewatch-watches.txt: 3 of 3 lines added",
        "✅ TSMC = 護國神山",
        "✅ W1 護國神山 tariff",
        '✅ W2 "export licence" -steel',
    ]
    again = await ben.says("", file)
    assert "already there as W1" in shown(again)


async def test_each_line_of_an_import_says_what_became_of_it(house: House) -> None:
    ann = Chat(house)
    await ann.says("/watch quota")
    lines = ["# my watches", "", "quota", "wafer -", "/watch steel", *(f"/watch levy{n}" for n in range(9))]
    reply = await ann.says("/import", Document("mine.txt", "\n".join(lines).encode()))
    said = shown(reply).splitlines()
    assert said[0] == "📥 mine.txt: 4 of 12 lines added"
    assert said[1] == "☑️ quota: already there as W1"
    assert said[2].startswith("✖️ Line 4, “wafer -”: ")
    assert said[3] == "✅ W2 steel"
    assert said[-1] == "✖️ Line 14, “levy8”: over the limit of 5 watches"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_lines_written_after_import_are_read_in_each_language(house: House, language: str) -> None:
    chat = Chat(house, app=APPS[language])
    reply = await chat.says("/import\nquota\nsteel -\n/alias nobody-knows-this x")
    assert "W1" in shown(reply)
    assert len(shown(reply).splitlines()) == 4
    nothing = await chat.says("/import\nsteel -")
    assert "0" not in shown(nothing).splitlines()[0]


async def test_any_text_file_is_not_taken_for_watches(house: House) -> None:
    ann = Chat(house)
    said = shown(await ann.says("", Document("notes.txt", b"buy milk\ncall Bob\n")))
    assert "not a file from /export" in said
    assert "reply to it with /import" in said
    assert "W1" not in shown(await ann.says("/watches"))


async def test_a_chat_without_watches_exports_its_sources_only(house: House) -> None:
    ann = Chat(house)
    assert ExportWatches() not in payloads(await ann.says("/export"))
    assert "no watches" in shown(await ann.presses(ExportWatches()))
    assert (await ann.presses(ExportSources())).document is not None
