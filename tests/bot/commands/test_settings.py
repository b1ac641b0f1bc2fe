"""/settings, /language, /timezone, /quiet and /digest, and what their buttons change, in three languages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.callbacks import Payload
from bot.callbacks.settings import (
    AskTimes,
    ChooseLanguage,
    ChooseTimes,
    DigestPage,
    LetMembers,
    MakeInstant,
    SetMode,
    SetNewMode,
    SetQuiet,
    SetSound,
    SetZone,
    ShareLocation,
    ShowDigests,
    ShowModes,
    ShowSetting,
    ShowSettings,
)
from bot.callbacks.watching import MuteWatch, Reword, ShowWatch
from bot.chat import Button, Press, Reply, Request
from bot.commands.typed_times import TypedTiming, is_off, read_quiet, read_timing
from bot.dispatch import Access, Answering
from bot.messages import alerts
from bot.messages.text import LANGUAGES, load, plain
from tests.fakes.ports import document, item
from tests.fakes.situations import House
from tests.fakes.telegram_html import read
from watchers.model import Address, Alert
from watchers.model.times import DAILY, Every, QuietHours, QuietMode, Sound, Timing
from watchers.services.chats import Chats
from watchers.services.digests import Digests
from watchers.store import outbox

pytestmark = pytest.mark.service

WORDS = load()
ANN = Address("7")
APPS = {"en": "en", "zh-Hant": "zh-TW", "ja": "ja"}


class Chat:
    """One person, or one in a group, who talks to the bot."""

    def __init__(self, house: House, app: str = "en", address: Address = ANN) -> None:
        self.house, self.app, self.address = house, app, address
        self.woken = 0
        everyone = Access(frozenset(), frozenset())
        chats = Chats(house.watchlist)
        self.answering = Answering(house.watchlist, WORDS, everyone, house.clock, self._wake, house.additions, chats)

    async def says(self, text: str, location: tuple[float, float] | None = None) -> Reply:
        return await self._ask(Request(self.address, self._private, 7, self.app, text, location=location))

    async def presses(self, payload: Payload) -> Reply:
        return await self._ask(Request(self.address, self._private, 7, self.app, "", Press(payload)))

    @property
    def _private(self) -> bool:
        return not self.address.startswith("-")

    async def _ask(self, request: Request) -> Reply:
        reply = await self.answering(request)
        assert reply.silent or read(reply.html).text.strip()
        return reply

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
async def ann(house: House) -> AsyncIterator[Chat]:
    chat = Chat(house)
    await chat.says("/start")
    yield chat


def shown(reply: Reply) -> str:
    return str(read(reply.html).text)


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


def payloads(reply: Reply) -> list[Payload]:
    return [button.payload for row in reply.buttons for button in row if isinstance(button, Button)]


async def digest_of(chat: Chat) -> Alert:
    house = chat.house
    await Digests(house.database, house.clock, lambda: None).run()
    ((identifier, _),) = await house.database.read(outbox.next_per_subscriber, house.clock())
    alert = await house.database.write(outbox.claim, identifier, house.clock())
    assert alert is not None
    return alert


# ---- /settings -------------------------------------------------------------------------------------


async def test_the_settings_are_one_screen_with_a_button_for_each_row(ann: Chat) -> None:
    reply = await ann.says("/settings")
    assert shown(reply) == (
        "⚙️ Settings of this chat\n"
        "🌐 Language: English\n"
        "🕗 Time zone: UTC, now 12:00\n"
        "🌙 Quiet hours: none\n"
        "🌅 New watches: at once\n"
        "🔔 Sound: all alerts\n"
        "📣 Sources: 2 of 2 on"
    )
    assert "👥" not in " ".join(labels(reply))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_row_opens_in_place_and_leads_back(house: House, language: str) -> None:
    chat = Chat(house, APPS[language])
    for payload in payloads(await chat.says("/settings")):
        opened = await chat.presses(payload)
        assert opened.edits
        if isinstance(payload, ShowSetting):
            assert ShowSettings() in payloads(opened)


async def test_a_chat_without_a_choice_has_the_zone_of_its_language(house: House) -> None:
    zones = [shown(await Chat(house, app, Address(app)).says("/settings")).splitlines()[2] for app in APPS.values()]
    assert zones == [
        "🕗 Time zone: UTC, now 12:00",
        "🕗 時區：台北（UTC+8），現在 20:00",
        "🕗 タイムゾーン：東京（UTC+9）、現在 21:00",
    ]


async def test_a_group_sees_who_may_change_its_settings_and_changes_that(house: House) -> None:
    group = Chat(house, address=Address("-5"))
    before = await group.says("/settings")
    assert "Who may change: only admins" in shown(before)
    after = await group.presses(LetMembers(True))
    assert "Who may change: everyone" in shown(after)
    assert after.edits


async def test_a_new_language_shows_the_settings_in_it_with_a_toast(ann: Chat) -> None:
    await ann.says("/language")
    reply = await ann.presses(ChooseLanguage("ja"))
    assert shown(reply).startswith("⚙️ 設定")
    assert reply.toast


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("日本語", "表示を日本語に切り替えました。"),
        ("Japanese", "表示を日本語に切り替えました。"),
        ("ja", "表示を日本語に切り替えました。"),
        ("中文", "已切換為繁體中文。"),
        ("繁体中国語", "已切換為繁體中文。"),
        ("zh-hant", "已切換為繁體中文。"),
        ("英文", "Language: English."),
    ],
)
async def test_a_language_is_chosen_by_its_name_in_any_of_ours(ann: Chat, typed: str, said: str) -> None:
    assert shown(await ann.says(f"/language {typed}")) == said
    assert shown(await ann.says("/settings")) == shown(await ann.presses(ShowSettings()))


async def test_an_unknown_language_is_answered_with_ours(ann: Chat) -> None:
    assert payloads(await ann.says("/language Klingon"))[:3] == [ChooseLanguage(tag) for tag in LANGUAGES]


async def test_a_sound_is_chosen_with_a_toast(ann: Chat) -> None:
    reply = await ann.presses(SetSound("official"))
    assert "Sound: only official documents" in shown(reply)
    assert reply.toast == "only official documents"


# ---- /timezone -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/timezone Taipei", "🕗 Time zone: Taipei (UTC+8), now 20:00."),
        ("/timezone 福岡", "🕗 Time zone: Tokyo (UTC+9), now 21:00."),
        ("/timezone UTC-3", "🕗 Time zone: UTC−3, now 09:00."),
    ],
)
async def test_the_zone_is_set_by_a_city(ann: Chat, typed: str, said: str) -> None:
    assert shown(await ann.says(typed)) == said


async def test_a_city_is_typed_after_the_question(ann: Chat) -> None:
    assert "Type a city" in shown(await ann.presses(ShowSetting("zone")))
    assert "Taipei" in shown(await ann.says("台北"))
    assert "Watch" in shown(await ann.says("台北"))


async def test_a_city_that_is_unknown_is_asked_for_once(ann: Chat) -> None:
    await ann.says("/timezone")
    reply = await ann.says("Atlantis")
    assert "Atlantis" in shown(reply)
    assert SetZone("Asia/Taipei") in payloads(reply)
    assert "Watch" in shown(await ann.says("TSMC tariffs"))


async def test_an_answer_that_comes_after_ten_minutes_is_not_a_city(ann: Chat) -> None:
    await ann.says("/timezone")
    ann.house.clock.pass_by(timedelta(minutes=11))
    assert "Watch" in shown(await ann.says("Taipei"))


@pytest.mark.parametrize("command", ["/settings", "/language", "/quiet", "/digest"])
async def test_after_another_setting_typed_words_are_not_a_city(ann: Chat, command: str) -> None:
    await ann.says("/timezone")
    await ann.says(command)
    assert "Watch" in shown(await ann.says("TSMC tariffs"))


async def test_a_shared_place_sets_the_nearest_zone(ann: Chat) -> None:
    offered = await ann.presses(ShareLocation())
    assert offered.asks_location
    assert "Tokyo" in shown(await ann.says("", location=(33.6, 130.4)))


async def test_a_zone_that_does_not_exist_is_refused(ann: Chat) -> None:
    assert shown(await ann.presses(SetZone("Asia/Atlantis"))) == "This button is too old. Send the command again."


async def test_telegram_shows_times_in_the_zone_of_the_reader_until_the_chat_chooses_one(ann: Chat) -> None:
    await ann.says("/watch quota")
    await ann.presses(MuteWatch(1, 1))
    (marked,) = [each for each in read((await ann.says("/watches")).html).entities if each.type == "date_time"]
    assert (marked.unix_time - ann.house.clock().timestamp(), marked.date_time_format) == (3600, "t")
    await ann.says("/timezone Taipei")
    reply = await ann.says("/watches")
    assert "until 21:00" in shown(reply)
    assert [each for each in read(reply.html).entities if each.type == "date_time"] == []


async def test_answers_show_times_in_the_zone_of_the_chat(ann: Chat) -> None:
    await ann.says("/timezone Taipei")
    await ann.house.poll(document(item("Quota", "1", published="2026-03-01T11:30:00Z")))
    assert "1 Mar 2026, 19:30" in shown(await ann.says("/search quota"))


# ---- /quiet ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "quiet"),
    [
        ("22-7", QuietHours(QuietMode.HOLD, 1320, 420)),
        ("22:30–6:15", QuietHours(QuietMode.HOLD, 1350, 375)),
        ("２２－７", QuietHours(QuietMode.HOLD, 1320, 420)),
        ("22時〜7時", QuietHours(QuietMode.HOLD, 1320, 420)),
        ("22 點到 7 點 靜音", QuietHours(QuietMode.SILENT, 1320, 420)),
        ("10pm to 7am urgent", QuietHours(QuietMode.URGENT, 1320, 420)),
        ("12am-6am", QuietHours(QuietMode.HOLD, 0, 360)),
        ("晚上 10 點半到早上 7 點", QuietHours(QuietMode.HOLD, 1350, 420)),
        ("夜12時から朝6時15分", QuietHours(QuietMode.HOLD, 0, 375)),
        ("22-24", QuietHours(QuietMode.HOLD, 1320, 0)),
        ("22-7 音なし", QuietHours(QuietMode.SILENT, 1320, 420)),
        ("7-7", None),
        ("25-7", None),
        ("22:75-7", None),
        ("tonight", None),
        ("", None),
    ],
)
def test_quiet_hours_are_read_as_people_type_them(typed: str, quiet: QuietHours | None) -> None:
    assert read_quiet(typed) == quiet


LABELS = [plain(WORDS[language].format("quiet-to-off")) for language in LANGUAGES]


@pytest.mark.parametrize("typed", ["off", "OFF.", "關閉", "取消。", "オフ", "なし", *LABELS])
def test_quiet_hours_are_ended_in_three_languages(typed: str) -> None:
    assert is_off(typed)


async def test_quiet_hours_are_typed_shown_and_ended(ann: Chat) -> None:
    assert "22:00–07:00 · hold, send at 07:00" in shown(await ann.says("/quiet 22-7"))
    silent = await ann.presses(SetQuiet("silent", 1320, 420))
    assert silent.toast == "22:00–07:00 · without sound"
    assert "Quiet hours: 22:00–07:00 · without sound" in shown(await ann.says("/settings"))
    assert "Quiet hours: none" in shown(await ann.says("/quiet off"))
    assert "22:00–07:00 · without sound" in shown(await ann.says("/quiet no sound 22-7"))
    assert ann.woken


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_was_typed_is_confirmed_and_not_asked_again(house: House, language: str) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch quota")
    t = WORDS[language]
    silent = t.format("quiet-silent", start="22:00", stop="07:00")
    for typed, said in (("22-7 silent", silent), ("off", t.format("quiet-off"))):
        quiet = await chat.says(f"/quiet {typed}")
        assert quiet.html == t.format("quiet-now", quiet=said)
        assert payloads(quiet) == [ShowSetting("quiet"), ShowSettings()]
    weekly = await chat.says("/digest W1 monday 9:00")
    assert len(shown(weekly).splitlines()) == 2
    assert "09:00" in shown(weekly)
    assert payloads(weekly) == [ShowModes(1), ShowWatch(1)]


async def test_what_are_not_hours_gets_examples(ann: Chat) -> None:
    await ann.says("/quiet 22-7")
    for typed in (
        "at night",
        "noon",
        "noisy",
        "official only",
        "無聲",
        "never mind",
        "no idea",
        "關於",
        "取消訂單",
        "なしくずし",
    ):
        assert "/quiet 22-7 silent" in shown(await ann.says(f"/quiet {typed}"))
    assert "22:00–07:00" in shown(await ann.says("/quiet"))


# ---- /digest ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_that_are_shown_are_read(language: str) -> None:
    digests, quiet = (plain(WORDS[language].format(name)) for name in ("digest-how", "quiet-how"))
    assert all(read_timing(typed) for typed in re.findall(r"/digest ([^,/、。<]*[^,/、。<\s])", digests))
    assert all(read_quiet(typed) or is_off(typed) for typed in re.findall(r"/quiet ([^,/、。<]*[^,/、。<\s])", quiet))


async def test_without_watches_the_digest_of_new_ones_is_set_and_shown(ann: Chat) -> None:
    assert "New watches send: daily at 09:00" in shown(await ann.says("/digest daily 9:00"))
    assert ShowSettings() in payloads(await ann.presses(ShowDigests(0)))


@pytest.mark.parametrize(
    ("typed", "timing"),
    [
        ("daily", TypedTiming(None, DAILY)),
        ("W3 daily 9:30", TypedTiming(3, Timing(Every.DAY, 570))),
        ("w3 weekly mon 9:00", TypedTiming(3, Timing(Every.WEEK, 540))),
        ("friday 17", TypedTiming(None, Timing(Every.WEEK, 1020, 4))),
        ("W12 hourly", TypedTiming(12, Timing(Every.HOUR))),
        ("W3 now", TypedTiming(3, None)),
        ("off", TypedTiming(None, None)),
        ("W3 每天 9:00", TypedTiming(3, Timing(Every.DAY, 540))),
        ("W3 即時", TypedTiming(3, None)),
        ("關閉", TypedTiming(None, None)),
        ("オフ", TypedTiming(None, None)),
        ("W3 每小時", TypedTiming(3, Timing(Every.HOUR))),
        ("毎時", TypedTiming(None, Timing(Every.HOUR))),
        ("W3 1時間ごと", TypedTiming(3, Timing(Every.HOUR))),
        ("1 時間ごと", TypedTiming(None, Timing(Every.HOUR))),
        ("每天晚上 8 點", TypedTiming(None, Timing(Every.DAY, 1200))),
        ("毎日 朝9時", TypedTiming(None, Timing(Every.DAY, 540))),
        ("每週五 8 點半", TypedTiming(None, Timing(Every.WEEK, 510, 4))),
        ("W3 月曜 9時", TypedTiming(3, Timing(Every.WEEK, 540))),
        ("毎朝", TypedTiming(None, DAILY)),
        ("W3 すぐ", TypedTiming(3, None)),
        ("W3 即時", TypedTiming(3, None)),
        ("W3 1時間ごと", TypedTiming(3, Timing(Every.HOUR))),
        ("W3", None),
        ("daily 25:00", None),
    ],
)
def test_timings_are_read_as_people_type_them(typed: str, timing: TypedTiming | None) -> None:
    assert read_timing(typed) == timing


async def test_digests_are_listed_and_changed_for_one_watch_and_for_all(ann: Chat) -> None:
    await ann.says("/watch quota")
    await ann.says("/watch steel")
    listed = await ann.says("/digest")
    assert "W1 quota · at once\nW2 steel · at once" in shown(listed)
    assert "W1 quota" in shown(await ann.presses(ShowModes(1)))
    changed = await ann.presses(SetMode(1, "day", 480))
    assert changed.toast == "daily at 08:00, in one digest"
    assert "W1 quota · daily at 08:00, in one digest\nW2 steel · at once" in shown(await ann.says("/digest"))
    assert "Sends: every Friday at 17:00" in shown(await ann.says("/digest W2 fri 17:00"))
    assert "W1 quota · every hour, in one digest\nW2 steel · every hour" in shown(await ann.says("/digest hourly"))


async def test_new_watches_get_what_the_settings_say(ann: Chat) -> None:
    reply = await ann.presses(SetNewMode("week", 480, 0))
    assert "New watches: every Monday at 08:00" in shown(reply)
    await ann.says("/watch quota")
    assert "W1 quota · every Monday at 08:00, in one digest" in shown(await ann.says("/digest"))


async def test_a_watch_that_is_gone_has_no_digest(ann: Chat) -> None:
    assert "no watch W9" in shown(await ann.says("/digest W9 daily"))
    assert "no watch W9" in shown(await ann.presses(ShowModes(9)))


async def test_a_noisy_watch_says_that_it_starts_as_a_digest_and_offers_to_send_at_once(ann: Chat) -> None:
    for day in range(3):
        await ann.house.poll(document(*(item(f"Quota {day} {n}", f"{day}-{n}") for n in range(30))))
        ann.house.clock.pass_by(timedelta(days=1))
    reply = await ann.says("/watch quota")
    assert "About 30 a day, so it comes as one daily digest at 08:00." in shown(reply)
    assert "Sends: at once" in shown(await ann.presses(SetMode(1, "now")))
    assert "⚡ Make instant" in labels(reply)


async def test_nothing_narrower_is_proposed_while_the_index_is_filled_again(ann: Chat) -> None:
    for day in range(3):
        titles = [f"Wool {word} {day}-{number}" for number in range(10) for word in ("quota", "levy", "prices")]
        await ann.house.poll(document(*(item(title, guid=title) for title in titles)))
        ann.house.clock.pass_by(timedelta(days=1))
    await ann.house.database.write(lambda tx: tx.execute("update recognised set pending = 2"))
    reply = await ann.says("/watch wool")
    assert "About 30 a day" in shown(reply)
    assert [label for label in labels(reply) if label.startswith("➕")] == []
    assert "➕" not in str(labels(await ann.says("wool")))


async def test_a_noisy_watch_offers_to_be_narrowed_and_stays_a_digest_until_it_is_made_instant(ann: Chat) -> None:
    for day in range(3):
        titles = [f"Wool {word} {day}-{number}" for number in range(10) for word in ("quota", "levy", "prices")]
        await ann.house.poll(document(*(item(title, guid=title) for title in titles)))
        ann.house.clock.pass_by(timedelta(days=1))
    reply = await ann.says("/watch wool")
    narrower = [label for label in labels(reply) if label.startswith("➕")]
    assert set(narrower) < {f"➕ {word} · 10 a day" for word in ("quota", "levy", "prices")}
    assert len(narrower) == 2
    narrowed = await ann.presses(next(each for each in payloads(reply) if isinstance(each, Reword)))
    word = narrower[0].split()[1]
    assert narrowed.edits
    assert f"W1 changed: wool and {word}" in shown(narrowed)
    assert "Sends: daily at 08:00" in shown(narrowed)
    assert "⚡ Make instant" in labels(narrowed)
    assert "Undo" in labels(narrowed)


@pytest.mark.parametrize("typed", ["off", "22-7", "22-7 silent", "22-7 urgent", "23-6", "1-5"])
async def test_no_two_buttons_of_the_quiet_hours_do_the_same(ann: Chat, typed: str) -> None:
    await ann.says(f"/quiet {typed}")
    offered = payloads(await ann.says("/quiet"))
    assert len(offered) == len(set(offered))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_digest_is_grouped_paged_and_proves_its_coverage(house: House, language: str) -> None:
    chat = Chat(house, APPS[language])
    await chat.says("/watch quota")
    await chat.says("/watch steel")
    await chat.presses(SetMode(0, "day", 480))
    await house.poll(document(*(item(f"Quota {n}", f"q{n}") for n in range(12)), item("Steel", "s")))
    house.clock.pass_by(timedelta(days=1))
    alert = await digest_of(chat)
    t = WORDS[language]
    first = alerts.alert(alert, t)
    assert shown(first).count("Quota") == 10
    (turn,) = [payload for payload in payloads(first) if isinstance(payload, DigestPage)]
    second = await chat.presses(turn)
    assert second.edits
    assert shown(second).splitlines()[-1].startswith("13. Steel")
    assert shown(second).splitlines()[0] == shown(first).splitlines()[0].replace("1/2", "2/2")
    instant = [payload for payload in payloads(second) if isinstance(payload, MakeInstant)]
    assert instant == [MakeInstant(1), MakeInstant(2)]
    made = await chat.presses(instant[1])
    assert made.toast
    assert not made.edits


async def test_a_digest_of_another_chat_is_not_shown(house: House) -> None:
    ann, bob = Chat(house), Chat(house, address=Address("8"))
    for chat in (ann, bob):
        await chat.says("/watch quota")
    await ann.says("/digest daily")
    await house.poll(document(item("Quota", "1")))
    house.clock.pass_by(timedelta(days=1))
    await Digests(house.database, house.clock, lambda: None).run()
    digests = [alert for alert in await house.enqueued(await house.person("7")) if alert.digest]
    assert "too old" in shown(await bob.presses(DigestPage(digests[0].id, 0)))


# ---- the question after the first watches ----------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_question_about_times_has_four_answers(house: House, language: str) -> None:
    chat = Chat(house, APPS[language])
    await chat.says("/watch quota")
    asked = await chat.presses(AskTimes())
    assert len(payloads(asked)) == 4
    subscriber = await house.watchlist.subscriber(chat.address)
    assert subscriber is not None
    outcomes = []
    for choice in ("any", "night", "daily"):
        answered = await chat.presses(ChooseTimes(choice))
        assert answered.edits
        chosen = await house.watchlist.times.chosen(subscriber)
        (timed,) = await house.watchlist.times.watches(subscriber)
        outcomes.append((chosen.quiet, chosen.new, timed.timing))
    night = QuietHours(QuietMode.HOLD, 22 * 60, 7 * 60)
    assert outcomes == [(None, None, None), (night, None, None), (None, DAILY, DAILY)]
    assert chosen.sound is Sound.ALL


async def test_a_time_for_all_watches_is_confirmed_also_where_there_are_none(ann: Chat) -> None:
    assert (await ann.presses(SetMode(0, "hour"))).toast == WORDS["en"].text("timing-hour")
