"""HTTP to the Bot API over aiohttp: timeouts, which answers are accepted, and what an error proves.

python-telegram-bot sends its rare calls through ``BotApi`` as its request object. The two calls that matter for load
and for damaged updates, sendMessage and getUpdates, use ``call``, which builds no objects of the library: a send
costs a fifth of the CPU time of the library's own (``python -m benchmarks.delivery``).
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import msgspec
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
from telegram.request import BaseRequest, RequestData

SEND_TIMEOUT = 25.0
"""Seconds to wait for an answer; long, because a send that timed out may have been delivered."""
CONNECT_TIMEOUT = 10.0
"""Seconds to wait for a connection, which may mean for a free one."""
MAX_DIGITS = 18
"""Digits of a number in an answer: Telegram's have at most 16, and Python refuses to parse several thousand."""


class Broken(NetworkError):
    """The connection broke or the answer is not the Bot API's: the request may have had its effect."""


class BotApi(BaseRequest):
    """Accept only answers that the Bot API can have given, not those of a gateway or proxy on the way."""

    __slots__ = ("_base", "_connections", "_session")

    def __init__(self, base: str, connections: int) -> None:
        """Prepare, without a connection.

        Args:
            base: The address of the bot's methods, with its token.
            connections: How many requests may be in flight.
        """
        self._base = base
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return how many seconds a request may wait for its answer."""
        return SEND_TIMEOUT

    async def initialize(self) -> None:
        """Open the session; calling it again does nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                proxy=_proxy(self._base),
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, **timeouts: Any) -> Any:  # type: ignore[override]  # PTB names them all
        """Return status and body for the library's client. Raises TelegramError."""
        form = None
        if request_data is not None:
            form = aiohttp.FormData(request_data.json_parameters)
            for name, (file_name, content, kind) in (
                (request_data.multipart_data or {}).items() if request_data.contains_files else ()
            ):
                form.add_field(name, content, filename=file_name, content_type=kind)
        status, body = await self._exchange(method, url, SEND_TIMEOUT, data=form)
        # GET requests download files.
        if method == "POST" and status == 200:
            result_of(url.rpartition("/")[2], body)
        return status, body

    async def call(self, method: str, parameters: dict[str, Any], timeout: float = SEND_TIMEOUT) -> Any:  # noqa: ASYNC109  the server's, too
        """Call a method and return its result, parsed from JSON. Raises TelegramError."""
        status, body = await self._exchange(
            "POST", f"{self._base}/{method}", timeout, data=_ENCODER.encode(parameters), headers=_JSON
        )
        if status == 200:
            return result_of(method, body)
        raise _error(status, body)

    async def _exchange(self, method: str, url: str, seconds: float, **content: Any) -> tuple[int, bytes]:
        assert self._session is not None
        limits = aiohttp.ClientTimeout(total=None, connect=CONNECT_TIMEOUT, sock_read=seconds)
        try:
            async with self._session.request(method, url, timeout=limits, **content) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NetworkError(f"no connection: {type(error).__name__}") from error
        except TimeoutError as error:
            raise TimedOut(f"no answer within {seconds:g} s") from error
        except (aiohttp.ClientError, OSError) as error:
            raise Broken(f"the connection broke: {type(error).__name__}") from error


def _proxy(url: str) -> str | None:
    """Return the proxy that the environment names for an address (HTTPS_PROXY, NO_PROXY), or None."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


def result_of(method: str, body: bytes) -> Any:
    """Return the result in a successful answer. Raises Broken if it is not one of the Bot API."""
    try:
        answer = json.loads(body.decode("utf-8", "replace"), parse_int=_number)
    except (ValueError, RecursionError) as error:
        raise Broken("Invalid server response") from error
    if not isinstance(answer, dict) or answer.get("ok") is not True or "result" not in answer:
        raise Broken("Invalid server response")
    result = answer["result"]
    identifier = _IDENTIFIED.get(method)
    if identifier is not None and not (isinstance(result, dict) and isinstance(result.get(identifier), int)):
        raise Broken("Invalid server response")
    return result


class _Parameters(msgspec.Struct):
    migrate_to_chat_id: int | None = None
    retry_after: int | None = None


class _Refusal(msgspec.Struct):
    description: str = ""
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


def _error(status: int, body: bytes) -> TelegramError:
    """Return the library's error for an answer with another status than 200.

    Source: https://core.telegram.org/bots/api#making-requests
    """
    try:
        refusal = msgspec.json.decode(body, type=_Refusal)
    except msgspec.DecodeError:
        refusal = _Refusal(f"HTTP status {status}")
    if refusal.parameters.migrate_to_chat_id:
        return ChatMigrated(refusal.parameters.migrate_to_chat_id)
    if refusal.parameters.retry_after:
        return RetryAfter(refusal.parameters.retry_after)
    match status:
        case 401 | 404:
            return InvalidToken(refusal.description)
        case 400:
            return BadRequest(refusal.description)
        case 403:
            return Forbidden(refusal.description)
        case 409:
            return Conflict(refusal.description)
        case _:
            return NetworkError(refusal.description)


def _number(digits: str) -> int | None:
    """Return a JSON integer, or None if it has too many digits to be valid."""
    return int(digits) if len(digits) <= MAX_DIGITS else None


_IDENTIFIED = {"sendMessage": "message_id", "sendDocument": "message_id", "getMe": "id"}
"""The field without which a successful answer to a method is not the Bot API's."""
_ENCODER = msgspec.json.Encoder(enc_hook=str)
"""Writes texts of a class of their own (``Html``) as texts."""
_JSON = {"Content-Type": "application/json"}
