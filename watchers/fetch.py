"""One conditional GET within limits, through a guard that keeps sources out of private networks.

    address ─▶ turn ─▶ look up ─▶ admit ─▶ dial ─▶ ask ─▶ inflate ─▶ Fetched
               one a host          every hop of a redirect anew

Each request has a connection of its own. Sources share no cookies, no pool and no proxy, and what a
name means is decided once, before the only dial: there is nothing left for a second answer to change.
httpx lends its addresses and its trust in TLS, httpcore its HTTP; neither leaves this file.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import threading
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from itertools import chain, zip_longest
from typing import Protocol
from weakref import WeakValueDictionary

import httpcore
import httpx

from watchers.cadence import freshness, read_retry_after
from watchers.errors import AddressRefused, BadReply, BadStatus, TooLarge, TooSlow, Unreachable
from watchers.model import Fetched, Modified, NotModified, Source, Validators

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network
Resolve = Callable[[str], Awaitable[Sequence[str]]]
"""A name to its addresses as text; raises OSError where there is none."""

PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})


class Fetch(Protocol):
    """The port to the world's sources."""

    async def __call__(self, source: Source, validators: Validators) -> Fetched:
        """What ``source`` has to say since ``validators``; raises FetchError, and nothing else."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take, redirects included."""

    total: timedelta = timedelta(seconds=30)
    """For connections, headers and bodies; waiting for a turn does not count."""
    raw_bytes: int = 10_000_000
    """Of a body as it comes."""
    inflated_bytes: int = 10_000_000
    """Of a body as it is handed over."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Network:
    """Who we say we are, and where we may go."""

    user_agent: str
    allow_private: tuple[IPNetwork, ...] = ()
    """Open on any port, but only to a trusted source whose own address is in it."""


async def look_up(host: str) -> Sequence[str]:
    """The system's own answer, asked in a thread made for it.

    A thread pool would let a few names whose server hangs hold up all others, and would hold up the
    end of the process until they are answered: a daemon does neither.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def ask() -> None:
        found: Sequence[str] | Exception
        try:
            infos = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            found = [str(info[4][0]) for info in infos]
        except (OSError, UnicodeError) as error:
            found = error
        with suppress(RuntimeError):  # the loop ended before the name server answered
            loop.call_soon_threadsafe(tell, found)

    def tell(found: Sequence[str] | Exception) -> None:
        if answer.done():
            return
        if isinstance(found, Exception):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    return await answer


def check_address(text: str) -> None:
    """Raises AddressRefused for an address that no public source has, as far as can be told without asking."""
    url = _address(text)
    with suppress(ValueError):
        _admit(url, (ip_address(url.raw_host.decode("ascii")),), ())
    if _port(url) not in PUBLIC_PORTS:
        raise AddressRefused(text, f"port {_port(url)}")


def is_public(address: IPAddress) -> bool:
    """Whether the address is one of the internet's own, by IANA's registries.

    Python's is_global differs between patch releases and calls some wrappings of an IPv4 address
    global; so IPv6 is public only where unicast is handed out at all, 2000::/3, less what is special
    there. That leaves out ::, ::1, ::ffff:0:0/96, 64:ff9b::/96, fc00::/7, fe80::/10 and ff00::/8.
    """
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_IPV4)
    return address in _UNICAST_IPV6 and not any(address in network for network in _SPECIAL_IPV6)


class Fetcher:
    """The port ``Fetch`` over real sockets. It holds nothing that must be closed.

    One request at a time goes to a host, and ``in_flight`` to all of them together. ``resolve``,
    ``wire`` and ``trust`` are where it touches the world: names, sockets and certificates.
    """

    def __init__(
        self,
        network: Network,
        limits: Limits | None = None,
        *,
        in_flight: int = 50,
        resolve: Resolve = look_up,
        wire: httpcore.AsyncNetworkBackend | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._network = network
        self._limits = limits or Limits()
        self._resolve = resolve
        self._wire = wire or httpcore.AnyIOBackend()
        self._trust = trust or httpx.create_ssl_context(trust_env=False)
        self._slots = asyncio.Semaphore(in_flight)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, source: Source, validators: Validators) -> Fetched:
        """As ``Fetch`` promises."""
        own = url = _address(source.url)
        reach = self._network.allow_private if source.trusted else ()
        seconds = self._limits.total.total_seconds()
        for _ in range(self._limits.redirects + 1):
            # Elsewhere the same validator may stand for another document: none is sent, none kept.
            sent = validators if url.raw_host == own.raw_host else None
            async with self._turn(url):
                answer, reach, seconds = await self._hop(url, sent or Validators(), reach, seconds)
            if answer.status not in _REDIRECTS or not answer.location:
                return _fetched(url, answer, sent)
            url = _address(answer.location, url)
        raise BadReply(source.url, f"more than {self._limits.redirects} redirects")

    @asynccontextmanager
    async def _turn(self, url: httpx.URL) -> AsyncIterator[None]:
        # Whoever waits or works holds the lock object; with the last of them it is gone.
        # The host first: a queue before one host must not fill the slots of all.
        lock = self._turns.setdefault(_host_key(url), asyncio.Lock())
        async with lock, self._slots:
            yield

    async def _hop(
        self, url: httpx.URL, validators: Validators, reach: tuple[IPNetwork, ...], seconds: float
    ) -> tuple[_Answer, tuple[IPNetwork, ...], float]:
        """The answer, and what the next hop has left: networks in reach, and seconds."""
        with _typed(url):
            async with asyncio.timeout(seconds) as deadline:
                addresses = await self._look_up(url)
                reach = _admit(url, addresses, reach)
                answer = await self._ask(url, _in_turns(addresses), validators)
            ends = deadline.when() or 0.0
            return answer, reach, ends - asyncio.get_running_loop().time()

    async def _look_up(self, url: httpx.URL) -> tuple[IPAddress, ...]:
        host = url.raw_host.decode("ascii")
        with suppress(ValueError):
            return (ip_address(host),)
        try:
            found = await self._resolve(host)
        except (OSError, UnicodeError) as error:
            raise Unreachable(str(url), f"no such name ({error})") from error
        if not found:
            raise Unreachable(str(url), "no such name")
        return tuple(dict.fromkeys(ip_address(address) for address in found))

    async def _ask(self, url: httpx.URL, addresses: Sequence[IPAddress], validators: Validators) -> _Answer:
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=_port(url), target=url.raw_path)
        patience = self._limits.total.total_seconds() / len(addresses)
        connection = httpcore.AsyncHTTPConnection(
            target.origin, self._trust, network_backend=_Dial(self._wire, addresses, patience)
        )
        headers = self._headers(url, validators)
        async with connection, connection.stream("GET", target, headers=headers) as reply:
            body = await self._body(url, reply) if reply.status == 200 else b""
            return _Answer(reply.status, tuple(reply.headers), body)

    def _headers(self, url: httpx.URL, validators: Validators) -> list[tuple[bytes, bytes]]:
        headers = [
            (b"Host", url.netloc),
            (b"User-Agent", self._network.user_agent.encode()),
            (b"Accept", b"application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.8"),
            (b"Accept-Encoding", b"gzip"),
            (b"Connection", b"close"),
        ]
        if validators.etag is not None:
            headers.append((b"If-None-Match", validators.etag.encode("latin-1")))
        if validators.last_modified is not None:
            headers.append((b"If-Modified-Since", validators.last_modified.encode("latin-1")))
        return headers

    async def _body(self, url: httpx.URL, reply: httpcore.Response) -> bytes:
        inflate = _Inflate(_joined(reply.headers, b"content-encoding"))
        raw, body, most = 0, bytearray(), self._limits.inflated_bytes
        async for chunk in reply.aiter_stream():
            raw += len(chunk)
            if raw > self._limits.raw_bytes:
                raise TooLarge(str(url), f"more than {self._limits.raw_bytes} bytes")
            inflate.feed(chunk, body, most)
            if len(body) > most:
                raise TooLarge(str(url), f"more than {most} bytes inflated")
        inflate.end()
        return bytes(body)


_REDIRECTS = frozenset({301, 302, 303, 307, 308})

_SPECIAL_IPV4 = (
    IPv4Network("100.64.0.0/10"),  # carrier-grade NAT
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
    IPv4Network("198.18.0.0/15"),  # benchmarks
    IPv4Network("240.0.0.0/4"),  # reserved, broadcast
)
_UNICAST_IPV6 = IPv6Network("2000::/3")
_SPECIAL_IPV6 = (
    IPv6Network("2001::/23"),  # protocol assignments: Teredo, ORCHID, benchmarks
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("3fff::/20"),  # documentation
)

_NAME = re.compile(rb"[a-z0-9_][a-z0-9._-]{0,252}", re.I)
_IPV6 = re.compile(rb"[0-9a-f:.]*:[0-9a-f:.]*", re.I)


def _address(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """The address that ``text`` is, or names from ``base``; raises AddressRefused."""
    try:
        url = (base.join(text) if base else httpx.URL(text)).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressRefused(text, f"no address ({error})") from error
    if url.userinfo:
        raise AddressRefused(str(url.copy_with(userinfo=b"")), "a name or password in the address")
    problem = _problem(url, text)
    if problem:
        raise AddressRefused(text, problem)
    return url


def _problem(url: httpx.URL, text: str) -> str:
    """What keeps us from asking there, whatever its name means; "" for nothing."""
    if url.scheme not in ("http", "https"):
        return "neither http nor https"
    if not _NAME.fullmatch(url.raw_host) and not _IPV6.fullmatch(url.raw_host):
        return "no host"
    if not 0 < _port(url) < 65536:
        return "no port"
    # To a browser this is a slash, to a library part of a name: two readings, two hosts.
    return "a backslash" if "\\" in text else ""


def _port(url: httpx.URL) -> int:
    return url.port if url.port is not None else {"http": 80, "https": 443}[url.scheme]


def _host_key(url: httpx.URL) -> str:
    """What counts as one host: in a laboratory each port of one address is a server of its own."""
    host, port = url.raw_host.decode("ascii"), _port(url)
    return host if port in PUBLIC_PORTS else f"{host}:{port}"


def _admit(url: httpx.URL, addresses: Sequence[IPAddress], reach: tuple[IPNetwork, ...]) -> tuple[IPNetwork, ...]:
    """The networks that the next hop may stay in; raises AddressRefused.

    All addresses lie in ``reach``, or all are public: one odd address among good ones is a trick.
    Reach never grows. It begins as all that is allowed, for the source's own address, and ends where
    a hop leads outside, so that nobody there can send us back in.
    """
    listed = tuple(network for network in reach if any(_lies_in(a, network) for a in addresses))
    if all(any(_lies_in(address, network) for network in listed) for address in addresses):
        return listed
    odd = next((address for address in addresses if not is_public(address)), None)
    if odd is not None:
        raise AddressRefused(str(url), f"{odd} is not a public address")
    if _port(url) not in PUBLIC_PORTS:
        raise AddressRefused(str(url), f"port {_port(url)}")
    return ()


def _lies_in(address: IPAddress, network: IPNetwork) -> bool:
    # "localhost" means both loopbacks nearly everywhere, and people list the one they know.
    twin = _LOOPBACKS.get(address)
    return address in network or (twin is not None and twin in network)


_LOOPBACKS: dict[IPAddress, IPAddress] = {
    IPv6Address("::1"): IPv4Address("127.0.0.1"),
    IPv4Address("127.0.0.1"): IPv6Address("::1"),
}


def _in_turns(addresses: Iterable[IPAddress]) -> list[IPAddress]:
    """At most three to dial, first of each family before second: one family may lead nowhere."""
    found = list(addresses)
    same = [address for address in found if address.version == found[0].version]
    other = [address for address in found if address.version != found[0].version]
    return [address for address in chain(*zip_longest(same, other)) if address is not None][:3]


class _Dial(httpcore.AsyncNetworkBackend):
    """Connects to the first of the admitted addresses that answers, whatever name it is given."""

    def __init__(self, wire: httpcore.AsyncNetworkBackend, addresses: Sequence[IPAddress], patience: float) -> None:
        self._wire = wire
        self._addresses = addresses
        self._patience = patience

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 -- httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        for address in self._addresses[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await self._wire.connect_tcp(str(address), port, timeout=self._patience)
        return await self._wire.connect_tcp(str(self._addresses[-1]), port, timeout=self._patience)


@contextmanager
def _typed(url: httpx.URL) -> Iterator[None]:
    """Whatever breaks on the way becomes an error of ours."""
    try:
        yield
    except TimeoutError as error:
        raise TooSlow(str(url), "too slow") from error
    except (httpcore.ProtocolError, zlib.error) as error:
        raise BadReply(str(url), f"a broken answer ({error})") from error
    except (httpcore.NetworkError, httpcore.TimeoutException, OSError, ValueError) as error:
        raise Unreachable(str(url), _root(error)) from error


def _root(error: BaseException) -> str:
    """The words of what began it: certificates and sockets speak plainly, what wraps them does not."""
    began = error.__cause__ or error.__context__
    return (_root(began) if began else "") or str(error) or type(error).__name__


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    """Inflated; empty for any status but 200."""

    def first(self, name: bytes) -> str:
        """The header as sent, byte for code point; "" without one."""
        return next((v.decode("latin-1") for n, v in self.headers if n.lower() == name), "")

    @property
    def location(self) -> str:
        written = self.first(b"location").strip()
        with suppress(UnicodeError):
            return written.encode("latin-1").decode()
        return written

    @property
    def validators(self) -> Validators:
        return Validators(etag=_validator(self.first(b"etag")), last_modified=_validator(self.first(b"last-modified")))

    @property
    def fresh_for(self) -> timedelta | None:
        return freshness(
            _joined(self.headers, b"cache-control"),
            self.first(b"age"),
            self.first(b"expires"),
            self.first(b"date"),
        )

    @property
    def retry_after(self) -> timedelta | None:
        return read_retry_after(self.first(b"retry-after"), self.first(b"date"))


def _joined(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    """A header that is a list, which may come in several lines (RFC 9110, 5.3)."""
    return ", ".join(value.decode("latin-1") for n, value in headers if n.lower() == name)


def _validator(value: str) -> str | None:
    # One too long to be meant would make each request to come too long to be taken.
    return value if 0 < len(value) <= 1_000 else None


def _fetched(url: httpx.URL, answer: _Answer, sent: Validators | None) -> Fetched:
    """The answer's meaning; ``sent`` is None at a host that must not see our validators."""
    if answer.status == 200:
        validators = answer.validators if sent is not None else Validators()
        content_type = answer.first(b"content-type")
        return Modified(str(url), answer.body, content_type, validators, answer.fresh_for)
    if answer.status != 304:
        raise BadStatus(str(url), answer.status, answer.retry_after)
    if sent is None or sent == Validators():
        raise BadReply(str(url), "304 to a question without conditions")
    new = answer.validators
    kept = Validators(new.etag or sent.etag, new.last_modified or sent.last_modified)
    return NotModified(kept, answer.fresh_for)


class _Inflate:
    """Undoes one Content-Encoding and never makes more bytes than there is room for.

    Raises zlib.error for an encoding we do not know and for bytes that are not of it. We ask for gzip
    only; but some servers send deflate unasked, with its zlib wrapping or, wrongly, without.
    """

    def __init__(self, content_encoding: str) -> None:
        named = (name.strip().lower() for name in content_encoding.split(","))
        self._encoding = ",".join(name for name in named if name not in ("", "identity"))
        if self._encoding not in ("", "gzip", "x-gzip", "deflate"):
            raise zlib.error(f"unknown encoding {self._encoding}")
        self._stream: zlib._Decompress | None = None
        self._members = 0

    def feed(self, chunk: bytes, body: bytearray, limit: int) -> None:
        """Adds to ``body`` what ``chunk`` stands for, and stops one byte behind ``limit``."""
        if not self._encoding:
            body += chunk[: limit + 1 - len(body)]
            return
        # A kilobyte becomes a megabyte at most: what is made in one go stays small beside the limit.
        for begin in range(0, len(chunk), 1_000):
            self._feed_slice(chunk[begin : begin + 1_000], body, limit)

    def end(self) -> None:
        """Raises zlib.error where bytes are missing."""
        if self._stream is not None and not self._stream.eof:
            raise zlib.error("cut short")

    def _feed_slice(self, rest: bytes, body: bytearray, limit: int) -> None:
        while rest and len(body) <= limit:
            if self._stream is None or self._stream.eof:
                if self._members and not rest.startswith(b"\x1f"):
                    return  # padding behind the last member
                self._stream = self._begin(rest)
            body += self._stream.decompress(rest, limit + 1 - len(body))
            rest = self._stream.unused_data

    def _begin(self, rest: bytes) -> zlib._Decompress:
        """A stream for the next member (RFC 1952, 2.2); each costs time, so they are counted."""
        self._members += 1
        if self._members > 100:
            raise zlib.error("more than 100 members")
        if self._encoding != "deflate":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        # RFC 1950 begins with compression method 8; RFC 1951 bare hardly can.
        return zlib.decompressobj(zlib.MAX_WBITS if rest[0] & 15 == 8 else -zlib.MAX_WBITS)
