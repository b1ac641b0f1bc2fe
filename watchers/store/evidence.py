"""The documents of official sources that brought alerts: their bytes, when they were fetched, and their SHA-256."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from watchers.model import ItemId, Modified, Source
from watchers.store.database import Rows, Transaction, record, row_of


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was received, after decompression of the transfer."""

    sha256: str
    """Of the bytes, in hexadecimal."""
    url: str
    """Where it came from, after redirects."""
    content_type: str
    size_bytes: int
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document with its bytes, compressed."""

    document: Document
    compressed: bytes


async def preserve(source: Source, fetched: Modified, now: datetime) -> tuple[Evidence, ...]:
    """Return a document of an official source, compressed in another thread; nothing for another source."""
    if source.group is None or not source.group.official:
        return ()
    return (await asyncio.to_thread(_compressed, fetched, now),)


def _compressed(fetched: Modified, now: datetime) -> Evidence:
    """Compress a document; takes about 20 ms for a megabyte."""
    body = fetched.body
    digest = sha256(body).hexdigest()
    return Evidence(Document(digest, fetched.url, fetched.content_type, len(body), now), zlib.compress(body))


def keep(tx: Transaction, item: ItemId, pages: Iterable[Evidence]) -> None:
    """Store documents, each once, and that they brought the item."""
    for page in pages:
        row = row_of(page.document) | {"body": page.compressed}
        columns, marks = ", ".join(row), ", ".join(f":{column}" for column in row)
        tx.execute(f"insert or ignore into documents ({columns}) values ({marks})", row)
        tx.execute("insert or ignore into evidence (item, document) values (?, ?)", item, page.document.sha256)


def of_item(rows: Rows, item: ItemId) -> tuple[Document, ...]:
    """Return the documents that brought an item, the pages of a list in order; none if they are not kept."""
    sql = f"""select {_COLUMNS} from evidence join documents on sha256 = document
        where item = ? order by evidence.rowid"""
    return tuple(record(Document, row) for row in rows.mappings(sql, item))


def body(rows: Rows, digest: str) -> bytes:
    """Return the bytes of a document, which must be stored."""
    ((compressed,),) = rows.all("select body from documents where sha256 = ?", digest)
    return zlib.decompress(compressed)


def prune(tx: Transaction, before: datetime) -> None:
    """Delete the documents that were fetched before."""
    tx.execute("delete from documents where fetched_at < ?", before)


_COLUMNS = "sha256, url, content_type, size_bytes, fetched_at"
