"""What Prometheus scrapes, and that the dashboard asks for nothing else."""

from __future__ import annotations

import asyncio
import json
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.chat import NotSent, Outcome, Reply, Sent
from bot.web.metrics import Metrics
from tests.bot.web.desk import NOW, Desk
from tests.fakes.ports import Clock
from watchers.cadence import Health
from watchers.feeds import catalog
from watchers.model import Address
from watchers.store import Database, Transaction

ROOT = Path(__file__).resolve().parents[3]
DASHBOARD = ROOT / "docs/grafana.json"
OF_THE_PROCESS = "process_"
KINDS = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}

pytestmark = pytest.mark.service


async def values(metrics: Metrics) -> dict[str, float]:
    """The samples by name with labels: ``tradewatch_sources{state="fresh"}``."""
    found = {}
    for family in text_string_to_metric_families((await metrics.render()).decode()):
        for sample in family.samples:
            labels = ",".join(f'{name}="{value}"' for name, value in sample.labels.items())
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def metrics_of(database: Database, clock: Clock) -> Metrics:
    return Metrics(database, clock, list, lambda: 4)


async def test_the_values_of_the_database_are_those_that_are_stored(month: Database) -> None:
    found = await values(metrics_of(month, Clock(NOW + timedelta(minutes=1))))
    assert found["tradewatch_items_total"] == found["tradewatch_alerts_total"] == 642
    assert found["tradewatch_matches_total"] == 0
    assert found["tradewatch_parser_restarts_total"] == 4
    assert (found["tradewatch_queue"], found["tradewatch_dead_letters"], found["tradewatch_healthy"]) == (1, 0, 1)
    assert 45 < found["tradewatch_queue_age_seconds"] < 47
    assert found["tradewatch_database_bytes"] > 100_000
    assert found['tradewatch_heartbeat_age_seconds{part="telegram"}'] == 63
    assert found['tradewatch_sources{state="gone"}'] == 1
    states = [found[f'tradewatch_sources{{state="{health.value}"}}'] for health in Health]
    assert sum(states) == len(catalog.load().default) + 1


async def test_an_alert_is_observed_at_one_scrape_only_and_none_from_before_the_start(month: Database) -> None:
    clock = Clock(NOW)
    metrics = metrics_of(month, clock)
    assert (await values(metrics))["tradewatch_fetched_to_sent_seconds_count"] == 0
    await month.write(send_the_queued_one)
    clock.pass_by(timedelta(minutes=1))
    both = await asyncio.gather(values(metrics), values(metrics))
    for found in (*both, await values(metrics)):
        assert found["tradewatch_fetched_to_sent_seconds_count"] == 1
        assert found["tradewatch_published_to_sent_seconds_count"] == 1
        assert found['tradewatch_published_to_sent_seconds_bucket{le="60.0"}'] == 0
        assert found['tradewatch_published_to_sent_seconds_bucket{le="3600.0"}'] == 1


def send_the_queued_one(tx: Transaction) -> None:
    tx.execute("update outbox set state = 'sent', sent_at = created_at + 20 where state = 'queued'")


async def test_sends_are_counted_by_outcome(month: Database) -> None:
    outcomes: list[Outcome] = [Sent("1"), NotSent("no"), Sent("2")]

    async def send(address: Address, reply: Reply) -> Outcome:
        return outcomes.pop()

    metrics = metrics_of(month, Clock(NOW))
    counted = metrics.counted(send)
    assert [await counted(Address("7"), Reply("x")) for _ in range(3)] == [Sent("2"), NotSent("no"), Sent("1")]
    found = await values(metrics)
    assert found['tradewatch_sends_total{outcome="Sent"}'] == 2
    assert found['tradewatch_sends_total{outcome="NotSent"}'] == 1


@pytest.mark.hazard("O6")
async def test_something_that_blocks_the_event_loop_is_seen_in_its_lag(month: Database) -> None:
    metrics = metrics_of(month, Clock(NOW))
    measuring = asyncio.create_task(metrics.measure_the_loop())
    await asyncio.sleep(0)
    time.sleep(0.8)  # noqa: ASYNC251  what blocks the loop
    count = 0.0
    while not count:
        found = await values(metrics)
        count = found["tradewatch_loop_lag_seconds_count"]
    assert found['tradewatch_loop_lag_seconds_bucket{le="0.5"}'] < count
    measuring.cancel()


async def test_the_metrics_are_served_in_the_format_of_prometheus(desk: Desk) -> None:
    async with desk.session.get("/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        families = {family.name: family for family in text_string_to_metric_families(await answer.text())}
    ours = [family for name, family in families.items() if not name.startswith(OF_THE_PROCESS)]
    assert all(family.name.startswith("tradewatch_") and family.documentation.endswith(".") for family in ours)
    assert families["process_resident_memory_bytes"].samples[0].value > 10_000_000


# ---- the documents ---------------------------------------------------------------------------------


async def served(database: Database) -> set[str]:
    """Every name that a query may have."""
    text = (await metrics_of(database, Clock(NOW)).render()).decode()
    families = text_string_to_metric_families(text)
    return {f"{family.name}{ending}" for family in families for ending in KINDS[family.type]}


def asked_for(text: str) -> set[str]:
    return set(re.findall(r"\b(?:tradewatch|process)_\w+", text))


def expressions(dashboard: object) -> list[str]:
    match dashboard:
        case {"expr": str(expression)}:
            return [expression]
        case dict():
            return [each for value in dashboard.values() for each in expressions(value)]
        case list():
            return [each for value in dashboard for each in expressions(value)]
    return []


async def test_the_dashboard_asks_for_metrics_that_exist_and_shows_all_of_ours(month: Database) -> None:
    asked = asked_for("\n".join(expressions(json.loads(DASHBOARD.read_text("utf-8")))))
    there = await served(month)
    assert asked - there == set()
    stems = {re.sub("_(total|bucket|sum|count)$", "", name) for name in asked}
    ours = {re.sub("_(total|bucket|sum|count)$", "", name) for name in there if name.startswith("tradewatch_")}
    assert ours - stems == set()


async def test_every_metric_is_described_to_operators(month: Database) -> None:
    page = (ROOT / "docs/operating.md").read_text("utf-8")
    described = set(re.findall(r"^\| `(tradewatch_\w+)", page, re.MULTILINE))
    endings = re.compile("_(bucket|sum|count)$")
    assert described == {endings.sub("", name) for name in await served(month) if name.startswith("tradewatch_")}
    assert asked_for(page) - await served(month) - described == set()
