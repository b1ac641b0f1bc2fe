"""Names that a subscriber gave to entities: how one is typed, and what it does to a rule.

The name works on the rule's side: beside an entity stands each of its own names as a phrase, so that
the matcher knows nothing of them and equal meanings stay one query.
"""

from __future__ import annotations

import difflib
from collections import ChainMap
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from watchers.entities import EMPTY, Alias, Catalog, EntityId, Tokens, typed_as
from watchers.errors import OwnNameError, OwnNameProblem, RuleError, RuleProblem
from watchers.rules.lexer import CLOSING, HYPHENS, OPENING
from watchers.rules.parse import parse, reread
from watchers.rules.syntax import And, Entity, InTitle, Near, Not, Or, Phrase, Rule, joined
from watchers.text.tokens import read

MAX_NAME_LENGTH = 60
"""Code points."""
MAX_REQUEST_LENGTH = 300
SAID_TO_BE = "=＝"
EXAMPLE_NAME = "護國神山"
EXAMPLE = f"/alias TSMC {EXAMPLE_NAME}"
_NO_QUOTES = dict.fromkeys(map(ord, OPENING + CLOSING), " ")


@dataclass(frozen=True, slots=True)
class OwnName:
    """One name that a subscriber gave."""

    entity: EntityId
    phrase: Phrase

    @property
    def key(self) -> str:
        """Equal for names that are spelled alike."""
        return " ".join(self.phrase.tokens)


@dataclass(frozen=True, slots=True)
class Give:
    """The entity is to have the name."""

    name: OwnName


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The name is no longer to be the entity's; None: whosever it is."""

    entity: EntityId | None
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Show:
    """The names of one entity are asked for."""

    entity: EntityId


Wish = Give | TakeBack | Show


@dataclass(frozen=True, slots=True)
class OwnNames:
    """All the names that one subscriber gave, and the catalog that they come on top of."""

    catalog: Catalog
    names: tuple[OwnName, ...] = ()

    def parse(self, typed: str, sources: Collection[str] | None = None) -> Rule:
        """The rule as its author means it: own names are entities, and the very words typed.

        So a watch goes on finding what was typed after the name is taken back.
        """
        return _beside(parse(typed, self._together(), sources), self._typed)

    def reread(self, typed: str) -> Rule:
        """The same of a text that was a rule already, however long."""
        return _beside(reread(typed, self._together()), self._typed)

    def put_into(self, rule: Rule) -> Rule:
        """The rule with each own name beside its entity, and beside those that the entity counts for.

        Law: ``put_into(put_into(rule)) == put_into(rule)``.
        """
        return _beside(rule, lambda term: (term, self.of(term.id))) if self.names else rule

    def of(self, entity: EntityId) -> tuple[Phrase, ...]:
        """The own names that count for an entity."""
        counts_for = self.catalog.counts_for
        return tuple(name.phrase for name in self.names if entity in counts_for.get(name.entity, ()))

    def wish(self, typed: str) -> Wish:
        """What the words after /alias ask for; raises OwnNameError."""
        if len(typed) > MAX_REQUEST_LENGTH:
            raise OwnNameError(OwnNameProblem.TOO_LONG, typed[:MAX_NAME_LENGTH], EXAMPLE)
        head, name, takes_back = _split(" ".join(typed.split()), self._together())
        if takes_back:
            return TakeBack(self._entity(head, name) if head else None, _phrase(name, head))
        if not name:
            return Show(self._entity(head, name))
        entity = self._entity(head, name)
        return Give(OwnName(entity, self._new(entity, name, head)))

    def _together(self) -> Catalog:
        """The catalog with the own names in it, which come first."""
        if not self.names:
            return self.catalog
        own: dict[Tokens, tuple[Alias, ...]] = {name.phrase.tokens: (_alias(name),) for name in self.names}
        longest = max([self.catalog.longest, *map(len, own)])
        return replace(self.catalog, by_tokens=ChainMap(own, dict(self.catalog.by_tokens)), longest=longest)

    def _typed(self, term: Entity) -> tuple[Entity, tuple[Phrase, ...]]:
        tokens = read(term.surface).tokens
        typed = tuple(name.phrase for name in self.names if name.phrase.tokens == tokens and name.entity == term.id)
        return (replace(term, typed=None) if typed else term), typed

    def _entity(self, head: str, name: str) -> EntityId:
        owners = _owners(head, self._together())
        if len(owners) == 1:
            return owners[0]
        if owners:
            raise OwnNameError(
                OwnNameProblem.SEVERAL_ENTITIES, head, f"/alias @{owners[0]} {name or '護國神山'}", owners
            )
        nearest = _nearest(head, self.catalog)
        instead = f"/alias {nearest[0]} {name or '護國神山'}" if nearest else EXAMPLE
        raise OwnNameError(OwnNameProblem.UNKNOWN_ENTITY, head[:MAX_NAME_LENGTH], instead, nearest=nearest)

    def _new(self, entity: EntityId, name: str, head: str) -> Phrase:
        """The phrase of a name that may be given."""
        phrase = _phrase(name, head)
        known = self.catalog.named(phrase.tokens)
        owners = tuple(alias.entity for alias in known)
        if any(alias.entity == entity and not alias.gated for alias in known):
            raise OwnNameError(OwnNameProblem.ITS_NAME, name, f"/watch {head}", (entity,))
        if owners and entity not in owners:
            raise OwnNameError(OwnNameProblem.OTHERS_NAME, name, f"/watch {head}, {name}", owners)
        others = [own for own in self.names if own.phrase.tokens == phrase.tokens and own.entity != entity]
        if others:
            owner = others[0].entity
            raise OwnNameError(OwnNameProblem.YOUR_OTHER_NAME, name, f"/alias @{owner} -{name}", (owner,))
        return phrase


def own_name(entity: EntityId, name: str) -> OwnName:
    """A name as it was stored."""
    return OwnName(entity, _quoted(name))


def only_words(rule: Rule, catalog: Catalog) -> Rule:
    """The rule with each name that was typed bare as nothing but the words typed; names behind an @ stay."""
    match rule:
        case And(parts):
            return joined(And, [only_words(part, catalog) for part in parts])
        case Or(parts):
            return joined(Or, [only_words(part, catalog) for part in parts])
        case Not(inner):
            return Not(only_words(inner, catalog))
        case InTitle(inner):
            return InTitle(only_words(inner, catalog))
        case Near(left, right, distance):
            return Near(only_words(left, catalog), only_words(right, catalog), distance)
        case Entity() if rule.surface and not rule.surface.startswith("@"):
            return reread(f'"{rule.surface}"', catalog)
        case _:
            return rule


def _beside(rule: Rule, names: Callable[[Entity], tuple[Entity, tuple[Phrase, ...]]]) -> Rule:
    """The rule with phrases beside its entities, each pair as one or-group."""
    match rule:
        case And(parts):
            return joined(And, [_beside(part, names) for part in parts])
        case Or(parts):
            return joined(Or, [_beside(part, names) for part in parts])
        case Not(inner):
            return Not(_beside(inner, names))
        case InTitle(inner):
            return InTitle(_beside(inner, names))
        case Near(left, right, distance):
            return Near(_beside(left, names), _beside(right, names), distance)
        case Entity():
            term, phrases = names(rule)
            return joined(Or, [term, *phrases])
        case _:
            return rule


# ---- as typed --------------------------------------------------------------------------------------


def _split(typed: str, catalog: Catalog) -> tuple[str, str, bool]:
    """Entity, name, and whether it is taken back; the name is "" where none was typed."""
    if typed.startswith(tuple(HYPHENS)):
        return "", typed[1:].strip(), True
    if typed.startswith(tuple(OPENING)) and (behind := _quoted_end(typed)):
        head, rest = typed[1:behind].strip(), typed[behind + 1 :].strip()
        return head, rest.lstrip(SAID_TO_BE + HYPHENS).strip(), rest.startswith(tuple(HYPHENS))
    for at, character in enumerate(typed):
        if character in SAID_TO_BE:
            return typed[:at].strip(), typed[at + 1 :].strip(), False
        if character in HYPHENS and typed[at - 1] == " " and typed[at + 1 :].strip():
            return typed[:at].strip(), typed[at + 1 :].strip(), True
    return *_longest_entity(typed.split(" "), catalog), False


def _quoted_end(typed: str) -> int:
    """Where the first quotation closes, 0 where it does not."""
    return next((at for at in range(1, len(typed)) if typed[at] in CLOSING), 0)


def _longest_entity(words: list[str], catalog: Catalog) -> tuple[str, str]:
    """The longest beginning that names an entity and leaves words for the name; else the first word."""
    for end in range(min(len(words) - 1, catalog.longest), 0, -1):
        head = " ".join(words[:end])
        if _owners(head, catalog):
            return head, " ".join(words[end:])
    whole = " ".join(words)
    if len(words) == 1 or _owners(whole, catalog):
        return whole, ""
    return words[0], " ".join(words[1:])


def _owners(name: str, catalog: Catalog) -> tuple[EntityId, ...]:
    """Whom a name means; one that is sure wins over those that are ambiguous."""
    bare = name.removeprefix("@").removeprefix("＠")
    if EntityId(bare) in catalog.entities:
        return (EntityId(bare),)
    spelled = bare.replace("_", " ")
    aliases = [alias for alias in catalog.named(read(spelled).tokens) if typed_as(alias, spelled)]
    sure = [alias for alias in aliases if not alias.gated]
    return tuple(alias.entity for alias in (sure if len(sure) == 1 else aliases))


def _nearest(name: str, catalog: Catalog) -> tuple[str, ...]:
    surfaces = {alias.surface.lower(): alias.surface for alias in _aliases(catalog)}
    found = difflib.get_close_matches(name.removeprefix("@").lower(), surfaces, 3, 0.6)
    return tuple(surfaces[near] for near in found)


def _aliases(catalog: Catalog) -> Iterable[Alias]:
    return (alias for aliases in catalog.by_tokens.values() for alias in aliases)


def _phrase(name: str, head: str) -> Phrase:
    """A name as a quoted phrase: any case, whole words, no other forms; raises OwnNameError."""
    cleaned = " ".join(name.translate(_NO_QUOTES).split())
    instead = f"/alias {head or 'TSMC'} {EXAMPLE_NAME}"
    if len(cleaned) > MAX_NAME_LENGTH:
        raise OwnNameError(OwnNameProblem.TOO_LONG, cleaned[: MAX_NAME_LENGTH - 1] + "…", instead)
    text = read(cleaned)
    if len(list(text.stretches())) > 1:
        words = " ".join(map(cleaned.__getitem__, map(slice, text.begins, text.ends)))
        raise OwnNameError(OwnNameProblem.BROKEN, cleaned, f"/alias {head or 'TSMC'} {words}")
    try:
        return _quoted(cleaned)
    except RuleError as error:
        short = error.problem is RuleProblem.TOO_SHORT
        raise OwnNameError(OwnNameProblem.TOO_SHORT if short else OwnNameProblem.NOTHING_LEFT, name, instead) from error


def _quoted(name: str) -> Phrase:
    phrase = reread(f'"{name}"', EMPTY)
    assert isinstance(phrase, Phrase)
    return phrase


def _alias(name: OwnName) -> Alias:
    """As the catalog would have it; one that is found in capitals only is typed in capitals only."""
    return Alias(name.entity, name.phrase.surface, "", name.phrase.tokens, gated=any(name.phrase.capitals))
