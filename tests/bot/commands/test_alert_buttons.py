"""The buttons below an alert, as people press them, in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.callbacks.alert_buttons import (
    EndMute,
    KeepWatch,
    MuteFor,
    NotForMe,
    SaveItem,
    ShowAlertButtons,
    ShowMutes,
    ShowSaved,
)
from bot.callbacks.searching import NotMeant, Why
from bot.callbacks.watching import Reword, ShowWatch
from bot.chat import Copy, Link, Reply
from bot.messages import alerts
from bot.messages.text import LANGUAGES, load
from tests.bot.test_dispatch import APPS, Chat, actions, shown
from tests.fakes.ports import document, item
from tests.fakes.situations import House
from watchers.model import DOCUMENT, Address, Alert, Fact

pytestmark = pytest.mark.service


async def alerted(house: House, chat: Chat, title: str, *facts: Fact) -> Alert:
    """The chat gets an alert with this title."""
    link = f"https://ustr.example/{title}".replace(" ", "-")
    await house.poll(document(replace(item(title, guid=title, link=link), facts=facts)))
    return (await house.enqueued(await chat.subscriber()))[-1]


def labels(reply: Reply) -> list[list[str]]:
    return [[button.label for button in row] for row in reply.buttons]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", [["Why?", "🔕 Mute ▾", "💾 Save"], ["👎 Not for me", "📋 BIS-2026-0012"], ["Open ↗"]]),
        ("zh-Hant", [["原因", "🔕 靜音 ▾", "💾 保存"], ["👎 不相關", "📋 BIS-2026-0012"], ["開啟 ↗"]]),
        ("ja", [["理由", "🔕 ミュート ▾", "💾 保存"], ["👎 対象外", "📋 BIS-2026-0012"], ["開く ↗"]]),
    ],
)
async def test_an_alert_has_its_buttons_in_words_and_one_that_copies_its_docket(
    language: str, expected: list[list[str]], house: House
) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch quota")
    docket = Fact("docket", "BIS-2026-0012", DOCUMENT, 0, 0)
    alert = await alerted(house, chat, "A quota on wool", Fact("hs", "5101", "title", 0, 0), docket)
    reply = alerts.alert(alert, load()[language])
    assert labels(reply) == expected
    assert reply.buttons[1][1] == Copy("📋 BIS-2026-0012", "BIS-2026-0012")
    assert isinstance(reply.buttons[2][0], Link)


@pytest.mark.parametrize(
    ("name", "value", "copied"),
    [
        ("fr", "91FR12345", "91 FR 12345"),
        ("hs", "85423100", "8542.31.00"),
        ("csms", "64", "64"),
        ("case", "A-1", "A-1"),
    ],
)
async def test_a_number_is_copied_as_people_search_for_it(name: str, value: str, copied: str, house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    alert = await alerted(house, chat, "A quota on wool", Fact(name, value, DOCUMENT, 0, 0))
    assert [b.text for b in alerts.alert(alert, load()["en"]).buttons[1] if isinstance(b, Copy)] == [copied]


# ---- why -------------------------------------------------------------------------------------------


async def test_why_gives_a_line_for_each_watch_and_folds_the_details(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    await chat.says("/watch wool")
    alert = await alerted(house, chat, "A quota on wool")
    reply = await chat.presses(Why(alert.id))
    assert shown(reply).splitlines()[:2] == ["W1 quota · “quota” in the title", "W2 wool · “wool” in the title"]
    before, details = reply.html.split("<blockquote expandable>")
    assert before.count("\n") == 2
    assert details.startswith("Seen ")
    assert "Seen 1 Mar 2026" in shown(reply)
    assert actions(reply) == [ShowWatch(1), ShowWatch(2), NotForMe(alert.id, 0)]


# ---- mute ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "toast"),
    [
        ("en", "W2 muted until Monday 12:00 UTC"),
        ("zh-Hant", "W2 靜音至星期一 20:00"),
        ("ja", "W2 を月曜日 21:00 までミュートしました"),
    ],
)
async def test_a_watch_is_muted_in_three_presses_without_a_new_message(language: str, toast: str, house: House) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch quota")
    await chat.says("/watch wool")
    alert = await alerted(house, chat, "A quota on wool")
    what = await chat.presses(ShowMutes(alert.id))
    assert labels(what)[0] == ["W1 quota", "W2 wool"]
    assert "USTR" in labels(what)[1][0]
    length = await chat.presses(actions(what)[1])
    assert labels(length)[0] == [load()[language].format(f"mute-{hours}") for hours in (1, 24, 168)]
    muted = await chat.presses(actions(length)[1])
    assert [reply.only_buttons and reply.edits for reply in (what, length, muted)] == [True] * 3
    assert muted.toast == toast
    assert muted.buttons == alerts.alert(alert, load()[language]).buttons
    assert [muted for _, _, muted in await chat.rules()] == [False, True]


async def test_what_is_muted_is_unmuted_from_the_same_menu(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    alert = await alerted(house, chat, "A quota on wool")
    for what, name in (("w", "W1"), ("s", "USTR"), ("t", "This story")):
        muted = await chat.presses(MuteFor(alert.id, what, 1, 0))  # type: ignore[arg-type]
        assert muted.toast == f"{name} muted until you unmute it"
    menu = await chat.presses(ShowMutes(alert.id))
    unmute = [action for action in actions(menu) if isinstance(action, EndMute)]
    assert [action.what for action in unmute] == ["w", "s", "t"]
    assert [(await chat.presses(action)).toast for action in unmute] == [
        "W1 unmuted",
        "USTR unmuted",
        "This story unmuted",
    ]
    assert labels(await chat.presses(ShowMutes(alert.id))) == [
        ["W1 quota"],
        ["Source: USTR", "This story"],
        ["‹ Back"],
    ]
    assert await house.watchlist.mutes.of(await chat.subscriber()) == ()


async def test_the_menu_closes_to_the_buttons_of_the_alert(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    alert = await alerted(house, chat, "A quota on wool")
    closed = await chat.presses(ShowAlertButtons(alert.id))
    assert closed.buttons == alerts.alert(alert, load()["en"]).buttons


async def test_an_alert_of_another_chat_has_no_buttons_here(house: House) -> None:
    ann, ben = Chat(house), Chat(house, address=Address("8"))
    await ann.says("/watch quota")
    await ben.says("/watch levy")
    alert = await alerted(house, ann, "A quota on wool")
    for payload in (
        ShowMutes(alert.id),
        MuteFor(alert.id, "s", 0, 1),
        EndMute(alert.id, "s", 0),
        NotForMe(alert.id, 0),
        SaveItem(alert.id),
        Why(alert.id),
    ):
        assert "isn’t one of my alerts" in shown(await ben.presses(payload))


# ---- not for me ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "W1 matched TSMC. Leave out “wages”? In 30 days that would have dropped 1 of 2."),
        ("zh-Hant", "W1 因「TSMC」而通知。要排除「wages」嗎？近 30 天的 2 則會少掉 1 則。"),
        ("ja", "W1 は「TSMC」に一致しました。「wages」を除きますか？過去 30 日の 2 件のうち 1 件が除かれます。"),
    ],
)
async def test_not_for_me_proposes_a_word_with_what_it_would_have_removed(
    language: str, said: str, house: House
) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch TSMC")
    await house.poll(document(*(item(title, guid=title) for title in ("Wages rise", "Wages fall", "TSMC builds"))))
    alert = await alerted(house, chat, "TSMC raises wages")
    reply = await chat.presses(NotForMe(alert.id, 0))
    assert shown(reply) == said
    assert [type(action) for action in actions(reply)] == [
        Reword,
        Reword,
        NotMeant,
        KeepWatch,
    ]
    changed = await chat.presses(actions(reply)[0])
    assert changed.edits
    assert [rule for _, rule, _ in await chat.rules()] == ["TSMC -wages"]
    await chat.presses(actions(changed)[0])
    assert [rule for _, rule, _ in await chat.rules()] == ["TSMC"]


async def test_of_several_watches_the_person_chooses_the_one_that_leaves_it_out(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    await chat.says("/watch wool")
    alert = await alerted(house, chat, "A quota on wool from Chile")
    which = await chat.presses(NotForMe(alert.id, 0))
    assert labels(which) == [["W1 quota"], ["W2 wool"]]
    reply = await chat.presses(actions(which)[1])
    assert "W2 matched wool. Leave out “Chile”?" in shown(reply)
    assert reply.edits


async def test_a_watch_that_is_kept_stays_as_it_is(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    kept = await chat.presses(KeepWatch(1))
    assert shown(kept) == "W1 stays as it is."
    assert [rule for _, rule, _ in await chat.rules()] == ["quota"]


# ---- save ------------------------------------------------------------------------------------------


async def test_an_item_is_saved_with_a_toast_listed_and_removed(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    assert "Nothing saved yet" in shown(await chat.says("/saved"))
    for title in ("A quota on wool", "A quota on silk"):
        reply = await chat.presses(SaveItem((await alerted(house, chat, title)).id))
        assert (reply.silent, reply.toast) == (True, "💾 Saved. The list: /saved")
    saved = await chat.says("/saved")
    assert shown(saved).splitlines()[0] == "2 saved items"
    assert shown(saved).splitlines()[1].startswith("1. A quota on silk — USTR, saved 1 Mar 2026")
    left = await chat.presses(actions(saved)[0])
    assert (left.edits, left.toast) == (True, "Removed.")
    assert "A quota on wool" in shown(left)
    assert "silk" not in shown(left)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_saved_items_are_paged_in_place_and_survive_their_deletion(language: str, house: House) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch quota")
    for number in range(9):
        alert = await alerted(house, chat, f"A quota on good {number}")
        await chat.presses(SaveItem(alert.id))
    house.clock.pass_by(timedelta(days=200))
    first = await chat.says("/saved")
    assert "good 8" in shown(first)
    second = await chat.presses(ShowSaved(1))
    assert second.edits
    assert "good 0" in shown(second)
    assert labels(second)[0] == ["✖️ 9"]
