"""The evidence of alerts as CSV and JSON, with the same columns for subscribers and operators."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from watchers.model import Address, TextUse, chat_of
from watchers.store.alert_evidence import AlertEvidence
from watchers.summaries import extract
from watchers.text.tokens import read

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula."""


def as_csv(found: Iterable[AlertEvidence]) -> bytes:
    """Return a table that spreadsheets open as it is: UTF-8 with its mark, and no cell is a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell(each)) for cell in COLUMNS.values()] for each in found)
    return written.getvalue().encode("utf-8-sig")


def as_json(found: Iterable[AlertEvidence]) -> bytes:
    """Return a list of objects with the columns as names."""
    rows = [{column: cell(each) for column, cell in COLUMNS.items()} for each in found]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def message_link(address: Address, message: str | None) -> str:
    """Return the link to a message of a supergroup or channel; "" elsewhere, where Telegram has no such links."""
    chat = chat_of(address)
    if message is None or ":" in message or not chat.startswith("-100"):
        return ""
    _, _, topic = address.partition("/")
    return f"https://t.me/c/{chat.removeprefix('-100')}/{f'{topic}/' if topic else ''}{message}"


def _text(each: AlertEvidence) -> str:
    """Return the sentences that matched; "" if the source's terms allow the headline only."""
    if each.text_use is not TextUse.SUMMARY:
        return ""
    return extract.summarize(read(each.body), read(each.title), each.hits).text


def _time(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


COLUMNS: Mapping[str, Callable[[AlertEvidence], str]] = {
    "alert id": lambda each: str(each.alert),
    "published": lambda each: _time(each.published),
    "fetched": lambda each: _time(each.fetched),
    "matched": lambda each: _time(each.matched),
    "sent": lambda each: _time(each.sent),
    "message link": lambda each: message_link(each.address, each.message),
    "watch as it was": lambda each: each.rule,
    "matched words": lambda each: "; ".join(each.words),
    "source": lambda each: each.source,
    "url": lambda each: each.url,
    "title": lambda each: each.title,
    "text matched": lambda each: _text(each),
    "sha256": lambda each: " ".join(each.sha256),
    "state": lambda each: each.state,
    "watch": lambda each: f"W{each.watch}",
    "watch as typed": lambda each: each.typed,
    "catalog": lambda each: each.catalog,
    "chat": lambda each: str(each.address),
    "message id": lambda each: each.message or "",
}
"""The columns with what is in them."""
