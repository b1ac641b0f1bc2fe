"""What a fake Bot API does instead of answering well."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.fakes.bot_api_schema import Parameters


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it arrived, before anything was made of it."""

    method: str
    parameters: Parameters
    at: float
    """time.monotonic()."""

    @property
    def chat_id(self) -> object:
        return self.parameters.get("chat_id")


@dataclass(frozen=True, slots=True)
class Scripted:
    """One thing to go wrong. The constructors below name the usual ones."""

    status: int = 0
    """0: the call is answered as it would be anyway, after the delay."""
    description: str = ""
    retry_after: int | None = None
    migrate_to_chat_id: int | None = None
    body: str | None = None
    """Sent as it is, in place of JSON."""
    drop: bool = False
    """The connection ends without an answer."""
    accept: bool = False
    """Whether the call is carried out before the mishap."""
    delay: float = 0
    """Seconds before the answer."""
    held: asyncio.Event | None = None
    """The call is answered only once this is set."""
    times: int | None = 1
    """For how many calls; None for all that come."""

    def as_json(self) -> dict[str, Any]:
        """The body of an answer with a status."""
        described: dict[str, Any] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        named = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to_chat_id}
        if parameters := {name: value for name, value in named.items() if value is not None}:
            described["parameters"] = parameters
        return described


def refusal(status: int, description: str, *, times: int | None = 1) -> Scripted:
    return Scripted(status, description, times=times)


def blocked() -> Scripted:
    """The person blocked the bot: so it stays until the script is cleared."""
    return refusal(403, "Forbidden: bot was blocked by the user", times=None)


def too_many(retry_after: int | None, *, times: int | None = 1) -> Scripted:
    """429; None leaves out the parameters, as Telegram's front servers do at times."""
    if retry_after is None:
        return Scripted(429, "Too Many Requests", times=times)
    return Scripted(429, f"Too Many Requests: retry after {retry_after}", retry_after, times=times)


def migrated(chat_id: int) -> Scripted:
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    return Scripted(400, description, migrate_to_chat_id=chat_id, times=None)


def bad_gateway(*, accept: bool = False, times: int | None = 1) -> Scripted:
    page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
    return Scripted(502, body=page, accept=accept, times=times)


def garbage(body: str = "this is no JSON", *, accept: bool = False) -> Scripted:
    return Scripted(200, body=body, accept=accept)


def dropped(*, accept: bool) -> Scripted:
    """The connection breaks, before or after the call was carried out: the client cannot tell which."""
    return Scripted(drop=True, accept=accept)


def late(seconds: float, *, accept: bool = True, times: int | None = 1) -> Scripted:
    """A good answer, but late; accept says whether the call is carried out before the wait."""
    return Scripted(delay=seconds, accept=accept, times=times)


Judge = Callable[[Call], Scripted | None]


class Scripts:
    """Which call meets which mishap: those for its chat first, then those for any, then the judge's."""

    def __init__(self) -> None:
        self._waiting: defaultdict[tuple[str, object], list[Scripted]] = defaultdict(list)
        self._judges: dict[str, Judge] = {}

    def add(self, method: str, scripted: tuple[Scripted, ...], chat_id: object) -> None:
        self._waiting[method, chat_id].extend(scripted)

    def judge(self, method: str, judge: Judge) -> None:
        self._judges[method] = judge

    def clear(self) -> None:
        self._waiting.clear()
        self._judges.clear()

    def next(self, call: Call) -> Scripted | None:
        for chat_id in (call.chat_id, None):
            if waiting := self._waiting.get((call.method, chat_id)):
                return _taken(waiting)
        judge = self._judges.get(call.method)
        return judge(call) if judge else None


def _taken(waiting: list[Scripted]) -> Scripted:
    first = waiting[0]
    if first.times is not None:
        waiting[:1] = [replace(first, times=first.times - 1)] if first.times > 1 else []
    return first
