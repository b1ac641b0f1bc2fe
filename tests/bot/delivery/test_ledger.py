"""The ledger: whatever happens, each item that matched a live watch is shown to its chat, and not twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.chat import ChatUnreachable, NotSent, Outcome, SendRefused, Sent, Unsure, Wait
from bot.delivery.settling import Settling
from tests.fakes.ports import Clock, document, item
from tests.fakes.situations import METI, USTR, House, open_house
from watchers.model import Address, Alert, DigestEntry, ParsedItem, Source, Subscriber
from watchers.model.times import Every, QuietHours, QuietMode, Timing
from watchers.rules.forms import Forms
from watchers.services.digests import Digests
from watchers.store import Rows, outbox, watches

CHAT = Address("7")
MATERIALS = (
    "silk wool tin zinc salt rice tea rum jute hemp cork clay gold lead coal sand lime soap wax ink milk oats rye malt"
).split()
WATCHED = ("quota", "steel")
HOURLY = Timing(Every.HOUR)
OUTCOMES: dict[str, Outcome] = {
    "waits": Wait(timedelta(seconds=30)),
    "fails": NotSent("connection refused"),
    "times out": Unsure("timed out"),
    "is blocked": ChatUnreachable("Forbidden: bot was blocked by the user"),
    "is refused": SendRefused("Bad Request: text is too long"),
}
STEPS = (
    *("quota", "steel", "quota steel", "quota", "steel", "copy", "copy", "copy in flight", "retitle"),
    *("digest 1", "digest 2", "instant 1", "instant 2", "mute 1", "mute 2", "unmute 1", "unmute 2"),
    *("remove 1", "restore 1", "move"),
    *("quiet", "loud", "pause", "resume", "block", "unblock", "hours", "clock back", "kill"),
    *OUTCOMES,
)
IN_THE_END = (
    "unblock",
    "resume",
    "loud",
    "restore 1",
    "unmute 1",
    "unmute 2",
    "instant 1",
    "instant 2",
    "hours",
    "hours",
)


@dataclass
class Published:
    """An item that a source published."""

    guid: str
    material: str
    words: set[str]
    source: Source
    matched: set[str] = field(default_factory=set)
    """The watches that it matched so far: its alert comes with the first match."""

    def parsed(self) -> ParsedItem:
        title = " ".join((*sorted(self.words), self.material, self.guid))
        return item(title, self.guid, f"https://news.example/{self.material}")


@dataclass
class Ledger:
    """What a chat is owed, and what it was shown."""

    house: House
    chat: Subscriber
    published: list[Published] = field(default_factory=list)
    owed: dict[str, set[str]] = field(default_factory=dict)
    """For each item the watches that it matched and that were live ever since."""
    shown: Counter[str] = field(default_factory=Counter)
    also: set[str] = field(default_factory=set)
    explained: set[str] = field(default_factory=set)
    """Items that may be missing, as a message says, or may be repeated."""
    outcome: Outcome | None = None
    """What becomes of the next message; None: it is sent."""

    # ---- what happens --------------------------------------------------------------------------

    async def do(self, step: str) -> None:
        verb, _, number = step.partition(" ")
        house, watchlist = self.house, self.house.watchlist
        match verb:
            case "quota" | "steel":
                await self.publish(set(step.split()), USTR)
            case "copy":
                await self.copy()
            case "retitle" if self.published:
                last = self.published[-1]
                last.words = {"steel"} if last.words == {"quota"} else {"quota"}
                await self.poll(last)
            case "digest" | "instant":
                timing = HOURLY if verb == "digest" else None
                await watchlist.times.set_timing(self.chat, int(number), timing)
            case "mute" | "unmute":
                await watchlist.mute(self.chat, int(number), verb == "mute")
            case "remove":
                await watchlist.unwatch(self.chat, int(number))
            case "restore":
                await watchlist.restore(self.chat, int(number))
            case "move":
                to = Address(f"{int(self.chat.address) + 1}")
                await watchlist.moved(self.chat.address, to)
                self.chat = replace(self.chat, address=to)
            case "quiet" | "loud":
                quiet = QuietHours(QuietMode.HOLD, 0, 12 * 60) if verb == "quiet" else None
                await watchlist.times.set_quiet(self.chat, quiet)
            case "pause":
                await watchlist.pause(self.chat)
            case "resume":
                await watchlist.resume(self.chat)
            case "block":
                await watchlist.unreachable(self.chat.address)
            case "unblock":
                await watchlist.reachable(self.chat.address)
            case "hours":
                house.clock.pass_by(timedelta(hours=5))
            case "clock":
                house.clock.pass_by(-timedelta(hours=3))
            case "kill":
                await house.database.write(outbox.recover, house.clock())
            case "all":
                self.outcome = None
        self.outcome = OUTCOMES.get(step, self.outcome)
        live = await house.database.read(_live, self.chat)
        for owed in self.owed.values():
            owed &= live

    async def publish(self, words: set[str], source: Source, material: str = "") -> None:
        if len(self.published) < len(MATERIALS):
            number = len(self.published)
            self.published.append(Published(f"n{number}", material or MATERIALS[number], words, source))
            await self.poll(self.published[-1])

    async def copy(self) -> None:
        """Publish the last item in the other source, which may also tell something else."""
        if self.published:
            last = self.published[-1]
            words = last.words if len(self.published) % 2 else {"steel", "quota"}
            await self.publish(set(words), METI if last.source is USTR else USTR, last.material)

    async def poll(self, published: Published) -> None:
        self.house.clock.pass_by(timedelta(minutes=1))
        matched = published.words - published.matched
        published.matched |= matched
        if not await self.house.database.read(_is_unreachable):
            live = await self.house.database.read(_live, self.chat)
            self.owed.setdefault(published.guid, set()).update(matched & live)
        await self.house.poll(document(published.parsed()), source=published.source)

    # ---- delivery ------------------------------------------------------------------------------

    async def deliver(self, copies: bool) -> None:
        """Deliver what is due; with ``copies``, a copy is published while the first alert is in flight."""
        await Digests(self.house.database, self.house.clock, lambda: None).run()
        while due := await self.house.database.read(outbox.next_per_subscriber, self.house.clock()):
            alert = await self.house.database.write(outbox.claim, due[0][0], self.house.clock())
            if alert is None:
                continue
            if copies:
                await self.copy()
                copies = False
            outcome, self.outcome = self.outcome or Sent(f"{alert.id}"), None
            self.note(alert, outcome)
            settling = Settling(self.house.watchlist.move, repeats=True)
            await self.house.database.write(settling.settle, alert, outcome, self.house.clock())

    def note(self, alert: Alert, outcome: Outcome) -> None:
        if isinstance(outcome, SendRefused):
            self.explained |= _explained(alert)
        elif isinstance(outcome, Sent):
            self.also.update(_also(alert))
            if alert.edit is None:
                self.shown.update(_titles(alert))

    async def missing(self) -> list[str]:
        """The items that the chat must still be shown, by a message of their own or a digest."""
        told = self.explained | self.also | set(self.shown)
        told |= {_guid(its) for its, lead in await self.house.database.read(_joined) if _guid(lead) in told}
        return [guid for guid, owed in self.owed.items() if owed and guid not in told]


def _explained(alert: Alert) -> set[str]:
    """What may be missing after a refusal: the alert itself, or a whole list, as a message says, or the edit."""
    if alert.edit is not None:
        return set(_also(alert))
    return {*_titles(alert), *(_also(alert) if alert.item is None else ())}


def _titles(alert: Alert) -> Iterable[str]:
    if alert.item is not None:
        return [_guid(alert.item.item.title.original)]
    stored = [entry.item for entry in _entries(alert)] or alert.listed
    return [_guid(each.item.title.original) for each in stored]


def _also(alert: Alert) -> list[str]:
    """The items of other sources that an alert or a digest shows with its own."""
    told = [each.item for each in alert.also] or [each for entry in _entries(alert) for each in entry.also]
    return [_guid(each.item.title.original) for each in told]


def _entries(alert: Alert) -> list[DigestEntry]:
    return [entry for section in alert.page.sections for entry in section.entries] if alert.page else []


def _guid(title: str) -> str:
    return title.rpartition(" ")[2]


def _joined(rows: Rows) -> list[tuple[str, str]]:
    """The titles of items that are joined to one in a list or in a chat that moved since, and that of the other."""
    return rows.all(
        """select mine.title, its.title from outbox o join items mine on mine.id = o.item
        join outbox lead on lead.id = o.joined_to join items its on its.id = lead.item
        where lead.state = 'listed' or instr(lead.message, ':')"""
    )


def _live(rows: Rows, chat: Subscriber) -> set[str]:
    """The words of the watches that are neither removed nor muted."""
    return {watch.typed for watch in watches.of(rows, chat.id) if not watch.muted}


def _is_unreachable(rows: Rows) -> bool:
    return bool(rows.number("select count(*) from subscribers where pause_reason = 'unreachable'"))


@given(st.lists(st.sampled_from(STEPS), min_size=4, max_size=24))
@example(["pause", "quota", "mute 1", "resume", "retitle"])
@example(["digest 1", "quota", "is refused", "instant 1", "copy in flight"])
@example(["pause", "is refused", "quota", "copy", "resume"])
@example(["mute 1", "quota steel", "digest 2", "copy", "hours"])
@settings(max_examples=25)
def test_each_item_of_a_live_watch_is_shown_once_or_explained(forms: Forms, steps: list[str]) -> None:
    async def scenario(path: Path) -> None:
        async with open_house(path / "tradewatch.db", forms, Clock()) as house:
            await house.settle_in()
            ledger = Ledger(house, await house.person(CHAT, *WATCHED))
            for step in (*steps, "all is well", *IN_THE_END):
                await ledger.do(step)
                await ledger.deliver(copies=step == "copy in flight")
            assert await ledger.missing() == []
            assert [guid for guid, count in ledger.shown.items() if count > 1] == []
            assert sorted(ledger.also & set(ledger.shown)) == []

    with TemporaryDirectory() as folder:
        asyncio.run(scenario(Path(folder)))
