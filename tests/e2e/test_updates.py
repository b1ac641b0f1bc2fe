"""What Telegram sends besides commands, through the real process: damaged updates, and groups that change."""

from __future__ import annotations

import pytest

from bot.health import MAX_AGE
from tests.e2e.bot_process import World, alerts_of, ended
from tests.fakes.bot_api_script import garbage
from tests.fakes.bot_api_updates import chat, member, user

WITHOUT_OPTION = {"id": "3", "question": "secret question", "options": [{"text": "secret option"}]}
"""A poll as an older Bot API server may send it: the library wants more fields."""


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
        await api.deliver("message", message | {"text": "secret words", "chat": {"id": 808}})
        await api.deliver("message", message | {"poll": WITHOUT_OPTION})
    await api.deliver_raw({"message": message})
    await api.say(97, "/watch quota")
    process = await around.start()
    await api.wait_for(lambda sent: sent.chat_id == 97)
    await api.deliver("message", message | {"text": ["secret words"]})
    await api.say(98, "/watch quota")
    await api.wait_for(lambda sent: sent.chat_id == 98)
    await around.until(lambda: api.waiting_updates == 0)
    await around.until(lambda: len(around.rows("select 1 from heartbeats where problem is null")) == len(MAX_AGE))
    assert (await around.health())[0] == 0
    assert around.written.count("update_skipped") == 4
    assert "secret" not in around.written
    assert len(api.calls_of("getUpdates")) < 40
    assert await ended(process) == 0


@pytest.mark.parametrize("around", ["polling"], indirect=True)
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


# ---- X14: a group becomes a supergroup -------------------------------------------------------------

OLD_GROUP, NEW_GROUP = -505, -1_000_000_000_505


@pytest.mark.hazard("X14")
async def test_a_group_that_becomes_a_supergroup_has_its_watches_at_once_and_once(around: World) -> None:
    api = around.api
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({OLD_GROUP: ("quota", "steel")})
    added = api.sent[-1]
    await api.my_chat_member(NEW_GROUP, "member", chat_type="supergroup")
    await api.say(NEW_GROUP, "/watch steel")
    await api.wait_for(lambda sent: sent.chat_id == NEW_GROUP)
    await api.migrate(OLD_GROUP, NEW_GROUP)
    await api.say(NEW_GROUP, "/watches")
    shown = await api.wait_for(lambda sent: sent.chat_id == NEW_GROUP and "W2" in sent.text)
    assert shown.text.count("steel") == 1
    assert [each for each in ("W1", "W2", "W3") if each in shown.text] == ["W1", "W2"]
    around.publish("ustr", "quota and steel")
    await around.alerted(NEW_GROUP, 1)
    await api.press(added, "Undo")
    await api.wait_for(lambda sent: sent.chat_id == NEW_GROUP and "too old" in sent.text)
    assert around.rows("select address from subscribers") == [(str(NEW_GROUP),)]
    assert await ended(process) == 0
    assert alerts_of(api, NEW_GROUP) == ["quota and steel"]
    assert alerts_of(api, OLD_GROUP) == []


@pytest.mark.hazard("X14")
async def test_the_buttons_of_a_group_that_moved_and_was_not_used_since_work(around: World) -> None:
    api = around.api
    around.configure("ustr")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({OLD_GROUP: ("quota",)})
    added = api.sent[-1]
    await api.migrate(OLD_GROUP, NEW_GROUP, tells="from")
    await around.until(lambda: around.rows("select address from subscribers") == [(str(NEW_GROUP),)])
    await api.press(added, "Undo")
    await around.until(lambda: bool(around.rows("select 1 from watches where removed_at is not null")))
    assert await ended(process) == 0
