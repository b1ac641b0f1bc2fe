"""Everything that can go wrong in watchers, as one tree.

    TradewatchError
    ├── RuleError                   the text is not a rule; carries the column and a suggestion
    ├── AliasError                  the text after /alias cannot be a name of an entity
    ├── FetchError                  a source could not be fetched this time
    │   ├── AddressRefused          the address is private, or not one that we support (SSRF guard)
    │   ├── Unreachable             no connection: name, network, TLS
    │   │   └── BadCertificate      the server cannot prove its identity
    │   ├── TooSlow                 the total deadline passed
    │   ├── TooLarge                more bytes than we accept, raw or decompressed
    │   ├── BadReply                a response that is not HTTP, or has a broken body
    │   └── BadStatus               an HTTP status other than 200 and 304
    ├── ParseError                  the document is not of its expected kind
    └── StoreError                  the database cannot be used
        ├── NotOurDatabase          the file is another program's database, or not a database
        ├── EmptyDatabase           the file has 0 bytes
        ├── DatabaseDamaged         SQLite says that the file is malformed
        ├── DatabaseFailed          found to be damaged while the service ran
        ├── DatabaseTooNew          written by a newer Tradewatch
        ├── DatabaseTooOld          written by an older one, and not migrated yet
        ├── NoDatabase              there is no such file
        ├── DatabaseGone            its file was deleted or replaced while the service ran
        ├── DatabaseUnwritable      the folder is missing, read-only or another user's
        ├── DatabaseFull            the disk is full: nothing can be written until there is room
        └── DatabaseInUse           another process holds its lock file, or keeps it locked for too long

Errors carry values, not sentences for people: ``bot.messages`` makes those from the type, in the reader's
language. ``str(error)`` is for the log.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar


class TradewatchError(Exception):
    """The base class of every error that watchers raises on purpose."""


_Error = TypeVar("_Error", bound=TradewatchError)


def as_value(error: _Error) -> _Error:
    """Return the error without its traceback and its causes, to be kept as a result.

    These hold every frame that the error passed through, with all local variables, such as whole bodies; and
    if one of the variables holds the error, that is a cycle, which stays in memory until garbage collection.
    """
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error


class RuleProblem(StrEnum):
    """What is wrong with a rule. Each has a sentence in each language in bot/messages."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    TOO_MANY_TERMS = "too-many-terms"
    TOO_DEEP = "too-deep"
    UNBALANCED_QUOTE = "unbalanced-quote"
    EMPTY_QUOTES = "empty-quotes"
    UNBALANCED_BRACKET = "unbalanced-bracket"
    EMPTY_BRACKETS = "empty-brackets"
    DANGLING_OPERATOR = "dangling-operator"
    AMBIGUOUS_MINUS = "ambiguous-minus"
    ONLY_EXCLUSIONS = "only-exclusions"
    TOO_SHORT = "too-short"
    PREFIX_TOO_SHORT = "prefix-too-short"
    UNKNOWN_FIELD = "unknown-field"
    BAD_VALUE = "bad-value"
    UNKNOWN_ENTITY = "unknown-entity"
    UNKNOWN_SOURCE = "unknown-source"
    NOTHING_LEFT = "nothing-left"
    ONLY_FUNCTION_WORDS = "only-function-words"


class RuleError(TradewatchError):
    """A rule that cannot be read.

    ``column`` counts code points of the rule from 1; ``found`` is the text it is about; ``instead`` is what to type
    instead, an example (``is_example``) if only the person can know; ``other`` is a second rule that may be meant, ""
    if there is none; ``cures`` are whole rules that the parser proposes for ``instead``.
    """

    EXAMPLE = "TSMC tariffs"

    def __init__(
        self, problem: RuleProblem, column: int, found: str = "", instead: str = "", cures: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"{problem.value} at column {column}: {found!r}")
        self.problem = problem
        self.column = column
        self.found = found
        self.instead = instead or self.EXAMPLE
        self.other = ""
        self.is_example = False
        self.cures = cures


class AliasProblem(StrEnum):
    """Why an entity cannot have an alias. Each has a sentence in each language in bot/messages."""

    UNKNOWN_ENTITY = "unknown-entity"
    SEVERAL_ENTITIES = "several-entities"
    NOTHING_LEFT = "nothing-left"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    BROKEN = "broken"
    ITS_NAME = "its-name"
    OTHERS_NAME = "others-name"
    YOUR_OTHER_NAME = "your-other-name"
    NOT_GIVEN = "not-given"
    TOO_MANY = "too-many"


class AliasError(TradewatchError):
    """An alias that cannot be added or removed.

    ``found`` is the text it is about; ``instead`` is a command to type instead; ``entities`` are the IDs
    of those that it is about; ``nearest`` are known names similar to the one found.
    """

    def __init__(
        self,
        problem: AliasProblem,
        found: str,
        instead: str,
        entities: tuple[str, ...] = (),
        nearest: tuple[str, ...] = (),
    ) -> None:
        super().__init__(f"{problem.value}: {found!r}")
        self.problem = problem
        self.found = found
        self.instead = instead
        self.entities = entities
        self.nearest = nearest


class FetchError(TradewatchError):
    """A source could not be fetched this time; ``url`` is the address that failed."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{why}: {url}")
        self.url = url
        self.why = why


class AddressRefused(FetchError):
    """The address is not one that may be requested."""


class Unreachable(FetchError):
    """No connection: the name, the network or TLS."""


class BadCertificate(Unreachable):
    """The server's certificate is expired, another host's, or not signed by an authority that we trust."""


class TooSlow(FetchError):
    """The total deadline passed before the last byte."""


class TooLarge(FetchError):
    """The body has more bytes than we accept."""


class BadReply(FetchError):
    """A response that violates HTTP or its own encoding."""


class BadStatus(FetchError):
    """An HTTP status other than 200, and 304 to a conditional request.

    ``retry_after`` is the delay that the server requests, already relative to its Date header; None without one.
    """

    def __init__(self, url: str, status: int, retry_after: timedelta | None = None) -> None:
        super().__init__(url, f"HTTP {status}")
        self.status = status
        self.retry_after = retry_after


class ParseProblem(StrEnum):
    """Why a document could not be read."""

    EMPTY = "empty"
    HTML = "html"
    NOT_A_FEED = "not-a-feed"
    NOT_JSON = "not-json"
    NO_ITEMS = "no-items"
    TOO_SLOW = "too-slow"
    TOO_HUNGRY = "too-hungry"
    FAILED = "failed"
    POISON = "poison"
    REPUBLISHED = "republished"
    """A list was replaced as a whole, and waits for an operator."""


class ParseError(TradewatchError):
    """The document is not of its expected kind."""

    def __init__(self, problem: ParseProblem, why: str = "") -> None:
        super().__init__(f"{problem.value}: {why}" if why else problem.value)
        self.problem = problem
        self.why = why


class StoreError(TradewatchError):
    """The database at ``path`` cannot be used."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{why}: {path}")
        self.path = path
        self.why = why


class NotOurDatabase(StoreError):
    """The file is another program's database, or not a database."""


class EmptyDatabase(StoreError):
    """The file exists and has 0 bytes: a copy or restore failed, or an older version was killed at its first start."""


class DatabaseDamaged(StoreError):
    """SQLite says that the file is malformed."""


class DatabaseFailed(StoreError):
    """Found to be damaged while the service ran; a copy of what could be read is beside it."""


class DatabaseTooNew(StoreError):
    """Written by a newer Tradewatch than this one."""


class DatabaseTooOld(StoreError):
    """Written by an older Tradewatch, and not migrated yet by a start of the service."""


class NoDatabase(StoreError):
    """There is no such file: the service never ran here, or the path is wrong."""


class DatabaseGone(StoreError):
    """Its file was deleted or replaced while the service ran; a copy of what it held is beside it."""


class DatabaseUnwritable(StoreError):
    """The folder is missing, read-only or another user's."""


class DatabaseFull(StoreError):
    """The disk is full: nothing can be written until there is room."""


class DatabaseInUse(StoreError):
    """Another process holds its lock file, or kept it locked for longer than we wait."""
