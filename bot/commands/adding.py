"""/addsource, /import and /export, what their buttons do, and what operators decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import assert_never

from bot.buttons import Add, AddedPage, ChooseGroup, Drop, Grant, GrantAll, KeepApart, Place, Refuse, RefuseAll
from bot.chat import Notice, Reply, Request
from bot.commands.desk import Desk
from bot.messages import adding
from bot.messages.words import DEFAULT_LANGUAGE, Words
from bot.pace import chat_of
from watchers.additions import Decided, SourceAdded
from watchers.errors import ParseError
from watchers.model import AdditionId, Group, OfferId, SubscriberId


async def addsource(request: Request, desk: Desk) -> Reply:
    """Finds the feed behind what follows; without an address, lists what was added here."""
    if request.words:
        return adding.looked(await desk.additions.look(desk.subscriber, request.words, desk.operator), desk.words)
    waiting = await desk.additions.undecided() if desk.operator else []
    if waiting and request.private:
        return adding.undecided(waiting, desk.words)
    return adding.added_list(await desk.additions.of(desk.subscriber), desk.words)


async def import_(request: Request, desk: Desk) -> Reply:
    """Adds what the file lists, and reports on each entry that was left out."""
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
    """Sends the sources of this chat as a file."""
    document, count = await desk.additions.export(desk.subscriber, "Tradewatch")
    return adding.exported(document, count, desk.words)


async def press(action: Add | Drop | AddedPage | ChooseGroup | Place, desk: Desk) -> Reply:
    """What anybody's buttons do."""
    match action:
        case Add(offer):
            return await _add(OfferId(offer), desk)
        case Drop(addition):
            dropped = await desk.additions.drop(desk.subscriber, AdditionId(addition))
            return adding.dropped(dropped, desk.words) if dropped else Reply(desk.words.say("source-gone"))
        case AddedPage(page):
            return adding.added_list(await desk.additions.of(desk.subscriber), desk.words, page, edits=True)
        case ChooseGroup(addition):
            mine = await desk.additions.mine(desk.subscriber, AdditionId(addition))
            return adding.choose_group(mine, desk.words, desk.operator) if mine else _gone(desk)
        case Place(addition, group) if group in set(Group):
            return await _place(AdditionId(addition), Group(group), desk)
        case Place():
            return Reply(desk.words.say("old-button"))
        case _:
            assert_never(action)


async def decide(action: KeepApart | Grant | Refuse | GrantAll | RefuseAll, desk: Desk) -> Reply:
    """What the buttons of operators do; of anybody else, nothing."""
    if not desk.operator:
        return Reply(desk.words.say("operators-only"))
    match action:
        case KeepApart(addition):
            kept = await desk.additions.keep_apart(AdditionId(addition))
            return Reply(desk.words.say("group-declined", name=kept.source.name), edits=True) if kept else _gone(desk)
        case Grant(addition):
            return await _granted(await desk.additions.grant(AdditionId(addition)), desk)
        case Refuse(addition):
            return await _refused(await desk.additions.refuse(AdditionId(addition)), desk)
        case GrantAll(asker):
            decided = await desk.additions.grant_all(SubscriberId(asker))
            said = desk.words.say("decided-all-granted", count=len(decided))
            return Reply(said, edits=True, notices=_to_takers(decided, desk, "told-granted"))
        case RefuseAll(asker):
            decided = await desk.additions.refuse_all(SubscriberId(asker))
            said = desk.words.say("decided-all-refused", count=len(decided))
            return Reply(said, edits=True, notices=_to_takers(decided, desk, "told-refused"))
        case _:
            assert_never(action)


async def _add(offer: OfferId, desk: Desk) -> Reply:
    done = await desk.additions.take(desk.subscriber, offer, desk.operator)
    reply = adding.taken(done, desk.words, groups=bool(desk.operators))
    if not isinstance(done, SourceAdded) or desk.operator:
        return reply
    chat = chat_of(desk.subscriber.address)
    told = await _to_operators(desk, lambda words: adding.operators_told(done.addition, chat, words))
    return replace(reply, notices=told)


async def _place(identifier: AdditionId, group: Group, desk: Desk) -> Reply:
    """Of an operator it is done, of anybody else suggested."""
    if desk.operator:
        decided = await desk.additions.place(identifier, group)
        return adding.placed(decided.addition, group, desk.words) if decided else _gone(desk)
    suggested = await desk.additions.suggest(desk.subscriber, identifier, group)
    if suggested is None:
        return _gone(desk)
    chat = chat_of(desk.subscriber.address)
    told = await _to_operators(desk, lambda words: adding.operators_told_of_group(suggested, group, chat, words))
    return replace(adding.suggested(suggested, group, desk.words), notices=told)


async def _granted(decided: Decided | None, desk: Desk) -> Reply:
    if decided is None:
        return _gone(desk)
    return replace(adding.granted(decided.addition, desk.words), notices=_to_takers([decided], desk, "told-granted"))


async def _refused(decided: Decided | None, desk: Desk) -> Reply:
    if decided is None:
        return _gone(desk)
    return replace(adding.refused(decided.addition, desk.words), notices=_to_takers([decided], desk, "told-refused"))


async def _to_operators(desk: Desk, say: Callable[[Words], Reply]) -> tuple[Notice, ...]:
    """Each in the language that it chose; an operator who never spoke to the bot cannot be told."""
    known = [await desk.watchlist.subscriber(address) for address in desk.operators]
    return tuple(
        Notice(operator.address, say(desk.all_words.get(operator.language, desk.all_words[DEFAULT_LANGUAGE])))
        for operator in known
        if operator is not None
    )


def _to_takers(decided: Iterable[Decided], desk: Desk, key: str) -> tuple[Notice, ...]:
    """One message for each chat and source; whoever decided needs none."""
    return tuple(
        Notice(taker.address, Reply(desk.all_words[taker.language].say(key, name=each.addition.source.name)))
        for each in decided
        for taker in each.takers
        if taker.id != desk.subscriber.id
    )


def _gone(desk: Desk) -> Reply:
    return Reply(desk.words.say("source-gone"))
