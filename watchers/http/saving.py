"""Save a large body to a file as it arrives: decompressed, within a limit, with its SHA-256."""

from __future__ import annotations

import asyncio
import tempfile
import zlib
from collections.abc import AsyncIterable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from watchers.http.body import BrokenBody, TooManyBytes

_PIECE_BYTES = 256_000
"""Collected before they are written in a thread, so that no disk delays the event loop."""
_GZIP = b"\x1f\x8b"


class Saving:
    """One body on its way to a file without a name: only this user can read it, and it disappears after a crash."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._file: BinaryIO | None = None
        self._digest = sha256()
        self._inflating: zlib._Decompress | None = None
        self._received = 0

    async def take(self, chunks: AsyncIterable[bytes]) -> None:
        """Write a body. A body that begins like gzip is decompressed, whatever its headers say.

        Raises:
            TooManyBytes: It is too long, as received or decompressed.
            BrokenBody: It cannot be decompressed.
        """
        self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - the caller closes it
        pieces: list[bytes] = []
        waiting = 0
        async for chunk in chunks:
            pieces.append(chunk)
            waiting += len(chunk)
            if waiting >= _PIECE_BYTES:
                await asyncio.to_thread(self._write, b"".join(pieces))
                pieces, waiting = [], 0
        await asyncio.to_thread(self._write, b"".join(pieces))
        if self._inflating is not None and not self._inflating.eof:
            raise BrokenBody("cut short")

    def finish(self) -> tuple[BinaryIO, bytes, int]:
        """Return the file, its SHA-256 and its size in bytes."""
        assert self._file is not None
        self._file.flush()
        return self._file, self._digest.digest(), self._file.tell()

    def close(self) -> None:
        """Close the file, which deletes it."""
        if self._file is not None:
            self._file.close()

    def _write(self, piece: bytes) -> None:
        if self._received == 0 and piece.startswith(_GZIP):
            self._inflating = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._received += len(piece)
        if self._received > self._max_bytes:
            raise TooManyBytes(f"{self._max_bytes} bytes")
        if self._inflating is None:
            self._put(piece)
            return
        try:
            while piece and not self._inflating.eof:
                self._put(self._inflating.decompress(piece, _PIECE_BYTES))
                piece = self._inflating.unconsumed_tail
        except zlib.error as error:
            raise BrokenBody(str(error)) from error

    def _put(self, plain: bytes) -> None:
        assert self._file is not None
        if self._file.tell() + len(plain) > self._max_bytes:
            raise TooManyBytes(f"{self._max_bytes} bytes")
        self._digest.update(plain)
        self._file.write(plain)
