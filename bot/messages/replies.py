"""Answers to commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.callbacks import (
    OnlyWords,
    Restore,
    SetLanguage,
    UndoOnlyWords,
    Unmute,
    Unwatch,
    WatchesPage,
    WithoutPart,
)
from bot.chat import Button, Reply, Row
from bot.messages import rules, searches
from bot.messages.layout import blocks, plain
from bot.messages.words import LANGUAGES, Html, Words
from watchers.entities import Catalog
from watchers.model import Watch
from watchers.rules import Entity, Field, OwnNames, terms
from watchers.services.watches import AlreadyWatched, Resumed, RuleAdded

WATCHES_A_PAGE = 10
MAX_LABEL_LENGTH = 24
"""Characters of a word on a button."""


def start(words: Words, known: bool, watches: int, sources: int, healthy: int) -> Reply:
    """Return the greeting; shorter for a chat that has been here."""
    if known and watches:
        said = words.say("start-again", watches=watches, sources=sources, healthy=healthy)
    else:
        said = words.say("start")
    languages: Row = tuple(
        Button(name, SetLanguage(language)) for language, name in LANGUAGES.items() if language != words.language
    )
    return Reply(said, (languages,))


def help_list(words: Words, commands: Sequence[str]) -> Reply:
    """Return all commands, and how a watch is written."""
    listed = [Html(f"/{name} — {words.say(f'help-{name}')}") for name in commands]
    return Reply(blocks([words.say("help-title"), *listed, Html(""), words.say("help-rules")]))


def watch_added(added: RuleAdded, words: Words, catalog: Catalog, paused: bool, now: datetime) -> Reply:
    """Return the new rule in words, its ID, what it would have matched, and its buttons.

    The buttons are Undo, one that reads typed names as plain words, and one that leaves out what blocks the rule.
    """
    parts = _saved("watch-added", added, words, catalog, now)
    if paused:
        parts.append(words.say("watch-paused"))
    undo = Button(words.say("undo"), Unwatch(added.watch.number))
    return Reply(blocks(parts), ((undo, *_only_words(added, words)), _without_blocker(added, words)))


def watch_reworded(added: RuleAdded, words: Words, catalog: Catalog, now: datetime, undo: bool) -> Reply:
    """Return the rule after its text changed.

    ``undo`` says whether the button undoes this, or reads typed names as plain words again.
    """
    parts = _saved("watch-reworded", added, words, catalog, now)
    back = (Button(words.say("undo"), UndoOnlyWords(added.watch.number)),)
    return Reply(blocks(parts), (back if undo else _only_words(added, words),), edits=True)


def _saved(key: str, added: RuleAdded, words: Words, catalog: Catalog, now: datetime) -> list[Html]:
    """Return the rule in one line, what is not obvious about it, and what it would have matched."""
    line = rules.line(added.rule, words, catalog, added.names)
    return [
        words.say(key, name=added.watch.name, rule=line),
        *rules.remarks(added.rule, added.notes, words, catalog, added.names),
        *searches.back_tested(added.found, words, now),
        *_blocked(added, words, catalog, now),
    ]


def _blocked(added: RuleAdded, words: Words, catalog: Catalog, now: datetime) -> Iterator[Html]:
    """Yield which part of the rule keeps it from matching anything, and what would be found without it."""
    if added.blocker is not None:
        part = rules.tell_part(added.blocker.part, words, OwnNames(catalog, added.names))
        yield words.say("watch-blocked", part=part, count=added.blocker.found.count)
        yield from searches.newest(added.blocker.found, words)


def _without_blocker(added: RuleAdded, words: Words) -> Row:
    if added.blocker is None:
        return ()
    part = added.blocker.part
    shown = next((term.surface for term in terms(part) if not isinstance(term, Field) and term.surface), str(part))
    label = plain(words.say("button-without", word=shown[:MAX_LABEL_LENGTH]))
    return (Button(label, WithoutPart(added.watch.number, added.blocker.index, added.blocker.parts)),)


def already_watched(known: AlreadyWatched, words: Words, catalog: Catalog) -> Reply:
    """Say that the chat has this rule; if it is muted, a button unmutes it."""
    told = rules.line(known.rule, words, catalog, known.names)
    if not known.watch.muted:
        return Reply(words.say("watch-already", name=known.watch.name, rule=told))
    button = Button(words.say("unmute"), Unmute(known.watch.number))
    return Reply(words.say("watch-already-muted", name=known.watch.name, rule=told), ((button,),))


def watch_list(watches: Sequence[Watch], words: Words, page: int = 0, edits: bool = False) -> Reply:
    """Return the active watches, ten a page."""
    if not watches:
        return Reply(words.say("watches-none"), edits=edits)
    pages = (len(watches) - 1) // WATCHES_A_PAGE + 1
    page = min(page, pages - 1)
    shown = watches[page * WATCHES_A_PAGE : (page + 1) * WATCHES_A_PAGE]
    parts = [words.say("watches-title", count=len(watches)), *(_watch(watch, words) for watch in shown)]
    unmute = tuple(
        Button(f"{words.say('unmute')} {watch.name}", Unmute(watch.number)) for watch in shown if watch.muted
    )
    if pages == 1:
        return Reply(blocks(parts), (unmute,), edits)
    parts.append(words.say("watches-page", page=page + 1, pages=pages))
    turns = [Button(words.say("previous-page"), WatchesPage(page - 1))] if page else []
    turns += [Button(words.say("next-page"), WatchesPage(page + 1))] if page + 1 < pages else []
    return Reply(blocks(parts), (unmute, tuple(turns)), edits)


def unwatched(watch: Watch, words: Words, edits: bool = False) -> Reply:
    """Confirm that a watch was removed; a button puts it back."""
    button = Button(words.say("put-back"), Restore(watch.number))
    return Reply(words.say("unwatch-done", name=watch.name, rule=watch.typed), ((button,),), edits)


def muted(watch: Watch, words: Words) -> Reply:
    """Confirm that a watch is muted; a button unmutes it."""
    button = Button(words.say("unmute"), Unmute(watch.number))
    return Reply(words.say("muted", name=watch.name, rule=watch.typed), ((button,),))


def resumed(resumed: Resumed, words: Words) -> Reply:
    """Say how many held alerts follow now, and how many of them as a list."""
    said = [words.say("resumed", held=resumed.one_by_one + resumed.in_a_list)]
    if resumed.in_a_list:
        said.append(words.say("resumed-list", listed=resumed.in_a_list))
    return Reply(blocks(said, " "))


def _only_words(added: RuleAdded, words: Words) -> tuple[Button, ...]:
    """Return a button that reads names typed without @ as plain words; none if the rule has no such name."""
    named = [term.surface for term in terms(added.rule) if isinstance(term, Entity)]
    typed = list(dict.fromkeys(surface for surface in named if surface and not surface.startswith("@")))
    if not typed:
        return ()
    word = typed[0] if len(typed[0]) <= MAX_LABEL_LENGTH else typed[0][: MAX_LABEL_LENGTH - 1] + "…"
    label = words.say("only-word", word=word) if len(typed) == 1 else words.say("only-words")
    return (Button(plain(label), OnlyWords(added.watch.number)),)


def _watch(watch: Watch, words: Words) -> Html:
    muted = f" {words.say('watches-muted')}" if watch.muted else ""
    shown = watch.typed if len(watch.typed) <= 200 else watch.typed[:199] + "…"
    return Html(f"{words.say('why-reason', name=watch.name, rule=shown)}{muted}")
