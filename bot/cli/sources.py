"""``probe``, which shows what every source answers, and ``opml``, which imports and exports lists of sources."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Literal

import uvloop

from bot.app import adding_policy, make_default_folder, network_of, now
from bot.cli import EXIT_MISTAKE, CommandError, print_error, screen
from bot.config.loading import load
from bot.config.settings import Config
from watchers.cadence import SourceState, silent_since_first_poll
from watchers.errors import ParseError, StoreError
from watchers.feeds.fields import MAX_ITEMS
from watchers.feeds.opml_writer import write_outlines
from watchers.feeds.process import ParsingChild
from watchers.http import Fetcher, Limits
from watchers.model import Address, Fetched, Outline, Source, SourceId, SourceKind, Subscriber, Validators
from watchers.polling.probe import Probed, ProbeVerdict, probe_all
from watchers.services.discovery import Discoverer
from watchers.services.sources import Additions, Imported, LeftOut
from watchers.store import Database, Rows, look_into, sources, subscribers

HEADINGS = ("ID", "STATUS", "ITEMS", "NEWEST", "TIME", "WHAT IS WRONG")
COLORS: dict[ProbeVerdict, screen.Color] = {ProbeVerdict.WELL: "green", ProbeVerdict.STALE: "yellow"}
MAX_WHY_LENGTH = 90
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


# ---- probe -----------------------------------------------------------------------------------------


def probe(config_path: Path | None, as_json: bool) -> int:
    """Print a table, or one JSON object per line. Return 0 if every source gives a readable answer, else 1."""
    config = load(config_path)
    states = _states(config.database)
    found = [_with_record(probed, states) for probed in uvloop.run(_probe(config))]
    answer = sum(probed.answers for probed in found)
    if as_json:
        for probed in found:
            screen.print_json(_object(probed))
    else:
        screen.print_table(HEADINGS, [(_cells(probed), COLORS.get(probed.verdict, "red")) for probed in found])
        stale = sum(probed.verdict is ProbeVerdict.STALE for probed in found)
        of_which = f", of which {stale} with nothing new for too long" if stale else ""
        print(f"{answer} of {len(found)} answer{of_which}")
    return 0 if answer == len(found) else EXIT_MISTAKE


async def _probe(config: Config) -> list[Probed]:
    wanted = config.all_sources()
    done = count(1)
    limits = Limits(total=config.polling.timeout)
    of_lists = Limits(total=limits.list_total, raw_bytes=limits.list_bytes, inflated_bytes=limits.list_bytes)
    feeds, lists = Fetcher(network_of(config), limits), Fetcher(network_of(config), of_lists)

    async def fetch(source: Source, validators: Validators) -> Fetched:
        return await (lists if source.kind is SourceKind.LIST else feeds)(source, validators)

    async with ParsingChild() as child, feeds, lists:
        with screen.progress("Asking the sources") as show:
            return await probe_all(wanted, fetch, child.parse, now, lambda probed: show(next(done), len(wanted)))


def _states(database: Path) -> dict[SourceId, SourceState]:
    """Return what the service's database says of the sources; nothing if it cannot be read."""
    with suppress(StoreError), look_into(database) as rows:
        return {source.id: state for source, state in sources.active(rows)}
    return {}


def _with_record(probed: Probed, states: Mapping[SourceId, SourceState]) -> Probed:
    """Note that a source had nothing new since the service polled it first."""
    state = states.get(probed.source.id)
    first = silent_since_first_poll(state, now()) if state else None
    if first is None or not probed.answers:
        return probed
    return replace(probed, notes=(*probed.notes, f"silent since its first poll on {first:%Y-%m-%d}"))


def _cells(probed: Probed) -> tuple[str, ...]:
    remarks = "; ".join(filter(None, (probed.why, *probed.notes)))
    why = f"{probed.verdict.value}: {remarks}" if remarks else ""
    return (
        probed.source.id,
        str(probed.status or "-"),
        f"{probed.items}{'+' * (probed.items >= MAX_ITEMS)}",
        probed.newest.date().isoformat() if probed.newest else "-",
        f"{probed.took.total_seconds():.1f} s",
        " ".join(why.split())[:MAX_WHY_LENGTH],
    )


def _object(probed: Probed) -> dict[str, object]:
    return {
        "id": probed.source.id,
        "url": probed.source.url,
        "verdict": probed.verdict.value,
        "status": probed.status,
        "items": probed.items,
        "newest": probed.newest.isoformat() if probed.newest else None,
        "seconds": round(probed.took.total_seconds(), 3),
        "why": probed.why,
        "notes": list(probed.notes),
    }


# ---- opml ------------------------------------------------------------------------------------------


def opml(config_file: Path, action: Literal["import", "export"], file: Path | None, chat: str | None) -> int:
    """Print what was imported and what was left out, or the list. Return the exit code.

    Args:
        config_file: The settings.
        action: What to do.
        file: The list; None is standard input or output.
        chat: The chat that the sources are for; None is everyone.
    """
    config = load(config_file)
    try:
        if action == "export":
            return _export(config, chat, file)
        body = file.read_bytes() if file else sys.stdin.buffer.read()
        return _report(asyncio.run(_import(config, chat, body)))
    except ParseError as error:
        raise CommandError(f"That is not an OPML file that can be read: {error}") from error
    except OSError as error:
        if error.filename is None:  # as of a pipe that is closed
            raise
        raise CommandError(f"{error.filename}: {error.strerror}") from error


async def _import(config: Config, chat: str | None, body: bytes) -> Imported:
    make_default_folder(config)
    fetcher = Fetcher(network_of(config))
    async with await Database.open(config.database) as database, ParsingChild() as child, fetcher:
        await database.write(sources.register, config.all_sources(), now())
        discoverer = Discoverer(fetcher, child.parse, child.page, now)
        additions = Additions(database, discoverer, child.outlines, adding_policy(config), now)
        subscriber = await database.read(_subscriber, chat) if chat is not None else None
        with screen.progress("Importing"):
            return await additions.bring(subscriber, body, by_operator=True)


def _report(report: Imported) -> int:
    added = [("added", addition.source.name, addition.source.url, "") for addition in report.added]
    left_out = [
        ("left out", outline.title or "(no title)", outline.url, REASONS[reason]) for reason, outline in report.left_out
    ]
    screen.print_table(("", "", "", ""), [(cells, "") for cells in (*added, *left_out)])
    print(f"{len(report.added)} added, {len(report.left_out)} left out")
    return 0 if report.counts.keys() <= EXPECTED else EXIT_MISTAKE


def _export(config: Config, chat: str | None, file: Path | None) -> int:
    known = _sources(config, chat)
    feeds = [Outline(source.name, source.url) for source in known if source.kind.is_feed]
    written = write_outlines(TITLE, feeds)
    if others := len(known) - len(feeds):
        left_out = "1 source is" if others == 1 else f"{others} sources are"
        print_error(f"{left_out} left out: OPML lists feeds only.")
    if file is None:
        print(written.decode())
    else:
        file.write_bytes(written)
        print(f"{len(feeds)} feeds written to {file}")
    return 0


def _sources(config: Config, chat: str | None) -> list[Source]:
    """Return the sources of a chat, or all that are polled."""
    if chat is None and not config.database.exists():
        return list(config.all_sources())
    with look_into(config.database) as rows:
        if chat is None:
            return [source for source, _ in sources.active(rows)]
        return sources.subscribed_by(rows, _subscriber(rows, chat).id)


def _subscriber(rows: Rows, chat: str) -> Subscriber:
    subscriber = subscribers.at(rows, Address(chat))
    if subscriber is None:
        raise CommandError(f"The chat {chat} has never spoken to the bot. Send /start there first.")
    return subscriber
