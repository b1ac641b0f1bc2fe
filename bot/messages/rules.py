"""A rule in words: in one line that fits a phone, what is not obvious about it, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.callbacks.watching import WatchSuggested
from bot.chat import Reply
from bot.messages.text import Html, Translator, blocks, plain, shortened, width
from watchers import rules as r
from watchers.codes import CODE_NAMES
from watchers.codes.tariff import heading_name
from watchers.entities import ORDINARY, Catalog
from watchers.errors import RuleError
from watchers.store.subscribers import SearchId
from watchers.text.tokens import read

MAX_PART_LENGTH = 300
MAX_LINE_LENGTH = 1_000
"""UTF-16 code units; a longer rule is shown in its own syntax, because nobody would read it in words."""
MAX_NOTES = 4
HEADING_DIGITS = 4
MAX_ALIASES = 5
MAX_LABEL_LENGTH = 28
"""Characters of a rule on a button."""
_OPERATORS = (r.NoteKind.OR, r.NoteKind.AND, r.NoteKind.NOT)


def describe(rule: r.Rule, t: Translator, catalog: Catalog, names: tuple[r.ChatAlias, ...] = ()) -> Html:
    """Return a rule in one line, such as “TSMC or Samsung, and tariffs”. ``names`` are the chat's aliases."""
    said = _Line(t, r.ChatAliases(catalog, names)).whole(rule)
    if width(said) > MAX_LINE_LENGTH:
        return t.format("rule-as-written", rule=str(rule)[:MAX_LINE_LENGTH])
    return said


def describe_part(rule: r.Rule, t: Translator, own: r.ChatAliases) -> Html:
    """Return a part of a rule in words, with the meaning of an ambiguous name: “BIS = Bureau of Industry …”."""
    said = _Line(t, own, True).whole(rule)
    return said if width(said) <= MAX_PART_LENGTH else t.format("rule-as-written", rule=str(rule)[:MAX_PART_LENGTH])


def untyped(rule: r.Rule) -> r.Rule:
    """Return a term, or alternatives, with each entity under its name instead of what was typed.

    An ordinary word that is also a name stays: its name would be one of several meanings.
    """
    match rule:
        case r.Entity(_, None):
            return replace(rule, surface="")
        case r.Or(parts):
            return r.joined(r.Or, list(map(untyped, parts)))
        case _:
            return rule


def remarks(
    rule: r.Rule, notes: Sequence[r.Note], t: Translator, catalog: Catalog, names: tuple[r.ChatAlias, ...] = ()
) -> Iterator[Html]:
    """Yield what the line does not say: that names count in every language, what they mean, and the notes."""
    own = r.ChatAliases(catalog, names)
    entities = list(dict.fromkeys(term for term in r.terms(rule) if isinstance(term, r.Entity)))
    if entities:
        also = list(dict.fromkeys(name.surface for entity in entities for name in _own_names(entity, own)))
        yield t.format("reading-names-also", also=t.listed(also, MAX_ALIASES)) if also else t.format("reading-names")
    for entity in entities:
        if meaning := _doubtful_meaning(entity, t, own):
            yield t.format("rule-understood", name=entity.surface.removeprefix("@"), meant=meaning)
    for note in [note for note in notes if not _is_implied(note, notes)][:MAX_NOTES]:
        if note.instead:
            yield t.format(f"note-{note.kind.value}", found=note.found, instead=note.instead)
        else:
            yield t.format(f"note-{note.kind.value}-only", found=note.found)


def describe_error(error: RuleError, t: Translator, suggestions: Sequence[tuple[SearchId, str]] = ()) -> Reply:
    """Return where a rule is wrong, why, and what to type instead, with a button for each suggestion that is stored."""
    problem = t.format(f"rule-problem-{error.problem.value}", found=error.found)
    parts = [t.format("rule-error", column=error.column, problem=problem)]
    parts += [t.format("rule-error-instead", instead=instead) for instead in (error.instead, error.other) if instead]
    buttons = (
        t.button("button-watch-rule", WatchSuggested(identifier), rule=shortened(rule, MAX_LABEL_LENGTH))
        for identifier, rule in suggestions
    )
    return Reply(blocks(parts), tuple((button,) for button in buttons))


def _is_implied(note: r.Note, notes: Sequence[r.Note]) -> bool:
    """Return whether a text was split at its operator, about which there is a note."""
    operators = (each.found for each in notes if each.kind in _OPERATORS)
    return note.kind is r.NoteKind.SPLIT and any(operator in note.found for operator in operators)


def _own_names(entity: r.Entity, own: r.ChatAliases) -> list[r.Phrase]:
    """Return the chat's names for an entity, without the one that was typed."""
    return [name for name in own.of(entity.id) if name.tokens != read(entity.surface).tokens]


def _doubtful_meaning(term: r.Entity, t: Translator, own: r.ChatAliases) -> str:
    """Return the full name of an entity whose typed name is ambiguous or the chat's own; "" if it is neither."""
    entity, typed = own.catalog.entities[term.id], read(term.surface).tokens
    gated = any(alias.gated and alias.tokens == typed for alias in entity.aliases)
    if not (gated and entity.kind not in ORDINARY) and all(name.tokens != typed for name in own.of(term.id)):
        return ""
    meant = entity.name(t.language)
    return meant if typed != read(meant).tokens else ""


_COMMAS = ("en",)
"""Languages in which a comma separates the parts of *and*: TSMC or Samsung, and tariffs."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Puts the parts of a rule into few words."""

    _t: Translator
    _own: r.ChatAliases
    _meanings: bool = False
    """Whether an ambiguous name is followed by what it means."""

    def whole(self, rule: r.Rule) -> Html:
        """Return the rule, with the facts that it requires at its end."""
        if not isinstance(rule, r.And):
            return self._part(rule)
        facts = [part for part in rule.parts if isinstance(part, r.Field)]
        others = [part for part in rule.parts if not isinstance(part, r.Field)]
        if not facts or not any(not isinstance(part, r.Not) for part in others):
            return self._all(rule.parts)
        listed = self._t.format("alert-word-separator").join(map(self._part, facts))
        return self._t.format("reading-only", what=self._all(others), facts=Html(listed))

    def _all(self, parts: Sequence[r.Rule]) -> Html:
        wanted = [part for part in parts if not isinstance(part, r.Not)]
        unwanted = [part.rule for part in parts if isinstance(part, r.Not)]
        grouped = any(isinstance(self._as_one(part), r.Or) and not _one_term(part) for part in wanted)
        said = self._join("reading-and-groups" if grouped else "reading-and", wanted, brackets=False)
        if not unwanted:
            return said
        return self._t.format("reading-not", what=said, without=self._join("reading-or", unwanted))

    def _join(self, key: str, parts: Sequence[r.Rule], brackets: bool = True) -> Html:
        said = [self._inner(part) if brackets else self._grouped(part) for part in parts]
        return self._t.join(key, said) if said else Html("…")

    def _grouped(self, part: r.Rule) -> Html:
        """Return a part of *and*; a group of alternatives needs no brackets where commas separate the parts."""
        commas = self._t.language in _COMMAS
        return self._part(part) if commas and isinstance(self._as_one(part), r.Or) else self._inner(part)

    def _inner(self, rule: r.Rule) -> Html:
        said = self._part(rule)
        compound = isinstance(self._as_one(rule), r.And | r.Or | r.Near) and not _one_term(rule)
        return self._t.format("rule-bracket", what=said) if compound else said

    def _part(self, rule: r.Rule) -> Html:
        rule = self._as_one(rule)
        match rule:
            case r.And(parts):
                return self._all(parts)
            case r.Or() if shown := _one_term(rule):
                return self._t.format("rule-word", word=shown)
            case r.Or(parts):
                return self._t.join("reading-or", list(self._alternatives(parts)))
            case r.Not(inner):
                return self._t.format("reading-not", what=Html("…"), without=self._inner(inner))
            case r.InTitle(inner):
                return self._t.format("rule-in-title", what=self._inner(inner))
            case r.Near(left, right, distance):
                near = (self._inner(left), self._inner(right))
                return self._t.format("rule-near", left=near[0], right=near[1], distance=distance)
            case r.Entity():
                named = self._t.format("rule-word", word=rule.surface.removeprefix("@") or self._name(rule))
                meaning = _doubtful_meaning(rule, self._t, self._own) if self._meanings else ""
                return self._t.format("rule-understood", name=named, meant=meaning) if meaning else named
            case r.Word():
                return self._t.format("rule-word", word=rule.surface or str(rule))
            case r.Phrase():
                return self._t.format("reading-phrase", phrase=rule.surface)
            case r.Prefix():
                return self._t.format("rule-word", word=str(rule))
            case r.Field():
                return _fact(rule, self._t)
            case _:
                assert_never(rule)

    def _alternatives(self, parts: Sequence[r.Rule]) -> Iterator[Html]:
        """Yield the alternatives, and once those that are spellings of one typed term."""
        seen: set[str] = set()
        for part in parts:
            shown = _heading(part) or (part.surface if isinstance(part, r.Phrase | r.Entity) else "")
            spellings = [other for other in parts if (shown and shown == _heading(other)) or _is_typed(other, shown)]
            if len(spellings) < 2:
                yield self._inner(part)
            elif shown not in seen:
                seen.add(shown)
                yield self._t.format("rule-word", word=shown.removeprefix("@"))

    def _name(self, term: r.Entity) -> str:
        return self._own.catalog.entities[term.id].name(self._t.language)

    def _as_one(self, rule: r.Rule) -> r.Rule:
        """Return an entity without the reader's aliases beside it, which the remarks list."""
        if not isinstance(rule, r.Or):
            return rule
        aliases = {name for part in rule.parts if isinstance(part, r.Entity) for name in self._own.of(part.id)}
        return r.joined(r.Or, [part for part in rule.parts if part not in aliases])


def _one_term(rule: r.Rule) -> str:
    """Return the typed text of a number with several spellings, or of an ambiguous name; "" if it is neither."""
    if not isinstance(rule, r.Or):
        return ""
    shown = {_heading(part) or (part.surface if isinstance(part, r.Phrase | r.Entity) else "") for part in rule.parts}
    return shown.pop().removeprefix("@") if len(shown) == 1 else ""


def _is_typed(rule: r.Rule, surface: str) -> bool:
    return isinstance(rule, r.Phrase | r.Entity) and bool(surface) and rule.surface == surface


def _heading(rule: r.Rule) -> str:
    """Return HS 8542 for the two parts as which a bare number is searched that is a tariff heading; "" for others."""
    match rule:
        case r.Field("hs", value) if len(value) == HEADING_DIGITS:
            return f"HS {value}"
        case r.Near(r.Phrase((number,)), r.Or(), _) if number.isdigit() and len(number) == HEADING_DIGITS:
            return f"HS {number}"
        case _:
            return ""


def _fact(field: r.Field, t: Translator) -> Html:
    """Return a fact as the trade writes it: BIS, 3B001, 日本（JP）."""
    match field:
        case r.Field("hs", value) if heading := heading_name(value, t.language):
            return t.format("rule-heading", value=value, heading=heading)
        case r.Field("docket" | "case" as name, value):
            return t.format(f"rule-{name}", value=value)
        case r.Field(name, value) if name in CODE_NAMES:
            return t.format("rule-code", kind=name.upper(), value=value.upper())
        case r.Field("country", value):
            return t.format("rule-country", value=t.country_name(value.upper()))
        case r.Field("lang", value):
            return t.format("rule-lang", value=t.with_code(plain(t.language_name(value)), value))
        case r.Field("status", value):
            return t.format("rule-status", value=t.format("fact-status", status=value))
        case r.Field("type", value):
            return t.format("rule-type", value=t.format("fact-type", type=value, name=value))
        case r.Field("agency", value):
            return t.format("rule-agency", value=value.upper() if len(value) < 6 else value)
        case r.Field(name, value):
            return t.format(f"rule-{name}", value=value)
