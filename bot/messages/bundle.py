"""The messages of a language, each parsed when it is used for the first time: all of them would take 50 ms."""

from __future__ import annotations

import re

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Message

_ENTRY = re.compile("^(?=[a-z])", re.MULTILINE)


class Bundle(FluentBundle):
    """A bundle whose messages refer to no others."""

    def __init__(self, locale: str, source: str) -> None:
        """Prepare.

        Args:
            locale: Decides about plurals.
            source: All messages, in Fluent's syntax.
        """
        # Bidi isolation marks would end up in rules that people copy.
        super().__init__([locale], use_isolating=False)
        self._unread = {entry.partition(" ")[0]: entry for entry in _ENTRY.split(source)}

    def get_message(self, message_id: str) -> Message:
        """Return a message. Raise KeyError if there is none."""
        if (entry := self._unread.pop(message_id, None)) is not None:
            self.add_resource(FluentResource(entry))
        return super().get_message(message_id)
