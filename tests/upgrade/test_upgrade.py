"""The program of today goes on with the databases of older ones: nothing is lost, and nothing is sent twice."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import Any

import pytest

from tests.e2e.bot_process import World, alerts_of, ended, is_alert
from tests.fakes.bot_api_state import Sent
from tests.upgrade.conftest import DATABASES
from tests.upgrade.scenario import ANN, BOSS, GROUP, PAUSED, PLAIN_GROUP, TOPIC, WAITING, feed_item

SPOKEN_TO = ("rich", "first")
Chat = tuple[int, int | None]
NEW = "Quota and TSMC tariffs, 關稅 熊本, anew"
"""Meets a watch of every chat."""
MUTED = "Steel and Kumamoto anew"
"""Meets, of Ann's watches, one that is muted and one that was removed."""
CHANGES = ("1:gs:", "1:x:", "1:t:")
"""Buttons after which another may rightly find nothing: they are pressed last."""


def chat_of(address: object) -> Chat:
    chat, _, thread = str(address).partition("/")
    return int(chat), int(thread) if thread else None


def enqueued(around: World, *states: str) -> dict[Chat, list[str]]:
    """The rows of the outbox in these states by chat, oldest first: an item's title, "list" or "notice"."""
    notice = "o.notice" if around.rows("select 1 from pragma_table_info('outbox') where name = 'notice'") else "null"
    found: defaultdict[Chat, list[str]] = defaultdict(list)
    for address, title, said in around.rows(
        f"""select b.address, i.title, {notice} from outbox o join subscribers b on b.id = o.subscriber
        left join items i on i.id = o.item where o.state in ({", ".join("?" * len(states))}) order by o.id""",
        *states,
    ):
        found[chat_of(address)].append(str(title) if title else "notice" if said else "list")
    return found


def told(sent: list[Sent]) -> dict[Chat, list[str]]:
    """What was sent by chat, named as :func:`owed` names it."""
    found: defaultdict[Chat, list[str]] = defaultdict(list)
    for message in sent:
        kind = message.text.partition("\n")[0] if is_alert(message) else "list" if "\n• " in message.text else "notice"
        found[message.chat_id, message.thread_id].append(kind)
    return found


async def say(around: World, chat: Chat, text: str, answer: str) -> Sent:
    """Say it in a chat, and return the answer: the first message in which the pattern is found."""
    before = len(around.api.sent)
    command, _, rest = text.partition(" ")
    named = f"{command}@tradewatch_test_bot {rest}".strip() if chat[0] < 0 else text
    await around.api.say(chat[0], named, thread_id=chat[1], user_id=None if chat[0] > 0 else 5)

    def answers() -> list[Sent]:
        sent = around.api.sent[before:]
        return [each for each in sent if (each.chat_id, each.thread_id) == chat and re.search(answer, each.text)]

    await around.api.wait_until(lambda: bool(answers()))
    return answers()[0]


def buttons(name: str) -> list[dict[str, Any]]:
    """The buttons that the old program sent: chat, thread and data of each."""
    found: list[dict[str, Any]] = json.loads((DATABASES / name / "buttons.json").read_text("utf-8"))
    return found


def is_page_of_a_search(edited: Sent) -> bool:
    return len(re.findall("^Quota from before", edited.text, re.MULTILINE)) == 5


@pytest.mark.fault("upgrade")
@pytest.mark.parametrize("name", SPOKEN_TO)
async def test_what_was_in_flight_or_queued_is_sent_once_and_what_was_held_when_its_chat_wants_it(
    around: World,
) -> None:
    waiting, held = enqueued(around, "in flight", "queued", "gathering"), enqueued(around, "held")
    assert len(waiting) >= 3
    assert len(held[PAUSED, None]) >= 3
    before = Counter(around.states())
    process = await around.start()
    await around.until(lambda: not enqueued(around, "in flight", "queued", "gathering"))
    assert told(around.api.sent) == waiting
    after = Counter(around.states())
    assert after - before == Counter(sent=sum(map(len, waiting.values())))
    assert after["held"] == before["held"]
    await say(around, (PAUSED, None), "/resume", "")
    await around.until(lambda: (PAUSED, None) not in enqueued(around, "held", "queued", "in flight"))
    sent = told([each for each in around.api.sent if each.chat_id == PAUSED])[PAUSED, None]
    assert Counter(sent) - Counter(["notice"]) == Counter(held[PAUSED, None])
    assert await ended(process) == 0


@pytest.mark.parametrize("name", SPOKEN_TO)
async def test_watches_are_shown_in_the_language_of_the_chat(around: World) -> None:
    titles = {"en": r"Your (\d+ )?watch", "zh-Hant": r"追蹤清單（\d+ 項）", "ja": r"ウォッチ \d+ 件"}
    watches = around.rows(
        """select b.address, b.language, w.number, w.typed, w.removed_at is null from watches w
        join subscribers b on b.id = w.subscriber order by w.id"""
    )
    process = await around.start()
    await around.ready("ustr")
    asked = {str(address): titles[str(language)] for address, language, *_ in watches}
    assert set(asked.values()) == set(titles.values())
    shown = {address: await say(around, chat_of(address), "/watches", title) for address, title in asked.items()}
    for address, _, number, typed, there in watches:
        line = rf"^W{number} {re.escape(str(typed))}"
        assert bool(re.search(line, shown[str(address)].text, re.MULTILINE)) == bool(there)
    assert await ended(process) == 0


@pytest.mark.parametrize("name", SPOKEN_TO)
async def test_a_new_item_is_alerted_to_its_watchers_and_old_items_are_not_repeated(around: World) -> None:
    chats = {chat_of(address) for (address,) in around.rows("select address from subscribers")}
    expected = chats & {(ANN, None), (GROUP, TOPIC), (PLAIN_GROUP, None), (WAITING, None)}
    known = around.rows("select count(*) from items")
    process = await around.start()
    await around.ready("ustr")
    around.feeds.publish("ustr", feed_item(MUTED))
    await around.until(lambda: bool(around.rows("select 1 from items where title = ?", MUTED)))
    around.feeds.publish("ustr", feed_item(NEW))
    await around.until(lambda: all(NEW in alerts_of(around.api, *chat) for chat in expected))
    assert MUTED not in alerts_of(around.api, ANN), "of a watch that is muted, and of one that was removed"
    assert around.rows("select count(*) - 2 from items") == known
    assert alerts_of(around.api, PAUSED) == []
    assert NEW in enqueued(around, "held")[PAUSED, None]
    assert await ended(process) == 0


@pytest.mark.parametrize("name", ["rich"])
async def test_names_that_a_chat_gave_and_sources_that_it_added_are_still_there(around: World) -> None:
    process = await around.start()
    await around.ready("ustr")
    around.feeds.publish("ustr", feed_item("Tariffs for 護國神山"))
    around.feeds.publish("added", feed_item("Quota of an added source"))
    await around.until(lambda: "Tariffs for 護國神山" in alerts_of(around.api, ANN))
    await around.until(lambda: "Quota of an added source" in alerts_of(around.api, BOSS))
    assert "Quota of an added source" not in alerts_of(around.api, ANN)
    assert await ended(process) == 0


@pytest.mark.parametrize("name", ["fresh"])
async def test_who_speaks_first_to_a_fresh_database_is_alerted(around: World) -> None:
    process = await around.start()
    await around.ready("ustr")
    await say(around, (ANN, None), "/watch quota", "items checked: 13")
    around.feeds.publish("ustr", feed_item(NEW))
    await around.until(lambda: alerts_of(around.api, ANN) == [NEW])
    assert await ended(process) == 0


@pytest.mark.parametrize("name", SPOKEN_TO)
async def test_every_button_that_was_ever_sent_still_does_something(around: World, name: str) -> None:
    process = await around.start()
    await around.ready("ustr")
    pressed = 0
    shown: dict[Chat, Sent] = {}
    for button in sorted(buttons(name), key=lambda button: button["data"].startswith(CHANGES)):
        chat = button["chat"], button["thread"]
        shown[chat] = shown.get(chat) or await say(around, chat, "/help", "/unwatch W1")
        await around.api.press_data(shown[chat], button["data"], user_id=chat[0] if chat[0] > 0 else 5)
        pressed += 1
        # Only so many presses of one person may wait.
        await around.api.wait_until(lambda: len(around.api.answered) == pressed)  # noqa: B023  awaited within the round
    assert pressed >= 20
    await around.until(lambda: around.rows("select count(*) from replies where sent_at is null") == [(0,)])
    said = " ".join(each.text for each in (*around.api.sent, *around.api.edited))
    said += " ".join(answer.text for answer in around.api.answered)
    assert not re.search("too old|古すぎます|太舊|went wrong", said)
    assert "answer_failed" not in around.written
    assert await ended(process) == 0
