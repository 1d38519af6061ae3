"""Measure in turns, and print a figure beside its floor."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Series:
    """Durations of one thing, in milliseconds."""

    name: str
    ms: Sequence[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.ms)

    @property
    def p99(self) -> float:
        return sorted(self.ms)[min(len(self.ms) - 1, int(len(self.ms) * 0.99))]


def timed(action: Callable[[], object]) -> float:
    """Return how long one call took, in milliseconds."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def in_turns(rounds: int, **actions: Callable[[], object]) -> dict[str, Series]:
    """Run the actions in turns, so that a machine that slows down slows them all."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(rounds + 3):
        for name, action in actions.items():
            ms = timed(action)
            if number >= 3:  # the first ones warm up
                taken[name].append(ms)
    return {name: Series(name, ms) for name, ms in taken.items()}


def show(title: str, *series: Series) -> None:
    print(f"\n{title}")
    for one in series:
        print(f"  {one.name:<44} p50 {one.p50:8.3f} ms   p99 {one.p99:8.3f} ms   n {len(one.ms)}")


def goal(words: str, value: float, least: float | None = None, most: float | None = None) -> None:
    """Print a figure with its goal, met or missed. A benchmark is never a test."""
    met = (least is None or value >= least) and (most is None or value <= most)
    wanted = f"at least {least}" if least is not None else f"at most {most}"
    print(f"  {'met   ' if met else 'MISSED'} {words}: {value:.2f} (goal {wanted})")
