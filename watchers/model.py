"""The data types that all packages share, all frozen.

Dates are aware and in UTC, durations are ``timedelta``; a field that allows None says what it means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import BinaryIO, Final, NewType

from watchers.text.tokens import Text
from watchers.times import Every

SourceId = NewType("SourceId", str)
"""Short and stable, chosen by a person: ``ustr.rss``."""
ItemId = NewType("ItemId", int)
EntityId = NewType("EntityId", str)
"""``co.tsmc``: stable, since watches name it."""
SubscriberId = NewType("SubscriberId", int)
WatchId = NewType("WatchId", int)
QueryId = NewType("QueryId", int)
"""One meaning of a rule, which several watches may share."""
AlertId = NewType("AlertId", int)
TimingId = NewType("TimingId", int)
Address = NewType("Address", str)
"""Where a subscriber is reached; opaque to watchers."""


class SourceKind(StrEnum):
    """The format in which a source publishes."""

    RSS = "rss"
    ATOM = "atom"
    JSON_FEED = "jsonfeed"
    FEDERAL_REGISTER = "federal_register"
    PUBLIC_INSPECTION = "public_inspection"
    JSON = "json"
    """A list in JSON, read by the source's mapping."""
    PAGE = "page"
    """A list in HTML, read by the source's mapping."""
    XML = "xml"
    """A list in XML of any vocabulary, read by the source's mapping."""
    CSV = "csv"
    """A table in CSV, read by the source's mapping."""
    LIST = "list"
    """A list whose changes matter, entry by entry: CSV, XML, JSON or HTML, read by the source's mapping."""

    @property
    def is_feed(self) -> bool:
        """Return whether other feed readers can read it too."""
        return self in (SourceKind.RSS, SourceKind.ATOM, SourceKind.JSON_FEED)

    @property
    def is_mapped(self) -> bool:
        """Return whether a mapping says where its items are."""
        return self in (SourceKind.JSON, SourceKind.PAGE, SourceKind.XML, SourceKind.CSV, SourceKind.LIST)


class Group(StrEnum):
    """A part of the catalog; all but the last three are official."""

    US = "us"
    EU = "eu"
    UK = "uk"
    TAIWAN = "taiwan"
    JAPAN = "japan"
    CHINA = "china"
    KOREA = "korea"
    INDIA = "india"
    CANADA = "canada"
    MEXICO = "mexico"
    INTERNATIONAL = "international"
    PRESS = "press"
    LAW = "law"
    LOGISTICS = "logistics"

    @property
    def official(self) -> bool:
        """Return whether its sources are official, not press, law or logistics."""
        return self not in (Group.PRESS, Group.LAW, Group.LOGISTICS)


class TextUse(StrEnum):
    """How much of a source's text its terms allow us to show."""

    SUMMARY = "summary"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class ItemMap:
    """Where to find the items of a list, and the parts of an item; "" for parts that it lacks.

    In JSON each is a path of names (``attributes.title``), in HTML and XML a CSS selector, in CSV a column; a value
    with ``{…}`` is a template around such places, and one with ``://`` an address. See ``watchers.feeds.mapped``.
    """

    items: str = ""
    title: str = ""
    link: str = ""
    date: str = ""
    id: str = ""
    summary: str = ""
    next: str = ""
    """The address of the next page."""
    agency: str = ""
    type: str = ""
    docket: str = ""
    hs: str = ""
    effective: str = ""
    comments: str = ""
    """When comments are due."""
    within: str = ""
    """The path in JSON at which the list is a text: HTML, or JSON again."""
    aliases: str = ""
    """The other names of an entry, for kind list; so are ``address`` and ``program``."""
    address: str = ""
    program: str = ""
    rate: str = ""
    """The duty of a heading, for a tariff schedule of kind list."""


NO_MAP: Final = ItemMap()
"""For the kinds with a standard format."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source to poll, as the configuration or the catalog describes it."""

    id: SourceId
    url: str
    name: str = ""
    """For people; the host of the URL if none was given."""
    kind: SourceKind = SourceKind.RSS
    language: str | None = None
    """BCP 47, for items that do not state their language; None: that of the feed or the script."""
    country: str | None = None
    """ISO 3166-1 alpha-2 of the jurisdiction; None: no particular one."""
    every: timedelta = timedelta(minutes=10)
    """The shortest interval between two polls."""
    text: TextUse = TextUse.SUMMARY
    tier: int = 2
    """1 is official or indispensable."""
    user_agent: str | None = None
    """The User-Agent header for this source; None: the usual one."""
    group: Group | None = None
    """None: not in any part of the catalog."""
    mapping: ItemMap = NO_MAP
    """For the kinds json and page."""
    trusted: bool = True
    """Whether the operator named it, so that it may be on the private networks that are allowed."""


@dataclass(frozen=True, slots=True)
class Validators:
    """The values that a conditional GET sends back, byte for byte as received (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Modified:
    """A response with a body."""

    url: str
    """Where the body came from, after redirects."""
    body: bytes
    """Decompressed."""
    content_type: str
    """The header as sent, "" if it is absent."""
    validators: Validators
    fresh_for: timedelta | None
    """From Cache-Control max-age or Expires; None if the server sends neither."""
    moved_to: str | None = None
    """Where permanent redirects lead from the source's own address; None without one."""
    lease: object = field(default=None, repr=False, compare=False)
    """Keeps the body's share of the memory budget reserved until the last reference to it is gone."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The response 304: the stored document is current."""

    validators: Validators
    """The old ones, updated by those that came with the 304."""
    fresh_for: timedelta | None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """A response whose body is in a file, as it is too large for memory."""

    url: str
    """Where the body came from, after redirects."""
    file: BinaryIO
    """Decompressed; without a name, readable by this user only, and gone when it is closed."""
    digest: bytes
    """SHA-256 of the body."""
    size_bytes: int
    content_type: str
    validators: Validators
    fresh_for: timedelta | None
    moved_to: str | None = None


Fetched = Modified | NotModified


class Status(StrEnum):
    """How far an official measure has come."""

    PROPOSED = "proposed"
    INVESTIGATION = "investigation"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    IN_FORCE = "in-force"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    BLOCKED = "blocked"
    """By a court."""
    GUIDANCE = "guidance"


class Dated(StrEnum):
    """The facts that are days; their values look like ``2026-07-03``."""

    EFFECTIVE = "effective"
    APPLICABLE = "applicable"
    COMMENTS = "comments"
    """The last day for comments."""
    HEARING = "hearing"
    EXPIRES = "expires"


DOCUMENT = "document"
"""As a fact's field: the publisher states it in a separate field, not in the item's text."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed value of an item: an HS code, a docket, a CFR part, a deadline, an agency."""

    name: str
    """As in a rule (``hs``, ``agency``), or one of ``Dated``."""
    value: str
    """Canonical: ``85423100``, ``industry-and-security-bureau``, ``2026-07-03``."""
    field: str
    """``title`` or ``body`` if it is read from the text, ``document`` if the publisher states it separately."""
    start: int
    """Offset in code points of the field's original text; both are 0 if it is not from the text."""
    end: int


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One item as its document gives it, in plain text, before identity and dates."""

    guid: str
    """"" if missing or empty."""
    link: str
    """Absolute http or https, "" if there is none."""
    title: Text
    body: Text
    """The longest of content and summary, at most 20,000 characters."""
    published: str
    updated: str
    """Both as written, "" if missing; never filled from one another."""
    language: str
    """The item's own, "" if it states none."""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """The content of a document of any kind."""

    title: str
    language: str
    """"" if the document states none."""
    ttl: timedelta | None
    """From the ttl element of RSS; None without one."""
    items: tuple[ParsedItem, ...]
    """In document order, at most 1,000."""
    complete: bool = True
    """False if the document was cut short and its last item was dropped."""
    salvaged: bool = False
    """True if the document is damaged so that its items were read one by one, each up to its break."""
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    """Hours and days in UTC at which an RSS feed asks not to be polled; Monday is 0."""
    next: str = ""
    """The absolute http or https address of its next page; "" if there is none."""


class Change(StrEnum):
    """What happened to an entry of a list."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a list, such as a sanctioned company, merged from all rows with its ID."""

    key: bytes
    """16 bytes of its ID, or of its name if the list gives no IDs."""
    digest: bytes
    """16 bytes that change when its rows do."""
    name: str
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    link: str = ""
    """"" if the list gives none."""
    rates: tuple[str, ...] = ()
    """The duties of a heading, in a tariff schedule."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a web page names."""

    url: str
    """Absolute http or https."""
    title: str
    """"" if the page gives none."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The feeds that a web page names."""

    canonical: str
    """The address that the page declares as its own, "" if it declares none."""
    declared: tuple[FeedLink, ...]
    """By ``link rel=alternate``."""
    linked: tuple[FeedLink, ...]
    """By ``a href``, if the address looks like a feed's."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One entry of an OPML file."""

    title: str
    url: str
    """As written, "" if it has none."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a source published."""

    link: str
    """To show and to open; "" if there is none."""
    title: Text
    body: Text
    published: datetime | None
    """None if the item states no plausible one."""
    language: str
    """BCP 47: the item's own, else the feed's, else the source's, else the script's."""
    country: str | None
    """The source's jurisdiction."""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a term of a rule matched."""

    term: str
    """As the rule's author typed it."""
    field: str
    """``title``, ``body``, or the name of a fact (``lang``)."""
    start: int
    """Offset in code points of the field's original text."""
    end: int
    text: str
    """The text at that place."""


@dataclass(frozen=True, slots=True)
class Match:
    """A query that an item matches, and the places where it does."""

    query: QueryId
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item as stored, with the details of its source that readers need."""

    id: ItemId
    item: Item
    source: SourceId
    source_name: str
    text_use: TextUse
    seen_at: datetime
    baseline: bool
    """Whether it came with its source's first poll, for which no alerts are sent."""
    official: bool = False
    """Whether its source is an office's own."""


class PauseReason(StrEnum):
    """Why a subscriber gets no alerts."""

    ASKED = "asked"
    UNREACHABLE = "unreachable"
    """Telegram reports that the bot was blocked, removed or lacks rights there."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One chat or topic that alerts go to."""

    id: SubscriberId
    address: Address
    language: str
    """One of en, zh-Hant, ja."""
    paused: PauseReason | None
    zone: str | None = None
    """The IANA name of the time zone that was chosen; None: by language (``watchers.times.zone_of``)."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A subscriber's rule."""

    id: WatchId
    number: int
    """W3 is number 3; never reused for the same subscriber."""
    typed: str
    """The rule as its author wrote it."""
    rule: str
    """Its canonical text."""
    muted: bool
    query: QueryId = QueryId(0)
    """What it means now, with the subscriber's aliases."""
    created_at: datetime | None = None
    typed_before: str | None = None
    """What its author wrote before an Undo-able change; None without one."""
    timing: TimingId | None = None
    """When its alerts are collected into a digest; None: they are sent at once."""
    label: str = ""
    """What its subscriber calls it; "" if it has no name besides its number."""
    muted_until: datetime | None = None
    """When its mute ends; None if it is not muted, or until somebody unmutes it."""

    @property
    def name(self) -> str:
        """Return the name that people see and type, such as ``W3``."""
        return f"W{self.number}"

    @property
    def title(self) -> str:
        """Return what its subscriber calls it, or the rule as typed."""
        return self.label or self.typed


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item became an alert: the watch, and the places where it matched."""

    watch: Watch
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class WatchedEntry:
    """An entry of a list that a subscriber watches, with the reasons."""

    stored: StoredItem
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a new version of a list changed, as one subscriber is told."""

    added: int
    removed: int
    changed: int
    watched: tuple[WatchedEntry, ...]
    """At most 20; the alert's ``listed_count`` is their number."""
    others: tuple[tuple[Change, str], ...]
    """Some of the entries that the subscriber does not watch, by name."""


@dataclass(frozen=True, slots=True)
class WatchCount:
    """How many items of a list matched a watch."""

    watch: Watch
    count: int


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
    """Such a deadline no longer exists."""


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
    """A story of which many items told on a day."""

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


class EditCause(StrEnum):
    """Why the message of an alert is edited."""

    CORRECTED = "corrected"
    """The publisher changed the title."""
    UPDATED = "updated"
    """The publisher changed the status or a day."""
    ALSO = "also"
    """More is known that is worth no message of its own, such as another source."""


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
    """How many sources the subscriber takes."""
    read: int
    """How many of them are well."""
    silent: tuple[SilentSource, ...] = ()
    """The others, at most three."""


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """One item of a digest, and the items of other sources that tell the same."""

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
    """The number of its first item, from 1."""
    sections: tuple[DigestSection, ...]


@dataclass(frozen=True, slots=True)
class OtherTelling:
    """Another source's item that tells the same as an alert, and is shown with it."""

    item: StoredItem
    reasons: tuple[Reason, ...]
    """Why it would have been an alert; the places are in its own text."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The message in the chat that told an alert's story first."""

    message: str
    official: bool
    """Whether the chat was told an office's own text of this story before."""


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
    also: tuple[OtherTelling, ...] = ()
    """Other sources that tell the same, in order of their arrival."""
    thread: Thread | None = None
    """What it continues; None if it begins a story."""

    @property
    def all_reasons(self) -> tuple[Reason, ...]:
        """Return each watch once, with its places in the first item that it matched."""
        reasons = [*self.reasons, *(reason for told in self.also for reason in told.reasons)]
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
