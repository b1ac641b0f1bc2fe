"""What Telegram delivers and refuses at its edges, with the whole bot between: long texts, albums, replies, links."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_updates import chat, user
from tests.fakes.ports import Clock, document, item
from tests.fakes.talk import Talk, talk
from tests.fakes.telegram_html import utf16_length
from watchers.rules.forms import Forms
from watchers.urls import absolute

pytestmark = pytest.mark.service

ANN, ADMIN, MEMBER, GROUP = 7, 11, 12, -1_000_000_000_500
LIMIT = 4_096
"""UTF-16 units of the longest message that a person can send."""


@pytest.fixture
async def bot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, forms: Forms) -> AsyncIterator[Talk]:
    """A person and a group who watch the same."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with FakeBotApi(longest_poll=0.2) as api, talk(api, tmp_path / "talk.db", forms, Clock()) as bot:
        await bot.house.settle_in()
        api.set_member(GROUP, ADMIN, "administrator")
        api.set_member(GROUP, MEMBER, "member")
        await bot.says(ANN, "/watch quota")
        await bot.says(GROUP, "/watch quota", ADMIN)
        yield bot
        assert bot.failures.seen == []
        assert api.violations == []


# ---- the longest texts -----------------------------------------------------------------------------

LONG = {
    "emoji": "\N{GRINNING FACE}",
    "families": "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}",
    "flags": "\N{REGIONAL INDICATOR SYMBOL LETTER T}\N{REGIONAL INDICATOR SYMBOL LETTER W}",
    "Chinese": "關稅",
    "Chinese words": "關稅 ",
    "marks": "e\u0301\u0302\u0303",
    "markup": "<b>&",
    "markup in words": "<b> & ",
    "right to left": "\u202eabc\u202c ",
    "lines": "a\n",
    "quotes": '"',
}


@pytest.mark.hazard("T2")
@pytest.mark.parametrize("piece", LONG.values(), ids=list(LONG))
async def test_the_longest_text_after_any_command_is_answered_within_the_limits(bot: Talk, piece: str) -> None:
    for command in ("", *(f"/{name} " for name in COMMANDS)):
        room = LIMIT - utf16_length(command)
        text = command + piece * (room // utf16_length(piece))
        text += "." * (LIMIT - utf16_length(text))
        before = len(bot.api.sent)
        await bot.says(ANN, text)
        answers = bot.api.sent[before:]
        assert answers, command
        assert all(answer.text for answer in answers), command
        assert not any("went wrong" in answer.text for answer in answers), command


# ---- several messages that are one -----------------------------------------------------------------


@pytest.mark.parametrize("caption", ["", "quota levy"])
async def test_an_album_is_answered_once(bot: Talk, caption: str) -> None:
    before = len(bot.api.sent)
    for number in range(5):
        photo = {"message_id": 900 + number, "date": 1_796_000_000, "chat": chat(ANN, "private"), "from": user(ANN)}
        said = {"caption": caption} if caption and not number else {}
        await bot.api.deliver("message", photo | said | {"photo": [{"file_id": "a"}], "media_group_id": "13"})
    await bot.settled()
    assert len(bot.api.sent) - before == 1


# ---- replies in groups -----------------------------------------------------------------------------


async def pressed(bot: Talk, chat_id: int, button: str, who: int) -> None:
    message = next(
        sent for sent in reversed(bot.api.shown(chat_id)) if any(button in b.text for row in sent.buttons for b in row)
    )
    label = next(b.text for row in message.buttons for b in row if button in b.text)
    await bot.presses(message, label, who)


async def test_the_answer_to_a_question_of_the_bot_is_heard_in_a_group_too(bot: Talk) -> None:
    await bot.says(GROUP, "/watch W1", ADMIN)
    await pressed(bot, GROUP, "Rule", ADMIN)
    question = bot.api.sent[-1]
    await bot.api.say(GROUP, "steel levy", user_id=ADMIN, reply_to=question)
    await bot.settled()
    await bot.says(GROUP, "/watches", ADMIN)
    assert "steel levy" in bot.api.sent[-1].text


async def test_what_members_say_below_an_alert_is_not_answered_and_not_kept(bot: Talk) -> None:
    await bot.publishes("Quota on wool")
    alert = next(sent for sent in bot.api.sent if sent.chat_id == GROUP and "Quota on wool" in sent.text)
    before = len(bot.api.sent)
    await bot.api.say(GROUP, "words between members", user_id=MEMBER, reply_to=alert)
    await bot.api.say(GROUP, "words between members", user_id=MEMBER)
    await bot.settled()
    assert len(bot.api.sent) == before
    kept = await bot.house.database.read(lambda rows: rows.column("select content from updates"))
    assert not any("words between members" in content for content in kept)


# ---- topics of a private chat ----------------------------------------------------------------------


async def test_a_private_chat_with_topics_is_answered_and_alerted_where_it_asked(bot: Talk) -> None:
    await bot.says(8, "/watch quota", topic=5)
    assert (bot.api.sent[-1].chat_id, bot.api.sent[-1].thread_id) == (8, 5)
    await bot.publishes("Quota on wool")
    assert [sent.thread_id for sent in bot.api.sent if sent.chat_id == 8 and "Quota on wool" in sent.text] == [5]


# ---- links that Telegram refuses -------------------------------------------------------------------


@pytest.mark.hazard("T4")
@pytest.mark.parametrize(
    "written",
    [
        "http://localhost:8000/1",
        "http://intranet/news/1",
        "https://e.org:0/1",
        "https://exa mple.org/1",
        "https://user:secret@e.org/1",
        "https://www.ustr.gov@evil.example/1",
        "https://e.org\\@evil.example/1",
        "https://e.org/關稅 公告?id=1#頁",
        "https://例え.テスト/1",
        "https://[2001:db8::1]/1",
        "https://e.org" + "/long" * 700,
    ],
)
async def test_an_alert_is_sent_once_with_its_markup_whatever_its_link(bot: Talk, written: str) -> None:
    before = len(bot.api.calls_of("sendMessage"))
    await bot.house.poll(document(item("Quota on wool", "1", absolute(written, "https://ustr.example/feed"))))
    await bot.works()
    calls = [call for call in bot.api.calls_of("sendMessage")[before:] if call.chat_id == ANN]
    (sent,) = [sent for sent in bot.api.sent if sent.chat_id == ANN and "Quota on wool" in sent.text]
    assert len(calls) == 1
    assert "bold" in [entity.type for entity in sent.entities]
    assert "secret" not in str(calls)
