"""The site's time zone makes the day; a change of the clocks makes no time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from station.adapters.clock import SystemClock, in_zone, zone_of

JERUSALEM, BERLIN = ZoneInfo("Asia/Jerusalem"), ZoneInfo("Europe/Berlin")

DAYS = [
    (datetime(2026, 6, 21, 20, 59, tzinfo=UTC), date(2026, 6, 21)),
    (datetime(2026, 6, 21, 21, 0, tzinfo=UTC), date(2026, 6, 22)),
    (datetime(2026, 12, 31, 21, 59, tzinfo=UTC), date(2026, 12, 31)),
    (datetime(2026, 12, 31, 22, 0, tzinfo=UTC), date(2027, 1, 1)),
]


@pytest.mark.parametrize(("at", "day"), DAYS)
def test_a_day_ends_at_midnight_there(at: datetime, day: date) -> None:
    assert in_zone(at, JERUSALEM).date() == day


# An hour before and an hour after the clocks change, in either direction (UTC).
CHANGES = [
    (BERLIN, datetime(2026, 3, 29, 0, tzinfo=UTC)),
    (BERLIN, datetime(2026, 10, 25, 0, tzinfo=UTC)),
    (JERUSALEM, datetime(2026, 3, 26, 23, tzinfo=UTC)),
    (JERUSALEM, datetime(2026, 10, 24, 22, tzinfo=UTC)),
]


@pytest.mark.parametrize(("zone", "before"), CHANGES)
def test_a_change_of_the_clocks_makes_no_time(zone: ZoneInfo, before: datetime) -> None:
    early, late = in_zone(before, zone), in_zone(before + timedelta(hours=2), zone)
    assert early.utcoffset() != late.utcoffset()
    assert late - early == timedelta(hours=2)
    assert early < late


def test_the_clock_tells_the_time_of_its_zone() -> None:
    clock = SystemClock(zone_of("Asia/Kathmandu"))
    assert clock.now().utcoffset() == timedelta(hours=5, minutes=45)
    assert SystemClock(zone_of("")).now().utcoffset() is not None
