"""Let subscribers find, add, drop, suggest, import and export sources.

Operators decide about additions and suggestions.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from watchers.errors import AddressRefused
from watchers.feeds.addresses import read_address
from watchers.feeds.opml_writer import write_outlines
from watchers.feeds.process import ReadOutlines
from watchers.http import check_address
from watchers.model import Group, Outline, Source, SourceId, SourceKind, Subscriber, SubscriberId
from watchers.services.discovery import Candidate, Discovered, Discoverer
from watchers.store import additions, sources, subscribers, subscriptions
from watchers.store.additions import Addition, AdditionId, AdditionState, OfferId
from watchers.store.database import Database, Rows, Transaction, reading, writing
from watchers.urls import canonical_feed, host_of

AT_ONCE = 50
"""Entries of a list that are read before the event loop gets a turn."""
MAX_TOLD = 20
"""Subscribers who are notified of a decision about their source."""
MAX_LEFT_OUT = 10
"""Entries of a list that a report names for each reason."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How many sources may be added, and whether an operator must approve them."""

    per_subscriber: int = 20
    overall: int = 500
    approve: bool = False
    every: timedelta = timedelta(minutes=10)
    """How often an added source is polled."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A feed that was found, with the number by which it can be added."""

    id: OfferId
    candidate: Candidate
    taken: bool
    """Whether the subscriber has it already."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The feeds found at an address, ready to be added."""

    discovered: Discovered
    offers: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class SourceAdded:
    """The subscriber is subscribed; if ``addition.state`` is asked, once an operator approves."""

    addition: Addition


@dataclass(frozen=True, slots=True)
class AlreadyTaken:
    """The subscriber has this very feed already."""

    source: Source
    waits: bool
    """Whether it is waiting for an operator."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """The subscription ended; the offer undoes that."""

    source: Source
    offer: OfferId


@dataclass(frozen=True, slots=True)
class TooMany:
    """The subscriber reached the limit, or, with ``overall``, all subscribers together did."""

    limit: int
    overall: bool = False


@dataclass(frozen=True, slots=True)
class SourceRefused:
    """An operator refused the source, or it is only for others."""

    source: Source


@dataclass(frozen=True, slots=True)
class Expired:
    """The offer is too old, or was made to another subscriber."""


Taken = SourceAdded | AlreadyTaken | TooMany | SourceRefused | Expired


@dataclass(frozen=True, slots=True)
class AdditionDecision:
    """An operator's decision about an addition."""

    addition: Addition
    """The addition after the decision."""
    followers: tuple[Subscriber, ...]
    """The first ``MAX_TOLD`` previous subscribers; empty if everyone was subscribed."""


class LeftOut(StrEnum):
    """Why an entry of a list was not added."""

    NO_ADDRESS = "no-address"
    BAD_ADDRESS = "bad-address"
    TWICE = "twice"
    KNOWN = "known"
    OVER_LIMIT = "over-limit"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of importing a list."""

    added: tuple[Addition, ...]
    left_out: tuple[tuple[LeftOut, Outline], ...]
    limit: int
    """How many sources a subscriber may add."""

    @property
    def counts(self) -> dict[LeftOut, int]:
        """How many entries were left out for each reason, in the order of the reasons."""
        counted = Counter(reason for reason, _ in self.left_out)
        return {reason: counted[reason] for reason in LeftOut if counted[reason]}

    def examples(self, reason: LeftOut) -> list[Outline]:
        """Return the first entries that were left out for a reason, at most ``MAX_LEFT_OUT``."""
        return [outline for why, outline in self.left_out if why is reason][:MAX_LEFT_OUT]


@dataclass(frozen=True, slots=True)
class Additions:
    """What subscribers and operators may do with sources that are not in the configuration."""

    database: Database
    discover: Discoverer
    read_outlines: ReadOutlines
    policy: Policy
    now: Callable[[], datetime]

    @writing
    def yield_to_configured(self, tx: Transaction, configured: Iterable[Source]) -> None:
        """Replace each addition whose feed the configuration now has by the configured source. Run at startup."""
        known = {canonical_feed(source.url): source.id for source in configured}
        for addition in additions.all_of(tx):
            source = known.get(canonical_feed(addition.source.url))
            if source is not None:
                additions.yield_to(tx, addition, source)

    async def look(self, subscriber: Subscriber, typed: str, by_operator: bool) -> Looked:
        """Return the feeds found at what was typed, each with a number to add it by.

        If nothing public is found, an operator may look into the private networks that are allowed.
        """
        discovered = await self.discover(typed)
        inside = by_operator and isinstance(discovered.problem, AddressRefused)
        if inside:
            discovered = await self.discover(typed, trusted=True)
        return await self._offer_all(subscriber.id, discovered, inside)

    @writing
    def _offer_all(self, tx: Transaction, subscriber: SubscriberId, discovered: Discovered, trusted: bool) -> Looked:
        candidates = discovered.candidates
        found = [self._source(each.url, each.title, each.kind, each.language or None, trusted) for each in candidates]
        known = _known(tx) if found else {}
        offers = []
        for identifier, each in zip(additions.offer(tx, subscriber, found, self.now()), candidates, strict=True):
            there = known.get(canonical_feed(each.url))
            taken = there is not None and subscriptions.has(tx, subscriber, there)
            offers.append(Offered(identifier, each, taken))
        return Looked(discovered, tuple(offers))

    @writing
    def take(self, tx: Transaction, subscriber: Subscriber, identifier: OfferId, by_operator: bool) -> Taken:
        """Add an offered source, or join its subscribers; what an operator adds is approved."""
        offer = additions.offered(tx, subscriber.id, identifier)
        if offer is None:
            return Expired()
        wanted = replace(offer, id=source_id(offer.url), every=self.policy.every)
        return self._take(tx, subscriber.id, wanted, _known(tx), by_operator)

    @writing
    def drop(self, tx: Transaction, subscriber: Subscriber, identifier: AdditionId) -> Dropped | None:
        """Unsubscribe from an added source. Return None if the subscriber does not have it."""
        addition = _own(tx, subscriber, identifier)
        if addition is None:
            return None
        additions.drop(tx, subscriber.id, addition, self.now())
        (offer,) = additions.offer(tx, subscriber.id, [addition.source], self.now())
        return Dropped(addition.source, offer)

    @reading
    def of(self, rows: Rows, subscriber: Subscriber) -> list[Addition]:
        """Return the subscriber's additions, oldest first."""
        return additions.of(rows, subscriber.id)

    @reading
    def mine(self, rows: Rows, subscriber: Subscriber, identifier: AdditionId) -> Addition | None:
        """Return one of the subscriber's additions, or None."""
        return _own(rows, subscriber, identifier)

    @writing
    def suggest(self, tx: Transaction, subscriber: Subscriber, identifier: AdditionId, group: Group) -> Addition | None:
        """Ask the operators to put the subscriber's addition into a group. Return None if there is none."""
        addition = _own(tx, subscriber, identifier)
        return additions.suggest(tx, addition, group) if addition else None

    async def bring(self, subscriber: Subscriber | None, body: bytes, by_operator: bool) -> Imported:
        """Add the feeds of an OPML file for the subscriber, or for everyone if None. Raises ParseError."""
        listed = []
        for at, outline in enumerate(await self.read_outlines(body)):
            listed.append((outline, self._listed(outline, by_operator)))
            if at % AT_ONCE == 0:
                await asyncio.sleep(0)
        return await self._bring(subscriber.id if subscriber else None, listed, by_operator)

    @reading
    def export(self, rows: Rows, subscriber: Subscriber, title: str) -> tuple[bytes, int]:
        """Return all feeds of the subscriber as OPML, and how many there are."""
        mine = sources.subscribed_by(rows, subscriber.id)
        feeds = [Outline(source.name, source.url) for source in mine if source.kind.is_feed]
        return write_outlines(title, feeds), len(feeds)

    # ---- operators ---------------------------------------------------------------------------------

    @reading
    def undecided(self, rows: Rows) -> list[Addition]:
        """Return the additions and suggestions that wait for an operator, the longest waiting first."""
        return additions.undecided(rows)

    @writing
    def decide(self, tx: Transaction, identifier: AdditionId, state: AdditionState) -> AdditionDecision | None:
        """Approve or refuse an addition. Return None if there is none.

        After an approval, its subscribers get its items from now on. After a refusal, all are unsubscribed, and
        only operators can add it.
        """
        addition = additions.by_id(tx, identifier)
        return self._decide(tx, addition, state) if addition else None

    @writing
    def decide_all(self, tx: Transaction, asker: SubscriberId, state: AdditionState) -> list[AdditionDecision]:
        """Approve or refuse everything that one subscriber asked for."""
        return [self._decide(tx, addition, state) for addition in additions.asked_by(tx, asker)]

    @writing
    def place(self, tx: Transaction, identifier: AdditionId, group: Group) -> AdditionDecision | None:
        """Put an addition into a group for everyone. Return None if there is none, or it is private or refused."""
        addition = additions.by_id(tx, identifier)
        if addition is None or addition.source.trusted or addition.state is AdditionState.REFUSED:
            return None
        followers = (
            subscribers.followers(tx, addition.source.id, MAX_TOLD) if addition.source.group is not group else []
        )
        return AdditionDecision(additions.share(tx, addition, self.now(), group), tuple(followers))

    @writing
    def keep_apart(self, tx: Transaction, identifier: AdditionId) -> Addition | None:
        """Decline a suggested group; the source stays with those who added it."""
        addition = additions.by_id(tx, identifier)
        return additions.suggest(tx, addition, None) if addition else None

    # ---- parts of jobs -----------------------------------------------------------------------------

    def _take(
        self, tx: Transaction, subscriber: SubscriberId, wanted: Source, known: Known, by_operator: bool
    ) -> Taken:
        """Add a source for one subscriber, or join its subscribers."""
        now = self.now()
        there = known.get(canonical_feed(wanted.url))
        addition = additions.of_source(tx, there) if there else None
        if there and (addition is None or addition.everyone or subscriptions.has(tx, subscriber, there)):
            additions.take(tx, subscriber, there, now)
            source = sources.by_id(tx, there)
            assert source is not None
            return AlreadyTaken(source, addition is not None and addition.state is AdditionState.ASKED)
        if addition and (
            (addition.source.trusted and not wanted.trusted)
            or (addition.state is AdditionState.REFUSED and not by_operator)
        ):
            return SourceRefused(wanted)
        if len(additions.of(tx, subscriber)) >= self.policy.per_subscriber:
            return TooMany(self.policy.per_subscriber)
        if addition is None:
            if additions.count(tx) >= self.policy.overall:
                return TooMany(self.policy.overall, overall=True)
            state = AdditionState.ASKED if self.policy.approve and not by_operator else AdditionState.GRANTED
            addition = additions.add(tx, wanted, state, everyone=False, by=subscriber, now=now)
            known[canonical_feed(wanted.url)] = wanted.id
        elif by_operator and addition.state is not AdditionState.GRANTED:
            additions.decide(tx, addition, AdditionState.GRANTED, now)
        return SourceAdded(additions.take(tx, subscriber, addition.source.id, now) or addition)

    @writing
    def _bring(
        self, tx: Transaction, subscriber: SubscriberId | None, listed: Sequence[Listed], by_operator: bool
    ) -> Imported:
        known = _known(tx)
        seen: set[str] = set()
        added: list[Addition] = []
        left_out: list[tuple[LeftOut, Outline]] = []
        for outline, wanted in listed:
            brought: Addition | LeftOut
            if isinstance(wanted, LeftOut):
                brought = wanted
            elif (key := canonical_feed(wanted.url)) in seen:
                brought = LeftOut.TWICE
            else:
                seen.add(key)
                brought = self._bring_one(tx, subscriber, wanted, known, by_operator)
            if isinstance(brought, Addition):
                added.append(brought)
            else:
                left_out.append((brought, outline))
        return Imported(tuple(added), tuple(left_out), self.policy.per_subscriber)

    def _bring_one(
        self, tx: Transaction, subscriber: SubscriberId | None, wanted: Source, known: Known, by_operator: bool
    ) -> Addition | LeftOut:
        if subscriber is None:
            return self._add_for_all(tx, wanted, known)
        match self._take(tx, subscriber, wanted, known, by_operator):
            case SourceAdded(addition):
                return addition
            case TooMany():
                return LeftOut.OVER_LIMIT
            case SourceRefused():
                return LeftOut.REFUSED
        return LeftOut.KNOWN

    def _add_for_all(self, tx: Transaction, wanted: Source, known: Known) -> Addition | LeftOut:
        there = known.get(canonical_feed(wanted.url))
        if there is None:
            known[canonical_feed(wanted.url)] = wanted.id
            return additions.add(tx, wanted, AdditionState.GRANTED, everyone=True, by=None, now=self.now())
        addition = additions.of_source(tx, there)
        if addition is None or addition.everyone:
            return LeftOut.KNOWN
        return additions.share(tx, addition, self.now())

    def _listed(self, outline: Outline, by_operator: bool) -> Source | LeftOut:
        """Return the source that an entry of a list means, or why it means none."""
        if not outline.url:
            return LeftOut.NO_ADDRESS
        try:
            url = read_address(outline.url)[0]
        except AddressRefused:
            return LeftOut.BAD_ADDRESS
        trusted = not _is_public(url)
        if trusted and not by_operator:
            return LeftOut.BAD_ADDRESS
        name = outline.title or host_of(url) or url
        return self._source(url, name, SourceKind.RSS, None, trusted)

    def _decide(self, tx: Transaction, addition: Addition, state: AdditionState) -> AdditionDecision:
        if addition.state is state:
            return AdditionDecision(addition, ())
        followers = [] if addition.everyone else subscribers.followers(tx, addition.source.id, MAX_TOLD)
        return AdditionDecision(additions.decide(tx, addition, state, self.now()), tuple(followers))

    def _source(self, url: str, name: str, kind: SourceKind, language: str | None, trusted: bool) -> Source:
        return Source(source_id(url), url, name, kind, language, every=self.policy.every, trusted=trusted)


Listed = tuple[Outline, Source | LeftOut]
"""An entry of a list, and the source that it means or why it means none."""
Known = dict[str, SourceId]
"""The existing sources, by the canonical form of their addresses."""


def source_id(url: str) -> SourceId:
    """Return the same ID for every spelling of a feed's address: ``added.ustr.gov.3f8a91c2d4``."""
    key = canonical_feed(url)
    host = re.sub(r"[^a-z0-9.-]+", "-", host_of(key)).strip("-.")
    return SourceId(f"added.{host[:40]}.{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}")


def _known(rows: Rows) -> Known:
    return {canonical_feed(url): identifier for identifier, url in sources.all_addresses(rows)}


def _own(rows: Rows, subscriber: Subscriber, identifier: AdditionId) -> Addition | None:
    """Return an addition that the subscriber has for itself, or None."""
    return next((addition for addition in additions.of(rows, subscriber.id) if addition.id == identifier), None)


def _is_public(url: str) -> bool:
    try:
        check_address(url)
    except AddressRefused:
        return False
    return True
