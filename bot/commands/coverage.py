"""/sources and /status: which sources a chat gets, and evidence that they are polled."""

from __future__ import annotations

from bot.callbacks import ShowGroup, ShowGroups, SwitchGroup
from bot.chat import Reply, Request
from bot.commands.context import Desk, handles
from bot.messages import sources as pages
from bot.messages import status as reports
from watchers.model import Group
from watchers.services.source_health import GroupStanding


async def sources(request: Request, desk: Desk) -> Reply:
    """List the groups of sources, with buttons to switch each on or off and to open it."""
    return pages.groups(await desk.watchlist.groups(desk.subscriber), desk.words)


async def status(request: Request, desk: Desk) -> Reply:
    """Report how many sources are well, which are silent, what was seen, and what is pending for this chat."""
    report = await desk.watchlist.report(desk.subscriber)
    return reports.report(report, desk.subscriber, desk.words, desk.now(), desk.operator)


@handles(ShowGroups)
async def _show_groups(payload: ShowGroups, desk: Desk) -> Reply:
    return pages.groups(await desk.watchlist.groups(desk.subscriber), desk.words, edits=True)


@handles(ShowGroup)
async def _show_group(payload: ShowGroup, desk: Desk) -> Reply:
    found = await _group(payload.group, desk)
    if found is None:
        return Reply(desk.words.say("old-button"))
    return pages.group(found, desk.words, desk.now(), payload.page)


@handles(SwitchGroup)
async def _switch_group(payload: SwitchGroup, desk: Desk) -> Reply:
    if await _group(payload.group, desk) is None:
        return Reply(desk.words.say("old-button"))
    await desk.watchlist.switch(desk.subscriber, payload.group, payload.on)
    if payload.inside:
        return await _show_group(ShowGroup(payload.group, 0), desk)
    return await _show_groups(ShowGroups(), desk)


async def _group(group: Group | None, desk: Desk) -> GroupStanding | None:
    """Return the health of a group, or None if it has no sources."""
    found = await desk.watchlist.groups(desk.subscriber)
    return next((each for each in found if each.group is group), None)
