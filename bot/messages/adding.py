"""Messages about sources that chats add: the feeds found, the outcome, and what operators decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from bot.callbacks.sources import (
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
from bot.chat import Button, Reply, Row
from bot.messages.rows import in_rows, page_of
from bot.messages.sources import group_name
from bot.messages.text import Html, Translator, blocks, escape, linked, shortened
from watchers.errors import AddressRefused, BadStatus, TooLarge, TooSlow, Unreachable
from watchers.model import Group, Item, Source, SourceKind, SubscriberId
from watchers.services import sources as service
from watchers.store.additions import Addition, AdditionState
from watchers.urls import host_of

ADDED_A_PAGE = 8
REMOVE_BUTTONS_A_ROW = 4
GROUPS_A_ROW = 2
MAX_NAMED = 10
"""Sources or entries that a report names; the rest are counted."""
MAX_NAME_LENGTH = 80
KINDS = {SourceKind.RSS: "RSS", SourceKind.ATOM: "Atom", SourceKind.JSON_FEED: "JSON Feed"}
"""The kinds of feeds that discovery finds, by the name that a reader sees."""


def name_of(source: Source) -> str:
    """Return a source's name, cut to 80 characters."""
    return shortened(source.name, MAX_NAME_LENGTH)


# ---- what was found --------------------------------------------------------------------------------


def looked(found: service.Looked, t: Translator) -> Reply:
    """Return the feeds found, each with its newest items and a button; if there are none, the reason and a hint."""
    address = shortened(found.discovered.address, MAX_NAME_LENGTH)
    if not found.offers:
        problem = found.discovered.problem
        key = _reason(problem)
        said = t.format(key, address=address, status=str(problem.status) if isinstance(problem, BadStatus) else "")
        return Reply(blocks([said, *([t.format("look-hint")] if key in _ANOTHER_PAGE_MAY_DO else [])], "\n\n"))
    parts = [t.format("look-found", address=address, count=len(found.offers))]
    buttons = []
    for number, offered in enumerate(found.offers, 1):
        parts.append(_feed(number, offered, t))
        if not offered.taken:
            buttons.append(t.button("button-add", AddSource(offered.id), number=number))
    return Reply(blocks(parts, "\n\n"), (tuple(buttons),))


_REASONS: Mapping[type, str] = {
    AddressRefused: "look-refused",
    Unreachable: "look-unreachable",
    TooSlow: "look-slow",
    TooLarge: "look-large",
    type(None): "look-nothing",
}
_ANOTHER_PAGE_MAY_DO = ("look-nothing", "look-status", "look-large", "look-broken")
"""Reasons other than a wrong address, or a server that is down or busy."""


def _reason(problem: Exception | None) -> str:
    """Return the key of the message that says why there is nothing to add."""
    if isinstance(problem, BadStatus):
        return "look-often" if problem.status == 429 else "look-server" if problem.status >= 500 else "look-status"
    return next((key for kind, key in _REASONS.items() if isinstance(problem, kind)), "look-broken")


def _feed(number: int, offered: service.Offered, t: Translator) -> Html:
    feed = offered.candidate
    language = t.language_name(feed.language) if feed.language else t.format("look-no-language")
    address = shortened(feed.url, 100)
    parts = [
        t.format("look-feed", number=number, name=shortened(feed.title, MAX_NAME_LENGTH), address=address),
        t.format("look-facts", kind=KINDS[feed.kind], language=language, count=feed.items),
        *(_newest(item, t) for item in feed.newest),
    ]
    return blocks([*parts, t.format("look-taken")] if offered.taken else parts)


def _newest(item: Item, t: Translator) -> Html:
    title = linked(item.link, shortened(item.title.original, 120) or t.format("alert-untitled"))
    if item.published is None:
        return t.format("look-item", title=title)
    return t.format("look-item-dated", title=title, date=t.published(item.published, item.country))


# ---- what became of it -----------------------------------------------------------------------------


def taken(what: service.Taken, t: Translator, groups: bool) -> Reply:
    """Return whether the source was added, or why not.

    ``groups`` says whether somebody can share the source with everyone by adding it to a group.
    """
    match what:
        case service.SourceAdded(addition):
            return _added(addition, t, groups)
        case service.AlreadyTaken(source, waits):
            return t.reply("source-waits" if waits else "source-already", name=name_of(source))
        case service.TooMany(0):
            return t.reply("source-none-may")
        case service.TooMany(limit, overall):
            return t.reply("source-limit-overall" if overall else "source-limit", limit=limit)
        case service.SourceRefused(source):
            return t.reply("source-refused", name=name_of(source))
        case service.Expired():
            return t.reply("old-button")
        case _:
            assert_never(what)


def _added(addition: Addition, t: Translator, groups: bool) -> Reply:
    buttons = [t.button("button-remove", RemoveSource(addition.id))]
    if addition.state is AdditionState.ASKED:
        return t.reply("source-asked", *buttons, name=name_of(addition.source))
    if groups and not addition.source.trusted:  # a private network's sources stay with chats that may use it
        buttons.append(t.button("button-others", ChooseGroup(addition.id)))
    return t.reply("source-added", *buttons, name=name_of(addition.source))


def added_list(added: Sequence[Addition], t: Translator, page: int = 0, edits: bool = False) -> Reply:
    """Return the sources that the chat added, eight a page, each with a button that removes it."""
    if not added:
        return Reply(blocks([t.format("added-none"), t.format("addsource-how")], "\n\n"), edits=edits)
    shown, turns, *_ = page_of(list(enumerate(added, 1)), page, ADDED_A_PAGE, t, SourcesPage)
    parts = [t.format("added-title", count=len(added)), *(_line(number, addition, t) for number, addition in shown)]
    remove = [t.button("button-remove-number", RemoveSource(addition.id), number=number) for number, addition in shown]
    rows = (*in_rows(remove, REMOVE_BUTTONS_A_ROW), turns)
    return Reply(blocks([*parts, Html(""), t.format("addsource-how")]), rows, edits)


def _line(number: int, addition: Addition, t: Translator) -> Html:
    source = addition.source
    host = linked(source.url, host_of(source.url) or source.url[:MAX_NAME_LENGTH])
    key = "added-waiting" if addition.state is AdditionState.ASKED else "added-line"
    return t.format(key, number=number, name=name_of(source), host=host)


def choose_group(addition: Addition, t: Translator, operator: bool) -> Reply:
    """Return the groups as buttons, and a button back."""
    asked = t.format("group-choose" if operator else "group-suggest", name=name_of(addition.source))
    groups = [t.button(f"group-{group.value}", PlaceSource(addition.id, group)) for group in Group]
    back = t.button("button-only-here", SourcesPage(0))
    return Reply(asked, (*in_rows(groups, GROUPS_A_ROW), (back,)), edits=True)


# ---- operators -------------------------------------------------------------------------------------


def remove_for_all(addition: Addition, t: Translator) -> Button:
    """Return the button that removes a source for everyone."""
    return t.button("button-remove-for-all", RefuseSource(addition.id))


def for_operators(addition: Addition, chat: str, t: Translator) -> Reply:
    """Tell operators that a chat added a source, or asks for it."""
    asks = addition.state is AdditionState.ASKED
    name, address = name_of(addition.source), shortened(addition.source.url, 300)
    said = t.format("operator-asked" if asks else "operator-added", chat=chat, name=name, address=address)
    return Reply(said, (_decision(addition, t) if asks else (remove_for_all(addition, t),),))


def list_for_operators(imported: service.Imported, asker: SubscriberId, chat: str, t: Translator) -> Reply:
    """Tell operators that a chat imported a list."""
    asks = any(addition.state is AdditionState.ASKED for addition in imported.added)
    parts = [t.format("operator-list-asked" if asks else "operator-list-added", chat=chat, count=len(imported.added))]
    parts += [Html(f"· {escape(shortened(each.source.url, 120))}") for each in imported.added[:MAX_NAMED]]
    approve = t.button("button-approve-all", ApproveAll(asker))
    refuse = t.button("button-refuse-all", RefuseAll(asker))
    return Reply(blocks(parts), ((approve, refuse),) if asks else ())


def group_for_operators(addition: Addition, group: Group, chat: str, t: Translator) -> Reply:
    """Tell operators that a chat suggests its source for a group."""
    approve = t.button("button-approve", PlaceSource(addition.id, group))
    decline = t.button("button-keep-apart", DeclineGroup(addition.id))
    name, address = name_of(addition.source), shortened(addition.source.url, 300)
    group_said = group_name(group, t)
    return t.reply("operator-suggested", approve, decline, chat=chat, name=name, address=address, group=group_said)


def undecided(waiting: Sequence[Addition], t: Translator) -> Reply:
    """Return the additions that operators have to decide on, with buttons for the first."""
    parts = [_line(number, addition, t) for number, addition in enumerate(waiting[:MAX_NAMED], 1)]
    mine = t.button("button-added-here", SourcesPage(0))
    title = t.format("operator-undecided", count=len(waiting))
    return Reply(blocks([title, *parts]), (_decision(waiting[0], t), (mine,)))


def _decision(addition: Addition, t: Translator) -> Row:
    if addition.state is not AdditionState.ASKED and addition.wanted is not None:
        place = t.button(f"group-{addition.wanted.value}", PlaceSource(addition.id, addition.wanted))
        return place, t.button("button-keep-apart", DeclineGroup(addition.id))
    approve = t.button("button-approve", ApproveSource(addition.id))
    return approve, t.button("button-refuse", RefuseSource(addition.id))


# ---- lists -----------------------------------------------------------------------------------------


def imported(report: service.Imported, file: str, t: Translator) -> Reply:
    """Return which sources of a list were added, and why the others were left out."""
    named = [addition.source.name for addition in report.added[:MAX_NAMED]]
    parts = [t.format("import-done", file=file, count=len(report.added)), *_named(named, len(report.added), t)]
    if any(addition.state is AdditionState.ASKED for addition in report.added):
        parts.append(t.format("import-waits"))
    for reason, count in report.counts.items():
        examples = [outline.title or outline.url or "?" for outline in report.examples(reason)]
        parts += [t.format(f"import-{reason.value}", count=count, limit=report.limit), *_named(examples, count, t)]
    return Reply(blocks(parts))


def _named(names: Sequence[str], count: int, t: Translator) -> Iterator[Html]:
    """Yield a line for each name, and the number of those that are not named."""
    yield from (Html(f"· {escape(shortened(name, MAX_NAME_LENGTH))}") for name in names)
    if count > len(names):
        yield t.format("import-more", count=count - len(names))
