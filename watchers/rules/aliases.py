"""Reads what follows /alias: the name that a subscriber gives to an entity, or takes from it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from watchers.entities import Alias, Catalog, EntityId
from watchers.errors import AliasError, AliasProblem, RuleError, RuleProblem
from watchers.rules.known import typed_as
from watchers.rules.parse import ChatAlias, ChatAliases, quoted_name
from watchers.rules.syntax import Phrase
from watchers.rules.vocabulary import CLOSING, HYPHENS, OPENING
from watchers.text.tokens import read

MAX_NAME_LENGTH = 60
"""In code points."""
MAX_REQUEST_LENGTH = 300
SAID_TO_BE = "=＝"
EXAMPLE_NAME = "護國神山"
EXAMPLE = f"/alias TSMC {EXAMPLE_NAME}"
_NO_QUOTES = dict.fromkeys(map(ord, OPENING + CLOSING), " ")


@dataclass(frozen=True, slots=True)
class Give:
    """A request to give an entity the name."""

    name: ChatAlias


@dataclass(frozen=True, slots=True)
class RemoveAlias:
    """A request to remove a name from an entity, or from any entity if None."""

    entity: EntityId | None
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Show:
    """A request to list the names of one entity."""

    entity: EntityId


Wish = Give | RemoveAlias | Show


def read_wish(typed: str, own: ChatAliases) -> Wish:
    """Return the request in the text after /alias; raise AliasError if it is not valid."""
    if len(typed) > MAX_REQUEST_LENGTH:
        raise AliasError(AliasProblem.TOO_LONG, typed[:MAX_NAME_LENGTH], EXAMPLE)
    head, name, removes = _split(" ".join(typed.split()), own.together())
    if removes:
        return RemoveAlias(_entity(head, name, own) if head else None, _phrase(name, head))
    if not name:
        return Show(_entity(head, name, own))
    entity = _entity(head, name, own)
    return Give(ChatAlias(entity, _new(entity, name, head, own)))


def _entity(head: str, name: str, own: ChatAliases) -> EntityId:
    owners = _owners(head, own.together())
    if len(owners) == 1:
        return owners[0]
    if owners:
        raise AliasError(AliasProblem.SEVERAL_ENTITIES, head, f"/alias @{owners[0]} {name or '護國神山'}", owners)
    nearest = _nearest(head, own.catalog)
    instead = f"/alias {nearest[0]} {name or '護國神山'}" if nearest else EXAMPLE
    raise AliasError(AliasProblem.UNKNOWN_ENTITY, head[:MAX_NAME_LENGTH], instead, nearest=nearest)


def _new(entity: EntityId, name: str, head: str, own: ChatAliases) -> Phrase:
    """Return the phrase of a new name; raise AliasError if the name is in use."""
    phrase = _phrase(name, head)
    known = own.catalog.by_tokens.get(phrase.tokens, ())
    owners = tuple(alias.entity for alias in known)
    if any(alias.entity == entity and not alias.gated for alias in known):
        raise AliasError(AliasProblem.ITS_NAME, name, f"/watch {head}", (entity,))
    if owners and entity not in owners:
        raise AliasError(AliasProblem.OTHERS_NAME, name, f"/watch {head}, {name}", owners)
    others = [each for each in own.names if each.phrase.tokens == phrase.tokens and each.entity != entity]
    if others:
        owner = others[0].entity
        raise AliasError(AliasProblem.YOUR_OTHER_NAME, name, f"/alias @{owner} -{name}", (owner,))
    return phrase


def _split(typed: str, catalog: Catalog) -> tuple[str, str, bool]:
    """Return the entity, the name ("" if none was typed), and whether the name is to be removed."""
    if typed.startswith(tuple(HYPHENS)):
        return "", typed[1:].strip(), True
    if typed.startswith(tuple(OPENING)) and (end := _quoted_end(typed)):
        head, rest = typed[1:end].strip(), typed[end + 1 :].strip()
        return head, rest.lstrip(SAID_TO_BE + HYPHENS).strip(), rest.startswith(tuple(HYPHENS))
    for at, character in enumerate(typed):
        if character in SAID_TO_BE:
            return typed[:at].strip(), typed[at + 1 :].strip(), False
        if character in HYPHENS and typed[at - 1] == " " and typed[at + 1 :].strip():
            return typed[:at].strip(), typed[at + 1 :].strip(), True
    return *_longest_entity(typed.split(" "), catalog), False


def _quoted_end(typed: str) -> int:
    """Return the offset at which the first quotation closes, 0 if it does not."""
    return next((at for at in range(1, len(typed)) if typed[at] in CLOSING), 0)


def _longest_entity(words: list[str], catalog: Catalog) -> tuple[str, str]:
    """Split after the longest beginning that names an entity and leaves words for a name, else after the first word."""
    for end in range(min(len(words) - 1, catalog.longest), 0, -1):
        head = " ".join(words[:end])
        if _owners(head, catalog):
            return head, " ".join(words[end:])
    whole = " ".join(words)
    if len(words) == 1 or _owners(whole, catalog):
        return whole, ""
    return words[0], " ".join(words[1:])


def _owners(name: str, catalog: Catalog) -> tuple[EntityId, ...]:
    """Return the entities that a name means; a single unambiguous one wins over ambiguous ones."""
    bare = name.removeprefix("@").removeprefix("＠")
    if EntityId(bare) in catalog.entities:
        return (EntityId(bare),)
    spelled = bare.replace("_", " ")
    aliases = [alias for alias in catalog.by_tokens.get(read(spelled).tokens, ()) if typed_as(alias, spelled)]
    sure = [alias for alias in aliases if not alias.gated]
    return tuple(alias.entity for alias in (sure if len(sure) == 1 else aliases))


def _nearest(name: str, catalog: Catalog) -> tuple[str, ...]:
    surfaces = {alias.surface.lower(): alias.surface for alias in _aliases(catalog)}
    found = difflib.get_close_matches(name.removeprefix("@").lower(), surfaces, 3, 0.6)
    return tuple(surfaces[near] for near in found)


def _aliases(catalog: Catalog) -> Iterable[Alias]:
    return (alias for aliases in catalog.by_tokens.values() for alias in aliases)


def _phrase(name: str, head: str) -> Phrase:
    """Return a name as a quoted phrase: any case, whole words, no other forms; raise AliasError if not valid."""
    cleaned = " ".join(name.translate(_NO_QUOTES).split())
    instead = f"/alias {head or 'TSMC'} {EXAMPLE_NAME}"
    if len(cleaned) > MAX_NAME_LENGTH:
        raise AliasError(AliasProblem.TOO_LONG, cleaned[: MAX_NAME_LENGTH - 1] + "…", instead)
    text = read(cleaned)
    if len(list(text.stretches())) > 1:
        words = " ".join(map(cleaned.__getitem__, map(slice, text.begins, text.ends)))
        raise AliasError(AliasProblem.BROKEN, cleaned, f"/alias {head or 'TSMC'} {words}")
    try:
        return quoted_name(cleaned)
    except RuleError as error:
        short = error.problem is RuleProblem.TOO_SHORT
        raise AliasError(AliasProblem.TOO_SHORT if short else AliasProblem.NOTHING_LEFT, name, instead) from error
