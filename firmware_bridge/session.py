"""One opening of one device: its line and its dialect, joined until the device is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from firmware_bridge.decode.aim import split_aim
from firmware_bridge.decode.dialect import (
    About,
    Broken,
    Code,
    Dialect,
    Note,
    Said,
    Saying,
    Send,
    Signal,
    Wait,
)
from firmware_bridge.decode.flood import Flood
from firmware_bridge.decode.text import decode_text
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.events import (
    BrokenReason,
    DeviceKnown,
    DeviceSpec,
    Emit,
    ScanBroken,
    ScanRead,
    Tap,
    Trace,
    local_now,
)
from firmware_bridge.ports import Line


@dataclass(slots=True)
class Session:
    """Read an open line and act on what its dialect says. A dialect is asked by one thread at a time."""

    line: Line
    dialect: Dialect
    spec: DeviceSpec
    emit: Emit
    tap: Tap | None = None
    _turn: threading.RLock = field(default_factory=threading.RLock, init=False)
    _flood: Flood = field(default_factory=Flood, init=False)

    @property
    def pending(self) -> int:
        """Return how many bytes of an unfinished code arrived."""
        return self.dialect.pending

    def run(self, stop: threading.Event) -> None:
        """Read until the device is gone or floods (raises BridgeError), or `stop` is set."""
        try:
            self._ask(lambda: self.dialect.hello(time.monotonic()))
            while not stop.is_set():
                self._step()
        finally:
            for said in self.dialect.abandon():
                self._tell(said)

    def signal(self, signal: Signal) -> None:
        """Say a result on the device; raises BridgeError."""
        self._ask(lambda: self.dialect.signal(signal, time.monotonic()))

    def switch(self, on: bool) -> None:
        """Let the device scan or not; raises BridgeError."""
        self._ask(lambda: self.dialect.switch(on, time.monotonic()))

    def write(self, data: bytes) -> None:
        """Send bytes as they are; raises BridgeError."""
        with self._turn:
            self._send(data)

    def _step(self) -> None:
        data = self.line.read()
        # One time for both: an owner who takes long over a scan is no silence of the device.
        now = time.monotonic()
        if data:
            self._heard(data, now)
        else:
            self._flood.quiet()
        due = self.dialect.due
        if due is not None and now >= due:
            self._ask(lambda: self.dialect.tick(now))

    def _heard(self, data: bytes, now: float) -> None:
        with self._turn:
            saying = self.dialect.feed(data, now)
            for said in saying:
                self._act(said)
        self._trace(False, data, saying)
        self._refuse_flood(len(data), saying)

    def _refuse_flood(self, size: int, saying: Saying) -> None:
        coded = any(isinstance(said, Code) for said in saying)
        too_many = self._flood.heard(size, coded, time.monotonic())
        if too_many:
            self.dialect.abandon()  # what was not finished is part of the noise
            raise BridgeError(Reason.FLOODING, f"{self.spec.path}: {too_many}")

    def _ask(self, ask: Callable[[], Saying]) -> None:
        with self._turn:
            saying = ask()
            for said in saying:
                self._act(said)
        if saying:
            self._trace(False, b"", saying)

    def _act(self, said: Said) -> None:
        if isinstance(said, Send):
            self._send(said.data)
        elif isinstance(said, Wait):
            time.sleep(min(said.seconds, 0.1))
        else:
            self._tell(said)

    def _tell(self, said: Said) -> None:
        if isinstance(said, Code):
            self.emit(self._scan(said))
        elif isinstance(said, Broken):
            self.emit(ScanBroken(self.spec.identity, said.reason, said.size, local_now()))
        elif isinstance(said, About):
            self._learn(said)

    def _scan(self, code: Code) -> ScanRead | ScanBroken:
        text = decode_text(code.data)
        aim, data = (code.aim, text) if code.aim is not None else split_aim(text)
        if not data.strip():
            size = len(code.data)
            return ScanBroken(self.spec.identity, BrokenReason.NOTHING_PRINTABLE, size, local_now())
        return ScanRead(self.spec.identity, data, aim, local_now(), self.spec.simulated)

    def _learn(self, about: About) -> None:
        self.spec = replace(
            self.spec,
            vendor=about.vendor or self.spec.vendor,
            model=about.model or self.spec.model,
            serial_number=about.serial_number or self.spec.serial_number,
            firmware=about.firmware or self.spec.firmware,
        )
        self.emit(DeviceKnown(self.spec))

    def _send(self, data: bytes) -> None:
        self.line.write(data)
        self._trace(True, data, ())

    def _trace(self, sent: bool, data: bytes, saying: Saying) -> None:
        meaning = tuple(words for words in map(meaning_of, saying) if words)
        if self.tap is not None and (data or meaning):
            self.tap(Trace(self.spec.identity, local_now(), sent, data, meaning))


def meaning_of(said: Said) -> str:
    """Put what was said into a few words; nothing for what shows by itself."""
    if isinstance(said, Code):
        return f"code {said.aim or ''}{decode_text(said.data)}"
    if isinstance(said, Broken):
        return f"no code: {said.reason.value.replace('_', ' ')}, {said.size} bytes"
    if isinstance(said, About):
        return " ".join(filter(None, (said.vendor, said.model, said.serial_number, said.firmware)))
    return said.meaning if isinstance(said, Note) else ""
