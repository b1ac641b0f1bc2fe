"""What operators watch, from a database whose contents are known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bot.web.desk import NOW
from tests.fakes.busy_month import ADDED, fill
from watchers.cadence import Health
from watchers.model import News
from watchers.services.operations import CHART_DAYS, measure, overview
from watchers.store import Database


@pytest.fixture
async def month(database: Database) -> Database:
    await database.write(fill, NOW)
    return database


async def test_the_overview_has_every_day_with_zeros_and_the_newest_last(month: Database) -> None:
    found = await month.read(overview, NOW, True)
    days = [day for day, _ in found.days]
    assert days == [NOW.date() - timedelta(days=back) for back in range(CHART_DAYS - 1, -1, -1)]
    assert sum(count for _, count in found.days) == 641
    in_a_year = await month.read(overview, NOW + timedelta(days=365), True)
    assert {count for _, count in in_a_year.days} == {0}
    assert in_a_year.from_fetched is in_a_year.from_published is None


async def test_lags_are_those_of_the_last_day(month: Database) -> None:
    found = await month.read(overview, NOW, True)
    assert found.from_fetched is not None
    assert found.from_published is not None
    assert found.from_fetched.count == found.from_published.count == dict(found.days)[NOW.date()]
    assert timedelta(milliseconds=180) <= found.from_fetched.median <= found.from_fetched.p95 < timedelta(seconds=1)
    assert timedelta(minutes=3) <= found.from_published.median <= found.from_published.p95 < timedelta(minutes=28)


async def test_only_operators_see_what_a_chat_added_for_itself(month: Database) -> None:
    of_operators = await month.read(overview, NOW, True)
    of_subscribers = await month.read(overview, NOW, False)
    hidden = {s.source.id for s in of_operators.statuses} - {s.source.id for s in of_subscribers.statuses}
    assert hidden == {ADDED.id}


async def test_incidents_are_the_open_ones_and_the_oldest_comes_first(month: Database) -> None:
    found = await month.read(overview, NOW, False)
    assert [(incident.kind, NOW - incident.since) for incident in found.incidents] == [
        (News.GONE, timedelta(days=2)),
        (News.DEAD, timedelta(hours=5)),
    ]


async def test_an_empty_database_has_figures_too(database: Database) -> None:
    found = await database.read(measure, NOW, NOW)
    assert (found.totals.items, found.queue.count, found.queue.oldest, found.sent) == (0, 0, None, ())
    assert found.sources == dict.fromkeys(Health, 0)
