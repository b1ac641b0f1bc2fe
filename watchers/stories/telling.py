"""What one item tells, in a form that is the same in all languages: entities, quantities, instruments (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from watchers.matching import Reading, Recognizer
from watchers.matching.reading import Phrases
from watchers.model import DOCUMENT, EntityId, Fact, Item
from watchers.stories.acts import acts, stages
from watchers.stories.quantities import quantities
from watchers.text.tokens import is_cjk

INSTRUMENTS = frozenset(("fr", "docket", "case", "csms", "mofcom", "eu", "wto", "order"))
"""The facts that name one official document or procedure."""
MAX_BODY_CHARACTERS = 1_200
"""The beginning of a body tells what happened; the rest is background."""
MAX_BODY_TOKENS = 400
"""The same in tokens."""
MAX_OWN_FROM_BODY = 3
"""A body that names more instruments is a survey or cites the law."""
OFTEN_CITED = frozenset(
    f"eu:{act}"
    for act in "2016/1036 2016/1037 952/2013 2015/478 833/2014 269/2014 2021/821 2023/956 428/2009 2658/87".split()
)
"""Acts that many notices cite as their legal basis."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one item tells."""

    source: str
    language: str
    official: bool
    """Whether its source is the office that acts."""
    at: float
    """When it was seen, in seconds since 1970."""
    link: bytes | None
    """The key of its canonical link."""
    own: frozenset[str]
    """The instruments in its title or in its publisher's fields: ``case:A-570-053``."""
    cited: frozenset[str]
    """All instruments that it names."""
    stages: frozenset[str]
    """The stages of a procedure that its title names; else those that its body names."""
    title: frozenset[str]
    """The entities, words of trade, quantities and foreign names of its title."""
    whole: frozenset[str]
    """The same of its title and the beginning of its body."""
    wording: frozenset[str]
    """The words of its title, and the pairs of its Chinese and Japanese characters."""
    implied: frozenset[str] = frozenset()
    """The entities that it tells only because it tells narrower ones: Japan in Kumamoto."""
    acts: frozenset[str] = frozenset()
    """What somebody does in its title."""
    all_acts: frozenset[str] = frozenset()
    """The same in its title and the beginning of its body."""


class Teller:
    """Read tellings; built once from the recognizer, used for every item that matched."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._counts_for = recognizer.catalog.counts_for
        self._words = _Words(recognizer)

    def tell(self, reading: Reading, item: Item, source: str, official: bool, at: float, link: bytes | None) -> Telling:
        """Return what an item tells."""
        begin, opening = item.body.original[:MAX_BODY_CHARACTERS], item.body.tokens[:MAX_BODY_TOKENS]
        title = self._features(reading, 0, item.title.original)
        whole = title | self._features(reading, 1, begin)
        title_acts = frozenset(acts(item.title.tokens, item.title.original))
        facts = [*item.facts, *_orders(item)]
        return Telling(
            source=source,
            language=item.language,
            official=official,
            at=at,
            link=link,
            own=_own(facts),
            cited=_instruments(facts),
            stages=frozenset(stages(item.title.tokens, item.title.original)) or frozenset(stages(opening, begin)),
            title=title,
            whole=whole,
            wording=frozenset(_wording(item.title.tokens)),
            implied=self._implied(whole),
            acts=title_acts,
            all_acts=title_acts.union(acts(opening, begin)),
        )

    def _implied(self, features: frozenset[str]) -> frozenset[str]:
        broader = (self._counts_for.get(EntityId(feature), _NOTHING) - {feature} for feature in features)
        return features.intersection(chain.from_iterable(broader))

    def _features(self, reading: Reading, field: int, original: str) -> frozenset[str]:
        entities = (entity for entity, spans in reading.entities.items() if any(span.field == field for span in spans))
        return frozenset((*entities, *self._words.of(reading, field), *_products(original))) | quantities(original)


class _Words:
    """The words of trade by their spellings."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._tokens: dict[str, list[tuple[str, frozenset[str]]]] = {}
        self._phrases: dict[tuple[str, ...], list[tuple[str, frozenset[str]]]] = {}
        self._any_phrase = Phrases()
        for word, spellings in recognizer.words_of_trade.items():
            for tokens, languages in spellings:
                if len(tokens) == 1:
                    self._tokens.setdefault(tokens[0], []).append((word, languages))
                else:
                    self._phrases.setdefault(tokens, []).append((word, languages))
        for tokens in self._phrases:
            self._any_phrase.add(tokens)

    def of(self, reading: Reading, field: int) -> Iterator[str]:
        """Yield the words of trade in a field."""
        tokens = reading.scans[field].text.tokens[:MAX_BODY_TOKENS]
        speaks = reading.named.surroundings.speaks
        found = [(token, self._tokens[token]) for token in self._tokens.keys() & set(tokens)]
        phrases = {phrase for phrase, _ in self._any_phrase.in_text(tokens)}
        found += [(phrase[0], self._phrases[phrase]) for phrase in phrases & self._phrases.keys()]
        for first, spelled in found:
            for word, languages in spelled:
                if not is_cjk(first) or speaks(languages):
                    yield word


def _products(text: str) -> Iterator[str]:
    """Yield what is written with capitals and digits in all languages: H200, HBM4, NAND."""
    return (f"={match[0]}" for match in _PRODUCT.finditer(text))


def _own(facts: Sequence[Fact]) -> frozenset[str]:
    """Return the instruments that an item is about: those of its title and fields, else the few that its body names."""
    own = _instruments(fact for fact in facts if fact.field in ("title", DOCUMENT))
    cited = _instruments(facts)
    return own or (cited if len(cited) <= MAX_OWN_FROM_BODY else frozenset())


def _instruments(facts: Iterable[Fact]) -> frozenset[str]:
    return frozenset(f"{fact.name}:{fact.value}" for fact in facts if fact.name in INSTRUMENTS) - OFTEN_CITED


def _orders(item: Item) -> Iterator[Fact]:
    """Yield the President's orders and proclamations, and the cases of the European Union, that an item names."""
    for field, text in (("title", item.title.original), ("body", item.body.original[:MAX_BODY_CHARACTERS])):
        for match in _ORDER.finditer(unicodedata.normalize("NFKC", text)):
            yield Fact("order", next(filter(None, match.groups())).upper(), field, match.start(), match.end())


def _wording(tokens: Sequence[str]) -> Iterator[str]:
    for at, token in enumerate(tokens):
        if not is_cjk(token):
            if len(token) > 2 and token not in _EMPTY:
                yield token[:6]
        elif at + 1 < len(tokens) and is_cjk(tokens[at + 1]) and not _is_kana(token, tokens[at + 1]):
            yield token + tokens[at + 1]


def _is_kana(*tokens: str) -> bool:
    """Return whether one of these is hiragana: a particle or an ending."""
    return any("\u3041" <= token <= "\u3096" for token in tokens)


_PRODUCT = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,5}[0-9]{1,4}(?![A-Za-z0-9-])")
_ORDER = re.compile(
    r"(?=[EPpAR大行布公第])(?:(?:Executive\sOrder|E\.O\.|[Pp]roclamation)\s(?:No\.\s)?([0-9]{4,5})(?![0-9])"
    r"|(?:大統領令|行政命令|布告|公告令)第?\s?([0-9]{4,5})(?![0-9])|第\s?([0-9]{4,5})\s?[号號](?:行政命令|大統領令|公告|布告)"
    r"|\b((?:AD|AS|R)[0-9]{3,4})\b)"
)
_NOTHING: frozenset[EntityId] = frozenset()
_EMPTY = frozenset(
    "the and for from with its that this will has have are was were over after into says said new".split()
)
