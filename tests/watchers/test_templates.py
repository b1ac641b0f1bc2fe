"""The address that is asked for: days of the moment, and the Federal Register's fields."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.cadence import fill, has_days, to_fetch
from watchers.model import Source, SourceId, SourceKind

NOW = datetime(2026, 7, 3, 23, 59, tzinfo=UTC)
REGISTER = "https://www.federalregister.gov/api/v1/documents.json"


def register(url: str) -> dict[str, list[str]]:
    asked: dict[str, list[str]] = {}
    address = to_fetch(Source(SourceId("fr"), url, kind=SourceKind.FEDERAL_REGISTER), NOW)
    for name, value in parse_qsl(urlsplit(address).query, keep_blank_values=True):
        asked.setdefault(name, []).append(value)
    return asked


@pytest.mark.parametrize(
    ("written", "filled"),
    [
        ("https://e.org/?d={today}", "https://e.org/?d=2026-07-03"),
        ("https://e.org/?from={today-4d}&to={today+1d}", "https://e.org/?from=2026-06-29&to=2026-07-04"),
        ("https://e.org/?q={query}", "https://e.org/?q={query}"),
        ("https://e.org/", "https://e.org/"),
    ],
)
def test_days_are_those_of_the_moment_in_utc(written: str, filled: str) -> None:
    assert fill(written, NOW) == filled
    assert has_days(written) is (filled != written)


@given(st.integers(-9_999, 9_999))
def test_no_number_of_days_breaks_the_calendar(days: int) -> None:
    assert len(fill(f"{{today{days:+d}d}}", NOW)) == len("2026-07-03")


def test_the_register_is_asked_for_all_that_is_read() -> None:
    asked = register(f"{REGISTER}?conditions%5Bagencies%5D%5B%5D=industry-and-security-bureau")
    assert asked["conditions[agencies][]"] == ["industry-and-security-bureau"]
    assert {"dates", "docket_ids", "effective_on", "comments_close_on", "html_url"} <= set(asked["fields[]"])
    assert (asked["order"], asked["per_page"]) == (["newest"], ["100"])
    assert register(REGISTER)["fields[]"] == asked["fields[]"]


def test_what_an_address_of_the_register_asks_for_itself_stays() -> None:
    asked = register(f"{REGISTER}?fields[]=title&per_page=20&order=relevance")
    assert asked == {"fields[]": ["title"], "per_page": ["20"], "order": ["relevance"]}


def test_other_kinds_are_asked_as_they_are_written() -> None:
    source = Source(SourceId("x"), f"{REGISTER}?a=b", kind=SourceKind.JSON)
    assert to_fetch(source, NOW) == source.url
