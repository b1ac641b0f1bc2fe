"""What is sent: alerts, lists, digests, edits and notices, as values without wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zlib import crc32

from watchers.model.chats import Reason, Subscriber, Watch, WatchCount
from watchers.model.ids import AlertId, ItemId, SourceId
from watchers.model.items import Change, Dated, StoredItem
from watchers.model.times import Every


@dataclass(frozen=True, slots=True)
class WatchedEntry:
    """An entry of a list that a subscriber watches, with the reasons."""

    stored: StoredItem
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a new version of a list changed, as one subscriber sees it."""

    added: int
    removed: int
    changed: int
    watched: tuple[WatchedEntry, ...]
    """At most 20; the alert's ``listed_count`` is their number."""
    others: tuple[tuple[Change, str], ...]
    """Some of the entries that the subscriber does not watch, by name."""


@dataclass(frozen=True, slots=True)
class HeldList:
    """A version of a list that replaces it as a whole, and waits for an operator."""

    number: int
    """Of the version; one that is held in its place has the same."""
    source: SourceId
    name: str
    """Of the source, or its ID if it has none."""
    before: int
    """How many entries are stored."""
    entries: int
    added: int
    removed: int
    changed: int

    @property
    def seal(self) -> int:
        """Return a number of 32 bits that differs if the counts do: what an operator saw when they approve."""
        return crc32(f"{self.before} {self.entries} {self.added} {self.removed} {self.changed}".encode())


class News(StrEnum):
    """What is reported to people besides items: the changes of a source, and of how rules are read."""

    DEAD = "dead"
    """It could not be fetched or read for some time."""
    GONE = "gone"
    LATE = "late"
    MOVED = "moved"
    BACK = "back"
    """It works again, after one of these was reported."""
    HELD = "held"
    """A list was replaced as a whole: an operator must approve it."""
    MISSING = "missing"
    """An alert may not have arrived: its title is in place of the source's name."""
    REREAD = "reread"
    """Rules that are typed like those of some watches are read otherwise now."""
    ERROR = "error"
    """The program failed unexpectedly: the kind of error is in place of the source's name."""
    ANNOUNCEMENT = "announcement"
    """The operator writes to everybody: the text is in place of the source's name."""
    SPIKE = "spike"
    """A watch matches many times as much today as in the two weeks before."""
    REVIEW = "review"
    """What came in a week, and what did not."""
    REMINDER = "reminder"
    """A deadline is near: here and in the next two, its item's title is in place of the source's name."""
    RESCHEDULED = "rescheduled"
    """A deadline of which the chat wants to be reminded has another day."""
    WITHDRAWN = "withdrawn"
    """The deadline was withdrawn."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A watch that kept its meaning when rules came to be read otherwise."""

    number: int
    typed: str
    """The rule as its author typed it, which means something else now."""
    explicit: str
    """The rule as it is written now, with the meaning that it had."""


@dataclass(frozen=True, slots=True)
class SilentSource:
    """A source of which a digest or a review says that it is not read, or silent for unusually long."""

    name: str
    silence: timedelta
    """Zero if unknown."""


@dataclass(frozen=True, slots=True)
class TopStory:
    """A story about which many items were published on one day."""

    title: str
    link: str
    items: int


@dataclass(frozen=True, slots=True)
class Spike:
    """A watch that matches many times as much today as usual."""

    number: int
    typed: str
    today: int
    usual: float
    """Items a day in the two weeks before."""
    stories: tuple[TopStory, ...]
    """At most three, those with the most items first."""


class Advice(StrEnum):
    """The change of a watch that a review suggests."""

    DAILY = "daily"
    """Send its alerts as a daily digest."""
    WEEKLY = "weekly"
    """Send its alerts as a weekly digest."""
    WIDEN = "widen"
    """Leave out the part that keeps it from matching."""
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class ReviewedWatch:
    """A watch with many items or with none, and what to change."""

    number: int
    typed: str
    count: int
    """How many items it matched in the week."""
    last_at: datetime | None
    """When it last matched an item; None if it never did."""
    advice: Advice
    part: int = 0
    """For WIDEN: the place of the part to leave out, among so many ``parts``."""
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """What came to a chat in a week, and the evidence that nothing else did."""

    since: datetime
    at: datetime
    alerts: int
    seen: int
    """How many new items of its sources were checked."""
    watches: int
    sources: int
    read: int
    """How many of its sources are well."""
    silent: tuple[SilentSource, ...]
    """The others, at most three."""
    noisy: tuple[ReviewedWatch, ...]
    quiet: tuple[ReviewedWatch, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day of an item by which something must be done, or from which something changes."""

    item: ItemId
    kind: Dated
    day: date
    is_stated: bool = True
    """Whether the publisher states it in a separate field, rather than in the text."""
    was: date | None = None
    """In a notice that it has another day: the day before; None for all else."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A change of a source, reported to its subscribers or the operator; or something about a chat's own watches."""

    news: News
    source: str
    """Its name at that time; "" if the notice is about rules."""
    since: datetime
    problem: str | None = None
    """The name of the last error's type."""
    detail: str | None = None
    """The HTTP status, or the problem of the document."""
    url: str = ""
    rewritten: tuple[Rewritten, ...] = ()
    spike: Spike | None = None
    review: Review | None = None
    deadline: Deadline | None = None
    held: HeldList | None = None


class EditCause(StrEnum):
    """Why the message of an alert is edited."""

    CORRECTED = "corrected"
    """The publisher changed the title."""
    UPDATED = "updated"
    """The publisher changed the status or a day."""
    ALSO = "also"
    """More is known that is not worth a separate message, such as another source."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Which sent alert is edited, and why. Its message is replaced by the alert as it is shown now."""

    alert: AlertId
    """The alert that was sent; the buttons of its message act for it."""
    message: str | None
    """The ID of its message; None if it cannot be edited, since the chat has moved."""
    may_reply: bool
    """Whether to reply to the message if it cannot be edited: once, and never for ``EditCause.ALSO``."""
    change: EditCause | None
    """What to point out: the last change that is not ``EditCause.ALSO``; None if there is none."""
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Digest:
    """The heading of a digest: what it covers, and the evidence that nothing is missing."""

    every: Every | None
    """None for what was held during quiet hours."""
    at: datetime
    seen: int
    """How many new items of the subscriber's sources were checked since the last digest."""
    watches: int
    """How many watches were checked."""
    sources: int
    """How many sources the subscriber has."""
    read: int
    """How many of them are well."""
    silent: tuple[SilentSource, ...] = ()
    """The others, at most three."""


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """One item of a digest, and the items of other sources about the same event."""

    item: StoredItem
    also: tuple[StoredItem, ...]


@dataclass(frozen=True, slots=True)
class DigestSection:
    """The items of one watch on a page of a digest."""

    watch: Watch
    count: int
    """How many entries the whole digest has for the watch."""
    entries: tuple[DigestEntry, ...]


@dataclass(frozen=True, slots=True)
class DigestPage:
    """One page of a digest."""

    number: int
    """From 0."""
    pages: int
    first: int
    """The number of its first entry, from 1."""
    sections: tuple[DigestSection, ...]
    items: int
    """How many items the whole digest has; of several about one event, one is an entry."""


@dataclass(frozen=True, slots=True)
class OtherReport:
    """Another source's item about the same event as an alert, which is shown with it."""

    item: StoredItem
    reasons: tuple[Reason, ...]
    """Why it would have been an alert; the places are in its own text."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The chat's first message about an alert's story."""

    message: str
    official: bool
    """Whether the chat already got an official text about this story."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A pending message to a subscriber: one item with its reasons, a list of items, or a notice about a source.

    Values only; wording and layout are decided when it is sent.
    """

    id: AlertId
    subscriber: Subscriber
    item: StoredItem | None
    """None for a list and a notice."""
    reasons: tuple[Reason, ...]
    listed: tuple[StoredItem, ...]
    """Items of a list, at most 20: those of its rarest watch first, newest first within each watch."""
    listed_count: int
    """How many items the list represents."""
    attempts: int
    """How many times sending it was tried before."""
    created_at: datetime
    ambiguous: int = 0
    """How many of these tries may have been delivered."""
    notice: Notice | None = None
    flood: str = ""
    """For a list: the name of the source that published all these at once; "" if they were held."""
    watches: tuple[WatchCount, ...] = ()
    """For a list: the watches that its items matched, the rarest first."""
    change: ListChange | None = None
    """For a list of changed entries of one source; None for all else."""
    edit: Edit | None = None
    """None unless it replaces the message of an alert that was sent; item and reasons are those of that alert."""
    also: tuple[OtherReport, ...] = ()
    """Items of other sources about the same event, in order of their arrival."""
    thread: Thread | None = None
    """What it continues; None if it begins a story."""

    @property
    def all_reasons(self) -> tuple[Reason, ...]:
        """Return each watch once, with its places in the first item that it matched."""
        reasons = [*self.reasons, *(reason for each in self.also for reason in each.reasons)]
        return tuple({reason.watch.id: reason for reason in reversed(reasons)}.values())[::-1]

    @property
    def original(self) -> AlertId:
        """Return the alert that its buttons act for."""
        return self.id if self.edit is None else self.edit.alert

    digest: Digest | None = None
    """For a digest: its heading. ``listed_count`` is the number of its items, and ``page`` its first page."""
    page: DigestPage | None = None
    silent: bool = False
    """Whether it is sent without a sound."""
    abstract: str = ""
    """What a model wrote about the item in the chat's language; "" without a model, or before it has written."""
