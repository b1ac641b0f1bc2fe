"""A server with OpenAI's chat completions, in a process of its own: ``python -m tests.fakes.model_server``.

It prints its port, and answers by what stands in the question after ``fake:``, as in ``fake:slow``; else it writes the
text after ``says:``. What it was asked is at ``/asked``.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes.bell import PATIENCE

KEY = "sk-for-tests"
SLOW_SECONDS = 2 * PATIENCE
asked: list[dict[str, Any]] = []


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    def do_GET(self) -> None:
        self._send(200, json.dumps(asked).encode())

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked.append(question | {"path": self.path, "key": self.headers.get("Authorization", "")})
        text = question["messages"][-1]["content"]
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            self._send(401, b"{}")
        elif "fake:slow" in text:
            time.sleep(SLOW_SECONDS)
        elif "fake:fails" in text:
            self._send(500, b"out of memory")
        elif "fake:garbage" in text:
            self._send(200, b'{"choices": "none"}')
        elif "fake:endless" in text:
            self._send(200, b'{"choices": [' + b" " * 1_000_000)
        else:
            written = text.rpartition("says:")[2].strip()
            message = {"role": "assistant", "content": written}
            self._send(200, json.dumps({"object": "chat.completion", "choices": [{"message": message}]}).encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Write nothing."""

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """Serve until standard input ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
