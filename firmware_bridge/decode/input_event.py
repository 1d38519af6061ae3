"""The kernel's `struct input_event`, as bytes and as facts. Source: linux/input.h, input-event-codes.h."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

EV_SYN, EV_KEY, EV_LED = 0x00, 0x01, 0x11
SYN_REPORT, SYN_DROPPED = 0, 3
LED_CAPS_LOCK = 1
RELEASED, PRESSED = 0, 1

# Two longs of time, type, code, value: 24 bytes where a long has 64 bits, 16 where it has 32.
LONG_64 = struct.Struct("<qqHHi")
LONG_32 = struct.Struct("<iiHHi")
NATIVE = LONG_64 if struct.calcsize("l") == 8 else LONG_32


@dataclass(frozen=True, slots=True)
class InputEvent:
    """One event; `at` in seconds of the clock that the device was set to."""

    at: float
    kind: int
    code: int
    value: int


@dataclass(slots=True)
class EventStream:
    """Cut bytes into events, whatever chunks they come in."""

    form: struct.Struct = NATIVE
    _rest: bytes = field(default=b"", init=False)

    def feed(self, data: bytes) -> Iterator[InputEvent]:
        """Yield the events that are whole now."""
        stream = self._rest + data
        whole = len(stream) - len(stream) % self.form.size
        self._rest = stream[whole:]
        for seconds, micros, kind, code, value in self.form.iter_unpack(stream[:whole]):
            yield InputEvent(seconds + micros / 1e6, kind, code, value)


def packed(kind: int, code: int, value: int, at: float = 0.0, form: struct.Struct = NATIVE) -> bytes:
    """Return one event as bytes."""
    seconds = int(at)
    return form.pack(seconds, int((at - seconds) * 1e6), kind, code, value)
