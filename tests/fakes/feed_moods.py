"""How a feed may misbehave. A mood answers one request; MOODS names them all for /control/mood."""

from __future__ import annotations

import asyncio
import itertools
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping

from tests.fakes.feed_exchange import Exchange, head, is_current

Mood = Callable[[Exchange], Awaitable[None]]

RSS = "application/rss+xml; charset=utf-8"
LOGIN = "<!DOCTYPE html><html><head><title>Log in</title></head><body><form>Log in</form></body></html>"


def ok(headers: Mapping[str, str] | None = None) -> Mood:
    """As it should be, with more headers where some are given (Cache-Control, Set-Cookie, …)."""

    async def answer(exchange: Exchange) -> None:
        await exchange.serve(headers)

    return answer


def html_page(text: str = LOGIN) -> Mood:
    """200 with a page for people where a feed should be."""
    return body(text.encode(), "text/html; charset=utf-8")


def status(code: int, headers: Mapping[str, str] | None = None, text: str = "") -> Mood:
    """404, 410, 500, …"""

    async def answer(exchange: Exchange) -> None:
        await exchange.send(code, headers, text.encode())

    return answer


def retry_after(value: str, code: int = 429) -> Mood:
    """429 or 503 with a Retry-After of any kind: seconds, a date, nonsense."""
    return status(code, {"Retry-After": value})


def redirect(to: str, code: int = 302) -> Mood:
    return status(code, {"Location": to})


def slow_header(bytes_per_tick: int = 1, tick: float = 0.5) -> Mood:
    """A status line and headers that come drop by drop, then the feed."""

    async def answer(exchange: Exchange) -> None:
        content = exchange.feed.body()
        await _drip(exchange, head(200, {"Content-Length": str(len(content))}), bytes_per_tick, tick)
        await exchange.write(content)

    return answer


def slow_body(bytes_per_tick: int = 1, tick: float = 0.5) -> Mood:
    async def answer(exchange: Exchange) -> None:
        content = exchange.feed.body()
        await exchange.write(head(200, {"Content-Type": RSS, "Content-Length": str(len(content))}))
        await _drip(exchange, content, bytes_per_tick, tick)

    return answer


def hang() -> Mood:
    """Not a byte, until the client hangs up."""

    async def answer(exchange: Exchange) -> None:
        await exchange.until_gone()

    return answer


def endless(chunk_bytes: int = 65536) -> Mood:
    """A feed that never ends, in chunks."""

    async def answer(exchange: Exchange) -> None:
        await exchange.write(head(200, {"Content-Type": RSS, "Transfer-Encoding": "chunked"}))
        content = b"<item/>" * (chunk_bytes // 7 + 1)
        chunk = b"%x\r\n%s\r\n" % (len(content), content)
        while True:
            await exchange.write(chunk)

    return answer


def gzip_bomb(megabytes: int = 1024) -> Mood:
    """Spaces that gzip to a thousandth; made and sent a megabyte at a time."""

    async def answer(exchange: Exchange) -> None:
        await exchange.write(head(200, {"Content-Type": RSS, "Content-Encoding": "gzip"}))
        for part in _zipped_spaces(megabytes):
            await exchange.write(part)
            await asyncio.sleep(0)

    return answer


def bad_gzip(content: bytes = b"\x1f\x8b\x08\x00this is no gzip at all") -> Mood:
    """Content-Encoding says gzip, the bytes say otherwise."""
    return body(content, RSS, {"Content-Encoding": "gzip"})


def short_read(missing_bytes: int = 100) -> Mood:
    """The connection ends before the promised length."""

    async def answer(exchange: Exchange) -> None:
        content = exchange.feed.body()
        promised = str(len(content) + missing_bytes)
        await exchange.write(head(200, {"Content-Type": RSS, "Content-Length": promised}) + content)

    return answer


def http_09() -> Mood:
    """The document alone: no status line, no headers."""

    async def answer(exchange: Exchange) -> None:
        await exchange.write(exchange.feed.body())

    return answer


def huge_header(length_bytes: int = 10 * 2**20) -> Mood:
    async def answer(exchange: Exchange) -> None:
        await exchange.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        for _ in range(length_bytes // 65536 + 1):
            await exchange.write(b"a" * 65536)
        await exchange.write(b"\r\nContent-Length: 0\r\n\r\n")

    return answer


def empty() -> Mood:
    """200, a feed's type, and no byte."""
    return body(b"", RSS)


def ignoring_conditionals() -> Mood:
    """Validators are given and never looked at: always 200 with the whole body."""

    async def answer(exchange: Exchange) -> None:
        await exchange.serve(conditionals=False)

    return answer


def flipping_validators() -> Mood:
    """A new ETag with every answer, 304 too; only the latest counts as current."""
    latest = ""
    numbers = itertools.count(1)

    async def answer(exchange: Exchange) -> None:
        nonlocal latest
        current = latest != "" and is_current(exchange.request, {"ETag": latest})
        latest = f'"flip-{next(numbers)}"'
        if current:
            await exchange.send(304, {"ETag": latest})
        else:
            await exchange.send_body(exchange.feed.body(), {"Content-Type": RSS, "ETag": latest})

    return answer


def set_cookie(cookie: str = "session=1; Path=/") -> Mood:
    return ok({"Set-Cookie": cookie})


def body(content: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> Mood:
    """200 with these bytes, whatever the type says of them: wrong charsets, broken documents."""

    async def answer(exchange: Exchange) -> None:
        await exchange.send(200, {"Content-Type": content_type} | dict(headers or {}), content)

    return answer


def in_charset(encoding: str, said: str) -> Mood:
    """The feed encoded in one charset while the header names another; "" names none."""

    async def answer(exchange: Exchange) -> None:
        text = exchange.feed.body().decode().replace(' encoding="utf-8"', "")
        charset = f"; charset={said}" if said else ""
        content = text.encode(encoding, "xmlcharrefreplace")
        await exchange.send(200, {"Content-Type": f"application/rss+xml{charset}"}, content)

    return answer


def raw(content: bytes) -> Mood:
    """These bytes and nothing else on the wire."""

    async def answer(exchange: Exchange) -> None:
        await exchange.write(content)

    return answer


def dropping() -> Mood:
    """The connection is reset at once."""

    async def answer(exchange: Exchange) -> None:
        exchange.writer.transport.abort()

    return answer


MOODS: dict[str, Callable[..., Mood]] = {
    mood.__name__: mood
    for mood in (
        ok,
        html_page,
        status,
        retry_after,
        redirect,
        slow_header,
        slow_body,
        hang,
        endless,
        gzip_bomb,
        bad_gzip,
        short_read,
        http_09,
        huge_header,
        empty,
        ignoring_conditionals,
        flipping_validators,
        set_cookie,
        body,
        in_charset,
        raw,
        dropping,
    )
}


async def _drip(exchange: Exchange, content: bytes, bytes_per_tick: int, tick: float) -> None:
    for start in range(0, len(content), bytes_per_tick):
        await exchange.write(content[start : start + bytes_per_tick])
        await asyncio.sleep(tick)


def _zipped_spaces(megabytes: int) -> Iterator[bytes]:
    """A whole gzip stream. A fully flushed block is independent, so one block serves as often as needed."""
    megabyte = b" " * 2**20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(megabyte) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    yield b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    for _ in range(megabytes):
        checksum = zlib.crc32(megabyte, checksum)
        yield block
    length = megabytes * len(megabyte) % 2**32
    yield packer.flush() + checksum.to_bytes(4, "little") + length.to_bytes(4, "little")
