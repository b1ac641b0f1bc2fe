"""Log event names with fields, as text on a terminal and as JSON elsewhere, with secrets redacted."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import TextIO

TOKEN = re.compile(r"\d{5,}(?::|%3A)[\w-]{20,}", re.IGNORECASE)
"""Matches a bot token, in plain text or in a URL."""
HIDDEN = "<token>"
_QUERY = re.compile(r"""(?<=://)([^\s?'"<>]+\?)[^\s'"<>]+""")
"""Matches an address with a query, which can have hundreds of characters."""
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def set_up(level: str, style: str, stream: TextIO | None = None, secret: str = "") -> None:
    """Send all logging to the stream, or to standard error without one.

    ``style`` is auto, text or json; auto means text on a terminal.
    """
    as_text = style == "text" or (style == "auto" and (stream or sys.stderr).isatty())
    handler = logging.StreamHandler(stream) if stream else _ToStandardError()
    handler.setFormatter(_Formatter(as_text, secret))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # At INFO, httpx logs every URL, and Telegram's URLs contain the token.
    for name in ("httpx", "httpcore", "telegram", "apscheduler"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def redacted(text: str) -> str:
    """Return the text without bot tokens."""
    return TOKEN.sub(HIDDEN, text)


def without_queries(text: str) -> str:
    """Return the text with each address cut at its query."""
    return _QUERY.sub(r"\1…", text)


class _ToStandardError(logging.StreamHandler[TextIO]):
    """Write to the current ``sys.stderr``, which a progress bar replaces to print above itself."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


class _Formatter(logging.Formatter):
    """Write a record as text or as JSON, and remove secrets from all of it, tracebacks included.

    Addresses are cut at their query in text, and whole in JSON.
    """

    def __init__(self, as_text: bool, secret: str) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s")
        self._write = self._text if as_text else self._json
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        try:
            line = self._write(record)
        except (TypeError, ValueError, KeyError):
            # The logging module would print the values to standard error, secrets included.
            line = f"{record.name}: cannot be formatted: {record.msg!r} {record.args!r}"
        if self._secret:
            line = line.replace(self._secret, HIDDEN)
        return redacted(line)

    def _text(self, record: logging.LogRecord) -> str:
        fields = without_queries(" ".join(f"{name}={value}" for name, value in _fields(record).items()))
        first, newline, rest = super().format(record).partition("\n")
        return f"{first} {fields}".rstrip() + newline + rest

    def _json(self, record: logging.LogRecord) -> str:
        at, level = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"), record.levelname.lower()
        line = {"at": at, "level": level, "logger": record.name, "event": record.getMessage()} | _fields(record)
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _OWN}
