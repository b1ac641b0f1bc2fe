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

from bot import callbacks, cli
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

CALLBACKS: dict[str, callbacks.Payload] = {
    "why, alert 7": callbacks.Why(7),
    "mute, watch 3": callbacks.Mute(3),
    "what to mute, alert 7": callbacks.ShowMutes(7),
    "for how long, source of alert 7": callbacks.ShowMuteTimes(7, "s", 0),
    "mute watch 3 for 24 hours, alert 7": callbacks.MuteFor(7, "w", 3, 24),
    "mute the story of alert 7 until it is ended": callbacks.MuteFor(7, "t", 0, 0),
    "unmute the source of alert 7": callbacks.EndMute(7, "s", 0),
    "buttons of alert 7": callbacks.ShowAlertButtons(7),
    "not for me, alert 7": callbacks.NotForMe(7, 0),
    "watch 3 with rule 5": callbacks.Reword(3, 5),
    "keep watch 3": callbacks.KeepWatch(3),
    "save alert 7": callbacks.SaveItem(7),
    "page of the saved items, 1": callbacks.ShowSaved(1),
    "remove saved item 4 on page 1": callbacks.RemoveSaved(4, 1),
    "watch 3": callbacks.ShowWatch(3),
    "edit the rule of watch 3": callbacks.EditRule(3),
    "name watch 3": callbacks.NameWatch(3),
    "for how long, watch 3": callbacks.ShowWatchMute(3),
    "mute watch 3 for a week": callbacks.MuteWatch(3, 168),
    "unmute watch 3 on its screen": callbacks.UnmuteWatch(3),
    "test watch 3": callbacks.TestWatch(3),
    "link to watch 3": callbacks.ShareWatch(3),
    "link to the pack section-301-courts": callbacks.SharePack("section-301-courts"),
    "delete watch 3": callbacks.RemoveWatch(3),
    "pick watches 3 and 5": callbacks.PickWatches(3, 5),
    "delete watches 3 and 5": callbacks.RemovePicked(3, 5),
    "restore watches 3 and 5": callbacks.RestorePicked(3, 5),
    "noisy and silent watches": callbacks.ShowUnfit(),
    "how to add a watch": callbacks.HowToWatch(),
    "end mute 2": callbacks.EndSilence(2),
    "not what I meant, alert 7": callbacks.NotMeant(7),
    "not what I meant, the second name of alert 7": callbacks.NotMeantName(7, 1),
    "remove correction 4": callbacks.RemoveCorrection(4),
    "unmute, watch 3": callbacks.Unmute(3),
    "unwatch, watch 3": callbacks.Unwatch(3),
    "restore, watch 3": callbacks.Restore(3),
    "page of /watches, 2": callbacks.WatchesPage(2),
    "language, zh-Hant": callbacks.SetLanguage("zh-Hant"),
    "language, ja": callbacks.SetLanguage("ja"),
    "resume": callbacks.Resume(),
    "members may change watches, yes": callbacks.LetMembers(True),
    "trend of search 5 and watch 7, 30 days": callbacks.CompareTrends(5, 7, 30, False),
    "trend of search 5, 90 days, dark": callbacks.ShowTrend(5, 90, True),
    "spikes of watch 3, 3 times": callbacks.SetSpike(3, 3),
    "weekly review, yes": callbacks.SetReview(True),
    "renew the address of the feed": callbacks.RenewFeed(),
    "copy watches to a channel, channel 1000000000700": callbacks.CopyWatches(1_000_000_000_700),
    "suggested rule 5": callbacks.WatchSuggested(5),
    "watch 3 without the second of 3 parts": callbacks.WithoutPart(3, 1, 3),
    "watch 3, new reading": callbacks.ReadAnew(3),
    "keep the rules": callbacks.KeepRules(),
    "only words, watch 3": callbacks.OnlyWords(3),
    "names again, watch 3": callbacks.UndoOnlyWords(3),
    "remind of the deadlines in alert 7": callbacks.Remind(7),
    "no more reminders of item 9": callbacks.EndReminder(9),
    "remind again of item 9": callbacks.SnoozeReminder(9),
    "remind of all deadlines": callbacks.RemindOfAll(True),
    "remind of no deadline": callbacks.RemindOfAll(False),
    "page of deadlines, 1": callbacks.DeadlinesPage(1),
    "calendar of item 9": callbacks.CalendarFile(9),
    "calendar of all items": callbacks.CalendarFile(0),
    "calendar address": callbacks.CalendarLink(),
    "alias removed, alias 12": callbacks.RemoveAlias(12),
    "alias again, alias 12": callbacks.RestoreAlias(12),
    "search 5, older than item 99": callbacks.Older(5, 99),
    "search 5, newer than item 99": callbacks.Newer(5, 99),
    "groups": callbacks.ShowGroups(),
    "group us, page 1": callbacks.ShowGroup(Group.US, 1),
    "group us on, from the list": callbacks.SwitchGroup(Group.US, on=True, inside=False),
    "group us off, from inside": callbacks.SwitchGroup(Group.US, on=False, inside=True),
    "add, offer 4": callbacks.AddSource(4),
    "drop, addition 6": callbacks.RemoveSource(6),
    "page of additions, 1": callbacks.SourcesPage(1),
    "choose a group, addition 6": callbacks.ChooseGroup(6),
    "place, addition 6 in eu": callbacks.PlaceSource(6, Group.EU),
    "keep apart, addition 6": callbacks.DeclineGroup(6),
    "grant, addition 6": callbacks.ApproveSource(6),
    "refuse, addition 6": callbacks.RefuseSource(6),
    "grant all of subscriber 8": callbacks.ApproveAll(8),
    "refuse all of subscriber 8": callbacks.RefuseAll(8),
    "add the pack section-301-courts": callbacks.AddPack("section-301-courts"),
    "all topics": callbacks.ShowTopics(all=True),
    "the pack section-301-courts without its second watch": callbacks.ShowPack("section-301-courts", 2),
    "watch the pack section-301-courts without its second watch": callbacks.WatchPack("section-301-courts", 2),
    "why, item 99": callbacks.WhyItem(99),
    "draft 5": callbacks.ShowDraft(5),
    "change draft 5": callbacks.ChangeDraft(5),
    "what draft 5 matches": callbacks.ShowFound(5),
    "drop a draft": callbacks.DropDraft(),
    "why, link 5": callbacks.WhyLink(5),
    "add link 5": callbacks.AddLink(5),
    "help": callbacks.ShowHelp(),
    "remove a pack, watches 4 to 8": callbacks.RemovePack(4, 5),
    "times of watch 3": callbacks.ShowModes(3),
    "watch 3 weekly, Tuesday 09:30": callbacks.SetMode(3, "week", 570, 1),
    "new watches daily, 08:00": callbacks.SetNewMode("day", 480),
    "watch 3 at once": callbacks.MakeInstant(3),
    "page of the digests of watches, 1": callbacks.ShowDigests(1),
    "page 2 of digest 7": callbacks.DigestPage(7, 2),
    "settings": callbacks.ShowSettings(),
    "settings, quiet hours": callbacks.ShowSetting("quiet"),
    "settings, language ja": callbacks.ChooseLanguage("ja"),
    "time zone Asia/Taipei": callbacks.SetZone("Asia/Taipei"),
    "share the location": callbacks.ShareLocation(),
    "quiet hours 22 to 7, hold": callbacks.SetQuiet("hold", 1320, 420),
    "sound of official documents": callbacks.SetSound("official"),
    "question about times": callbacks.AskTimes(),
    "answer about times, daily": callbacks.ChooseTimes("daily"),
    "files to take along": callbacks.ShowExport(),
    "watches as a file": callbacks.ExportWatches(),
    "sources as a file": callbacks.ExportSources(),
    "evidence as CSV": callbacks.ExportEvidence(as_json=False),
    "question whether to forget": callbacks.AskForget(),
    "forget, asked at a time": callbacks.ForgetChat(1_796_000_000),
    "forget nothing": callbacks.KeepChat(),
    "overview of operators": callbacks.ShowAdmin(),
    "incidents, page 2": callbacks.ShowIncidents(2),
    "dead letters, page 2": callbacks.ShowDeadLetters(2),
    "retry dead letter 7": callbacks.RetryDead(7),
    "drop dead letter 7": callbacks.DropDead(7),
    "how to announce": callbacks.HowToAnnounce(),
    "announce text 5": callbacks.Announce(5),
    "announce nothing": callbacks.DropAnnouncement(),
    "back up": callbacks.BackUp(),
}
"""Every kind of button at least once, by what it does."""


def callback_bytes(name: str) -> str:
    return callbacks.encode(CALLBACKS[name], topic=12)


def action_of(data: str) -> tuple[str, int | None] | None:
    """Return the name in CALLBACKS of what the data of a button asks for, and its topic; None where it is refused."""
    callback = callbacks.decode(data)
    if callback is None:
        return None
    return next(name for name, known in CALLBACKS.items() if known == callback.payload), callback.topic


def kinds_without_sample() -> list[str]:
    """Kinds of buttons that CALLBACKS lacks."""
    return sorted(kind.__name__ for kind in set(callbacks.KINDS) - set(map(type, CALLBACKS.values())))


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
                    shown = callbacks.encode(button.payload, topic=0)
            yield f"{button.label} → {shown}"


@asynccontextmanager
async def situation(folder: Path, chat: str = "7") -> AsyncIterator[Situation]:
    """A service whose sources had their first poll, and a subscriber who watches nothing yet."""
    async with open_house(folder / "tradewatch.db", forms.load(), Clock()) as house:
        for source in (USTR, METI):
            await house.poll(document(), source=source)
        await house.watchlist.subscribe(Address(chat), "en")
        yield Situation(house, chat)
