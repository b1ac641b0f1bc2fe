"""Makes the databases of tests/upgrade/databases by running a program of the past between the two fakes.

    git archive 5a1fb89 | tar x -C OTHER_TREE
    python -m tests.upgrade.make OTHER_TREE rich      # takes about three minutes
    python -m tests.upgrade.make OTHER_TREE fresh
    git archive 2859e9b | tar x -C FIRST_TREE         # the first commit whose program runs; its tables are version 1
    python -m tests.upgrade.make FIRST_TREE first

``rich`` and ``fresh`` were made by 5a1fb89, ``first`` by 2859e9b. Each folder holds database.sql, config.yaml,
and buttons.json: the data of every button that the program sent, by chat.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.e2e.bot_process import World, ended, is_alert, world
from tests.fakes.bot_api_script import Call, Scripted, blocked, refusal
from tests.fakes.feed_moods import status
from tests.upgrade.dumps import dump
from tests.upgrade.scenario import (
    ANN,
    BASELINE,
    BLOCKER,
    BOSS,
    GROUP,
    PAUSED,
    PLAIN_GROUP,
    REFUSED,
    TOPIC,
    WAITING,
    feed_item,
)

DATABASES = Path(__file__).parent / "databases"
NOTICES_AFTER = 200.0
"""Seconds within which the operators are notified about sources: the first look is two minutes after the start."""


def publish(around: World, source: str, *titles: str) -> None:
    around.feeds.publish(source, *map(feed_item, titles))


async def say(around: World, chat: int, text: str, **who: object) -> None:
    """Say it, and wait for the answer."""
    before = len(around.api.sent)
    await around.api.say(chat, text, **who)  # type: ignore[arg-type]  # handed on as they are
    await around.api.wait_until(lambda: any(sent.chat_id == chat for sent in around.api.sent[before:]))


async def press(around: World, chat: int, button: str) -> None:
    """Press the newest button of the chat that is called so, and wait until that was noticed."""
    shown = next(
        sent
        for sent in reversed(around.api.shown(chat))
        if any(button in each.text for row in sent.buttons for each in row)
    )
    label = next(each.text for row in shown.buttons for each in row if button in each.text)
    answered = len(around.api.answered)
    await around.api.press(shown, label)
    await around.api.wait_until(lambda: len(around.api.answered) > answered)


async def patiently(condition: Callable[[], bool], seconds: float) -> None:
    """Wait longer than World.until does, for what the program does by the clock."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.2)


def settled(around: World) -> bool:
    return not around.states().keys() & {"queued", "in flight", "gathering"}


async def rich(around: World) -> None:
    """People of all kinds; then delivery stops while much is under way, and the process is killed."""
    for source in ("ustr", "meti", "mof", "added", "offered"):
        publish(around, source, f"Nothing in particular from {source}")
    publish(around, "ustr", *BASELINE)
    around.feeds.set_mood("shaky", status(503))
    groups = {"ustr": "us", "meti": "japan", "mof": "taiwan", "gone": "us", "shaky": "press"}
    around.configure(
        sources=[
            {"id": name, "url": around.feeds.url(name), "name": name.upper(), "group": group}
            for name, group in groups.items()
        ],
        flood={"per_watch": 3, "per_source": 5},
        access={"operators": [BOSS]},
        notices={"operators_after": "1m"},
    )
    publish(around, "gone", "Soon gone")
    process = await around.start()
    await around.ready("ustr", "meti", "mof", "gone")
    await _speak(around)
    around.feeds.set_mood("gone", status(410))
    await _alert(around)
    around.api.judge("sendMessage", lambda call: _unwell(call) if call.chat_id == BOSS else None)
    await patiently(lambda: len(around.rows("select 1 from outbox where notice is not null")) == 2, NOTICES_AFTER)
    around.api.judge("sendMessage", lambda call: _unwell(call) if call.chat_id == BOSS else Scripted(delay=60))
    publish(around, "ustr", "Quota under way 1", "TSMC tariffs under way 2", "Quota under way 3")
    publish(around, "mof", "台積電熊本工場 under way 4", "関税 under way 5")
    await around.until(lambda: around.states().get("in flight", 0) >= 4 and around.states().get("queued", 0) >= 4)
    publish(around, "meti", *(f"Quota of a flood under way {number}" for number in range(8)))
    await patiently(lambda: around.states().get("listed", 0) >= 40, 60)
    process.kill()
    await process.wait()


def _unwell(call: Call) -> Scripted:
    return refusal(500, "Internal Server Error")


async def _speak(around: World) -> None:
    for text in ("/start", "/watch TSMC tariffs", "/watch quota", '/watch "export administration" -cotton'):
        await say(around, ANN, text)
    for text in ("/watch title:kumamoto", "/watch steel*", "/watch country:JP chip, semiconductor"):
        await say(around, ANN, text)
    for text in ("/unwatch W4", "/alias TSMC 護國神山", "/alias TSMC Chipzilla Taiwan"):
        await say(around, ANN, text)
    await press(around, ANN, "Undo")
    for text in ("/search quota", "/sources"):
        await say(around, ANN, text)
    topic = {"user_id": 5, "thread_id": TOPIC, "language_code": "zh-hant"}
    await say(around, GROUP, "/watch@tradewatch_test_bot 關稅, 台積電", **topic)
    await say(around, PLAIN_GROUP, "/watch@tradewatch_test_bot 熊本", user_id=6, language_code="ja")
    for rule in ("関税", "quota"):
        await say(around, PAUSED, f"/watch {rule}", language_code="ja")
    await say(around, PAUSED, "/pause", language_code="ja")
    for rule in ("quota", "TSMC"):
        await say(around, WAITING, f"/watch {rule}", language_code="zh-hant")
    await say(around, WAITING, "/sources", language_code="zh-hant")
    await around.api.press_data(around.api.shown(WAITING)[-1], "1:gs:taiwan:00")
    for chat in (BLOCKER, BOSS, REFUSED):
        await say(around, chat, "/watch quota")
    await say(around, BOSS, f"/addsource {around.feeds.url('added')}")
    await press(around, BOSS, "Add 1")
    await say(around, BOSS, f"/addsource {around.feeds.url('offered')}")
    await say(around, BOSS, "/addsource")


async def _alert(around: World) -> None:
    """Alerts that were sent, held and refused, and lists of a flood."""
    around.api.script("sendMessage", blocked(), chat_id=BLOCKER)
    around.api.script("sendMessage", refusal(400, "Bad Request: message is too long", times=None), chat_id=REFUSED)
    publish(around, "ustr", "Quota on wool", "TSMC tariffs rise", "Steel prices", "Export administration rules")
    publish(around, "mof", "台積電與關稅")
    publish(around, "meti", "熊本の関税")
    await around.api.wait_for(lambda sent: sent.chat_id == ANN and is_alert(sent) and "Steel" in sent.text)
    await patiently(lambda: settled(around), 60)
    around.api.clear_scripts()
    await press(around, ANN, "Mute W5")
    publish(around, "ustr", *(f"Quota of a flood {number}" for number in range(8)))
    await patiently(lambda: around.states().get("listed", 0) >= 20 and settled(around), 90)


async def fresh(around: World) -> None:
    """Started, its sources read once, and stopped; nobody ever spoke."""
    publish(around, "ustr", *BASELINE)
    around.configure(sources=[{"id": "ustr", "url": around.feeds.url("ustr")}])
    process = await around.start()
    await around.ready("ustr")
    await ended(process)


async def first(around: World) -> None:
    """What the first version could do: watches in three languages, a mute, a removal, a pause, alerts under way."""
    for source in ("ustr", "meti"):
        publish(around, source, *BASELINE)
    around.configure(sources=[{"id": name, "url": around.feeds.url(name)} for name in ("ustr", "meti")])
    process = await around.start()
    await around.ready("ustr", "meti")
    for text in ("/start", "/watch TSMC tariffs", "/watch quota", "/watch title:kumamoto", "/watch steel*"):
        await say(around, ANN, text)
    await say(around, ANN, "/unwatch W3")
    await say(around, GROUP, "/watch@tradewatch_test_bot 台積電", user_id=5, thread_id=TOPIC, language_code="zh-hant")
    await say(around, PAUSED, "/watch quota", language_code="ja")
    await say(around, PAUSED, "/pause", language_code="ja")
    await say(around, WAITING, "/watch quota", language_code="zh-hant")
    publish(around, "ustr", "Quota on wool", "TSMC tariffs rise", "Steel prices", "台積電與關稅")
    await around.api.wait_for(lambda sent: sent.chat_id == ANN and is_alert(sent) and "Steel" in sent.text)
    await patiently(lambda: settled(around), 60)
    await press(around, ANN, "Mute W4")
    around.api.judge("sendMessage", lambda call: Scripted(delay=60))
    publish(around, "meti", "Quota under way 1", "TSMC tariffs under way 2", "台積電 under way 3", "Quota under way 4")
    await around.until(lambda: around.states().get("in flight", 0) >= 3 and around.states().get("queued", 0) >= 3)
    process.kill()
    await process.wait()


PLAYS: dict[str, Callable[[World], Awaitable[None]]] = {"rich": rich, "fresh": fresh, "first": first}


async def make(tree: Path, name: str) -> None:
    target = DATABASES / name
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with world(Path(folder), tree) as around:
            await PLAYS[name](around)
            placeholders = {
                around.api.base_url.removesuffix("/bot"): "http://API",
                around.feeds.url("").removesuffix("/").removeprefix("http://"): "FEEDS",
                folder: "FOLDER",
            }
            sql = dump(around.database, time.time(), placeholders)
            settings = around.config.read_text("utf-8")
            for found, word in placeholders.items():
                settings = settings.replace(found, word)
            buttons = {
                (sent.chat_id, sent.thread_id, button.data)
                for sent in (*around.api.sent, *around.api.edited)
                for row in sent.buttons
                for button in row
                if button.data
            }
    (target / "database.sql").write_text(sql, "utf-8")
    (target / "config.yaml").write_text(settings, "utf-8")
    told = sorted(buttons, key=lambda found: (found[0], found[2]))
    lines = ",\n".join(json.dumps({"chat": chat, "thread": thread, "data": data}) for chat, thread, data in told)
    (target / "buttons.json").write_text(f"[\n{lines}\n]\n" if lines else "[]\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(make(Path(sys.argv[1]).resolve(), sys.argv[2]))
