"""What pydantic found -> Mistakes in our own words, with the line of the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from bot.config.document import Document
from bot.config.mistakes import TOKEN_VARIABLE, Location, Mistake, path_of
from bot.config.values import REFUSED, either

Keys = Mapping[str, tuple[str, ...]]
"""The known keys by where they stand: "" for the top of the file, ``polling``, ``sources[]``."""


def mistake_of(error: ErrorDetails, document: Document, keys: Keys) -> Mistake:
    location = error["loc"]
    problem, cure = _said(error, document.written(location), keys)
    return Mistake(path_of(location), document.line(location), problem, cure)


def _said(error: ErrorDetails, written: str, keys: Keys) -> tuple[str, str]:
    location = error["loc"]
    if location and str(location[-1]).lower().endswith("token"):
        # Without the value: it may be the secret itself.
        return (
            "does not belong in this file.",
            f"Take it out, and set {TOKEN_VARIABLE} in the environment or in .env.",
        )
    match error["type"]:
        case t if t == REFUSED:
            return _filled(error["ctx"], error["input"], written)
        case "missing":
            return "is missing.", f"Write {location[-1]}: and its value here."
        case "extra_forbidden":
            return "is no key here.", _instead(location, keys)
        case "literal_error":
            return f"{_found(error['input'], written)} is no choice here.", _among(error["ctx"]["expected"])
        case "tuple_type":
            return f"{_found(error['input'], written)} stands where a list belongs.", _as_list(written)
        case "model_type":
            known = ", ".join(keys[_shape(location)])
            return f"{_found(error['input'], written)} stands where keys belong.", f"They are {known}."
    return (
        f"{_found(error['input'], written)} does not belong here.",
        "See the comments of the shipped config.yaml.",
    )


def _filled(refusal: Mapping[str, Any], value: object, written: str) -> tuple[str, str]:
    found = _found(value, written)

    def fill(template: str) -> str:
        return template.replace("{written}", _short(written)).replace("{found}", found)

    return fill(refusal["problem"]), fill(refusal["cure"])


def _found(value: object, written: str) -> str:
    match value:
        case str():
            return json.dumps(_short(value), ensure_ascii=False)
        case tuple():
            return "A list"
        case dict():
            return "A group of keys"
    return _short(written) or "Nothing"


def _short(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:79]}…"


def _instead(location: Location, keys: Keys) -> str:
    key, around = str(location[-1]), _shape(location[:-1])
    if homes := [where for where, known in keys.items() if key in known]:
        return f"It belongs {either(f'under {home}' if home else 'at the top' for home in homes)}."
    if near := get_close_matches(key.lower(), keys[around], 1):
        return f"Did you mean {near[0]}?"
    return f"Known here are {', '.join(keys[around])}."


def _among(expected: str) -> str:
    """pydantic's ``'auto', 'text' or 'json'``, without the quotes."""
    return f"Write {expected.replace(chr(39), '')}."


def _as_list(written: str) -> str:
    return f"Write [{_short(written)}]." if written else "Write each on a line of its own, after a dash."


def _shape(location: Location) -> str:
    return path_of(tuple("[]" if isinstance(part, int) else part for part in location)).replace(".[]", "[]")
