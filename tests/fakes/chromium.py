"""Debian's Chromium without a window, driven over the DevTools protocol."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes.bell import PATIENCE

PROGRAM = shutil.which("chromium")
"""None where none is installed: apt-get install chromium."""
FLAGS = (
    "--headless",
    "--no-sandbox",  # which needs a user namespace, and root has none
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-port=0",
)


class Tab:
    """One page in the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.requests: list[str] = []
        """Every address that the page asked for."""
        self.complaints: list[str] = []
        """What the browser's console says: errors, warnings and violations of the Content-Security-Policy."""
        self._socket = socket
        self._numbers = itertools.count(1)
        self._loaded = False

    async def open(self, url: str) -> None:
        """Load a page and wait until it is complete."""
        for domain in ("Page", "Network", "Log", "Runtime", "Accessibility", "DOM"):
            await self.call(f"{domain}.enable")
        self._loaded = False
        await self.call("Page.navigate", url=url)
        while not self._loaded:
            self._noted(await self._message())

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and return its result."""
        number = next(self._numbers)
        await self._socket.send_str(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = await self._message()
            if message.get("id") == number:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result
            self._noted(message)

    async def value(self, expression: str) -> Any:
        """Evaluate JavaScript in the page, whose own policy forbids scripts."""
        found = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def look(self, width: int, height: int, *, dark: bool = False) -> None:
        """Set the size of the window, in CSS pixels, and the preferred colors."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])

    async def press(self, key: str) -> None:
        """Press and release a key."""
        code = {"Tab": 9, "Enter": 13}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            await self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                **(text if kind == "keyDown" else {}),
            )

    async def picture(self) -> bytes:
        """Return what the window shows, as PNG."""
        found = await self.call("Page.captureScreenshot", format="png", optimizeForSpeed=False)
        return base64.b64decode(found["data"])

    async def spoken(self) -> list[tuple[str, str]]:
        """Return role and name of everything that a screen reader can reach."""
        nodes = (await self.call("Accessibility.getFullAXTree"))["nodes"]
        return [
            (node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")
        ]

    async def _message(self) -> dict[str, Any]:
        message: dict[str, Any] = await self._socket.receive_json(timeout=PATIENCE)
        return message

    def _noted(self, message: dict[str, Any]) -> None:
        match message:
            case {"method": "Network.requestWillBeSent", "params": {"request": {"url": str(url)}}}:
                self.requests.append(url)
            case {"method": "Log.entryAdded", "params": {"entry": {"text": str(text)}}}:
                self.complaints.append(text)
            case {"method": "Runtime.consoleAPICalled" | "Runtime.exceptionThrown"}:
                self.complaints.append(str(message["params"]))
            case {"method": "Page.loadEventFired"}:
                self._loaded = True


@contextmanager
def chromium(folder: Path) -> Iterator[str]:
    """A browser with a profile in the folder; yields where it is driven."""
    assert PROGRAM is not None
    process = subprocess.Popen(
        [PROGRAM, *FLAGS, f"--user-data-dir={folder}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )
    try:
        yield f"http://127.0.0.1:{_port(folder)}"
    finally:
        process.kill()
        process.wait()


@asynccontextmanager
async def tab(browser: str) -> AsyncIterator[Tab]:
    """A new page in the browser."""
    async with aiohttp.ClientSession(browser) as session:
        async with session.put("/json/new?about:blank") as answer:
            page = await answer.json()
        async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            yield Tab(socket)
        async with session.get(f"/json/close/{page['id']}") as answer:
            assert answer.status == 200


def _port(folder: Path) -> int:
    """Return the port that the browser chose and wrote down."""
    written, deadline = folder / "DevToolsActivePort", time.monotonic() + PATIENCE
    while not written.exists() or "\n" not in written.read_text("utf-8"):  # it signals nothing
        assert time.monotonic() < deadline, "the browser does not start"
        time.sleep(0.05)
    return int(written.read_text("utf-8").partition("\n")[0])
