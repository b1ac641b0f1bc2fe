"""/sources and /status, as people see them: groups, states in words, and the proof of coverage."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.callbacks import encode
from bot.callbacks.sources import ShowGroup, ShowGroups, SwitchGroup
from bot.chat import Button, Reply
from bot.dispatch import Access
from bot.messages import sources as pages
from bot.messages.text import LANGUAGES, load
from tests.bot.test_dispatch import ANN, APPS, Chat, actions, shown
from tests.fakes.ports import START, Clock, document, item
from tests.fakes.situations import House, open_house
from tests.fakes.source_states import state as source_state
from tests.fakes.telegram_html import read
from watchers.cadence import SourceState
from watchers.errors import BadStatus
from watchers.model import Address, Group, Source, SourceId
from watchers.rules.forms import Forms
from watchers.services.source_health import GroupStatus, status_of
from watchers.store import Transaction, additions, health, outbox, sources
from watchers.store.additions import AdditionState

pytestmark = pytest.mark.service

BIS = Source(SourceId("bis"), "https://bis.example/feed", "BIS", group=Group.US)
USTR = Source(SourceId("ustr"), "https://ustr.example/feed", "USTR", group=Group.US)
METI = Source(SourceId("meti"), "https://meti.example/feed", "METI", group=Group.JAPAN)
OWN = Source(SourceId("own"), "https://own.example/feed", "Own <feed>")
ALL = (BIS, USTR, METI, OWN)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WORDS = load()
OPERATOR = Access(frozenset(), frozenset({7}))


@pytest.fixture
async def grouped(empty_house: House) -> House:
    """A house with sources in two groups and one in none, all of which were polled."""
    await empty_house.database.write(sources.register, ALL, empty_house.clock())
    for source in ALL:
        await empty_house.poll(document(), source=source)
    return empty_house


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row if isinstance(button, Button)]


async def fail_since(house: House, source: Source, ago: timedelta, status: int = 503) -> None:
    """The source has failed for so long, and its last poll was just now."""
    for _ in range(2):
        await house.poll(BadStatus(source.url, status), source=source)
        house.clock.pass_by(ago / 2)
    await house.poll(BadStatus(source.url, status), source=source)


# ---- /sources --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_group_is_a_button_with_how_many_are_well(grouped: House, language: str) -> None:
    await fail_since(grouped, BIS, 3 * HOUR)
    reply = await Chat(grouped, app=APPS[language]).says("/sources")
    assert [label for label in labels(reply) if label != "›"] == {
        "en": ["✅ US, official · 1 of 2", "✅ Japan, official · 1 of 1", "✅ Others · 1 of 1"],
        "zh-Hant": ["✅ 美國官方 · 1/2", "✅ 日本官方 · 1/1", "✅ 其他 · 1/1"],
        "ja": ["✅ 米国（公的機関） · 1/2", "✅ 日本（公的機関） · 1/1", "✅ その他 · 1/1"],
    }[language]
    assert all(len(encode(action, 0)) <= 64 for action in actions(reply))
    assert not reply.edits


async def test_a_press_switches_a_group_off_and_on_in_place(grouped: House) -> None:
    ann = Chat(grouped)
    await ann.says("/watch quota")
    for _ in range(2):
        off = await ann.presses(SwitchGroup(Group.US, on=False, inside=False))
        assert off.edits
        assert labels(off)[0] == "⬜ US, official · 2 of 2"
    await grouped.poll(document(item("A quota on wool", guid="1")), source=BIS)
    assert await grouped.titles_owed(await ann.subscriber()) == []
    on = await ann.presses(SwitchGroup(Group.US, on=True, inside=False))
    assert labels(on)[0] == "✅ US, official · 2 of 2"
    await grouped.poll(document(item("A quota on steel", guid="2")), source=BIS)
    assert await grouped.titles_owed(await ann.subscriber()) == ["A quota on steel"]


async def test_a_group_that_is_off_stays_off_over_a_restart_and_for_what_is_added(tmp_path: Path, forms: Forms) -> None:
    path, clock = tmp_path / "tradewatch.db", Clock()
    async with open_house(path, forms, clock) as house:
        await house.database.write(sources.register, [BIS], clock())
        await Chat(house).presses(SwitchGroup(Group.US, on=False, inside=False))
    async with open_house(path, forms, clock) as house:
        await house.database.write(sources.register, [BIS, USTR], clock())
        await house.poll(document(), source=USTR)
        await house.person(ANN, "quota")
        await house.poll(document(item("A quota on wool", guid="1")), source=USTR)
        assert await house.titles_owed(await Chat(house).subscriber()) == []
        assert labels(await Chat(house).says("/sources"))[0] == "⬜ US, official · 1 of 2"


async def test_a_group_opens_to_its_sources_with_their_state_in_words(grouped: House) -> None:
    await fail_since(grouped, BIS, 3 * HOUR)
    opened = await Chat(grouped).presses(ShowGroup(Group.US, 0))
    assert opened.edits
    assert shown(opened).splitlines() == [
        "US, official: on. 1 of 2 sources OK.",
        "🔴 BIS — failing since 12:00 UTC: server error (HTTP 503)",
        "🟢 USTR — OK",
    ]
    assert actions(opened) == [SwitchGroup(Group.US, on=False, inside=True), ShowGroups()]
    inside = await Chat(grouped).presses(SwitchGroup(Group.US, on=False, inside=True))
    assert shown(inside).startswith("US, official: off. Nothing from it reaches this chat.")
    assert (await Chat(grouped).presses(ShowGroups())).edits


async def test_a_name_of_a_source_is_not_markup(grouped: House) -> None:
    assert "Own <feed>" in shown(await Chat(grouped).presses(ShowGroup(None, 0)))


async def test_a_group_without_sources_is_an_old_button(grouped: House) -> None:
    for action in (ShowGroup(Group.PRESS, 0), SwitchGroup(Group.PRESS, on=False, inside=False)):
        assert "too old" in shown(await Chat(grouped).presses(action))


def test_many_sources_are_turned_over_page_by_page() -> None:
    many = [Source(SourceId(f"s{at}"), "https://s.example/", f"Source {at:02}", group=Group.US) for at in range(30)]
    found = GroupStatus(Group.US, True, tuple(status_of(each, source_state(each.every), START) for each in many))
    told = [shown(pages.group(found, WORDS["en"], START, page)) for page in range(3)]
    assert [text.count("Source ") for text in told] == [12, 12, 6]
    assert ShowGroup(Group.US, 2) in actions(pages.group(found, WORDS["en"], START, 1))
    assert shown(pages.group(found, WORDS["en"], START, 99)) == told[2]


MOMENT = START - HOUR
STATES: dict[str, tuple[SourceState, str]] = {
    "new": (source_state(HOUR), "not read yet"),
    "fresh": (source_state(HOUR, START, newest_at=START - 2 * HOUR, rhythm=DAY), "published in the last 2 hours"),
    "quiet": (source_state(HOUR, START, newest_at=START - 3 * DAY, rhythm=DAY), "nothing for 3 days (usual)"),
    "silent": (source_state(HOUR, START, newest_at=START - 90 * DAY), "nothing new for 90 days"),
    "late": (source_state(HOUR, START, newest_at=START - 9 * DAY, rhythm=DAY), "nothing for 9 days (unusual)"),
    "moved": (source_state(HOUR, START, moved=True), "moved; read at its new address"),
    "merged": (source_state(HOUR, START, merged=True), "moved to the address of another source, which is read instead"),
    "gone": (
        source_state(HOUR, START - DAY, 9, START - DAY, "BadStatus", "410", gone_at=MOMENT),
        "gone since 11:00 UTC",
    ),
    "blocked": (
        source_state(HOUR, START - DAY, 9, START - DAY, "BadStatus", "403"),
        "blocked since 28 Feb 2026, 12:00 UTC: blocks automated readers (HTTP 403)",
    ),
    "missing": (
        source_state(HOUR, None, 3, START - 3 * HOUR, "BadStatus", "404"),
        "failing since 09:00 UTC: no such page (HTTP 404)",
    ),
    "busy": (
        source_state(HOUR, None, 3, START - 3 * HOUR, "BadStatus", "429"),
        "blocked since 09:00 UTC: asks us to poll less often (HTTP 429)",
    ),
    "unchanging": (
        source_state(HOUR, START - DAY, 9, START - 3 * HOUR, "BadStatus", "304"),
        "failing since 09:00 UTC: answers “not modified” (HTTP 304) to everything, so nothing new can be seen",
    ),
    "teapot": (
        source_state(HOUR, None, 3, START - 3 * HOUR, "BadStatus", "418"),
        "failing since 09:00 UTC: the server answers HTTP 418",
    ),
    "captcha": (
        source_state(HOUR, START - DAY, 9, START - 3 * HOUR, "ParseError", "html"),
        "blocked since 09:00 UTC: a web page instead of a feed, perhaps a login",
    ),
    "failing": (
        source_state(HOUR, START - DAY, 9, START - 3 * HOUR, "TooSlow"),
        "failing since 09:00 UTC: the server does not answer in time",
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_its_words(state: str) -> None:
    record, said = STATES[state]
    assert read(pages.state(status_of(USTR, record, START), WORDS["en"], START)).text == said
    others = [pages.state(status_of(USTR, record, START), WORDS[language], START) for language in ("zh-Hant", "ja")]
    assert len({said, *others}) == 3


# ---- /status ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_status_proves_what_was_polled_and_seen(grouped: House, language: str) -> None:
    grouped.clock.pass_by(HOUR)
    await grouped.poll(document(item("Wool", guid="1"), item("Steel", guid="2")), source=METI)
    await grouped.poll(BadStatus(BIS.url, 503), source=BIS)
    told = shown(await Chat(grouped, app=APPS[language]).says("/status")).splitlines()
    assert (
        told[:4]
        == {
            "en": [
                "📡 4 of 4 sources OK",
                "Read in the last 3 hours: 4. Last read: within the last minute.",
                "In 7 days: checked 6 times, one change, 1 without an answer.",
                "New items: 2 today, 2 in 24 hours.",
            ],
            "zh-Hant": [
                "📡 4 個來源中有 4 個正常",
                "最近 3 小時讀取了 4 個，最後一次在 1 分鐘內。",
                "7 天內：檢查 6 次，有更新 1 次，無回應 1 次。",
                "新消息：今天 2 則，24 小時內 2 則。",
            ],
            "ja": [
                "📡 情報源 4 件中 4 件が正常です",
                "過去 3 時間に 4 件を取得（最後の取得は直近 1 分間）。",
                "7 日間：確認 6 回、更新 1 回、応答なし 1 回。",
                "新着：今日 2 件、24 時間で 2 件。",
            ],
        }[language]
    )


async def test_status_shows_which_sources_are_silent_and_for_how_long(grouped: House) -> None:
    await grouped.poll(document(item("Wool", guid="1")), source=METI)
    grouped.clock.pass_by(9 * DAY)
    for source in ALL:
        await grouped.poll(document(), source=source)
    told = shown(await Chat(grouped).says("/status"))
    assert "Sources with nothing new: 1. The longest:\n· METI: 9 days (checked 1×)" in told
    assert "New items: 0 today, 0 in 24 hours." in told


async def test_status_shows_what_the_chat_has_and_what_waits_for_it(grouped: House) -> None:
    ann = Chat(grouped)
    for rule in ("quota", "levy"):
        await ann.says(f"/watch {rule}")
    await grouped.watchlist.mute(await ann.subscriber(), 2, True)
    await grouped.poll(document(item("A quota on wool", guid="1")), source=METI)
    told = shown(await ann.says("/status"))
    assert "This chat: 2 watches, 1 of them muted.\nAlerts being sent: 1." in told
    await ann.says("/pause")
    await ann.presses(SwitchGroup(Group.US, on=False, inside=False))
    told = shown(await ann.says("/status"))
    assert "Alerts paused: 1 held." in told
    assert "Groups switched off: 1." in told


async def test_status_counts_what_waits_for_a_digest_and_for_the_end_of_the_quiet_hours(grouped: House) -> None:
    ann = Chat(grouped)
    for said in ("/watch quota", "/watch levy", "/digest W2 daily 8:00"):
        await ann.says(said)
    assert "Waiting" not in shown(await ann.says("/status"))
    await grouped.poll(document(*(item(title, guid=title) for title in ("A levy", "Another levy"))), source=USTR)
    await ann.says("/quiet 0-23")
    await grouped.poll(document(item("A quota", guid="quota")), source=USTR)
    delivered = await grouped.database.read(outbox.next_per_subscriber, grouped.clock())
    for alert, _ in delivered:
        await grouped.database.write(outbox.advance, outbox.Step((), alert, grouped.clock()))
    told = shown(await ann.says("/status"))
    assert "Waiting for the next digest: 2.\nHeld until the quiet hours end: 1." in told
    assert "Alerts being sent" not in told


async def test_status_before_the_first_poll_says_so(empty_house: House) -> None:
    told = shown(await Chat(empty_house).says("/status"))
    assert "0 of 2 sources OK" in told
    assert "None has been read yet." in told


async def test_operators_see_more_and_nobody_else(grouped: House) -> None:
    await fail_since(grouped, BIS, 3 * HOUR)
    await grouped.database.write(health.beat, "telegram", grouped.clock(), None)
    everybody = shown(await Chat(grouped).says("/status"))
    assert "Operation" not in everybody
    operators = shown(await Chat(grouped, access=OPERATOR).says("/status"))
    assert operators.startswith(everybody)
    assert "Sources in trouble: 1\n🔴 BIS — failing since 12:00 UTC: server error (HTTP 503)" in operators
    assert "Outbox: 0 waiting." in operators
    assert "Database: 0." in operators
    assert "Telegram: last answer within the last minute." in operators
    await grouped.database.write(health.beat, "telegram", grouped.clock(), "another process polls <here>")
    assert "another process polls <here>" in shown(await Chat(grouped, access=OPERATOR).says("/status"))


async def test_status_of_many_sources_fits_a_phone(empty_house: House) -> None:
    many = [Source(SourceId(f"s{at}"), f"https://s{at}.example/", f"Ministry number {at}") for at in range(200)]
    await empty_house.database.write(sources.register, many, empty_house.clock())
    for source in many[:50]:
        await fail_since(empty_house, source, timedelta(0))
    empty_house.clock.pass_by(3 * HOUR)
    for source in many[:50]:
        await empty_house.poll(BadStatus(source.url, 500), source=source)
    told = shown(await Chat(empty_house, access=OPERATOR).says("/status"))
    assert "Sources in trouble: 50" in told
    assert "… and 38 more." in told
    assert len(told) < 1_600


async def test_what_a_chat_added_for_itself_is_shown_to_nobody_else_but_operators(grouped: House) -> None:
    private = Source(SourceId("hers"), "https://hers.example/feed", "Hers alone")
    ann = await grouped.watchlist.subscribe(ANN, "en")

    def add(tx: Transaction) -> None:
        additions.add(tx, private, AdditionState.GRANTED, False, ann.id, START)
        tx.execute("insert into takes (subscriber, source) values (?, 'hers')", ann.id)
        tx.execute("update sources set active = 1 where id = 'hers'")

    await grouped.database.write(add)
    await fail_since(grouped, private, 3 * HOUR)
    assert "Hers alone" in shown(await Chat(grouped).presses(ShowGroup(None, 0)))
    bob = Chat(grouped, Address("8"))
    assert "Hers alone" not in shown(await bob.presses(ShowGroup(None, 0)))
    assert "Hers alone" not in shown(await bob.says("/status"))
    assert "4 of 4 sources OK" in shown(await bob.says("/status"))
    assert "Hers alone" in shown(await Chat(grouped, Address("8"), access=OPERATOR).says("/status"))


# ---- groups that are switched off ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "searched", "explained"),
    [
        (
            "en",
            "Also found in groups that this chat has switched off: US, official.",
            "This chat has switched off its group, US, official: its items bring no alerts.",
        ),
        (
            "zh-Hant",
            "這個聊天室已關閉的類別中也有符合的消息：美國官方。",
            "這個聊天室已關閉它所屬的類別「美國官方」，不會通知其中的消息。",
        ),
        (
            "ja",
            "このチャットでオフのグループにも一致するものがあります：米国（公的機関）。",
            "このチャットでは、この情報源のグループ「米国（公的機関）」がオフのため通知されません。",
        ),
    ],
)
async def test_search_and_why_say_that_a_group_is_switched_off(
    grouped: House, language: str, searched: str, explained: str
) -> None:
    ann = Chat(grouped, app=APPS[language])
    await ann.says("/watch quota")
    await ann.presses(SwitchGroup(Group.US, on=False, inside=False))
    await grouped.poll(document(item("A quota", "1", "https://bis.example/1")), source=BIS)
    assert searched in shown(await ann.says("/search quota"))
    told = shown(await ann.says("/why https://bis.example/1"))
    assert explained in told
    await ann.presses(SwitchGroup(Group.US, on=True, inside=False))
    assert searched not in shown(await ann.says("/search quota"))
    assert explained not in shown(await ann.says("/why https://bis.example/1"))


async def test_why_knows_nothing_of_what_another_chat_added_for_itself(grouped: House) -> None:
    private = Source(SourceId("hers"), "https://hers.example/feed", "Hers alone")
    ann = await grouped.watchlist.subscribe(ANN, "en")

    def add(tx: Transaction) -> None:
        additions.add(tx, private, AdditionState.GRANTED, False, ann.id, START)
        tx.execute("update sources set active = 1 where id = 'hers'")

    await grouped.database.write(add)
    bob = Chat(grouped, Address("8"))
    await bob.presses(SwitchGroup(None, on=False, inside=False))
    await grouped.poll(document(item("A quota", "1", "https://hers.example/1")), source=private)
    assert "No source had an item with this link." in shown(await bob.says("/why https://hers.example/1"))
    assert "No stored item matches" in shown(await bob.says("/search quota"))
    assert "switched off" not in shown(await bob.says("/search quota"))
