"""The Bot API's side of HTTP: tokens, how parameters arrive, how answers leave."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.bot_api_schema import CallError, Parameters, Upload
from tests.fakes.bot_api_script import Scripted


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call: a result, a refusal or a mishap."""

    result: Any = None
    error: CallError | None = None
    scripted: Scripted | None = None


Serve = Callable[[str, Parameters], Awaitable[Outcome]]
FindFile = Callable[[str], Upload | None]


class Door:
    """Lets calls with the right token in."""

    def __init__(self, token: str, serve: Serve, find_file: FindFile) -> None:
        self._token = token
        self._serve = serve
        self._find_file = find_file
        self._open: list[web.Request] = []

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token:[^/]*}/{method:[^/]*}", self._call),
            web.get("/file/bot{token:[^/]*}/{path:.+}", self._download),
            web.route("*", "/{rest:.*}", _nowhere),
        ]

    def break_all(self) -> None:
        for request in self._open:
            _abort(request)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if refusal := self._wrong_token(request):
            return refusal
        self._open.append(request)
        try:
            outcome = await self._serve(request.match_info["method"], await _parameters(request))
        except CallError as error:
            outcome = Outcome(error=error)
        finally:
            self._open.remove(request)
        return _response(request, outcome)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if refusal := self._wrong_token(request):
            return refusal
        found = self._find_file(request.match_info["path"])
        return web.Response(body=found.content) if found else _refusal(404, "Not Found")

    def _wrong_token(self, request: web.Request) -> web.Response | None:
        token = request.match_info["token"]
        if hmac.compare_digest(token.encode(), self._token.encode()):
            return None
        if re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]{20,}", token):
            return _refusal(401, "Unauthorized")
        return _refusal(404, "Not Found")


async def _nowhere(request: web.Request) -> web.StreamResponse:
    return _refusal(404, "Not Found")


async def _parameters(request: web.Request) -> Parameters:
    given: Parameters = dict(request.query)
    if request.content_type == "application/json":
        return given | await _json_body(request)
    for name, value in (await request.post()).items():
        given[name] = Upload(value.filename, value.file.read()) if isinstance(value, web.FileField) else value
    return _attached(given)


async def _json_body(request: web.Request) -> Parameters:
    try:
        body = await request.json()
    except ValueError as error:
        raise CallError(400, "Bad Request: the body is no JSON", breaks_rules=True) from error
    if not isinstance(body, dict):
        raise CallError(400, "Bad Request: the body is no JSON object", breaks_rules=True)
    return body


def _attached(given: Parameters) -> Parameters:
    """``attach://name`` stands for the file of that name in the same form."""
    names = {
        value.removeprefix("attach://")
        for value in given.values()
        if isinstance(value, str) and value.startswith("attach://")
    }
    files = {name: given[name] for name in names if name in given}
    return {
        name: files.get(value.removeprefix("attach://"), value) if isinstance(value, str) else value
        for name, value in given.items()
        if name not in files
    }


def _response(request: web.Request, outcome: Outcome) -> web.StreamResponse:
    if outcome.error:
        return _refusal(outcome.error.status, outcome.error.description)
    scripted = outcome.scripted
    if scripted is None:
        return _json({"ok": True, "result": outcome.result}, 200)
    if scripted.drop:
        _abort(request)
        return web.Response()
    if scripted.body is not None:
        return web.Response(status=scripted.status or 200, text=scripted.body, content_type="text/html")
    return _json(scripted.as_json(), scripted.status)


def _refusal(status: int, description: str) -> web.Response:
    return _json({"ok": False, "error_code": status, "description": description}, status)


def _json(body: dict[str, Any], status: int) -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")


def _abort(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()
