"""What one item reports, in a form that is the same in all languages: entities, quantities, instruments (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain, pairwise

from watchers.matching import Reading, Recognizer
from watchers.model import DOCUMENT, EntityId, Fact, Item
from watchers.stories.words import Word, read_words
from watchers.text.tokens import Phrases, is_cjk

INSTRUMENTS = frozenset(("fr", "docket", "case", "csms", "mofcom", "eu", "wto", "order"))
"""The facts that name one official document or procedure."""
MAX_BODY_CHARACTERS = 1_200
"""The beginning of a body says what happened; the rest is background."""
MAX_BODY_TOKENS = 400
"""The same in tokens."""
MAX_BODY_WORDS = 100
"""The same in tokens, for the words that are compared across languages."""
MAX_OWN_FROM_BODY = 3
"""A body that names more instruments is a survey or cites the law."""
OFTEN_CITED = frozenset(
    f"eu:{act}"
    for act in "2016/1036 2016/1037 952/2013 2015/478 833/2014 269/2014 2021/821 2023/956 428/2009 2658/87".split()
)
"""Acts that many notices cite as their legal basis."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one item reports."""

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
    implied: frozenset[str] = frozenset()
    """The entities that only follow from narrower ones, other than topics: Japan from Kumamoto."""
    acts: frozenset[str] = frozenset()
    """What somebody does in its title."""
    all_acts: frozenset[str] = frozenset()
    """The same in its title and the beginning of its body."""
    words: tuple[Word, ...] = ()
    """The words of its title in reading order, each once."""
    all_words: tuple[str, ...] = ()
    """The same of its title and the beginning of its body."""
    codes: frozenset[str] = frozenset()
    """The numbers of its title, in digits or words, and its words with digits."""


class Teller:
    """Read tellings; built once from the recognizer, used for every item that matched."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._counts_for = recognizer.catalog.counts_for
        self._words = _Words(recognizer)

    def tell(self, reading: Reading, item: Item, source: str, official: bool, at: float, link: bytes | None) -> Telling:
        """Return what an item reports."""
        begin, opening = item.body.original[:MAX_BODY_CHARACTERS], item.body.tokens[:MAX_BODY_TOKENS]
        title = self._features(reading, 0, item.title.original)
        whole = title | self._features(reading, 1, begin)
        title_acts = frozenset(acts(item.title.tokens, item.title.original))
        facts = [*item.facts, *_orders(item)]
        words = read_words(item.title.tokens, item.language, reading.named_in(0))
        body_words = read_words(opening[:MAX_BODY_WORDS], item.language, ())
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
            implied=self._implied(whole),
            acts=title_acts,
            all_acts=title_acts.union(acts(opening, begin)),
            words=words,
            codes=frozenset(token for token in item.title.tokens if token in _NUMERALS or _DIGIT.search(token)),
            all_words=tuple(dict.fromkeys(word.text for word in (*words, *body_words))),
        )

    def _implied(self, features: frozenset[str]) -> frozenset[str]:
        narrower = (feature for feature in features if not feature.startswith("tp."))
        broader = (self._counts_for.get(EntityId(feature), _NOTHING) - {feature} for feature in narrower)
        return features.intersection(chain.from_iterable(broader))

    def _features(self, reading: Reading, field: int, original: str) -> frozenset[str]:
        named = map(_without_node, reading.entities_in(field))
        return frozenset((*named, *self._words.of(reading, field), *_products(original))) | quantities(original)


def _without_node(entity: EntityId) -> str:
    """Return an entity; for a process node (tp.2nm), the quantity that it is, which would count twice otherwise."""
    return entity.removeprefix("tp.") if is_node(entity) else entity


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
        self._any_phrase.add(*self._phrases)

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
    """Yield what is written with capitals and digits in all languages: H200, HBM4."""
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


_DIGIT = re.compile("[0-9]")
_NUMERALS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", *"一二三四五六七八九十"]
)
_PRODUCT = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,5}[0-9]{1,4}(?![A-Za-z0-9-])")
_ORDER = re.compile(
    r"(?=[EPpAR大行布公第])(?:(?:Executive\sOrder|E\.O\.|[Pp]roclamation)\s(?:No\.\s)?([0-9]{4,5})(?![0-9])"
    r"|(?:大統領令|行政命令|布告|公告令)第?\s?([0-9]{4,5})(?![0-9])|第\s?([0-9]{4,5})\s?[号號](?:行政命令|大統領令|公告|布告)"
    r"|\b((?:AD|AS|R)[0-9]{3,4})\b)"
)
_NOTHING: frozenset[EntityId] = frozenset()


# ---- what somebody does, and how far a procedure has come: 揭牌 = opens, 徵才 = hires ------------------

ACTS: Mapping[str, tuple[str, str]] = {
    "opens": (
        "open opens opened reopen reopens reopened inaugurate inaugurates inaugurated start starts started begin "
        "begins began resume resumes resumed complete completes completed sets-up set-up",
        "揭牌 揭幕 開幕 啟用 启用 設立 设立 成立 落成 完工 開設 開所 開放 开放 完成 を設け 新拠点 重啟 "
        "量產 量产 投產 投产 量産 開始 再開 稼働 恢復 恢复",
    ),
    "builds": (
        "invest invests invested investment to-build to-spend breaks-ground break-ground broke-ground groundbreaking",
        "斥資 斥资 砸 投資 投资 興建 兴建 建廠 建厂 建新廠 建新厂 動土 动土 動工 动工 投じ 新工場 建てる 着工 起工",
    ),
    "closes": (
        "close closes closed shut shuts shutting halt halts halted block blocks blocked pause pauses paused "
        "shelve shelves shelved suspend suspends suspended freeze freezes frozen stop stops stopped",
        "關閉 关闭 閉鎖 閉じ 封鎖 封锁 停產 停产 停止 暫停 暂停 止める 暫緩 暂缓 凍結 冻结 見合わせ 中止 中断",
    ),
    "approves": (
        "approve approves approved clear clears cleared allow allows allowed permit permits permitted let lets",
        "核准 批准 獲准 获准 准許 允許 允许 許可 许可 承認 認可 可決 通過 通过",
    ),
    "bans": ("ban bans banned bar bars barred prohibit prohibits prohibited", "禁止 禁輸 禁运"),
    "limits": ("limit limits limited curb curbs curbed restrict restricts restricted", "限制 制限 規制"),
    "asks": (
        "ask asks asked urge urges urged seek seeks sought request requests requested calls-on calls-for",
        "要求 籲 吁 請求 请求 要請 求め",
    ),
    "raises": (
        "raise raises raised hike hikes hiked increase increases increased",
        "調高 调高 上調 上调 上修 提高 引き上げ 値上げ 上方修正",
    ),
    "lowers": (
        "cut cuts lower lowers lowered reduce reduces reduced",
        "調降 调降 下調 下调 下修 降至 削減 裁員 裁员 引き下げ 値下げ 下方修正",
    ),
    "lists": (
        "sanction sanctions sanctioned blacklist blacklists blacklisted add adds added",
        "制裁 列入 納入 纳入 追加 リストに",
    ),
    "agrees": ("sign signs signed agree agrees agreed", "簽署 签署 達成 达成 署名 合意 妥結"),
    "rules": (
        "ruling ruled voids voided rules-that rules-against strikes-down struck-down",
        "裁定 判決 判决 違憲 违宪 違法 违法 無效 无效 無効 と判断",
    ),
    "warns": ("warn warns warned warning", "警告 示警 警鐘"),
    "trades": (
        "stocks shares-fall shares-rise shares-jump shares-drop shares-slip shares-gain shares-slump shares-climb",
        "股價 股价 股市 株価 株安 株高",
    ),
    "acquires": ("acquire acquires acquired buy buys bought takes-over stake", "收購 收购 入股 買収 取得 出資 出资"),
    "meets": ("meet meets met", "會晤 会晤 會談 会谈 會見 会见 会談 會面 会面"),
    "hires": ("hire hires hiring recruit recruits recruiting", "徵才 招聘 招募 求人 人材採用"),
    "exhibits": ("fair exhibition expo delegation forum", "參展 参展 率團 率团 展会 展示会 商談会 見本市 出展"),
    "stockpiles": ("stockpile stockpiles stockpiling inventory inventories", "囤 備貨 备货 庫存 库存 在庫"),
    "sues": ("sue sues sued lawsuit complaint", "提訴 控告 起訴 起诉 提告"),
    "withdraws": (
        "withdraw withdraws withdrew scrap scraps scrapped revoke revokes revoked repeal repeals repealed lift lifts "
        "lifted drops dropped",
        "撤銷 撤销 取消 廢除 废除 廢止 废止 解除 撤回 撤廃 取り消",
    ),
    "retaliates": ("retaliate retaliates retaliated retaliation hits-back", "反制 報復 报复 対抗措置"),
    "exempts": ("exempt exempts exempted exemption spare spares spared", "豁免 除外 対象外"),
    "expands": (
        "expand expands expanded expansion boost boosts boosted",
        "擴產 扩产 擴大 扩大 擴充 扩充 擴建 扩建 増産 拡大 拡張 増強",
    ),
    "probes": ("probe probes investigate investigates investigation inquiry", "調查 调查 捜査 調査"),
    "appoints": ("appoint appoints appointed nominate nominates nominated", "任命 出任 就任 提名 起用"),
    "fines": ("fine fines fined penalty", "罰款 罚款 罰金 制裁金 課徴金"),
    "seizes": ("seize seizes seized detain detains detained", "扣押 查扣 扣留 押収 拿捕"),
    "protests": ("protest protests strike strikes", "抗議 抗议 罷工 罢工 ストライキ"),
    "reports": ("profit revenue earnings", "營收 营收 財報 财报 純利 净利 決算 業績 売上高"),
}
"""The words for each act: English ones, two of them joined by a dash, and Chinese and Japanese ones."""
STAGES: Mapping[str, tuple[str, str]] = {
    "proposed": ("propose proposes proposed proposal draft plan plans", "草案 擬 拟 改正案 提案"),
    "preliminary": ("preliminary preliminarily provisional", "初步 初裁 臨時 临时 仮決定 暫定"),
    "final": ("final definitive", "終裁 终裁 最終 最终 公布する 公布、 公布_"),
    "amended": ("amends amended correction corrects corrected", "更正 訂正"),
    "extended": ("extends extended extension", "延長 延长 展延"),
    "suspended": ("suspend suspends suspended suspension stay stays halt halts", "暫停 暂停 停止"),
    "delayed": (
        "delay delays delayed postpone postpones postponed",
        "延期 延後 延后 推遲 推迟 見送り",
    ),
    "hearing": ("hearing", "公聽會 听证会 公聴会"),
    "opened": ("initiates initiated initiation", "立案 調査を始め の調査を開始 展開調查"),
}
"""The same for how far a procedure has come; an underscore stands for a blank."""


class _Lexicon:
    """Finds which of some acts or stages a text names."""

    def __init__(self, words: Mapping[str, tuple[str, str]]) -> None:
        self._english = {word: name for name, (english, _) in words.items() for word in english.split()}
        self._pairs = {tuple(word.split("-")): name for word, name in self._english.items() if "-" in word}
        self._cjk = {word.replace("_", " "): name for name, (_, cjk) in words.items() for word in cjk.split()}
        self._any_cjk = re.compile("|".join(map(re.escape, sorted(self._cjk, key=len, reverse=True))))

    def __call__(self, tokens: Sequence[str], original: str) -> Iterator[str]:
        """Yield the names.

        Args:
            tokens: The folded tokens of the text, in which English words are found.
            original: The text itself, in which Chinese and Japanese words are found.
        """
        yield from map(self._english.__getitem__, self._english.keys() & set(tokens))
        if self._pairs:
            yield from map(self._pairs.__getitem__, self._pairs.keys() & set(pairwise(tokens)))
        if not original.isascii():
            yield from map(self._cjk.__getitem__, set(self._any_cjk.findall(original)))


acts = _Lexicon(ACTS)
stages = _Lexicon(STAGES)


# ---- quantities, spelled alike in all languages: 615億 = 61.5 billion ---------------------------------

MAX_QUANTITIES = 24
"""Quantities of one text that are read: a text with more is a table."""


def quantities(text: str) -> frozenset[str]:
    """Return the quantities of a text: ``%25``, ``6.15e+10``, ``32``, ``2nm``, ``1-15`` for a day, ``m11`` for a month.

    Years and times of day say nothing about what is reported, so they are left out. Amounts keep three digits, because
    one newsroom writes 343.61 billion and another 3,436億.
    """
    found: set[str] = set()
    for each in _read(unicodedata.normalize("NFKC", text)):
        found.add(each)
        if len(found) == MAX_QUANTITIES:
            break
    return frozenset(found)


def _read(text: str) -> Iterator[str]:
    for match in _QUANTITY.finditer(text):
        if match["cjk_month"]:
            yield _day(match["cjk_month"], match["cjk_day"])
        elif match["month"] or match["month2"]:
            name = (match["month"] or match["month2"])[:3].lower()
            yield _day(str(_MONTHS.index(name) + 1), match["day"] or match["day2"])
        elif match["word"]:
            yield str(_COUNTS.index(match["word"].lower()) + 2)
        elif match["number"] and not _SECTION.search(text, max(0, match.start() - 10), match.start()):
            yield from _number(match["number"].replace(",", ""), match["unit"] or "")


def _day(month: str, day: str | None) -> str:
    return f"{int(month)}-{int(day)}" if day else f"m{int(month)}"


def _number(digits: str, unit: str) -> Iterator[str]:
    unit = unit.strip("- \u00a0").lower()
    if unit.startswith(("nm", "nano", *"奈納纳ナ")):
        yield f"{digits}nm"
    elif unit in ("%", "percent", "per cent", "pct"):
        yield f"%{float(digits):g}"
    elif unit in _SCALES or (unit not in _NOT_COUNTS and not _YEAR.fullmatch(digits)):
        count = float(digits) * _SCALES.get(unit, 1)
        yield f"{count:g}" if count < 1_000_000 else f"{count:.2e}"


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_COUNTS = "two three four five six seven eight nine ten eleven twelve".split()
_NAMES = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_SCALES = {
    "trillion": 1e12, "兆": 1e12, "万亿": 1e12, "billion": 1e9, "bn": 1e9, "億": 1e8, "亿": 1e8, "million": 1e6,
    "百万": 1e6, "萬": 1e4, "万": 1e4,
}  # fmt: skip
_NANOMETERS = r"(?:nm\b|[Nn]anomet(?:er|re)s?|奈米|納米|纳米|ナノ)"
_NOT_COUNTS = frozenset(("年", "年度", ":", "條", "条", "max"))
_SECTION = re.compile(r"(?:[Ss]ections?|[Ss]ec\.|Chapter|Title|§|法|法律|第)\s?\Z")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
# A date, or a number that is not part of a word, a code or a decimal. The first characters are tested at once: most
# characters of a text begin none.
_QUANTITY = re.compile(
    rf"""(?=[0-9ADEFJMNOSTefnst])(?:(?<![0-9])(?P<cjk_month>1[0-2]|[1-9])\s?月(?:(?P<cjk_day>[0-3]?[0-9])\s?日)?
    |(?<![A-Za-z])(?P<month>{_NAMES})(?:\s(?P<day>[0-3]?[0-9])(?![0-9]))?
    |(?<![0-9])(?P<day2>[0-3]?[0-9])\s(?P<month2>{_NAMES})
    |\b(?P<word>(?i:{"|".join(_COUNTS)}))\b
    |(?<![A-Za-z0-9.,:/-])(?P<number>[0-9][0-9,]{{0,14}}(?:\.[0-9]{{1,4}})?)(?![0-9])
    (?P<unit>[\s-]?{_NANOMETERS}|\s?(?:%|[Pp]ercent|[Pp]er\scent|pct|[Tt]rillion|[Bb]illion|bn\b|[Mm]illion|万亿|兆|億|亿|百万|萬|万|年度?|:|條|条|[Mm][Aa][Xx](?![A-Za-z]))
    |(?![A-Za-z/-])))""",
    re.VERBOSE,
)


# ---- how much a feature says: the rarer it is in headlines about trade, the more ----------------------

RAREST = 10
"""Bits of a feature that hardly any headline has: 1 in 1,024."""
FIGURE = 6
"""Bits of a figure that two stories may have in common by chance, such as 25 %, and of a process node."""
SMALL = 2
"""Bits of a day, or of a small or round count."""


def bits(feature: str) -> int:
    """Return how many bits of information a feature carries: 1 if half of the headlines have it."""
    common = COMMON.get(feature)
    if common is not None:
        return common
    if not is_quantity(feature) or is_exact(feature):
        return RAREST
    return FIGURE if is_figure(feature) or is_node(feature) else SMALL


def is_quantity(feature: str) -> bool:
    """Return whether a feature is a quantity."""
    return feature[0] in "%0123456789" or _MONTH.fullmatch(feature) is not None


def is_figure(feature: str) -> bool:
    """Return whether a quantity is news by itself: a percentage, an amount, a count that is not round."""
    if feature[0] == "%" or "e+" in feature:
        return True
    return feature.isdecimal() and int(feature) > 10 and len(feature.rstrip("0")) > 1


def is_exact(feature: str) -> bool:
    """Return whether two stories rarely have the same figure by chance: 12.3 percent, 61.5 billion, 1,700; not 737."""
    if feature[0] == "%":
        return "." in feature
    if "e+" in feature:
        return not feature.startswith(_ROUND, 1)
    return feature.isdecimal() and int(feature) > 999 and len(feature.rstrip("0")) > 1


def is_node(feature: str) -> bool:
    """Return whether a quantity is a process node of a chip: 2nm."""
    return feature.endswith("nm")


def _read_common() -> dict[str, int]:
    """Read the features that more headlines have, by their bits."""
    lines = files("watchers.stories").joinpath("data", "rarity.txt").read_text("ascii").splitlines()
    return {feature: int(number) for number, *features in map(str.split, lines) for feature in features}


_MONTH = re.compile("m[0-9]{1,2}")
_ROUND = ".00e"
COMMON = _read_common()
"""The bits of the features that more headlines have."""
