"""Words are compared across languages by what they mean, and names by how they sound."""

from __future__ import annotations

import json
import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scripts.build_glosses import chinese_glosses, counted, japanese_glosses, transcribing, written
from watchers.stories.words import (
    MAX_BITS,
    REST_OF_COMPOUND,
    Lexicon,
    agreement,
    in_chinese,
    lexicon,
    meanings,
    of_pinyin,
    rarest,
    read_words,
    sounds,
    stem,
)
from watchers.text.tokens import fold, read

NOTHING: frozenset[str] = frozenset()


def told(title: str, language: str, other: str, of: str) -> float:
    """Return the bits of a title's words that another text tells."""
    words = read_words(read(other).tokens, of, ())
    return agreement(
        read_words(read(title).tokens, language, ()),
        language,
        meanings(tuple(word.text for word in words), of),
        NOTHING,
    ).told


@pytest.mark.parametrize(
    "words",
    ["export exports exported exporting exporter exporters", "factory factories", "ship shipment shipments shipping"],
)
def test_the_derivations_of_a_word_have_one_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("title", "language", "other", "of"),
    [
        ("Dockworkers strike", "en", "碼頭工人罷工", "zh-Hant"),
        ("Dockworkers strike", "en", "港湾労働者がスト", "ja"),
        ("拖拉机堵塞高速公路", "zh-Hans", "トラクターで高速道路を封鎖", "ja"),
        ("銅鉱山で土砂流入", "ja", "Mudslide at copper mine", "en"),
        ("鎳價上漲", "zh-Hant", "ニッケル価格が上昇", "ja"),
        ("Beer shipments", "en", "啤酒出貨", "zh-Hant"),
        ("Makino", "en", "牧野", "ja"),
    ],
)
def test_words_of_one_meaning_are_told_by_both(title: str, language: str, other: str, of: str) -> None:
    assert told(title, language, other, of) >= 5
    assert told(other, of, title, language) >= 5


@pytest.mark.parametrize(
    ("title", "language", "other", "of"),
    [
        ("Dockworkers strike", "en", "鎳價上漲", "zh-Hant"),
        ("Beer shipments", "en", "トラクターで高速道路を封鎖", "ja"),
        ("In 2026, 15% more", "en", "2026年增15%", "zh-Hant"),
    ],
)
def test_other_words_common_ones_and_numbers_tell_nothing(title: str, language: str, other: str, of: str) -> None:
    assert told(title, language, other, of) == told(other, of, title, language) == 0


@pytest.mark.parametrize(
    "names",
    [
        "Grasberg グラスベルグ 格拉斯伯格",
        "Scunthorpe スカンソープ 斯肯索普",
        "Metsera メッツェラ",
        "Vanguard バンガード",
        "Freeport フリーポート",
    ],
)
def test_a_name_that_no_dictionary_has_is_known_by_its_sound(names: str) -> None:
    latin, *others = names.split()
    for name in others:
        language = "ja" if "\u30a0" < name[0] < "\u30ff" else "zh-Hans"
        assert told(latin, "en", name, language) >= 5
        assert told(name, language, latin, "en") >= 5


@pytest.mark.parametrize(
    "names", ["Grasberg スカンソープ", "Metsera カーライル", "Novara ナイジェリア", "Intel インド"]
)
def test_names_of_other_consonants_are_not_alike(names: str) -> None:
    latin, name = names.split()
    assert sounds(latin.lower()).isdisjoint(sounds(fold(name)))


def test_chinese_drops_the_l_of_a_name() -> None:
    assert not in_chinese(sounds("lutnick")).isdisjoint(in_chinese(sounds(fold("盧特尼克"))))


@pytest.mark.parametrize(
    ("syllable", "consonants"), [("zhang", "sn"), ("er", ""), ("wu", ""), ("ni", "n"), ("ke", "k"), ("xin", "sn")]
)
def test_of_a_chinese_syllable_the_consonants_count(syllable: str, consonants: str) -> None:
    assert of_pinyin(syllable) == consonants


def test_an_entity_that_both_name_does_not_count_again() -> None:
    words = read_words(read("Malaysia strike").tokens, "en", [("pl.my", 0, 1)])
    other = meanings(("马来西亚", "罢工"), "zh-Hans")
    both, shared = agreement(words, "en", other, NOTHING), agreement(words, "en", other, frozenset(("pl.my",)))
    assert shared.told < both.told
    assert (both.missing, shared.missing) == (0, 0)


def test_words_side_by_side_count_less_than_words_apart() -> None:
    lexicon_en = lexicon("en")
    assert lexicon_en is not None
    beside = told("copper mine", "en", "銅礦 礦山", "zh-Hant")
    bits = sorted(lexicon_en.bits(stem(word)) for word in ("copper", "mine"))
    assert beside <= bits[1] + REST_OF_COMPOUND * bits[0]


def test_a_language_without_a_dictionary_has_no_words() -> None:
    assert read_words(read("Streik im Hafen").tokens, "de", ()) == ()


def test_rare_words_are_filed_by_what_they_mean() -> None:
    keys = [
        set(rarest(read_words(read(title).tokens, language, ()), language, 5))
        for title, language in (
            ("Tractors block motorway", "en"),
            ("トラクターで封鎖", "ja"),
            ("拖拉机堵塞", "zh-Hans"),
        )
    ]
    assert keys[0] & keys[1]
    assert keys[0] & keys[2]


@pytest.mark.parametrize("language", ["en", "zh", "ja"])
def test_every_entry_is_a_word_with_its_bits(language: str) -> None:
    known = lexicon(language)
    assert known is not None
    assert all(0 < known.bits(word) <= MAX_BITS for word in known.entries)
    assert all(word == fold(word) for word in known.entries)


# ---- how the data is built ---------------------------------------------------------------------------


def test_glosses_are_short_and_have_no_remarks(tmp_path: Path) -> None:
    entries = [
        ["罷工", "罢工", "ba4 gong1", ["(of workers) to strike", "to go on strike", "CL:次[ci4]"], [], []],
        ["廠", "厂", "chang3", "factory; (archaic) shed used in building", [], []],
    ]
    (tmp_path / "all.js").write_text(f"export default {json.dumps({'all': entries})};\n", "utf-8")
    assert chinese_glosses(tmp_path / "all.js") == {"罢工": ["strik", "go+strik"], "厂": ["factori"]}


def test_japanese_verbs_lose_their_ending_and_given_names_are_left_out(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "jamdict.db")) as database:
        for table in ("Kanji", "Kana", "NEKanji", "NEKana"):
            database.execute(f"create table {table} (idseq, text)")
        database.executescript(
            """create table Sense (ID, idseq); create table SenseGloss (sid, lang, text); create table pos (sid, text);
            create table NETranslation (ID, idseq); create table NETransGloss (tid, lang, text);
            create table NETransType (tid, text);
            insert into Kanji values (1, '止める'); insert into Kana values (1, 'とめる'), (2, 'トラクター');
            insert into Sense values (1, 1), (2, 2);
            insert into SenseGloss values (1, 'eng', 'to stop'), (1, 'ger', 'halten'), (2, 'eng', 'tractor');
            insert into pos values (1, 'Ichidan verb'), (2, 'noun (common) (futsuumeishi)');
            insert into NEKanji values (3, '牧野'), (4, '花子');
            insert into NETranslation values (3, 3), (4, 4);
            insert into NETransGloss values (3, 'eng', 'Makino'), (4, 'eng', 'Hanako');
            insert into NETransType values (3, 'surname'), (4, 'fem');"""
        )
        database.commit()
    assert japanese_glosses(tmp_path / "jamdict.db") == {"止め": ["stop"], "トラクター": ["tract"], "牧野": ["makino"]}


def test_the_words_of_headlines_are_written_with_their_bits() -> None:
    known = Lexicon(dict.fromkeys(("罢工", "码头"), "1"))
    bits = counted(["罷工", "碼頭罷工", *["no"] * 6], known)
    assert bits == {"罢工": 2, "码头": 3, "no": 1}
    assert written(bits, {"罢工": ["strik"]}) == "no 1\n码头 3\n罢工 2 strik\n"


def test_a_character_of_two_names_is_a_mere_sound(tmp_path: Path) -> None:
    names = [["克", "克", "ke4", "to overcome", [], []]]
    names += [["伯克利", "伯克利", "Bo2 ke4 li4", "Berkeley", [], []]] * 2
    (tmp_path / "all.js").write_text(f"export default {json.dumps({'all': names})};\n", "utf-8")
    assert transcribing(tmp_path / "all.js") == {"k": "克"}


def test_a_transcribed_name_is_one_word_and_ends_where_a_known_one_begins() -> None:
    known = lexicon("zh")
    assert known is not None
    words = [word for word, _, _ in known.split(read("格拉斯伯格銅礦 的巴拿馬運河").tokens)]
    assert words[0] == "格拉斯伯格"
    assert any(word.startswith(fold("巴拿馬")) for word in words)


def test_the_data_files_are_small() -> None:
    folder = Path(__file__).parents[3] / "watchers" / "stories" / "data"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_000_000
    assert all(lzma.decompress(path.read_bytes()) for path in folder.glob("*.xz"))
