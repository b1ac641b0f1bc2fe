"""Notify those who want to be reminded of a deadline when it gets another day or is withdrawn.

A publisher may correct the item itself, or publish another document of the same docket that says in its title that it
extends, postpones or withdraws something. Only then is it taken for that: one docket often has several measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from watchers.model import Dated, Deadline, Item, ItemId, News, Notice, SubscriberId
from watchers.store import Transaction, deadlines, items, outbox

_NOTICED = timedelta(days=1)
"""How long ago, in UTC, a deadline may have been that is still today somewhere."""
_EXTENDS = re.compile(
    r"\bext(?:end(?:s|ed|ing)?|ensions?)\b|\breopen|\bpostpon|\bdelay|\breschedul|\bnew\s(?:date|deadline)"
    r"|延長|延长|延期|展延|延後|延后|推遲|推迟|改期|日程変更",
    re.IGNORECASE,
)
_WITHDRAWS = re.compile(
    r"\bwithdraw(?:s|n|al|ing)?\b|\bcancel|\brescind|\brescission|撤回|撤銷|撤销|取消|中止|取り?下げ", re.IGNORECASE
)
_OF_A_HEARING = re.compile(r"\bhearings?\b|公聽會|公听会|聽證會|听证会|公聴会", re.IGNORECASE)


def after_correction(tx: Transaction, item: ItemId, before: Iterable[Deadline], now: datetime) -> None:
    """Notify of what a publisher changed in an item that had these deadlines."""
    after = {deadline.kind: deadline for deadline in deadlines.of_item(tx, item)}
    for old in before:
        new = after.get(old.kind)
        if _is_ahead(old, now) and (new is None or new.day != old.day):
            _notify(tx, old, new, deadlines.reminded_of(tx, item), now)


def after_arrival(tx: Transaction, item: ItemId, content: Item, now: datetime) -> None:
    """Notify of what a new item changes in the deadlines of earlier items of its docket."""
    title = content.title.original
    extends, withdraws = _EXTENDS.search(title), _WITHDRAWS.search(title)
    if not (extends or withdraws):
        return
    mine = {deadline.kind: deadline for deadline in deadlines.of_item(tx, item)}
    for old in deadlines.of_same_procedure(tx, item, _today(now)):
        new = mine.get(old.kind)
        if extends and new is not None and new.day > old.day:
            _replace(tx, old, new, item, now)
        elif withdraws and new is None and (old.kind is Dated.HEARING or not _OF_A_HEARING.search(title)):
            _replace(tx, old, None, item, now)


def _replace(tx: Transaction, old: Deadline, new: Deadline | None, by: ItemId, now: datetime) -> None:
    """Let the later item count from now on, also for the reminders."""
    asked = deadlines.reminded_of(tx, old.item)
    deadlines.replace(tx, old, by)
    for subscriber in asked if new is not None else ():
        deadlines.remind(tx, subscriber, by, now)
    _notify(tx, replace(old, item=by), new, asked, now)


def _notify(tx: Transaction, old: Deadline, new: Deadline | None, to: list[SubscriberId], now: datetime) -> None:
    news = News.WITHDRAWN if new is None else News.RESCHEDULED
    notify(tx, to, news, old if new is None else replace(new, was=old.day), now)


def notify(tx: Transaction, to: list[SubscriberId], news: News, deadline: Deadline, now: datetime) -> None:
    """Enqueue a notice about a deadline; none if its item was deleted."""
    stored = items.by_ids(tx, [deadline.item]).get(deadline.item)
    if stored is not None and to:
        title = stored.item.title.original or stored.item.body.original
        outbox.notify(tx, to, Notice(news, title[:_MAX_TITLE], now, url=stored.item.link, deadline=deadline), now)


_MAX_TITLE = 180


def _is_ahead(deadline: Deadline, now: datetime) -> bool:
    return deadline.day >= _today(now)


def _today(now: datetime) -> date:
    return (now - _NOTICED).date()
