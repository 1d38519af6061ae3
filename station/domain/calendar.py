"""Days at the site: which day an instant falls on there, and until when a return is accepted.

The rule for the last day: day 0 is the day of delivery (or of purchase) in the site's time zone, and the
last day of a window of N days is day N, until midnight. Days are counted on the calendar, so neither the
hour of the delivery nor a day of 23 or 25 hours changes anything.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from station.domain.texts import Texts

_DAY = timedelta(days=1)
# Days outside of these have no midnight in every zone that a clock can count with.
_FIRST, _LAST = date(1970, 1, 2), date(9999, 12, 30)


class CountedFrom(StrEnum):
    """What day 0 of a window is."""

    DELIVERY = "delivery"
    PURCHASE = "purchase"


class Weekday(StrEnum):
    """The days of a week, in the order of ``date.weekday()``."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_WEEK = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A season whose sales may come back longer: those from ``from_`` to ``until``, both included, are
    accepted to the end of ``accepted_until``. No countries: all of them."""

    id: str
    text: Texts
    from_: date
    until: date
    accepted_until: date
    countries: tuple[str, ...] = ()

    def covers(self, day: date, country: str) -> bool:
        return self.from_ <= day <= self.until and (not self.countries or country in self.countries)


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which a return is accepted, from ``first``, which is day 0, to ``last``, which counts.

    What moved the last day: ``rest_days`` and ``carrier_days`` (days), and the words of a ``holiday``.
    """

    first: date
    last: date
    counted_from: CountedFrom = CountedFrom.DELIVERY
    rest_days: int = 0
    carrier_days: int = 0
    holiday: Texts | None = None

    @property
    def days(self) -> int:
        return (self.last - self.first).days

    def day(self, today: date) -> int:
        return (today - self.first).days

    def holds(self, today: date) -> bool:
        return self.first <= today <= self.last


def day_of(at: datetime, zone: tzinfo | None) -> date:
    """Return the day on which an instant falls in a time zone; None is this machine's."""
    return at.astimezone(zone).date()


def start_of(day: date, zone: str) -> datetime:
    """Return the first instant of a day in a time zone by its name; "" is this machine's.

    The offset is that of the day itself: what a clock says today may be an hour off.
    """
    midnight = datetime.combine(min(max(day, _FIRST), _LAST), time())
    return midnight.replace(tzinfo=ZoneInfo(zone)) if zone else midnight.astimezone()


def window(first: date, days: int, counted_from: CountedFrom, rest: Collection[Weekday] = ()) -> Window:
    """Count ``days`` from ``first``; a last day that is a day of rest gives way to the next that is none."""
    counted = last = first + days * _DAY
    while rest and _WEEK[last.weekday()] in rest and len(set(rest)) < len(_WEEK):
        last += _DAY
    return Window(first, last, counted_from, rest_days=(last - counted).days)


def over_holidays(known: Window, holidays: Iterable[Holiday], country: str) -> Window:
    """Lengthen a window to the latest day that a holiday allows; none ever shortens it."""
    fitting = [holiday for holiday in holidays if holiday.covers(known.first, country)]
    if not fitting:
        return known
    longest = max(fitting, key=lambda holiday: holiday.accepted_until)
    if longest.accepted_until <= known.last:
        return known
    return replace(known, last=longest.accepted_until, rest_days=0, holiday=longest.text)


def for_carrier(known: Window, days: int) -> Window:
    """Lengthen a window by the days for which a carrier is to blame."""
    return replace(known, last=known.last + days * _DAY, carrier_days=days) if days else known


def carrier_delay(posted: date | None, arrived: date, usual: int, most: int) -> int:
    """Return for how many days a carrier is to blame: those beyond the ``usual``, at ``most`` so many."""
    return 0 if posted is None else max(0, min((arrived - posted).days - usual, most))
