"""/deadlines, reminders and calendars, as people see them, in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from bot.callbacks.deadlines import (
    CalendarFile,
    CalendarLink,
    DeadlinesPage,
    EndReminder,
    Remind,
    RemindOfAll,
    SnoozeReminder,
)
from bot.callbacks.sources import SwitchGroup
from bot.callbacks.watching import Mute
from bot.chat import Reply
from bot.messages import alerts
from bot.messages.text import LANGUAGES, load
from tests.bot.test_dispatch import APPS, Chat, actions, shown
from tests.fakes.ports import document, item
from tests.fakes.queued import next_alerts
from tests.fakes.situations import House
from watchers.facts import in_text
from watchers.model import DOCUMENT, Alert, Fact, ParsedItem, Subscriber
from watchers.services.deadlines import Reminders
from watchers.store import Rows, Transaction, deadlines, outbox

pytestmark = pytest.mark.service

WORDS = load()
LINK = "https://ustr.example/a"
DAY = timedelta(days=1)


def rule(title: str, *facts: tuple[str, str], body: str = "", guid: str = "a") -> ParsedItem:
    """Return an item with the facts of its publisher's fields and those of its text."""
    parsed = item(title, guid, f"https://ustr.example/{guid}", body)
    stated = (Fact(name, value, DOCUMENT, 0, 0) for name, value in facts)
    return replace(parsed, facts=(*stated, *in_text(parsed.title.original, parsed.body.original)))


async def remind(house: House) -> None:
    await Reminders(house.database, house.clock, lambda: None).run()


async def waiting(house: House, language: str = "en") -> list[Reply]:
    """Return the messages that wait, as they would be sent, and mark them as sent."""
    messages: list[Reply] = []

    def send(tx: Transaction) -> None:
        while found := next_alerts(tx, house.clock()):
            for alert in found:
                claimed = outbox.claim(tx, alert.id, house.clock())
                assert claimed is not None
                outbox.sent(tx, alert.id, str(alert.id), house.clock())
                messages.append(rendered(claimed, house, language))

    await house.database.write(send)
    return messages


def rendered(alert: Alert, house: House, language: str) -> Reply:
    zone = alert.subscriber.timezone
    t = WORDS[language].in_zone(zone)
    now = house.clock()
    return alerts.notice(alert.notice, t, now) if alert.notice else alerts.alert(alert, t, now)


async def stored(house: House) -> list[tuple[str, str, str, str]]:
    def read(rows: Rows) -> list[tuple[str, str, str, str]]:
        return [tuple(row) for row in rows.all("select kind, day, field, raw from deadlines order by item, kind")]

    return await house.database.read(read)


async def reminded(house: House, chat: Chat, *facts: tuple[str, str]) -> Subscriber:
    """The chat gets an alert with a deadline, and presses Remind."""
    await chat.says("/watch quota")
    await house.poll(document(rule("A quota for silk", *facts)))
    subscriber = await chat.subscriber()
    (alert,) = await house.enqueued(subscriber)
    await waiting(house)
    assert (await chat.presses(Remind(alert.id))).toast
    return subscriber


# ---- what is stored --------------------------------------------------------------------------------


async def test_a_deadline_is_stored_with_its_field_or_with_the_words_of_the_text(house: House) -> None:
    body = "Comments are due by March 20, 2026. Effective April 7, 2026. The rule expires on May 1, 2027."
    await house.poll(document(rule("A quota", ("comments", "2026-03-21"), ("hearing", "2026-03-30"), body=body)))
    assert await stored(house) == [
        ("comments", "2026-03-21", "document", ""),
        ("effective", "2026-04-07", "body", "April 7, 2026"),
        ("expires", "2027-05-01", "body", "May 1, 2027"),
        ("hearing", "2026-03-30", "document", ""),
    ]


async def test_the_deadlines_of_items_that_were_stored_before_are_filled_in(house: House) -> None:
    await house.poll(document(rule("A quota", ("comments", "2026-03-21"), body="Effective April 7, 2026.")))
    before = await stored(house)

    def forget(tx: Transaction) -> None:
        tx.execute("delete from deadlines")
        tx.execute("update deadlines_pending set below = 1000")

    await house.database.write(forget)
    await remind(house)
    assert await stored(house) == before
    assert not await house.database.read(deadlines.has_pending)


# ---- /deadlines ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_list_is_by_date_with_dockets_and_says_what_is_from_the_text(house: House, language: str) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch quota")
    silk = rule("A quota for silk", ("comments", "2026-03-04"), ("docket", "USTR-2026-0031"))
    await house.poll(document(silk, rule("Quota for wool", guid="b", body="Effective March 31, 2026.")))
    await house.poll(document(rule("Levy", ("comments", "2026-03-09"), guid="c")))
    lines = shown(await chat.says("/deadlines")).splitlines()
    assert (
        lines
        == {
            "en": [
                "📅 Next 60 days · from your watch",
                "Wed 4 Mar 2026 (3 d)",
                "• Comments: USTR-2026-0031 A quota for silk",
                "Tue 31 Mar 2026 (30 d)",
                "• Effective: Quota for wool (from the text)",
            ],
            "zh-Hant": [
                "📅 未來 60 天 · 依您的 1 項追蹤",
                "2026年3月4日（週三）（3 天後）",
                "• 意見截止：USTR-2026-0031 A quota for silk",
                "2026年3月31日（週二）（30 天後）",
                "• 生效：Quota for wool（據內文）",
            ],
            "ja": [
                "📅 今後 60 日間 · ウォッチ 1 件より",
                "2026年3月4日（水）（あと 3 日）",
                "• 意見提出期限：USTR-2026-0031 A quota for silk",
                "2026年3月31日（火）（あと 30 日）",
                "• 発効：Quota for wool（本文より）",
            ],
        }[language]
    )


async def test_what_was_stored_before_the_watch_is_listed_too(house: House) -> None:
    await house.poll(document(rule("A quota for silk", ("comments", "2026-03-04"))))
    chat = Chat(house)
    await chat.says("/watch quota -wool")
    assert "A quota for silk" in shown(await chat.says("/deadlines"))
    await chat.presses(Mute(1))
    assert shown(await chat.says("/deadlines")).startswith("📅 No deadlines")


async def test_past_and_far_deadlines_are_left_out_and_pages_turn(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    days = ["2026-02-28", "2026-05-01", *(f"2026-03-{day:02}" for day in range(2, 22))]
    await house.poll(document(*(rule(f"Quota {day}", ("comments", day), guid=day) for day in days)))
    first = await chat.says("/deadlines")
    second = await chat.presses(DeadlinesPage(1))
    assert "Quota 2026-03-02" in shown(first) and "Quota 2026-03-21" in shown(second)
    assert "2026-02-28" not in shown(first) + shown(second)
    assert "Quota 2026-05-01" not in shown(first) + shown(second)
    assert second.edits


# ---- reminders -------------------------------------------------------------------------------------


async def test_an_alert_with_a_deadline_ahead_has_buttons_for_it_and_no_other_has(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    await house.poll(document(rule("Quota A", ("comments", "2026-03-21"))))
    await house.poll(document(rule("Quota B", ("comments", "2026-02-21"), guid="b"), rule("Quota C", guid="c")))
    found = [actions(reply) for reply in await waiting(house)]
    kinds = [[type(each) for each in row if isinstance(each, Remind | CalendarFile)] for row in found]
    assert kinds == [[Remind, CalendarFile], [], []]


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("en", "⏰ In 7 days, 21 Mar 2026\nComments: A quota for silk", "⏰ Tomorrow, 21 Mar 2026"),
        ("zh-Hant", "⏰ 7 天後（2026年3月21日）\n意見截止：A quota for silk", "⏰ 明天（2026年3月21日）"),
        ("ja", "⏰ あと 7 日（2026年3月21日）\n意見提出期限：A quota for silk", "⏰ 明日（2026年3月21日）"),
    ],
)
async def test_reminders_come_a_week_and_a_day_before_at_eight_in_the_zone_of_the_chat(
    house: House, language: str, first: str, last: str
) -> None:
    chat = Chat(house, app=APPS[language])
    await reminded(house, chat, ("comments", "2026-03-21"))
    hours = {"en": 8, "zh-Hant": 0, "ja": -1}[language]
    sent: list[tuple[str, str]] = []
    for _ in range(24 * 21):
        house.clock.pass_by(timedelta(hours=1))
        await remind(house)
        sent += [(f"{house.clock():%d %H}", shown(reply)) for reply in await waiting(house, language)]
    times = [f"{14 if hours >= 0 else 13} {hours % 24:02}", f"{20 if hours >= 0 else 19} {hours % 24:02}"]
    assert [at for at, _ in sent] == times
    assert sent[0][1] == first
    assert sent[1][1].startswith(last)


async def test_after_an_outage_one_reminder_comes_late_and_after_the_day_none(house: House) -> None:
    await reminded(house, Chat(house), ("comments", "2026-03-21"))
    house.clock.pass_by(19 * DAY + timedelta(hours=21))  # 21 March, 9:00
    await remind(house)
    assert [shown(reply).splitlines()[0] for reply in await waiting(house)] == ["⏰ Today, 21 Mar 2026"]
    await remind(house)
    assert await waiting(house) == []


async def test_a_deadline_that_passed_during_an_outage_brings_no_reminder(house: House) -> None:
    await reminded(house, Chat(house), ("comments", "2026-03-21"))
    house.clock.pass_by(22 * DAY)
    await remind(house)
    assert await waiting(house) == []


async def test_a_reminder_that_is_asked_within_the_week_comes_a_day_before_only(house: House) -> None:
    await reminded(house, Chat(house), ("comments", "2026-03-05"))
    await remind(house)
    assert await waiting(house) == []
    house.clock.pass_by(3 * DAY)
    await remind(house)
    assert len(await waiting(house)) == 1


async def test_a_reminder_that_would_come_too_late_is_refused(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    await house.poll(document(rule("A quota", ("comments", "2026-03-02"))))
    (alert,) = await house.enqueued(await chat.subscriber())
    assert "too late" in (await chat.presses(Remind(alert.id))).toast


async def test_a_reminder_is_enqueued_once_by_two_jobs_at_once(house: House) -> None:
    await reminded(house, Chat(house), ("comments", "2026-03-21"))
    house.clock.pass_by(13 * DAY)
    await remind(house)
    await remind(house)
    assert len(await waiting(house)) == 1


async def test_a_reminder_survives_a_kill_between_its_enqueuing_and_its_sending(house: House) -> None:
    await reminded(house, Chat(house), ("comments", "2026-03-21"))
    house.clock.pass_by(13 * DAY)
    await remind(house)

    def killed(tx: Transaction) -> None:
        (alert,) = next_alerts(tx, house.clock())
        outbox.claim(tx, alert.id, house.clock())
        outbox.recover(tx, house.clock())

    await house.database.write(killed)
    await remind(house)
    assert len(await waiting(house)) == 1


async def test_done_ends_the_reminders_of_an_item_and_snooze_repeats_one_in_the_afternoon(house: House) -> None:
    chat = Chat(house)
    await reminded(house, chat, ("comments", "2026-03-21"))
    house.clock.pass_by(12 * DAY + timedelta(hours=21))
    await remind(house)
    (reminder,) = await waiting(house)
    (snooze,) = (each for each in actions(reminder) if isinstance(each, SnoozeReminder))
    assert (await chat.presses(snooze)).toast == "⏰ I’ll remind you again at 17:00."
    await remind(house)
    assert await waiting(house) == []
    house.clock.pass_by(timedelta(hours=8))
    await remind(house)
    (again,) = await waiting(house)
    (done,) = (each for each in actions(again) if isinstance(each, EndReminder))
    await chat.presses(done)
    house.clock.pass_by(6 * DAY)
    await remind(house)
    assert await waiting(house) == []


async def test_one_switch_reminds_of_all_that_is_listed_and_of_all_that_comes(house: House) -> None:
    chat = Chat(house)
    await house.poll(document(rule("Old quota", ("comments", "2026-03-21"))))
    await chat.says("/watch quota")
    reply = await chat.presses(RemindOfAll(True))
    assert reply.toast and RemindOfAll(False) in actions(reply)
    await house.poll(document(rule("New quota", ("hearing", "2026-03-21"), guid="b")))
    await waiting(house)
    house.clock.pass_by(13 * DAY)
    await remind(house)
    assert sorted(shown(reply).splitlines()[1] for reply in await waiting(house)) == [
        "Comments: Old quota",
        "Hearing: New quota",
    ]
    await chat.presses(RemindOfAll(False))
    house.clock.pass_by(6 * DAY)
    await remind(house)
    assert await waiting(house) == []


# ---- changes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((("comments", "2026-04-21"),), "🗓 Extended to 21 Apr 2026, before 21 Mar 2026\nComments: A quota for silk"),
        ((("comments", "2026-03-15"),), "🗓 Now already 15 Mar 2026, before 21 Mar 2026\nComments: A quota for silk"),
        ((), "🗓 Withdrawn, was 21 Mar 2026\nComments: A quota for silk"),
    ],
)
async def test_who_wants_to_be_reminded_learns_what_the_publisher_changes(
    house: House, days: tuple[tuple[str, str], ...], expected: str
) -> None:
    await house.person("ben", "silk")
    await reminded(house, Chat(house), ("comments", "2026-03-21"))
    await house.poll(document(rule("A quota for silk", *days)))
    notices = [reply for reply in await waiting(house) if reply.replaces is None]
    assert [shown(reply) for reply in notices] == [expected]


async def test_another_document_of_the_docket_extends_a_deadline_and_takes_its_reminders_over(house: House) -> None:
    docket = ("docket", "USTR-2026-0031")
    await reminded(house, Chat(house), ("comments", "2026-03-21"), docket)
    longer = rule("Silk: Extension of Comment Period", ("comments", "2026-04-21"), docket, guid="b")
    await house.poll(document(longer))
    (notice,) = await waiting(house)
    assert shown(notice).startswith("🗓 Extended to 21 Apr 2026, before 21 Mar 2026")
    house.clock.pass_by(20 * DAY)
    await remind(house)
    assert await waiting(house) == []
    house.clock.pass_by(25 * DAY)
    await remind(house)
    assert len(await waiting(house)) == 1


async def test_another_measure_of_the_docket_changes_no_deadline(house: House) -> None:
    docket = ("docket", "USTR-2026-0031")
    await reminded(house, Chat(house), ("comments", "2026-03-21"), docket)
    await house.poll(document(rule("Wool: Request for Comments", ("comments", "2026-04-21"), docket, guid="b")))
    await house.poll(document(rule("Extension of Comments", ("comments", "2026-04-21"), guid="c")))
    assert await waiting(house) == []


async def test_a_withdrawal_ends_the_deadlines_of_its_docket(house: House) -> None:
    chat, docket = Chat(house), ("docket", "USTR-2026-0031")
    await reminded(house, chat, ("comments", "2026-03-21"), ("hearing", "2026-03-25"), docket)
    await house.poll(document(rule("Cancellation of Public Hearing", docket, guid="b")))
    assert ["Hearing" in shown(reply) for reply in await waiting(house)] == [True]
    await house.poll(document(rule("Silk: Withdrawal of Proposed Rule", docket, guid="c")))
    assert ["Comments" in shown(reply) for reply in await waiting(house)] == [True]
    assert shown(await chat.says("/deadlines")).startswith("📅 No deadlines")


# ---- calendars -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_calendar_has_a_whole_day_event_for_each_deadline(house: House, language: str) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch quota")
    await house.poll(document(rule("A quota, 絲; silk", ("comments", "2026-03-21"), ("hearing", "2026-05-25"))))
    reply = await chat.presses(CalendarFile(0))
    assert reply.document is not None and reply.document.content is not None
    comments, hearing = Calendar.from_ical(reply.document.content).walk("VEVENT")
    assert (str(comments.decoded("dtstart")), str(hearing.decoded("dtstart"))) == ("2026-03-21", "2026-05-25")
    summary = {"en": "Comments: ", "zh-Hant": "意見截止：", "ja": "意見提出期限："}[language]
    assert comments["summary"] == f"{summary}A quota, 絲; silk"
    assert comments["url"] == LINK
    assert comments["uid"] != hearing["uid"]


async def test_one_item_has_its_calendar_and_one_of_a_foreign_source_has_none(house: House) -> None:
    chat = Chat(house)
    await chat.says("/watch quota")
    await house.poll(
        document(rule("Quota", ("comments", "2026-03-21")), rule("Levy", ("hearing", "2026-03-22"), guid="b"))
    )
    reply = await chat.presses(CalendarFile(1))
    assert reply.document is not None and reply.document.content is not None
    assert b"Hearing: Levy" in reply.document.content and b"Quota" not in reply.document.content
    await chat.presses(SwitchGroup(None, on=False, inside=False))
    assert (await chat.presses(CalendarFile(1))).document is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "This chat has switched off its group, Others"),
        ("zh-Hant", "這個聊天室已關閉它所屬的類別「其他」"),
        ("ja", "この情報源のグループ「その他」がオフのため"),
    ],
)
async def test_a_calendar_file_of_a_group_that_is_off_says_so(house: House, language: str, said: str) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch quota")
    await house.poll(document(rule("Quota", ("comments", "2026-03-21"))))
    await chat.presses(SwitchGroup(None, on=False, inside=False))
    assert said in shown(await chat.presses(CalendarFile(1)))
    await chat.presses(SwitchGroup(None, on=True, inside=False))
    assert (await chat.presses(CalendarFile(1))).document is not None


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "has no deadlines now"), ("zh-Hant", "這則消息目前沒有期限"), ("ja", "この記事には現在、期限がありません")],
)
async def test_a_calendar_file_of_an_item_without_deadlines_says_so(house: House, language: str, said: str) -> None:
    chat = Chat(house, app=APPS[language])
    await chat.says("/watch quota")
    await house.poll(document(rule("A quota whose deadline was withdrawn")))
    assert said in shown(await chat.presses(CalendarFile(1)))


async def test_a_calendar_address_needs_a_port_and_stays_the_same(house: House) -> None:
    chat = Chat(house)
    await chat.says("/start")
    assert "offers no calendar addresses" in shown(await chat.presses(CalendarLink()))
    chat.answering.public_url = "https://example.org"
    first, second = [shown(await chat.presses(CalendarLink())) for _ in range(2)]
    assert first == second and "https://example.org/cal/" in first
    secret = first.partition("/cal/")[2].partition(".ics")[0]
    found = await house.watchlist.deadlines.by_secret(secret)
    assert found is not None and found[0] == await chat.subscriber()
    assert await house.watchlist.deadlines.by_secret("x" * 32) is None
