"""The switching rules with their exact counts, and drawing exactly as many as the plan says."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.sampling.lots import Lot, Verdict, decide, met, missing, shortened
from station.domain.sampling.plans import Plan, Severity
from station.domain.sampling.streams import Stream, resumed, switched

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
NORMAL, TIGHTENED, REDUCED, ENDED = Severity
STRICT = Plan("T", "II", 1.0, NORMAL, "E", 13, 0, 1)
WIDE = Plan("T", "II", 2.5, NORMAL, "H", 50, 3, 4, tighter=2)
GAP = Plan("T", "II", 1.0, REDUCED, "J", 32, 1, 3)


def lot(plan: Plan = STRICT, bad: int = 0, stream: Stream | None = None, short: bool = False) -> Lot:
    era = stream.era if stream else 1
    made = Lot("s/1", "s", 1, era, 100, plan, NOON, 100, plan.size, plan.size, bad, short)
    return replace(made, verdict=decide(made))


def after(lots: str, plan: Plan = STRICT, begin: Stream | None = None, may_reduce: bool = True) -> Stream:
    """Judge lots by letters: a for accepted, r for rejected, t for accepted but not one tighter."""
    stream = begin or Stream("s")
    for letter in lots:
        bad = {"a": 0, "r": plan.reject, "t": plan.accept}[letter]
        stream = switched(stream, lot(plan, bad, stream), may_reduce)
    return stream


# Lots from the start on, and what inspection is after them: ISO 2859-1 9.3.1 to 9.3.4 and 9.4.
SWITCHES = [
    ("", NORMAL),
    ("r", NORMAL),
    ("rr", TIGHTENED),
    ("rar", TIGHTENED),
    ("raaar", TIGHTENED),  # two among five
    ("raaaar", NORMAL),  # the first is the sixth back
    ("aaaar", NORMAL),
    ("raaaarr", TIGHTENED),
    ("rraaaa", TIGHTENED),
    ("rraaaaa", NORMAL),  # five accepted in a row
    ("rraaaaraaaa", TIGHTENED),  # a rejected one begins the row anew
    ("rraaaaraaaaa", NORMAL),
    ("rraaaaar", NORMAL),  # what was rejected before the switch is forgotten
    ("rraaaaarr", TIGHTENED),
    ("rrrrrr", TIGHTENED),  # two that tightened it, and four
    ("rrrrrrr", ENDED),  # five in all
    ("rrrararaaarar", ENDED),  # in all, not in a row
    ("rrrarararaaaaa", NORMAL),
    ("rrrrrrraaaaa", ENDED),  # only a person lets it go on
    ("a" * 14, NORMAL),
    ("a" * 15, REDUCED),  # two points a lot
    ("a" * 14 + "r" + "a" * 14, NORMAL),
    ("a" * 14 + "r" + "a" * 15, REDUCED),
    ("a" * 15 + "a" * 100, REDUCED),
    ("a" * 15 + "r", NORMAL),
    ("a" * 15 + "r" + "a" * 14, NORMAL),  # the score begins anew
    ("a" * 15 + "rr", NORMAL),  # the one that ended it was not under normal inspection
    ("a" * 15 + "rrr", TIGHTENED),
]


@pytest.mark.parametrize(("lots", "severity"), SWITCHES)
def test_inspection_switches_by_the_rules(lots: str, severity: Severity) -> None:
    assert after(lots).severity is severity


@pytest.mark.parametrize(
    ("lots", "severity", "score"),
    [("a" * 9, NORMAL, 27), ("a" * 10, REDUCED, 0), ("a" * 9 + "t", NORMAL, 0), ("t" * 40, NORMAL, 0)],
)
def test_plans_that_accept_two_or_more_want_one_aql_tighter(
    lots: str, severity: Severity, score: int
) -> None:
    stream = after(lots, WIDE)
    assert (stream.severity, stream.score) == (severity, score)


def test_inspection_is_reduced_only_with_consent_and_while_lots_get_full() -> None:
    assert after("a" * 40, may_reduce=False).severity is NORMAL
    due = after("a" * 14)
    assert switched(due, lot(STRICT, 0, due, short=True), True).severity is NORMAL
    reduced = after("a" * 15)
    assert switched(reduced, lot(STRICT, 0, reduced, short=True), True).severity is NORMAL
    assert switched(reduced, lot(STRICT, 0, reduced), False).severity is NORMAL


@pytest.mark.parametrize(
    ("bad", "verdict", "severity"),
    [
        (1, Verdict.ACCEPTED, REDUCED),
        (2, Verdict.MARGINAL, NORMAL),  # accepted, but normal inspection is back
        (3, Verdict.REJECTED, NORMAL),
    ],
)
def test_between_the_numbers_a_lot_is_accepted_and_inspection_normal(
    bad: int, verdict: Verdict, severity: Severity
) -> None:
    reduced = after("a" * 15)
    judged = lot(GAP, bad, reduced)
    assert judged.verdict is verdict
    assert switched(reduced, judged, True).severity is severity


def test_a_lot_from_before_a_switch_counts_for_nothing() -> None:
    late = lot(STRICT, 0, Stream("s"))
    tightened = after("rr")
    assert switched(tightened, late, True) == tightened
    assert switched(tightened, replace(late, verdict=None, era=tightened.era), True) == tightened


def test_a_discontinued_stream_goes_on_tightened() -> None:
    ended = after("rrrrrrr")
    assert resumed(ended).severity is TIGHTENED
    assert after("rrrr", begin=resumed(ended)).severity is TIGHTENED
    assert after("rrrrr", begin=resumed(ended)).severity is ENDED
    assert resumed(after("rr")) == after("rr")


@given(st.text("ar", max_size=200))
def test_long_streams_hold_to_the_counts(lots: str) -> None:
    """Replay any stream: tightened needs two rejected among five, the end five rejected while tightened."""
    stream, history = Stream("s"), ""
    for letter in lots:
        before, stream = stream, after(letter, begin=stream)
        history += letter
        moved = (before.severity, stream.severity)
        assert moved in _MOVES
        assert stream.score < 30
        if moved == (NORMAL, TIGHTENED):
            assert history[-5:].count("r") >= 2
        if moved == (TIGHTENED, NORMAL):
            assert history.endswith("aaaaa")


_MOVES = {(each, each) for each in Severity} | {
    (NORMAL, TIGHTENED),
    (NORMAL, REDUCED),
    (TIGHTENED, NORMAL),
    (TIGHTENED, ENDED),
    (REDUCED, NORMAL),
}


# Drawing --------------------------------------------------------------------------------------------


def empty(size: int, sample: int) -> Lot:
    return Lot("s/1", "s", 1, 1, size, replace(STRICT, size=sample), NOON)


def drawn(size: int, sample: int, chance: random.Random) -> tuple[int, ...]:
    running, chosen = empty(size, sample), []
    for position in range(size):
        running, hit = met(running, chance.randrange)
        chosen += [position] if hit else []
    assert running.full
    return tuple(chosen)


@given(st.integers(1, 300), st.data(), st.randoms(use_true_random=False))
def test_exactly_as_many_are_drawn_as_the_plan_says(
    size: int, data: st.DataObject, chance: random.Random
) -> None:
    sample = data.draw(st.integers(0, size))
    assert len(drawn(size, sample, chance)) == sample


def test_every_set_is_drawn_as_often_as_any_other() -> None:
    chance = random.Random(7)
    counts = Counter(drawn(5, 2, chance) for _ in range(5000))
    assert len(counts) == 10
    assert max(abs(count - 500) for count in counts.values()) < 100  # over four standard deviations


@given(st.integers(2, 120), st.data(), st.randoms(use_true_random=False))
def test_a_lot_closed_by_age_lacks_what_its_own_plan_asks(
    size: int, data: st.DataObject, chance: random.Random
) -> None:
    sample = data.draw(st.integers(1, size))
    came = data.draw(st.integers(1, size))
    running = empty(size, sample)
    for _ in range(came):
        running, _hit = met(running, chance.randrange)
    closed = shortened(running, replace(STRICT, size=min(sample, came)))
    assert closed.full
    assert closed.drawn + missing(closed) >= min(sample, came)
    assert closed.drawn + missing(closed) <= came
