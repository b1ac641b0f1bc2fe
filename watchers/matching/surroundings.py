"""The fields of one item: where tokens and phrases occur, and what the text around a name says about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, KeysView, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from watchers.entities import EntityId, Tokens
from watchers.matching.short_countries import is_before_other_script, is_before_word, together
from watchers.model import Item
from watchers.rules.vocabulary import SHORT_COUNTRIES, SHORT_COUNTRIES_IN_JAPANESE
from watchers.senses import Senses
from watchers.senses.borders import WINDOW, Lexicon
from watchers.senses.evidence import Evidence, own_words, posterior, words_of
from watchers.text.tokens import Gap, Text, fold, is_cjk, read, shouts

FIELD_NAMES = ("title", "body")
_SEARCHES = 6
"""Look-ups that search the tokens of a field; building the table of all of them costs as much as seven."""
_LONG_WORD = 5
"""Letters from which a word of a headline in title case has a capital."""
_COUNTERS = frozenset(map(fold, "年月日天週個名家人社倍元円億萬兆歲件次輪大顆座"))


class Span(NamedTuple):
    """Tokens ``first`` (inclusive) to ``after`` (exclusive) of one field of an item; sorts in reading order."""

    field: int
    """Index into FIELD_NAMES."""
    first: int
    after: int


class Scan:
    """The tokens of one field, ready for many look-ups; what few items need is computed on first use."""

    __slots__ = ("_looked_up", "_places", "_sentences", "_shouts", "is_word", "text")

    def __init__(self, text: Text, is_word: Callable[[str], bool]) -> None:
        """``is_word`` returns whether a token is English; in a field all in capitals, such words prove nothing."""
        self.text = text
        self.is_word = is_word
        self._looked_up = 0
        self._places: dict[str, list[int]] | None = None
        self._sentences: list[int] | None = None
        self._shouts: bool | None = None

    @property
    def words(self) -> KeysView[str]:
        """Return the distinct tokens."""
        return self._by_token().keys()

    @property
    def shouts(self) -> bool:
        """Return whether the field is all in capitals, so that the capitals of a word prove nothing."""
        if self._shouts is None:
            self._shouts = shouts(self.text)
        return self._shouts

    def drowns(self, first: int, after: int) -> bool:
        """Return whether the field is all in capitals and the tokens have no dots, which US, the word, never has."""
        return self.shouts and "." not in self.written(first, after)

    def places(self, token: str) -> list[int]:
        """Return the indexes of a token in ascending order."""
        if self._places is None:
            self._looked_up += 1
            if self._looked_up <= _SEARCHES:
                return _places(self.text.tokens, token)
        return self._by_token().get(token, [])

    def sentence(self, token: int) -> int:
        """Return the number of the sentence that has the token."""
        if self._sentences is None:
            self._sentences = [at for at, gap in enumerate(self.text.gaps) if gap == Gap.END]
        return bisect_right(self._sentences, token)

    def at(self, phrase: Tokens) -> Iterator[int]:
        """Yield the first index of each run of exactly these tokens, whatever characters are between them."""
        tokens, length = self.text.tokens, len(phrase)
        for first in self.places(phrase[0]):
            if length == 1 or tokens[first : first + length] == phrase:
                yield first

    def together(self, phrase: Tokens) -> Iterator[int]:
        """Yield the first index of each place of the phrase; only ・ may be between its Chinese or Japanese tokens."""
        for first in self.at(phrase):
            inside = range(first + 1, first + len(phrase))
            if all(self._joins(token) for token in inside):
                yield first

    def run(self, first: int, after: int, reach: int) -> tuple[str, int]:
        """Return tokens with the Chinese and Japanese characters around them, at most ``reach`` on each side.

        The second value is how many characters precede the tokens. After a number, its counter is left out: the
        second character of 5年華為 is not part of a word with the third.
        """
        tokens, gaps = self.text.tokens, self.text.gaps
        start, end = first, after
        while start > max(0, first - reach) and gaps[start] == Gap.NONE and is_cjk(tokens[start - 1]):
            start -= 1
        if first - start < reach and 0 < start < first and gaps[start] == Gap.NONE and tokens[start] in _COUNTERS:
            start += self.follows_number(start)
        while end < min(len(tokens), after + reach) and gaps[end] == Gap.NONE and is_cjk(tokens[end]):
            end += 1
        return "".join(tokens[start:end]), first - start

    def found(self, phrase: Tokens, capitals: tuple[bool, ...] = ()) -> Iterator[tuple[int, int]]:
        """Yield (first, after) of each place of the phrase: unbroken, and in capitals where required."""
        for first in self.at(phrase):
            after = first + len(phrase)
            if self.unbroken(first, after) and (True not in capitals or self._capitals_hold(first, capitals)):
                yield first, after

    def unbroken(self, first: int, after: int) -> bool:
        """Return whether these tokens can be one phrase: nothing that breaks phrases is between them."""
        return after - first == 1 or not any(map(self.text.breaks, range(first + 1, after)))

    def capital(self, at: int) -> bool:
        """Return whether a token is in capitals that are not only those of an all-capitals field."""
        return self.text.in_capitals(at) and not (self.shouts and self.is_word(self.text.tokens[at]))

    def written(self, first: int, after: int) -> str:
        """Return the original text of the tokens."""
        return self.text.original[self.text.begins[first] : self.text.ends[after - 1]]

    def follows_number(self, token: int) -> bool:
        """Return whether a number touches the token: 日 in 25日 is a day."""
        return token > 0 and self.text.gap(token) == Gap.NONE and self.text.tokens[token - 1][-1].isdigit()

    def continues_name(self, token: int) -> bool:
        """Return whether a word with a capital that begins no sentence is directly before a word with a capital.

        In a headline that has all its words in capitals, that says nothing.
        """
        text = self.text
        if token < 2 or text.gap(token) != Gap.SPACE or text.gap(token - 1) > Gap.LIGHT:
            return False
        return self.is_capitalized(token) and self.is_capitalized(token - 1) and not self.is_title_case()

    def capitalized_before(self, token: int) -> str:
        """Return the token before a word if it may be a first name: a capital, then small letters and a space.

        Return "" if it is not one, or is a place: in Davos. A hyphen joins two persons.
        """
        text = self.text
        if not token or not text.original[text.ends[token - 1] : text.begins[token]].isspace():
            return ""
        if token > 1 and text.tokens[token - 2] in ("at", "in"):
            return ""
        written = text.original[text.begins[token - 1] : text.ends[token - 1]]
        return text.tokens[token - 1] if len(written) > 2 and written.istitle() else ""

    def is_title(self, token: int) -> bool:
        """Return whether the token is the first one of a work's title: 《蘋果》."""
        begin = self.text.begins[token]
        return begin > 0 and self.text.original[begin - 1] == "《"

    def is_capitalized(self, token: int) -> bool:
        """Return whether a word begins with a capital."""
        return self.text.original[self.text.begins[token]].isupper()

    def is_title_case(self) -> bool:
        """Return whether all long words have a capital."""
        long = (at for at, token in enumerate(self.text.tokens) if len(token) >= _LONG_WORD and token.isalpha())
        return all(map(self.is_capitalized, long))

    def _joins(self, token: int) -> bool:
        """Return whether a phrase that is not a name continues over the gap before the token."""
        text = self.text
        if is_cjk(text.tokens[token]) and is_cjk(text.tokens[token - 1]):
            return text.original[text.ends[token - 1] : text.begins[token]] in ("", "・")
        return not text.breaks(token)

    def _by_token(self) -> dict[str, list[int]]:
        if self._places is None:
            self._places = {}
            for at, token in enumerate(self.text.tokens):
                if token in self._places:
                    self._places[token].append(at)
                else:
                    self._places[token] = [at]
        return self._places

    def _capitals_hold(self, first: int, capitals: tuple[bool, ...]) -> bool:
        return all(self.capital(first + at) for at, wanted in enumerate(capitals) if wanted)


def _places(tokens: Tokens, token: str) -> list[int]:
    found: list[int] = []
    at = -1
    try:
        while True:
            at = tokens.index(token, at + 1)
            found.append(at)
    except ValueError:
        return found


# ---- the text around a name -------------------------------------------------------------------------

_HIRAGANA = frozenset(map(chr, range(0x3041, 0x3097)))
_KATAKANA = frozenset((*map(chr, range(0x30A1, 0x30FB)), "ー"))
_KATAKANA_REACH = 12
_DAYS = frozenset("年月日")
_COMPANY = fold("株式会社")
_MAX_COUNTRY_LENGTH = 10
_ACTS = frozenset(fold("擬將禁限祭擴對制宣拒盼批籲稱允促警威暫傳施欲逼撤查徵"))
"""Characters with which a verb begins that follows the subject of a Chinese headline: 美擬, 陸祭."""
_THEIRS = {
    **dict.fromkeys(map(fold, "美英俄韓"), frozenset(fold("財總首媒企商議防參眾方軍"))),
    **dict.fromkeys(map(fold, "歐日德印法澳荷菲"), frozenset(fold("媒企商方軍"))),
    fold("陸"): frozenset(fold("媒企商方")),
}
"""Characters that after a country begin the name of its ministers, firms, media and army: 美財長, 德企."""
_ONLY_JAPANESE = frozenset(map(fold, "中加伊露豪台比"))
"""Countries that stand alone before a comma in Japanese only; in Chinese they are other words there."""
_SURE = frozenset(map(fold, "美米英仏独韓陸俄露歐澳豪"))
"""Countries that rarely end another word (not 中 in 會中, 日 in 昨日), so that text may precede them."""
_REALM, _EDITION = map(fold, "界版")
_NO_REALM = frozenset(map(fold, "世業外各"))
"""What makes another word with 界: 世界, 業界."""
_SURVEY = read("調查").tokens
_SPONSORED = tuple(
    read(word).tokens for word in ("杯", "盃", "カップ", "スタジアム", "アリーナ", "ドーム", "馬拉松", "マラソン")
)
_IN_FIRMS = tuple(read(word).tokens for word in ("銀行", "商銀", "日報", "晚報"))
_IN_JAPANESE_FIRMS = tuple(read(word).tokens for word in ("銀行", "信金", "信用金庫", "新聞", "日報"))
_OF_BANKS = frozenset(fold("業界間團股體"))
"""Characters after 銀行 that make it the banks of a place."""
_OPENING = frozenset(("", *'「『“‘《"'))
_BETWEEN = tuple(read(word).tokens for word in ("聯邦", "連邦", "的", "之", "の", "前", "新任", "副"))
"""What may be between a country and its office: 德國聯邦經濟部."""


def _may_be_crossed(text: Text, span: Span, lexicon: Lexicon) -> bool:
    """Return whether a word of the lexicon has the characters on both sides of a border; most places end here."""
    tokens, gaps, (_, first, after) = text.tokens, text.gaps, span
    if first and gaps[first] == Gap.NONE and tokens[first - 1] + tokens[first] in lexicon.pairs:
        return True
    return after < len(tokens) and gaps[after] == Gap.NONE and tokens[after - 1] + tokens[after] in lexicon.pairs


class Surroundings:
    """The text around the names of one item; what few names need is computed once, on first use."""

    def __init__(self, senses: Senses, scans: Sequence[Scan], words: frozenset[str], item: Item) -> None:
        self._senses = senses
        self._scans = scans
        self._words = words
        self._item = item

    def is_apart(self, span: Span, tokens: Tokens) -> bool:
        """Return whether a Chinese or Japanese name is a separate word, not part of others."""
        lexicon = self._lexicon
        if lexicon is None or not is_cjk(tokens[0]) or not is_cjk(tokens[-1]):
            return True
        scan = self._scans[span.field]
        if tokens[0] in _DAYS and scan.follows_number(span.first):
            return False
        if tokens[0] in _KATAKANA and _KATAKANA.issuperset(tokens) and not self._is_apart_in_katakana(scan, span):
            return False
        if not _may_be_crossed(scan.text, span, lexicon):
            return True
        run, first = scan.run(span.first, span.after, WINDOW)
        after = first + len(tokens)
        return run[first:after] != "".join(tokens) or lexicon.is_apart(run, first, after)

    def speaks(self, languages: Container[str]) -> bool:
        """Return whether a Chinese or Japanese word of these languages can be in the item."""
        if self._is_japanese:
            return "ja" in languages
        return "zh-Hant" in languages or "zh-Hans" in languages

    def countries_before(self, span: Span, names: Mapping[Tokens, str]) -> set[str]:
        """Return the countries named directly before a span; more than one in 日米財務相 and 日タイ外相."""
        scan = self._scans[span.field]
        tokens, gaps = scan.text.tokens, scan.text.gaps
        end = span.first
        for between in _BETWEEN:
            if gaps[end] == Gap.NONE and tokens[max(0, end - len(between)) : end] == between:
                end -= len(between)
                break
        if not end or gaps[end] > Gap.SPACE:
            return set()
        for length in range(min(_MAX_COUNTRY_LENGTH, end), 1, -1):
            country = names.get(tokens[end - length : end])
            if country is not None and scan.unbroken(end - length, end):
                return {country} | self._short_countries(scan, span.field, end - length)
        return self._short_countries(scan, span.field, end)

    def is_likened(self, span: Span, countries: Mapping[Tokens, str], *, in_realm: bool) -> bool:
        """Return whether something else is called by the name: イスラム版NATO, 飲料界的台積電 (``in_realm``)."""
        text = self._scans[span.field].text
        at = span.first - 1
        if at < 1 or text.original[text.ends[at] : text.begins[span.first]] not in _OPENING:
            return False
        at -= text.tokens[at] == "的"
        if text.tokens[at] == _EDITION:
            is_named = bool(self.countries_before(Span(span.field, at, at + 1), countries))
            return is_named or text.tokens[at - 1] in _KATAKANA
        return in_realm and text.tokens[at] == _REALM and at > 0 and text.tokens[at - 1] not in _NO_REALM

    def is_adjective(self, span: Span, tokens: Tokens) -> bool:
        """Return whether な makes an adjective of a name in katakana: シャープな画質, but not シャープなど."""
        text = self._scans[span.field].text
        follow = text.tokens[span.after : span.after + 2]
        if len(follow) < 2 or follow[0] != "な" or text.gap(span.after) != Gap.NONE:
            return False
        return _KATAKANA.issuperset(tokens) and is_cjk(follow[1]) and follow[1] not in _HIRAGANA

    def is_sponsor(self, span: Span) -> bool:
        """Return whether a tournament or an arena has the name of its sponsor: 三星杯, 日産スタジアム."""
        return any(True for _ in self._directly_after(span, _SPONSORED))

    def is_of_firm(self, span: Span) -> bool:
        """Return whether a bank or a newspaper has the name of a place: 北海道銀行, 京都新聞, but not 上海銀行業."""
        tokens = self._scans[span.field].text.tokens
        words = _IN_JAPANESE_FIRMS if self._is_japanese else _IN_FIRMS
        return any(_OF_BANKS.isdisjoint(tokens[after : after + 1]) for after in self._directly_after(span, words))

    def _directly_after(self, span: Span, words: Iterable[Tokens]) -> Iterator[int]:
        """Yield the end of each of the words that directly follows a name."""
        text, at = self._scans[span.field].text, span.after
        for word in words:
            if text.tokens[at : at + len(word)] == word and text.gap(at) == Gap.NONE:
                yield at + len(word)

    def is_survey(self, span: Span, tokens: Tokens) -> bool:
        """Return whether a word for probes means a survey, whose result follows it: 路透調查：九成企業看好."""
        text = self._scans[span.field].text
        after = text.ends[span.after - 1]
        return tokens == _SURVEY and text.original[after : after + 1] in ("：", ":")

    def acts(self, span: Span) -> bool:
        """Return whether a Chinese or Japanese name begins the title, or a clause of it, and acts: 米、 or 美擬."""
        text = self._scans[span.field].text
        name = text.tokens[span.first]
        begins = not span.first or text.gaps[span.first] > Gap.NONE
        if span.field or not begins or span.after == len(text.tokens):
            return False
        if text.original[text.ends[span.after - 1]] == "、":
            return self._is_japanese or name not in _ONLY_JAPANESE
        if name in _KATAKANA and text.tokens[span.after] == "が":
            return True
        return text.gaps[span.after] == Gap.NONE and not self._is_japanese and self._acts_in_chinese(text, span)

    def is_short_country(self, span: Span, names: Container[Tokens]) -> bool:
        """Return whether one character is a country: what acts in the title, before a word, or beside another one.

        Those that stand together are not, if together they are one of ``names``.
        """
        return self.acts(span) or self._is_before_word(span) or self._is_beside_another(span, names)

    def _is_before_word(self, span: Span) -> bool:
        scan = self._scans[span.field]
        text, lexicon = scan.text, self._lexicon
        if span.field or lexicon is None or span.after == len(text.tokens) or text.gaps[span.after] != Gap.NONE:
            return False
        begins = not span.first or text.gaps[span.first] > Gap.NONE
        name, following = text.tokens[span.first], text.tokens[span.after]
        if begins and is_before_other_script(name, following, is_japanese=self._is_japanese):
            return True
        run, at = scan.run(span.first, span.after, WINDOW)
        return is_cjk(following) and is_before_word(run, at, lexicon, is_japanese=self._is_japanese)

    def _is_beside_another(self, span: Span, names: Container[Tokens]) -> bool:
        if self._lexicon is None or not is_cjk(self._scans[span.field].text.tokens[span.first]):
            return False
        run, at = self._scans[span.field].run(span.first, span.after, WINDOW)
        countries = together(run, at, self._lexicon, is_japanese=self._is_japanese)
        return bool(countries) and tuple(countries) not in names

    def _acts_in_chinese(self, text: Text, span: Span) -> bool:
        following = text.tokens[span.after]
        if span.after - span.first > 1 or text.tokens[span.first] not in _ONLY_JAPANESE:
            return following in _ACTS or following in _THEIRS.get(text.tokens[span.first], ())
        return False

    def probability(self, owner: EntityId, tokens: Tokens) -> float:
        """Return the probability that an ambiguous name is the company's, by its prior and the words around it.

        It is 0 for names and languages of which too little was learned.
        """
        evidence = self._evidence
        prior = self._senses.prior(owner, tokens, self._item.language)
        if evidence is None or prior is None:
            return 0.0
        return posterior(prior, evidence.of(self._bag - own_words(tokens)))

    def strongest(self, tokens: Tokens) -> list[tuple[str, float]]:
        """Return the words that speak most for a company (above 0) or against it."""
        return [] if self._evidence is None else self._evidence.strongest(self._bag - own_words(tokens))

    def _short_countries(self, scan: Scan, field: int, end: int) -> set[str]:
        tokens, gaps = scan.text.tokens, scan.text.gaps
        found: set[str] = set()
        at = end - 1
        while at >= 0 and tokens[at] in SHORT_COUNTRIES and gaps[at + 1] == Gap.NONE:
            begins = at == 0 or gaps[at] > Gap.NONE
            sure = begins or (tokens[at] in _SURE and self.is_apart(Span(field, at, at + 1), (tokens[at],)))
            if not (found or sure):
                break
            found.add(self._country_of(tokens[at]))
            at -= 1
        return found

    def _country_of(self, character: str) -> str:
        in_japanese = SHORT_COUNTRIES_IN_JAPANESE.get(character) if self._is_japanese else None
        return in_japanese or SHORT_COUNTRIES[character]

    def _is_apart_in_katakana(self, scan: Scan, span: Span) -> bool:
        run, first = scan.run(span.first, span.after, _KATAKANA_REACH)
        after = first + span.after - span.first
        start, end = first, after
        while start > 0 and run[start - 1] in _KATAKANA:
            start -= 1
        while end < len(run) and run[end] in _KATAKANA:
            end += 1
        if run[max(0, start - len(_COMPANY)) : start] == _COMPANY:
            return (start, end) == (first, after)  # the whole run is the firm's name
        lexicon = self._lexicon
        return lexicon is None or lexicon.is_apart_in_katakana(run[start:first], run[after:end])

    @cached_property
    def _is_japanese(self) -> bool:
        return self._item.language.startswith("ja") or not _HIRAGANA.isdisjoint(self._words)

    @cached_property
    def _lexicon(self) -> Lexicon | None:
        return self._senses.lexicons.get("ja" if self._is_japanese else "zh")

    @cached_property
    def _evidence(self) -> Evidence | None:
        if self._is_japanese:
            return self._senses.evidence.get("ja")
        return self._senses.evidence.get(self._item.language.partition("-")[0])

    @cached_property
    def _bag(self) -> frozenset[str]:
        return frozenset(word for scan in self._scans for word in words_of(scan.text))
