"""Fetching over real sockets on loopback: hazards F1-F3 and F6-F18, each row by its number."""

from __future__ import annotations

import asyncio
import gzip
import random
import socket
import ssl
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.bell import PATIENCE, eventually
from tests.fakes.certificates import certify, chain, expire, limit_to_tls_1_1, needs_openssl, presenting
from tests.fakes.internet import TRUST, Rerouted
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
from watchers.http import Fetch, Limits, Network
from watchers.http import Fetcher as RealFetcher
from watchers.http.body import MAX_PIECES
from watchers.http.client import shipped_and_system_trust
from watchers.http.guard import Resolve, is_public, look_up
from watchers.http.stream import OpenStream, Stream, open_stream
from watchers.model import Modified, NotModified, Source, SourceId, Validators

pytestmark = pytest.mark.service

MADE: list[RealFetcher] = []


def Fetcher(  # noqa: N802 - as the class that it makes one of
    network: Network,
    limits: Limits = Limits(timedelta(seconds=PATIENCE)),  # noqa: B008  frozen
    *,
    in_flight: int = 200,
    resolve: Resolve = look_up,
    connect: OpenStream = open_stream,
    trust: ssl.SSLContext | None = TRUST,
) -> RealFetcher:
    """A fetcher that is closed after the test."""
    MADE.append(RealFetcher(network, limits, in_flight=in_flight, resolve=resolve, connect=connect, trust=trust))
    return MADE[-1]


@pytest.fixture(autouse=True)
async def _closing() -> AsyncIterator[None]:
    yield
    for fetcher in MADE:
        await fetcher.__aexit__()
    MADE.clear()


NOTHING = Validators()
FEED = b"<rss><channel><title>Customs</title></channel></rss>"
LAB = Network("tradewatch/0.1 (+https://example.org/tradewatch)", (ip_network("127.0.0.0/8"),))
OUTSIDE = Network("tradewatch/0.1")
FULL_DATE = "Sun, 01 Mar 2026 12:00:00 GMT"


@dataclass
class Asked:
    """One request as it came over the wire."""

    target: str
    headers: dict[str, bytes]


Answer = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    port: int
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@asynccontextmanager
async def serving(answer: Answer, trust: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """A server that reads one request a connection and leaves the rest to ``answer``."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_now[asyncio.current_task()] = writer
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
            pairs = (line.partition(b": ") for line in head[1:] if line)
            asked = Asked(head[0].split()[1].decode(), {n.decode().lower(): v for n, _, v in pairs})
            server.asked.append(asked)
            await answer(asked, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except RuntimeError:  # uvloop's word for a connection that was lost
            if not writer.is_closing():
                raise
        finally:
            writer.close()
            del open_now[asyncio.current_task()]

    open_now: dict[asyncio.Task[None] | None, asyncio.StreamWriter] = {}
    listener = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=trust)
    server = Server(listener.sockets[0].getsockname()[1])
    try:
        yield server
    finally:
        listener.close()
        for writer in open_now.values():
            writer.transport.abort()
        await asyncio.gather(*(task for task in open_now if task))


def reply(status: int = 200, body: bytes = b"", headers: Iterable[str | bytes] = ()) -> bytes:
    lines = [f"HTTP/1.1 {status} So".encode(), b"Content-Length: %d" % len(body)]
    lines += [line.encode() if isinstance(line, str) else line for line in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def always(raw: bytes) -> Answer:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    return answer


def in_order(*raws: bytes) -> Answer:
    rest = iter(raws)

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(next(rest))

    return answer


def by_target(table: dict[str, bytes]) -> Answer:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(table[asked.target])

    return answer


def source(url: str) -> Source:
    return Source(SourceId("lab"), url)


def limits(total: float = PATIENCE, raw: int = 1_000_000, inflated: int = 1_000_000) -> Limits:
    return Limits(timedelta(seconds=total), raw, inflated)


def names(**addresses: str | Sequence[str]) -> Callable[[str], Awaitable[Sequence[str]]]:
    async def resolve(host: str) -> Sequence[str]:
        if host not in table:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return table[host]

    table = {name.replace("_", "."): (found,) if isinstance(found, str) else found for name, found in addresses.items()}
    return resolve


class Internet:
    """Notes each address that a request goes to, and sends all of them to one server of ours."""

    def __init__(self, server: Server, silent: Sequence[str] = ()) -> None:
        self.dialled: list[tuple[str, int]] = []
        self._server = server
        self._silent = silent

    async def __call__(self, address: str, port: int, trust: ssl.SSLContext | None, name: str) -> Stream:
        return await Rerouted(self._dial)(address, port, trust, name)

    def _dial(self, address: str, port: int) -> int:
        self.dialled.append((address, port))
        if address in self._silent:
            raise ConnectionRefusedError("nobody there")
        return self._server.port


# Conditional requests: F1, F2, F3


@pytest.mark.hazard("F1")
async def test_an_unchanged_feed_is_sent_once_and_then_never_again() -> None:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        known = asked.headers.get("if-none-match") == b'W/"a\xe9 1"'
        headers: list[str | bytes] = [b'ETag: W/"a\xe9 1"', f"Last-Modified: {FULL_DATE}"]
        writer.write(reply(304, headers=headers[:1]) if known else reply(200, FEED, headers))

    async with serving(answer) as server:
        fetch = Fetcher(LAB)
        validators, bodies = NOTHING, []
        for _ in range(50):
            fetched = await fetch(source(server.url()), validators)
            validators = fetched.validators
            bodies += [fetched.body] if isinstance(fetched, Modified) else []
    assert bodies == [FEED]
    assert "if-none-match" not in server.asked[0].headers
    assert "if-modified-since" not in server.asked[0].headers
    for asked in server.asked[1:]:
        assert asked.headers["if-none-match"] == b'W/"a\xe9 1"'
        assert asked.headers["if-modified-since"] == FULL_DATE.encode()


@pytest.mark.parametrize("status", [200, 304])
@pytest.mark.hazard("F2")
async def test_the_latest_validators_are_sent_byte_for_byte(status: int) -> None:
    tags = [b'"one"', b'W/"two"', b"unquoted", b'"with  spaces, and \xe3\x83\x95"', b'"-gzip"']
    raws = [reply(200, FEED, ['ETag: "zero"'])]
    raws += [reply(status, FEED if status == 200 else b"", [b"ETag: " + tag]) for tag in tags]
    async with serving(in_order(*raws, reply(304))) as server:
        fetch = Fetcher(LAB)
        validators = NOTHING
        for _ in range(7):
            validators = (await fetch(source(server.url()), validators)).validators
    assert [asked.headers["if-none-match"] for asked in server.asked[1:]] == [b'"zero"', *tags]


@pytest.mark.hazard("F2")
async def test_a_304_replaces_the_validators_that_it_has_and_keeps_the_others() -> None:
    async with serving(always(reply(304, headers=["ETag: 2", "Cache-Control: max-age=60"]))) as server:
        fetched = await Fetcher(LAB)(source(server.url()), Validators("1", "yesterday"))
    assert fetched == NotModified(Validators("2", "yesterday"), timedelta(minutes=1))


@pytest.mark.hazard("F1")
async def test_no_validator_is_invented_and_an_endless_one_is_not_kept() -> None:
    raw = reply(200, FEED, ["ETag: ", f"Last-Modified: {'x' * 5_000}", f"Date: {FULL_DATE}"])
    async with serving(always(raw)) as server:
        assert (await Fetcher(LAB)(source(server.url()), NOTHING)).validators == NOTHING


@pytest.mark.hazard("F3")
async def test_a_server_that_ignores_conditions_gives_its_body_again() -> None:
    async with serving(always(reply(200, FEED, ["ETag: 1"]))) as server:
        fetched = await Fetcher(LAB)(source(server.url()), Validators("1"))
    assert isinstance(fetched, Modified)
    assert fetched.body == FEED


@pytest.mark.hazard("F2")
async def test_a_304_to_a_request_without_conditions_is_a_bad_status() -> None:
    async with serving(always(reply(304))) as server:
        with pytest.raises(BadStatus) as caught:
            await Fetcher(LAB)(source(server.url()), NOTHING)
    assert caught.value.status == 304


async def test_an_answer_has_its_address_type_and_freshness() -> None:
    headers = ["content-TYPE: application/rss+xml; charset=Big5", "Cache-Control: public"]
    headers += ["Cache-Control: max-age=600", "Age: 60"]
    async with serving(always(reply(200, FEED, headers))) as server:
        fetched = await Fetcher(LAB)(source(server.url("/a?b=c#d")), NOTHING)
    assert fetched == Modified(
        server.url("/a?b=c"),
        FEED,
        "application/rss+xml; charset=Big5",
        NOTHING,
        timedelta(minutes=9),
    )


# Statuses: F6


@pytest.mark.parametrize("status", [201, 204, 206, 300, 400, 401, 403, 404, 410, 418, 429, 500, 503])
async def test_any_status_but_200_and_304_is_a_bad_status(status: int) -> None:
    async with serving(always(reply(status, headers=["Retry-After: 120"]))) as server:
        with pytest.raises(BadStatus) as caught:
            await Fetcher(LAB)(source(server.url()), NOTHING)
    heeded = timedelta(minutes=2) if status in (429, 503) else None
    assert (caught.value.status, caught.value.retry_after) == (status, heeded)


@pytest.mark.hazard("F6")
async def test_a_date_to_retry_after_counts_from_the_servers_own_clock() -> None:
    raw = reply(503, headers=[f"Date: {FULL_DATE}", "Retry-After: Sun, 01 Mar 2026 13:00:00 GMT"])
    async with serving(always(raw)) as server:
        with pytest.raises(BadStatus) as caught:
            await Fetcher(LAB)(source(server.url()), NOTHING)
    assert caught.value.retry_after == timedelta(hours=1)


# Politeness: F8, F16, F17


class Counting:
    """Answers slowly and notes how many requests were open at once, by host and in all."""

    def __init__(self) -> None:
        self.most: dict[bytes, int] = {}
        self.most_in_all = 0
        self._open: list[bytes] = []

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        host = asked.headers["host"]
        self._open.append(host)
        self.most[host] = max(self.most.get(host, 0), self._open.count(host))
        self.most_in_all = max(self.most_in_all, len(self._open))
        await asyncio.sleep(0.01)
        self._open.remove(host)
        writer.write(reply(200, FEED))


@pytest.mark.hazard("F8")
async def test_one_host_is_asked_one_thing_at_a_time_and_hosts_side_by_side() -> None:
    counting = Counting()
    async with serving(counting) as server:
        internet = Internet(server)
        resolve = names(**{f"h{n}_example": "93.184.216.34" for n in range(8)})
        fetch = Fetcher(OUTSIDE, in_flight=4, resolve=resolve, connect=internet)
        urls = [f"http://h{n}.example/{m}" for n in range(8) for m in range(5)]
        await asyncio.gather(*(fetch(source(url), NOTHING) for url in urls))
    assert set(counting.most.values()) == {1}
    assert counting.most_in_all == 4
    assert len(server.asked) == 40


@pytest.mark.hazard("F8")
@pytest.mark.virtual_time
async def test_waiting_for_a_turn_does_not_count_as_slowness() -> None:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(reply(200, FEED))

    async with serving(answer) as server:
        fetch = Fetcher(LAB, limits(total=1.5))
        await asyncio.gather(*(fetch(source(server.url(f"/{n}")), NOTHING) for n in range(20)))
    assert len(server.asked) == 20


@pytest.mark.hazard("F8")
async def test_a_fetch_that_is_given_up_gives_its_turn_back() -> None:
    over = asyncio.Event()

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.target == "/stuck":
            await over.wait()
        writer.write(reply(200, FEED))

    async with serving(answer) as server:
        fetch = Fetcher(LAB, in_flight=1)
        stuck = asyncio.create_task(fetch(source(server.url("/stuck")), NOTHING))
        await eventually(lambda: bool(server.asked))
        stuck.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stuck
        assert isinstance(await fetch(source(server.url()), NOTHING), Modified)
        over.set()


@pytest.mark.hazard("F16")
async def test_a_cookie_is_never_sent_back() -> None:
    async with serving(always(reply(200, FEED, ["Set-Cookie: id=1; Path=/"]))) as server:
        fetch = Fetcher(LAB)
        for _ in range(2):
            await fetch(source(server.url()), NOTHING)
    assert all("cookie" not in asked.headers for asked in server.asked)


@pytest.mark.hazard("F17")
async def test_we_say_who_we_are_and_not_where_we_come_from() -> None:
    table = {"/feed": reply(302, headers=["Location: /next"]), "/next": reply(200, FEED)}
    async with serving(by_target(table)) as server:
        await Fetcher(LAB)(source(server.url()), NOTHING)
    for asked in server.asked:
        assert asked.headers["user-agent"] == LAB.user_agent.encode()
        assert asked.headers["accept-encoding"] == b"gzip"
        assert set(asked.headers) == {"host", "user-agent", "accept", "accept-encoding"}


@pytest.mark.hazard("F17")
async def test_a_source_may_want_another_name_of_us() -> None:
    async with serving(always(reply(200, FEED))) as server:
        await Fetcher(LAB)(replace(source(server.url()), user_agent="press-office-reader/1"), NOTHING)
    assert server.asked[0].headers["user-agent"] == b"press-office-reader/1"


# Bodies: F11, F18


def gzip_members(body: bytes, size: int) -> bytes:
    return b"".join(gzip.compress(body[i : i + size]) for i in range(0, len(body), size))


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("gzip", gzip.compress(FEED)),
        ("x-gzip", gzip.compress(FEED)),
        ("GZIP, identity", gzip.compress(FEED)),
        ("gzip", gzip_members(FEED, 10)),
        ("gzip", gzip.compress(FEED) + bytes(20)),
        ("deflate", zlib.compress(FEED)),
        ("deflate", zlib.compress(FEED)[2:-4]),
        ("identity", FEED),
        ("", FEED),
        ("", gzip.compress(FEED)),
        ("gzip", gzip.compress(gzip.compress(FEED))),
        ("br", brotli.compress(FEED)),
    ],
    ids=[
        *("gzip", "x-gzip", "in capitals", "in members", "zeros after it", "zlib", "bare deflate", "identity", "none"),
        *("gzip untold", "gzip in gzip untold", "brotli, unasked"),
    ],
)
@pytest.mark.parametrize("piece", [1, 10_000])
async def test_bodies_come_inflated_however_they_are_cut(encoding: str, raw: bytes, piece: int) -> None:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n")
        writer.write(f"Content-Encoding: {encoding}\r\n\r\n".encode())
        for i in range(0, len(raw), piece):
            part = raw[i : i + piece]
            writer.write(b"%x\r\n%b\r\n" % (len(part), part))
        writer.write(b"0\r\n\r\n")

    async with serving(answer) as server:
        fetched = await Fetcher(LAB)(source(server.url()), NOTHING)
    assert isinstance(fetched, Modified)
    assert fetched.body == FEED


JSON = b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'
LISTED = b'[{"title": "Customs"}]'
DOCUMENTS = [
    FEED,
    b"\xef\xbb\xbf\r\n  " + FEED,
    FEED.decode().encode("utf-16"),
    FEED.decode().encode("utf-16-be").replace(b"\x00<", b"\xfe\xff\x00<", 1),
    JSON,
    b"\n" + JSON,
    LISTED,
]


@pytest.mark.hazard("X17")
@pytest.mark.parametrize("body", DOCUMENTS, ids=["xml", "mark", "utf-16-le", "utf-16-be", "json", "line", "list"])
@pytest.mark.parametrize(
    "encoding", ["gzip", "deflate", "br", "aws-chunked", "utf-8", "none", "binary", "gzip, gzip", "br, gzip", "zstd"]
)
async def test_a_document_that_is_not_compressed_is_read_whatever_its_content_encoding(
    encoding: str, body: bytes
) -> None:
    async with serving(always(reply(200, body, [f"Content-Encoding: {encoding}"]))) as server:
        fetched = await Fetcher(LAB)(source(server.url()), NOTHING)
    assert isinstance(fetched, Modified)
    assert fetched.body == body


@pytest.mark.hazard("X17")
@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Encoding: gzip, gzip"],
        ["Content-Encoding: gzip", "Content-Encoding: gzip"],
        ["Content-Encoding: br"],
        ["Content-Encoding: deflate"],
        ["Content-Encoding: binary"],
    ],
    ids=["twice", "in two lines", "br", "deflate", "unknown"],
)
@pytest.mark.parametrize("times", [1, 2])
async def test_gzip_is_read_as_gzip_whatever_its_headers_say(headers: list[str], times: int) -> None:
    raw = gzip.compress(FEED) if times == 1 else gzip.compress(gzip.compress(FEED))
    async with serving(always(reply(200, raw, headers))) as server:
        fetched = await Fetcher(LAB)(source(server.url()), NOTHING)
    assert isinstance(fetched, Modified)
    assert fetched.body == FEED


ODD_FRAMES = {
    "the same length twice": reply(200, FEED, [f"Content-Length: {len(FEED)}"]),
    "the same length twice in one line": reply(200, FEED).replace(b"Length: 52", b"Length: 52, 52"),
    "chunks and a length": b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"34\r\n" + FEED + b"\r\n0\r\n\r\n",
    "a folded header": reply(200, FEED, ["X-Odd: one", " two", "\tthree"]),
    "lines that end in LF alone": reply(200, FEED).replace(b"\r\n", b"\n"),
    "no reason phrase": reply(200, FEED).replace(b"200 So", b"200"),
    "chunks with extensions and trailers": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
    b"0034;name=value\r\n" + FEED + b"\r\n0;last\r\nX-Sum: 1\r\n\r\n",
    "HTTP/1.0 until the end": b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + FEED,
    "early hints": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + reply(200, FEED),
    "a header in Big5": reply(200, FEED, [b"X-Title: \xb8g\xc0\xd9"]),
    "an empty header": reply(200, FEED, ["X-Empty:"]),
}


@pytest.mark.parametrize("raw", ODD_FRAMES.values(), ids=ODD_FRAMES)
async def test_an_answer_that_is_odd_but_clear_is_read(raw: bytes) -> None:
    async with serving(always(raw)) as server:
        fetched = await Fetcher(LAB)(source(server.url()), NOTHING)
    assert isinstance(fetched, Modified)
    assert fetched.body == FEED


def bomb(megabytes: int) -> bytes:
    """Zeros under gzip, a thousandth of their size, made without making them."""
    packer = zlib.compressobj(9, wbits=31)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * megabytes


async def endless(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
        await writer.drain()


@pytest.mark.parametrize(
    "made",
    [
        lambda: always(reply(200, bomb(1_000), ["Content-Encoding: gzip"])),
        lambda: always(reply(200, bomb(1_000))),
        lambda: always(reply(200, brotli.compress(bytes(256_000_000), quality=5), ["Content-Encoding: br"])),
        lambda: endless,
        lambda: always(reply(200, bytes(10_000_001))),
        lambda: always(b"HTTP/1.1 200 OK\r\n\r\n" + bytes(10_000_001)),
    ],
    ids=[
        "a gigabyte under gzip",
        "a gigabyte untold",
        "256 MB under br",
        "endless chunks",
        "a long body",
        "a long body without a length",
    ],
)
@pytest.mark.hazard("F11")
async def test_a_body_that_is_too_large_is_dropped_at_the_limit(made: Callable[[], Answer]) -> None:
    fetch, answer = Fetcher(LAB), made()
    tracemalloc.start()
    try:
        async with serving(answer) as server:
            with pytest.raises(TooLarge):
                await fetch(source(server.url()), NOTHING)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("raw", "fits"), [(1_000, True), (1_001, False)])
@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.hazard("F11")
async def test_the_limits_are_exact(raw: int, fits: bool, packed: bool) -> None:
    body = gzip.compress(bytes(raw)) if packed else bytes(raw)
    async with serving(always(reply(200, body, ["Content-Encoding: gzip"] * packed))) as server:
        fetch = Fetcher(LAB, limits(raw=1_000, inflated=1_000))
        if fits:
            assert isinstance(await fetch(source(server.url()), NOTHING), Modified)
        else:
            with pytest.raises(TooLarge):
                await fetch(source(server.url()), NOTHING)


@pytest.mark.hazard("F11")
async def test_what_comes_over_the_wire_has_a_separate_limit() -> None:
    body = gzip.compress(random.Random(1).randbytes(600))
    async with serving(always(reply(200, body, ["Content-Encoding: gzip"]))) as server:
        with pytest.raises(TooLarge):
            await Fetcher(LAB, limits(raw=500, inflated=1_000))(source(server.url()), NOTHING)


BAD_REPLIES = {
    "nothing at all": b"",
    "HTTP/0.9": FEED,
    "a short read": reply(200, FEED).replace(b"\r\n\r\n", b"0\r\n\r\n"),
    "a chunk cut short": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc",
    "a chunk of no size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    "a long header line": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000,
    "two lengths": reply(200, FEED, ["Content-Length: 3"]),
    "no gzip": reply(200, b"not a document", ["Content-Encoding: gzip"]),
    "gzip cut short": reply(200, gzip.compress(FEED)[:-9], ["Content-Encoding: gzip"]),
    "gzip cut short, untold": reply(200, gzip.compress(FEED)[:-9]),
    "brotli cut short": reply(200, brotli.compress(FEED)[:-2], ["Content-Encoding: br"]),
    "no brotli": reply(200, b"not a document", ["Content-Encoding: br"]),
    "no deflate": reply(200, b"not a document", ["Content-Encoding: deflate"]),
    "gzip in crumbs": reply(200, gzip.compress(b"") * 200, ["Content-Encoding: gzip"]),
    "an encoding that is unknown": reply(200, b"\x28\xb5\x2f\xfd", ["Content-Encoding: zstd"]),
    "a body in crumbs": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"1\r\nx\r\n" * (MAX_PIECES + 1)
    + b"0\r\n\r\n",
}


@pytest.mark.parametrize("raw", BAD_REPLIES.values(), ids=BAD_REPLIES)
@pytest.mark.hazard("F18")
async def test_a_broken_answer_is_a_bad_reply(raw: bytes) -> None:
    async with serving(always(raw)) as server:
        with pytest.raises(BadReply):
            await Fetcher(LAB)(source(server.url()), Validators("1"))


@pytest.mark.hazard("F18")
async def test_an_empty_body_is_left_to_the_parser() -> None:
    async with serving(always(reply(200, b"", ["Content-Encoding: gzip"]))) as server:
        fetched = await Fetcher(LAB)(source(server.url()), NOTHING)
    assert isinstance(fetched, Modified)
    assert fetched.body == b""


BAD_URLS = [
    "",
    "//x/",
    "http:///x",
    "http://[::1/",
    "http://[::1]x/",
    "http://[v1.x]/",
    "http://a:b:c/",
    "http://a:0/",
    "http://a:99999/",
    "http://a b/",
    "http://a%00b/",
    "http://\x00/",
    "http://\ud800/",
    "http://" + "a" * 300 + "/",
    "http://ﬁ.example/",
    "http:\\\\a\\",
    "file:///etc/passwd",
    "ftp://a/",
    "gopher://a/",
    "javascript:1",
    "http://a/" + "a" * 70_000,
]


@pytest.mark.parametrize("url", BAD_URLS, ids=ascii)
@pytest.mark.hazard("F18")
async def test_a_bad_address_is_refused_before_any_name_is_looked_up(url: str) -> None:
    with pytest.raises(AddressRefused):
        await Fetcher(LAB, resolve=names(a="127.0.0.1"))(source(url), NOTHING)


@pytest.mark.parametrize("host", ["a..b", "a" * 64])
@pytest.mark.hazard("F18")
async def test_a_name_that_cannot_be_is_unreachable(host: str) -> None:
    with pytest.raises(Unreachable):
        await Fetcher(LAB)(source(f"http://{host}/"), NOTHING)


@pytest.mark.parametrize("resolve", [names(), names(a_example=()), names(a_example="junk")])
@pytest.mark.hazard("F18")
async def test_a_name_without_an_address_is_unreachable(
    resolve: Callable[[str], Awaitable[Sequence[str]]],
) -> None:
    with pytest.raises(Unreachable):
        await Fetcher(LAB, resolve=resolve)(source("http://a.example/"), NOTHING)


@pytest.mark.hazard("F18")
async def test_a_closed_port_is_unreachable() -> None:
    async with serving(always(b"")) as server:
        pass
    with pytest.raises(Unreachable):
        await Fetcher(LAB)(source(server.url()), NOTHING)


# Slowness: F12, F21


@dataclass
class Dripping:
    """An answer that drips every twentieth of a second."""

    head: bytes
    drop: bytes
    drops: int = 0

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.drops = 0
        writer.write(self.head)
        while self.drops < 100:
            self.drops += 1
            writer.write(self.drop)
            await writer.drain()
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    "answer",
    [
        Dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        Dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        Dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
        Dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["headers", "early hints", "body", "chunks"],
)
@pytest.mark.hazard("F12")
@pytest.mark.virtual_time
async def test_an_answer_that_drips_is_ended_at_the_limit(answer: Dripping) -> None:
    async with serving(answer) as server:
        began = asyncio.get_running_loop().time()
        with pytest.raises(TooSlow):
            await Fetcher(LAB, limits(total=0.33))(source(server.url()), NOTHING)
        assert asyncio.get_running_loop().time() - began == pytest.approx(0.33)
        assert answer.drops == 7


@pytest.mark.hazard("F12")
@pytest.mark.virtual_time
async def test_redirects_share_one_deadline() -> None:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.4)
        writer.write(reply(302, headers=[f"Location: {asked.target}x"]))

    async with serving(answer) as server:
        with pytest.raises(TooSlow):
            await Fetcher(LAB, limits(total=1.0))(source(server.url()), NOTHING)
    assert len(server.asked) == 3


@pytest.mark.hazard("F21")
async def test_a_name_that_is_never_answered_ends_at_the_limit() -> None:
    async def resolve(host: str) -> Sequence[str]:
        await asyncio.sleep(60)
        return ()

    with pytest.raises(TooSlow):
        await Fetcher(OUTSIDE, limits(total=0.1), resolve=resolve)(source("http://a.example/"), NOTHING)


# Redirects: F13


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed_and_keeps_its_validators_on_one_host(status: int) -> None:
    table = {"/feed": reply(status, headers=["Location: /new"]), "/new": reply(304)}
    async with serving(by_target(table)) as server:
        fetched = await Fetcher(LAB)(source(server.url()), Validators("1"))
    assert replace(fetched, moved_to=None) == NotModified(Validators("1"), None)


async def test_another_host_neither_sees_our_validators_nor_sets_them() -> None:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        moved = reply(302, headers=["Location: http://b.example/x"])
        writer.write(moved if asked.headers["host"] == b"a.example" else reply(200, FEED, ["ETag: 2"]))

    async with serving(answer) as server:
        resolve = names(a_example="93.184.216.34", b_example="93.184.216.35")
        fetch = Fetcher(OUTSIDE, resolve=resolve, connect=Internet(server))
        fetched = await fetch(source("http://a.example/"), Validators("1"))
    assert server.asked[0].headers["if-none-match"] == b"1"
    assert "if-none-match" not in server.asked[1].headers
    assert fetched == Modified("http://b.example/x", FEED, "", NOTHING, None)


async def test_a_304_from_a_host_that_was_asked_without_conditions_is_a_bad_status() -> None:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        moved = reply(302, headers=["Location: http://b.example/x"])
        writer.write(moved if asked.headers["host"] == b"a.example" else reply(304))

    async with serving(answer) as server:
        resolve = names(a_example="93.184.216.34", b_example="93.184.216.35")
        with pytest.raises(BadStatus):
            fetch = Fetcher(OUTSIDE, resolve=resolve, connect=Internet(server))
            await fetch(source("http://a.example/"), Validators("1"))


@pytest.mark.parametrize(("hops", "arrives"), [(5, True), (6, False)])
@pytest.mark.hazard("F13")
async def test_five_redirects_are_followed_and_no_more(hops: int, arrives: bool) -> None:
    table = {f"/{n}": reply(302, headers=[f"Location: {n + 1}"]) for n in range(hops)}
    async with serving(by_target({**table, f"/{hops}": reply(200, FEED)})) as server:
        if arrives:
            assert isinstance(await Fetcher(LAB)(source(server.url("/0")), NOTHING), Modified)
        else:
            with pytest.raises(BadReply):
                await Fetcher(LAB)(source(server.url("/0")), NOTHING)
    assert len(server.asked) == 6


@pytest.mark.hazard("F13")
async def test_a_loop_ends() -> None:
    async with serving(always(reply(301, headers=["Location: /feed"]))) as server:
        with pytest.raises(BadReply):
            await Fetcher(LAB)(source(server.url()), NOTHING)
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "http://[::1",
        "//[",
        "http://[v1.x]/",
        "http://a:b:c/",
        "http://a:99999999999/",
        "http://\x7f/",
        "/\\example.com/",
        "//" + "a" * 70_000,
        "https:///x",
        "ftp://127.0.0.1/",
        "data:,x",
        "http://u:p@127.0.0.1/",
    ],
)
@pytest.mark.hazard("F13")
async def test_a_redirect_to_what_is_not_an_address_is_refused(location: str) -> None:
    async with serving(always(reply(302, headers=[f"Location: {location}"]))) as server:
        with pytest.raises(AddressRefused):
            await Fetcher(LAB)(source(server.url()), NOTHING)
    assert len(server.asked) == 1


async def test_a_broken_location_of_an_answer_that_is_not_a_redirect_means_nothing() -> None:
    async with serving(always(reply(200, FEED, ["Location: http://[::1"]))) as server:
        assert isinstance(await Fetcher(LAB)(source(server.url()), NOTHING), Modified)


ODD_TARGETS = [
    "/a%2Fb",
    "/%7Ea/~b",
    "/a|b",
    "/a[0]?b[]=[1]",
    "//double//slash/",
    "/?a=b&&c",
    "/a?",
    "/a;b=c,d:e@f!$&'()*+",
    '/"<>^`{}',
    "/%zz%",
    "/a/../b/./c",
    "/%e9%96%a2?q=%E9%96%A2",
    "/a+b?c+d=e%20f",
    "?q=1",
]


@pytest.mark.parametrize("target", ODD_TARGETS)
async def test_an_address_is_asked_for_byte_for_byte(target: str) -> None:
    async with serving(always(reply(200, FEED))) as server:
        fetched = await Fetcher(LAB)(source(f"http://127.0.0.1:{server.port}{target}"), NOTHING)
    written = target if target.startswith("/") else f"/{target}"
    assert [asked.target for asked in server.asked] == [written]
    assert isinstance(fetched, Modified)
    assert fetched.url == server.url(written)


@pytest.mark.parametrize("target", ODD_TARGETS[:-1])
async def test_a_full_address_in_a_redirect_is_asked_for_byte_for_byte(target: str) -> None:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        moved = reply(301, headers=[f"Location: http://{asked.headers['host'].decode()}{target}"])
        writer.write(moved if asked.target == "/feed" else reply(200, FEED))

    async with serving(answer) as server:
        fetched = await Fetcher(LAB)(source(server.url()), NOTHING)
    assert [asked.target for asked in server.asked] == ["/feed", target]
    assert fetched.moved_to == server.url(target)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("/関税", "/%E9%96%A2%E7%A8%8E"),
        ("/Zo\u0065\u0308", "/Zoe%CC%88"),
        ("/a b", "/a%20b"),
        ("/ﬁ?ﬁ", "/%EF%AC%81?%EF%AC%81"),
    ],
)
async def test_what_http_cannot_carry_is_encoded_and_nothing_else_is_changed(written: str, asked: str) -> None:
    async with serving(always(reply(200, FEED))) as server:
        await Fetcher(LAB)(source(server.url(written)), NOTHING)
    assert server.asked[0].target == asked


MOVES = {
    # What the source's own address answers, then what the next does, and where the source has moved.
    "301": ([(301, "http://b.example/")], "http://b.example/"),
    "308": ([(308, "http://b.example/")], "http://b.example/"),
    "302": ([(302, "http://b.example/")], None),
    "307": ([(307, "http://b.example/")], None),
    "301 and 308": ([(301, "http://b.example/"), (308, "http://c.example/x")], "http://c.example/x"),
    "301 and 302": ([(301, "http://b.example/"), (302, "http://c.example/")], "http://b.example/"),
    "302 and 301": ([(302, "http://b.example/"), (301, "http://c.example/")], None),
    "301, 302 and 301": (
        [(301, "http://b.example/"), (302, "http://c.example/"), (301, "http://d.example/")],
        "http://b.example/",
    ),
}


@pytest.mark.parametrize(("answers", "moved_to"), MOVES.values(), ids=MOVES)
@pytest.mark.hazard("F4")
async def test_a_source_has_moved_as_far_as_redirects_are_for_good(
    answers: list[tuple[int, str]], moved_to: str | None
) -> None:
    raws = [reply(status, headers=[f"Location: {location}"]) for status, location in answers]
    async with serving(in_order(*raws, reply(200, FEED))) as server:
        resolve = names(**{f"{name}_example": "93.184.216.34" for name in "abcd"})
        fetched = await Fetcher(OUTSIDE, resolve=resolve, connect=Internet(server))(
            source("http://a.example/"), NOTHING
        )
    assert fetched.moved_to == moved_to


@needs_openssl
@pytest.mark.hazard("F4")
async def test_no_move_leads_from_https_to_http(tmp_path: Path) -> None:
    certificate, trust = certify(tmp_path, "a.example"), ssl.create_default_context()
    trust.load_verify_locations(certificate.file)
    moved = reply(301, headers=["Location: http://b.example/"])
    async with serving(always(moved), presenting(certificate)) as safe, serving(always(reply(200, FEED))) as unsafe:
        behind = {443: safe, 80: unsafe}
        web = Rerouted(lambda address, port: behind[port].port)
        resolve = names(a_example="93.184.216.34", b_example="93.184.216.34")
        fetch = Fetcher(OUTSIDE, resolve=resolve, connect=web, trust=trust)
        fetched = await fetch(source("https://a.example/"), NOTHING)
    assert isinstance(fetched, Modified)
    assert fetched.moved_to is None


@pytest.mark.hazard("F4")
async def test_a_move_to_the_inside_is_a_failure_and_no_move() -> None:
    async with serving(always(reply(301, headers=["Location: http://10.0.0.1/"]))) as server:
        with pytest.raises(AddressRefused):
            await Fetcher(OUTSIDE, resolve=names(a_example="93.184.216.34"), connect=Internet(server))(
                source("http://a.example/"), NOTHING
            )


async def test_a_redirect_without_an_address_is_a_bad_status() -> None:
    async with serving(always(reply(302))) as server:
        with pytest.raises(BadStatus):
            await Fetcher(LAB)(source(server.url()), NOTHING)


async def test_a_redirect_may_be_written_in_utf_8() -> None:
    table = {"/feed": reply(302, headers=["Location: /関税"]), "/%E9%96%A2%E7%A8%8E": reply(200, FEED)}
    async with serving(by_target(table)) as server:
        assert isinstance(await Fetcher(LAB)(source(server.url()), NOTHING), Modified)


# The guard: F14


INSIDE = [
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.216.34",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]

PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "2400:cb00:2048:1::c629:d7a2"]


@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.hazard("F14")
async def test_an_address_inside_is_never_dialled(address: str) -> None:
    assert not is_public(ip_address(address))
    literal = f"[{address}]" if ":" in address else address
    async with serving(always(reply(200, FEED))) as server:
        internet = Internet(server)
        resolve = names(a_example=address, mixed_example=("93.184.216.34", address))
        fetch = Fetcher(OUTSIDE, resolve=resolve, connect=internet)
        for host in (literal, "a.example", "mixed.example"):
            with pytest.raises(AddressRefused):
                await fetch(source(f"http://{host}/"), NOTHING)
    assert internet.dialled == []


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.hazard("F14")
async def test_a_public_address_is_dialled_as_it_was_checked(address: str) -> None:
    async with serving(always(reply(200, FEED))) as server:
        internet = Internet(server)
        fetch = Fetcher(OUTSIDE, resolve=names(a_example=address), connect=internet)
        for port in (80, 443, 8080, 8443):
            await fetch(source(f"http://a.example:{port}/"), NOTHING)
    assert internet.dialled == [(address, port) for port in (80, 443, 8080, 8443)]
    assert server.asked[0].headers["host"] == b"a.example"


@pytest.mark.parametrize("port", [1, 22, 25, 6379, 8081, 65535])
@pytest.mark.hazard("F14")
async def test_a_public_address_is_dialled_on_ports_of_the_web_only(port: int) -> None:
    async with serving(always(reply(200, FEED))) as server:
        internet = Internet(server)
        with pytest.raises(AddressRefused):
            await Fetcher(OUTSIDE, connect=internet)(source(f"http://1.1.1.1:{port}/"), NOTHING)
    assert internet.dialled == []


# Each a way to write 127.0.0.1 or 169.254.169.254, or to hide it in the name of another host.
DISGUISES = [
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://[fe80::1%25lo]/",
    "http://example.com@127.0.0.1/",
    "http://example.com:80@127.0.0.1/",
    "http://127.0.0.1\\@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http://127.0.0.1#@example.com/",
    "http://127.0.0.1?@example.com/",
    "http://2852039166/",
    "http://169.254.43518/",
]


@pytest.mark.parametrize("url", DISGUISES, ids=ascii)
@pytest.mark.hazard("F14")
async def test_no_disguise_leads_inside(url: str) -> None:
    async with serving(always(reply(200, FEED))) as server:
        internet = Internet(server)
        with pytest.raises(FetchError):
            await Fetcher(OUTSIDE, connect=internet)(source(url), NOTHING)
    assert internet.dialled == []


@pytest.mark.hazard("F14")
async def test_a_name_that_changes_its_mind_is_asked_once_and_dialled_as_it_was_checked() -> None:
    flips = 0

    async def resolve(host: str) -> Sequence[str]:
        nonlocal flips
        flips += 1
        return ("93.184.216.34",) if flips % 2 else ("127.0.0.1",)

    async with serving(always(reply(200, FEED))) as server:
        internet = Internet(server)
        fetch = Fetcher(OUTSIDE, resolve=resolve, connect=internet)
        for _ in range(50):
            await fetch(source("http://a.example/"), NOTHING)
            with pytest.raises(AddressRefused):
                await fetch(source("http://a.example/"), NOTHING)
    assert set(internet.dialled) == {("93.184.216.34", 80)}
    assert flips == 100


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/", "//10.0.0.1/x", "http://inside.example/", "http://[::1]/", "http://2130706433/"],
)
@pytest.mark.hazard("F14")
async def test_a_redirect_to_inside_is_refused(location: str) -> None:
    async with serving(always(reply(302, headers=[f"Location: {location}"]))) as server:
        internet = Internet(server)
        table = names(a_example="93.184.216.34", inside_example="192.168.0.1")

        async def resolve(host: str) -> Sequence[str]:
            return await (look_up if host.isdigit() else table)(host)

        with pytest.raises(AddressRefused):
            await Fetcher(OUTSIDE, resolve=resolve, connect=internet)(source("http://a.example/"), NOTHING)
    assert internet.dialled == [("93.184.216.34", 80)]


@pytest.mark.hazard("F14")
async def test_the_environment_cannot_put_a_proxy_before_the_guard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with serving(always(reply(200, FEED))) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, server.url(""))
        with pytest.raises(AddressRefused):
            await Fetcher(OUTSIDE)(source(server.url()), NOTHING)
    assert server.asked == []


# What network.allow_private opens: listed networks, to sources that are in them.


async def redirecting(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """``/to/HOST`` sends there; anything else is a feed."""
    _, to, place = asked.target.partition("/to/")
    writer.write(reply(302, headers=[f"Location: http://{place}"]) if to else reply(200, FEED))


TEN = ip_network("10.0.0.0/8")
HOME = ip_network("192.168.0.0/16")
LAB_NAMES = names(
    ten_example="10.0.0.1",
    both_example=("10.0.0.1", "192.168.0.1"),
    half_example=("10.0.0.1", "172.16.0.1"),
    trick_example=("10.0.0.1", "93.184.216.34"),
    out_example="93.184.216.34",
)


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://10.0.0.1:6379/",
        "http://ten.example:9000/",
        "http://both.example:9000/",
        "http://10.0.0.1/to/10.9.9.9:1234/",
        "http://10.0.0.1/to/ten.example:1234/",
        "http://both.example/to/192.168.0.9:1234/",
        "http://10.0.0.1/to/out.example/",
        "http://out.example/",
    ],
)
async def test_a_source_in_a_listed_network_is_reached_on_any_port_and_within_it(url: str) -> None:
    async with serving(redirecting) as server:
        network = Network("t/1", (TEN, HOME))
        fetch = Fetcher(network, resolve=LAB_NAMES, connect=Internet(server))
        assert isinstance(await fetch(source(url), NOTHING), Modified)


@pytest.mark.parametrize(
    "url",
    [
        "http://172.16.0.1/",
        "http://half.example/",
        "http://trick.example/",
        "http://out.example:9000/",
        "http://out.example/to/10.0.0.1/",
        "http://out.example/to/ten.example:9000/",
        "http://10.0.0.1/to/192.168.0.1/",
        "http://10.0.0.1/to/172.16.0.1/",
        "http://10.0.0.1/to/both.example/",
        "http://10.0.0.1/to/out.example:9000/",
        "http://10.0.0.1/to/out.example/to/10.0.0.1/",
    ],
)
async def test_what_is_listed_for_others_stays_shut_to_a_source(url: str) -> None:
    async with serving(redirecting) as server:
        network = Network("t/1", (TEN, HOME))
        fetch = Fetcher(network, resolve=LAB_NAMES, connect=Internet(server))
        with pytest.raises(AddressRefused):
            await fetch(source(url), NOTHING)


@pytest.mark.parametrize("listed", ["127.0.0.0/8", "::1/128"])
async def test_localhost_is_reached_where_either_loopback_is_listed(listed: str) -> None:
    async with serving(always(reply(200, FEED))) as server:
        network = Network("t/1", (ip_network(listed),))
        fetch: Fetch = Fetcher(network, resolve=names(localhost=("::1", "127.0.0.1")))
        assert isinstance(await fetch(source(server.url(host="localhost")), NOTHING), Modified)


# Dialling


async def test_an_address_that_does_not_answer_is_followed_by_the_next_of_the_other_family() -> None:
    found = ("2606:4700::1", "2606:4700::2", "93.184.216.34", "93.184.216.35")
    async with serving(always(reply(200, FEED))) as server:
        internet = Internet(server, silent=found[:2])
        fetch = Fetcher(OUTSIDE, resolve=names(a_example=found), connect=internet)
        await fetch(source("http://a.example/"), NOTHING)
    assert internet.dialled == [(found[0], 80), (found[2], 80)]


@needs_openssl
async def test_an_address_that_breaks_off_amid_tls_is_followed_by_the_next(tmp_path: Path) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        writer.close()

    certificate, trust = certify(tmp_path, "a.example"), shipped_and_system_trust()
    trust.load_verify_locations(certificate.file)
    broken = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with broken, serving(always(reply(200, FEED)), presenting(certificate)) as server:
        ports = {"1.1.1.1": broken.sockets[0].getsockname()[1], "1.0.0.1": server.port}
        web = Rerouted(lambda address, port: ports[address])
        fetch = Fetcher(OUTSIDE, resolve=names(a_example=("1.1.1.1", "1.0.0.1")), connect=web, trust=trust)
        assert isinstance(await fetch(source("https://a.example/"), NOTHING), Modified)


async def test_three_addresses_without_an_answer_are_unreachable() -> None:
    found = ("93.184.216.1", "93.184.216.2", "93.184.216.3", "93.184.216.4")
    async with serving(always(reply(200, FEED))) as server:
        internet = Internet(server, silent=found)
        with pytest.raises(Unreachable):
            await Fetcher(OUTSIDE, resolve=names(a_example=found), connect=internet)(
                source("http://a.example/"), NOTHING
            )
    assert [address for address, _ in internet.dialled] == list(found[:3])


async def test_names_are_looked_up_by_the_system() -> None:
    assert "127.0.0.1" in await look_up("localhost")
    assert set(await look_up("127.1")) == {"127.0.0.1"}
    with pytest.raises(UnicodeError):
        await look_up("a" * 64)


# TLS: F15


@needs_openssl
@pytest.mark.parametrize(
    ("case", "why"),
    [
        ("trusted", ""),
        ("self-signed", "self-signed certificate"),
        ("wrong host", "Hostname mismatch"),
        ("expired", "certificate has expired"),
        ("TLS 1.1", "SSL"),
    ],
)
@pytest.mark.hazard("F15")
async def test_tls_is_verified_and_each_failure_has_its_own_words(case: str, why: str, tmp_path: Path) -> None:
    certificate = certify(tmp_path, "b.example" if case == "wrong host" else "a.example")
    if case == "expired":
        expire(certificate)
    context, trust = presenting(certificate), ssl.create_default_context()
    if case == "TLS 1.1":
        limit_to_tls_1_1(context)
    if case != "self-signed":
        trust.load_verify_locations(certificate.file)
    async with serving(always(reply(200, FEED)), context) as server:
        fetch = Fetcher(OUTSIDE, resolve=names(a_example="1.1.1.1"), connect=Internet(server), trust=trust)
        if not why:
            assert isinstance(await fetch(source("https://a.example/"), NOTHING), Modified)
            return
        with pytest.raises(Unreachable, match=why):
            await fetch(source("https://a.example/"), NOTHING)
    assert server.asked == []


@needs_openssl
@pytest.mark.parametrize("installed", [True, False])
@pytest.mark.hazard("F15")
async def test_a_chain_left_incomplete_is_completed_by_what_the_system_trusts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    leaf, issuers = chain(tmp_path)
    if installed:
        monkeypatch.setenv("SSL_CERT_FILE", str(issuers))
    async with serving(always(reply(200, FEED)), presenting(leaf)) as server:
        fetch = Fetcher(OUTSIDE, trust=None, resolve=names(a_example="1.1.1.1"), connect=Internet(server))
        if installed:
            assert isinstance(await fetch(source("https://a.example/"), NOTHING), Modified)
        else:
            with pytest.raises(BadCertificate, match="unable to get local issuer certificate"):
                await fetch(source("https://a.example/"), NOTHING)


@pytest.mark.hazard("F15")
def test_certificates_are_verified_alike_on_every_python() -> None:
    for trust in (shipped_and_system_trust(), TRUST):
        assert trust.verify_flags == ssl.VERIFY_X509_TRUSTED_FIRST | ssl.VERIFY_X509_PARTIAL_CHAIN
        assert trust.verify_mode is ssl.CERT_REQUIRED
        assert trust.check_hostname
        assert trust.minimum_version == ssl.TLSVersion.TLSv1_2


@needs_openssl
@pytest.mark.parametrize("safe", [False, True])
async def test_endless_interim_responses_are_not_a_response(tmp_path: Path, safe: bool) -> None:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"HTTP/1.1 103 Early\r\n\r\n" * 1_000)
            await writer.drain()

    certificate, trust = certify(tmp_path, "a.example"), shipped_and_system_trust()
    trust.load_verify_locations(certificate.file)
    async with serving(answer, presenting(certificate) if safe else None) as server:
        fetch = Fetcher(OUTSIDE, resolve=names(a_example="1.1.1.1"), connect=Internet(server), trust=trust)
        with pytest.raises(Unreachable, match="no answer in 100000 bytes"):
            await fetch(source(f"http{'s' * safe}://a.example/"), NOTHING)


@needs_openssl
async def test_only_http_1_is_offered_in_tls(tmp_path: Path) -> None:
    chosen: list[str | None] = []

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        chosen.append(writer.get_extra_info("ssl_object").selected_alpn_protocol())
        writer.write(reply(200, FEED))

    certificate, trust = certify(tmp_path, "a.example"), shipped_and_system_trust()
    trust.load_verify_locations(certificate.file)
    context = presenting(certificate)
    context.set_alpn_protocols(["h2", "http/1.1"])
    async with serving(answer, context) as server:
        fetch = Fetcher(OUTSIDE, resolve=names(a_example="1.1.1.1"), connect=Internet(server), trust=trust)
        await fetch(source("https://a.example/"), NOTHING)
    assert chosen == ["http/1.1"]


@needs_openssl
@pytest.mark.parametrize("promised", [False, True])
async def test_a_server_that_ends_without_ending_tls_has_sent_its_body_unless_it_promised_more(
    tmp_path: Path, promised: bool
) -> None:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 So\r\n" + b"Content-Length: 1000\r\n" * promised + b"\r\n" + FEED)
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.transport.abort()

    certificate, trust = certify(tmp_path, "a.example"), shipped_and_system_trust()
    trust.load_verify_locations(certificate.file)
    async with serving(answer, presenting(certificate)) as server:
        fetch = Fetcher(OUTSIDE, resolve=names(a_example="1.1.1.1"), connect=Internet(server), trust=trust)
        if promised:
            with pytest.raises(BadReply, match="without sending complete message body"):
                await fetch(source("https://a.example/"), NOTHING)
        else:
            fetched = await fetch(source("https://a.example/"), NOTHING)
            assert isinstance(fetched, Modified)
            assert fetched.body == FEED


@needs_openssl
@pytest.mark.hazard("F15")
async def test_an_issuer_without_a_key_usage_extension_is_trusted(tmp_path: Path) -> None:
    leaf, issuers = chain(tmp_path)
    trust = shipped_and_system_trust()
    trust.load_verify_locations(issuers)
    async with serving(always(reply(200, FEED)), presenting(leaf)) as server:
        fetch = Fetcher(OUTSIDE, resolve=names(a_example="1.1.1.1"), connect=Internet(server), trust=trust)
        assert isinstance(await fetch(source("https://a.example/"), NOTHING), Modified)


@pytest.mark.hazard("F15")
async def test_a_server_without_tls_is_unreachable_by_https() -> None:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(reply(400))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(converse, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        with pytest.raises(Unreachable, match="SSL"):
            await Fetcher(LAB, limits())(source(f"https://127.0.0.1:{port}/"), NOTHING)


# Laws


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_any_text_as_an_address_is_a_fetch_error_at_worst(text: str) -> None:
    async def nowhere(host: str) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no")

    fetch = Fetcher(OUTSIDE, resolve=nowhere)
    for url in (text, f"http://{text}", f"http://a.example/{text}"):
        with pytest.raises(FetchError):
            asyncio.run(fetch(source(url), NOTHING))
