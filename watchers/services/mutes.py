"""Mute watches, sources and stories for a time; a mute with a time ends by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from watchers.model import AlertId, SourceId, StoredItem, Subscriber, Watch
from watchers.services.service import Service
from watchers.store import Rows, Transaction, alert_rows, mutes, outbox, watches
from watchers.store.database import reading, writing
from watchers.store.mutes import Mute, MuteId
from watchers.store.stories import StoryId


@dataclass(frozen=True, slots=True)
class Mutable:
    """What can be muted below an alert."""

    watches: tuple[Watch, ...]
    """The watches that the alert names, as they are now."""
    item: StoredItem
    """Its source can be muted."""
    story: StoryId | None
    """None if the item was not filed under a story."""
    source_mute: Mute | None
    """The mute of its source, if there is one."""
    story_mute: Mute | None


@dataclass(frozen=True, slots=True)
class Mutes(Service):
    """What a subscriber does not want to hear for now, in the database."""

    @reading
    def of(self, rows: Rows, subscriber: Subscriber) -> tuple[Mute, ...]:
        """Return the mutes of sources and stories that last, oldest first."""
        return tuple(mutes.of(rows, subscriber.id, self.now()))

    @writing
    def mute_watch(
        self, tx: Transaction, subscriber: Subscriber, number: int, length: timedelta | None
    ) -> Watch | None:
        """Mute a watch for a time; None: until it is unmuted. Return None if no watch has this number."""
        return watches.change(tx, subscriber.id, number, muted=True, muted_until=self._end(length))

    @writing
    def unmute_watch(self, tx: Transaction, subscriber: Subscriber, number: int) -> Watch | None:
        """Let a watch produce alerts again. Return None if no watch has this number."""
        return watches.change(tx, subscriber.id, number, muted=False, muted_until=None)

    @writing
    def mute_source(
        self, tx: Transaction, subscriber: Subscriber, alert: AlertId, length: timedelta | None
    ) -> Mute | None:
        """Mute the source of an alert. Return None if there is no such alert."""
        found = self._below(tx, subscriber, alert)
        if found is None:
            return None
        mutes.mute(tx, subscriber.id, found.item.source, StoryId(0), self._end(length))
        found = self._below(tx, subscriber, alert)
        return found.source_mute if found else None

    @writing
    def mute_story(
        self, tx: Transaction, subscriber: Subscriber, alert: AlertId, length: timedelta | None
    ) -> Mute | None:
        """Mute the story of an alert. Return None if there is no such alert, or if it has no story."""
        found = self._below(tx, subscriber, alert)
        if found is None or found.story is None:
            return None
        mutes.mute(tx, subscriber.id, SourceId(""), found.story, self._end(length))
        found = self._below(tx, subscriber, alert)
        return found.story_mute if found else None

    async def end(self, subscriber: Subscriber, identifier: MuteId) -> bool:
        """End the mute of a source or a story. Return whether there was one."""
        return await self.database.write(mutes.end, subscriber.id, identifier)

    async def run(self) -> None:
        """End the mutes whose time is over: the job."""
        if await self.database.read(mutes.any_due, self.now()):
            await self.database.write(outbox.end_mutes, self.now())

    def _below(self, rows: Rows, subscriber: Subscriber, alert: AlertId) -> Mutable | None:
        """Return what can be muted below an alert; None for a list or another subscriber's alert."""
        found = alert_rows.own(rows, subscriber.id, alert)
        if found is None or found.item is None:
            return None
        story = mutes.story_of(rows, found.item.id)
        lasting = mutes.of(rows, subscriber.id, self.now())
        return Mutable(
            tuple(reason.watch for reason in found.all_reasons),
            found.item,
            story,
            next((each for each in lasting if each.source == found.item.source), None),
            next((each for each in lasting if story is not None and each.story == story), None),
        )

    below = reading(_below)

    def _end(self, length: timedelta | None) -> datetime | None:
        return None if length is None else self.now() + length
