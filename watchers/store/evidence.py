"""The documents that brought alerts: their SHA-256 and when they were fetched, and the bytes of official ones."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from watchers.model import Download, ItemId, Modified, Source
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
    """When it was received with the item that it brought; the same bytes can bring another item much later."""
    kept: bool
    """Whether its bytes are kept: those of official sources are."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document with its bytes, compressed; b"" if they are not kept."""

    document: Document
    compressed: bytes


async def preserve(source: Source, fetched: Modified, now: datetime) -> Evidence:
    """Return a document with its SHA-256, computed in another thread; of an official source, with its bytes."""
    official = source.group is not None and source.group.official
    return await asyncio.to_thread(_preserved, fetched, official, now)


def _preserved(fetched: Modified, official: bool, now: datetime) -> Evidence:
    """Hash a document, and compress it if it is official, which takes about 20 ms for a megabyte."""
    body = fetched.body
    document = Document(sha256(body).hexdigest(), fetched.url, fetched.content_type, len(body), now, official)
    return Evidence(document, zlib.compress(body) if official else b"")


def of_download(fetched: Download, now: datetime) -> Evidence:
    """Return a document that was too large for memory, without its bytes."""
    size = fetched.size_bytes
    return Evidence(Document(fetched.digest.hex(), fetched.url, fetched.content_type, size, now, kept=False), b"")


def keep(tx: Transaction, item: ItemId, pages: Iterable[Evidence]) -> None:
    """Store documents, each once and with its bytes if an official source sent it, and that they brought the item."""
    for page in pages:
        row = {column: value for column, value in row_of(page.document).items() if column != "kept"}
        row["body"] = page.compressed
        columns, marks = ", ".join(row), ", ".join(f":{column}" for column in row)
        sql = f"""insert into documents ({columns}) values ({marks})
            on conflict (sha256) do update set body = excluded.body where length(documents.body) = 0"""
        tx.execute(sql, row)
        brought = "insert or ignore into evidence (item, document, fetched_at) values (?, ?, ?)"
        tx.execute(brought, item, page.document.sha256, page.document.fetched_at)


def of_item(rows: Rows, item: ItemId) -> tuple[Document, ...]:
    """Return the documents that brought an item, the pages of a list in order; none if it brought no alert."""
    sql = f"""select {_COLUMNS} from evidence join documents on sha256 = document
        where item = ? order by evidence.rowid"""
    return tuple(record(Document, row) for row in rows.mappings(sql, item))


def body(rows: Rows, digest: str) -> bytes:
    """Return the bytes of a document, which must be kept."""
    ((compressed,),) = rows.all("select body from documents where sha256 = ?", digest)
    return zlib.decompress(compressed)


def prune(tx: Transaction, before: datetime) -> None:
    """Delete the documents that were fetched before, and brought nothing since."""
    sql = """delete from documents where fetched_at < :before
        and not exists (select 1 from evidence e where e.document = sha256 and e.fetched_at >= :before)"""
    tx.execute(sql, {"before": before})


_COLUMNS = "sha256, url, content_type, size_bytes, evidence.fetched_at as fetched_at, length(body) > 0 as kept"
