"""How much at once, either side: what comes from a network is measured before anybody looks at it."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from station.domain.sync.messages import Health

# Bytes of one entry, of a batch unpacked, of a request that is no photo, and of a photo.
LARGEST_ENTRY = 1024 * 1024
LARGEST_BATCH = 16 * 1024 * 1024
LARGEST_REQUEST = 256 * 1024
LARGEST_PHOTO = 32 * 1024 * 1024
# How deep an entry may be nested; the deepest of ours has not a dozen levels.
DEEPEST = 64
MOST_ENTRIES = 500
MOST_PHOTOS = 5000
MOST_DEVICES = 64
# Characters of a name, of what somebody wrote in his own words, and of a signed head.
LONGEST_NAME = 80
LONGEST_TEXT = 20_000
LONGEST_NOTE = 8192

_MOST = 2**53 - 1
V = TypeVar("V")


def bounded(health: Health) -> Health:
    """Keep of what a station says of itself as much as a page can show."""
    counts = ("records_waiting", "photos_waiting", "parked", "disk_free", "taken", "protocol")
    return replace(
        health,
        version=health.version[:LONGEST_NAME],
        at=health.at[:LONGEST_NAME],
        devices={name: state[:LONGEST_NAME] for name, state in _few(health.devices)},
        rules={name: _within(version) for name, version in _few(health.rules)},
        **{name: _within(getattr(health, name)) for name in counts},
    )


def _few(by_name: Mapping[str, V]) -> list[tuple[str, V]]:
    return [(name[:LONGEST_NAME], value) for name, value in islice(by_name.items(), MOST_DEVICES)]


def _within(number: int) -> int:
    return max(0, min(number, _MOST))
