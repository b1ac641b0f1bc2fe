"""A chat's message as other services get it: plain text with its addresses, and its items as values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.messages import alerts
from bot.messages.items import title
from bot.messages.text import Html, Translator, plain, shortened
from watchers.model import Alert, AlertId, EditCause, Reason, StoredItem

Kind = Literal["alert", "update", "list", "digest", "notice"]

MAX_TITLE_LENGTH = 200
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class OutsideReason:
    """Why an item was sent."""

    watch: str
    """Its name, such as W3."""
    rule: str
    """As its author typed it."""
    words: tuple[str, ...]
    """The matched words, each once."""


@dataclass(frozen=True, slots=True)
class OutsideItem:
    """One item of a message."""

    title: str
    link: str
    source: str
    language: str
    published: datetime | None
    seen: datetime
    reasons: tuple[OutsideReason, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsideMessage:
    """One message of a chat."""

    id: AlertId
    kind: Kind
    about: AlertId
    """The alert that an update is about; its own ID otherwise."""
    is_minor: bool
    """Whether it only adds another source to an alert, which people are not notified of."""
    title: str
    text: str
    html: Html
    """Telegram HTML, without buttons."""
    items: tuple[OutsideItem, ...]
    at: datetime
    """When it was enqueued."""


def outside(pending: Alert, t: Translator, now: datetime) -> OutsideMessage:
    """Return a message of the outbox for other services, in the language of its chat."""
    shown = alerts.notice(pending.notice, t, now) if pending.notice else alerts.alert(pending, t, now)
    text = with_addresses(shown.html)
    reasons = tuple(_reason(each) for each in pending.all_reasons)
    items = (_item(pending.item, t, reasons),) if pending.item else tuple(_item(each, t) for each in pending.listed)
    heading = items[0].title if pending.item else text.partition("\n")[0]
    return OutsideMessage(
        id=pending.id,
        kind=_kind(pending),
        about=pending.original,
        is_minor=pending.edit is not None and pending.edit.change in (None, EditCause.ALSO),
        title=shortened(heading, MAX_TITLE_LENGTH),
        text=text,
        html=Html(shown.html),
        items=items,
        at=pending.created_at,
    )


def with_addresses(html: str) -> str:
    """Return Telegram HTML as plain text in which the address of each link follows its text."""
    return plain(_LINK.sub(r"\2 (\1)", html))


def _kind(pending: Alert) -> Kind:
    if pending.notice is not None:
        return "notice"
    if pending.edit is not None:
        return "update"
    if pending.digest is not None:
        return "digest"
    return "list" if pending.item is None else "alert"


def _item(stored: StoredItem, t: Translator, reasons: tuple[OutsideReason, ...] = ()) -> OutsideItem:
    item = stored.item
    return OutsideItem(
        title(stored, t), item.link, stored.source_name, item.language, item.published, stored.seen_at, reasons
    )


def _reason(reason: Reason) -> OutsideReason:
    words = tuple(dict.fromkeys(hit.text for hit in reason.hits if hit.text))
    return OutsideReason(reason.watch.name, reason.watch.typed, words)
