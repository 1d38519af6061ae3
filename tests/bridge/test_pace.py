"""Frames out of a buffer are told from new ones by counting, whatever the machine's speed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from firmware_bridge.drivers.pace import Pace

GAP = 1 / 12


def steady(pace: Pace, count: int, start: float = 0.0, gap: float = GAP) -> float:
    """Let so many frames arrive in time and return when the last one came."""
    for number in range(count):
        pace.arrived(start + number * gap)
    return start + (count - 1) * gap


def test_a_steady_camera_is_current() -> None:
    pace = Pace()
    last = steady(pace, 20)
    assert pace.arrived(last + GAP)
    assert pace.gap == pytest.approx(GAP)


@pytest.mark.parametrize("read_seconds", [0.008, 0.02, 0.035])
def test_after_a_lag_the_backlog_is_not_current_and_its_end_is(read_seconds: float) -> None:
    pace, lag = Pace(), 1.0
    now = steady(pace, 40) + lag
    verdicts = list(backlog(pace, now, lag, read_seconds))
    assert verdicts.index(True) >= lag / GAP - 1
    assert verdicts[-1]


def backlog(pace: Pace, now: float, lag: float, read_seconds: float) -> Iterator[bool]:
    """Read what was made during a lag, each frame as fast as a machine can or as it is made."""
    made = now - lag + GAP
    for _ in range(60):
        now = max(now + read_seconds, made)
        made += GAP
        yield pace.arrived(now)


def test_a_rate_is_not_believed_from_a_few_frames() -> None:
    pace = Pace()
    assert not any(pace.arrived(number * GAP) for number in range(8))


def test_a_camera_that_drops_instead_of_keeping_is_soon_current() -> None:
    pace = Pace()
    last = steady(pace, 40) + 2.0
    verdicts = [pace.arrived(last + number * GAP) for number in range(5)]
    assert verdicts[-1]
    assert not verdicts[0]


def test_a_long_backlog_is_not_forgiven_to_a_machine_that_reads_it_at_the_cameras_rate() -> None:
    pace = Pace(forgive=1.0)
    last = steady(pace, 40) + 1.0
    assert not any(pace.arrived(last + number * GAP) for number in range(30))
    assert pace.behind > 10


def test_a_new_opening_owes_nothing() -> None:
    pace = Pace()
    last = steady(pace, 40)
    pace.restart()
    steady(pace, 2, last + 30)
    assert pace.arrived(last + 30 + 2 * GAP)
