"""Fetch a source with a conditional GET within limits, by httpx; a guard keeps it out of private networks.

    URL ─▶ turn ─▶ resolve ─▶ admit ─▶ request ─▶ body ─▶ Fetched
           one per host       again for each redirect

The name is resolved once, and the request goes to an address that was admitted, with the name in the Host header
and in TLS, so that a second DNS answer cannot redirect it. Sources share neither cookies nor connections,
and there is no proxy.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Self
from weakref import WeakValueDictionary

import httpx

from watchers.cadence import freshness, read_retry_after
from watchers.errors import BadCertificate, BadReply, BadStatus, FetchError, TooLarge, TooSlow, Unreachable
from watchers.http import guard
from watchers.http.body import BrokenBody, TooManyBytes, inflate, read_raw
from watchers.http.budget import Budget, Lease
from watchers.http.guard import IPAddress, IPNetwork, Resolve, Target, read_place
from watchers.http.saving import Saving
from watchers.http.stream import OpenStream, open_stream
from watchers.http.transport import Connections, Headers
from watchers.model import Download, Fetched, Modified, NotModified, Source, Validators

Fetch = Callable[[Source, Validators], Awaitable[Fetched]]
"""Return what a source has published since the validators; raise FetchError, and nothing else."""
Downloads = Callable[[Source, Validators, Path], Awaitable[Download | NotModified]]
"""Do the same for a large list, whose body goes to a file in the given folder; the caller closes it."""
ReadBody = Callable[[httpx.Response, "_Answer"], Awaitable["_Answer"]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take, redirects included."""

    total: timedelta = timedelta(seconds=30)
    """For connections, headers and bodies; waiting for a turn does not count."""
    raw_bytes: int = 10_000_000
    """Of a body as received, before decompression."""
    inflated_bytes: int = 10_000_000
    """Of a body after decompression."""
    redirects: int = 5
    list_total: timedelta = timedelta(minutes=5)
    """For a large list, which goes to a file."""
    list_bytes: int = 60_000_000
    """Of such a list, as received and after decompression."""


@dataclass(frozen=True, slots=True)
class Network:
    """How requests identify themselves, and which networks they may reach."""

    user_agent: str
    allow_private: tuple[IPNetwork, ...] = ()
    """Private networks to allow, on any port, but only for a trusted source whose own address is in one of them."""


class Fetcher:
    """``Fetch`` over real sockets. ``async with Fetcher(…)`` closes idle connections at the end.

    One request at a time goes to each host, and at most ``in_flight`` to all hosts together; sources that chats added
    get at most half of these. ``resolve``, ``connect`` and ``trust`` supply names, sockets and certificates.
    """

    def __init__(
        self,
        network: Network,
        limits: Limits | None = None,
        *,
        in_flight: int = 200,
        resolve: Resolve = guard.look_up,
        connect: OpenStream = open_stream,
        trust: ssl.SSLContext | None = None,
        budget: Budget | None = None,
    ) -> None:
        self._network = network
        self._limits = limits or Limits()
        self._resolve = resolve
        self._connections = Connections(trust or shipped_and_system_trust(), connect)
        self._budget = budget or Budget()
        self._slots = asyncio.Semaphore(in_flight)
        self._slots_for_added = asyncio.Semaphore(max(1, in_flight // 2))
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._connections.aclose()

    async def __call__(self, source: Source, validators: Validators) -> Fetched:
        """Fetch a source; see ``Fetch``."""
        walked = await self._walk(source, validators, self._limits.total, self._into_memory)
        return _fetched(*walked)

    async def download(self, source: Source, validators: Validators, folder: Path) -> Download | NotModified:
        """Fetch a large list into a file in the folder; see ``Downloads``."""
        saving = Saving(folder, self._limits.list_bytes)

        async def save(response: httpx.Response, head: _Answer) -> _Answer:
            await saving.take(response.aiter_raw())
            return head

        try:
            walked = await self._walk(source, validators, self._limits.list_total, save)
            fetched = _fetched(*walked)
            if isinstance(fetched, NotModified):
                saving.close()
                return fetched
            file, digest, size = saving.finish()
        except BaseException:
            saving.close()
            raise
        said = (fetched.content_type, fetched.validators, fetched.fresh_for, fetched.moved_to)
        return Download(fetched.url, file, digest, size, *said)

    async def _walk(
        self, source: Source, validators: Validators, total: timedelta, read: ReadBody
    ) -> tuple[Target, _Answer, Validators | None, str | None]:
        """Follow redirects to the response. Return where it came from, what was sent there, and where it moved."""
        own = place = read_place(source.url)
        reach = self._network.allow_private if source.trusted else ()
        seconds = total.total_seconds()
        moved_to, lasting = None, True
        for _ in range(self._limits.redirects + 1):
            # On another host the same validator may mean another document: send none, keep none.
            sent = validators if place.host == own.host else None
            answer, reach, seconds = await self._hop(source, place, sent or Validators(), reach, seconds, read)
            location = _location(answer)
            if answer.status not in _REDIRECTS or not location:
                return place, answer, sent, moved_to
            target = guard.read_location(place, location)
            # A permanent redirect counts, but not from https to http, which anyone on the way could forge.
            lasting = lasting and answer.status in _PERMANENT and (place.scheme, target.scheme) != ("https", "http")
            moved_to = target.url if lasting else moved_to
            place = target
        raise BadReply(source.url, f"more than {self._limits.redirects} redirects")

    async def _hop(
        self,
        source: Source,
        place: Target,
        validators: Validators,
        reach: tuple[IPNetwork, ...],
        seconds: float,
        read: ReadBody,
    ) -> tuple[_Answer, tuple[IPNetwork, ...], float]:
        """Return the response of one hop, and the networks and seconds left for the next."""
        headers = _headers(place, source.user_agent or self._network.user_agent, validators)
        # Each waiting or running request holds the lock object; it is freed with the last of them.
        turn = self._turns.setdefault(place.key, asyncio.Lock())
        # Wait for the host first: a queue for one host must not occupy the slots of all.
        async with turn, nullcontext() if source.trusted else self._slots_for_added, self._slots:
            try:
                async with asyncio.timeout(seconds) as deadline:
                    if not source.trusted:
                        # Many of them begin at once when as many run into their deadlines.
                        await self._budget.take_turn()
                    addresses = await guard.resolve_place(place, self._resolve)
                    reach = guard.admit(place, addresses, reach)
                    answer = await self._answer(source, await self._request(place, headers, addresses), read)
            except _EXPECTED as error:
                raise _named(place, error) from error
        ends = deadline.when() or 0.0
        return answer, reach, ends - asyncio.get_running_loop().time()

    async def _request(
        self, place: Target, headers: list[tuple[bytes, bytes]], addresses: tuple[IPAddress, ...]
    ) -> httpx.Response:
        """Send the request to the first address that can be reached."""
        connect_seconds = self._limits.total.total_seconds() / len(addresses)
        *others, last = guard.connect_order(addresses)
        for address in others:
            try:
                return await self._connections.handle_async_request(_request(place, address, headers, connect_seconds))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if isinstance(_root(error), ssl.SSLCertVerificationError):
                    raise  # another address of the same server has the same certificate
        return await self._connections.handle_async_request(_request(place, last, headers, None))

    async def _into_memory(self, response: httpx.Response, head: _Answer) -> _Answer:
        """Read a body into memory, within the budget of all bodies."""
        raw = await read_raw(response.aiter_raw(), self._limits.raw_bytes, head.lease)
        encoding = head.joined(b"content-encoding")
        return replace(head, body=await inflate(raw, encoding, self._limits.inflated_bytes, head.lease))

    async def _answer(self, source: Source, response: httpx.Response, read: ReadBody) -> _Answer:
        lease = self._budget.lease(configured=source.trusted)
        try:
            head = _Answer(response.status_code, response.extensions["headers"], b"", lease)
            if head.status == 304:
                async for _ in response.aiter_raw():
                    pass  # there is no body, but reading to its end lets the connection be reused
            if head.status != 200:
                return head
            return await read(response, head)
        except BaseException:
            lease.release()
            raise
        finally:
            await response.aclose()


def shipped_and_system_trust() -> ssl.SSLContext:
    """Return a context that verifies chain, host name and dates by the certificates of certifi and of this system.

    The system's certificates complete the chain of a server that omits its intermediates, if the operator installed
    them; OpenSSL also reads SSL_CERT_FILE and SSL_CERT_DIR. The flags are the same on every Python version: 3.13
    would also reject certificates that violate RFC 5280 only in form, as those of some governments do.
    """
    trust = httpx.create_ssl_context(trust_env=False)
    trust.load_default_certs()
    trust.verify_flags = ssl.VERIFY_X509_TRUSTED_FIRST | ssl.VERIFY_X509_PARTIAL_CHAIN
    trust.set_alpn_protocols(["http/1.1"])
    return trust


_NO_BODY = httpx.ByteStream(b"")
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ASKING_FOR_TIME = frozenset({429, 503})
"""Statuses whose Retry-After counts (RFC 6585, 4; RFC 9110, 15.6.4); with others it is a mistake of a gateway."""
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_EXPECTED = (TimeoutError, httpx.HTTPError, httpx.InvalidURL, BrokenBody, TooManyBytes, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A response; the body is decompressed, and empty for any status but 200."""

    status: int
    headers: Headers
    body: bytes
    lease: Lease

    def first(self, name: bytes) -> str:
        """Return the first value of a header, decoded as Latin-1; "" if it is absent."""
        values = self.headers.get(name)
        return values[0].decode("latin-1") if values else ""

    def joined(self, name: bytes) -> str:
        """Return a list header, whose values may come in several lines, joined by commas (RFC 9110, 5.3)."""
        return b", ".join(self.headers.get(name, ())).decode("latin-1")


def _headers(place: Target, user_agent: str, validators: Validators) -> list[tuple[bytes, bytes]]:
    lines = {
        "Host": place.authority,
        "User-Agent": user_agent,
        "Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.8",
        "Accept-Encoding": "gzip",
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.last_modified,
    }
    return [(name.encode(), value.encode("latin-1")) for name, value in lines.items() if value is not None]


def _request(
    place: Target, address: str, headers: list[tuple[bytes, bytes]], connect_seconds: float | None
) -> httpx.Request:
    """Build a request to an admitted address, with the name in the Host header and in TLS."""
    return httpx.Request(
        "GET",
        _origin(place.scheme, address, place.port),
        headers=headers,
        stream=_NO_BODY,  # keeps httpx from adding headers
        extensions={"target": place.target, "sni_hostname": place.host, "timeout": {"connect": connect_seconds}},
    )


@lru_cache(maxsize=4_096)
def _origin(scheme: str, address: str, port: int) -> httpx.URL:
    return httpx.URL(scheme=scheme, host=address, port=port)


def _named(place: Target, error: Exception) -> FetchError:
    """Convert an expected exception to the FetchError that describes it."""
    match error:
        case TimeoutError() | httpx.TimeoutException():
            return TooSlow(place.url, "too slow")
        case httpx.ProtocolError() | BrokenBody():
            return BadReply(place.url, f"a broken answer ({error})")
        case TooManyBytes():
            return TooLarge(place.url, f"more than {error}")
    root = _root(error)
    if isinstance(root, ssl.SSLCertVerificationError):
        return BadCertificate(place.url, str(root))
    if isinstance(root, ssl.SSLEOFError):
        return Unreachable(place.url, "the server broke off while SSL was agreed upon")
    return Unreachable(place.url, str(root) or type(root).__name__)


def _root(error: BaseException) -> BaseException:
    """Return the earliest cause with a message: sockets and TLS say what happened, their wrappers do not."""
    chain: list[BaseException] = [error]
    while began := chain[-1].__cause__ or chain[-1].__context__:
        chain.append(began)
    return next((each for each in reversed(chain) if str(each)), chain[-1])


def _location(answer: _Answer) -> str:
    written = answer.first(b"location").strip()
    with suppress(UnicodeError):
        return written.encode("latin-1").decode()
    return written


def _fetched(place: Target, answer: _Answer, sent: Validators | None, moved_to: str | None) -> Fetched:
    """Return the result of a response; ``sent`` is None for a host that must not see our validators."""
    fresh_for = _fresh_for(answer)
    if answer.status == 200:
        validators = _validators(answer) if sent is not None else Validators()
        content_type = answer.first(b"content-type")
        return Modified(place.url, answer.body, content_type, validators, fresh_for, moved_to, answer.lease)
    if answer.status != 304:
        asks = answer.status in _ASKING_FOR_TIME
        retry_after = read_retry_after(answer.first(b"retry-after"), answer.first(b"date")) if asks else None
        raise BadStatus(place.url, answer.status, retry_after)
    if sent is None or sent == Validators():
        # It says that nothing changed since nothing was received.
        raise BadStatus(place.url, answer.status)
    new = _validators(answer)
    kept = Validators(new.etag or sent.etag, new.last_modified or sent.last_modified)
    return NotModified(kept, fresh_for, moved_to)


def _fresh_for(answer: _Answer) -> timedelta | None:
    cache_control, expires = answer.joined(b"cache-control"), answer.first(b"expires")
    if not cache_control and not expires:
        return None
    return freshness(cache_control, answer.first(b"age"), expires, answer.first(b"date"))


def _validators(answer: _Answer) -> Validators:
    return Validators(_validator(answer.first(b"etag")), _validator(answer.first(b"last-modified")))


def _validator(value: str) -> str | None:
    # Sending back an overlong validator could make every later request too long for the server.
    return value if 0 < len(value) <= 1_000 and not _CONTROL.search(value) else None
