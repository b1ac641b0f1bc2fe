"""Edits of sent alerts: rows of the outbox that replace the message of an alert by the alert as it is shown now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from watchers.model import AlertId, EditCause, ItemId
from watchers.store import outbox
from watchers.store.database import Rows, Transaction

MAX_EDITS = 50
"""Edits of one alert: some publishers change a title back and forth."""


def shown(rows: Rows, item: ItemId) -> list[AlertId]:
    """Return the alerts about an item that were sent, or are being sent, one by one."""
    return rows.column("select id from outbox where item = ? and state in ('sent', 'in flight') order by id", item)


def enqueue(tx: Transaction, alerts: Sequence[AlertId], change: EditCause, now: datetime) -> int:
    """Enqueue an edit of the message of each alert; return how many.

    An alert that is not sent yet needs none: it is shown as it is then. One edit shows all that is known when it is
    sent, so a second one for the same change waits only if the first is on its way.
    """
    sql = f"""insert into outbox (version, subscriber, item, edits, change, state, due_at, created_at)
        select {outbox.VERSION}, o.subscriber, null, o.id, :change, {outbox.WAITING}, :now, :now
        from outbox o join subscribers b on b.id = o.subscriber
        where o.id in (select value from json_each(:alerts)) and o.state in ('sent', 'in flight')
        and b.pause_reason is not 'unreachable'
        and (select count(*) from outbox e where e.edits = o.id) < {MAX_EDITS}
        and not exists (
            select 1 from outbox e where e.edits = o.id and e.change = :change and e.state in ('queued', 'held')
        ) order by o.id"""
    return tx.execute(sql, {"alerts": list(alerts), "change": change, "now": now})
