"""Run the bot in a terminal, with the same answers and the same delivery as in Telegram."""

from __future__ import annotations

import asyncio
import html
import locale
import re
import sys
from collections.abc import Callable
from itertools import count

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from bot.callbacks import Payload
from bot.chat import Answer, Button, Outcome, Press, Reply, Request, Sent
from watchers.model import Address

ADDRESS = Address("terminal")
PROMPT = "you > "
QUIT = ("/quit", "/exit")
_STYLES = {"b": ("1", "22"), "i": ("3", "23"), "u": ("4", "24"), "code": ("36", "39")}
"""The ANSI codes that begin and end each style."""
_TAG = re.compile(r"""<(?P<close>/?)(?P<name>[a-z]+)(?: href="(?P<href>[^"]*)")?>""")


class Terminal:
    """A private chat in a terminal: a ``Send``, and the loop that reads input."""

    def __init__(self, write: Callable[[str], None], colors: bool) -> None:
        self._write = write
        self._colors = colors
        self._messages = count(1)
        self._numbers = count(1)
        self._buttons: dict[int, Payload] = {}
        self._question: str | None = None
        """The ID of the last message if it asks for a text, so that the next line replies to it."""

    async def __call__(self, address: Address, reply: Reply) -> Outcome:
        """Print an alert or a notice."""
        self._show(reply)
        return Sent(str(next(self._messages)))

    async def ask(self, answer: Answer, text: str) -> None:
        """Send a line to the bot, or press the button with that number, and print the reply."""
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
        payload = self._buttons.get(number)
        if number and payload is None:
            self._write(f"There is no button {number}.\n")
            return
        language, press = locale.getlocale()[0] or "en", Press(payload) if payload else None
        typed = "" if payload else text
        self._show(await answer(Request(ADDRESS, True, 0, language, typed, press, replied_to=self._question)))

    async def talk(self, answer: Answer) -> None:
        """Read lines until /quit or the end of input; alerts are printed even while a line is typed."""
        read = _typed if sys.stdin.isatty() else _piped
        while (line := await read()) is not None and line.strip() not in QUIT:
            if line.strip():
                await self.ask(answer, line.strip())

    def _show(self, reply: Reply) -> None:
        self._question = "question" if reply.asks_text else None
        if reply.silent:
            if reply.toast:
                self._write(f"{reply.toast}\n")
            return
        rows = ("  ".join(self._label(button) for button in row if isinstance(button, Button)) for row in reply.buttons)
        file = reply.document.content.decode() if reply.document and reply.document.content else ""
        self._write("\n".join([as_text(reply.html, self._colors), *filter(None, [file, *rows])]) + "\n")
        for notice in reply.notices:
            if notice.address == ADDRESS:
                self._show(notice.reply)

    def _label(self, button: Button) -> str:
        number = next(self._numbers)
        self._buttons[number] = button.payload
        return f"[{number}] {button.label}"


def as_text(markup: str, colors: bool) -> str:
    """Return Telegram HTML as terminal text: styles as ANSI codes, a link's address after its text."""
    shown: list[str] = []
    addresses: list[str] = []
    at = 0
    for tag in _TAG.finditer(markup):
        shown.append(html.unescape(markup[at : tag.start()]))
        at = tag.end()
        if tag["href"]:
            addresses.append(html.unescape(tag["href"]))
        elif tag["name"] == "a" and addresses:
            shown.append(f" <{addresses.pop()}>")
        elif colors and tag["name"] in _STYLES:
            shown.append(f"\x1b[{_STYLES[tag['name']][bool(tag['close'])]}m")
    return "".join([*shown, html.unescape(markup[at:])])


_session: list[PromptSession[str]] = []


async def _typed() -> str | None:
    if not _session:
        _session.append(PromptSession())
    try:
        with patch_stdout(raw=True):
            return await _session[0].prompt_async(PROMPT)
    except (EOFError, KeyboardInterrupt):
        return None


async def _piped() -> str | None:
    line = await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    return line or None
