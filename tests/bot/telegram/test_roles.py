"""Who is what in a chat, as Telegram says, and for how long that is remembered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.telegram.roles import REMEMBERED_SECONDS, RETRY_PAUSES, TelegramRoles
from bot.telegram.wire import BotApi
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_script import bad_gateway, refusal

pytestmark = [pytest.mark.service, pytest.mark.virtual_time]

GROUP, ADMIN, MEMBER = -1_000_000_000_005, 7, 8


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        api.set_member(GROUP, ADMIN, "administrator")
        api.set_member(GROUP, MEMBER, "member")
        yield api


@pytest.fixture
async def roles(api: FakeBotApi) -> AsyncIterator[TelegramRoles]:
    async with BotApi(api.base_url + api.token, connections=1) as wire:
        yield TelegramRoles(wire)


@pytest.mark.hazard("X9")
async def test_a_role_is_asked_again_after_some_minutes(api: FakeBotApi, roles: TelegramRoles) -> None:
    for _ in range(2):
        assert await roles.is_admin(str(GROUP), ADMIN) is True
        assert await roles.is_admin(str(GROUP), MEMBER) is False
    assert len(api.calls_of("getChatMember")) == 2
    api.set_member(GROUP, ADMIN, "member")
    assert await roles.is_admin(str(GROUP), ADMIN) is True
    await asyncio.sleep(REMEMBERED_SECONDS)
    assert await roles.is_admin(str(GROUP), ADMIN) is False


@pytest.mark.hazard("X9")
async def test_who_is_not_in_the_group_is_no_admin(api: FakeBotApi, roles: TelegramRoles) -> None:
    api.script("getChatMember", refusal(400, "Bad Request: user not found"))
    assert await roles.is_admin(str(GROUP), ADMIN) is False


@pytest.mark.hazard("X9")
@pytest.mark.parametrize("method", ["getChatMember", "getChat"])
async def test_what_telegram_does_not_answer_is_unknown_and_asked_again(
    method: str, api: FakeBotApi, roles: TelegramRoles
) -> None:
    async def ask() -> bool | int | None:
        if method == "getChat":
            return await roles.linked_channel(str(GROUP))
        return await roles.is_admin(str(GROUP), ADMIN)

    tries = len(RETRY_PAUSES) + 1
    api.script(method, bad_gateway(times=tries))
    assert await ask() is None
    await ask()
    assert len(api.calls_of(method)) == tries + 1


@pytest.mark.hazard("X9")
async def test_a_failure_of_the_network_does_not_cost_an_admin_the_command(
    api: FakeBotApi, roles: TelegramRoles
) -> None:
    api.script("getChatMember", bad_gateway())
    assert await roles.is_admin(str(GROUP), ADMIN) is True
