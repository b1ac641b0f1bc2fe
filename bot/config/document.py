"""config.yaml as text values with their lines, what is wrong with it, and where it puts the database.

Every value is text, as in an environment variable: ``no`` is the word "no", and the setting's type parses it.
``health`` starts every few seconds and needs no more than this module, so it imports neither pydantic nor watchers.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import ReaderError

DEFAULT_FILE = Path("config.yaml")
"""The config file if none is given, in the working folder."""
ENV_FILE = ".env"
"""The file for the token, beside the config file."""
DEFAULT_DATABASE = Path("data/tradewatch.db")
"""Only this folder is created if it is missing; the operator creates any other."""
TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN"
TOKEN_FILE_VARIABLE = f"{TOKEN_VARIABLE}_FILE"
FAILPOINT_VARIABLE = "FAILPOINT"
PREFIX = "TRADEWATCH_"
"""Every environment variable with this prefix is a setting."""
DATABASE_VARIABLE = f"{PREFIX}DATABASE"
RENAMED: Mapping[str, str] = {"catalogue": "catalog"}
"""Old key -> new key of the same section. Both names are accepted; ``check`` reports the new one."""

Location = tuple[str | int, ...]
"""Keys and list positions from the top of the file: ``("sources", 2, "every")``."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One problem and its correction."""

    path: str
    """``sources[2].every``; "" for the file as a whole; the name of an environment variable."""
    line: int | None
    """From 1; None if the mistake is not on a line of the file."""
    text: str
    """The problem and the correction, as English sentences for the operator."""

    def describe(self, file: Path) -> str:
        """Return one line, with any token hidden.

        For example ``config.yaml:12  polling.every  "soon" is not a duration. Write 30s, 10m, 2h or 1d.``
        """
        where = str(file) if self.line is None else f"{file}:{self.line}"
        if self.line is None and self.path.startswith((TOKEN_VARIABLE, FAILPOINT_VARIABLE, PREFIX)):
            where = "environment"
        described = "  ".join(filter(None, (where, self.path, self.text)))
        return re.sub(r"\d{5,}:[\w-]{30,}", "***", described)  # a token in the wrong place


class ConfigError(Exception):
    """The configuration cannot be used.

    ``str(error)`` has one line for each mistake: those of the environment, then those of the file by line.
    """

    def __init__(self, file: Path, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.line or 0))
        super().__init__("\n".join(mistake.describe(file) for mistake in self.mistakes))


def path_of(location: Location) -> str:
    """Return a location as text: ``("sources", 2, "every")`` -> ``sources[2].every``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".")


# ---- the file --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RawSettings:
    """Values before validation: str, tuple and dict; None for an empty value."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Location, int] = field(default_factory=dict)
    """The line of each value in the file, from 1."""
    variables: dict[Location, str] = field(default_factory=dict)
    """The environment variable of each value that one gives."""
    mistakes: list[Mistake] = field(default_factory=list)
    renamed: list[Mistake] = field(default_factory=list)
    """Keys under their old names, which still work."""

    def mistake(self, location: Location, text: str) -> Mistake:
        """Return a mistake at the variable that gives the value, else at the line of the nearest thing around it."""
        around = [location[:end] for end in range(len(location), 0, -1)]
        for part in around:
            if part in self.variables:
                return Mistake(path_of((self.variables[part], *location[len(part) :])), None, text)
        line = next((self.lines[part] for part in around if part in self.lines), None)
        return Mistake(path_of(location), line, text)


def open_document(path: Path | None, renamed: Mapping[str, str] = RENAMED) -> RawSettings:
    """Read the file; None reads nothing. Raise ConfigError if it is not a file, not UTF-8 or not YAML."""
    raw = RawSettings()
    if path is None:
        return raw
    text = text_of(path)
    try:
        root = yaml.compose(text, Loader=_LOADER)
        if isinstance(root, yaml.MappingNode):
            raw.values.update(_value(root, (), raw, renamed))
        elif root is not None and root.tag != _NULL:
            raise _unusable(path, _line(root), "This is not a list of keys. Write key: value, one on each line.")
    except yaml.MarkedYAMLError as error:
        raise _unusable(path, *_syntax(error, text.splitlines())) from error
    except ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1
        raise _unusable(path, line, f"A control character, code {error.character}, is here. Remove it.") from error
    except RecursionError as error:
        cure = "Close the brackets that it opens, and use no alias (*) within its own anchor (&)."
        raise _unusable(path, None, f"The file is nested too deeply. {cure}") from error
    return raw


def text_of(path: Path) -> str:
    """Read a text file. Raise ConfigError if it is not a file or not UTF-8."""
    try:
        return (body := path.read_bytes()).decode("utf-8-sig")
    except OSError as error:
        other = f"The file cannot be read: {error.strerror}. Name another file."
        raise _unusable(path, None, _NOT_A_FILE.get(type(error), other)) from error
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise _unusable(path, line, "The file is not UTF-8 from here on. Save it again as UTF-8.") from error


def _unusable(path: Path, line: int | None, text: str) -> ConfigError:
    return ConfigError(path, [Mistake("", line, text)])


def _syntax(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[int, str]:
    """Return the line of a syntax error, and what is wrong with it."""
    said = f"{error.context} {error.problem}"
    # Blame what is not closed on the line that opens it: it ends wherever the file does.
    mark = (error.context_mark if "quoted" in said or "flow" in said else None) or error.problem_mark
    at = mark.line if mark else 0
    if re.match(r"\s*\t", lines[at] if at < len(lines) else ""):
        return at + 1, "This line begins with a tab. Indent with spaces, two for each level."
    return at + 1, next((text for words, text in _SYNTAX if words in said), f"The YAML cannot be read here. {_INDENT}")


def _value(node: yaml.Node, at: Location, raw: RawSettings, renamed: Mapping[str, str]) -> Any:
    """Return the value of a node, and note its lines and mistakes in ``raw``."""
    raw.lines.setdefault(at, _line(node))
    if isinstance(node, yaml.MappingNode):
        return _section(node, at, raw, renamed)
    if isinstance(node, yaml.SequenceNode):
        return tuple(_value(child, (*at, index), raw, renamed) for index, child in enumerate(node.value))
    return None if node.tag == _NULL else node.value


def _section(node: yaml.MappingNode, at: Location, raw: RawSettings, renamed: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        line = _line(key)
        if not isinstance(key, yaml.ScalarNode):
            raw.mistakes.append(Mistake(path_of(at), line, "A key here is not a word. Write key: value."))
            continue
        path = path_of((*at, key.value))
        name = renamed[path].rpartition(".")[2] if path in renamed else key.value
        here = (*at, name)
        if name in values:
            text = f"is a duplicate: line {raw.lines[here]} has it too. Write {name}: once."
            raw.mistakes.append(Mistake(path, line, text))
            continue
        if path in renamed:
            raw.renamed.append(Mistake(path, line, f"is now named {name}. The old name still works."))
        raw.lines[here] = line
        values[name] = _value(value, here, raw, renamed)
    return values


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1 if node.start_mark else 1


# libyaml's scanner is five times as fast, but PyYAML may be installed without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = "tag:yaml.org,2002:null"
_NOT_A_FILE: Mapping[type, str] = {
    FileNotFoundError: "This file does not exist. The command init writes one; --config names yours.",
    IsADirectoryError: "This is a folder. Name the file in it: config.yaml.",
    PermissionError: "This user cannot read the file. Run chmod u+r on it as its owner.",
}
_INDENT = "Indent it like the lines around it, two spaces for each level."
_COLON = 'Put a value that has ": " in it in quotes, or indent the line like those around it.'
_SYNTAX = (
    ("unknown escape", "A backslash in double quotes begins an escape sequence. Use single quotes."),
    ("quoted scalar", "A quote that begins in this line is not closed. Close it."),
    ("flow ", "A bracket that opens in this line is not closed, or a comma is missing. Close it, or add it."),
    ("mapping values", f"A colon is not allowed here. {_COLON}"),
    ("expected ':'", "A key in this line, or just above, has no colon. Write key: value."),
    ("expected key", f"The indentation of this line matches nothing above it. {_INDENT}"),
    ("expected '-'", "A list continues here without its dash. Begin the line with a dash."),
    ("cannot start", "The value begins with a character that YAML reserves. Put it in quotes."),
    ("undefined alias", "A value that begins with * is an alias in YAML. Put it in quotes."),
    ("another document", "A second document begins here (---). Keep one document in the file."),
)
"""Words in PyYAML's error, and what the operator reads."""


# ---- where the database is -------------------------------------------------------------------------


def file_to_read(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Return the file to read, or None: the default one may be missing if a variable names the database."""
    missing = path == DEFAULT_FILE and not path.exists()
    return None if missing and environ.get(DATABASE_VARIABLE) else path


def database_of(path: Path | None, environ: Mapping[str, str] | None = None) -> Path:
    """Return where the settings put the database, and validate nothing else; ``path`` None reads no file.

    Raise ConfigError if the file cannot be read, or if the database is still where earlier versions kept it.
    """
    variables = os.environ if environ is None else environ  # noqa: TID251 - the environment of the process
    raw, file = open_document(file_to_read(path, variables)), path or DEFAULT_FILE
    given = expanded(variables.get(DATABASE_VARIABLE) or raw.values.get("database"))
    if moved := moved_database(given, file.parent):
        raise ConfigError(file, [raw.mistake(("database",), moved)])
    return file.parent / given


def expanded(written: object) -> Path:
    """Return the path of the database, with ``~`` expanded if that home folder exists; the default one for ""."""
    path = Path(str(written or DEFAULT_DATABASE))
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def is_default_folder(database: Path, folder: Path) -> bool:
    """Return whether the database is in the folder that is created for it, beside the config file in ``folder``."""
    return database.parent == folder / DEFAULT_DATABASE.parent


def moved_database(given: Path, folder: Path) -> str | None:
    """Return what to do if a database is only where earlier versions kept it; else None.

    A relative path starts at ``folder``, that of the config file; in earlier versions, at the working folder.
    """
    old, new = given.absolute(), (folder / given).absolute()
    # Path.is_file raises where this user may not look.
    if given.is_absolute() or not os.path.isfile(old) or os.path.isfile(new):  # noqa: PTH113
        return None
    return (
        f"There is no database at {new}, but there is one at {old}: a relative path now starts at the folder of the "
        f"config file, not at the folder in which the program is started. Write database: {old} to keep using "
        f"that one, or database: {new} to start an empty one."
    )


def unusable(database: Path, folder: Path) -> str | None:
    """Return why no database can be kept there, beside the config file in ``folder``; None if one can."""
    inside = database.parent
    try:
        if not inside.exists() and not is_default_folder(database, folder):
            return f"The folder {inside} does not exist. Run mkdir -p {shlex.quote(str(inside))}"
        # SQLite writes files beside the database, too.
        needed = inside if inside.exists() else folder
        if not needed.is_dir():
            return f"{needed} is not a folder. Write a path in a folder."
        if database.is_dir():
            return f"{database} is a folder. Write the path of a file in it: {database / DEFAULT_DATABASE.name}."
        if os.access(needed, os.W_OK | os.X_OK) and (not database.exists() or os.access(database, os.W_OK)):
            return None
    except PermissionError:
        needed = inside
    owner = f"chown -R {os.geteuid()} {shlex.quote(str(needed))}"
    return f"This user cannot write to {needed}. Run as root: {owner}"


def language_of_terminal(environ: Mapping[str, str] | None = None) -> str:
    """Return the locale that programs choose their messages by, such as ``ja_JP.UTF-8``; "" if none is set."""
    variables = os.environ if environ is None else environ  # noqa: TID251 - the environment of the process
    return next(filter(None, map(variables.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
