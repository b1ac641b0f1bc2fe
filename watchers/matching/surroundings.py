"""What the text around a name says about it: where words end, whose office it is, whether it is a company."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cached_property

from watchers.entities import EntityId, Tokens
from watchers.matching.reading import Scan, Span
from watchers.model import Item
from watchers.rules.lexer import SHORT_COUNTRIES
from watchers.senses import Senses
from watchers.senses.borders import WINDOW, Lexicon
from watchers.senses.evidence import Evidence, own_words, posterior, words_of
from watchers.text.tokens import Gap, Text, fold, is_cjk, read

_HIRAGANA = frozenset(map(chr, range(0x3041, 0x3097)))
_KATAKANA = frozenset((*map(chr, range(0x30A1, 0x30FB)), "ー"))
_KATAKANA_REACH = 12
_DAYS = frozenset("年月日")
_COMPANY = fold("株式会社")
_MAX_COUNTRY_LENGTH = 10
_ACTS = frozenset(fold("擬將禁限祭擴對制宣拒盼批籲稱允促警威暫傳施欲逼撤查徵"))
"""Characters with which a verb begins that follows the subject of a Chinese headline: 美擬, 陸祭."""
_THEIRS = {
    **dict.fromkeys(map(fold, "美英俄韓"), frozenset(fold("財總首媒企議防參眾"))),
    **dict.fromkeys(map(fold, "陸歐日德印"), frozenset(fold("媒企"))),
}
"""Characters that after a country begin the name of its ministers, firms and media: 美財長, 德企."""
_ONLY_JAPANESE = frozenset(map(fold, "中加伊露豪台"))
"""Countries that stand alone before a comma in Japanese only; in Chinese they are other words there."""
_VERBS = frozenset(
    "adds agrees aims announces approves asks bans bars begins blacklists blames blasts blocks boosts considers cuts "
    "defends delays demands denies doubles drafts drops eases ends expands expects extends eyes faces files fines gets "
    "gives halts hikes imposes inks invests joins jumps keeps launches lifts loses lowers makes mulls needs negotiates "
    "offers opens pauses pledges plots prepares probes promises proposes pulls pushes puts raises readies rejects "
    "removes restricts resumes retaliates reveals reverses revives revokes says scraps seals secures seeks seizes "
    "sells sets signals signs slams slaps slashes starts steps stops sues suspends takes tells threatens tightens "
    "touts trims unveils urges vows waives wants warns weighs welcomes widens wins withdraws to will would may could "
    "must".split()
)
"""What follows the subject of an English headline, and is hardly a noun."""
_SURE = frozenset(map(fold, "美米英仏独韓陸俄露歐澳豪"))
"""Those that are hardly the last character of another word (會中, 昨日), so that text may precede them."""
_REALM, _EDITION = map(fold, "界版")
_NO_REALM = frozenset(map(fold, "世業业外各"))
"""What makes another word with 界: 世界, 業界."""
_SURVEYS = frozenset(read(word).tokens for word in ("調查", "調査"))
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
        """Return whether a Chinese or Japanese name is a word of its own, not part of others."""
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
        """Return the countries named directly before a span; more than one in 日米財務相."""
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
                return {country}
        return self._short_countries(scan, span.field, end)

    def is_likened(self, span: Span, countries: Mapping[Tokens, str]) -> bool:
        """Return whether something else is called by the name: 飲料界的台積電, 中國版「輝達」."""
        text = self._scans[span.field].text
        at = span.first - 1
        if at < 1 or text.original[text.ends[at] : text.begins[span.first]] not in _OPENING:
            return False
        at -= text.tokens[at] == "的"
        if text.tokens[at] == _EDITION:
            return bool(self.countries_before(Span(span.field, at, at + 1), countries))
        return text.tokens[at] == _REALM and at > 0 and text.tokens[at - 1] not in _NO_REALM

    def is_adjective(self, span: Span, tokens: Tokens) -> bool:
        """Return whether な makes an adjective of a name in katakana: シャープな画質, but not シャープなど."""
        text = self._scans[span.field].text
        follow = text.tokens[span.after : span.after + 2]
        if len(follow) < 2 or follow[0] != "な" or text.gap(span.after) != Gap.NONE:
            return False
        return _KATAKANA.issuperset(tokens) and is_cjk(follow[1]) and follow[1] not in _HIRAGANA

    def is_survey(self, span: Span, tokens: Tokens) -> bool:
        """Return whether a word for probes means a survey, whose result follows it: 路透調查：九成企業看好."""
        text = self._scans[span.field].text
        after = text.ends[span.after - 1]
        return tokens in _SURVEYS and text.original[after : after + 1] in ("：", ":")

    def acts(self, span: Span) -> bool:
        """Return whether a name begins the title, or a clause of it, and does something: 米、 or 美擬 or Apple inks."""
        text = self._scans[span.field].text
        name, is_han = text.tokens[span.first], is_cjk(text.tokens[span.first])
        begins = not span.first or text.gaps[span.first] > (Gap.NONE if is_han else Gap.LIGHT)
        if span.field or not begins or span.after == len(text.tokens):
            return False
        if not is_han:
            return text.gaps[span.after] == Gap.SPACE and text.tokens[span.after] in _VERBS
        if text.original[text.ends[span.after - 1]] == "、":
            return self._is_japanese or name not in _ONLY_JAPANESE
        return text.gaps[span.after] == Gap.NONE and not self._is_japanese and self._acts_in_chinese(text, span)

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
            found.add(SHORT_COUNTRIES[tokens[at]])
            at -= 1
        return found

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
