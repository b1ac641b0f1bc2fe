"""Watches and stored items, as alerts and lists show them; the pages of a search, and the back-test of a watch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.callbacks.searching import Newer, Older
from bot.callbacks.watching import WatchSuggested
from bot.chat import Reply
from bot.messages.sources import group_name
from bot.messages.text import Html, Translator, blocks, entry, escape, linked, marked, shortened
from watchers.entities import Catalog, EntityId
from watchers.model import DOCUMENT, Hit, Reason, StoredItem, Watch
from watchers.rules import ChatAliases, Entity
from watchers.search import BackTest, SearchHit
from watchers.services import packs
from watchers.services.subjects import read_rule
from watchers.services.watches import Searched
from watchers.summaries import extract
from watchers.summaries.extract import Excerpt

MAX_MATCHED_WORDS = 5
MAX_WATCHES_NAMED = 3
MAX_RULE_LENGTH = 200
ENOUGH_ITEMS = 20
"""Fewer items say nothing about whether a rule matches nearly all of them."""
NEARLY_ALL = 0.8


# ---- what watches are called ------------------------------------------------------------------------


def watch_title(watch: Watch, t: Translator) -> str:
    """Return what a chat calls a watch, or the title of its rule."""
    return watch.label or rule_title(watch.typed, t)


def rule_title(typed: str, t: Translator) -> str:
    """Return what a starter pack calls a rule, with what was excluded since, or the rule as typed."""
    rule, excluded = _of_pack(typed)
    return typed if rule is None else f"{packs.load().titles[rule][t.language]}{excluded}"


def is_of_pack(watch: Watch) -> bool:
    """Return whether the rule of a watch comes from a starter pack, so that its words are not the reader's."""
    return _of_pack(watch.typed)[0] is not None


def _of_pack(typed: str) -> tuple[str | None, str]:
    """Return the rule of a starter pack with which a text begins, or None, and the exclusions after it."""
    known = packs.load().titles
    if typed in known:
        return typed, ""
    begun = [
        (rule, written)
        for rule in (known if " -" in typed else ())
        for written in (rule, f"({rule})")
        if typed.startswith(f"{written} -")
    ]
    rule, written = max(begun, key=lambda each: len(each[1]), default=(None, ""))
    return rule, typed[len(written) :]


def called(watch: Watch, t: Translator, longest: int) -> Html:
    """Return the title of a watch for a message; a rule as typed is code, which a tap copies."""
    title = watch_title(watch, t)
    text = escape(shortened(title, longest))
    return Html(f"<code>{text}</code>") if title == watch.typed else text


def title_line(watch: Watch, t: Translator, longest: int) -> Html:
    """Return a line with the name and the title of a watch."""
    return Html(f"<b>{watch.name}</b> {escape(shortened(watch_title(watch, t), longest))}")


def label(watch: Watch, t: Translator, longest: int) -> str:
    """Return the name and the title of a watch for a button."""
    return f"{watch.name} {shortened(watch_title(watch, t), longest)}"


# ---- one item --------------------------------------------------------------------------------------


def heading(stored: StoredItem, t: Translator, hits: Iterable[Hit] = ()) -> Html:
    """Return the title as a link, with the matched words underlined."""
    excerpt = _title(stored, hits)
    text = marked(excerpt, "u") if excerpt.text else t.format("alert-untitled")
    return _as_entry(stored, Html(f"<b>{linked(stored.item.link, text)}</b>"), t)


def _as_entry(stored: StoredItem, title: Html, t: Translator) -> Html:
    """Return the title of an entry of a list with what happened to it; any other title as it is."""
    given = [(fact.name, fact.value) for fact in stored.item.facts if fact.field == DOCUMENT]
    change = dict(given).get("change")
    if change is None:
        return title
    parts = [t.format(f"list-part-{value}") for name, value in given if name == "changed"]
    return t.format(f"list-entry-{change}", name=title, parts=t.listed(parts))


def line(stored: StoredItem, t: Translator) -> Html:
    """Return one item of a list: title and source."""
    return entry(stored.item.link, title(stored, t), stored.source_name)


def title(stored: StoredItem, t: Translator) -> str:
    """Return the title as plain text."""
    short = stored.item.title.original.replace("\n", " ")
    if short.strip() and len(short) <= extract.MAX_TITLE_LENGTH:
        return short
    return _title(stored).text or t.format("alert-untitled")


def _title(stored: StoredItem, hits: Iterable[Hit] = ()) -> Excerpt:
    """Return the title with the matched words marked; of an item without a title, the beginning of its text."""
    excerpt = extract.title(stored.item.title, hits)
    return excerpt if excerpt.text.strip() else extract.summarize(stored.item.body, stored.item.title, ())


def origin(stored: StoredItem, t: Translator) -> Html:
    """Return the source and the time of publication; if the source gives none, the time the item was seen."""
    at = stored.item.published
    when = t.published(at, stored.item.country) if at else t.format("alert-seen", at=t.date(stored.seen_at))
    return Html(f"<i>{escape(stored.source_name)} · {when}</i>")


def matched_words(hits: Iterable[Hit], t: Translator) -> Html:
    """Return the matched words, each once, at most five."""
    found = {hit.text.casefold(): hit.text for hit in hits}
    return t.listed([shortened(text, 30) for text in found.values()], MAX_MATCHED_WORDS)


def matched_line(reasons: Sequence[Reason], t: Translator) -> Html:
    """Return why an item is an alert: the matched words of each watch, at most three; the same words once."""
    names: dict[Html, list[str]] = {}
    for reason in reasons[:MAX_WATCHES_NAMED]:
        names.setdefault(matched_words(reason.hits, t), []).append(reason.watch.name)
    between = t.format("alert-word-separator")
    shown = [t.format("alert-reason", words=words, name=between.join(named)) for words, named in names.items()]
    more = [Html(f"+{len(reasons) - MAX_WATCHES_NAMED}")] if len(reasons) > MAX_WATCHES_NAMED else []
    return t.format("alert-reasons", reasons=Html(" · ".join([*shown, *more])))


def reason_lines(watch: Watch, hits: Sequence[Hit], t: Translator, catalog: Catalog) -> list[Html]:
    """Return the watch, and each place in the item that matched it, at most a dozen."""
    lines = hit_lines(hits, t, catalog, is_of_pack(watch), 12)
    return [t.format("why-reason", name=watch.name, rule=called(watch, t, MAX_RULE_LENGTH)), *lines]


def hit_lines(hits: Iterable[Hit], t: Translator, catalog: Catalog, of_pack: bool, limit: int) -> list[Html]:
    """Return the first places and the term that each matched; an entity given by ID or a pack is called by its name."""
    lines: dict[Html, None] = {}
    for hit in distinct(hits):
        if len(lines) == limit:
            break
        lines[_hit_line(hit, t, catalog, of_pack)] = None
    return list(lines)


def _hit_line(hit: Hit, t: Translator, catalog: Catalog, of_pack: bool) -> Html:
    entity = catalog.entities.get(EntityId(hit.term.removeprefix("@"))) if hit.term.startswith("@") else None
    meant = read_rule(hit.term, ChatAliases(catalog)) if of_pack else None
    if isinstance(meant, Entity) and meant.typed is None:
        entity = catalog.entities[meant.id]
    where = hit.field if hit.field in ("title", "body") else "fact"
    term = entity.name(t.language) if entity else hit.term
    if where != "fact" and term.casefold() == hit.text.casefold():
        said = t.format("why-in-title" if where == "title" else "why-in-body", text=hit.text)
    else:
        said = t.format(f"why-hit-{where}", text=hit.text, term=term)
    return Html(f"  · {said}")


def distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Return each matched word once per field."""
    return list({(hit.term, hit.field, hit.text.casefold()): hit for hit in hits}.values())


# ---- many items ------------------------------------------------------------------------------------


def page(searched: Searched, t: Translator, edits: bool = False) -> Reply:
    """Return a page of results, each with its source, date and matched words, and buttons to turn the page."""
    found = searched.page
    results = (_result(find, t) for find in found.finds)
    reached = t.format("search-reached", until=t.date(found.until)) if found.until else None
    indexing = t.format("still-indexing", percent=found.percent_indexed) if found.percent_indexed is not None else None
    off = Html(" · ".join(group_name(group, t) for group in searched.groups_off))
    elsewhere = t.format("search-switched-off", groups=off) if off else None
    newer = [t.button("search-newer", Newer(searched.search, found.newer.item))] if found.newer else []
    older = [t.button("search-older", Older(searched.search, found.older.item))] if found.older else []
    parts = [_page_title(searched, t), *results, reached, indexing, elsewhere]
    watch = [] if newer else [t.button("button-watch", WatchSuggested(searched.search))]
    return Reply(blocks(parts, "\n\n"), ((*newer, *older, *watch),), edits)


def _page_title(searched: Searched, t: Translator) -> Html:
    found, rule = searched.page, shortened(searched.typed, MAX_RULE_LENGTH)
    if found.first is not None and found.total is not None:
        if len(found.finds) == found.total:
            return t.format("search-found-all", rule=rule, count=found.total)
        last = found.first + len(found.finds) - 1
        places = t.format("search-places", first=found.first, last=last) if last > found.first else str(last)
        return t.format("search-found", rule=rule, count=found.total, places=places)
    if not found.finds and found.until is None:
        return t.format("search-nothing" if found.newer is None else "search-no-more", rule=rule)
    return t.format("search-some", rule=rule)


def _result(find: SearchHit, t: Translator) -> Html:
    matched = t.format("search-matched", words=matched_words(find.hits, t))
    return Html(f"{heading(find.stored, t, find.hits)}\n{origin(find.stored, t)}\n{matched}")


def back_tested(found: BackTest, t: Translator, now: datetime) -> Iterator[Html]:
    """Yield how many items a rule would have matched, how many that is a day, and the newest."""
    if found.since is None:
        yield t.format("watch-nothing-kept")
        return
    if found.percent_indexed is not None:
        yield t.format("still-indexing", percent=found.percent_indexed)
    key = "watch-found" if found.complete else "watch-found-partly"
    span, pace = t.duration(now - found.since), _pace(found, t, now)
    yield t.format(key, count=found.count, looked=found.looked_at, span=span, pace=pace)
    yield from newest(found, t)
    if found.looked_at >= ENOUGH_ITEMS and found.count > NEARLY_ALL * found.looked_at:
        yield t.format("watch-nearly-all", count=found.count, looked=found.looked_at)


def newest(found: BackTest, t: Translator) -> Iterator[Html]:
    """Yield the newest items that a rule would have matched."""
    for stored in found.newest:
        yield line(stored, t)


def _pace(found: BackTest, t: Translator, now: datetime) -> Html:
    daily = found.a_day(now)
    if daily is None:
        return Html("")
    return t.format("watch-pace", count=round(daily)) if daily >= 1 else t.format("watch-pace-rare")
