"""The rule for drift: it catches a grader who gets worse, and lets a steady one be."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.graders.blind import chance, drawn
from station.domain.graders.drift import FEW, LIMIT, OWN, Chart, DriftState, chart, drifts, follow


def of(results: dict[str, Sequence[int | None]], grader: str = "dana") -> DriftState:
    return next(each.state for each in drifts(results) if each.grader == grader)


def stream(rng: random.Random, *parts: tuple[int, float]) -> list[int]:
    """Make gradings, off by one with a chance: so many at each level."""
    return [int(rng.random() < wrong) for count, wrong in parts for _ in range(count)]


def first_alarm(given_: list[int], usual: float) -> int | None:
    """Return how many gradings it took until one of the two charts gave an alarm."""
    own = min(max((sum(given_[:OWN]) + OWN * usual) / (2 * OWN), 0.05), 0.5)
    wrong = [d > 0 for d in given_]
    beside_own = (Chart(),) * OWN
    charts = zip(follow(wrong, usual), (*beside_own, *follow(wrong[OWN:], own)), strict=True)
    for count, both in enumerate(charts, 1):
        if any(chart.alarm for chart in both):
            return count
    return None


@pytest.mark.parametrize("usual", [0.05, 0.1, 0.2])
def test_a_steady_grader_is_let_be(usual: float) -> None:
    """Measured: within a hundred gradings, ten weeks of two a shift, at most one in seven is alarmed at."""
    rng = random.Random(11)
    alarms = [first_alarm(stream(rng, (100, usual)), usual) for _ in range(100)]
    assert sum(alarm is not None for alarm in alarms) / len(alarms) < 0.15


@pytest.mark.parametrize(("level", "within"), [(0.3, 60), (0.5, 25)])
def test_a_grader_who_gets_worse_is_caught(level: float, within: int) -> None:
    rng = random.Random(12)
    found = [first_alarm(stream(rng, (40, 0.1), (within, level)), 0.1) for _ in range(100)]
    caught = [alarm for alarm in found if alarm is not None and alarm > 40]
    assert len(caught) / len(found) > 0.85


def test_a_grader_below_the_house_from_the_start_is_named_as_such() -> None:
    rng = random.Random(13)
    results = {"dana": stream(rng, (40, 0.5)), "noam": stream(rng, (200, 0.1))}
    assert of(results) is DriftState.BELOW or of(results) is DriftState.WORSE
    assert of(results, "noam") is DriftState.STEADY
    assert drifts(results)[0].grader == "dana", "who drifts stands first"


def test_a_grader_worse_than_before_is_told_apart_from_the_house() -> None:
    house = [0, 1] * 100
    assert of({"dana": [0] * 40 + [1] * 8, "noam": house}) is DriftState.WORSE


def test_an_alarm_ends_when_the_grader_is_right_again() -> None:
    assert of({"dana": [0] * 20 + [1] * 6}) is DriftState.WORSE
    assert of({"dana": [0] * 20 + [1] * 6 + [0] * 20}) is DriftState.STEADY


def test_few_are_too_few_to_say_but_for_a_row_of_wrong_ones() -> None:
    assert of({"dana": [0] * (FEW - 1)}) is DriftState.TOO_FEW
    assert of({"dana": [1] * (FEW - 1)}) is DriftState.BELOW


def test_what_was_not_told_counts_for_nothing() -> None:
    (one,) = drifts({"dana": [None] * 30 + [0] * 12})
    assert (one.state, one.untold, one.recent.told, one.recent.share) == (DriftState.STEADY, 30, 12, 1.0)


def test_recent_before_and_everybody_else_are_counted_apart() -> None:
    one = next(d for d in drifts({"dana": [2] + [0] * 20, "noam": [0, 3]}) if d.grader == "dana")
    assert (one.before.told, one.before.distance) == (1, 2.0)
    assert (one.recent.right, one.recent.told) == (20, 20)
    assert (one.house.told, one.house.right, one.house.distance) == (2, 1, 1.5)


@given(st.lists(st.booleans(), max_size=80), st.floats(0.05, 0.5))
def test_a_chart_stays_within_its_limits(wrong: list[bool], usual: float) -> None:
    now = chart(wrong, usual)
    assert 0.0 <= now.value <= LIMIT and now.alarm >= (now.value >= LIMIT)


# The draw -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_the_share_that_is_drawn_is_the_share_that_was_set(share: float) -> None:
    rng = random.Random(14)
    count = sum(drawn(f"{rng.getrandbits(256):x}", share) for _ in range(4000))
    allowed = 4 * (4000 * share * (1 - share)) ** 0.5  # one in 16 000 tries lies farther off
    assert abs(count - 4000 * share) < allowed


@given(st.text())
def test_none_and_all_are_certain(token: str) -> None:
    assert not drawn(token, 0.0) and drawn(token, 1.0) and 0 <= chance(token) < 1
