"""Payloads as the data of buttons, and back.

The data holds a version, a topic and a payload, as JSON in at most 64 bytes:

    encode(Mute(watch=3), topic=12)     # '[2,12,["m",3]]'

The topic says which subscriber of a chat the button was made for, and Telegram says the chat of a press: a button acts
for that subscriber from wherever it is pressed, and nothing in its data can name another chat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules
from types import GenericAlias
from typing import Annotated, Any, Literal

import msgspec

from bot import callbacks
from bot.callbacks.payload import Payload

MAX_BYTES = 64
"""Limit of callback_data: https://core.telegram.org/bots/api#inlinekeyboardbutton"""


def _kinds(base: type[Payload]) -> Iterator[type[Payload]]:
    for kind in base.__subclasses__():
        if kind.__struct_config__.tag is not None:
            yield kind
        yield from _kinds(kind)


for _family in iter_modules(callbacks.__path__):
    import_module(f"{callbacks.__name__}.{_family.name}")
KINDS = tuple(_kinds(Payload))
"""All kinds of buttons, in the modules of this package."""

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
