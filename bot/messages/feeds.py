"""The addresses at which feed readers get the alerts of a chat."""

from __future__ import annotations

from bot.callbacks.chats import RenewFeed
from bot.chat import Reply
from bot.messages.text import Translator


def feed_addresses(public_url: str, secret: str, t: Translator, edits: bool = False) -> Reply:
    """Return the addresses in both formats, with a button that replaces them."""
    base = f"{public_url}/feed/{secret}"
    return t.reply(
        "feed-addresses",
        t.button("button-renew-feed", RenewFeed()),
        edits=edits,
        atom=f"{base}.xml",
        json=f"{base}.json",
    )
