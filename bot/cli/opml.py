"""``opml``: import the sources of a list into the database, for everyone or one chat, or export such a list."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Literal

from bot.app import adding_policy, make_default_folder, now
from bot.cli import complain, screen
from bot.cli.run import cure
from bot.config.document import ConfigError
from bot.config.loading import load
from bot.config.settings import Config
from watchers.errors import ParseError, StoreError
from watchers.feeds.opml_writer import write_outlines
from watchers.feeds.process import ParsingChild
from watchers.http import Fetcher, Network
from watchers.model import Address, Outline, Source
from watchers.services.discovery import Discoverer
from watchers.services.sources import Additions, Imported, LeftOut
from watchers.store import Database, Rows, look_into, sources, subscribers

DONE, NOT_DONE = 0, 1
TITLE = "Tradewatch"
REASONS = {
    LeftOut.NO_ADDRESS: "has no xmlUrl",
    LeftOut.BAD_ADDRESS: "is not a web address",
    LeftOut.TWICE: "is in the list twice",
    LeftOut.KNOWN: "is there already",
    LeftOut.OVER_LIMIT: "is over the limits of config.yaml (limits.sources_per_chat, limits.sources_added)",
    LeftOut.REFUSED: "was refused by an operator",
}
EXPECTED = frozenset({LeftOut.TWICE, LeftOut.KNOWN})
"""Reasons that leave nothing missing: the source is already there."""


def run(config_file: Path, action: Literal["import", "export"], file: Path | None, chat: str | None) -> int:
    """Print what was imported and what was left out, or the list. Return the exit code.

    Args:
        config_file: The settings.
        action: What to do.
        file: The list; None is standard input or output.
        chat: The chat that the sources are for; None is everyone.
    """
    try:
        config = load(config_file)
        if action == "export":
            return _export(config, chat, file)
        body = file.read_bytes() if file else sys.stdin.buffer.read()
        return asyncio.run(_import(config, chat, body))
    except StoreError as error:
        complain(cure(error))
    except ParseError as error:
        complain(f"That is not an OPML file that can be read: {error}")
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except ConfigError as error:
        complain(str(error))
    return NOT_DONE


async def _import(config: Config, chat: str | None, body: bytes) -> int:
    make_default_folder(config)
    network = Network(config.network.user_agent, config.network.allow_private)
    async with await Database.open(config.database) as database, ParsingChild() as child, Fetcher(network) as fetcher:
        await database.write(sources.register, config.all_sources(), now())
        discoverer = Discoverer(fetcher, child.parse, child.page, now)
        additions = Additions(database, discoverer, child.outlines, adding_policy(config), now)
        subscriber = await database.read(subscribers.at, Address(chat)) if chat is not None else None
        if chat is not None and subscriber is None:
            complain(_unknown(chat))
            return NOT_DONE
        with screen.progress("Importing"):
            report = await additions.bring(subscriber, body, by_operator=True)
    return _report(report)


def _report(report: Imported) -> int:
    added = [("added", addition.source.name, addition.source.url, "") for addition in report.added]
    left_out = [
        ("left out", outline.title or "(no title)", outline.url, REASONS[reason]) for reason, outline in report.left_out
    ]
    screen.print_table(("", "", "", ""), [(cells, "") for cells in (*added, *left_out)])
    print(f"{len(report.added)} added, {len(report.left_out)} left out")
    return DONE if report.counts.keys() <= EXPECTED else NOT_DONE


def _export(config: Config, chat: str | None, file: Path | None) -> int:
    found = _sources(config, chat)
    if found is None:
        complain(_unknown(chat or ""))
        return NOT_DONE
    feeds = [Outline(source.name, source.url) for source in found if source.kind.is_feed]
    written = write_outlines(TITLE, feeds)
    if file is None:
        print(written.decode())
    else:
        file.write_bytes(written)
        print(f"{len(feeds)} feeds written to {file}")
    return DONE


def _sources(config: Config, chat: str | None) -> list[Source] | None:
    """Return the sources of a chat, or all that are polled; None if the chat is unknown."""
    if not config.database.exists():
        return None if chat is not None else list(config.all_sources())
    with look_into(config.database) as rows:
        return [source for source, _ in sources.active(rows)] if chat is None else _taken(rows, chat)


def _taken(rows: Rows, chat: str) -> list[Source] | None:
    subscriber = subscribers.at(rows, Address(chat))
    return sources.taken_by(rows, subscriber.id) if subscriber else None


def _unknown(chat: str) -> str:
    return f"The chat {chat} has never spoken to the bot. Send /start there first."
