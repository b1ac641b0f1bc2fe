"""The one date parser: what is written is read, or nothing is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchers.items.dates import EAST_ASIA_OFFSETS, believable, day_alone, parse_date, publication

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

WITH_A_TIME = [
    # RFC 822 and its misspellings
    ("Wed, 21 Oct 2015 07:28:00 GMT", None, "2015-10-21 07:28"),
    ("Wed, 21 Oct 2015 07:28 GMT", None, "2015-10-21 07:28"),
    ("Wed, 21 Oct 15 07:28:00 GMT", None, "2015-10-21 07:28"),
    ("Wed,21 Oct 2015 07:28:00 GMT", None, "2015-10-21 07:28"),
    ("Wednesday, 21-Oct-15 07:28:00 GMT", None, "2015-10-21 07:28"),
    ("Tues, 02 Nov 2026 18:55:00 GMT", None, "2026-11-02 18:55"),
    ("Tue, 18 Sept 2018 15:53:56 +0300", None, "2018-09-18 12:53:56"),
    ("Mon, May 25 2020 04:45:26 +0000", None, "2020-05-25 04:45:26"),
    ("Tue Oct  8 18:30:00 2013", None, "2013-10-08 18:30"),
    ("Mon Nov 02 18:55:00 EST 2026", None, "2026-11-02 23:55"),
    ("Sat Mar 20 20:39:33 +0800 2021", "CN", "2021-03-20 12:39:33"),
    ("Tue Oct 08 2013 18:30:00 GMT+0900 (Japan Standard Time)", None, "2013-10-08 09:30"),
    ("Monday, November 2, 2026 - 18:55", "US", "2026-11-02 18:55"),
    ("01 Aug 17 13:26 UTC", None, "2017-08-01 13:26"),
    # Zones: offsets of every length, names, places
    ("Wed, 11 Sep 2019 22:52:30 +5:30", None, "2019-09-11 17:22:30"),
    ("Wed, 11 Sep 2019 22:52:30+5:30", None, "2019-09-11 17:22:30"),
    ("Tue, 08 Oct 2013 18:30:00 +08", None, "2013-10-08 10:30"),
    ("Tue, 08 Oct 2013 18:30:00 +8", None, "2013-10-08 10:30"),
    ("Tue, 08 Oct 2013 18:30:00 +800", None, "2013-10-08 10:30"),
    ("Mon, 02 Nov 2026 18:55:00 UTC-5", None, "2026-11-02 23:55"),
    ("2026-11-02T18:55:00 GMT+8", "TW", "2026-11-02 10:55"),
    ("2026-11-02 18:55:00-05", None, "2026-11-02 23:55"),
    ("2026-08-10T08:00:00\N{MINUS SIGN}04:00", "US", "2026-08-10 12:00"),
    ("2017-08-01 13:55:44.364419679 +0200 CEST", None, "2017-08-01 11:55:44"),
    ("Wed, 21 Oct 2015 07:28:00 EST", None, "2015-10-21 12:28"),
    ("Wed, 21 Oct 2015 07:28:00 JST", None, "2015-10-20 22:28"),
    ("Wed, 21 Oct 2015 07:28:00 CST", None, "2015-10-21 13:28"),
    ("Wed, 21 Oct 2015 07:28:00 CST", "CN", "2015-10-20 23:28"),
    ("Tue, 08 Oct 2013 18:30:00 IST", None, "2013-10-08 13:00"),
    ("Mon, 10 Aug 2026 08:00:00 MESZ", "DE", "2026-08-10 06:00"),
    ("Aug 10, 2026, 8:00 AM ET", "US", "2026-08-10 12:00"),
    ("Jan 10, 2026, 8:00 AM ET", "US", "2026-01-10 13:00"),
    ("Mon, 10 Aug 2026 08:00:00 Europe/Berlin", "DE", "2026-08-10 06:00"),
    ("2026-11-02T18:55:00.000Z[UTC]", None, "2026-11-02 18:55"),
    ('Tue, 08 Oct 2013 18:30:00 "GMT"', None, "2013-10-08 18:30"),
    # ISO 8601
    ("2015-10-21T07:28:00.123+09:00", None, "2015-10-20 22:28:00"),
    ("2013-10-08T18:30Z", None, "2013-10-08 18:30"),
    ("20131008T183000Z", None, "2013-10-08 18:30"),
    ("20131008T183000", "JP", "2013-10-08 09:30"),
    ("2013-10-08T24:00:00Z", None, "2013-10-09 00:00"),
    ("2013-10-08T18:30:60Z", None, "2013-10-08 18:31"),
    ("2015-10-21 07:28", "JP", "2015-10-20 22:28"),
    ("2015/10/21 07:28", None, "2015-10-21 07:28"),
    # Halves of the day
    ("2026-11-02 6:55 PM EST", "US", "2026-11-02 23:55"),
    ("Wed, 11 Sep 2019 10:52 p.m. EDT", "US", "2019-09-12 02:52"),
    ("Wed, 11 Sep 2019 12:52 a.m. GMT", None, "2019-09-11 00:52"),
    ("2026/11/2 PM 06:55", "TW", "2026-11-02 10:55"),
    ("2013年10月8日 上午12:30", "TW", "2013-10-07 16:30"),
    ("2013年10月8日 下午12:30", "TW", "2013-10-08 04:30"),
    ("2013年10月8日 晚上6:30", "TW", "2013-10-08 10:30"),
    ("2013-10-08 오후 6:30", "KR", "2013-10-08 09:30"),
    ("2015年10月21日（水）午後3時", "JP", "2015-10-21 06:00"),
    ("2013年10月08日（火）18時30分", "JP", "2013-10-08 09:30"),
    ("2013/10/08(火) 18:30", "JP", "2013-10-08 09:30"),
    ("2013.10.08 [Tue] 18:30", "JP", "2013-10-08 09:30"),
    ("2013년 10월 8일 18:30", "KR", "2013-10-08 09:30"),
    # Other languages
    ("mar, 08 ene 2013 18:30:00 +0100", None, "2013-01-08 17:30"),
    ("Mar, 08 Oct 2013 18:30:00 +0200", None, "2013-10-08 16:30"),
    ("Di, 08 Okt 2013 18:30:00 +0200", None, "2013-10-08 16:30"),
    ("Ke, 30 Lok 2013 11:34:37 +0000", None, "2013-10-30 11:34:37"),
    ("Вт, 08 окт 2013 18:30:00 +0400", None, "2013-10-08 14:30"),
    ("8 octobre 2013 18:30", None, "2013-10-08 18:30"),
    ("8 de outubro de 2013 18:30", None, "2013-10-08 18:30"),
    ("火, 08 10月 2013 18:30:00 +0900", "JP", "2013-10-08 09:30"),
    ("週二, 08 十月 2013 18:30:00 +0800", "TW", "2013-10-08 10:30"),
    # Day and month by country
    ("9/11/2019 10:52:30 PM", "US", "2019-09-11 22:52:30"),
    ("11/9/2019 22:52", "GB", "2019-09-11 22:52"),
    ("08.10.2013 18:30", None, "2013-10-08 18:30"),
    # Epochs
    ("1793645700", None, "2026-11-02 18:55"),
    ("1793645700000", None, "2026-11-02 18:55"),
    ("/Date(1793645700000)/", None, "2026-11-02 18:55"),
]
DAYS = [
    ("2015-10-21", None, "2015-10-21"),
    ("21 Oct 2015", None, "2015-10-21"),
    ("Sept. 11, 2019", "US", "2019-09-11"),
    ("8. Oktober 2013", None, "2013-10-08"),
    ("Published: 2013-10-08", None, "2013-10-08"),
    ("10/08/2013", "US", "2013-10-08"),
    ("08/10/2013", "GB", "2013-10-08"),
    ("25/10/2013", None, "2013-10-25"),
    ("10/25/2013", None, "2013-10-25"),
    ("20131008", None, "2013-10-08"),
    ("2013-W41-2", None, "2013-10-08"),
    ("2013-281", None, "2013-10-08"),
    ("2015年10月21日", "JP", "2015-10-21"),
    ("２０１３年１０月８日", "JP", "2013-10-08"),
    ("二〇一三年十月二十八日", "CN", "2013-10-28"),
    ("中華民國一百一十五年六月一日", "TW", "2026-06-01"),
    ("一百十五年十二月三十一日", "TW", "2026-12-31"),
    ("一百零五年一月三日", "TW", "2016-01-03"),
    ("一百年十月十日", "TW", "2011-10-10"),
    ("1er juin 2026", "FR", "2026-06-01"),
    ("2026 Jun 1", None, "2026-06-01"),
    ("2026-Jun-01", None, "2026-06-01"),
    ("令和8年3月1日", "JP", "2026-03-01"),
    ("令和元年5月1日", "JP", "2019-05-01"),
    ("R07/10/08", "JP", "2025-10-08"),
    ("民國114年10月21日", "TW", "2025-10-21"),
    ("115/11/02", "TW", "2026-11-02"),
    ("115年11月2日", "TW", "2026-11-02"),
]
UNREADABLE = [
    ("yesterday", None),
    ("3 hours ago", None),
    ("", None),
    ("2015-13-45", None),
    ("Tue, 30 Feb 2013 18:30:00 GMT", None),
    ("Tue, 08 Oct 2013 25:30:00 GMT", None),
    ("0000-00-00T00:00:00Z", None),
    ("-0001-11-30T00:00:00+00:00", None),
    ("10/08/2013 18:30", None),  # of two readings neither is taken
    ("Tue, 08 Oct 2013 18:30:00 +9999", None),
    ("Tue, 08 Oct 2013 18:30:00 XYZT", None),  # a zone that is not known is not UTC
    ("2013年10月8日 晚上12:30", "TW"),
    ("8 marketing 2013 18:30", None),
    ("2026-11-02 18:55 " + "x" * 200, None),
]


@pytest.mark.hazard("I8")
@pytest.mark.parametrize(("written", "country", "right"), WITH_A_TIME)
def test_a_moment_is_read_as_it_is_written(written: str, country: str | None, right: str) -> None:
    assert parse_date(written, country) == datetime.fromisoformat(right).replace(tzinfo=UTC)


@pytest.mark.hazard("I8")
@pytest.mark.parametrize(("written", "country", "right"), DAYS)
def test_a_day_without_a_time_begins_where_its_publisher_is(written: str, country: str | None, right: str) -> None:
    midnight = datetime.fromisoformat(right).replace(tzinfo=UTC)
    assert parse_date(written, country) == midnight - timedelta(hours=EAST_ASIA_OFFSETS.get(country or "", 0))


@pytest.mark.hazard("I8")
@pytest.mark.parametrize(("written", "country"), UNREADABLE)
def test_what_cannot_be_read_without_guessing_is_not_read(written: str, country: str | None) -> None:
    assert parse_date(written, country) is None


@given(st.text(max_size=40) | st.text("0123456789年月日:/-+ TZ午後令和元十月JanAMP.", max_size=40))
@settings(deadline=None, max_examples=600)
def test_nothing_that_is_written_breaks_the_parser(written: str) -> None:
    moment = parse_date(written, "JP")
    assert moment is None or moment.tzinfo is UTC


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1)), st.integers(-12 * 60, 14 * 60))
@settings(deadline=None)
def test_every_iso_and_rfc_date_with_an_offset_is_read_exactly(moment: datetime, minutes: int) -> None:
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    offset = f"{sign}{size // 60:02}:{size % 60:02}"
    right = (moment.replace(microsecond=0) - timedelta(minutes=minutes)).replace(tzinfo=UTC)
    assert parse_date(f"{moment:%Y-%m-%dT%H:%M:%S}{offset}") == right
    assert parse_date(f"{moment:%a, %d %b %Y %H:%M:%S} {offset.replace(':', '')}") == right


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (NOW - timedelta(days=9), NOW - timedelta(days=9)),
        (NOW + timedelta(hours=23), NOW + timedelta(hours=23)),
        (NOW + timedelta(days=2), NOW),
        (datetime(1445, 1, 1, tzinfo=UTC), None),
        (datetime(2028, 1, 1, tzinfo=UTC), None),
        (None, None),
    ],
)
@pytest.mark.hazard("I8")
def test_only_plausible_dates_are_believed(date: datetime | None, expected: datetime | None) -> None:
    assert believable(date, NOW) == expected


@pytest.mark.parametrize(
    ("written", "country", "right"),
    [
        ("Sun, 01 Mar 2026 19:30:00 GMT", "TW", "2026-03-01 11:30"),
        ("2026-03-01T20:30:00Z", "JP", "2026-03-01 11:30"),
        ("Sun, 01 Mar 2026 19:30:00 +0000", "CN", "2026-03-01 11:30"),
        # Not ahead, ahead by the error of a clock, in another zone, ahead also as local time, or elsewhere
        ("Sun, 01 Mar 2026 11:30:00 GMT", "TW", "2026-03-01 11:30"),
        ("Sun, 01 Mar 2026 12:05:00 GMT", "TW", "2026-03-01 12:05"),
        ("Sun, 01 Mar 2026 22:30:00 +0800", "TW", "2026-03-01 14:30"),
        ("Sun, 01 Mar 2026 22:30:00 GMT", "TW", "2026-03-01 22:30"),
        ("Sun, 01 Mar 2026 19:30:00 GMT", "GB", "2026-03-01 19:30"),
    ],
)
def test_local_time_called_gmt_is_known_by_lying_ahead(written: str, country: str, right: str) -> None:
    assert f"{publication(written, country, NOW):%Y-%m-%d %H:%M}" == right


@pytest.mark.parametrize(
    ("written", "country", "day"),
    [
        ("2026-07-03", "US", "2026-07-03"),
        ("2026-07-03", "TW", "2026-07-03"),
        ("令和8年7月3日", "JP", "2026-07-03"),
        ("Fri, 03 Jul 2026 00:00:00 GMT", "TW", "2026-07-03"),
        ("2026-07-03 09:30", "TW", None),
        ("2026-07-03T00:00:01Z", "US", None),
    ],
)
def test_a_date_without_a_time_is_the_day_of_its_publisher(written: str, country: str, day: str | None) -> None:
    moment = parse_date(written, country)
    assert moment is not None
    found = day_alone(moment, country)
    assert (found and found.isoformat()) == day
