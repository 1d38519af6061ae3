"""Agreement between graders by statsmodels and krippendorff, which are loaded when they are first asked."""

import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from station.domain.graders.agreement import ENOUGH, Estimate, Grading, Kappas, Told, Untold

Table = np.ndarray[Any, Any]

# As many times items are drawn anew for an interval, each time in the same order of chance: the same items
# always have the same interval.
DRAWS = 400
SEED = 2859
# More items than these do not make an interval better that anybody would see, only slower.
MOST = 2000
_WEIGHTS = (None, "linear", "quadratic")


class MeasuredAgreement:
    """Cohen's kappas and Krippendorff's alpha; what cannot be told is said, never NaN."""

    def kappas(self, counts: Sequence[Sequence[int]]) -> Kappas:
        """Measure a square table of two graders, its rows and columns in their order."""
        if untold := _untold(counts):
            return Kappas(untold, untold, untold)
        plain, linear, quadratic = (_kappa(counts, weight) for weight in _WEIGHTS)
        return Kappas(plain, linear, quadratic)

    def alpha(self, items: Sequence[Grading], levels: int) -> Told:
        """Measure everybody together on an ordinal scale of so many levels; grades may be missing.

        The interval is that of a bootstrap over items (percentiles), its chance seeded.
        """
        table = _value_counts(items, levels)
        if untold := _untold_of(table):
            return untold
        value = _alpha(table)
        if math.isnan(value):
            return Untold.ALL_ALIKE
        # Items drawn anew from items that are all the same are the same, however few they are.
        between = (
            (_of_perfect(np.diag(table.sum(axis=0)), len(table)), 1.0) if value >= 1 else _interval(table)
        )
        return Estimate(value, *between)


# Cohen's kappa ------------------------------------------------------------------------------------


def _untold(counts: Sequence[Sequence[int]]) -> Untold | None:
    total = sum(map(sum, counts))
    if not total:
        return Untold.NONE
    if total < ENOUGH:
        return Untold.TOO_FEW
    used = {place for row in counts for place, count in enumerate(row) if count}
    used |= {place for place, row in enumerate(counts) if any(row)}
    return Untold.ALL_ALIKE if len(used) < 2 else None


def _kappa(counts: Sequence[Sequence[int]], weight: str | None) -> Told:
    from statsmodels.stats.inter_rater import cohens_kappa  # noqa: PLC0415 - takes seconds to load

    with _quiet():
        found = cohens_kappa(np.array(counts), wt=weight)
    value, low, high = float(found.kappa), float(found.kappa_low), float(found.kappa_upp)
    if math.isnan(value):
        return Untold.ALL_ALIKE
    if math.isnan(low) or value >= 1:
        low, high = _of_perfect(counts, sum(map(sum, counts))), 1.0
    return Estimate(value, max(-1.0, low), min(1.0, high))


def _of_perfect(counts: Sequence[Sequence[int]] | Table, items: int) -> float:
    """Return how low agreement may be though all are the same; the usual formulas say 1 of two items, too.

    Of n alike, up to 3/n may differ at 95 % (Hanley and Lippman-Hand, 1983, "rule of three").
    """
    total = sum(map(sum, counts))
    columns = [sum(column) for column in zip(*counts, strict=True)]
    chance = sum(sum(row) * column for row, column in zip(counts, columns, strict=True)) / total**2
    return max(-1.0, float((1 - 3 / items - chance) / (1 - chance)))


# Krippendorff's alpha -----------------------------------------------------------------------------


def _value_counts(items: Sequence[Grading], levels: int) -> Table:
    """Count for each item how many graders gave each level; items with one grade say nothing."""
    twice = [item for item in items if len(item.by) > 1][:MOST]
    table = np.zeros((len(twice), levels), dtype=int)
    for row, item in enumerate(twice):
        for level in item.by.values():
            table[row, level] += 1
    return table


def _untold_of(table: Table) -> Untold | None:
    if not len(table):
        return Untold.NONE
    if len(table) < ENOUGH:
        return Untold.TOO_FEW
    return Untold.ALL_ALIKE if (table.sum(axis=0) > 0).sum() < 2 else None


def _alpha(table: Table) -> float:
    import krippendorff  # noqa: PLC0415 - as above

    levels = np.arange(table.shape[1])
    try:
        with _quiet():
            return float(
                krippendorff.alpha(value_counts=table, value_domain=levels, level_of_measurement="ordinal")
            )
    except ValueError:  # one level only
        return math.nan


def _interval(table: Table) -> tuple[float, float]:
    chance = np.random.default_rng(SEED)
    drawn = (_alpha(table[chance.integers(0, len(table), len(table))]) for _ in range(DRAWS))
    told = [each for each in drawn if not math.isnan(each)]
    low, high = np.percentile(told, (2.5, 97.5)) if told else (-1.0, 1.0)
    return float(low), float(high)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let numpy divide by nothing: what comes of it is asked for right after."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
