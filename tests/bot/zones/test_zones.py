"""Time zones by the names that people type, in three languages, and by the place where they are."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot import zones


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Taipei", "Asia/Taipei"),
        ("台北", "Asia/Taipei"),
        ("臺北", "Asia/Taipei"),
        (" taipei ", "Asia/Taipei"),
        ("東京", "Asia/Tokyo"),
        ("东京", "Asia/Tokyo"),
        ("Tokyo", "Asia/Tokyo"),
        ("ニューヨーク", "America/New_York"),
        ("new york", "America/New_York"),
        ("紐約", "America/New_York"),
        ("Fukuoka", "Asia/Tokyo"),
        ("大阪", "Asia/Tokyo"),
        ("Washington, D.C.", "America/New_York"),
        ("華盛頓", "America/New_York"),
        ("Geneva", "Europe/Zurich"),
        ("ジュネーブ", "Europe/Zurich"),
        ("北京", "Asia/Shanghai"),
        ("Hsinchu", "Asia/Taipei"),
        ("Mumbai", "Asia/Kolkata"),
        ("Kolkata", "Asia/Kolkata"),
        ("Kyiv", "Europe/Kyiv"),
        ("Japan", "Asia/Tokyo"),
        ("日本", "Asia/Tokyo"),
        ("台灣", "Asia/Taipei"),
        ("America/New_York", "America/New_York"),
        ("UTC", "UTC"),
        ("UTC+8", "Etc/GMT-8"),
        ("-3", "Etc/GMT+3"),
        ("Brussel", "Europe/Brussels"),
    ],
)
def test_a_city_is_found_by_its_name(typed: str, zone: str) -> None:
    assert zones.find(typed)[:1] == (zone,)


@pytest.mark.parametrize("typed", ["", "?", "Atlantis", "UTC+25", "x", "🙂"])
def test_what_is_not_a_city_is_not_found(typed: str) -> None:
    assert zones.find(typed) == ()


def test_the_beginning_of_several_names_offers_each() -> None:
    found = zones.find("San")
    assert 1 < len(found) <= zones.MAX_FOUND
    assert "America/Los_Angeles" in zones.find("San Fr")


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (33.59, 130.40, "Asia/Tokyo"),
        (25.03, 121.56, "Asia/Taipei"),
        (38.90, -77.04, "America/New_York"),
        (50.85, 4.35, "Europe/Brussels"),
        (-36.85, 174.76, "Pacific/Auckland"),
        (37.5, -121.9, "America/Los_Angeles"),
        (40.0, 116.3, "Asia/Shanghai"),
        (28.5, 77.0, "Asia/Kolkata"),
        (26.3, 127.8, "Asia/Tokyo"),
    ],
)
def test_a_place_is_in_the_zone_of_the_nearest_city(latitude: float, longitude: float, zone: str) -> None:
    assert zones.nearest(latitude, longitude) == zone


def test_every_zone_that_is_found_exists() -> None:
    assert set(zones._names().values()) <= available_timezones()


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Taipei", ("Taipei", "台北", "台北")),
        ("America/New_York", ("New York", "紐約", "ニューヨーク")),
        ("Asia/Kolkata", ("Kolkata", "加爾各答", "コルカタ")),
        ("Etc/GMT-8", ("UTC+8",) * 3),
        ("UTC", ("UTC",) * 3),
    ],
)
def test_a_zone_is_shown_by_its_city_in_the_language_of_the_reader(zone: str, shown: tuple[str, ...]) -> None:
    assert tuple(zones.shown(zone, language) for language in ("en", "zh-Hant", "ja")) == shown


def test_the_offset_follows_the_season() -> None:
    summer, winter = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    assert [zones.offset(ZoneInfo("America/New_York"), at) for at in (summer, winter)] == ["UTC−4", "UTC−5"]
    assert zones.offset(ZoneInfo("Asia/Kathmandu"), winter) == "UTC+5:45"
    assert zones.offset(ZoneInfo("UTC"), winter) == "UTC"
