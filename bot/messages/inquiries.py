"""The answer to /why: what happened to an item, stage by stage, within one message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.messages import rules
from bot.messages.alerts import heading, hit_line, reason_lines
from bot.messages.layout import blocks, blocks_and_rest
from bot.messages.words import Html, Words, escape
from watchers.entities import Catalog
from watchers.matching.explanation import (
    Closed,
    Evident,
    Excluded,
    Missing,
    NoneOf,
    NotInTitle,
    Obstacle,
    OtherFact,
    TooFar,
)
from watchers.model import Hit
from watchers.rules import Entity, Or, OwnNames, Rule, Term, joined
from watchers.services.explanations import Held, Inquiry, Told, Withheld

MAX_LINES = 6
"""Lines shown for one watch."""
MAX_NAMED = 6
"""Terms, sources or watches in one line."""


def tell(inquiry: Inquiry, words: Words, catalog: Catalog) -> Html:
    """Return when the item was seen and sent, then each watch.

    Watches that touch the item come first; those that do not share one line.
    """
    telling = _Telling(words, OwnNames(catalog, inquiry.names))
    parts = [heading(inquiry.item, words), *telling.seen(inquiry)]
    if inquiry.told is not None:
        parts += telling.told(inquiry.told)
    parts += telling.others(inquiry)
    return blocks_and_rest(parts, lambda left: words.say("why-more", count=left))


@dataclass(frozen=True, slots=True)
class _Telling:
    """The answer in one reader's language, with their aliases."""

    words: Words
    own: OwnNames

    def seen(self, inquiry: Inquiry) -> Iterator[Html]:
        item = inquiry.item
        yield self.words.say("why-seen", at=self.words.date(item.seen_at), source=item.source_name)
        if item.item.published is not None:
            yield self.words.say("why-published", at=self.words.date(item.item.published))
        if inquiry.also:
            sources = dict.fromkeys(other.source_name for other in inquiry.also)
            yield self.words.say("why-also", sources=self._listed([escape(name) for name in sources]))
        if item.baseline:
            yield self.words.say("why-baseline")
        elif inquiry.told is None:
            yield self.words.say("why-not-told")

    def told(self, told: Told) -> Iterator[Html]:
        if told.sent_at is not None:
            yield self.words.say("why-sent", at=self.words.date(told.sent_at))
        else:
            yield self.words.say("why-not-sent", state=told.state)
        yield self.words.say("why-because")
        for reason in told.alert.reasons:
            yield blocks(_cut(reason_lines(reason.watch, reason.hits, self.words, self.own.catalog)))

    def others(self, inquiry: Inquiry) -> Iterator[Html]:
        held = inquiry.others
        if not held and inquiry.told is None:
            yield self.words.say("why-no-watches")
        if held:
            yield self.words.say("why-today")
        yield from (self._met(each) for each in held if each.verdict.met)
        yield from (self._touched(each) for each in held if not each.verdict.met and each.verdict.touches)
        apart = [each for each in held if not each.verdict.met and not each.verdict.touches]
        if len(apart) == 1:
            yield self._touched(apart[0])
        elif apart:
            yield self.words.say("why-apart", watches=self._listed([escape(each.watch.name) for each in apart], 40))

    def _met(self, held: Held) -> Html:
        name = self.words.say("why-matches-now", name=held.watch.name, rule=_shortened(held.watch.typed))
        lines = [hit_line(hit, self.words, self.own.catalog) for hit in _distinct(held.verdict.hits)]
        lines += [_line(self._evident(evident)) for evident in held.verdict.evident]
        if held.withheld is None or held.withheld is Withheld.BASELINE:
            return blocks([name, *_cut(lines)])
        return blocks([name, self.words.say(f"why-withheld-{held.withheld.value}"), *_cut(lines)])

    def _touched(self, held: Held) -> Html:
        name = self.words.say("why-no-match", name=held.watch.name, rule=_shortened(held.watch.typed))
        against = [_line(said) for obstacle in held.verdict.obstacles for said in self._obstacle(obstacle)]
        found = [hit_line(hit, self.words, self.own.catalog) for hit in _distinct(held.verdict.hits)]
        return blocks([name, *_cut(against), *found[: max(1, MAX_LINES - len(against))]])

    def _evident(self, evident: Evident) -> Html:
        """Return which words say that an ambiguous name is meant."""
        name = self.own.catalog.entities[evident.entity].name(self.words.language)
        spoken = self._listed([escape(word) for word in evident.words])
        return self.words.say("why-evident", quoted=self._quoted(evident.hit), name=name, words=spoken)

    def _obstacle(self, obstacle: Obstacle) -> Iterator[Html]:
        match obstacle:
            case Missing(term):
                yield self.words.say("why-missing", what=self._say(term))
            case NotInTitle(term, elsewhere):
                yield self._not_in_title(term, elsewhere)
            case Closed(term, hit, closing, beside):
                reason = self.words.say(f"why-closing-{closing.value}", beside=beside)
                yield self.words.say("why-closed", what=self._name(term), quoted=self._quoted(hit), reason=reason)
            case Excluded(rule, hits):
                yield from self._excluded(rule, hits)
            case TooFar():
                yield self._too_far(obstacle)
            case OtherFact(field, values):
                given = self._listed([escape(value) for value in values])
                key = "why-other-fact" if values else "why-no-fact"
                yield self.words.say(key, what=self._say(field), values=given)
            case NoneOf():
                yield from self._none_of(obstacle)
            case _:
                assert_never(obstacle)

    def _not_in_title(self, term: Term, elsewhere: Sequence[Hit]) -> Html:
        if not elsewhere:
            return self.words.say("why-not-in-title", what=self._say(term))
        return self.words.say("why-only-in-text", what=self._name(term), quoted=self._quoted(elsewhere[0]))

    def _excluded(self, rule: Rule, hits: Sequence[Hit]) -> Iterator[Html]:
        quoted = self._listed([self._quoted(hit) for hit in _distinct(hits)])
        yield self.words.say("why-excluded", what=self._say(rule), quoted=quoted)

    def _too_far(self, obstacle: TooFar) -> Html:
        rule = obstacle.rule
        left, right = self._say(rule.left), self._say(rule.right)
        if obstacle.apart is None:
            return self.words.say("why-not-together", left=left, right=right)
        return self.words.say("why-too-far", left=left, right=right, count=obstacle.apart, distance=rule.distance)

    def _none_of(self, obstacle: NoneOf) -> Iterator[Html]:
        """Yield everything that is missing in one line, whatever branch it is missing from."""
        inner = [each for branch in obstacle.branches for each in branch]
        missing = list(dict.fromkeys(each.term for each in inner if isinstance(each, Missing)))
        if missing:
            more = " …" if len(missing) > MAX_NAMED else ""
            yield self.words.say("why-missing", what=Html(self._say(joined(Or, missing[:MAX_NAMED])) + more))
        for each in inner:
            if not isinstance(each, Missing):
                yield from self._obstacle(each)

    def _say(self, rule: Rule) -> Html:
        return rules.tell_part(rule, self.words, self.own)

    def _name(self, term: Term) -> Html:
        """Return a term, shorter than in a rule: an entity by its name alone."""
        if not isinstance(term, Entity):
            return self._say(term)
        name = term.surface.removeprefix("@") or self.own.catalog.entities[term.id].name(self.words.language)
        return Html(f"<b>{escape(name)}</b>")

    def _quoted(self, hit: Hit) -> Html:
        if hit.field not in ("title", "body"):
            return escape(hit.text)
        return self.words.say("why-in-title" if hit.field == "title" else "why-in-body", text=_shortened(hit.text))

    def _listed(self, shown: Sequence[str], most: int = MAX_NAMED) -> Html:
        return Html(self.words.say("alert-word-separator").join(shown[:most]) + (" …" if len(shown) > most else ""))


def _line(said: Html) -> Html:
    return Html(f"  · {said}")


def _cut(lines: Sequence[Html]) -> list[Html]:
    return [*lines[:MAX_LINES], *([_line(Html("…"))] if len(lines) > MAX_LINES else [])]


def _distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Return each matched word once per field."""
    return list({(hit.term, hit.field, hit.text.casefold()): hit for hit in hits}.values())


def _shortened(text: str, longest: int = 120) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
