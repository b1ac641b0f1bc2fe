"""/watches with taps, /unwatch, and links that copy a watch or a pack, in three languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.callbacks import watching as buttons
from bot.callbacks.alert_buttons import MuteFor
from bot.callbacks.settings import SetMode
from bot.callbacks.start import WatchPack
from bot.callbacks.watching import WatchSuggested
from bot.chat import Copy, Link, Reply, Request
from bot.messages.text import LANGUAGES
from tests.bot.test_dispatch import APPS, GROUP, Chat, actions, shown
from tests.fakes.ports import document, item
from tests.fakes.situations import House
from watchers.model import Address
from watchers.services import packs
from watchers.services.watches import Watchlist

pytestmark = pytest.mark.service


@pytest.fixture
def ann(house: House) -> Chat:
    return Chat(house)


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


async def publish(house: House, *titles: str) -> None:
    link = "https://ustr.example/"
    await house.poll(document(*(item(title, guid=title, link=link + title.replace(" ", "-")) for title in titles)))


async def replies(chat: Chat, text: str, user: int = 7) -> Reply:
    """Answer the last question with a reply to it."""
    private = not chat.address.startswith("-")
    return await chat.answering(Request(chat.address, private, user, "en", text, replied_to="1"))


# ---- the list --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "Your 3 watches · one alert today",
                "W1 quota · ⚡ · 2 in 30 days",
                "W2 levy · 🌅 08:00 · never fired ⚠️",
                "W3 tin · 🔕 until Wednesday 12:00 UTC",
            ],
        ),
        (
            "zh-Hant",
            [
                "追蹤清單（3 項） · 今天 1 則通知",
                "W1 quota · ⚡ · 30 天 2 則",
                "W2 levy · 🌅 08:00 · 從未通知 ⚠️",
                "W3 tin · 🔕 至星期三 20:00",
            ],
        ),
        (
            "ja",
            [
                "ウォッチ 3 件 · 今日の通知 1 件",
                "W1 quota · ⚡ · 30 日で 2 件",
                "W2 levy · 🌅 08:00 · 通知実績なし ⚠️",
                "W3 tin · 🔕 水曜日 21:00 まで",
            ],
        ),
    ],
)
async def test_each_watch_is_listed_with_when_it_sends_and_how_much_it_brings(
    language: str, lines: list[str], house: House
) -> None:
    chat = Chat(house, app=APPS[language])
    for rule in ("quota", "levy", "tin"):
        await chat.says(f"/watch {rule}")
    await chat.presses(SetMode(2, "day", 480))
    house.clock.pass_by(timedelta(days=29))
    await publish(house, "A quota on wool")
    house.clock.pass_by(timedelta(days=1))
    await publish(house, "A quota on silk")
    await chat.presses(buttons.MuteWatch(3, 24))
    assert shown(await chat.says("/watches")).splitlines() == lines


async def test_muted_sources_are_listed_and_unmuted_in_place(ann: Chat, house: House) -> None:
    await ann.says("/watch quota")
    await publish(house, "A quota on wool")
    (alert,) = await house.enqueued(await ann.subscriber())
    await ann.presses(MuteFor(alert.id, "s", 0, 1))
    listed = await ann.says("/watches")
    assert "🔕 Also muted: USTR until 13:00 UTC" in shown(listed)
    (unmute,) = [action for action in actions(listed) if isinstance(action, buttons.EndSilence)]
    unmuted = await ann.presses(unmute)
    assert (unmuted.edits, unmuted.toast) == (True, "Unmuted.")
    assert "USTR" not in shown(unmuted)


async def test_noisy_and_silent_watches_are_pointed_out_with_a_suggestion(house: House) -> None:
    chats = [Chat(house, Address(str(at)), APPS[language]) for at, language in enumerate(LANGUAGES, 7)]
    for chat in chats:
        await chat.says("/watch quota")
        await chat.says("/watch levy")
    house.clock.pass_by(timedelta(days=30))
    await publish(house, *(f"A quota on good {number}" for number in range(601)))
    for chat in chats:
        listed = await chat.says("/watches")
        assert buttons.ShowUnfit() in actions(listed)
        unfit = await chat.presses(buttons.ShowUnfit())
        assert unfit.edits
        assert actions(unfit)[:2] == [SetMode(1, "day", 480), buttons.TryWatch(2)]
        assert "20" in shown(unfit).splitlines()[1]


# ---- one watch -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "W1\nquota, levy\nOne alert in 30 days · last 2 h ago · since 1 Mar 2026\nSends: at once",
        ),
        (
            "zh-Hant",
            "W1\nquota, levy\n近 30 天 1 則通知 · 最近一則 2 小時前 · 建立於 2026年3月1日\n通知時間：即時",
        ),
        (
            "ja",
            "W1\nquota, levy\n過去 30 日の通知 1 件 · 最新 2 時間前 · 2026年3月1日登録\n通知：すぐに",
        ),
    ],
)
async def test_a_watch_opens_in_place_and_every_button_of_it_answers(language: str, said: str, house: House) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch quota, levy")
    await publish(house, "A quota on wool")
    house.clock.pass_by(timedelta(hours=2))
    opened = await chat.presses(actions(await chat.says("/watches"))[0])
    assert (shown(opened), opened.edits) == (said, True)
    assert max(len(row) for row in opened.buttons) == 2
    for action in actions(opened):
        answer = await chat.presses(action)
        asks = isinstance(action, buttons.EditRule | buttons.NameWatch)
        assert (answer.edits, bool(answer.asks_text)) == (not asks, asks)


async def test_a_watch_is_muted_for_a_time_on_its_own_screen(ann: Chat) -> None:
    await ann.says("/watch quota")
    times = await ann.presses(buttons.ShowWatchMute(1))
    assert labels(times) == ["1 h", "24 h", "7 d", "Until I unmute", "‹ W1"]
    muted = await ann.presses(actions(times)[2])
    assert muted.toast == "W1 muted until 8 Mar 2026, 12:00 UTC"
    assert "🔕 until 8 Mar 2026, 12:00 UTC" in shown(muted)
    unmuted = await ann.presses(buttons.UnmuteWatch(1))
    assert unmuted.toast == "W1 unmuted"
    assert "🔕" not in shown(unmuted)


async def test_a_watch_is_tested_on_what_is_stored(ann: Chat, house: House) -> None:
    await publish(house, "A quota on wool")
    await ann.says("/watch quota wool")
    tested = await ann.presses(buttons.TryWatch(1))
    assert shown(tested).startswith("🧪 W1: ")
    assert "One match in the last" in shown(tested)
    assert actions(tested) == [buttons.EditRule(1), buttons.ShowWatch(1)]
    assert "no watch W9" in shown(await ann.presses(buttons.TryWatch(9)))


# ---- answers that are typed ------------------------------------------------------------------------


async def test_a_rule_is_changed_by_a_reply_and_undone(ann: Chat) -> None:
    await ann.says("/watch quota")
    asked = await ann.presses(buttons.EditRule(1))
    assert asked.asks_text == "New rule"
    changed = await replies(ann, "quota, levy")
    assert "W1 changed: quota or levy" in shown(changed)
    assert await ann.rules() == [("W1", "quota, levy", False)]
    await ann.presses(actions(changed)[0])
    assert await ann.rules() == [("W1", "quota", False)]


async def test_a_question_stays_open_while_the_answer_cannot_be_read(ann: Chat) -> None:
    await ann.says("/watch quota")
    await ann.presses(buttons.EditRule(1))
    assert "Problem at character" in shown(await replies(ann, "(levy"))
    assert await ann.rules() == [("W1", "quota", False)]
    await replies(ann, "levy")
    assert await ann.rules() == [("W1", "levy", False)]
    assert "Watch this?" in shown(await replies(ann, "tin")), "the question was answered"


async def test_what_is_not_a_reply_is_not_an_answer_to_the_question(ann: Chat) -> None:
    await ann.says("/watch quota")
    await ann.presses(buttons.EditRule(1))
    assert "Watch this?" in shown(await ann.says("levy"))
    assert await ann.rules() == [("W1", "quota", False)]


async def test_a_rule_that_another_watch_has_is_not_given_twice(ann: Chat) -> None:
    await ann.says("/watch quota")
    await ann.says("/watch levy")
    await ann.presses(buttons.EditRule(2))
    assert "You already have that watch: W1" in shown(await replies(ann, "quota"))
    assert [rule for _, rule, _ in await ann.rules()] == ["quota", "levy"]


async def test_a_watch_gets_a_name_and_loses_it(ann: Chat) -> None:
    await ann.says("/watch quota")
    await ann.presses(buttons.NameWatch(1))
    assert shown(await replies(ann, "Wool & silk")) == "W1 is now called Wool & silk."
    assert "W1 Wool & silk · ⚡" in shown(await ann.says("/watches"))
    assert shown(await ann.presses(buttons.ShowWatch(1))).startswith("W1 Wool & silk\nquota")
    await ann.presses(buttons.NameWatch(1))
    assert "no name anymore: quota" in shown(await replies(ann, "-"))


async def test_in_a_group_only_the_person_who_was_asked_answers(house: House) -> None:
    group = Chat(house, GROUP)
    await group.says("/watch quota")
    await group.presses(buttons.EditRule(1))
    assert (await replies(group, "levy", user=8)).silent
    assert "W1 changed" in shown(await replies(group, "levy"))


# ---- removing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["1 3", "W1, W3", "w1、3", "W3 W1 W9", "Ｗ１，Ｗ３"])
async def test_several_watches_are_removed_at_once_and_restored_by_one_press(typed: str, ann: Chat) -> None:
    for rule in ("quota", "levy", "tin"):
        await ann.says(f"/watch {rule}")
    removed = await ann.says(f"/unwatch {typed}")
    assert shown(removed).splitlines()[0] == "2 watches deleted"
    assert [name for name, _, _ in await ann.rules()] == ["W2"]
    restored = await ann.presses(actions(removed)[0])
    assert shown(restored).splitlines()[0] == "2 watches restored"
    assert [name for name, _, _ in await ann.rules()] == ["W1", "W2", "W3"]


async def test_a_name_that_several_watches_have_asks_which(ann: Chat) -> None:
    await ann.says("/watch quota wool")
    await ann.says("/watch quota silk")
    which = await ann.says("/unwatch quota")
    assert labels(which) == ["🗑 W1 quota wool", "🗑 W2 quota silk"]
    removed = await ann.presses(actions(which)[1])
    assert removed.edits
    assert [name for name, _, _ in await ann.rules()] == ["W1"]


async def test_a_reply_to_an_alert_removes_its_watch(ann: Chat, house: House) -> None:
    await ann.says("/watch quota")
    await publish(house, "A quota on wool")
    (alert,) = await house.enqueued(await ann.subscriber())
    await house.database.write(lambda tx: tx.execute("update outbox set message = '55' where id = ?", alert.id))
    assert "W1 quota" in shown(await ann.says("/unwatch", replied_to="55"))
    assert await ann.rules() == []
    assert "not a notification" not in shown(await ann.says("/unwatch", replied_to="56"))


async def test_watches_are_picked_and_deleted_in_place(house: House) -> None:
    house.watchlist = Watchlist(house.database, house.index, house.watchlist.recognizer, house.clock, 100)
    ann = Chat(house)
    for number in range(12):
        await ann.says(f"/watch quota{number}")
    await ann.says("/unwatch 2")
    page = await ann.presses(buttons.PickWatches(1, 0))
    assert [action for action in actions(page) if isinstance(action, buttons.RemovePicked)] == []
    assert buttons.PickWatches(12, 0) in actions(page), "the next page begins with the next watch"
    page = await ann.presses(actions(page)[0])
    page = await ann.presses(actions(page)[2])
    assert labels(page)[:3] == ["W1 ✓", "W3", "W4 ✓"]
    (remove,) = [action for action in actions(page) if isinstance(action, buttons.RemovePicked)]
    removed = await ann.presses(remove)
    assert removed.edits
    assert [name for name, _, _ in await ann.rules()][:2] == ["W3", "W5"]
    await ann.presses(actions(removed)[0])
    assert [name for name, _, _ in await ann.rules()][:3] == ["W1", "W3", "W4"]


async def test_picking_among_watches_that_are_gone_shows_those_that_are_left(ann: Chat) -> None:
    await ann.says("/watch quota")
    assert labels(await ann.presses(buttons.PickWatches(40, 3)))[0].startswith("W1")
    await ann.says("/unwatch 1")
    assert "no watches yet" in shown(await ann.presses(buttons.PickWatches(1, 1)))
    assert "no watch W1" in shown(await ann.presses(buttons.RemovePicked(1, 1)))


# ---- links -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_watch_is_copied_to_another_chat_by_a_link(language: str, house: House) -> None:
    ann, ben = Chat(house, app=APPS[language]), Chat(house, Address("-1009"), APPS[language])
    ann.answering.bot_name = "TradewatchBot"
    await ann.says('/watch "quota & levy", 関税')
    shared = await ann.presses(buttons.ShareWatch(1))
    (copied,) = [button for row in shared.buttons for button in row if isinstance(button, Copy)]
    links = [button.url for row in shared.buttons for button in row if isinstance(button, Link)]
    start = copied.text.removeprefix("https://t.me/TradewatchBot?start=")
    assert links[0] == f"https://t.me/TradewatchBot?startgroup={start}"
    assert links[1].startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2FTradewatchBot%3Fstart%3Dw_")
    assert copied.text in shown(shared)
    assert len(start) <= 64, "https://core.telegram.org/bots/features#deep-linking"
    assert set(start) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
    draft = await ben.says(f"/start {start}")
    await ben.presses(next(action for action in actions(draft) if isinstance(action, WatchSuggested)))
    assert await ben.rules() == [("W1", '"quota & levy", 関税', False)]


async def test_a_pack_is_shared_by_a_link(house: House) -> None:
    ann, ben = Chat(house), Chat(house, Address("8"))
    ann.answering.bot_name = "TradewatchBot"
    pack = packs.load().all[0]
    shared = await ann.presses(buttons.SharePack(pack.id))
    assert f"https://t.me/TradewatchBot?start=p_{pack.id}" in shown(shared)
    reply = await ben.says(f"/start p_{pack.id}")
    assert WatchPack(pack.id, 0) in actions(reply)
    assert not reply.edits


async def test_without_a_bot_at_telegram_a_command_takes_the_place_of_the_link(ann: Chat) -> None:
    await ann.says("/watch quota")
    assert "/start w_" in shown(await ann.presses(buttons.ShareWatch(1)))


@pytest.mark.parametrize("typed", ["w_nothing", "w_"])
async def test_a_link_to_nothing_says_so(typed: str, ann: Chat) -> None:
    assert "no watch anymore" in shown(await ann.says(f"/start {typed}"))


@pytest.mark.parametrize("typed", ["p_nothing", "from_a_friend", "1"])
async def test_what_follows_start_and_is_not_a_link_of_ours_is_ignored(typed: str, ann: Chat) -> None:
    assert shown(await ann.says(f"/start {typed}")) == shown(await ann.says("/start"))


@pytest.mark.parametrize("typed", ["w1", "/watch W1", "/watches W1", "/watch Ｗ１"])
async def test_the_number_of_a_watch_shows_it_instead_of_being_watched(typed: str, ann: Chat) -> None:
    await ann.says("/watch quota")
    reply = await ann.says(typed)
    assert shown(reply) == shown(await ann.presses(buttons.ShowWatch(1)))
    assert not reply.edits
    assert await ann.rules() == [("W1", "quota", False)]


async def test_every_screen_answers_that_a_watch_does_not_exist(ann: Chat) -> None:
    await ann.says("/watch quota")
    for payload in (
        buttons.ShowWatch(9),
        buttons.EditRule(9),
        buttons.NameWatch(9),
        buttons.ShowWatchMute(9),
        buttons.MuteWatch(9, 1),
        buttons.UnmuteWatch(9),
        buttons.ShareWatch(9),
        buttons.RemoveWatch(9),
    ):
        assert "no watch W9" in shown(await ann.presses(payload))
