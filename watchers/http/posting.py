"""Post to addresses that the operator configured, which may be on a private network: webhooks and a language model."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

import httpx
import msgspec

from watchers.http.client import shipped_and_system_trust

TIMEOUT_SECONDS = 20.0
"""Time limit for each of connecting, sending and the answer."""
MAX_ANSWER_BYTES: Final = 256 * 1024
MAX_TOKENS: Final = 400
"""That a model may write: two sentences, in any script."""


class _Client:
    """A client that follows no redirects and uses no proxy. ``async with`` closes its idle connections at the end."""

    def __init__(self, timeout_seconds: float | None, headers: Mapping[str, str]) -> None:
        self._client = httpx.AsyncClient(
            verify=shipped_and_system_trust(), trust_env=False, timeout=timeout_seconds, headers=headers
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._client.aclose()


# ---- webhooks --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answered:
    """What a receiver answered."""

    status: int
    retry_after: str
    date: str
    """Both headers as sent; "" if absent."""


@dataclass(frozen=True, slots=True)
class NotPosted:
    """No answer came."""

    why: str
    may_have_arrived: bool


class Poster(_Client):
    """Post bytes."""

    def __init__(self) -> None:
        super().__init__(TIMEOUT_SECONDS, {})

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Answered | NotPosted:
        """Post once. The body of the answer is not read."""
        try:
            async with self._client.stream("POST", url, headers=dict(headers), content=body) as response:
                return Answered(
                    response.status_code, *(response.headers.get(name, "") for name in ("Retry-After", "Date"))
                )
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return NotPosted(type(error).__name__, may_have_arrived=False)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # The text of an error may contain the address, which may be secret.
            return NotPosted(type(error).__name__, may_have_arrived=True)


# ---- a language model ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is, and how long it may take."""

    address: str
    """The part before ``/chat/completions``: ``https://models.example/v1``."""
    model: str
    key: str
    """"" if the server wants none."""
    timeout: timedelta


@dataclass(frozen=True, slots=True)
class NoCompletion:
    """The model gave no answer that can be read; ``why`` has neither the key nor any text."""

    why: str


class Completions(_Client):
    """Ask one model by the chat completions of OpenAI."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(None, {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {})
        self._endpoint = endpoint

    async def __call__(self, instruction: str, text: str) -> str | NoCompletion:
        """Return what the model writes about a text, within the time limit in total."""
        body = msgspec.json.encode(
            {
                "model": self._endpoint.model,
                "temperature": 0,
                "max_tokens": MAX_TOKENS,
                "messages": [{"role": "system", "content": instruction}, {"role": "user", "content": text}],
            }
        )
        url = f"{self._endpoint.address.rstrip('/')}/chat/completions"
        try:
            async with asyncio.timeout(self._endpoint.timeout.total_seconds()):
                return _written(await self._post(url, body))
        except TimeoutError:
            return NoCompletion("too slow")
        except (httpx.HTTPError, httpx.InvalidURL, _Refused) as error:
            return NoCompletion(str(error) if isinstance(error, _Refused) else type(error).__name__)

    async def _post(self, url: str, body: bytes) -> bytes:
        content = {"Content-Type": "application/json"}
        async with self._client.stream("POST", url, content=body, headers=content) as response:
            if response.status_code != httpx.codes.OK:
                raise _Refused(f"status {response.status_code}")
            answer = bytearray()
            async for chunk in response.aiter_bytes():
                answer += chunk
                if len(answer) > MAX_ANSWER_BYTES:
                    raise _Refused("too long")
            return bytes(answer)


class _Refused(Exception):
    pass


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: list[_Choice]


def _written(answer: bytes) -> str | NoCompletion:
    try:
        choices = msgspec.json.decode(answer, type=_Completion).choices
    except msgspec.MsgspecError:
        return NoCompletion("not a completion")
    written = choices[0].message.content if choices else None
    return written.strip() if written and written.strip() else NoCompletion("empty")
