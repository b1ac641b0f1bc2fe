"""``probe``: what every configured source answers now, in one table; the database is not touched."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path

import uvloop

from bot.app import now
from bot.cli import complain, screen
from bot.config.document import ConfigError
from bot.config.loading import load
from bot.config.settings import Config
from watchers.feeds.process import ParsingChild
from watchers.http import Fetcher, Limits, Network
from watchers.polling.probe import Probed, Verdict, probe_all

HEADINGS = ("ID", "STATUS", "ITEMS", "NEWEST", "TIME", "WHAT IS WRONG")
MAX_WHY_LENGTH = 90


def run(config_path: Path | None, as_json: bool) -> int:
    """Print a table, or one JSON object per line. Return 0 if every source gives a readable answer, else 1."""
    try:
        config = load(config_path)
    except ConfigError as error:
        complain(str(error))
        return 1
    try:
        found = uvloop.run(_probe(config))
    except KeyboardInterrupt:
        return 1
    if as_json:
        for probed in found:
            print(_object(probed))
    else:
        screen.print_table(HEADINGS, [(_cells(probed), _color(probed)) for probed in found])
        print(_total(found))
    return 0 if all(probed.answers for probed in found) else 1


async def _probe(config: Config) -> list[Probed]:
    sources = config.all_sources()
    network = Network(config.network.user_agent, config.network.allow_private)
    done = count(1)
    async with ParsingChild() as child, Fetcher(network, Limits(total=config.polling.timeout)) as fetcher:
        with screen.progress("Asking the sources") as show:
            return await probe_all(sources, fetcher, child.parse, now, lambda probed: show(next(done), len(sources)))


def _total(found: list[Probed]) -> str:
    answer = sum(probed.answers for probed in found)
    stale = sum(probed.verdict is Verdict.STALE for probed in found)
    return f"{answer} of {len(found)} answer" + (f", of which {stale} with nothing new for too long" if stale else "")


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


def _color(probed: Probed) -> screen.Color:
    match probed.verdict:
        case Verdict.WELL:
            return "green"
        case Verdict.STALE:
            return "yellow"
    return "red"


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
