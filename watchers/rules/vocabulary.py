"""The signs, words and fields that mean something in a rule, in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto

from watchers.codes import CodeKind
from watchers.text.tokens import fold, read


class Kind(Enum):
    """The kinds of lexeme, and of the pieces made of them; END follows the last one of a text."""

    WORD = auto()
    QUOTED = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    COMMA = auto()
    NOT = auto()
    NEAR = auto()
    END = auto()
    TERM = auto()


def _spelled(*lists: str | Iterable[str]) -> frozenset[str]:
    each = (words.split() if isinstance(words, str) else words for words in lists)
    return frozenset(word.replace("_", " ") for words in each for word in words)


FIELDS = ("title", "word", "source", "lang", "country", "agency", "type", "status", *(kind.value for kind in CodeKind))
TITLE_NAMES = ("title", "headline", "hd", "hl", "intitle", "allintitle")
"""How search languages write the field of the title: hd=tariff, headline(tariff)."""
FIELD_NAMES = {
    **{name: name for name in FIELDS},
    "celex": "eu",
    **dict.fromkeys(("hts", "htsus", "htsusa", "hsコード", "稅則", "税则", "税番", "hs編碼", "hs编码"), "hs"),
    **dict.fromkeys((*TITLE_NAMES, "標題", "标题", "見出し", "タイトル"), "title"),
    **dict.fromkeys(("語言", "语言", "言語", "language"), "lang"),
    **dict.fromkeys(("國家", "国家", "国"), "country"),
    **dict.fromkeys(("來源", "来源", "情報源"), "source"),
}
"""The fields by the names that people type, in small letters."""

SEPARATORS = ",，、;；|｜"
DOUBLE_QUOTES = '"“”„‟＂«»'
SINGLE_QUOTES = "'‘’‚‛＇"
CORNERS = {"「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄", "《": "》", "〈": "〉"}
OPENING = DOUBLE_QUOTES + "".join(CORNERS)
CLOSING = DOUBLE_QUOTES + "".join(CORNERS.values())
OPENING_BRACKETS = "(（[［{｛【〔"
CLOSING_BRACKETS = ")）]］}｝】〕"
HYPHENS = "-－–—−―‐‑‒﹣﹘➖─━˗⁻"
LONG_VOWELS = "ーｰ"
"""The key next to 0 on a Japanese keyboard types one for a minus; no word begins with it."""
MINUSES = HYPHENS + LONG_VOWELS + "!！"
CAPITAL_OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT, "NEAR": Kind.NEAR}
LABELS = _spelled(
    "keyword keywords topic topics add company companies firms product products names watch alert alerts list region "
    "sector",
    "fw fwd re subject subj aw wg "
    "主旨 轉寄 轉發 转发 回覆 回復 回复 答复 件名 転送 返信 題名 關鍵字 關鍵詞 关键词 "
    "公司 企業 企业 產品 产品 品項 產業 产业 地區 地区 語音 语音 "
    "主管機關 有關單位 內容 主題 対象品目 品目 対象国",
    "キーワード 製品 業界 地域 音声",
)
"""What says nothing where a colon follows it: companies: BYD, CATL; and what e-mail adds: FW: TSMC."""

OR = _spelled(
    "or nor and/or / ／ ・ ·",
    "或 或者 或是 或者是 抑或 還是 还是",
    "または 又は もしくは 若しくは あるいは 或いは や とか",
)
AND = _spelled(
    "and & ＆ && + ＋ plus as_well_as",
    "× 和 與 与 及 以及 且 並且 并且 而且 跟 還有 还有 加上",
    "と かつ 且つ および 及び ならびに 並びに",
)
NOT = _spelled(
    "not no without w/o except excluding exclude excl excl. ex minus ignore ignoring never no_more but_not and_not "
    "but_no but_without but_excluding not_including except_for other_than apart_from rather_than instead_of "
    "don't_send don’t_send dont_send do_not_send don't_show dont_show stop_sending don't_need dont_need "
    "not_interested_in anyone_but anybody_but anything_but everyone_but everything_but "
    "all_but unless except_if don't_want don’t_want dont_want do_not_want nothing_about nothing_on",
    "不含 不包含 不包括 不要 不要看 不要有 不需要 不想要 不用 不想看 不看 不是 排除 剔除 除 除去 除開 撇開 撇除 "
    "別推 別再推 別給我 別再給我 不要推 不要再推 不要給我 不要再給我 "
    "扣除 扣掉 除了 而非 而不是 但不含 但不包含 但不包括 但不要 但排除 但不是",
    "除く",
)
NOT_BEFORE = _spelled(
    "no_thanks no_thank_you no_thx",
    "以外 以外の 以外的 之外 之外的 "
    "を除く を除いた を除いて を除き 除く 除いた は除く は除いて を除外 は除外 を含まない "
    "は含まない を含まず",
    "は関係なくて は関係なく は関係ない は興味ない は興味がない は興味なし "
    "ではなく ではなくて でなく じゃなく じゃなくて ではない じゃない はいらない は要らない "
    "は要らん はいらん はいりません は要りません は不要 "
    "の件は不要 の件はいらない の話は不要 の話はいらない の話はいりません 抜き 抜きの 抜きで",
)
"""What excludes the term before it: 中国 以外, 中古を除く."""
CONTRASTS = _spelled("ではなく ではなくて でなく じゃなく じゃなくて")
"""Those that exclude all that touches them, and not just the last term."""
OPERATORS = {word: kind for words, kind in ((OR, Kind.OR), (AND, Kind.AND), (NOT, Kind.NOT)) for word in words}
BEGIN_OPERATORS = frozenset(word.split(" ")[0] for word in (*OPERATORS, *NOT_BEFORE))
"""The first words of all operators."""
MAX_OPERATOR_WORDS = 4
LOOSE = _spelled("や / ／ ・ ·")
"""Operators in words that always join just the two terms next to them."""

_WISHES = tuple(
    f"{asks}{verb}{once}"
    for asks in (
        "只 我只 我只想 我只要 只要 只想 我想 我要 我想要 想 想要 就 時 的話 的時候 請 幫忙 請幫忙 請幫我 幫我 麻煩"
    ).split()
    for verb in (
        "追 追蹤 關注 關心 看 看到 知道 了解 收到 訂閱 查 找 留意 注意 盯 監控 通知 通知我 提醒 提醒我 告訴我 給我"
    ).split()
    for once in ("", "一下")
)
"""Requests for alerts inside a sentence: 我想追蹤, 請幫我留意一下."""
PARTICLES = _spelled(
    "的 對 對於 針對 關於 有關 相關 從 在 於 之 之間 由 向 給 是 了 被 把 將 擬對 會 要 有 也 都 新 新的 以上 以下 等 "
    "方面 任何 所有 全部 考慮 打算 有意 如果 要是 一旦 一有",
    "嗎 呢 吧 啊 呀 啦 喔 哦 噢 耶 嘛 囉 唷 哈 産 製 要不要 能不能 可不可以 是不是 說 說要 稱 表示 內容 內文 "
    "什麼 有什麼 哪些 有哪些 何時 什麼時候 為什麼 怎麼 怎麼樣 如何 是否 "
    "會不會 有沒有 請問 請 麻煩 謝謝",
    "の を が は も へ から に で より まで への での からの との とは って について についての に関する に関して "
    "に対する における による など などの 向け 向けの をめぐる をめぐって 間 間の 系 だけ のみ 全般 すべて 全て",
    "想問 想問一下 想請問 請問一下 要查 要課 被查 被課 賣給 賣到 輸往 銷往 運往 出貨給 "
    "怎麼看 やつ したやつ のやつ 特に 特別是 尤其 尤其是",
    "詳細 か ですか ます ますか いつ いつから いつまで どこ どう どうなる どうなった なぜ 何 いくら",
    # What asks for news about a name.
    "新聞 消息 動態 最新 最新消息 資訊 信息 情報 情勢 進展 動向 報導 關鍵字 關鍵詞 キーワード 今天 今日 最近 近期",
    "文章 的文章 とかの の件 件 動き の動き 狀況 的狀況 最新狀況 結果 結果了 有結果了",
    "新しい 新たな 何か の話 したら されたら があったら が出たら が決まったら が変わったら",
    "関連 関係 ニュース 速報 記事 話題 最新情報",
    "教えて 教えてください 教えて下さい 知りたい 知りたいです 見たい 読みたい 追いたい 追跡したい 通知して "
    "通知してください "
    "知らせて 知らせてください ほしい 欲しい お願い お願いします ください 下さい",
    _WISHES,
    "たら通知 たら教えて とき ときに 場合 場合に ところ こと ため "
    "若 若是 假如 假使 萬一 就 去 到 多少 多少錢 幾趴 幾% 幾成 之後 之前",
    "有人知道 有誰知道 有沒有人知道 進度 的進度 進度如何 どうなるか どうなったか",
    "三國 兩國 四國 各國 拜託 也算 都算 続報 の続報 で見た で読んだ 対象 の対象 対象の 対象は を含む も含む 含む",
    "昨晚 今早 昨夜 今朝 哪些國家 哪些公司 哪些企業 どの国 どの会社 ネタ っけ 打到 一年 半年 兩年 三年 三個月",
    "客戶在問 客戶問 在問 怎麼算 怎麼辦 怎麼報",
    "の発表で の発表による 報道官 の報道官 發言人 新聞發言人",
    "という という話 という噂 という報道 という記事 との話 との噂 との報道 との記事 って話 って噂",
    "我要的是 只要有 提到 有提到 既要 也要 又 又要 怎麼又 漲了 跌了 那塊 這塊 推送 求推送 真的 真的嗎",
    "明天 昨天 上週 本週 這週 下週 上個月 本月 這個月 下個月 發布會 記者會 說了啥 說了什麼 說什麼 說啥 又說了什麼",
    "明日 昨日 今日の 先週 今週 来週 先月 今月 来月",
    "もし もしも なら ならば ですが のですが の件ですが でいい でいいです だけでいい だけでいいです みたいな "
    "のような といった いずれか どれか のどれか のいずれか なんでもいいから 何でもいいから とにかく とりあえず "
    "できれば ちなみに って ってマジ マジ 本当 ほんと のせいで のおかげで",
    "追蹤 關注 訂閱 留意 通知我 提醒我 告訴我 給我",
)
"""What may stand between or beside the known parts of a text without spaces; a rule is searched without them."""
FUNCTION_WORDS = _spelled(
    "the a an of from on in to for at by with w/ into onto upon about regarding concerning abt re via vs vs. versus",
    "against between among amid over under after before during within through throughout toward towards across around "
    "since until because while if whether than then as per such so also too just only even still yet",
    "including includes include incl incl. e.g. eg i.e. ie especially particularly mainly mostly etc etc.",
    "is are was were be been being am that which this these those its their our my me your his her there here i",
    "new newest react reacts reacting respond responds responding affect affects affected affecting impacted impacting "
    "may might must any some both either neither all anything everything something anybody anyone somebody someone",
    "but know knows who whose whom get got gets getting hit hits again already overnight really actually soon",
    "u ur whos who's who’s hows how's how’s whens when's when’s wheres where's where’s",  # codespell:ignore
    "what whats what's what’s how why when where do does did will would can could should shall has have had it they he "
    "she we you going gonna today tonight tomorrow yesterday now recent recently lately currently breaking",
    "say says said saying mention mentions mentioned mentioning",
    "但 但是",
    # One character, as headlines and dictation set it between words; beside others it is part of a word.
    "嗆 呛 批 籲 吁 曝 傳 传 喊 促 盼 加 課 课",
)
"""Words without a meaning of their own: a rule leaves them out, and its answer says so."""
FILLERS = _spelled(
    "spokesman spokeswoman spokesperson thing things stuff info news update updates headline headlines latest stories "
    "pieces articles please pls plz thanks thx"
)
"""Words that ask for news; every item is news, so they are left out beside a term."""
REQUESTS = _spelled(
    "i i'd i’d i'm i’m like want wanna need tell show notify send give get let know keep posted updated informed alert "
    "alerts add flag care eye ping message remind inform follow track watch monitor find see us interested looking "
    "hi hello hey any1 tracking watching following monitoring covering happening happened happens"
)
"""Words that ask for alerts where a rule begins with them: let me know if, keep me posted on."""
SAY_NOTHING = FUNCTION_WORDS | FILLERS
LONG_FUNCTION_WORDS = frozenset(word for word in SAY_NOTHING if len(word) > 4 and word.isascii() and word.isalpha())
"""Those that are known even if a letter is wrong: anythiing."""
PLAIN_TRADE_WORDS = _spelled(
    "降到 降至 降為 調降至 調到 上調至 提高到 提高至 升至 漲到 漲至 課徵 加徵 徵收 開徵 課 加 實施 列入 "
    "問題 議題 政策 措施 發展 情況 影響",
    "課す 課する 発動 措置 する される した された",
)
"""Words of trade that say little beside the name of a measure: 半導體關稅課徵 is 半導體 and 關稅.

They are compared folded, so that 課徵 is 课征, and 實施 is 実施.
"""
CJK_OPERATORS = {
    **{word: kind for word, kind in OPERATORS.items() if not word.isascii() and word not in "／＆＋・·除く"},
    "か": Kind.OR,
}
"""Operators inside a text without spaces, where the terms beside them are known: 台積電或三星."""
_COUNTRY_OF = {
    "美": "US", "米": "US", "英": "GB", "法": "FR", "仏": "FR", "德": "DE", "独": "DE", "日": "JP", "韓": "KR",
    "中": "CN", "陸": "CN", "俄": "RU", "露": "RU", "印": "IN", "歐": "EU", "台": "TW", "澳": "AU", "豪": "AU",
    "泰": "TH", "越": "VN", "加": "CA", "伊": "IR", "墨": "MX", "荷": "NL", "蘭": "NL", "菲": "PH",
    "烏": "UA",
}  # fmt: skip
COUNTRY_CHARACTERS = "".join({**_COUNTRY_OF, **dict.fromkeys(map(fold, _COUNTRY_OF))})
SHORT_COUNTRIES = {fold(character): country for character, country in _COUNTRY_OF.items()}
"""Countries as one character before a name, as headlines write them: 美半導體關稅, 英財務省."""
SHORT_COUNTRIES_IN_JAPANESE = {fold("伊"): "IT", fold("比"): "PH"}
"""Those that are another country, or a country only, in Japanese text."""
OTHER_WORDS = frozenset(map(fold, "米法加伊印陸墨荷蘭"))
"""Those that are another word where they stand alone: 米 is rice, too."""
UNMISTAKABLE = _spelled(
    "別推 別再推 別給我 別再給我 不要推 不要再推 不要給我 不要再給我",
    "または もしくは 若しくは あるいは 或いは 或者 不含 不包含 不包括 不要 不要看 不要有 不需要 不想要 不想看 "
    "除了 而非 而不是 但不含 但不包含 "
    "但不包括 但不要 但不是",
    "以外の 以外的 以外 之外的 は要らん はいらん はいりません は要りません "
    "の件は不要 の件はいらない の話は不要 の話はいらない の話はいりません "
    "を除く を除いた を除いて を除き は除く を除外 は除外 を含まない は含まない ではなく じゃなく "
    "じゃなくて ではない じゃない はいらない は要らない は不要 "
    "は関係なくて は関係なく は関係ない は興味ない は興味がない は興味なし",
)
"""Operators that split a text without spaces even where the terms beside them are unknown: 中古を除く."""

ANNOUNCERS = _spelled(
    "hs hts htsus htsusa code codes heading headings subheading subheadings eccn eccns cfr part csms rin docket no no. "
    "# fr doc doc. case eu regulation directive decision "
    "hsコード hs編碼 hs编码 税番 稅則 税则 税則 稅則號 税则号 稅則號列 税则号列 稅號 税号 "
    "貨號 货号 貨品號列 货品号列 號列 号列 商品編碼 商品编码 編號 "
    "编号 号 號"
)
"""Words before a code that belong to it: HS 8542.31, ECCN 3B001."""
NUMBERED = _spelled("section article annex chapter phase tier title schedule part rule list category form")
"""Words before a number that is read with them: Section 899."""
PUNCTUATION = frozenset("!！?？.。:：…·・•‧∙●○■□▪◦‣►→~～")
"""What may stand alone in a rule and means nothing: the bullet of a list, a full stop after a space."""


SPOKEN_NUMBERS = {
    **{
        word: at
        for at, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
    },
    **{f"{word}teen": at for at, word in enumerate("thir four fif six seven eigh nine".split(), 13)},
    **{f"{word}ty": 10 * at for at, word in enumerate("twen thir for fif six seven eigh nine".split(), 2)},
    "oh": 0,
    "hundred": 100,
}
SPOKEN = frozenset((*SPOKEN_NUMBERS, "comma", "quote", "unquote"))
"""What a voice typed for a sign or digits, if its neighbors say so."""

ABBREVIATIONS = {
    "admin": "administration", "agmt": "agreement", "lic": "license", "lics": "licenses", "comm": "commerce",
    "cos": "companies", "ct": "court",
    "dept": "department", "depts": "departments", "fed": "federal", "gov": "government", "gov't": "government",
    "govt": "government", "intl": "international", "int'l": "international", "mfg": "manufacturing",
    "min": "ministry", "nat'l": "national", "natl": "national", "reg": "regulation", "regs": "regulations",
    "sec": "section", "§": "section", "§§": "section", "sect": "section", "trsy": "treasury",
}  # fmt: skip
"""What is spelled out where that makes a name: supreme ct, commerce dept, sec 301."""

TITLES = frozenset(
    "president pres pres. premier minister min min. secretary sec sec. sec'y chancellor commissioner ambassador amb "
    "representative chair chairman governor gov gov. senator sen sen. congressman rep rep. director chief ceo mr mr. "
    "ms ms. mrs mrs. dr dr.".split()
)
PORTFOLIOS = frozenset(
    "prime vice deputy acting foreign trade commerce treasury finance economy energy state defense agriculture "
    "transport labor fed us u.s.".split()
)
"""What may precede the title and belongs to it."""
COMPANY_FORMS = frozenset("co co. corp corp. inc inc. llc ltd ltd. limited plc".split())
CATEGORIES = tuple(
    "makers companies firms suppliers producers vendors manufacturers exporters importers players "
    "廠 厂 廠商 厂商 業者 业者 公司 企業 企业 大廠 大厂 メーカー 各社 大手 勢".split()
)
"""Words for what several companies are, which texts about one of them seldom have."""
GOVERNMENTS = ("政府", "government", "govt", "gov")
_HONORIFIC_WORDS = "氏 さん さま 先生 女士 小姐"
_CJK_OFFICE = re.compile(
    "(?:{})*(?:{})".format(
        *(
            "|".join("".join(read(word).tokens) for word in words.split())
            for words in (
                "美 米 中 日 韓 英 德 独 法 仏 俄 印 加 墨 澳 豪 台 美國 米国 中國 日本 韓國 英國 德國 法國 印度 "
                "加拿大 前 新 現 副 代理 常務 首席 財務 財政 財 商務 國務 経産 経済産業 經濟 経済再生 担当 経済安保 "
                "経済安全保障 外務 外交 外 通商 貿易 談判 交渉 農業 農林水産 農 國防 防衛 內政 法務 官房 交通 "
                "USTR 通商代表部 交通部 經濟部 財政部 外交部 商務部 行政院 立法院 國安會 國發會 聯準會",
                "總統 大統領 主席 國家主席 總理 首相 總書記 書記 部長 院長 次長 次官 大臣 長官 相 財長 外長 防長 代表 "
                "大使 議長 會長 社長 總裁 董事長 執行長 局長 處長 主委 委員長 " + _HONORIFIC_WORDS,
            )
        )
    )
)
"""The office of a person, with its country and portfolio: 美財長, 経済産業大臣, 行政院副院長."""
_CJK_COMPANY_FORM = re.compile(
    "|".join(
        "".join(read(form).tokens)
        for form in "株式会社 股份有限公司 有限公司 公司 美商 日商 韓商 荷商 德商 英商 法商 陸商 港商 星商".split()
    )
)


def _ends_with(words: str) -> re.Pattern[str]:
    return re.compile("(?<![的の])(?:{})$".format("|".join("".join(read(word).tokens) for word in words.split())))


ORGANIZATION = _ends_with(
    "公司 集團 協會 協議會 學會 大學 銀行 銀 機構 法院 聯盟 商會 基金會 研究所 研究院 委員會 部 局 署 処 省 庁 院 社 "
    "会 新聞 電視台"
)
"""How the name of an organization ends in Chinese and Japanese."""
COMPANY = _ends_with(
    "電力 ガス 航空 郵船 製紙 電産 重工 石化 信託 證券 証券 保險 電信 移動 鐵路 鉄道 建設 鋁業 人壽 生命 科技 電子 "
    "光電 製藥 工業 商事 物産 不動産 通運 放送 テレビ 時報 日報 海運 重機 自動車 汽車 電機 精密"
)
"""How the name of a company ends that begins with its country: 日本航空."""
ONE_NAME = re.compile(f"[ぁ-ゖ]|{ORGANIZATION.pattern}|{COMPANY.pattern}")
"""Found in a text that is one name, or a sentence."""
MAX_OFFICE_TOKENS = 10
_HONORIFICS = tuple(read(word).tokens for word in _HONORIFIC_WORDS.split())


def honorific(tokens: tuple[str, ...]) -> int:
    """Return the length in tokens of the honorific that ends a name of two characters or more; 0 if there is none."""
    for ending in _HONORIFICS:
        if len(tokens) > len(ending) + 1 and tokens[-len(ending) :] == ending:
            return len(ending)
    return 0


def is_title(tokens: tuple[str, ...], kind: str = "person") -> bool:
    """Return whether a text in Chinese or Japanese is the office of a person, or the form of a company."""
    return (_CJK_OFFICE if kind == "person" else _CJK_COMPANY_FORM).fullmatch("".join(tokens)) is not None
