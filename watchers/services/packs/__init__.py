"""Starter packs: the rules that someone in a trade would write on the first day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from watchers import codes
from watchers.data import read_yaml
from watchers.model import Item, ItemId, SourceId, StoredItem, TextUse
from watchers.text.tokens import read

Texts = Mapping[str, str]
"""A text by language: en, zh-Hant, ja."""


@dataclass(frozen=True, slots=True)
class PackRule:
    """A rule, and what it is about."""

    text: str
    """As a person would type it."""
    titles: Texts


@dataclass(frozen=True, slots=True)
class Pack:
    """A few rules on one subject."""

    id: str
    """Short and stable: ``section-232``."""
    sign: str
    """An emoji."""
    short: Texts
    """A name for a button."""
    names: Texts
    about: Texts
    """One line per language."""
    sample: Texts
    """A made-up headline that one of the rules matches."""
    entries: tuple[PackRule, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the rules as a person would type them."""
        return tuple(entry.text for entry in self.entries)

    def chosen(self, off: int) -> tuple[PackRule, ...]:
        """Return the rules without those that are off: bit 0 of ``off`` stands for the first."""
        return tuple(entry for at, entry in enumerate(self.entries) if not off >> at & 1)


@dataclass(frozen=True, slots=True)
class Packs:
    """The shipped packs."""

    all: tuple[Pack, ...]
    """In the order in which they are offered."""
    titles: Mapping[str, Texts]
    """The titles of each of their rules, by the rule as typed."""


@cache
def load() -> Packs:
    """Return the shipped packs, read once and cached."""
    packs = tuple(map(_pack, read_yaml("watchers.services.packs", "packs.yaml")["packs"]))
    return Packs(packs, {entry.text: entry.titles for pack in packs for entry in pack.entries})


def _pack(record: dict[str, Any]) -> Pack:
    entries = tuple(PackRule(entry.pop("rule"), entry) for entry in record.pop("rules"))
    return Pack(names=record.pop("name"), entries=entries, **record)


def sample_item(pack: Pack, language: str, now: datetime) -> StoredItem:
    """Return the pack's made-up headline as an item that is stored nowhere."""
    headline = pack.sample[language]
    item = Item("", read(headline), read(""), now, language, None, codes.facts(headline, ""))
    return StoredItem(ItemId(0), item, SourceId("sample"), "", TextUse.HEADLINE, now, baseline=False)


def by_id(identifier: str) -> Pack | None:
    """Return the pack with this ID, or None if there is none."""
    return next((pack for pack in load().all if pack.id == identifier), None)
