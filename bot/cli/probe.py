"""``probe``: what every configured source answers now, in one table; the database is left alone."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import uvloop

from bot.app import now
from bot.cli import complain
from bot.config import Config, ConfigError, load
from watchers.http import Fetcher, Limits, Network
from watchers.parsing import ParsingChild
from watchers.probe import Probed, Verdict, probe_all

HEADINGS = ("ID", "STATUS", "ITEMS", "NEWEST", "TIME", "WHAT IS WRONG")
BAR = 30
_RED, _YELLOW, _GREEN, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[32m", "\x1b[0m"
_LONGEST_WHY = 90


def run(config_path: Path | None, as_json: bool) -> int:
    """0 where every source answers with something that can be read, 1 otherwise."""
    try:
        config = load(config_path)
    except ConfigError as error:
        complain(str(error))
        return 1
    try:
        found = uvloop.run(_probe(config))
    except KeyboardInterrupt:
        return 1
    for line in map(_object, found) if as_json else _table(found, colours=sys.stdout.isatty()):
        print(line)
    return 0 if all(probed.answers for probed in found) else 1


async def _probe(config: Config) -> list[Probed]:
    sources = config.all_sources()
    progress = Progress(len(sources), shown=sys.stderr.isatty())
    network = Network(config.network.user_agent, config.network.allow_private)
    async with ParsingChild() as child, Fetcher(network, Limits(total=config.polling.timeout)) as fetcher:
        try:
            return await probe_all(sources, fetcher, child.parse, now, progress.heard)
        finally:
            progress.clear()


class Progress:
    """A bar on the terminal's last line, as long as the probe lasts."""

    def __init__(self, count: int, shown: bool) -> None:
        self._count = count
        self._shown = shown
        self._done = 0

    def heard(self, probed: Probed) -> None:
        self._done += 1
        full = BAR * self._done // self._count
        self._draw(f"[{'#' * full}{'.' * (BAR - full)}] {self._done} of {self._count}  {probed.source.id[:40]}")

    def clear(self) -> None:
        self._draw("")

    def _draw(self, text: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()


def _table(found: Sequence[Probed], colours: bool) -> Iterator[str]:
    rows = [_cells(probed) for probed in found]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    yield _aligned(HEADINGS, widths)
    for probed, row in zip(found, rows, strict=True):
        line = _aligned(row, widths)
        yield f"{_colour(probed)}{line}{_PLAIN}" if colours else line
    stale = sum(probed.verdict is Verdict.STALE for probed in found)
    answer = sum(probed.answers for probed in found)
    yield f"{answer} of {len(found)} answer" + (f", of which {stale} with nothing new for too long" if stale else "")


def _cells(probed: Probed) -> tuple[str, ...]:
    why = f"{probed.verdict.value}: {probed.why}" if probed.why else ""
    return (
        probed.source.id,
        str(probed.status or "-"),
        str(probed.items),
        probed.newest.date().isoformat() if probed.newest else "-",
        f"{probed.took.total_seconds():.1f} s",
        " ".join(why.split())[:_LONGEST_WHY],
    )


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _colour(probed: Probed) -> str:
    match probed.verdict:
        case Verdict.WELL:
            return _GREEN
        case Verdict.STALE:
            return _YELLOW
    return _RED


def _object(probed: Probed) -> str:
    told = {
        "id": probed.source.id,
        "url": probed.source.url,
        "verdict": probed.verdict.value,
        "status": probed.status,
        "items": probed.items,
        "newest": probed.newest.isoformat() if probed.newest else None,
        "seconds": round(probed.took.total_seconds(), 3),
        "why": probed.why,
    }
    return json.dumps(told, ensure_ascii=False)
