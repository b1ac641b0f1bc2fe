"""The answer to /why: what happened to an item, stage by stage, within one message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import attrgetter
from typing import assert_never

from bot.callbacks.alert_buttons import NotForMe
from bot.callbacks.watching import ShowWatch
from bot.chat import Button, Reply
from bot.messages import watches
from bot.messages.items import called, distinct, heading, hit_lines, is_of_pack, reason_lines
from bot.messages.sources import group_name
from bot.messages.text import Html, Translator, blocks, escape, folded, shortened
from watchers.entities import Catalog
from watchers.matching import explanation as verdicts
from watchers.model import Alert, Hit, Reason
from watchers.rules import ChatAliases, Entity, Or, Rule, Term, joined
from watchers.services.explanations import AlertRecord, Held, ItemExplanation, NeverSeen, Withheld

MAX_LINES = 6
"""Lines shown for one watch."""
MAX_NAMED = 6
"""Terms, sources or watches in one line."""
MAX_QUOTED_LENGTH = 120
MAX_REASONS = 3
"""Watches that the answer to Why? names before its details, of which the app shows three lines."""
MAX_PLACES = 3
MAX_TITLE_LENGTH = 40
MAX_DETAILS = 2_500
"""UTF-16 code units of the details."""


def describe(explanation: ItemExplanation | NeverSeen, t: Translator, catalog: Catalog) -> Reply:
    """Return when the item was seen and sent, then each watch.

    Watches that touch the item come first; those that do not share one line.
    """
    if isinstance(explanation, NeverSeen):
        return t.reply("why-never-seen")
    explainer = _Explainer(t, ChatAliases(catalog, explanation.names))
    parts = [heading(explanation.item, t), *explainer.all(explanation)]
    return Reply(blocks(parts, rest=lambda left: t.format("why-more", count=left)))


def because(alert: Alert, explanation: ItemExplanation, t: Translator, catalog: Catalog) -> Reply:
    """Return why an alert was sent: a line for each watch, at most three, and everything else folded.

    The buttons lead to those watches, and to how they can leave such items out.
    """
    explainer, reasons = _Explainer(t, ChatAliases(catalog, explanation.names)), alert.all_reasons
    shown = [explainer.reason(reason) for reason in reasons[:MAX_REASONS]]
    more = blocks(explainer.all(explanation), rest=lambda left: t.format("why-more", count=left), room=MAX_DETAILS)
    watches = (Button(f"{each.watch.name} ›", ShowWatch(each.watch.number)) for each in reasons[:MAX_REASONS])
    not_for_me = t.button("button-not-for-me", NotForMe(alert.original, 0))
    return Reply(blocks([*shown, folded(more)]), ((*watches, not_for_me),))


@dataclass(frozen=True, slots=True)
class _Explainer:
    """The answer in one reader's language, with their aliases."""

    t: Translator
    own: ChatAliases
    of_pack: bool = False
    """Whether the rule that is explained is that of a starter pack, whose names are shown in the reader's language."""

    def all(self, explanation: ItemExplanation) -> Iterator[Html]:
        """Yield when the item was seen and sent, then each watch."""
        yield from self.seen(explanation)
        if explanation.record is not None:
            yield from self.sent(explanation.record)
        yield from self.others(explanation)

    def seen(self, explanation: ItemExplanation) -> Iterator[Html]:
        item, t = explanation.item, self.t
        yield t.format("why-seen", at=t.date(item.seen_at), source=item.source_name)
        if item.item.published is not None:
            yield t.format("why-published", at=t.published(item.item.published, item.item.country))
        for document in filter(attrgetter("kept"), explanation.documents[:1]):
            size = f"{-(-document.size_bytes // 1000):,} kB"
            yield t.format("why-evidence", size=size, at=t.date(document.fetched_at), sha256=document.sha256)
        if explanation.also:
            sources = dict.fromkeys(other.source_name for other in explanation.also)
            yield t.format("why-also", sources=t.listed(list(sources), MAX_NAMED))
        if item.baseline:
            yield t.format("why-baseline")
        elif explanation.record is None:
            yield t.format("why-not-alerted")
        if explanation.switched_off is not None:
            yield t.format("why-switched-off", group=group_name(explanation.switched_off.group, t))

    def sent(self, record: AlertRecord) -> Iterator[Html]:
        if record.shown_with is not None:
            yield self._joined(record.shown_with)
        if record.sent_at is not None:
            yield self.t.format("why-sent", at=self.t.date(record.sent_at))
        else:
            yield self.t.format("why-not-sent", state=record.state)
        yield self.t.format("why-because")
        for reason in record.alert.reasons:
            yield blocks(_cut(reason_lines(reason.watch, reason.hits, self.t, self.own.catalog)))

    def reason(self, reason: Reason) -> Html:
        """Return a watch with the places where it matched, in one line."""
        places = self.t.listed(list(dict.fromkeys(map(self._place, reason.hits))), MAX_PLACES)
        rule = called(reason.watch, self.t, MAX_TITLE_LENGTH)
        return self.t.format("why-short", name=reason.watch.name, rule=rule, places=places)

    def _joined(self, lead: Alert) -> Html:
        watches = self.t.listed([reason.watch.name for reason in lead.reasons], MAX_NAMED)
        return self.t.format("why-joined", watches=watches, at=self.t.date(lead.created_at))

    def others(self, explanation: ItemExplanation) -> Iterator[Html]:
        held = explanation.others
        if not held and explanation.record is None:
            yield self.t.format("why-no-watches")
        if held:
            yield self.t.format("why-today")
        yield from (self._of(each)._met(each) for each in held if each.verdict.matched)
        yield from (self._of(each)._touched(each) for each in held if not each.verdict.matched and each.verdict.touches)
        apart = [each for each in held if not each.verdict.matched and not each.verdict.touches]
        if len(apart) == 1:
            yield self._of(apart[0])._touched(apart[0])
        elif apart:
            yield self.t.format("why-apart", watches=self.t.listed([each.watch.name for each in apart], 40))

    def _of(self, held: Held) -> _Explainer:
        return replace(self, of_pack=is_of_pack(held.watch))

    def _met(self, held: Held) -> Html:
        parts = [self.t.format("why-matches-now", name=held.watch.name, rule=self._called(held))]
        if held.withheld is not None and held.withheld is not Withheld.BASELINE:
            parts.append(self.t.format(f"why-withheld-{held.withheld.value}"))
        evident = [_line(self._evident(each)) for each in held.verdict.evident]
        return blocks([*parts, *_cut([*self._hits(held), *evident])])

    def _touched(self, held: Held) -> Html:
        name = self.t.format("why-no-match", name=held.watch.name, rule=self._called(held))
        obstacles = (said for obstacle in held.verdict.obstacles for said in self._obstacle(obstacle))
        against = [_line(said) for said in islice(obstacles, MAX_LINES + 1)]
        return blocks([name, *_cut(against), *self._hits(held)[: max(1, MAX_LINES - len(against))]])

    def _called(self, held: Held) -> Html:
        return called(held.watch, self.t, MAX_QUOTED_LENGTH)

    def _hits(self, held: Held) -> list[Html]:
        """Return the places that are shown, and one more, which shows that there are others."""
        return hit_lines(held.verdict.hits, self.t, self.own.catalog, self.of_pack, MAX_LINES + 1)

    def _evident(self, evident: verdicts.Evident) -> Html:
        """Return which words say that an ambiguous name is meant."""
        name = self.own.catalog.entities[evident.entity].name(self.t.language)
        quoted, words = self._place(evident.hit), self.t.listed(evident.words, MAX_NAMED)
        return self.t.format("why-evident", quoted=quoted, name=name, words=words)

    def _obstacle(self, obstacle: verdicts.Obstacle) -> Iterator[Html]:
        t = self.t
        match obstacle:
            case verdicts.Missing(term):
                yield t.format("why-missing", what=self._say(term))
            case verdicts.NotInTitle(term, ()):
                yield t.format("why-not-in-title", what=self._say(term))
            case verdicts.NotInTitle(term, elsewhere):
                yield t.format("why-only-in-text", what=self._name(term), quoted=self._place(elsewhere[0]))
            case verdicts.Closed(term, hit, closing, beside):
                reason = t.format(f"why-closing-{closing.value}", beside=beside)
                yield t.format("why-closed", what=self._name(term), quoted=self._place(hit), reason=reason)
            case verdicts.Excluded(rule, hits):
                quoted = t.listed([self._place(hit) for hit in distinct(hits)], MAX_NAMED)
                yield t.format("why-excluded", what=self._say(rule), quoted=quoted)
            case verdicts.TooFar(rule, int(apart)):
                left, right = self._say(rule.left), self._say(rule.right)
                yield t.format("why-too-far", left=left, right=right, count=apart, distance=rule.distance)
            case verdicts.TooFar(rule):
                yield t.format("why-not-together", left=self._say(rule.left), right=self._say(rule.right))
            case verdicts.OtherFact(field, ()):
                yield t.format("why-no-fact", what=self._say(field))
            case verdicts.OtherFact(field, values):
                yield t.format("why-other-fact", what=self._say(field), values=t.listed(values, MAX_NAMED))
            case verdicts.NoneOf():
                yield from self._none_of(obstacle)
            case _:
                assert_never(obstacle)

    def _none_of(self, obstacle: verdicts.NoneOf) -> Iterator[Html]:
        """Yield all terms that are missing in one line, and all facts, whatever branch they are missing from."""
        inner = [each for branch in obstacle.branches for each in branch]
        if terms := [each.term for each in inner if isinstance(each, verdicts.Missing)]:
            yield self.t.format("why-missing", what=self._any(terms))
        if facts := [each.field for each in inner if isinstance(each, verdicts.OtherFact) and not each.values]:
            yield self.t.format("why-no-fact", what=self._any(facts))
        for each in inner:
            if not isinstance(each, verdicts.Missing) and not (
                isinstance(each, verdicts.OtherFact) and not each.values
            ):
                yield from self._obstacle(each)

    def _any(self, terms: Sequence[Term]) -> Html:
        """Return alternatives, each once."""
        several = list(dict.fromkeys(terms))
        return Html(self._say(joined(Or, several[:MAX_NAMED])) + (" …" if len(several) > MAX_NAMED else ""))

    def _say(self, rule: Rule) -> Html:
        return watches.describe_part(watches.untyped(rule) if self.of_pack else rule, self.t, self.own)

    def _name(self, term: Term) -> Html:
        """Return a term, shorter than in a rule: an entity by its name alone."""
        if not isinstance(term, Entity):
            return self._say(term)
        name = (not self.of_pack and term.surface.removeprefix("@")) or self.own.catalog.entities[term.id].name(
            self.t.language
        )
        return Html(f"<b>{escape(name)}</b>")

    def _place(self, hit: Hit) -> Html:
        if hit.field not in ("title", "body"):
            return escape(hit.text)
        return self.t.format("why-in-title" if hit.field == "title" else "why-in-body", text=_quoted(hit.text))


def _line(said: str) -> Html:
    return Html(f"  · {said}")


def _cut(lines: Sequence[Html]) -> list[Html]:
    return [*lines[:MAX_LINES], *([_line("…")] if len(lines) > MAX_LINES else [])]


def _quoted(text: str) -> str:
    return shortened(text, MAX_QUOTED_LENGTH)
