"""The camera at 1080p, 30 pictures a second: its cost, how soon a photo is safe, what scanning notices."""

import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import cv2
import numpy as np

from firmware_bridge.drivers.camera import CameraProcess, CameraSettings, CameraState
from firmware_bridge.events import BridgeEvent, ScanRead
from firmware_bridge.sim.camera import StreamCamera
from firmware_bridge.sim.http_stream import StreamServer
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.sim.scene import Scene
from firmware_bridge.supervisor import ScannerSettings, ScannerSupervisor
from firmware_bridge.vision.live import LiveReader, middle, read
from station.adapters.vault import FileVault
from tests.bench.figures import Series, goal, show

RATE = 30.0
SCANS = 100
ROUNDS = 6
PHOTOS = 200
IDLE_SECONDS = 20
LOADED_SECONDS = 10
SMALL_PHOTOS = 3000
TICKS = os.sysconf("SC_CLK_TCK")
SPEAKER = Scene("Wireless speaker", ("4006381333931",), "electronics", 1)


def run(folder: Path) -> None:
    _looks()
    with _camera_elsewhere() as url:
        _at_rest(url)
        _shutter(url, folder)
        _scans(url, folder)
    _memory(folder)


# The simulated camera, in a process of its own: its work is not the station's ------------------------


@contextmanager
def _camera_elsewhere() -> Iterator[str]:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_stream, args=(there,))
    process.start()
    try:
        yield str(here.recv())
    finally:
        here.send("stop")
        process.join()


def _stream(told: Connection) -> None:
    stream = StreamCamera(fps=RATE)
    stream.start()
    stream.present(SPEAKER)
    told.send(stream.url)
    told.recv()
    stream.stop()


@contextmanager
def _camera(url: str, looks: float = RATE) -> Iterator[CameraProcess]:
    camera = CameraProcess(CameraSettings(url, simulated=True, looks=looks))
    camera.start()
    try:
        assert camera.wait_for(CameraState.LIVE, 20), camera.health()
        time.sleep(2)
        yield camera
    finally:
        camera.stop()


@contextmanager
def _looked_at(camera: CameraProcess) -> Iterator[None]:
    """Ask for previews as a browser does."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            camera.preview()

    looker = threading.Thread(target=look)
    looker.start()
    try:
        yield
    finally:
        over.set()
        looker.join()


# What is measured ---------------------------------------------------------------------------------


def _looks() -> None:
    """Decode 1080p frames and read the code in the middle, one after the other, on this one thread."""
    stream = StreamCamera(fps=RATE)
    stream.start()
    stream.present(SPEAKER)
    frames = [np.frombuffer(jpeg, np.uint8) for jpeg in stream.frames()]
    stream.stop()
    cv2.setNumThreads(1)
    reader, hits, ms = LiveReader(), 0, []
    for number in range(200):
        began = time.thread_time()
        gray = np.asarray(cv2.imdecode(frames[number % len(frames)], cv2.IMREAD_GRAYSCALE), np.uint8)
        reader.look(gray, number / RATE, 0)
        ms.append((time.thread_time() - began) * 1000)
        hits += bool(read(middle(gray, reader.share))) if number % 10 == 0 else 0
    show("One look at a 1080p frame, CPU", Series("JPEG to pixels to codes", ms))
    rate = 1000 / statistics.median(ms)
    goal("frames a second on one core", rate, least=RATE)
    goal("decodes a second of a code in the region", rate * hits / 20, least=10)


@dataclass(frozen=True, slots=True)
class Work:
    """What a process had used of a core at one moment, in seconds."""

    cpu: float
    at: float

    @classmethod
    def of(cls, camera: CameraProcess) -> "Work":
        fields = Path(f"/proc/{camera.pid}/stat").read_text().rpartition(")")[2].split()
        return cls((int(fields[11]) + int(fields[12])) / TICKS, time.monotonic())

    def share(self, later: "Work") -> float:
        return 100 * (later.cpu - self.cpu) / (later.at - self.at)


def _at_rest(url: str) -> None:
    with _camera(url) as camera:
        before = Work.of(camera)
        time.sleep(IDLE_SECONDS)
        rest = before.share(Work.of(camera))
        with _looked_at(camera):
            before = Work.of(camera)
            time.sleep(LOADED_SECONDS)
            busy = before.share(Work.of(camera))
    print(f"\nThe camera's process, % of a core\n  every frame read while looked at{busy:>14.1f}")
    goal("% of a core with the preview closed", rest, most=3)


def _shutter(url: str, folder: Path) -> None:
    vault = FileVault(folder / "vault")
    with _camera(url, looks=15) as camera:
        rest = Series("preview closed", [_photo(camera, vault) for _ in range(PHOTOS)])
        with _looked_at(camera):
            looked = Series("preview open, codes read", [_photo(camera, vault) for _ in range(PHOTOS)])
    show("Shutter to durable original, 30 pictures a second", rest, looked)
    goal("shutter to durable, preview open, p99 ms", looked.p99, most=100)


def _photo(camera: CameraProcess, vault: FileVault) -> float:
    began = time.perf_counter()
    vault.put(camera.photo().jpeg)
    taken = (time.perf_counter() - began) * 1000
    time.sleep(0.02)
    return taken


def _scans(url: str, folder: Path) -> None:
    scanner = PtyScanner(folder / "scanner")
    scanner.start()
    heard = Heard()
    settings = ScannerSettings(str(scanner.link), folder / "run", simulated=True)
    supervisor = ScannerSupervisor(settings, heard)
    supervisor.start()
    without: list[float] = []
    under: list[float] = []
    try:
        for _ in range(ROUNDS):  # in turns, so that a machine that slows down slows both
            without += _scan_times(scanner, heard)
            with _camera(url) as camera, _looked_at(camera):
                under += _scan_times(scanner, heard)
    finally:
        supervisor.stop()
        scanner.stop()
    alone, loaded = Series("no camera", without), Series("every frame of a camera read beside", under)
    show("Scan in the pty to event", alone, loaded)
    goal("p99 under full camera load beside without", loaded.p99 / alone.p99, most=2)


class Heard:
    """Notes when a scan arrived."""

    def __init__(self) -> None:
        self.arrived = threading.Event()
        self.at = 0.0

    def __call__(self, event: BridgeEvent) -> None:
        if isinstance(event, ScanRead):
            self.at = time.perf_counter()
            self.arrived.set()


def _scan_times(scanner: PtyScanner, heard: Heard) -> list[float]:
    times = []
    for number in range(SCANS):
        heard.arrived.clear()
        began = time.perf_counter()
        scanner.scan(f"SCAN-{number:06}")
        assert heard.arrived.wait(10)
        times.append((heard.at - began) * 1000)
        time.sleep(0.01)
    return times[5:]


def _memory(folder: Path) -> None:
    """Take many photos of small frames, which come fast; memory after a tenth is compared with the end's."""
    numbers = iter(range(1 << 62))
    server = StreamServer(0, 240, lambda _: _small(next(numbers)))
    server.begin()
    camera = CameraProcess(CameraSettings(f"http://127.0.0.1:{server.server_port}/", simulated=True))
    camera.start()
    try:
        assert camera.wait_for(CameraState.LIVE, 20)
        own, theirs = _grown(camera, FileVault(folder / "many"))
    finally:
        camera.stop()
        server.end()
    print(f"\nMemory over {SMALL_PHOTOS} photos, from a tenth of them on")
    goal("MB grown, the station's process", own, most=10)
    goal("MB grown, the camera's process", theirs, most=10)


def _small(number: int) -> bytes:
    picture = np.full((90, 160, 3), number % 200, np.uint8)
    return cv2.imencode(".jpg", picture)[1].tobytes()


def _grown(camera: CameraProcess, vault: FileVault) -> tuple[float, float]:
    before = (0.0, 0.0)
    for number in range(SMALL_PHOTOS):
        vault.put(camera.photo().jpeg)
        if number == SMALL_PHOTOS // 10:
            before = _resident(os.getpid()), _resident(camera.pid)
    return _resident(os.getpid()) - before[0], _resident(camera.pid) - before[1]


def _resident(pid: int | None) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
