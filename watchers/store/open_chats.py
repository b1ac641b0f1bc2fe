"""The groups in which every member may change watches; in others only administrators may."""

from __future__ import annotations

from watchers.store.database import Rows, Transaction


def is_open(rows: Rows, chat: str) -> bool:
    """Return whether every member of a chat may change its watches."""
    return rows.one("select 1 from open_chats where chat = ?", chat) is not None


def set_open(tx: Transaction, chat: str, is_open: bool) -> None:
    """Let every member of a chat change its watches, or only its administrators."""
    if is_open:
        tx.execute("insert or ignore into open_chats (chat) values (?)", chat)
    else:
        tx.execute("delete from open_chats where chat = ?", chat)
