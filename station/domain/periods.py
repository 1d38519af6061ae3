"""Periods of whole days, as a report asks for them."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both within it."""

    first: date
    last: date

    @property
    def real(self) -> bool:
        return self.first <= self.last


def this_month(today: date) -> Period:
    """Return the month so far."""
    return Period(today.replace(day=1), today)


def last_month(today: date) -> Period:
    """Return the whole month before this one."""
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)
