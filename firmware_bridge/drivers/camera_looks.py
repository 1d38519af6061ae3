"""What the camera's process does with pictures while somebody looks: read codes, judge the scene."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from firmware_bridge.decode.text import is_data
from firmware_bridge.drivers.camera_given import Given
from firmware_bridge.drivers.camera_grabber import Grab, Grabber
from firmware_bridge.drivers.camera_settings import CameraSettings
from firmware_bridge.events import SceneState
from firmware_bridge.vision.live import LiveReader
from firmware_bridge.vision.photo import Gray, UnreadablePhoto
from firmware_bridge.vision.quality import Fault, Gates, judge, measure_gray
from firmware_bridge.vision.scene import SceneWatch

SCENES = 7.0  # a second
REST_SECONDS = 0.1
FRAME_SECONDS = 0.5
NICENESS = 10  # of this thread alone: scans and photos come first
# The dark first: what cannot be seen is not sharp either.
FAULTS = {Fault.DARK: SceneState.DARK, Fault.BLURRED: SceneState.BLURRED}
Tell = Callable[[str, str], None]
"""Hears a code's text and its AIM identifier."""


@dataclass(slots=True)
class Looks:
    """Look at the newest frame again and again, never at an old one; `tell` hears each code once."""

    settings: CameraSettings
    grabber: Grabber
    tell: Tell
    scene: SceneWatch = field(init=False)
    _reader: LiveReader = field(init=False)
    _gates: Gates = field(init=False)
    _scene_at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._gates = Gates(**self.settings.gates)
        self._reader = LiveReader(self.settings.read_share)
        self.scene = SceneWatch(self._measure)

    def run(self) -> None:
        """Look for ever; rest while nobody asks for pictures."""
        give_way()
        number, gap = 0, 1 / (self.settings.looks if self.settings.reads_codes else SCENES)
        while True:
            began = time.monotonic()
            grab = self.grabber.after(number, FRAME_SECONDS) if self.grabber.looked_at else None
            if grab is not None:
                number = grab.number
                self._look(grab)
            rest = gap if grab else REST_SECONDS
            time.sleep(max(0.0, rest - (time.monotonic() - began)))

    def photographed(self, given: Given) -> None:
        """Remember what a photo shows, so that the same scene does not ask for another."""
        with contextlib.suppress(UnreadablePhoto):
            self.scene.photographed(given.gray())

    def _look(self, grab: Grab) -> None:
        try:
            gray = grab.given.gray()
        except UnreadablePhoto:
            return
        self._see(gray, grab.ended)
        if self.settings.reads_codes:
            for code in self._reader.look(gray, grab.ended, self.scene.moves):
                if text := as_data(code.text):
                    self.tell(text, code.aim)

    def _see(self, gray: Gray, now: float) -> None:
        if now - self._scene_at >= 1 / SCENES:
            self._scene_at = now
            self.scene.see(gray, now)

    def _measure(self, gray: Gray) -> SceneState:
        try:
            faults = judge(measure_gray(gray), self._gates)
        except UnreadablePhoto:
            return SceneState.MOVING
        return next((state for fault, state in FAULTS.items() if fault in faults), SceneState.READY)


def as_data(text: str) -> str:
    """Keep what may be part of a scan: printable characters and GS."""
    return "".join(filter(is_data, text))


def give_way() -> None:
    """Let the other threads of this machine go first; on Linux a thread has a niceness of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
