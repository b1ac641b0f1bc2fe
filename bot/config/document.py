"""YAML -> text values with their lines, and the mistakes that YAML itself allows.

Every value is text, as in an environment variable: ``no`` is the word "no", and the setting's type parses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import ReaderError

from bot.config.mistakes import ConfigError, Location, Mistake, path_of

RENAMED: Mapping[str, str] = {"catalogue": "catalog"}
"""Old key -> new key of the same section. Both names are accepted; ``check`` reports the new one."""


@dataclass(frozen=True, slots=True)
class Document:
    """Values before validation: str, tuple and dict; None for an empty value."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[Location, int | str] = field(default_factory=dict)
    """Where each value is: its line in the file, from 1, or its environment variable."""
    mistakes: list[Mistake] = field(default_factory=list)
    renamed: list[Mistake] = field(default_factory=list)
    """Keys under their old names, which still work."""

    def mistake(self, location: Location, problem: str, cure: str) -> Mistake:
        """Return a mistake at the variable that gives the value, else at the line of the nearest thing around it."""
        around = [location[:end] for end in range(len(location), 0, -1) if location[:end] in self.places]
        for part in around:
            if isinstance(variable := self.places[part], str):
                return Mistake(path_of((variable, *location[len(part) :])), None, problem, cure)
        line = self.places[around[0]] if around else None
        return Mistake(path_of(location), line if isinstance(line, int) else None, problem, cure)

    def under(self, winner: Document) -> Document:
        """Return both merged; a value of ``winner`` replaces one of this document."""
        values = self.values | winner.values
        for name in self.values.keys() & winner.values.keys():
            mine, section = self.values[name], winner.values[name]
            if isinstance(section, dict) and mine is not None:
                values[name] = mine | section if isinstance(mine, dict) else mine
        mistakes, renamed = winner.mistakes + self.mistakes, winner.renamed + self.renamed
        return Document(values, self.places | winner.places, mistakes, renamed)


def open_document(path: Path | None, renamed: Mapping[str, str] = RENAMED) -> Document:
    """Read the file; None reads nothing. Raise ConfigError if it is not a file, not UTF-8 or not YAML."""
    document = Document()
    if path is None:
        return document
    text = text_of(path)
    try:
        root = yaml.compose(text, Loader=_LOADER)
        if isinstance(root, yaml.MappingNode):
            document.values.update(_Reader(document, renamed).group(root, ()))
        elif root is not None and root.tag != _NULL:
            raise _unusable(path, _line(root), "This is not a list of keys.", "Write key: value, one on each line.")
    except yaml.MarkedYAMLError as error:
        raise _unusable(path, *_syntax(error, text.splitlines())) from error
    except ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1
        raise _unusable(path, line, f"A control character, code {error.character}, is here.", "Remove it.") from error
    except RecursionError as error:
        cure = "Close the brackets that it opens, and use no alias (*) within its own anchor (&)."
        raise _unusable(path, None, "The file is nested too deeply.", cure) from error
    return document


def text_of(path: Path) -> str:
    """Read a text file. Raise ConfigError if it is not a file or not UTF-8."""
    try:
        return (body := path.read_bytes()).decode("utf-8-sig")
    except OSError as error:
        other = f"The file cannot be read: {error.strerror}.", "Name another file."
        raise _unusable(path, None, *_NOT_A_FILE.get(type(error), other)) from error
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise _unusable(path, line, "The file is not UTF-8 from here on.", "Save it again as UTF-8.") from error


def _unusable(path: Path, line: int | None, problem: str, cure: str) -> ConfigError:
    return ConfigError(path, [Mistake("", line, problem, cure)])


def _syntax(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[int, str, str]:
    said = f"{error.context} {error.problem}"
    # Blame what is not closed on the line that opens it: it ends wherever the file does.
    opened = error.context_mark if "quoted" in said or "flow" in said else None
    mark = opened or error.problem_mark
    at = mark.line if mark else 0
    written = lines[at] if at < len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return at + 1, "This line begins with a tab.", "Indent with spaces, two for each level."
    found = ((problem, cure) for words, problem, cure in _SYNTAX if words in said)
    return at + 1, *next(found, ("The YAML cannot be read here.", _INDENT))


@dataclass(frozen=True, slots=True)
class _Reader:
    """The walk over the nodes of one file."""

    document: Document
    renamed: Mapping[str, str]

    def group(self, node: yaml.MappingNode, at: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.blame(at, _line(key), "A key here is not a word.", "Write key: value.")
                continue
            written = (*at, key.value)
            name = self.renamed.get(path_of(written), key.value).rpartition(".")[2]
            here = (*at, name)
            if name in values:
                problem = f"is given a second time; line {self.document.places[here]} has it too."
                self.blame(written, _line(key), problem, f"Write {name}: once.")
                continue
            if here != written:
                note = Mistake(path_of(written), _line(key), f"is now named {name}.", "The old name still works.")
                self.document.renamed.append(note)
            self.document.places[here] = _line(key)
            values[name] = self.value(value, here)
        return values

    def value(self, node: yaml.Node, at: Location) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return None if node.tag == _NULL else node.value
        if isinstance(node, yaml.MappingNode):
            return self.group(node, at)
        self.document.places.update({(*at, index): _line(child) for index, child in enumerate(node.value)})
        return tuple(self.value(child, (*at, index)) for index, child in enumerate(node.value))

    def blame(self, at: Location, line: int, problem: str, cure: str) -> None:
        self.document.mistakes.append(Mistake(path_of(at), line, problem, cure))


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1 if node.start_mark else 1


# libyaml's scanner is five times as fast, but PyYAML may be installed without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = "tag:yaml.org,2002:null"
_NOT_A_FILE: Mapping[type, tuple[str, str]] = {
    FileNotFoundError: ("There is no such file.", "The command init writes one; --config names yours."),
    IsADirectoryError: ("This is a folder.", "Name the file in it: config.yaml."),
    PermissionError: ("This user may not read the file.", "Run chmod u+r on it as its owner."),
}
_INDENT = "Indent it like the lines around it, two spaces for each level."
_SYNTAX = (
    ("unknown escape", "A backslash in double quotes begins an escape sequence.", "Use single quotes."),
    ("quoted scalar", "A quote that begins in this line is not closed.", "Close it."),
    ("flow ", "A bracket that opens in this line is not closed, or a comma is missing.", "Close it, or add it."),
    (
        "mapping values",
        "A colon is not allowed here.",
        'Put a value that has ": " in it in quotes, or indent the line like those around it.',
    ),
    ("expected ':'", "A key in this line, or just above, has no colon.", "Write key: value."),
    ("expected key", "The indentation of this line matches nothing above it.", _INDENT),
    ("expected '-'", "A list continues here without its dash.", "Begin the line with a dash."),
    ("cannot start", "The value begins with a character that YAML reserves.", "Put it in quotes."),
    ("undefined alias", "A value that begins with * is an alias in YAML.", "Put it in quotes."),
    ("another document", "A second document begins here (---).", "Keep one document in the file."),
)
"""Words in PyYAML's error, then the problem and the cure that the operator reads."""
