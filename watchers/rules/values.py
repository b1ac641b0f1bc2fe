"""Reads the values of the fields of a rule."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Set
from dataclasses import dataclass

from watchers.codes import CODE_NAMES, CodeKind, canonical
from watchers.codes.iso import COUNTRIES, LANGUAGES
from watchers.entities import Catalog
from watchers.errors import RuleError, RuleProblem
from watchers.items.identity import language_tag
from watchers.rules.lexer import Lexeme
from watchers.rules.syntax import Field, Rule, Word, in_capitals
from watchers.rules.vocabulary import FIELDS, Kind
from watchers.text.tokens import read, read_word

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


@dataclass(frozen=True, slots=True)
class Values:
    """Reads the values of the fields of one rule, except that of ``title:``."""

    text: str
    catalog: Catalog
    sources: Set[str] | None
    """Sources that a rule may name, in lower case; None allows any."""

    def read(self, name: Lexeme, value: Lexeme) -> Rule:
        """Return the term of a field and its value."""
        if name.text not in FIELDS:
            nearest = difflib.get_close_matches(name.text, FIELDS, 1)
            raise RuleError(RuleProblem.UNKNOWN_FIELD, name.column, name.text, nearest[0] if nearest else "")
        return self._only_word(name, value) if name.text == "word" else self._fact(name, value)

    def _only_word(self, name: Lexeme, value: Lexeme) -> Rule:
        """Return the word of ``word:exports``: in all its forms, and no name, operator or function word."""
        text = read_word(value.text)
        if value.kind is not Kind.WORD or len(text.tokens) != 1 or not text.tokens[0].isalpha():
            raise RuleError(RuleProblem.BAD_VALUE, name.column, f"{name.text}:", EXAMPLES[name.text])
        return Word(text.tokens[0], in_capitals(text, 0), text.original)

    def _fact(self, name: Lexeme, value: Lexeme) -> Rule:
        """Return the fact of a field with its value."""
        if value.kind is Kind.OPEN:
            raise RuleError(RuleProblem.BAD_VALUE, value.column, value.text, EXAMPLES[name.text])
        if value.kind not in (Kind.WORD, Kind.QUOTED):
            raise RuleError(RuleProblem.BAD_VALUE, name.column, f"{name.text}:", EXAMPLES[name.text])
        found = _read_value(name.text, value.text)
        if found is None and name.text == "country":
            found = self._country(value.text)
        if found is None:
            raise RuleError(RuleProblem.BAD_VALUE, value.column, value.text, example_value(name.text))
        if name.text == "source" and self.sources is not None and found not in self.sources:
            raise self._unknown_source(name, value, found, self.sources)
        return Field(name.text, found)

    def _country(self, text: str) -> str | None:
        """Return the two letters of a country or union that is given by name, in small letters."""
        for alias in self.catalog.by_tokens.get(read(text).tokens, ()):
            kind, _, letters = alias.entity.partition(".")
            if kind == "pl" and (found := _read_value("country", letters)):
                return found
        return None

    def _unknown_source(self, field: Lexeme, value: Lexeme, found: str, sources: Set[str]) -> RuleError:
        near = sorted(source for source in sources if found in source) or difflib.get_close_matches(found, sources, 1)
        instead = f"source:{near[0]}" if near else ""
        typed = self.text[field.column - 1 : value.end]
        return RuleError(RuleProblem.UNKNOWN_SOURCE, field.column, typed, instead)


def _read_value(field: str, typed: str) -> str | None:
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
