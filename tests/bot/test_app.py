"""The composition of the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import Service, open_service
from bot.config.settings import Config
from watchers.model import Address, PauseReason

pytestmark = pytest.mark.service

GROUP, TOPIC = Address("-100"), Address("-100/5")


@dataclass
class FakeDelivery:
    """In place of a delivery: notes whether the topic is paused when the messages to it are settled."""

    service: Service
    paused: list[PauseReason | None] = field(default_factory=list)

    async def settled(self, chat: Address) -> None:
        assert chat == GROUP
        self.paused.append(await pause_of(self.service))


async def pause_of(service: Service) -> PauseReason | None:
    subscriber = await service.watchlist.subscriber(TOPIC)
    assert subscriber is not None
    return subscriber.paused


@pytest.mark.hazard("D5")
async def test_a_group_is_released_after_what_is_under_way_to_it_was_settled(tmp_path: Path) -> None:
    config = Config.model_validate({"database": str(tmp_path / "t.db"), "catalog": "none"})
    async with open_service(config, ()) as service:
        await service.watchlist.subscribe(TOPIC, "en")
        await service.membership(GROUP, False)
        delivery = service._delivery = FakeDelivery(service)  # type: ignore[assignment]  # of its shape
        await service.membership(GROUP, True)
        assert delivery.paused == [PauseReason.UNREACHABLE]
        assert await pause_of(service) is None
