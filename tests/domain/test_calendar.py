"""Windows are counted in days of the site: day 0 is the day of delivery, and day N counts until midnight."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from station.domain.calendar import (
    CountedFrom,
    Holiday,
    Weekday,
    Window,
    carrier_delay,
    day_of,
    for_carrier,
    over_holidays,
    start_of,
    window,
)
from station.domain.texts import Texts

DELIVERY = CountedFrom.DELIVERY
JERUSALEM, BERLIN = ZoneInfo("Asia/Jerusalem"), ZoneInfo("Europe/Berlin")


def last(first: date, days: int) -> date:
    return window(first, days, DELIVERY).last


LAST_DAYS = [
    (date(2026, 3, 1), 0, date(2026, 3, 1)),
    (date(2026, 3, 1), 14, date(2026, 3, 15)),
    (date(2026, 12, 18), 14, date(2027, 1, 1)),  # over the end of the year
    (date(2028, 2, 15), 14, date(2028, 2, 29)),  # a leap year: 29 February is a day like any other
    (date(2028, 2, 15), 15, date(2028, 3, 1)),
    (date(2026, 2, 15), 14, date(2026, 3, 1)),  # none in 2026
    (date(2028, 2, 29), 365, date(2029, 2, 28)),  # 29 February as day 0
    (date(2028, 2, 29), 366, date(2029, 3, 1)),
    (date(2100, 2, 14), 15, date(2100, 3, 1)),  # 2100 is no leap year
]


@pytest.mark.parametrize(("first", "days", "expected"), LAST_DAYS)
def test_the_last_day_is_day_n(first: date, days: int, expected: date) -> None:
    assert last(first, days) == expected


def test_a_day_starts_by_the_offset_of_that_day() -> None:
    summer, winter = (start_of(day, "Asia/Jerusalem") for day in (date(2026, 7, 1), date(2026, 11, 22)))
    assert (summer.isoformat(), winter.isoformat()) == (
        "2026-07-01T00:00:00+03:00",
        "2026-11-22T00:00:00+02:00",
    )
    for zone in (
        "",
        "Asia/Jerusalem",
        "Pacific/Apia",
    ):  # days before all days and behind them have a start too
        assert start_of(date.min, zone).timestamp() < start_of(date.max, zone).timestamp()


# A zone, the change of its clocks inside the window, and how long that day is there.
CHANGES = [
    (BERLIN, date(2026, 3, 29), 23),
    (BERLIN, date(2026, 10, 25), 25),
    (JERUSALEM, date(2026, 3, 27), 23),
    (JERUSALEM, date(2026, 10, 25), 25),
]


def at(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(("zone", "change", "hours"), CHANGES)
def test_a_day_of_another_length_is_one_day(zone: ZoneInfo, change: date, hours: int) -> None:
    midnights = [at(change + timedelta(days=n), 0, 0, zone).timestamp() for n in (0, 1)]
    assert midnights[1] - midnights[0] == hours * 3600
    delivered = day_of(at(change - timedelta(days=10), 23, 30, zone), zone)
    assert last(delivered, 14) == change + timedelta(days=4)


@pytest.mark.parametrize(("zone", "change", "hours"), CHANGES)
@pytest.mark.parametrize("days_after", [0, 4])
def test_the_last_day_ends_at_midnight_there(
    zone: ZoneInfo, change: date, hours: int, days_after: int
) -> None:
    """On the day of the change itself too, and whatever the offset was when the window began."""
    end = change + timedelta(days=days_after)
    open_ = window(end - timedelta(days=14), 14, DELIVERY)
    midnight = at(end + timedelta(days=1), 0, 0, zone).timestamp()
    just_before = datetime.fromtimestamp(midnight - 1, tz=ZoneInfo("UTC"))
    just_after = datetime.fromtimestamp(midnight, tz=ZoneInfo("UTC"))
    assert open_.holds(day_of(just_before, zone))
    assert not open_.holds(day_of(just_after, zone))


INSTANTS = [
    # 23:30 at the door in Israel, in summer (+03:00) and in winter (+02:00), as a carrier gives it in UTC.
    (datetime(2026, 6, 21, 20, 30, tzinfo=ZoneInfo("UTC")), JERUSALEM, date(2026, 6, 21)),
    (datetime(2026, 12, 31, 21, 30, tzinfo=ZoneInfo("UTC")), JERUSALEM, date(2026, 12, 31)),
    (datetime(2026, 12, 31, 22, 30, tzinfo=ZoneInfo("UTC")), JERUSALEM, date(2027, 1, 1)),
    (datetime(2028, 2, 28, 23, 30, tzinfo=ZoneInfo("UTC")), BERLIN, date(2028, 2, 29)),
    # The hour that there is twice, both times.
    (datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("UTC")), BERLIN, date(2026, 10, 25)),
    (datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("UTC")), BERLIN, date(2026, 10, 25)),
]


@pytest.mark.parametrize(("instant", "zone", "day"), INSTANTS)
def test_an_instant_is_the_day_on_which_it_falls_there(instant: datetime, zone: ZoneInfo, day: date) -> None:
    assert day_of(instant, zone) == day


REST = [
    (date(2026, 7, 3), (Weekday.SATURDAY, Weekday.SUNDAY), date(2026, 7, 3), 0),  # a Friday
    (date(2026, 7, 4), (Weekday.SATURDAY, Weekday.SUNDAY), date(2026, 7, 6), 2),
    (date(2026, 7, 5), (Weekday.SATURDAY, Weekday.SUNDAY), date(2026, 7, 6), 1),
    (date(2026, 7, 4), (Weekday.SATURDAY,), date(2026, 7, 5), 1),
    (date(2026, 7, 4), tuple(Weekday), date(2026, 7, 4), 0),  # nonsense, but no endless search
]


@pytest.mark.parametrize(("counted", "rest", "expected", "moved"), REST)
def test_a_day_of_rest_gives_way(
    counted: date, rest: tuple[Weekday, ...], expected: date, moved: int
) -> None:
    open_ = window(counted - timedelta(days=14), 14, DELIVERY, rest)
    assert (open_.last, open_.rest_days) == (expected, moved)


WINTER = Holiday("winter", Texts("Winter"), date(2026, 11, 1), date(2026, 12, 31), date(2027, 1, 31))
HOLIDAYS = [
    (date(2026, 10, 31), date(2026, 11, 30), None),  # the day before it starts
    (date(2026, 11, 1), date(2027, 1, 31), "Winter"),
    (date(2026, 12, 31), date(2027, 1, 31), "Winter"),
    (date(2027, 1, 1), date(2027, 1, 31), None),  # its own 30 days
]


@pytest.mark.parametrize(("first", "expected", "said"), HOLIDAYS)
def test_a_holiday_lengthens_what_was_sold_in_it(first: date, expected: date, said: str | None) -> None:
    found = over_holidays(window(first, 30, DELIVERY), [WINTER], "IL")
    assert found.last == expected
    assert (found.holiday.en if found.holiday else None) == said


def test_a_holiday_never_shortens_and_the_longest_counts() -> None:
    long = window(date(2026, 12, 31), 60, DELIVERY)
    assert over_holidays(long, [WINTER], "IL") == long
    later = Holiday("later", Texts("Later"), WINTER.from_, WINTER.until, date(2027, 2, 15))
    assert over_holidays(window(date(2026, 12, 1), 14, DELIVERY), [later, WINTER], "").last == date(
        2027, 2, 15
    )


def test_a_holiday_of_some_countries_is_for_those() -> None:
    abroad = Holiday(
        "abroad", Texts("Abroad"), WINTER.from_, WINTER.until, WINTER.accepted_until, ("DE", "AT")
    )
    short = window(date(2026, 12, 1), 14, DELIVERY)
    assert over_holidays(short, [abroad], "IL") == short
    assert over_holidays(short, [abroad], "").holiday is None
    assert over_holidays(short, [abroad], "AT").last == date(2027, 1, 31)


DELAYS = [
    (None, 3, 14, 0),  # nobody knows when it was posted
    (0, 3, 14, 0),
    (3, 3, 14, 0),  # as usual
    (4, 3, 14, 1),
    (17, 3, 14, 14),
    (40, 3, 14, 14),  # no more than the most
    (9, 0, 60, 9),  # the day of posting counts
    (9, 3, 0, 0),  # no extension
]


@pytest.mark.parametrize(("days_ago", "usual", "most", "expected"), DELAYS)
def test_a_carrier_is_to_blame_for_what_is_beyond_the_usual(
    days_ago: int | None, usual: int, most: int, expected: int
) -> None:
    arrived = date(2026, 3, 31)
    posted = None if days_ago is None else arrived - timedelta(days=days_ago)
    assert carrier_delay(posted, arrived, usual, most) == expected


def test_the_carrier_comes_on_top_of_a_holiday() -> None:
    found = for_carrier(over_holidays(window(date(2026, 12, 1), 14, DELIVERY), [WINTER], ""), 4)
    assert (found.last, found.carrier_days, found.days) == (date(2027, 2, 4), 4, 65)


def test_days_are_counted_from_day_zero() -> None:
    open_ = Window(date(2026, 3, 1), date(2026, 3, 31))
    assert [open_.day(date(2026, 3, n)) for n in (1, 10, 31)] == [0, 9, 30]
    assert not open_.holds(date(2026, 2, 28))
