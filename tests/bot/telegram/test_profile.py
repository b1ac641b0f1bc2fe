"""The profile: descriptions and menus in three languages, set only when they differ."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.commands import COMMANDS
from bot.messages.text import load
from bot.telegram import Profile
from bot.telegram.profile import MEMBERS_MENU, MENU
from bot.telegram.wire import BotApi
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_script import refusal
from tests.fakes.bot_api_updates import Json

PROFILE = Profile(load(), tuple(COMMANDS), 40)
GROUPS: Json = {"type": "all_group_chats"}
ADMINISTRATORS: Json = {"type": "all_chat_administrators"}


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        yield api
    assert api.violations == []


@pytest.fixture
async def wire(api: FakeBotApi) -> AsyncIterator[BotApi]:
    wire = BotApi(api.base_url + api.token, 1)
    await wire.initialize()
    yield wire
    await wire.shutdown()


def names(api: FakeBotApi, scope: Json | None = None, code: str = "") -> list[str]:
    return [each["command"] for each in api.commands(scope, code)]


async def test_each_language_has_its_descriptions_with_the_number_of_sources(api: FakeBotApi, wire: BotApi) -> None:
    await PROFILE.update(wire)
    for code, said in (("", "40 official"), ("zh", "40 個官方"), ("ja", "40 件")):
        assert said in api.description(code)
        assert 0 < len(api.short_description(code)) <= 120


async def test_the_menus_differ_by_scope_and_hold_twelve_commands_at_most(api: FakeBotApi, wire: BotApi) -> None:
    await PROFILE.update(wire)
    for code in ("", "zh", "ja"):
        assert names(api, None, code) == [name for name in MENU if name in COMMANDS]
        assert names(api, ADMINISTRATORS, code) == names(api, None, code)
        assert names(api, GROUPS, code) == [name for name in MEMBERS_MENU if name in COMMANDS]
        assert len(names(api, None, code)) <= 12
    assert api.commands(language_code="ja") != api.commands()


async def test_a_second_start_sets_nothing(api: FakeBotApi, wire: BotApi) -> None:
    await PROFILE.update(wire)
    before = setting(api)
    await PROFILE.update(wire)
    assert before > 0
    assert setting(api) == before


async def test_what_differs_is_set_again(api: FakeBotApi, wire: BotApi) -> None:
    await PROFILE.update(wire)
    before = setting(api)
    await Profile(load(), tuple(COMMANDS), 41).update(wire)
    assert setting(api) == before + 3
    assert "41 official" in api.description("")


async def test_a_refusal_leaves_the_other_parts(api: FakeBotApi, wire: BotApi) -> None:
    api.script("setMyDescription", refusal(400, "Bad Request: no"))
    await PROFILE.update(wire)
    assert api.description("") == ""
    assert api.description("ja") != ""


async def test_a_chat_gets_its_menu_in_the_language_that_it_chose(api: FakeBotApi, wire: BotApi) -> None:
    await PROFILE.speak(wire, 7, "ja")
    await PROFILE.speak(wire, -5, "zh-Hant")
    assert "一覧" in str(api.commands({"type": "chat", "chat_id": 7}))
    menu = [each["command"] for each in api.commands({"type": "chat", "chat_id": -5})]
    assert menu == [name for name in MEMBERS_MENU if name in COMMANDS]


def setting(api: FakeBotApi) -> int:
    return sum(call.method.startswith("setMy") for call in api.calls)
