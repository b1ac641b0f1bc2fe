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
from telegram import error as errors
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.chat import MAX_DOCUMENT_BYTES

SEND_TIMEOUT = 25.0
"""Seconds to wait for an answer; long, because a send that timed out may have been delivered."""
CONNECT_TIMEOUT = 10.0
"""Seconds to wait for a connection, which may mean for a free one."""
MAX_ANSWER_BYTES = 20_000_000
"""More than a hundred updates can have; what is longer is not the Bot API's, and must not fill the memory."""
MAX_DIGITS = 18
"""Digits of a number in an answer: Telegram's have at most 16, and Python refuses to parse several thousand."""


MAX_WAIT = 86_400
"""Seconds that Telegram may ask to wait; a longer time is a mistake, and would silence a chat for years."""


class Broken(NetworkError):
    """The connection broke or the answer is not the Bot API's: the request may have had its effect."""


class Failing(NetworkError):
    """The server or a gateway before it failed (5xx): the request probably had no effect, but that is not certain."""


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
                # Nothing is decompressed, so that a small answer cannot become a large one.
                headers={"Accept-Encoding": "identity"},
                auto_decompress=False,
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
        most = MAX_DOCUMENT_BYTES if method == "GET" else MAX_ANSWER_BYTES
        status, body = await self._exchange(method, url, SEND_TIMEOUT, most, data=form)
        if status != 200:
            raise _error(status, body)
        # GET requests download files.
        if method == "POST":
            result_of(url.rpartition("/")[2], body)
        return status, body

    async def call(self, method: str, parameters: dict[str, Any], timeout: float = SEND_TIMEOUT) -> Any:  # noqa: ASYNC109  the server's, too
        """Call a method and return its result, parsed from JSON. Raises TelegramError."""
        status, body = await self._exchange(
            *("POST", f"{self._base}/{method}", timeout, MAX_ANSWER_BYTES),
            data=_ENCODER.encode(parameters),
            headers=_JSON,
        )
        if status == 200:
            return result_of(method, body)
        raise _error(status, body)

    async def _exchange(self, method: str, url: str, seconds: float, most: int, **content: Any) -> tuple[int, bytes]:
        assert self._session is not None
        limits = aiohttp.ClientTimeout(total=CONNECT_TIMEOUT + seconds, connect=CONNECT_TIMEOUT, sock_read=seconds)
        try:
            # The Bot API never redirects; another server must not get the messages.
            async with self._session.request(method, url, timeout=limits, allow_redirects=False, **content) as answer:
                return answer.status, await _read(answer, most)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NetworkError(f"no connection: {type(error).__name__}") from error
        except TimeoutError as error:
            raise errors.TimedOut(f"no answer within {seconds:g} s") from error
        except (aiohttp.ClientError, OSError) as error:
            raise Broken(f"the connection broke: {type(error).__name__}") from error


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """Return the body of an answer. Raises Broken if it has more bytes than ``most``."""
    body = bytearray()
    async for part in answer.content.iter_any():
        body += part
        if len(body) > most:
            raise Broken(f"the answer has more than {most} bytes")
    return bytes(body)


def _proxy(url: str) -> str | None:
    """Return the proxy that the environment names for an address (HTTPS_PROXY, NO_PROXY), or None."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


def result_of(method: str, body: bytes) -> Any:
    """Return the result in an answer with the status 200.

    Raises:
        Broken: It is not an answer of the Bot API.
        TelegramError: It is a refusal. A proxy can lose the status; the refusal repeats it.
    """
    answer = _parsed(body)
    if answer.get("ok") is False and isinstance(code := answer.get("error_code"), int):
        raise _error(code, body)
    if answer.get("ok") is not True or "result" not in answer:
        raise Broken("Invalid server response")
    result = answer["result"]
    expected = _EXPECTED.get(method)
    if expected is not None and not (isinstance(result, dict) and isinstance(result.get(expected[0]), expected[1])):
        raise Broken("Invalid server response")
    return result


def _error(status: int, body: bytes) -> TelegramError:
    """Return the library's error for an answer with another status than 200.

    Proxies, firewalls and captive portals answer with the same statuses. Theirs say nothing about a chat, a message or
    the token: only the Bot API's own JSON does (https://core.telegram.org/bots/api#making-requests).
    """
    refusal = _refusal(body)
    said = f"HTTP status {status}" if refusal is None else str(refusal.get("description", ""))
    # Supergroups have negative IDs: a group never becomes a person.
    if (moved_to := _parameter(refusal, "migrate_to_chat_id")) < 0:
        return errors.ChatMigrated(moved_to)
    if (wait := _parameter(refusal, "retry_after")) > 0:
        return errors.RetryAfter(min(wait, MAX_WAIT))
    if status >= 500:
        return Failing(said)
    if refusal is None:
        return NetworkError(f"{said}, not from the Bot API")
    return _ERRORS.get(status, NetworkError)(said)


def _refusal(body: bytes) -> dict[str, Any] | None:
    """Return an answer of the Bot API that a call was not carried out; None if it is somebody else's."""
    try:
        answer = _parsed(body)
    except Broken:
        return None
    return answer if answer.get("ok") is False else None


def _parsed(body: bytes) -> dict[str, Any]:
    """Return the object in an answer. Raises Broken if there is none."""
    try:
        answer = json.loads(body.decode("utf-8", "replace"), parse_int=_number)
    except (ValueError, RecursionError) as error:
        raise Broken("Invalid server response") from error
    if not isinstance(answer, dict):
        raise Broken("Invalid server response")
    return answer


def _parameter(refusal: dict[str, Any] | None, name: str) -> int:
    """Return a number of ResponseParameters, or 0."""
    parameters = refusal.get("parameters") if refusal is not None else None
    found = parameters.get(name) if isinstance(parameters, dict) else None
    return found if isinstance(found, int) else 0


def _number(digits: str) -> int | None:
    """Return a JSON integer, or None if it has too many digits to be valid."""
    return int(digits) if len(digits) <= MAX_DIGITS else None


_ERRORS: dict[int, type[TelegramError]] = {
    400: errors.BadRequest,
    401: errors.InvalidToken,
    403: errors.Forbidden,
    404: errors.InvalidToken,
    409: errors.Conflict,
    413: errors.BadRequest,
}
"""The library's errors by the status of a refusal; any other is a NetworkError."""
_EXPECTED: dict[str, tuple[str, type]] = {
    "sendMessage": ("message_id", int),
    "sendDocument": ("message_id", int),
    "sendPhoto": ("message_id", int),
    "getMe": ("id", int),
    "getFile": ("file_id", str),
    "getChat": ("id", int),
    "getChatMember": ("status", str),
}
"""The field without which a successful answer to a method is not the Bot API's, and its type."""
_ENCODER = msgspec.json.Encoder(enc_hook=str)
"""Writes instances of a subclass of str (``Html``) as texts."""
_JSON = {"Content-Type": "application/json"}
