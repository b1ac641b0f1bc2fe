"""/privacy, /forgetme, /export and /import: what is stored about a chat, its end, and what a chat takes along."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot import evidence
from bot.callbacks import personal as buttons
from bot.chat import MAX_DOCUMENT_BYTES, Document, Reply, Request
from bot.commands import sources
from bot.commands.context import CommandContext, Refusal, handles
from bot.messages import personal as messages
from watchers.errors import ParseError
from watchers.model import Address, chat_of
from watchers.services import transfer

TITLE, SOURCES_FILE, WATCHES_FILE = "Tradewatch", "tradewatch.opml", "tradewatch-watches.txt"
"""The title of an exported list of sources, and the names of the files."""
CSV_FILE, JSON_FILE = "evidence.csv", "evidence.json"
MAY_CONFIRM = timedelta(hours=1)
"""How long the button that deletes everything works."""


# ---- privacy ---------------------------------------------------------------------------------------


async def privacy(request: Request, context: CommandContext) -> Reply:
    """Say what is stored, for how long, and whom to ask."""
    operation = context.operation
    return messages.privacy(_chat(context), operation.contact, operation.retention, operation.backups.keep, context.t)


async def forgetme(request: Request, context: CommandContext) -> Reply:
    """Ask whether everything about this chat should be deleted."""
    return await _ask_forget(context)


async def _ask_forget(context: CommandContext) -> Reply:
    stored = await context.watchlist.personal.stored(_chat(context))
    confirm = buttons.ForgetChat(int(context.now().timestamp()))
    return messages.ask_forget(stored, confirm, context.t)


@handles
async def _ask(payload: buttons.AskForget, context: CommandContext) -> Reply:
    return replace(await _ask_forget(context), edits=True)


@handles
async def _forget(payload: buttons.ForgetChat, context: CommandContext) -> Reply:
    if context.now() - datetime.fromtimestamp(min(payload.asked_at, 2**32), UTC) > MAY_CONFIRM:
        raise Refusal("old-button")
    deleted = await context.watchlist.personal.forget(_chat(context))
    return messages.forgotten(deleted, context.operation.backups.keep, context.t)


@handles
async def _keep(payload: buttons.KeepChat, context: CommandContext) -> Reply:
    return context.t.reply("forget-kept", edits=True)


def _chat(context: CommandContext) -> Address:
    return Address(chat_of(context.subscriber.address))


# ---- export ----------------------------------------------------------------------------------------


async def export(request: Request, context: CommandContext) -> Reply:
    """Offer the files that a chat can take along; with ``evidence``, send what proves its alerts."""
    if (words := request.words.lower().split())[:1] == ["evidence"]:
        return await _export_evidence(buttons.ExportEvidence(words[1:2] == ["json"]), context)
    return await _offer(context)


async def _offer(context: CommandContext) -> Reply:
    watches = await context.watchlist.watches(context.subscriber)
    return messages.export(len(watches), context.t)


@handles
async def _show_export(payload: buttons.ShowExport, context: CommandContext) -> Reply:
    return replace(await _offer(context), edits=True)


@handles
async def _export_watches(payload: buttons.ExportWatches, context: CommandContext) -> Reply:
    lines = await transfer.export_watches(context.watchlist, context.subscriber)
    if not lines:
        return context.t.reply("watches-none")
    content = "".join(f"{line}\n" for line in lines).encode()
    return replace(context.t.reply("export-watches", count=len(lines)), document=Document(WATCHES_FILE, content))


@handles
async def _export_sources(payload: buttons.ExportSources, context: CommandContext) -> Reply:
    content, count = await context.additions.export(context.subscriber, TITLE)
    return replace(context.t.reply("export-done", count=count), document=Document(SOURCES_FILE, content))


@handles
async def _export_evidence(payload: buttons.ExportEvidence, context: CommandContext) -> Reply:
    found = await context.watchlist.evidence(context.subscriber)
    name, write = (JSON_FILE, evidence.as_json) if payload.as_json else (CSV_FILE, evidence.as_csv)
    content = await asyncio.to_thread(write, found)
    return replace(messages.evidence(len(found), payload.as_json, context.t), document=Document(name, content))


# ---- import ----------------------------------------------------------------------------------------


async def import_(request: Request, context: CommandContext) -> Reply:
    """Add the watches of a text or the feeds of an OPML file, and report line by line what was taken."""
    file, t = request.document, context.t
    if file is None:
        return await _import_text(request.words, "", context) if request.words else t.reply("import-how")
    if file.content is None:
        return t.reply("import-unfetched", file=file.name, limit=MAX_DOCUMENT_BYTES // 1_000_000)
    text = _text_of(file.content)
    # A text that somebody sends without a command may be anything.
    if text is not None and (request.command == "import" or transfer.is_exported(text)):
        return await _import_text(text, file.name, context)
    try:
        return await sources.bring(file, file.content, context)
    except ParseError:
        return t.reply("import-unreadable" if text is None else "import-plain", file=file.name)


async def _import_text(text: str, file: str, context: CommandContext) -> Reply:
    imported = await transfer.import_lines(context.watchlist, context.subscriber, text)
    return messages.imported(imported, file, context.t, context.catalog)


def _text_of(content: bytes) -> str | None:
    """Return the content as text; None if it is markup or no text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if text.lstrip().startswith("<") or "\0" in text or not text.strip() else text
