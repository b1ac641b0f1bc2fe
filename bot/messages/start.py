"""The first two minutes: the greeting with its topics, a starter pack with its watches, and the first example."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks.settings import LetMembers, MakeInstant
from bot.callbacks.start import RemovePack, SetLanguage, ShowPack, ShowTopics, WatchPack, WhyItem
from bot.callbacks.talking import ShowHelp
from bot.callbacks.watching import SharePack, WatchesPage
from bot.chat import Button, Reply, Row
from bot.messages import alerts
from bot.messages.items import heading, matched_line, title, title_line
from bot.messages.rows import in_rows
from bot.messages.settings import clock
from bot.messages.text import LANGUAGES, Html, Translator, blocks, escape, linked
from watchers.model import Alert, AlertId, Reason, StoredItem, Subscriber, Watch
from watchers.model.times import DAILY
from watchers.search import BackTest
from watchers.services.packs import Pack
from watchers.services.watches import PackAdded

FIRST_TOPICS = 6
TOPICS_A_ROW = 2
TOGGLES_A_ROW = 6
MAX_TITLE_LENGTH = 60


# ---- the greeting ----------------------------------------------------------------------------------


def greeting(packs: Sequence[Pack], typed: Html, t: Translator, edits: bool = False) -> Reply:
    """Return the greeting: the first topics, all of them, and the other languages."""
    everything = t.button("button-all-topics", ShowTopics(all=True), count=len(packs))
    rows = (*_topics(packs[:FIRST_TOPICS], t), (everything,), _languages(t))
    return Reply(t.format("start", typed=typed), rows, edits)


def typed_example(private: bool, t: Translator) -> Html:
    """Return what may be typed instead of a tap; a group needs the command."""
    return t.format("typed-words" if private else "typed-command")


def welcome_back(t: Translator, watches: int, sources: int, healthy: int, edits: bool = False) -> Reply:
    """Return the greeting for a chat that has watches."""
    said = t.format("start-again", watches=watches, sources=sources, healthy=healthy)
    return Reply(said, (next_steps(t)[:2], _languages(t)), edits)


def greet_group(t: Translator) -> Reply:
    """Return the greeting for a group to which the bot was added: what to do, and who may."""
    open_to_all = t.button("settings-to-open", LetMembers(may=True))
    return t.reply("start-group", t.button("button-topics", ShowTopics(all=False)), open_to_all)


def all_topics(packs: Sequence[Pack], typed: Html, t: Translator, edits: bool = False) -> Reply:
    """Return the topics of all packs."""
    return Reply(t.format("topics", count=len(packs), typed=typed), (*_topics(packs, t), _languages(t)), edits)


def next_steps(t: Translator) -> Row:
    """Return the buttons for somebody who does not know what to do."""
    return (
        t.button("button-topics", ShowTopics(all=False)),
        t.button("button-my-watches", WatchesPage(0)),
        t.button("button-help", ShowHelp()),
    )


def _topics(packs: Sequence[Pack], t: Translator) -> tuple[Row, ...]:
    buttons = [Button(f"{pack.sign} {pack.short[t.language]}", ShowPack(pack.id, 0)) for pack in packs]
    return in_rows(buttons, TOPICS_A_ROW)


def _languages(t: Translator) -> Row:
    return tuple(Button(f"🌐 {name}", SetLanguage(tag)) for tag, name in LANGUAGES.items() if tag != t.language)


# ---- a starter pack --------------------------------------------------------------------------------


def pack(shown: Pack, off: int, found: BackTest, t: Translator, now: datetime) -> Reply:
    """Return the watches of a pack with a toggle for each, how much they would bring, and the newest item."""
    chosen = len(shown.chosen(off))
    name = f"{shown.sign} <b>{escape(shown.names[t.language])}</b>"
    count = t.format("topic-count", count=chosen)
    parts: list[Html | None] = [Html(" · ".join(filter(None, (name, count, _pace(found, t, now)))))]
    toggles = []
    for at, entry in enumerate(shown.entries):
        is_on, title = not off >> at & 1, entry.titles[t.language]
        parts.append(Html(f"{'✅' if is_on else '⬜'} {at + 1} {escape(title)}"))
        toggles.append(Button(f"{at + 1} ✓" if is_on else f"{at + 1}", ShowPack(shown.id, off ^ 1 << at)))
    if chosen:
        parts.append(_newest(shown, found, t, now))
    watch = (t.button("button-watch-these", WatchPack(shown.id, off), count=chosen),) if chosen else ()
    back = t.button("button-back-to-topics", ShowTopics(all=False))
    share = t.button("button-share", SharePack(shown.id))
    return Reply(blocks(parts), (*in_rows(toggles, TOGGLES_A_ROW), watch, (share, back)), edits=True)


def _pace(found: BackTest, t: Translator, now: datetime) -> Html | None:
    daily = found.a_day(now)
    if daily is None or not found.count:
        return None
    return t.format("topic-pace", count=round(daily)) if daily >= 1 else t.format("topic-pace-rare")


def _newest(shown: Pack, found: BackTest, t: Translator, now: datetime) -> Html | None:
    if found.newest:
        stored = found.newest[0]
        age = t.age(now - (stored.item.published or stored.seen_at))
        return t.format("topic-newest", title=linked(stored.item.link, title(stored, t)), age=age)
    if found.looked_at:
        return t.format("topic-nothing")
    return t.format("topic-sample", title=shown.sample[t.language])


def pack_added(shown: Pack, outcome: PackAdded, found: BackTest, t: Translator, now: datetime, paused: bool) -> Reply:
    """Return how many watches of a pack are on, those that existed already, how many the limit left out, and Undo."""
    added, already = outcome.added, t.listed([watch.name for watch in outcome.already])
    calmed = t.listed([watch.name for watch in outcome.calmed])
    pace = _pace(found, t, now) if added else None
    parts = [
        Html(" · ".join(filter(None, (t.format("pack-added", name=shown.names[t.language], count=len(added)), pace)))),
        *_lines(added, t),
        t.format("pack-calmed", watches=calmed, at=clock(DAILY.minute)) if calmed else None,
        t.format("pack-already", watches=already) if already else None,
        t.format("pack-left-out", count=outcome.left_out, limit=outcome.limit) if outcome.left_out else None,
        t.format("watch-paused") if added and paused else None,
    ]
    undo = (t.button("undo", RemovePack(added[0].number, len(added))),) if added else ()
    instant = [t.button("digest-instant", MakeInstant(watch.number), name=watch.name) for watch in outcome.calmed]
    back = t.button("button-back-to-topics", ShowTopics(all=False))
    return Reply(blocks(parts), (*in_rows(instant, 2), (*undo, back)), edits=True)


def pack_removed(watches: Sequence[Watch], t: Translator) -> Reply:
    """Return the watches that Undo removed; none if it was pressed before."""
    parts = [t.format("pack-removed", count=len(watches)), *_lines(watches, t)]
    topics = t.button("button-back-to-topics", ShowTopics(all=False))
    return Reply(blocks(parts), ((topics,),), edits=True)


def _lines(watches: Sequence[Watch], t: Translator) -> list[Html]:
    return [title_line(watch, t, MAX_TITLE_LENGTH) for watch in watches]


# ---- the example -----------------------------------------------------------------------------------


def example(to: Subscriber, stored: StoredItem, reasons: Sequence[Reason], t: Translator, now: datetime) -> Reply:
    """Return a stored item as the alert that it would have been, marked as an example."""
    shown = alerts.alert(Alert(AlertId(0), to, stored, tuple(reasons), (), 0, 0, now), t, now)
    mark = t.format("example-of", at=t.date(stored.item.published or stored.seen_at))
    shows = [button for row in shown.buttons for button in row if not isinstance(button, Button)]
    return Reply(blocks([mark, Html(shown.html)]), ((t.button("button-why", WhyItem(stored.id)), *shows),))


def sample(stored: StoredItem, reason: Reason, t: Translator) -> Reply:
    """Return a made-up headline as an alert, marked as a sample."""
    return Reply(blocks([t.format("example-sample"), heading(stored, t, reason.hits), matched_line([reason], t)]))
