"""HTTP to the Bot API: timeouts, and which answers are accepted."""

from __future__ import annotations

import json
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.telegram.intake import screened

SEND_TIMEOUT = 25.0
"""Seconds; long, because a send that timed out may have been delivered."""


class BotApi(HTTPXRequest):
    """Accept only answers that the Bot API can have given, not those of a gateway or proxy on the way."""

    def __init__(self, connections: int) -> None:
        super().__init__(connection_pool_size=connections, **_TIMEOUTS)

    async def do_request(self, url: str, method: str, **options: Any) -> tuple[int, bytes]:  # type: ignore[override]  # PTB names them all
        """Return status and body. Raises TelegramError if a successful answer is not the Bot API's."""
        status, body = await super().do_request(url, method, **options)
        # GET requests download files.
        if method == "POST" and status == 200 and not _is_telegrams(url.rpartition("/")[2], body):
            raise TelegramError("Invalid server response")
        return status, body


class UpdatesRequest(HTTPXRequest):
    """The connection for getUpdates, which passes on only updates that the library can parse."""

    def __init__(self) -> None:
        super().__init__(connection_pool_size=2, **_TIMEOUTS)

    async def do_request(self, url: str, method: str, **options: Any) -> tuple[int, bytes]:  # type: ignore[override]  # PTB names them all
        """Return status and body, screened if successful. Raises TelegramError for an unusable answer."""
        status, body = await super().do_request(url, method, **options)
        return status, screened(body) if status == 200 else body


def _is_telegrams(method: str, body: bytes) -> bool:
    """Return whether a successful answer is the Bot API's: PTB accepts any JSON."""
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    if not isinstance(answer, dict) or answer.get("ok") is not True or "result" not in answer:
        return False
    result = answer["result"]
    match method:
        case "sendMessage" | "sendDocument":
            return _has(result, "message_id")
        case "getMe":
            return _has(result, "id")
    return True


def _has(found: object, identifier: str) -> bool:
    return isinstance(found, dict) and isinstance(found.get(identifier), int)


_TIMEOUTS: dict[str, Any] = {
    "read_timeout": SEND_TIMEOUT,
    "write_timeout": SEND_TIMEOUT,
    "connect_timeout": 10.0,
    "pool_timeout": 30.0,
}
