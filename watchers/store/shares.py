"""Rules that subscribers shared by a link, under a token that the link holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watchers.store.database import Rows, Transaction


@dataclass(frozen=True, slots=True)
class Share:
    """A rule as somebody shared it."""

    token: str
    typed: str


def add(tx: Transaction, share: Share, now: datetime) -> None:
    """Store a shared rule; the same rule has the same token."""
    sql = "insert into shares (token, typed, at) values (?, ?, ?) on conflict (token) do nothing"
    tx.execute(sql, share.token, share.typed, now)


def by_token(rows: Rows, token: str) -> Share | None:
    """Return a shared rule; None if there is none."""
    return rows.record(Share, "select token, typed from shares where token = ?", token)
