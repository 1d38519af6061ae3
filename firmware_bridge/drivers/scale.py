"""A serial scale: kept open, asked for the weight when a person wants it."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from firmware_bridge.decode.sics import NOW, SERIAL_NUMBER, Identity, Load, Reading, Reply, Sics
from firmware_bridge.drivers.serial_line import SerialLine
from firmware_bridge.drivers.settings import DEFAULT_LINE, LineSettings
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import local_now
from firmware_bridge.ports import ScaleState, Weighed

log = logging.getLogger(__name__)

ANSWER_SECONDS = 0.8  # the slowest balances answer in a few tenths
SETTLE_SECONDS = 3.0  # a thing put down carefully is at rest long before
ASK_SECONDS = 0.15
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0)

REFUSALS: dict[Load, tuple[Reason, str]] = {
    Load.OVERLOAD: (Reason.SCALE_OVERLOAD, "more lies on it than it can weigh"),
    Load.UNDERLOAD: (Reason.SCALE_EMPTY, "less lies on it than nothing: its plate is off, or was tared"),
    Load.MOVING: (Reason.SCALE_MOVING, "the weight does not come to rest"),
    Load.BUSY: (Reason.SCALE_MOVING, "it is busy with itself"),
}


@dataclass(slots=True)
class Scale:
    """Hold one scale open from a thread, and weigh from any other. `device` is a path or a pyserial URL."""

    device: str
    runtime_dir: Path
    line: LineSettings = DEFAULT_LINE
    simulated: bool = False
    settle: float = SETTLE_SECONDS
    serial_number: str = field(default="", init=False)
    _replies: queue.SimpleQueue[Reply] = field(default_factory=queue.SimpleQueue, init=False)
    _weighing: threading.Lock = field(default_factory=threading.Lock, init=False)
    _open: SerialLine | None = field(default=None, init=False)
    _silent: bool = field(default=False, init=False)
    _trouble: str = field(default="", init=False)
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)

    def start(self) -> None:
        """Begin to open the scale; returns at once, scale or no scale."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name=f"scale {self.device}")
        self._thread.start()

    def stop(self) -> None:
        """Close the scale and end the thread."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def state(self) -> ScaleState:
        """Say how the scale is as last heard, without asking it."""
        if self._open is None:
            return ScaleState.ABSENT
        return ScaleState.SILENT if self._silent else ScaleState.READY

    def weigh(self) -> Weighed:
        """Return the weight of what lies on the scale, once it is at rest; takes up to `settle` seconds.

        Raises BridgeError PORT_ABSENT, SCALE_SILENT, SCALE_MOVING, SCALE_EMPTY or SCALE_OVERLOAD.
        """
        with self._weighing:
            last = Reading(Load.MOVING)
            for last in self._readings():
                if last.load is Load.STABLE and last.grams is not None:
                    return self._weighed(last.grams)
                if last.load in {Load.OVERLOAD, Load.UNDERLOAD}:
                    break
            reason, why = REFUSALS[last.load]
            raise BridgeError(reason, f"{self.device}: {why}")

    def _weighed(self, grams: Decimal) -> Weighed:
        if grams <= 0:
            raise BridgeError(Reason.SCALE_EMPTY, f"{self.device}: nothing lies on it")
        return Weighed(grams, local_now(), self.device, self.simulated)

    def _readings(self) -> Iterator[Reading]:
        """Ask again and again, until what lies there had its time to come to rest."""
        until = time.monotonic() + self.settle
        while True:
            asked = time.monotonic()
            yield self._ask()
            if time.monotonic() > until or self._stop.wait(max(0.0, asked + ASK_SECONDS - time.monotonic())):
                return

    def _ask(self) -> Reading:
        line = self._open
        if line is None:
            raise BridgeError(Reason.PORT_ABSENT, self._trouble or f"{self.device} is not open")
        while not self._replies.empty():  # an answer that came too late belongs to another moment
            self._replies.get()
        line.write(NOW)
        return self._answer()

    def _answer(self) -> Reading:
        until = time.monotonic() + ANSWER_SECONDS
        while True:
            try:
                reply = self._replies.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                self._silent = True
                raise BridgeError(Reason.SCALE_SILENT, f"{self.device} does not answer") from None
            if isinstance(reply, Reading):
                self._silent = False
                return reply

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                self._read()
            except BridgeError as error:
                failures = 0 if self._open is not None else failures + 1
                if self._trouble != error.detail:
                    log.warning("scale: %s", error)
                self._trouble = error.detail
            self._open = None
            self._stop.wait(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])

    def _read(self) -> None:
        line, sics = SerialLine(self.device, self.line, self.runtime_dir), Sics()
        try:
            line.open()
            self._open, self._trouble, self._silent = line, "", False
            line.write(SERIAL_NUMBER)
            while not self._stop.is_set():
                for reply in sics.feed(line.read()):
                    self._hear(reply)
        finally:
            line.close()

    def _hear(self, reply: Reply) -> None:
        if isinstance(reply, Identity):
            self.serial_number = reply.serial_number
        elif self._replies.qsize() < 100:  # one that talks without being asked must not fill the memory
            self._replies.put(reply)
