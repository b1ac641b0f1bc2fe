"""By what an item is known again, and that it comes back from the store as it went in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from tests.watchers.store.rows import NOW, SOURCE, add, add_unseen, enqueue, person, sighting, with_source
from watchers.items.identity import Sighting, link_key, normalize
from watchers.model import Item, ItemId, Parsed, ParsedItem, SourceId, StoredItem, TextUse
from watchers.store import Database, Rows, Transaction, items, sources
from watchers.text.tokens import FOLDING, read

DAY = timedelta(days=1)
OTHER = replace(SOURCE, id=SourceId("other.rss"))
A, B, C = sighting("a"), sighting("b"), sighting("c")


async def new(database: Database, *documents: list[Sighting], later: timedelta = timedelta()) -> list[str]:
    """Takes the documents in, one after another; answers the titles that the last one brought."""

    def take_in(tx: Transaction, document: list[Sighting], number: int) -> list[str]:
        with_source(tx)
        added = add_unseen(tx, SOURCE.id, document, NOW + number * later)
        stored = items.by_ids(tx, added)
        return [stored[identifier].item.title.original for identifier in added]

    return [await database.write(take_in, document, number) for number, document in enumerate(documents)][-1]


async def test_unseen_items_are_added_in_the_order_of_their_document(database: Database) -> None:
    assert await new(database, [C, A, B]) == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (sighting("a"), sighting("a"), []),
        # by guid, whatever else changed
        (sighting("a"), sighting("a", link="https://elsewhere.example/x", title="other"), []),
        # by link, where the guid is missing or the title is the same
        (sighting("a"), sighting("a", guid=""), []),
        (sighting("a", guid=""), sighting("a", guid=""), []),
        (sighting("a"), sighting("a", guid="new"), []),
        (sighting("a"), sighting("a", guid="new", title="other"), ["other"]),
        # by title and date, where there is no guid
        (sighting("a", guid="", link="", dated="d"), sighting("a", guid="", link="", dated="d"), []),
        (sighting("a", guid="", link="", dated="d"), sighting("a", guid="", link="", dated="e"), ["a"]),
        # the same title alone proves nothing
        (sighting("a", title="Daily list"), sighting("b", title="Daily list"), ["Daily list"]),
    ],
)
async def test_an_item_is_known_again(
    database: Database, before: Sighting, after: Sighting, expected: list[str]
) -> None:
    assert await new(database, [before], [after]) == expected


@pytest.mark.hazard("I3")
async def test_a_feed_that_renames_nearly_all_its_items_has_only_renamed_them(database: Database) -> None:
    def told(n: int) -> list[Sighting]:
        return [sighting(f"{at}-{n}", title=f"title {at}") for at in range(10)]

    assert await new(database, told(0), told(1)) == []
    assert await new(database, told(0), [*told(2), sighting("new")]) == ["new"]


async def test_a_feed_that_repeats_a_few_titles_has_not_renamed_them(database: Database) -> None:
    before = [sighting(f"{at}", title=f"title {at}") for at in range(10)]
    again = [sighting("x", title="title 1"), sighting("y", title="title 2"), *before[3:]]
    assert await new(database, before, again) == ["title 1", "title 2"]


async def test_titles_of_long_ago_prove_no_renaming(database: Database) -> None:
    def told(n: int) -> list[Sighting]:
        return [sighting(f"{at}-{n}", title=f"title {at}") for at in range(4)]

    assert len(await new(database, told(0), told(1), later=15 * DAY)) == 4


async def test_two_sources_know_their_items_apart(database: Database) -> None:
    await new(database, [A])

    def take_in(tx: Transaction) -> int:
        with_source(tx, OTHER)
        return len(add_unseen(tx, OTHER.id, [A]))

    assert await database.write(take_in) == 1


# ---- what is stored --------------------------------------------------------------------------------


async def test_an_item_comes_back_as_it_went_in(database: Database) -> None:
    item = Item(
        link="https://ustr.example/a?utm_source=rss",
        title=read("Café ﾗﾋﾟﾀﾞｽ：關稅"),
        body=read("A first sentence.\n\nU.S. tariffs on 8542.31 “rise”. 第二句。"),
        published=NOW - DAY,
        language="zh-Hant",
        country="TW",
    )

    def take_in(tx: Transaction) -> ItemId:
        sources.register(tx, [replace(SOURCE, text=TextUse.HEADLINE)], NOW)
        (identifier,) = add_unseen(tx, SOURCE.id, [Sighting(A.keys, item)], baseline=True)
        return identifier

    identifier = await database.write(take_in)
    (stored,) = (await database.read(items.by_ids, [identifier])).values()
    assert stored == StoredItem(identifier, item, SOURCE.id, "USTR", TextUse.HEADLINE, NOW, baseline=True)


@pytest.mark.parametrize(
    "stored",
    [
        msgspec.msgpack.encode((FOLDING - 1, (["old"], [0], [3], b"\x04"), ([], [], [], b""))),
        msgspec.msgpack.encode([(["old"], [0], [3], b"\x04"), ([], [], [], b"")]),  # before tokens told their folding
    ],
)
async def test_tokens_of_an_older_folding_are_computed_again(database: Database, stored: bytes) -> None:
    await new(database, [sighting("Chips from 台灣")])
    await database.write(lambda tx: tx.execute("update items set tokens = ?", stored))
    (found,) = await database.read(lambda rows: list(items.by_ids(rows, items.newest_ids(rows, None)).values()))
    assert (found.item.title, found.item.body) == (read("Chips from 台灣"), read("Body."))


async def test_the_newest_come_first_and_only_of_sources_that_are_polled(database: Database) -> None:
    await new(database, [A], [B], [C], later=DAY)

    def titles(rows: Rows) -> list[str]:
        ids = items.newest_ids(rows, None, NOW + DAY)
        stored = items.by_ids(rows, ids)
        assert items.stored_since(rows, NOW + DAY)[0] == len(ids)
        return [stored[identifier].item.title.original for identifier in ids]

    assert await database.read(titles) == ["c", "b"]
    await database.write(lambda tx: sources.register(tx, [], NOW))
    assert await database.read(titles) == []


async def test_an_item_is_found_by_any_spelling_of_its_link(database: Database) -> None:
    await new(database, [A, B])
    link = link_key("http://USTR.example/a/?utm_source=x")
    assert link is not None
    found = await database.read(items.by_link, link)
    assert [stored.item.title.original for stored in found] == ["a"]


async def test_pruning_forgets_old_items_but_keeps_their_keys_and_what_alerts_refer_to(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        with_source(tx)
        person(tx, "ann", "quota")
        first, _, third = add(tx, A, B, C)
        enqueue(tx, first, "quota")
        tx.execute("delete from watches")
        enqueue(tx, third, "quota")

    await database.write(begin)
    later = NOW + 60 * DAY
    assert await database.write(items.prune, later - 30 * DAY, later - 180 * DAY) == 2
    assert await database.read(lambda rows: rows.number("select count(*) from items")) == 1
    assert await database.write(add, A, B, C, now=later) == []
    much_later = NOW + 400 * DAY
    await database.write(items.prune, much_later - 30 * DAY, much_later - 180 * DAY)
    # They stood in the last document of their source: however long it is quiet, they are not new again.
    assert await database.write(add, A, B, C, now=much_later) == []


async def test_keys_that_are_met_again_stay_young(database: Database) -> None:
    await new(database, [A], [A], later=100 * DAY)
    await database.write(items.prune, NOW, NOW + 50 * DAY)
    assert await new(database, [A]) == []


@pytest.mark.hazard("I2")
async def test_an_item_is_not_new_because_another_came_with_its_guid(database: Database) -> None:
    def notices(*numbers: int) -> tuple[Sighting, ...]:
        told = [
            ParsedItem("all", "https://example.org/", read(f"Notice {number}"), read(""), "", "", "")
            for number in numbers
        ]
        return normalize(Parsed("", "", None, tuple(told)), SOURCE, NOW)

    await database.write(with_source)
    assert len(await database.write(add_unseen, SOURCE.id, notices(1))) == 1
    added = await database.write(add_unseen, SOURCE.id, notices(2, 1))
    stored = await database.read(items.by_ids, added)
    assert [each.item.title.original for each in stored.values()] == ["Notice 2"]
    assert await database.write(add_unseen, SOURCE.id, notices(2)) == []
