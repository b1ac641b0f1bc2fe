"""What a call to the Bot API may look like: the parameters of each method and their types."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Parameters = dict[str, Any]


class CallError(Exception):
    """A call that the Bot API answers with ``ok: false``; the description is Telegram's."""

    def __init__(self, status: int, description: str, *, breaks_rules: bool = False) -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.breaks_rules = breaks_rules
        """Whether no correct client makes such a call, whatever the state of the chat."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    file_name: str
    content: bytes


class Schema:
    """The methods and objects of bot_api_methods.json."""

    def __init__(self) -> None:
        written = Path(__file__).with_name("bot_api_methods.json").read_text(encoding="utf-8")
        shapes = json.loads(written)
        self._methods: dict[str, Any] = shapes["methods"]
        self._objects: dict[str, Any] = shapes["objects"]
        self._unions: dict[str, list[str]] = shapes["unions"]

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(self._methods)

    def check(self, method: str, given: Mapping[str, Any]) -> Parameters:
        """The parameters with their types; strings, as forms carry them, are read first.

        Raises CallError with the name of the parameter that is unknown, missing or of a wrong type.
        """
        if method not in self._methods:
            raise CallError(404, "Not Found: method not found", breaks_rules=True)
        known = self._methods[method]
        read = {name: _read(value, known[name]["types"]) if name in known else value for name, value in given.items()}
        self._check_fields(known, read, f"{method}:")
        return read

    def _check_fields(self, known: dict[str, Any], given: dict[str, Any], where: str) -> None:
        for name, value in given.items():
            if name not in known:
                raise _broken(f"{where} unknown parameter {name!r}")
            self._check_any(known[name], value, f"{where} {name}")
        for name, shape in known.items():
            if shape["required"] and name not in given:
                raise _broken(f"{where} parameter {name!r} is missing")

    def _check_any(self, shape: dict[str, Any], value: Any, where: str) -> None:
        """The value has one of the types; otherwise the complaint that reaches deepest is raised."""
        if value != shape.get("value", value):
            raise _broken(f"{where} must be {shape['value']!r}")
        complaints = []
        for name in shape["types"]:
            try:
                self._check_type(name, value, where)
            except CallError as complaint:
                complaints.append(complaint)
            else:
                return
        if all(complaint.description.endswith(_WRONG_TYPE) for complaint in complaints):
            raise _broken(f"{where} ({' or '.join(shape['types'])}) {_WRONG_TYPE}")
        raise max(complaints, key=lambda complaint: len(complaint.description))

    def _check_type(self, name: str, value: Any, where: str) -> None:
        if name.startswith("Array of ") and isinstance(value, list):
            for position, element in enumerate(value):
                self._check_type(name.removeprefix("Array of "), element, f"{where}[{position}]")
        elif name in self._unions:
            self._check_any({"types": self._of_that_kind(self._unions[name], value)}, value, where)
        elif name in self._objects and isinstance(value, dict):
            self._check_fields(self._objects[name], value, f"{where} >")
        elif not _is_simple(name, value):
            raise _broken(f"{where} ({name}) {_WRONG_TYPE}")

    def _of_that_kind(self, names: list[str], value: Any) -> list[str]:
        """The objects of a union whose ``type`` the value bears, or all where it bears none of theirs."""
        kind = value.get("type") if isinstance(value, dict) else None
        return [name for name in names if self._objects[name]["type"].get("value") == kind] or names


_WRONG_TYPE = "has the wrong type"
_SIMPLE: dict[str, type] = {"Integer": int, "String": str, "Boolean": bool, "InputFile": Upload}


def _is_simple(name: str, value: Any) -> bool:
    """A bool is an int in Python, but no Integer of the Bot API."""
    wanted = _SIMPLE.get(name)
    return wanted is not None and isinstance(value, wanted) and (wanted is bool) == isinstance(value, bool)


def _broken(description: str) -> CallError:
    return CallError(400, f"Bad Request: {description}", breaks_rules=True)


def _read(value: Any, types: list[str]) -> Any:
    """What a form field says: forms know strings only, so numbers, booleans and objects come as JSON."""
    if not isinstance(value, str):
        return value
    if "Integer" in types and re.fullmatch(r"-?[0-9]+", value):
        return int(value)
    if "Boolean" in types and value in ("true", "false"):
        return value == "true"
    if "String" in types or "InputFile" in types:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
