"""Ask a language model at an address that speaks the chat completions of OpenAI, which the operator configured."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

import httpx
import msgspec

from watchers.http.client import shipped_and_system_trust

MAX_ANSWER_BYTES: Final = 256 * 1024
MAX_TOKENS: Final = 400
"""That a model may write: two sentences, in any script."""


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


class Completions:
    """Ask one model. ``async with Completions(…)`` closes idle connections at the end."""

    def __init__(self, endpoint: Endpoint) -> None:
        headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
        self._endpoint = endpoint
        self._client = httpx.AsyncClient(
            verify=shipped_and_system_trust(), trust_env=False, timeout=None, follow_redirects=False, headers=headers
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._client.aclose()

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
