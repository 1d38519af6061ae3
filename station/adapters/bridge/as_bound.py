"""A binding of the station in the words of the bridge."""

import re

from firmware_bridge.decode.framing import Terminator
from firmware_bridge.drivers.settings import Flow, Habits, LineSettings
from firmware_bridge.known import Binding as BridgeBinding
from station.domain.devices import Binding, Parity
from station.domain.devices import Habits as StationHabits
from station.domain.devices import SerialLine as StationLine

# pyserial's letters: none N, even E, odd O, mark M, space S.
PARITY = {parity: parity.value[0].upper() for parity in Parity}

_ESCAPES = {"r": b"\r", "n": b"\n", "t": b"\t", "\\": b"\\"}
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|([rnt\\]))")


def bridge_binding(binding: Binding) -> BridgeBinding:
    """Translate a binding."""
    return BridgeBinding(binding.device, binding.driver, bridge_line(binding.line), _habits(binding.habits))


def bridge_line(line: StationLine) -> LineSettings:
    """Translate how a serial line is set."""
    flow = Flow(line.flow.value)
    return LineSettings(line.baud, line.bytesize, PARITY[line.parity], line.stopbits, flow)


def _habits(habits: StationHabits) -> Habits:
    return Habits(
        terminator=Terminator(habits.terminator.value),
        layout=habits.layout.value,
        prefix=spelled(habits.prefix),
        suffix=spelled(habits.suffix),
        acknowledge=habits.acknowledge,
        ack=spelled(habits.ack),
        nak=spelled(habits.nak),
    )


def spelled(text: str) -> bytes:
    r"""Return the bytes of a prefix or suffix; \x02, \r, \n, \t and \\ stand for what cannot be typed."""
    parts, at = [], 0
    for found in _ESCAPE.finditer(text):
        parts.append(text[at : found.start()].encode())
        parts.append(bytes.fromhex(found[1]) if found[1] else _ESCAPES[found[2]])
        at = found.end()
    return b"".join([*parts, text[at:].encode()])
