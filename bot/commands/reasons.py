"""/why: the reason of an alert, or of its absence."""

from __future__ import annotations

from bot.chat import Reply, Request
from bot.commands.desk import Desk
from bot.messages import alerts
from watchers.watchlist import NeverSeen


async def why(request: Request, desk: Desk) -> Reply:
    """By the link that follows, or by the alert that the command answers."""
    if request.words:
        found = await desk.watchlist.why(desk.subscriber, request.words.split()[0])
        if isinstance(found, NeverSeen):
            return Reply(desk.words.say("why-never-seen"))
        return Reply(alerts.why(found, desk.words))
    if request.replied_to is None:
        return Reply(desk.words.say("why-how"))
    alert = await desk.watchlist.alert_of_message(desk.subscriber, request.replied_to)
    if alert is None or alert.item is None:
        return Reply(desk.words.say("why-unknown-message"))
    return Reply(alerts.because(alert, desk.words))
