"""Answers to /alias."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks.watching import RemoveAlias, RestoreAlias
from bot.chat import Reply
from bot.messages.text import Html, Translator, blocks
from watchers.entities import Catalog, EntityId
from watchers.errors import AliasError
from watchers.rules import ChatAlias
from watchers.services.aliases import AliasAdded, AliasRemoved, Answered, NamesOf


def answer(answered: Answered, t: Translator, catalog: Catalog) -> Reply:
    """Return the alias that was added or removed, with Undo; or the list of aliases."""
    if not isinstance(answered, NamesOf):
        return changed(answered, t, catalog)
    if answered.entity is None:
        return Reply(_all(answered.names, t, catalog))
    return Reply(_of(answered.entity, answered.names, t, catalog))


def changed(answered: AliasAdded | AliasRemoved, t: Translator, catalog: Catalog, edits: bool = False) -> Reply:
    """Confirm that an alias was added or removed, with a button that undoes it, and list the watches that change."""
    if isinstance(answered, AliasAdded):
        key, button = "alias-given", t.button("undo", RemoveAlias(answered.id))
    else:
        key, button = "alias-taken-back", t.button("put-back", RestoreAlias(answered.id))
    name = answered.name
    said = t.format(key, name=name.phrase.surface, entity=entity_name(name.entity, t, catalog))
    watches = t.listed([watch.name for watch in answered.watches])
    return Reply(blocks([said, t.format("alias-watches", watches=watches) if watches else None]), ((button,),), edits)


def describe_error(error: AliasError, t: Translator, catalog: Catalog) -> Reply:
    """Return why the alias was refused, and what to type instead."""
    who = [entity_name(entity, t, catalog) for entity in error.entities]
    said = t.format(f"alias-problem-{error.problem.value}", found=error.found, who=t.join("or-join", who))
    nearest = t.format("alias-nearest", names=t.listed(error.nearest)) if error.nearest else None
    return Reply(blocks([said, nearest, t.format("rule-error-instead", instead=error.instead)]))


def entity_name(entity: str, t: Translator, catalog: Catalog) -> str:
    """Return the entity's name in the reader's language; its ID if the catalog lost it."""
    known = catalog.entities.get(EntityId(entity))
    return known.name(t.language) if known else entity


def _all(names: Sequence[ChatAlias], t: Translator, catalog: Catalog) -> Html:
    if not names:
        return t.format("alias-how")
    lines = [
        t.format("alias-line", entity=entity_name(entity, t, catalog), names=_names(names, entity, t))
        for entity in dict.fromkeys(name.entity for name in names)
    ]
    return blocks([t.format("alias-title"), *lines, t.format("alias-how")])


def _of(entity: EntityId, names: Sequence[ChatAlias], t: Translator, catalog: Catalog) -> Html:
    known = dict.fromkeys(alias.surface for alias in catalog.entities[entity].aliases)
    said = t.format("alias-known", entity=entity_name(entity, t, catalog), names=t.listed(tuple(known)))
    yours = t.format("alias-yours", names=_names(names, entity, t)) if names else None
    return blocks([said, yours, t.format("alias-how")])


def _names(names: Sequence[ChatAlias], entity: EntityId, t: Translator) -> Html:
    return t.listed([name.phrase.surface for name in names if name.entity == entity])
