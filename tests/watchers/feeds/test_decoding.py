"""P4 and P10: bytes in any encoding, under any header, become the text that was meant, and clean."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.feeds.decoding import decode, scrub

JAPANESE = (
    "経済産業省は半導体製造装置の輸出管理について、新しい規制を発表しました。対象となる品目は、これから決まるそうです。"
)
TRADITIONAL = "經濟部表示，台灣的半導體業者在這次關稅調整之後，將會有一年的時間可以提出申請，國際貿易署也將說明。"
SIMPLIFIED = "商务部表示，这是中国对美国的出口管制措施，自公布之日起实施，有关企业可以在一年之内提出申请。"
KOREAN = "산업통상자원부는 이번 반도체 수출 규제에 대하여 다음 달까지 새로운 기준을 마련하기로 했다고 밝혔습니다."
FRENCH = "Le ministère a décidé de relever les droits de douane sur l’acier dès l’été, à la suite d’une enquête."
RUSSIAN = "Министерство экономического развития сообщило о новых пошлинах на ввоз стали."

CJK = [
    ("shift_jis", "cp932", JAPANESE),
    ("euc-jp", "euc_jp", JAPANESE),
    ("iso-2022-jp", "iso2022_jp", JAPANESE),
    ("big5", "cp950", TRADITIONAL),
    ("gb2312", "gb2312", SIMPLIFIED),
    ("gbk", "gbk", SIMPLIFIED),
    ("euc-kr", "euc_kr", KOREAN),
]
HEADERS = [
    "",
    "application/xml",
    "text/xml",
    "application/rss+xml; charset=utf-8",
    "text/xml; charset=ISO-8859-1",
    "text/xml; charset=us-ascii",
    'text/xml; charset="no-such-thing"',
]


def feed(text: str, declared: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f"{declaration}<rss><channel><title>{text}</title></channel></rss>"


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize(("label", "codec", "text"), CJK, ids=[label for label, _, _ in CJK])
@pytest.mark.hazard("P4")
def test_cjk_is_read_right_under_any_header_and_declaration(label: str, codec: str, text: str, header: str) -> None:
    for declared in (label, label.upper(), "", "utf-8", "iso-8859-1", "x-unknown"):
        written = feed(text, declared)
        assert decode(written.encode(codec), header) == written


@pytest.mark.parametrize(("label", "codec", "text"), CJK, ids=[label for label, _, _ in CJK])
@pytest.mark.hazard("P4")
def test_a_right_header_is_enough(label: str, codec: str, text: str) -> None:
    assert decode(feed(text).encode(codec), f"text/xml; charset={label}") == feed(text)


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("big5", "cp950", "台積電"),
        ("gb2312", "gb18030", "镓锗"),
        ("shift_jis", "cp932", "熊本工場"),
        ("euc-kr", "cp949", "관세"),
    ],
)
@pytest.mark.hazard("P4")
def test_a_label_is_believed_where_the_text_is_too_short_to_tell(label: str, codec: str, text: str) -> None:
    assert decode(feed(text, label).encode(codec), "text/xml; charset=iso-8859-1") == feed(text, label)
    assert decode(feed(text).encode(codec), f"text/xml; charset={label}") == feed(text)


@pytest.mark.hazard("P4")
def test_a_wrong_cjk_label_loses_against_a_long_text() -> None:
    for label, codec, text in CJK:
        for wrong in ("big5", "gb2312", "euc-kr", "shift_jis", "euc-jp"):
            written = feed(text * 2, label)
            assert decode(feed(text * 2, wrong).encode(codec), "")[-30:] == written[-30:]


@pytest.mark.parametrize(
    ("bom", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "utf-32-le"),
        (b"", "utf-32-be"),
    ],
)
def test_a_byte_order_mark_or_its_shape_wins_over_every_label(bom: bytes, codec: str) -> None:
    written = feed(JAPANESE, "big5")
    assert decode(bom + written.encode(codec), "text/xml; charset=gb2312") == written


@pytest.mark.parametrize("bom", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF8, b"\0"])
@pytest.mark.parametrize(("label", "codec"), [("utf-8", "utf-8"), ("big5", "cp950")])
def test_a_wrong_byte_order_mark_hides_nothing(bom: bytes, label: str, codec: str) -> None:
    written = f'<?xml version="1.0" encoding="{label}"?><rss>{TRADITIONAL}</rss>'
    assert decode(bom + written.encode(codec), "text/xml") == written


@pytest.mark.parametrize(("label", "codec", "text"), [("utf-8", "utf-8", TRADITIONAL), ("euc-jp", "euc_jp", JAPANESE)])
def test_an_escape_that_begins_no_japanese_hides_nothing(label: str, codec: str, text: str) -> None:
    begin = f'<?xml version="1.0" encoding="{label}"?><rss>'
    body = f"{begin}\x1b$B<item>{text}</item></rss>".encode(codec)
    assert decode(body, "text/xml") == f"{begin}$B<item>{text}</item></rss>"


def test_a_document_of_a_mainframe_is_read() -> None:
    written = '<?xml version="1.0" encoding="cp037"?><rss><title>Steel duties: +25%</title></rss>'
    assert decode(written.encode("cp037"), "text/xml") == written


def test_valid_utf8_wins_over_a_wrong_label() -> None:
    written = feed(TRADITIONAL, "big5")
    assert decode(written.encode(), "text/xml; charset=iso-8859-1") == written


def test_utf8_with_a_broken_byte_stays_utf8() -> None:
    broken = feed(TRADITIONAL).encode().replace("關".encode(), "關".encode()[:2], 1)
    assert decode(broken, "") == feed(TRADITIONAL).replace("關", "\ufffd", 1)


def test_utf8_cut_within_a_character_loses_that_character_only() -> None:
    assert decode("<rss>關".encode()[:-1], "") == "<rss>"


def test_a_cjk_text_with_a_broken_byte_is_still_known() -> None:
    broken = feed(TRADITIONAL * 3, "big5").encode("cp950").replace("年".encode("cp950"), b"\xff", 1)
    assert TRADITIONAL in decode(broken, "")


@pytest.mark.parametrize("header", HEADERS)
def test_western_text_is_windows_1252_whatever_latin_label_it_carries(header: str) -> None:
    for declared in ("", "iso-8859-1", "windows-1252", "us-ascii", "utf-8"):
        written = feed(FRENCH, declared)
        assert decode(written.encode("cp1252"), header) == written


@pytest.mark.parametrize("label", ["koi8-r", "windows-1251", "ISO-8859-5"])
def test_a_declared_single_byte_codec_is_believed(label: str) -> None:
    written = feed(RUSSIAN, label)
    assert decode(written.encode(label), "text/xml") == written
    assert decode(feed(RUSSIAN).encode(label), f"text/xml; charset={label}") == feed(RUSSIAN)


@pytest.mark.parametrize("label", ["rot13", "base64", "zlib", "idna", "unicode_escape", "utf-7", "undefined"])
def test_a_label_cannot_choose_a_codec_that_is_not_an_encoding_of_texts(label: str) -> None:
    written = feed("plain+AGE-\\u0041", label)
    assert decode(written.encode(), f"text/xml; charset={label}") == written


@given(st.binary(max_size=400), st.text(max_size=60))
def test_any_bytes_under_any_header_become_a_clean_text(body: bytes, header: str) -> None:
    text = decode(body, header)
    assert scrub(text) == text
    text.encode("utf-8")


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
@pytest.mark.hazard("P10")
def test_scrubbing_leaves_no_control_surrogate_or_noncharacter(text: str) -> None:
    scrubbed = scrub(text)
    assert scrub(scrubbed) == scrubbed
    assert not [
        character
        for character in scrubbed
        if (unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\n\r")
        or ord(character) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(character) <= 0xFDEF
    ]


@pytest.mark.hazard("P10")
def test_what_windows_1252_has_at_a_control_is_what_was_meant() -> None:
    assert scrub("a\x00b\x92s \x80 5\x81\x85") == "ab’s € 5…"
