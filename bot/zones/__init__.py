"""Find a time zone by the name of a city or country in three languages, or by a place on the map.

Names of zones and countries are those of the CLDR, which Babel brings; ``data/cities.tsv`` adds big cities that are
not the names of zones, and ``data/places.tsv`` big cities that are far from the main place of their zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo, available_timezones

from babel.core import Locale, get_global

from watchers.data import read_lines
from watchers.text.tokens import fold

LOCALES = {"en": "en", "zh-Hant": "zh_Hant_TW", "ja": "ja"}
_MORE_LOCALES = ("zh_Hans_CN", "zh_Hant_HK")
MAX_FOUND = 6
"""Zones to offer if a name is not clear."""
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})", re.IGNORECASE)
MAX_OFFSETS = {"+": 14, "-": 12}


@dataclass(frozen=True, slots=True)
class Place:
    """The main place of a zone, or a big city in it, in degrees."""

    zone: str
    latitude: float
    longitude: float


def find(typed: str) -> tuple[str, ...]:
    """Return the IANA names of the zones that may be meant, at most six; one if it is clear."""
    key = _key(typed)
    if not key:
        return ()
    if (offset := _OFFSET.fullmatch(typed.strip())) and int(offset[2]) <= MAX_OFFSETS[offset[1]]:
        # The signs in these names are reversed, as in POSIX.
        return (f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}",) if int(offset[2]) else ("UTC",)
    names = _names()
    if key in names:
        return (names[key],)
    found = dict.fromkeys(zone for name, zone in names.items() if len(key) > 1 and name.startswith(key))
    return tuple(found)[:MAX_FOUND]


def is_zone(name: str) -> bool:
    """Return whether this is the IANA name of a zone."""
    return name in available_timezones()


def nearest(latitude: float, longitude: float) -> str:
    """Return the zone of the city that is nearest to a place, in degrees."""
    return min(_places(), key=lambda place: _distance(place, latitude, longitude)).zone


def shown(zone: str, language: str) -> str:
    """Return the name of a zone's city in a language; a fixed offset as ``UTC+8``."""
    if zone == "UTC" or zone.startswith("Etc/"):
        return _shown_offset(zone)
    return _city(zone, LOCALES[language]) or zone.rpartition("/")[2].replace("_", " ")


def _city(zone: str, locale: str) -> str:
    """Return the name of a zone's city; "" if the CLDR has none."""
    known = Locale.parse(locale).time_zones
    named = known.get(zone) or known.get(_cldr_names().get(zone, ""), {})
    return str(named.get("city", ""))


def offset(zone: ZoneInfo, at: datetime) -> str:
    """Return how far the clock of a zone is from UTC at a moment: ``UTC+8``, ``UTC−3:30``, ``UTC``."""
    difference = at.astimezone(zone).utcoffset()
    minutes = int(difference.total_seconds()) // 60 if difference else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


def _shown_offset(zone: str) -> str:
    signed = zone.removeprefix("Etc/GMT")
    return "UTC" if signed in ("UTC", "") else f"UTC{'+' if signed[0] == '-' else '−'}{signed[1:]}"


def _key(name: str) -> str:
    return "".join(character for character in fold(name) if character.isalnum())


@cache
def _names() -> Mapping[str, str]:
    """Return the zones by the folded names of their cities; the first of several zones with one name."""
    names: dict[str, str] = {"utc": "UTC", "gmt": "UTC"}
    for name, zone in (*_city_names(), *_more_cities(), *_country_names()):
        names.setdefault(_key(name), zone)
    return names


def _city_names() -> Iterator[tuple[str, str]]:
    zones = list(dict.fromkeys(place.zone for place in _places()))
    for zone in zones:
        yield zone, zone
        yield zone.rpartition("/")[2], zone
    for locale in (*LOCALES.values(), *_MORE_LOCALES):
        yield from ((city, zone) for zone in zones if (city := _city(zone, locale)))
    for zone in available_timezones():
        if "/" in zone and not zone.startswith(("Etc/", "US/", "posix", "right")):
            yield zone, zone
            yield zone.rpartition("/")[2], zone


def _more_cities() -> Iterator[tuple[str, str]]:
    for line in read_lines("bot.zones", "cities.tsv"):
        zone, *names = line.split("\t")
        yield from ((name, zone) for each in names for name in each.split("|"))


def _country_names() -> Iterator[tuple[str, str]]:
    """Yield the names of countries that have one zone."""
    zones: dict[str, list[str]] = {}
    for countries, _, zone, *_ in _zones():
        for country in countries.split(","):
            zones.setdefault(country, []).append(zone)
    for locale in LOCALES.values():
        for country, name in Locale.parse(locale).territories.items():
            if len(zones.get(country, ())) == 1:
                yield name, zones[country][0]


@cache
def _cldr_names() -> Mapping[str, str]:
    """Return the names under which the CLDR knows zones that were renamed: Asia/Kolkata as Asia/Calcutta."""
    return {new: old for old, new in get_global("zone_aliases").items()}


@cache
def _places() -> tuple[Place, ...]:
    main = tuple(Place(zone, *_degrees(place)) for _, place, zone, *_ in _zones())
    more = [line.split("\t") for line in read_lines("bot.zones", "places.tsv")]
    return main + tuple(Place(zone, float(latitude), float(longitude)) for zone, latitude, longitude in more)


def _degrees(written: str) -> tuple[float, float]:
    """Read ISO 6709 as in zone1970.tab: ±DDMM±DDDMM or ±DDMMSS±DDDMMSS."""
    latitude, longitude = re.findall(r"[+-]\d+", written)
    return _angle(latitude, 2), _angle(longitude, 3)


def _angle(written: str, digits: int) -> float:
    sign, number = -1 if written[0] == "-" else 1, written[1:].ljust(digits + 4, "0")
    return sign * (int(number[:digits]) + int(number[digits : digits + 2]) / 60 + int(number[digits + 2 :]) / 3600)


def _distance(place: Place, latitude: float, longitude: float) -> float:
    """Return the angle between two places on the sphere, by the haversine formula."""
    a, b = radians(place.latitude), radians(latitude)
    across = sin(radians(longitude - place.longitude) / 2) ** 2 * cos(a) * cos(b)
    return 2 * asin(min(1.0, sqrt(sin((b - a) / 2) ** 2 + across)))


def _zones() -> list[list[str]]:
    """Return the rows of the table of zones: countries, main place, name, and remarks."""
    table = files("tzdata.zoneinfo").joinpath("zone1970.tab").read_text("utf-8")
    return [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
