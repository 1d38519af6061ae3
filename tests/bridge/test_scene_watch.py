"""Whether a scene may be photographed: still, lit, sharp, and not what the last photo shows."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from firmware_bridge.events import SceneState
from firmware_bridge.vision.photo import Gray
from firmware_bridge.vision.scene import SceneWatch

GENERATOR = np.random.default_rng(5)
STEP = 1 / 7


def desk(*boxes: tuple[int, int]) -> Gray:
    """Draw a desk with boxes of 80 px at (down, right)."""
    picture = np.full((540, 960), 120, np.uint8)
    for down, right in boxes:
        picture[down : down + 80, right : right + 80] = 200
    return picture


@dataclass
class Watched:
    """A scene watched at the camera's pace, with a sensor's noise; `fault` is what a measurement finds."""

    fault: SceneState = SceneState.READY
    measured: int = 0
    now: float = 50.0
    watch: SceneWatch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = SceneWatch(self._measure)

    def _measure(self, _: Gray) -> SceneState:
        self.measured += 1
        return self.fault

    def see(self, scene: Gray, seconds: float = 2.0) -> SceneState:
        for _ in range(max(1, round(seconds / STEP))):
            self.now += STEP
            noise = GENERATOR.normal(0, 6, scene.shape)
            self.watch.see(np.asarray(np.clip(scene + noise, 0, 255), np.uint8), self.now)
        return self.watch.state


EMPTY, HERE, THERE = desk(), desk((200, 300)), desk((240, 420))


def test_a_scene_is_ready_only_once_it_lay_still() -> None:
    watched = Watched()
    assert watched.see(HERE, 0.4) is SceneState.MOVING
    assert watched.see(HERE, 1.0) is SceneState.READY


def test_a_hand_that_moves_on_keeps_it_waiting() -> None:
    watched = Watched()
    for right in range(0, 800, 20):
        assert watched.see(desk((200, right)), STEP) is SceneState.MOVING
    assert watched.watch.number == 0


def test_the_number_grows_with_every_scene_that_settles_and_with_no_other() -> None:
    watched = Watched()
    numbers = []
    for scene in (EMPTY, HERE, HERE, THERE):
        watched.see(scene)
        numbers.append(watched.watch.number)
    assert numbers == [1, 2, 2, 3]


def test_what_came_and_went_leaves_the_scene_as_it_was() -> None:
    watched = Watched()
    watched.see(HERE)
    watched.see(desk((200, 300), (100, 600)), 0.3)
    assert watched.watch.moves > 1
    watched.see(HERE)
    assert watched.watch.number == 1


def test_the_last_photos_scene_asks_for_no_other_until_something_moves() -> None:
    watched = Watched()
    watched.see(HERE)
    watched.watch.photographed(HERE)
    assert watched.see(HERE) is SceneState.TAKEN
    assert watched.see(THERE) is SceneState.READY
    assert watched.see(HERE) is SceneState.TAKEN


def test_a_camera_that_corrects_its_exposure_moves_nothing() -> None:
    watched = Watched()
    watched.see(HERE)
    assert watched.see(cv2.add(HERE, 14.0), STEP) is SceneState.READY
    assert watched.watch.number == 1


def test_faults_are_said_and_measured_again_while_they_last() -> None:
    watched = Watched(fault=SceneState.BLURRED)
    assert watched.see(HERE, 3) is SceneState.BLURRED
    assert 2 <= watched.measured <= 5
    watched.fault = SceneState.READY
    assert watched.see(HERE, 1.5) is SceneState.READY
    measured = watched.measured
    watched.see(HERE, 5)
    assert watched.measured == measured
