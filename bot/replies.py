"""Replies as text, to be stored until they are sent."""

from __future__ import annotations

import msgspec

from bot.callbacks import decode, encode
from bot.chat import Button, Copy, Document, Link, Reply, Row


class _Key(msgspec.Struct, omit_defaults=True):
    label: str
    data: str = ""
    url: str = ""
    copy: str = ""


class _Stored(msgspec.Struct, omit_defaults=True):
    html: str
    rows: list[list[_Key]] = []
    document: str = ""
    content: bytes = b""
    in_reply_to: str | None = None
    replaces: str | None = None
    chooses_channel: str = ""
    asks_location: str = ""
    only_buttons: bool = False
    asks_text: str = ""
    picture: str = ""


def encoded(reply: Reply) -> str:
    """Return a reply as JSON."""
    attached = reply.document or reply.picture
    return msgspec.json.encode(
        _Stored(
            str(reply.html),
            [[_key(button) for button in row] for row in reply.buttons],
            reply.document.name if reply.document else "",
            (attached.content if attached else None) or b"",
            reply.in_reply_to,
            reply.replaces,
            str(reply.chooses_channel),
            str(reply.asks_location),
            reply.only_buttons,
            str(reply.asks_text),
            reply.picture.name if reply.picture else "",
        )
    ).decode()


def decoded(text: str) -> Reply:
    """Return the reply that ``encoded`` made into text."""
    stored = msgspec.json.decode(text, type=_Stored)
    return Reply(
        stored.html,
        tuple(_row(row) for row in stored.rows),
        document=Document(stored.document, stored.content) if stored.document else None,
        in_reply_to=stored.in_reply_to,
        replaces=stored.replaces,
        chooses_channel=stored.chooses_channel,
        asks_location=stored.asks_location,
        only_buttons=stored.only_buttons,
        asks_text=stored.asks_text,
        picture=Document(stored.picture, stored.content) if stored.picture else None,
    )


def _key(button: Button | Link | Copy) -> _Key:
    if isinstance(button, Link):
        return _Key(str(button.label), url=button.url)
    if isinstance(button, Copy):
        return _Key(str(button.label), copy=button.text)
    # The topic is added when the button is sent.
    return _Key(str(button.label), encode(button.payload, 0))


def _row(row: list[_Key]) -> Row:
    found: list[Button | Link | Copy] = []
    for key in row:
        callback = decode(key.data) if key.data else None
        if callback is not None:
            found.append(Button(key.label, callback.payload))
        elif key.url:
            found.append(Link(key.label, key.url))
        elif key.copy:
            found.append(Copy(key.label, key.copy))
    return tuple(found)
