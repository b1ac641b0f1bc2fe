"""/settings and /channel: who may change a group's watches, and channels that get alerts."""

from __future__ import annotations

from bot.callbacks import CopyWatches, LetMembers
from bot.chat import Button, Reply, Request, chat_of
from bot.commands.context import Desk, handles
from watchers.model import Address


async def settings(request: Request, desk: Desk) -> Reply:
    """Show who may change the watches of this chat."""
    if request.private:
        return Reply(desk.words.say("settings-private"))
    return await _settings(chat_of(request.address), desk)


async def channel(request: Request, desk: Desk) -> Reply:
    """Offer the person's channels to choose from; only a private chat can show them."""
    if not request.private:
        return Reply(desk.words.say("channel-private"))
    return Reply(desk.words.say("channel-how"), chooses_channel=desk.words.say("channel-choose"))


async def connect(request: Request, desk: Desk) -> Reply:
    """Connect the channel that a person chose, if the person administers it."""
    assert request.chosen_channel is not None
    chosen = Address(str(request.chosen_channel))
    if not await desk.roles.is_admin(chosen, request.user):
        return Reply(desk.words.say("channel-not-yours"))
    await desk.chats.connect(chosen, desk.subscriber.language)
    copy = Button(desk.words.say("channel-copy"), CopyWatches(-request.chosen_channel))
    return Reply(desk.words.say("channel-connected"), ((copy,),))


@handles(LetMembers)
async def _let_members(payload: LetMembers, desk: Desk) -> Reply:
    await desk.chats.set_open(chat_of(desk.subscriber.address), payload.may)
    return await _settings(chat_of(desk.subscriber.address), desk, edits=True)


@handles(CopyWatches)
async def _copy(payload: CopyWatches, desk: Desk) -> Reply:
    channel = Address(str(-payload.channel))
    to = await desk.watchlist.subscriber(channel)
    if to is None or not await desk.roles.is_admin(channel, desk.user):
        return Reply(desk.words.say("channel-not-yours"))
    count = await desk.chats.copy_watches(desk.subscriber, to)
    return Reply(desk.words.say("channel-copied", count=count))


async def _settings(chat: str, desk: Desk, edits: bool = False) -> Reply:
    is_open = await desk.chats.is_open(chat)
    text = desk.words.say("settings-open" if is_open else "settings-admins")
    label = desk.words.say("settings-to-admins" if is_open else "settings-to-open")
    return Reply(text, ((Button(label, LetMembers(not is_open)),),), edits=edits)
