"""The whole bot in this process, against the fake Bot API: what people do, and every message that they see."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.commands import COMMANDS
from bot.commands.context import Operation
from bot.delivery.worker import Delivery
from bot.dispatch import Access, Answering
from bot.messages.text import load
from bot.telegram import Gateway, Handlers, Inbox, Profile
from tests.fakes.bell import PATIENCE
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_state import Sent
from tests.fakes.ports import Clock, document, item
from tests.fakes.sends import NoPace
from tests.fakes.situations import House, open_house
from watchers.errors import Unreachable
from watchers.facts import in_text
from watchers.matching import Recognizer
from watchers.model import Address, SourceId
from watchers.rules.forms import Forms
from watchers.services.chats import Chats
from watchers.services.deadlines import Reminders
from watchers.services.digests import Digests
from watchers.services.maintenance import Backups
from watchers.services.reviews import ReviewJob
from watchers.services.spikes import Spikes
from watchers.store import Rows

WORDS = load()
LIMIT = 100
"""Watches a chat; that of the shipped configuration."""
OPERATOR = 99


class Failures(logging.Handler):
    """Collects what was logged as an unexpected error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self.seen.append(f"{record.getMessage()}: {record.exc_info[1]!r}")


@dataclass(repr=False)
class Talk:
    """A running bot, and the people who write to it."""

    api: FakeBotApi
    house: House
    failures: Failures
    _delivery: Delivery
    _published: int = 0

    async def says(
        self, chat: int, text: str, user: int | None = None, app: str = "en", topic: int | None = None
    ) -> None:
        """Write something, and wait until everything is answered."""
        await self.api.say(chat, text, user_id=user, language_code=app, thread_id=topic)
        await self.settled()

    async def presses(self, message: Sent, button: str, user: int | None = None, app: str = "en") -> str:
        """Press a button, wait until everything is answered, and return the toast."""
        query = await self.api.press(message, button, user_id=user, language_code=app)
        await self.settled()
        return next(each.text for each in self.api.answered if each.query_id == query)

    async def publishes(self, title: str, body: str = "") -> None:
        """A source publishes an item, and its alerts are delivered."""
        self._published += 1
        link = f"https://ustr.example/{self._published}"
        published = item(title, guid=link, link=link, body=body)
        facts = in_text(published.title.original, published.body.original)
        await self.house.poll(document(replace(published, facts=facts)))
        self._delivery.wake()
        await self.settled()

    async def works(self) -> None:
        """Do the periodic work of the service that is due by the clock, and deliver what it brings."""
        for job in _jobs(self.house, self._delivery.wake):
            await job()
        self._delivery.wake()
        await self.settled()

    async def releases(self) -> int:
        """Try again what is held for closed topics, as the job does. Return of how many."""
        released = await self.house.watchlist.release_closed()
        self._delivery.wake()
        await self.settled()
        return released

    async def settled(self) -> None:
        """Wait until no update is unanswered, no reply unsent and no alert pending."""

        def pending(rows: Rows) -> int:
            return rows.number(
                """select (select count(*) from updates where answered_at is null)
                + (select count(*) from replies where sent_at is null)
                + (select count(*) from outbox where state in ('queued', 'in flight'))"""
            )

        async with asyncio.timeout(PATIENCE):
            while self.api.waiting_updates or await self.house.database.read(pending):  # noqa: ASYNC110  there is no event to wait for
                await asyncio.sleep(0.002)


def _jobs(house: House, wake: Callable[[], None]) -> tuple[Callable[[], Awaitable[None]], ...]:
    """Return what the schedule of a service does for its chats."""
    database, now = house.database, house.clock
    return (
        house.watchlist.mutes.run,
        Digests(database, now, wake).run,
        Reminders(database, now, wake).run,
        Spikes(database, now, wake).run,
        ReviewJob(house.watchlist.reviews, wake).run,
    )


@asynccontextmanager
async def talk(
    api: FakeBotApi, path: Path, forms: Forms, clock: Clock, recognizer: Recognizer | None = None
) -> AsyncIterator[Talk]:
    """The bot over the database at the path, as it is after a start; without a recognizer, with the small catalog."""
    async with open_house(path, forms, clock, recognizer=recognizer, limit=LIMIT) as house:
        gateway = Gateway(api.token, api.base_url, api.base_file_url)
        await gateway.connect()
        delivery = Delivery(house.database, gateway, NoPace(), WORDS, clock, lambda: None, house.watchlist.move)
        chats = Chats(house.watchlist)
        access = Access(frozenset(), frozenset({OPERATOR}))
        answering = Answering(house.watchlist, WORDS, access, clock, delivery.wake, house.additions, chats)
        answering.roles = gateway.roles
        answering.bot_name = gateway.bot.username
        answering.operation = Operation(backups=Backups(path.parent / "backups", 1))
        house.newsroom.says(SourceId("discover"), Unreachable("https://ustr.example/", "nobody answers"))

        async def membership(address: Address, present: bool) -> None:
            if present:
                await delivery.settled(address)
            await (chats.release(address) if present else chats.hold(address))
            delivery.wake()

        handlers = Handlers(answering.carry_out, membership, house.watchlist.moved)
        received = Inbox(house.database, gateway.carry_out, WORDS, clock, delivery.wake)
        running = asyncio.create_task(gateway.run(handlers, received, Profile(WORDS, tuple(COMMANDS), 40)))
        delivering = asyncio.create_task(delivery.run())
        failures = Failures()
        logging.getLogger().addHandler(failures)
        try:
            yield Talk(api, house, failures, delivery)
        finally:
            logging.getLogger().removeHandler(failures)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            delivery.stop()
            await delivering
            await gateway.close()
