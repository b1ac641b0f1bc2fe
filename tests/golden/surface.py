"""The only file of tests/golden that imports Tradewatch: a move or a rename is an edit here and nowhere else."""

from __future__ import annotations

import contextlib
import io
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import cli
from bot.callbacks import KINDS, Payload, decode, encode
from bot.callbacks.admin import (
    Announce,
    BackUp,
    DropAnnouncement,
    DropDead,
    HowToAnnounce,
    RetryDead,
    ShowAdmin,
    ShowDeadLetters,
    ShowIncidents,
)
from bot.callbacks.alert_buttons import (
    EndMute,
    KeepWatch,
    MuteFor,
    NotForMe,
    RemoveSaved,
    SaveItem,
    ShowAlertButtons,
    ShowMutes,
    ShowMuteTimes,
    ShowSaved,
)
from bot.callbacks.chats import CopyWatches, RenewFeed
from bot.callbacks.deadlines import (
    CalendarFile,
    CalendarLink,
    DeadlinesPage,
    EndReminder,
    Remind,
    RemindOfAll,
    SnoozeReminder,
)
from bot.callbacks.general import Resume
from bot.callbacks.personal import (
    AskForget,
    ExportEvidence,
    ExportSources,
    ExportWatches,
    ForgetChat,
    KeepChat,
    ShowExport,
)
from bot.callbacks.searching import Newer, NotMeant, NotMeantName, Older, RemoveCorrection, Why
from bot.callbacks.settings import (
    AskTimes,
    ChooseLanguage,
    ChooseTimes,
    DigestPage,
    LetMembers,
    MakeInstant,
    SetMode,
    SetNewMode,
    SetQuiet,
    SetSound,
    SetZone,
    ShareLocation,
    ShowDigests,
    ShowModes,
    ShowSetting,
    ShowSettings,
)
from bot.callbacks.sources import (
    AddSource,
    ApproveAll,
    ApproveSource,
    ChooseGroup,
    DeclineGroup,
    PlaceSource,
    RefuseAll,
    RefuseSource,
    RemoveSource,
    ShowGroup,
    ShowGroups,
    SourcesPage,
    SwitchGroup,
)
from bot.callbacks.start import AddPack, RemovePack, SetLanguage, ShowPack, ShowTopics, WatchPack, WhyItem
from bot.callbacks.talking import AddLink, ChangeDraft, DropDraft, ShowDraft, ShowFound, ShowHelp, WhyLink
from bot.callbacks.trends import SetReview, SetSpike, ShowTrend
from bot.callbacks.watch_screens import (
    EditRule,
    EndSilence,
    HowToWatch,
    MuteWatch,
    NameWatch,
    PickWatches,
    RemovePicked,
    RemoveWatch,
    RestorePicked,
    Reword,
    SharePack,
    ShareWatch,
    ShowUnfit,
    ShowWatch,
    ShowWatchMute,
    TestWatch,
    UnmuteWatch,
    WatchesPage,
)
from bot.callbacks.watching import (
    KeepRules,
    Mute,
    OnlyWords,
    ReadAnew,
    RemoveAlias,
    Restore,
    RestoreAlias,
    UndoOnlyWords,
    Unmute,
    Unwatch,
    WatchSuggested,
    WithoutPart,
)
from bot.chat import Copy, Link
from bot.config.settings import Config, known_keys
from bot.config.values import spelled
from bot.messages import alerts
from bot.messages.text import load
from tests.fakes.ports import START, Clock, document, item
from tests.fakes.queued import take_off
from tests.fakes.situations import METI, USTR, House, open_house
from watchers.model import Address, AlertId, Group, News, Notice
from watchers.rules import forms
from watchers.store import alert_rows, outbox, subscribers
from watchers.store.floods import Caps

# ---- the command line ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ended:
    """What a verb printed, and its exit code."""

    code: int
    out: str
    err: str


def command_line(*arguments: str | Path) -> Ended:
    """Run one verb in this process. Needs a thread without an event loop."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main([str(argument) for argument in arguments])
    return Ended(code, out.getvalue(), err.getvalue())


# ---- callbacks -------------------------------------------------------------------------------------

CALLBACKS: dict[str, Payload] = {
    "why, alert 7": Why(7),
    "mute, watch 3": Mute(3),
    "what to mute, alert 7": ShowMutes(7),
    "for how long, source of alert 7": ShowMuteTimes(7, "s", 0),
    "mute watch 3 for 24 hours, alert 7": MuteFor(7, "w", 3, 24),
    "mute the story of alert 7 until it is ended": MuteFor(7, "t", 0, 0),
    "unmute the source of alert 7": EndMute(7, "s", 0),
    "buttons of alert 7": ShowAlertButtons(7),
    "not for me, alert 7": NotForMe(7, 0),
    "watch 3 with rule 5": Reword(3, 5),
    "keep watch 3": KeepWatch(3),
    "save alert 7": SaveItem(7),
    "page of the saved items, 1": ShowSaved(1),
    "remove saved item 4 on page 1": RemoveSaved(4, 1),
    "watch 3": ShowWatch(3),
    "edit the rule of watch 3": EditRule(3),
    "name watch 3": NameWatch(3),
    "for how long, watch 3": ShowWatchMute(3),
    "mute watch 3 for a week": MuteWatch(3, 168),
    "unmute watch 3 on its screen": UnmuteWatch(3),
    "test watch 3": TestWatch(3),
    "link to watch 3": ShareWatch(3),
    "link to the pack section-301-courts": SharePack("section-301-courts"),
    "delete watch 3": RemoveWatch(3),
    "pick watches 3 and 5": PickWatches(3, 5),
    "delete watches 3 and 5": RemovePicked(3, 5),
    "restore watches 3 and 5": RestorePicked(3, 5),
    "noisy and silent watches": ShowUnfit(),
    "how to add a watch": HowToWatch(),
    "end mute 2": EndSilence(2),
    "not what I meant, alert 7": NotMeant(7),
    "not what I meant, the second name of alert 7": NotMeantName(7, 1),
    "remove correction 4": RemoveCorrection(4),
    "unmute, watch 3": Unmute(3),
    "unwatch, watch 3": Unwatch(3),
    "restore, watch 3": Restore(3),
    "page of /watches, 2": WatchesPage(2),
    "language, zh-Hant": SetLanguage("zh-Hant"),
    "language, ja": SetLanguage("ja"),
    "resume": Resume(),
    "members may change watches, yes": LetMembers(True),
    "trend of search 5, 90 days, dark": ShowTrend(5, 90, True),
    "spikes of watch 3, 3 times": SetSpike(3, 3),
    "weekly review, yes": SetReview(True),
    "renew the address of the feed": RenewFeed(),
    "copy watches to a channel, channel 1000000000700": CopyWatches(1_000_000_000_700),
    "suggested rule 5": WatchSuggested(5),
    "watch 3 without the second of 3 parts": WithoutPart(3, 1, 3),
    "watch 3, new reading": ReadAnew(3),
    "keep the rules": KeepRules(),
    "only words, watch 3": OnlyWords(3),
    "names again, watch 3": UndoOnlyWords(3),
    "remind of the deadlines in alert 7": Remind(7),
    "no more reminders of item 9": EndReminder(9),
    "remind again of item 9": SnoozeReminder(9),
    "remind of all deadlines": RemindOfAll(True),
    "remind of no deadline": RemindOfAll(False),
    "page of deadlines, 1": DeadlinesPage(1),
    "calendar of item 9": CalendarFile(9),
    "calendar of all items": CalendarFile(0),
    "calendar address": CalendarLink(),
    "alias removed, alias 12": RemoveAlias(12),
    "alias again, alias 12": RestoreAlias(12),
    "search 5, older than item 99": Older(5, 99),
    "search 5, newer than item 99": Newer(5, 99),
    "groups": ShowGroups(),
    "group us, page 1": ShowGroup(Group.US, 1),
    "group us on, from the list": SwitchGroup(Group.US, on=True, inside=False),
    "group us off, from inside": SwitchGroup(Group.US, on=False, inside=True),
    "add, offer 4": AddSource(4),
    "drop, addition 6": RemoveSource(6),
    "page of additions, 1": SourcesPage(1),
    "choose a group, addition 6": ChooseGroup(6),
    "place, addition 6 in eu": PlaceSource(6, Group.EU),
    "keep apart, addition 6": DeclineGroup(6),
    "grant, addition 6": ApproveSource(6),
    "refuse, addition 6": RefuseSource(6),
    "grant all of subscriber 8": ApproveAll(8),
    "refuse all of subscriber 8": RefuseAll(8),
    "add the pack section-301-courts": AddPack("section-301-courts"),
    "all topics": ShowTopics(all=True),
    "the pack section-301-courts without its second watch": ShowPack("section-301-courts", 2),
    "watch the pack section-301-courts without its second watch": WatchPack("section-301-courts", 2),
    "why, item 99": WhyItem(99),
    "draft 5": ShowDraft(5),
    "change draft 5": ChangeDraft(5),
    "what draft 5 matches": ShowFound(5),
    "drop a draft": DropDraft(),
    "why, link 5": WhyLink(5),
    "add link 5": AddLink(5),
    "help": ShowHelp(),
    "remove a pack, watches 4 to 8": RemovePack(4, 5),
    "times of watch 3": ShowModes(3),
    "watch 3 weekly, Tuesday 09:30": SetMode(3, "week", 570, 1),
    "new watches daily, 08:00": SetNewMode("day", 480),
    "watch 3 at once": MakeInstant(3),
    "page of the digests of watches, 1": ShowDigests(1),
    "page 2 of digest 7": DigestPage(7, 2),
    "settings": ShowSettings(),
    "settings, quiet hours": ShowSetting("quiet"),
    "settings, language ja": ChooseLanguage("ja"),
    "time zone Asia/Taipei": SetZone("Asia/Taipei"),
    "share the location": ShareLocation(),
    "quiet hours 22 to 7, hold": SetQuiet("hold", 1320, 420),
    "sound of official documents": SetSound("official"),
    "question about times": AskTimes(),
    "answer about times, daily": ChooseTimes("daily"),
    "files to take along": ShowExport(),
    "watches as a file": ExportWatches(),
    "sources as a file": ExportSources(),
    "evidence as CSV": ExportEvidence(as_json=False),
    "question whether to forget": AskForget(),
    "forget, asked at a time": ForgetChat(1_796_000_000),
    "forget nothing": KeepChat(),
    "overview of operators": ShowAdmin(),
    "incidents, page 2": ShowIncidents(2),
    "dead letters, page 2": ShowDeadLetters(2),
    "retry dead letter 7": RetryDead(7),
    "drop dead letter 7": DropDead(7),
    "how to announce": HowToAnnounce(),
    "announce text 5": Announce(5),
    "announce nothing": DropAnnouncement(),
    "back up": BackUp(),
}
"""Every kind of button at least once, by what it does."""


def callback_bytes(name: str) -> str:
    return encode(CALLBACKS[name], topic=12)


def action_of(data: str) -> tuple[str, int | None] | None:
    """Return the name in CALLBACKS of what the data of a button asks for, and its topic; None where it is refused."""
    callback = decode(data)
    if callback is None:
        return None
    return next(name for name, known in CALLBACKS.items() if known == callback.payload), callback.topic


def kinds_without_sample() -> list[str]:
    """Kinds of buttons that CALLBACKS lacks."""
    return sorted(kind.__name__ for kind in set(KINDS) - set(map(type, CALLBACKS.values())))


# ---- configuration ---------------------------------------------------------------------------------


def config_keys() -> dict[str, str]:
    """Every key of config.yaml with its default as the file would write it; "" inside ``sources[]``."""
    return {key: "" if "[]" in key else _default(key) for key in known_keys()}


def _default(key: str) -> str:
    value: Any = Config()
    for part in key.split("."):
        value = getattr(value, part)
    if isinstance(value, timedelta):
        return spelled(value)
    return "[]" if value == () else str(value)


# ---- the outbox ------------------------------------------------------------------------------------

LANGUAGES = ("en", "zh-Hant", "ja")


@dataclass(frozen=True, slots=True)
class Situation:
    """A service with one subscriber, its clock at START until a test moves it."""

    house: House
    chat: str

    @property
    def database(self) -> Path:
        return self.house.database.path

    async def watch(self, *rules: str) -> None:
        subscriber = await self.house.watchlist.subscribe(Address(self.chat), "en")
        for rule in rules:
            await self.house.watching(subscriber, rule)

    async def mute(self, number: int) -> None:
        subscriber = await self.house.watchlist.subscribe(Address(self.chat), "en")
        await self.house.watchlist.mute(subscriber, number, muted=True)

    async def publish(self, *titles: str, body: str = "", published: str = "", per_watch: int = 1_000) -> None:
        """Let one poll of a source find these items."""
        caps = Caps(per_watch, 1_000)
        self.house.pipeline = replace(self.house.pipeline, caps=caps)
        found = [item(title, title, f"https://ustr.example/{at}", body, published) for at, title in enumerate(titles)]
        await self.house.poll(document(*found))

    async def pause(self) -> None:
        subscriber = await self.house.watchlist.subscribe(Address(self.chat), "en")
        await self.house.watchlist.pause(subscriber)

    async def resume(self) -> None:
        subscriber = await self.house.watchlist.subscribe(Address(self.chat), "en")
        await self.house.watchlist.resume(subscriber)

    async def notify(self, news: str, **changes: Any) -> None:
        """Put a notice of a source into the outbox."""
        notice = Notice(News(news), "USTR", START - timedelta(hours=4), **changes)
        found = await self.house.database.read(subscribers.at, Address(self.chat))
        assert found is not None
        await self.house.database.write(outbox.notify, [found.id], notice, START)

    async def begin(self, row: int) -> None:
        """Mark a row as in flight."""
        assert await self.house.database.write(take_off, AlertId(row), self.house.clock())

    async def end(self, row: int, how: str) -> None:
        """Settle a row that is in flight: sent, again, held or dead."""
        alert, now = AlertId(row), self.house.clock()
        match how:
            case "sent":
                await self.house.database.write(outbox.sent, alert, "501", now)
            case "again":
                await self.house.database.write(outbox.requeue, alert, now + timedelta(seconds=2), "HTTP 502", True)
            case "held":
                await self.house.database.write(outbox.hold, alert, "bot was blocked by the user")
            case "dead":
                await self.house.database.write(outbox.dead_letter, alert, "message is too long")

    async def messages(self, row: int) -> dict[str, dict[str, object]]:
        """What would be sent for a row, by language: the HTML and the buttons."""
        enqueued = await self.house.database.read(alert_rows.by_id, AlertId(row))
        assert enqueued is not None
        told: dict[str, dict[str, object]] = {}
        for language in LANGUAGES:
            words = load()[language]
            now = self.house.clock()
            reply = (
                alerts.notice(enqueued.notice, words, now) if enqueued.notice else alerts.alert(enqueued, words, now)
            )
            told[language] = {"html": reply.html.splitlines(), "buttons": list(_buttons(reply.buttons))}
        return told


def _buttons(rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    for row in rows:
        for button in row:
            match button:
                case Link(_, shown) | Copy(_, shown):
                    pass
                case _:
                    shown = encode(button.payload, topic=0)
            yield f"{button.label} → {shown}"


@asynccontextmanager
async def situation(folder: Path, chat: str = "7") -> AsyncIterator[Situation]:
    """A service whose sources had their first poll, and a subscriber who watches nothing yet."""
    async with open_house(folder / "tradewatch.db", forms.load(), Clock()) as house:
        for source in (USTR, METI):
            await house.poll(document(), source=source)
        await house.watchlist.subscribe(Address(chat), "en")
        yield Situation(house, chat)
