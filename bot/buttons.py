"""Inline buttons as values. Law: ``decode(encode(action)) == action``, in at most 64 bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

VERSION = "1"
"""Of the encoding: an older button is answered as old, never misread."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why was I told of this?"""

    alert: int


@dataclass(frozen=True, slots=True)
class Mute:
    """No alerts of this watch."""

    watch: int
    """Its number."""


@dataclass(frozen=True, slots=True)
class Unmute:
    watch: int


@dataclass(frozen=True, slots=True)
class Unwatch:
    """Undo: the watch is taken away."""

    watch: int


@dataclass(frozen=True, slots=True)
class Restore:
    """The watch that was taken away is put back."""

    watch: int


@dataclass(frozen=True, slots=True)
class Page:
    """Another page of /watches, from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class Speak:
    """Another language."""

    language: str


@dataclass(frozen=True, slots=True)
class Resume:
    """End the pause."""


@dataclass(frozen=True, slots=True)
class OnlyWords:
    """The names that were typed in a watch are to be nothing but words."""

    watch: int


@dataclass(frozen=True, slots=True)
class AsBefore:
    """Undo: they are names again."""

    watch: int


@dataclass(frozen=True, slots=True)
class TakeNameBack:
    """Undo: the entity has the name no longer."""

    name: int
    """The id of the chat's own name."""


@dataclass(frozen=True, slots=True)
class NameAgain:
    """The name that was taken back is given again."""

    name: int


@dataclass(frozen=True, slots=True)
class Older:
    """A search's next page."""

    search: int
    item: int
    """Behind which it begins."""


@dataclass(frozen=True, slots=True)
class Newer:
    """A search's page before."""

    search: int
    item: int
    """Before which it ends."""


@dataclass(frozen=True, slots=True)
class ShowGroups:
    """All groups of sources."""


@dataclass(frozen=True, slots=True)
class ShowGroup:
    """The sources of a group."""

    group: str
    """Its name, or ``none``."""
    page: int
    """From 0."""


@dataclass(frozen=True, slots=True)
class SwitchGroup:
    """Take the sources of a group, or none of them."""

    group: str
    on: bool
    inside: bool
    """Pressed where the group's own sources stood."""


Taking = ShowGroups | ShowGroup | SwitchGroup
"""What is done about groups of sources."""


@dataclass(frozen=True, slots=True)
class Add:
    """Take the feed that was found."""

    offer: int


@dataclass(frozen=True, slots=True)
class Drop:
    """This chat takes the added source no more."""

    addition: int


@dataclass(frozen=True, slots=True)
class AddedPage:
    """Another page of the added sources, from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class ChooseGroup:
    """Which group shall the added source be for?"""

    addition: int


@dataclass(frozen=True, slots=True)
class Place:
    """This group. Of an operator it is done, of anybody else suggested."""

    addition: int
    group: str


@dataclass(frozen=True, slots=True)
class KeepApart:
    """An operator declines the suggestion of a group."""

    addition: int


@dataclass(frozen=True, slots=True)
class Grant:
    """An operator lets the source be added."""

    addition: int


@dataclass(frozen=True, slots=True)
class Refuse:
    """An operator does not want the source."""

    addition: int


@dataclass(frozen=True, slots=True)
class GrantAll:
    """The same for all that a chat asked for."""

    subscriber: int


@dataclass(frozen=True, slots=True)
class RefuseAll:
    subscriber: int


@dataclass(frozen=True, slots=True)
class AddPack:
    """Watch the rules of a starter pack."""

    pack: str
    """Its id."""


@dataclass(frozen=True, slots=True)
class RemovePack:
    """Undo: remove the watches that a pack added."""

    first: int
    """The number of the first."""
    count: int
    """How many there are, numbered one after another."""


Naming = OnlyWords | AsBefore | TakeNameBack | NameAgain
Adding = Add | Drop | AddedPage | ChooseGroup | Place | KeepApart | Grant | Refuse | GrantAll | RefuseAll
"""What is done about added sources."""
Packing = AddPack | RemovePack
"""What is done about starter packs."""
Action = (
    Why | Mute | Unmute | Unwatch | Restore | Page | Speak | Resume | Naming | Older | Newer | Adding | Taking | Packing
)

_ADDING: dict[str, type[Add | Drop | AddedPage | ChooseGroup | KeepApart | Grant | Refuse | GrantAll | RefuseAll]] = {
    "aa": Add,
    "ad": Drop,
    "al": AddedPage,
    "ac": ChooseGroup,
    "ak": KeepApart,
    "ag": Grant,
    "ar": Refuse,
    "aga": GrantAll,
    "ara": RefuseAll,
}
_ADDING_LETTERS = {kind: letter for letter, kind in _ADDING.items()}
_NUMBERED: dict[str, type[Why | Mute | Unmute | Unwatch | Restore | Page | Naming]] = {
    "y": Why,
    "m": Mute,
    "u": Unmute,
    "x": Unwatch,
    "r": Restore,
    "p": Page,
    "o": OnlyWords,
    "b": AsBefore,
    "t": TakeNameBack,
    "n": NameAgain,
}
_PACK = re.compile(r"[a-z0-9-]{1,40}")
_COUNT = re.compile(r"[0-9]{1,2}")
_TURNS: dict[str, type[Older | Newer]] = {"older": Older, "newer": Newer}
_LETTERS = {kind: letter for letter, kind in (*_NUMBERED.items(), *_TURNS.items())}


def encode(action: Action) -> str:
    """At most 64 bytes of ASCII."""
    match action:
        case Why(number) | Mute(number) | Unmute(number) | Unwatch(number) | Restore(number) | Page(number):
            return f"{VERSION}:{_LETTERS[type(action)]}:{number}"
        case OnlyWords(number) | AsBefore(number) | TakeNameBack(number) | NameAgain(number):
            return f"{VERSION}:{_LETTERS[type(action)]}:{number}"
        case Older(search, item) | Newer(search, item):
            return f"{VERSION}:{_LETTERS[type(action)]}:{search}:{item}"
        case Speak(language):
            return f"{VERSION}:l:{language}"
        case Resume():
            return f"{VERSION}:s:"
        case ShowGroups():
            return f"{VERSION}:g:"
        case ShowGroup(group, page):
            return f"{VERSION}:go:{group}:{page}"
        case SwitchGroup(group, on, inside):
            return f"{VERSION}:gs:{group}:{on:d}{inside:d}"
        case Place(addition, group):
            return f"{VERSION}:ap:{addition}.{group}"
        case AddPack(pack):
            return f"{VERSION}:k:{pack}"
        case RemovePack(first, count):
            return f"{VERSION}:kr:{first}:{count}"
        case (
            Add(number)
            | Drop(number)
            | AddedPage(number)
            | ChooseGroup(number)
            | KeepApart(number)
            | Grant(number)
            | Refuse(number)
            | GrantAll(number)
            | RefuseAll(number)
        ):
            return f"{VERSION}:{_ADDING_LETTERS[type(action)]}:{number}"


def decode(data: str) -> Action | None:
    """The action, None where the button is too old or not ours."""
    version, _, rest = data.partition(":")
    letter, _, value = rest.partition(":")
    if version != VERSION:
        return None
    if letter in _NUMBERED and _is_number(value):
        return _NUMBERED[letter](int(value))
    if letter in _TURNS:
        search, _, item = value.partition(":")
        return _TURNS[letter](int(search), int(item)) if _is_number(search) and _is_number(item) else None
    if letter in ("g", "go", "gs"):
        return _taking(letter, *value.partition(":")[::2])
    if letter in _ADDING and _is_number(value):
        return _ADDING[letter](int(value))
    if letter == "ap":
        number, _, group = value.partition(".")
        return Place(int(number), group) if _is_number(number) and _is_name(group) else None
    if letter == "k":
        return AddPack(value) if _PACK.fullmatch(value) else None
    if letter == "kr":
        first, _, count = value.partition(":")
        return RemovePack(int(first), int(count)) if _is_number(first) and _COUNT.fullmatch(count) else None
    if letter == "l" and 0 < len(value.encode()) <= 16:
        return Speak(value)
    return Resume() if letter == "s" else None


def _taking(letter: str, group: str, rest: str) -> Taking | None:
    if letter == "g":
        return ShowGroups()
    if not (group.isascii() and group.isalpha() and len(group) <= 20):
        return None
    if letter == "go":
        return ShowGroup(group, int(rest)) if _is_number(rest) else None
    return SwitchGroup(group, rest[0] == "1", rest[1] == "1") if rest in ("00", "01", "10", "11") else None


def _is_number(value: str) -> bool:
    """Whether it is one that SQLite can hold."""
    return value.isascii() and value.isdigit() and len(value) < 19


def _is_name(value: str) -> bool:
    return value.isascii() and value.isalpha() and len(value) <= 20
