"""Decide whether a later item repeats the story of an earlier one or reports a new step of it, and file it.

In doubt, it does not: two messages are better than one that hides a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from importlib.resources import files
from itertools import combinations, permutations
from operator import attrgetter

import msgspec

from watchers.matching import Reading, Recognizer
from watchers.model import ItemId, Source
from watchers.store import Transaction, stories
from watchers.store.items import NewItem
from watchers.store.stories import EventId, Filed, Keys, Place, StoryId
from watchers.stories.telling import Teller, Telling, is_node
from watchers.stories.words import agreement, meanings, rarest

SAME_WITHIN = timedelta(hours=72)
"""How long after its first report a story is alerted again."""
PROCEDURE_LASTS = timedelta(days=400)
"""How long after each other two steps of one procedure may come."""
MIN_SHARED = 22
"""The bits that two items must share."""
MIN_SHARED_FIGURE = 18
"""The same, if a figure or a process node is among them."""
MIN_PARTICULAR = 8
"""The bits of names, places, figures and rare topics among them: common topics and words are any day's news."""
MUCH = 36
"""The bits that weigh as much as a figure."""
MIN_SAID = 36
"""The bits of names, figures and words that two titles must say alike to need nothing else."""
MIN_SAID_IN_ONE_LANGUAGE = 52
"""The same in one language, where titles of one topic or of one form have words in common by chance."""
SOON = timedelta(hours=3)
BITS_OF_SOON = 4
"""The bits that it counts if one in another language comes soon after: most copies do, and hardly any other story."""
WORD_OF_TRADE = 0.5
"""How much a common word of trade counts beside the words of the titles: often it is one of them."""
LACKING = 0.1
"""How much a name counts against them that one title has and the other item lacks."""
BOTH_LACKING = 1
"""How much it counts besides that each has names that the other lacks, by the lesser of the two."""
BITS_OF_STEP = 6
"""The bits that it counts against them that one title reports a step which the other item lacks."""
BITS_OF_OTHER_ACTS = 12
"""The bits that it counts against them that their acts differ: a newsroom may see an act from the other side."""
MIN_SHARE_OF_WORDS = 0.35
"""The share of their words that they must say alike in two languages."""
BITS_OF_ACT = 4
"""The bits that an act in common counts."""
MIN_WORDS = 5
"""Titles of fewer words are not compared by their words."""
MIN_LIKENESS_ALONE = 0.85
"""Titles with so many common words are near-duplicates."""
MIN_LIKENESS = 0.4
"""The likeness that the words of titles in one language need at least."""
LIKENESS = 0.6
"""The likeness that adds to the needed share in one language: with less of it, more must be shared, and the reverse."""
MAX_CONTRADICTION = 5
"""The bits of names in one title that the other item lacks, if both lack some."""
DISTINCT = 0.5
NAMES = 0.85
STEP = 0.88
"""The share of two titles that both items must have, by what is common: an act or a figure, or names alone; or if one
title reports a step that the other item lacks."""
_STEPS = frozenset(
    f"w.{word}"
    for word in (
        "appeal lawsuit injunction retaliate negotiate suspend resume delay extend waive refund seize recall "
        "tighten lift revoke threat expire renew settlement relocate closure layoff strike boycott"
    ).split()
)
"""Words of trade for what happens next: talks about a quota are not the quota."""
_OPPOSITES = ("raises", "lowers")
"""Acts that contradict each other even if the titles share a third one: a profit forecast is cut, or raised."""


class Relation(StrEnum):
    """How a later item continues an earlier one."""

    SAME = "same"
    """It reports the same again."""
    FOLLOW_UP = "follow-up"
    """It reports a new step of the same procedure, or is the official text of what was reported."""


def relation(earlier: Telling, later: Telling) -> Relation | None:
    """Return how ``later`` continues ``earlier``; None if it reports another story, or if that is not sure."""
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
    """Return whether a later item about the same instrument reports no new step, instrument or official text."""
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
    """Return whether the titles report the same, in the same words or in those of another language."""
    if not _stages_agree(earlier, later) or _contradict(earlier, later):
        return False
    if _say_the_same(earlier, later):
        return True
    if _differ(earlier, later):
        return False
    if earlier.language == later.language and _likeness(earlier, later) >= MIN_LIKENESS_ALONE:
        return True
    acted = bool(_shared_acts(earlier, later))
    shared = _shared(earlier, later)
    in_common = _bits(shared) + acted * BITS_OF_ACT
    enough = MIN_SHARED_FIGURE if any(is_figure(each) or is_node(each) for each in shared) else MIN_SHARED
    if in_common < enough or _bits(filter(_is_particular, shared)) < MIN_PARTICULAR:
        return False
    share, needed = _share(earlier, later), DISTINCT if acted else _needed_share(earlier, later, in_common)
    if earlier.language != later.language:
        return share >= needed
    likeness = _likeness(earlier, later)
    return likeness >= MIN_LIKENESS and share + likeness >= needed + LIKENESS


def _say_the_same(earlier: Telling, later: Telling) -> bool:
    """Return whether two titles say the same, as far as names and a dictionary show; in one language, if soon.

    Chinese is one language, in whichever characters it is written.
    """
    soon, translated = later.at - earlier.at <= SOON.total_seconds(), earlier.language[:2] != later.language[:2]
    if not (soon or translated) or not earlier.words or not later.words:
        return False
    shared = _shared(earlier, later)
    both = [
        agreement(one.words, one.language, meanings(other.all_words, other.language), shared)
        for one, other in ((earlier, later), (later, earlier))
    ]
    told = sum(each.told for each in both) / 2 + BITS_OF_ACT * bool(_shared_acts(earlier, later))
    missing = sum(each.missing for each in both) / 2
    least, share = (MIN_SAID, MIN_SHARE_OF_WORDS) if translated else (MIN_SAID_IN_ONE_LANGUAGE, DISTINCT)
    if told < share * (told + missing):
        return False
    names = sum(map(_weight, shared & (earlier.title | later.title)))
    return told + names + BITS_OF_SOON * (soon and translated) - _against(earlier, later) >= least


def _against(earlier: Telling, later: Telling) -> float:
    """Return the bits that speak against two titles: names and steps that the other item lacks, and other acts."""
    lacking = _lacking(earlier, later)
    return (
        LACKING * sum(lacking)
        + BOTH_LACKING * min(lacking)
        + BITS_OF_STEP * _lack_a_step(earlier, later)
        + BITS_OF_OTHER_ACTS * _have_other_acts(earlier, later)
    )


def _needed_share(earlier: Telling, later: Telling, in_common: int) -> float:
    """Return how much of two titles without a common act both items must have, by the strongest thing in common."""
    if any(map(is_exact, earlier.whole & later.whole)) or any(map(is_figure, earlier.title & later.title)):
        return DISTINCT
    if _lack_a_step(earlier, later):
        return STEP
    figures = filter(is_figure, (earlier.title & later.whole) | (later.title & earlier.whole))
    return DISTINCT if in_common >= MUCH or any(figures) else NAMES


def _likeness(earlier: Telling, later: Telling) -> float:
    """Return the share of the shorter title's words that the other has; 0 for titles of few words."""
    words = min(len(earlier.wording), len(later.wording))
    return len(earlier.wording & later.wording) / words if words >= MIN_WORDS else 0.0


def _share(earlier: Telling, later: Telling) -> float:
    """Return how much of the two titles both items have: 1 is everything, 0 if neither title says anything.

    A missing word of trade counts half.
    """
    told = _bits(earlier.title & later.whole) + _bits(later.title & earlier.whole)
    missing = (earlier.title - later.whole) | (later.title - earlier.whole)
    all_told = told + _bits(missing) - _bits(filter(_is_word, missing)) / 2
    return told / all_told if all_told else 0.0


def _contradict(earlier: Telling, later: Telling) -> bool:
    """Return whether the titles have opposite acts, other figures, or each a place or company that the other lacks."""
    only_earlier, only_later = earlier.acts - later.all_acts, later.acts - earlier.all_acts
    if any(one in only_earlier and other in only_later for one, other in permutations(_OPPOSITES)):
        return True
    figures = [set(filter(is_figure, told)) for told in (earlier.title, later.title)]
    if all(figures) and not any(map(is_figure, earlier.whole & later.whole)):
        return True
    lacking = [one.title - other.whole - one.implied for one, other in ((earlier, later), (later, earlier))]
    return any(all(_have(kind, names) for names in lacking) for kind in ("pl.", "co."))


def _differ(earlier: Telling, later: Telling) -> bool:
    """Return whether the titles have other acts, or each has names of some weight that the other item lacks."""
    return _have_other_acts(earlier, later) or min(_lacking(earlier, later)) >= MAX_CONTRADICTION


def _lacking(earlier: Telling, later: Telling) -> tuple[int, int]:
    """Return the bits of the names in each title that the other item lacks."""
    of_earlier, of_later = earlier.title - later.whole, later.title - earlier.whole
    return _bits(filter(_is_name, of_earlier)), _bits(filter(_is_name, of_later))


def _lack_a_step(earlier: Telling, later: Telling) -> bool:
    return not _STEPS.isdisjoint((earlier.title - later.whole) | (later.title - earlier.whole))


def _have_other_acts(earlier: Telling, later: Telling) -> bool:
    return bool(earlier.acts and later.acts) and not _shared_acts(earlier, later)


def _shared(earlier: Telling, later: Telling) -> Set[str]:
    """Return what both report, without what only follows from it in both."""
    return (earlier.whole & later.whole) - (earlier.implied & later.implied)


def _shared_acts(earlier: Telling, later: Telling) -> Set[str]:
    return (earlier.acts & later.all_acts) | (later.acts & earlier.all_acts)


def _bits(features: Iterable[str]) -> int:
    return sum(map(bits, features))


def _weight(feature: str) -> float:
    return bits(feature) * (WORD_OF_TRADE if _is_word(feature) else 1)


def _is_name(feature: str) -> bool:
    """Return whether a feature names somebody, something or a place, not a quantity, a topic or a word of trade."""
    return not feature.startswith(("w.", "tp.")) and not is_quantity(feature)


def _have(kind: str, features: Iterable[str]) -> bool:
    return any(feature.startswith(kind) for feature in features)


def _is_particular(feature: str) -> bool:
    """Return whether a feature is neither a word of trade nor a common topic."""
    return not _is_word(feature) and not (feature.startswith("tp.") and bits(feature) < MIN_PARTICULAR)


def _is_word(feature: str) -> bool:
    """Return whether a feature is a word of trade, for which another newsroom may use another word."""
    return feature.startswith("w.")


# ---- keys: two items about one story have at least one in common -----------------------------------

MAX_FEATURES = 7
"""Features that are filed in pairs."""
MAX_FIGURES = 6
MAX_WORDS = 5
"""Rare words of the title whose meanings are filed."""
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
    for figure in sorted(filter(is_exact, telling.whole))[:MAX_FIGURES]:
        yield _key("figure", figure)
    yield from _smallest(_key("word", word) for word in telling.wording)
    for meaning in rarest(telling.words, telling.language, MAX_WORDS):
        yield _key("meaning", meaning)


def _strongest(telling: Telling) -> list[str]:
    """Return the features that weigh most, those of the title rather than those of the body, without implied ones."""
    named, title = telling.whole - telling.implied, telling.title
    return sorted(named, key=lambda each: (-_weight(each) - 3 * (each in title), each))[:MAX_FEATURES]


def _smallest(hashes: Iterable[int]) -> list[int]:
    return sorted(hashes)[:MIN_HASHES]


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


# ---- how much a feature says: the rarer in headlines about trade, the more ---------------------------

RAREST = 10
"""Bits of what hardly any headline has: 1 in 1,024."""
FIGURE = 6
"""Bits of a figure that two stories may have in common by chance, such as 25 %, and of a process node."""
SMALL = 2
"""Bits of a day, or of a small or round count."""


def bits(feature: str) -> int:
    """Return how many bits of information a feature carries: 1 if half of the headlines have it."""
    common = COMMON.get(feature)
    if common is not None:
        return common
    if not is_quantity(feature) or is_exact(feature):
        return RAREST
    return FIGURE if is_figure(feature) or is_node(feature) else SMALL


def is_quantity(feature: str) -> bool:
    """Return whether a feature of a telling is a quantity."""
    return feature[0] in "%0123456789" or _MONTH.fullmatch(feature) is not None


def is_figure(feature: str) -> bool:
    """Return whether a quantity is news by itself: a percentage, an amount, a count that is not round."""
    if feature[0] == "%" or "e+" in feature:
        return True
    return feature.isdecimal() and int(feature) > 10 and len(feature.rstrip("0")) > 1


def is_exact(feature: str) -> bool:
    """Return whether two stories rarely have the same figure by chance: 12.3 percent, 61.5 billion, 1,700; not 737."""
    if feature[0] == "%":
        return "." in feature
    if "e+" in feature:
        return not feature.startswith(_ROUND, 1)
    return feature.isdecimal() and int(feature) > 999 and len(feature.rstrip("0")) > 1


def _read() -> dict[str, int]:
    """Read the features that more headlines have, by their bits."""
    lines = files("watchers.stories").joinpath("data", "rarity.txt").read_text("ascii").splitlines()
    return {feature: int(number) for number, *features in map(str.split, lines) for feature in features}


_MONTH = re.compile("m[0-9]{1,2}")
_ROUND = ".00e"
COMMON = _read()
"""The bits of the features that more headlines have."""
