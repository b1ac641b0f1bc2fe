"""Fields of a rule, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable

from watchers.codes import CODE_NAMES, CodeKind, canonical
from watchers.codes.iso import COUNTRIES, LANGUAGES
from watchers.items.identity import language_tag

FIELDS = ("title", "word", "source", "lang", "country", "agency", "type", "status", *(kind.value for kind in CodeKind))
EXAMPLES = {
    "title": "title:tariff",
    "word": "word:tariff",
    "source": "source:ustr.rss",
    "lang": "lang:ja",
    "country": "country:JP",
    "agency": "agency:industry-and-security-bureau",
    "type": "type:rule",
    "status": "status:final",
    "hs": "hs:8542",
    "eccn": "eccn:3B001",
    "cfr": "cfr:15/744",
    "docket": "docket:USTR-2025-0012",
    "fr": "fr:2025-05887",
    "rin": "rin:0694-AK01",
    "case": "case:A-570-181",
    "csms": "csms:64680374",
    "wto": "wto:DS597",
    "eu": "eu:2023/956",
    "mofcom": "mofcom:2025/18",
}
"""Each field with a valid value."""

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


def read_value(field: str, typed: str) -> str | None:
    """Return the value in the form that items have, or None if it is not valid for the field."""
    if field in CODE_NAMES:
        return canonical(CodeKind(field), typed)
    return _READERS.get(field, _name)(typed.strip().lower())


def example_value(field: str) -> str:
    """Return a valid value of the field."""
    return EXAMPLES[field].partition(":")[2]


def _language(text: str) -> str | None:
    """Return the tag in the form that items have: en-US is en, zh-TW is zh-hant; zh alone is both scripts."""
    text = _LANGUAGE_NAMES.get(text, text)
    primary, _, more = text.replace("_", "-").partition("-")
    if primary not in LANGUAGES or not (more.replace("-", "") or "x").isalnum():
        return None
    return language_tag(text).lower() if more else primary


def _country(text: str) -> str | None:
    code = {"uk": "gb"}.get(text, text)
    return code if code.upper() in COUNTRIES else None


def _source(text: str) -> str | None:
    letters = text.translate(_JOINTS)
    return text if letters.isascii() and letters.isalnum() else None


def _name(text: str) -> str | None:
    return text if text.translate(_JOINTS).replace(" ", "").isalnum() else None


_JOINTS = str.maketrans("", "", "-._")
_LANGUAGE_NAMES = {
    name: code
    for code, names in {
        "en": "english eng 英文 英語 英语",
        "zh": "chinese cn chn 中文 漢語 汉语 中国語",
        "zh-hant": "traditional traditional-chinese tw 繁體 繁体 繁體中文 繁体中文 繁中 正體中文 繁体字",
        "zh-hans": "simplified simplified-chinese 簡體 简体 簡體中文 简体中文 簡中 简中 簡体字",
        "ja": "japanese jp jpn 日文 日語 日语 日本語",
        "ko": "korean kr 韓文 韓語 韩文 韩语 韓国語",
        "de": "german 德文 德語 德语 ドイツ語",
        "fr": "french 法文 法語 法语 フランス語",
        "es": "spanish 西班牙文 西班牙語 西班牙语 スペイン語",
    }.items()
    for name in names.split()
}
"""What people type for a language instead of its code; tw is the script of Taiwan."""
_READERS: dict[str, Callable[[str], str | None]] = {"lang": _language, "country": _country, "source": _source}
