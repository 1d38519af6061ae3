"""A camera that is pulled, freezes or sends nothing, and a scanner beside it that must not notice."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from firmware_bridge.drivers.camera import CameraProcess, CameraSettings, CameraState
from firmware_bridge.drivers.camera_link import WORKER
from firmware_bridge.errors import BridgeError, Reason
from tests.lab.guest.bridge import bound_to, bridge
from tests.lab.guest.case import Case
from tests.lab.guest.host import Host
from tests.lab.guest.inbox import DeviceUp, Inbox, ScanRead, same, until
from tests.lab.guest.serial_cases import scanner_on

DRIVER = "vivid, OpenCV"
WIDTH, HEIGHT = 640, 360  # an emulated CPU draws vivid's pictures at this size
NODE = Path("/dev/video0")
PLATFORM = Path("/sys/bus/platform/drivers/vivid")
VIVID = "vivid.0"
SECONDS = 40.0
REFUSALS = {Reason.CAMERA_ABSENT, Reason.CAMERA_TIMEOUT, Reason.CAMERA_FROZEN, Reason.CAMERA_DIED}


def control(**values: int) -> None:
    """Set controls of the camera, as its maker's tool would."""
    words = ",".join(f"{name}={value}" for name, value in values.items())
    subprocess.run(["v4l2-ctl", "-d", str(NODE), "-c", words], check=True, timeout=20)


def plug() -> None:
    """Plug the camera in."""
    if not PLATFORM.exists():
        subprocess.run(["modprobe", "vivid", "n_devs=1", "node_types=0x1"], check=True, timeout=30)
    elif not (PLATFORM / VIVID).exists():
        (PLATFORM / "bind").write_text(VIVID)
    until(NODE.exists, f"{NODE} appears")


def unplug() -> None:
    """Pull the camera while it is in use; its node goes with it."""
    control(disconnect=1)
    (PLATFORM / "unbind").write_text(VIVID)
    until(lambda: not NODE.exists(), f"{NODE} goes away")


@contextlib.contextmanager
def camera() -> Iterator[CameraProcess]:
    """Run a live camera."""
    plug()
    process = CameraProcess(CameraSettings(str(NODE), WIDTH, HEIGHT))
    process.start()
    try:
        reach(process, CameraState.LIVE)
        yield process
    finally:
        process.stop()


def reach(process: CameraProcess, state: CameraState) -> float:
    """Wait for a state; return the seconds it took."""
    began = time.monotonic()
    assert process.wait_for(state, SECONDS), f"never {state.value}, but {process.health()}"
    return time.monotonic() - began


def refused(process: CameraProcess) -> str:
    """Ask for a photo that must not be given; return the reason."""
    try:
        process.photo()
    except BridgeError as error:
        assert error.reason in REFUSALS, error
        return error.reason.value
    raise AssertionError("a photo was given that cannot be one of now")


def loads(host: Host) -> str:
    """Load what the camera's process needs, twice: the second time from memory."""
    times = list[str]()
    for _ in range(2):
        began = time.monotonic()
        command = [sys.executable, "-c", f"import {WORKER}"]
        subprocess.run(command, check=True, timeout=120)
        times.append(f"{time.monotonic() - began:.1f} s")
    return f"{times[0]}, again {times[1]}"


def live(host: Host) -> str:
    with camera() as process:
        frame, health = process.photo(), process.health()
        assert (frame.width, frame.height) == (WIDTH, HEIGHT), frame
        assert frame.jpeg[:2] == b"\xff\xd8"
        size = f"{health.width}x{health.height} read back at {health.fps:g} a second"
        return f"{size}, photo of {len(frame.jpeg)} bytes"


def frozen(host: Host) -> str:
    with camera() as process:
        control(osd_text_mode=2)
        went = reach(process, CameraState.FROZEN)
        reason = refused(process)
        control(osd_text_mode=0)
        back = reach(process, CameraState.LIVE)
        process.photo()
        return f"said after {went:.1f} s, photo refused ({reason}), live again after {back:.1f} s"


def stale(host: Host) -> str:
    with camera() as process:
        control(percentage_of_dropped_buffers=100)
        went = reach(process, CameraState.ABSENT)
        reason = refused(process)
        control(percentage_of_dropped_buffers=0)
        back = reach(process, CameraState.LIVE)
        process.photo()
        return f"said after {went:.1f} s, photo refused ({reason}), live again after {back:.1f} s"


def pulled(host: Host) -> str:
    with camera() as process:
        unplug()
        went = reach(process, CameraState.ABSENT)
        reason = refused(process)
        plug()
        back = reach(process, CameraState.LIVE)
        process.photo()
        return f"said after {went:.1f} s, photo refused ({reason}), live {back:.1f} s after its node"


def scanning_goes_on(host: Host) -> str:
    """Scan all the while that the camera freezes, sends nothing, and is pulled."""
    inbox, over = Inbox(), threading.Event()
    with scanner_on("cdc_acm", host) as (scanner, name), bridge(inbox, bound_to(name)):
        scanner.plug()
        inbox.wait(DeviceUp)
        worst, sent = [0.0], list[str]()
        scanning = threading.Thread(target=_scan_until, args=(over, scanner, inbox, sent, worst))
        scanning.start()
        try:
            for trouble in (frozen, stale, pulled):
                trouble(host)
        finally:
            over.set()
            scanning.join()
        same(inbox.codes(), sent)
    return f"{len(sent)} of {len(sent)} codes meanwhile, the slowest heard after {worst[0] * 1000:.0f} ms"


def _scan_until(over, scanner, inbox, sent, worst) -> None:  # type: ignore[no-untyped-def]
    while not over.wait(0.1):
        began = time.monotonic()
        sent.append(f"SCAN-{len(sent)}")
        scanner.scan(sent[-1])
        inbox.wait(ScanRead, len(sent))
        worst[0] = max(worst[0], time.monotonic() - began)


CASES = [
    Case("camera", "its process loads", DRIVER, loads),
    Case("camera", "a photo", DRIVER, live),
    Case("camera", "frozen", DRIVER, frozen),
    Case("camera", "stale", DRIVER, stale),
    Case("camera", "unplugged", DRIVER, pulled),
    Case("camera", "scanning goes on through all of it", f"{DRIVER}, cdc_acm", scanning_goes_on),
]
