"""What a publisher changes in an item: the sent alerts are edited, and nobody is alerted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.ports import document, item
from tests.fakes.queued import next_alerts
from tests.fakes.situations import House
from watchers.facts import in_text
from watchers.model import DOCUMENT, Alert, EditCause, Fact, ParsedItem
from watchers.store import Rows, Transaction, edits, items, outbox
from watchers.store.revisions import REVISED_WITHIN

pytestmark = pytest.mark.service

LINK = "https://ustr.example/a"


def news(title: str, body: str = "", guid: str = "a", status: str = "") -> ParsedItem:
    """Return the item as its document gives it, with the facts of its text and perhaps a status of its own field."""
    parsed = item(title, guid, LINK, body)
    stated = (Fact("status", status, DOCUMENT, 0, 0),) if status else ()
    return replace(parsed, facts=(*stated, *in_text(parsed.title.original, parsed.body.original)))


async def published(house: House, *sent: ParsedItem) -> None:
    """Poll, and send all that is due."""
    await house.poll(document(*sent))
    await house.database.write(_send_all, house)


def _send_all(tx: Transaction, house: House) -> None:
    while found := next_alerts(tx, house.clock()):
        for alert in found:
            if outbox.claim(tx, alert.id, house.clock()) is not None:
                outbox.sent(tx, alert.id, str(100 + (alert.edit.alert if alert.edit else alert.id)), house.clock())


async def waiting(house: House) -> list[Alert]:
    return await house.database.read(next_alerts, house.clock())


async def count_edits(house: House) -> int:
    return await house.database.read(lambda rows: rows.number("select count(*) from outbox where edits is not null"))


async def test_a_corrected_title_edits_the_alert_that_was_sent(house: House) -> None:
    ann = await house.person("ann", "quota")
    await published(house, news("A quota for silk", "A quota of ten tons."))
    (first,) = await house.enqueued(ann)
    await house.poll(document(news("Silk gets its quota", "A quota of twelve tons.")))
    (edit,) = await waiting(house)
    assert edit.edit is not None and edit.item is not None
    assert (edit.edit.alert, edit.edit.message, edit.edit.change) == (
        first.id,
        str(100 + first.id),
        EditCause.CORRECTED,
    )
    assert (edit.original, edit.edit.changed_at) == (first.id, house.clock())
    assert (edit.item.item.title.original, edit.item.item.body.original) == (
        "Silk gets its quota",
        "A quota of twelve tons.",
    )
    places = [hit for reason in edit.reasons for hit in reason.hits]
    texts = {"title": edit.item.item.title.original, "body": edit.item.item.body.original}
    assert [texts[hit.field][hit.start : hit.end] for hit in places] == ["quota", "quota"]


@pytest.mark.hazard("I4")
async def test_fifty_edits_are_one_alert_and_one_waiting_edit(house: House) -> None:
    ann = await house.person("ann", "quota", "levy")
    await published(house, news("Quota, edition 0"))
    for n in range(1, 50):
        house.clock.pass_by(timedelta(minutes=10))
        await house.poll(document(news(f"Quota, edition {n}", "A levy, too." if n > 25 else "")))
    first, edit = await house.enqueued(ann)
    assert (first.edit, edit.edit is None) == (None, False)
    assert {reason.watch.name for reason in edit.reasons} == {"W1", "W2"}


async def test_a_title_that_changes_back_and_forth_is_edited_fifty_times_at_most(house: House) -> None:
    await house.person("ann", "quota")
    for n in range(edits.MAX_EDITS + 10):
        house.clock.pass_by(timedelta(minutes=10))
        await published(house, news(f"Quota, edition {n % 2}"))
    assert await count_edits(house) == edits.MAX_EDITS


async def test_an_alert_that_is_not_sent_yet_is_shown_as_it_is_then(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(news("A quota for silk")), document(news("A quota for wool")))
    (alert,) = await house.enqueued(ann)
    assert alert.item is not None
    assert (alert.item.item.title.original, alert.edit) == ("A quota for wool", None)


async def test_an_alert_that_is_being_sent_is_edited_after_it(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(news("A quota for silk")))
    (alert,) = await house.enqueued(ann)
    await house.database.write(outbox.claim, alert.id, house.clock())
    await house.poll(document(news("A quota for wool")))
    assert await waiting(house) == []
    await house.database.write(outbox.sent, alert.id, "7", house.clock())
    (edit,) = await waiting(house)
    assert edit.edit is not None and edit.edit.message == "7"


async def test_who_watches_a_word_that_the_correction_brought_is_alerted_once(house: House) -> None:
    ann, ben = await house.person("ann", "quota"), await house.person("ben", "levy")
    await published(house, news("A quota for silk"))
    await published(house, news("A quota and a levy for silk"))
    await published(house, news("Levy and quota for silk"))
    assert await house.titles_owed(ben) == ["Levy and quota for silk"] * 2  # the alert, and the edit of it
    assert [alert.edit is None for alert in await house.enqueued(ben)] == [True, False]
    assert [alert.edit is None for alert in await house.enqueued(ann)] == [True, False, False]


async def test_a_word_that_was_taken_back_stays_the_reason_without_a_place(house: House) -> None:
    ann = await house.person("ann", "quota")
    await published(house, news("A quota for silk"))
    await published(house, news("Nothing for silk"))
    edit = (await house.enqueued(ann))[-1]
    assert [(hit.text, hit.start, hit.end) for reason in edit.reasons for hit in reason.hits] == [("quota", 0, 0)]


@pytest.mark.parametrize(
    "after",
    [news("a QUOTA, for silk!", "Text."), news("A quota for silk", "Another text."), news("", "Text.")],
    ids=["other signs and capitals", "another body", "no title"],
)
async def test_what_is_not_a_correction_edits_nothing(house: House, after: ParsedItem) -> None:
    await house.person("ann", "quota")
    await published(house, news("A quota for silk", "Text."))
    await published(house, after)
    assert await count_edits(house) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (news("Quota", status="proposed"), news("Quota", status="final")),
        (news("Quota", "Effective March 3, 2026."), news("Quota", "Effective April 5, 2026.")),
    ],
    ids=["status", "day"],
)
async def test_a_changed_status_or_day_edits_the_alert(house: House, before: ParsedItem, after: ParsedItem) -> None:
    ann = await house.person("ann", "quota")
    await published(house, before)
    await published(house, after)
    edit = (await house.enqueued(ann))[-1].edit
    assert edit is not None and edit.change is EditCause.UPDATED


async def test_a_day_that_another_release_reads_from_the_same_text_edits_nothing(house: House) -> None:
    await house.person("ann", "quota")
    parsed = news("Quota", "Effective March 3, 2026.")
    await published(house, replace(parsed, facts=()))
    await published(house, parsed)
    assert await count_edits(house) == 0


async def test_an_item_of_long_ago_and_one_of_the_first_poll_are_not_edited(house: House) -> None:
    ann = await house.person("ann", "quota")
    await published(house, news("A quota for silk"))
    house.clock.pass_by(REVISED_WITHIN + timedelta(hours=1))
    await published(house, news("A quota for wool"))
    assert await house.titles_owed(ann) == ["A quota for silk"]


async def test_an_item_is_found_again_by_its_guid_when_its_link_changes(house: House) -> None:
    ann = await house.person("ann", "quota")
    await published(house, news("A quota for silk"))
    await published(house, replace(news("A quota for wool"), link="https://ustr.example/b"))
    first, edit = await house.enqueued(ann)
    assert edit.item is not None
    assert (edit.original, edit.item.item.link) == (first.id, "https://ustr.example/b")


def story(number: int, guid: str) -> ParsedItem:
    """A story of its day, whose GUID says nothing about it."""
    published = f"2026-02-{number:02} 09:00"
    return replace(
        news(f"Quota on {WARES[number]}", f"Text {number}.", guid), link=f"{LINK}/{number}", published=published
    )


WARES = "silk wool tin tea salt rice wine steel corn jute".split()


@pytest.mark.hazard("I2")
async def test_a_guid_that_stands_for_another_story_each_day_is_no_correction(house: House) -> None:
    ann = await house.person("ann", "quota")
    for number in range(1, 8):
        house.clock.pass_by(timedelta(days=1))
        for _ in range(2):
            await published(house, story(number, "latest"))
    assert await house.titles_owed(ann) == [f"Quota on {WARES[number]}" for number in range(1, 8)]
    assert await count_edits(house) == 0


@pytest.mark.hazard("I2")
async def test_guids_that_are_the_ranks_of_a_list_mix_no_stories_up(house: House) -> None:
    ann = await house.person("ann", "quota")
    for newest in range(3, 9):
        house.clock.pass_by(timedelta(days=1))
        for _ in range(2):
            await published(house, *(story(newest - rank, str(rank)) for rank in range(3)))
    assert await house.titles_owed(ann) == [f"Quota on {WARES[number]}" for number in range(1, 9)]
    assert await count_edits(house) == 0


@pytest.mark.hazard("I2")
async def test_a_guid_that_comes_again_after_the_items_were_deleted_is_another_story(house: House) -> None:
    ann = await house.person("ann", "quota")
    await published(house, story(1, "latest"))
    house.clock.pass_by(timedelta(days=100))
    await house.database.write(outbox.prune, house.clock() - timedelta(days=90))
    await house.database.write(items.prune, house.clock() - timedelta(days=90), house.clock() - timedelta(days=180))
    await published(house, story(2, "latest"))
    assert await house.titles_owed(ann) == ["Quota on tin"]


async def test_a_corrected_title_and_address_of_the_same_day_are_a_correction(house: House) -> None:
    ann = await house.person("ann", "quota")
    await published(house, story(1, "a"))
    await published(house, replace(story(2, "a"), published=story(1, "a").published))
    assert [alert.edit is None for alert in await house.enqueued(ann)] == [True, False]


async def test_the_corrected_words_are_searched_and_the_old_ones_are_not(house: House) -> None:
    ann = await house.person("ann", "quota")
    await published(house, news("A quota for silk"))
    await published(house, news("A quota for wool"))
    found = {word: await house.watchlist.browse(ann, word) for word in ("silk", "wool")}
    assert {word: len(searched.page.finds) for word, searched in found.items()} == {"silk": 0, "wool": 1}


async def test_a_muted_watch_is_not_alerted_by_a_correction(house: House) -> None:
    ann, ben = await house.person("ann", "quota"), await house.person("ben", "quota")
    await house.watchlist.mute(ben, 1, True)
    await published(house, news("A quota for silk"))
    await house.watchlist.mute(ben, 1, False)
    await published(house, news("A quota for wool"))
    assert (len(await house.enqueued(ann)), len(await house.enqueued(ben))) == (2, 0)


def _states(rows: Rows) -> list[str]:
    return [state for (state,) in rows.all("select state from outbox where edits is not null order by id")]


async def test_an_edit_of_an_alert_that_was_never_sent_is_dropped(house: House) -> None:
    ann = await house.person("ann", "quota")
    await house.poll(document(news("A quota for silk")))
    (alert,) = await house.enqueued(ann)
    await house.database.write(outbox.claim, alert.id, house.clock())
    await house.poll(document(news("A quota for wool")))
    await house.database.write(outbox.dead_letter, alert.id, "refused")
    (edit,) = await waiting(house)
    assert await house.database.write(outbox.claim, edit.id, house.clock()) is None
    assert await house.database.read(_states) == ["dropped"]


async def test_old_alerts_are_deleted_with_their_edits(house: House) -> None:
    await house.person("ann", "quota")
    await published(house, news("A quota for silk"))
    await published(house, news("A quota for wool"))
    house.clock.pass_by(timedelta(days=100))
    await house.database.write(outbox.prune, house.clock() - timedelta(days=90))
    assert await house.database.read(lambda rows: rows.number("select count(*) from outbox")) == 0
