"""A strict Bot API of Telegram on a loopback port, and the people who talk to the bot through it.

    async with FakeBotApi() as api:                     # api.base_url, api.base_file_url, api.token
        await api.say(7, "/watch TSMC tariffs")         # a person writes
        sent = await api.wait_for(lambda sent: "TSMC" in sent.text)
        await api.press(sent, "Undo")                   # and presses a button
        api.script("sendMessage", too_many(3), chat_id=7)
        assert api.violations == []                     # the bot broke no rule of the API

In a process of its own, driven over HTTP as bot_api_control.py describes:

    python -m tests.fakes.bot_api --port 0 [--token T] [--log accepted.jsonl]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from tests.fakes.bell import PATIENCE, Bell
from tests.fakes.bot_api_answers import ANSWERS
from tests.fakes.bot_api_control import control_routes
from tests.fakes.bot_api_http import Door, Outcome
from tests.fakes.bot_api_limits import Limits
from tests.fakes.bot_api_schema import CallError, Parameters, Schema, Upload
from tests.fakes.bot_api_script import Call, Judge, Scripted, Scripts, migrated, too_many
from tests.fakes.bot_api_state import Answered, Sent, Telegram
from tests.fakes.bot_api_updates import (
    ANONYMOUS_ADMIN,
    CHANNEL_FORWARDER,
    Json,
    Said,
    chat,
    command_entities,
    member,
    user,
)
from tests.fakes.bot_api_webhook import Proxy, WebhookCaller

TOKEN = "123456789:AAFakeTokenOfAFakeBotForTestsOnly_0"
SOMEBODY = 1001
"""Who speaks in a group where nobody else is named."""


class FakeBotApi:
    """One bot's Bot API. What was accepted, and what was wrong, can be read at any time."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        log: Path | None = None,
        longest_poll: float = 1.0,
        username: str = "tradewatch_test_bot",
        now: Callable[[], float] = time.time,
        proxy: Proxy = lambda url: url,
        limits: bool = False,
    ) -> None:
        """Limits on sending are enforced if ``limits`` says so.

        ``longest_poll`` caps getUpdates' timeout, in seconds; ``log`` gets a line a call accepted.

        ``proxy`` returns the local address to which that of a webhook is forwarded.
        """
        self.token = token
        self.host = host
        self.port = port
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self._log = log
        self._longest_poll = longest_poll
        self._bell = Bell()
        self._telegram = Telegram(self._bell, _bot(token, username), now)
        self.limits = Limits() if limits else None
        self._schema = Schema()
        self._scripts = Scripts()
        self._runner: web.AppRunner | None = None
        self._kept: socket.socket | None = None
        self._door = Door(token, self._serve, self._file)
        self._caller = WebhookCaller(self._telegram, proxy)
        self._calling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        if self._kept:
            self._kept.close()

    async def start(self) -> None:
        """Begins to listen; after a stop, on the same port and with all that was known."""
        app = web.Application(client_max_size=50 * 2**20)
        app.add_routes(control_routes(self))
        app.add_routes(self._door.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        listening, self._kept = self._kept or self._bound(), None
        self.port = listening.getsockname()[1]
        await web.SockSite(self._runner, listening).start()
        self._calling = asyncio.create_task(self._caller.run(), name="webhook-caller")

    async def stop(self) -> None:
        """Breaks every connection, as an outage does."""
        if self._calling:
            self._calling.cancel()
            await asyncio.gather(self._calling, return_exceptions=True)
            self._calling = None
        self._door.break_all()
        self._telegram.updates.end_polls()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
            self._kept = self._bound()

    def _bound(self) -> socket.socket:
        """A socket at our port that does not listen: until it does, nobody else gets the port."""
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((self.host, self.port))
        return bound

    @property
    def base_url(self) -> str:
        return f"http://{self.host}:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://{self.host}:{self.port}/file/bot"

    @property
    def sent(self) -> list[Sent]:
        """Every message accepted, in order, as it was sent."""
        return self._telegram.sent

    @property
    def edited(self) -> list[Sent]:
        return self._telegram.edited

    @property
    def deleted(self) -> list[tuple[int, int]]:
        """Chat and message ids."""
        return self._telegram.deleted

    @property
    def answered(self) -> list[Answered]:
        """What callback queries were answered with."""
        return self._telegram.answered

    @property
    def webhook(self) -> str:
        """The public address to which updates go; "" in mode polling."""
        return self._telegram.webhook

    @property
    def webhook_secret(self) -> str:
        return self._telegram.webhook_secret

    @property
    def waiting_updates(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return self._telegram.updates.waiting

    def shown(self, chat_id: int) -> list[Sent]:
        """The bot's messages in a chat as they stand now, edits and deletions done, oldest first."""
        return [sent for (where, _), sent in self._telegram.shown.items() if where == chat_id]

    def commands(self, scope: Json | None = None, language_code: str = "") -> list[Json]:
        """The menu set for exactly this scope and language."""
        key = json.dumps(scope or {"type": "default"}, sort_keys=True)
        return self._telegram.commands.get((key, language_code), [])

    def description(self, language_code: str) -> str:
        return self._telegram.descriptions.get(("description", language_code), "")

    def short_description(self, language_code: str) -> str:
        return self._telegram.descriptions.get(("short_description", language_code), "")

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def say(
        self,
        chat_id: int,
        text: str,
        *,
        user_id: int | None = None,
        language_code: str = "en",
        chat_type: str = "",
        thread_id: int | None = None,
        username: str = "",
        reply_to: Sent | Said | None = None,
        anonymous: bool = False,
        channel: int | None = None,
    ) -> Said:
        """A person writes, an administrator who hides, or a channel whose post Telegram forwards.

        Without ``chat_type`` the ID shows it.
        """
        if chat_type:
            self._telegram.chats[chat_id] = chat(chat_id, chat_type)
        where = self._telegram.chat(chat_id)
        who = user_id or (chat_id if where["type"] == "private" else SOMEBODY)
        message: Json = {
            "message_id": self._telegram.new_message_id(),
            "from": user(who, language_code, username),
            "chat": where,
            "date": int(self._telegram.now()),
            "text": text,
            "entities": command_entities(text),
        }
        if anonymous:
            message |= {"from": user(ANONYMOUS_ADMIN, username="GroupAnonymousBot"), "sender_chat": where}
        if channel is not None:
            message |= {
                "from": user(CHANNEL_FORWARDER),
                "sender_chat": chat(channel, "channel"),
                "is_automatic_forward": True,
            }
        if thread_id is not None:
            message |= {"message_thread_id": thread_id, "is_topic_message": True}
        if reply_to is not None:
            message["reply_to_message"] = self._telegram.messages[chat_id, reply_to.message_id]
        return self._say(message)

    async def send_file(
        self,
        chat_id: int,
        name: str,
        content: bytes,
        *,
        caption: str = "",
        user_id: int | None = None,
        language_code: str = "en",
        told_size: int | None = None,
    ) -> Said:
        """A person sends a file; ``told_size`` is what the message says of it, where that is not so."""
        where = self._telegram.chat(chat_id)
        who = user_id or (chat_id if where["type"] == "private" else SOMEBODY)
        message_id = self._telegram.new_message_id()
        file_id = f"file{chat_id}_{message_id}"
        self._telegram.files[file_id] = Upload(name, content)
        file = {"file_id": file_id, "file_unique_id": file_id, "file_name": name}
        message: Json = {
            "message_id": message_id,
            "from": user(who, language_code),
            "chat": where,
            "date": int(self._telegram.now()),
            "document": file | {"file_size": len(content) if told_size is None else told_size},
        }
        if caption:
            message |= {"caption": caption, "caption_entities": command_entities(caption)}
        self._telegram.updates.put("message", self._telegram.keep(message))
        return Said(chat_id, message_id, who, caption, None, message)

    async def edit(self, said: Said, text: str) -> Said:
        """The person changes what they said."""
        changed = {"text": text, "entities": command_entities(text), "edit_date": int(self._telegram.now())}
        message = self._telegram.keep(said.message | changed)
        self._telegram.updates.put("edited_message", message)
        return Said(said.chat_id, said.message_id, said.user_id, text, said.thread_id, message)

    async def press(
        self,
        message: Sent,
        button: str,
        *,
        user_id: int | None = None,
        language_code: str = "en",
        username: str = "",
        inaccessible: bool = False,
    ) -> str:
        """A person presses the button with this text or data in the current message; return the query's ID."""
        key = (message.chat_id, message.message_id)
        data = self._telegram.shown.get(key, message).button(button).data
        if not data:
            raise LookupError(f"button {button!r} opens a link and sends the bot nothing")
        return await self.press_data(
            message, data, user_id=user_id, language_code=language_code, username=username, inaccessible=inaccessible
        )

    async def press_data(
        self,
        message: Sent,
        data: str,
        *,
        user_id: int | None = None,
        language_code: str = "en",
        username: str = "",
        inaccessible: bool = False,
    ) -> str:
        """The same with any data, as an old or forged button would carry.

        Of an ``inaccessible`` message, which is old or deleted, the query has only the chat, the ID, and the date 0.
        """
        pressed = self._telegram.messages[message.chat_id, message.message_id]
        if inaccessible:
            pressed = {"chat": pressed["chat"], "message_id": message.message_id, "date": 0}
        query_id = self._telegram.new_query_id()
        who = user_id or (message.chat_id if message.chat_id > 0 else SOMEBODY)
        query = {
            "id": query_id,
            "from": user(who, language_code, username),
            "message": pressed,
            "chat_instance": str(message.chat_id),
            "data": data,
        }
        self._telegram.updates.put("callback_query", query)
        return query_id

    async def my_chat_member(
        self, chat_id: int, status: str, *, user_id: int | None = None, chat_type: str = ""
    ) -> None:
        """Somebody lets the bot in or throws it out; kicked or left, it can send there no more."""
        if chat_type:
            self._telegram.chats[chat_id] = chat(chat_id, chat_type)
        where = self._telegram.chat(chat_id)
        bot = self._telegram.bot
        before = self._telegram.members.get((chat_id, bot["id"]), "left" if status == "member" else "member")
        self._telegram.members[chat_id, bot["id"]] = status
        changed = {
            "chat": where,
            "from": user(user_id or (chat_id if where["type"] == "private" else SOMEBODY)),
            "date": int(self._telegram.now()),
            "old_chat_member": member(bot, before),
            "new_chat_member": member(bot, status),
        }
        self._telegram.updates.put("my_chat_member", changed)

    async def deliver(self, kind: str, content: Json) -> None:
        """An update of any shape, under the next id."""
        self._telegram.updates.put(kind, content)

    async def deliver_raw(self, update: object) -> None:
        """An entry in the list of updates that is not an update."""
        self._telegram.updates.put_raw(update)

    async def migrate(self, old: int, new: int, *, tells: str = "both") -> None:
        """A group becomes a supergroup; ``tells`` is which service messages come: both, to, from or none."""
        self._telegram.chats[new] = chat(new, "supergroup")
        self.script("sendMessage", migrated(new), chat_id=old)
        for kind, where, other in (("to", old, new), ("from", new, old)):
            if tells in ("both", kind):
                message: Json = {
                    "message_id": self._telegram.new_message_id(),
                    "from": user(SOMEBODY),
                    "chat": self._telegram.chat(where),
                    "date": int(self._telegram.now()),
                    f"migrate_{kind}_chat_id": other,
                }
                self._telegram.updates.put("message", self._telegram.keep(message))

    def set_member(self, chat_id: int, user_id: int, status: str) -> None:
        """creator, administrator, member, restricted, left or kicked."""
        self._telegram.members[chat_id, user_id] = status

    def set_chat_username(self, chat_id: int, chat_type: str, username: str) -> None:
        self._telegram.chats[chat_id] = chat(chat_id, chat_type, username)

    def script(self, method: str, *scripted: Scripted, chat_id: int | None = None) -> None:
        """What the next calls of the method meet, in order; None: calls for any chat."""
        self._scripts.add(method, scripted, chat_id)

    def judge(self, method: str, judge: Judge) -> None:
        """Asked about each call for which no script waits; None from it lets the call pass."""
        self._scripts.judge(method, judge)

    def clear_scripts(self) -> None:
        self._scripts.clear()

    async def wait_for(self, predicate: Callable[[Sent], bool], timeout: float = PATIENCE) -> Sent:  # noqa: ASYNC109  a test reads better so
        """The first message sent, before or after this call, that fits; TimeoutError lists what there was."""
        await self._bell.until(lambda: any(map(predicate, self.sent)), timeout)
        for sent in self.sent:
            if predicate(sent):
                return sent
        texts = "\n".join(f"{sent.chat_id}: {sent.text}" for sent in self.sent[-20:])
        raise TimeoutError(f"no such message in {timeout} s; the last of {len(self.sent)}:\n{texts}")

    async def wait_until(self, condition: Callable[[], bool], timeout: float = PATIENCE) -> None:  # noqa: ASYNC109  a test reads better so
        """Returns when it is true; it is looked at whenever a call or an update came."""
        if not await self._bell.until(condition, timeout):
            methods = [call.method for call in self.calls[-20:]]
            raise TimeoutError(f"not so in {timeout} s; the last calls: {methods}")

    def _say(self, message: Json) -> Said:
        self._telegram.updates.put("message", self._telegram.keep(message))
        thread_id = message.get("message_thread_id")
        who = message["from"]["id"]
        return Said(message["chat"]["id"], message["message_id"], who, message["text"], thread_id, message)

    async def _serve(self, method: str, given: Parameters) -> Outcome:
        """Strictness comes first, then the script, then Telegram itself."""
        try:
            checked = self._schema.check(method, given)
        except CallError as error:
            self._record(Call(method, given, time.monotonic()))
            self._violated(method, error)
            return Outcome(error=error)
        call = Call(method, checked, time.monotonic())
        self._record(call)
        scripted = self._scripts.next(call)
        if scripted is None and self.limits and (wait := self.limits.wait(method, call.chat_id, call.at)):
            scripted = too_many(wait)
        return await self._play(scripted, call) if scripted else await self._accept(call)

    def _record(self, call: Call) -> None:
        self.calls.append(call)
        self._bell.ring()

    async def _play(self, scripted: Scripted, call: Call) -> Outcome:
        accepted = await self._accept(call) if scripted.accept else None
        await asyncio.sleep(scripted.delay)
        if scripted.held is not None:
            await scripted.held.wait()
        if scripted.drop or scripted.status or scripted.body is not None:
            return Outcome(scripted=scripted)
        return accepted or await self._accept(call)

    async def _accept(self, call: Call) -> Outcome:
        try:
            result = await self._result(call)
        except CallError as error:
            self._violated(call.method, error)
            return Outcome(error=error)
        self._write_down(call, result)
        self._bell.ring()
        return Outcome(result=result)

    async def _result(self, call: Call) -> Any:
        if call.method == "getUpdates":
            return await self._get_updates(call.parameters)
        return ANSWERS[call.method](self._telegram, call.parameters)

    async def _get_updates(self, given: Parameters) -> list[Json]:
        if self._telegram.webhook:
            raise CallError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        updates = self._telegram.updates
        updates.allow(given.get("allowed_updates"))
        limit = min(max(given.get("limit", 100), 1), 100)
        return await updates.take(given.get("offset", 0), limit, min(given.get("timeout", 0), self._longest_poll))

    def _violated(self, method: str, error: CallError) -> None:
        if error.breaks_rules:
            self.violations.append(f"{method}: {error.description}")

    def _write_down(self, call: Call, result: Any) -> None:
        if self._log is None:
            return
        message_id = result.get("message_id") if isinstance(result, dict) else None
        line = asdict(call) | {"message_id": message_id}
        with self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, default=str) + "\n")

    def _file(self, path: str) -> Upload | None:
        return self._telegram.files.get(path.removeprefix("documents/"))


def _bot(token: str, username: str) -> Json:
    rights = dict.fromkeys(("can_read_all_group_messages", "supports_inline_queries", "has_main_web_app"), False)
    identity = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Tradewatch"}
    return identity | {"username": username, "can_join_groups": True} | rights


async def _run(arguments: argparse.Namespace) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with FakeBotApi(
        arguments.token, host=arguments.host, port=arguments.port, log=arguments.log, limits=arguments.limits
    ) as api:
        known = {"port": api.port, "token": api.token, "base_url": api.base_url}
        sys.stdout.write(json.dumps(known | {"base_file_url": api.base_file_url}) + "\n")
        sys.stdout.flush()
        await ended.wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.bot_api", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--limits", action="store_true", help="enforce Telegram's limits on sending")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(_run(_arguments()))
