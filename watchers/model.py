"""The nouns of the house and the results of its verbs, all frozen.

Dates are aware UTC, durations are ``timedelta``; where None is allowed, the field says what it means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from watchers.text.tokens import Text

SourceId = NewType("SourceId", str)
"""Short and stable, chosen by a person: ``ustr.rss``."""
ItemId = NewType("ItemId", int)
EntityId = NewType("EntityId", str)
"""``co.tsmc``: stable, since watches name it."""
SubscriberId = NewType("SubscriberId", int)
WatchId = NewType("WatchId", int)
QueryId = NewType("QueryId", int)
"""One meaning, however many watches share it."""
AlertId = NewType("AlertId", int)
AdditionId = NewType("AdditionId", int)
OfferId = NewType("OfferId", int)
SearchId = NewType("SearchId", int)
"""A rule that a subscriber searched for."""
Address = NewType("Address", str)
"""Where a subscriber is reached; opaque to watchers."""


class SourceKind(StrEnum):
    """In what form a source publishes."""

    RSS = "rss"
    ATOM = "atom"
    JSON_FEED = "jsonfeed"
    FEDERAL_REGISTER = "federal_register"
    PUBLIC_INSPECTION = "public_inspection"
    JSON = "json"
    """A list in JSON, read by the source's mapping."""
    PAGE = "page"
    """A list in HTML, read by the source's mapping."""

    @property
    def is_feed(self) -> bool:
        """Whether other feed readers can read it as well."""
        return self in (SourceKind.RSS, SourceKind.ATOM, SourceKind.JSON_FEED)


class Group(StrEnum):
    """Which part of the catalog a source is in; the first seven are official."""

    US = "us"
    EU = "eu"
    UK = "uk"
    TAIWAN = "taiwan"
    JAPAN = "japan"
    CHINA = "china"
    INTERNATIONAL = "international"
    PRESS = "press"
    LAW = "law"
    LOGISTICS = "logistics"

    @property
    def official(self) -> bool:
        return self not in (Group.PRESS, Group.LAW, Group.LOGISTICS)


class TextUse(StrEnum):
    """How much of its text a source's terms let us show."""

    SUMMARY = "summary"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class ItemMap:
    """Where a list in JSON or HTML has its items, and an item its parts; "" where it has no such part.

    In JSON each is a path of names (``attributes.title``), in HTML a CSS selector; what holds ``{…}`` is a
    template around such paths, and what holds ``://`` an address. See ``watchers.feeds.mapped``.
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


NO_MAP: Final = ItemMap()
"""For the kinds whose documents say themselves what is what."""


@dataclass(frozen=True, slots=True)
class Source:
    """A thing that is polled, as config or catalog describe it."""

    id: SourceId
    url: str
    name: str = ""
    """For people; the host of the URL where none was given."""
    kind: SourceKind = SourceKind.RSS
    language: str | None = None
    """BCP 47, the language of items that do not tell their own; None: told by the feed or the script."""
    country: str | None = None
    """ISO 3166-1 alpha-2 of the jurisdiction; None: none in particular."""
    every: timedelta = timedelta(minutes=10)
    """How often it is polled at most."""
    text: TextUse = TextUse.SUMMARY
    tier: int = 2
    """1 is official or indispensable."""
    user_agent: str | None = None
    """Who we say we are there; None: who we say we are everywhere."""
    group: Group | None = None
    """None: in no part of the catalog."""
    mapping: ItemMap = NO_MAP
    """For the kinds json and page."""
    trusted: bool = True
    """Named by whoever runs the service, so that it may be on the private networks that are allowed."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional GET sends back, byte-exact as the server gave it (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Modified:
    """An answer with a body."""

    url: str
    """Where the body came from, after redirects."""
    body: bytes
    """Inflated."""
    content_type: str
    """The header as sent, "" without one."""
    validators: Validators
    fresh_for: timedelta | None
    """Cache-Control max-age or Expires, None where the server says nothing."""
    moved_to: str | None = None
    """Where permanent redirects lead from the source's own address; None without one."""
    lease: object = field(default=None, repr=False, compare=False)
    """Keeps the body's share of the memory budget taken until the last reference to it is gone."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: what we have is current."""

    validators: Validators
    """The old ones, with what the 304 brought anew."""
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
    GUIDANCE = "guidance"


class Dated(StrEnum):
    """The facts that are days; their value is ``2026-07-03``."""

    EFFECTIVE = "effective"
    APPLICABLE = "applicable"
    COMMENTS = "comments"
    """The last day for comments."""
    HEARING = "hearing"
    EXPIRES = "expires"


DOCUMENT = "document"
"""As a fact's field: the publisher says so in a field of its own, not in the item's text."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed value of an item: an HS code, a docket, a CFR part, a deadline, an agency."""

    name: str
    """As in a rule (``hs``, ``agency``), or one of ``Dated``."""
    value: str
    """Canonical: ``85423100``, ``industry-and-security-bureau``, ``2026-07-03``."""
    field: str
    """``title`` or ``body`` where it is read from the text, ``document`` where the publisher gives it apart."""
    start: int
    """Code points into the field's original text; 0 to 0 where it is not from the text."""
    end: int


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One item as its document gives it, in plain text, before identity and dates."""

    guid: str
    """"" where missing or empty."""
    link: str
    """Absolute http or https, "" where there is none."""
    title: Text
    body: Text
    """The longest of content and summary, at most 20,000 characters."""
    published: str
    """As written, "" where missing."""
    updated: str
    """As written, "" where missing; never filled from published."""
    language: str
    """The item's own, "" where it tells none."""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a document says, whatever its kind."""

    title: str
    language: str
    """"" where the document tells none."""
    ttl: timedelta | None
    """RSS ttl; None without one."""
    items: tuple[ParsedItem, ...]
    """In document order, at most 1,000."""
    complete: bool = True
    """False where the document was cut short and its last item was dropped."""
    skip_hours: tuple[int, ...] = ()
    """Hours of UTC at which RSS asks not to be polled."""
    skip_days: tuple[int, ...] = ()
    """The same for days; Monday is 0."""
    next: str = ""
    """Where the document goes on, an absolute http or https address; "" where it does not."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a web page names."""

    url: str
    """Absolute http or https."""
    title: str
    """"" where the page gives none."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page says of feeds."""

    canonical: str
    """Its own address as it tells it, "" where it does not."""
    declared: tuple[FeedLink, ...]
    """By ``link rel=alternate``."""
    linked: tuple[FeedLink, ...]
    """By ``a href``, where the address looks like a feed's."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One entry of an OPML file."""

    title: str
    url: str
    """As written, "" where it has none."""


@dataclass(frozen=True, slots=True)
class ItemKeys:
    """By what an item is known again. Each is 128 bits of SHA-256, None where the item lacks the thing."""

    guid: bytes | None
    link: bytes | None
    title: bytes
    """Folded title and host."""
    dated: bytes | None
    """Folded title and the date as written."""
    shared: bool = False
    """Its guid or link stands for several items of its document, so that its title tells it apart."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a source published."""

    link: str
    """To show and to open; "" where there is none."""
    title: Text
    body: Text
    published: datetime | None
    """None where the item tells none that can be believed."""
    language: str
    """BCP 47: the item's own, else the feed's, else the source's, else the script's."""
    country: str | None
    """The source's jurisdiction."""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """An item as it stands in one document, with what it is known again by."""

    keys: ItemKeys
    item: Item


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that made a term of a rule true."""

    term: str
    """As the rule's author typed it."""
    field: str
    """``title``, ``body``, or the name of a fact (``lang``)."""
    start: int
    """Code points into the field's original text."""
    end: int
    text: str
    """What stands there."""


@dataclass(frozen=True, slots=True)
class Match:
    """A query that an item meets, and the places that show it."""

    query: QueryId
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item as it is kept, with what a reader wants to know of its source."""

    id: ItemId
    item: Item
    source: SourceId
    source_name: str
    text_use: TextUse
    seen_at: datetime
    baseline: bool
    """Came with its source's first poll, so that nobody was told."""


class PauseReason(StrEnum):
    ASKED = "asked"
    UNREACHABLE = "unreachable"
    """Telegram says that the bot was blocked, removed or has no rights there."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One chat or topic that alerts go to."""

    id: SubscriberId
    address: Address
    language: str
    """One of en, zh-Hant, ja."""
    paused: PauseReason | None


class AdditionState(StrEnum):
    ASKED = "asked"
    """An operator has to decide."""
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Addition:
    """A source that is not the configuration's: a subscriber added it, or whoever runs the service."""

    id: AdditionId
    source: Source
    state: AdditionState
    everyone: bool
    """Whether all subscribers take it; else only those who added it."""
    wanted: Group | None
    """For which group a subscriber suggests it; None: for none."""
    asked_by: SubscriberId | None
    """None: whoever runs the service, or a subscriber that is gone."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A subscriber's rule."""

    id: WatchId
    number: int
    """W3 is number 3; never given twice to one subscriber."""
    typed: str
    """The rule as its author wrote it."""
    rule: str
    """Its canonical text."""
    muted: bool

    @property
    def name(self) -> str:
        return f"W{self.number}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item is an alert: the watch, and the places that met it."""

    watch: Watch
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class WatchCount:
    """How many items of a list met a watch."""

    watch: Watch
    count: int


class News(StrEnum):
    """What can be told of a source."""

    DEAD = "dead"
    """It cannot be fetched or read, for some time."""
    GONE = "gone"
    LATE = "late"
    MOVED = "moved"
    BACK = "back"
    """It is well again, after one of these was told."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told of a source to those who take it or run the service."""

    news: News
    source: str
    """Its name, as it then was."""
    since: datetime
    problem: str | None = None
    """The name of the last error's type."""
    detail: str | None = None
    """The HTTP status, or the problem of the document."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What is owed to a subscriber: one item with its reasons, a list of items, or a notice of a source.

    Values only; wording and layout are decided when it is sent.
    """

    id: AlertId
    subscriber: Subscriber
    item: StoredItem | None
    """None for a list and a notice."""
    reasons: tuple[Reason, ...]
    listed: tuple[StoredItem, ...]
    """Items of a list, at most 20: those of its rarest watch first, and of each watch the newest first."""
    listed_count: int
    """How many the list stands for."""
    attempts: int
    """How often it was tried before."""
    created_at: datetime
    notice: Notice | None = None
    flood: str = ""
    """For a list: the name of the source that published all these at once; "" where they were held."""
    watches: tuple[WatchCount, ...] = ()
    """For a list: the watches that its items met, the rarest first."""
