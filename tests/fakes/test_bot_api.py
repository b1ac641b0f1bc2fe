"""The fake Bot API, driven by python-telegram-bot as it comes and by bare HTTP."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import Application, CommandHandler
from telegram.request import HTTPXRequest

from tests.fakes.bell import PATIENCE
from tests.fakes.bot_api import TOKEN, FakeBotApi
from tests.fakes.bot_api_answers import ANSWERS
from tests.fakes.bot_api_schema import Schema
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
from tests.fakes.make_bot_api_methods import METHODS, _written, made
from tests.fakes.telegram_html import Entity

ROOT = Path(__file__).parents[2]
UNDO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Undo", callback_data="u1"), InlineKeyboardButton("Open", url="https://e.com")]]
)


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        yield api


@pytest.fixture
async def bot(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with _bot(api) as bot:
        yield bot


@pytest.fixture
async def raw(api: FakeBotApi) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{api.base_url}{api.token}/", verify=False) as raw:
        yield raw


def _bot(api: FakeBotApi, token: str = TOKEN) -> Bot:
    """No certificates are read: it costs more than the rest of the test, and the loopback speaks plain HTTP."""
    plain = {"verify": False}
    requests = [HTTPXRequest(httpx_kwargs=plain), HTTPXRequest(httpx_kwargs=plain)]
    return Bot(token, api.base_url, api.base_file_url, get_updates_request=requests[0], request=requests[1])


async def test_a_real_client_logs_in(api: FakeBotApi, bot: Bot) -> None:
    assert bot.bot.username == "tradewatch_test_bot"
    assert api.calls_of("getMe")


async def test_an_alert_arrives_as_a_person_would_see_it(api: FakeBotApi, bot: Bot) -> None:
    message = await bot.send_message(
        7,
        "<b>Tariffs</b> up &amp; <a href='https://e.com'>more</a> ",
        parse_mode="HTML",
        reply_markup=UNDO,
        disable_notification=True,
        message_thread_id=5,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    (sent,) = api.sent
    assert (sent.chat_id, sent.message_id, sent.thread_id, sent.silent) == (7, message.message_id, 5, True)
    assert sent.text == message.text == "Tariffs up & more"
    assert sent.entities == (Entity("bold", 0, 7), Entity("text_link", 13, 4, "https://e.com/"))
    assert [button.text for row in sent.buttons for button in row] == ["Undo", "Open"]
    assert api.violations == []


async def test_what_a_person_says_reaches_the_bot_until_it_is_confirmed(api: FakeBotApi, bot: Bot) -> None:
    await api.say(-1001, "😀 /watch@tradewatch_test_bot TSMC", user_id=9, chat_type="supergroup", thread_id=4)
    (update,) = await bot.get_updates()
    assert (await bot.get_updates()) == (update,)
    assert await bot.get_updates(offset=update.update_id + 1) == ()
    assert update.message and update.message.from_user
    (entity,) = update.message.entities
    assert update.message.parse_entity(entity) == "/watch@tradewatch_test_bot"
    assert (update.message.from_user.id, update.message.message_thread_id) == (9, 4)


@pytest.mark.virtual_time
async def test_a_long_poll_ends_as_soon_as_somebody_speaks(api: FakeBotApi, bot: Bot) -> None:
    loop = asyncio.get_running_loop()
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.5)
    await api.say(7, "hello")
    assert len(await poll) == 1
    assert loop.time() < 1


async def test_a_second_poller_ends_the_first_with_a_conflict(api: FakeBotApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await api.wait_until(lambda: bool(api.calls_of("getUpdates")))
    async with _bot(api) as second:
        assert await second.get_updates(timeout=0) == ()
    with pytest.raises(Conflict, match="other getUpdates"):
        await first


async def test_only_the_wanted_kinds_of_updates_come(api: FakeBotApi, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["message"])
    await api.my_chat_member(7, "kicked")
    await api.say(7, "hello")
    assert [update.message is not None for update in await bot.get_updates()] == [True]


async def test_a_pressed_button_can_be_answered_once(api: FakeBotApi, bot: Bot) -> None:
    await bot.send_message(7, "Saved", reply_markup=UNDO)
    query_id = await api.press(api.sent[0], "Undo")
    (update,) = await bot.get_updates()
    assert update.callback_query and update.callback_query.data == "u1"
    assert await update.callback_query.answer("Gone")
    assert [(a.query_id, a.text) for a in api.answered] == [(query_id, "Gone")]
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer()
    with pytest.raises(LookupError, match="opens a link"):
        await api.press(api.sent[0], "Open")


async def test_an_edit_that_changes_nothing_is_refused(api: FakeBotApi, bot: Bot) -> None:
    message = await bot.send_message(7, "one", reply_markup=UNDO)
    await bot.edit_message_text("two", 7, message.message_id)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("<b></b>two", 7, message.message_id, parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(7, message.message_id)
    assert [(sent.text, sent.buttons) for sent in api.shown(7)] == [("two", ())]
    assert api.violations == []


async def test_a_deleted_message_is_gone(api: FakeBotApi, bot: Bot) -> None:
    message = await bot.send_message(7, "one")
    await bot.delete_message(7, message.message_id)
    assert (api.shown(7), api.deleted) == ([], [(7, message.message_id)])
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("two", 7, message.message_id)


async def test_a_reply_needs_its_message_unless_it_may_stand_alone(api: FakeBotApi, bot: Bot) -> None:
    said = await api.say(-5, "/watch", user_id=9)
    asked = await bot.send_message(-5, "What?", reply_to_message_id=said.message_id, reply_markup=ForceReply())
    assert asked.reply_to_message and asked.reply_to_message.text == "/watch"
    await bot.send_message(-5, "x", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True))
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(-5, "x", reply_to_message_id=999)
    await api.say(-5, "TSMC", user_id=9, reply_to=api.sent[0])
    answer = (await bot.get_updates())[-1].message
    assert answer and answer.reply_to_message and answer.reply_to_message.text == "What?"


async def test_anonymous_admins_and_edited_messages_come_as_telegram_sends_them(api: FakeBotApi, bot: Bot) -> None:
    said = await api.say(-5, "/watch", anonymous=True)
    await api.edit(said, "/watch TSMC")
    first, second = await bot.get_updates()
    assert first.message and first.message.sender_chat and first.message.sender_chat.id == -5
    assert second.message is None
    assert second.edited_message and second.edited_message.text == "/watch TSMC"


async def test_commands_are_kept_by_scope_and_language(api: FakeBotApi, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("watch", "Watch")], language_code="zh")
    await bot.set_my_commands([BotCommand("why", "Why")], scope=BotCommandScopeChat(7))
    assert [c.command for c in await bot.get_my_commands(language_code="zh")] == ["watch"]
    assert [c["command"] for c in api.commands({"type": "chat", "chat_id": 7})] == ["why"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(7))
    assert await bot.get_my_commands(scope=BotCommandScopeChat(7)) == ()
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Watch", "Watch")])


async def test_members_are_administrators_unless_a_test_says_otherwise(api: FakeBotApi, bot: Bot) -> None:
    api.set_member(-5, 9, "member")
    api.set_member(-5, 10, "creator")
    assert (await bot.get_chat_member(-5, 8)).status == "administrator"
    assert (await bot.get_chat_member(-5, 9)).status == "member"
    assert [m.user.id for m in await bot.get_chat_administrators(-5)] == [10]
    for status in ("left", "kicked", "restricted"):
        api.set_member(-5, 9, status)
        assert (await bot.get_chat_member(-5, 9)).status.replace("banned", "kicked") == status


async def test_who_throws_the_bot_out_cannot_be_written_to(api: FakeBotApi, bot: Bot) -> None:
    await api.my_chat_member(7, "kicked")
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(7, "x")
    await api.my_chat_member(7, "member")
    await bot.send_message(7, "x")
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [c.new_chat_member.status for c in changes if c] == ["kicked", "member"]


async def test_a_persons_file_comes_in_and_is_fetched(api: FakeBotApi, bot: Bot) -> None:
    said = await api.send_file(7, "a.opml", b"<opml/>", caption="/import")
    (update,) = await bot.get_updates()
    message = update.message
    assert message
    assert message.document
    assert (message.message_id, message.caption, message.document.file_size) == (said.message_id, "/import", 7)
    assert message.document.file_name == "a.opml"
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"<opml/>"


async def test_a_document_goes_out_and_comes_back(api: FakeBotApi, bot: Bot) -> None:
    message = await bot.send_document(
        7, BytesIO(b"<opml/>"), caption="<i>All</i>", parse_mode="HTML", filename="a.opml"
    )
    assert message.document and message.caption == "All"
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"<opml/>"
    assert api.sent[0].document and api.sent[0].document.file_name == "a.opml"


async def test_the_rest_of_the_methods_answer_a_real_client(api: FakeBotApi, bot: Bot) -> None:
    api.set_chat_username(-1009, "channel", "desk")
    assert (await bot.get_chat("@desk")).id == -1009
    assert await bot.send_chat_action(7, "typing")
    assert await bot.set_my_description("Alerts", "ja")
    assert await bot.set_my_short_description("Alerts")
    assert await bot.set_webhook("https://e.com/hook", certificate=b"x", secret_token="s")
    assert (await bot.get_webhook_info()).url == "https://e.com/hook"
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await api.say(7, "x")
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == api.waiting_updates == 0
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat("@nobody")
    assert await bot.log_out()
    assert await bot.close()
    assert api.violations == []


def test_every_method_of_the_table_has_an_answer() -> None:
    assert set(Schema().methods) == set(METHODS) == {*ANSWERS, "getUpdates"}


def test_the_table_has_the_parameters_of_each_method_and_every_object_that_they_reach() -> None:
    def field(name: str, *types: str, required: bool = True, description: str = "") -> dict[str, Any]:
        return {"name": name, "types": types, "required": required, "description": description}

    schema = {
        "version": "Bot API 1.0",
        "methods": {name: {} for name in METHODS}
        | {"sendMessage": {"fields": [field("entities", "Array of Entity"), field("scope", "Scope", required=False)]}},
        "types": {
            "Entity": {"fields": [field("user", "User")]},
            "User": {"fields": [field("id", "Integer")]},
            "Scope": {"subtypes": ["ScopeChat"]},
            "ScopeChat": {"fields": [field("type", "String", description="Scope type, must be chat")]},
            "Unreached": {},
        },
    }
    table = made(schema)
    assert table["methods"]["sendMessage"] == {
        "entities": {"types": ("Array of Entity",), "required": True},
        "scope": {"types": ("Scope",), "required": False},
    }
    assert table["methods"]["close"] == {}
    assert table["objects"].keys() == {"Entity", "User", "ScopeChat"}
    assert table["objects"]["ScopeChat"]["type"]["value"] == "chat"
    assert table["unions"] == {"Scope": ["ScopeChat"]}


def test_the_table_is_written_with_a_field_a_line() -> None:
    table = Path(__file__).with_name("bot_api_methods.json").read_text(encoding="utf-8")
    assert _written(json.loads(table)) == table


BUTTON = {"text": "x", "callback_data": "1"}
BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"chat_id": 7, "text": "x", "txt": "y"}, "unknown parameter 'txt'"),
    ("sendMessage", {"chat_id": 7}, "parameter 'text' is missing"),
    ("sendMessage", {"chat_id": 7, "text": 5}, "text (String) has the wrong type"),
    ("sendMessage", {"chat_id": [7], "text": "x"}, "chat_id (Integer or String) has the wrong type"),
    ("sendMessage", {"chat_id": 7, "text": "x", "message_thread_id": True}, "message_thread_id (Integer)"),
    ("sendMessage", {"chat_id": 7, "text": "x", "disable_notification": 1}, "disable_notification (Boolean)"),
    (
        "sendMessage",
        {
            "chat_id": 7,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[BUTTON, {"text": "y", "to": "z"}]]},
        },
        "reply_markup > inline_keyboard[0][1] > unknown parameter 'to'",
    ),
    ("sendMessage", {"chat_id": 7, "text": "x", "reply_parameters": {}}, "parameter 'message_id' is missing"),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, "parameter 'chat_id' is missing"),
    ("setMyCommands", {"commands": [], "scope": {"type": "none"}}, "must be"),
    ("sendMessage", {"chat_id": 7, "text": "a < b", "parse_mode": "HTML"}, 'start tag "" at byte offset 2'),
    ("sendMessage", {"chat_id": 7, "text": "x", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
    ("sendMessage", {"chat_id": 7, "text": " <b> </b>", "parse_mode": "HTML"}, "message text is empty"),
    ("sendMessage", {"chat_id": 7, "text": "😀" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": 7, "text": "<b>x</b>" * 101, "parse_mode": "HTML"}, "ENTITIES_TOO_LONG"),
    ("sendMessage", {"chat_id": 7, "text": "\ud800"}, "strings must be encoded in UTF-8"),
    ("sendChatAction", {"chat_id": 7, "action": "dancing"}, "wrong parameter action"),
    ("setMyDescription", {"description": "x" * 513}, "description is too long"),
    ("setMyDescription", {"language_code": "zh-Hant"}, "invalid language code"),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("editMessageText", {"chat_id": 7, "message_id": 1}, "message text is empty"),
    ("setWebhook", {"url": "http://e.com"}, "HTTPS URL"),
]


@pytest.mark.parametrize(("method", "given", "why"), BROKEN)
async def test_a_broken_rule_is_named_and_remembered(
    api: FakeBotApi, raw: httpx.AsyncClient, method: str, given: dict[str, Any], why: str
) -> None:
    answer = await raw.post(method, content=json.dumps(given), headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert why in answer.json()["description"]
    assert [why in violation for violation in api.violations] == [True]
    assert api.sent == []


BAD_BUTTONS: list[tuple[dict[str, Any], str]] = [
    ({"text": "x", "callback_data": "關" * 22}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
    ({"text": "x"}, "must have one action"),
    ({"text": "x", "callback_data": "1", "url": "https://e.com"}, "must have one action"),
    ({"text": " ", "callback_data": "1"}, "text is empty"),
    ({"text": "x", "url": "javascript:alert(1)"}, "Wrong HTTP URL"),
    ({"text": "x", "url": "http://localhost/"}, "Wrong HTTP URL"),
    ({"text": "x", "callback_data": "1", "style": "blue"}, "invalid button style"),
    ({"text": "x", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
]


@pytest.mark.parametrize(("button", "why"), BAD_BUTTONS)
async def test_a_bad_button_is_refused(
    api: FakeBotApi, raw: httpx.AsyncClient, button: dict[str, Any], why: str
) -> None:
    markup = json.dumps({"inline_keyboard": [[button]]})
    answer = await raw.post("sendMessage", data={"chat_id": "7", "text": "x", "reply_markup": markup})
    assert answer.status_code == 400
    assert why in answer.json()["description"]


async def test_limits_hold_to_the_last_character(api: FakeBotApi, raw: httpx.AsyncClient) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "x", "callback_data": "x" * 64}]]})
    text = "<b>😀</b>" * 100 + "&amp;" * 3996
    form = {"chat_id": "7", "text": text, "parse_mode": "HTML", "reply_markup": markup}
    assert (await raw.post("sendMessage", data=form)).status_code == 200
    assert (len(api.sent[0].text), len(api.sent[0].entities), api.violations) == (4096, 100, [])


async def test_parameters_may_come_as_query_form_or_multipart(api: FakeBotApi, raw: httpx.AsyncClient) -> None:
    await raw.get("sendMessage", params={"chat_id": 7, "text": "1"})
    await raw.post("sendMessage", data={"chat_id": "7", "text": "2"})
    files = {"there": ("a.txt", b"three")}
    await raw.post("sendDocument", data={"chat_id": "7", "document": "attach://there"}, files=files)
    assert [sent.text for sent in api.sent] == ["1", "2", ""]
    assert api.sent[2].document and api.sent[2].document.content == b"three"


async def test_a_wrong_token_a_malformed_one_and_an_unknown_method_get_different_answers(
    api: FakeBotApi, raw: httpx.AsyncClient
) -> None:
    wrong = await raw.get(f"{api.base_url}123456789:{'x' * 35}/getMe")
    assert (wrong.status_code, wrong.json()["description"]) == (401, "Unauthorized")
    malformed = await raw.get(f"{api.base_url}nonsense/getMe")
    assert (malformed.status_code, malformed.json()["description"]) == (404, "Not Found")
    assert (await raw.get("getEverything")).status_code == 404
    assert len(api.violations) == 1
    with pytest.raises(InvalidToken):
        async with _bot(api, f"123456789:{'x' * 35}"):
            pytest.fail("a wrong token was taken")


MISHAPS: list[tuple[Scripted, type[Exception], int]] = [
    (too_many(3), RetryAfter, 0),
    (too_many(None), NetworkError, 0),
    (migrated(-1005), ChatMigrated, 0),
    (refusal(400, "Bad Request: message thread not found"), BadRequest, 0),
    (blocked(), Forbidden, 0),
    (bad_gateway(), NetworkError, 0),
    (bad_gateway(accept=True), NetworkError, 1),
    (garbage(), TelegramError, 0),
    (dropped(accept=False), NetworkError, 0),
    (dropped(accept=True), NetworkError, 1),
    (late(PATIENCE, accept=True), TimedOut, 1),
    (late(PATIENCE, accept=False), TimedOut, 0),
]


@pytest.mark.virtual_time
@pytest.mark.parametrize(("mishap", "error", "accepted"), MISHAPS)
async def test_a_scripted_mishap_reaches_the_client(
    api: FakeBotApi, mishap: Scripted, error: type[Exception], accepted: int
) -> None:
    api.script("sendMessage", mishap)
    patience = 1 if mishap.delay else PATIENCE
    async with _bot(api) as bot:
        with pytest.raises(error):
            await bot.send_message(7, "x", read_timeout=patience)
    assert len(api.sent) == accepted


async def test_a_script_for_one_chat_leaves_the_others_alone(api: FakeBotApi, bot: Bot) -> None:
    api.script("sendMessage", blocked(), chat_id=7)
    api.script("sendMessage", too_many(1, times=2))
    for chat_id, error in [(7, Forbidden), (8, RetryAfter), (7, Forbidden), (9, RetryAfter)]:
        with pytest.raises(error):
            await bot.send_message(chat_id, "x")
    await bot.send_message(8, "x")
    api.clear_scripts()
    await bot.send_message(7, "x")
    assert [sent.chat_id for sent in api.sent] == [8, 7]


async def test_a_judge_sees_every_call(api: FakeBotApi, bot: Bot) -> None:
    api.judge("sendMessage", lambda call: too_many(1) if call.parameters["text"] == "no" else None)
    await bot.send_message(7, "yes")
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "no")
    assert [call.chat_id for call in api.calls_of("sendMessage")] == [7, 7]


async def test_a_wait_that_times_out_shows_what_there_was(api: FakeBotApi, bot: Bot) -> None:
    await bot.send_message(7, "something else")
    with pytest.raises(TimeoutError, match="something else"):
        await api.wait_for(lambda sent: sent.chat_id == 8, 0.01)
    with pytest.raises(TimeoutError, match="sendMessage"):
        await api.wait_until(lambda: False, 0.01)


async def test_after_an_outage_it_is_there_again_with_all_it_knew(api: FakeBotApi) -> None:
    async with _bot(api) as bot:
        await api.say(7, "x")
        poll = asyncio.create_task(bot.get_updates(offset=5, timeout=30))
        await api.wait_until(lambda: bool(api.calls_of("getUpdates")))
        await api.stop()
        with pytest.raises(NetworkError):
            await poll
        with pytest.raises(NetworkError):
            await bot.send_message(7, "x")
        await api.start()
        await bot.send_message(7, "y")
    assert [sent.text for sent in api.sent] == ["y"]


async def test_a_whole_application_polls_it_and_answers(api: FakeBotApi) -> None:
    async def start(update: Update, context: Any) -> None:
        assert update.effective_message
        await update.effective_message.reply_html("<b>Hello</b>")

    application = Application.builder().token(TOKEN).base_url(api.base_url).job_queue(None).build()
    application.add_handler(CommandHandler("start", start))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling(poll_interval=0)
        await api.say(7, "/start")
        assert (await api.wait_for(lambda sent: sent.chat_id == 7)).text == "Hello"
        await application.updater.stop()
        await application.stop()
    assert (api.violations, api.waiting_updates) == ([], 0)


async def test_in_a_separate_process_it_is_controlled_over_http(tmp_path: Path) -> None:
    log = tmp_path / "accepted.jsonl"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.bot_api", "--port", "0", "--log", str(log)),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout
    known = json.loads(await process.stdout.readline())
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{known['port']}") as control:
        await _drive(control, known)
    process.terminate()
    assert await process.wait() == 0
    accepted = [json.loads(line) for line in log.read_text().splitlines()]
    assert [call["method"] for call in accepted] == ["sendMessage", "getUpdates"]
    assert accepted[0]["parameters"]["chat_id"] == 7


async def _drive(control: httpx.AsyncClient, known: dict[str, Any]) -> None:
    call = f"{known['base_url']}{known['token']}/"
    responses = [{"status": 429, "description": "Too Many Requests", "retry_after": 3}]
    await control.post("/control/script", json={"method": "sendMessage", "responses": responses})
    form = {"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON]]}}
    assert (await control.post(f"{call}sendMessage", json=form)).json()["parameters"] == {"retry_after": 3}
    await control.post(f"{call}sendMessage", json=form)
    assert [sent["text"] for sent in (await control.get("/control/sent")).json()] == ["x"]
    assert (await control.get("/control/sent?after=1")).json() == []
    await control.post("/control/say", json={"chat_id": 7, "text": "/start"})
    await control.post("/control/press", json={"chat_id": 7, "button": "1"})
    assert (await control.post("/control/press", json={"chat_id": 7, "button": "2"})).status_code == 400
    await control.post("/control/member", json={"chat_id": 7, "status": "kicked"})
    kinds = [list(update)[1] for update in (await control.get(f"{call}getUpdates")).json()["result"]]
    assert kinds == ["message", "callback_query", "my_chat_member"]
    assert len((await control.get("/control/calls?method=sendMessage")).json()) == 2
    assert (await control.get("/control/violations")).json() == []
