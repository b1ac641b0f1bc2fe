"""Answers to /packs and its buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.callbacks import AddPack, RemovePack
from bot.chat import Button, Reply
from bot.messages.layout import blocks
from bot.messages.words import Html, Words, escape
from watchers.model import Watch
from watchers.services.packs import Pack
from watchers.services.watches import PackAdded

BUTTONS_PER_ROW = 3


def listed(packs: Sequence[Pack], words: Words) -> Reply:
    """Return all packs: number, name, how many watches, one line, and a button that adds it."""
    parts = [words.say("packs-title")]
    parts += [
        words.say(
            "packs-pack",
            number=number,
            name=pack.names[words.language],
            about=pack.about[words.language],
            count=len(pack.rules),
        )
        for number, pack in enumerate(packs, 1)
    ]
    buttons = [Button(words.say("button-add", number=number), AddPack(pack.id)) for number, pack in enumerate(packs, 1)]
    rows = tuple(tuple(buttons[at : at + BUTTONS_PER_ROW]) for at in range(0, len(buttons), BUTTONS_PER_ROW))
    return Reply(blocks(parts), rows)


def added(pack: Pack, outcome: PackAdded, words: Words, paused: bool) -> Reply:
    """Return the watches that a pack added, those that existed already, how many the limit left out, and Undo."""
    parts = [words.say("pack-added", name=pack.names[words.language], count=len(outcome.added))]
    parts += _rules(outcome.added, words)
    if outcome.already:
        parts.append(words.say("pack-already", watches=_names(outcome.already, words)))
    if outcome.left_out:
        parts.append(words.say("pack-left-out", count=outcome.left_out, limit=outcome.limit))
    if not outcome.added:
        return Reply(blocks(parts))
    parts.append(words.say("pack-undo", name=outcome.added[0].name))
    if paused:
        parts.append(words.say("watch-paused"))
    undo = RemovePack(outcome.added[0].number, len(outcome.added))
    return Reply(blocks(parts), ((Button(words.say("undo"), undo),),))


def removed(watches: Sequence[Watch], words: Words) -> Reply:
    """Return the watches that Undo removed; none if it was pressed before."""
    return Reply(blocks([words.say("pack-removed", count=len(watches)), *_rules(watches, words)]), edits=True)


def _rules(watches: Iterable[Watch], words: Words) -> list[Html]:
    return [words.say("why-reason", name=watch.name, rule=watch.typed) for watch in watches]


def _names(watches: Iterable[Watch], words: Words) -> Html:
    return Html(words.say("alert-word-separator").join(escape(watch.name) for watch in watches))
