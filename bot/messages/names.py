"""Answers to /alias."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from bot.callbacks import RemoveAlias, RestoreAlias
from bot.chat import Button, Reply
from bot.messages.layout import blocks
from bot.messages.words import Html, Words, escape
from watchers.entities import Catalog, EntityId
from watchers.errors import OwnNameError
from watchers.model import Watch
from watchers.rules import OwnName
from watchers.services.aliases import Answered, NameGiven, NamesOf, NameTakenBack

MAX_SHOWN = 12
"""Names of one entity, or watches, in one line."""


def answer(answered: Answered, words: Words, catalog: Catalog) -> Reply:
    """Return the alias that was added or removed, with Undo; or the list of aliases."""
    match answered:
        case NameGiven():
            return given(answered, words, catalog)
        case NameTakenBack():
            return taken_back(answered, words, catalog)
        case NamesOf(None, names):
            return Reply(_all(names, words, catalog))
        case NamesOf(entity, names):
            assert entity is not None
            return Reply(_of(entity, names, words, catalog))
        case _:
            assert_never(answered)


def given(answered: NameGiven, words: Words, catalog: Catalog, edits: bool = False) -> Reply:
    """Confirm a new alias, with Undo, and list the watches that now look for it."""
    name = answered.name
    said = words.say("alias-given", name=name.phrase.surface, entity=entity_name(name.entity, words, catalog))
    button = Button(words.say("undo"), RemoveAlias(answered.id))
    return Reply(blocks([said, *_watches(answered.watches, words)]), ((button,),), edits)


def taken_back(answered: NameTakenBack, words: Words, catalog: Catalog, edits: bool = False) -> Reply:
    """Confirm that an alias was removed, with a button that restores it, and list the watches that change."""
    name = answered.name
    said = words.say("alias-taken-back", name=name.phrase.surface, entity=entity_name(name.entity, words, catalog))
    button = Button(words.say("put-back"), RestoreAlias(answered.id))
    return Reply(blocks([said, *_watches(answered.watches, words)]), ((button,),), edits)


def complain(error: OwnNameError, words: Words, catalog: Catalog) -> Reply:
    """Return why the alias was refused, and what to type instead."""
    who = [entity_name(EntityId(entity), words, catalog) for entity in error.entities]
    said = words.say(
        f"alias-problem-{error.problem.value}", found=error.found, who=words.join("or-join", who) if who else ""
    )
    parts = [said]
    if error.nearest:
        parts.append(words.say("alias-nearest", names=_listed(error.nearest, words)))
    return Reply(blocks([*parts, words.say("rule-error-instead", instead=error.instead)]))


def entity_name(entity: EntityId, words: Words, catalog: Catalog) -> Html:
    """Return the entity's name in the reader's language; its ID if the catalog no longer has it."""
    known = catalog.entities.get(entity)
    return escape(known.name(words.language) if known else entity)


def _all(names: Sequence[OwnName], words: Words, catalog: Catalog) -> Html:
    if not names:
        return words.say("alias-how")
    entities = dict.fromkeys(name.entity for name in names)
    lines = [
        words.say(
            "alias-line",
            entity=entity_name(entity, words, catalog),
            names=_listed([name.phrase.surface for name in names if name.entity == entity], words),
        )
        for entity in entities
    ]
    return blocks([words.say("alias-title"), *lines, words.say("alias-how")])


def _of(entity: EntityId, names: Sequence[OwnName], words: Words, catalog: Catalog) -> Html:
    who = entity_name(entity, words, catalog)
    known = dict.fromkeys(alias.surface for alias in catalog.entities[entity].aliases)
    parts = [words.say("alias-known", entity=who, names=_listed(tuple(known), words))]
    if names:
        parts.append(words.say("alias-yours", names=_listed([name.phrase.surface for name in names], words)))
    return blocks([*parts, words.say("alias-how")])


def _watches(changed: Iterable[Watch], words: Words) -> list[Html]:
    """Return a line with the watches that look for other names from now on; nothing if there are none."""
    named = [watch.name for watch in changed]
    return [words.say("alias-watches", watches=_listed(named, words))] if named else []


def _listed(names: Sequence[str], words: Words) -> Html:
    shown = words.say("alert-word-separator").join(map(escape, names[:MAX_SHOWN]))
    return Html(shown + (" …" if len(names) > MAX_SHOWN else ""))
