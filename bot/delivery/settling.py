"""What becomes of an alert after an attempt that did not succeed: retried, held, moved or given up (ADR 0029).

What it says about pauses and about the database holds for targets, too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import assert_never

from bot.chat import (
    ChatClosed,
    ChatMoved,
    ChatUnreachable,
    NotSent,
    Outcome,
    SendRefused,
    Sent,
    TokenRefused,
    Unsure,
    Wait,
)
from watchers.errors import StoreError
from watchers.model import Address, Alert, News, Notice, PauseReason
from watchers.store import Transaction, outbox, subscribers

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
"""Attempts after which an alert is given up if later ones got through, or if it failed for a day."""
MAX_RETRY_TIME = timedelta(hours=24)
MAX_BACKOFF = timedelta(seconds=60)
MAX_AMBIGUOUS_PAUSE = timedelta(minutes=10)
STOP_SECONDS = 5.0
"""Seconds that messages in flight are given when the service stops."""
STORE_RETRY_SECONDS = 2.0
"""Seconds after which a write that failed is retried."""
AMBIGUOUS_PAUSE = timedelta(seconds=5)
"""The pause after the first attempt that may have been delivered; it doubles with each further one."""


def pause_after(attempts: int, most: timedelta = MAX_BACKOFF) -> timedelta:
    """Return the pause after one more failed attempt: 1, 2, 4 seconds and so on, up to ``most``."""
    return min(timedelta(seconds=2.0 ** min(attempts, 10)), most)


async def until_written(write: Callable[[], Awaitable[object]], note: Callable[[StoreError], None]) -> None:
    """Write what became of a message, retrying while the disk is full; nothing else is sent meanwhile.

    Args:
        write: Writes it.
        note: Logs why it could not be written.
    """
    while True:
        try:
            await write()
        except StoreError as error:
            note(error)
            await asyncio.sleep(STORE_RETRY_SECONDS)
        else:
            return


class Settling:
    """Write what becomes of an alert; see the module."""

    def __init__(self, move: Callable[[Transaction, Address, Address], None], repeats: bool) -> None:
        """Prepare.

        Args:
            move: Moves a chat's subscribers to its new address.
            repeats: Whether an alert that may have been delivered is sent again.
        """
        self._move = move
        self._repeats = repeats

    def settle(self, tx: Transaction, alert: Alert, outcome: Outcome, now: datetime) -> None:
        """Write the outcome of an attempt."""
        match outcome:
            case Sent(message):
                outbox.sent(tx, alert.id, message, now)
            case ChatUnreachable(why):
                outbox.hold(tx, alert.id, why)
                subscribers.pause(tx, alert.subscriber.id, PauseReason.UNREACHABLE, now)
            case ChatClosed(why):
                outbox.hold(tx, alert.id, why)
                subscribers.pause(tx, alert.subscriber.id, PauseReason.CLOSED, now)
            case ChatMoved(to):
                self._move(tx, alert.subscriber.address, to)
                self._retry(tx, alert, "moved", now, at_once=alert.attempts == 0)
            case Wait(duration):
                outbox.requeue(tx, alert.id, now + duration, outbox.ASKED_TO_WAIT, counts=False)
            case NotSent(why, certain):
                if not certain:
                    outbox.count_ambiguous(tx, alert.id)
                self._retry(tx, alert, why, now)
            case Unsure(why):
                self._retry_ambiguous(tx, alert, why, now)
            case SendRefused(why):
                self._give_up(tx, alert, why, now)
            case TokenRefused():
                outbox.requeue(tx, alert.id, now, "token refused", counts=False)
            case _:
                assert_never(outcome)

    def _retry(self, tx: Transaction, alert: Alert, why: str, now: datetime, at_once: bool = False) -> None:
        """Retry what was not sent, with growing pauses; ``at_once`` leaves this one out."""
        if self._is_hopeless(tx, alert, now):
            self._give_up(tx, alert, why, now)
        else:
            pause = timedelta(0) if at_once else pause_after(alert.attempts)
            outbox.requeue(tx, alert.id, now + pause, why, counts=True)

    def _retry_ambiguous(self, tx: Transaction, alert: Alert, why: str, now: datetime) -> None:
        """Retry what may have been sent, with growing pauses: Telegram has no idempotency key."""
        outbox.count_ambiguous(tx, alert.id)
        if not self._repeats and alert.edit is None:
            outbox.presume_sent(tx, alert.id, why, now)
            self._report(tx, alert, now)
        elif now - alert.created_at > MAX_RETRY_TIME and alert.attempts + 1 >= MAX_ATTEMPTS:
            self._give_up(tx, alert, why, now)
        else:
            pause = min(AMBIGUOUS_PAUSE * 2 ** min(alert.ambiguous, 10), MAX_AMBIGUOUS_PAUSE)
            outbox.requeue(tx, alert.id, now + pause, why, counts=True)

    def _is_hopeless(self, tx: Transaction, alert: Alert, now: datetime) -> bool:
        """Return whether the fault is this alert's, since others get through, or has lasted for a day."""
        if alert.attempts + 1 < MAX_ATTEMPTS:
            return False
        return now - alert.created_at > MAX_RETRY_TIME or outbox.is_overtaken(tx, alert.id)

    def _give_up(self, tx: Transaction, alert: Alert, why: str, now: datetime) -> None:
        """Make it a dead letter and report it. An edit that fails is only dropped: the alert itself was sent."""
        if alert.edit is not None:
            outbox.drop(tx, alert.id, why)
            return
        log.warning("alert_dead", extra={"alert": alert.id, "why": why})
        outbox.dead_letter(tx, alert.id, why)
        self._report(tx, alert, now)

    def _report(self, tx: Transaction, alert: Alert, now: datetime) -> None:
        """Notify the subscriber which alert may be missing; a notice that fails is not reported in turn."""
        if alert.notice is None:
            item = alert.item.item if alert.item else None
            title, link = (item.title.original, item.link) if item else ("", "")
            notice = Notice(News.MISSING, title, alert.created_at, url=link)
            outbox.notify(tx, [alert.subscriber.id], notice, now)
