"""The whole way of an item: what becomes an alert, what does not, and what is stored after a failure."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.ports import Clock, Step, document, item
from tests.fakes.queued import next_alerts
from tests.fakes.situations import METI, USTR, House, open_house
from watchers.errors import BadStatus, ParseError, ParseProblem, TooSlow
from watchers.list_polls import MAX_PAGE_FAILURES
from watchers.matching import Index, Reading, Recognizer
from watchers.model import (
    Group,
    ItemMap,
    Match,
    Modified,
    NotModified,
    Parsed,
    ParsedItem,
    Source,
    SourceId,
    SourceKind,
    Validators,
)
from watchers.pipeline import DOCUMENTS_AT_ONCE, MAX_ITEMS_PER_WRITE, MAX_PAGES
from watchers.polled import Polled
from watchers.rules.forms import Forms
from watchers.store import Rows, Transaction, items, sources

pytestmark = pytest.mark.service

DAY = timedelta(days=1)


def quotas(count: int, first: int = 1) -> list[ParsedItem]:
    return [item(f"Quota {n}", f"guid-{n}", f"https://ustr.example/{n}") for n in range(first, first + count)]


async def count(house: House, table: str) -> int:
    def read(rows: Rows) -> int:
        return rows.number(f"select count(*) from {table}")

    return await house.database.read(read)


# ---- new items and alerts --------------------------------------------------------------------------


@pytest.mark.hazard("I6")
async def test_the_first_good_poll_is_the_baseline_and_nobody_is_notified(empty_house: House) -> None:
    ann = await empty_house.person("ann", "quota")
    polled = await empty_house.poll(document(*quotas(300)))
    assert (polled.new, polled.enqueued, polled.baseline) == (300, 0, True)
    assert await empty_house.enqueued(ann) == []
    assert await count(empty_house, "decisions") == 0


async def test_a_new_item_is_enqueued_for_everybody_whose_rule_it_meets(house: House) -> None:
    ann = await house.person("ann", "quota")
    ben = await house.person("ben", "TSMC, levy")
    cas = await house.person("cas", "quota -wool")
    polled = await house.poll(document(item("Quota for wool", "1"), item("台積電關稅", "2"), item("Rain", "3")))
    assert (polled.new, polled.enqueued, polled.baseline) == (3, 2, False)
    assert await house.titles_owed(ann) == ["Quota for wool"]
    assert await house.titles_owed(ben) == ["台積電關稅"]
    assert await house.titles_owed(cas) == []


async def test_an_alert_names_each_watch_that_fired_and_the_words(house: House) -> None:
    ann = await house.person("ann", "quota", "wool", "rain")
    await house.poll(document(item("Quotas for wool", "1")))
    (alert,) = await house.enqueued(ann)
    assert [(reason.watch.name, [hit.text for hit in reason.hits]) for reason in alert.reasons] == [
        ("W1", ["Quotas"]),
        ("W2", ["wool"]),
    ]


async def test_a_decision_keeps_the_rule_and_the_catalogs_version(house: House) -> None:
    await house.person("ann", "TSMC")
    await house.poll(document(item("TSMC", "1")))

    def read(rows: Rows) -> list[tuple[object, ...]]:
        return rows.all("select rule, catalogue from decisions")

    assert await house.database.read(read) == [("@co.tsmc", "test")]


async def test_items_that_match_no_rule_leave_no_decision(house: House) -> None:
    await house.person("ann", "quota")
    await house.poll(document(item("Rain", "1")))
    assert await count(house, "decisions") == 0


async def test_a_later_subscriber_gets_no_alert_about_earlier_items(house: House) -> None:
    await house.poll(document(*quotas(1)))
    ann = await house.person("ann", "quota")
    await house.poll(document(*quotas(2)))
    assert await house.titles_owed(ann) == ["Quota 2"]


async def test_a_muted_and_a_removed_watch_owe_nothing(house: House) -> None:
    ann = await house.person("ann", "quota", "wool")
    await house.watchlist.mute(ann, 1, muted=True)
    await house.watchlist.unwatch(ann, 2)
    polled = await house.poll(document(item("Quota for wool", "1")))
    assert polled.enqueued == 0
    await house.watchlist.mute(ann, 1, muted=False)
    await house.watchlist.restore(ann, 2)
    await house.poll(document(item("More quota for wool", "2")))
    (alert,) = await house.enqueued(ann)
    assert [reason.watch.number for reason in alert.reasons] == [1, 2]


async def test_only_who_takes_a_source_is_notified_of_its_items(house: House) -> None:
    ann, ben = await house.person("ann", "quota"), await house.person("ben", "quota")
    await house.database.write(
        lambda tx: tx.execute("delete from takes where subscriber = ? and source = ?", ben.id, USTR.id)
    )
    await house.poll(document(item("Quota", "1")))
    await house.poll(document(item("Quota", "1")), source=METI)
    assert [len(await house.enqueued(one)) for one in (ann, ben)] == [2, 1]


async def test_one_item_for_ten_thousand_is_enqueued_in_one_transaction(house: House) -> None:
    first = await house.person("ann", "quota")

    def come(tx: Transaction) -> None:
        tx.each(
            "insert into subscribers (address, language, created_at) values (?, 'en', 0)",
            [(f"chat-{n}",) for n in range(9_999)],
        )
        tx.execute("insert or ignore into takes select b.id, s.id from subscribers b, sources s")
        tx.execute(
            """insert into watches (subscriber, number, query, typed, created_at)
            select b.id, 1, 1, 'quota', 0 from subscribers b where b.id != ?""",
            first.id,
        )

    await house.database.write(come)
    polled = await house.poll(document(item("Quota", "1")))
    assert polled.enqueued == 10_000
    assert await count(house, "reasons") == 10_000


# ---- once, whatever happens between ----------------------------------------------------------------

THREE = [
    item("Quota for wool", "a", "https://ustr.example/a", published="Sun, 01 Mar 2026 10:00:00 GMT"),
    item("Quota for silk", "b", "https://ustr.example/b", published="Sun, 01 Mar 2026 11:00:00 GMT"),
    item("配額：鋼鐵 quota", "c", "https://ustr.example/c"),
]


def with_new_guids(n: int) -> list[ParsedItem]:
    return [replace(one, guid=f"{one.guid}-{n}") for one in THREE]


def with_links(change: Callable[[str], str]) -> list[ParsedItem]:
    return [replace(one, link=change(one.link)) for one in THREE]


def with_date(published: str) -> list[ParsedItem]:
    return [replace(one, published=published) for one in THREE]


ONCE: list[tuple[str, list[list[ParsedItem]]]] = [
    ("the same document again", [THREE, THREE]),
    ("another order", [THREE[::-1], [THREE[1], THREE[0], THREE[2]]]),
    ("new guids", [with_new_guids(n) for n in range(5)]),
    ("no guids any more", [[replace(one, guid="") for one in THREE], THREE]),
    ("tracking parameters", [with_links("{}?utm_source=x&fbclid=9".format), with_links("{}?utm_source=y".format)]),
    ("http, a capital host and a slash", [with_links(lambda link: link.replace("https://u", "http://U") + "/")]),
    ("no dates", [with_date(""), THREE]),
    ("other dates", [with_date("Mon, 02 Mar 2026 10:00:00 GMT")]),
    ("new guids and tracking", [[replace(one, link=f"{one.link}?utm_medium=rss") for one in with_new_guids(7)]]),
    ("edited titles", [[replace(THREE[0], title=THREE[1].title), THREE[2]]]),
    ("gone and back", [[], [], THREE]),
]


@pytest.mark.parametrize("documents", [documents for _, documents in ONCE], ids=[name for name, _ in ONCE])
async def test_an_item_is_alerted_once_after(house: House, documents: Sequence[Sequence[ParsedItem]]) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(*THREE))
    for each in documents:
        house.clock.pass_by(timedelta(minutes=10))
        assert (await house.poll(document(*each))).new == 0
    assert len(await house.enqueued(ann)) == 3


@st.composite
def retold(draw: st.DrawFn) -> list[ParsedItem]:
    """The three items as another poll might return them: reordered, thinned out, renamed, undated."""
    told = []
    for one in draw(st.permutations(THREE)):
        guid = draw(st.sampled_from((one.guid, one.guid, "", f"{one.guid}-new", f"{one.guid}-newer")))
        link = one.link + draw(st.sampled_from(("", "/", "?utm_source=rss", "?fbclid=7", "#utm_x=1")))
        published = draw(st.sampled_from((one.published, "", "Mon, 02 Mar 2026 09:00:00 +0900")))
        if draw(st.integers(0, 4)):
            told.append(replace(one, guid=guid, link=link, published=published))
    return told


@given(st.lists(retold(), min_size=1, max_size=6))
@settings(deadline=None, max_examples=30)
def test_no_retelling_alerts_an_item_twice(
    tmp_path_factory: pytest.TempPathFactory, forms: Forms, documents: list[list[ParsedItem]]
) -> None:
    async def told() -> list[str]:
        path = tmp_path_factory.mktemp("retold") / "tradewatch.db"
        async with open_house(path, forms, Clock()) as house:
            await house.settle_in()
            ann = await house.person("ann", "quota")
            for each in documents:
                house.clock.pass_by(timedelta(minutes=10))
                await house.poll(document(*each))
            return await house.titles_owed(ann)

    titles = asyncio.run(told())
    assert sorted(titles) == sorted({one.title.original for each in documents for one in each})


async def test_an_item_with_neither_guid_nor_link_is_alerted_once(house: House) -> None:
    ann = await house.person("ann", "quota")
    bare = [item(f"Quota for {what}", published="2026-03-01") for what in ("wool", "silk")]
    await house.poll(document(*bare), document(*bare[::-1]), document(*bare, item("Rain")))
    assert len(await house.enqueued(ann)) == 2


async def test_a_feed_without_guids_and_dates_is_alerted_once(house: House) -> None:
    ann = await house.person("ann", "quota")
    bare = [item(f"Quota {n}", link=f"https://ustr.example/{n}") for n in range(5)]
    for seed in range(5):
        await house.poll(document(*random.Random(seed).sample(bare, len(bare))))
    assert len(await house.enqueued(ann)) == 5


@pytest.mark.hazard("I5")
async def test_a_hundred_shuffles_of_a_feed_alert_nothing_new(house: House) -> None:
    ann = await house.person("ann", "quota")
    feed = quotas(12)
    await house.poll(document(*feed))
    for seed in range(100):
        await house.poll(document(*random.Random(seed).sample(feed, 12)))
    assert len(await house.enqueued(ann)) == 12


@pytest.mark.hazard("I3")
async def test_a_feed_that_renames_everything_at_each_poll_alerts_each_item_once(house: House) -> None:
    ann = await house.person("ann", "quota")
    for n in range(100):
        house.clock.pass_by(timedelta(minutes=10))
        feed = [item(f"Quota {at}", f"{at}-{n}", f"https://ustr.example/{n}/{at}") for at in range(30)]
        await house.poll(document(*feed))
    assert len(await house.enqueued(ann)) == 30


@pytest.mark.hazard("I4")
async def test_an_item_that_is_edited_again_and_again_is_one_alert(house: House) -> None:
    ann = await house.person("ann", "quota", "levy")
    for n in range(50):
        house.clock.pass_by(timedelta(minutes=10))
        title, body = f"Quota, edition {n}", "A levy, too." if n > 25 else f"Text {n}."
        await house.poll(document(item(title, "a", "https://ustr.example/a", body)))
    assert await house.titles_owed(ann) == ["Quota, edition 49"]


@pytest.mark.hazard("I5")
async def test_an_item_is_known_again_after_sixty_days(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(*quotas(1)))
    house.clock.pass_by(60 * DAY)
    await house.database.write(items.prune, house.clock() - 30 * DAY, house.clock() - 180 * DAY)
    await house.poll(document(), document(*quotas(1)))
    assert len(await house.enqueued(ann)) == 1


@pytest.mark.hazard("I2")
async def test_two_items_with_one_guid_are_both_alerted(house: House) -> None:
    ann = await house.person("ann", "quota")
    both = [item("Quota one", "same", "https://ustr.example/1"), item("Quota two", "same", "https://ustr.example/2")]
    await house.poll(document(*both), document(*both), document(both[0]))
    assert await house.titles_owed(ann) == ["Quota two", "Quota one"]


@pytest.mark.parametrize(
    ("guids", "link"),
    [(("1", "2", "3"), "https://ustr.example/notes"), (("1", "2", "3"), ""), (("", "", ""), "")],
)
@pytest.mark.hazard("I1")
async def test_notes_without_a_title_are_distinguished_by_their_text(
    house: House, guids: tuple[str, ...], link: str
) -> None:
    ann = await house.person("ann", "quota")
    texts = ("A quota on wool", "A quota on tin", "A quota on silk")
    notes = [item("", guid, link, text) for guid, text in zip(guids, texts, strict=True)]
    await house.poll(document(*notes[:2]), document(*notes), document(*notes))
    assert len(await house.enqueued(ann)) == 3


@pytest.mark.hazard("I3")
async def test_a_page_full_of_new_notes_without_titles_is_not_a_rotation(house: House) -> None:
    ann = await house.person("ann", "quota")
    notes = [item("", f"{n}", f"https://ustr.example/{n}", f"Quota note {n}") for n in range(40)]
    await house.poll(document(*notes[:20]), document(*notes[20:]))
    assert len(await house.enqueued(ann)) == 40


@pytest.mark.hazard("I8")
async def test_old_dates_do_not_keep_an_item_from_being_new(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(item("Quota", "1", published="Thu, 01 Jan 2004 00:00:00 GMT")))
    assert len(await house.enqueued(ann)) == 1


def dated(address: str, days: Sequence[int]) -> list[ParsedItem]:
    """Items of February, the newest on top, each at an address that is also its guid."""
    links = {day: address.format(day=day) for day in days}
    return [item(f"Quota {day}", links[day], links[day], published=f"2026-02-{day:02} 09:00") for day in days]


@pytest.mark.hazard("X12")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://ustr.example/{day}", "https://www.ustr.example/{day}"),
        ("https://ustr.example/{day}", "https://m.ustr.example/{day}"),
        ("https://feeds.ustr.example/~r/w/{day}", "https://ustr.example.org/{day}"),
        ("https://bücher.example/{day}", "https://xn--bcher-kva.example/{day}"),
        ("http://ustr.example/{day}", "https://www.ustr.example/news/{day}"),
    ],
)
@pytest.mark.parametrize("moved", [3, 5, 10])
async def test_a_publisher_that_changes_its_host_brings_nothing_new(
    house: House, before: str, after: str, moved: int
) -> None:
    ann = await house.person("ann", "quota")
    days = range(20, 10, -1)
    await house.poll(document(*dated(before, days)))
    now_there = [*dated(after, days[:moved]), *dated(before, days[moved:])]
    polled = await house.poll(document(*now_there), document(*now_there, item("Rain", "rain")))
    assert polled.new == 1
    assert len(await house.enqueued(ann)) == 10


@pytest.mark.hazard("X12")
async def test_undated_items_on_another_host_are_known_by_their_titles(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(*[item(f"Quota {n}", link=f"https://ustr.example/{n}") for n in range(10)]))
    await house.poll(document(*[item(f"Quota {n}", link=f"https://www.ustr.example/{n}") for n in range(10)]))
    assert len(await house.enqueued(ann)) == 10


@pytest.mark.hazard("X12")
async def test_an_item_whose_address_was_corrected_is_one_alert(house: House) -> None:
    ann = await house.person("ann", "quota")
    listed = dated("https://ustr.example/{day}", range(20, 10, -1))
    listed[3] = replace(listed[3], guid="https://ustr.example/right", link="https://ustr.example/right")
    await house.poll(document(*dated("https://ustr.example/{day}", range(20, 10, -1))), document(*listed))
    assert len(await house.enqueued(ann)) == 10


async def test_an_item_with_the_title_and_date_of_another_is_new_while_that_is_there(house: House) -> None:
    ann = await house.person("ann", "quota")
    first = item("Quota notice", "1", "https://ustr.example/1", published="2026-02-20")
    second = item("Quota notice", "2", "https://ustr.example/2", published="2026-02-20")
    await house.poll(document(first), document(second, first))
    assert len(await house.enqueued(ann)) == 2


@pytest.mark.hazard("X16")
async def test_older_items_at_the_end_of_a_list_are_stored_and_not_pushed(house: House) -> None:
    ann = await house.person("ann", "quota")
    listed = dated("https://ustr.example/{day}", range(20, 10, -1))
    slid = item("Quota of 2021", "old", "https://ustr.example/old", published="2021-02-01")
    await house.poll(document(*listed))
    polled = await house.poll(document(*listed[1:], slid))
    assert (polled.new, polled.enqueued) == (1, 0)
    assert len(await house.enqueued(ann)) == 10


@pytest.mark.hazard("X16")
async def test_a_list_that_shows_more_than_before_pushes_nothing_old(house: House) -> None:
    ann = await house.person("ann", "quota")
    days = range(28, 0, -1)
    await house.poll(document(*dated("https://ustr.example/{day}", days[:10])))
    polled = await house.poll(document(*dated("https://ustr.example/{day}", days)))
    assert (polled.new, polled.enqueued) == (18, 0)
    assert len(await house.enqueued(ann)) == 10


@pytest.mark.hazard("X16")
@pytest.mark.parametrize("on_top", [True, False])
async def test_an_old_or_undated_item_elsewhere_in_the_list_is_pushed(house: House, on_top: bool) -> None:
    ann = await house.person("ann", "quota")
    listed = dated("https://ustr.example/{day}", range(20, 15, -1))
    late = item("Quota, late", "late", published="2004-01-01" if on_top else "")
    await house.poll(document(*listed))
    await house.poll(document(late, *listed) if on_top else document(*listed, late))
    assert "Quota, late" in await house.titles_owed(ann)


async def test_a_restart_repeats_nothing(tmp_path: Path, forms: Forms) -> None:
    clock = Clock()
    for _ in range(3):
        async with open_house(tmp_path / "tradewatch.db", forms, clock) as house:
            if not await house.watchlist.watches(await house.person("ann")):
                await house.settle_in()
                await house.watching(await house.person("ann"), "quota")
            await house.poll(document(*quotas(3)))
            assert len(await house.enqueued(await house.person("ann"))) == 3
        clock.pass_by(DAY)


# ---- what is not parsed ----------------------------------------------------------------------------


async def test_a_source_that_says_not_modified_is_settled_and_not_parsed(house: House) -> None:
    polled = await house.poll(document(*quotas(1)), NotModified(Validators('"new"'), None))
    assert polled.unchanged
    await house.poll(document())
    assert house.newsroom.asked[-1] == (USTR.id, Validators('"new"'))


@pytest.mark.hazard("F2")
async def test_a_304_that_is_wrong_hides_a_busy_source_for_hours_and_not_for_a_day(house: House) -> None:
    hourly = (f"2026-03-01T0{hour}:00:00Z" for hour in range(9))
    told = document(*(item(f"Quota {at}", guid=str(at), published=at) for at in hourly))
    await house.poll(told, NotModified(Validators('"same"'), None))
    asked = len(house.newsroom.asked)
    for _ in range(24):
        house.clock.pass_by(timedelta(minutes=10))
        await house.poll(NotModified(Validators('"same"'), None))
    conditional = [validators != Validators() for _, validators in house.newsroom.asked[asked:]]
    assert conditional.index(False) == 17


@pytest.mark.hazard("F2")
@pytest.mark.hazard("F3")
async def test_the_same_body_again_is_not_parsed_but_brings_its_validators(house: House) -> None:
    await house.poll(document(*quotas(1)))
    before = house.newsroom.parsed
    polled = await house.poll(document(*quotas(1)))
    assert polled.unchanged
    assert house.newsroom.parsed == before


@pytest.mark.hazard("F1")
async def test_each_poll_sends_back_the_validators_of_the_last_good_one(house: House) -> None:
    await house.poll(document(*quotas(1)), TooSlow("u", "slow"), ParseError(ParseProblem.HTML), document())
    sent = [validators.etag for source, validators in house.newsroom.asked if source == USTR.id]
    assert len(set(sent[2:])) == 1
    assert sent[2] is not None


# ---- lists that go on ------------------------------------------------------------------------------

FIRST_PAGE = quotas(10, first=21)
SECOND_PAGE = quotas(10, first=11)
THIRD_PAGE = quotas(10, first=1)


def page(items: Sequence[ParsedItem], at: int = 0, host: str = "ustr.example") -> Parsed:
    """A page of a list; ``at`` is the page that it says comes next, 0 for none."""
    return replace(document(*items), next=f"https://{host}/feed?page={at}" if at else "")


async def poll_pages(house: House, *steps: Step) -> Polled:
    """One poll of a source whose pages come one after another."""
    house.newsroom.says(USTR.id, *steps)
    return await house.pipeline.poll(USTR)


def pages_asked(house: House) -> list[str]:
    return [url for url in house.newsroom.addresses if "page=" in url]


async def test_a_list_is_followed_while_nothing_on_a_page_is_known(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(*THIRD_PAGE[5:]))
    polled = await poll_pages(
        house, page(FIRST_PAGE, 2), page(SECOND_PAGE, 3), page(THIRD_PAGE, 4), page(quotas(9, 90))
    )
    assert polled.new == 25
    assert pages_asked(house) == ["https://ustr.example/feed?page=2", "https://ustr.example/feed?page=3"]
    assert len(await house.enqueued(ann)) == 30


async def test_a_list_with_a_known_item_is_not_followed(house: House) -> None:
    await house.poll(page(FIRST_PAGE[5:], 0))
    assert (await poll_pages(house, page(FIRST_PAGE, 2), page(SECOND_PAGE))).new == 5
    assert pages_asked(house) == []


async def test_a_baseline_is_one_page_and_older_pages_never_alert(empty_house: House) -> None:
    ann = await empty_house.person("ann", "quota")
    await poll_pages(empty_house, page(SECOND_PAGE, 2), page(THIRD_PAGE))
    assert pages_asked(empty_house) == []
    polled = await poll_pages(empty_house, page(FIRST_PAGE, 2), page(SECOND_PAGE, 3), page(THIRD_PAGE))
    assert polled.new == 10
    assert len(await empty_house.enqueued(ann)) == 10


async def test_a_page_that_cannot_be_had_fails_the_poll_and_loses_nothing(house: House) -> None:
    ann = await house.person("ann", "quota")
    polled = await poll_pages(house, page(FIRST_PAGE, 2), TooSlow("u", "slow"))
    assert isinstance(polled.problem, TooSlow)
    assert await house.enqueued(ann) == []
    assert (await poll_pages(house, page(FIRST_PAGE, 2), page(SECOND_PAGE))).enqueued == 20


async def test_where_polls_fail_on_and_on_the_pages_that_can_be_had_are_taken_in(house: House) -> None:
    for _ in range(MAX_PAGE_FAILURES):
        assert (await poll_pages(house, page(FIRST_PAGE, 2), BadStatus("u", 400))).problem is not None
    polled = await poll_pages(house, page(FIRST_PAGE, 2), BadStatus("u", 400))
    assert (polled.problem, polled.new) == (None, 10)


async def test_a_list_that_leads_elsewhere_or_in_a_circle_is_left_there(house: House) -> None:
    assert (await poll_pages(house, page(FIRST_PAGE, 2, host="evil.example"), page(SECOND_PAGE))).new == 10
    assert pages_asked(house) == []
    circle = [page(quotas(2, first=100 * at), 2) for at in range(1, 9)]
    assert (await poll_pages(house, *circle)).new == 4
    assert len(pages_asked(house)) == 1


async def test_no_poll_takes_more_than_ten_pages(house: House) -> None:
    endless = [page(quotas(2, first=100 * at), at + 1) for at in range(1, 30)]
    assert (await poll_pages(house, *endless)).new == 2 * MAX_PAGES


async def test_an_address_that_changes_by_the_day_is_asked_for_today_without_validators(house: House) -> None:
    daily = replace(USTR, url="https://ustr.example/feed?since={today-7d}")
    await house.poll(document(), document(*quotas(1)), source=daily)
    assert house.newsroom.addresses[-1] == "https://ustr.example/feed?since=2026-02-22"
    assert house.newsroom.asked[-1] == (USTR.id, Validators())


async def test_a_repeated_body_is_parsed_once_and_again_after_the_source_changed(
    house: House,
) -> None:
    same = document(*quotas(3))
    assert (await house.poll(same)).new == 3
    for _ in range(3):
        assert (await house.poll(same)).unchanged
    parsed = house.newsroom.parsed
    elsewhere = replace(USTR, url="https://ustr.example/another-feed")
    await house.database.write(sources.register, [elsewhere], house.clock())
    assert (await house.poll(same, source=elsewhere)).baseline
    assert (await house.poll(same, source=elsewhere)).unchanged
    assert house.newsroom.parsed == parsed + 1


# ---- failures --------------------------------------------------------------------------------------


async def test_a_failure_is_a_result_and_backs_the_source_off(house: House) -> None:
    problem = TooSlow(USTR.url, "slow")
    polled = await house.poll(problem, problem)
    assert polled.problem is problem
    state = await house.database.read(sources.state, USTR.id)
    assert (state.failures, state.problem) == (2, "TooSlow")
    assert state.due_at > house.clock() + USTR.every
    await house.poll(document())
    assert (await house.database.read(sources.state, USTR.id)).failures == 0


@pytest.mark.hazard("F21")
async def test_documents_that_hung_the_parser_wait_for_one_another_and_nobody_for_them(house: House) -> None:
    stuck = [replace(USTR, id=SourceId(f"stuck-{n}")) for n in range(DOCUMENTS_AT_ONCE + 1)]
    await house.database.write(sources.register, [USTR, *stuck], house.clock())
    hung = await house.database.read(sources.state, USTR.id)
    hung = replace(hung, problem="ParseError", detail=ParseProblem.TOO_SLOW.value)
    parsing: set[SourceId] = set()

    async def parse(source: Source, fetched: Modified) -> Parsed:
        if source.id == USTR.id:
            return await house.newsroom.parse(source, fetched)
        parsing.add(source.id)
        return await asyncio.Future()

    pipeline = replace(house.pipeline, parse=parse)
    for source in (USTR, *stuck):
        house.newsroom.says(source.id, document(*quotas(3)))
    waiting = [asyncio.create_task(pipeline.poll(source, hung)) for source in stuck]
    assert (await pipeline.poll(USTR)).new == 3
    assert len(parsing) == 1
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_few_documents_wait_for_the_writer_whatever_is_fetched(house: House) -> None:
    crowd = [replace(USTR, id=SourceId(f"crowd-{n}")) for n in range(5 * DOCUMENTS_AT_ONCE)]
    await house.database.write(sources.register, crowd, house.clock())
    begun = 0

    async def parse(source: Source, fetched: Modified) -> Parsed:
        nonlocal begun
        begun += 1
        return await house.newsroom.parse(source, fetched)

    pipeline = replace(house.pipeline, parse=parse)
    for source in crowd:
        house.newsroom.says(source.id, document(*quotas(20)))
    done: list[int] = []

    async def poll(source: Source) -> None:
        await pipeline.poll(source)
        done.append(begun - len(done))

    await asyncio.gather(*map(poll, crowd))
    assert len(done) == len(crowd)
    assert max(done) <= DOCUMENTS_AT_ONCE + 1


async def test_a_source_waits_as_long_as_retry_after_says(house: House) -> None:
    await house.poll(BadStatus(USTR.url, 429, timedelta(hours=3)))
    state = await house.database.read(sources.state, USTR.id)
    assert state.due_at == house.clock() + timedelta(hours=3)


async def test_a_first_poll_that_failed_is_not_a_baseline(empty_house: House) -> None:
    ann = await empty_house.person("ann", "quota")
    await empty_house.poll(TooSlow(USTR.url, "slow"))
    polled = await empty_house.poll(document(*quotas(2)))
    assert polled.baseline
    assert await empty_house.enqueued(ann) == []


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        (replace(USTR, kind=SourceKind.JSON, mapping=ItemMap(items="a", title="b")), True),
        (replace(USTR, mapping=ItemMap(items="a")), True),
        (replace(USTR, kind=SourceKind.ATOM), False),
        (replace(USTR, kind=SourceKind.JSON_FEED, name="New name", group=Group.US), False),
    ],
)
async def test_a_source_that_is_read_in_another_way_has_a_baseline_again(
    house: House, changed: Source, again: bool
) -> None:
    await house.poll(document(*quotas(1)))
    await house.database.write(sources.register, [changed, METI], house.clock())
    (kept,) = [source for source, _ in await house.database.read(sources.active) if source.id == USTR.id]
    assert kept == changed
    state = await house.database.read(sources.state, USTR.id)
    assert (state.baseline_at is None) is again
    assert (state.body_hash is None) is again


@pytest.mark.hazard("I6")
async def test_a_source_with_a_new_address_has_a_baseline_again(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.database.write(sources.register, [replace(USTR, url="https://new.example/feed"), METI], house.clock())
    polled = await house.poll(document(*quotas(2)))
    assert polled.baseline
    assert await house.enqueued(ann) == []


# ---- all or nothing --------------------------------------------------------------------------------


class TrippingIndex(Index):
    """An index that fails at one title, in the middle of a transaction."""

    def match(self, reading: Reading) -> list[Match]:
        if reading.scans[0].text.original == "Quota 7":
            raise RuntimeError("tripped")
        return super().match(reading)


@pytest.mark.hazard("D1")
async def test_a_take_in_that_fails_in_the_middle_leaves_nothing(house: House, forms: Forms) -> None:
    ann = await house.person("ann", "quota")
    recognizer = Recognizer(house.watchlist.catalog, forms)
    tripping = replace(house.pipeline, index=TrippingIndex(recognizer))
    before = await house.database.read(sources.state, USTR.id)
    house.newsroom.says(USTR.id, document(*quotas(10)))
    with pytest.raises(RuntimeError, match="tripped"):
        await tripping.poll(USTR)
    assert await count(house, "items") == 0
    assert await count(house, "item_keys") == 0
    assert await house.enqueued(ann) == []
    assert await house.database.read(sources.state, USTR.id) == before
    assert (await house.poll(document(*quotas(10)))).enqueued == 10


async def test_a_long_document_goes_in_by_parts_and_its_validators_with_the_last(house: House, forms: Forms) -> None:
    ann = await house.person("ann", "quota")
    long: Parsed = document(*quotas(50, first=1000), *quotas(10), *quotas(MAX_ITEMS_PER_WRITE, first=100))
    before = await house.database.read(sources.state, USTR.id)
    house.newsroom.says(USTR.id, long)
    tripping = replace(house.pipeline, index=TrippingIndex(Recognizer(house.watchlist.catalog, forms)))
    with pytest.raises(RuntimeError, match="tripped"):
        await tripping.poll(USTR)
    assert await count(house, "items") == MAX_ITEMS_PER_WRITE
    assert await house.database.read(sources.state, USTR.id) == before
    polled = await house.poll(long)
    assert polled.new == 60
    assert polled.enqueued == 60
    assert len(await house.enqueued(ann)) == 60


async def test_a_baseline_cut_short_is_still_the_baseline(empty_house: House, forms: Forms) -> None:
    ann = await empty_house.person("ann", "quota")
    await empty_house.poll(document(*quotas(MAX_ITEMS_PER_WRITE + 50)))
    assert await empty_house.enqueued(ann) == []
    assert (await empty_house.poll(document(*quotas(MAX_ITEMS_PER_WRITE + 51)))).enqueued == 1


async def test_the_last_item_of_a_document_is_sent_first(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(*reversed(quotas(5))))
    assert await house.titles_owed(ann) == [f"Quota {n}" for n in range(1, 6)]
    heads = await house.database.read(next_alerts, house.clock())
    assert [alert.item and alert.item.item.title.original for alert in heads] == ["Quota 1"]
