"""One conditional GET within limits, through a guard that keeps sources out of private networks.

    address ─▶ turn ─▶ look up ─▶ admit ─▶ ask ─▶ Fetched
               one a host          every hop of a redirect anew

What a name means is decided once for each request, and only what was admitted is dialled, or asked over a
connection that is still open: there is nothing left for a second answer to change. Sources share no cookies
and no proxy. httpx lends its addresses and its trust in TLS, ``watchers.connections`` does the rest.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from itertools import chain, zip_longest
from typing import Protocol, Self
from weakref import WeakValueDictionary

import httpx

from watchers.cadence import freshness, read_retry_after
from watchers.connections import Connections, Dial, Request, dial
from watchers.errors import (
    AddressRefused,
    BadCertificate,
    BadReply,
    BadStatus,
    FetchError,
    TooLarge,
    TooSlow,
    Unreachable,
)
from watchers.exchange import Broken, Overlong, Reply
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
    place = _place(text)
    _admit(place, place.addresses, ())
    if place.port not in PUBLIC_PORTS:
        raise AddressRefused(text, f"port {place.port}")


@lru_cache(maxsize=4_096)
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
    """The port ``Fetch`` over real sockets. ``async with Fetcher(…)`` ends the connections that wait behind it.

    One request at a time goes to a host, and ``in_flight`` to all of them together. ``resolve``,
    ``dial`` and ``trust`` are where it touches the world: names, sockets and certificates.
    """

    def __init__(
        self,
        network: Network,
        limits: Limits | None = None,
        *,
        in_flight: int = 200,
        resolve: Resolve = look_up,
        dial: Dial = dial,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._network = network
        self._limits = limits or Limits()
        self._resolve = resolve
        self._connections = Connections(dial)
        self._trust = trust or shipped_and_system_trust()
        self._slots = asyncio.Semaphore(in_flight)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        self._connections.close()

    async def __call__(self, source: Source, validators: Validators) -> Fetched:
        """As ``Fetch`` promises."""
        own = place = _place(source.url)
        user_agent = source.user_agent or self._network.user_agent
        reach = self._network.allow_private if source.trusted else ()
        seconds = self._limits.total.total_seconds()
        moved_to, lasting = None, True
        for _ in range(self._limits.redirects + 1):
            # Elsewhere the same validator may stand for another document: none is sent, none kept.
            sent = validators if place.host == own.host else None
            head = _head(place, user_agent, sent or Validators())
            hop = await self._hop(place, head, reach, seconds)
            location = _location(hop.reply)
            if hop.reply.status not in _REDIRECTS or not location:
                return _fetched(place, hop.reply, sent, moved_to)
            target = _place_from(place, location)
            lasting = lasting and _is_lasting(hop.reply, place, target)
            moved_to = target.url if lasting else moved_to
            place, reach, seconds = target, hop.reach, hop.seconds
        raise BadReply(source.url, f"more than {self._limits.redirects} redirects")

    async def _hop(self, place: _Place, head: bytes, reach: tuple[IPNetwork, ...], seconds: float) -> _Hop:
        # Whoever waits or works holds the lock object; with the last of them it is gone.
        turn = self._turns.setdefault(place.key, asyncio.Lock())
        # The host first: a queue before one host must not fill the slots of all.
        async with turn, self._slots:
            try:
                async with asyncio.timeout(seconds) as deadline:
                    addresses = place.addresses or await self._look_up(place)
                    reach = _admit(place, addresses, reach)
                    reply = await self._ask(place, head, addresses)
            except _EXPECTED as error:
                raise _named(place.url, error) from error
        ends = deadline.when() or 0.0
        return _Hop(reply, reach, ends - asyncio.get_running_loop().time())

    async def _look_up(self, place: _Place) -> tuple[IPAddress, ...]:
        try:
            found = await self._resolve(place.host)
        except (OSError, UnicodeError) as error:
            raise Unreachable(place.url, f"no such name ({error})") from error
        if not found:
            raise Unreachable(place.url, "no such name")
        return tuple(dict.fromkeys(map(_ip, found)))

    async def _ask(self, place: _Place, head: bytes, addresses: tuple[IPAddress, ...]) -> Reply:
        trust = self._trust if place.scheme == "https" else None
        request = Request(place.host, place.port, trust, head, self._limits.raw_bytes, self._limits.inflated_bytes)
        patience = self._limits.total.total_seconds() / len(addresses)
        return await self._connections.ask(request, _in_turns(addresses), patience)


def shipped_and_system_trust() -> ssl.SSLContext:
    """Verifies always: by the certificates that certifi ships, and by those of this system.

    The second complete the chain of a server that leaves its intermediates out, where the operator has
    installed them; OpenSSL takes them from SSL_CERT_FILE and SSL_CERT_DIR too.
    """
    trust = httpx.create_ssl_context(trust_env=False)
    trust.load_default_certs()
    return trust


_PERMANENT = frozenset({301, 308})
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

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NAME = re.compile(rb"[a-z0-9_][a-z0-9._-]{0,252}", re.I)
_IPV6 = re.compile(rb"[0-9a-f:.]*:[0-9a-f:.]*", re.I)


@dataclass(frozen=True, slots=True)
class _Place:
    """An address that may be asked, taken apart."""

    url: str
    scheme: str
    host: str
    """In ASCII."""
    port: int
    target: str
    """Path and query."""
    authority: str
    """Host and port as the Host header gives them."""
    key: str
    """What counts as one host: in a laboratory each port of one address is a server of its own."""
    addresses: tuple[IPAddress, ...]
    """The host itself, where it is an address and no name."""


@lru_cache(maxsize=16_384)
def _place(text: str) -> _Place:
    """The address that ``text`` is; raises AddressRefused."""
    return _taken_apart(text, lambda: httpx.URL(text))


def _place_from(place: _Place, location: str) -> _Place:
    """The address that ``location`` names from there; raises AddressRefused."""
    return _taken_apart(location, lambda: httpx.URL(place.url).join(location))


def _taken_apart(text: str, read: Callable[[], httpx.URL]) -> _Place:
    try:
        url = read().copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressRefused(text, f"no address ({error})") from error
    if url.userinfo:
        raise AddressRefused(str(url.copy_with(userinfo=b"")), "a name or password in the address")
    problem = _problem(url, text)
    if problem:
        raise AddressRefused(text, problem)
    host, port = url.raw_host.decode("ascii"), _port(url)
    key = host if port in PUBLIC_PORTS else f"{host}:{port}"
    addresses: tuple[IPAddress, ...] = ()
    with suppress(ValueError):
        addresses = (_ip(host),)
    target, authority = url.raw_path.decode("ascii"), url.netloc.decode("ascii")
    return _Place(str(url), url.scheme, host, port, target, authority, key, addresses)


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


def _head(place: _Place, user_agent: str, validators: Validators) -> bytes:
    """The request line and the headers."""
    lines = [
        f"GET {place.target} HTTP/1.1",
        f"Host: {place.authority}",
        f"User-Agent: {user_agent}",
        "Accept: application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.8",
        "Accept-Encoding: gzip",
    ]
    if validators.etag is not None:
        lines.append(f"If-None-Match: {validators.etag}")
    if validators.last_modified is not None:
        lines.append(f"If-Modified-Since: {validators.last_modified}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _admit(place: _Place, addresses: tuple[IPAddress, ...], reach: tuple[IPNetwork, ...]) -> tuple[IPNetwork, ...]:
    """The networks that the next hop may stay in; raises AddressRefused.

    All addresses lie in ``reach``, or all are public: one odd address among good ones is a trick.
    Reach never grows. It begins as all that is allowed, for the source's own address, and ends where
    a hop leads outside, so that nobody there can send us back in.
    """
    listed = _around(addresses, reach) if reach else ()
    if listed:
        return listed
    odd = next((address for address in addresses if not is_public(address)), None)
    if odd is not None:
        raise AddressRefused(place.url, f"{odd} is not a public address")
    if place.port not in PUBLIC_PORTS:
        raise AddressRefused(place.url, f"port {place.port}")
    return ()


@lru_cache(maxsize=4_096)
def _around(addresses: tuple[IPAddress, ...], reach: tuple[IPNetwork, ...]) -> tuple[IPNetwork, ...]:
    """The networks of ``reach`` that hold all the addresses between them; none where one lies outside."""
    listed = tuple(network for network in reach if any(_lies_in(address, network) for address in addresses))
    return listed if all(any(_lies_in(address, network) for network in listed) for address in addresses) else ()


@lru_cache(maxsize=4_096)
def _ip(text: str) -> IPAddress:
    return ip_address(text)


def _lies_in(address: IPAddress, network: IPNetwork) -> bool:
    # "localhost" means both loopbacks nearly everywhere, and people list the one they know.
    twin = _LOOPBACKS.get(address)
    return address in network or (twin is not None and twin in network)


_LOOPBACKS: dict[IPAddress, IPAddress] = {
    IPv6Address("::1"): IPv4Address("127.0.0.1"),
    IPv4Address("127.0.0.1"): IPv6Address("::1"),
}


@lru_cache(maxsize=4_096)
def _in_turns(addresses: tuple[IPAddress, ...]) -> tuple[str, ...]:
    """At most three to dial, first of each family before second: one family may lead nowhere."""
    same = [address for address in addresses if address.version == addresses[0].version]
    other = [address for address in addresses if address.version != addresses[0].version]
    return tuple(str(address) for address in chain(*zip_longest(same, other)) if address is not None)[:3]


_EXPECTED = (TimeoutError, Broken, zlib.error, Overlong, OSError, ValueError)


def _named(url: str, error: Exception) -> FetchError:
    """Whatever broke on the way, as an error of ours."""
    match error:
        case TimeoutError():
            return TooSlow(url, "too slow")
        case Broken() | zlib.error():
            return BadReply(url, f"a broken answer ({error})")
        case Overlong():
            return TooLarge(url, f"more than {error}")
        case ssl.SSLCertVerificationError():
            return BadCertificate(url, _root(error))
    return Unreachable(url, _root(error))


def _root(error: BaseException) -> str:
    """The words of what began it: certificates and sockets speak plainly, what wraps them does not."""
    chain: list[BaseException] = [error]
    while began := chain[-1].__cause__ or chain[-1].__context__:
        chain.append(began)
    return next(filter(None, map(str, reversed(chain))), type(error).__name__)


@dataclass(frozen=True, slots=True)
class _Hop:
    """An answer on the way, and what the next hop has left."""

    reply: Reply
    reach: tuple[IPNetwork, ...]
    seconds: float


def _location(reply: Reply) -> str:
    written = reply.first(b"location").strip()
    with suppress(UnicodeError):
        return written.encode("latin-1").decode()
    return written


def _is_lasting(reply: Reply, place: _Place, target: _Place) -> bool:
    """Whether the redirect is meant for good, and for no worse: what was safe stays so."""
    return reply.status in _PERMANENT and not (place.scheme == "https" and target.scheme == "http")


def _fetched(place: _Place, reply: Reply, sent: Validators | None, moved_to: str | None) -> Fetched:
    """The answer's meaning; ``sent`` is None at a host that must not see our validators."""
    fresh_for = _fresh_for(reply)
    if reply.status == 200:
        validators = _validators(reply) if sent is not None else Validators()
        return Modified(place.url, reply.body, reply.first(b"content-type"), validators, fresh_for, moved_to)
    if reply.status != 304:
        wish = read_retry_after(reply.first(b"retry-after"), reply.first(b"date"))
        raise BadStatus(place.url, reply.status, wish)
    if sent is None or sent == Validators():
        raise BadReply(place.url, "304 to a question without conditions")
    new = _validators(reply)
    kept = Validators(new.etag or sent.etag, new.last_modified or sent.last_modified)
    return NotModified(kept, fresh_for, moved_to)


def _fresh_for(reply: Reply) -> timedelta | None:
    cache_control, expires = reply.joined(b"cache-control"), reply.first(b"expires")
    if not cache_control and not expires:
        return None
    return freshness(cache_control, reply.first(b"age"), expires, reply.first(b"date"))


def _validators(reply: Reply) -> Validators:
    return Validators(_validator(reply.first(b"etag")), _validator(reply.first(b"last-modified")))


def _validator(value: str) -> str | None:
    # One too long to be meant would make each request to come too long to be taken.
    return value if 0 < len(value) <= 1_000 and not _CONTROL.search(value) else None
