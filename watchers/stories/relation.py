"""Decide whether a later item tells the story of an earlier one, the same again or a new step of it, and file it.

In doubt, it does not: two messages are better than one that hides a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from itertools import combinations
from operator import attrgetter

import msgspec

from watchers.matching import Reading, Recognizer
from watchers.model import ItemId, Source
from watchers.store import Transaction, stories
from watchers.store.items import NewItem
from watchers.store.stories import EventId, Filed, Keys, Place, StoryId
from watchers.stories.telling import Teller, Telling

SAME_WITHIN = timedelta(hours=72)
"""How long after its first telling a story is told again."""
PROCEDURE_LASTS = timedelta(days=400)
"""How long after each other two steps of one procedure may come."""
MIN_SHARED = 2.5
"""The total weight that two titles must share."""
MIN_WORDS = 5
"""Titles of fewer words are not compared by their words."""
MIN_LIKENESS_ALONE = 0.85
"""Titles with so many common words are near-duplicates."""
MAX_CONTRADICTION = 1.0
"""The weight of names in one title that the other item lacks, if both lack some."""
MIN_SHARE_BESIDE_STEP = 0.85
"""What titles in different languages must share if one of them tells a step that the other item lacks."""
_STEPS = frozenset(
    f"w.{word}"
    for word in (
        "appeal lawsuit injunction retaliate negotiate suspend resume delay extend waive refund seize recall "
        "tighten lift revoke threat expire renew settlement relocate closure layoff strike boycott"
    ).split()
)
"""Words of trade that tell what happens next: talks about a quota are not the quota."""


@dataclass(frozen=True, slots=True)
class _Needed:
    """What two titles must have in common."""

    share: float
    """Of their names and figures, if they are in different languages."""
    likeness: float
    """Of their words, if they are in one language."""
    both: float
    """The sum of the two, if they are in one language."""


EXACT_FIGURE = _Needed(share=0.5, likeness=0.3, both=0.9)
FIGURE_AND_NAME = _Needed(share=0.68, likeness=0.45, both=1.28)
FIGURE = _Needed(share=0.8, likeness=0.45, both=1.28)
NAMES = _Needed(share=0.72, likeness=0.6, both=1.4)
NAME_AND_ACTS = _Needed(share=0.8, likeness=0.6, both=1.4)
BARE_NAMES = _Needed(share=0.9, likeness=0.6, both=1.4)
"""By the strongest thing that they have in common: a figure, or names with or without what is done."""


class Relation(StrEnum):
    """How a later item continues an earlier one."""

    SAME = "same"
    """It tells the same again."""
    FOLLOW_UP = "follow-up"
    """It tells a new step of the same procedure, or is the official text of what was reported."""


def relation(earlier: Telling, later: Telling) -> Relation | None:
    """Return how ``later`` continues ``earlier``; None if it tells another story, or one cannot be sure."""
    apart = later.at - earlier.at
    if apart > PROCEDURE_LASTS.total_seconds() or _is_other_instrument(earlier, later):
        return None
    soon = apart <= SAME_WITHIN.total_seconds()
    if later.own & earlier.cited or earlier.own & later.cited:
        return Relation.SAME if soon and _adds_nothing(earlier, later) else Relation.FOLLOW_UP
    if not soon or earlier.source == later.source or (earlier.official and later.official):
        return None
    if not (_has_same_link(earlier, later) or _tells_the_same(earlier, later)):
        return None
    return Relation.FOLLOW_UP if later.official else Relation.SAME


# ---- instruments -----------------------------------------------------------------------------------


def _is_other_instrument(earlier: Telling, later: Telling) -> bool:
    """Return whether both are about instruments, and none is common."""
    if not earlier.own or not later.own:
        return False
    return not (earlier.own & later.cited or later.own & earlier.cited) and bool(
        _kinds(earlier.own) & _kinds(later.own)
    )


def _adds_nothing(earlier: Telling, later: Telling) -> bool:
    """Return whether a later item about the same instrument tells no new step, instrument or official text."""
    if earlier.source == later.source or (later.official and not earlier.official):
        return False
    return not (later.own - earlier.cited) and _stages_agree(earlier, later)


def _kinds(instruments: Iterable[str]) -> Set[str]:
    return {instrument.partition(":")[0] for instrument in instruments}


def _stages_agree(earlier: Telling, later: Telling) -> bool:
    return not earlier.stages or not later.stages or bool(earlier.stages & later.stages)


# ---- text ------------------------------------------------------------------------------------------


def _has_same_link(earlier: Telling, later: Telling) -> bool:
    """Return whether both link to one page, and have anything in common: some offices link all items to one list."""
    return (
        earlier.link is not None
        and earlier.link == later.link
        and bool(earlier.whole & later.whole or earlier.wording & later.wording)
    )


def _tells_the_same(earlier: Telling, later: Telling) -> bool:
    """Return whether the titles tell the same, in the same words or in those of another language."""
    if not _stages_agree(earlier, later) or _contradict(earlier, later):
        return False
    if earlier.language == later.language and _likeness(earlier, later) >= MIN_LIKENESS_ALONE:
        return True
    shared = (earlier.title & later.whole) | (later.title & earlier.whole)
    needed = _needed(earlier, later, shared)
    if needed is None or _weight(shared) < MIN_SHARED:
        return False
    share = _share(earlier, later)
    if earlier.language != later.language:
        step_of_one = ((earlier.title - later.whole) | (later.title - earlier.whole)) & _STEPS
        return share >= (MIN_SHARE_BESIDE_STEP if step_of_one else needed.share)
    likeness = _likeness(earlier, later)
    return likeness >= needed.likeness and share + likeness >= needed.both


def _needed(earlier: Telling, later: Telling, shared: Set[str]) -> _Needed | None:
    """Return what two titles must have in common, by the strongest thing that is; None if nothing is strong enough."""
    if any(map(_is_exact, earlier.whole & later.whole)):
        return EXACT_FIGURE
    told = shared - (earlier.implied & later.implied)
    names = len({_counted_as(feature) for feature in filter(_is_distinct, told)})
    if any(map(_is_figure, shared)):
        return FIGURE_AND_NAME if names else FIGURE
    if any(map(_is_figure, earlier.title)) and any(map(_is_figure, later.title)):
        return None
    countries = sum(map(_is_country, told))
    happened = sum(feature.startswith(("w.", "tp.")) for feature in told) + len(_shared_acts(earlier, later))
    if names + min(happened, 1) >= 3:
        return NAMES
    if happened and names + min(countries, 1) and names + min(countries, 1) + happened >= 3:
        return NAME_AND_ACTS
    return BARE_NAMES if names + countries >= 3 else None


def _counted_as(feature: str) -> str:
    """Return what a name counts as: a product with its group is one name, and so is a town with its region."""
    kind = feature.partition(".")[0]
    return kind if kind in ("hs", "pl") else feature


def _is_distinct(feature: str) -> bool:
    """Return whether a feature names one company, office, law, product or town, not a country, person or topic."""
    if _is_quantity(feature):
        return False
    kind, _, name = feature.partition(".")
    return len(name) > 2 if kind == "pl" else kind not in ("pp", "tp", "w")


def _is_country(feature: str) -> bool:
    return feature.startswith("pl.") and len(feature) == len("pl.us")


def _likeness(earlier: Telling, later: Telling) -> float:
    """Return the share of the shorter title's words that the other has; 0 for titles of few words."""
    words = min(len(earlier.wording), len(later.wording))
    return len(earlier.wording & later.wording) / words if words >= MIN_WORDS else 0.0


def _share(earlier: Telling, later: Telling) -> float:
    """Return how much of the two titles both items tell: 1 is everything."""
    told = _weight(earlier.title & later.whole) + _weight(later.title & earlier.whole)
    return told / (_weight(earlier.title) + _weight(later.title))


def _contradict(earlier: Telling, later: Telling) -> bool:
    """Return whether each title has an act, or places, quantities and names, that the other item lacks."""
    if earlier.acts and later.acts and not _shared_acts(earlier, later):
        return True
    of_earlier, of_later = earlier.title - later.whole, later.title - earlier.whole
    return min(_weight(filter(_is_name, of_earlier)), _weight(filter(_is_name, of_later))) >= MAX_CONTRADICTION


def _shared_acts(earlier: Telling, later: Telling) -> Set[str]:
    return (earlier.acts & later.all_acts) | (later.acts & earlier.all_acts)


def _weight(features: Iterable[str]) -> float:
    return sum(map(weight, features))


def weight(feature: str) -> float:
    """Return how much a feature says about which story it is."""
    if _is_quantity(feature):
        return 3.0 if _is_figure(feature) else 1.0
    return _WEIGHTS.get(feature.partition(".")[0], 1.5)


def _is_name(feature: str) -> bool:
    return not feature.startswith(("w.", "tp."))


def _is_quantity(feature: str) -> bool:
    """Return whether a feature of a telling is a quantity."""
    return feature[0] in "%0123456789" or _MONTH.fullmatch(feature) is not None


def _is_figure(feature: str) -> bool:
    """Return whether a quantity is news by itself: a percentage, an amount, a count that is not round."""
    if feature[0] == "%" or "e+" in feature:
        return True
    return (feature.isdecimal() and int(feature) > 10 and not feature.endswith("0")) or _is_exact(feature)


def _is_exact(feature: str) -> bool:
    """Return whether two stories rarely have the same figure by chance: 12.3 percent, 61.5 billion, 1,700."""
    if feature[0] == "%":
        return "." in feature
    if "e+" in feature:
        return not feature.startswith(_ROUND, 1)
    return feature.isdecimal() and int(feature) > 100 and len(feature.rstrip("0")) > 1


_MONTH = re.compile("m[0-9]{1,2}")
_ROUND = ".00e"
_WEIGHTS = {"w": 0.6, "co": 2.5, "pl": 1.0}


# ---- keys: two items about one story have at least one in common -----------------------------------

MAX_FEATURES = 7
"""Features that are filed in pairs."""
MAX_FIGURES = 6
MIN_HASHES = 2
"""How many of the smallest hashes of a title's words find near-duplicates (MinHash)."""


def lasting(telling: Telling) -> frozenset[int]:
    """Return the keys of the instruments that an item names, by which later steps of a procedure find it."""
    return frozenset(_key("instrument", each) for each in telling.cited)


def passing(telling: Telling) -> frozenset[int]:
    """Return the keys by which the same story finds an item within three days."""
    return frozenset(_passing(telling))


def _passing(telling: Telling) -> Iterator[int]:
    if telling.link is not None:
        yield _key("link", telling.link.hex())
    for pair in combinations(sorted(_strongest(telling)), 2):
        yield _key("pair", *pair)
    for figure in sorted(filter(_is_exact, telling.whole))[:MAX_FIGURES]:
        yield _key("figure", figure)
    yield from _smallest(_key("word", word) for word in telling.wording)


def _strongest(telling: Telling) -> list[str]:
    """Return the features that say most, those of the title rather than those of the body, without implied ones."""
    named = telling.whole - telling.implied
    return sorted(named, key=lambda feature: (-weight(feature) - (feature in telling.title), feature))[:MAX_FEATURES]


def _smallest(hashes: Iterable[int]) -> list[int]:
    return sorted(hashes)[:MIN_HASHES]


def _key(*parts: str) -> int:
    """Return a 63-bit hash, which SQLite stores as an integer."""
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest()) >> 1


# ---- filing ----------------------------------------------------------------------------------------

_encode = msgspec.msgpack.Encoder(enc_hook=sorted).encode
_decode = msgspec.msgpack.Decoder(Telling).decode


class Stories:
    """Tell for each new item which story it tells. Built once; used by the writer."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._teller = Teller(recognizer)

    def file(
        self, tx: Transaction, identifier: ItemId, new: NewItem, reading: Reading, source: Source, now: datetime
    ) -> None:
        """File an item that matched a watch with the newest event that it tells again, or as a new event."""
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
    """Return the place of an item among the earlier ones; a story of its own if it continues none of them."""
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
