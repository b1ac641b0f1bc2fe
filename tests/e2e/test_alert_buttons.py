"""The buttons below an alert and a link to a watch through the real process: edited in place, with toasts."""

from __future__ import annotations

import pytest

from tests.e2e.bot_process import World, ended
from tests.fakes.bot_api_state import Sent

TITLE = "A quota on wool ends"
ANN, GROUP = 81, -1_000_000_000_800


async def pressed(around: World, message: Sent, label: str) -> Sent:
    """Press a button that edits its message, and return the message as it is then."""
    api = around.api
    edits = len(api.edited)
    await api.press(message, label, user_id=ANN)
    await api.wait_until(lambda: len(api.edited) > edits)
    return api.edited[-1]


@pytest.mark.parametrize("around", ["polling"], indirect=True)
async def test_an_alert_is_muted_in_place_and_explained_below_and_its_watch_goes_to_a_group(around: World) -> None:
    api = around.api
    around.configure("ustr")
    api.set_member(GROUP, ANN, "administrator")
    process = await around.start()
    await around.ready("ustr")
    await around.subscribe({ANN: ("quota",)})
    around.publish("ustr", TITLE)
    alert = shown = await api.wait_for(lambda sent: sent.text.startswith(TITLE))
    await api.press(alert, "Why?")
    answer = await api.wait_for(lambda sent: sent.reply_to == alert.message_id)
    assert any(entity.type == "expandable_blockquote" for entity in answer.entities)
    for label in ("🔕 Mute ▾", "W1 quota", "7 d"):
        shown = await pressed(around, shown, label)
    assert (shown.text, shown.buttons) == (alert.text, alert.buttons)
    assert any(each.text.startswith("W1 muted until") for each in api.answered)
    assert around.rows("select muted_until > created_at + 600000 from watches") == [(1,)]

    await api.say(ANN, "/watches")
    screen = await api.wait_for(lambda sent: "Your watch" in sent.text)
    for label in ("W1", "📋 Copy to…"):
        screen = await pressed(around, screen, label)
    to_group = next(button.url for row in screen.buttons for button in row if "startgroup" in button.url)
    await api.say(GROUP, f"/start {to_group.partition('startgroup=')[2]}", user_id=ANN)
    draft = await api.wait_for(lambda sent: sent.chat_id == GROUP)
    await api.press(draft, "▶️ Watch", user_id=ANN)
    await api.wait_until(lambda: around.rows("select typed from watches") == [("quota",), ("quota",)])
    assert await ended(process) == 0
