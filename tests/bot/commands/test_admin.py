"""/admin and /broadcast: what operators see and do, and nobody else."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.callbacks import Payload
from bot.callbacks.admin import (
    Announce,
    ApproveHeldList,
    BackUp,
    DropAnnouncement,
    DropDead,
    HowToAnnounce,
    KeepHolding,
    RetryDead,
    ShowAdmin,
    ShowDeadLetters,
    ShowHeldList,
    ShowIncidents,
)
from bot.chat import Button, Press, Reply, Request
from bot.commands.context import Operation
from bot.dispatch import Access, Answering
from bot.error_reports import ErrorReports, kind_of
from bot.messages import alerts
from bot.messages.text import LANGUAGES, load
from tests.fakes.ports import document, item
from tests.fakes.situations import House
from tests.fakes.telegram_html import read
from watchers.errors import StoreError
from watchers.model import Address, AlertId, News
from watchers.services.chats import Chats
from watchers.services.maintenance import Backups, made_backups
from watchers.store import Rows, outbox

pytestmark = pytest.mark.service

WORDS = load()
OPERATOR, ANN, GROUP = Address("99"), Address("7"), Address("-1005")
APPS = {"en": "en", "zh-Hant": "zh-TW", "ja": "ja"}


class Chat:
    """An operator, or anybody else, who talks to the bot."""

    def __init__(self, house: House, address: Address = OPERATOR, app: str = "en", folder: Path | None = None) -> None:
        self.house, self.address, self.app = house, address, app
        self.woken = 0
        chats = Chats(house.watchlist)
        access = Access(frozenset(), frozenset({int(OPERATOR)}))
        operation = Operation(backups=Backups(folder or Path("nowhere"), 2))
        self.answering = Answering(
            house.watchlist, WORDS, access, house.clock, self._wake, house.additions, chats, operation=operation
        )

    async def says(self, text: str) -> Reply:
        return await self._ask(Request(self.address, self._private, self._user, self.app, text))

    async def presses(self, payload: Payload) -> Reply:
        return await self._ask(Request(self.address, self._private, self._user, self.app, "", Press(payload)))

    @property
    def _private(self) -> bool:
        return not self.address.startswith("-")

    @property
    def _user(self) -> int:
        return int(self.address) if self._private else int(OPERATOR)

    async def _ask(self, request: Request) -> Reply:
        reply = await self.answering(request)
        assert reply.silent or read(reply.html).text.strip()
        return reply

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
async def operator(house: House, tmp_path: Path) -> AsyncIterator[Chat]:
    chat = Chat(house, folder=tmp_path / "backups")
    await chat.says("/start")
    yield chat


def shown(reply: Reply) -> str:
    return str(read(reply.html).text)


def payloads(reply: Reply) -> list[Payload]:
    return [button.payload for row in reply.buttons for button in row if isinstance(button, Button)]


async def notices(house: House) -> list[tuple[str, str]]:
    """The state and the notice of each row of the outbox that is one."""

    def found(rows: Rows) -> list[tuple[str, str]]:
        return [
            (address, notice)
            for address, notice in rows.all(
                """select b.address, o.notice from outbox o join subscribers b on b.id = o.subscriber
                where o.notice is not null order by o.id"""
            )
        ]

    return await house.database.read(found)


async def dead_letter(house: House) -> None:
    """An alert that was given up."""
    await house.person("7", "quota")
    await house.poll(document(item("quota cut", guid="1")))
    ((identifier, _),) = await house.database.read(outbox.next_per_subscriber, house.clock())
    await house.database.write(outbox.claim, identifier, house.clock())
    await house.database.write(outbox.dead_letter, identifier, "Bad Request: message is empty")


# ---- the overview ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_overview_counts_people_queue_sources_and_dead_letters(
    house: House, language: str, tmp_path: Path
) -> None:
    await dead_letter(house)
    chat = Chat(house, app=APPS[language], folder=tmp_path)
    reply = await chat.says("/admin")
    lines = shown(reply).splitlines()
    assert len(lines) == 6
    assert ShowDeadLetters(0) in payloads(reply)
    again = await chat.presses(ShowAdmin())
    assert again.edits
    assert re.search("[0-9]{2}:[0-9]{2}", again.toast)


async def test_the_overview_leaves_out_what_is_0_unless_it_is_the_proof(operator: Chat) -> None:
    assert shown(await operator.says("/admin")) == (
        "🛠 Operation\n👥 1 chat · 0 watches\n📤 Waiting to be sent: 0\n📡 2 of 2 sources OK\n"
        "✉️ 0 dead letters\n💾 No backup yet"
    )


@pytest.mark.parametrize("command", ["/admin", "/broadcast Hello"])
async def test_others_have_no_such_command(house: House, command: str) -> None:
    assert "No such command" in shown(await Chat(house, ANN).says(command))
    # In a group everybody would see the answer.
    assert (await Chat(house, GROUP).says(command)).silent


async def test_help_lists_the_commands_of_operators_for_operators_only(house: House) -> None:
    assert "/admin" in shown(await Chat(house).says("/help"))
    assert "/admin" not in shown(await Chat(house, ANN).says("/help"))
    assert "/admin" not in shown(await Chat(house, GROUP).says("/help"))


@pytest.mark.hazard("S2")
@pytest.mark.parametrize(
    "payload",
    [
        ShowAdmin(),
        ShowIncidents(0),
        ShowDeadLetters(0),
        RetryDead(0),
        DropDead(0),
        HowToAnnounce(),
        Announce(1),
        DropAnnouncement(),
        BackUp(),
        ShowHeldList(1),
        ApproveHeldList(1, 0),
        KeepHolding(1),
    ],
    ids=lambda payload: type(payload).__name__,
)
async def test_the_buttons_of_operators_do_nothing_for_others(house: House, payload: Payload) -> None:
    await dead_letter(house)
    ann = Chat(house, ANN)
    await ann.says("/start")
    refused = await ann.presses(payload)
    assert refused.html == WORDS["en"].format("operators-only")
    assert await house.database.read(lambda rows: rows.number("select count(*) from outbox where state = 'dead'")) == 1


async def test_incidents_are_listed_with_their_sources(operator: Chat) -> None:
    assert "No incidents" in shown(await operator.presses(ShowIncidents(0)))
    await operator.house.database.write(
        lambda tx: tx.execute("insert into troubles values ('ustr.rss', 'dead', 0, null, null)")
    )
    reply = await operator.presses(ShowIncidents(0))
    assert "USTR: cannot be read, since 1 Jan 1970" in shown(reply)
    assert ShowIncidents(0) in payloads(await operator.says("/admin"))


# ---- dead letters ----------------------------------------------------------------------------------


async def test_dead_letters_are_retried_from_the_list(operator: Chat) -> None:
    await dead_letter(operator.house)
    listed = await operator.presses(ShowDeadLetters(0))
    assert "1 quota cut" in shown(listed)
    assert "message is empty" in shown(listed)
    retry = next(each for each in payloads(listed) if isinstance(each, RetryDead))
    reply = await operator.presses(retry)
    assert reply.toast == "1 alert is queued again"
    assert "0 dead letters" in shown(reply)
    assert operator.woken == 1
    assert len(await operator.house.database.read(outbox.next_per_subscriber, operator.house.clock())) == 1


async def test_dead_letters_are_dropped_all_at_once(operator: Chat) -> None:
    await dead_letter(operator.house)
    reply = await operator.presses(DropDead(0))
    assert reply.toast == "1 alert dropped"
    assert await operator.house.database.read(outbox.next_per_subscriber, operator.house.clock()) == []
    assert "dropped" in (await operator.presses(DropDead(0))).toast


# ---- announcements ---------------------------------------------------------------------------------


async def test_an_announcement_is_previewed_and_sent_once_to_each_chat(operator: Chat) -> None:
    house = operator.house
    for address in ("7", "-1005", "-1005/3", "-1005/4"):
        await house.person(address)
    await house.watchlist.unreachable(Address("7"))
    preview = await operator.says("/broadcast The bot <pauses> at 18:00.")
    assert "2 chats get this message" in shown(preview)
    assert "The bot <pauses> at 18:00." in shown(preview)
    send = payloads(preview)[0]
    assert "2 chats" in shown(await operator.presses(send))
    assert "already" in shown(await operator.presses(send))
    assert [address for address, _ in await notices(house)] == ["99", "-1005"]
    alert = await house.database.write(outbox.claim, AlertId(1), house.clock())
    assert alert is not None
    assert alert.notice is not None
    assert alert.notice.news is News.ANNOUNCEMENT
    said = shown(alerts.notice(alert.notice, WORDS["en"], house.clock()))
    assert said == "📢 From the operator of this bot\nThe bot <pauses> at 18:00."


async def test_an_announcement_that_is_not_sent_reaches_nobody(operator: Chat) -> None:
    assert "/broadcast" in shown(await operator.presses(HowToAnnounce()))
    assert "/broadcast" in shown(await operator.says("/broadcast"))
    assert "too long" in shown(await operator.says("/broadcast " + "x" * 3_001))
    await operator.says("/broadcast Hello")
    await operator.presses(DropAnnouncement())
    assert await notices(operator.house) == []


# ---- backups ---------------------------------------------------------------------------------------


async def test_a_backup_is_made_at_once(operator: Chat, tmp_path: Path) -> None:
    reply = await operator.presses(BackUp())
    assert "Backup made" in reply.toast
    assert "Last backup: 12:00" in shown(reply)
    assert len(made_backups(tmp_path / "backups")) == 1
    assert "Backup made" in (await operator.presses(BackUp())).toast
    assert len(made_backups(tmp_path / "backups")) == 1


async def test_a_backup_that_fails_says_so(house: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    chat = Chat(house, folder=tmp_path / "file" / "backups")
    assert "failed" in shown(await chat.presses(BackUp()) if await chat.says("/start") else Reply(""))


# ---- unexpected errors -----------------------------------------------------------------------------


def fail(secret: str) -> None:
    raise KeyError(secret)


def log_failure(reports: ErrorReports, error: Exception | None = None) -> None:
    log = logging.getLogger("tests.failing")
    log.addHandler(reports)
    try:
        if error is not None:
            raise error
        fail("what Ann wrote")
    except (KeyError, StoreError):
        log.exception("answer_failed", extra={"chat": 7654321})
    finally:
        log.removeHandler(reports)


async def test_an_unexpected_error_reaches_operators_once_an_hour_without_what_people_wrote(house: House) -> None:
    woken: list[None] = []
    reports = ErrorReports(house.database, [OPERATOR], house.clock, lambda: woken.append(None))
    for _ in range(3):
        log_failure(reports)
        await reports.run()
    ((address, notice),) = await notices(house)
    assert address == OPERATOR
    assert "answer_failed KeyError test_admin.py" in notice
    assert "Ann" not in notice
    assert "7654321" not in notice
    assert len(woken) == 1
    # The same after a restart, and again after an hour.
    again = ErrorReports(house.database, [OPERATOR], house.clock, lambda: None)
    log_failure(again)
    await again.run()
    assert len(await notices(house)) == 1
    house.clock.pass_by(timedelta(hours=1))
    log_failure(again)
    await again.run()
    assert len(await notices(house)) == 2


async def test_a_full_disk_is_not_an_unexpected_error(house: House) -> None:
    reports = ErrorReports(house.database, [OPERATOR], house.clock, lambda: None)
    log_failure(reports, StoreError(Path("x.db"), "the disk is full"))
    await reports.run()
    assert await notices(house) == []


def test_an_error_that_was_never_raised_has_a_kind_too() -> None:
    assert kind_of("job_failed", ValueError("secret")) == "job_failed ValueError"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_operators_read_of_an_error_in_their_language(house: House, language: str) -> None:
    reports = ErrorReports(house.database, [OPERATOR], house.clock, lambda: None)
    log_failure(reports)
    await reports.run()
    alert = await house.database.write(outbox.claim, AlertId(1), house.clock())
    assert alert is not None
    assert alert.notice is not None
    assert "KeyError" in shown(alerts.notice(alert.notice, WORDS[language], house.clock()))
