"""Answers about watches, and their rules in words, with what is not obvious about a rule or wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot.callbacks import Payload
from bot.callbacks.settings import SetMode, ShowSettings
from bot.callbacks.watching import (
    OnlyWords,
    Reword,
    ShowWatch,
    UndoOnlyWords,
    Unmute,
    Unwatch,
    WatchSuggested,
    WithoutPart,
)
from bot.chat import Button, Reply, Row
from bot.messages.items import back_tested, is_of_pack, newest, rule_title
from bot.messages.settings import clock, timing
from bot.messages.start import next_steps
from bot.messages.text import Html, Translator, blocks, escape, plain, shortened, width
from watchers import rules as r
from watchers.codes import CODE_NAMES
from watchers.codes.tariff import heading_name
from watchers.entities import ORDINARY, Catalog, Tokens
from watchers.errors import RuleError
from watchers.model import Watch
from watchers.model.times import Timing
from watchers.search import Blocker
from watchers.services.narrowing import Narrower
from watchers.services.watches import AlreadyWatched, RuleAdded
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
MAX_WORD_LENGTH = 24
"""Characters of a word on a button."""


def help_list(t: Translator, commands: Sequence[str]) -> Reply:
    """Return all commands, and how a watch is written."""
    listed = [Html(f"/{name} — {t.format(f'help-{name}')}") for name in commands]
    topics, watches, _ = next_steps(t)
    steps = (topics, watches, t.button("button-settings", ShowSettings()))
    return Reply(blocks([t.format("help-title"), *listed, Html(""), t.format("help-rules")]), (steps,))


# ---- watches ---------------------------------------------------------------------------------------


def watch_added(added: RuleAdded, t: Translator, catalog: Catalog, paused: bool, now: datetime) -> Reply:
    """Return the new rule in words, its ID, what it would have matched, and its buttons.

    The buttons are Undo, one that reads typed names as plain words, one that leaves out what blocks the rule, and
    for one that starts as a digest those that make it instant or narrower.
    """
    number, blocker, parts = added.watch.number, added.blocker, _saved("watch-added", added, t, catalog, now)
    if added.calmed is not None:
        daily = round(added.found.expected_a_day(now))
        parts.append(t.format("watch-calmed", count=daily, at=clock(added.calmed.minute)))
    if paused:
        parts.append(t.format("watch-paused"))
    undo = t.button("undo", Unwatch(number))
    shorter = (without(blocker, WithoutPart(number, blocker.index, blocker.parts), t),) if blocker else ()
    narrower = tuple(narrow(each, Reword(number, rule), t) for each, rule in added.narrower)
    rows = ((undo, *_only_words(added, t)), shorter, _instant(added.watch, added.calmed, t), narrower)
    return Reply(blocks(parts), rows)


def watch_reworded(added: RuleAdded, t: Translator, catalog: Catalog, now: datetime, undo: bool, edits: bool) -> Reply:
    """Return the rule after its text changed, and when it sends, if that is not at once.

    ``undo`` says whether the button undoes this, or reads typed names as plain words again.
    """
    sends = t.format("watch-sends", timing=timing(added.sends, t)) if added.sends is not None else None
    back = (t.button("undo", UndoOnlyWords(added.watch.number)),) if undo else _only_words(added, t)
    if added.blocker is not None and isinstance(added.blocker.part, r.Not):
        # To leave out what was found is what the person wanted.
        added = replace(added, blocker=None)
    parts = [*_saved("watch-reworded", added, t, catalog, now), sends]
    return Reply(blocks(parts), (back, _instant(added.watch, added.sends, t)), edits)


def _saved(key: str, added: RuleAdded, t: Translator, catalog: Catalog, now: datetime) -> list[Html]:
    """Return the rule in one line, what is not obvious about it, and what it would have matched."""
    return [
        t.format(key, name=added.watch.name, rule=in_words(added, t, catalog)),
        *remarks(added.rule, added.notes, t, catalog, added.names),
        *back_tested(added.found, t, now),
        *blocking(added, t, catalog),
    ]


def in_words(found: RuleAdded | AlreadyWatched, t: Translator, catalog: Catalog) -> Html:
    """Return the rule of a watch in words; that of a starter pack has its title."""
    if is_of_pack(found.watch):
        return escape(rule_title(found.watch.typed, t))
    return describe(found.rule, t, catalog, found.names)


def blocking(added: RuleAdded, t: Translator, catalog: Catalog) -> Iterator[Html]:
    """Yield what blocks a watch; the names of a starter pack are shown in the reader's language."""
    blocker = added.blocker
    if blocker is not None and is_of_pack(added.watch):
        blocker = replace(blocker, part=untyped(blocker.part))
    yield from blocked(blocker, t, r.ChatAliases(catalog, added.names))


def blocked(blocker: Blocker | None, t: Translator, own: r.ChatAliases) -> Iterator[Html]:
    """Yield which part of a rule keeps it from matching anything, and what would be found without it."""
    if blocker is not None:
        yield t.format("watch-blocked", part=describe_part(blocker.part, t, own), count=blocker.found.count)
        yield from newest(blocker.found, t)


def _instant(watch: Watch, sends: Timing | None, t: Translator) -> Row:
    return () if sends is None else (t.button("button-instant", SetMode(watch.number, "now")),)


def narrow(narrower: Narrower, payload: Payload, t: Translator) -> Button:
    """Return a button that adds a part to a rule, with how many alerts a day that leaves."""
    word = shortened(narrower.word, MAX_WORD_LENGTH)
    return t.button("button-narrow", payload, word=word, count=max(1, round(narrower.a_day)))


def without(blocker: Blocker, payload: Payload, t: Translator) -> Button:
    """Return a button that leaves out the part that blocks a rule."""
    part = blocker.part
    shown = next((term.surface for term in r.terms(part) if not isinstance(term, r.Field) and term.surface), str(part))
    return t.button("button-without", payload, word=shortened(shown, MAX_WORD_LENGTH))


def _only_words(added: RuleAdded, t: Translator) -> tuple[Button, ...]:
    """Return a button that reads names typed without @ as plain words; none if the rule has no such name."""
    named = [term.surface for term in r.terms(added.rule) if isinstance(term, r.Entity)]
    typed = list(dict.fromkeys(surface for surface in named if surface and not surface.startswith("@")))
    payload = OnlyWords(added.watch.number)
    if len(typed) == 1:
        return (t.button("only-word", payload, word=shortened(typed[0], MAX_WORD_LENGTH)),)
    return (t.button("only-words", payload),) if typed else ()


def already_watched(known: AlreadyWatched, t: Translator, catalog: Catalog) -> Reply:
    """Say that the chat has this rule; if it is muted, a button unmutes it."""
    rule = in_words(known, t, catalog)
    if not known.watch.muted:
        show = Button(f"{known.watch.name} ›", ShowWatch(known.watch.number))
        return t.reply("watch-already", show, name=known.watch.name, rule=rule)
    unmute = t.button("unmute", Unmute(known.watch.number))
    return t.reply("watch-already-muted", unmute, name=known.watch.name, rule=rule)


# ---- a rule in words -------------------------------------------------------------------------------


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
    operators = (each.found for each in notes if each.kind in (r.NoteKind.OR, r.NoteKind.AND, r.NoteKind.NOT))
    return note.kind is r.NoteKind.SPLIT and any(operator in note.found for operator in operators)


def _own_names(entity: r.Entity, own: r.ChatAliases) -> list[r.Phrase]:
    """Return the chat's names for an entity, without the one that was typed."""
    return [name for name in own.of(entity.id) if name.tokens != read(entity.surface).tokens] if own.names else []


def _doubtful_meaning(term: r.Entity, t: Translator, own: r.ChatAliases) -> str:
    """Return the full name of an entity typed by an ambiguous name, a stock symbol or the chat's own name; else ""."""
    entity = own.catalog.entities[term.id]
    doubtful = {name.tokens for name in own.of(term.id)} if own.names else set[Tokens]()
    if entity.kind not in ORDINARY:
        doubtful |= {alias.tokens for alias in entity.aliases if alias.gated}
    if own.catalog.tickers.get(term.surface.upper()) == term.id:
        doubtful.add(read(term.surface).tokens)
    typed = read(term.surface).tokens if doubtful else ()
    if typed not in doubtful:
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
