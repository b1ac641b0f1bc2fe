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
from bot.callbacks import (
    KINDS,
    Payload,
    admin,
    alert_buttons,
    chats,
    deadlines,
    decode,
    encode,
    personal,
    searching,
    settings,
    sources,
    start,
    talking,
    trends,
    watching,
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
    "why, alert 7": searching.Why(7),
    "mute, watch 3": watching.Mute(3),
    "what to mute, alert 7": alert_buttons.ShowMutes(7),
    "for how long, source of alert 7": alert_buttons.ShowMuteTimes(7, "s", 0),
    "mute watch 3 for 24 hours, alert 7": alert_buttons.MuteFor(7, "w", 3, 24),
    "mute the story of alert 7 until it is ended": alert_buttons.MuteFor(7, "t", 0, 0),
    "unmute the source of alert 7": alert_buttons.EndMute(7, "s", 0),
    "buttons of alert 7": alert_buttons.ShowAlertButtons(7),
    "not for me, alert 7": alert_buttons.NotForMe(7, 0),
    "watch 3 with rule 5": watching.Reword(3, 5),
    "keep watch 3": alert_buttons.KeepWatch(3),
    "save alert 7": alert_buttons.SaveItem(7),
    "page of the saved items, 1": alert_buttons.ShowSaved(1),
    "remove saved item 4 on page 1": alert_buttons.RemoveSaved(4, 1),
    "watch 3": watching.ShowWatch(3),
    "edit the rule of watch 3": watching.EditRule(3),
    "name watch 3": watching.NameWatch(3),
    "for how long, watch 3": watching.ShowWatchMute(3),
    "mute watch 3 for a week": watching.MuteWatch(3, 168),
    "unmute watch 3 on its screen": watching.UnmuteWatch(3),
    "test watch 3": watching.TryWatch(3),
    "link to watch 3": watching.ShareWatch(3),
    "link to the pack section-301-courts": watching.SharePack("section-301-courts"),
    "delete watch 3": watching.RemoveWatch(3),
    "pick watches 3 and 5": watching.PickWatches(3, 5),
    "delete watches 3 and 5": watching.RemovePicked(3, 5),
    "restore watches 3 and 5": watching.RestorePicked(3, 5),
    "noisy and silent watches": watching.ShowUnfit(),
    "how to add a watch": watching.HowToWatch(),
    "end mute 2": watching.EndSilence(2),
    "not what I meant, alert 7": searching.NotMeant(7),
    "not what I meant, the second name of alert 7": searching.NotMeantName(7, 1),
    "remove correction 4": searching.RemoveCorrection(4),
    "unmute, watch 3": watching.Unmute(3),
    "unwatch, watch 3": watching.Unwatch(3),
    "restore, watch 3": watching.Restore(3),
    "page of /watches, 2": watching.WatchesPage(2),
    "language, zh-Hant": start.SetLanguage("zh-Hant"),
    "language, ja": start.SetLanguage("ja"),
    "resume": settings.Resume(),
    "members may change watches, yes": settings.LetMembers(True),
    "trend of search 5 and watch 7, 30 days": trends.CompareTrends(5, 7, 30, False),
    "trend of search 5, 90 days, dark": trends.ShowTrend(5, 90, True),
    "spikes of watch 3, 3 times": trends.SetSpike(3, 3),
    "spikes of the trend of search 5, 90 days, dark, yes": trends.SetTrendSpike(5, 90, True, True),
    "weekly review, yes": trends.SetReview(True),
    "renew the address of the feed": chats.RenewFeed(),
    "copy watches to a channel, channel 1000000000700": chats.CopyWatches(1_000_000_000_700),
    "suggested rule 5, daily": watching.WatchTimed(5, daily=True),
    "topic of link 5": talking.ShowLinkTopic(5),
    "suggested rule 5": watching.WatchSuggested(5),
    "watch 3 without the second of 3 parts": watching.WithoutPart(3, 1, 3),
    "watch 3, new reading": watching.ReadAnew(3),
    "keep the rules": watching.KeepRules(),
    "only words, watch 3": watching.OnlyWords(3),
    "names again, watch 3": watching.UndoOnlyWords(3),
    "remind of the deadlines in alert 7": deadlines.Remind(7),
    "no more reminders of item 9": deadlines.EndReminder(9),
    "remind again of item 9": deadlines.SnoozeReminder(9),
    "remind of all deadlines": deadlines.RemindOfAll(True),
    "remind of no deadline": deadlines.RemindOfAll(False),
    "page of deadlines, 1": deadlines.DeadlinesPage(1),
    "calendar of item 9": deadlines.CalendarFile(9),
    "calendar of all items": deadlines.CalendarFile(0),
    "calendar address": deadlines.CalendarLink(),
    "alias removed, alias 12": watching.RemoveAlias(12),
    "alias again, alias 12": watching.RestoreAlias(12),
    "search 5, older than item 99": searching.Older(5, 99),
    "search 5, newer than item 99": searching.Newer(5, 99),
    "groups": sources.ShowGroups(),
    "group us, page 1": sources.ShowGroup(Group.US, 1),
    "group us on, from the list": sources.SwitchGroup(Group.US, on=True, inside=False),
    "group us off, from inside": sources.SwitchGroup(Group.US, on=False, inside=True),
    "add, offer 4": sources.AddSource(4),
    "drop, addition 6": sources.RemoveSource(6),
    "page of additions, 1": sources.SourcesPage(1),
    "choose a group, addition 6": sources.ChooseGroup(6),
    "place, addition 6 in eu": sources.PlaceSource(6, Group.EU),
    "keep apart, addition 6": sources.DeclineGroup(6),
    "grant, addition 6": sources.ApproveSource(6),
    "refuse, addition 6": sources.RefuseSource(6),
    "grant all of subscriber 8": sources.ApproveAll(8),
    "refuse all of subscriber 8": sources.RefuseAll(8),
    "add the pack section-301-courts": start.AddPack("section-301-courts"),
    "all topics": start.ShowTopics(all=True),
    "the pack section-301-courts without its second watch": start.ShowPack("section-301-courts", 2),
    "watch the pack section-301-courts without its second watch": start.WatchPack("section-301-courts", 2),
    "why, item 99": start.WhyItem(99),
    "draft 5": talking.ShowDraft(5),
    "change draft 5": talking.ChangeDraft(5),
    "what draft 5 matches": talking.ShowFound(5),
    "drop a draft": talking.DropDraft(),
    "why, link 5": talking.WhyLink(5),
    "add link 5": talking.AddLink(5),
    "help": talking.ShowHelp(),
    "remove a pack, watches 4 to 8": start.RemovePack(4, 5),
    "times of watch 3": settings.ShowModes(3),
    "watch 3 weekly, Tuesday 09:30": settings.SetMode(3, "week", 570, 1),
    "new watches daily, 08:00": settings.SetNewMode("day", 480),
    "watch 3 at once": settings.MakeInstant(3),
    "page of the digests of watches, 1": settings.ShowDigests(1),
    "page 2 of digest 7": settings.DigestPage(7, 2),
    "settings": settings.ShowSettings(),
    "settings, quiet hours": settings.ShowSetting("quiet"),
    "settings, language ja": settings.ChooseLanguage("ja"),
    "time zone Asia/Taipei": settings.SetZone("Asia/Taipei"),
    "share the location": settings.ShareLocation(),
    "quiet hours 22 to 7, hold": settings.SetQuiet("hold", 1320, 420),
    "sound of official documents": settings.SetSound("official"),
    "question about times": settings.AskTimes(),
    "answer about times, daily": settings.ChooseTimes("daily"),
    "files to take along": personal.ShowExport(),
    "watches as a file": personal.ExportWatches(),
    "sources as a file": personal.ExportSources(),
    "evidence as CSV": personal.ExportEvidence(as_json=False),
    "question whether to forget": personal.AskForget(),
    "forget, asked at a time": personal.ForgetChat(1_796_000_000),
    "forget nothing": personal.KeepChat(),
    "overview of operators": admin.ShowAdmin(),
    "incidents, page 2": admin.ShowIncidents(2),
    "dead letters, page 2": admin.ShowDeadLetters(2),
    "retry dead letter 7": admin.RetryDead(7),
    "drop dead letter 7": admin.DropDead(7),
    "how to announce": admin.HowToAnnounce(),
    "announce text 5": admin.Announce(5),
    "announce nothing": admin.DropAnnouncement(),
    "back up": admin.BackUp(),
    "held list 3": admin.ShowHeldList(3),
    "approve held list 3 as it was shown": admin.ApproveHeldList(3, 2_900_123_456),
    "keep holding list 3": admin.KeepHolding(3),
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
