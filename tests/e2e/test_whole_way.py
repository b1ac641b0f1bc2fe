"""From an item on a feed to a message in a chat, through the real process."""

from __future__ import annotations

import asyncio
import random
import re
import signal

import pytest

from bot.callbacks import encode
from bot.callbacks.watching import Mute
from bot.health import MAX_AGE
from tests.e2e.bot_process import World, alerts_of, ended, is_alert
from tests.fakes.bell import PATIENCE
from tests.fakes.bot_api_script import Scripted, blocked, refusal, too_many
from tests.fakes.feed_moods import gzip_bomb, hang, html_page, status
from tests.fakes.feeds import FeedServer

polling = pytest.mark.parametrize("around", ["polling"], indirect=True)
"""For tests of sources and sending, which do not depend on how updates arrive."""
GROUP = -1_001_234_567_890
TOPIC = 7
SOON = 4
"""Polls of a source, one a second: within so many its news is in the chats, however busy the machine is."""


async def test_an_item_reaches_every_chat_whose_rule_it_meets_once_over_three_restarts(around: World) -> None:
    api = around.api
    around.configure("ustr", "meti")
    around.publish("ustr", "TSMC tariffs of yesterday")
    around.publish("meti", "昨日の関税")
    process = await around.start()
    await around.ready("ustr", "meti")
    for chat, language, rule in (
        (11, "en", "TSMC tariffs"),
        (12, "zh-hant", "台積電"),
        (13, "ja", "熊本"),
        (14, "en", "cotton"),
    ):
        await api.say(chat, f"/watch {rule}", language_code=language)
    await api.say(GROUP, "/watch@tradewatch_test_bot 熊本", user_id=5, thread_id=TOPIC)
    await api.wait_until(lambda: len(api.sent) == 5)
    assert "One match in the last" in api.sent[0].text
    polls = around.polls("ustr", "meti")
    around.publish("ustr", "Tariffs loom over TSMC one")
    around.publish("meti", "台積電熊本工場 one")
    await api.wait_until(lambda: len({sent.chat_id for sent in api.sent if is_alert(sent)}) == 4)
    assert around.polls("ustr", "meti") - polls <= 2 * SOON, "more than one interval and two seconds"
    await api.wait_until(lambda: sum(map(is_alert, api.sent)) == 5)
    assert await ended(process) == 0
    around.publish("ustr", "Tariffs on TSMC two")
    process = await around.start()
    await around.until(lambda: "Tariffs on TSMC two" in alerts_of(api, 11))
    await around.until(lambda: around.states().keys() == {"sent"})  # what is not marked yet may come twice
    process.kill()
    await process.wait()
    around.publish("ustr", "TSMC tariffs three")
    process = await around.start()
    await around.until(lambda: "TSMC tariffs three" in alerts_of(api, 11))
    assert await ended(process, signal.SIGINT) == 0
    process = await around.start()
    await around.ready("ustr")
    around.publish("ustr", "TSMC tariffs four, 熊本")
    await around.until(lambda: len(alerts_of(api, GROUP, TOPIC)) == 2)
    await around.until(lambda: around.states().keys() == {"sent"})
    assert await ended(process) == 0
    english = ["Tariffs loom over TSMC one", "Tariffs on TSMC two", "TSMC tariffs three", "TSMC tariffs four, 熊本"]
    assert alerts_of(api, 11) == english
    assert sorted(alerts_of(api, 12)) == sorted([*english, "台積電熊本工場 one"])
    assert alerts_of(api, GROUP, TOPIC) == alerts_of(api, 13) == ["台積電熊本工場 one", "TSMC tariffs four, 熊本"]
    assert alerts_of(api, 14) == []
    told = {chat: next(sent for sent in api.sent if sent.chat_id == chat and is_alert(sent)) for chat in (11, 12, 13)}
    assert {chat: sent.buttons[0][0].text for chat, sent in told.items()} == {11: "Why?", 12: "原因", 13: "理由"}


@polling
async def test_a_source_that_was_added_in_the_chat_alerts_that_chat_and_stays_over_a_restart(around: World) -> None:
    boss, ann = 81, 82
    around.configure("ustr", access={"operators": [boss]})
    around.publish("added", "an old quota")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({boss: ("quota",), ann: ("quota",)})
    await around.api.say(ann, f"/addsource {around.feeds.url('added')}")
    await around.api.wait_for(lambda sent: sent.chat_id == ann and "I can’t open" in sent.text)
    await around.api.say(boss, f"/addsource {around.feeds.url('added')}")
    found = await around.api.wait_for(lambda sent: sent.chat_id == boss and bool(sent.buttons) and "RSS" in sent.text)
    await around.api.press(found, "Add 1")
    await around.api.wait_for(lambda sent: sent.chat_id == boss and "added, for this chat only" in sent.text)
    identifier = str(around.rows("select source from additions")[0][0])
    await around.until(lambda: around.has_baseline(identifier))
    assert await ended(process) == 0
    process = await around.start()
    await around.ready("ustr", identifier)
    around.publish("added", "a new quota")
    await around.alerted(boss, 1)
    await around.api.say(boss, "/export")
    menu = await around.api.wait_for(lambda sent: sent.chat_id == boss and "Export" in sent.text)
    await around.api.press(menu, "📡 Sources (OPML)")
    exported = await around.api.wait_for(lambda sent: sent.document is not None)
    assert exported.document is not None
    assert around.feeds.url("added").encode() in exported.document.content
    await around.api.send_file(ann, "mine.opml", exported.document.content)
    await around.api.wait_for(lambda sent: sent.chat_id == ann and "no public web address" in sent.text)
    assert await ended(process) == 0
    assert alerts_of(around.api, boss) == ["a new quota"]
    assert alerts_of(around.api, ann) == []


@pytest.mark.hazard("D12")
async def test_term_under_load_ends_the_process_and_loses_and_repeats_nothing(around: World) -> None:
    chats = list(range(21, 41))
    around.configure("ustr", delivery={"per_second": 5})  # most of them still wait when the process is told to stop
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe(dict.fromkeys(chats, ("quota",)))
    titles = [f"quota number {number}" for number in range(2)]
    around.publish("ustr", *titles)
    around.api.judge("sendMessage", lambda call: Scripted(delay=0.2))
    await around.until(lambda: sum(map(is_alert, around.api.sent)) >= 10)
    assert await ended(process) == 0
    sent = sum(map(is_alert, around.api.sent))
    assert 10 <= sent < 40
    assert around.states() == {"sent": sent, "queued": 40 - sent}
    around.configure("ustr")
    process = await around.start()
    await around.until(lambda: around.states() == {"sent": 40})
    assert await ended(process) == 0
    assert all(sorted(alerts_of(around.api, chat)) == titles for chat in chats)


@polling
@pytest.mark.hazard("D2")
@pytest.mark.hazard("D1")
async def test_killed_at_any_moment_it_loses_nothing_and_repeats_no_more_than_was_under_way(around: World) -> None:
    chats = list(range(51, 63))
    most_under_way = kills = 0
    around.configure("ustr", delivery={"per_second": 30})
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe(dict.fromkeys(chats, ("quota",)))
    titles = [f"quota number {number}" for number in range(4)]
    around.publish("ustr", *titles)
    around.api.judge("sendMessage", lambda call: Scripted(delay=0.05, accept=True))
    chance = random.Random(7)
    for _ in range(3):
        alerts = sum(map(is_alert, around.api.sent))
        await around.until(lambda: sum(map(is_alert, around.api.sent)) > alerts or "queued" not in around.states())  # noqa: B023  awaited within the round
        await asyncio.sleep(chance.random() * 0.6)
        process.kill()
        await process.wait()
        kills += 1
        most_under_way = max(most_under_way, around.states().get("in flight", 0))
        process = await around.start()
    await around.until(lambda: around.states() == {"sent": 48})
    assert await ended(process) == 0
    twice = 0
    in_order = [title for (title,) in around.rows("select title from items where not baseline order by id")]
    for chat in chats:
        told = alerts_of(around.api, chat)
        assert list(dict.fromkeys(told)) == in_order, "lost, or out of order"
        twice += len(told) - len(titles)
    assert twice <= kills * most_under_way


@polling
@pytest.mark.fault("hostile")
async def test_sources_that_hang_flood_lie_or_fail_do_not_delay_the_others(around: World) -> None:
    moods = {"hangs": hang(), "floods": gzip_bomb(64), "lies": html_page(), "fails": status(500)}
    async with FeedServer() as evil, FeedServer() as silent:
        for name, mood in moods.items():
            (silent if name == "hangs" else evil).set_mood(name, mood)
        addresses = {name: (silent if name == "hangs" else evil).url(name) for name in moods}
        addresses |= {name: around.feeds.url(name) for name in ("one", "two")}
        around.configure("one", "two", sources=[{"id": name, "url": url} for name, url in addresses.items()])
        await beside_troubled_sources(around)


async def beside_troubled_sources(around: World) -> None:
    process = await around.start()
    await around.ready("one", "two")
    await around.subscribe({71: ("quota",)})
    for count in (2, 4):
        polls = around.polls("one", "two")
        # Names of two companies, so that no two items are read as one story.
        around.publish("one", f"TSMC gets quota {count}")
        around.publish("two", f"Rapidus gets quota {count}")
        await around.alerted(71, count)
        assert around.polls("one", "two") - polls <= 2 * SOON
    problems = {("floods", "TooLarge"), ("lies", "ParseError"), ("fails", "BadStatus")}
    await around.until(lambda: problems <= set(around.rows("select id, problem from sources")))
    assert await ended(process) == 0


@polling
@pytest.mark.hazard("D3")
async def test_in_a_storm_of_429_nothing_is_sent_inside_a_window_and_nothing_is_lost(around: World) -> None:
    chats = list(range(81, 89))
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe(dict.fromkeys(chats, ("quota",)))
    titles = [f"quota number {number}" for number in range(2)]
    for chat in chats[::2]:
        around.api.script("sendMessage", too_many(1), too_many(None), chat_id=chat)
    before = len(around.api.calls)
    around.publish("ustr", *titles)
    await around.until(lambda: around.states() == {"sent": 16})
    assert await ended(process) == 0
    assert all(sorted(alerts_of(around.api, chat)) == titles for chat in chats)
    for chat in chats[::2]:
        calls = [call.at for call in around.api.calls[before:] if call.method == "sendMessage" and call.chat_id == chat]
        assert len(calls) == 4
        assert calls[1] - calls[0] >= 1.0, "inside the window"


@polling
@pytest.mark.hazard("D5")
async def test_who_blocked_the_bot_is_called_once_and_gets_what_waited_when_coming_back(around: World) -> None:
    api = around.api
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({91: ("quota",), 92: ("quota",)})
    api.script("sendMessage", blocked(), chat_id=91)
    calls = sum(call.chat_id == 91 for call in api.calls_of("sendMessage"))
    around.publish("ustr", "quota one", "quota two")
    await around.until(lambda: len(alerts_of(api, 92)) == 2)
    await around.until(lambda: around.states() == {"sent": 2, "held": 2})
    assert sum(call.chat_id == 91 for call in api.calls_of("sendMessage")) == calls + 1
    api.clear_scripts()
    await api.say(91, "/start")
    await around.until(lambda: len(alerts_of(api, 91)) == 2)
    assert await ended(process) == 0


async def test_telegram_may_come_later_than_we_do(around: World) -> None:
    around.configure("ustr")
    await around.api.stop()
    process = await around.start()
    await around.until(lambda: "telegram_unreachable" in around.written)
    assert process.returncode is None
    await around.api.start()
    await around.ready("ustr")
    await around.subscribe({93: ("quota",)})
    around.publish("ustr", "quota one")
    await around.until(lambda: alerts_of(around.api, 93) == ["quota one"])
    assert await ended(process) == 0


@pytest.mark.hazard("D12")
async def test_term_while_telegram_is_out_of_reach_ends_well_too(around: World) -> None:
    around.configure("ustr")
    await around.api.stop()
    process = await around.start()
    await around.until(lambda: "telegram_unreachable" in around.written)
    assert await ended(process) == 0
    await around.api.start()


@polling
@pytest.mark.hazard("D14")
async def test_another_process_with_our_token_stops_the_sending_and_turns_health_red(around: World) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({94: ("quota",)})
    await around.until(lambda: len(around.rows("select 1 from heartbeats where problem is null")) == len(MAX_AGE))
    assert await around.health() == (0, "alive: polling, delivery and Telegram\n")
    around.tracebacks = "Conflict"  # the library's own, when it confirms its last updates
    around.api.script("getUpdates", refusal(409, "Conflict: terminated by other getUpdates request", times=None))
    await around.until(lambda: "telegram_conflict" in around.written)
    around.publish("ustr", "quota one")
    await around.until(lambda: around.states() == {"queued": 1})
    await around.until(lambda: bool(around.rows("select 1 from heartbeats where problem like 'another process%'")))
    code, told = await around.health()
    assert code == 1
    assert "another process polls with this token" in told
    assert alerts_of(around.api, 94) == []
    assert await ended(process) == 0
    assert around.states() == {"queued": 1}


@pytest.mark.hazard("D15")
async def test_a_token_that_is_revoked_ends_the_process_and_keeps_the_queue(around: World) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({95: ("quota",)})
    around.api.judge("sendMessage", lambda call: refusal(401, "Unauthorized"))
    around.publish("ustr", "quota one")
    async with asyncio.timeout(PATIENCE):
        assert await process.wait() == 78
    assert "refuses this token" in around.written
    assert around.states() == {"queued": 1}


@pytest.mark.hazard("D15")
async def test_a_token_that_is_revoked_while_nothing_is_sent_ends_the_process_too(around: World) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    around.api.script(around.receives, refusal(401, "Unauthorized", times=None))
    around.tracebacks = "InvalidToken"  # the library's own, of its polling
    async with asyncio.timeout(PATIENCE):
        assert await process.wait() == 78


async def test_buttons_do_what_they_say(around: World) -> None:
    api = around.api
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({96: ("quota",)})
    added = api.sent[-1]
    around.publish("ustr", "quota <one> & more")
    alert = await api.wait_for(is_alert)
    assert alert.text.startswith("quota <one> & more\n")
    await api.press(alert, "Why?")
    await api.wait_for(lambda sent: "“quota” in the title" in sent.text)
    await api.press_data(alert, encode(Mute(1), 0))
    muted = await api.wait_for(lambda sent: "W1 muted" in sent.text)
    await api.press(muted, "Unmute")
    await api.wait_until(lambda: any("W1 unmuted" in sent.text for sent in api.edited))
    await api.press(added, "Undo")
    await api.wait_until(lambda: any("One watch deleted" in sent.text for sent in api.edited))
    await api.press(added, "Restore")
    await api.wait_until(lambda: any("One watch restored" in sent.text for sent in api.edited))
    await api.press_data(alert, "0:old")
    await api.wait_for(lambda sent: "too old" in sent.text)
    await api.say(96, "/why", reply_to=alert)
    await api.wait_until(lambda: sum("“quota” in the title" in sent.text for sent in api.sent) == 2)
    await api.wait_until(lambda: len(api.answered) == 6)
    assert await ended(process) == 0


@polling
@pytest.mark.hazard("X13")
async def test_old_buttons_in_a_topic_of_a_forum_act_on_the_watch_of_that_topic(around: World) -> None:
    api = around.api
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await api.say(GROUP, "/watch@tradewatch_test_bot Samsung", user_id=5)
    await api.say(GROUP, "/watch@tradewatch_test_bot TSMC", user_id=5, thread_id=TOPIC)
    await api.wait_until(lambda: len(api.sent) == 2)
    around.publish("ustr", "TSMC builds a fab")
    alert = await api.wait_for(is_alert)
    await around.until(lambda: around.states() == {"sent": 1})
    await api.press_data(alert, encode(Mute(1), TOPIC), user_id=5, inaccessible=True)
    muted = await api.wait_for(lambda sent: "W1 muted: TSMC" in sent.text)
    await api.press_data(alert, f"1:y:{around.rows('select id from outbox')[0][0]}", user_id=5, inaccessible=True)
    why = await api.wait_for(lambda sent: "TSMC" in sent.text and "in the title" in sent.text)
    assert (muted.thread_id, why.thread_id) == (TOPIC, TOPIC)
    await api.press_data(alert, "1:u:1", user_id=5, inaccessible=True)
    await api.wait_for(lambda sent: "W1 unmuted" in sent.text and sent.thread_id == TOPIC)
    await api.press_data(muted, "1:x:1", user_id=5, inaccessible=True)
    await api.wait_for(lambda sent: "too old" in sent.text)
    assert around.rows("select muted, removed_at from watches") == [(0, None), (0, None)]
    assert await ended(process) == 0


@polling
@pytest.mark.hazard("D14")
async def test_a_second_process_on_the_same_database_is_refused(around: World) -> None:
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    second = await around.start()
    async with asyncio.timeout(PATIENCE):
        assert await second.wait() == 1
    assert "another process has it open" in around.written
    assert process.returncode is None
    assert await ended(process) == 0


@polling
async def test_the_start_reports_a_feed_on_a_private_address_and_a_page_that_is_not_a_feed(around: World) -> None:
    around.feeds.set_mood("page", html_page())
    private = {"id": "inside", "url": "http://10.1.2.3/feed"}
    around.configure("page", sources=[private, {"id": "page", "url": around.feeds.url("page")}])
    process = await around.start()
    await around.until(lambda: "2 failed" in around.written)
    told = around.written.partition("2 failed")[2]
    assert re.search(r"inside: .*10\.1\.2\.3", told)
    assert re.search(r"page: .*html", told, re.IGNORECASE)
    assert await ended(process) == 0
