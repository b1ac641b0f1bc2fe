"""/why and its button: why an alert was sent, or why not."""

from __future__ import annotations

from bot.callbacks import Why
from bot.chat import Reply, Request
from bot.commands.context import Desk, handles
from bot.messages import alerts, inquiries
from watchers.model import AlertId
from watchers.services.explanations import NeverSeen


async def why(request: Request, desk: Desk) -> Reply:
    """Explain the item of the link that follows the command, or of the alert that the command replies to."""
    if request.words:
        link = request.words.split()[0]
        if "." not in link and "/" not in link:
            # A watch number or a word, which identifies no item.
            return Reply(desk.words.say("why-how"))
        found = await desk.watchlist.why(desk.subscriber, link)
        if isinstance(found, NeverSeen):
            return Reply(desk.words.say("why-never-seen"))
        return Reply(inquiries.tell(found, desk.words, desk.watchlist.catalog))
    if request.replied_to is None:
        return Reply(desk.words.say("why-how"))
    alert = await desk.watchlist.alert_of_message(desk.subscriber, request.replied_to)
    asked = await desk.watchlist.why_alert(desk.subscriber, alert.id) if alert else None
    if asked is None:
        return Reply(desk.words.say("why-unknown-message"))
    return Reply(inquiries.tell(asked, desk.words, desk.watchlist.catalog))


@handles(Why)
async def _why_alert(payload: Why, desk: Desk) -> Reply:
    alert = await desk.watchlist.alert(desk.subscriber, AlertId(payload.alert))
    if alert is None or alert.item is None:
        return Reply(desk.words.say("why-unknown-message"))
    return Reply(alerts.because(alert, desk.words, desk.watchlist.catalog))
