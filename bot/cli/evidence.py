"""``evidence``: the table of all alerts, or the documents that brought an item; the service may be running."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import evidence as written
from bot.cli import EXIT_MISTAKE, CommandError, screen
from bot.config.loading import load
from watchers.items.identity import link_key
from watchers.model import chat_of
from watchers.store import Rows, alert_evidence, evidence, items, look_into
from watchers.store.evidence import Document


def run(config_file: Path | None, link: str, folder: Path | None, as_json: bool) -> int:
    """Print the documents that brought the items of a link, and write them to a folder. Return the exit code.

    Args:
        config_file: The settings.
        link: The link of an item.
        folder: Where to write each document whose bytes are kept, named by its SHA-256; None writes none.
        as_json: Whether to print one JSON object per document.
    """
    with look_into(load(config_file).database) as rows:
        found = _documents(rows, link)
        for document in found:
            _print(document, as_json)
            if folder is not None and document.kept:
                _write(folder / document.sha256, evidence.body(rows, document.sha256))
    if not found and not as_json:
        print("No document is known for this link: it brought no alert, or too long ago.")
    return 0 if found else EXIT_MISTAKE


def alerts(config_file: Path | None, chat: str | None, days: int, as_json: bool) -> int:
    """Print the evidence of all alerts, or of those of one chat, as CSV or JSON. Return the exit code.

    Args:
        config_file: The settings.
        chat: The number of a chat; None for all.
        days: How many days back.
        as_json: Whether to print JSON.
    """
    since = datetime.now(UTC) - timedelta(days=days)  # noqa: TID251 - the command line has no other clock
    with look_into(load(config_file).database) as rows:
        found = alert_evidence.of_alerts(rows, since)
    found = [each for each in found if chat is None or chat_of(each.address) == chat]
    screen.print_bytes(written.as_json(found) if as_json else written.as_csv(found))
    return 0 if found else EXIT_MISTAKE


def _documents(rows: Rows, link: str) -> list[Document]:
    key = link_key(link)
    stored = items.by_link(rows, key) if key else []
    return list(dict.fromkeys(document for item in stored for document in evidence.of_item(rows, item.id)))


def _print(document: Document, as_json: bool) -> None:
    if as_json:
        screen.print_json(asdict(document) | {"fetched_at": document.fetched_at.isoformat()})
        return
    kept = "" if document.kept else ", not kept: the source is not official"
    print(f"{document.sha256}  {document.fetched_at:%Y-%m-%d %H:%M:%S} UTC  {document.size_bytes:,} bytes{kept}")
    print(f"    {document.url}")


def _write(path: Path, body: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
