"""Button payloads and their codec.

To add a button, declare its payload with a new tag in the module of its family, as a ``Change`` if it changes
something for the chat, and write its handler, decorated with ``@handles``, in the module of bot/commands with the same
name. Never change a tag or a field: messages in chats keep their buttons for years.
"""

from bot.callbacks.codec import KINDS, MAX_BYTES, Callback, decode, encode
from bot.callbacks.payload import AdminChange, Change, Payload, names_watches

__all__ = ["KINDS", "MAX_BYTES", "AdminChange", "Callback", "Change", "Payload", "decode", "encode", "names_watches"]
