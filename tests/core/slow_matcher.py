"""Which items a rule meets, found the slow way: every term tried at every place, nothing looked up.

The index must agree with it. It shares no code with ``watchers.match``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from watchers.entities import Catalogue, EntityId, Tokens
from watchers.model import Item, SourceId
from watchers.rules import And, Entity, Field, InTitle, Near, Not, Or, Phrase, Prefix, Rule, Word
from watchers.rules.forms import Forms
from watchers.text import Gap, Text, is_cjk, shouts

Place = tuple[str, int, int]
"""Field, first token, the token behind the last."""
BOTH = ("title", "body")


@dataclass(frozen=True, slots=True)
class SlowMatcher:
    """An item and its source, and what is known of the world."""

    item: Item
    source: SourceId
    catalogue: Catalogue
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
        """Where a term, or any term of an or-group, stands."""
        match rule:
            case Or():
                return {place for part in rule.parts for place in self.places(part)}
            case Word():
                spellings = {rule.token} if rule.capitals else self.forms.of(rule.token)
                return {place for form in spellings for place in self.standing((form,), (rule.capitals,))}
            case Phrase():
                return set(self.standing(rule.tokens, rule.capitals))
            case Prefix():
                return {
                    (name, at, at + 1)
                    for name, text in self.texts()
                    for at, token in enumerate(text.tokens)
                    if token[: len(rule.start)] == rule.start
                }
            case Entity():
                typed = self.places(rule.typed) if rule.typed is not None else set()
                return typed | {
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
            case _:
                return self.source == rule.value

    def are_near(self, rule: Near, fields: tuple[str, ...]) -> bool:
        return any(
            one[0] == other[0] and one[0] in fields and 0 <= tokens_between(one, other) <= rule.distance
            for one in self.places(rule.left)
            for other in self.places(rule.right)
        )

    def standing(self, phrase: Tokens, capitals: tuple[bool, ...]) -> Iterator[Place]:
        for name, text in self.texts():
            for first in range(len(text.tokens) - len(phrase) + 1):
                if stands(text, phrase, first) and all(
                    text.in_capitals(first + at) and not shouts(text) for at, must in enumerate(capitals) if must
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
        for entity in self.catalogue.entities.values():
            for alias in entity.aliases:
                for tokens in self.spellings(alias.tokens, entity.kind, alias.language):
                    for first in range(len(text.tokens) - len(tokens) + 1):
                        behind = first + len(tokens)
                        accident = any(
                            text.tokens[at : at + len(longer)] == longer
                            for longer in entity.not_inside.get(alias.tokens, ())
                            for at in range(max(0, behind - len(longer)), first + 1)
                        )
                        if not alias.gated and not accident and stands(text, tokens, first):
                            yield (name, first, behind), entity.id

    def spellings(self, tokens: Tokens, kind: str, language: str) -> list[Tokens]:
        if kind in ("topic", "product") and language == "en":
            return [(*tokens[:-1], form) for form in self.forms.of(tokens[-1])]
        return [tokens]

    def counts_for(self, owner: EntityId) -> set[EntityId]:
        above = self.catalogue.entities[owner].broader
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
