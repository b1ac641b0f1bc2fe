"""Send what chats get to their targets besides Telegram: in order, with retries, and nothing lost.

Each target runs in a separate task, so that a slow one delays neither the others nor Telegram. A try is counted before
it is made; after a crash, at most one message of each target is sent a second time.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat import NotSent, Outcome, SendRefused, Sent, Unsure, Wait
from bot.delivery.settling import STOP_SECONDS, STORE_RETRY_SECONDS, pause_after, until_written
from bot.messages.outside import OutsideMessage, outside
from bot.messages.text import Translator, translator_for
from watchers.errors import StoreError
from watchers.model import Alert
from watchers.store import Database, Transaction, targets
from watchers.store.targets import Target

log = logging.getLogger(__name__)

SendOutside = Callable[[OutsideMessage], Awaitable[Outcome]]
"""Sends one message. Never raises for errors of the network or the receiver."""

IDLE = 5.0
"""Seconds after which the outbox is checked again, even if nothing wakes the target."""
MAX_RETRY_TIME = timedelta(days=3)
"""How long a message is retried; a receiver may be down for a weekend."""
MAX_BACKOFF = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Channel:
    """A target, and how messages are sent to it."""

    target: Target
    send: SendOutside


@dataclass(slots=True)
class TargetDelivery:
    """Send to all targets until stopped."""

    _database: Database
    _channels: Sequence[Channel]
    _words: Mapping[str, Translator]
    _now: Callable[[], datetime]
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _news: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    """By the name of the target."""

    def wake(self) -> None:
        """Check the outbox now: it has something new."""
        for event in self._news.values():
            event.set()

    def stop(self) -> None:
        """Start no new sends; ``run`` returns when those in flight are settled, or after five seconds."""
        self._stopping.set()
        self.wake()

    async def run(self) -> None:
        """Send until ``stop`` is called. Any exception is a bug."""
        tasks = [asyncio.create_task(self._serve(each), name=f"target-{each.target.name}") for each in self._channels]
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({stopping, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            if tasks:
                await asyncio.wait(tasks, timeout=STOP_SECONDS)
        finally:
            for task in (stopping, *tasks):
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _serve(self, channel: Channel) -> None:
        news = self._news[channel.target.name]
        while not self._stopping.is_set():
            news.clear()
            try:
                pause = await self._next(channel)
            except StoreError as error:
                _note(error)
                pause = STORE_RETRY_SECONDS
            if pause > 0:
                await _wait(news, pause)

    async def _next(self, channel: Channel) -> float:
        """Send the next message if it is due. Return the delay in seconds until the next check."""
        now = self._now()
        due = await self._database.read(targets.next_due, channel.target, now)
        if due is None:
            return IDLE
        if due.at > now:
            return min(IDLE, (due.at - now).total_seconds())
        alert = await self._database.write(targets.claim, channel.target, due.alert, now)
        if alert is not None:
            outcome = await self._send(channel, alert)
            log.info(
                "target_delivery",
                extra={"target": channel.target.name, "alert": due.alert, "outcome": type(outcome).__name__},
            )
            await until_written(
                lambda: self._database.write(settle, channel.target, alert, outcome, self._now()), _note
            )
        return 0.0

    async def _send(self, channel: Channel, alert: Alert) -> Outcome:
        try:
            words = translator_for(alert.subscriber, self._words)
            return await channel.send(outside(alert, words, self._now()))
        except Exception as error:
            log.error("target_failed", exc_info=error, extra={"target": channel.target.name, "alert": alert.id})
            return SendRefused(type(error).__name__)


def _note(error: StoreError) -> None:
    log.error("target_held", extra={"problem": type(error).__name__, "why": error.why})


def settle(tx: Transaction, target: Target, alert: Alert, outcome: Outcome, now: datetime) -> None:
    """Record an outcome: sent, to be retried with growing pauses, or given up."""
    match outcome:
        case Sent():
            targets.sent(tx, target, alert.id, now)
        case Wait(duration):
            targets.retry(tx, target, alert.id, now + duration, "asked to wait")
        case NotSent(why) | Unsure(why) | SendRefused(why):
            if _is_hopeless(tx, target, alert, outcome, now):
                log.warning("target_gave_up", extra={"target": target.name, "alert": alert.id, "why": why})
                targets.dead(tx, target, alert.id, why, now)
            else:
                targets.retry(tx, target, alert.id, now + pause_after(alert.attempts, MAX_BACKOFF), why)
        case _:
            targets.retry(tx, target, alert.id, now + MAX_BACKOFF, type(outcome).__name__)


def _is_hopeless(tx: Transaction, target: Target, alert: Alert, outcome: Outcome, now: datetime) -> bool:
    """Return whether the fault is this message's, or has lasted for days."""
    if alert.attempts + 1 < targets.TRIES_IN_ORDER:
        return False
    if now - alert.created_at > MAX_RETRY_TIME:
        return True
    return isinstance(outcome, SendRefused) or targets.is_overtaken(tx, target, alert.id)


async def _wait(news: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await news.wait()
    except TimeoutError:
        return
