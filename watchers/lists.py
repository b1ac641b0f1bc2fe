"""Compare a new version of a list with the one before: what was added, removed and changed, entry by entry.

     source ─▶ download ─▶ compare ──────▶ changes ─▶ (pipeline) read, match, one message for each chat
               to a file   in a child,
                           by two hashes
                           for each entry

A list that was replaced as a whole is held: none of its entries is stored until an operator approves it.
Entries whose IDs alone changed are recognized by their names.
A document of changes (``mapping.change``) states what happened to each entry, and entries that it lacks stay.
If a page names the document (``mapping.follow``), only a new name makes a new version. Of several new documents of
changes, each poll reads the oldest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import islice

from watchers import facts as text_facts
from watchers.cadence import SourceState
from watchers.errors import ParseError, ParseProblem
from watchers.feeds.comparing import Compared, Comparing, Comparison, comparing
from watchers.feeds.process import Parse
from watchers.http import Downloads
from watchers.items.identity import name_key, script_language
from watchers.model import (
    DOCUMENT,
    Change,
    Download,
    Fact,
    Item,
    ItemMap,
    ListEntry,
    Modified,
    NotModified,
    Source,
    SourceId,
    SourceKind,
    Validators,
)
from watchers.store import Database, Transaction, lists
from watchers.store.lists import Version, VersionState
from watchers.text.tokens import read
from watchers.urls import host_of

MAX_CHANGES = 2_000
"""Changed entries of one version that are stored as items; a version with more is held."""
MIN_TO_COLLAPSE = 4
"""A list with fewer entries may lose most of them without being held."""
MAX_SUDDEN = 100
"""Entries that may be added or changed at once, whatever the size of the list."""
MAX_BODY_LENGTH = 20_000
MAX_PAGE_BYTES = 5_000_000
"""Of a page that names a list."""
SAMPLED = 100
"""Removed entries of a held version whose names an operator can look up."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that was added, removed or changed."""

    change: Change
    entry: ListEntry
    """As it is now; of a removed one, as it was."""
    before: ListEntry | None = None
    """For a changed entry."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Return which parts of a changed entry differ: name, aliases, addresses, programs."""
        if self.before is None:
            return ()
        names = ("name", "rates", "aliases", "addresses", "programs")
        return tuple(name for name in names if _part(self.entry, name) != _part(self.before, name))


@dataclass(frozen=True, slots=True)
class ListNews:
    """A version that may be stored."""

    version: Version
    changes: tuple[EntryChange, ...]
    """At most MAX_CHANGES."""
    entries: tuple[ListEntry, ...]
    """To store, besides those that are stored already."""
    removed: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Lists:
    """Downloads and compares lists; the database holds one version of each."""

    database: Database
    download: Downloads
    parse: Parse
    """Reads the page that names a list."""
    now: Callable[[], datetime]
    comparing: Comparing = comparing

    async def fetch(self, source: Source, validators: Validators, before: bytes | None) -> Download | NotModified:
        """Fetch a list into a file beside the database, or the page that names it and then the list.

        Args:
            source: The list.
            validators: Those of its address.
            before: What identified the version before; if the page still names that one, the page is returned. None
                for the newest document.

        Raises:
            FetchError: The list cannot be fetched.
            ParseError: The page does not name one.
        """
        folder = self.database.path.parent
        page = await self.download(source, validators, folder)
        if not source.mapping.follow or isinstance(page, NotModified):
            return page
        with ExitStack() as files:
            files.enter_context(page.file)
            newest, *_ = all_named = await all_named_by(source, _in_memory(page), self.parse)
            named = _next(all_named, before) if source.mapping.change else newest
            page = replace(page, named=_name(named))
            if named is not newest:
                # The page is fetched again even if it does not change, for the document after this one.
                page = replace(page, validators=Validators())
            if page.version == before:
                files.pop_all()
                return page
            document = await self.download(named, Validators(), folder)
        assert isinstance(document, Download)
        document = replace(document, named=page.named, moved_to=page.moved_to)
        return replace(document, validators=page.validators, fresh_for=page.fresh_for)

    async def compare(self, source: Source, before: SourceState, fetched: Download) -> ListNews:
        """Return what differs from the version before. The entries of a first version are stored at once.

        Raises:
            ParseError: The list cannot be read; or it was replaced as a whole, and an operator must approve it.
        """
        held = await self.database.read(lists.waiting, source.id)
        approved = held is not None and held.state is VersionState.APPROVED
        if held is not None and not approved and held.sha256 == fetched.digest:
            raise ParseError(ParseProblem.REPUBLISHED)
        if before.baseline_at is None:
            await self.database.write(lists.clear, source.id)
        async with self.comparing(source, fetched, self._known(source.id)) as compared:
            found = compared.comparison
            if source.mapping.change:  # what such a document lacks stays, so that it repeats nothing when it comes back
                found = replace(found, removed=frozenset())
            if before.baseline_at is None:
                async for batch in compared.batches():
                    await self.database.write(lists.put, source.id, _with_names(batch))
                return ListNews(self._version(source, fetched, found, VersionState.BASELINE), (), (), frozenset())
            if not approved and await self._is_republished(source, found):
                await self._hold(source, fetched, replace(compared, comparison=found))
                raise ParseError(ParseProblem.REPUBLISHED)
            reported: list[ListEntry] = []
            async for batch in compared.batches():
                adopted = approved and not source.mapping.change
                reported += await self.database.write(_adopt, source.id, batch, found) if adopted else batch
        return await self._news(source, fetched, found, reported)

    async def _known(self, source: SourceId) -> AsyncIterator[bytes]:
        after = 0
        while after >= 0:
            records, after = await self.database.read(lists.known, source, after)
            yield records

    async def _is_republished(self, source: Source, found: Comparison) -> bool:
        if source.mapping.change:
            return len(found.added) + len(found.changed) > MAX_CHANGES
        return is_republished(found, await self.database.read(lists.count, source.id))

    async def _hold(self, source: Source, fetched: Download, compared: Compared) -> None:
        """Store that a version is held, with the names of some entries that an operator can look up."""
        found = compared.comparison
        names: list[tuple[Change, str]] = []
        async for batch in compared.batches():
            kinds = ((Change.ADDED if entry.key in found.added else Change.CHANGED, entry) for entry in batch)
            names += [(kind, entry.name) for kind, entry in kinds]
            break
        gone = await self.database.read(lists.by_keys, source.id, islice(sorted(found.removed), SAMPLED))
        names += [(Change.REMOVED, entry.name) for entry in gone.values()]
        version = self._version(source, fetched, found, VersionState.HELD)
        await self.database.write(lists.add_version, version, names)

    async def _news(
        self, source: Source, fetched: Download, found: Comparison, reported: Sequence[ListEntry]
    ) -> ListNews:
        keys = {*found.removed, *(entry.key for entry in reported)}
        stored = await self.database.read(lists.by_keys, source.id, keys)
        changes = changes_of(reported, stored, found) if not source.mapping.change else stated_changes(reported)
        tally = {kind: sum(each.change is kind for each in changes) for kind in Change}
        version = replace(
            self._version(source, fetched, found, VersionState.STORED),
            added=tally[Change.ADDED],
            removed=tally[Change.REMOVED],
            changed=tally[Change.CHANGED],
        )
        return ListNews(version, tuple(changes[:MAX_CHANGES]), tuple(reported), found.removed)

    def _version(self, source: Source, fetched: Download, found: Comparison, state: VersionState) -> Version:
        return Version(
            source=source.id,
            state=state,
            seen_at=self.now(),
            sha256=fetched.digest,
            size_bytes=fetched.size_bytes,
            entries=found.entries,
            added=len(found.added),
            removed=len(found.removed),
            changed=len(found.changed),
        )


async def named_by(source: Source, page: Modified, parse: Parse) -> Source:
    """Return a list at the address that its page names first. Raises ParseError if the page names none."""
    return (await all_named_by(source, page, parse))[0]


async def all_named_by(source: Source, page: Modified, parse: Parse) -> list[Source]:
    """Return a list at each address that its page names. Raises ParseError if the page names none.

    An address on another host, or on one to which the source redirects, is not trusted, so that no page leads to a
    private network.
    """
    mapping = ItemMap(source.mapping.follow, title="@href", link="@href", within=source.mapping.within)
    parsed = await parse(replace(source, kind=SourceKind.PAGE, mapping=mapping), page)
    urls = dict.fromkeys(item.link for item in parsed.items if item.link)
    if not urls:
        raise ParseError(ParseProblem.NO_ITEMS, f"no web address is at mapping.follow: {source.mapping.follow}")
    at_home = source.trusted and host_of(page.url) == host_of(source.url)
    return [replace(source, url=url, trusted=at_home and host_of(url) == host_of(page.url)) for url in urls]


def _next(named: Sequence[Source], before: bytes | None) -> Source:
    """Return the document above the one that was read last, so that none is skipped; the first if that one is gone."""
    names = [_name(each) for each in named]
    return named[max(names.index(before) - 1, 0)] if before in names else named[0]


def _name(document: Source) -> bytes:
    return sha256(document.url.encode()).digest()


def _in_memory(page: Download) -> Modified:
    page.file.seek(0)
    return Modified(page.url, page.file.read(MAX_PAGE_BYTES), page.content_type, page.validators, page.fresh_for)


def is_republished(found: Comparison, before: int) -> bool:
    """Return whether a list was replaced as a whole: it collapsed, or most of it is new or changed. Pure.

    Args:
        found: What differs.
        before: How many entries the version before had.
    """
    if before >= MIN_TO_COLLAPSE and len(found.removed) > before / 2:
        return True
    if max(len(found.added), len(found.changed)) > max(MAX_SUDDEN, before / 2):
        return True
    return len(found.added) + len(found.changed) + len(found.removed) > MAX_CHANGES


def changes_of(reported: Iterable[ListEntry], stored: dict[bytes, ListEntry], found: Comparison) -> list[EntryChange]:
    """Return the changes that people see: the added entries, then the removed and the changed ones. Pure.

    An entry that only got another ID, and one whose rows say the same in another way, are not among them.
    """
    gone: defaultdict[bytes, list[ListEntry]] = defaultdict(list)
    for key in sorted(found.removed & stored.keys()):
        gone[name_key(stored[key].name)].append(stored[key])
    changes: list[EntryChange] = []
    for entry in reported:
        before = stored.get(entry.key)
        if before is None and (namesakes := gone.get(name_key(entry.name))):
            before = namesakes.pop()
        each = EntryChange(Change.CHANGED if before else Change.ADDED, entry, before)
        if before is None or each.parts:
            changes.append(each)
    changes += [EntryChange(Change.REMOVED, entry) for entries in gone.values() for entry in entries]
    return sorted(changes, key=lambda each: list(Change).index(each.change))


def stated_changes(reported: Iterable[ListEntry]) -> list[EntryChange]:
    """Return the changes that a document states, in the same order. Pure."""
    changes = [EntryChange(entry.change or Change.CHANGED, entry) for entry in reported]
    return sorted(changes, key=lambda each: list(Change).index(each.change))


def store(tx: Transaction, source: Source, news: ListNews) -> int:
    """Store a version; return its number."""
    lists.remove(tx, source.id, news.removed)
    lists.put(tx, source.id, _with_names(news.entries))
    return lists.add_version(tx, news.version, [(each.change, each.entry.name) for each in news.changes])


def item_of(each: EntryChange, source: Source) -> Item:
    """Return a changed entry as an item: its name, then what differs, its aliases, addresses and programs."""
    entry = each.entry
    lines = (*_differences(each), *entry.aliases, *entry.addresses, *entry.programs, *entry.rates)
    title, body = read(entry.name), read("\n\n".join(dict.fromkeys(lines))[:MAX_BODY_LENGTH])
    given = [("change", each.change.value), *(("changed", part) for part in each.parts), *_rate(each)]
    facts = [*entry.facts, *(Fact(name, value, DOCUMENT, 0, 0) for name, value in given)]
    if source.mapping.rate:
        # The headings, those of chapter 99 that apply to it, and the day from which it applies.
        facts += text_facts.in_text(title.original, body.original)
    return Item(
        link=entry.link or source.url,
        title=title,
        body=body,
        published=None,
        language=source.language or script_language(title),
        country=source.country,
        facts=tuple(facts),
    )


def _rate(each: EntryChange) -> Iterator[tuple[str, str]]:
    """Yield the duty of a heading as a fact: that of a new one, or the old and the new one."""
    now = "; ".join(each.entry.rates)
    if each.before is None and now:
        yield "rate", now
    if each.before is not None and "rates" in each.parts:
        yield "rate", rate_change("; ".join(each.before.rates), now)


def rate_change(before: str, now: str) -> str:
    """Return a changed duty without the words that both begin with: ``25% → 50%``. Pure."""
    old, new = before.split(), now.split()
    pairs = zip(old, new, strict=False)
    same = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))
    return f"{' '.join(old[same:]) or '–'} → {' '.join(new[same:]) or '–'}"


def _differences(each: EntryChange) -> list[str]:
    """Return the values that a changed entry gained and lost, with a plus or a minus."""
    if each.before is None:
        return []
    lines: list[str] = []
    for name in each.parts:
        if name == "rates":
            lines.append(rate_change("; ".join(each.before.rates), "; ".join(each.entry.rates)))
            continue
        now, before = _part(each.entry, name), _part(each.before, name)
        lines += [f"+ {value}" for value in now if value not in before]
        lines += [f"− {value}" for value in before if value not in now]
    return lines


def _part(entry: ListEntry, name: str) -> tuple[str, ...]:
    return (entry.name,) if name == "name" else tuple(sorted(getattr(entry, name)))


def _with_names(entries: Iterable[ListEntry]) -> list[tuple[ListEntry, bytes]]:
    return [(entry, name_key(entry.name)) for entry in entries]


def _adopt(tx: Transaction, source: SourceId, batch: Sequence[ListEntry], found: Comparison) -> list[ListEntry]:
    """Store the entries of an approved list that only got another ID; return the others."""
    others: list[ListEntry] = []
    for entry in batch:
        before = lists.namesake(tx, source, name_key(entry.name), found.removed)
        if before is None:
            others.append(entry)
        else:
            lists.remove(tx, source, [before.key])
            lists.put(tx, source, _with_names([entry]))
    return others
