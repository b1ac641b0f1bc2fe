"""What proves that silence was silence: polls counted by day, and the documents that brought alerts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.fakes.ports import START, document, item
from tests.fakes.situations import METI, USTR, House
from watchers.errors import TooSlow
from watchers.model import Group, NotModified, Source, SourceId, StoredItem, Validators
from watchers.services.explanations import ItemExplanation
from watchers.services.maintenance import Backups, Maintenance, Retention
from watchers.store import Rows, Transaction, evidence, items, sources
from watchers.store.evidence import Document
from watchers.store.sources import Checks

pytestmark = pytest.mark.service

DAY = timedelta(days=1)
OFFICIAL = Source(SourceId("bis.rss"), "https://bis.example/feed", "BIS", group=Group.US)
LINK = "https://bis.example/rule"


@pytest.fixture
async def official(house: House) -> House:
    """One more source, which is official."""
    await house.database.write(sources.register, [USTR, METI, OFFICIAL], house.clock())
    await house.poll(document(), source=OFFICIAL)
    return house


def seven_days_of(house: House) -> date:
    return house.clock().date() - 6 * DAY


async def checked(house: House) -> dict[SourceId, Checks]:
    return await house.database.read(sources.checks_since, seven_days_of(house))


async def kept(house: House, link: str = LINK) -> tuple[Document, ...]:
    def read(rows: Rows) -> tuple[Document, ...]:
        found: list[StoredItem] = [each for each in items.by_ids(rows, range(100)).values() if each.item.link == link]
        return tuple(document for each in found for document in evidence.of_item(rows, each.id))

    return await house.database.read(read)


# ---- polls -----------------------------------------------------------------------------------------


async def test_each_poll_is_counted_on_its_day_with_its_outcome(house: House) -> None:
    before = (await checked(house))[USTR.id]
    await house.poll(document(item("Quota", "1")))
    await house.poll(document(item("Quota", "1")))
    await house.poll(NotModified(Validators(), None))
    await house.poll(TooSlow(USTR.url, "no answer"))
    after = (await checked(house))[USTR.id]
    assert (before.polls, before.answers, before.changes) == (1, 1, 0)
    assert (after.polls, after.answers, after.changes) == (5, 4, 1)


async def test_only_the_days_that_are_asked_for_count(house: House) -> None:
    house.clock.pass_by(7 * DAY)
    assert await checked(house) == {}
    await house.poll(document(item("Quota", "1")))
    assert await checked(house) == {USTR.id: Checks(1, 1, 1)}


async def test_a_long_list_in_many_portions_is_one_poll(house: House) -> None:
    await house.poll(document(*(item(f"Quota {number}", str(number)) for number in range(450))))
    assert (await checked(house))[USTR.id] == Checks(2, 2, 1)


async def test_a_poll_that_was_undone_is_not_counted(house: House) -> None:
    def undone(tx: Transaction) -> None:
        sources.count_poll(tx, USTR.id, sources.CHANGED, START)
        raise LookupError

    before = await checked(house)
    with pytest.raises(LookupError):
        await house.database.write(undone)
    assert await checked(house) == before


async def test_days_are_kept_for_a_year(house: House, tmp_path: Path) -> None:
    maintenance = _maintenance(house, tmp_path)
    house.clock.pass_by(365 * DAY)
    await maintenance.run()
    assert await house.database.read(sources.checks_since, START.date()) != {}
    house.clock.pass_by(DAY)
    await maintenance.run()
    assert await house.database.read(sources.checks_since, START.date()) == {}


def _maintenance(house: House, folder: Path) -> Maintenance:
    retention = Retention(90 * DAY, 180 * DAY, 400 * DAY, 100 * DAY)
    return Maintenance(house.database, retention, Backups(folder, 0), 18, house.clock)


# ---- documents -------------------------------------------------------------------------------------


async def test_the_document_of_an_official_alert_is_kept_with_its_hash(official: House) -> None:
    await official.person("ann", "quota")
    brought = document(item("Quota on wool", "1", LINK), item("Rain", "2", "https://bis.example/rain"))
    await official.poll(brought, source=OFFICIAL)
    (found,) = await kept(official)
    body = repr(brought).encode()
    assert (found.sha256, found.size_bytes) == (sha256(body).hexdigest(), len(body))
    assert (found.url, found.fetched_at) == (OFFICIAL.url, START)
    assert await official.database.read(evidence.body, found.sha256) == body
    assert await kept(official, "https://bis.example/rain") == ()


async def test_of_what_is_not_official_the_hash_is_kept_without_the_bytes(official: House) -> None:
    await official.person("ann", "quota")
    brought = document(item("Quota on wool", "1", LINK))
    await official.poll(brought, source=replace(USTR, group=Group.PRESS))
    (found,) = await kept(official)
    body = repr(brought).encode()
    assert (found.sha256, found.size_bytes, found.kept) == (sha256(body).hexdigest(), len(body), False)

    def stored(rows: Rows) -> int:
        return rows.number("select length(body) from documents")

    assert await official.database.read(stored) == 0


async def test_the_bytes_are_kept_although_another_source_sent_the_same_document_before(official: House) -> None:
    await official.person("ann", "quota")
    brought = document(item("Quota on wool", "1", LINK))
    await official.poll(brought, source=replace(USTR, group=Group.PRESS))
    await official.poll(brought, source=OFFICIAL)
    (found, again) = await kept(official)
    assert found == again
    assert await official.database.read(evidence.body, found.sha256) == repr(brought).encode()


async def test_of_what_brought_no_alert_nothing_is_kept(official: House) -> None:
    await official.person("ann", "rain")
    await official.poll(document(item("Quota on wool", "1", LINK)), source=OFFICIAL)
    assert await kept(official) == ()


async def test_a_document_that_brings_two_alerts_is_stored_once(official: House) -> None:
    await official.person("ann", "quota")
    await official.poll(document(item("A quota", "1", LINK), item("Quotas", "2", f"{LINK}/2")), source=OFFICIAL)
    assert await kept(official) == await kept(official, f"{LINK}/2") != ()

    def count(rows: Rows) -> int:
        return rows.number("select count(*) from documents")

    assert await official.database.read(count) == 1


async def test_each_page_of_a_list_is_kept(official: House) -> None:
    await official.person("ann", "quota")
    first = replace(document(item("Quota 2", "2", LINK)), next="https://bis.example/feed?page=2")
    official.newsroom.says(OFFICIAL.id, first, document(item("Quota 1", "1", f"{LINK}/1")))
    await official.pipeline.poll(OFFICIAL)
    assert [each.url for each in await kept(official)] == [OFFICIAL.url, "https://bis.example/feed?page=2"]


async def test_documents_are_deleted_when_their_time_is_over(official: House, tmp_path: Path) -> None:
    await official.person("ann", "quota")
    await official.poll(document(item("Quota on wool", "1", LINK)), source=OFFICIAL)
    maintenance = _maintenance(official, tmp_path)
    official.clock.pass_by(100 * DAY)
    await maintenance.run()
    assert await kept(official) != ()
    official.clock.pass_by(DAY)
    await maintenance.run()
    assert await kept(official) == ()


async def test_a_document_that_brings_another_alert_later_is_kept_for_both(official: House, tmp_path: Path) -> None:
    await official.person("ann", "quota")
    brought = document(item("Quota on wool", "1", LINK))
    await official.poll(brought, source=OFFICIAL)
    official.clock.pass_by(60 * DAY)
    await official.poll(brought, source=USTR)
    official.clock.pass_by(60 * DAY)
    await _maintenance(official, tmp_path).run()
    assert [each.fetched_at for each in await kept(official)] == [START, START + 60 * DAY]


async def test_why_names_the_document(official: House) -> None:
    ann = await official.person("ann", "quota")
    await official.poll(document(item("Quota on wool", "1", LINK)), source=OFFICIAL)
    asked = await official.watchlist.why(ann, LINK)
    assert isinstance(asked, ItemExplanation)
    assert asked.documents == await kept(official) != ()
