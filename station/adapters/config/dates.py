"""Days in rules, as TOML has them or as text, and the time zones that they are counted in."""

from datetime import date, datetime
from zoneinfo import available_timezones

from station.adapters.config.kinds import Kind
from station.domain.phrases import phrase


def _day(value: object) -> date | None:
    if isinstance(value, str):
        return _written(value.strip())
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _written(text: str) -> date | None:
    try:
        # Basic and week forms are refused: 20261101 and 2026-W44-7 are taken for something else too easily.
        return date.fromisoformat(text) if len(text) == 10 and text[4] == text[7] == "-" else None
    except ValueError:
        return None


def zones() -> Kind[str]:
    """The name of a time zone. Listing them reads hundreds of files, so it is done where one is named."""
    known = available_timezones()

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and value in known else None

    return Kind(phrase('a time zone such as "Asia/Jerusalem"'), read, "", tuple(sorted(known)))


DAY = Kind(phrase("a date such as 2026-03-31"), _day, date(2000, 1, 1))
