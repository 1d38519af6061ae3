"""What the monitor prints: devices as they come and go, scans, and what is wrong, in plain words or JSON."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TextIO

from firmware_bridge.decode.text import GS
from firmware_bridge.events import (
    BridgeEvent,
    DeviceDown,
    DeviceKnown,
    DeviceSpec,
    DeviceUp,
    DownReason,
    ScanBroken,
    ScanRead,
    Trace,
)
from firmware_bridge.known import Device, Mode

WRONG: dict[DownReason, str] = {
    DownReason.ABSENT: "is not there; it is opened as soon as it comes",
    DownReason.UNPLUGGED: "was unplugged",
    DownReason.BUSY: "is in use by another program",
    DownReason.PERMISSION: "may not be opened by this account: add it to the group of the port",
    DownReason.AMBIGUOUS: "cannot be told from another device: unplug one of them",
    DownReason.FLOODING: "sends without end and is heard seldom",
    DownReason.UNUSABLE: "cannot be used",
}
MODES: dict[Mode, str] = {
    Mode.BOUND: "listening",
    Mode.HEARD: "listening",
    Mode.LISTED: "left alone; name it with --device and --driver to listen to it",
    Mode.REFUSED: "refused: it cannot be told from another device",
}
Facts = dict[str, str]


def device_words(spec: DeviceSpec) -> Facts:
    """Say what is known of a device."""
    return {
        "device": spec.identity,
        "kind": spec.kind.value,
        "vendor": spec.vendor,
        "model": spec.model or spec.description.removeprefix("n/a"),
        "serial_number": spec.serial_number or "",
        "connection": spec.connection,
        "path": spec.path,
    }


@dataclass(slots=True)
class Printer:
    """Print from any thread, a whole line at a time. `closed` once nobody reads any more."""

    out: TextIO
    as_json: bool
    closed: bool = field(default=False, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _listed: dict[str, Mode] = field(default_factory=dict, init=False)

    def listed(self, devices: Iterable[Device]) -> None:
        """Print the devices that came or went since the last time."""
        now = {device.key: device for device in devices}
        for key, device in now.items():
            if self._listed.get(key) is not device.mode:
                self._came(device)
        for key in self._listed.keys() - now.keys():
            self._say({"event": "gone", "device": key}, f"{key} is gone")
        self._listed = {key: device.mode for key, device in now.items()}

    def _came(self, device: Device) -> None:
        known = device_words(device.spec) if device.spec else {"device": device.key}
        words = "  ".join(filter(None, known.values()))
        self._say({"event": "device", "mode": device.mode.value, **known}, f"{words}: {MODES[device.mode]}")

    def event(self, event: BridgeEvent) -> None:
        """Print a scan, or how a device is."""
        if isinstance(event, ScanRead):
            facts = {"event": "scan", "device": event.device, "data": event.data, "aim": event.aim or ""}
            self._say({**facts, "at": event.at.isoformat()}, _shown(event))
        elif isinstance(event, ScanBroken):
            reason = event.reason.value
            facts = {"event": "broken", "device": event.device, "reason": reason, "size": str(event.size)}
            self._say(facts, f"{event.device}  no code: {reason.replace('_', ' ')}, {event.size} bytes")
        elif isinstance(event, DeviceUp | DeviceKnown):
            known, is_up = device_words(event.spec), isinstance(event, DeviceUp)
            words = "  ".join(filter(None, known.values()))
            said = f"{words}: {'open' if is_up else 'says what it is'}"
            self._say({"event": "up" if is_up else "known", **known}, said)
        elif isinstance(event, DeviceDown) and event.reason is not DownReason.STOPPED:
            facts = {"event": "down", "device": event.device, "reason": event.reason.value}
            said = f"{event.device} {WRONG[event.reason]}: {event.detail}"
            self._say({**facts, "detail": event.detail}, said)

    def trace(self, trace: Trace) -> None:
        """Print bytes as they went over the line, with what they mean."""
        way = "to" if trace.sent else "from"
        meaning = "; ".join(trace.meaning)
        facts = {"event": "trace", "device": trace.device, "way": way, "bytes": trace.data.hex(" ")}
        self._say(
            {**facts, "meaning": meaning},
            f"{'>' if trace.sent else '<'} {trace.device}  {trace.data.hex(' ')}  {meaning}",
        )

    def _say(self, facts: Facts, words: str) -> None:
        line = json.dumps(facts, ensure_ascii=False) if self.as_json else words
        with self._lock:
            try:
                print(line, file=self.out, flush=True)
            except (BrokenPipeError, ValueError):
                self.closed = True
                sys.stderr.flush()


def _shown(scan: ScanRead) -> str:
    """Write a scan on one line; what separates GS1 elements is made visible."""
    return f"{scan.device}  {scan.aim or ''}{scan.data.replace(GS, '␝')}"
