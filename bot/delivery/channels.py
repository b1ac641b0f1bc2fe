"""The configured targets as channels to send by."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.config.settings import GivenTarget
from bot.delivery.apprised import Apprised, service
from bot.delivery.targets import Channel
from bot.delivery.webhooks import KEY_PREFIX, Webhook
from watchers.http import Poster
from watchers.model import Address
from watchers.store.targets import Target


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
