"""The evidence of alerts as CSV and JSON, with the same columns for subscribers and operators."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.chat import chat_of
from watchers.model import Address, TextUse
from watchers.store.alert_evidence import AlertEvidence
from watchers.summaries import extract
from watchers.text.tokens import read

COLUMNS = (
    "alert id",
    "published",
    "fetched",
    "matched",
    "sent",
    "message link",
    "watch as it was",
    "matched words",
    "source",
    "url",
    "title",
    "text matched",
    "sha256",
    "state",
    "watch",
    "watch as typed",
    "catalog",
    "chat",
    "message id",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula."""


def as_csv(found: Iterable[AlertEvidence]) -> bytes:
    """Return a table that spreadsheets open as it is: UTF-8 with its mark, and no cell is a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in _cells(each).values()] for each in found)
    return written.getvalue().encode("utf-8-sig")


def as_json(found: Iterable[AlertEvidence]) -> bytes:
    """Return a list of objects with the columns as names."""
    return json.dumps([_cells(each) for each in found], ensure_ascii=False, indent=1).encode()


def message_link(address: Address, message: str | None) -> str:
    """Return the link to a message of a supergroup or channel; "" elsewhere, where Telegram has no such links."""
    chat = chat_of(address)
    if message is None or ":" in message or not chat.startswith("-100"):
        return ""
    _, _, topic = address.partition("/")
    return f"https://t.me/c/{chat.removeprefix('-100')}/{f'{topic}/' if topic else ''}{message}"


def _cells(each: AlertEvidence) -> dict[str, str]:
    values = (
        str(each.alert),
        _time(each.published),
        _time(each.fetched),
        _time(each.matched),
        _time(each.sent),
        message_link(each.address, each.message),
        each.rule,
        "; ".join(each.words),
        each.source,
        each.url,
        each.title,
        _text(each),
        " ".join(each.sha256),
        each.state,
        f"W{each.watch}",
        each.typed,
        each.catalog,
        str(each.address),
        each.message or "",
    )
    return dict(zip(COLUMNS, values, strict=True))


def _text(each: AlertEvidence) -> str:
    """Return the sentences that matched; "" if the source's terms allow the headline only."""
    if each.text_use is not TextUse.SUMMARY:
        return ""
    return extract.summarize(read(each.body), read(each.title), each.hits).text


def _time(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
