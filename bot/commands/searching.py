"""/search and /why, their buttons, and *Not what I meant*."""

from __future__ import annotations

from bot.callbacks import searching as buttons
from bot.chat import Reply, Request
from bot.commands.context import CommandContext, existing, handles
from bot.messages import corrections, explanations, items
from watchers.model import ItemId
from watchers.rules import ChatAlias
from watchers.search import Turn
from watchers.services.corrections import proposed
from watchers.store.subscribers import AliasId, SearchId


async def search(request: Request, context: CommandContext) -> Reply:
    """Show the newest stored items that a rule matches; nothing is watched."""
    if not request.words:
        return context.t.reply("search-how")
    return items.page(await context.watchlist.browse(context.subscriber, request.words), context.t)


@handles
async def _turn(payload: buttons.Older | buttons.Newer, context: CommandContext) -> Reply:
    turn = Turn(ItemId(payload.item), older=isinstance(payload, buttons.Older))
    searched = await context.watchlist.turn(context.subscriber, SearchId(payload.search), turn)
    return items.page(existing(searched, "old-button"), context.t, edits=True)


# ---- why -------------------------------------------------------------------------------------------


async def why(request: Request, context: CommandContext) -> Reply:
    """Explain the item of the link that follows the command, or of the alert that the command replies to."""
    link = (request.words.split() or [""])[0]
    if "." in link or "/" in link:
        found = await context.watchlist.why(context.subscriber, link)
        return explanations.describe(found, context.t, context.catalog)
    if link or request.replied_to is None:
        # A watch number or a word identifies no item.
        return context.t.reply("why-how")
    alert = await context.watchlist.alert_of_message(context.subscriber, request.replied_to)
    asked = await context.watchlist.why_alert(context.subscriber, alert.id) if alert else None
    return explanations.describe(existing(asked, "why-unknown-message"), context.t, context.catalog)


@handles
async def _why_alert(payload: buttons.Why, context: CommandContext) -> Reply:
    alert = await context.alert(payload.alert)
    asked = await context.watchlist.why_alert(context.subscriber, alert.id)
    return explanations.because(alert, existing(asked, "why-unknown-message"), context.t, context.catalog)


# ---- not what I meant ------------------------------------------------------------------------------


@handles
async def _not_meant(payload: buttons.NotMeant | buttons.NotMeantName, context: CommandContext) -> Reply:
    alert = await context.alert(payload.alert)
    names = proposed(alert, context.catalog)
    if isinstance(payload, buttons.NotMeantName):
        return await _correct(existing(names[payload.name : payload.name + 1] or None, "old-button")[0], context)
    if len(names) > 1:
        return corrections.choose(alert, names, context.t, context.catalog)
    return await _correct(existing(names or None, "not-meant-alone")[0], context)


async def _correct(name: ChatAlias, context: CommandContext) -> Reply:
    corrected = existing(await context.watchlist.corrections.add(context.subscriber, name), "not-meant-too-many")
    return corrections.added(corrected, context.t, context.catalog)


@handles
async def _remove_correction(payload: buttons.RemoveCorrection, context: CommandContext) -> Reply:
    removed = await context.watchlist.corrections.remove(context.subscriber, AliasId(payload.correction))
    return corrections.removed(existing(removed, "not-meant-gone"), context.t, context.catalog)
