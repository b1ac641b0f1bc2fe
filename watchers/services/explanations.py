"""Explain what became of an item for a subscriber, stage by stage: seen, matched, enqueued, sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from watchers.items.identity import link_key
from watchers.matching.evaluator import Reading
from watchers.matching.explanation import Verdict, why
from watchers.model import Alert, AlertId, Group, ItemId, PauseReason, SourceId, StoredItem, Subscriber, Watch
from watchers.rules import ChatAlias, ChatAliases
from watchers.services.aliases import RuleService
from watchers.store import Rows, alert_rows, evidence, items, mutes, sources, stories, subscriptions, watches
from watchers.store.evidence import Document


class Withheld(StrEnum):
    """Why a watch that matches the item today produced no alert."""

    BASELINE = "baseline"
    """The item came with its source's first poll."""
    NEWER = "newer"
    """The watch was added after the item was seen."""
    MUTED = "muted"
    SILENCED = "silenced"
    """Its source or its story is muted."""
    UNREACHABLE = "unreachable"
    """Nothing is kept for a chat that cannot be reached."""
    CHANGED = "changed"
    """The item did not match on that day: the watch, an alias or the catalog has changed since."""
    SWITCHED_OFF = "switched-off"
    """The chat switched off the group of the item's source."""
    THEN = "then"
    """The item matched on that day, but the watch was muted or the chat could not be reached."""


@dataclass(frozen=True, slots=True)
class AlertRecord:
    """The item became an alert for the subscriber."""

    alert: Alert
    state: str
    """The state in the outbox: queued, in flight, sent, held, listed, dropped or dead; if joined, that of the other."""
    sent_at: datetime | None
    shown_with: Alert | None = None
    """The alert about the same story whose message shows it; None if it has a separate message."""


@dataclass(frozen=True, slots=True)
class Held:
    """The result of matching one watch against the item, by today's rules."""

    watch: Watch
    verdict: Verdict
    withheld: Withheld | None
    """None if the watch does not match."""


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """The subscriber switched off the group of the item's source."""

    group: Group | None
    """None for the sources that have no group."""


@dataclass(frozen=True, slots=True)
class ItemExplanation:
    """Everything known about an item that was seen."""

    item: StoredItem
    also: tuple[StoredItem, ...]
    """Items of other sources with the same link."""
    record: AlertRecord | None
    """None if it did not become an alert."""
    others: tuple[Held, ...]
    """The active watches that the alert does not name, by number."""
    names: tuple[ChatAlias, ...]
    """The subscriber's aliases, used when the rules are shown."""
    switched_off: SwitchedOff | None = None
    """None if the subscriber is subscribed to the source."""
    documents: tuple[Document, ...] = ()
    """What the item was read from, of an official source whose item became an alert."""


@dataclass(frozen=True, slots=True)
class NeverSeen:
    """No polled source had an item with this link."""


@dataclass(frozen=True, slots=True)
class ItemExplainer(RuleService):
    """Look up what became of an item."""

    def by_link(self, rows: Rows, subscriber: Subscriber, link: str) -> ItemExplanation | NeverSeen:
        """Return what became of a link in the subscriber's sources, else in those that the subscriber switched off.

        If several items have the link, use the one that became an alert.
        """
        key = link_key(link)
        if key is None:
            return NeverSeen()
        found = items.by_link(rows, key, subscriber.id)
        if not found:
            known = sources.ids(rows, subscriber.id)
            found = [stored for stored in items.by_link(rows, key) if stored.source in known]
        return self._into(rows, subscriber, found) if found else NeverSeen()

    def by_item(self, rows: Rows, subscriber: Subscriber, item: ItemId) -> ItemExplanation | None:
        """Return what became of a stored item, or None if it was deleted."""
        stored = items.by_ids(rows, [item]).get(item)
        return None if stored is None else self._into(rows, subscriber, [stored])

    def by_alert(self, rows: Rows, subscriber: Subscriber, alert: AlertId) -> ItemExplanation | None:
        """Return what became of an alert's item, or None for another subscriber's alert or a list."""
        enqueued = alert_rows.own(rows, subscriber.id, alert)
        return self._into(rows, subscriber, [enqueued.item]) if enqueued and enqueued.item else None

    def _into(self, rows: Rows, subscriber: Subscriber, found: list[StoredItem]) -> ItemExplanation:
        alerts = {stored.id: alert_rows.for_item(rows, subscriber.id, stored.id) for stored in found}
        # The one that became an alert, or else the newest that is not from a first poll, or else the newest.
        stored = min(found, key=lambda each: (alerts[each.id] is None, each.baseline))
        alert = alerts[stored.id]
        record = None if alert is None else _record(rows, subscriber, *alert)
        own = self.aliases.own(rows, subscriber.id)
        also = tuple(other for other in found if other.source != stored.source)
        off = switched_off(rows, subscriber, stored.source)
        others = self._others(rows, subscriber, own, stored, record)
        if off is not None:
            others = tuple(replace(each, withheld=each.withheld and Withheld.SWITCHED_OFF) for each in others)
        return ItemExplanation(stored, also, record, others, own.names, off, evidence.of_item(rows, stored.id))

    def _others(
        self, rows: Rows, subscriber: Subscriber, own: ChatAliases, stored: StoredItem, record: AlertRecord | None
    ) -> tuple[Held, ...]:
        named = {reason.watch.id for reason in record.alert.reasons} if record else set()
        reading = Reading(stored.item, stored.source, self.recognizer)
        held: list[Held] = []
        for watch in watches.of(rows, subscriber.id):
            rule = self.aliases.rule_of(watch, own)
            if watch.id in named or rule is None:
                continue
            verdict = why(rule, reading, self.recognizer, stored.item)
            withheld = _withheld(rows, subscriber, stored, watch, self.now()) if verdict.matched else None
            held.append(Held(watch, verdict, withheld))
        return tuple(held)


def switched_off(rows: Rows, subscriber: Subscriber, source: SourceId) -> SwitchedOff | None:
    """Return the group of a source if the subscriber switched it off; None if it is on."""
    known = sources.by_id(rows, source)
    if known is None or subscriptions.has(rows, subscriber.id, source):
        return None
    return SwitchedOff(known.group) if known.group in subscriptions.groups_off(rows, subscriber.id) else None


def _record(rows: Rows, subscriber: Subscriber, alert: Alert, state: str, sent_at: datetime | None) -> AlertRecord:
    """Return what became of an alert, or of the one that shows it."""
    assert alert.item is not None
    lead = stories.shown_with(rows, subscriber.id, alert.item.id)
    shown_with = None if lead is None else alert_rows.by_id(rows, lead)
    if shown_with is None or shown_with.item is None:
        return AlertRecord(alert, state, sent_at)
    found = alert_rows.for_item(rows, subscriber.id, shown_with.item.id)
    assert found is not None
    return AlertRecord(alert, found[1], found[2], shown_with)


def _withheld(rows: Rows, subscriber: Subscriber, stored: StoredItem, watch: Watch, now: datetime) -> Withheld:
    if stored.baseline:
        return Withheld.BASELINE
    if watch.created_at and watch.created_at > stored.seen_at:
        return Withheld.NEWER
    if watch.muted:
        return Withheld.MUTED
    if mutes.is_silenced(rows, subscriber.id, stored.id, now):
        return Withheld.SILENCED
    if subscriber.paused is PauseReason.UNREACHABLE:
        return Withheld.UNREACHABLE
    return Withheld.THEN if alert_rows.matched(rows, stored.id, watch.id) else Withheld.CHANGED
