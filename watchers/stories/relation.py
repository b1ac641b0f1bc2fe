"""Decide whether a later item repeats the story of an earlier one or reports a new step of it, and file it.

In doubt, it does not: two messages are better than one that hides a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from itertools import permutations
from operator import attrgetter

import msgspec

from watchers.matching import Reading, Recognizer
from watchers.model import ItemId, Source
from watchers.store import Transaction, stories
from watchers.store.items import NewItem
from watchers.store.stories import EventId, Filed, Keys, Place, StoryId
from watchers.stories.likelihood import are_translated, likelihood
from watchers.stories.telling import Teller, Telling, bits
from watchers.stories.words import rareness, rarest

SAME_WITHIN = timedelta(hours=72)
"""How long after its first report a story is alerted again."""
PROCEDURE_LASTS = timedelta(days=400)
"""How long after each other two steps of one procedure may come."""
SAME = 0.86
"""The probability from which two items are one story: above it, about 98 % of the labeled pairs are (decision 0055)."""

MIN_WORDS = 4
"""Titles of fewer words say too little."""
MIN_BITS_OF_RARE = 8
"""A word of so many bits is what a title is about: an import quota for silk is none for wool."""
_OPPOSITES = (("raises", "lowers"), ("opens", "closes"))
"""Acts that are never one story, whatever else the titles have in common: a profit forecast is cut, or raised."""

_EXCLUSIVE = ("pl.", "co.", "hs.")
"""Places, companies, goods."""


class Relation(StrEnum):
    """How a later item continues an earlier one."""

    SAME = "same"
    """It reports the same again."""
    FOLLOW_UP = "follow-up"
    """It reports a new step of the same procedure, or is the official text of what was reported."""


def relation(earlier: Telling, later: Telling) -> Relation | None:
    """Return how ``later`` continues ``earlier``; None if it tells another story, or one cannot be sure."""
    if later.at - earlier.at > PROCEDURE_LASTS.total_seconds():
        return None
    if _has_same_instrument(earlier, later):
        return Relation.SAME if _is_soon(earlier, later) and _adds_nothing(earlier, later) else Relation.FOLLOW_UP
    if not may_be_one_story(earlier, later):
        return None
    if not _has_same_link(earlier, later) and (exclude_each_other(earlier, later) or likelihood(earlier, later) < SAME):
        return None
    return Relation.FOLLOW_UP if later.official else Relation.SAME


def may_be_one_story(earlier: Telling, later: Telling) -> bool:
    """Return whether neither instruments, sources nor dates say if two items are one story."""
    if _has_same_instrument(earlier, later) or not _is_soon(earlier, later):
        return False
    if earlier.source == later.source or (earlier.official and later.official):
        return False
    return not _kinds(earlier.own) & _kinds(later.own)


def exclude_each_other(earlier: Telling, later: Telling) -> bool:
    """Return whether two titles cannot be one story, or say too little, whatever else they have in common."""
    if any(0 < len(each.words) < MIN_WORDS for each in (earlier, later)):
        return True
    return _have_opposite_acts(earlier, later) or _fill_one_form(earlier, later) or _name_others(earlier, later)


def _have_opposite_acts(earlier: Telling, later: Telling) -> bool:
    only_earlier, only_later = earlier.acts - later.all_acts, later.acts - earlier.all_acts
    return any(one in only_earlier and other in only_later for both in _OPPOSITES for one, other in permutations(both))


def _name_others(earlier: Telling, later: Telling) -> bool:
    """Return whether each title has a place, a company or goods that the other item lacks."""
    lacking = [one.title - other.whole - one.implied for one, other in ((earlier, later), (later, earlier))]
    return any(all(any(name.startswith(kind) for name in names) for names in lacking) for kind in _EXCLUSIVE)


def _fill_one_form(earlier: Telling, later: Telling) -> bool:
    """Return whether the titles differ only in numbers and codes, or in one rare word each."""
    words = [{word.text for word in each.words} - each.codes for each in (earlier, later)]
    only_earlier, only_later = words[0] - words[1], words[1] - words[0]
    if not only_earlier and not only_later:
        return earlier.codes != later.codes
    if len(only_earlier) != 1 or len(only_later) != 1 or are_translated(earlier, later):
        return False
    return all(rareness(word, earlier.language) >= MIN_BITS_OF_RARE for word in only_earlier | only_later)


def _is_soon(earlier: Telling, later: Telling) -> bool:
    return later.at - earlier.at <= SAME_WITHIN.total_seconds()


def _has_same_instrument(earlier: Telling, later: Telling) -> bool:
    return bool(later.own & earlier.cited or earlier.own & later.cited)


def _adds_nothing(earlier: Telling, later: Telling) -> bool:
    """Return whether a later item about the same instrument reports no new step, instrument or official text."""
    if earlier.source == later.source or (later.official and not earlier.official):
        return False
    return not (later.own - earlier.cited) and _stages_agree(earlier, later)


def _kinds(instruments: Iterable[str]) -> Set[str]:
    return {instrument.partition(":")[0] for instrument in instruments}


def _stages_agree(earlier: Telling, later: Telling) -> bool:
    return not earlier.stages or not later.stages or bool(earlier.stages & later.stages)


def _has_same_link(earlier: Telling, later: Telling) -> bool:
    """Return whether both link to one page, and have anything in common: some offices link all items to one list."""
    return (
        earlier.link is not None
        and earlier.link == later.link
        and bool(earlier.whole & later.whole or set(earlier.all_words) & set(later.all_words))
    )


# ---- keys: two items about one story have at least one in common -----------------------------------

MIN_BITS = 5
"""What more headlines have finds too many items."""
MAX_WORDS = 10
"""Words of the title whose meanings are filed."""


def lasting(telling: Telling) -> frozenset[int]:
    """Return the keys of the instruments that an item names, by which later steps of a procedure find it."""
    return frozenset(_key("instrument", each) for each in telling.cited)


def passing(telling: Telling) -> frozenset[int]:
    """Return the keys by which the same story finds an item within three days."""
    return frozenset(_passing(telling))


def _passing(telling: Telling) -> Iterator[int]:
    if telling.link is not None:
        yield _key("link", telling.link.hex())
    for feature in telling.whole - telling.implied:
        if bits(feature) >= MIN_BITS:
            yield _key("feature", feature)
    for meaning in rarest(telling.words, telling.language, MAX_WORDS):
        yield _key("meaning", meaning)


def _key(*parts: str) -> int:
    """Return a 63-bit hash, which SQLite stores as an integer."""
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest()) >> 1


# ---- filing ----------------------------------------------------------------------------------------

_encode = msgspec.msgpack.Encoder(enc_hook=sorted).encode
_decode = msgspec.msgpack.Decoder(Telling).decode


class Stories:
    """File each new item with its story. Built once; used by the writer."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._teller = Teller(recognizer)

    def file(
        self, tx: Transaction, identifier: ItemId, new: NewItem, reading: Reading, source: Source, now: datetime
    ) -> None:
        """File an item that matched a watch with the newest event that it reports again, or as a new event."""
        official = source.group is not None and source.group.official
        telling = self._teller.tell(reading, new.item, source.id, official, now.timestamp(), new.link_key)
        filed_under = Keys(passing(telling), SAME_WITHIN, lasting(telling), PROCEDURE_LASTS)
        earlier = stories.earlier(tx, filed_under.passing | filed_under.lasting, now)
        place = _place(identifier, telling, earlier)
        stories.file(tx, identifier, place, _encode(telling), filed_under, now)


@dataclass(frozen=True, slots=True)
class _Related:
    """An earlier item that the new one continues."""

    how: Relation
    place: Place


def _place(identifier: ItemId, telling: Telling, earlier: list[Filed]) -> Place:
    """Return the place of an item among the earlier ones; a new story if it continues none of them."""
    related = [
        _Related(how, filed.place)
        for filed in earlier
        if (how := relation(_decode(filed.telling), telling)) is not None
    ]
    same = [each.place for each in related if each.how is Relation.SAME]
    if same:
        return max(same, key=attrgetter("event"))
    own = EventId(identifier)
    return Place(min((each.place.story for each in related), default=StoryId(identifier)), own)
