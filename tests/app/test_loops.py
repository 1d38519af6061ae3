"""Loops beside the pages go on, whatever their steps do."""

import threading
from collections.abc import Callable
from typing import cast

import pytest

from station.adapters.bell import LocalBell
from station.app import loops
from station.app.loops import Loop, whenever
from station.domain.errors import DomainError, Reason
from station.ports import World

PATIENCE = 10.0


class Bare:
    """As much of a world as a loop touches."""

    def __init__(self) -> None:
        self.bell = LocalBell()


def bare() -> World:
    return cast(World, Bare())


@pytest.fixture(autouse=True)
def short_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "pause", lambda *_: 0.001)


def run(world: World, step: Callable[[World], float], enough: threading.Event) -> None:
    loop = Loop("tried", world, step)
    loop.start()
    try:
        assert enough.wait(PATIENCE)
    finally:
        loop.stop()


@pytest.mark.parametrize("wrong", [DomainError(Reason.STORE_FAILED), ValueError("boom")])
def test_a_step_that_fails_is_done_again(wrong: Exception) -> None:
    done, enough = [0], threading.Event()

    def step(_: World) -> float:
        done[0] += 1
        if done[0] < 4:
            raise wrong
        enough.set()
        return 60.0

    run(bare(), step, enough)
    assert done == [4]


def test_a_bell_that_rang_during_a_step_is_heard_after_it() -> None:
    world, done, enough = bare(), [0], threading.Event()

    def step(asked: World) -> float:
        done[0] += 1
        if done[0] == 1:
            asked.bell.echo("")  # as if something arrived just after the step looked
        else:
            enough.set()
        return 60.0

    run(world, step, enough)


def test_while_there_is_more_nothing_is_waited_for() -> None:
    left, enough = [3], threading.Event()

    def work(_: World) -> bool:
        left[0] -= 1
        if not left[0]:
            enough.set()
        return left[0] > 0

    run(bare(), whenever(work, idle=60.0), enough)
    assert left == [0]
