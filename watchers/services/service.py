"""What the services share: where they read and write, the time, and who is woken by what they enqueue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from watchers.store import Database


@dataclass(frozen=True, slots=True)
class Service:
    """Operations in the database."""

    database: Database
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class EnqueuingJob(Service):
    """A job that enqueues messages."""

    on_enqueued: Callable[[], None]
