"""*Not what I meant*, as people press it: one name at once, several by choice, a list, and undo."""

from __future__ import annotations

import pytest

from bot.callbacks.searching import NotMeant, NotMeantName, RemoveCorrection
from bot.chat import Reply
from bot.messages.text import LANGUAGES
from tests.bot.test_dispatch import APPS, Chat, actions, shown
from tests.fakes.ports import document, item
from tests.fakes.situations import House

pytestmark = pytest.mark.service


async def pressed(house: House, chat: Chat, title: str) -> Reply:
    """The chat gets an alert with this title, and presses the button under it."""
    await house.poll(document(item(title, guid=title)))
    alerts = await house.enqueued(await chat.subscriber())
    return await chat.presses(NotMeant(alerts[-1].id))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_press_says_what_does_not_count_any_more_and_how_much_that_is(house: House, language: str) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch TSMC")
    reply = await pressed(house, chat, "TSMC tower opens")
    assert (
        shown(reply).splitlines()[:2]
        == {
            "en": [
                "From now on, “TSMC tower” doesn’t count as TSMC in this chat.",
                "In the last 30 days, this would have left out one item.",
            ],
            "zh-Hant": ["從現在起，「TSMC tower」在這個聊天室裡不算台積電。", "過去 30 天會因此略過 1 則。"],
            "ja": [
                "今後このチャットでは、「TSMC tower」を台湾積体電路製造とみなしません。",
                "過去 30 日間では 1 件が除かれます。",
            ],
        }[language]
    )


async def test_what_does_not_count_is_listed_and_counts_again_after_a_press(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch TSMC")
    (undo,) = actions(await pressed(house, chat, "TSMC tower opens"))
    assert isinstance(undo, RemoveCorrection)
    assert "“TSMC tower” is not TSMC." in shown(await chat.says("/alias -"))
    assert "counts as TSMC again" in shown(await chat.presses(undo))
    assert "no longer exists" in shown(await chat.presses(undo))


async def test_of_several_names_the_person_chooses_one(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch TSMC Qualcomm")
    choice = await pressed(house, chat, "TSMC tower opens as Qualcomm hires")
    assert [isinstance(action, NotMeantName) for action in actions(choice)] == [True, True]
    assert "“Qualcomm hires”" in shown(await chat.presses(actions(choice)[1]))


async def test_a_name_that_stands_alone_teaches_nothing(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch TSMC")
    assert "no name in it has a word beside it" in shown(await pressed(house, chat, "TSMC"))
