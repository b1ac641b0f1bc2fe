"""What goes beyond Telegram, from the real process, which is killed while a webhook is down."""

from __future__ import annotations

import base64
import re

import aiohttp
import pytest

from tests.e2e.bot_process import World, alerts_of, ended
from tests.fakes.receivers import receiving_hooks

READER = 1
KEY = "whsec_" + base64.b64encode(b"k" * 32).decode()


@pytest.mark.slow
@pytest.mark.parametrize("around", ["polling"], indirect=True)
async def test_a_webhook_that_was_down_gets_everything_in_order_after_a_kill_and_a_feed_has_it_too(
    around: World,
) -> None:
    async with receiving_hooks() as hook:
        hook.always = 500
        targets = [{"name": "archive", "chat": READER, "webhook": f"{hook.url}/hook", "key": KEY}]
        around.configure("ustr", targets=targets, web={"port": 0, "public_url": "https://tradewatch.example.org"})
        process = await around.start()
        await around.ready("ustr")
        await around.subscribe({READER: ("quota",)})
        around.publish("ustr", "quota on chips", "quota on wafers")
        await around.alerted(READER, 2)
        await around.until(lambda: bool(hook.posted))
        process.kill()
        await process.wait()

        hook.always = 200
        process = await around.start()
        await hook.until(2)
        titles = [each.json["data"]["title"] for each in hook.accepted]
        assert sorted(titles) == ["quota on chips", "quota on wafers"]
        # What was on its way when the process was killed may come again in Telegram.
        assert titles == list(dict.fromkeys(alerts_of(around.api, READER)))
        await around.api.say(READER, "/trends W1")
        drawn = await around.api.wait_for(lambda sent: sent.document is not None)
        assert "quota" in drawn.text
        await around.api.say(READER, "/feed")
        told = await around.api.wait_for(lambda sent: "JSON Feed" in sent.text)
        (secret,) = set(re.findall(r"/feed/([\w-]+)\.", told.text))
        async with aiohttp.ClientSession(around.web) as session, session.get(f"/feed/{secret}.json") as answer:
            feed = await answer.json(content_type=None)
        assert [each["title"] for each in feed["items"]] == titles[::-1]
        assert await ended(process) == 0
