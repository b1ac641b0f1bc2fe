"""``probe``: what every configured source answers now, in one table; the database is not touched."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import uvloop

from bot.app import network_of, now
from bot.cli import EXIT_MISTAKE, screen
from bot.config.loading import load
from bot.config.settings import Config
from watchers.feeds.process import ParsingChild
from watchers.http import Fetcher, Limits
from watchers.polling.probe import Probed, Verdict, probe_all

HEADINGS = ("ID", "STATUS", "ITEMS", "NEWEST", "TIME", "WHAT IS WRONG")
COLORS: dict[Verdict, screen.Color] = {Verdict.WELL: "green", Verdict.STALE: "yellow"}
MAX_WHY_LENGTH = 90


def run(config_path: Path | None, as_json: bool) -> int:
    """Print a table, or one JSON object per line. Return 0 if every source gives a readable answer, else 1."""
    found = uvloop.run(_probe(load(config_path)))
    answer = sum(probed.answers for probed in found)
    if as_json:
        for probed in found:
            screen.print_json(_object(probed))
    else:
        screen.print_table(HEADINGS, [(_cells(probed), COLORS.get(probed.verdict, "red")) for probed in found])
        stale = sum(probed.verdict is Verdict.STALE for probed in found)
        of_which = f", of which {stale} with nothing new for too long" if stale else ""
        print(f"{answer} of {len(found)} answer{of_which}")
    return 0 if answer == len(found) else EXIT_MISTAKE


async def _probe(config: Config) -> list[Probed]:
    sources = config.all_sources()
    done = count(1)
    fetcher = Fetcher(network_of(config), Limits(total=config.polling.timeout))
    async with ParsingChild() as child, fetcher:
        with screen.progress("Asking the sources") as show:
            return await probe_all(sources, fetcher, child.parse, now, lambda probed: show(next(done), len(sources)))


def _cells(probed: Probed) -> tuple[str, ...]:
    why = f"{probed.verdict.value}: {probed.why}" if probed.why else ""
    return (
        probed.source.id,
        str(probed.status or "-"),
        str(probed.items),
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
    }
