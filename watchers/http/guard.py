"""Decide which addresses may be requested, and which networks a request may reach (SSRF guard).

A name is resolved once for each request. The request then goes to one of the addresses that were checked here,
so that a second DNS answer cannot change where it goes.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from itertools import chain, zip_longest
from urllib.parse import quote, urljoin

import httpx

from watchers.errors import AddressRefused, Unreachable

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network
Resolve = Callable[[str], Awaitable[Sequence[str]]]
"""Resolve a host name to its IP addresses as text; raise OSError if there are none."""

PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})
MAX_ADDRESSES = 3
"""Addresses of one name to try."""

# Carrier-grade NAT, protocol assignments, 6to4 relays, benchmarks, reserved and broadcast.
_SPECIAL_IPV4 = [*map(IPv4Network, "100.64.0.0/10 192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 240.0.0.0/4".split())]
_UNICAST_IPV6 = IPv6Network("2000::/3")
# Protocol assignments (Teredo, ORCHID, benchmarks), documentation, 6to4, documentation.
_SPECIAL_IPV6 = [*map(IPv6Network, "2001::/23 2001:db8::/32 2002::/16 3fff::/20".split())]
_LOOPBACKS: dict[IPAddress, IPAddress] = {
    IPv6Address("::1"): IPv4Address("127.0.0.1"),
    IPv4Address("127.0.0.1"): IPv6Address("::1"),
}
_NAME = re.compile(rb"[a-z0-9_][a-z0-9._-]{0,252}", re.I)
_IPV6 = re.compile(rb"[0-9a-f:.]*:[0-9a-f:.]*", re.I)
_TARGET = re.compile(r"[a-z]+://[^/?#]*([^?#]*)((?:\?[^#]*)?)", re.I | re.S)
_NOT_IN_HTTP = re.compile(r"[^!-~]+")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be requested, in its parts."""

    url: str
    """Without its fragment."""
    scheme: str
    host: str
    """In ASCII."""
    port: int
    target: bytes
    """Path and query, byte for byte as written."""
    authority: str
    """Host and port as the Host header gives them."""
    key: str
    """What counts as one host: on a private network each port of an address is a separate server."""
    addresses: tuple[IPAddress, ...]
    """The host itself if it is an IP address; empty for a name."""


@lru_cache(maxsize=16_384)
def read_place(text: str) -> Target:
    """Split a URL into its parts.

    Raises:
        AddressRefused: The text is not a URL that may be requested.
    """
    try:
        url = httpx.URL(text).copy_with(fragment=None)
        if url.userinfo:
            raise AddressRefused(str(url.copy_with(userinfo=b"")), "a name or password in the address")
        problem = _problem(url, text)
        if problem:
            raise AddressRefused(text, problem)
        target = _target(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressRefused(text, f"no address ({error})") from error
    host, port, authority = url.raw_host.decode("ascii"), _port(url), url.netloc.decode("ascii")
    addresses: tuple[IPAddress, ...] = ()
    with suppress(ValueError):
        addresses = (ip_address(host),)
    key = host if port in PUBLIC_PORTS else f"{host}:{port}"
    full = f"{url.scheme}://{authority}{target}"
    return Target(full, url.scheme, host, port, target.encode("ascii"), authority, key, addresses)


def read_location(place: Target, location: str) -> Target:
    """Resolve a Location header against the URL that answered with it.

    Raises:
        AddressRefused: It does not lead to a URL that may be requested.
    """
    try:
        # Joining drops an empty query, and a full URL needs no joining.
        return read_place(location if "://" in location else urljoin(place.url, location))
    except ValueError as error:
        raise AddressRefused(location, f"no address ({error})") from error


def check_address(text: str) -> None:
    """Raise AddressRefused for a URL that cannot be a public source's, without resolving its name."""
    place = read_place(text)
    admit(place, place.addresses, ())
    if place.port not in PUBLIC_PORTS:
        raise AddressRefused(text, f"port {place.port}")


async def resolve_place(place: Target, resolve: Resolve) -> tuple[IPAddress, ...]:
    """Return every IP address of the host.

    Raises:
        Unreachable: The host has none.
    """
    if place.addresses:
        return place.addresses
    try:
        found = tuple(dict.fromkeys(map(ip_address, await resolve(place.host))))
    except (OSError, ValueError) as error:
        raise Unreachable(place.url, f"no such name ({error})") from error
    if not found:
        raise Unreachable(place.url, "no such name")
    return found


def admit(place: Target, addresses: tuple[IPAddress, ...], reach: tuple[IPNetwork, ...]) -> tuple[IPNetwork, ...]:
    """Admit a request to a host with these IP addresses, or refuse it.

    Either all addresses lie in ``reach``, or all are public: a private address among public ones is an attack.

    Args:
        place: The URL to request.
        addresses: Every address of its host.
        reach: The private networks that this hop may enter.

    Returns:
        The private networks that the next hop may enter. They never grow: after a hop to the public
        internet there are none, so that no one there can redirect us inside.

    Raises:
        AddressRefused: An address is private, or the port is not one of the web's.
    """
    listed = _around(addresses, reach) if reach else ()
    if listed:
        return listed
    private = next((address for address in addresses if not is_public(address)), None)
    if private is not None:
        raise AddressRefused(place.url, f"{private} is not a public address")
    if place.port not in PUBLIC_PORTS:
        raise AddressRefused(place.url, f"port {place.port}")
    return ()


def is_public(address: IPAddress) -> bool:
    """Return whether the address belongs to the public internet, by IANA's registries.

    Python's is_global differs between patch releases and calls some wrappings of an IPv4 address
    global; so IPv6 is public only within 2000::/3, from which all unicast is allocated, minus its special
    ranges. That excludes ::, ::1, ::ffff:0:0/96, 64:ff9b::/96, fc00::/7, fe80::/10 and ff00::/8.
    """
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_IPV4)
    return address in _UNICAST_IPV6 and not any(address in network for network in _SPECIAL_IPV6)


def connect_order(addresses: tuple[IPAddress, ...]) -> tuple[str, ...]:
    """Return at most MAX_ADDRESSES to try, alternating between IPv4 and IPv6: one of the two may not work."""
    same = [address for address in addresses if address.version == addresses[0].version]
    other = [address for address in addresses if address.version != addresses[0].version]
    mixed = (str(address) for address in chain(*zip_longest(same, other)) if address is not None)
    return tuple(mixed)[:MAX_ADDRESSES]


async def look_up(host: str) -> Sequence[str]:
    """Resolve a name with the system's resolver, in a daemon thread started for it.

    In a thread pool a few names whose server hangs would block all others, and would block the end of
    the process until they are answered.
    """
    found: Future[Sequence[str]] = Future()

    def ask() -> None:
        found.set_running_or_notify_cancel()
        try:
            infos = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            found.set_result([str(info[4][0]) for info in infos])
        except (OSError, UnicodeError) as error:
            found.set_exception(error)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    return await asyncio.wrap_future(found)


def _problem(url: httpx.URL, text: str) -> str:
    """Return why the URL may not be requested, whatever its name resolves to; "" if it may."""
    if url.scheme not in ("http", "https"):
        return "neither http nor https"
    if not _NAME.fullmatch(url.raw_host) and not _IPV6.fullmatch(url.raw_host):
        return "no host"
    if not 0 < _port(url) < 65536:
        return "no port"
    # A browser reads it as a slash, a library as part of a name: they would request different hosts.
    return "a backslash" if "\\" in text else ""


def _port(url: httpx.URL) -> int:
    return url.port if url.port is not None else {"http": 80, "https": 443}[url.scheme]


def _target(text: str) -> str:
    """Return path and query as written; httpx would quote them again.

    Only characters that a request line cannot contain, such as spaces and non-ASCII, are percent-encoded, as UTF-8.
    """
    found = _TARGET.match(text)
    assert found is not None, "httpx read a scheme and a host"
    return _NOT_IN_HTTP.sub(lambda odd: quote(odd[0]), f"{found[1] or '/'}{found[2]}")


def _around(addresses: tuple[IPAddress, ...], reach: tuple[IPNetwork, ...]) -> tuple[IPNetwork, ...]:
    """Return the networks of ``reach`` that together contain all addresses; none if one lies outside."""
    listed = tuple(network for network in reach if any(_lies_in(address, network) for address in addresses))
    return listed if all(any(_lies_in(address, network) for network in listed) for address in addresses) else ()


def _lies_in(address: IPAddress, network: IPNetwork) -> bool:
    # "localhost" means both loopbacks nearly everywhere, and people list only the one they know.
    twin = _LOOPBACKS.get(address)
    return address in network or (twin is not None and twin in network)
