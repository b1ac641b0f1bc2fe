"""Operators and personal data through the real process: /admin, an announcement, a backup, and /forgetme."""

from __future__ import annotations

import pytest

from tests.e2e.bot_process import World, ended

ANN, OPERATOR = 71, 99


@pytest.mark.hazard("S7")
@pytest.mark.parametrize("around", ["polling"], indirect=True)
async def test_an_operator_writes_to_everybody_and_a_person_leaves_without_a_trace(around: World) -> None:
    api = around.api
    around.configure("ustr", access={"operators": [OPERATOR], "contact": "desk@example.org"})
    process = await around.start()
    await around.ready("ustr")
    await api.say(ANN, "/watch zinc quota")
    await api.wait_for(lambda sent: sent.chat_id == ANN and "W1" in sent.text)
    await api.say(ANN, "/privacy")
    await api.wait_for(lambda sent: sent.chat_id == ANN and "desk@example.org" in sent.text)
    await api.say(OPERATOR, "/admin")
    overview = await api.wait_for(lambda sent: sent.chat_id == OPERATOR and "Operation" in sent.text)
    assert "2 chats · 1 watch" in overview.text
    await api.press(overview, "💾 Back up now")
    await api.wait_until(lambda: any("Last backup" in edit.text for edit in api.edited))
    assert len(list((around.database.parent / "backups").iterdir())) == 1
    await api.say(OPERATOR, "/broadcast Maintenance at 18:00 UTC.")
    preview = await api.wait_for(lambda sent: "2 chats get this message" in sent.text)
    await api.press(preview, "📢 Send to 2 chats")
    await api.wait_for(lambda sent: sent.chat_id == ANN and "Maintenance at 18:00 UTC." in sent.text)
    await api.say(ANN, "/forgetme")
    question = await api.wait_for(lambda sent: sent.chat_id == ANN and "1 watch" in sent.text)
    await api.press(question, "🗑 Delete everything")
    await api.wait_until(lambda: any("is deleted" in edit.text for edit in api.edited))
    assert around.rows("select address from subscribers") == [(str(OPERATOR),)]
    assert await ended(process) == 0
    for file in around.database.parent.glob(f"{around.database.name}*"):
        assert b"zinc" not in file.read_bytes()
