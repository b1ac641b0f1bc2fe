"""Folding, tokens, gaps, sentences and capitals: the tables of rules.md, and the laws of text.py."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from watchers.text.tokens import FOLDING, Gap, fold, fold_with_offsets, read, shouts

# What melts, widens, vanishes or turns into several characters, besides ordinary words in four scripts.
NASTY = (
    "aAéÉıİßæﬁØŁ𝐔 ½½²㎏㍿㈱①…."
    "\u0301\u0307\u0323\u0345\u200b\u200d\u00ad\u202e\ufeff\ufe0f\u034f"
    "ﾊﾞﾟ゛か\u3099ガﾀﾞｽｰ・"
    "關稅关税関台臺經済経"
    "ㄱㅏㄳ각각\u115f\u1160\u3164ﾡￂ"
    "ำแกัาळ\u093cק\u05bc"
    "ＵＳ＄％ 　\u00a0\n\t'’‘\"“”「」-‐–—－,，。．､!？8541.3001"
)
texts = st.text(st.sampled_from(NASTY), max_size=24) | st.text(max_size=24)
PIECES = (
    *"TSMC U.S. tariffs 關稅 半导体 ガリウム 8542.31 3B001 café Q3".split(),
    *(".", ". ", "。", ", ", " ", "\n", "\n\n", "-", ": ", "…", "(", ")", "’s ", "“", "”"),
)
prose = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


# ---- folding ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TSMC", "tsmc"),  # any case
        ("ＴＳＭＣ", "tsmc"),  # any width
        ("ﾗﾋﾟﾀﾞｽ", "ラピダス"),
        ("ﾊ\u200bﾞ", "バ"),  # zero-width inside a half-width sound
        ("關稅", "关税"),
        ("關稅", "関税"),
        ("經濟", "经济"),
        ("經濟", "経済"),
        ("臺積電", "台积电"),
        ("合併", "合并"),  # Traditional decides before Japanese
        ("衛星", "卫星"),
        ("労働", "劳动"),  # our own supplement
        ("戸", "户"),
        ("café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("Łódź Øresund Straße Æsir", "lodz oresund strasse aesir"),
        ("İzmir ızgara", "izmir izgara"),
        ("e\u00adx\u200bport", "export"),
        ("don’t", "don't"),
        ("de‑minimis", "de-minimis"),
        ("de–minimis", "de-minimis"),
        ("각", "각"),
        ("ёлка", "елка"),
        ("Ελλάδα", "ελλαδα"),
        ("الضَّرِيبة", "الضريبة"),
    ],
)
def test_two_spellings_of_a_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ひ", "ヒ"),  # hiragana, katakana, small kana and the long-vowel mark stay apart
        ("ツ", "ッ"),
        ("サーバー", "サーバ"),
        ("か", "が"),
        ("沪", "滬濾"),
        ("上海", "海"),
        ("濾", "沪"),  # 沪 stays 沪, or Shanghai becomes a filter
        ("й", "и"),  # other diacritics of other scripts are letters
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(texts)
@settings(deadline=None, max_examples=400)
@example("ﾊ\u200bﾞ")
@example("ㄱㅏ")
@example("가ㄳ")
@example("가\u115fᆨ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
@settings(deadline=None, max_examples=300)
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    if offsets is None:
        assert len(folded) == len(text)
        return
    begins, ends = offsets
    assert len(begins) == len(ends) == len(folded)
    assert all(0 <= begin < end <= len(text) for begin, end in zip(begins, ends, strict=True))
    assert begins == sorted(begins)
    assert ends == sorted(ends)


# ---- tokens ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Chip tariffs rise", ("chip", "tariffs", "rise")),
        ("台積電關稅", ("台", "积", "电", "关", "税")),
        ("TSMC台積電", ("tsmc", "台", "积", "电")),
        ("HTSUS 8542.31.0001", ("htsus", "8542.31.0001")),
        ("3B001.f.1 and 3B001", ("3b001.f.1", "and", "3b001")),
        ("8542.31.", ("8542.31",)),
        ("U.S. trade", ("us", "trade")),
        ("anti-dumping", ("anti", "dumping")),
        ("TSMC's", ("tsmc", "s")),
        ("スーパー301条", ("ス", "ー", "パ", "ー", "301", "条")),
        ("반도체 관세", ("반", "도", "체", "관", "세")),
        ("2nm", ("2nm",)),
        ("_under_score_", ("under", "score")),
        ("!!! …", ()),
        ("", ()),
    ],
)
def test_a_text_is_cut_into_words_codes_and_single_cjk_characters(text: str, tokens: tuple[str, ...]) -> None:
    assert read(text).tokens == tokens


def test_places_point_into_the_words_the_reader_sees() -> None:
    text = read("ﾗﾋﾟﾀﾞｽ opens in the U.S., says e\u00adxport desk")
    seen = [text.original[begin:end] for begin, end in zip(text.begins, text.ends, strict=True)]
    assert seen == ["ﾗ", "ﾋﾟ", "ﾀﾞ", "ｽ", "opens", "in", "the", "U.S.", "says", "e\u00adxport", "desk"]


@given(texts | prose)
@settings(deadline=None, max_examples=400)
@example("É\uff9e")
@pytest.mark.slow
def test_every_token_lies_in_the_original_and_folds_to_the_token(original: str) -> None:
    text = read(original)
    last_begin, last_end = 0, 0
    for token, begin, end in zip(text.tokens, text.begins, text.ends, strict=True):
        assert 0 <= begin < end <= len(original)
        assert last_begin <= begin
        assert last_end <= end
        # One character may hold several tokens (㍿), and an abbreviation is shown without its stops.
        surface = fold(original[begin:end])
        assert token in surface or token == surface.replace(".", "")
        assert fold(token) == token
        last_begin, last_end = begin, end


@given(texts | prose)
@settings(deadline=None, max_examples=200)
def test_a_text_already_folded_has_the_same_tokens(original: str) -> None:
    once = read(original).tokens
    assert read(" ".join(once)).tokens == once or any("." in token for token in once)


@given(prose)
def test_equal_originals_make_equal_values(original: str) -> None:
    assert read(original) == read(original)


# ---- gaps ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("關稅", Gap.NONE),
        ("關\u200b稅", Gap.NONE),
        ("關 稅", Gap.SPACE),
        ("關\n稅", Gap.SPACE),
        ("關　稅", Gap.SPACE),
        ("export  ban", Gap.LIGHT),
        ("export, ban", Gap.LIGHT),
        ("export “ban", Gap.LIGHT),
        ("de-minimis", Gap.SPACE),
        ("関・税", Gap.SPACE),
        ("China+1", Gap.LIGHT),
        ("關、稅", Gap.LIGHT),
        ("export: ban", Gap.HEAVY),
        ("export (ban", Gap.HEAVY),
        ("關：稅", Gap.HEAVY),
        ("export. Ban", Gap.END),
        ("關。稅", Gap.END),
        ("關！稅", Gap.END),
        ("export\n\nban", Gap.END),
        ("export\n  \nban", Gap.END),
    ],
)
def test_the_gap_between_two_tokens_is_known(text: str, gap: Gap) -> None:
    assert read(text).gap(1) is gap


def test_the_first_token_begins_a_sentence() -> None:
    assert read("  export").gap(0) is Gap.END


# ---- sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Tariffs rise. Chips fall.", 2),
        ("The U.S. Trade Representative spoke.", 1),
        ("See No. 5 of the list.", 1),
        ("J. Smith of Acme Inc. Of note.", 1),
        ("It costs 3.5 percent.", 1),
        ("Why? Because!", 2),
        ('He said "no." She left.', 2),
        ("and so on. lower case goes on", 1),
        ("關稅上調。晶片下跌！真的？", 3),
        ("關稅上調．晶片下跌", 2),
        ("Wait… What", 2),
        ("wait… what", 1),
        ("Headline\n\nBody", 2),
        ("Headline\nBody", 1),
    ],
)
def test_sentences_are_counted_as_a_reader_would(text: str, sentences: int) -> None:
    assert read(text).gaps.count(Gap.END) == sentences


@given(prose)
def test_the_first_token_of_any_text_begins_a_sentence(original: str) -> None:
    assert read(original).gaps[:1] in (b"", bytes([Gap.END]))


# ---- capitals --------------------------------------------------------------------------------------


def test_words_in_capitals_are_known() -> None:
    text = read("US trade with the U.S. and ＵＳ, not Us")
    capitals = [token for at, token in enumerate(text.tokens) if text.in_capitals(at)]
    assert capitals == ["us", "us", "us"]


@pytest.mark.parametrize("text", ["新型AI半導体", "対米AI、", "ﾁｯﾌﾟAIを", "칩AI로", "、AI、", "2025年AI"])
def test_a_word_in_capitals_is_known_between_chinese_or_japanese_characters(text: str) -> None:
    known = read(text)
    assert known.in_capitals(known.tokens.index("ai"))


@pytest.mark.parametrize("text", ["openAI", "éAI", "AIm"])
def test_capitals_within_a_word_are_not_a_word_in_capitals(text: str) -> None:
    known = read(text)
    assert not any(map(known.in_capitals, range(len(known.tokens))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US IT WHO ART", True),
        ("STEEL TARIFFS RISE 25% IN MAY", True),
        ("US steel tariffs rise", False),
        ("US TARIFFS UP", False),  # three words prove nothing
        ("TSMC ASML NVDA AMD 關稅", False),
        ("", False),
    ],
)
def test_a_field_written_all_in_capitals_shouts(text: str, expected: bool) -> None:
    assert shouts(read(text)) is expected


def test_a_change_of_what_is_recognized_raises_a_version() -> None:
    ranges = ((0x20, 0x250), (0x2000, 0x2070), (0x3000, 0x3100), (0x4E00, 0x9FFF), (0xFF00, 0xFFF0))
    everything = "".join(chr(code) for begin, end in ranges for code in range(begin, end))
    words = "The U.S.-China tariffs, 8542.31.0001 and 3B001.f.1; 90FR12345, A.I., x1c, 1.5%, naïve co-op’s 台積電"
    made = "\x1f".join((*read(everything).tokens, *read(words).tokens))
    assert (FOLDING, sha256(made.encode()).hexdigest()[:16]) == (3, "3654109fcf70e838")


@pytest.mark.parametrize(
    ("word", "title", "found"),
    [
        ("ภาษี", "ขึ้นภาษีนำเข้าเหล็ก", True),  # Thai has no spaces between words
        ("ภาษี", "สุภาษิต", False),
        ("कर", "एक करोड़ रुपये", False),  # a vowel sign is part of its word
        ("कर", "नया कर लागू", True),
        ("ёлка", "елка", True),
        ("الضريبة", "رفع الضَّرِيبة", True),
    ],
)
def test_marks_and_missing_spaces_of_other_scripts(word: str, title: str, found: bool) -> None:
    sought, tokens = read(word).tokens, read(title).tokens
    assert any(tokens[at : at + len(sought)] == sought for at in range(len(tokens))) is found
