"""The entities that one item names, and where: gates first, then the longest name at a place; broader ones too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import cached_property

from watchers.entities import EntityId, Tokens, same_letters
from watchers.matching import firms, headlines
from watchers.matching.recognizer import Context, Gate, Interval, Recognizer
from watchers.matching.surroundings import Scan, Span, Surroundings
from watchers.model import Item
from watchers.text.tokens import is_cjk, read

TITLE_EVIDENCE = 0.08
"""Probability from which a title's evidence opens a gate; its prior has most of the weight."""
BODY_EVIDENCE = 0.95
"""The same for a body, which speaks of many things."""
_MAKING = read("製造").tokens

_Cluster = list[tuple[Span, Tokens]]
"""Aliases that overlap, in reading order: whether one counts does not depend on aliases outside its cluster."""


class Named:
    """The entities that one item names. Each operation takes time proportional to the item's length."""

    def __init__(self, recognizer: Recognizer, scans: Sequence[Scan], words: frozenset[str], item: Item) -> None:
        self.surroundings = Surroundings(recognizer.senses, scans, words, item)
        self._recognizer = recognizer
        self._item = item
        self._scans = scans
        self._words = words
        self._may_be_on_map = not words.isdisjoint(firms.ON_MAPS)
        self._found: dict[EntityId, list[Span]] = defaultdict(list)
        self._asked: set[EntityId] = set()
        self._of_words: dict[EntityId, list[Span]] = {}
        self._accidental: dict[tuple[int, Tokens], set[int]] = {}
        self._words_there: dict[Context, frozenset[str]] = {}
        self._opened: dict[tuple[Context, Tokens], bool] = {}
        self._named_surely: dict[EntityId, bool] = {}
        self._contradicted: dict[tuple[Context, int], dict[int, list[Interval]]] = {}

    def ordinary(self, owner: EntityId, tokens: Tokens, capitals: tuple[bool, ...]) -> Iterator[Span]:
        """Yield the spans of ordinary words that were typed in a rule, ignoring what their gate needs."""
        gate = self._recognizer.owners[tokens].get(owner) if tokens in self._recognizer.owners else None
        if gate is not None and self.means_another(gate, owner, tokens):
            return
        for field, scan in enumerate(self._scans):
            accidents = self._accidents(field, tokens)
            for first, after in scan.found(tokens, capitals):
                span = Span(field, first, after)
                if first in accidents or self.is_out_of_place(owner, span):
                    continue
                is_contrary = gate is not None and self._is_contradicted(gate.anti_context, span)
                is_on_map = self._may_be_on_map and firms.is_on_map(scan, span, is_land=False)
                if not (is_contrary or is_on_map) and self.surroundings.is_apart(span, tokens):
                    yield span

    def has_context(self, gate: Gate, own: Tokens) -> bool:
        """Return whether a context word is anywhere in the item other than as part of the alias ``own``."""
        return not (gate.contexts or gate.verbs) or any(self._opens(context, own) for context in gate.contexts)

    def places(self, context: Context, scan: Scan) -> Iterator[Interval]:
        """Yield the places of a context's words in a field."""
        for token in context.phrases.keys() & self._words:
            for phrase in context.phrases[token]:
                yield from scan.found(phrase)
        for word in self._words_of(context):
            yield from ((at, at + 1) for at in scan.places(word))

    @cached_property
    def entities(self) -> Mapping[EntityId, list[Span]]:
        """Return each entity that counts with the spans that name it, without the words of trade."""
        for cluster in self._clusters:
            self._settle(cluster)
        return dict(self._found)

    def has(self, entity: EntityId) -> bool:
        """Return whether the item names an entity."""
        single = self._recognizer.single_words.get(entity)
        if single is not None and entity not in self._of_words:
            return not self._words.isdisjoint(single) or any(True for _ in self._places_of_word(entity))
        return bool(self.spans(entity))

    def spans(self, entity: EntityId) -> Sequence[Span]:
        """Return the spans that name one entity; only clusters that may name it are examined.

        An optimization for readings whose ``entities`` are not all needed: with 100,000 distinct rules an item takes
        0.6 ms instead of 1.2, including folding.
        """
        if entity in self._recognizer.words_of_trade:
            if entity not in self._of_words:
                self._of_words[entity] = list(self._places_of_word(entity))
            return self._of_words[entity]
        if entity not in self._asked:
            self._asked.add(entity)
            if any(map(self._words.issuperset, self._recognizer.spellings[entity])):
                for cluster in self._clusters_of.get(entity, ()):
                    self._settle(cluster)
        return self._found.get(entity, ())

    @cached_property
    def _clusters(self) -> list[_Cluster]:
        clusters: list[_Cluster] = []
        for field, scan in enumerate(self._scans):
            reach = 0
            for first, tokens in self._recognizer.aliases(scan.text.tokens):
                span = Span(field, first, first + len(tokens))
                if first >= reach:
                    clusters.append([])
                clusters[-1].append((span, tokens))
                reach = max(reach, span.after)
        return clusters

    @cached_property
    def _clusters_of(self) -> dict[EntityId, list[_Cluster]]:
        """Return the entities that may be named, each with the clusters that may name it; settled ones are empty."""
        found: dict[EntityId, list[_Cluster]] = defaultdict(list)
        may_name = self._recognizer.may_name
        for cluster in self._clusters:
            for _, tokens in cluster:
                for entity in may_name[tokens]:
                    found[entity].append(cluster)
        return found

    def _places_of_word(self, word: EntityId) -> Iterator[Span]:
        """Yield the places of a word of trade: it counts wherever it is a separate word."""
        for tokens, languages in self._recognizer.words_of_trade[word]:
            if not self._words.issuperset(tokens) or (is_cjk(tokens[0]) and not self.surroundings.speaks(languages)):
                continue
            for field, scan in enumerate(self._scans):
                accidents = self._accidents(field, tokens)
                for first, after in scan.found(tokens):
                    span = Span(field, first, after)
                    if first in accidents or self.surroundings.is_survey(span, tokens):
                        continue
                    if self.surroundings.is_apart(span, tokens) and not self.is_out_of_place(word, span):
                        yield span

    def _settle(self, cluster: _Cluster) -> None:
        """Record which aliases of a cluster count and for which entities, then empty the cluster."""
        counts_for = self._recognizer.catalog.counts_for
        around: tuple[Span, list[EntityId]] | None = None
        for span, tokens in cluster:
            if around is None or span.after > around[0].after:
                owners = list(self._owners(span, tokens))
                around = (span, owners) if owners else around
            elif speaking := self._speaking_inside(span, *around):
                owners = [owner for owner in self._owners(span, tokens) if owner in speaking]
            else:
                continue  # inside a longer one that counts
            for owner in owners:
                for entity in counts_for[owner]:
                    self._found[entity].append(span)
        cluster.clear()

    def _speaking_inside(self, span: Span, around: Span, owners: Collection[EntityId]) -> Set[EntityId]:
        """Return the entities whose names count inside a longer Chinese or Japanese name.

        They are topics and products inside a company's name (半導體 in 安世半導體, not the industry of a legal name:
        台灣積體電路製造), and places inside the name of a topic or product (スイス時計).
        """
        recognizer = self._recognizer
        tokens = self._scans[span.field].text.tokens
        if span == around or not is_cjk(tokens[span.first]):
            return frozenset()
        if recognizer.ordinary.issuperset(owners):
            return recognizer.lands
        is_industry = tokens[span.after : span.after + 2] == _MAKING
        return frozenset() if is_industry or not recognizer.companies.issuperset(owners) else recognizer.ordinary

    def _owners(self, span: Span, tokens: Tokens) -> Iterator[EntityId]:
        """Yield the owners for whom an alias counts here: it is a phrase, not an accident, and their gates open."""
        if len(tokens) > 1 and not self._scans[span.field].unbroken(span.first, span.after):
            return
        if tokens in self._recognizer.not_inside and span.first in self._accidents(span.field, tokens):
            return
        if not self.surroundings.is_apart(span, tokens):
            return
        for owner, gate in self._recognizer.owners[tokens].items():
            if self.belongs_to_another(owner, span, tokens) or self.is_likened(owner, span):
                continue
            if self.is_another_word(owner, span, tokens) or self.is_out_of_place(owner, span):
                continue
            if gate is None or self._passes(gate, owner, span, tokens):
                yield owner

    def _accidents(self, field: int, tokens: Tokens) -> set[int]:
        """Return the places where an alias is part of a longer string that means something else (高通 in 提高通關)."""
        asked = (field, tokens)
        if asked not in self._accidental:
            found: set[int] = set()
            for longer in self._recognizer.not_inside.get(tokens, ()):
                if self._words.issuperset(longer):
                    inside = [at for at in range(len(longer)) if longer[at : at + len(tokens)] == tokens]
                    found.update(begin + at for begin in self._scans[field].together(longer) for at in inside)
            self._accidental[asked] = found
        return self._accidental[asked]

    def belongs_to_another(self, owner: EntityId, span: Span, tokens: Tokens) -> bool:
        """Return whether the name of an office is another one's: 墨西哥經濟部, 英財務省, Military Commission."""
        if owner not in self._recognizer.offices:
            return False
        if not is_cjk(tokens[0]):
            is_word = len(tokens) == 1 and self._recognizer.forms.is_word(tokens[0])
            return is_word and self._scans[span.field].continues_name(span.first)
        countries = self.surroundings.countries_before(span, self._recognizer.countries)
        return bool(countries) and self._recognizer.homes[owner] not in countries

    def is_out_of_place(self, owner: EntityId, span: Span) -> bool:
        """Return whether a word of the sentence says that no name of the entity means it: FIFA beside sanctions."""
        return self._is_contradicted(self._recognizer.unless.get(owner), span)

    def is_another_word(self, owner: EntityId, span: Span, tokens: Tokens) -> bool:
        """Return whether a name is a word, another person, or part of another: to trump, シャープな, 三星杯."""
        recognizer, scan = self._recognizer, self._scans[span.field]
        has_capital = scan.is_capitalized(span.first)
        is_of_ship = not self._words.isdisjoint(firms.SHIPS) and firms.is_of_ship(scan, span)
        is_in_firm = has_capital and owner in recognizer.ordinary and firms.is_in_firm(scan, span)
        is_town = owner in recognizer.abroad and firms.is_american_town(scan, span)
        is_on_map = self._may_be_on_map and firms.is_on_map(scan, span, is_land=owner in recognizer.lands)
        if is_of_ship or is_in_firm or is_town or is_on_map:
            return True
        if owner in recognizer.regions:
            return self.surroundings.is_of_firm(span) if is_cjk(tokens[0]) else firms.is_of_firm(scan, span)
        if owner in recognizer.people:
            return self._is_namesake(owner, span, tokens) if has_capital else headlines.is_small(scan, span)
        return owner in recognizer.companies and (
            (not has_capital and headlines.is_small(scan, span))
            or self.surroundings.is_adjective(span, tokens)
            or self.surroundings.is_sponsor(span)
        )

    def _is_namesake(self, owner: EntityId, span: Span, tokens: Tokens) -> bool:
        """Return whether the first name before a surname is another's; one is neither English nor in the catalog."""
        recognizer = self._recognizer
        before = self._scans[span.field].capitalized_before(span.first)
        if len(tokens) > 1 or not before or self._item.language.partition("-")[0] not in ("", "en"):
            return False
        is_known = recognizer.forms.is_word(before) or (before,) in recognizer.owners
        return not is_known and not any(before in spelled for spelled in recognizer.spellings[owner])

    def is_likened(self, owner: EntityId, span: Span) -> bool:
        """Return whether something else is called by the name of a company, an office or a town (飲料界的台積電)."""
        recognizer = self._recognizer
        is_country = owner in recognizer.lands and owner not in recognizer.regions
        if is_country or owner in recognizer.ordinary:
            return False
        return self.surroundings.is_likened(span, recognizer.countries, in_realm=owner in recognizer.companies)

    def _passes(self, gate: Gate, owner: EntityId, span: Span, tokens: Tokens) -> bool:
        """Return whether a gate opens: in its capitals if required, not contradicted, and with something for it.

        Its context, a sure name of the owner elsewhere in the item, or the learned evidence speaks for it.
        """
        scan = self._scans[span.field]
        if not self.speaks(gate) or (gate.drowned and scan.drowns(span.first, span.after)):
            return False
        if gate.surfaces and not scan.shouts:
            written = scan.written(span.first, span.after)
            if not any(same_letters(surface, written) for surface in gate.surfaces):
                return False
        if self._is_contradicted(gate.anti_context, span) or self.means_another(gate, owner, tokens):
            return False
        return self.has_reason(gate, owner, span, tokens)

    def speaks(self, gate: Gate) -> bool:
        """Return whether the alias names its owner in the item's language."""
        return not gate.only_in or self._item.language in gate.only_in

    def has_reason(self, gate: Gate, owner: EntityId, span: Span, tokens: Tokens) -> bool:
        """Return whether anything speaks for an ambiguous name that nothing contradicts."""
        if gate.acting:
            is_short = is_cjk(tokens[0]) and self.surroundings.is_short_country(span, self._recognizer.owners)
            return is_short or self._acts(span, tokens)
        reason = self._needs_no_evidence(gate, owner, tokens) or self._is_shown(gate, owner, span, tokens)
        scan = self._scans[span.field]
        follows = gate.verbs is not None and headlines.is_object(scan, span, self.places(gate.verbs, scan))
        return reason or follows or self._is_at_home(owner, span) or self.is_evident(owner, span, tokens)

    def _is_at_home(self, owner: EntityId, span: Span) -> bool:
        """Return whether a company or office is directly after its country in Chinese or Japanese: 米ターゲット."""
        recognizer = self._recognizer
        home = recognizer.catalog.entities[owner].jurisdiction
        may_have_home = owner in recognizer.companies or owner in recognizer.offices
        return may_have_home and home in self.surroundings.countries_before(span, recognizer.countries)

    def _is_shown(self, gate: Gate, owner: EntityId, span: Span, tokens: Tokens) -> bool:
        """Return whether a headline shows that a name is meant; an acronym needs more.

        A company, or a place or office that is not a word, is its subject; a company has a capital where a word has
        none; a person is quoted or governs; goods come from a country.
        """
        recognizer, scan = self._recognizer, self._scans[span.field]
        if any(map(str.isupper, gate.surfaces)):
            return False
        if owner in recognizer.ordinary:
            return bool(gate.contexts) and headlines.is_from_abroad(scan, span, recognizer.is_land)
        if owner in recognizer.people:
            return headlines.is_quoted(scan, span) or headlines.governs(scan, span)
        is_company = owner in recognizer.companies
        if is_company and headlines.is_proper(scan, span):
            return True
        is_word = all(is_cjk(token) or recognizer.forms.is_word(token) for token in tokens)
        return (is_company or (owner in recognizer.homes and not is_word)) and self._acts(span, tokens)

    def _acts(self, span: Span, tokens: Tokens) -> bool:
        if is_cjk(tokens[0]):
            return self.surroundings.acts(span)
        return headlines.acts(self._scans[span.field], span)

    def evidence(self, gate: Gate | None, owner: EntityId, span: Span, tokens: Tokens) -> tuple[str, ...]:
        """Return the words by which learned evidence alone opens a gate, the strongest first; empty if others do."""
        if gate is None or self._needs_no_evidence(gate, owner, tokens) or not self.is_evident(owner, span, tokens):
            return ()
        return tuple(word for word, weight in self.surroundings.strongest(tokens) if weight > 0)

    def _needs_no_evidence(self, gate: Gate, owner: EntityId, tokens: Tokens) -> bool:
        if self._item.language in gate.free_in or self._is_foreign_word(gate, owner, tokens):
            return True
        return self._is_of_the_source(gate, owner, tokens) or self.has_context(gate, tokens) or self._is_named(owner)

    def _is_of_the_source(self, gate: Gate, owner: EntityId, tokens: Tokens) -> bool:
        """Return whether an acronym without another known sense is an office of the source's country: DHS."""
        recognizer = self._recognizer
        if owner not in recognizer.offices or self._item.country != recognizer.homes[owner] or len(tokens) > 1:
            return False
        has_capitals = any(sum(map(str.isupper, surface)) > 1 for surface in gate.surfaces)
        return has_capitals and gate.other_sense is None

    def _is_foreign_word(self, gate: Gate, owner: EntityId, tokens: Tokens) -> bool:
        """Return whether the name is Latin with a capital, which nobody means as a word in a text without Latin words.

        Acronyms are not among them, since other texts have acronyms of their own.
        """
        recognizer = self._recognizer
        if (
            not gate.surfaces
            or owner not in recognizer.companies
            or self._item.language.partition("-")[0] not in ("ja", "zh")
        ):
            return False
        is_acronym = all(surface.isupper() for surface in gate.surfaces)
        return all(map(recognizer.forms.is_word, tokens)) or not is_acronym

    def _is_contradicted(self, anti_context: Context | None, span: Span) -> bool:
        if anti_context is None:
            return False
        contradictions = self._contradictions(anti_context, span.field)
        if not contradictions:
            return False
        others = contradictions.get(self._scans[span.field].sentence(span.first), ())
        return not all(span.first <= first and after <= span.after for first, after in others)

    def means_another(self, gate: Gate, owner: EntityId, tokens: Tokens) -> bool:
        """Return whether an ambiguous name has another sense in this item.

        A word of the other sense says so, or, for ordinary English words (Commission), a source of another country,
        unless the item names the owner surely; beside its country, only a word of the other sense still says so.
        A place for which no other sense is listed (Turkey) is itself in every source.
        """
        recognizer = self._recognizer
        country = recognizer.homes.get(owner)
        is_land = owner in recognizer.lands and gate.other_sense is None
        foreign = country is not None and self._item.country not in (None, country)
        foreign = foreign and not is_land and all(map(recognizer.forms.is_word, tokens))
        otherwise = gate.other_sense is not None and self._opens(gate.other_sense, tokens)
        if not (foreign or otherwise) or self._is_named(owner):
            return False
        if country is None or (otherwise and owner not in recognizer.lands):
            return True
        return not self._is_named(EntityId(f"pl.{country.lower()}"))

    def is_evident(self, owner: EntityId, span: Span, tokens: Tokens) -> bool:
        """Return whether the words around an ambiguous name of a company are those of companies."""
        probability = self.surroundings.probability(owner, tokens)
        is_enough = probability >= (TITLE_EVIDENCE if span.field == 0 else BODY_EVIDENCE)
        return is_enough and not self._is_settled_otherwise(tokens)

    def _is_settled_otherwise(self, tokens: Tokens) -> bool:
        """Return whether the item has a longer string that begins with the name (蘋果日報), or the name as a title."""
        longer = (other for other in self._recognizer.not_inside.get(tokens, ()) if other[: len(tokens)] == tokens)
        there = (other for other in longer if self._words.issuperset(other))
        if any(True for other in there for scan in self._scans for _ in scan.at(other)):
            return True
        return any(scan.is_title(first) for scan in self._scans for first in scan.at(tokens))

    def _is_named(self, entity: EntityId) -> bool:
        """Return whether the item has a name of the entity that needs no context."""
        if entity not in self._named_surely:
            self._named_surely[entity] = any(
                self._words.issuperset(tokens) and self._has(tokens, gate)
                for tokens, gate in self._recognizer.sure_spellings.get(entity, ())
            )
        return self._named_surely[entity]

    def _has(self, tokens: Tokens, gate: Gate | None) -> bool:
        for field, scan in enumerate(self._scans):
            accidents = self._accidents(field, tokens)
            for first, after in scan.found(tokens):
                if first in accidents or not self.surroundings.is_apart(Span(field, first, after), tokens):
                    continue
                written = scan.written(first, after)
                if gate is None or any(same_letters(surface, written) for surface in gate.surfaces):
                    return True
        return False

    def _opens(self, context: Context, own: Tokens) -> bool:
        asked = (context, own)
        if asked not in self._opened:
            self._opened[asked] = not self._words_of(context).issubset(own) or any(
                self._stands_apart(scan, context, own) for scan in self._scans
            )
        return self._opened[asked]

    def _stands_apart(self, scan: Scan, context: Context, own: Tokens) -> bool:
        inside = {at + more for at in scan.at(own) for more in range(len(own))}
        return any(not inside.issuperset(range(first, after)) for first, after in self.places(context, scan))

    def _contradictions(self, context: Context, field: int) -> Mapping[int, list[Interval]]:
        """Return the places of an anti-context by the number of their sentence."""
        asked = (context, field)
        if asked not in self._contradicted:
            scan = self._scans[field]
            by_sentence: dict[int, list[Interval]] = defaultdict(list)
            for place in self.places(context, scan):
                by_sentence[scan.sentence(place[0])].append(place)
            self._contradicted[asked] = by_sentence
        return self._contradicted[asked]

    def _words_of(self, context: Context) -> frozenset[str]:
        """Return the item's words that are words of a context or begin with its stems."""
        if context not in self._words_there:
            by_stem = self._by_stem
            of_stems = (by_stem[stem] for stem in context.stems if stem in by_stem)
            self._words_there[context] = (context.words & self._words).union(*of_stems)
        return self._words_there[context]

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """Return the item's words by the stems of all contexts that they begin with."""
        found: dict[str, list[str]] = {}
        stems_of = self._recognizer.stems_of
        for word in self._words:
            for stem in stems_of(word):
                found.setdefault(stem, []).append(word)
        return found
