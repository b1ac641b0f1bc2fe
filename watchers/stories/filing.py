"""Files each item that matched a watch with the story that it tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

import msgspec

from watchers.matching import Reading, Recognizer
from watchers.model import ItemId, Source
from watchers.store import Transaction, stories
from watchers.store.items import NewItem
from watchers.store.stories import EventId, Filed, Keys, Place, StoryId
from watchers.stories.keys import lasting, passing
from watchers.stories.relation import PROCEDURE_LASTS, SAME_WITHIN, Relation, relation
from watchers.stories.telling import Teller, Telling

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
