"""Load a JSON value from bytes, and find the values at a path in it.

A number stays as written, since an ID of twenty digits is a name, and a number of five thousand digits is
not a reason to reject a document.
"""

from __future__ import annotations

import json
from typing import Final

from watchers.errors import ParseError, ParseProblem
from watchers.feeds.decoding import decode, scrub

Value = None | bool | str | list["Value"] | dict[str, "Value"]
"""Numbers are strings."""

MAX_VALUES: Final = 10_000
"""At one path."""


def load(body: bytes, content_type: str) -> Value:
    """Return the document's value. Raises ParseError if it is not JSON."""
    if not body.strip():
        raise ParseError(ParseProblem.EMPTY)
    text = decode(body, content_type).strip()
    if text.startswith("<"):
        if any(root in text[:2_000].lower() for root in ("<rss", "<feed", "<rdf:rdf")):
            raise ParseError(ParseProblem.NOT_JSON, "it is a feed in XML: its kind is rss")
        raise ParseError(ParseProblem.HTML, "a web page came in place of JSON")
    try:
        value: Value = json.loads(text, strict=False, parse_int=str, parse_float=str, parse_constant=str)
    except ValueError as error:
        raise ParseError(ParseProblem.NOT_JSON, str(error)[:200]) from error
    except RecursionError as error:
        raise ParseError(ParseProblem.NOT_JSON, "it is nested too deeply") from error
    return value


def within(document: Value, path: str) -> str:
    """Return the text at a path, which holds another document. Raises ParseError if there is none."""
    found = next((each for each in reach(document, path) or () if isinstance(each, str)), None)
    if found is None:
        raise ParseError(ParseProblem.NO_ITEMS, f"nothing is at mapping.within: {path}")
    return found


def text(value: object) -> str:
    """Return a string or number as clean text; "" for anything else."""
    return scrub(value).strip() if isinstance(value, str) else ""


def member(value: Value, name: str) -> Value:
    """Return an object's value under a name; None if it is not an object or has no such name."""
    return value.get(name) if isinstance(value, dict) else None


def text_at(value: Value, name: str) -> str:
    """Return an object's text under a name; "" if there is none."""
    return text(member(value, name))


def members(value: Value, name: str) -> list[Value]:
    """Return an object's list under a name; an empty one if there is none."""
    found = member(value, name)
    return found if isinstance(found, list) else []


def reach(value: Value, path: str) -> list[Value] | None:
    """Return the values at a path, a list as its elements; None if there are none.

    A path is names separated by dots; ``.`` is the value itself. A number is an index in a list, from 0; any
    other name applies to each element of a list: ``hsCodes.code``.
    """
    reached = [value]
    for name in path.split(".") if path.strip(".") else ():
        reached = [inner for outer in reached for inner in _inside(outer, name)][:MAX_VALUES]
    if not reached:
        return None
    return [inner for each in reached for inner in (each if isinstance(each, list) else [each])][:MAX_VALUES]


def _inside(value: Value, name: str) -> list[Value]:
    if isinstance(value, list):
        if name.isdecimal() and len(name) < 6:
            return value[int(name) : int(name) + 1]
        return [each[name] for each in value if isinstance(each, dict) and name in each]
    return [value[name]] if isinstance(value, dict) and name in value else []
