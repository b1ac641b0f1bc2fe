"""Combine the file, the environment and the settings, and report every mistake at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.config.disk import DEFAULT_DATABASE, DEFAULT_FILE, expanded, file_to_read, left_behind, unusable
from bot.config.document import Document, open_document
from bot.config.environment import find_failpoint, read_environment
from bot.config.mistakes import ConfigError, Location, Mistake
from bot.config.secret import find_token
from bot.config.settings import Config, Settings, shipped_catalog
from bot.config.values import catalog_choice
from bot.config.words import problem_and_cure

Finding = tuple[Location, str, str]
"""A place in the settings, its problem and the cure."""


@dataclass(frozen=True, slots=True)
class Report:
    """What ``check`` finds. ``config`` is None if a setting does not fit its type."""

    config: Config | None
    mistakes: tuple[Mistake, ...]
    """One for each place: those of the environment, then those of the file by line."""
    renamed: tuple[Mistake, ...]
    """Settings under their old names, which still work."""
    variables: tuple[str, ...]
    """The environment variables that give settings."""


def load(path: Path | None, environ: Mapping[str, str] | None = None) -> Config:
    """Return the configuration from the file and the environment.

    Args:
        path: The config file; None reads none, and relative paths begin at the working folder.
        environ: The environment; None is that of this process.

    Raises:
        ConfigError: With every mistake. The database's folder is not checked; see ``examine``.

    """
    report = _report(*_read(path, environ), [])
    if report.config is None or report.mistakes:
        raise ConfigError(path or DEFAULT_FILE, report.mistakes)
    return report.config


def examine(path: Path | None, environ: Mapping[str, str] | None = None) -> Report:
    """Return everything that ``load`` finds, and whether the database can be kept where it is configured.

    Raise ConfigError if the file cannot be read at all.
    """
    given, folder, variables = _read(path, environ)
    why = unusable(folder / _database(given), folder)
    return _report(given, folder, variables, [(("database",), *why)] if why else [])


def _read(path: Path | None, environ: Mapping[str, str] | None) -> tuple[Document, Path, Mapping[str, str]]:
    variables = os.environ if environ is None else environ  # noqa: TID251 - the environment of the process
    given = open_document(file_to_read(path, variables)).under(read_environment(variables))
    return given, (path or DEFAULT_FILE).parent, variables


def _report(given: Document, folder: Path, environ: Mapping[str, str], findings: list[Finding]) -> Report:
    config, refused = _validated(given.values)
    token, moved = find_token(environ, folder), left_behind(_database(given), folder)
    failpoint = find_failpoint(environ)
    if config and not isinstance(token, Mistake) and not isinstance(failpoint, Mistake):
        placed = {"folder": folder, "database": folder / config.database, "token": token, "failpoint": failpoint}
        config = config.model_copy(update=placed)
    findings = [*refused, *([(("database",), *moved)] if moved else []), *_source_findings(given.values), *findings]
    mistakes = [given.mistake(*finding) for finding in findings] + given.mistakes
    mistakes += [each for each in (token, failpoint) if isinstance(each, Mistake)]
    first = {(mistake.path, mistake.line): mistake for mistake in reversed(mistakes)}
    in_order = sorted(first.values(), key=lambda mistake: (mistake.line or 0, mistakes.index(mistake)))
    variables = tuple(place for place in given.places.values() if isinstance(place, str))
    return Report(config, tuple(in_order), tuple(given.renamed), variables)


def _database(given: Document) -> Path:
    return expanded(str(given.values.get("database") or DEFAULT_DATABASE))


def _validated(values: Mapping[str, Any]) -> tuple[Config | None, list[Finding]]:
    try:
        return Config.model_construct(**dict(Settings.model_validate(values))), []
    except ValidationError as error:
        return None, [(found["loc"], *problem_and_cure(found)) for found in error.errors(include_url=False)]


def _source_findings(values: Mapping[str, Any]) -> Iterator[Finding]:
    """Check each source, valid or not, against the others, the catalog, and its kind."""
    listed = values.get("sources") if isinstance(values.get("sources"), tuple | list) else ()
    given = [source if isinstance(source, dict) else {} for source in listed or ()]
    shipped = {str(source.id): source for source in shipped_catalog().all} if given else {}
    alone = catalog_choice(values.get("catalog") or "none") == "none"
    ids = [str(source.get("id") or "") for source in given]
    for at, (name, source) in enumerate(zip(ids, given, strict=True)):
        known = None if alone and source.get("url") else shipped.get(name)
        kind, mapping = source.get("kind") or (known.kind if known else "rss"), source.get("mapping")
        here: Location = ("sources", at)
        if name and (first := ids.index(name)) != at:
            yield (*here, "id"), f"is also the ID of sources[{first}].", "Give each source an ID of its own."
        if name and not source.get("url") and not known:
            near = "".join(f", or id: {like}" for like in get_close_matches(name, shipped, 1))
            problem = "is missing, and the catalog has no source with this ID."
            yield (*here, "url"), problem, f"Write url: https://… under it{near}."
        here = (*here, "mapping")
        if mapping and kind not in ("json", "page"):
            yield here, f"has no use for a source of kind {kind}.", "Remove it, or write kind: json or kind: page."
        elif kind in ("json", "page") and not mapping and not (known and known.mapping.items):
            problem = f"is missing: a source of kind {kind} does not say where its items are."
            yield here, problem, "Write mapping:, and items: and title: under it."
        elif kind == "json" and isinstance(mapping, dict) and not mapping.get("title"):
            yield (*here, "title"), "is missing.", "Write title: and the name under which an item has its title."
