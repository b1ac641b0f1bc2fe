"""YAML -> plain values that know their line, and the mistakes that YAML itself lets people make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml.constructor import SafeConstructor

from bot.config.mistakes import ConfigError, Location, Mistake, path_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: its key's line from 1, and the value as written ("" for lists and groups)."""

    line: int
    written: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file's values: str, int, float, bool, tuple and dict; None where nothing is written."""

    values: dict[str, object]
    places: Mapping[Location, Place]
    mistakes: tuple[Mistake, ...]

    def line(self, location: Location) -> int | None:
        """The line of the value, or of the nearest thing around it that is in the file."""
        for end in range(len(location), 0, -1):
            if location[:end] in self.places:
                return self.places[location[:end]].line
        return None

    def written(self, location: Location) -> str:
        place = self.places.get(location)
        return place.written if place else ""


def text_of(path: Path) -> str:
    """Read a text file. Raises ConfigError where it is no file or no UTF-8."""
    try:
        return _decoded(_bytes_of(path))
    except _UnreadableError as unreadable:
        raise ConfigError(path, [unreadable.mistake]) from unreadable


def open_document(path: Path | None) -> Document:
    """Read the file, None: no file. Raises ConfigError where it is no file, no UTF-8 or no YAML."""
    if path is None:
        return Document({}, {}, ())
    try:
        return read(text_of(path))
    except _UnreadableError as unreadable:
        raise ConfigError(path, [unreadable.mistake]) from unreadable
    except RecursionError as error:
        deep = Mistake("", None, "The file is nested too deeply.", "Close the brackets that it opens.")
        raise ConfigError(path, [deep]) from error


def read(text: str) -> Document:
    """The values of one YAML text; an empty text has none."""
    root = _composed(text)
    if root is None or root.tag == _NULL:
        return Document({}, {}, ())
    if not isinstance(root, yaml.MappingNode):
        raise _UnreadableError(_line(root), "This is no list of keys.", "Write key: value, one a line.")
    reading = _Reading()
    return Document(reading.group(root, ()), reading.places, tuple(reading.mistakes))


class _UnreadableError(Exception):
    """Nothing of the file can be used."""

    def __init__(self, line: int | None, problem: str, cure: str) -> None:
        super().__init__(problem)
        self.mistake = Mistake("", line, problem, cure)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _UnreadableError(
            None, "There is no such file.", "The command init writes one; --config names yours."
        ) from error
    except IsADirectoryError as error:
        raise _UnreadableError(None, "This is a folder.", f"Name the file in it: {path / 'config.yaml'}.") from error
    except PermissionError as error:
        raise _UnreadableError(
            None, "This user may not read the file.", f"Run chmod u+r {path} as its owner."
        ) from error
    except OSError as error:
        raise _UnreadableError(None, f"The file cannot be read: {error.strerror}.", "Name another file.") from error


def _decoded(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise _UnreadableError(line, "The file is not UTF-8 from here on.", "Save it again as UTF-8.") from error
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise _UnreadableError(line, f"A control character, code {ord(control[0])}, is in this line.", "Take it out.")
    return text


def _composed(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, text.splitlines()) from error
    except yaml.YAMLError as error:
        raise _UnreadableError(None, "The file is no YAML.", _NEIGHBOURS) from error


def _syntax(error: yaml.MarkedYAMLError, lines: list[str]) -> _UnreadableError:
    mark = error.problem_mark or error.context_mark
    at = mark.line if mark else 0
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())] if at < len(lines) else ""
    if "\t" in indent:
        return _UnreadableError(at + 1, "This line begins with a tab.", "Indent with spaces, two a level.")
    for words, problem, cure in _SYNTAX:
        if words in f"{error.context} {error.problem}":
            opened = error.context_mark.line if error.context_mark and words in _OPENED else at
            return _UnreadableError(opened + 1, problem, cure)
    return _UnreadableError(at + 1, "The YAML cannot be read here.", _NEIGHBOURS)


@dataclass(slots=True)
class _Reading:
    """The walk over the nodes of one file."""

    places: dict[Location, Place] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    nodes: set[int] = field(default_factory=set)

    def group(self, node: yaml.MappingNode, at: Location) -> dict[str, object]:
        values: dict[str, object] = {}
        for key, value in node.value:
            name = self.key(key, values, at)
            if name is None:
                continue
            self.places[(*at, name)] = Place(_line(key), _written(value))
            values[name] = self.value(value, (*at, name))
        return values

    def key(self, node: yaml.Node, known: dict[str, object], at: Location) -> str | None:
        """The key's name; None where it is a mistake."""
        if not isinstance(node, yaml.ScalarNode) or node.tag != _TEXT:
            self.blame(
                at,
                _line(node),
                "A key here is no word.",
                "Write the key as a word, then a colon.",
            )
            return None
        name: str = node.value
        if name in known:
            first = self.places[(*at, name)].line
            self.blame((*at, name), _line(node), f"is given a second time; line {first} has it too.", "Keep one.")
            return None
        return name

    def value(self, node: yaml.Node, at: Location) -> object:
        if not isinstance(node, yaml.MappingNode | yaml.SequenceNode):
            return self.scalar(node, at)
        if id(node) in self.nodes:
            # Refused, since an alias within its own anchor never ends and nested ones grow without bound.
            self.blame(at, self.places[at].line, "is an alias (*) of something above.", "Write it out.")
            return () if isinstance(node, yaml.SequenceNode) else {}
        self.nodes.add(id(node))
        return self.group(node, at) if isinstance(node, yaml.MappingNode) else self.sequence(node, at)

    def sequence(self, node: yaml.SequenceNode, at: Location) -> tuple[object, ...]:
        values: list[object] = []
        for child in node.value:
            here = (*at, len(values))
            self.places[here] = Place(_line(child), _written(child))
            values.append(self.value(child, here))
        return tuple(values)

    def scalar(self, node: yaml.Node, at: Location) -> object:
        written = _written(node)
        if node.tag in _READ_AS_TEXT:
            return written
        try:
            value = _constructed(node)
        except (ValueError, KeyError):
            self.blame(at, _line(node), "has a YAML tag (!) that does not belong here.", "Take the tag out.")
            return written
        if node.tag == _INT and not _DECIMAL.fullmatch(written):
            cure = f'Write {value}, or "{written}" in quotes where text is meant.'
            self.blame(at, _line(node), f"{written} is read by YAML as the number {value}.", cure)
        return value

    def blame(self, at: Location, line: int, problem: str, cure: str) -> None:
        self.mistakes.append(Mistake(path_of(at), line, problem, cure))


def _constructed(node: yaml.Node) -> object:
    """Raises ValueError or KeyError where the tag is not one of ours, or not the value's."""
    if node.tag not in _READ_AS_VALUE:
        raise KeyError(node.tag)
    return SafeConstructor().construct_document(node)


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1 if node.start_mark else 1


def _written(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""


# libyaml's scanner is five times as fast; PyYAML is also installed without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)")

_TEXT = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_INT = "tag:yaml.org,2002:int"
_READ_AS_VALUE = {_INT, _NULL, "tag:yaml.org,2002:bool", "tag:yaml.org,2002:float"}
_READ_AS_TEXT = {_TEXT, *(f"tag:yaml.org,2002:{tag}" for tag in ("timestamp", "value", "merge"))}

_NEIGHBOURS = "Compare it with its neighbours: two spaces a level, a colon and a space after each key."
_QUOTE = "quoted scalar"
_FLOW = "while parsing a flow"
_OPENED = (_QUOTE, _FLOW)
"""Blamed on the line where the thing was opened: it ends wherever the file does."""
_SYNTAX = (
    (
        "unknown escape character",
        "A backslash in double quotes means more than itself.",
        "Use single quotes.",
    ),
    (_QUOTE, "A quote that begins in this line is not closed.", "Close it."),
    (
        _FLOW,
        "A bracket that opens in this line is not closed, or a comma is missing.",
        "Close it, or add it.",
    ),
    (
        "mapping values are not allowed",
        "A colon stands where none can.",
        'Put the value in quotes if it has ": " in it, or indent this line like its neighbours.',
    ),
    ("could not find expected ':'", "A key in this line, or just above, has no colon.", "Write key: value."),
    ("did not find expected key", "The indent of this line fits nothing above it.", _NEIGHBOURS),
    ("did not find expected '-'", "A list goes on here without its dash.", "Begin the line with a dash."),
    (
        "cannot start any token",
        "The value begins with a sign that YAML keeps for itself.",
        "Put it in quotes.",
    ),
    ("undefined alias", "A value that begins with * means an alias to YAML.", "Put it in quotes."),
    ("another document", "A second document begins here (---).", "Keep one document in the file."),
)
