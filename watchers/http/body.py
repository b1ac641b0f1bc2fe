"""Read a response body within a limit, and decompress it by its actual format.

The bytes take precedence over the Content-Encoding header, which some servers send for uncompressed documents. A body
is decompressed once it is complete, so that a stalled response never holds more memory than it has sent.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import AsyncIterable, Callable
from io import BytesIO

import brotli

from watchers.http.budget import Lease

MAX_PIECES = 100_000
"""Chunks of one body; a body in tiny chunks costs more time than its bytes are worth."""
MAX_GZIP_MEMBERS = 100
_READ_AHEAD_BYTES = 400_000
"""Memory of one connection with its buffers while a body is read; measured with 200 at once."""
_PIECE_BYTES = 64
"""Memory of one chunk in addition to its bytes."""
_PIECES_IN_A_ROW = 100
"""Chunks to read before yielding to other tasks: thousands of tiny ones can arrive in one read."""
_SLICE_BYTES = 64_000
_GZIP = b"\x1f\x8b\x08"
"""How gzip begins (RFC 1952, 2.3.1); none of the documents that we read begins like this."""
_DOCUMENT = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*[<{\[]|\xff\xfe[<{\[ \t\r\n]\x00|\xfe\xff\x00[<{\[ \t\r\n]")
"""How XML, HTML and JSON begin, in UTF-8 or UTF-16."""


class TooManyBytes(Exception):
    """A body exceeds its limit; the message names the limit."""


class BrokenBody(Exception):
    """A body cannot be decompressed; the message says why."""


async def read_raw(chunks: AsyncIterable[bytes], max_bytes: int, lease: Lease) -> bytes:
    """Read a body as received, and charge its memory to the budget.

    Raises:
        TooManyBytes: The body is longer than ``max_bytes``.
        BrokenBody: The body comes in more than MAX_PIECES chunks.
    """
    pieces: list[bytes] = []
    size = 0
    try:
        await lease.take(_READ_AHEAD_BYTES)
        async for chunk in chunks:
            size += len(chunk)
            if size > max_bytes:
                raise TooManyBytes(f"{max_bytes} bytes")
            if len(pieces) >= MAX_PIECES:
                raise BrokenBody("cut into crumbs")
            await lease.take(len(chunk) + _PIECE_BYTES)
            pieces.append(chunk)
            if len(pieces) % _PIECES_IN_A_ROW == 0:
                await asyncio.sleep(0)
            await lease.turn()
        raw = b"".join(pieces)
    finally:
        pieces.clear()  # or the traceback of an error would hold them longer than their lease
    lease.settle(size)
    return raw


async def inflate(raw: bytes, encoding: str, max_bytes: int, lease: Lease) -> bytes:
    """Decompress a body, and replace its share of the budget with that of the result.

    Raises:
        TooManyBytes: The result is longer than ``max_bytes``.
        BrokenBody: The body cannot be decompressed.
    """
    if not encoding and not raw.startswith(_GZIP):
        return raw
    body = await lease.work(decode, raw, encoding, max_bytes)
    if body is raw:
        return raw
    if not lease.try_take(len(body)):
        # Never wait for room while holding memory that is not charged to the budget.
        size = len(body)
        del body
        await lease.take(size)
        body = await lease.work(decode, raw, encoding, max_bytes)
    lease.settle(len(body))
    return body


def decode(raw: bytes, encoding: str, max_bytes: int) -> bytes:
    """Decompress a body by its signature, or by ``encoding``, the Content-Encoding header.

    Args:
        raw: The whole body; the same object is returned if it is not compressed.
        encoding: Used unless the bytes begin like gzip. Ignored if it is wrong and they begin like XML, HTML or JSON.
        max_bytes: Limit of the result.

    Raises:
        TooManyBytes: The result is longer than ``max_bytes``.
        BrokenBody: The bytes are damaged or in an unknown encoding.
    """
    if not raw:
        return raw
    if raw.startswith(_GZIP):
        body = _undone(_inflate, raw, max_bytes)
        # Some servers compress a file again that is already stored compressed.
        return _undone(_inflate, body, max_bytes) if body.startswith(_GZIP) else body
    names = {name.strip().lower() for name in encoding.split(",")} - {"", "identity"}
    if names & {"br", "deflate"}:
        try:
            return _undone(_unbrotli if "br" in names else _inflate, raw, max_bytes)
        except (BrokenBody, TooManyBytes):
            if not _DOCUMENT.match(raw):
                raise
    elif names and not _DOCUMENT.match(raw):
        raise BrokenBody("not the gzip that it is said to be" if "gzip" in names else f"unknown encoding {encoding}")
    return raw


def _undone(undo: Callable[[bytes, int], bytes], raw: bytes, max_bytes: int) -> bytes:
    try:
        body = undo(raw, max_bytes)
    except (zlib.error, brotli.error) as error:
        raise BrokenBody(str(error)) from error
    if len(body) > max_bytes:
        raise TooManyBytes(f"{max_bytes} bytes inflated")
    return body


# Each stops a little over the limit, so that a decompression bomb is never expanded in full.


def _inflate(raw: bytes, max_bytes: int) -> bytes:
    """Decompress the members of a gzip file (RFC 1952, 2.2) or a single stream; drop padding after it."""
    # RFC 1950 begins with compression method 8. Raw RFC 1951, which some servers wrongly send, almost never does.
    window = zlib.MAX_WBITS if raw[0] & 15 == 8 else -zlib.MAX_WBITS
    if raw.startswith(_GZIP):
        window = 16 + zlib.MAX_WBITS
    body, members = BytesIO(), 1
    stream = zlib.decompressobj(window)
    for start in range(0, len(raw), _SLICE_BYTES):
        rest = raw[start : start + _SLICE_BYTES]
        while rest and body.tell() <= max_bytes:
            if stream.eof:
                if not rest.startswith(_GZIP[:1]):
                    return body.getvalue()
                members += 1
                if members > MAX_GZIP_MEMBERS:
                    raise BrokenBody(f"more than {MAX_GZIP_MEMBERS} members")
                stream = zlib.decompressobj(window)
            body.write(stream.decompress(rest, max_bytes + 1 - body.tell()))
            rest = stream.unused_data
    if not stream.eof and body.tell() <= max_bytes:
        raise BrokenBody("cut short")
    return body.getvalue()


def _unbrotli(raw: bytes, max_bytes: int) -> bytes:
    body, stream = BytesIO(), brotli.Decompressor()
    rest = raw
    while not stream.is_finished() and body.tell() <= max_bytes:
        body.write(stream.process(rest, output_buffer_limit=_SLICE_BYTES))
        rest = b""
        if stream.can_accept_more_data() and not stream.is_finished():
            raise BrokenBody("cut short")
    return body.getvalue()
