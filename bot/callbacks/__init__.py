"""Button payloads and their codec.

To add a button, declare its payload with a new tag in the module of its family, as a ``Change`` if it changes
something for the chat, or as an ``OperatorPayload`` if it is for operators. Write its handler, decorated with
``@handles``, in the module of bot/commands with the same name. Never change a tag or a field: messages in
chats keep their buttons for years.
"""

from bot.callbacks.codec import KINDS, MAX_BYTES, Callback, decode, encode
from bot.callbacks.payload import Payload

__all__ = ["KINDS", "MAX_BYTES", "Callback", "Payload", "decode", "encode"]
