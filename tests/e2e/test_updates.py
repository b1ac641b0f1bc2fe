"""What Telegram tells beside commands, through the real process: damaged updates, and groups that change."""

from __future__ import annotations

import pytest

from bot.health import OLDEST
from tests.e2e.bot_process import World, ended
from tests.fakes.bot_api_script import garbage
from tests.fakes.bot_api_updates import chat, member, user

WITHOUT_OPTION = {"id": "3", "question": "secret question", "options": [{"text": "secret option"}]}
"""A poll as an older Bot API server may tell it: the library wants more fields."""


@pytest.mark.hazard("X1")
async def test_updates_that_cannot_be_parsed_are_passed_over_and_the_others_answered(around: World) -> None:
    api = around.api
    around.configure("ustr")
    silenced = member({"id": 123456, "is_bot": True, "first_name": "Heron"}, "restricted")
    del silenced["can_edit_tag"]
    joined = {"chat": chat(-808, "supergroup"), "from": user(9), "date": 1_796_000_000, "old_chat_member": silenced}
    for _ in range(2):
        await api.deliver("my_chat_member", joined | {"new_chat_member": silenced})
        message = {"message_id": 5, "date": 1_796_000_000, "chat": chat(808, "private"), "from": user(808)}
        await api.deliver("message", message | {"text": "secret words", "poll": WITHOUT_OPTION})
    await api.deliver_raw({"message": message})
    await api.say(97, "/watch quota")
    process = await around.start()
    await api.wait_for(lambda sent: sent.chat_id == 97)
    await api.deliver("message", message | {"poll": WITHOUT_OPTION})
    await api.say(98, "/watch quota")
    await api.wait_for(lambda sent: sent.chat_id == 98)
    await around.until(lambda: api.waiting_updates == 0)
    await around.until(lambda: len(around.rows("select 1 from heartbeats where problem is null")) == len(OLDEST))
    assert (await around.health())[0] == 0
    assert around.written.count("update_skipped") == 6
    assert "secret" not in around.written
    assert len(api.calls_of("getUpdates")) < 40
    assert await ended(process) == 0


@pytest.mark.hazard("X1")
async def test_health_turns_red_while_no_batch_can_be_taken_in(around: World) -> None:
    around.configure("ustr")
    around.api.judge("getUpdates", lambda call: garbage('{"ok": true, "result": [{"message": {}}]}'))
    process = await around.start()
    await around.until(lambda: "telegram_polling" in around.written)
    await around.until(lambda: bool(around.rows("select 1 from heartbeats where name = 'delivery'")))
    code, told = await around.health()
    assert (code, "telegram: no sign of life yet" in told) == (1, True)
    assert await ended(process) == 0
