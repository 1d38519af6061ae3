"""Several screens on one station: what is not shown any more cannot be acted on."""

import itertools
import threading
from dataclasses import replace

import pytest

from station.camera_ports import Shot
from station.domain.bench import Say
from station.domain.errors import Reason
from station.domain.scanning import Command
from station.services import bench
from tests.support.stations import Rig
from tests.support.work import at_bench, in_hand, open_item, press, said


@pytest.mark.parametrize("command", [Command.TWO, Command.PHOTO, Command.BACK, Command.HOLD, Command.UNDO])
def test_a_stale_screen_does_nothing(rig: Rig, command: Command) -> None:
    open_item(rig)
    press(rig, 2, 1)
    before = in_hand(rig)
    result = bench.act(rig.world, command, at_bench(rig).revision - 1)
    assert said(result) == Reason.STALE_SCREEN
    assert (in_hand(rig), result.ask) == (before, None)


def together(rig: Rig, command: Command, screens: int = 4) -> None:
    """Press one key on several screens that show the same state."""
    revision = at_bench(rig).revision
    ready = threading.Barrier(screens)

    def act() -> None:
        ready.wait()
        bench.act(rig.world, command, revision)

    threads = [threading.Thread(target=act) for _ in range(screens)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_several_screens_only_one_answers(rig: Rig) -> None:
    open_item(rig)
    together(rig, Command.TWO)
    assert len(in_hand(rig).answers) == 1


def test_of_several_screens_only_one_photographs(rig: Rig) -> None:
    open_item(rig)
    press(rig, 2, 1, 1, 1, 1)
    together(rig, Command.PHOTO)
    assert len(in_hand(rig).photos) == 1


def test_two_photos_of_one_slot_at_the_same_moment_are_one(rig: Rig) -> None:
    """Both screens were fresh when the key was pressed; what is evidence once is never replaced."""
    open_item(rig)
    press(rig, 2)
    take, both, numbers = rig.camera.photo, threading.Barrier(2), itertools.count()

    def at_once(_name: str = "") -> Shot:
        both.wait()
        return replace(shot := take(), jpeg=shot.jpeg + b"%d" % next(numbers))

    rig.camera.photo = at_once  # type: ignore[method-assign]
    results: list[str] = []
    screens = [
        threading.Thread(target=lambda: results.append(said(bench.act(rig.world, Command.PHOTO))))
        for _ in range(2)
    ]
    for screen in screens:
        screen.start()
    for screen in screens:
        screen.join()
    assert sorted(results) == sorted([Say.PHOTO_KEPT, Reason.STALE_SCREEN])
    assert len(in_hand(rig).photos) == 1


def test_a_refusal_wakes_the_screens_too(rig: Rig) -> None:
    rig.sign_in()
    revision = at_bench(rig).revision
    result = press(rig, Command.HOLD)
    assert said(result) == Reason.NOT_NOW
    assert at_bench(rig).revision == rig.world.bell.wait(0, 0, timeout=0).revision == revision + 1


def test_a_key_pressed_during_a_photo_does_not_lose_it(rig: Rig) -> None:
    """The answer is taken at once; the photo still fills the slot that it was taken for."""
    open_item(rig)
    take = rig.camera.photo

    def slow(_name: str = "") -> object:
        shot = take()
        press(rig, 1)
        return shot

    rig.camera.photo = slow  # type: ignore[method-assign]
    assert said(press(rig, Command.PHOTO)) == Say.ROUTED


def test_every_change_wakes_the_screens_with_its_revision(rig: Rig) -> None:
    rig.sign_in()
    revision = at_bench(rig).revision
    result = rig.scan("NOBODY-KNOWS-ME")
    rung = rig.world.bell.wait(revision, 0, timeout=0)
    assert rung.revision == result.revision == revision + 1


def test_a_screen_that_saw_everything_waits(rig: Rig) -> None:
    rig.sign_in()
    seen = rig.world.bell.wait(0, 0, timeout=0)
    assert rig.world.bell.wait(seen.revision, seen.echo, timeout=0) == seen
    rig.world.bell.echo("ABC")
    assert rig.world.bell.wait(seen.revision, seen.echo, timeout=0).text == "ABC"
