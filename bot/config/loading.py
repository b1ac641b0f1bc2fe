"""Combine the file and the environment, validate them, and report every mistake at once in plain words."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import EnvSettingsSource

from bot.config import document
from bot.config.document import PREFIX, TOKEN_VARIABLE, ConfigError, Location, Mistake, RawSettings
from bot.config.settings import KEYS, Config, Settings, known_keys, shipped_catalog
from bot.config.values import REFUSED, catalog_choice, shown
from watchers.model import SourceKind, TextUse
from watchers.store.failpoints import Failpoint

_MAPPED = tuple(kind.value for kind in SourceKind if kind.is_mapped)


@dataclass(frozen=True, slots=True)
class ConfigReport:
    """What ``check`` finds."""

    config: Config | None
    """None if a setting does not fit its type."""
    mistakes: tuple[Mistake, ...]
    """One for each place."""
    disk: tuple[Mistake, ...]
    """Why no database can be kept where it is configured."""
    renamed: tuple[Mistake, ...]
    """Settings under their old names, which still work."""
    variables: tuple[str, ...]
    """The environment variables that give settings."""


def load(path: Path | None, environ: Mapping[str, str] | None = None) -> Config:
    """Return the configuration from the file and the environment.

    Args:
        path: The config file; None reads none, and relative paths start at the working folder.
        environ: The environment; None is that of this process.

    Raises:
        ConfigError: With every mistake. Whether the database can be kept where it is configured is not checked.

    """
    report = examine(path, environ)
    if report.config is None or report.mistakes:
        raise ConfigError(path or document.DEFAULT_FILE, report.mistakes)
    return report.config


def examine(path: Path | None, environ: Mapping[str, str] | None = None) -> ConfigReport:
    """Return everything that can be said about the settings. Raise ConfigError if the file cannot be read at all."""
    variables = os.environ if environ is None else environ  # noqa: TID251 - the environment of the process
    given = document.open_document(document.file_to_read(path, variables))
    _add_environment(given, variables)
    if given.values.get("sources") is not None and given.values.get("catalog") is None:
        given.values["catalog"] = "none"
    folder, database = (path or document.DEFAULT_FILE).parent, document.expanded(given.values.get("database"))
    settings, mistakes = None, []
    try:
        settings = Settings.model_validate(given.values)
    except ValidationError as error:
        mistakes = [given.mistake(found["loc"], _in_words(found)) for found in error.errors(include_url=False)]
    if moved := document.moved_database(database, folder):
        mistakes.append(given.mistake(("database",), moved))
    mistakes += [given.mistake(at, text) for at, text in (*_wrong_web(given.values), *_wrong_sources(given.values))]
    mistakes += given.mistakes
    token = _find_token(variables, folder, mistakes)
    failpoint = _find_failpoint(variables, mistakes)
    first = {(mistake.path, mistake.line): mistake for mistake in reversed(mistakes)}
    config = None
    if settings:
        placed = {"folder": folder, "database": folder / settings.database, "token": token, "failpoint": failpoint}
        config = Config.model_construct(**dict(settings) | placed)
    unusable = document.unusable(folder / database, folder)
    disk = (given.mistake(("database",), unusable),) if unusable else ()
    variables_used = tuple(given.variables.values())
    return ConfigReport(config, tuple(reversed(first.values())), disk, tuple(given.renamed), variables_used)


def _wrong_web(values: Mapping[str, Any]) -> Iterator[tuple[Location, str]]:
    """Check what the webhook and the status page need of the HTTP port."""
    telegram, web = (found if isinstance(found := values.get(name), dict) else {} for name in ("telegram", "web"))
    if telegram.get("mode") == "webhook":
        if not telegram.get("webhook_url"):
            cure = "Write webhook_url: and the public https address of the webhook."
            yield ("telegram", "webhook_url"), f"is missing: mode webhook needs it. {cure}"
        if not web.get("port"):
            yield ("web", "port"), "is missing: mode webhook needs it. Write port: 8080 under web:."
    if web.get("operator_secret") and web.get("operator_secret") == web.get("subscriber_secret"):
        yield ("web", "subscriber_secret"), "is the same as operator_secret. Give each page its own secret."


def _wrong_sources(values: Mapping[str, Any]) -> Iterator[tuple[Location, str]]:
    """Check each source, valid or not, against the others, the catalog, and its kind."""
    listed = values.get("sources") if isinstance(values.get("sources"), tuple | list) else ()
    given = [source if isinstance(source, dict) else {} for source in listed or ()]
    shipped = {str(source.id): source for source in shipped_catalog().all} if given else {}
    alone = catalog_choice(values.get("catalog")) == "none"
    ids = [str(source.get("id") or "") for source in given]
    for at, (name, source) in enumerate(zip(ids, given, strict=True)):
        known = None if alone and source.get("url") else shipped.get(name)
        kind, mapping = source.get("kind") or (known.kind if known else "rss"), source.get("mapping")
        here: Location = ("sources", at)
        if name and (first := ids.index(name)) != at:
            yield (*here, "id"), f"is also the ID of sources[{first}]. Give each source a different ID."
        if name and not source.get("url") and not known:
            near = "".join(f", or id: {like}" for like in get_close_matches(name, shipped, 1))
            problem = "is missing, and the catalog has no source with this ID."
            yield (*here, "url"), f"{problem} Write url: https://… under it{near}."
        if source.get("pages") is True and (source.get("text") or (known.text if known else "")) == TextUse.HEADLINE:
            yield (*here, "pages"), "is not used: the terms of this source allow the headline only. Remove pages:."
        here = (*here, "mapping")
        if mapping and kind not in _MAPPED:
            yield (
                here,
                f"is not used by a source of kind {kind}. Remove it, or write one of the kinds {', '.join(_MAPPED)}.",
            )
        elif kind in _MAPPED and not mapping and not (known and known.mapping.items):
            problem = f"is missing: a source of kind {kind} does not say where its items are."
            yield here, f"{problem} Write mapping:, and items: and title: under it."
        elif kind in _MAPPED and kind != "page" and isinstance(mapping, dict) and not mapping.get("title"):
            yield (*here, "title"), "is missing. Write title: and the name under which an item has its title."


# ---- the environment -------------------------------------------------------------------------------


class _Source(EnvSettingsSource):
    """The values of the given variables, named in lower case; validation refuses JSON that cannot be read."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(Settings, env_prefix=PREFIX, env_nested_delimiter="__")  # type: ignore[arg-type]  # reads fields
        self.env_vars = given

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


def _add_environment(given: RawSettings, environ: Mapping[str, str]) -> None:
    """Add every setting of the environment, which wins over the file; an empty variable counts as not set."""
    known = {_variable(key): key for key in known_keys() if "[]" not in key}
    old = {_variable(key): new for key, new in document.RENAMED.items()}
    for name in sorted(name for name, value in environ.items() if name.startswith(PREFIX) and value):
        key = known.get(name) or old.get(name)
        if key is None:
            given.mistakes.append(Mistake(name, None, f"is not a setting. {_similar_variable(name, known)}"))
            continue
        location = tuple(key.split("."))
        if both := given.variables.get(location):
            given.mistakes.append(Mistake(name, None, f"is set, and so is {both}. Set only one of them."))
        if name in old:
            given.renamed.append(Mistake(name, None, f"is now named {_variable(key)}. The old name still works."))
        given.variables[location] = name
    source = _Source({_variable(".".join(map(str, at))).lower(): environ[name] for at, name in given.variables.items()})
    for name, value in source().items():
        of_file = given.values.get(name)
        if isinstance(value, dict) and of_file is not None:
            value = of_file | value if isinstance(of_file, dict) else of_file
        given.values[name] = value


def _variable(key: str) -> str:
    """Return a key's variable: ``polling.every`` -> ``TRADEWATCH_POLLING__EVERY``."""
    return PREFIX + key.upper().replace(".", "__")


def _similar_variable(name: str, known: Mapping[str, str]) -> str:
    if "TOKEN" in name:
        return f"Set {TOKEN_VARIABLE}."
    names = [each.removeprefix(PREFIX) for each in known]  # which all names share
    near = get_close_matches(name.removeprefix(PREFIX), names, 1)
    return f"Did you mean {PREFIX}{near[0]}?" if near else "Unset it, or see the table of settings."


def _find_token(environ: Mapping[str, str], folder: Path, mistakes: list[Mistake]) -> SecretStr | None:
    """Return the token from the environment, from the file that it names, or from .env beside the config file.

    Only this one variable of .env is read, and a mistake never repeats the token.
    Raise ConfigError if .env is needed and cannot be read.
    """
    token, file = environ.get(TOKEN_VARIABLE, "").strip(), environ.get(document.TOKEN_FILE_VARIABLE, "")
    problem = ""
    if token and file:
        problem = f"is set, and so is {TOKEN_VARIABLE}. Set only one of them."
    elif file:
        try:
            token = Path(file).read_text("utf-8").strip()
            problem = "" if token else "names an empty file. Write the token into it."
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "it is not text"
            problem = f"names a file that cannot be read: {why}. Name a file with the token that this user can read."
    elif not token and (env_file := folder / document.ENV_FILE).is_file():
        env = dotenv_values(stream=StringIO(document.text_of(env_file)), interpolate=False)
        token = (env.get(TOKEN_VARIABLE) or "").strip()
    # Refuse only what would break the request's path: whether a token is valid, only Telegram knows.
    if not problem and re.search(r"[^!-~]|[/?#%]", token):
        problem = "has a character that no token has. Copy it again from @BotFather: digits, a colon, 35 characters."
    if problem:
        mistakes.append(Mistake(document.TOKEN_FILE_VARIABLE if file else TOKEN_VARIABLE, None, problem))
    return SecretStr(token) if token else None


def _find_failpoint(environ: Mapping[str, str], mistakes: list[Mistake]) -> Failpoint | None:
    """Return the point at which a test wants the process to end."""
    name = environ.get(document.FAILPOINT_VARIABLE, "")
    try:
        return Failpoint(name) if name else None
    except ValueError:
        text = f'"{name}" is not a failpoint. Unset it; in a test, set one of {", ".join(Failpoint)}.'
        mistakes.append(Mistake(document.FAILPOINT_VARIABLE, None, text))
        return None


# ---- pydantic's errors in plain words --------------------------------------------------------------


def _in_words(error: ErrorDetails) -> str:
    """Return the problem and its correction as sentences; never a token's value."""
    location, given = error["loc"], error["input"]
    kind = error["type"].removesuffix("_type").removesuffix("_parsing")
    if str(location[-1]).lower().endswith("token"):
        # Leave the value out: it may be the secret itself.
        return f"does not belong in this file. Remove it, and set {TOKEN_VARIABLE} in the environment or in .env."
    match kind:
        case t if t == REFUSED:
            return error["msg"]
        case "missing":
            return f"is missing. Write {location[-1]}: and its value here."
        case "extra_forbidden":
            return f"is not a known key. {_similar_key(location)}"
        case "tuple":
            return f"{shown(given)} is not a list. {_as_list(given)}"
        case "model":
            return f"{shown(given)} is not a group of keys. Its keys are {', '.join(KEYS[_shape(location)])}."
    text = _TEXTS.get(kind, "does not belong here. See the comments of the shipped config.yaml.")
    return f"{shown(given)} {text.format_map(error.get('ctx', {})).replace(chr(39), '')}"


_CHOICE, _NUMBER = "is not an option here. Write {expected}.", "is not a whole number. Write digits only."
_TEXTS: Mapping[str, str] = {
    "literal_error": _CHOICE,
    "enum": _CHOICE,
    "greater_than_equal": "is too small. Write {ge} or more.",
    "less_than_equal": "is too large. Write {le} or less.",
    "int": _NUMBER,
    "int_from_float": _NUMBER,
    "int_parsing_size": _NUMBER,
    "bool": "is not true or false. Write true or false.",
    "string": "is not a single value. Write one text after the colon.",
    "path": "is not a single value. Write one text after the colon.",
}
"""By the type of pydantic's error: the text after the value, with fields of the error's context."""


def _similar_key(location: Location) -> str:
    key, around = str(location[-1]), KEYS[_shape(location[:-1])]
    if homes := [f"under {home}" if home else "at the top" for home, known in KEYS.items() if key in known]:
        return f"It belongs {' or '.join(homes)}."
    near = get_close_matches(key.lower(), around, 1)
    return f"Did you mean {near[0]}?" if near else f"The keys here are {', '.join(around)}."


def _shape(location: Location) -> str:
    return document.path_of(tuple("[]" if isinstance(part, int) else part for part in location)).replace(".[]", "[]")


def _as_list(given: Any) -> str:
    if isinstance(given, dict):
        return "Write each entry in a separate line that begins with a dash."
    if not given or str(given).startswith("["):
        return 'Write a list, like [1, 2] or ["a", "b"].'
    parts = [part.strip() for part in str(given).split(",")]
    return f"Write [{', '.join(part if re.fullmatch('-?[0-9]+', part) else json.dumps(part) for part in parts)}]."
