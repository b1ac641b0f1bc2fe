"""/channel and /feed: where else the alerts of a chat go."""

from __future__ import annotations

from dataclasses import replace

from bot.callbacks import chats as buttons
from bot.chat import Button, Reply, Request
from bot.commands.context import CommandContext, handles
from watchers.model import Address


async def channel(request: Request, context: CommandContext) -> Reply:
    """Offer the person's channels to choose from; only a private chat can show them."""
    if not request.private:
        return context.t.reply("channel-private")
    return Reply(context.t.format("channel-how"), chooses_channel=context.t.format("channel-choose"))


async def connect(request: Request, context: CommandContext) -> Reply:
    """Connect the channel that a person chose, if the person administers it."""
    assert request.chosen_channel is not None
    chosen = Address(str(request.chosen_channel))
    if not await context.roles.is_admin(chosen, request.user):
        return context.t.reply("channel-not-yours")
    await context.watchlist.subscribe(chosen, context.subscriber.language)
    copy = Button(context.t.format("channel-copy"), buttons.CopyWatches(-request.chosen_channel))
    return Reply(context.t.format("channel-connected"), ((copy,),))


@handles
async def _copy(payload: buttons.CopyWatches, context: CommandContext) -> Reply:
    channel = Address(str(-payload.channel))
    to = await context.watchlist.subscriber(channel)
    if to is None or not await context.roles.is_admin(channel, context.user):
        return context.t.reply("channel-not-yours")
    count = await context.chats.copy_watches(context.subscriber, to)
    return context.t.reply("channel-copied", count=count)


# ---- feeds -----------------------------------------------------------------------------------------


async def feed(request: Request, context: CommandContext) -> Reply:
    """Show the addresses at which feed readers get the alerts of this chat."""
    if not context.public_url:
        return context.t.reply("feed-none")
    return _addresses(await context.watchlist.feeds.secret(context.subscriber), context)


@handles
async def _renew_feed(payload: buttons.RenewFeed, context: CommandContext) -> Reply:
    if not context.public_url:
        return context.t.reply("feed-none")
    return replace(_addresses(await context.watchlist.feeds.renew(context.subscriber), context), edits=True)


def _addresses(secret: str, context: CommandContext) -> Reply:
    """Return the addresses in both formats, with a button that replaces them."""
    base, renew = f"{context.public_url}/feed/{secret}", context.t.button("button-renew-feed", buttons.RenewFeed())
    return context.t.reply("feed-addresses", renew, atom=f"{base}.xml", json=f"{base}.json")
