"""pydantic's errors -> the problem and its cure in plain words."""

from __future__ import annotations

import ipaddress
import json
import re
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from bot.config.mistakes import TOKEN_VARIABLE, Location, path_of
from bot.config.settings import KEYS
from bot.config.values import REFUSED, either, shown


def problem_and_cure(error: ErrorDetails) -> tuple[str, str]:
    """Return the problem and its cure as sentences; never a token's value."""
    location, given, context = error["loc"], error["input"], error.get("ctx", {})
    if str(location[-1]).lower().endswith("token"):
        # Leave the value out: it may be the secret itself.
        cure = f"Remove it, and set {TOKEN_VARIABLE} in the environment or in .env."
        return "does not belong in this file.", cure
    match error["type"].removesuffix("_type"):
        case t if t == REFUSED:
            return context["problem"], context["cure"]
        case "missing":
            return "is missing.", f"Write {location[-1]}: and its value here."
        case "extra_forbidden":
            return "is not a key here.", _instead(location)
        case "literal_error" | "enum":
            return f"{shown(given)} is not a choice here.", f"Write {context['expected'].replace(chr(39), '')}."
        case "greater_than_equal":
            small = "short" if isinstance(given, timedelta) else "small"
            return f"{shown(given)} is too {small}.", f"Write {_bound(context['ge'])} or more."
        case "less_than_equal":
            large = "long" if isinstance(given, timedelta) else "large"
            return f"{shown(given)} is too {large}.", f"Write {_bound(context['le'])} or less."
        case "int" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return f"{shown(given)} is not a whole number.", "Write digits only."
        case "bool" | "bool_parsing":
            return f"{shown(given)} is not true or false.", "Write true or false."
        case "string" | "path":
            return f"{shown(given)} is not a single value.", "Write one text after the colon."
        case "tuple":
            return f"{shown(given)} is not a list.", _as_list(given)
        case "model":
            return f"{shown(given)} is not a group of keys.", f"Its keys are {', '.join(KEYS[_shape(location)])}."
        case "ip_any_network":
            return f"{shown(given)} is not a network.", f"Write {_network(str(given))}."
    return f"{shown(given)} does not belong here.", "See the comments of the shipped config.yaml."


def _instead(location: Location) -> str:
    key, around = str(location[-1]), KEYS[_shape(location[:-1])]
    if homes := [where for where, known in KEYS.items() if key in known]:
        return f"It belongs {either(f'under {home}' if home else 'at the top' for home in homes)}."
    near = get_close_matches(key.lower(), around, 1)
    return f"Did you mean {near[0]}?" if near else f"The keys here are {', '.join(around)}."


def _shape(location: Location) -> str:
    return path_of(tuple("[]" if isinstance(part, int) else part for part in location)).replace(".[]", "[]")


def _bound(bound: Any) -> str:
    """Write pydantic's ``10 minutes`` as the file does, ``10m``."""
    return re.sub(r" (\w)\w*", r"\1", str(bound))


def _as_list(given: Any) -> str:
    if isinstance(given, dict):
        return "Begin each entry with a dash, on a line of its own."
    if not given or str(given).startswith("["):
        return 'Write a list, like [1, 2] or ["a", "b"].'
    parts = [part.strip() for part in str(given).split(",")]
    return f"Write [{', '.join(part if re.fullmatch('-?[0-9]+', part) else json.dumps(part) for part in parts)}]."


def _network(given: str) -> str:
    """Return the network of an address with host bits, or examples."""
    try:
        return str(ipaddress.ip_network(given, strict=False))
    except ValueError:
        return "127.0.0.0/8" if given == "localhost" else "it like 10.0.0.0/8 or 192.168.1.20"
