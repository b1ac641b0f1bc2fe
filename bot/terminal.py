"""Run the bot in a terminal, with the same answers and the same delivery as in Telegram."""

from __future__ import annotations

import asyncio
import html
import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.callbacks import Payload
from bot.chat import Answer, Button, Copy, Link, Outcome, Press, Reply, Request, Row, Sent
from bot.messages.text import DEFAULT_LANGUAGE, Translator, translator
from watchers.model import Address

ADDRESS = Address("terminal")
QUIT = ("/quit", "/exit")
_STYLES = {"b": "bold", "i": "italic", "u": "underline", "code": "cyan"}
_TAG = re.compile(r"""<(?P<close>/?)(?P<name>[a-z-]+)(?P<rest>(?: [^<>]*)?)>""")
_HREF = re.compile(r"""href="([^"]*)\"""")
_OPENING, _CLOSING = (
    "（「『【〈《([",
    "、。，．；：！？）」』】〉》…～%％)],.;:!?\ufe0fーゃゅょっぁぃぅぇぉャュョッァィゥェォ・々",
)
GAP = "  "
"""Between two buttons of a row."""


@dataclass(slots=True)
class Terminal:
    """A private chat in a terminal: a ``Send``, and the loop that reads input."""

    write: Callable[[str], None]
    colors: bool
    columns: Callable[[], int | None] = lambda: None
    """Returns the width of the terminal, or None where lines are not wrapped."""
    language: str = DEFAULT_LANGUAGE
    _messages: Iterator[int] = field(default_factory=lambda: count(1))
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _buttons: dict[int, Payload] = field(default_factory=dict)
    _sent: dict[str, list[str]] = field(default_factory=dict)
    """The lines of each message that was sent, so that an edit prints only what it changes."""
    _question: str | None = None
    """The ID of the last message if it asks for a text, so that the next line replies to it."""

    @property
    def _t(self) -> Translator:
        return translator(self.language)

    async def __call__(self, address: Address, reply: Reply) -> Outcome:
        """Print an alert or a notice; of an edit, the first line and the lines that it changes."""
        lines, earlier = reply.html.split("\n"), self._sent.get(reply.replaces or "")
        if reply.replaces is None or earlier is None:
            message = str(next(self._messages))
            self._show(reply)
        else:
            message = reply.replaces
            changed = [line for line in lines[1:] if line not in earlier]
            self._show(Reply("\n".join([f"✎ {lines[0]}", *changed])))
        self._sent[message] = lines
        return Sent(message)

    async def ask(self, answer: Answer, text: str) -> None:
        """Send a line to the bot, or press the button with that number, and print the reply."""
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
        payload = self._buttons.get(number)
        if number and payload is None:
            self.write(f"{self._t.text('terminal-no-button', number=number)}\n")
            return
        press = Press(payload) if payload else None
        typed = "" if payload else text
        asked = Request(ADDRESS, True, 0, self.language, typed, press, replied_to=self._question)
        self._show(await answer(asked))

    async def talk(self, answer: Answer) -> None:
        """Read lines until /quit or the end of input; alerts are printed even while a line is typed."""
        read = self._typed if sys.stdin.isatty() else self._piped
        while (line := await read()) is not None and line.strip() not in QUIT:
            if line.strip():
                await self.ask(answer, line.strip())

    @property
    def prompt(self) -> str:
        """Return what precedes a line that a person types."""
        return f"{self._t.text('terminal-prompt')} > "

    @property
    def first_watch(self) -> str:
        """Return the command that a demo sends for the person."""
        return self._t.text("terminal-first-watch")

    def says(self, key: str) -> None:
        """Print a message of the terminal itself, with a blank line after it."""
        self.write(f"{as_text(self._t.format(key), self.colors, self.columns())}\n")

    async def _typed(self) -> str | None:
        try:
            with patch_stdout(raw=True):
                return await _session().prompt_async(self.prompt)
        except (EOFError, KeyboardInterrupt):
            return None

    async def _piped(self) -> str | None:
        """Return the next line of a pipe or a file, and print it, as a terminal shows what is typed."""
        line = await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
        if line.strip():
            self.write(f"{self.prompt}{line.strip()}")
        return line or None

    def _show(self, reply: Reply) -> None:
        self._question = "question" if reply.asks_text else None
        if reply.toast:
            self.write(f"💬 {reply.toast}\n")
        if reply.silent:
            return
        columns = self.columns()
        file = reply.document.content.decode() if reply.document and reply.document.content else ""
        rows = (self._row(row, columns) for row in reply.buttons)
        said = as_text(reply.html, self.colors, columns)
        self.write("\n".join([said, *filter(None, [file, *rows])]) + "\n")
        for notice in reply.notices:
            if notice.address == ADDRESS:
                self._show(notice.reply)

    def _row(self, row: Row, columns: int | None) -> str:
        """Return the buttons of a row; one that does not fit begins a line."""
        lines: list[str] = []
        width = 0
        for button in row:
            if isinstance(button, Copy) or (isinstance(button, Link) and not self.colors):
                continue  # what it copies, or its address, is in the text
            label = self._label(button)
            wide = cell_len(label)
            if lines and (columns is None or width + len(GAP) + wide <= columns):
                lines[-1] += GAP + self._linked(button, label)
                width += len(GAP) + wide
            else:
                lines.append(self._linked(button, label))
                width = wide
        return "\n".join(lines)

    def _label(self, button: Button | Link) -> str:
        if isinstance(button, Link):
            return button.label if "↗" in button.label else f"{button.label} ↗"
        number = next(self._numbers)
        self._buttons[number] = button.payload
        return f"[{number}] {button.label}"

    def _linked(self, button: Button | Link, label: str) -> str:
        return _printed(Text(label, Style(link=button.url)), None) if isinstance(button, Link) else label


def as_text(markup: str, colors: bool, columns: int | None = None) -> str:
    """Return Telegram HTML as terminal text: with colors, styles and links; without, a link's address after its text.

    Lines are wrapped between words to ``columns``, where a Chinese or Japanese character takes two.
    """
    text = _text(markup, colors)
    if colors:
        return _printed(text, columns)
    return text.plain if columns is None else "\n".join(line.plain.rstrip() for line in _wrapped(text, columns))


def _text(markup: str, colors: bool) -> Text:
    """Return Telegram HTML as text with styles."""
    text = Text()
    styles = [Style.null()]
    at = 0
    for tag in _TAG.finditer(markup):
        text.append(html.unescape(markup[at : tag.start()]), Style.combine(styles))
        at = tag.end()
        if not tag["close"]:
            styles.append(_style(tag["name"], tag["rest"]))
        elif (ended := styles.pop()).link and not colors:
            text.append(f" <{ended.link}>")
    return text.append(html.unescape(markup[at:]))


def _style(name: str, rest: str) -> Style:
    """Return the style of a tag with its attributes."""
    address = _HREF.search(rest)
    return Style(link=html.unescape(address[1])) if address else Style.parse(_STYLES.get(name, ""))


def _wrapped(text: Text, columns: int) -> Iterator[Text]:
    for line in text.split("\n", allow_blank=True):
        yield from line.divide(_line_ends(line.plain, columns))


def _line_ends(line: str, columns: int) -> list[int]:
    """Return where a line is broken: after spaces, between Chinese or Japanese characters, or where it is full."""
    ends: list[int] = []
    start = last = width = 0
    for at, char in enumerate(line):
        if at and _may_end(line[at - 1], char):
            last = at
        if width + cell_len(char) > columns and char != " ":
            start = last if last > start else at
            ends.append(start)
            width = cell_len(line[start:at])
        width += cell_len(char)
    return ends


def _may_end(before: str, after: str) -> bool:
    """Return whether a line may end between two characters; none begins with a mark that closes something."""
    if before == " " or after == " ":
        return before == " "
    return 2 in (cell_len(before), cell_len(after)) and before not in _OPENING and after not in _CLOSING


def _printed(text: Text, columns: int | None) -> str:
    """Return text with ANSI codes, and links as OSC 8."""
    if columns is not None:
        text = Text("\n").join(_wrapped(text, columns))
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=10_000, highlight=False)
    with console.capture() as printed:
        console.print(text, end="", markup=False, emoji=False, soft_wrap=True)
    return printed.get()


@cache
def _session() -> PromptSession[str]:
    """Return the session that reads lines, made once: it keeps the history."""
    return PromptSession()
