"""Starter packs: twelve, each added by a button and undone by another."""

from __future__ import annotations

import pytest

from bot.callbacks.start import AddPack, RemovePack, ShowPack, ShowTopics
from bot.callbacks.watching import Restore
from bot.chat import Button
from bot.messages.text import LANGUAGES
from tests.bot.test_dispatch import ANN, APPS, Chat, actions, shown
from tests.fakes.ports import document, item
from tests.fakes.situations import LIMIT, House
from watchers.model import Address
from watchers.services import packs
from watchers.services.watches import Watchlist

pytestmark = pytest.mark.service

PACKS = {pack.id: pack for pack in packs.load().all}
EU = PACKS["eu-trade"]
TAIWAN = PACKS["taiwan-us"]


def roomy(house: House, limit: int = 100) -> Chat:
    """Ann's chat with the service, in which a chat may have so many watches."""
    house.watchlist = Watchlist(house.database, house.index, house.watchlist.recognizer, house.clock, limit)
    return Chat(house)


@pytest.fixture
def ann(house: House) -> Chat:
    return roomy(house)


async def typed(chat: Chat) -> list[str]:
    return [rule for _, rule, _ in await chat.rules()]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_packs_are_offered_in_the_language_of_the_chat(language: str, house: House) -> None:
    reply = await Chat(house, ANN, APPS[language]).says("/packs")
    labels = [button.label for row in reply.buttons for button in row if isinstance(button, Button)]
    assert labels[: len(PACKS)] == [f"{pack.sign} {pack.short[language]}" for pack in PACKS.values()]
    assert actions(reply)[: len(PACKS)] == [ShowPack(identifier, 0) for identifier in PACKS]
    assert len(PACKS) == 12


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_press_adds_the_rules_as_watches_and_says_which_and_how_to_undo(language: str, house: House) -> None:
    roomy(house)
    chat = Chat(house, ANN, APPS[language])
    reply = await chat.presses(AddPack(EU.id))
    assert await typed(chat) == list(EU.rules)
    assert EU.names[language] in shown(reply)
    for number, entry in enumerate(EU.entries, 1):
        assert f"W{number} {entry.titles[language]}" in shown(reply).splitlines()
    assert actions(reply) == [RemovePack(1, len(EU.rules)), ShowTopics(all=False)]


async def test_a_pack_added_twice_adds_nothing_twice(ann: Chat) -> None:
    await ann.presses(AddPack(EU.id))
    again = await ann.presses(AddPack(EU.id))
    assert await typed(ann) == list(EU.rules)
    assert "nothing was added" in shown(again)
    assert "You already have: W1, W2, W3, W4, W5, W6." in shown(again)
    assert actions(again) == [ShowTopics(all=False)]


async def test_a_rule_that_is_watched_already_is_not_added_again_and_undo_leaves_it(ann: Chat) -> None:
    await ann.says(f"/watch {EU.rules[2]}")
    added = await ann.presses(AddPack(EU.id))
    assert "5 watches on" in shown(added)
    assert "You already have: W1." in shown(added)
    assert actions(added)[0] == RemovePack(2, 5)
    await ann.presses(RemovePack(2, 5))
    assert await typed(ann) == [EU.rules[2]]


async def test_undo_removes_what_was_added_and_nothing_else_whenever_it_is_pressed(ann: Chat) -> None:
    await ann.presses(AddPack(EU.id))
    undo, _ = actions(await ann.presses(AddPack(TAIWAN.id)))
    await ann.says("/watch quota")
    undone = await ann.presses(undo)
    assert undone.edits
    assert "5 watches deleted" in shown(undone)
    assert await typed(ann) == [*EU.rules, "quota"]
    assert "already deleted" in shown(await ann.presses(undo))
    await ann.presses(Restore(7))
    assert await typed(ann) == [*EU.rules, TAIWAN.rules[0], "quota"]


async def test_undo_in_a_chat_that_joined_another_is_too_old_and_removes_nothing(house: House) -> None:
    roomy(house)
    old, new = Chat(house, Address("-5")), Chat(house, Address("-1005"))
    undo, _ = actions(await old.presses(AddPack(EU.id)))
    for number in range(6):
        await new.says(f"/watch quota{number}")
    await house.watchlist.moved(old.address, new.address)
    before = await typed(new)
    assert "too old" in shown(await old.presses(undo))
    assert await typed(new) == before
    assert len(before) == 6 + len(EU.rules)


async def test_a_pack_that_was_undone_can_be_added_again(ann: Chat) -> None:
    undo, _ = actions(await ann.presses(AddPack(EU.id)))
    await ann.presses(undo)
    assert actions(await ann.presses(AddPack(EU.id)))[0] == RemovePack(7, 6)
    assert await typed(ann) == list(EU.rules)


async def test_a_chat_gets_as_many_watches_of_a_pack_as_it_has_room_for(house: House) -> None:
    chat = roomy(house, LIMIT)
    await chat.says("/watch quota")
    added = await chat.presses(AddPack(EU.id))
    assert await typed(chat) == ["quota", *EU.rules[: LIMIT - 1]]
    assert f"2 watches were not added: a chat may have {LIMIT}." in shown(added)
    assert actions(added)[0] == RemovePack(2, LIMIT - 1)
    full = await chat.presses(AddPack(TAIWAN.id))
    assert "nothing was added" in shown(full)
    assert actions(full) == [ShowTopics(all=False)]


async def test_what_a_pack_watches_is_alerted_and_after_undo_no_longer(ann: Chat, house: House) -> None:
    undo, _ = actions(await ann.presses(AddPack(EU.id)))
    await house.poll(document(item("CBAM certificates go on sale", guid="1")))
    await ann.presses(undo)
    await house.poll(document(item("CBAM registry opens", guid="2")))
    assert await house.titles_owed(await ann.subscriber()) == ["CBAM certificates go on sale"]


async def test_in_a_pause_the_answer_says_so(ann: Chat) -> None:
    await ann.says("/pause")
    assert "/resume" in shown(await ann.presses(AddPack(EU.id)))


async def test_the_button_of_a_pack_that_is_not_shipped_any_more_is_too_old(ann: Chat) -> None:
    assert "too old" in shown(await ann.presses(AddPack("no-such-pack")))
