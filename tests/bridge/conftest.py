"""What every test of the bridge needs: an inbox of events, a scanner, and proof that no thread stays."""

from __future__ import annotations

import queue
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from firmware_bridge.decode.framing import Terminator
from firmware_bridge.drivers.settings import Habits
from firmware_bridge.events import BridgeEvent
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.supervisor import Backoff, ScannerSettings, ScannerSupervisor

DEADLINE = 20.0
QUICK = Backoff(first=0.02, cap=0.1)
T = TypeVar("T")


@dataclass
class Inbox:
    """Collects events from any thread; waits with a deadline, never by sleeping."""

    events: queue.Queue[BridgeEvent] = field(default_factory=queue.Queue)

    def __call__(self, event: BridgeEvent) -> None:
        self.events.put(event)

    def next(self, kind: type[T]) -> T:
        """Return the next event, which must be of this kind."""
        event = self.events.get(timeout=DEADLINE)
        assert isinstance(event, kind), event
        return event

    def assert_empty(self) -> None:
        assert self.events.empty(), list(self.events.queue)


def until(condition: Callable[[], bool], deadline: float = DEADLINE) -> None:
    """Wait for a condition; fail when it does not come true in time."""
    end = time.monotonic() + deadline
    while not condition():
        assert time.monotonic() < end, "the condition never came true"
        threading.Event().wait(0.01)


@contextmanager
def child(program: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a Python program, give it and the first line it prints, and kill it at the end."""
    command = [sys.executable, "-c", textwrap.dedent(program), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(5)
    assert not [thread.name for thread in left if thread.is_alive()]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "by-id" / "usb-scanner"


@pytest.fixture
def scanner(link: Path) -> Iterator[PtyScanner]:
    simulated = PtyScanner(link)
    simulated.start()
    yield simulated
    simulated.stop()


@pytest.fixture
def settings(link: Path, tmp_path: Path) -> ScannerSettings:
    return ScannerSettings(
        str(link), tmp_path / "run", habits=Habits(terminator=Terminator.CR), simulated=True, backoff=QUICK
    )


@pytest.fixture
def supervisor(settings: ScannerSettings, inbox: Inbox) -> Iterator[ScannerSupervisor]:
    watcher = ScannerSupervisor(settings, inbox)
    watcher.start()
    yield watcher
    watcher.stop()
