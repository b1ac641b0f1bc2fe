"""/pause and /resume."""

from __future__ import annotations

from bot.callbacks import Resume
from bot.chat import Button, Reply, Request
from bot.commands.context import Desk, handles
from bot.messages import replies


async def pause(request: Request, desk: Desk) -> Reply:
    """Hold all alerts; matching continues."""
    await desk.watchlist.pause(desk.subscriber)
    return Reply(desk.words.say("paused"), ((Button(desk.words.say("resume"), Resume()),),))


async def resume(request: Request, desk: Desk) -> Reply:
    """End the pause and send the held alerts."""
    return await _end_pause(Resume(), desk)


@handles(Resume)
async def _end_pause(payload: Resume, desk: Desk) -> Reply:
    released = await desk.watchlist.resume(desk.subscriber)
    desk.deliver()
    return replies.resumed(released, desk.words)
