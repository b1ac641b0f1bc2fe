"""The file, the environment and the settings put together; names every mistake at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.config.disk import DEFAULT_DATABASE, DEFAULT_FILE, left_behind, unusable
from bot.config.document import Document, open_document
from bot.config.mistakes import TOKEN_VARIABLE, ConfigError, Mistake, path_of
from bot.config.secret import find_token
from bot.config.settings import NOT_IN_THE_FILE, Config, GivenMapping, GivenSource, shipped_catalogue
from bot.config.values import Token
from bot.config.words import mistake_of

_MAPPED = ("json", "page")
"""Kinds of sources that need a mapping."""


def load(path: Path | None, environ: Mapping[str, str] | None = None) -> Config:
    """Return the configuration of file and environment.

    Args:
        path: The config file; None: the shipped settings, as of an empty file in the working folder.
        environ: The process's own environment where none is given.

    Raises:
        ConfigError: With all that is wrong. Whether the database's place will do is not looked at; see ``examine``.

    """
    _, config, found = _read(path, environ)
    if config is None or found:
        raise ConfigError(path or DEFAULT_FILE, found)
    return config


def examine(path: Path | None, environ: Mapping[str, str] | None = None) -> tuple[Config | None, tuple[Mistake, ...]]:
    """The Config, or None, and all that is wrong: as ``load``, and whether the database's place will do.

    Raises ConfigError where the file cannot be read at all.
    """
    document, config, found = _read(path, environ)
    return config, _in_order((*found, *_database_mistakes(document, _folder_of(path))))


def known_keys() -> tuple[str, ...]:
    """Every key that the file may have, dotted: ``telegram.base_url``, ``database``, ``sources[].id``."""
    return tuple(
        f"{where}.{key}" if where else key for where, known in _keys().items() for key in known if key not in _keys()
    )


def _read(path: Path | None, environ: Mapping[str, str] | None) -> tuple[Document, Config | None, tuple[Mistake, ...]]:
    document, folder = open_document(path), _folder_of(path)
    token = find_token(os.environ if environ is None else environ, folder)  # noqa: TID251 - the one place that may
    config, refused = _validated(document)
    found = (
        *refused,
        *(_left_behind(config, document, folder) if config else ()),
        *document.mistakes,
        *_twice(document),
        *_without_url(document),
        *_mapping_mistakes(document),
        *_token_mistakes(token),
    )
    if config:
        placed = {"folder": folder, "database": folder / config.database}
        config = config.model_copy(update=placed | {"token": token if token.reveal() else None})
    return document, config, _in_order(found)


def _validated(document: Document) -> tuple[Config | None, tuple[Mistake, ...]]:
    try:
        return Config.model_validate(document.values), ()
    except ValidationError as error:
        known = _keys()
        return None, tuple(mistake_of(finding, document, known) for finding in error.errors(include_url=False))


def _twice(document: Document) -> Iterator[Mistake]:
    lines: dict[str, int | None] = {}
    for at, given in _given_sources(document):
        here = ("sources", at, "id")
        name, line = given.get("id"), document.line(here)
        if not isinstance(name, str):
            continue
        if name in lines:
            problem = f"is the id of line {lines[name]} too."
            yield Mistake(path_of(here), line, problem, "Give each source an id of its own.")
        lines.setdefault(name, line)


def _without_url(document: Document) -> Iterator[Mistake]:
    given = _given_sources(document)
    bare = [(at, str(source["id"])) for at, source in given if source.get("id") and not source.get("url")]
    known = [source.id for source in shipped_catalogue().all] if bare else []
    for at, name in bare:
        if name not in known:
            here = ("sources", at, "url")
            problem = "is missing, and the catalogue has no source of this id."
            yield Mistake(path_of(here), document.line(here), problem, _cure_without_url(name, known))


def _cure_without_url(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, 1)
    return "Write url: https://… under it" + (f", or id: {near[0]}." if near else ".")


def _mapping_mistakes(document: Document) -> Iterator[Mistake]:
    """Lists in JSON or HTML need a mapping, with a title in JSON, and nothing else has a use for one."""
    given = list(_given_sources(document))
    shipped = {str(source.id): source for source in shipped_catalogue().all} if given else {}
    for at, source in given:
        own = source.get("url") and document.values.get("catalogue") not in ("default", "all")
        known = None if own else shipped.get(str(source.get("id")))
        kind = source.get("kind") or (known.kind.value if known else "rss")
        mapping = source.get("mapping")
        here = ("sources", at, "mapping")
        if kind in _MAPPED and not mapping and not (known and known.mapping.items):
            problem = f"is missing: a source of kind {kind} says nothing of where its items are."
            yield Mistake(
                path_of(here), document.line(here), problem, "Write mapping:, and items: and title: under it."
            )
        elif kind == "json" and isinstance(mapping, dict) and not mapping.get("title"):
            where = (*here, "title")
            cure = "Write title: and the name under which an item has its title."
            yield Mistake(path_of(where), document.line(where), "is missing.", cure)
        elif mapping and kind not in _MAPPED:
            problem = f"has no use for a source of kind {kind}."
            yield Mistake(
                path_of(here), document.line(here), problem, "Take it out, or write kind: json or kind: page."
            )


def _given_sources(document: Document) -> Iterator[tuple[int, dict[str, Any]]]:
    listed = document.values.get("sources")
    for at, given in enumerate(listed if isinstance(listed, tuple) else ()):
        if isinstance(given, dict):
            yield at, given


def _token_mistakes(token: Token) -> Iterator[Mistake]:
    # No more than what would break the request's path: whether a token is good, only Telegram knows.
    if re.search(r"[^!-~]|[/?#%]", token.reveal()):
        cure = "Copy it again from @BotFather: digits, a colon, 35 signs."
        yield Mistake(TOKEN_VARIABLE, None, "It has a sign in it that no token has.", cure)


def _folder_of(path: Path | None) -> Path:
    """The folder where relative paths begin."""
    return (path or DEFAULT_FILE).parent


def _left_behind(config: Config, document: Document, folder: Path) -> Iterator[Mistake]:
    if moved := left_behind(config.database, folder):
        yield Mistake("database", document.line(("database",)), *moved)


def _database_mistakes(document: Document, folder: Path) -> Iterator[Mistake]:
    given = document.values.get("database") or str(DEFAULT_DATABASE)
    if isinstance(given, str) and (why := unusable(folder / Path(given).expanduser(), folder)):
        yield Mistake("database", document.line(("database",)), *why)


def _in_order(found: tuple[Mistake, ...]) -> tuple[Mistake, ...]:
    """By line, and one for each place: what comes first in ``found`` tells the cause."""
    causes: dict[tuple[str, int | None], Mistake] = {}
    for mistake in found:
        causes.setdefault((mistake.path, mistake.line), mistake)
    return tuple(sorted(causes.values(), key=lambda mistake: mistake.line or 0))


def _keys() -> dict[str, tuple[str, ...]]:
    """The known keys by where they stand: "" for the top of the file, ``polling``, ``sources[]``."""
    sections = {name: field.annotation for name, field in Config.model_fields.items()}
    shapes = {"": Config, **sections, "sources[]": GivenSource, "sources[].mapping": GivenMapping}
    return {
        where: tuple(key for key in shape.model_fields if key not in NOT_IN_THE_FILE)
        for where, shape in shapes.items()
        if isinstance(shape, type) and issubclass(shape, BaseModel)
    }
