"""What a source publishes, as parsed, as read, and as stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from watchers.model.ids import ItemId, QueryId, SourceId
from watchers.model.sources import TextUse
from watchers.text.tokens import Text


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
    facts: tuple[Fact, ...] = ()
    """What separate fields say: codes, dockets, agencies."""
    change: Change | None = None
    """What happened to it, if the document says that; None if a comparison shows it."""


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
