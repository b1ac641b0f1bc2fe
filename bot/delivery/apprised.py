"""Send a chat's messages by apprise: mail, Slack, Teams, Matrix and whatever else it knows.

Apprise says only whether a message was accepted. It blocks, and runs in a thread.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.chat import NotSent, Outcome, Sent
from bot.messages.outside import OutsideMessage

if TYPE_CHECKING:
    import apprise


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
