"""A tariff schedule as a list: whose duty changed, from what to what, by which heading of chapter 99, and from when."""

from __future__ import annotations

import json

import pytest

from bot.messages import text as texts
from bot.messages.alerts import alert as message
from bot.messages.text import plain
from tests.fakes.situations import House
from watchers.lists import rate_change
from watchers.model import Alert, ItemMap, Source, SourceId, SourceKind
from watchers.store import Transaction, sources, subscriptions

pytestmark = pytest.mark.service

MAPPING = ItemMap(
    items=".",
    id="htsno",
    title="HTS {htsno}: {description}",
    rate="general",
    program="footnotes.value",
    link="https://hts.example/search?query={htsno}",
)
HTS = Source(SourceId("hts"), "https://hts.example/export", "HTS", SourceKind.LIST, country="US", mapping=MAPPING)
DIODES = {"htsno": "8541.10.00", "description": "Diodes", "general": "25%", "footnotes": []}
CELLS = {"htsno": "8541.42.00", "description": "Photovoltaic cells", "general": "Free", "footnotes": None}
OTHER = {"htsno": "8541.10.00.40", "description": "Other", "general": "", "footnotes": []}
UPON = "The duty provided in the applicable subheading"
SECTION_301 = {
    "htsno": "9903.91.03",
    "description": "Effective with respect to entries on or after October 1, 2026, articles of China",
    "general": f"{UPON} + 25%",
    "footnotes": [],
}
ROWS = (DIODES, CELLS, OTHER, SECTION_301, {"htsno": "", "description": "Heading without a number", "general": ""})


async def poll(house: House, *rows: object) -> None:
    house.newsroom.lists[HTS.id] = json.dumps(rows)
    polled = await house.pipeline.poll(HTS)
    assert polled.problem is None


async def alerted(house: House, rule: str, *rows: object) -> Alert | None:
    """The message to somebody who watches, after the schedule became these rows."""

    def register(tx: Transaction) -> None:
        sources.put(tx, HTS, house.clock())
        subscriptions.apply_groups(tx)

    ann = await house.person("ann", rule)
    await house.database.write(register)
    await poll(house, *ROWS)
    await poll(house, *rows)
    return next((alert for alert in await house.enqueued(ann) if alert.item is None), None)


def said(alert: Alert | None, language: str = "en") -> list[str]:
    assert alert is not None
    return plain(message(alert, texts.load()[language]).html).splitlines()


@pytest.mark.parametrize(
    ("language", "duty", "seen"),
    [
        ("en", "    Duty: 25% → 50%", "    seen 1 Mar 2026, 12:00 UTC"),
        ("zh-Hant", "    稅率：25% → 50%", "2026年3月1日 12:00 UTC"),
        ("ja", "    税率：25% → 50%", "2026年3月1日 12:00 UTC"),
    ],
)
async def test_a_watch_on_a_heading_reads_the_old_and_the_new_duty(
    house: House, language: str, duty: str, seen: str
) -> None:
    lines = said(await alerted(house, "hs:8541.10", DIODES | {"general": "50%"}, *ROWS[1:]), language)
    assert "HTS 8541.10.00: Diodes" in lines[2]
    assert lines[3] == duty
    assert seen in lines[4]


async def test_a_heading_of_chapter_99_that_applies_now_is_named(house: House) -> None:
    changed = DIODES | {"footnotes": [{"columns": ["general"], "value": "See 9903.91.03."}]}
    alert = await alerted(house, "hs:9903.91", changed, *ROWS[1:])
    assert "    + See 9903.91.03." in said(alert)


@pytest.mark.parametrize(
    ("language", "effective"),
    [
        ("en", "    Effective 1 Oct 2026 · seen 1 Mar 2026, 12:00 UTC"),
        ("zh-Hant", "    2026年10月1日生效 · "),
        ("ja", "    2026年10月1日発効 · "),
    ],
)
async def test_the_day_from_which_it_applies_is_beside_the_time_it_was_seen(
    house: House, language: str, effective: str
) -> None:
    changed = SECTION_301 | {"general": f"{UPON} + 50%"}
    lines = said(await alerted(house, "hs:9903.91.03", *ROWS[:3], changed), language)
    assert any("25% → 50%" in line and UPON not in line for line in lines)
    assert any(line.startswith(effective) for line in lines)


async def test_a_new_heading_reads_its_duty(house: House) -> None:
    added = {"htsno": "8541.59.00", "description": "Other semiconductor devices", "general": "50%", "footnotes": []}
    assert "    Duty: 50%" in said(await alerted(house, "hs:8541", *ROWS, added))


async def test_another_heading_alerts_nobody(house: House) -> None:
    assert await alerted(house, "hs:8542", DIODES | {"general": "50%"}, *ROWS[1:]) is None


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        ("25%", "50%", "25% → 50%"),
        ("Free", "2.5%", "Free → 2.5%"),
        (f"{UPON} + 25%", f"{UPON} + 50%", "25% → 50%"),
        ("", "10%", "– → 10%"),
        ("1.5¢/kg", "", "1.5¢/kg → –"),
        (UPON, f"{UPON} + 10%", "– → + 10%"),
    ],
)
def test_a_changed_duty_is_shown_without_the_words_that_both_begin_with(before: str, now: str, shown: str) -> None:
    assert rate_change(before, now) == shown
