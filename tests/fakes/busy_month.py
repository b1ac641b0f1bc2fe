"""A database after a month of work: sources in every state, alerts on every day, an incident and a queue."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from watchers.feeds import catalog
from watchers.model import Address, News, Source, SourceId
from watchers.store import Transaction, additions, health, sources, subscribers
from watchers.store.additions import AdditionState

SECRET = "an added source that only one chat may know"
ADDED = Source(SourceId("added.1"), "https://added.example/feed", SECRET)
PER_DAY = (14, 22, 31, 27, 35, 9, 6)
"""Alerts of the days of a week; each week has a little more."""


def fill(tx: Transaction, now: datetime) -> None:
    """Write everything, as it is at ``now``."""
    known = catalog.load().default
    sources.register(tx, known, now - timedelta(days=31))
    additions.add(tx, ADDED, AdditionState.GRANTED, everyone=False, by=None, now=now)
    sources.enable(tx, ADDED.id, now)
    subscribers.subscribe(tx, Address("7"), "en", now - timedelta(days=31))
    _poll_all(tx, now)
    _trouble(tx, [source.id for source in known], now)
    _alerts(tx, known[0].id, now)
    for part in ("polling", "delivery", "telegram"):
        health.beat(tx, part, now - timedelta(seconds=3))


def _poll_all(tx: Transaction, now: datetime) -> None:
    chance = random.Random(12)
    for (identifier,) in tx.all("select id from sources order by id"):
        silent = timedelta(minutes=chance.choice((4, 9, 18, 42, 75, 130, 260, 600, 1_300)))
        tx.execute(
            """update sources set ok_at = :at, polled_at = :at, baseline_at = :began, newest_at = :newest,
                rhythm = 86400 where id = :id""",
            {
                "at": (now - timedelta(minutes=2)).timestamp(),
                "began": (now - timedelta(days=31)).timestamp(),
                "newest": (now - silent).timestamp(),
                "id": identifier,
            },
        )


def _trouble(tx: Transaction, known: list[SourceId], now: datetime) -> None:
    since = (now - timedelta(hours=5)).timestamp()
    for identifier, problem, detail in ((known[3], "BadStatus", "503"), (known[11], "BadStatus", "403")):
        tx.execute(
            """update sources set failures = 9, failing_since = :since, ok_at = :since, newest_at = :since - 3600,
                problem = :problem, detail = :detail where id = :id""",
            {"since": since, "problem": problem, "detail": detail, "id": identifier},
        )
    gone = (now - timedelta(days=2)).timestamp()
    tx.execute(
        "update sources set gone_at = :gone, ok_at = :gone, newest_at = :gone - 7200 where id = :id",
        {"gone": gone, "id": known[20]},
    )
    quiet = (now - timedelta(days=9)).timestamp()
    tx.execute("update sources set newest_at = ? where id = ?", quiet, known[6])
    tx.execute("update sources set ok_at = null, newest_at = null where id = ?", known[30])
    health.keep(tx, health.StoredIncident(known[3], News.DEAD, now - timedelta(hours=5)))
    health.keep(tx, health.StoredIncident(known[20], News.GONE, now - timedelta(days=2)))


def _alerts(tx: Transaction, source: SourceId, now: datetime) -> None:
    number = 0
    for day in range(30):
        for place in range(PER_DAY[(now - timedelta(days=day)).weekday()] + (29 - day) // 7):
            number += 1
            sent = now.replace(hour=0, minute=5) - timedelta(days=day) + timedelta(minutes=place)
            _alert(tx, source, number, sent, "sent")
    _alert(tx, source, number + 1, now + timedelta(seconds=14), "queued")


def _alert(tx: Transaction, source: SourceId, number: int, sent: datetime, state: str) -> None:
    seen = sent - timedelta(milliseconds=180 + number % 40 * 20)
    item = tx.insert(
        """insert into items (source, link, title, body, tokens, language, published_at, seen_at, baseline)
        values (?, 'https://example.org', 'An item', '', x'', 'en', ?, ?, 0)""",
        source,
        (seen - timedelta(minutes=3 + number % 25)).timestamp(),
        seen.timestamp(),
    )
    tx.execute(
        """insert into outbox (version, subscriber, item, state, due_at, created_at, sent_at)
        values (1, 1, ?, ?, ?, ?, ?)""",
        item,
        state,
        *[seen.timestamp()] * 2,
        sent.timestamp() if state == "sent" else None,
    )
