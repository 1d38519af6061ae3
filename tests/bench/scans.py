"""From a scanner's bytes to the event, beside a bare read of the port; and the memory of 100,000 scans."""

import queue
import resource
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import serial

from firmware_bridge.events import BridgeEvent, DeviceUp, ScanRead
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.supervisor import ScannerSettings, ScannerSupervisor
from tests.bench.figures import goal, in_turns, show

CODE = "]E04006381333931"
ROUNDS = 500
MANY = 100_000
WARM = 10_000
PATIENCE = 10.0


def run(folder: Path) -> None:
    with bare(folder / "bare") as floor, bridged(folder / "bridged", folder / "run") as ours:
        series = in_turns(ROUNDS, bare_read=floor, scan_to_event=ours)
        show("A code on a pty until it is known", *series.values())
        goal("times a bare read (p50)", series["scan_to_event"].p50 / series["bare_read"].p50, most=3)
        _memory(ours)


def _memory(scan: Callable[[], object]) -> None:
    """Compare the peak after the first scans with the peak after many more."""
    for _ in range(WARM):
        scan()
    before = _peak()
    for _ in range(MANY - WARM):
        scan()
    goal(f"MB more at the peak after {MANY:,} scans than after {WARM:,}", (_peak() - before) / 1024, most=2)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@contextmanager
def bare(link: Path) -> Iterator[Callable[[], object]]:
    """Read a port with pyserial and nothing else."""
    scanner, heard = PtyScanner(link), queue.SimpleQueue[bytes]()
    scanner.start()
    port = serial.Serial(str(link), timeout=0.05)
    stop = threading.Event()
    reader = threading.Thread(target=_read, args=(port, heard, stop))
    reader.start()
    try:
        yield lambda: (scanner.scan(CODE), heard.get(timeout=PATIENCE))
    finally:
        stop.set()
        reader.join()
        port.close()
        scanner.stop()


def _read(port: serial.Serial, heard: "queue.SimpleQueue[bytes]", stop: threading.Event) -> None:
    code = b""
    while not stop.is_set():
        code += port.read(max(1, port.in_waiting))
        if code.endswith(b"\r"):
            heard.put(code)
            code = b""


@contextmanager
def bridged(link: Path, runtime: Path) -> Iterator[Callable[[], object]]:
    """Read a port as the station does."""
    scanner, heard = PtyScanner(link), queue.SimpleQueue[BridgeEvent]()
    scanner.start()
    supervisor = ScannerSupervisor(ScannerSettings(str(link), runtime), heard.put)
    supervisor.start()
    assert isinstance(heard.get(timeout=PATIENCE), DeviceUp)

    def scan() -> None:
        scanner.scan(CODE)
        event = heard.get(timeout=PATIENCE)
        assert isinstance(event, ScanRead) and event.data == CODE[3:], event

    try:
        yield scan
    finally:
        supervisor.stop()
        scanner.stop()
