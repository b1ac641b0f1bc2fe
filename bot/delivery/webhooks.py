"""Post a chat's messages to a webhook, signed as the Standard Webhooks specification says.

The receiver computes HMAC-SHA256 over ``webhook-id.webhook-timestamp.body`` with the shared key, and compares it with
the header ``webhook-signature``. The ID of a message is the same in every try, so that a receiver can drop copies.
Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.chat import NotSent, Outcome, SendRefused, Sent, Unsure, Wait
from bot.messages.outside import OutsideMessage
from watchers.cadence import read_retry_after
from watchers.http import NotPosted, Poster

KEY_PREFIX = "whsec_"
MAX_WAIT = timedelta(hours=1)
_UNACCEPTABLE = (400, 406, 413, 415, 422)
"""Statuses with which a receiver refuses one message, not all of them."""
_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Sends messages to one address."""

    url: str
    key: bytes
    chat: str
    post: Poster
    now: Callable[[], datetime]

    async def __call__(self, message: OutsideMessage) -> Outcome:
        """Post one message, and return what became of it."""
        body = encoded(message, self.chat)
        answered = await self.post(self.url, headers(message, body, self.key, self.now()), body)
        if isinstance(answered, NotPosted):
            return Unsure(answered.why) if answered.may_have_arrived else NotSent(answered.why)
        why = f"HTTP {answered.status}"
        if 200 <= answered.status < 300:
            return Sent(str(message.id))
        if answered.status in _BUSY and (pause := read_retry_after(answered.retry_after, answered.date)):
            return Wait(min(pause, MAX_WAIT))
        return SendRefused(why) if answered.status in _UNACCEPTABLE else NotSent(why)


def encoded(message: OutsideMessage, chat: str) -> bytes:
    """Return the body: JSON with the type of the event, its time, and the message."""
    data = {
        "id": message.id,
        "about": message.about,
        "chat": chat,
        "title": message.title,
        "text": message.text,
        "items": message.items,
    }
    return msgspec.json.encode({"type": f"message.{message.kind}", "timestamp": message.at, "data": data})


def headers(message: OutsideMessage, body: bytes, key: bytes, now: datetime) -> Mapping[str, str]:
    """Return the headers of a try at this time, with the signature."""
    # The number alone may come again after the newest messages were deleted.
    identifier, timestamp = f"msg_{message.id}_{message.at:%Y%m%d%H%M%S}", str(int(now.timestamp()))
    signed = b".".join([identifier.encode(), timestamp.encode(), body])
    signature = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return {
        "content-type": "application/json",
        "webhook-id": identifier,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
