"""A camera is photographed, covered, frozen, unplugged and killed, and always says which it is."""

from __future__ import annotations

import os
import queue
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from firmware_bridge.drivers.camera import CameraProcess, CameraSettings
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import DeviceUp, ScanRead, local_now
from firmware_bridge.ports import CameraState, Frame
from firmware_bridge.sim.camera import StreamCamera
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.sim.scene import Scene
from firmware_bridge.supervisor import ScannerSupervisor

from .conftest import DEADLINE, Inbox, child, until

SPEAKER = Scene("Wireless speaker", ("4006381333931",), "electronics", 1)
SHIRT = Scene("Shirt M", ("4012345678901",), "apparel", 2)


@pytest.fixture
def stream() -> Iterator[StreamCamera]:
    simulated = StreamCamera()
    simulated.start()
    yield simulated
    simulated.stop()


@pytest.fixture
def camera(stream: StreamCamera) -> Iterator[CameraProcess]:
    process = CameraProcess(CameraSettings(stream.url, simulated=True, frozen_seconds=0.5, stale_seconds=1.5))
    process.start()
    assert process.wait_for(CameraState.LIVE, DEADLINE), process.health()
    yield process
    process.stop()


def codes_in(frame: Frame) -> list[str]:
    picture = cv2.imdecode(np.frombuffer(frame.jpeg, np.uint8), cv2.IMREAD_COLOR)
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def brightness(jpeg: bytes) -> float:
    return float(np.mean(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)))


def test_a_photo_is_whole_and_shows_what_was_just_presented(
    stream: StreamCamera, camera: CameraProcess
) -> None:
    for scene in (SPEAKER, SHIRT, SPEAKER, SHIRT, SPEAKER):
        stream.present(scene)
        asked = local_now()
        frame = camera.photo()
        assert codes_in(frame) == list(scene.codes)
        assert (frame.width, frame.height, frame.simulated) == (1920, 1080, True)
        assert frame.taken_at >= asked


def test_a_photo_is_the_very_bytes_that_the_camera_sent(stream: StreamCamera, camera: CameraProcess) -> None:
    stream.present(SPEAKER)
    photos = {camera.photo().jpeg for _ in range(3)}
    assert photos <= stream.frames()
    assert camera.health().encoding == "MJPG"


def test_frames_that_waited_in_a_buffer_are_no_photo(stream: StreamCamera, camera: CameraProcess) -> None:
    camera.photo()
    pid, sent = camera.pid, stream.sent
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    until(lambda: stream.sent > sent)  # it waits in the sockets now
    stream.cover()
    os.kill(pid, signal.SIGCONT)
    assert brightness(camera.photo().jpeg) < 20


def test_health_tells_size_and_rate_as_read_back(camera: CameraProcess) -> None:
    until(lambda: camera.health().fps > 1)
    assert (camera.health().width, camera.health().height) == (1920, 1080)


def test_a_preview_is_small_and_keeps_its_shape(camera: CameraProcess) -> None:
    picture = cv2.imdecode(np.frombuffer(camera.preview(640).jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape == (360, 640, 3)


def test_many_screens_are_served_at_once(camera: CameraProcess) -> None:
    sizes: list[int] = []
    threads = [threading.Thread(target=lambda: sizes.append(len(camera.preview().jpeg))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE)
    assert len(sizes) == 8
    assert min(sizes) > 1000


def test_photos_that_wait_for_the_camera_do_not_hold_up_each_other(stream: StreamCamera) -> None:
    settings = CameraSettings(stream.url, photo_seconds=1.0, answer_seconds=4.0, stale_seconds=60.0)
    camera = CameraProcess(settings)
    camera.start()
    assert camera.wait_for(CameraState.LIVE, DEADLINE)
    pid, refused = camera.pid, queue.Queue[Reason]()
    stream.unplug()
    assert camera.wait_for(CameraState.ABSENT, DEADLINE)
    threads = [threading.Thread(target=lambda: refused.put(refusal(camera))) for _ in range(6)]
    for thread in threads:
        thread.start()
    reasons = {refused.get(timeout=DEADLINE) for _ in threads}
    assert reasons == {Reason.CAMERA_ABSENT}
    assert camera.pid == pid
    camera.stop()


def refusal(camera: CameraProcess) -> Reason:
    with pytest.raises(BridgeError) as caught:
        camera.photo()
    return caught.value.reason


def test_a_covered_camera_is_live_and_dark(stream: StreamCamera, camera: CameraProcess) -> None:
    stream.cover()
    assert brightness(camera.photo().jpeg) < 20
    stream.uncover()
    assert brightness(camera.photo().jpeg) > 60


def test_a_frozen_camera_gives_no_photo_and_thaws(stream: StreamCamera, camera: CameraProcess) -> None:
    stream.freeze()
    assert camera.wait_for(CameraState.FROZEN, DEADLINE)
    with pytest.raises(BridgeError) as caught:
        camera.photo()
    assert caught.value.reason is Reason.CAMERA_FROZEN
    stream.thaw()
    assert camera.wait_for(CameraState.LIVE, DEADLINE)
    camera.photo()


def test_an_unplugged_camera_is_absent_and_comes_back(stream: StreamCamera, camera: CameraProcess) -> None:
    stream.unplug()
    assert camera.wait_for(CameraState.ABSENT, DEADLINE)
    with pytest.raises(BridgeError) as caught:
        camera.photo()
    assert caught.value.reason is Reason.CAMERA_ABSENT
    with pytest.raises(BridgeError):
        camera.preview()
    stream.replug()
    assert camera.wait_for(CameraState.LIVE, DEADLINE)
    camera.photo()


def test_a_killed_process_is_replaced_while_the_scanner_reads_on(
    camera: CameraProcess, scanner: PtyScanner, supervisor: ScannerSupervisor, inbox: Inbox
) -> None:
    inbox.next(DeviceUp)
    first = camera.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    for number in range(20):
        scanner.scan(f"DURING-{number}")
    assert [inbox.next(ScanRead).data for _ in range(20)] == [f"DURING-{number}" for number in range(20)]
    until(lambda: camera.pid not in {first, None})
    assert camera.wait_for(CameraState.LIVE, DEADLINE)
    camera.photo()


def test_a_hung_process_is_killed_and_replaced(stream: StreamCamera) -> None:
    camera = CameraProcess(CameraSettings(stream.url, answer_seconds=0.5, photo_seconds=0.3))
    camera.start()
    assert camera.wait_for(CameraState.LIVE, DEADLINE)
    first = camera.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    with pytest.raises(BridgeError) as caught:
        camera.preview()
    assert caught.value.reason is Reason.CAMERA_TIMEOUT
    until(lambda: camera.pid not in {first, None})
    assert camera.wait_for(CameraState.LIVE, DEADLINE)
    camera.stop()


def test_a_camera_that_was_never_there_is_absent_and_stops_cleanly() -> None:
    camera = CameraProcess(CameraSettings("/dev/video-that-is-not-there"))
    camera.start()
    assert camera.wait_for(CameraState.ABSENT, DEADLINE)
    with pytest.raises(BridgeError) as caught:
        camera.photo()
    assert caught.value.reason is Reason.CAMERA_ABSENT
    camera.stop()
    assert camera.health().state is CameraState.DEAD


def test_a_stopped_camera_leaves_no_process_and_no_descriptor(stream: StreamCamera) -> None:
    before = open_descriptors()
    camera = CameraProcess(CameraSettings(stream.url))
    camera.start()
    assert camera.wait_for(CameraState.LIVE, DEADLINE)
    pid = camera.pid
    camera.stop()
    assert not Path(f"/proc/{pid}").exists()
    until(lambda: open_descriptors() <= before)
    with pytest.raises(BridgeError) as caught:
        camera.photo()
    assert caught.value.reason is Reason.CAMERA_STOPPED


def test_it_can_be_stopped_the_moment_it_is_started_and_started_again(stream: StreamCamera) -> None:
    camera = CameraProcess(CameraSettings(stream.url))
    camera.start()
    camera.stop()
    camera.start()
    assert camera.wait_for(CameraState.LIVE, DEADLINE)
    camera.stop()


PARENT = """
    import sys, time
    from firmware_bridge.drivers.camera import CameraProcess, CameraSettings
    camera = CameraProcess(CameraSettings(sys.argv[1]))
    camera.start()
    while camera.pid is None:
        time.sleep(0.01)
    print(camera.pid, flush=True)
    time.sleep(600)
"""


def test_the_process_ends_when_the_station_is_killed(stream: StreamCamera) -> None:
    with child(PARENT, stream.url) as (_, said):
        pid = int(said)
        assert running(pid)
    until(lambda: not running(pid))


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def running(pid: int) -> bool:
    """Tell whether a process lives; one that nobody reaps yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
