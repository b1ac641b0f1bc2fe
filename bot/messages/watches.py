"""Answers about watches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.callbacks import Payload
from bot.callbacks.settings import SetMode, ShowSettings
from bot.callbacks.watching import OnlyWords, Reword, ShowWatch, UndoOnlyWords, Unmute, Unwatch, WithoutPart
from bot.chat import Button, Reply, Row
from bot.messages import rules
from bot.messages.items import back_tested, is_of_pack, newest, rule_title
from bot.messages.settings import clock, timing
from bot.messages.start import next_steps
from bot.messages.text import Html, Translator, blocks, escape, shortened
from watchers.entities import Catalog
from watchers.model import Watch
from watchers.model.times import Timing
from watchers.rules import ChatAliases, Entity, Field, Not, terms
from watchers.search import Blocker
from watchers.services.narrowing import Narrower
from watchers.services.watches import AlreadyWatched, RuleAdded

MAX_LABEL_LENGTH = 24
"""Characters of a word on a button."""


def help_list(t: Translator, commands: Sequence[str]) -> Reply:
    """Return all commands, and how a watch is written."""
    listed = [Html(f"/{name} — {t.format(f'help-{name}')}") for name in commands]
    topics, watches, _ = next_steps(t)
    steps = (topics, watches, t.button("button-settings", ShowSettings()))
    return Reply(blocks([t.format("help-title"), *listed, Html(""), t.format("help-rules")]), (steps,))


# ---- watches ---------------------------------------------------------------------------------------


def watch_added(added: RuleAdded, t: Translator, catalog: Catalog, paused: bool, now: datetime) -> Reply:
    """Return the new rule in words, its ID, what it would have matched, and its buttons.

    The buttons are Undo, one that reads typed names as plain words, one that leaves out what blocks the rule, and
    for one that starts as a digest those that make it instant or narrower.
    """
    number, blocker, parts = added.watch.number, added.blocker, _saved("watch-added", added, t, catalog, now)
    if added.calmed is not None:
        daily = round(added.found.expected_a_day(now))
        parts.append(t.format("watch-calmed", count=daily, at=clock(added.calmed.minute)))
    if paused:
        parts.append(t.format("watch-paused"))
    undo = t.button("undo", Unwatch(number))
    shorter = (without(blocker, WithoutPart(number, blocker.index, blocker.parts), t),) if blocker else ()
    narrower = tuple(narrow(each, Reword(number, rule), t) for each, rule in added.narrower)
    rows = ((undo, *_only_words(added, t)), shorter, _instant(added.watch, added.calmed, t), narrower)
    return Reply(blocks(parts), rows)


def watch_reworded(
    added: RuleAdded, t: Translator, catalog: Catalog, now: datetime, undo: bool, edits: bool = True
) -> Reply:
    """Return the rule after its text changed, and when it sends, if that is not at once.

    ``undo`` says whether the button undoes this, or reads typed names as plain words again.
    """
    sends = t.format("watch-sends", timing=timing(added.sends, t)) if added.sends is not None else None
    back = (t.button("undo", UndoOnlyWords(added.watch.number)),) if undo else _only_words(added, t)
    if added.blocker is not None and isinstance(added.blocker.part, Not):
        # To leave out what was found is what the person wanted.
        added = replace(added, blocker=None)
    parts = [*_saved("watch-reworded", added, t, catalog, now), sends]
    return Reply(blocks(parts), (back, _instant(added.watch, added.sends, t)), edits)


def _saved(key: str, added: RuleAdded, t: Translator, catalog: Catalog, now: datetime) -> list[Html]:
    """Return the rule in one line, what is not obvious about it, and what it would have matched."""
    return [
        t.format(key, name=added.watch.name, rule=in_words(added, t, catalog)),
        *rules.remarks(added.rule, added.notes, t, catalog, added.names),
        *back_tested(added.found, t, now),
        *blocking(added, t, catalog),
    ]


def in_words(found: RuleAdded | AlreadyWatched, t: Translator, catalog: Catalog) -> Html:
    """Return the rule of a watch in words; that of a starter pack has its title."""
    if is_of_pack(found.watch, t):
        return escape(rule_title(found.watch.typed, t))
    return rules.describe(found.rule, t, catalog, found.names)


def blocking(added: RuleAdded, t: Translator, catalog: Catalog) -> Iterator[Html]:
    """Yield what blocks a watch; the names of a starter pack are shown in the reader's language."""
    blocker = added.blocker
    if blocker is not None and is_of_pack(added.watch, t):
        blocker = replace(blocker, part=rules.untyped(blocker.part))
    yield from blocked(blocker, t, ChatAliases(catalog, added.names))


def blocked(blocker: Blocker | None, t: Translator, own: ChatAliases) -> Iterator[Html]:
    """Yield which part of a rule keeps it from matching anything, and what would be found without it."""
    if blocker is not None:
        yield t.format("watch-blocked", part=rules.describe_part(blocker.part, t, own), count=blocker.found.count)
        yield from newest(blocker.found, t)


def _instant(watch: Watch, sends: Timing | None, t: Translator) -> Row:
    return () if sends is None else (t.button("button-instant", SetMode(watch.number, "now")),)


def narrow(narrower: Narrower, payload: Payload, t: Translator) -> Button:
    """Return a button that adds a part to a rule, with how many alerts a day that leaves."""
    word = shortened(narrower.word, MAX_LABEL_LENGTH)
    return t.button("button-narrow", payload, word=word, count=max(1, round(narrower.a_day)))


def without(blocker: Blocker, payload: Payload, t: Translator) -> Button:
    """Return a button that leaves out the part that blocks a rule."""
    part = blocker.part
    shown = next((term.surface for term in terms(part) if not isinstance(term, Field) and term.surface), str(part))
    return t.button("button-without", payload, word=shortened(shown, MAX_LABEL_LENGTH))


def _only_words(added: RuleAdded, t: Translator) -> tuple[Button, ...]:
    """Return a button that reads names typed without @ as plain words; none if the rule has no such name."""
    named = [term.surface for term in terms(added.rule) if isinstance(term, Entity)]
    typed = list(dict.fromkeys(surface for surface in named if surface and not surface.startswith("@")))
    payload = OnlyWords(added.watch.number)
    if len(typed) == 1:
        return (t.button("only-word", payload, word=shortened(typed[0], MAX_LABEL_LENGTH)),)
    return (t.button("only-words", payload),) if typed else ()


def already_watched(known: AlreadyWatched, t: Translator, catalog: Catalog) -> Reply:
    """Say that the chat has this rule; if it is muted, a button unmutes it."""
    rule = in_words(known, t, catalog)
    if not known.watch.muted:
        show = Button(f"{known.watch.name} ›", ShowWatch(known.watch.number))
        return t.reply("watch-already", show, name=known.watch.name, rule=rule)
    unmute = t.button("unmute", Unmute(known.watch.number))
    return t.reply("watch-already-muted", unmute, name=known.watch.name, rule=rule)
