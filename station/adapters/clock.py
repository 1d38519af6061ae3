"""Time at the site, and identity."""

import secrets
from datetime import UTC, datetime, timezone, tzinfo
from zoneinfo import ZoneInfo

import uuid6


def zone_of(name: str) -> tzinfo | None:
    """Return the time zone of a name such as "Asia/Jerusalem"; None, this machine's own, without one."""
    return ZoneInfo(name) if name else None


class SystemClock:
    """The machine's clock, read in the site's time zone.

    Each time carries its offset as a number, not as a zone: Python subtracts two times of one zone by
    their clock faces, an hour wrong across a change to or from daylight saving time.
    """

    def __init__(self, zone: tzinfo | None = None) -> None:
        self._zone = zone

    def now(self) -> datetime:
        return in_zone(datetime.now(UTC), self._zone)


def in_zone(at: datetime, zone: tzinfo | None) -> datetime:
    """Return the same instant with the offset of a zone at that instant; None is this machine's zone."""
    local = at.astimezone(zone)
    offset = local.utcoffset()
    return local if offset is None else local.replace(tzinfo=timezone(offset))


class SystemIds:
    def new(self) -> str:
        return str(uuid6.uuid7())

    def token(self) -> str:
        return secrets.token_urlsafe(32)
