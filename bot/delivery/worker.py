"""Deliver pending alerts: claim, wait for pace, send, settle. Order holds within each chat; no chat waits for another.

An alert is marked as in flight only when its time to be sent has come, and never sent if that
mark cannot be written: a crash leaves at most as many doubtful alerts as were in flight.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import assert_never

from bot.chat import Moved, NotSent, Outcome, Refused, Reply, Send, Sent, TokenRefused, Unreachable, Unsure, Wait
from bot.delivery.pacing import Pace
from bot.messages import alerts
from bot.messages.text import DEFAULT_LANGUAGE, Translator
from watchers.errors import StoreError
from watchers.model import Address, Alert, PauseReason
from watchers.store import Database, Transaction, outbox, subscribers

log = logging.getLogger(__name__)

IN_FLIGHT = 30
MAX_ATTEMPTS = 8
MAX_RETRY_TIME = timedelta(hours=24)
MAX_BACKOFF = timedelta(seconds=60)
UNSURE_PAUSE = timedelta(seconds=5)
IDLE = 1.0
"""Seconds after which the outbox is checked again, even if nothing wakes the worker."""
TROUBLE_PAUSE = 2.0
PATIENCE = 5.0
"""Seconds that messages in flight are given when the service stops."""


class Delivery:
    """Send pending alerts until stopped."""

    def __init__(
        self,
        database: Database,
        send: Send,
        pace: Pace,
        words: Mapping[str, Translator],
        now: Callable[[], datetime],
        halted: Callable[[], str | None],
        move: Callable[[Transaction, Address, Address], None],
    ) -> None:
        """Prepare, without sending.

        Args:
            database: Holds the outbox.
            send: Sends one message.
            pace: Limits the rate, overall and per chat.
            words: The messages in each language.
            now: Reads the wall clock.
            halted: Returns why nothing may be sent now, or None.
            move: Moves a chat's subscribers to its new address, in a transaction.
        """
        self._database = database
        self._send = send
        self._pace = pace
        self._words = words
        self._now = now
        self._halted = halted
        self._move = move
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._resting: dict[int, float] = {}
        self._woken = asyncio.Event()
        self._stopping = False
        self.alive: Callable[[str | None], None] = lambda halted: None
        """Called at each check of the outbox, with the reason why nothing may be sent, or None."""

    def wake(self) -> None:
        """Check the outbox now: it has something new."""
        self._woken.set()

    def stop(self) -> None:
        """Start no new sends; ``run`` returns when those in flight are settled, or after five seconds."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Deliver until ``stop`` is called. Any exception is a bug."""
        await self._until_written(outbox.recover, self._now())
        while not self._stopping:
            self._woken.clear()
            try:
                pause = await self._round()
            except StoreError as error:
                pause = self._trouble(error)
            try:
                async with asyncio.timeout(pause):
                    await self._woken.wait()
            except TimeoutError:
                continue
        await self._drain()

    async def _round(self) -> float:
        """Start every send that is due. Return the delay in seconds until the next check."""
        clock = asyncio.get_running_loop().time()
        self._resting = {subscriber: until for subscriber, until in self._resting.items() if until > clock}
        room = IN_FLIGHT - len(self._under_way)
        if room > 0 and self._halted() is None:
            busy = [*self._under_way, *self._resting]
            for alert in await self._database.read(outbox.heads, self._now(), busy, room):
                self._set_off(alert, asyncio.get_running_loop().time())
        self.alive(self._halted())
        return min([IDLE, *(until - clock for until in self._resting.values())])

    def _set_off(self, alert: Alert, clock: float) -> None:
        subscriber, address = alert.subscriber.id, alert.subscriber.address
        if (ready_at := self._pace.ready_at(address)) > clock:
            # Another topic of the chat just got a message: reserving a slot so far ahead would delay all other chats.
            self._resting[subscriber] = ready_at
            return
        wait = self._pace.take(address, clock)
        task = asyncio.create_task(self._deliver(alert, wait), name=f"alert-{alert.id}")
        self._under_way[subscriber] = task
        task.add_done_callback(lambda done: self._landed(subscriber, alert, done))

    def _landed(self, subscriber: int, alert: Alert, task: asyncio.Task[None]) -> None:
        self._under_way.pop(subscriber, None)
        self._resting[subscriber] = self._pace.ready_at(alert.subscriber.address)
        if not task.cancelled() and (error := task.exception()) is not None:
            # A bug that affects this alert: it must not block the chat's other alerts.
            log.error("delivery_failed", exc_info=error, extra={"alert": alert.id})
            self._under_way[subscriber] = asyncio.create_task(self._bury(subscriber, alert, type(error).__name__))
        self._woken.set()

    async def _bury(self, subscriber: int, alert: Alert, why: str) -> None:
        await self._until_written(outbox.bury, alert.id, why)
        self._under_way.pop(subscriber, None)
        self._woken.set()

    async def _deliver(self, alert: Alert, wait: float) -> None:
        if alert.item is not None and not alert.reasons:
            await self._until_written(outbox.drop, alert.id)
            return
        await asyncio.sleep(wait)
        try:
            mine = not self._stopping and await self._database.write(outbox.take_off, alert.id, self._now())
        except StoreError as error:
            self._trouble(error)
            return
        if not mine:
            return
        words = self._words.get(alert.subscriber.language, self._words[DEFAULT_LANGUAGE])
        outcome = await self._send(alert.subscriber.address, _reply(alert, words, self._now()))
        log.info(
            "delivery", extra={"alert": alert.id, "outcome": type(outcome).__name__, "attempt": alert.attempts + 1}
        )
        await self._until_written(self._settle, alert, outcome, self._now())

    def _settle(self, tx: Transaction, alert: Alert, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Sent(message):
                outbox.sent(tx, alert.id, message, now)
            case Unreachable(why):
                outbox.hold(tx, alert.id, why)
                subscribers.pause(tx, alert.subscriber.id, PauseReason.UNREACHABLE, now)
            case Moved(to):
                self._move(tx, alert.subscriber.address, to)
                outbox.again(tx, alert.id, now, "moved", counts=False)
            case Wait(duration):
                outbox.again(tx, alert.id, now + duration, "asked to wait", counts=False)
            case NotSent(why):
                self._try_again(tx, alert, why, now)
            case Unsure(why):
                self._try_once_more(tx, alert, why, now)
            case Refused(why):
                outbox.bury(tx, alert.id, why)
            case TokenRefused():
                outbox.again(tx, alert.id, now, "token refused", counts=False)
            case _:
                assert_never(outcome)

    def _try_again(self, tx: Transaction, alert: Alert, why: str, now: datetime) -> None:
        """Retry what was certainly not sent, with growing pauses; give up after 8 attempts and 24 hours."""
        if alert.attempts + 1 >= MAX_ATTEMPTS and now - alert.created_at > MAX_RETRY_TIME:
            outbox.bury(tx, alert.id, why)
            return
        pause = min(timedelta(seconds=2.0 ** min(alert.attempts, 6)), MAX_BACKOFF)
        outbox.again(tx, alert.id, now + pause, why, counts=True)

    def _try_once_more(self, tx: Transaction, alert: Alert, why: str, now: datetime) -> None:
        """Retry once what may have been sent, then presume it sent: Telegram has no idempotency key."""
        if outbox.problem(tx, alert.id) == outbox.UNSURE:
            outbox.presume_sent(tx, alert.id, why, now)
        else:
            outbox.again(tx, alert.id, now + UNSURE_PAUSE, outbox.UNSURE, counts=True)

    async def _until_written(self, job: Callable[..., object], *arguments: object) -> None:
        """Write what became of an alert, retrying while the disk is full; nothing else is sent meanwhile."""
        while True:
            try:
                await self._database.write(job, *arguments)
            except StoreError as error:
                await asyncio.sleep(self._trouble(error))
            else:
                return

    def _trouble(self, error: StoreError) -> float:
        log.error("delivery_held", extra={"problem": type(error).__name__, "why": error.why})
        return TROUBLE_PAUSE

    async def _drain(self) -> None:
        if self._under_way:
            _, late = await asyncio.wait(self._under_way.values(), timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def _reply(alert: Alert, words: Translator, now: datetime) -> Reply:
    return alerts.notice(alert.notice, words, now) if alert.notice else alerts.alert(alert, words, now)
