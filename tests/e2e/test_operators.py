"""Operators and personal data through the real process: /admin, an announcement, a backup, and /forgetme."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.app import now
from tests.e2e.bot_process import World, ended
from tests.fakes.feed_moods import Mood, body
from watchers.model import Address
from watchers.polling.health_monitor import HealthMonitor
from watchers.store import Database

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


@pytest.mark.parametrize("around", ["polling"], indirect=True)
async def test_an_operator_approves_a_replaced_list_by_a_button_that_nobody_else_can_use(around: World) -> None:
    api = around.api
    mapping = {"items": ".", "id": "ID", "title": "Name"}
    listed = {"id": "our.list", "name": "Our list", "url": around.feeds.url("list"), "kind": "list", "mapping": mapping}
    around.configure(access={"operators": [OPERATOR]}, sources=[listed])
    names = [f"Wool Holding {number}" for number in range(5)]
    around.feeds.set_mood("list", table("A", names))
    process = await around.start()
    await around.ready("our.list")
    await around.subscribe({ANN: ("wool, ostrov",), OPERATOR: ("ostrov",)})
    around.feeds.set_mood("list", table("B", [*names, "Ostrov Shipping"]))
    await around.until(lambda: bool(around.rows("select 1 from sources where detail = 'republished'")))
    assert await ended(process) == 0
    async with await Database.open(around.database) as database:
        await HealthMonitor(database, [Address(str(OPERATOR))], timedelta(), now, lambda: None).check()
    await around.start()
    question = await api.wait_for(lambda sent: sent.chat_id == OPERATOR and "replaced as a whole" in sent.text)
    assert "Before: 5 entries. Now: 6. 6 added, 5 removed, 0 changed." in question.text
    other = next(sent for sent in api.sent if sent.chat_id == ANN)
    await api.press_data(other, question.button("✅ Approve").data)
    await api.wait_for(lambda sent: sent.chat_id == ANN and "Only an operator" in sent.text)
    assert around.rows("select state from list_versions where state <> 'baseline'") == [("held",)]
    await api.press(question, "🔎 Show entries")
    await api.wait_until(lambda: any("➕ Ostrov Shipping" in edit.text for edit in api.edited))
    await api.press(question, "✅ Approve")
    await api.wait_until(lambda: any("is approved" in edit.text for edit in api.edited))
    alert = await api.wait_for(lambda sent: sent.chat_id == ANN and "Our list" in sent.text)
    assert alert.text.splitlines()[0] == "📋 Our list: 1 added"
    assert around.rows("select state from list_versions where state <> 'baseline'") == [("stored",)]


def table(prefix: str, names: list[str]) -> Mood:
    """A list in CSV whose IDs begin with the prefix."""
    rows = "".join(f"{prefix}{number},{name}\n" for number, name in enumerate(names))
    return body(f"ID,Name\n{rows}".encode(), "text/csv")
