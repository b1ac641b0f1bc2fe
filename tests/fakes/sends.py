"""The port to where people are, scripted: what becomes of each message, chat by chat."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count

from bot.chat import Outcome, Reply, Sent
from bot.delivery.pacing import Pace
from tests.fakes.bell import PATIENCE, Bell
from watchers.model import Address


@dataclass(frozen=True, slots=True)
class Tried:
    """One message that was given to the port, and what became of it."""

    address: Address
    html: str
    outcome: Outcome
    at: float
    """The loop's clock."""
    replaces: str | None = None
    """The ID of the message that it replaces."""


class Sends:
    """A ``Send`` that remembers everything; where no script waits, the message is sent."""

    def __init__(self) -> None:
        self.tried: list[Tried] = []
        self.most_at_once = 0
        self.before: Callable[[Address], Awaitable[None]] = _nothing
        """Awaited while a message is under way."""
        self._scripts: defaultdict[Address, deque[Outcome]] = defaultdict(deque)
        self._for_ever: dict[Address, Outcome] = {}
        self._gates: dict[Address, asyncio.Event] = {}
        self._ids = count(1)
        self._under_way = 0
        self._bell = Bell()

    async def __call__(self, address: Address, reply: Reply) -> Outcome:
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            await self.before(address)
            if gate := self._gates.get(address):
                await gate.wait()
            outcome = self._next(address)
        finally:
            self._under_way -= 1
        self.tried.append(Tried(address, reply.html, outcome, asyncio.get_running_loop().time(), reply.replaces))
        self._bell.ring()
        return outcome

    def meets(self, address: str, *outcomes: Outcome) -> None:
        """What becomes of the next messages to the chat."""
        self._scripts[Address(address)].extend(outcomes)

    def always_meets(self, address: str, outcome: Outcome) -> None:
        self._for_ever[Address(address)] = outcome

    def hangs(self, address: str) -> asyncio.Event:
        """Messages to the chat stay under way until the event is set."""
        return self._gates.setdefault(Address(address), asyncio.Event())

    def to(self, address: str) -> list[Tried]:
        return [tried for tried in self.tried if tried.address == address]

    def sent_to(self, address: str) -> list[str]:
        """What arrived in the chat."""
        return [tried.html for tried in self.to(address) if isinstance(tried.outcome, Sent)]

    @property
    def sent(self) -> int:
        return sum(isinstance(tried.outcome, Sent) for tried in self.tried)

    async def until(self, condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Returns when it is true; it is checked after every message."""
        if not await self._bell.until(condition, seconds):
            last = [(tried.address, type(tried.outcome).__name__) for tried in self.tried[-20:]]
            raise TimeoutError(f"not so in {seconds} s; the last of {len(self.tried)}: {last}")

    def _next(self, address: Address) -> Outcome:
        if script := self._scripts.get(address):
            return script.popleft()
        return self._for_ever.get(address) or Sent(str(next(self._ids)))


class NoPace(Pace):
    """Nobody waits for anybody: for tests of everything but the pace."""

    def __init__(self) -> None:
        super().__init__(1.0)

    def ready_at(self, address: Address) -> float:
        return 0.0

    def wait(self, now: float, together: int = 1) -> float:
        return 0.0

    def take(self, address: Address, now: float) -> None:
        return None

    def reserve(self, address: Address, now: float) -> None:
        return None


async def _nothing(address: Address) -> None:
    return None
