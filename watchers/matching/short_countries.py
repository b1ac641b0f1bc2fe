"""One character that names a country in a headline: before a word (英鉄鋼, 独VW, 制裁俄油輪) or another one (日韓)."""

from __future__ import annotations

from watchers.senses.borders import Lexicon
from watchers.text.tokens import fold

_JAPANESE = frozenset(map(fold, "米英仏独伊印豪加露韓越蘭"))
_CHINESE = frozenset(map(fold, "美英法德俄韓印澳陸荷菲泰伊"))
"""Countries that may begin a clause before any word; the others only before an office."""
_INSIDE = frozenset(map(fold, "美俄韓澳菲"))
"""Countries that may also follow a word in Chinese: 回補美半導體股."""
_OFFICES = frozenset(
    map(
        fold,
        "政府 總理 總統 首相 外長 財長 防長 經長 外相 財相 防相 央行 議會 國會 法院 當局 官員 大使 使館 警方 軍方 "
        "媒體 企業 專家 學者 外交部 商務部 經濟部 財政部 國防部 貿易部 外交部長 商務部長 經濟部長 財政部長 國防部長 "
        "貿易部長".split(),
    )
)
_RICE = frozenset(
    map(
        fold,
        "農家 農業 価格 輸出 輸入 不足 増産 減産 高騰 生産 備蓄 業者 焼酎 卸売 販売 需要 在庫 作り 収穫 品種 騒動 "
        "離れ 相場 集荷 流通 産地".split(),
    )
)
"""Words after 米 that make it rice."""
_US_OR_RICE = fold("米")
_OF_JAPANESE = frozenset(map(fold, "産製軍側紙誌"))
"""Characters that make a country an adjective: 露産, 英紙."""
_OTHER_ADJECTIVES = frozenset(map(fold, "米印加"))
"""Those that with one of these are another word: 米産, 印紙."""
_PAIRED_IN_JAPANESE = _JAPANESE | set(map(fold, "日中台欧墨"))
_PAIRED_IN_CHINESE = _CHINESE | set(map(fold, "日中台歐加墨越烏"))
_OTHER_WORDS = frozenset(map(fold, "日中 歐美 台中 中台 印加 加中 烏日".split()))
"""Several of these characters that are another word."""
_OTHER_WORDS_IN_JAPANESE = frozenset(map(fold, "日中 中米 越中 中越 中印".split()))
_OTHER_NAMES = tuple(
    map(
        fold,
        "中菲行 法德藥 美德醫 歐菲光 大日印 中日ドラゴンズ 独禁 中英文 中英對照 美陸軍 英会話 英検 英德市 英德紅 "
        "蘭越 法鼓 加菲 法說".split(),
    )
)
"""Words that begin with one or several of these characters."""


def is_before_word(run: str, at: int, lexicon: Lexicon, *, is_japanese: bool) -> bool:
    """Return whether a character of a run of Chinese or Japanese text is read as a country before a word.

    In the best reading it is a separate word, and so are the characters on both sides of it.
    """
    if (at and (is_japanese or run[at] not in _INSIDE)) or run.startswith(_OTHER_NAMES, at):
        return False
    before, after = _neighbors(lexicon.words(run), at)
    if is_japanese and after and after in _OF_JAPANESE:
        return run[at] in _JAPANESE - _OTHER_ADJECTIVES
    if len(after) < 2 or (at and len(before) < 2):
        return False
    if is_japanese:
        return run[at] in _JAPANESE and not (run[at] == _US_OR_RICE and after in _RICE)
    return run[at] in _CHINESE or after in _OFFICES


def together(run: str, at: int, lexicon: Lexicon, *, is_japanese: bool) -> str:
    """Return the characters around one that all name countries (日韓, 美日韓), or "" if it is alone or in a word."""
    countries = _PAIRED_IN_JAPANESE if is_japanese else _PAIRED_IN_CHINESE
    others = _OTHER_WORDS_IN_JAPANESE if is_japanese else _OTHER_WORDS
    if run[at] not in countries:
        return ""
    start, stop = at, at + 1
    while start and run[start - 1] in countries:
        start -= 1
    while stop < len(run) and run[stop] in countries:
        stop += 1
    if stop - start < 2 or run[start:stop] in others or any(name in run for name in _OTHER_NAMES):
        return ""
    return run[start:stop] if lexicon.is_apart(run, start, stop) else ""


def is_before_other_script(character: str, following: str, *, is_japanese: bool) -> bool:
    """Return whether a character that begins a clause is a country before a word in another script: 独VW, 仏ワイン."""
    if following.isascii() and following.isalpha():
        return character in (_JAPANESE if is_japanese else _CHINESE)
    is_katakana = "ァ" <= following <= "ヺ" and following != "ノ"
    return is_japanese and is_katakana and character in _JAPANESE


def _neighbors(words: list[str], at: int) -> tuple[str, str]:
    """Return the words before and after the character at an index; "" if it is not a separate word."""
    begin = 0
    for index, word in enumerate(words):
        if begin == at and len(word) == 1:
            return words[index - 1] if index else "", words[index + 1] if index + 1 < len(words) else ""
        begin += len(word)
    return "", ""
