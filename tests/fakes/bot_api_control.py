"""How other processes drive a fake Bot API: JSON over HTTP, below /control.

POST /control/say      {"chat_id": 7, "text": "/start", ...}         as FakeBotApi.say
POST /control/press    {"chat_id": 7, "button": "Undo", "message_id": 3}
                       without message_id: the newest message of the chat that has the button
POST /control/member   {"chat_id": 7, "status": "kicked"}            as FakeBotApi.my_chat_member
POST /control/script   {"method": "sendMessage", "chat_id": 7, "responses": [{"status": 429, ...}]}
                       responses as bot_api_script.Scripted; an empty list clears all scripts
GET  /control/sent     [?after=N]   messages accepted, without the first N
GET  /control/calls    [?method=M]
GET  /control/violations
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.bot_api_script import Scripted
from tests.fakes.bot_api_state import Sent

if TYPE_CHECKING:
    from tests.fakes.bot_api import FakeBotApi


def control_routes(api: FakeBotApi) -> list[web.RouteDef]:
    return [
        web.post("/control/say", _posted(api, _say)),
        web.post("/control/press", _posted(api, _press)),
        web.post("/control/member", _posted(api, _member)),
        web.post("/control/script", _posted(api, _script)),
        web.get("/control/sent", _asked(api, _sent)),
        web.get("/control/calls", _asked(api, _calls)),
        web.get("/control/violations", _asked(api, _violations)),
    ]


Handler = Callable[[web.Request], Awaitable[web.Response]]


def _posted(api: FakeBotApi, act: Callable[[FakeBotApi, dict[str, Any]], Awaitable[object]]) -> Handler:
    """A wish that cannot be met is answered with 400 and what is wrong with it."""

    async def answer(request: web.Request) -> web.Response:
        try:
            return _json(await act(api, await request.json()))
        except (TypeError, ValueError, LookupError) as error:
            return _json({"error": str(error)}, 400)

    return answer


def _asked(api: FakeBotApi, tell: Callable[[FakeBotApi, web.Request], object]) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        return _json(tell(api, request))

    return answer


async def _say(api: FakeBotApi, wish: dict[str, Any]) -> object:
    said = await api.say(**wish)
    return {"chat_id": said.chat_id, "message_id": said.message_id}


async def _press(api: FakeBotApi, wish: dict[str, Any]) -> object:
    message = _pressed(api, wish.pop("chat_id"), wish["button"], wish.pop("message_id", None))
    return {"query_id": await api.press(message, **wish)}


def _pressed(api: FakeBotApi, chat_id: int, button: str, message_id: int | None) -> Sent:
    for sent in reversed(api.shown(chat_id)):
        has_it = any(button in (b.text, b.data) for row in sent.buttons for b in row)
        if has_it and message_id in (None, sent.message_id):
            return sent
    raise LookupError(f"no message with the button {button!r} in chat {chat_id}")


async def _member(api: FakeBotApi, wish: dict[str, Any]) -> object:
    await api.my_chat_member(**wish)
    return {}


async def _script(api: FakeBotApi, wish: dict[str, Any]) -> object:
    scripted = [Scripted(**response) for response in wish["responses"]]
    if not scripted:
        api.clear_scripts()
    api.script(wish["method"], *scripted, chat_id=wish.get("chat_id"))
    return {"scripted": len(scripted)}


def _sent(api: FakeBotApi, request: web.Request) -> object:
    return [asdict(sent) for sent in api.sent[int(request.query.get("after", "0")) :]]


def _calls(api: FakeBotApi, request: web.Request) -> object:
    method = request.query.get("method")
    return [asdict(call) for call in api.calls if method in (None, call.method)]


def _violations(api: FakeBotApi, request: web.Request) -> object:
    return api.violations


def _json(told: object, status: int = 200) -> web.Response:
    """What JSON cannot express, the bytes of a document, is written as Python does."""
    return web.Response(status=status, text=json.dumps(told, default=repr), content_type="application/json")
