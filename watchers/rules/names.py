"""A subscriber's own names for entities: how a name is typed, and how it changes a rule.

Own names change only the rule: each one is added as a phrase next to its entity, so that the matcher
does not need to know about them and equal meanings stay one query.
"""

from __future__ import annotations

import difflib
from collections import ChainMap
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

from watchers.entities import EMPTY, Alias, Catalog, EntityId, Tokens, typed_as
from watchers.errors import AliasError, AliasProblem, RuleError, RuleProblem
from watchers.rules.parse import parse, reread, understand
from watchers.rules.syntax import And, Entity, InTitle, Not, Or, Phrase, Rule, Term, Understood, each_term, joined
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
class ChatAlias:
    """One name that a subscriber gave to an entity."""

    entity: EntityId
    phrase: Phrase

    @property
    def key(self) -> str:
        """Return a key that is equal for names that are spelled alike."""
        return " ".join(self.phrase.tokens)


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


@dataclass(frozen=True, slots=True)
class ChatAliases:
    """All own names of one subscriber, and the catalog that they extend."""

    catalog: Catalog
    names: tuple[ChatAlias, ...] = ()
    corrections: tuple[ChatAlias, ...] = ()
    """Phrases in which a name of the entity does not mean it, in this chat: Apple growers."""
    _extended: list[Catalog] = field(default_factory=list, init=False, repr=False, compare=False)
    """The catalog with the own names added, once it was needed."""

    @property
    def change_rules(self) -> bool:
        """Return whether a rule may mean something else with them."""
        return bool(self.names or self.corrections)

    def parse(self, typed: str, sources: Collection[str] | None = None) -> Rule:
        """Return the rule of ``understand``."""
        return self.understand(typed, sources).rule

    def understand(self, typed: str, sources: Collection[str] | None = None, language: str = "en") -> Understood:
        """Read a rule with own names as names of entities; a name that was typed also stays as a phrase.

        So a watch keeps matching the typed words after the name is removed.
        """
        understood = understand(typed, self._together(), sources, language)
        return replace(understood, rule=_beside(understood.rule, self._typed)) if self.names else understood

    def reread(self, typed: str) -> Rule:
        """Read the text of an existing rule in the same way, without the limit on its length."""
        rule = reread(typed, self._together())
        return _beside(rule, self._typed) if self.names else rule

    def put_into(self, rule: Rule) -> Rule:
        """Return the rule with each alias next to its entity and to the broader ones that the entity counts for.

        An entity does not count in an item with one of its corrections.
        Law: ``put_into(put_into(rule)) == put_into(rule)``, without corrections.
        """
        corrected = self._corrected(rule) if self.corrections else rule
        return _beside(corrected, lambda term: (term, self.of(term.id))) if self.names else corrected

    def _corrected(self, rule: Rule) -> Rule:
        """Return the rule with ``-"apple growers"`` beside an entity, except in a NEAR and an exclusion."""
        match rule:
            case And(parts) | Or(parts):
                return joined(type(rule), [self._corrected(part) for part in parts])
            case InTitle(inner):
                return InTitle(self._corrected(inner))
            case Entity(identifier):
                counts_for = self.catalog.counts_for
                there = [each for each in self.corrections if identifier in counts_for.get(each.entity, ())]
                return joined(And, [rule, *(Not(each.phrase) for each in there)])
            case _:
                return rule

    def of(self, entity: EntityId) -> tuple[Phrase, ...]:
        """Return the own names that count for an entity."""
        counts_for = self.catalog.counts_for
        return tuple(name.phrase for name in self.names if entity in counts_for.get(name.entity, ()))

    def wish(self, typed: str) -> Wish:
        """Return the request in the text after /alias; raise AliasError if it is not valid."""
        if len(typed) > MAX_REQUEST_LENGTH:
            raise AliasError(AliasProblem.TOO_LONG, typed[:MAX_NAME_LENGTH], EXAMPLE)
        head, name, removes = _split(" ".join(typed.split()), self._together())
        if removes:
            return RemoveAlias(self._entity(head, name) if head else None, _phrase(name, head))
        if not name:
            return Show(self._entity(head, name))
        entity = self._entity(head, name)
        return Give(ChatAlias(entity, self._new(entity, name, head)))

    def _together(self) -> Catalog:
        """Return the catalog with the own names added; they take precedence."""
        if not self.names:
            return self.catalog
        if not self._extended:
            own: dict[Tokens, tuple[Alias, ...]] = {name.phrase.tokens: (_alias(name),) for name in self.names}
            longest = max([self.catalog.longest, *map(len, own)])
            by_tokens = ChainMap(own, dict(self.catalog.by_tokens))
            self._extended.append(replace(self.catalog, by_tokens=by_tokens, longest=longest))
        return self._extended[0]

    def _typed(self, term: Entity) -> tuple[Entity, tuple[Phrase, ...]]:
        tokens = read(term.surface).tokens
        typed = tuple(name.phrase for name in self.names if name.phrase.tokens == tokens and name.entity == term.id)
        return (replace(term, typed=None) if typed else term), typed

    def _entity(self, head: str, name: str) -> EntityId:
        owners = _owners(head, self._together())
        if len(owners) == 1:
            return owners[0]
        if owners:
            raise AliasError(AliasProblem.SEVERAL_ENTITIES, head, f"/alias @{owners[0]} {name or '護國神山'}", owners)
        nearest = _nearest(head, self.catalog)
        instead = f"/alias {nearest[0]} {name or '護國神山'}" if nearest else EXAMPLE
        raise AliasError(AliasProblem.UNKNOWN_ENTITY, head[:MAX_NAME_LENGTH], instead, nearest=nearest)

    def _new(self, entity: EntityId, name: str, head: str) -> Phrase:
        """Return the phrase of a new name; raise AliasError if the name is in use."""
        phrase = _phrase(name, head)
        known = self.catalog.named(phrase.tokens)
        owners = tuple(alias.entity for alias in known)
        if any(alias.entity == entity and not alias.gated for alias in known):
            raise AliasError(AliasProblem.ITS_NAME, name, f"/watch {head}", (entity,))
        if owners and entity not in owners:
            raise AliasError(AliasProblem.OTHERS_NAME, name, f"/watch {head}, {name}", owners)
        others = [own for own in self.names if own.phrase.tokens == phrase.tokens and own.entity != entity]
        if others:
            owner = others[0].entity
            raise AliasError(AliasProblem.YOUR_OTHER_NAME, name, f"/alias @{owner} -{name}", (owner,))
        return phrase


def own_name(entity: EntityId, name: str) -> ChatAlias:
    """Return the own name for a stored entity and text."""
    return ChatAlias(entity, _quoted(name))


def only_words(rule: Rule, catalog: Catalog) -> Rule:
    """Return the rule with each name typed without an @ replaced by a phrase of the typed words."""

    def words(term: Term) -> Rule:
        if isinstance(term, Entity) and term.surface and not term.surface.startswith("@"):
            return parse(f'"{term.surface}"', catalog)
        return term

    return each_term(rule, words)


def _beside(rule: Rule, names: Callable[[Entity], tuple[Entity, tuple[Phrase, ...]]]) -> Rule:
    """Return the rule with each entity and its phrases in ``names`` joined by or."""

    def together(term: Term) -> Rule:
        if not isinstance(term, Entity):
            return term
        entity, phrases = names(term)
        return joined(Or, [entity, *phrases])

    return each_term(rule, together)


# ---- as typed --------------------------------------------------------------------------------------


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
        return _quoted(cleaned)
    except RuleError as error:
        short = error.problem is RuleProblem.TOO_SHORT
        raise AliasError(AliasProblem.TOO_SHORT if short else AliasProblem.NOTHING_LEFT, name, instead) from error


def _quoted(name: str) -> Phrase:
    phrase = parse(f'"{name}"', EMPTY)
    assert isinstance(phrase, Phrase)
    return phrase


def _alias(name: ChatAlias) -> Alias:
    """Return the alias for the catalog; a name found only in capitals must also be typed in capitals."""
    return Alias(name.entity, name.phrase.surface, "", name.phrase.tokens, gated=any(name.phrase.capitals))
