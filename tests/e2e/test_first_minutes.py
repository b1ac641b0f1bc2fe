"""From /start to the first example of an alert: three taps and no typing, in each language."""

from __future__ import annotations

import pytest

from tests.e2e.bot_process import World, ended

LANGUAGES = {
    "en": (71, "🔬 Chip export controls", "▶️ Watch these 6", "Example from"),
    "zh-hant": (72, "🔬 半導體出口管制", "▶️ 追蹤這 6 項", "範例"),
    "ja": (73, "🔬 半導体の輸出規制", "▶️ この 6 件をウォッチ", "例"),
}
TITLE = "BIS adds 12 SMIC suppliers to the Entity List"


@pytest.mark.parametrize("around", ["polling"], indirect=True)
async def test_three_taps_lead_from_start_to_the_first_example(around: World) -> None:
    api = around.api
    around.publish("bis", TITLE)
    around.configure("bis")
    process = await around.start()
    await around.ready("bis")
    for language, (person, topic, watch, mark) in LANGUAGES.items():
        await api.say(person, "/start", language_code=language)
        greeting = await api.wait_for(lambda sent: sent.chat_id == person and "Tradewatch" in sent.text)  # noqa: B023
        await api.press(greeting, topic, language_code=language)
        await api.wait_until(lambda: any(TITLE in edit.text for edit in api.edited if edit.chat_id == person))  # noqa: B023
        await api.press(greeting, watch, language_code=language)
        example = await api.wait_for(lambda sent: sent.chat_id == person and "🔎" in sent.text)  # noqa: B023
        assert example.text.startswith(mark)
        assert TITLE in example.text
        assert "W2" in example.text
        # One message was edited twice; only the example and what follows it are new.
        assert api.shown(person)[0].message_id == greeting.message_id
        assert "6" in api.shown(person)[0].text
        await api.wait_until(lambda: len(api.shown(person)) == 3)  # noqa: B023
    assert around.rows("select count(*) from watches") == [(18,)]
    assert around.rows("select count(*) from outbox") == [(0,)]
    assert await ended(process) == 0
