"""/sources and /status: what is read for a chat, and the proof that it is read."""

from __future__ import annotations

from typing import assert_never

from bot.buttons import ShowGroup, ShowGroups, SwitchGroup, Taking
from bot.chat import Reply, Request
from bot.commands.desk import Desk
from bot.messages import sources as pages
from bot.messages import status as reports
from watchers.model import Group
from watchers.standing import GroupStanding


async def sources(request: Request, desk: Desk) -> Reply:
    """The groups of sources, each of which is switched on and off, and opened."""
    return pages.groups(await desk.watchlist.groups(desk.subscriber), desk.words)


async def status(request: Request, desk: Desk) -> Reply:
    """How many sources are well, which are silent, what was seen, and what waits for this chat."""
    report = await desk.watchlist.report(desk.subscriber)
    return reports.report(report, desk.subscriber, desk.words, desk.now(), desk.operator)


async def press(action: Taking, desk: Desk) -> Reply:
    """Turns to a group or back, and switches one; pressing it twice changes nothing more."""
    match action:
        case ShowGroups():
            return pages.groups(await desk.watchlist.groups(desk.subscriber), desk.words, edits=True)
        case ShowGroup(name, page):
            found = await _group(name, desk)
            return pages.group(found, desk.words, desk.now(), page) if found else _gone(desk)
        case SwitchGroup(name, on, inside):
            found = await _group(name, desk)
            if found is None:
                return _gone(desk)
            await desk.watchlist.switch(desk.subscriber, found.group, on)
            return await press(ShowGroup(name, 0) if inside else ShowGroups(), desk)
        case _:
            assert_never(action)


async def _group(name: str, desk: Desk) -> GroupStanding | None:
    """The group of this name; None where it has no sources, or where there never was such a group."""
    if name != pages.NO_GROUP and name not in set(Group):
        return None
    wanted = None if name == pages.NO_GROUP else Group(name)
    found = await desk.watchlist.groups(desk.subscriber)
    return next((group for group in found if group.group is wanted), None)


def _gone(desk: Desk) -> Reply:
    return Reply(desk.words.say("old-button"))
