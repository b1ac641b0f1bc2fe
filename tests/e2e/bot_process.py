"""The real process between a fake Telegram and a feed server, for tests that look at it from outside."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.e2e.forked import Forked
from tests.fakes.bell import PATIENCE
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_state import Sent
from tests.fakes.feed_documents import FeedItem
from tests.fakes.feeds import FeedServer

Running = asyncio.subprocess.Process | Forked
ROOT = Path(__file__).parent.parent.parent
PUBLIC = "https://bot.example.org"
NOWHERE = "http://127.0.0.1:9"
LINKS = {"operator_secret": "operators-secret-link", "subscriber_secret": "subscribers-secret-link"}


@dataclass
class World:
    """Both servers, and the files of the bot between them."""

    api: FakeBotApi
    feeds: FeedServer
    folder: Path
    tree: Path = ROOT
    """Where the program is started from: another commit's tree runs that program."""
    tracebacks: str = ""
    """What the tracebacks that this test expects have in them."""
    running: list[Running] = field(default_factory=list)
    webhook: bool = False
    """Whether updates come by webhook; else the bot polls."""
    proxied_to: str = ""
    """Where the reverse proxy sends what Telegram calls; "" is the HTTP port of the process that was started last."""
    _webhooks_before: int = 0

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    @property
    def database(self) -> Path:
        return self.folder / "tradewatch.db"

    @property
    def written(self) -> str:
        """All that any process of ours wrote, to both streams."""
        return "".join(path.read_text("utf-8") for path in sorted(self.folder.glob("*.txt")))

    @property
    def web(self) -> str:
        """The address of the HTTP port of the process that was started last; "" before one is open."""
        addresses = re.findall(r"^web +(http\S+)$", self.written, re.MULTILINE)
        return str(addresses[-1]) if addresses else ""

    @property
    def receives(self) -> str:
        """The method that the bot calls again and again while it receives updates."""
        return "getWebhookInfo" if self.webhook else "getUpdates"

    def proxy(self, url: str) -> str:
        """Returns the local address to which a reverse proxy forwards a public one."""
        return url.replace(PUBLIC, self.proxied_to or self.web or NOWHERE)

    def configure(self, *sources: str, **changes: object) -> None:
        """Writes config.yaml with these feeds of the server, polled every second."""
        for name in sources:
            self.publish(name, f"an item of {name} from before")
        telegram = {"base_url": self.api.base_url, "base_file_url": self.api.base_file_url}
        if self.webhook:
            telegram |= {"mode": "webhook", "webhook_url": f"{PUBLIC}/telegram"}
        settings: dict[str, object] = {
            "telegram": telegram,
            "database": str(self.database),
            "polling": {"every": "1s", "timeout": "30s"},
            "network": {"allow_private": ["127.0.0.0/8"]},
            "log": {"level": "debug", "format": "json"},
            "sources": [{"id": name, "url": self.feeds.url(name)} for name in sources],
        }
        if self.webhook:
            settings["web"] = {"port": 0, **LINKS}
        self.config.write_text(yaml.safe_dump(settings | changes), "utf-8")

    async def start(self, verb: str = "run", *arguments: str, **variables: str) -> Running:
        """A process of ours with these environment variables; what it writes is kept."""
        if self.tree != ROOT:
            return await self.start_from_nothing(verb, *arguments, **variables)
        words, environment = self._how(verb, arguments, variables)
        process = Forked(words, environment, ROOT, self.folder)
        await process.start()
        self.running.append(process)
        return process

    async def start_from_nothing(self, verb: str = "run", *arguments: str, **variables: str) -> Running:
        """A process that also loads the program, as every start outside of tests does."""
        words, environment = self._how(verb, arguments, variables)
        with (self.folder / "out.txt").open("a") as out, (self.folder / "err.txt").open("a") as err:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "bot", *words),
                cwd=self.tree,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )
        self.running.append(process)
        return process

    def _how(
        self, verb: str, arguments: Sequence[str], variables: Mapping[str, str]
    ) -> tuple[tuple[str, ...], dict[str, str]]:
        """The words of the command line, and the environment."""
        self._webhooks_before = len(self.api.calls_of("setWebhook"))
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM")}
        environment |= {"TELEGRAM_BOT_TOKEN": self.api.token, "PTB_TIMEDELTA": "1", "PYTHONWARNINGS": "default"}
        # The fakes speak plain HTTP, and reading all authorities of the system takes a tenth of a start.
        environment["SSL_CERT_FILE"] = os.devnull
        return (verb, "--config", str(self.config), *arguments), environment | dict(variables)

    async def ready(self, *sources: str) -> None:
        """Returns when the bot takes updates and has read each source once more, its baseline done."""
        if self.webhook:
            await self.api.wait_until(lambda: len(self.api.calls_of("setWebhook")) > self._webhooks_before)
        else:
            polls = len(self.api.calls_of("getUpdates"))
            await self.api.wait_until(lambda: len(self.api.calls_of("getUpdates")) > polls)
        await self.until(lambda: all(self.has_baseline(source) for source in sources))

    def has_baseline(self, source: str) -> bool:
        return bool(self.rows("select 1 from sources where id = ? and baseline_at is not null", source))

    async def subscribe(self, chats: Mapping[int, tuple[str, ...]], language: str = "en") -> None:
        """Each chat watches its rules, and was answered."""
        before = len(self.api.sent)
        for chat, rules in chats.items():
            for rule in rules:
                await self.api.say(chat, f"/watch {rule}", language_code=language)
        wanted = before + sum(map(len, chats.values()))
        await self.api.wait_until(lambda: len(self.api.sent) >= wanted)

    def publish(self, source: str, *titles: str, summary: str = "") -> None:
        self.feeds.publish(source, *(feed_item(title, summary) for title in titles))

    async def until(self, condition: Callable[[], bool]) -> None:
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, self._at_the_end()
            await asyncio.sleep(0.03)

    def _at_the_end(self) -> str:
        """What explains a condition that does not come true: which processes run, what waits, and what was written."""
        waiting = self.rows("select * from outbox where state <> 'sent' limit 9")
        updates = self.rows("select * from updates where answered_at is null limit 9")
        replies = self.rows("select * from replies where sent_at is null limit 9")
        ended = [process.returncode for process in self.running]
        parts = self.rows("select * from heartbeats")
        return f"{ended=} {waiting=} {updates=} {replies=} {parts=}\n{self.written[-3_000:]}"

    def polls(self, *sources: str) -> int:
        """How often these sources were asked so far."""
        return sum(len(self.feeds.requests_of(source)) for source in sources)

    async def alerted(self, chat: int, count: int) -> None:
        await self.until(lambda: len(alerts_of(self.api, chat)) >= count)

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Looks into the bot's database from outside; nothing where it is not there yet."""
        if not self.database.exists():
            return []
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as connection:
            try:
                return connection.execute(sql, parameters).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []
                raise

    def states(self) -> dict[str, int]:
        """How many alerts are in which state."""
        return dict(Counter(str(state) for (state,) in self.rows("select state from outbox")))

    async def health(self) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "health", "--config", str(self.config)),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        told, _ = await process.communicate()
        return process.returncode or 0, told.decode()


@asynccontextmanager
async def world(folder: Path, tree: Path = ROOT, webhook: bool = False) -> AsyncIterator[World]:
    """Two servers in this event loop; whatever happens, none of our processes survives."""
    async with FakeBotApi(longest_poll=0.5, proxy=lambda url: around.proxy(url)) as api, FeedServer() as feeds:
        around = World(api, feeds, folder, tree, webhook=webhook)
        try:
            yield around
            assert api.violations == []
            assert api.token not in around.written
            assert api.token.partition(":")[2] not in around.written
            assert not any(secret in around.written for secret in (api.webhook_secret, *LINKS.values()) if secret)
            for line in around.written.splitlines():
                expected = around.tracebacks and around.tracebacks in line
                assert expected or not re.search("Traceback|Warning", line), around.written[-4_000:]
        finally:
            for process in around.running:
                if process.returncode is None:
                    process.kill()
                    await process.wait()


async def ended(process: Running, signum: signal.Signals = signal.SIGTERM, within: float = PATIENCE) -> int:
    """Send the signal and return the exit code. Raises TimeoutError after ``within`` seconds."""
    process.send_signal(signum)
    async with asyncio.timeout(within):
        return await process.wait()


def handles_term(pid: int) -> bool:
    """Whether the first instructions of the program were run."""
    (caught,) = (line for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines() if "SigCgt" in line)
    return bool(int(caught.split()[1], 16) & 1 << signal.SIGTERM - 1)


def feed_item(title: str, summary: str = "") -> FeedItem:
    name = title.replace(" ", "-")
    return FeedItem(guid=name, title=title, link=f"https://example.org/{name}", summary=summary)


def alerts_of(api: FakeBotApi, chat: int, thread: int | None = None) -> list[str]:
    """The titles that a chat was alerted to, in order: first lines of messages that say what matched."""
    return [
        sent.text.partition("\n")[0]
        for sent in api.sent
        if (sent.chat_id, sent.thread_id) == (chat, thread) and is_alert(sent)
    ]


def is_alert(sent: Sent) -> bool:
    return "\n🔎 " in sent.text
