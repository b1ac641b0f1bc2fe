"""Sources, what fetching them returns, and the feeds that a page or file names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import BinaryIO, Final

from watchers.model.ids import SourceId


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
    change: str = ""
    """What happened to an entry, for a document of kind list that has changes in place of the whole list."""
    follow: str = ""
    """Where a page names the address of a list, if the address changes with each version."""

    @property
    def of_document(self) -> ItemMap:
        """Return the mapping of the document that has the entries: if a page names it, ``within`` is the page's."""
        return replace(self, within="") if self.follow else self


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
    pages: bool = False
    """Whether the pages of items without a text are fetched for it."""
    trusted: bool = True
    """Whether the operator named it, so that it may be on the private networks that are allowed."""

    @property
    def shown_name(self) -> str:
        """Return the name for people; the ID if there is none."""
        return self.name or self.id


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
    named: bytes = b""
    """SHA-256 of the address of the document that a page names; b"" if the source's own address has the list."""

    @property
    def version(self) -> bytes:
        """Return what differs if the list may have changed, without reading it."""
        return self.named or self.digest


Fetched = Modified | NotModified


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
