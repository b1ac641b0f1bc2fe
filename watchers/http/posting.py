"""Post to an address that the operator configured, which may be on a private network. Redirects are not followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import httpx

from watchers.http.client import shipped_and_system_trust

TIMEOUT_SECONDS = 20.0
"""Time limit for each of connecting, sending and the answer."""


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


class Poster:
    """Post bytes. ``async with Poster()`` closes idle connections at the end."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(
            verify=shipped_and_system_trust(), trust_env=False, timeout=TIMEOUT_SECONDS, follow_redirects=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._client.aclose()

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
