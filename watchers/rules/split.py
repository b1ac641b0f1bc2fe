"""Splits a text without spaces into the names that it consists of: 半導體 and 關稅."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

from watchers.entities import Catalog, EntityId
from watchers.rules.known import Names
from watchers.rules.syntax import And, Entity, Or, Phrase, Rule, joined, phrase_of
from watchers.rules.vocabulary import (
    CAPITAL_OPERATORS,
    CJK_OPERATORS,
    MAX_OFFICE_TOKENS,
    NOT_BEFORE,
    ORGANIZATION,
    PARTICLES,
    PLAIN_TRADE_WORDS,
    SHORT_COUNTRIES,
    UNMISTAKABLE,
    Kind,
    honorific,
    is_title,
)
from watchers.text.tokens import Text, characters, fold, is_cjk, read


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text without spaces."""

    kind: Kind
    """TERM for a name, WORD for other text, or an operator."""
    text: str
    begin: int
    """Offset in the text."""
    end: int
    rule: Rule | None = None
    left_out: bool = False
    """Whether it is a particle or a plain word of trade, which means nothing beside a name."""


_MAX_TOKENS = 60
"""A longer text is not a list of names, and is searched as it is."""


ReadQuantity = Callable[[str], Rule | None]


def split(text: Text, names: Names, quantity: ReadQuantity, more: bool = False) -> list[Part]:
    """Return the parts of a text without spaces; [] if it is one term. ``more``: whether words follow the text.

    Operators that nothing else is spelled like split it in any case. What is between them is split if it consists of
    names, with nothing but particles, other operators and plain words of trade beside them.
    """
    if len(text.tokens) > _MAX_TOKENS or not any(map(is_cjk, text.tokens)):
        return []
    if length := honorific(text.tokens):
        title = len(text.tokens) - length
        name = Part(Kind.WORD, *_place(text, 0, title))
        return [name, Part(Kind.WORD, *_place(text, title, len(text.tokens)), left_out=True)]
    parts: list[Part] = []
    stretches = list(_at_unmistakable_operators(text))
    excludes = any(kind is Kind.NOT for kind, _, _ in stretches)
    for kind, first, after in stretches:
        surface, begin, end = _place(text, first, after)
        known = _known_parts(text, first, after, names, quantity) if kind is Kind.WORD else []
        if not known and len(stretches) == 1:
            known = _with_words_between(text, first, after, names, quantity)
        if not known and kind is Kind.WORD and not excludes:
            known = _known_parts(text, first, after, names, quantity, may_be_unknown=True)
        nothing = kind is Kind.WORD and says_nothing(read(surface))
        parts += _as_headlines_write(known) if known else [Part(kind, surface, begin, end, left_out=nothing)]
    if len(stretches) == 1:
        only_things = len(parts) == 1 and not text.tokens[0][0].isdecimal()
        around = ((part, [*_around_name(part, names, quantity, only_things)]) for part in parts)
        parts = [narrower for part, found in around for narrower in found or (part,)]
    parts = _with_compounds(_without_questions(parts, more))
    return parts if len(parts) > 1 else []


def _without_questions(parts: list[Part], more: bool) -> list[Part]:
    """Leave out a か that ends a question: 下りたか知りたい; before another name it means or: ラピダスか TSMC."""
    goes_on = more
    done: list[Part] = []
    for part in reversed(parts):
        ends = part.text == "か" and part.kind is Kind.OR and not goes_on
        done.append(replace(part, kind=Kind.WORD, left_out=True) if ends else part)
        goes_on |= not part.left_out and not ends
    return done[::-1]


def _with_compounds(parts: list[Part]) -> list[Part]:
    """Make one term each of two compounds that begin alike, with an *or* between them: 輸入関税か輸入制限."""
    for at in range(1, len(parts) - 1):
        begins = parts[at + 1].text[:2]
        first = max((each for each in range(at) if parts[each].text.startswith(begins)), default=at)
        end = next((each for each in range(at + 1, len(parts)) if not _is_searched(parts[each])), len(parts))
        if parts[at].kind is Kind.OR and first < at and all(map(_is_searched, parts[first:at])):
            rest = _with_compounds(parts[end:])
            return [*parts[:first], _together(parts[first:at]), parts[at], _together(parts[at + 1 : end]), *rest]
    return parts


def _is_searched(part: Part) -> bool:
    return part.kind in (Kind.TERM, Kind.WORD) and not part.left_out


def _together(parts: list[Part]) -> Part:
    (first, *others) = parts
    rules = [part.rule or phrase_of(read(part.text)) for part in parts]
    return replace(first, kind=Kind.TERM, end=parts[-1].end, rule=joined(And, rules)) if others else first


def _at_unmistakable_operators(text: Text) -> Iterator[tuple[Kind, int, int]]:
    """Yield (kind, first token, token after the last) of each operator and of what is between them."""
    start = at = 0
    while at < len(text.tokens):
        for length in range(min(_MAX_PARTICLE_TOKENS, len(text.tokens) - at), 0, -1):
            kind = _unmistakable().get(text.tokens[at : at + length]) or _between_compounds(text, start, at, length)
            # One character is not a term, so that its neighbor is not an operator: 不含稅.
            if kind is None or 1 in (len("".join(text.tokens[start:at])), len(text.tokens) - at - length):
                continue
            # 要不要 asks.
            if at and text.tokens[at - 1] == text.tokens[at + length - 1]:
                continue
            if start < at:
                yield Kind.WORD, start, at
            yield kind, at, at + length
            start = at = at + length
            break
        else:
            at += 1
    if start < len(text.tokens):
        yield Kind.WORD, start, len(text.tokens)


def _between_compounds(text: Text, start: int, at: int, length: int) -> Kind | None:
    """Return the kind of an *or* between two words that begin alike, which are compounds: 通航料か通航制限."""
    kind, begins = CJK_OPERATORS.get("".join(text.tokens[at : at + length])), text.tokens[at + length : at + length + 2]
    alike = len(begins) == 2 and any(text.tokens[each : each + 2] == begins for each in range(start, at - 2))
    return kind if kind is Kind.OR and alike else None


def _known_parts(
    text: Text, start: int, stop: int, names: Names, quantity: ReadQuantity, *, may_be_unknown: bool = False
) -> list[Part]:
    """Return the parts of a stretch that consists of names and what may be beside them; [] if it does not.

    A plain word of trade that the catalog knows is left out beside two other names, and a name beside one.
    ``may_be_unknown`` allows another noun beside a single name, with a particle between: 台積電的股利; and nouns alone.
    """
    for plain_cost in (_COST - 1, _COST + 1):
        parts = _cheapest_parts(text, start, stop, names, quantity, plain_cost)
        known = sum(part.kind is Kind.TERM for part in parts)
        only_particles = all(_is_particle(part) for part in parts if part.left_out)
        unknown = any(part.kind is Kind.WORD and not part.left_out for part in parts)
        if may_be_unknown and len(parts) > 2 and all(part.text in "的の" for part in parts if part.left_out):
            return parts
        if known > 1 or (known == 1 and len(parts) > 1 and only_particles and (may_be_unknown or not unknown)):
            return parts
    return []


def _with_words_between(text: Text, start: int, stop: int, names: Names, quantity: ReadQuantity) -> list[Part]:
    """Return two names or more with other words between or beside them: 日本, 半導體 and 材料; [] if there are none.

    A text that ends like the name of an organization is one term, and so are words of trade without a name.
    """
    if ORGANIZATION.search("".join(text.tokens[start:stop])):
        return []
    parts = _cheapest_parts(text, start, stop, names, quantity, _COST + 1, between=True)
    if len(parts) > 1 and len(parts[0].text) == 1 and parts[1].kind is Kind.WORD:
        return []  # 中 is not China in 中古車輸出 or 中東石油出口
    named = [part.rule for part in parts if part.kind is Kind.TERM]
    sure = any(isinstance(rule, Entity) and rule.typed is None for rule in named)
    searched = sum(not part.left_out for part in parts)
    inflected = any(part.left_out and _INFLECTED.fullmatch(part.text) for part in parts)
    is_sentence = inflected or any(
        part.rule is not None and part.text[0].isdecimal() for part in parts
    )  # ミニマムアクセス75%増
    return parts if (sure and len(named) > 1) or (is_sentence and named and (sure or searched > 1)) else []


def _cheapest_parts(
    text: Text, start: int, stop: int, names: Names, quantity: ReadQuantity, plain_cost: int, between: bool = False
) -> list[Part]:
    """Return the fewest parts that cover a stretch, with other words ``between`` names if allowed; else []."""
    best: dict[int, tuple[int, list[Part]]] = {stop: (0, [])}
    for at in range(stop - 1, start - 1, -1):
        single = (
            *_parts_at(text, at, stop, names, quantity, plain_cost),
            *(_words_between(text, at, stop) if between else _unknown(text, at, stop)),
            *(_inflected(text, at, stop) if between and at > start else ()),
        )
        several = (*_name_with_title(text, at, stop, names), *(([part], length, cost) for part, length, cost in single))
        found = [
            (best[at + length][0] + cost, [*parts, *best[at + length][1]])
            for parts, length, cost in several
            if at + length in best
        ]
        if found:
            best[at] = min(found, key=itemgetter(0))
    _, parts = best.get(start, (0, []))
    if len(parts) > 1:
        parts = [narrower for part in parts for narrower in _apart(part, names)]
    return parts


def _apart(part: Part, names: Names) -> list[Part]:
    """Return the broader names that a name consists of, where it is one part of several: 半導體 關稅 for 半導體關稅."""
    if part.rule is None:
        return [part]
    rules = names.apart(part.rule, characters(read(part.text)), space="") or [names.with_sides(part.rule)]
    return [replace(part, rule=rule) for rule in rules]


def _around_name(part: Part, names: Names, quantity: ReadQuantity, only_things: bool) -> Iterator[Part]:
    """Yield the one name or quantity in an unknown noun, and the rest, of two characters or more each: 造船 協力.

    With ``only_things``, the name is that of a place or thing, and the noun names no organization: 台灣面板.
    """
    text = read(part.text)
    if part.kind is not Kind.WORD or part.left_out or (only_things and names.is_one(text)):
        return
    if _with_words_between(text, 0, len(text.tokens), names, quantity):
        return
    for cut in range(1 if len(text.tokens[0]) > 1 else 2, len(text.tokens) - 1):
        if _is_in_katakana(text, 0, cut) or _is_in_katakana(text, cut, len(text.tokens)):
            continue
        halves = [_place(text, 0, cut), _place(text, cut, len(text.tokens))]
        rules = [names.of(read(surface).tokens, surface) or quantity(surface) for surface, _, _ in halves]
        if any(rules):
            for (surface, begin, end), rule in zip(halves, rules, strict=True):
                kind = Kind.TERM if rule else Kind.WORD
                yield Part(kind, surface, part.begin + begin, part.begin + end, rule)
            return


def says_nothing(text: Text) -> bool:
    """Return whether a text consists of particles, and of words that ask for news: に関するニュース."""
    ends = {0}
    for at in range(len(text.tokens)):
        if at in ends:
            reach = range(at + 1, min(at + _MAX_PARTICLE_TOKENS, len(text.tokens)) + 1)
            ends.update(end for end in reach if text.tokens[at:end] in _particles())
    return bool(text.tokens) and len(text.tokens) in ends


def _is_particle(part: Part) -> bool:
    return read(part.text).tokens not in _plain_words()


def _parts_at(
    text: Text, at: int, stop: int, names: Names, quantity: ReadQuantity, plain_cost: int
) -> Iterator[tuple[Part, int, int]]:
    """Yield what may begin at a token: the part, its length in tokens, and what it costs."""
    if text.tokens[at][0].isdigit() or text.tokens[at : at + 3] == _PERCENT or text.tokens[at + 1 : at + 2] in _TENTHS:
        for length in range(1, min(_MAX_QUANTITY_TOKENS, stop - at) + 1):
            surface, begin, end = _place(text, at, at + length)
            if rule := quantity(surface):
                yield Part(Kind.TERM, surface, begin, end, rule), length, _COST
    if at and text.tokens[at] in _SECTIONS:  # 鋼鐵232
        yield Part(Kind.TERM, *_place(text, at, at + 1), phrase_of(read(text.tokens[at]))), 1, _COST
    for length in names.catalog.lengths.get(text.tokens[at], ()):
        if at + length <= stop and not _is_in_katakana(text, at, at + length):
            surface, begin, end = _place(text, at, at + length)
            rule = names.of(text.tokens[at : at + length], surface)
            if rule is not None:
                yield Part(Kind.TERM, surface, begin, end, rule), length, _COST
    for length in range(1, min(MAX_COUNTRIES, stop) + 1) if at == 0 else ():
        rule = countries(text, 0, length, names.catalog)
        if rule and (length > 1 or text.tokens[1:2] not in _particles() - {(_AGAINST,)}):  # not in 米の輸入
            yield Part(Kind.TERM, *_place(text, 0, length), rule), length, _COST * 2 if length == 1 else _COST
    if at > 1 and text.tokens[at - 1] == _AGAINST and (rule := countries(text, at, 1, names.catalog)):  # 陸對美港口費
        yield Part(Kind.TERM, *_place(text, at, at + 1), rule), 1, _COST * 2
    for length in range(1, min(_MAX_PARTICLE_TOKENS, stop - at) + 1):
        kind = _beside_names().get(text.tokens[at : at + length])
        if kind is not None:
            surface, begin, end = _place(text, at, at + length)
            cost = plain_cost if text.tokens[at : at + length] in _plain_words() else _COST + 1
            yield Part(kind, surface, begin, end, left_out=kind is Kind.WORD), length, cost


def _is_in_katakana(text: Text, first: int, after: int) -> bool:
    """Return whether a short name is part of a longer word in katakana: スト in リスト."""
    ends = (text.tokens[max(first - 1, 0) : first + 1], text.tokens[after - 1 : after + 1])
    return after - first < 3 and any(len(two) == 2 and all(map(_KATAKANA.match, two)) for two in ends)


def _name_with_title(text: Text, at: int, stop: int, names: Names) -> Iterator[tuple[list[Part], int, int]]:
    """Yield a person with the office before or after the name, and a company with its form: 赤沢大臣, 荷商艾司摩爾."""
    for first in range(at, min(at + MAX_OFFICE_TOKENS, stop)):
        titles = [kind for kind in ("person", "company") if first == at or is_title(text.tokens[at:first], kind)]
        for length in names.catalog.lengths.get(text.tokens[first], ()):
            after = first + length
            rule = names.of(text.tokens[first:after], _place(text, first, after)[0]) if after <= stop else None
            kind = names.catalog.entities[rule.id].kind if isinstance(rule, Entity) else ""
            for end in range(after, min(after + MAX_OFFICE_TOKENS, stop) + 1) if kind in titles else ():
                if end - at > length and (end == after or is_title(text.tokens[after:end], kind)):
                    places = ((at, first, None), (first, after, rule), (after, end, None))
                    parts = [
                        Part(Kind.TERM if part else Kind.WORD, *_place(text, begin, close), part, left_out=part is None)
                        for begin, close, part in places
                        if begin < close
                    ]
                    yield parts, end - at, _COST


def countries(text: Text, first: int, length: int, catalog: Catalog) -> Rule | None:
    """Return the countries that characters are: 美 in 美半導體關稅, 日韓 as typed or all; else None."""
    found = [
        Entity(EntityId(f"pl.{SHORT_COUNTRIES.get(text.tokens[at], '').lower()}"), None, _place(text, at, at + 1)[0])
        for at in range(first, first + length)
    ]
    if not all(country.id in catalog.entities for country in found):
        return None
    typed = phrase_of(read(_place(text, first, first + length)[0]))
    return found[0] if length == 1 else joined(Or, [typed, joined(And, found)])


def _as_headlines_write(parts: list[Part]) -> list[Part]:
    """Let a country of one character be found by its names and directly before the next name: 美半導體."""
    (first, *others) = parts
    if not others or len(first.text) > 1 or not isinstance(first.rule, Entity):
        return parts
    if read(first.text).tokens[0] not in SHORT_COUNTRIES:
        return parts
    tokens = read(first.text + others[0].text)
    capitals = (False,) * len(tokens.tokens)
    phrase = Phrase(tokens.tokens, capitals, first.text, tokens.original)
    return [replace(first, rule=joined(Or, [first.rule, phrase])), *others]


def _unknown(text: Text, at: int, stop: int) -> Iterator[tuple[Part, int, int]]:
    """Yield an unknown noun in Han characters or katakana that particles, operators or nothing surround: 電池."""
    if at and not _ends_part(text, at):
        return
    end = at
    # The particles of Chinese are in Japanese nouns: 対 in 対象.
    particles = () if _HIRAGANA.search(text.original) else _beside_names()
    while end < stop and _NOUN.match(text.tokens[end]) and text.tokens[end : end + 1] not in particles:
        end += 1
    if end - at > 1 and (end == stop or _begins_part(text, end)):
        surface, begin, after = _place(text, at, end)
        yield Part(Kind.WORD, surface, begin, after), end - at, _COST * 5 + 8 * (end - at)


def _words_between(text: Text, at: int, stop: int) -> Iterator[tuple[Part, int, int]]:
    """Yield the unknown words that may begin at a token: 設廠 in 台積電美國設廠; one character alone is left out."""
    latin = at
    while latin < stop and text.tokens[latin].isascii() and text.tokens[latin].isalnum():
        latin += 1
    if latin > at:
        yield Part(Kind.WORD, *_place(text, at, latin)), latin - at, _COST * 3
    last = min(at + _MAX_WORD_TOKENS, stop)
    while _both_in_katakana(text, last) and last < stop:
        last += 1
    for end in range(at + 1, last + 1):
        if _both_in_katakana(text, end) and end < stop:
            continue
        number = at and text.tokens[end - 1].isdecimal() and len(text.tokens[end - 1]) <= _MAX_ORDINAL  # 第2工場
        if not (_NOUN.match(text.tokens[end - 1]) or number) or (text.tokens[end - 1] == "的" and end > at + 1):
            return
        single = end == at + 1
        if single and text.tokens[at] in SHORT_COUNTRIES:
            continue
        # Less than its characters apart, so that 農産物 is one word, but more than the particle in 設廠的.
        cost = _COST * 3 + (1 if single else 12 * (end - at))
        yield Part(Kind.WORD, *_place(text, at, end), left_out=single), end - at, cost


def _both_in_katakana(text: Text, at: int) -> bool:
    return all(map(_KATAKANA.match, text.tokens[at - 1 : at + 1]))


def _inflected(text: Text, at: int, stop: int) -> Iterator[tuple[Part, int, int]]:
    """Yield the verbs or endings in hiragana that may begin at a token, which are left out: を引き上げたら, できる."""
    if _NOUN.match(text.tokens[at]) and _NOUN.match(text.tokens[at - 1]):
        return
    for end in range(at + 1, stop + 1):
        surface, begin, after = _place(text, at, end)
        if _INFLECTED.fullmatch(surface):
            yield Part(Kind.WORD, surface, begin, after, left_out=True), end - at, _COST * 2 * (end - at)
        elif end > at + 1:
            return


def _begins_part(text: Text, at: int) -> bool:
    """Return whether a particle or operator begins at a token."""
    return any(text.tokens[at : at + length] in _beside_names() for length in range(1, _MAX_PARTICLE_TOKENS + 1))


def _ends_part(text: Text, at: int) -> bool:
    """Return whether a particle or operator ends before a token."""
    return any(
        text.tokens[at - length : at] in _beside_names() for length in range(1, min(_MAX_PARTICLE_TOKENS, at) + 1)
    )


def _place(text: Text, first: int, after: int) -> tuple[str, int, int]:
    begin, end = text.begins[first], text.ends[after - 1]
    return text.original[begin:end], begin, end


@lru_cache(maxsize=1)
def _plain_words() -> frozenset[tuple[str, ...]]:
    return frozenset(read(word).tokens for word in PLAIN_TRADE_WORDS)


@lru_cache(maxsize=1)
def _particles() -> frozenset[tuple[str, ...]]:
    return frozenset(read(word).tokens for word in PARTICLES)


@lru_cache(maxsize=1)
def _unmistakable() -> dict[tuple[str, ...], Kind]:
    return {read(word).tokens: CJK_OPERATORS.get(word, Kind.NOT) for word in UNMISTAKABLE}


@lru_cache(maxsize=1)
def _beside_names() -> dict[tuple[str, ...], Kind]:
    found = dict.fromkeys((*_particles(), *_plain_words()), Kind.WORD)
    found |= {read(word).tokens: Kind.NOT for word in NOT_BEFORE if not word.isascii()}
    found |= {read(word).tokens: kind for word, kind in CJK_OPERATORS.items()}
    return found | {(sign.lower(),): kind for sign, kind in CAPITAL_OPERATORS.items() if kind is not Kind.NEAR}


_HIRAGANA = re.compile("[ぁ-ゖ]")
_KATAKANA = re.compile("[ァ-ヺー]")
_NOUN = re.compile("[\u30a1-\u30fa\u30fc\u3400-\u9fff]")
_INFLECTED = re.compile("(?:[\u3400-\u9fff]?[\u3041-\u3096]+)+")
"""A Japanese verb, or hiragana alone; headlines write the verb in another form."""
_COST = 10
"""Of one part: fewer parts are better, and of as many the ones with more names."""
_MAX_QUANTITY_TOKENS = 7
_MAX_WORD_TOKENS = 6
_MAX_ORDINAL = 2
_SECTIONS = ("122", "201", "232", "301", "337", "338")
_AGAINST = fold("對")
MAX_COUNTRIES = 4
_PERCENT = ("百", "分", "之")
_TENTHS = (("成",), ("割",))
_MAX_PARTICLE_TOKENS = max(map(len, PARTICLES | PLAIN_TRADE_WORDS | NOT_BEFORE | CJK_OPERATORS.keys()))
