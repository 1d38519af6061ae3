"""Backoff: bounded, spread, never shorter than asked for, and not fooled by a clock."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.domain.sync import standing as stands
from station.domain.sync.backoff import (
    LONGEST_ASKED_SECONDS,
    LONGEST_SECONDS,
    OPENS_AFTER,
    SHORTEST_SECONDS,
    Breaker,
    bound,
    breaker,
    is_due,
    pause,
)
from station.domain.sync.messages import Refusal
from station.domain.sync.standing import Standing

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
attempts = st.integers(1, 10_000)
shares = st.floats(0, 1)


@given(attempts, shares)
def test_a_pause_stays_within_its_bound(tries: int, share: float) -> None:
    assert SHORTEST_SECONDS <= pause(tries, share) <= bound(tries) <= LONGEST_SECONDS


@given(attempts)
def test_the_bound_never_shrinks(tries: int) -> None:
    assert bound(tries) <= bound(tries + 1)


@given(attempts, st.floats(0.001, LONGEST_ASKED_SECONDS), shares)
def test_what_central_asks_for_is_waited(tries: int, asked: float, share: float) -> None:
    assert asked <= pause(tries, share, asked) <= asked + LONGEST_SECONDS


@given(attempts, st.one_of(st.floats(LONGEST_ASKED_SECONDS, 1e18), st.just(float("inf"))), shares)
def test_nobody_asks_a_station_to_wait_for_ever(tries: int, asked: float, share: float) -> None:
    assert pause(tries, share, asked) < LONGEST_ASKED_SECONDS + LONGEST_SECONDS


@given(attempts, shares, st.one_of(st.none(), st.floats(allow_nan=True)))
def test_what_was_planned_comes_due_whatever_the_clock_does(
    tries: int, share: float, asked: float | None
) -> None:
    known = stands.failed(Standing(attempts=tries - 1), "cut", NOW, share, asked)
    assert known.due is not None
    assert not is_due(known.due, known.due - timedelta(milliseconds=1))
    assert is_due(known.due, known.due)
    for leap in (timedelta(days=365), timedelta(days=-365)):
        assert is_due(known.due, NOW + leap)


@given(st.integers(0, 100))
def test_the_breaker_opens_after_some_failures_and_tries_once_when_it_is_time(tries: int) -> None:
    later = NOW + timedelta(seconds=1)
    found = breaker(tries, later, NOW), breaker(tries, NOW, NOW)
    opens = (Breaker.OPEN, Breaker.HALF_OPEN) if tries >= OPENS_AFTER else (Breaker.CLOSED, Breaker.CLOSED)
    assert found == opens


def test_failures_are_counted_from_the_first_and_over_with_the_next_answer() -> None:
    known = stands.failed(Standing(), "cut", NOW, 0.5)
    known = stands.failed(known, "cut again", NOW + timedelta(hours=1), 0.5)
    assert (known.attempts, known.failing_since, known.error) == (2, NOW, "cut again")
    met = stands.in_contact(known, NOW + timedelta(hours=2))
    assert (met.attempts, met.failing_since, met.due, met.in_touch) == (0, None, None, True)


def test_a_station_that_is_let_in_is_stopped_no_more() -> None:
    known = stands.stopped(Standing(size=9), Refusal.REVOKED, "", NOW)
    assert not known.in_touch
    let_in = stands.opened(known, "turn", 7, NOW)
    assert (let_in.stopped, let_in.size, let_in.turn) == (None, 7, "turn")


def test_marks_tell_what_was_at_central_by_the_end_of_a_day() -> None:
    known = Standing()
    for day, size in ((0, 10), (1, 20), (3, 50)):
        known = stands.reached(known, size, NOW + timedelta(days=day))
    days = [stands.at_central_since(known, (NOW + timedelta(days=day)).date()) for day in (-1, 0, 1, 2, 3, 9)]
    assert days == [0, 10, 20, 20, 50, 50]
    lost = stands.opened(known, "turn", 15, NOW + timedelta(days=4))
    assert stands.at_central_since(lost, (NOW + timedelta(days=9)).date()) == 15
