"""Decide whether a later item tells the story of an earlier one, the same again or a new step of it (pure).

In doubt, it does not: two messages are better than one that hides a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import timedelta
from enum import StrEnum
from itertools import permutations

from watchers.stories.likelihood import likelihood
from watchers.stories.rarity import is_company, is_place
from watchers.stories.telling import Telling

SAME_WITHIN = timedelta(hours=72)
"""How long after its first telling a story is told again."""
PROCEDURE_LASTS = timedelta(days=400)
"""How long after each other two steps of one procedure may come."""
SAME = 0.87
"""The probability from which two items are one story: above it, about 98 % of the labeled pairs are (decision 0055)."""

_OPPOSITES = (("raises", "lowers"), ("opens", "closes"))
"""Acts that are never one story, whatever else the titles have in common: a profit forecast is cut, or raised."""


class Relation(StrEnum):
    """How a later item continues an earlier one."""

    SAME = "same"
    """It tells the same again."""
    FOLLOW_UP = "follow-up"
    """It tells a new step of the same procedure, or is the official text of what was reported."""


def relation(earlier: Telling, later: Telling) -> Relation | None:
    """Return how ``later`` continues ``earlier``; None if it tells another story, or one cannot be sure."""
    if later.at - earlier.at > PROCEDURE_LASTS.total_seconds():
        return None
    if _has_same_instrument(earlier, later):
        return Relation.SAME if _is_soon(earlier, later) and _adds_nothing(earlier, later) else Relation.FOLLOW_UP
    if not is_decided_by_evidence(earlier, later):
        return None
    if not (_has_same_link(earlier, later) or likelihood(earlier, later) >= SAME):
        return None
    return Relation.FOLLOW_UP if later.official else Relation.SAME


def is_decided_by_evidence(earlier: Telling, later: Telling) -> bool:
    """Return whether no instrument, source, date or contradiction says if two items are one story."""
    if _has_same_instrument(earlier, later) or not _is_soon(earlier, later):
        return False
    if earlier.source == later.source or (earlier.official and later.official):
        return False
    return not (_kinds(earlier.own) & _kinds(later.own) or _contradict(earlier, later))


def _contradict(earlier: Telling, later: Telling) -> bool:
    """Return whether the titles have opposite acts, or each a place or company that the other item lacks."""
    only_earlier, only_later = earlier.acts - later.all_acts, later.acts - earlier.all_acts
    if any(one in only_earlier and other in only_later for both in _OPPOSITES for one, other in permutations(both)):
        return True
    lacking = [one.title - other.whole - one.implied for one, other in ((earlier, later), (later, earlier))]
    return any(all(any(map(is_kind, names)) for names in lacking) for is_kind in (is_place, is_company))


def _is_soon(earlier: Telling, later: Telling) -> bool:
    return later.at - earlier.at <= SAME_WITHIN.total_seconds()


def _has_same_instrument(earlier: Telling, later: Telling) -> bool:
    return bool(later.own & earlier.cited or earlier.own & later.cited)


def _adds_nothing(earlier: Telling, later: Telling) -> bool:
    """Return whether a later item about the same instrument tells no new step, instrument or official text."""
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
        and bool(earlier.whole & later.whole or earlier.wording & later.wording)
    )
