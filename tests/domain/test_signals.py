"""When something does not add up, and what becomes of a signal."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.signals import (
    Finding,
    Precision,
    Signal,
    SignalKind,
    SignalRules,
    above_norm,
    following,
    noted,
    settled,
    unsettled,
    weight_off,
)
from tests.support.made import NOON, after

RULES = SignalRules(1, weight_percent=Decimal(15), weight_grams=30)
OFF = SignalRules(1, off=tuple(SignalKind))
SWAPPED = (SignalKind.SERIAL_SWAPPED, {"expected": "A", "serial": "B"})


@pytest.mark.parametrize(
    ("measured", "known", "off"),
    [
        (1000, 1000, False),
        (1150, 1000, False),  # 15 percent is still within
        (1150.5, 1000, True),
        (849.5, 1000, True),
        (130, 100, False),  # more than 15 percent, and not more than 30 grams
        (131, 100, True),
        (5, 0, False),
        (5, None, False),
    ],
)
def test_a_weight_is_off_by_more_than_both_limits(measured: float, known: int | None, off: bool) -> None:
    assert (weight_off(RULES, measured, known) is not None) is off


@pytest.mark.parametrize(
    ("count", "norm", "above"),
    [(6, 1.0, True), (5, 1.0, False), (8, 2.0, False), (9, 2.0, True), (100, 25.0, False), (6, 0.0, True)],
)
def test_a_sender_is_above_the_norm_by_times_and_never_below_the_least(
    count: int, norm: float, above: bool
) -> None:
    noticed = above_norm(RULES, SignalKind.CUSTOMER_ABOVE_NORM, count, norm)
    assert (noticed is not None) is above


def test_a_kind_that_is_switched_off_is_not_noted() -> None:
    assert noted((), OFF, SWAPPED, NOON) == ()
    assert following((), OFF, iter([SWAPPED]), NOON) == ()


def test_the_same_thing_seen_again_is_one_signal_and_seen_otherwise_the_latest() -> None:
    once = noted((), RULES, SWAPPED, NOON)
    assert noted(once, RULES, SWAPPED, after(5)) == once
    (again,) = noted(once, RULES, (SignalKind.SERIAL_SWAPPED, {"serial": "C"}), after(5))
    assert (again.at, again.seen) == (after(5), {"serial": "C"})


def test_what_follows_from_the_item_goes_when_it_no_longer_does_unless_settled() -> None:
    label = noted((), RULES, (SignalKind.OTHER_ORDER, {}), NOON)
    both = following(label, RULES, iter([SWAPPED]), NOON)
    assert [signal.kind for signal in both] == [SignalKind.OTHER_ORDER, SignalKind.SERIAL_SWAPPED]
    assert following(both, RULES, iter([]), NOON) == label
    done = settled(both, dict.fromkeys(SignalKind, Finding.UNFOUNDED), "noa")
    assert following(done, RULES, iter([]), NOON) == done


def test_a_settled_signal_waits_no_more_and_is_not_noted_again() -> None:
    done = settled(noted((), RULES, SWAPPED, NOON), {SignalKind.SERIAL_SWAPPED: Finding.CONFIRMED}, "noa")
    assert unsettled(done) == ()
    assert done[0].by == "noa"
    assert noted(done, RULES, (SignalKind.SERIAL_SWAPPED, {"serial": "Z"}), after(9)) == done


def test_what_was_settled_before_keeps_its_finding() -> None:
    before = Signal(SignalKind.WEIGHT_OFF, NOON, {}, Finding.CONFIRMED, "noa")
    assert settled((before,), {SignalKind.WEIGHT_OFF: Finding.UNFOUNDED}, "boss") == (before,)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_share_needs_ten_settled_signals(confirmed: int, unfounded: int, open_: int) -> None:
    share = Precision(SignalKind.WEIGHT_OFF, confirmed, unfounded, open_).share
    assert (share is None) is (confirmed + unfounded < 10)
    assert share is None or 0 <= share <= 1
