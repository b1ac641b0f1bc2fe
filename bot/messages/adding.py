"""Messages about sources that chats add: the feeds found, the outcome, and what operators decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.callbacks import (
    AddSource,
    ApproveAll,
    ApproveSource,
    ChooseGroup,
    DeclineGroup,
    PlaceSource,
    RefuseAll,
    RefuseSource,
    RemoveSource,
    SourcesPage,
)
from bot.chat import MAX_DOCUMENT_BYTES, Button, Document, Reply, Row
from bot.messages.layout import blocks, linked
from bot.messages.words import Html, Words, escape
from watchers.errors import AddressRefused, BadStatus, FetchError, ParseError, TooLarge, TooSlow, Unreachable
from watchers.model import Group, Item, Source, SourceKind, SubscriberId
from watchers.services.discovery import Discovered
from watchers.services.sources import (
    AlreadyTaken,
    Dropped,
    Expired,
    Imported,
    LeftOut,
    Looked,
    Offered,
    Refused,
    SourceAdded,
    Taken,
    TooMany,
)
from watchers.store.additions import Addition, AdditionState
from watchers.urls import host_of

ADDED_A_PAGE = 8
GROUPS_A_ROW = 2
FILE = "tradewatch.opml"
MAX_NAMED = 10
"""Sources or entries that a report names; the rest are counted."""
KINDS = {SourceKind.RSS: "RSS", SourceKind.ATOM: "Atom", SourceKind.JSON_FEED: "JSON Feed"}
"""The kinds of feeds that discovery finds, by the name that a reader sees."""


# ---- what was found --------------------------------------------------------------------------------


def looked(found: Looked, words: Words) -> Reply:
    """Return the feeds found, each with its newest items and a button; if there are none, the reason and a hint."""
    discovered = found.discovered
    if not found.offers:
        hint = [words.say("look-hint")] if _another_page_may_do(discovered.problem) else []
        return Reply(blocks([_nothing(discovered, words), *hint], "\n\n"))
    title = words.say("look-found", address=_short(discovered.address), count=len(found.offers))
    told = [_feed(at, offered, words) for at, offered in enumerate(found.offers, 1)]
    buttons = [
        Button(words.say("button-add", number=at), AddSource(offered.id))
        for at, offered in enumerate(found.offers, 1)
        if not offered.taken
    ]
    return Reply(blocks([title, *told], "\n\n"), (tuple(buttons),))


def _another_page_may_do(problem: FetchError | ParseError | None) -> bool:
    """Return False if the address is wrong, or its server is down or busy."""
    match problem:
        case AddressRefused() | Unreachable() | TooSlow():
            return False
        case BadStatus(status=status):
            return status < 500 and status != 429
    return True


def _nothing(discovered: Discovered, words: Words) -> Html:
    """Return why there is nothing to add."""
    address = _short(discovered.address)
    match discovered.problem:
        case None:
            return words.say("look-nothing", address=address)
        case AddressRefused():
            return words.say("look-refused", address=address)
        case Unreachable():
            return words.say("look-unreachable", address=address)
        case BadStatus(status=status):
            key = "look-often" if status == 429 else "look-server" if status >= 500 else "look-status"
            return words.say(key, address=address, status=str(status))
        case TooSlow():
            return words.say("look-slow", address=address)
        case TooLarge():
            return words.say("look-large", address=address)
        case _:
            return words.say("look-broken", address=address)


def _feed(number: int, offered: Offered, words: Words) -> Html:
    candidate = offered.candidate
    language = words.language_name(candidate.language) if candidate.language else words.say("look-no-language")
    parts = [
        words.say("look-feed", number=number, name=_short(candidate.title), address=_short(candidate.url, 100)),
        words.say("look-facts", kind=KINDS[candidate.kind], language=language, count=candidate.items),
        *(_newest(item, words) for item in candidate.newest),
    ]
    return blocks([*parts, words.say("look-taken")] if offered.taken else parts)


def _newest(item: Item, words: Words) -> Html:
    title = escape(_short(item.title.original, 120)) or words.say("alert-untitled")
    if item.published is None:
        return words.say("look-item", title=linked(item.link, title))
    return words.say("look-item-dated", title=linked(item.link, title), date=words.date(item.published))


# ---- what became of it -----------------------------------------------------------------------------


def taken(what: Taken, words: Words, groups: bool) -> Reply:
    """Return whether the source was added, or why not.

    ``groups`` says whether somebody can share the source with everyone by adding it to a group.
    """
    match what:
        case SourceAdded(addition):
            return _added(addition, words, groups)
        case AlreadyTaken(source, waits):
            return Reply(words.say("source-waits" if waits else "source-already", name=_short(source.name)))
        case TooMany(0):
            return Reply(words.say("source-none-may"))
        case TooMany(limit, overall):
            return Reply(words.say("source-limit-overall" if overall else "source-limit", limit=limit))
        case Refused(source):
            return Reply(words.say("source-refused", name=_short(source.name)))
        case Expired():
            return Reply(words.say("old-button"))
        case _:
            assert_never(what)


def _added(addition: Addition, words: Words, groups: bool) -> Reply:
    name = _short(addition.source.name)
    remove = Button(words.say("button-remove"), RemoveSource(addition.id))
    if addition.state is AdditionState.ASKED:
        return Reply(words.say("source-asked", name=name), ((remove,),))
    shareable = groups and not addition.source.trusted  # a private network's sources stay with chats that may use it
    others = (Button(words.say("button-others"), ChooseGroup(addition.id)),) if shareable else ()
    return Reply(words.say("source-added", name=name), ((remove, *others),))


def dropped(what: Dropped, words: Words) -> Reply:
    """Confirm that a source was removed; a button puts it back."""
    button = Button(words.say("put-back"), AddSource(what.offer))
    return Reply(words.say("source-dropped", name=_short(what.source.name)), ((button,),), edits=True)


def added_list(added: Sequence[Addition], words: Words, page: int = 0, edits: bool = False) -> Reply:
    """Return the sources that the chat added, eight a page, each with a button that removes it."""
    if not added:
        return Reply(blocks([words.say("added-none"), words.say("addsource-how")], "\n\n"), edits=edits)
    pages = (len(added) - 1) // ADDED_A_PAGE + 1
    page = min(page, pages - 1)
    shown = list(enumerate(added, 1))[page * ADDED_A_PAGE : (page + 1) * ADDED_A_PAGE]
    parts = [words.say("added-title", count=len(added)), *(_line(at, addition, words) for at, addition in shown)]
    remove = [Button(words.say("button-remove-number", number=at), RemoveSource(addition.id)) for at, addition in shown]
    turns = [Button(words.say("previous-page"), SourcesPage(page - 1))] if page else []
    turns += [Button(words.say("next-page"), SourcesPage(page + 1))] if page + 1 < pages else []
    rows: tuple[Row, ...] = (tuple(remove[:4]), tuple(remove[4:]), tuple(turns))
    return Reply(blocks([*parts, Html(""), words.say("addsource-how")]), rows, edits)


def _line(number: int, addition: Addition, words: Words) -> Html:
    source = addition.source
    host = linked(source.url, escape(_host(source)))
    name = _short(source.name)
    if addition.state is AdditionState.ASKED:
        return words.say("added-waiting", number=number, name=name, host=host)
    return words.say("added-line", number=number, name=name, host=host)


# ---- groups ----------------------------------------------------------------------------------------


def choose_group(addition: Addition, words: Words, operator: bool) -> Reply:
    """Return the groups as buttons, and a button back."""
    name = _short(addition.source.name)
    asked = words.say("group-choose" if operator else "group-suggest", name=name)
    keys = [Button(words.say(f"group-{group.value}"), PlaceSource(addition.id, group)) for group in Group]
    rows = tuple(tuple(keys[at : at + GROUPS_A_ROW]) for at in range(0, len(keys), GROUPS_A_ROW))
    return Reply(asked, (*rows, (Button(words.say("button-only-here"), SourcesPage(0)),)), edits=True)


def suggested(addition: Addition, group: Group, words: Words) -> Reply:
    """Confirm that a source was suggested for a group."""
    return Reply(
        words.say("group-suggested", name=_short(addition.source.name), group=words.say(f"group-{group.value}")),
        edits=True,
    )


def placed(addition: Addition, group: Group, words: Words) -> Reply:
    """Confirm that a source is in a group for everyone; a button removes it."""
    return Reply(
        words.say("group-placed", name=_short(addition.source.name), group=words.say(f"group-{group.value}")),
        ((Button(words.say("button-remove-for-all"), RefuseSource(addition.id)),),),
        edits=True,
    )


# ---- operators -------------------------------------------------------------------------------------


def operators_told(addition: Addition, chat: str, words: Words) -> Reply:
    """Tell operators that a chat added a source, or asks for it."""
    asks = addition.state is AdditionState.ASKED
    said = words.say(
        "operator-asked" if asks else "operator-added",
        chat=chat,
        name=_short(addition.source.name),
        address=_short(addition.source.url, 300),
    )
    remove = Button(words.say("button-remove-for-all"), RefuseSource(addition.id))
    return Reply(said, (_decision(addition, words) if asks else (remove,),))


def operators_told_of_list(imported: Imported, asker: SubscriberId, chat: str, words: Words) -> Reply:
    """Tell operators that a chat imported a list."""
    named = [Html(f"· {escape(_short(addition.source.url, 120))}") for addition in imported.added[:MAX_NAMED]]
    count = len(imported.added)
    if not any(addition.state is AdditionState.ASKED for addition in imported.added):
        return Reply(blocks([words.say("operator-list-added", chat=chat, count=count), *named]))
    buttons = (
        Button(words.say("button-approve-all"), ApproveAll(asker)),
        Button(words.say("button-refuse-all"), RefuseAll(asker)),
    )
    return Reply(blocks([words.say("operator-list-asked", chat=chat, count=count), *named]), (buttons,))


def operators_told_of_group(addition: Addition, group: Group, chat: str, words: Words) -> Reply:
    """Tell operators that a chat suggests its source for a group."""
    said = words.say(
        "operator-suggested",
        chat=chat,
        name=_short(addition.source.name),
        address=_short(addition.source.url, 300),
        group=words.say(f"group-{group.value}"),
    )
    buttons = (
        Button(words.say("button-approve"), PlaceSource(addition.id, group)),
        Button(words.say("button-keep-apart"), DeclineGroup(addition.id)),
    )
    return Reply(said, (buttons,))


def undecided(waiting: Sequence[Addition], words: Words) -> Reply:
    """Return the additions that operators have to decide on, with buttons for the first."""
    first = waiting[0]
    parts = [
        words.say("operator-undecided", count=len(waiting)),
        *(_line(at, addition, words) for at, addition in enumerate(waiting[:MAX_NAMED], 1)),
    ]
    mine = Button(words.say("button-added-here"), SourcesPage(0))
    return Reply(blocks(parts), (_decision(first, words), (mine,)))


def _decision(addition: Addition, words: Words) -> Row:
    if addition.state is not AdditionState.ASKED and addition.wanted is not None:
        return (
            Button(words.say(f"group-{addition.wanted.value}"), PlaceSource(addition.id, addition.wanted)),
            Button(words.say("button-keep-apart"), DeclineGroup(addition.id)),
        )
    return (
        Button(words.say("button-approve"), ApproveSource(addition.id)),
        Button(words.say("button-refuse"), RefuseSource(addition.id)),
    )


def granted(addition: Addition, words: Words) -> Reply:
    """Confirm that an operator approved a source; a button removes it for everyone."""
    button = Button(words.say("button-remove-for-all"), RefuseSource(addition.id))
    return Reply(words.say("decided-granted", name=_short(addition.source.name)), ((button,),), edits=True)


def refused(addition: Addition, words: Words) -> Reply:
    """Confirm that an operator refused a source."""
    return Reply(words.say("decided-refused", name=_short(addition.source.name)), edits=True)


# ---- lists -----------------------------------------------------------------------------------------


def imported(report: Imported, file: str, words: Words) -> Reply:
    """Return which sources of a list were added, and why the others were left out."""
    waits = any(addition.state is AdditionState.ASKED for addition in report.added)
    parts = [
        words.say("import-done", file=file, count=len(report.added)),
        *(Html(f"· {escape(_short(addition.source.name))}") for addition in report.added[:MAX_NAMED]),
        *_rest(len(report.added) - MAX_NAMED, words),
        *([words.say("import-waits")] if waits else []),
        *(line for reason in report.counts for line in _left_out(report, reason, words)),
    ]
    return Reply(blocks(parts))


def _left_out(report: Imported, reason: LeftOut, words: Words) -> Iterator[Html]:
    count = report.counts[reason]
    if reason is LeftOut.OVER_LIMIT:
        yield words.say("import-over-limit", count=count, limit=report.limit)
    else:
        yield words.say(f"import-{reason.value}", count=count)
    named = report.examples(reason)
    for outline in named:
        yield Html(f"· {escape(_short(outline.title or outline.url or '?'))}")
    yield from _rest(count - len(named), words)


def _rest(count: int, words: Words) -> list[Html]:
    return [words.say("import-more", count=count)] if count > 0 else []


def unfetched(file: str, words: Words) -> Reply:
    """Say that a file could not be downloaded, with the size limit in MB."""
    return Reply(words.say("import-unfetched", file=file, limit=MAX_DOCUMENT_BYTES // 1_000_000))


def exported(document: bytes, count: int, words: Words) -> Reply:
    """Return the OPML document, captioned with the number of its sources."""
    return Reply(words.say("export-done", count=count), document=Document(FILE, document))


def _host(source: Source) -> str:
    return host_of(source.url) or source.url[:MAX_NAME_LENGTH]


MAX_NAME_LENGTH = 80


def _short(text: str, limit: int = MAX_NAME_LENGTH) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
