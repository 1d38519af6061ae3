"""A camera that sends rubbish, floods, leaves at once or is someone else's harms nobody and says so."""

from __future__ import annotations

import itertools
import os
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
import pytest

from firmware_bridge.drivers.camera import CameraProcess, CameraSettings
from firmware_bridge.drivers.camera_given import Given
from firmware_bridge.drivers.camera_grabber import Grabber
from firmware_bridge.drivers.holders import holders
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import ScanRead, SceneState
from firmware_bridge.ports import CameraState
from firmware_bridge.sim.camera import StreamCamera
from firmware_bridge.sim.http_stream import StreamServer
from firmware_bridge.sim.scene import EMPTY_DESK, Scene

from .conftest import DEADLINE, Inbox, child, until

SPEAKER = Scene("Wireless speaker", ("4006381333931",), "electronics", 1)


def jpeg(number: int, height: int = 90, width: int = 160) -> bytes:
    """Draw a small picture; each number gives another."""
    picture = np.full((height, width, 3), 90, np.uint8)
    cv2.putText(picture, str(number), (5, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (255, 255, 255), 2)
    return cv2.imencode(".jpg", picture)[1].tobytes()


@contextmanager
def serving(frame: Callable[[int], bytes], fps: float = 25) -> Iterator[str]:
    server = StreamServer(0, fps, frame)
    server.begin()
    try:
        yield f"http://127.0.0.1:{server.server_port}/stream.mjpg"
    finally:
        server.end()


@contextmanager
def camera_at(source: str) -> Iterator[CameraProcess]:
    camera = CameraProcess(CameraSettings(source, frozen_seconds=0.5, photo_seconds=2.0))
    camera.start()
    try:
        yield camera
    finally:
        camera.stop()


def refused(camera: CameraProcess) -> Reason:
    with pytest.raises(BridgeError) as caught:
        camera.photo()
    return caught.value.reason


def test_half_pictures_are_passed_over() -> None:
    def frame(number: int) -> bytes:
        whole = jpeg(number)
        return whole if number % 3 == 0 else whole[: len(whole) // 2]

    with serving(frame) as url, camera_at(url) as camera:
        assert camera.wait_for(CameraState.LIVE, DEADLINE)
        for _ in range(5):
            photo = camera.photo()
            assert photo.jpeg.endswith(b"\xff\xd9")
            assert (photo.width, photo.height) == (160, 90)


@pytest.mark.parametrize(
    "rubbish",
    [lambda n: jpeg(n)[:600] + os.urandom(40), lambda n: b"GIF89a" + jpeg(n), lambda _: os.urandom(3000)],
    ids=["only halves", "gif", "noise"],
)
def test_a_camera_that_sends_no_pictures_is_absent_and_says_why(rubbish: Callable[[int], bytes]) -> None:
    with serving(rubbish) as url, camera_at(url) as camera:
        assert camera.wait_for(CameraState.ABSENT, DEADLINE)
        assert refused(camera) is Reason.CAMERA_ABSENT


def test_a_picture_may_change_its_size_under_way() -> None:
    sizes = itertools.cycle([(90, 160), (240, 320)])
    shapes = [next(sizes) for _ in range(400)]
    with serving(lambda n: jpeg(n, *shapes[n // 20 % 400])) as url, camera_at(url) as camera:
        assert camera.wait_for(CameraState.LIVE, DEADLINE)
        seen: set[int] = set()
        until(lambda: seen.add(camera.photo().width) is None and len(seen) == 2)  # type: ignore[func-returns-value]
        assert seen == {160, 320}


def test_a_camera_that_floods_is_still_only_a_camera() -> None:
    with serving(jpeg, fps=100_000) as url, camera_at(url) as camera:
        assert camera.wait_for(CameraState.LIVE, DEADLINE)
        for _ in range(5):
            assert camera.photo().width == 160
        assert camera.health().fps < 700


class Leaves(socketserver.BaseRequestHandler):
    """Takes a connection and ends it."""

    def handle(self) -> None:
        self.request.close()


def test_a_camera_that_closes_at_once_is_absent() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Leaves) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            with camera_at(f"http://127.0.0.1:{server.server_address[1]}/") as camera:
                assert camera.wait_for(CameraState.ABSENT, DEADLINE)
                assert refused(camera) is Reason.CAMERA_ABSENT
        finally:
            server.shutdown()
            thread.join()


def test_a_picture_that_only_gets_new_bytes_is_frozen() -> None:
    """Each is the same picture with another comment in it."""
    still = jpeg(7)

    def frame(number: int) -> bytes:
        return still[:2] + b"\xff\xfe\x00\x06%04d" % (number % 10_000) + still[2:]

    with serving(frame) as url, camera_at(url) as camera:
        assert camera.wait_for(CameraState.FROZEN, DEADLINE)
        assert refused(camera) is Reason.CAMERA_FROZEN


# Held by someone else -------------------------------------------------------------------------------

HOLDER = """
    import sys, time
    held = open(sys.argv[1], "rb")
    print("holding", flush=True)
    time.sleep(600)
"""


def test_a_camera_that_another_program_holds_is_busy_and_says_which(tmp_path: Path) -> None:
    node = tmp_path / "video0"
    node.write_bytes(b"no camera")
    (tmp_path / "by-id").symlink_to(node)
    with child(HOLDER, str(node)) as (process, _), camera_at(str(tmp_path / "by-id")) as camera:
        assert camera.wait_for(CameraState.BUSY, DEADLINE), camera.health()
        assert f"({process.pid})" in camera.health().detail
        assert refused(camera) is Reason.CAMERA_ABSENT
    assert holders(str(node)) == []


# Codes and scenes -----------------------------------------------------------------------------------


def test_a_code_held_before_the_camera_is_read_once_while_somebody_looks(inbox: Inbox) -> None:
    stream = StreamCamera()
    stream.start()
    camera = CameraProcess(CameraSettings(stream.url, name="side", simulated=True), inbox)
    camera.start()
    try:
        assert camera.wait_for(CameraState.LIVE, DEADLINE)
        stream.present(SPEAKER)
        camera.photo()
        inbox.assert_empty()
        until(lambda: camera.preview().scene > 0 and not inbox.events.empty())
        scan = inbox.next(ScanRead)
        assert (scan.device, scan.data, scan.aim, scan.simulated) == (
            "camera:side",
            "4006381333931",
            "]E0",
            True,
        )
        until(lambda: camera.preview().state is SceneState.TAKEN)
        inbox.assert_empty()
        stream.present(EMPTY_DESK)
        until(lambda: camera.preview().state is SceneState.READY)
        stream.cover()
        until(lambda: camera.preview().state is SceneState.DARK)
    finally:
        camera.stop()
        stream.stop()


# A camera of pixels -----------------------------------------------------------------------------------


def test_pixels_are_encoded_once_and_left_in_the_driver_while_nobody_looks() -> None:
    """A camera without MJPG, as the driver sees it: taking a frame is what costs."""
    capture = mock.Mock(encoded=False)
    capture.grab.return_value = True
    capture.take.side_effect = lambda: Given(np.random.default_rng().integers(0, 255, (90, 160, 3), np.uint8))
    grabber = Grabber(CameraSettings("0"), lambda: None)
    for _ in range(200):
        assert grabber._read(capture)
    assert capture.take.call_count <= 4
    grabber.newest()
    for _ in range(50):
        grabber._read(capture)
    assert capture.take.call_count >= 50
    newest = grabber.newest()
    assert newest is not None
    assert newest.given.jpeg(90).startswith(b"\xff\xd8")
    assert newest.given.gray().shape == (90, 160)
    assert newest.given.small(80).shape == (45, 80, 3)
