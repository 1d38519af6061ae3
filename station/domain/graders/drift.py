"""Drift: whether a grader gets calibration items wrong more often than before, or than the house does.

The rule is a Bernoulli CUSUM (Reynolds and Stoumbos, 1999): each wrong grade adds the logarithm of how much
likelier it is at ``ODDS`` times the odds of the usual level, each right one takes some off, never below zero.
At a level that is known and steady, alarms are ``e ** LIMIT`` gradings apart or more (Lorden, 1971).
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

# What counts as worse: four times the odds of a wrong grade, so 31 of 100 where 10 of 100 were usual.
ODDS = 4.0
# An alarm starts here, one in at least two hundred gradings of a steady grader, and ends at half of it.
LIMIT = log(200)
# A level is estimated from few gradings and never taken for better or worse than these shares of wrong ones.
BEST, WORST = 0.05, 0.5
# The first gradings that make a grader's own level, and how many gradings of the house stand beside them.
OWN, PRIOR = 20, 20
# How many of the last gradings count as recent, and how few are too few to say anything.
RECENT, FEW = 20, 10
# What a house without any gradings is taken for: one wrong in ten.
_USUAL_WRONG, _USUAL = 1, 10


class DriftState(StrEnum):
    """How a grader does on calibration items: as ever, worse than before, or below the house."""

    TOO_FEW = "too_few"
    STEADY = "steady"
    WORSE = "worse"
    BELOW = "below"

    @property
    def drifting(self) -> bool:
        return self in (DriftState.WORSE, DriftState.BELOW)


@dataclass(frozen=True, slots=True)
class Level:
    """How many of so many gradings were right, and by how many grades they were off on average."""

    told: int = 0
    right: int = 0
    distance: float = 0.0

    @property
    def share(self) -> float | None:
        return self.right / self.told if self.told else None


@dataclass(frozen=True, slots=True)
class Drift:
    """One grader's calibration items: the recent ones, those before, those of everybody else.

    ``untold`` are those of which the grader could tell nothing; they count for nothing else. ``own`` and
    ``house`` are the charts' values, an alarm from ``LIMIT`` on.
    """

    grader: str
    state: DriftState
    recent: Level
    before: Level
    house: Level
    untold: int
    own_chart: float
    house_chart: float


# Distances in grades, in the order in which they were given; None where nothing was told.
Distances = Sequence[int | None]


def drifts(results: Mapping[str, Distances]) -> tuple[Drift, ...]:
    """Judge every grader, those that drift first."""
    found = [_drift(grader, given, _others(grader, results)) for grader, given in results.items()]
    return tuple(sorted(found, key=lambda drift: (not drift.state.drifting, drift.grader)))


def _others(grader: str, results: Mapping[str, Distances]) -> list[int]:
    return [d for other, given in results.items() if other != grader for d in given if d is not None]


def _drift(grader: str, given: Distances, others: Sequence[int]) -> Drift:
    told = [distance for distance in given if distance is not None]
    usual = _usual(others)
    own = chart([d > 0 for d in told[OWN:]], _own_level(told[:OWN], usual))
    house = chart([d > 0 for d in told], usual)
    return Drift(
        grader=grader,
        state=_state(len(told), own, house),
        recent=level(told[-RECENT:]),
        before=level(told[:-RECENT]),
        house=level(others),
        untold=len(given) - len(told),
        own_chart=own.value,
        house_chart=house.value,
    )


def _state(count: int, own: "Chart", house: "Chart") -> DriftState:
    if own.alarm:
        return DriftState.WORSE
    if house.alarm:
        return DriftState.BELOW
    return DriftState.TOO_FEW if count < FEW else DriftState.STEADY


def level(distances: Sequence[int]) -> Level:
    if not distances:
        return Level()
    right = sum(distance == 0 for distance in distances)
    return Level(len(distances), right, sum(distances) / len(distances))


def _usual(others: Sequence[int]) -> float:
    """Return the house's share of wrong grades, from what is usual while there are few."""
    wrong = sum(distance > 0 for distance in others)
    return _within((wrong + _USUAL_WRONG) / (len(others) + _USUAL))


def _own_level(first: Sequence[int], usual: float) -> float:
    wrong = sum(distance > 0 for distance in first)
    return _within((wrong + PRIOR * usual) / (len(first) + PRIOR))


def _within(share: float) -> float:
    return min(max(share, BEST), WORST)


@dataclass(frozen=True, slots=True)
class Chart:
    """A CUSUM after its last grading."""

    value: float = 0.0
    alarm: bool = False


def chart(wrong: Iterable[bool], usual: float) -> Chart:
    """Return the chart after all gradings, against the usual share of wrong ones."""
    return next(iter(deque(follow(wrong, usual), maxlen=1)), Chart())


def follow(wrong: Iterable[bool], usual: float) -> Iterator[Chart]:
    """Follow gradings one by one."""
    odds = ODDS * usual / (1 - usual)
    worse = odds / (1 + odds)
    up, down = log(worse / usual), log((1 - worse) / (1 - usual))
    now = Chart()
    for each in wrong:
        value = min(max(0.0, now.value + (up if each else down)), LIMIT)
        now = Chart(value, value >= LIMIT or (now.alarm and value > LIMIT / 2))
        yield now
