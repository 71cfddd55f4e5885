from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from blog.exchange.dates import date_in_addresses, date_in_name, parse_date

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-07-05", "2024-07-05T10:00:00+00:00"),
        (date(2024, 7, 5), "2024-07-05T10:00:00+00:00"),
        ("2024-7-5", "2024-07-05T10:00:00+00:00"),
        ("2016-04-14 17:13:45", "2016-04-14T15:13:45+00:00"),
        ("2016-04-14T17:13:45Z", "2016-04-14T17:13:45+00:00"),
        ("2016-04-14 17:13:45 +0530", "2016-04-14T11:43:45+00:00"),
        ("2016-04-14 17:13 -03", "2016-04-14T20:13:00+00:00"),
        (
            datetime(2016, 4, 14, 17, 13),  # noqa: DTZ001 - what TOML gives for a time without a zone
            "2016-04-14T15:13:00+00:00",
        ),
        ("July 5, 2024", "2024-07-05T10:00:00+00:00"),
        ("5 July 2024", "2024-07-05T10:00:00+00:00"),
        ("Fri, 05 Jul 2024 08:00:00 GMT", "2024-07-05T08:00:00+00:00"),
    ],
)
def test_dates_without_a_zone_are_meant_in_the_blogs_zone_and_at_noon(written, expected):
    assert parse_date(written, BERLIN).astimezone(UTC).isoformat() == expected


@pytest.mark.parametrize(
    "written", ["2024-13-45", "soon", "", None, "2024-02-30", "0001-01-01", "9999-99-99 1:1", ["x"]]
)
def test_what_is_no_date_gives_none(written):
    assert parse_date(written, ZoneInfo("Asia/Tokyo")) is None


def test_date_is_found_at_the_beginning_of_a_name():
    assert date_in_name("2019-06-14-meeting", UTC) == datetime(2019, 6, 14, 12, tzinfo=UTC)
    assert date_in_name("meeting-2019-06-14", UTC) is None


def test_date_is_found_in_an_old_address():
    assert date_in_addresses(["/x", "/inside/2020/07/27/1.45.1-prerelease"], UTC).date() == date(2020, 7, 27)
    assert date_in_addresses(["/blog/2020/07/news"], UTC).date() == date(2020, 7, 1)
    assert date_in_addresses(["/2020/99/99/x"], UTC) is None
