"""Tables, JSON, progress bars and emphasis on a terminal, plain text elsewhere; NO_COLOR is respected.

rich takes a tenth of a second to import, so it is imported only when something is drawn.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.console import Console

Color = Literal["green", "yellow", "red", ""]
Row = tuple[Sequence[str], Color]
"""The cells, and the color of the whole row on a terminal."""
MAX_PIPED_WIDTH = 100_000
"""Characters: enough for one line per row."""


def print_json(value: object) -> None:
    """Print a value as one line of JSON."""
    print(json.dumps(value, ensure_ascii=False))


def print_bytes(content: bytes) -> None:
    """Write a file to standard output as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def print_table(headings: Sequence[str], rows: Iterable[Row]) -> None:
    """Print a table: wrapped to the width of a terminal, or one line per row if it is piped.

    Only the first and the last column are wrapped. Empty headings are left out.
    """
    from rich.table import Table

    console = _console()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=any(headings))
    for at, heading in enumerate(headings):
        table.add_column(heading, no_wrap=0 < at < len(headings) - 1, overflow="fold")
    for cells, color in rows:
        table.add_row(*cells, style=color)
    if console.is_terminal:
        console.print(table)
        return
    console.width = MAX_PIPED_WIDTH
    with console.capture() as captured:
        console.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))


def emphasized(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with its spans (start, stop) emphasized if standard output is a terminal."""
    if not sys.stdout.isatty():
        return text
    from rich.text import Text

    shown = Text(text)
    for start, stop in spans:
        shown.stylize("bold yellow", start, stop)
    console = _console()
    with console.capture() as captured:
        console.print(shown, soft_wrap=True, end="")
    return captured.get()


def wants_color() -> bool:
    """Return whether standard output is a terminal whose user has not set NO_COLOR."""
    return sys.stdout.isatty() and (console := _console()).is_terminal and not console.no_color


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error until the block ends, if that is a terminal.

    Yield a function that moves the bar; it takes the number done and the total.
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(30), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _console() -> Console:
    from rich.console import Console

    return Console(markup=False, emoji=False, highlight=False)
