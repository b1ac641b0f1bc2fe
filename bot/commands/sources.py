"""/sources, /status and /addsource, their buttons, the import of sources, and the decisions of operators."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.callbacks import sources as buttons
from bot.chat import ChatMessage, Document, Reply, Request
from bot.commands.context import CommandContext, existing, handles
from bot.messages import adding
from bot.messages import sources as messages
from bot.messages.text import DEFAULT_LANGUAGE, Translator
from watchers.model import Group, SubscriberId, chat_of
from watchers.services.source_health import GroupStatus
from watchers.services.sources import AdditionDecision, SourceAdded
from watchers.store.additions import AdditionId, AdditionState, OfferId


async def sources(request: Request, context: CommandContext) -> Reply:
    """List the groups of sources, with buttons to switch each on or off and to open it."""
    return messages.groups(await context.watchlist.coverage.groups(context.subscriber), context.t)


async def status(request: Request, context: CommandContext) -> Reply:
    """Report how many sources are well, which are silent, what was seen, and what is pending for this chat."""
    report = await context.watchlist.coverage.report(context.subscriber)
    return messages.report(report, context.subscriber, context.t, context.now(), context.operator)


async def addsource(request: Request, context: CommandContext) -> Reply:
    """Find the feeds at an address; without one, list the added sources, or for operators those to decide about."""
    if request.words:
        found = await context.additions.look(context.subscriber, request.words, context.operator)
        return adding.looked(found, context.t)
    waiting = await context.additions.undecided() if context.operator else []
    if waiting and request.private:
        return adding.undecided(waiting, context.t)
    return adding.added_list(await context.additions.of(context.subscriber), context.t)


async def bring(file: Document, content: bytes, context: CommandContext) -> Reply:
    """Add the feeds of an OPML file, and report each entry that was left out. Raises ParseError."""
    report = await context.additions.bring(context.subscriber, content, context.operator)
    reply = adding.imported(report, file.name, context.t)
    if not report.added:
        return reply
    asker = context.subscriber.id
    return await _with_notices(reply, context, lambda chat, t: adding.list_for_operators(report, asker, chat, t))


# ---- groups ----------------------------------------------------------------------------------------


@handles
async def _show_groups(payload: buttons.ShowGroups, context: CommandContext) -> Reply:
    return messages.groups(await context.watchlist.coverage.groups(context.subscriber), context.t, edits=True)


@handles
async def _show_group(payload: buttons.ShowGroup, context: CommandContext) -> Reply:
    return messages.group(await _group(payload.group, context), context.t, context.now(), payload.page)


@handles
async def _switch_group(payload: buttons.SwitchGroup, context: CommandContext) -> Reply:
    await _group(payload.group, context)
    await context.watchlist.coverage.switch(context.subscriber, payload.group, payload.on)
    if payload.inside:
        return await _show_group(buttons.ShowGroup(payload.group, 0), context)
    return await _show_groups(buttons.ShowGroups(), context)


async def _group(group: Group | None, context: CommandContext) -> GroupStatus:
    """Return the health of a group. Raises Refusal if it has no sources."""
    found = await context.watchlist.coverage.groups(context.subscriber)
    return existing(next((each for each in found if each.group is group), None), "old-button")


# ---- what anybody's buttons do ---------------------------------------------------------------------


@handles
async def _add(payload: buttons.AddSource, context: CommandContext) -> Reply:
    done = await context.additions.take(context.subscriber, OfferId(payload.offer), context.operator)
    reply = adding.taken(done, context.t, groups=bool(context.operators))
    if not isinstance(done, SourceAdded):
        return reply
    return await _with_notices(reply, context, lambda chat, t: adding.for_operators(done.addition, chat, t))


@handles
async def _remove(payload: buttons.RemoveSource, context: CommandContext) -> Reply:
    dropped = existing(await context.additions.drop(context.subscriber, AdditionId(payload.addition)), "source-gone")
    put_back = context.t.button("put-back", buttons.AddSource(dropped.offer))
    return context.t.reply("source-dropped", put_back, edits=True, name=adding.name_of(dropped.source))


@handles
async def _turn(payload: buttons.SourcesPage, context: CommandContext) -> Reply:
    added = await context.additions.of(context.subscriber)
    return adding.added_list(added, context.t, payload.page, edits=True)


@handles
async def _choose_group(payload: buttons.ChooseGroup, context: CommandContext) -> Reply:
    mine = existing(await context.additions.mine(context.subscriber, AdditionId(payload.addition)), "source-gone")
    return adding.choose_group(mine, context.t, context.operator)


@handles
async def _place(payload: buttons.PlaceSource, context: CommandContext) -> Reply:
    """Put a source into a group if an operator asks; suggest it to the operators otherwise."""
    identifier, group, t = AdditionId(payload.addition), payload.group, context.t
    if context.operator:
        decided = existing(await context.additions.place(identifier, group), "source-gone")
        remove, name = adding.remove_for_all(decided.addition, t), adding.name_of(decided.addition.source)
        return t.reply("group-placed", remove, edits=True, name=name, group=messages.group_name(group, t))
    suggested = existing(await context.additions.suggest(context.subscriber, identifier, group), "source-gone")
    name = adding.name_of(suggested.source)
    reply = t.reply("group-suggested", edits=True, name=name, group=messages.group_name(group, t))
    return await _with_notices(reply, context, lambda chat, t: adding.group_for_operators(suggested, group, chat, t))


# ---- what the buttons of operators do --------------------------------------------------------------


@handles
async def _decline_group(payload: buttons.DeclineGroup, context: CommandContext) -> Reply:
    kept = existing(await context.additions.keep_apart(AdditionId(payload.addition)), "source-gone")
    return context.t.reply("group-declined", edits=True, name=kept.source.name)


@handles
async def _decide(payload: buttons.ApproveSource | buttons.RefuseSource, context: CommandContext) -> Reply:
    approves = isinstance(payload, buttons.ApproveSource)
    decided = existing(await context.additions.decide(AdditionId(payload.addition), _state(approves)), "source-gone")
    undo = [adding.remove_for_all(decided.addition, context.t)] if approves else []
    key, name = "decided-granted" if approves else "decided-refused", adding.name_of(decided.addition.source)
    reply = context.t.reply(key, *undo, edits=True, name=name)
    return replace(reply, notices=_to_followers([decided], context, approves))


@handles
async def _decide_all(payload: buttons.ApproveAll | buttons.RefuseAll, context: CommandContext) -> Reply:
    approves = isinstance(payload, buttons.ApproveAll)
    decided = await context.additions.decide_all(SubscriberId(payload.subscriber), _state(approves))
    key = "decided-all-granted" if approves else "decided-all-refused"
    return replace(
        context.t.reply(key, edits=True, count=len(decided)), notices=_to_followers(decided, context, approves)
    )


def _state(approves: bool) -> AdditionState:
    return AdditionState.GRANTED if approves else AdditionState.REFUSED


async def _with_notices(reply: Reply, context: CommandContext, notice: Callable[[str, Translator], Reply]) -> Reply:
    """Return the reply with a notice to each operator in their language, unless an operator asks.

    Operators who never wrote to the bot get none. ``notice`` takes the chat that asks and the operator's texts.
    """
    if context.operator:
        return reply
    chat, languages = chat_of(context.subscriber.address), context.languages
    known = [await context.watchlist.subscriber(address) for address in context.operators]
    notices = (
        ChatMessage(each.address, notice(chat, languages.get(each.language, languages[DEFAULT_LANGUAGE])))
        for each in known
        if each
    )
    return replace(reply, notices=tuple(notices))


def _to_followers(
    decided: Iterable[AdditionDecision], context: CommandContext, approved: bool
) -> tuple[ChatMessage, ...]:
    """Return one notice per subscriber and source, except to the chat that decided."""
    key = "addition-approved" if approved else "addition-rejected"
    return tuple(
        ChatMessage(follower.address, context.languages[follower.language].reply(key, name=each.addition.source.name))
        for each in decided
        for follower in each.followers
        if follower.id != context.subscriber.id
    )
