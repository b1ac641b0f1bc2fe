"""Which subscriber is subscribed to which source: at first to all groups, which it can switch on and off."""

from __future__ import annotations

from watchers.model import Group, SourceId, SubscriberId
from watchers.store.database import Rows, Transaction

SHARED = "s.id not in (select source from additions where not everyone)"
"""SQL condition that source ``s`` is for everyone. Switching groups does not affect sources that a chat added."""


def apply_groups(tx: Transaction) -> None:
    """Subscribe every subscriber to exactly the shared sources of the groups that it has not switched off."""
    sql = f"""delete from takes where (subscriber, source) in (
            select b.subscriber, s.id from groups_off b join sources s on {_GROUP} = b.group_name where {SHARED})"""
    tx.execute(sql)
    tx.execute(_SUBSCRIBE)


def subscribe_to_all(tx: Transaction, subscriber: SubscriberId) -> None:
    """Subscribe a new subscriber to the shared sources of all groups."""
    tx.execute(f"{_SUBSCRIBE} and t.id = ?", subscriber)


def subscribe_everyone(tx: Transaction, source: SourceId) -> None:
    """Subscribe every subscriber to a shared source, except those who switched its group off."""
    tx.execute(f"{_SUBSCRIBE} and s.id = ?", source)


def switch(tx: Transaction, subscriber: SubscriberId, group: Group | None, on: bool) -> None:
    """Switch a group on or off for a subscriber, including sources added later; None: sources without a group."""
    values = (subscriber, group.value if group else "")
    if on:
        tx.execute("delete from groups_off where subscriber = ? and group_name = ?", *values)
        tx.execute(f"{_SUBSCRIBE} and t.id = ? and {_GROUP} = ?", *values)
    else:
        tx.execute("insert or ignore into groups_off (subscriber, group_name) values (?, ?)", *values)
        sql = f"""delete from takes where subscriber = ?
            and source in (select s.id from sources s where {SHARED} and {_GROUP} = ?)"""
        tx.execute(sql, *values)


def of(rows: Rows, subscriber: SubscriberId) -> frozenset[SourceId]:
    """Return the sources of a subscriber."""
    return frozenset(rows.column("select source from takes where subscriber = ?", subscriber))


def followers(rows: Rows, source: SourceId) -> list[SubscriberId]:
    """Return the reachable subscribers of the source."""
    sql = """select b.id from takes t join subscribers b on b.id = t.subscriber
        where t.source = ? and b.pause_reason is not 'unreachable'"""
    return rows.column(sql, source)


def has(rows: Rows, subscriber: SubscriberId, source: SourceId) -> bool:
    """Return whether the subscriber is subscribed to the source."""
    return rows.one("select 1 from takes where subscriber = ? and source = ?", subscriber, source) is not None


def groups_off(rows: Rows, subscriber: SubscriberId) -> frozenset[Group | None]:
    """Return the groups that the subscriber switched off; None means sources without a group."""
    found = rows.column("select group_name from groups_off where subscriber = ?", subscriber)
    known = {group.value: group for group in Group}
    return frozenset(known.get(name) for name in found if not name or name in known)


_GROUP = "coalesce(s.group_name, '')"
_SUBSCRIBE = f"""insert or ignore into takes (subscriber, source) select t.id, s.id from subscribers t, sources s
    where {SHARED} and not exists (select 1 from groups_off where subscriber = t.id and group_name = {_GROUP})"""
"""Let subscribers take the shared sources of the groups that they have not switched off."""
