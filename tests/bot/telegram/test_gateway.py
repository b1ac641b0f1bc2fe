"""Telegram at the edge: what each error means for a message, and what people say. The bot is PTB's own."""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path

import pytest
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, TelegramError, TimedOut

from bot.callbacks.searching import Why
from bot.callbacks.settings import Resume
from bot.callbacks.watching import Mute
from bot.charts import LIGHT, Chart, png
from bot.chat import (
    MAX_DOCUMENT_BYTES,
    SILENCE,
    Answer,
    Button,
    ChatClosed,
    ChatMessage,
    ChatMoved,
    ChatUnreachable,
    Copy,
    Document,
    Link,
    NotSent,
    Outcome,
    Press,
    Reply,
    Request,
    SendRefused,
    Sent,
    TokenRefused,
    Unsure,
    Wait,
)
from bot.commands import COMMANDS
from bot.delivery.worker import Delivery
from bot.messages.text import load
from bot.replies import decoded, encoded
from bot.telegram import Gateway, Handlers, Inbox, Profile, intake
from bot.telegram.inbox import MAX_WAITING
from bot.telegram.intake import Intake
from bot.telegram.outcomes import outcome_of
from bot.telegram.updates import Update
from bot.telegram.wire import BotApi
from bot.watchdog import MAX_SILENCE_SECONDS
from tests.bot.telegram.test_intake import KINDS, WRONG, damaged, paths
from tests.fakes.bell import PATIENCE
from tests.fakes.bell import eventually as until
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_script import (
    Scripted,
    bad_gateway,
    blocked,
    dropped,
    garbage,
    late,
    migrated,
    refusal,
    too_many,
)
from tests.fakes.bot_api_updates import chat, user
from tests.fakes.queued import count_waiting
from tests.fakes.sends import NoPace
from watchers.model import Address
from watchers.store import Database, Transaction, inbox

pytestmark = pytest.mark.service

CHAT = Address("7")
GROUP = -1_000_000_000_005
CHANNEL = -1_000_000_000_006
TOPIC = Address(f"{GROUP}/12")
WORDS = load()


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # As in the image; without it python-telegram-bot warns at each RetryAfter.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    # The fake speaks plain HTTP, and reading all authorities of the system takes longer than most tests.
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi(longest_poll=0.2) as api:
        yield api
        assert api.violations == []


@pytest.fixture
async def gateway(api: FakeBotApi) -> AsyncIterator[Gateway]:
    gateway = Gateway(api.token, api.base_url, api.base_file_url)
    await gateway.connect()
    yield gateway
    await gateway.close()


# ---- what an error means ---------------------------------------------------------------------------

BAD = "Bad Request: "
PORTAL = "<html>Log in to the network</html>"
REFUSED = '{"ok": false, "error_code": %d, "parameters": %s}'
BY_OTHERS = (301, 302, 307, 400, 401, 403, 404, 407, 409, 413, 429)


def told(status: int, parameters: str) -> Scripted:
    """An answer of the Bot API with these ResponseParameters."""
    return Scripted(status, body=REFUSED % (status, parameters))


ERRORS: dict[str, tuple[Scripted, Outcome]] = {
    # D3
    "429 with how long": (too_many(7), Wait(timedelta(seconds=7))),
    "429 with years": (too_many(10**12), Wait(timedelta(days=1))),
    # D4
    "429 without": (too_many(None), NotSent("")),
    "429 with a time that is over": (too_many(-5), NotSent("")),
    "429 with a fraction": (told(429, '{"retry_after": 1.5}'), NotSent("")),
    "429 with null": (told(429, "null"), NotSent("")),
    "500 with a page": (Scripted(500, body="<html>Internal Server Error</html>"), NotSent("", certain=False)),
    "502 with a page": (bad_gateway(), NotSent("", certain=False)),
    "502 with JSON": (refusal(502, "Bad Gateway"), NotSent("", certain=False)),
    "504 with a page": (Scripted(504, body="<html>Gateway Time-out</html>"), NotSent("", certain=False)),
    # A gateway or a captive portal on the way, which says nothing about the chat, the message or the token.
    **{f"{status} with a page": (Scripted(status, body=PORTAL), NotSent("")) for status in BY_OTHERS},
    "403 with other JSON": (Scripted(403, body='{"error": "blocked by policy"}'), NotSent("")),
    # D5
    "blocked": (blocked(), ChatUnreachable("")),
    "deactivated": (refusal(403, "Forbidden: user is deactivated"), ChatUnreachable("")),
    "kicked": (refusal(403, "Forbidden: bot was kicked from the supergroup chat"), ChatUnreachable("")),
    "never begun": (refusal(403, "Forbidden: bot can't initiate conversation with a user"), ChatUnreachable("")),
    "blocked, with odd parameters": (told(403, "null"), ChatUnreachable("")),
    "no member": (refusal(403, "Forbidden: bot is not a member of the channel chat"), ChatUnreachable("")),
    # D6
    "migrated": (migrated(GROUP), ChatMoved(Address(str(GROUP)))),
    # D7
    "chat not found": (refusal(400, BAD + "chat not found"), ChatUnreachable("")),
    "no rights": (refusal(400, BAD + "not enough rights to send text messages to the chat"), ChatUnreachable("")),
    "not allowed": (refusal(400, BAD + "have no rights to send a message"), ChatUnreachable("")),
    "no administrator": (refusal(400, BAD + "need administrator rights in the channel chat"), ChatUnreachable("")),
    "write forbidden": (refusal(400, BAD + "CHAT_WRITE_FORBIDDEN"), ChatUnreachable("")),
    "peer gone": (refusal(400, BAD + "PEER_ID_INVALID"), ChatUnreachable("")),
    "group deleted": (refusal(400, BAD + "group chat was deactivated"), ChatUnreachable("")),
    "account deleted": (refusal(400, BAD + "INPUT_USER_DEACTIVATED"), ChatUnreachable("")),
    "no access": (refusal(400, BAD + "Have no write access to the chat"), ChatUnreachable("")),
    "banned": (refusal(400, BAD + "USER_BANNED_IN_CHANNEL"), ChatUnreachable("")),
    "channel gone": (refusal(400, BAD + "CHANNEL_PRIVATE"), ChatUnreachable("")),
    "no texts": (refusal(400, BAD + "CHAT_SEND_PLAIN_FORBIDDEN"), ChatUnreachable("")),
    # D8
    "200 and no JSON": (garbage(), Unsure("")),
    "200 and other JSON": (garbage("{}"), Unsure("")),
    "200 and a list": (garbage("[]"), Unsure("")),
    "200 that is not well": (garbage('{"ok": false, "description": "no"}'), Unsure("")),
    "200 and a refusal": (garbage(REFUSED % (403, "{}")), ChatUnreachable("")),
    "200 and a failure": (garbage(REFUSED % (500, "{}")), NotSent("", certain=False)),
    "200 and a request to wait": (garbage(REFUSED % (429, '{"retry_after": 7}')), Wait(timedelta(seconds=7))),
    "200 and no result": (garbage('{"ok": true}'), Unsure("")),
    "200 and no message": (garbage('{"ok": true, "result": true}'), Unsure("")),
    "200 and a message without an id": (garbage('{"ok": true, "result": {"date": 1}}'), Unsure("")),
    "dropped before it was taken": (dropped(accept=False), Unsure("")),
    "dropped after it was taken": (dropped(accept=True), Unsure("")),
    # D15
    "wrong token": (refusal(401, "Unauthorized"), TokenRefused()),
    "malformed token": (refusal(404, "Not Found"), TokenRefused()),
}


@pytest.mark.parametrize(("met", "meant"), ERRORS.values(), ids=list(ERRORS))
async def test_an_error_of_telegram_is_an_outcome(
    met: Scripted, meant: Outcome, api: FakeBotApi, gateway: Gateway
) -> None:
    api.script("sendMessage", met)
    outcome = await gateway(CHAT, Reply("hello"))
    assert type(outcome) is type(meant)
    if isinstance(meant, Wait | ChatMoved | TokenRefused):
        assert outcome == meant
    if isinstance(meant, NotSent):
        assert isinstance(outcome, NotSent)
        assert outcome.certain is meant.certain
    assert len(api.calls_of("sendMessage")) == 1
    assert gateway.token_refused.is_set() is isinstance(meant, TokenRefused)


FILE = Reply("a list", document=Document("watches.txt", b"TSMC"))
PICTURE = Reply("a chart", picture=Document("chart.png", b"PNG"))


@pytest.mark.parametrize(("method", "reply"), [("sendDocument", FILE), ("sendPhoto", PICTURE)])
@pytest.mark.parametrize("status", BY_OTHERS)
async def test_files_are_not_refused_by_who_is_not_telegram_either(
    status: int, method: str, reply: Reply, api: FakeBotApi, gateway: Gateway
) -> None:
    api.script(method, Scripted(status, body=PORTAL))
    assert isinstance(await gateway(CHAT, reply), NotSent)
    assert not gateway.token_refused.is_set()


@pytest.mark.parametrize(("method", "reply"), [("sendDocument", FILE), ("sendPhoto", PICTURE)])
async def test_a_file_whose_answer_is_not_a_message_may_have_been_sent(
    method: str, reply: Reply, api: FakeBotApi, gateway: Gateway
) -> None:
    api.script(method, garbage('{"ok": true, "result": true}'))
    assert isinstance(await gateway(CHAT, reply), Unsure)


@pytest.mark.parametrize("status", BY_OTHERS)
async def test_who_is_not_telegram_cannot_refuse_the_token(status: int, api: FakeBotApi) -> None:
    api.script("getMe", Scripted(status, body=PORTAL))
    gateway = Gateway(api.token, api.base_url, api.base_file_url)
    tries: list[bool] = []
    gateway.trying = lambda: tries.append(gateway.connected)
    async with asyncio.timeout(PATIENCE):
        await gateway.connect()
    assert gateway.connected
    assert tries == [False]
    await gateway.close()


@pytest.mark.parametrize("error", [BadRequest, Conflict, Forbidden, NetworkError, TelegramError, TimedOut])
@pytest.mark.parametrize("colon", [":", "%3A"])
def test_the_reason_of_an_outcome_holds_no_token(error: type[TelegramError], colon: str) -> None:
    secret = "AAE-x_Yz0123456789abcdefghijklmnopq"
    outcome = outcome_of(error(f"no answer of https://api.telegram.org/bot123456789{colon}{secret}/sendMessage"))
    assert isinstance(outcome, NotSent | SendRefused | ChatUnreachable | Unsure)
    assert secret not in outcome.why
    assert "sendMessage" in outcome.why


@pytest.fixture
async def one_connection(api: FakeBotApi) -> AsyncIterator[BotApi]:
    async with BotApi(api.base_url + api.token, connections=1) as wire:
        yield wire


MESSAGE = {"chat_id": 7, "text": "hello"}


@pytest.mark.hazard("D8")
@pytest.mark.virtual_time
async def test_no_answer_in_time_may_have_been_sent(api: FakeBotApi, one_connection: BotApi) -> None:
    api.script("sendMessage", late(PATIENCE))
    with pytest.raises(TelegramError) as raised:
        await one_connection.call("sendMessage", MESSAGE, 0.2)
    assert isinstance(outcome_of(raised.value), Unsure)


@pytest.mark.hazard("D8")
@pytest.mark.virtual_time
async def test_without_a_free_connection_nothing_was_sent(api: FakeBotApi, one_connection: BotApi) -> None:
    api.script("sendMessage", late(PATIENCE))
    first = asyncio.create_task(one_connection.call("sendMessage", MESSAGE, PATIENCE))
    await api.wait_until(lambda: bool(api.calls_of("sendMessage")))
    with pytest.raises(TelegramError) as raised:
        await one_connection.call("sendMessage", MESSAGE)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert isinstance(outcome_of(raised.value), NotSent)
    assert len(api.calls_of("sendMessage")) == 1


@pytest.mark.hazard("X18")
@pytest.mark.virtual_time
async def test_who_waits_as_long_as_telegram_asks_gives_signs_of_life(api: FakeBotApi, one_connection: BotApi) -> None:
    loop, again = asyncio.get_running_loop(), asyncio.Event()
    signs = [loop.time()]
    api.script("getUpdates", too_many(600))
    intake = Intake(one_connection, nothing_stored, again.set, lambda error, wait: signs.append(loop.time()))
    running = asyncio.create_task(intake.run())
    await again.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert loop.time() - signs[0] >= 600
    assert max(later - sign for sign, later in pairwise([*signs, loop.time()])) < MAX_SILENCE_SECONDS


async def nothing_stored(updates: list[Update]) -> None:
    return None


@pytest.mark.hazard("D8")
async def test_without_a_connection_nothing_was_sent(api: FakeBotApi, gateway: Gateway) -> None:
    await api.stop()
    assert isinstance(await gateway(CHAT, Reply("hello")), NotSent)


# ---- second tries ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "why",
    [
        'can\'t parse entities: Unsupported start tag "p" at byte offset 0',
        "message is too long",
        "ENTITIES_TOO_LONG",
        "BUTTON_DATA_INVALID",
        "inline keyboard button URL 'https://x' is invalid: Wrong HTTP URL",
        "MESSAGE_TOO_LONG",
        "anything that is refused now or in the future",
    ],
)
@pytest.mark.hazard("D7")
async def test_what_telegram_refuses_goes_out_once_more_as_plain_text(
    why: str, api: FakeBotApi, gateway: Gateway
) -> None:
    api.script("sendMessage", refusal(400, BAD + why))
    buttons = ((Button("Why?", Why(1)), Link("Open", "https://example.org/")),)
    outcome = await gateway(CHAT, Reply("<b>R&amp;D</b> &lt;5nm", buttons))
    (sent,) = api.sent
    assert outcome == Sent(str(sent.message_id))
    assert (sent.text, sent.entities) == ("R&D <5nm", ())
    assert [button.text for row in sent.buttons for button in row] == ["Why?"]


TIMED = '<b>TSMC</b> <tg-time unix="1796119320" format="Dt">1 Dec 2026, 10:02 UTC</tg-time>'
NO_TIMES = 'can\'t parse entities: Unsupported start tag "tg-time" at byte offset 12'


@pytest.mark.parametrize("replaces", [False, True])
async def test_a_server_that_does_not_know_marked_times_gets_them_as_text_from_then_on(
    replaces: bool, api: FakeBotApi, gateway: Gateway
) -> None:
    first = await gateway(CHAT, Reply(TIMED))
    assert isinstance(first, Sent)
    assert [entity.type for entity in api.sent[0].entities] == ["bold", "date_time"]
    method = "editMessageText" if replaces else "sendMessage"
    api.script(method, refusal(400, BAD + NO_TIMES))
    changed = Reply(f"{TIMED}!", replaces=first.message if replaces else None)
    assert isinstance(await gateway(CHAT, changed), Sent)
    await gateway(CHAT, Reply(TIMED))
    *_, refused, as_text = api.calls_of(method)[: 3 if not replaces else 2]
    assert "tg-time" in refused.parameters["text"]
    assert as_text.parameters["text"] == "<b>TSMC</b> 1 Dec 2026, 10:02 UTC!"
    assert [entity.type for entity in api.sent[-1].entities] == ["bold"]


@pytest.mark.hazard("D7")
async def test_what_cannot_be_read_as_plain_text_either_is_refused(api: FakeBotApi, gateway: Gateway) -> None:
    api.script("sendMessage", refusal(400, BAD + "message is too long", times=2))
    assert isinstance(await gateway(CHAT, Reply("hello")), SendRefused)
    assert len(api.calls_of("sendMessage")) == 2


@pytest.mark.parametrize("why", ["message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
@pytest.mark.hazard("D7")
async def test_where_the_topic_is_gone_the_message_goes_to_the_general_one(
    why: str, api: FakeBotApi, gateway: Gateway
) -> None:
    api.script("sendMessage", refusal(400, BAD + why))
    assert isinstance(await gateway(TOPIC, Reply("<b>hello</b>")), Sent)
    first, second = api.calls_of("sendMessage")
    assert (first.parameters["message_thread_id"], second.parameters.get("message_thread_id")) == (12, None)
    assert api.sent[0].entities


@pytest.mark.hazard("D7")
async def test_where_the_general_topic_is_closed_too_the_chat_is_held(api: FakeBotApi, gateway: Gateway) -> None:
    api.script("sendMessage", refusal(400, BAD + "TOPIC_CLOSED", times=2))
    assert isinstance(await gateway(TOPIC, Reply("hello")), ChatClosed)


@pytest.mark.hazard("D7")
@pytest.mark.parametrize("opened", ["forum_topic_reopened", "general_forum_topic_unhidden"])
async def test_a_topic_that_is_opened_again_is_released(opened: str, api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(Reply("done"))
    message = {"message_id": 900, "date": 1_796_000_000, "chat": chat(GROUP, "supergroup"), "from": user(11)}
    where = {"message_thread_id": 12, "is_topic_message": True} if opened == "forum_topic_reopened" else {}
    async with listening(gateway, listener):
        await api.deliver("message", message | where | {opened: {}})
        await until(lambda: bool(listener.back))
    assert listener.back == [TOPIC if where else Address(str(GROUP))]
    assert listener.heard == []


async def test_a_message_is_sent_as_it_was_meant(api: FakeBotApi, gateway: Gateway) -> None:
    buttons = ((Button("Why?", Why(17)), Link("Open", "https://example.org/1")), (Button("Resume", Resume()),))
    assert await gateway(TOPIC, Reply("<b>Tariffs</b> rise", buttons)) == Sent("1")
    (sent,) = api.sent
    assert (sent.chat_id, sent.thread_id, sent.text) == (GROUP, 12, "Tariffs rise")
    assert [[(button.text, button.data, button.url) for button in row] for row in sent.buttons] == [
        [("Why?", '[2,12,["y",17]]', ""), ("Open", "", "https://example.org/1")],
        [("Resume", '[2,12,["s"]]', "")],
    ]
    assert api.calls_of("sendMessage")[0].parameters["link_preview_options"]["is_disabled"] is True


async def test_an_alert_without_a_sound_says_so(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(CHAT, Reply("loud"))
    await gateway(CHAT, Reply("silent", without_sound=True))
    asked = [call.parameters.get("disable_notification") for call in api.calls_of("sendMessage")]
    assert asked == [None, True]


async def test_a_key_below_the_text_field_shares_where_the_person_is(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(CHAT, decoded(encoded(Reply("Where?", asks_location="Share"))))
    assert api.sent[0].markup["keyboard"] == [[{"text": "Share", "request_location": True}]]


async def test_a_button_copies_its_text(api: FakeBotApi, gateway: Gateway) -> None:
    reply = Reply("an alert", ((Copy("📋 91 FR 1", "91 FR 1"), Link("Open", "https://example.org/1")),))
    await gateway(CHAT, decoded(encoded(reply)))
    assert api.sent[0].markup["inline_keyboard"][0][0] == {"text": "📋 91 FR 1", "copy_text": {"text": "91 FR 1"}}


async def test_a_question_opens_the_text_field(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(CHAT, decoded(encoded(Reply("Reply with the new rule", asks_text="New rule"))))
    assert api.sent[0].markup == {"force_reply": True, "input_field_placeholder": "New rule"}


# ---- connecting ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "met",
    [too_many(1), garbage(), garbage('{"ok": true, "result": true}'), dropped(accept=False)],
    ids=["429", "no JSON", "other JSON", "dropped"],
)
async def test_telegram_may_be_out_of_order_when_we_start(met: Scripted, api: FakeBotApi) -> None:
    api.script("getMe", met)
    gateway = Gateway(api.token, api.base_url, api.base_file_url)
    me = await gateway.connect()
    assert me.username == "tradewatch_test_bot"
    await gateway.close()


# ---- what people say -------------------------------------------------------------------------------


class Listener:
    """Answers everything the same, and remembers it."""

    def __init__(self, reply: Reply) -> None:
        self.heard: list[Request] = []
        self.left: list[Address] = []
        self.back: list[Address] = []
        self.moved: list[tuple[Address, Address]] = []
        self.reply = reply

    async def __call__(self, request: Request) -> Reply:
        self.heard.append(request)
        return self.reply

    async def membership(self, address: Address, present: bool) -> None:
        (self.back if present else self.left).append(address)

    async def move(self, old: Address, new: Address) -> None:
        self.moved.append((old, new))


@asynccontextmanager
async def listening(gateway: Gateway, listener: Listener, answer: Answer | None = None) -> AsyncIterator[Database]:
    """The gateway runs over a new database, and what is to be said is delivered at once."""
    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(Path(folder) / "tradewatch.db") as database:

            def move(tx: Transaction, old: Address, new: Address) -> None:
                listener.moved.append((old, new))
                inbox.move(tx, old, new)

            delivery = Delivery(database, gateway, NoPace(), WORDS, now, lambda: None, move)
            handlers = Handlers(answer or listener, listener.membership, listener.move)
            received = Inbox(database, gateway.carry_out, WORDS, now, delivery.wake)
            running = asyncio.create_task(gateway.run(handlers, received, Profile(WORDS, tuple(COMMANDS), 40)))
            delivering = asyncio.create_task(delivery.run())
            try:
                yield database
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
                delivery.stop()
                await delivering


def now() -> datetime:
    return datetime.now(UTC)


async def test_a_private_message_becomes_a_request(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(Reply("done"))
    async with listening(gateway, listener):
        await api.say(7, "/watch TSMC", language_code="zh-hans")
        await api.wait_for(lambda sent: sent.chat_id == 7)
    assert listener.heard == [Request(Address("7"), True, 7, "zh-hans", "/watch TSMC", user_name="User 7")]
    assert api.sent[0].reply_to is None


@pytest.mark.hazard("D13")
@pytest.mark.hazard("X5")
async def test_what_was_taken_in_is_confirmed_once_it_is_stored(api: FakeBotApi, gateway: Gateway) -> None:
    listener, gate = Listener(Reply("done")), asyncio.Event()

    async def answer(request: Request) -> Reply:
        await gate.wait()
        return await listener(request)

    async with listening(gateway, listener, answer) as database:
        await api.say(7, "/watch TSMC")
        await until(lambda: api.waiting_updates == 0)
        assert await database.read(count_waiting) == 1
        gate.set()
        await api.wait_for(lambda sent: sent.text == "done")
        assert await database.read(count_waiting) == 0


@pytest.mark.hazard("D13")
async def test_an_update_that_arrives_again_is_not_carried_out_again(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(Reply("done"))
    said = await api.say(7, "/watch TSMC")
    async with listening(gateway, listener):
        await api.wait_for(lambda sent: sent.text == "done")
        await until(lambda: api.waiting_updates == 0)
        await api.deliver_raw({"update_id": 1, "message": said.message})
        await api.say(7, "/help")
        await until(lambda: len(listener.heard) >= 2)
    assert [request.text for request in listener.heard] == ["/watch TSMC", "/help"]


@pytest.mark.hazard("D13")
async def test_updates_out_of_order_are_carried_out_in_the_order_of_their_numbers(
    api: FakeBotApi, gateway: Gateway
) -> None:
    listener = Listener(SILENCE)
    message = {"message_id": 1, "date": 1_796_000_000, "chat": chat(7, "private"), "from": user(7)}
    for number in (42, 41, 44, 43, 42):
        await api.deliver_raw({"update_id": number, "message": message | {"text": f"/help {number}"}})
    async with listening(gateway, listener):
        await until(lambda: len(listener.heard) >= 4)
        await until(lambda: api.waiting_updates == 0)
    assert [request.words for request in listener.heard] == ["41", "42", "43", "44"]


async def test_a_slow_command_delays_no_other_chat(api: FakeBotApi, gateway: Gateway) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def slow_for_one(request: Request) -> Reply:
        if request.address == CHAT:
            begun.set()
            await never.wait()
        return Reply("done")

    async with listening(gateway, Listener(SILENCE), slow_for_one):
        await api.say(7, "/addsource example.org")
        await asyncio.wait_for(begun.wait(), PATIENCE)
        await api.say(8, "/watches")
        await api.wait_for(lambda sent: sent.chat_id == 8)


async def test_a_group_is_answered_where_it_asked(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(Reply("done"))
    async with listening(gateway, listener):
        said = await api.say(GROUP, "/watch@Tradewatch_Test_Bot TSMC", user_id=5, thread_id=12)
        sent = await api.wait_for(lambda sent: sent.chat_id == GROUP)
    assert listener.heard == [Request(TOPIC, False, 5, "en", "/watch@Tradewatch_Test_Bot TSMC", user_name="User 5")]
    assert (sent.thread_id, sent.reply_to) == (12, said.message_id)


async def test_a_command_for_another_bot_is_left_to_it(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(Reply("done"))
    async with listening(gateway, listener):
        await api.say(GROUP, "/start@Another_Bot", user_id=5)
        await api.say(GROUP, "/start", user_id=5)
        await api.wait_for(lambda sent: sent.chat_id == GROUP)
    assert [request.text for request in listener.heard] == ["/start"]


async def test_a_reply_names_the_message_that_it_answers(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(CHAT, Reply("an alert"))
    listener = Listener(SILENCE)
    async with listening(gateway, listener):
        await api.say(7, "/why", reply_to=api.sent[0])
        await until(lambda: bool(listener.heard))
    assert listener.heard[0].replied_to == str(api.sent[0].message_id)
    assert len(api.sent) == 1


async def test_an_anonymous_administrator_is_answered_and_so_is_an_edit(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(SILENCE)
    async with listening(gateway, listener):
        said = await api.say(GROUP, "/watches", anonymous=True)
        await api.edit(said, "/pause")
        await api.say(7, "/help")
        await until(lambda: len(listener.heard) == 3)
    assert {request.text: request.edited for request in listener.heard} == {
        "/watches": False,
        "/pause": True,
        "/help": False,
    }


async def test_a_post_that_telegram_forwards_into_the_group_of_its_channel_is_ignored(
    api: FakeBotApi, gateway: Gateway
) -> None:
    listener = Listener(Reply("done"))
    async with listening(gateway, listener):
        await api.say(GROUP, "/watch the news: ASML", channel=-1_000_000_000_900)
        await api.say(GROUP, "/watches", user_id=5)
        await api.wait_for(lambda sent: sent.chat_id == GROUP)
    assert [request.text for request in listener.heard] == ["/watches"]


async def test_a_full_width_slash_makes_a_command(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(Reply("done"))
    async with listening(gateway, listener):
        await api.say(7, "／watch ASML")
        await api.wait_for(lambda sent: sent.chat_id == 7)
    assert [(request.command, request.words) for request in listener.heard] == [("watch", "ASML")]


async def test_a_press_comes_as_its_action_and_is_answered(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(TOPIC, Reply("an alert", ((Button("Mute W1", Mute(1)),),)))
    listener = Listener(Reply("muted"))
    async with listening(gateway, listener):
        query = await api.press(api.sent[0], "Mute W1", user_id=5)
        await api.wait_for(lambda sent: sent.text == "muted")
    assert listener.heard == [Request(TOPIC, False, 5, "en", "", Press(Mute(1)), user_name="User 5")]
    assert [answered.query_id for answered in api.answered] == [query]


async def test_a_press_may_change_the_message_that_it_is_on(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(CHAT, Reply("page one", ((Button("More", Resume()),),)))
    listener = Listener(Reply("page two", edits=True))
    async with listening(gateway, listener):
        for _ in range(2):  # the second changes nothing, which is no reason to say it again
            await api.press_data(api.sent[0], "1:s:")
        await until(lambda: len(api.answered) == 2 and len(listener.heard) == 2)
        await api.say(7, "/help")
        await until(lambda: len(listener.heard) == 3 and len(api.sent) == 2)
    assert api.shown(7)[0].text == "page two"
    assert [sent.text for sent in api.sent] == ["page one", "page two"]  # the latter is for /help


async def test_a_press_may_change_only_the_buttons_of_its_message(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(CHAT, Reply("an alert", ((Button("Mute", Mute(1)),),)))
    opened = Reply("Mute what?", ((Button("W1", Mute(1)),),), edits=True, only_buttons=True, toast="Mute what?")
    async with listening(gateway, Listener(opened)):
        await api.press(api.sent[0], "Mute", user_id=7)
        await until(lambda: bool(api.edited))
    (message,) = api.shown(7)
    assert (message.text, [button.text for row in message.buttons for button in row]) == ("an alert", ["W1"])
    assert [answered.text for answered in api.answered] == ["Mute what?"]


async def test_an_answer_to_a_press_is_below_the_message_with_the_button(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(CHAT, Reply("an alert", ((Button("Why?", Why(17)),),)))
    async with listening(gateway, Listener(Reply("because"))):
        await api.press(api.sent[0], "Why?", user_id=7)
        answer = await api.wait_for(lambda sent: sent.text == "because")
    assert answer.reply_to == api.sent[0].message_id


async def test_the_answer_to_a_press_does_not_wait_for_its_toast(
    api: FakeBotApi, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.gateway.TOAST_SECONDS", 0.1)
    never = asyncio.Event()
    api.script("answerCallbackQuery", Scripted(held=never, times=None))
    await gateway(CHAT, Reply("an alert", ((Button("Why?", Why(17)),),)))
    async with listening(gateway, Listener(Reply("because"))):
        await api.press(api.sent[0], "Why?", user_id=7)
        await api.wait_for(lambda sent: sent.text == "because")
    never.set()


async def test_a_toast_is_cut_to_what_telegram_shows(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(CHAT, Reply("an alert", ((Button("Mute W1", Mute(1)),),)))
    async with listening(gateway, Listener(Reply("muted", toast="稅" * 300))):
        await api.press(api.sent[0], "Mute W1", user_id=7)
        await until(lambda: bool(api.answered))
    assert api.answered[0].text.startswith("稅" * 190)


@pytest.mark.hazard("X13")
@pytest.mark.parametrize("inaccessible", [False, True])
async def test_a_button_acts_for_its_topic_and_is_answered_there_however_old_its_message_is(
    inaccessible: bool, api: FakeBotApi, gateway: Gateway
) -> None:
    await gateway(TOPIC, Reply("an alert", ((Button("Mute W1", Mute(1)),),)))
    listener = Listener(Reply("muted"))
    async with listening(gateway, listener):
        await api.press(api.sent[0], "Mute W1", user_id=5, inaccessible=inaccessible)
        answer = await api.wait_for(lambda sent: sent.text == "muted")
    assert listener.heard == [Request(TOPIC, False, 5, "en", "", Press(Mute(1)), user_name="User 5")]
    assert (answer.chat_id, answer.thread_id) == (GROUP, 12)


@pytest.mark.hazard("X13")
async def test_a_button_that_had_to_go_to_the_general_topic_acts_for_its_own(api: FakeBotApi, gateway: Gateway) -> None:
    api.script("sendMessage", refusal(400, BAD + "TOPIC_CLOSED"))
    await gateway(TOPIC, Reply("an alert", ((Button("Mute W1", Mute(1)),),)))
    (sent,) = api.sent
    assert sent.thread_id is None
    listener = Listener(SILENCE)
    async with listening(gateway, listener):
        await api.press(sent, "Mute W1", user_id=5)
        await until(lambda: bool(listener.heard))
    assert listener.heard[0].address == TOPIC


@pytest.mark.hazard("X13")
async def test_a_message_that_is_inaccessible_can_still_be_changed(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(TOPIC, Reply("page one", ((Button("More", Resume()),),)))
    async with listening(gateway, Listener(Reply("page two", ((Button("Back", Resume()),),), edits=True))):
        await api.press(api.sent[0], "More", user_id=5, inaccessible=True)
        await api.wait_until(lambda: bool(api.edited))
    assert [button.data for button in api.shown(GROUP)[0].buttons[0]] == ['[2,12,["s"]]']
    assert len(api.sent) == 1


@pytest.mark.hazard("X13")
async def test_a_deleted_message_is_answered_with_a_new_one_in_its_topic(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(TOPIC, Reply("page one", ((Button("More", Resume()),),)))
    api.script("editMessageText", refusal(400, BAD + "message to edit not found"))
    async with listening(gateway, Listener(Reply("page two", edits=True))):
        await api.press(api.sent[0], "More", user_id=5, inaccessible=True)
        answer = await api.wait_for(lambda sent: sent.text == "page two")
    assert answer.thread_id == 12


@pytest.mark.hazard("X13")
async def test_a_button_of_version_1_has_the_topic_of_its_message_or_none_that_is_known(
    api: FakeBotApi, gateway: Gateway
) -> None:
    await gateway(TOPIC, Reply("an alert"))
    listener = Listener(SILENCE)
    async with listening(gateway, listener):
        for inaccessible in (False, True):
            await api.press_data(api.sent[0], "1:m:1", user_id=5, inaccessible=inaccessible)
        await until(lambda: len(listener.heard) == 2)
    assert [(request.address, request.press) for request in listener.heard] == [
        (TOPIC, Press(Mute(1))),
        (Address(str(GROUP)), Press(Mute(1), unplaced_message=str(api.sent[0].message_id))),
    ]


async def test_an_old_or_forged_button_is_received_without_a_payload(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(CHAT, Reply("an alert"))
    listener = Listener(Reply("too old"))
    async with listening(gateway, listener):
        await api.press_data(api.sent[0], "0:what:ever")
        await api.wait_for(lambda sent: sent.text == "too old")
    assert listener.heard[0].press == Press(None)


async def test_the_removal_of_the_bot_from_a_chat_is_reported(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(SILENCE)
    async with listening(gateway, listener):
        await api.my_chat_member(7, "kicked")
        await api.my_chat_member(GROUP, "left")
        await until(lambda: len(listener.left) == 2)
        await api.my_chat_member(GROUP, "member")
        await until(lambda: bool(listener.back))
    assert [request.joined for request in listener.heard] == [True]
    assert listener.left == [CHAT, Address(str(GROUP))]
    assert listener.back == [Address(str(GROUP))]


async def test_only_who_adds_the_bot_to_a_group_asks_for_a_greeting(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(Reply("hello"))
    async with listening(gateway, listener):
        await api.my_chat_member(GROUP, "member", user_id=5)
        await api.wait_for(lambda sent: (sent.chat_id, sent.text) == (GROUP, "hello"))
        await api.my_chat_member(GROUP, "administrator", user_id=5)
        await api.my_chat_member(CHANNEL, "administrator", user_id=5, chat_type="channel")
        await api.my_chat_member(7, "member")
        await until(lambda: len(listener.back) == 4)
    assert listener.heard == [Request(Address(str(GROUP)), False, 5, "", "", joined=True)]


@pytest.mark.parametrize(
    "kind", ["sticker", "voice", "photo", "animation", "poll", "game", "paid_media", "checklist", "video_note"]
)
async def test_what_is_not_text_is_received_in_private_chats_as_media(
    kind: str, api: FakeBotApi, gateway: Gateway
) -> None:
    listener = Listener(Reply("text only"))
    content = [{"file_id": "a"}] if kind == "photo" else {"file_id": "a"}
    async with listening(gateway, listener):
        for where, private in ((GROUP, "supergroup"), (7, "private")):
            sent = {"message_id": 900, "date": 1_796_000_000, "chat": chat(where, private), "from": user(7)}
            also = {"document": {"file_id": "a"}} if kind == "animation" else {}
            await api.deliver("message", sent | also | {kind: content})
        await api.wait_for(lambda sent: sent.text == "text only")
    assert [(each.has_media, each.private, each.document) for each in listener.heard] == [(True, True, None)]


async def test_an_edited_message_is_received_as_edited(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(Reply("again"))
    async with listening(gateway, listener):
        said = await api.say(7, "/watch TSM")
        await api.wait_for(lambda sent: sent.text == "again")
        await api.edit(said, "/watch TSMC")
        await until(lambda: len(listener.heard) == 2)
    assert [(each.text, each.edited) for each in listener.heard] == [("/watch TSM", False), ("/watch TSMC", True)]


async def test_a_chat_is_answered_in_order_and_none_waits_for_another(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(SILENCE)
    free = asyncio.Event()

    async def answer(request: Request) -> Reply:
        if request.text == "/first":
            await free.wait()
        await listener(request)
        return SILENCE

    async with listening(gateway, listener, answer):
        await api.say(7, "/first")
        await api.say(7, "/second")
        await api.say(8, "/other")
        await until(lambda: bool(listener.heard))
        free.set()
        await until(lambda: len(listener.heard) == 3)
    assert [request.text for request in listener.heard] == ["/other", "/first", "/second"]


async def test_an_answer_waits_when_it_is_asked_to(api: FakeBotApi, gateway: Gateway) -> None:
    api.script("sendMessage", bad_gateway(), too_many(1))
    listener = Listener(Reply("done"))
    async with listening(gateway, listener):
        await api.say(7, "/help")
        await api.wait_for(lambda sent: sent.text == "done")
    assert len(api.calls_of("sendMessage")) == 3


@pytest.mark.hazard("S5")
@pytest.mark.hazard("X8")
async def test_up_to_twenty_commands_of_one_person_wait_and_one_notice_counts_the_others(
    api: FakeBotApi, gateway: Gateway
) -> None:
    listener, gate = Listener(Reply("done")), asyncio.Event()

    async def answer(request: Request) -> Reply:
        if request.address == CHAT:
            await gate.wait()
        return await listener(request)

    async with listening(gateway, listener, answer) as database:
        for _ in range(MAX_WAITING + 50):
            await api.say(7, "/help")
        await api.say(8, "/help")
        await api.wait_for(lambda sent: sent.chat_id == 8)
        assert [request.address for request in listener.heard] == ["8"]
        await until(lambda: api.waiting_updates == 0)
        assert await database.read(count_waiting) == MAX_WAITING
        gate.set()
        told = await api.wait_for(lambda sent: "not carried out" in sent.text)
        await api.say(7, "/start")
        await until(lambda: listener.heard[-1].text == "/start")
    assert "50 commands" in told.text
    assert sum("not carried out" in sent.text for sent in api.sent) == 1
    assert len(listener.heard) == MAX_WAITING + 2


@pytest.mark.hazard("X8")
async def test_long_work_holds_up_neither_other_chats_nor_quick_commands_of_the_same_chat(
    api: FakeBotApi, gateway: Gateway
) -> None:
    listener, gate = Listener(Reply("done")), asyncio.Event()

    async def answer(request: Request) -> Reply:
        if request.command == "addsource":
            await gate.wait()
        return await listener(request)

    async with listening(gateway, listener, answer):
        for chat in range(1_000, 1_100):
            await api.say(chat, "/addsource example.org")
        await api.say(7, "/help")
        await api.say(1_000, "/help")
        await api.wait_for(lambda sent: sent.chat_id == 7)
        await api.wait_for(lambda sent: sent.chat_id == 1_000)
        gate.set()
        await until(lambda: len(listener.heard) == 102)


# ---- X14: a group becomes a supergroup -------------------------------------------------------------

OLD_GROUP = -505


@pytest.mark.hazard("X14")
@pytest.mark.parametrize("tells", ["both", "to", "from"])
async def test_service_messages_report_that_a_group_moved_before_the_new_one_is_answered(
    tells: str, api: FakeBotApi, gateway: Gateway
) -> None:
    listener = Listener(SILENCE)
    moved_when_asked: list[bool] = []

    async def answer(request: Request) -> Reply:
        moved_when_asked.append(bool(listener.moved))
        return SILENCE

    async def move(old: Address, new: Address) -> None:
        await asyncio.sleep(0.1)
        listener.moved.append((old, new))

    listener.move = move  # type: ignore[method-assign]  # a slow one
    async with listening(gateway, listener, answer):
        await api.migrate(OLD_GROUP, GROUP, tells=tells)
        await api.say(GROUP, "/watches")
        await until(lambda: bool(moved_when_asked))
    assert moved_when_asked == [True]
    assert set(listener.moved) == {(Address(str(OLD_GROUP)), Address(str(GROUP)))}


@pytest.mark.hazard("X14")
async def test_an_answer_to_a_group_that_moved_is_given_at_its_new_number(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(Reply("done"))
    async with listening(gateway, listener):
        await api.say(OLD_GROUP, "/watches")
        await api.migrate(OLD_GROUP, GROUP, tells="none")
        await api.wait_for(lambda sent: sent.chat_id == GROUP)
    assert listener.moved == [(Address(str(OLD_GROUP)), Address(str(GROUP)))]


# ---- X1: updates that cannot be parsed -------------------------------------------------------------


@pytest.mark.hazard("X1")
async def test_updates_that_are_damaged_anyhow_are_confirmed_and_the_others_answered(
    api: FakeBotApi, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener(SILENCE)
    people = count(100_000)  # one person may not have more than twenty waiting
    for kind, content in KINDS.items():
        for at in paths(content):
            for replaced_by in ((), *((wrong,) for wrong in WRONG.values())):
                from_another = {**content, "from": user(next(people), "ja")}
                await api.deliver(kind, damaged(from_another, at, *replaced_by))
    async with listening(gateway, listener):
        await api.say(7, "/help")
        await until(lambda: any(request.address == CHAT for request in listener.heard))
        await until(lambda: api.waiting_updates == 0)
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert set(told) <= {"update_skipped"}


@pytest.mark.hazard("X1")
async def test_an_update_without_an_id_is_passed_as_soon_as_its_neighbor_is_there(
    api: FakeBotApi, gateway: Gateway
) -> None:
    beats: list[bool] = []
    gateway.alive = lambda: beats.append(True)
    await api.deliver_raw({"message": {"text": "no id"}})
    listener = Listener(SILENCE)
    async with listening(gateway, listener):
        await until(lambda: len(api.calls_of("getUpdates")) == 2)
        assert beats == []
        first, second = api.calls_of("getUpdates")
        assert second.at - first.at >= 0.9
        await api.say(7, "/help")
        await until(lambda: bool(listener.heard) and api.waiting_updates == 0)
    assert beats


@pytest.mark.hazard("X1")
async def test_getupdates_that_keeps_failing_is_asked_at_growing_intervals(api: FakeBotApi, gateway: Gateway) -> None:
    api.script("getUpdates", bad_gateway(times=3))
    async with listening(gateway, Listener(SILENCE)):
        await until(lambda: len(api.calls_of("getUpdates")) == 4)
    at = [call.at for call in api.calls_of("getUpdates")]
    pauses = [after - before for before, after in pairwise(at)]
    assert [pause >= least for pause, least in zip(pauses, (0.9, 1.9, 3.9), strict=True)] == [True] * 3


@pytest.mark.hazard("D6")
async def test_a_group_that_moved_is_noticed_by_an_edit_too(api: FakeBotApi, gateway: Gateway) -> None:
    api.script("editMessageText", migrated(GROUP))
    outcome = await gateway(Address("-5"), Reply("new", replaces="3"))
    assert outcome == ChatMoved(Address(str(GROUP)))


@pytest.mark.hazard("D6")
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
@pytest.mark.parametrize("to", [-5, 5, 0])
async def test_a_chat_that_moved_to_itself_or_to_a_person_did_not_move(
    to: int, method: str, api: FakeBotApi, gateway: Gateway
) -> None:
    api.script(method, migrated(to))
    reply = Reply("new", replaces="3" if method == "editMessageText" else None)
    outcome = await gateway(Address("-5/12"), reply)
    assert isinstance(outcome, NotSent | SendRefused | Sent)


@pytest.mark.hazard("D7")
async def test_what_is_too_large_for_telegram_is_refused_and_not_tried_for_a_day(
    api: FakeBotApi, gateway: Gateway
) -> None:
    api.script("sendDocument", refusal(413, "Request Entity Too Large", times=None))
    outcome = await gateway(CHAT, Reply("all of it", document=Document("all.csv", b"1,2,3")))
    assert isinstance(outcome, SendRefused)


@pytest.mark.hazard("X1")
@pytest.mark.parametrize("what", ["the same update", "nothing"])
async def test_getupdates_that_ignores_its_parameters_is_not_asked_without_a_pause(
    what: str, api: FakeBotApi, gateway: Gateway
) -> None:
    sender = {"id": 7, "is_bot": False, "first_name": "Ann"}
    said = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": sender, "text": "/help"}
    updates = [{"update_id": 41, "message": said}] if what == "the same update" else []
    always = Scripted(200, body=json.dumps({"ok": True, "result": updates}), times=None)
    listener = Listener(SILENCE)
    async with listening(gateway, listener):
        api.script("getUpdates", always)
        await until(lambda: len(api.calls_of("getUpdates")) > 1)
        before = len(api.calls_of("getUpdates"))
        await asyncio.sleep(2.5)
        assert len(api.calls_of("getUpdates")) - before <= 3
    assert len(listener.heard) == len(updates)


@pytest.mark.hazard("X1")
async def test_an_update_whose_answer_breaks_costs_only_itself(
    api: FakeBotApi, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener(Reply("done"))

    async def answer(request: Request) -> Reply:
        if request.text == "/break":
            raise ZeroDivisionError
        return await listener(request)

    async with listening(gateway, listener, answer):
        await api.say(7, "/break")
        await api.say(7, "/help")
        await api.wait_for(lambda sent: sent.text == "done")
        await until(lambda: api.waiting_updates == 0)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == ["update_failed"]


# ---- files and notices -----------------------------------------------------------------------------


async def test_a_file_to_the_bot_alone_comes_with_what_is_in_it(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(SILENCE)
    async with listening(gateway, listener):
        await api.send_file(7, "mine.opml", b"<opml/>")
        await until(lambda: bool(listener.heard))
    assert (listener.heard[0].text, listener.heard[0].document) == ("", Document("mine.opml", b"<opml/>"))


async def test_a_shared_place_comes_as_a_request_in_a_private_chat_only(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(SILENCE)
    place = {"latitude": 33.6, "longitude": 130.4}
    person = {"id": 7, "is_bot": False, "first_name": "Ann"}
    group = {"id": GROUP, "type": "supergroup", "title": "Desk"}
    private = {"id": 7, "type": "private", "first_name": "Ann"}
    async with listening(gateway, listener):
        for number, chat in enumerate((group, private), 500):
            message = {"message_id": number, "date": 1, "chat": chat, "from": person, "location": place}
            await api.deliver("message", message)
        await until(lambda: bool(listener.heard))
    assert [(request.private, request.location) for request in listener.heard] == [(True, (33.6, 130.4))]


async def test_in_a_group_only_a_file_that_was_meant_is_fetched(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(SILENCE)
    async with listening(gateway, listener):
        sent = await api.send_file(GROUP, "holiday.opml", b"<opml/>")
        await api.send_file(GROUP, "mine.opml", b"<opml>1</opml>", caption=f"/import@{gateway.bot.username}")
        await api.say(GROUP, "/import", reply_to=sent)
        await api.say(GROUP, "/help", reply_to=sent)
        await until(lambda: len(listener.heard) == 3)
    assert {request.text: request.document for request in listener.heard} == {
        "/import@tradewatch_test_bot": Document("mine.opml", b"<opml>1</opml>"),
        "/import": Document("holiday.opml", b"<opml/>"),
        "/help": None,
    }
    assert len(api.calls_of("getFile")) == 2


async def test_a_file_that_is_too_large_is_not_fetched(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(SILENCE)
    async with listening(gateway, listener):
        await api.send_file(7, "told.opml", b"<opml/>", told_size=MAX_DOCUMENT_BYTES + 1)
        await api.send_file(7, "untold.opml", b" " * (MAX_DOCUMENT_BYTES + 1), told_size=1)
        await until(lambda: len(listener.heard) == 2)
    assert [request.document for request in listener.heard] == [
        Document("told.opml", None),
        Document("untold.opml", None),
    ]
    assert len(api.calls_of("getFile")) == 1


async def test_a_file_that_telegram_does_not_give_is_none(
    api: FakeBotApi, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener(SILENCE)
    api.script("getFile", refusal(400, "Bad Request: file is temporarily unavailable"))
    async with listening(gateway, listener):
        await api.send_file(7, "mine.opml", b"<opml/>")
        await until(lambda: bool(listener.heard))
    assert listener.heard[0].document == Document("mine.opml", None)
    assert "file_not_fetched" in caplog.text


async def test_an_answer_with_a_file_is_sent_as_one(api: FakeBotApi, gateway: Gateway) -> None:
    reply = Reply("<b>Yours</b>", document=Document("mine.opml", b"<opml/>"))
    async with listening(gateway, Listener(reply)):
        await api.say(GROUP, "/export")
        sent = await api.wait_for(lambda sent: sent.document is not None)
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.content, sent.text) == ("mine.opml", b"<opml/>", "Yours")
    assert sent.reply_to is not None


async def test_an_answer_with_a_picture_is_sent_as_a_photo_with_its_buttons(api: FakeBotApi, gateway: Gateway) -> None:
    drawn = png(Chart("Rare earths", "", (1, 2), (), None, "1 Nov", "2 Nov", "en"), LIGHT)
    reply = Reply("<b>Rare earths</b>", ((Button("Why?", Why(1)),),), picture=Document("trend.png", drawn))
    async with listening(gateway, Listener(reply)):
        await api.say(7, "/trends")
        sent = await api.wait_for(lambda sent: sent.document is not None)
    assert len(api.calls_of("sendPhoto")) == 1
    assert sent.document is not None
    assert (sent.document.content, sent.text) == (drawn, "Rare earths")
    assert sent.buttons[0][0].text == "Why?"


async def test_others_are_notified_of_an_answer_and_of_a_press(api: FakeBotApi, gateway: Gateway) -> None:
    await gateway(CHAT, Reply("press", ((Button("Why?", Why(1)),),)))
    told = (ChatMessage(Address("8"), Reply("told 8")), ChatMessage(Address("9"), Reply("told 9")))
    api.script("sendMessage", blocked(), chat_id=8)
    async with listening(gateway, Listener(Reply("done", edits=True, notices=told))):
        await api.say(7, "/addsource x")
        await api.wait_for(lambda sent: sent.chat_id == 9)
        await api.press(api.sent[0], "Why?")
        await api.wait_until(lambda: sum(sent.chat_id == 9 for sent in api.sent) == 2)
    assert [sent.text for sent in api.sent if sent.chat_id == 9] == ["told 9", "told 9"]
    assert len([call for call in api.calls_of("sendMessage") if call.parameters["chat_id"] == 8]) == 2


async def test_half_a_character_is_replaced(api: FakeBotApi, gateway: Gateway) -> None:
    listener = Listener(Reply("done"))
    async with listening(gateway, listener):
        await api.say(7, "/watch \ud83d TSMC \U0001f600")
        await until(lambda: bool(listener.heard))
    assert listener.heard[0].text == "/watch \ufffd TSMC \U0001f600"


# ---- signs of life and of trouble ------------------------------------------------------------------


async def test_every_failed_call_is_repeated_and_counts_as_trying(api: FakeBotApi, gateway: Gateway) -> None:
    tries: list[bool] = []
    gateway.trying = lambda: tries.append(True)
    api.script("getUpdates", refusal(502, "Bad Gateway"))
    async with listening(gateway, Listener(SILENCE)):
        await until(lambda: len(tries) == 1)


async def test_every_answered_poll_is_a_sign_of_life(api: FakeBotApi, gateway: Gateway) -> None:
    beats: list[bool] = []
    gateway.alive = lambda: beats.append(gateway.conflict)
    async with listening(gateway, Listener(SILENCE)):
        await until(lambda: len(beats) >= 2)
    assert not any(beats)


@pytest.mark.parametrize(
    "met",
    [
        dropped(accept=False),
        garbage("<html>Log in to the network</html>"),
        garbage("{}"),
        garbage('{"ok": true}'),
        garbage('{"ok": true, "result": "log in"}'),
        garbage('{"ok": true, "result": [{}]}'),
    ],
)
@pytest.mark.hazard("D8")
async def test_it_knows_that_it_is_out_of_touch_until_telegram_itself_answers(
    met: Scripted, api: FakeBotApi, gateway: Gateway
) -> None:
    lost: list[bool] = []
    gateway.alive = lambda: lost.append(gateway.out_of_touch)
    api.script("getUpdates", met, met)
    async with listening(gateway, Listener(SILENCE)):
        await until(lambda: gateway.out_of_touch)
        assert lost == []
        await until(lambda: not gateway.out_of_touch)
        await until(lambda: bool(lost))  # getMe may answer before getUpdates is tried again
    assert not any(lost)


@pytest.mark.hazard("D14")
async def test_after_a_kill_the_open_request_of_the_last_process_is_not_a_conflict(
    api: FakeBotApi, gateway: Gateway
) -> None:
    beats: list[bool] = []
    gateway.alive = lambda: beats.append(gateway.conflict)
    api.script("getUpdates", refusal(409, "Conflict: terminated by other getUpdates request", times=2))
    async with listening(gateway, Listener(SILENCE)):
        await until(lambda: len(beats) >= 2)
    assert len(api.calls_of("getUpdates")) >= 4
    assert not any(beats)


@pytest.mark.hazard("D14")
async def test_a_conflict_is_reported_and_lasts_beyond_the_next_good_poll(
    api: FakeBotApi, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PREDECESSOR_LASTS", 0.0)
    beats: list[bool] = []
    gateway.alive = lambda: beats.append(gateway.conflict)
    api.script("getUpdates", refusal(409, "Conflict: terminated by other getUpdates request"))
    async with listening(gateway, Listener(SILENCE)):
        await until(lambda: len(beats) >= 3)
    assert beats[:3] == [True] * 3


@pytest.mark.parametrize("method", ["getUpdates", "deleteWebhook"])
@pytest.mark.hazard("D15")
async def test_a_token_that_is_revoked_while_we_poll_is_noticed(method: str, api: FakeBotApi, gateway: Gateway) -> None:
    api.script(method, refusal(401, "Unauthorized", times=None))
    async with listening(gateway, Listener(SILENCE)):
        async with asyncio.timeout(PATIENCE):
            await gateway.token_refused.wait()


async def test_parting_does_not_wait_for_an_answer_that_cannot_be_given(api: FakeBotApi, gateway: Gateway) -> None:
    api.script("sendMessage", too_many(3_600, times=None))
    async with asyncio.timeout(PATIENCE):
        async with listening(gateway, Listener(Reply("done"))):
            await api.say(7, "/help")
            await api.wait_until(lambda: bool(api.calls_of("sendMessage")))
