"""What the inline buttons do."""

from __future__ import annotations

from typing import assert_never

from bot.buttons import (
    Action,
    Add,
    AddedPage,
    AddPack,
    AsBefore,
    ChooseGroup,
    Drop,
    Grant,
    GrantAll,
    KeepApart,
    Mute,
    NameAgain,
    Newer,
    Older,
    OnlyWords,
    Page,
    Place,
    Refuse,
    RefuseAll,
    RemovePack,
    Restore,
    Resume,
    ShowGroup,
    ShowGroups,
    Speak,
    SwitchGroup,
    TakeNameBack,
    Unmute,
    Unwatch,
    Why,
)
from bot.chat import Reply
from bot.commands import adding, coverage, packs
from bot.commands.desk import Desk
from bot.messages import alerts, names, replies, searches
from bot.messages.words import LANGUAGES
from watchers.model import AlertId, ItemId, SearchId
from watchers.naming import OwnNameId
from watchers.search import Turn
from watchers.watchlist import AlreadyWatched, RuleAdded


async def press(action: Action, desk: Desk) -> Reply:
    """Carries out what a button asks for; pressing it twice changes nothing more."""
    match action:
        case Why(alert):
            return await _why(AlertId(alert), desk)
        case Mute(number):
            watch = await desk.watchlist.mute(desk.subscriber, number, True)
            return replies.muted(watch, desk.words) if watch else _unknown(number, desk)
        case Unmute(number):
            watch = await desk.watchlist.mute(desk.subscriber, number, False)
            if watch is None:
                return _unknown(number, desk)
            return Reply(desk.words.say("unmuted", name=watch.name, rule=watch.typed), edits=True)
        case Unwatch(number):
            watch = await desk.watchlist.unwatch(desk.subscriber, number)
            return replies.unwatched(watch, desk.words, edits=True) if watch else _unknown(number, desk)
        case Restore(number):
            watch = await desk.watchlist.restore(desk.subscriber, number)
            if watch is None:
                return _unknown(number, desk)
            return Reply(desk.words.say("restored", name=watch.name, rule=watch.typed), edits=True)
        case Page(page):
            return replies.watch_list(await desk.watchlist.watches(desk.subscriber), desk.words, page, edits=True)
        case Older(search, item):
            return await _turn(SearchId(search), Turn(ItemId(item), older=True), desk)
        case Newer(search, item):
            return await _turn(SearchId(search), Turn(ItemId(item), older=False), desk)
        case Speak(language):
            return await _speak(language, desk)
        case Resume():
            released = await desk.watchlist.resume(desk.subscriber)
            desk.deliver()
            return replies.resumed(released, desk.words)
        case OnlyWords(number):
            return _reworded(await desk.watchlist.only_words(desk.subscriber, number), number, desk, undo=True)
        case AsBefore(number):
            return _reworded(await desk.watchlist.as_before(desk.subscriber, number), number, desk, undo=False)
        case TakeNameBack(name):
            taken = await desk.watchlist.take_name_back(desk.subscriber, OwnNameId(name))
            return names.taken_back(taken, desk.words, desk.watchlist.catalogue, edits=True) if taken else _gone(desk)
        case NameAgain(name):
            given = await desk.watchlist.name_again(desk.subscriber, OwnNameId(name))
            return names.given(given, desk.words, desk.watchlist.catalogue, edits=True) if given else _gone(desk)
        case ShowGroups() | ShowGroup() | SwitchGroup():
            return await coverage.press(action, desk)
        case AddPack() | RemovePack():
            return await packs.press(action, desk)
        case Add() | Drop() | AddedPage() | ChooseGroup() | Place():
            return await adding.press(action, desk)
        case KeepApart() | Grant() | Refuse() | GrantAll() | RefuseAll():
            return await adding.decide(action, desk)
        case _:
            assert_never(action)


async def _why(alert: AlertId, desk: Desk) -> Reply:
    owed = await desk.watchlist.alert(desk.subscriber, alert)
    if owed is None or owed.item is None:
        return Reply(desk.words.say("why-unknown-message"))
    return Reply(alerts.because(owed, desk.words, desk.watchlist.catalogue))


def _reworded(found: RuleAdded | AlreadyWatched | None, number: int, desk: Desk, undo: bool) -> Reply:
    match found:
        case RuleAdded():
            return replies.watch_reworded(found, desk.words, desk.watchlist.catalogue, desk.now(), undo)
        case AlreadyWatched():
            return replies.already_watched(found, desk.words, desk.watchlist.catalogue)
        case _:
            return _unknown(number, desk)


async def _turn(search: SearchId, turn: Turn, desk: Desk) -> Reply:
    searched = await desk.watchlist.turn(desk.subscriber, search, turn)
    if searched is None:
        return Reply(desk.words.say("old-button"))
    return searches.page(searched, desk.words, edits=True)


async def _speak(language: str, desk: Desk) -> Reply:
    if language not in LANGUAGES:
        return Reply(desk.words.say("old-button"))
    await desk.watchlist.set_language(desk.subscriber, language)
    return Reply(desk.all_words[language].say("language-set"))


def _unknown(number: int, desk: Desk) -> Reply:
    return Reply(desk.words.say("unwatch-unknown", name=f"W{number}"))


def _gone(desk: Desk) -> Reply:
    return Reply(desk.words.say("alias-gone"))
