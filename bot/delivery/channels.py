"""The configured targets as channels to send by: webhooks, and apprise for mail, Slack, Teams, Matrix and others.

Apprise says only whether a message was accepted. It blocks, and runs in a thread.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.chat import NotSent, Outcome, Sent
from bot.config.settings import GivenTarget
from bot.delivery.targets import Channel
from bot.delivery.webhooks import KEY_PREFIX, Webhook
from bot.messages.outside import OutsideMessage
from watchers.http import Poster
from watchers.model import Address
from watchers.store.targets import Target

if TYPE_CHECKING:
    import apprise


class UnknownService(Exception):
    """Apprise does not know what the address of a target means."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def open_channels(given: Sequence[GivenTarget], post: Poster, now: Callable[[], datetime]) -> list[Channel]:
    """Return a channel for each target. Raises UnknownService."""
    return [_open(each, post, now) for each in given]


def _open(given: GivenTarget, post: Poster, now: Callable[[], datetime]) -> Channel:
    target = Target(given.name, Address(given.chat))
    if given.webhook is not None and given.key is not None:
        key = base64.b64decode(given.key.get_secret_value().removeprefix(KEY_PREFIX))
        return Channel(target, Webhook(given.webhook.get_secret_value(), key, given.chat, post, now))
    assert given.apprise is not None
    opened = service(given.apprise.get_secret_value())
    if opened is None:
        raise UnknownService(given.name)
    return Channel(target, Apprised(opened))


def service(url: str) -> Any:
    """Return apprise for one address; None if apprise does not know what it means."""
    # Imported here, since it takes four tenths of a second, and most services have no such target.
    import apprise

    opened = apprise.Apprise()
    return opened if opened.add(url) else None


@dataclass(frozen=True, slots=True)
class Apprised:
    """Sends messages to one address of apprise."""

    service: apprise.Apprise

    async def __call__(self, message: OutsideMessage) -> Outcome:
        """Send one message. One that only adds another source to an alert is left out: people were notified of it."""
        if message.is_minor:
            return Sent("")
        accepted = await asyncio.to_thread(self._notify, message)
        return Sent(str(message.id)) if accepted else NotSent("the service did not accept it")

    def _notify(self, message: OutsideMessage) -> bool:
        return bool(self.service.notify(title=message.title, body=message.text, body_format="text"))
