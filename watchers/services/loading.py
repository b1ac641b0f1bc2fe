"""Fill the index from the stored watches, at startup."""

from __future__ import annotations

import logging
from collections.abc import Callable

from watchers.entities import Catalog
from watchers.errors import RuleError
from watchers.matching import Index, Recognizer
from watchers.rules import Rule, read_stored, reread
from watchers.services.aliases import AliasService
from watchers.services.rereading import make_explicit
from watchers.store import watches

log = logging.getLogger(__name__)

LOADED_AT_ONCE = 100
"""Stored rules that are read at startup before the event loop gets a turn: about five milliseconds."""
PROGRESS_EVERY = 10_000
"""Rules between two progress lines in the log."""


async def fill(
    index: Index, aliases: AliasService, recognizer: Recognizer, on_progress: Callable[[int, int], None]
) -> int:
    """Add the query of each watch to the index; see ``Watchlist.load``."""
    database = aliases.database
    await make_explicit(database, aliases, recognizer)
    total = await database.read(watches.count_queries)
    read = last = 0
    while stored := await database.read(watches.queries, last, LOADED_AT_ONCE):
        for identifier, rule, typed in stored:
            if meant := meaning(rule, typed, recognizer.catalog):
                index.add(identifier, meant)
            else:
                log.error("rule_lost", extra={"query": identifier})
        last = stored[-1][0]
        read += len(stored)
        on_progress(read, total)
        if read % PROGRESS_EVERY < len(stored):
            log.info("rules_loading", extra={"rules": read})
    return len(index)


def meaning(rule: str, typed: str, catalog: Catalog) -> Rule | None:
    """Return the meaning of a stored rule, or None if neither of its texts can be read.

    If the catalog lost an entity, the canonical text cannot be parsed, but the typed words still have a meaning.
    """
    for text, read in ((rule, read_stored), (typed, reread)):
        try:
            return read(text, catalog)
        except RuleError as error:
            log.warning("rule_unreadable", extra={"rule": text, "why": str(error)})
    return None
