"""The sources that a command line may name: those of the configuration, and all of the shipped catalog."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import typer

from bot.config.loading import load
from watchers.feeds import catalog
from watchers.model import Source


def known_sources(config: Path | None) -> dict[str, Source]:
    """Return every source by its ID. Settings of the configuration win. Raise ConfigError."""
    return {str(source.id): source for source in (*catalog.load().all, *load(config).all_sources())}


def find_source(config: Path | None, identifier: str) -> Source:
    """Return the source with this ID. Raise ConfigError, or BadParameter with the nearest ID if there is none."""
    known = known_sources(config)
    if identifier not in known:
        nearest = get_close_matches(identifier, known, 1)
        instead = f"Did you mean {nearest[0]}?" if nearest else "docs/sources.md lists those of the catalog."
        raise typer.BadParameter(f"no source has the ID {identifier}. {instead}", param_hint="--source")
    return known[identifier]
