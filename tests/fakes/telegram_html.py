"""Telegram's HTML, read as Telegram reads it: https://core.telegram.org/bots/api#html-style.

    read("<b>R&amp;D</b> up")       Formatted("R&D up", (Entity("bold", 0, 3),))
    read("a < b")                   HtmlError: Unsupported start tag "" at byte offset 2

What Telegram tolerates is tolerated here too, a stray ``&`` or an unknown ``&nbsp;`` among it; a link
that it would silently drop makes no entity.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NoReturn


class HtmlError(Exception):
    """What Telegram would answer with ``can't parse entities``; the text says why and at which byte."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A MessageEntity of the Bot API; offset and length count UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str = ""
    language: str = ""
    custom_emoji_id: str = ""
    user_id: int = 0
    unix_time: int = 0
    date_time_format: str = ""

    def as_json(self) -> dict[str, object]:
        shown: dict[str, object] = {"type": self.type, "offset": self.offset, "length": self.length}
        for name in ("url", "language", "custom_emoji_id", "unix_time", "date_time_format"):
            if getattr(self, name):
                shown[name] = getattr(self, name)
        if self.user_id:
            shown["user"] = {"id": self.user_id, "is_bot": False, "first_name": f"User {self.user_id}"}
        return shown


@dataclass(frozen=True, slots=True)
class Formatted:
    """What a person sees."""

    text: str
    entities: tuple[Entity, ...] = ()


def read(html: str) -> Formatted:
    """The visible text and its entities, ordered by offset, longest first; raises HtmlError."""
    return _Reading(html).whole()


def trimmed(formatted: Formatted) -> Formatted:
    """Without the white space around the text, as Telegram stores a message; entities move along."""
    text = formatted.text.rstrip()
    lead = utf16_length(text) - utf16_length(text.lstrip())
    end = utf16_length(text)
    kept = []
    for entity in formatted.entities:
        first, last = max(entity.offset, lead), min(entity.offset + entity.length, end)
        if last > first:
            kept.append(replace(entity, offset=first - lead, length=last - first))
    return Formatted(text.lstrip(), tuple(kept))


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def checked_link(url: str) -> str:
    """The address as Telegram normalizes it, "" where it would make no link of it."""
    if own := _OWN_SCHEME.fullmatch(url):
        scheme, rest = own[1].lower(), own[2]
        return f"{scheme}://{rest}" + ("/" if "?" not in rest and "/" not in rest else "")
    parts = _WEB_LINK.fullmatch(url)
    if not parts or ("." not in parts["host"] and not parts["host"].startswith("[")):
        return ""
    if parts["port"] and not 0 < int(parts["port"]) <= 65535:
        return ""
    port = f":{parts['port']}" if parts["port"] else ""
    scheme, path = (parts["scheme"] or "http://").lower(), parts["path"]
    path = path if path.startswith("/") else f"/{path}"
    quoted = "".join(f"%{ord(c):02X}" if c <= " " else c for c in path)
    return f"{scheme}{parts['user'] or ''}{parts['host'].lower()}{port}{quoted}"


_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_SPACE = " \t\r\n\v\0"
_END = "\0"

_PLAIN = re.compile(r"[^<&]+")
_SPACES = re.compile(r"[ \t\r\n\v]*")
_TAG_NAME = re.compile(rf"[^{_SPACE}>]*")
_ATTRIBUTE_NAME = re.compile(rf"""[^{_SPACE}=>/"']*""")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_NUMBER = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]*)|(?P<decimal>[0-9]*))")
_WORD = re.compile(r"&([A-Za-z]+)")
_DATE_FORMAT = re.compile(r"[rR]?|[wWdDtT]+")
_OWN_SCHEME = re.compile(r"(tg|ton|tonsite):(?://)?([^\s/].*)", re.IGNORECASE)
_WEB_LINK = re.compile(
    r"(?P<scheme>https?://)?(?P<user>[^\s/?#@]*@)?(?P<host>\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)"
    r"(?::(?P<port>[0-9]+))?(?P<path>(?:[/?#].*)?)",
    re.IGNORECASE | re.DOTALL,
)
_MENTION = re.compile(r"tg:(?://)?user\?id=([1-9][0-9]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag whose end has not come yet."""

    name: str
    attributes: dict[str, str]
    offset: int
    piece: int


class _Reading:
    """One pass over one text. ``\\0`` ends it, so that no look-ahead needs a bound."""

    def __init__(self, html: str) -> None:
        self._html = html + _END
        self._length = len(html)
        self._at = 0
        self._pieces: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def whole(self) -> Formatted:
        while self._at < self._length:
            if self._html[self._at] != "<":
                self._text()
            elif self._html[self._at + 1] == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise HtmlError(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"',
            )
        text = "".join(self._pieces)
        if not _is_unicode(text):
            raise HtmlError("Text contains invalid Unicode characters after decoding HTML entities")
        # Only a pre shows a language; a code that found no pre around it loses its own.
        shown = [replace(e, language="") if e.type == "code" else e for e in self._entities]
        return Formatted(text, tuple(sorted(shown, key=lambda e: (e.offset, -e.length, e.type))))

    def _text(self) -> None:
        plain = _PLAIN.match(self._html, self._at, self._length)
        if plain:
            self._at = plain.end()
            self._show(plain[0])
        else:
            self._show(self._reference())

    def _show(self, piece: str) -> None:
        self._pieces.append(piece)
        self._offset += utf16_length(piece)

    def _reference(self) -> str:
        """The character that ``&…;`` means, or the ``&`` alone if it means none."""
        html, at = self._html, self._at
        character, end = _numeric(html, at) if html[at + 1] == "#" else _named(html, at)
        if not character:
            self._at = at + 1
            return "&"
        self._at = end + (html[end] == ";")
        return character

    def _start_tag(self) -> None:
        begin = self._at
        name = self._take(_TAG_NAME, begin + 1).translate(_LOWER)
        if self._html[self._at] == _END:
            self._refuse("Unclosed start tag", begin)
        if name not in _TYPES:
            self._refuse(f'Unsupported start tag "{name}"', begin)
        attributes = self._attributes(name, begin)
        self._at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Open(name, attributes, self._offset, len(self._pieces)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._take(_SPACES, self._at)
            if self._html[self._at] == ">":
                return found
            name = self._take(_ATTRIBUTE_NAME, self._at)
            if not name:
                self._refuse(f'Empty attribute name in the tag "{tag}"', begin)
            self._take(_SPACES, self._at)
            value = self._attribute_value(tag, begin)
            if _counts(tag, name, value):
                found[name] = value

    def _attribute_value(self, tag: str, begin: int) -> str:
        if self._html[self._at] == _END:
            self._refuse(f'Unclosed start tag "{tag}"', begin)
        if self._html[self._at] != "=":
            return ""
        self._take(_SPACES, self._at + 1)
        if self._html[self._at] == _END:
            self._refuse(f'Unclosed start tag "{tag}"', begin)
        value = self._quoted() if self._html[self._at] in "\"'" else self._name_token()
        if self._html[self._at] == _END:
            self._refuse("Unclosed start tag", begin)
        return value

    def _name_token(self) -> str:
        begin = self._at
        token = self._take(_NAME_TOKEN, begin).translate(_LOWER)
        if self._html[self._at] not in _SPACE + ">":
            self._refuse("Unexpected end of name token", begin)
        return token

    def _quoted(self) -> str:
        quote = self._html[self._at]
        self._at += 1
        pieces = []
        while self._html[self._at] not in (quote, _END):
            if self._html[self._at] == "&":
                pieces.append(self._reference())
            else:
                pieces.append(self._html[self._at])
                self._at += 1
        self._at += self._html[self._at] == quote
        return "".join(pieces)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            self._refuse("Unexpected end tag", begin)
        name = self._take(_TAG_NAME, begin + 2).translate(_LOWER)
        self._take(_SPACES, self._at)
        if self._html[self._at] != ">":
            self._refuse("Unclosed end tag", begin)
        opened = self._open[-1]
        if name and name != opened.name:
            self._refuse(f'Unmatched end tag, expected "</{opened.name}>", found "</{name}>"', begin)
        self._at += 1
        self._open.pop()
        if self._offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self._offset - opened.offset
        plain = Entity(_TYPES[opened.name], opened.offset, length)
        special = _SPECIAL.get(opened.name)
        if opened.name in ("pre", "code") and self._joins(plain, opened):
            return
        shown = "".join(self._pieces[opened.piece :])
        entity = special(plain, opened.attributes, shown) if special else plain
        if entity:
            self._entities.append(entity)

    def _joins(self, entity: Entity, opened: _Open) -> bool:
        """Whether code and pre of the same stretch become one, with a language where the code has one."""
        last = self._entities[-1] if self._entities else None
        if last is None or (last.offset, last.length) != (entity.offset, entity.length):
            return False
        language = _language(opened.attributes) if entity.type == "code" else last.language
        if {last.type, entity.type} != {"code", "pre"} or not language:
            return False
        self._entities[-1] = replace(entity, type="pre", language=language)
        return True

    def _take(self, pattern: re.Pattern[str], at: int) -> str:
        found = pattern.match(self._html, at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]

    def _refuse(self, why: str, at: int) -> NoReturn:
        offset = len(self._html[:at].encode(errors="surrogatepass"))
        what, comma, rest = why.partition(",")
        raise HtmlError(f"{what} at byte offset {offset}{comma}{rest}")


def _numeric(html: str, at: int) -> tuple[str, int]:
    found = _NUMBER.match(html, at)
    if found is None:
        return "", at
    digits = found["hex"] or found["decimal"] or "0"
    code = int(digits, 16 if found["hex"] else 10)
    if found.end() - at >= 10 or not 0 < code < 0x10FFFF:
        return "", at
    return chr(code), found.end()


def _named(html: str, at: int) -> tuple[str, int]:
    found = _WORD.match(html, at)
    return (_NAMED.get(found[1], ""), found.end()) if found else ("", at)


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _counts(tag: str, name: str, value: str) -> bool:
    """Telegram keeps the last class that could be its own, whatever others stand beside it."""
    if name != "class":
        return True
    return value.startswith("language-" if tag == "code" else "tg-")


def _language(attributes: dict[str, str]) -> str:
    return attributes.get("class", "").removeprefix("language-")


def _code(entity: Entity, attributes: dict[str, str], shown: str) -> Entity:
    """A language is only kept with a pre around it; until then it waits in the entity."""
    return replace(entity, language=_language(attributes))


def _link(entity: Entity, attributes: dict[str, str], shown: str) -> Entity | None:
    url = attributes.get("href", "") or shown
    if mention := _MENTION.fullmatch(url):
        return replace(entity, type="text_mention", user_id=int(mention[1]))
    link = checked_link(url) if _is_unicode(url) else ""
    return replace(entity, url=link) if link else None


def _quote(entity: Entity, attributes: dict[str, str], shown: str) -> Entity:
    return replace(entity, type="expandable_blockquote") if "expandable" in attributes else entity


def _emoji(entity: Entity, attributes: dict[str, str], shown: str) -> Entity:
    identifier = attributes.get("emoji-id", "")
    if not re.fullmatch(r"-?[0-9]+", identifier) or int(identifier) == 0:
        raise HtmlError("Invalid custom emoji identifier specified")
    return replace(entity, custom_emoji_id=identifier)


def _time(entity: Entity, attributes: dict[str, str], shown: str) -> Entity | None:
    pattern = attributes.get("format", "")
    if not _DATE_FORMAT.fullmatch(pattern):
        raise HtmlError("Invalid date format used")
    unix = attributes.get("unix", "")
    if not re.fullmatch(r"[0-9]{1,10}", unix) or not 0 < int(unix) < 2**31:
        return None
    return replace(entity, unix_time=int(unix), date_time_format=pattern)


_SPECIAL: dict[str, Callable[[Entity, dict[str, str], str], Entity | None]] = {
    "a": _link,
    "code": _code,
    "blockquote": _quote,
    "tg-emoji": _emoji,
    "tg-time": _time,
}
