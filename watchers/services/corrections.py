"""Store that a name did not mean its entity in an alert: the phrase with the word beside it does not count any more.

A correction changes the rules of its chat only, as an alias does: ``@co.apple`` becomes ``@co.apple -"apple growers"``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from watchers.entities import Catalog, EntityId
from watchers.model import Alert, Hit, Subscriber, Watch
from watchers.rules import And, ChatAlias, Entity, forms, joined, own_name, read_stored, terms
from watchers.services.aliases import RuleService
from watchers.store import Rows, Transaction, subscribers
from watchers.store.database import reading, writing
from watchers.store.subscribers import AliasId
from watchers.text.tokens import Gap, Text, is_cjk, read

MAX_CORRECTIONS = 100
"""Corrections of a subscriber: each adds a term to every rule that names its entity."""
_HAN_BESIDE = 2
"""Characters of Chinese or Japanese beside a name that belong to the phrase."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A phrase in which a name does not mean the entity."""

    id: AliasId
    phrase: ChatAlias


@dataclass(frozen=True, slots=True)
class Corrected:
    """The correction is in force for these watches, or was removed from them."""

    correction: Correction
    watches: tuple[Watch, ...]
    count: int = 0
    """How many stored items of the last 30 days it leaves out."""


@dataclass(frozen=True, slots=True)
class Corrections(RuleService):
    """Add, list and remove the corrections of a subscriber."""

    async def add(self, subscriber: Subscriber, phrase: ChatAlias) -> Corrected | None:
        """Let a phrase not count for its entity anymore. Return None if the subscriber has as many as allowed."""
        corrected = await self._add(subscriber, phrase)
        if corrected is None:
            return None
        dropped = joined(And, [Entity(phrase.entity), phrase.phrase])
        return replace(corrected, count=(await self.back_test(subscriber, dropped)).count)

    @writing
    def remove(self, tx: Transaction, subscriber: Subscriber, identifier: AliasId) -> Corrected | None:
        """Let a phrase count again. Return None if there is no correction with this ID."""
        for correction in _of(tx, subscriber):
            if correction.id == identifier:
                subscribers.remove_alias(tx, identifier, self.now())
                return Corrected(correction, self.aliases.point(tx, subscriber.id))
        return None

    @reading
    def of(self, rows: Rows, subscriber: Subscriber) -> tuple[Correction, ...]:
        """Return the active corrections of a subscriber, oldest first."""
        return _of(rows, subscriber)

    @writing
    def _add(self, tx: Transaction, subscriber: Subscriber, phrase: ChatAlias) -> Corrected | None:
        if len(subscribers.corrections(tx, subscriber.id)) >= MAX_CORRECTIONS:
            return None
        stored = (subscriber.id, phrase.entity, phrase.phrase.surface, phrase.key, self.now())
        identifier = subscribers.add_alias(tx, *stored, is_correction=True)
        return Corrected(Correction(identifier, phrase), self.aliases.point(tx, subscriber.id))


def _of(rows: Rows, subscriber: Subscriber) -> tuple[Correction, ...]:
    stored = subscribers.corrections(rows, subscriber.id)
    return tuple(Correction(each.id, own_name(each.entity, each.name)) for each in stored)


def proposed(alert: Alert, catalog: Catalog) -> tuple[ChatAlias, ...]:
    """Return what may not be meant in an alert: each name that matched, with the word beside it."""
    if alert.item is None:
        return ()
    texts = {"title": alert.item.item.title, "body": alert.item.item.body}
    found: dict[EntityId, ChatAlias] = {}
    for reason in alert.reasons:
        asked = {term.id for term in terms(read_stored(reason.watch.rule, catalog)) if isinstance(term, Entity)}
        for hit in sorted(reason.hits, key=lambda hit: hit.field != "title"):
            text = texts.get(hit.field)
            for owner in _owners(hit, asked, catalog) if text else ():
                if owner not in found and text and (phrase := _with_neighbor(text, hit)):
                    found[owner] = own_name(owner, phrase)
    return tuple(found.values())


def _owners(hit: Hit, asked: set[EntityId], catalog: Catalog) -> Iterator[EntityId]:
    """Yield the entities of the rule that the words of a hit name."""
    for alias in catalog.by_tokens.get(read(hit.text).tokens, ()):
        yield from sorted(asked & catalog.counts_for[alias.entity])


def _with_neighbor(text: Text, hit: Hit) -> str:
    """Return a name with the word after it, or before it; "" if it stands alone."""
    inside = [at for at, begin in enumerate(text.begins) if hit.start <= begin < hit.end]
    if not inside:
        return ""
    first, last = inside[0], inside[-1]
    start, stop = first, _reach(text, last)
    if stop == last:
        start = _reach(text, first, -1)
    return text.original[text.begins[start] : text.ends[stop]] if (start, stop) != (first, last) else ""


def _reach(text: Text, at: int, step: int = 1) -> int:
    """Return the token up to which the neighbors of a name belong to its phrase, after it or before it."""
    end = at
    while 0 <= (following := end + step) < len(text.tokens):
        gap = text.gaps[max(end, following)]
        is_han = is_cjk(text.tokens[following])
        if gap > (Gap.NONE if is_han else Gap.SPACE) or text.tokens[following] in forms.FUNCTION_WORDS:
            break
        end = following
        if not is_han or abs(end - at) == _HAN_BESIDE:
            break
    return end
