"""Days in rules, as TOML has them or as text."""

from datetime import date, datetime

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


DAY = Kind(phrase("a date such as 2026-03-31"), _day, date(2000, 1, 1))
