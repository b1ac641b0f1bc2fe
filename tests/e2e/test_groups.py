"""Groups and channels through the real process: who may change what, and channels that get alerts."""

from __future__ import annotations

import pytest

from tests.e2e.bot_process import World, alerts_of, ended
from tests.fakes.bot_api_updates import chat, user

pytestmark = pytest.mark.parametrize("around", ["polling"], indirect=True)

GROUP, CHANNEL = -1_000_000_000_600, -1_000_000_000_700
ADMIN, MEMBER = 11, 12


@pytest.mark.hazard("X9")
@pytest.mark.hazard("S2")
async def test_only_admins_change_the_watches_of_a_group_until_they_let_everyone(around: World) -> None:
    api = around.api
    around.configure("ustr")
    api.set_member(GROUP, ADMIN, "administrator")
    api.set_member(GROUP, MEMBER, "member")
    process = await around.start()
    await api.say(GROUP, "/watch quota", user_id=MEMBER)
    await api.wait_for(lambda sent: "Only admins may change" in sent.text)
    await api.say(GROUP, "/watch quota", user_id=ADMIN)
    added = await api.wait_for(lambda sent: "W1" in sent.text)
    assert f"by User {ADMIN}" in added.text
    query = await api.press(added, "Undo", user_id=MEMBER)
    await api.wait_until(lambda: any(each.query_id == query for each in api.answered))
    assert next(each.text for each in api.answered if each.query_id == query) == (
        "Only admins may change this group’s watches and settings."
    )
    assert around.rows("select 1 from watches where removed_at is not null") == []
    await api.say(GROUP, "/settings", user_id=ADMIN)
    settings = await api.wait_for(lambda sent: "Who may change" in sent.text)
    await api.press(settings, "Let everyone", user_id=ADMIN)
    await api.wait_until(lambda: any("everyone" in each.text for each in api.edited))
    await api.say(GROUP, "/watch steel", user_id=MEMBER)
    await api.wait_for(lambda sent: "W2" in sent.text and f"by User {MEMBER}" in sent.text)
    assert len([call for call in api.calls_of("getChatMember") if call.parameters["user_id"] == MEMBER]) == 1
    await api.say(GROUP, "/watch zinc", anonymous=True)
    await api.wait_for(lambda sent: "W3" in sent.text)
    assert await ended(process) == 0


async def test_a_channel_that_its_admin_chooses_gets_alerts_for_the_watches_that_are_copied(around: World) -> None:
    api = around.api
    around.configure("ustr")
    api.set_chat_username(CHANNEL, "channel", "chip_desk")
    api.set_member(CHANNEL, ADMIN, "creator")
    api.set_member(CHANNEL, MEMBER, "member")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({ADMIN: ("quota",), MEMBER: ("steel",)})
    for person in (MEMBER, ADMIN):
        await api.say(person, "/channel")
        offered = await api.wait_for(lambda sent: sent.chat_id == person and "keyboard" in sent.markup)  # noqa: B023
        assert offered.markup["keyboard"][0][0]["request_chat"]["chat_is_channel"] is True
        shared = {"request_id": 1, "chat_id": CHANNEL, "title": "Chip context"}
        message = {"message_id": 900 + person, "date": 1_796_000_000, "chat": chat(person, "private")}
        await api.deliver("message", message | {"from": user(person), "chat_shared": shared})
    await api.wait_for(lambda sent: sent.chat_id == MEMBER and "nothing was changed" in sent.text)
    connected = await api.wait_for(lambda sent: "channel is connected" in sent.text)
    await api.press(connected, "Copy my watches to it")
    await api.wait_for(lambda sent: "One watch was copied" in sent.text)
    around.publish("ustr", "quota and steel")
    await around.alerted(CHANNEL, 1)
    assert alerts_of(api, CHANNEL) == ["quota and steel"]
    assert await ended(process) == 0
