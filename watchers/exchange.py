"""One HTTP/1.1 request and its answer, within limits of bytes; ``watchers.connections`` carries them.

httptools reads HTTP, which is what servers of this language use. There is no cookie, no proxy and no memory
from one exchange to the next.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from httptools import HttpParserError, HttpResponseParser

LONGEST_HEAD = 100_000
"""Bytes of status lines and headers."""
LONGEST_WIRE = 4
"""Times the limit of a body: what may come over the wire in all, since chunks can be mostly frames."""


class Broken(Exception):
    """What came is no HTTP, or not what it says it is; the text says why."""


class Overlong(Exception):
    """More bytes than asked for; the text says how many are allowed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered. Header names are in lower case, each with its values as sent."""

    status: int
    headers: Mapping[bytes, Sequence[bytes]]
    body: bytes
    """Inflated; empty for any status but 200."""

    def first(self, name: bytes) -> str:
        """The header as sent, byte for code point; "" without one."""
        values = self.headers.get(name)
        return values[0].decode("latin-1") if values else ""

    def joined(self, name: bytes) -> str:
        """A header that is a list, which may come in several lines (RFC 9110, 5.3)."""
        values = self.headers.get(name)
        return b", ".join(values).decode("latin-1") if values else ""


class Exchange:
    """Says the request, and reads until the answer is whole, wrong or too long.

    ``answer`` fails with Broken, Overlong, zlib.error, and the error with which the connection was lost.
    """

    def __init__(self, head: bytes, raw_bytes: int, inflated_bytes: int) -> None:
        """``head`` is the request line and the headers, to the empty line."""
        self.answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self.head = head
        self.begun = False
        """Whether the head of an answer came."""
        self.leaves_it_clean = False
        """Whether the connection stands as it stood before, so that another request may follow."""
        self._most_raw, self._most_inflated = raw_bytes, inflated_bytes
        self._parser = HttpResponseParser(self)
        # Laxness can smuggle nothing in: this parser reads one answer, and a connection is not used again after more.
        self._parser.set_dangerous_leniencies(lenient_optional_cr_before_lf=True, lenient_data_after_close=True)
        self._headers: dict[bytes, list[bytes]] = {}
        self._inflate: _Inflate | None = None
        self._body = bytearray()
        self._wire = self._heads = self._raw = 0

    # What the connection calls

    def hear(self, data: bytes) -> None:
        """The next bytes."""
        if self.answer.done():
            self.leaves_it_clean = False
            return
        self._wire += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserError as error:
            # What one of the methods below raised comes wrapped.
            self.fail(error.__context__ if isinstance(error.__context__, _EXPECTED) else Broken(str(error)))
        if self._wire > LONGEST_HEAD and not self.begun:
            self.fail(Broken("headers without end"))
        if self._wire > LONGEST_WIRE * self._most_raw + LONGEST_HEAD:
            self.fail(Overlong(f"{self._most_raw} bytes"))

    def end(self, error: Exception | None) -> None:
        """The connection is lost, or ended by the server."""
        if self.answer.done():
            return
        if error is not None:
            self.fail(error)
        elif self.begun and self._ends_with_the_connection():
            self._finish()
        else:
            self.fail(Broken("it ends too soon" if self._wire else "no answer"))

    def fail(self, error: BaseException) -> None:
        """There is no answer, or no more of it, because of ``error``."""
        self.leaves_it_clean = False
        if not self.answer.done():
            self.answer.set_exception(error)

    def drop(self) -> None:
        """What was said after its asker left, or is still to be said, is nobody's to hear."""
        if not self.answer.cancel() and not self.answer.cancelled():
            self.answer.exception()

    # What the parser calls

    def on_message_begin(self) -> None:
        if self.begun:
            raise Broken("more than one answer")
        self._headers.clear()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._heads += len(name) + len(value)
        if self._heads > LONGEST_HEAD:
            raise Broken("headers without end")
        self._headers.setdefault(name.lower(), []).append(value)

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200:
            return
        self.begun = True
        if status != 200:
            self._finish()
        else:
            self._inflate = _Inflate(b",".join(self._headers.get(b"content-encoding", ())).decode("latin-1"))

    def on_body(self, chunk: bytes) -> None:
        if self._inflate is None or self.answer.done():
            return
        self._raw += len(chunk)
        if self._raw > self._most_raw:
            raise Overlong(f"{self._most_raw} bytes")
        self._feed(self._inflate, chunk)

    def on_message_complete(self) -> None:
        if self.begun:
            self.leaves_it_clean = self._parser.should_keep_alive()
            self._finish()

    # What follows

    def _ends_with_the_connection(self) -> bool:
        """RFC 9112, 6.3: a body without a length is as long as the connection."""
        return b"content-length" not in self._headers and b"transfer-encoding" not in self._headers

    def _finish(self) -> None:
        if self.answer.done():
            return
        try:
            if self._inflate is not None:
                self._inflate.end()
            if self._body.startswith(_GZIP):
                self._inflate_untold()
        except _EXPECTED as error:
            self.fail(error)
            return
        self.answer.set_result(Reply(self._parser.get_status_code(), self._headers, bytes(self._body)))

    def _inflate_untold(self) -> None:
        """A file that is stored compressed, and served as it is."""
        inflate, stored, self._body = _Inflate("gzip"), bytes(self._body), bytearray()
        self._feed(inflate, stored)
        inflate.end()

    def _feed(self, inflate: _Inflate, chunk: bytes) -> None:
        inflate.feed(chunk, self._body, self._most_inflated)
        if len(self._body) > self._most_inflated:
            raise Overlong(f"{self._most_inflated} bytes inflated")


_EXPECTED = (Broken, Overlong, zlib.error)
_GZIP = b"\x1f\x8b\x08"
"""How it begins (RFC 1952, 2.3.1), and no document that we read."""


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
