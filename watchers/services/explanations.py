"""What became of an item for a subscriber, stage by stage: seen, held against each watch, owed, sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watchers.items.identity import link_key
from watchers.matching import Recognizer
from watchers.matching.evaluator import Reading
from watchers.matching.explanation import Verdict, why
from watchers.model import Alert, AlertId, PauseReason, StoredItem, Subscriber, Watch
from watchers.rules import OwnName, OwnNames
from watchers.services.aliases import Naming
from watchers.store import Rows, items, outbox, watches


class Withheld(StrEnum):
    """Why a watch that the item meets today brought no alert."""

    BASELINE = "baseline"
    """The item came with its source's first poll."""
    NEWER = "newer"
    """The watch was made after the item was seen."""
    MUTED = "muted"
    UNREACHABLE = "unreachable"
    """Nothing is kept for a chat that cannot be reached."""
    CHANGED = "changed"
    """On that day the item did not meet it: the watch, a name or the catalog changed since."""
    THEN = "then"
    """It did meet it on that day, when the watch was muted or the chat could not be reached."""


@dataclass(frozen=True, slots=True)
class Told:
    """The item became an alert for the subscriber."""

    alert: Alert
    state: str
    """As in the outbox: queued, in flight, sent, held, listed, dropped or dead."""
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """One watch held against the item, by today's rules."""

    watch: Watch
    verdict: Verdict
    withheld: Withheld | None
    """None where it is not met."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """All that is known of an item that was seen."""

    item: StoredItem
    also: tuple[StoredItem, ...]
    """The same link as other sources had it."""
    told: Told | None
    """None where it became no alert."""
    others: tuple[Held, ...]
    """The watches in force that the alert does not name, by number."""
    names: tuple[OwnName, ...]
    """The subscriber's own, with which the rules are told."""


@dataclass(frozen=True, slots=True)
class NeverSeen:
    """No source that is polled had an item with this link."""


@dataclass(frozen=True, slots=True)
class Inquirer:
    """The jobs that look into the past of an item."""

    recognizer: Recognizer
    naming: Naming

    def by_link(self, rows: Rows, subscriber: Subscriber, link: str) -> Inquiry | NeverSeen:
        """By any item of the subscriber's sources with this link; by the one that became an alert, where one did."""
        key = link_key(link)
        found = items.by_link(rows, key, subscriber.id) if key else []
        if not found:
            return NeverSeen()
        return self._into(rows, subscriber, found)

    def by_alert(self, rows: Rows, subscriber: Subscriber, alert: AlertId) -> Inquiry | None:
        """By an alert of the subscriber's own; None for another's, and for a list."""
        owed = outbox.by_id(rows, alert)
        if owed is None or owed.item is None or owed.subscriber.id != subscriber.id:
            return None
        return self._into(rows, subscriber, [owed.item])

    def _into(self, rows: Rows, subscriber: Subscriber, found: list[StoredItem]) -> Inquiry:
        tellings = [(stored, outbox.for_item(rows, subscriber.id, stored.id)) for stored in found]
        stored, telling = next((each for each in tellings if each[1] is not None), _first_pushed(tellings))
        told = None if telling is None else Told(*telling)
        own = self.naming.own(rows, subscriber.id)
        return Inquiry(
            stored,
            tuple(other for other in found if other.source != stored.source),
            told,
            self._others(rows, subscriber, own, stored, told),
            own.names,
        )

    def _others(
        self, rows: Rows, subscriber: Subscriber, own: OwnNames, stored: StoredItem, told: Told | None
    ) -> tuple[Held, ...]:
        named = {reason.watch.id for reason in told.alert.reasons} if told else set()
        reading = Reading(stored.item, stored.source, self.recognizer)
        made = watches.since(rows, subscriber.id)
        held: list[Held] = []
        for watch in watches.of(rows, subscriber.id):
            rule = self.naming.rule_of(watch, own)
            if watch.id in named or rule is None:
                continue
            verdict = why(rule, reading, self.recognizer, stored.item)
            withheld = _withheld(rows, subscriber, stored, watch, made[watch.id]) if verdict.met else None
            held.append(Held(watch, verdict, withheld))
        return tuple(held)


def _first_pushed(
    tellings: list[tuple[StoredItem, tuple[Alert, str, datetime | None] | None]],
) -> tuple[StoredItem, tuple[Alert, str, datetime | None] | None]:
    """The newest that is no baseline, else the newest."""
    return next((each for each in tellings if not each[0].baseline), tellings[0])


def _withheld(rows: Rows, subscriber: Subscriber, stored: StoredItem, watch: Watch, made: datetime) -> Withheld:
    if stored.baseline:
        return Withheld.BASELINE
    if made > stored.seen_at:
        return Withheld.NEWER
    if watch.muted:
        return Withheld.MUTED
    if subscriber.paused is PauseReason.UNREACHABLE:
        return Withheld.UNREACHABLE
    return Withheld.THEN if outbox.met(rows, stored.id, watch.id) else Withheld.CHANGED
