"""``TRADEWATCH_`` variables -> values by section, and mistakes in the names of variables."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from bot.config.document import RENAMED, Document
from bot.config.mistakes import FAILPOINT_VARIABLE, PREFIX, TOKEN_VARIABLE, Mistake, path_of
from bot.config.settings import Settings, known_keys
from watchers.failpoints import Failpoint


def read_environment(environ: Mapping[str, str]) -> Document:
    """Read every setting of the environment; an empty variable counts as not set."""
    known = {_variable(key): key for key in known_keys() if "[]" not in key}
    old = {_variable(key): new for key, new in RENAMED.items()}
    found = Document()
    for name in sorted(name for name, value in environ.items() if name.startswith(PREFIX) and value):
        if name not in known and name not in old:
            found.mistakes.append(Mistake(name, None, "is not a setting.", _instead(name, known)))
            continue
        key = known.get(name) or old[name]
        location = tuple(key.split("."))
        if both := found.places.get(location):
            found.mistakes.append(Mistake(name, None, f"is set, and so is {both}.", "Set only one of them."))
        if name in old:
            note = Mistake(name, None, f"is now named {_variable(key)}.", "The old name still works.")
            found.renamed.append(note)
        found.places[location] = name
    given = {_variable(path_of(at)).lower(): environ[str(name)] for at, name in found.places.items()}
    found.values.update(_Source(given)())
    return found


def find_failpoint(environ: Mapping[str, str]) -> Failpoint | Mistake | None:
    """Return the point at which a test wants the process to end."""
    name = environ.get(FAILPOINT_VARIABLE, "")
    try:
        return Failpoint(name) if name else None
    except ValueError:
        cure = f"Unset it; in a test, set one of {', '.join(Failpoint)}."
        return Mistake(FAILPOINT_VARIABLE, None, f'"{name}" is not a failpoint.', cure)


def _variable(key: str) -> str:
    """Return a key's variable: ``polling.every`` -> ``TRADEWATCH_POLLING__EVERY``."""
    return PREFIX + key.upper().replace(".", "__")


def _instead(name: str, known: Mapping[str, str]) -> str:
    if "TOKEN" in name:
        return f"Set {TOKEN_VARIABLE}."
    names = [each.removeprefix(PREFIX) for each in known]  # which all names share
    near = get_close_matches(name.removeprefix(PREFIX), names, 1)
    return f"Did you mean {PREFIX}{near[0]}?" if near else "Unset it, or see the table of settings."


class _Variables(Settings, BaseSettings):
    """The settings as pydantic-settings looks for them; only its source is used, never an instance."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__")


class _Source(EnvSettingsSource):
    """The values of the given variables, named in lower case; validation refuses JSON that cannot be read."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(_Variables)
        self.env_vars = given

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value
