"""Which items a rule meets, found the slow way: every term tried at every place, nothing looked up.

The index must agree with it. It shares no code with ``watchers.matching``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import assert_never

from watchers import codes
from watchers.entities import Catalog, EntityId, Tokens, same_letters
from watchers.entities import Entity as Named
from watchers.model import Item, SourceId
from watchers.rules import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Word
from watchers.rules.forms import Forms
from watchers.text.tokens import Gap, Text, is_cjk, read, shouts

Place = tuple[str, int, int]
"""Field, first token, the token after the last."""
BOTH = ("title", "body")


@dataclass(frozen=True, slots=True)
class SlowMatcher:
    """An item and its source, and what is known of the world."""

    item: Item
    source: SourceId
    catalog: Catalog
    forms: Forms

    def meets(self, rule: Rule, fields: tuple[str, ...] = BOTH) -> bool:
        match rule:
            case And():
                return all(self.meets(part, fields) for part in rule.parts)
            case Or():
                return any(self.meets(part, fields) for part in rule.parts)
            case Not():
                return not self.meets(rule.rule, fields)
            case InTitle():
                return self.meets(rule.rule, ("title",))
            case Near():
                return self.are_near(rule, fields)
            case Field():
                return self.is_fact(rule)
            case _:
                return any(place[0] in fields for place in self.places(rule))

    def places(self, rule: Rule) -> set[Place]:
        """The places of a term, or of any term of an or-group."""
        match rule:
            case Or():
                return {place for part in rule.parts for place in self.places(part)}
            case Word():
                spellings = {rule.token} if rule.capitals else self.forms.of(rule.token)
                return {place for form in spellings for place in self.status((form,), (rule.capitals,))}
            case Phrase():
                return set(self.status(rule.tokens, rule.capitals))
            case Prefix():
                return {
                    (name, at, at + 1)
                    for name, text in self.texts()
                    for at, token in enumerate(text.tokens)
                    if token[: len(rule.start)] == rule.start
                }
            case Entity():
                return self.typed(rule) | {
                    place
                    for name, text in self.texts()
                    for place, owner in self.named(name, text)
                    if rule.id in self.counts_for(owner)
                }
            case And() | Not() | InTitle() | Near() | Field():
                return set()
            case _:
                assert_never(rule)

    def texts(self) -> Iterator[tuple[str, Text]]:
        yield "title", self.item.title
        yield "body", self.item.body

    def is_fact(self, rule: Field) -> bool:
        language = self.item.language.lower()
        match rule.name:
            case "lang":
                return rule.value in (language, language.split("-")[0])
            case "country":
                return self.item.country is not None and self.item.country.lower() == rule.value
            case "source":
                return self.source == rule.value
            case _:
                return any(fact.name == rule.name and rule.value in codes.above(fact) for fact in self.item.facts)

    def are_near(self, rule: Near, fields: tuple[str, ...]) -> bool:
        return any(
            one[0] == other[0]
            and one[0] in fields
            and (0 <= tokens_between(one, other) <= rule.distance or (one == other and rule.left != rule.right))
            for one in self.places(rule.left)
            for other in self.places(rule.right)
        )

    def status(self, phrase: Tokens, capitals: tuple[bool, ...]) -> Iterator[Place]:
        for name, text in self.texts():
            for first in range(len(text.tokens) - len(phrase) + 1):
                if stands(text, phrase, first) and all(
                    text.in_capitals(first + at) and not (shouts(text) and self.forms.is_word(phrase[at]))
                    for at, must in enumerate(capitals)
                    if must
                ):
                    yield name, first, first + len(phrase)

    # ---- entities ----------------------------------------------------------------------------------

    def named(self, name: str, text: Text) -> Iterator[tuple[Place, EntityId]]:
        """Places of aliases that stand inside no longer one, and whose they are."""
        found = list(self.aliases(name, text))
        for place, owner in found:
            inside = any(
                other[1] <= place[1] and place[2] <= other[2] and other[2] - other[1] > place[2] - place[1]
                for other, _ in found
            )
            if not inside:
                yield place, owner

    def aliases(self, name: str, text: Text) -> Iterator[tuple[Place, EntityId]]:
        for entity in self.catalog.entities.values():
            for tokens in self.spellings(entity):
                for place in self.standing_in(name, text, tokens):
                    if not self.is_accident(text, tokens, place) and self.is_open(entity, tokens, place):
                        yield place, entity.id

    def typed(self, rule: Entity) -> set[Place]:
        """Ordinary words that were typed, in all their forms."""
        if rule.typed is None:
            return set()
        *before, last = rule.typed.tokens
        forms = {last} if any(rule.typed.capitals) else self.forms.of(last)
        return {
            place
            for form in forms
            for place in self.status((*before, form), rule.typed.capitals)
            if not self.is_accident(self.text(place), (*before, form), place)
        }

    def is_open(self, entity: Named, tokens: Tokens, place: Place) -> bool:
        spelled = [alias for alias in entity.aliases if alias.tokens == tokens] or [
            alias
            for alias in entity.aliases
            if alias.language == "en"
            and tokens[-1] in self.forms.of(alias.tokens[-1])
            and alias.tokens[:-1] == tokens[:-1]
        ]
        if not all(alias.gated for alias in spelled):
            return True
        text = self.text(place)
        if all(alias.by_capitals for alias in spelled):
            written = text.original[text.begins[place[1]] : text.ends[place[2] - 1]]
            if shouts(text):
                if not any(entity.contexts) and all(map(self.forms.is_word, tokens)):
                    return False
            elif not any(same_letters(alias.surface, written) for alias in spelled):
                return False
        if any(entity.contexts) and not self.has_context(entity, tokens):
            return False
        sentences = list(accumulate(gap == Gap.END for gap in text.gaps))
        return not any(
            other[0] == place[0]
            and sentences[other[1]] == sentences[place[1]]
            and not (place[1] <= other[1] and other[2] <= place[2])
            for word in entity.anti_context
            for other in self.where(word)
        )

    def has_context(self, entity: Named, tokens: Tokens) -> bool:
        own = {(place[0], at) for place in self.standing_loosely(tokens) for at in range(place[1], place[2])}
        return any(
            any((place[0], at) not in own for at in range(place[1], place[2]))
            for word in chain(*entity.contexts)
            for place in self.where(word)
        )

    def where(self, word: str) -> set[Place]:
        """The places of a word of a context: with its forms, as a phrase, or as a stem."""
        tokens = read(word).tokens
        if word.endswith("*"):
            return self.places(Prefix(tokens[-1]))
        if len(tokens) > 1 or is_cjk(tokens[0]):
            return set(self.status(tokens, ()))
        return self.places(Word(tokens[0]))

    def standing_in(self, name: str, text: Text, tokens: Tokens) -> Iterator[Place]:
        for first in range(len(text.tokens) - len(tokens) + 1):
            if stands(text, tokens, first):
                yield name, first, first + len(tokens)

    def standing_loosely(self, tokens: Tokens) -> Iterator[Place]:
        for name, text in self.texts():
            for first in range(len(text.tokens) - len(tokens) + 1):
                if text.tokens[first : first + len(tokens)] == tokens:
                    yield name, first, first + len(tokens)

    def is_accident(self, text: Text, tokens: Tokens, place: Place) -> bool:
        return any(
            text.tokens[at : at + len(longer)] == longer
            for entity in self.catalog.entities.values()
            for longer in entity.not_inside.get(tokens, ())
            for at in range(max(0, place[2] - len(longer)), place[1] + 1)
        )

    def text(self, place: Place) -> Text:
        return dict(self.texts())[place[0]]

    def spellings(self, entity: Named) -> set[Tokens]:
        found = {alias.tokens for alias in entity.aliases}
        if entity.kind in ("topic", "product"):
            found |= {
                (*alias.tokens[:-1], form)
                for alias in entity.aliases
                if alias.language == "en"
                for form in self.forms.of(alias.tokens[-1])
            }
        return found

    def counts_for(self, owner: EntityId) -> set[EntityId]:
        above = self.catalog.entities[owner].broader
        return {owner}.union(*(self.counts_for(other) for other in above))


def stands(text: Text, phrase: Tokens, first: int) -> bool:
    """The phrase's tokens one after another, with nothing between them that it may not cross."""
    if text.tokens[first : first + len(phrase)] != phrase:
        return False
    for at in range(first + 1, first + len(phrase)):
        latin = not is_cjk(text.tokens[at]) and not is_cjk(text.tokens[at - 1])
        widest = Gap.LIGHT if latin else Gap.SPACE
        if text.gap(at) > widest:
            return False
    return True


def tokens_between(one: Place, other: Place) -> int:
    """How many tokens lie between two places; negative where they overlap."""
    early, late = sorted((one, other), key=lambda place: place[1])
    return late[1] - early[2]
