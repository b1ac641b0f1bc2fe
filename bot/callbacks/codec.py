"""Payloads as the data of buttons, and back.

The data holds a version, a topic and a payload, as JSON in at most 64 bytes:

    encode(Mute(watch=3), topic=12)     # '[2,12,["m",3]]'

The topic says which subscriber of a chat the button was made for, and Telegram says the chat of a press: a button acts
for that subscriber from wherever it is pressed, and nothing in its data can name another chat.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from types import GenericAlias
from typing import Annotated, Any, Literal

import msgspec

from bot.callbacks import (
    admin,
    alert_buttons,
    chats,
    deadlines,
    general,
    personal,
    searching,
    settings,
    sources,
    start,
    talking,
    trends,
    watch_screens,
    watching,
)
from bot.callbacks.payload import Payload

MAX_BYTES = 64
"""Limit of callback_data: https://core.telegram.org/bots/api#inlinekeyboardbutton"""

FAMILIES = (
    admin,
    alert_buttons,
    chats,
    deadlines,
    general,
    personal,
    searching,
    settings,
    sources,
    start,
    talking,
    trends,
    watch_screens,
    watching,
)
KINDS = tuple(
    kind
    for family in FAMILIES
    for kind in vars(family).values()
    if isinstance(kind, type) and issubclass(kind, Payload) and kind.__module__ == family.__name__
)

Topic = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""A message_thread_id, or 0 for a chat without topics and for the general topic."""
_ANY_KIND: Any = reduce(or_, KINDS)
_DECODER = msgspec.json.Decoder(GenericAlias(tuple, (Literal[2], Topic, _ANY_KIND)))


class Callback(msgspec.Struct, frozen=True):
    """The content of a button."""

    payload: Payload
    topic: int | None
    """None for a button of version 1, which does not contain it."""


def encode(payload: Payload, topic: int) -> str:
    """Return the data of a button for the subscriber of a topic: ASCII, at most 64 bytes."""
    return msgspec.json.encode((2, topic, payload)).decode()


def decode(data: str) -> Callback | None:
    """Return the content of a button, or None for data that no version wrote."""
    if len(data) > MAX_BYTES or not data.isascii():
        return None
    try:
        if data.startswith("1:"):
            return Callback(_decode_version_1(data), None)
        _, topic, payload = _DECODER.decode(data)
    except msgspec.DecodeError:
        return None
    return Callback(payload, topic)


def _decode_version_1(data: str) -> Payload:
    """Read ``1:TAG:FIELD:FIELD``, which was written until 2026 and is not written anymore. Raises DecodeError."""
    tag, *texts = re.split("[:.]", data)[1:]
    fields: list[object] = [int(text) if re.fullmatch("[0-9]{1,18}", text) else text for text in texts]
    match tag, texts:
        case "go", ["none", _]:
            fields[0] = None
        case "gs", [group, ("00" | "01" | "10" | "11") as switches]:
            fields = [None if group == "none" else group, *(switch == "1" for switch in switches)]
        case (("g" | "s"), [""]):
            fields = []
    payload: Payload = msgspec.convert([tag, *fields], _ANY_KIND)
    return payload
