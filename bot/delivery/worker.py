"""Deliver alerts and replies: wait for the pace, claim, render, send, settle.

Order holds within each chat, and no chat waits for another: of the chats that may get a message now, the one that got
none for the longest time is next. Replies and alerts take turns, so that who asks does not wait for a flood of alerts,
and no alert for a crowd that asks. An alert is marked as in flight only when its time has come, and is not sent if that
mark cannot be written: after a crash, at most as many alerts are ambiguous as were in flight. Replies need no mark:
one whose outcome is unknown is sent again, as ``watchers.store.inbox`` explains.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import zip_longest
from typing import Literal

from bot.chat import (
    ChatClosed,
    ChatMoved,
    ChatUnreachable,
    NotSent,
    Outcome,
    Reply,
    Send,
    SendRefused,
    Sent,
    TokenRefused,
    Unsure,
    Wait,
)
from bot.delivery.pacing import Pace
from bot.delivery.settling import STOP_SECONDS, STORE_RETRY_SECONDS, Settling, pause_after, until_written
from bot.messages import alerts
from bot.messages.text import Translator, chat_translator_for
from bot.replies import decoded
from watchers.errors import StoreError
from watchers.model import Address, Alert, AlertId, chat_of
from watchers.store import Database, Rows, Transaction, inbox, outbox
from watchers.store.failpoints import Failpoint, reach

log = logging.getLogger(__name__)

IN_FLIGHT = 30
MAX_PREPARED = 3
"""Messages that may wait for their slot, so that the slot is used at once; these alerts are marked as in flight."""
TOGETHER = 2
"""Messages that are prepared at a time, and leave at a time while more than that wait. Most of the CPU time of a
message at thirty a second is the price of waking up: transactions, timers and cold caches."""
IDLE = 1.0
"""Seconds after which the outbox is checked again, even if nothing wakes the worker."""
REREAD_AFTER = 0.25
"""Seconds for which a list of due messages is used while there is news."""
SETTLE_WITHIN = 0.08
"""Seconds within which a confirmed alert is marked as sent: a little longer than the time in which two are sent."""
TIMER_ERROR = 0.001
"""Seconds by which the loop's timers may be early: they count whole milliseconds."""
REPLY_LASTS = timedelta(hours=24)
"""How long a reply is retried."""
PACE_MEMORY = timedelta(minutes=1)
"""How far back the messages of the last process count: the longest of Telegram's windows."""


@dataclass(frozen=True, slots=True)
class Due:
    """The next message to an address."""

    address: Address
    id: int
    is_reply: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """The time for which Telegram accepts no messages to a chat."""

    since: datetime
    until: datetime

    def lasts(self, now: datetime) -> bool:
        """Return whether it is not over. One that begins in the future is: the clock was set back."""
        return self.since <= now < self.until


@dataclass(slots=True)
class Delivery:
    """Send pending alerts and replies until stopped."""

    _database: Database
    """Holds the outbox and the replies."""
    _send: Send
    _pace: Pace
    """Limits the rate, overall and per chat."""
    _words: Mapping[str, Translator]
    """The texts in each language."""
    _now: Callable[[], datetime]
    _halted: Callable[[], str | None]
    """Returns why nothing may be sent now, or None."""
    _move: Callable[[Transaction, Address, Address], None]
    """Moves a chat's subscribers to its new address, in a transaction."""
    _ambiguous: Literal["repeat", "skip"] = "repeat"
    """Whether an alert that may have been delivered is sent again."""
    alive: Callable[[str | None], None] = lambda halted: None
    """Called at each check of the outbox, with the reason why nothing may be sent, or None."""
    _settling: Settling = field(init=False)
    _under_way: dict[Address, asyncio.Task[None]] = field(default_factory=dict)
    _held: dict[str, Hold] = field(default_factory=dict)
    """By chat."""
    _confirmed: list[tuple[outbox.SentAlert, asyncio.Future[None]]] = field(default_factory=list)
    """Confirmed alerts that are not marked as sent yet; the next claim takes them along."""
    _timer: asyncio.TimerHandle | None = None
    _flushing: asyncio.Task[None] | None = None
    _prepared: int = 0
    """Messages that are being claimed and rendered, or wait for their slot."""
    _has_room: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when fewer messages are prepared."""
    _one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _has_news: bool = False
    """Whether the outbox has something new since it was read."""
    _stopping: bool = False

    def __post_init__(self) -> None:
        self._settling = Settling(self._move, repeats=self._ambiguous == "repeat")

    def wake(self) -> None:
        """Check the outbox now: it has something new."""
        self._has_news = True
        self._woken.set()

    def stop(self) -> None:
        """Start no new sends; ``run`` returns when those in flight are settled, or after five seconds."""
        self._stopping = True
        self._woken.set()
        self._has_room.set()

    async def settled(self, chat: Address) -> None:
        """Wait until the messages that are under way to a chat and its topics are settled."""
        if under_way := [task for address, task in self._under_way.items() if chat_of(address) == chat_of(chat)]:
            await asyncio.wait(under_way)

    async def run(self) -> None:
        """Deliver until ``stop`` is called. Any exception is a bug."""
        await self._until_written(outbox.recover, self._now())
        await self._remember_pace()
        while not self._stopping:
            self._woken.clear()
            try:
                pause = await self._round()
            except StoreError as error:
                _note(error)
                pause = STORE_RETRY_SECONDS
            try:
                async with asyncio.timeout(pause):
                    await self._woken.wait()
            except TimeoutError:
                continue
        await self._drain()

    async def _remember_pace(self) -> None:
        """Go on with the pace of the last process, so that a restart sends no burst."""
        clock, now = asyncio.get_running_loop().time(), self._now()
        recent = await self._database.read(outbox.recent, now, now - PACE_MEMORY)
        # Replies bear no mark while they are sent: the last process may have sent these the moment before it ended.
        perhaps = [(address, 0.0) for _, address in await self._database.read(inbox.next_replies, now)]
        self._pace.restore([*recent.sent, *perhaps[:IN_FLIGHT]], clock)
        self._held = {chat_of(address): Hold(now, until) for address, until in recent.held}

    async def _round(self) -> float:
        """Start every send that is due, each in its time. Return the delay in seconds until the next check."""
        halted = self._halted()
        self.alive(halted)
        if halted is not None or len(self._under_way) >= IN_FLIGHT:
            return IDLE
        self._has_news = False
        loop = asyncio.get_running_loop()
        began, soonest = loop.time(), loop.time() + IDLE
        next_reply = math.inf
        for each in self._in_turn(await self._database.read(_due, self._now())):
            if self._is_held(each.address):
                continue
            ready_at = self._pace.ready_at(each.address)
            if each.address in self._under_way or ready_at > loop.time():
                soonest = min(soonest, max(ready_at, began + REREAD_AFTER))
                next_reply = min(next_reply, ready_at) if each.is_reply else next_reply
                continue
            await self._wait_for_room()
            if self._stopping or len(self._under_way) >= IN_FLIGHT or self._halted() is not None:
                return IDLE
            self._start(each, loop.time())
            if loop.time() - began > REREAD_AFTER and (self._has_news or loop.time() > next_reply):
                return 0.0
        return max(0.0, soonest - loop.time())

    def _in_turn(self, due: Sequence[Due]) -> Iterator[Due]:
        """Return replies and alerts by turns, those first whose chat got no message for the longest time."""
        longest_ago = sorted(due, key=lambda each: self._pace.last(each.address))
        replies, alerts = ([each for each in longest_ago if each.is_reply is kind] for kind in (True, False))
        return (each for pair in zip_longest(replies, alerts) for each in pair if each is not None)

    async def _wait_for_room(self) -> None:
        """Wait until another message may be prepared: few of them wait for their slot at a time.

        When there are enough, wait until there is room for ``TOGETHER``: their claims share a transaction.
        """
        if self._prepared < MAX_PREPARED:
            return
        while self._prepared > MAX_PREPARED - TOGETHER and not self._stopping:
            self._has_room.clear()
            await self._has_room.wait()
            self.alive(self._halted())

    async def _wait_for_slot(self, address: Address) -> bool:
        """Wait for the next slot of the pace, right before a message is sent. Return False if the service stops."""
        loop = asyncio.get_running_loop()
        async with self._one_by_one:
            while self._pace.wait(loop.time()) > 0 and not self._stopping:
                wait = self._pace.wait(loop.time(), min(self._prepared, TOGETHER))
                await asyncio.sleep(wait + TIMER_ERROR)
            if self._stopping:
                return False
            self._pace.take(address, loop.time())
            return True

    def _leave_preparation(self) -> None:
        self._prepared -= 1
        self._has_room.set()

    def _start(self, due: Due, clock: float) -> None:
        self._pace.reserve(due.address, clock)
        self._prepared += 1
        work = self._deliver_reply(due) if due.is_reply else self._deliver(due)
        task = asyncio.create_task(work, name=f"{'reply' if due.is_reply else 'alert'}-{due.id}")
        self._under_way[due.address] = task
        task.add_done_callback(lambda done: self._on_done(due, done))

    def _on_done(self, due: Due, task: asyncio.Task[None]) -> None:
        self._under_way.pop(due.address, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            # A bug that affects this message: it must not block the chat's other messages.
            log.error("delivery_failed", exc_info=error, extra={"alert": due.id})
            self._under_way[due.address] = asyncio.create_task(self._give_up(due, type(error).__name__))
        # Another reply to the chat may wait, and need not wait for the alerts that are due.
        self._has_news |= due.is_reply
        self._woken.set()

    async def _give_up(self, due: Due, why: str) -> None:
        if due.is_reply:
            await self._until_written(inbox.reply_sent, due.id, self._now())
        else:
            await self._until_written(outbox.dead_letter, AlertId(due.id), why)
        self._under_way.pop(due.address, None)
        self._woken.set()

    # ---- alerts ------------------------------------------------------------------------------------

    async def _deliver(self, due: Due) -> None:
        try:
            alert = await self._advance(AlertId(due.id))
            if alert is None:
                return
            reach(Failpoint.CLAIMED)
            message = _message(alert, chat_translator_for(alert.subscriber, self._words), self._now())
            may_send = await self._wait_for_slot(due.address)
        except StoreError as error:
            _note(error)
            await asyncio.sleep(STORE_RETRY_SECONDS)
            return
        finally:
            self._leave_preparation()
        if not may_send:
            await self._until_written(partial(outbox.requeue, counts=False), alert.id, self._now(), "stopped")
            return
        reach(Failpoint.RENDERED)
        outcome = await self._send(alert.subscriber.address, message)
        self._pace.answered(alert.subscriber.address, asyncio.get_running_loop().time())
        reach(Failpoint.SENT)
        log.info(
            "delivery", extra={"alert": alert.id, "outcome": type(outcome).__name__, "attempt": alert.attempts + 1}
        )
        await self._settle(alert, outcome)
        reach(Failpoint.SETTLED)

    async def _settle(self, alert: Alert, outcome: Outcome) -> None:
        self._hold(alert.subscriber.address, outcome)
        if isinstance(outcome, Sent):
            marked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._confirmed.append((outbox.SentAlert(alert.id, outcome.message, self._now()), marked))
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(SETTLE_WITHIN, self._flush)
            await marked
        else:
            await self._until_written(self._settling.settle, alert, outcome, self._now())

    async def _advance(self, claim: AlertId | None) -> Alert | None:
        """Mark the confirmed alerts as sent and claim another, in one transaction: each of them costs CPU time."""
        confirmed, self._confirmed = self._confirmed, []
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        step = outbox.Step(tuple(each for each, _ in confirmed), claim, self._now())
        try:
            alert = await self._database.write(outbox.advance, step)
        except BaseException:
            self._confirmed = [*confirmed, *self._confirmed]
            self._flush()
            raise
        for _, marked in confirmed:
            if not marked.done():
                marked.set_result(None)
        return alert

    def _flush(self) -> None:
        self._timer = None
        if self._confirmed and (self._flushing is None or self._flushing.done()):
            self._flushing = asyncio.create_task(self._mark_sent(), name="mark-sent")

    async def _mark_sent(self) -> None:
        """Mark the confirmed alerts that no claim took along."""
        while self._confirmed:
            await until_written(lambda: self._advance(None), _note)

    # ---- replies -----------------------------------------------------------------------------------

    async def _deliver_reply(self, due: Due) -> None:
        try:
            reply = await self._database.read(inbox.reply, due.id)
            if reply is None or not await self._wait_for_slot(due.address):
                return
        finally:
            self._leave_preparation()
        outcome = await self._send(reply.address, decoded(reply.content))
        self._pace.answered(reply.address, asyncio.get_running_loop().time())
        reach(Failpoint.REPLY_SENT)
        log.info("reply", extra={"reply": reply.id, "outcome": type(outcome).__name__, "attempt": reply.attempts + 1})
        self._hold(reply.address, outcome)
        await self._until_written(self._settle_reply, reply, outcome, self._now())

    def _settle_reply(self, tx: Transaction, reply: inbox.PendingReply, outcome: Outcome, now: datetime) -> None:
        """Retry what was not or perhaps not sent. A reply to a chat that refuses it is dropped: it stays silent."""
        match outcome:
            case Sent():
                inbox.reply_sent(tx, reply.id, now)
            case ChatMoved(to):
                self._move(tx, reply.address, to)
                inbox.requeue_reply(tx, reply.id, now + pause_after(reply.attempts), "moved", counts=True)
            case Wait(duration):
                inbox.requeue_reply(tx, reply.id, now + duration, outbox.ASKED_TO_WAIT, counts=False)
            case TokenRefused():
                inbox.requeue_reply(tx, reply.id, now, "token refused", counts=False)
            case NotSent(why) | Unsure(why) if now.timestamp() - reply.created_at < REPLY_LASTS.total_seconds():
                inbox.requeue_reply(tx, reply.id, now + pause_after(reply.attempts), why, counts=True)
            case NotSent() | Unsure() | ChatUnreachable() | ChatClosed() | SendRefused():
                log.warning("reply_lost", extra={"reply": reply.id, "outcome": type(outcome).__name__})
                inbox.reply_sent(tx, reply.id, now)

    # ---- both --------------------------------------------------------------------------------------

    def _hold(self, address: Address, outcome: Outcome) -> None:
        """Send nothing more to a chat for which Telegram asked for a pause."""
        if isinstance(outcome, Wait):
            self._held[chat_of(address)] = Hold(self._now(), self._now() + outcome.duration)

    def _is_held(self, address: Address) -> bool:
        hold = self._held.get(chat_of(address))
        if hold is None:
            return False
        if not hold.lasts(self._now()):
            del self._held[chat_of(address)]
            return False
        return True

    async def _until_written(self, job: Callable[..., object], *arguments: object) -> None:
        await until_written(lambda: self._database.write(job, *arguments), _note)

    async def _drain(self) -> None:
        if self._under_way:
            _, late = await asyncio.wait(self._under_way.values(), timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def _note(error: StoreError) -> None:
    log.error("delivery_held", extra={"problem": type(error).__name__, "why": error.why})


def _due(rows: Rows, now: datetime) -> Sequence[Due]:
    """Return the next reply or alert to each address, if it is due."""
    replies = [Due(address, identifier, True) for identifier, address in inbox.next_replies(rows, now)]
    return replies + [Due(address, alert, False) for alert, address in outbox.next_per_subscriber(rows, now)]


def _message(alert: Alert, words: Translator, now: datetime) -> Reply:
    message = alerts.notice(alert.notice, words, now) if alert.notice else alerts.alert(alert, words, now)
    return replace(message, without_sound=alert.silent)
