"""/addsource, /import and /export, their buttons, and the decisions of operators."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.callbacks import (
    AddSource,
    ApproveAll,
    ApproveSource,
    ChooseGroup,
    DeclineGroup,
    PlaceSource,
    RefuseAll,
    RefuseSource,
    RemoveSource,
    SourcesPage,
)
from bot.chat import Notice, Reply, Request, chat_of
from bot.commands.context import Desk, Handler, P, handles
from bot.messages import adding
from bot.messages.words import DEFAULT_LANGUAGE, Words
from watchers.errors import ParseError
from watchers.model import SubscriberId
from watchers.services.sources import Decided, SourceAdded
from watchers.store.additions import AdditionId, AdditionState, OfferId


async def addsource(request: Request, desk: Desk) -> Reply:
    """Find the feeds at an address; without one, list the added sources, or for operators those to decide about."""
    if request.words:
        return adding.looked(await desk.additions.look(desk.subscriber, request.words, desk.operator), desk.words)
    waiting = await desk.additions.undecided() if desk.operator else []
    if waiting and request.private:
        return adding.undecided(waiting, desk.words)
    return adding.added_list(await desk.additions.of(desk.subscriber), desk.words)


async def import_(request: Request, desk: Desk) -> Reply:
    """Add the feeds of an OPML file, and report each entry that was left out."""
    file = request.document
    if file is None:
        return Reply(desk.words.say("import-how"))
    if file.content is None:
        return adding.unfetched(file.name, desk.words)
    try:
        report = await desk.additions.bring(desk.subscriber, file.content, desk.operator)
    except ParseError:
        return Reply(desk.words.say("import-unreadable", file=file.name))
    reply = adding.imported(report, file.name, desk.words)
    if not report.added or desk.operator:
        return reply
    chat = chat_of(desk.subscriber.address)
    told = await _to_operators(
        desk, lambda words: adding.operators_told_of_list(report, desk.subscriber.id, chat, words)
    )
    return replace(reply, notices=told)


async def export(request: Request, desk: Desk) -> Reply:
    """Send the sources of this chat as a file."""
    document, count = await desk.additions.export(desk.subscriber, "Tradewatch")
    return adding.exported(document, count, desk.words)


# ---- what anybody's buttons do ---------------------------------------------------------------------


@handles(AddSource)
async def _add(payload: AddSource, desk: Desk) -> Reply:
    done = await desk.additions.take(desk.subscriber, OfferId(payload.offer), desk.operator)
    reply = adding.taken(done, desk.words, groups=bool(desk.operators))
    if not isinstance(done, SourceAdded) or desk.operator:
        return reply
    chat = chat_of(desk.subscriber.address)
    told = await _to_operators(desk, lambda words: adding.operators_told(done.addition, chat, words))
    return replace(reply, notices=told)


@handles(RemoveSource)
async def _remove(payload: RemoveSource, desk: Desk) -> Reply:
    dropped = await desk.additions.drop(desk.subscriber, AdditionId(payload.addition))
    return adding.dropped(dropped, desk.words) if dropped else _gone(desk)


@handles(SourcesPage)
async def _turn(payload: SourcesPage, desk: Desk) -> Reply:
    return adding.added_list(await desk.additions.of(desk.subscriber), desk.words, payload.page, edits=True)


@handles(ChooseGroup)
async def _choose_group(payload: ChooseGroup, desk: Desk) -> Reply:
    mine = await desk.additions.mine(desk.subscriber, AdditionId(payload.addition))
    return adding.choose_group(mine, desk.words, desk.operator) if mine else _gone(desk)


@handles(PlaceSource)
async def _place(payload: PlaceSource, desk: Desk) -> Reply:
    """Put a source into a group if an operator asks; suggest it to the operators otherwise."""
    identifier, group = AdditionId(payload.addition), payload.group
    if desk.operator:
        decided = await desk.additions.place(identifier, group)
        return adding.placed(decided.addition, group, desk.words) if decided else _gone(desk)
    suggested = await desk.additions.suggest(desk.subscriber, identifier, group)
    if suggested is None:
        return _gone(desk)
    chat = chat_of(desk.subscriber.address)
    told = await _to_operators(desk, lambda words: adding.operators_told_of_group(suggested, group, chat, words))
    return replace(adding.suggested(suggested, group, desk.words), notices=told)


# ---- what the buttons of operators do --------------------------------------------------------------


def _for_operators(handler: Handler[P]) -> Handler[P]:
    """Return a handler that rejects anyone who is not an operator."""

    async def checked(payload: P, desk: Desk) -> Reply:
        return await handler(payload, desk) if desk.operator else Reply(desk.words.say("operators-only"))

    return checked


@handles(DeclineGroup)
@_for_operators
async def _decline_group(payload: DeclineGroup, desk: Desk) -> Reply:
    kept = await desk.additions.keep_apart(AdditionId(payload.addition))
    return Reply(desk.words.say("group-declined", name=kept.source.name), edits=True) if kept else _gone(desk)


@handles(ApproveSource)
@_for_operators
async def _approve(payload: ApproveSource, desk: Desk) -> Reply:
    decided = await desk.additions.decide(AdditionId(payload.addition), AdditionState.GRANTED)
    if decided is None:
        return _gone(desk)
    return replace(adding.granted(decided.addition, desk.words), notices=_to_takers([decided], desk, "told-granted"))


@handles(RefuseSource)
@_for_operators
async def _refuse(payload: RefuseSource, desk: Desk) -> Reply:
    decided = await desk.additions.decide(AdditionId(payload.addition), AdditionState.REFUSED)
    if decided is None:
        return _gone(desk)
    return replace(adding.refused(decided.addition, desk.words), notices=_to_takers([decided], desk, "told-refused"))


@handles(ApproveAll)
@_for_operators
async def _approve_all(payload: ApproveAll, desk: Desk) -> Reply:
    decided = await desk.additions.decide_all(SubscriberId(payload.subscriber), AdditionState.GRANTED)
    said = desk.words.say("decided-all-granted", count=len(decided))
    return Reply(said, edits=True, notices=_to_takers(decided, desk, "told-granted"))


@handles(RefuseAll)
@_for_operators
async def _refuse_all(payload: RefuseAll, desk: Desk) -> Reply:
    decided = await desk.additions.decide_all(SubscriberId(payload.subscriber), AdditionState.REFUSED)
    said = desk.words.say("decided-all-refused", count=len(decided))
    return Reply(said, edits=True, notices=_to_takers(decided, desk, "told-refused"))


async def _to_operators(desk: Desk, say: Callable[[Words], Reply]) -> tuple[Notice, ...]:
    """Return a notice to each operator in their language, except those who never wrote to the bot."""
    known = [await desk.watchlist.subscriber(address) for address in desk.operators]
    return tuple(
        Notice(operator.address, say(desk.all_words.get(operator.language, desk.all_words[DEFAULT_LANGUAGE])))
        for operator in known
        if operator is not None
    )


def _to_takers(decided: Iterable[Decided], desk: Desk, key: str) -> tuple[Notice, ...]:
    """Return one notice per subscriber and source, except to the chat that decided."""
    return tuple(
        Notice(taker.address, Reply(desk.all_words[taker.language].say(key, name=each.addition.source.name)))
        for each in decided
        for taker in each.takers
        if taker.id != desk.subscriber.id
    )


def _gone(desk: Desk) -> Reply:
    return Reply(desk.words.say("source-gone"))
