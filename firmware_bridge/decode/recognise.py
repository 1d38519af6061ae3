"""What language a device seems to speak: a suggestion for people, never a decision.

How a list of devices uses it, each step surer than the one before:

- `by_identity(spec)`: by what the device is, without a byte: its kind, its vendor and product.
- `by_bytes(data)`: by what it sent of itself, however much was collected (a few kilobytes are enough).
- `probe(spec)`: the bytes to ask it with, or None where asking could do harm; then `by_answer(spec, data)`
  with what came back within `ANSWER_SECONDS`.
- `surest(*suspicions)`: the one to show.

All are pure and raise nothing. A `Suspicion` names a driver of the table, how sure it is, and why; `words`
says it in English ("speaks Zebra SSI: it answered when it was asked").

A probe is a question that changes nothing, in the language of the device's own maker: a letter that asks one
family for its name switches another one off. Only SSI's request for the revision, `04 A3 04 00 FF 55`, goes
to makers that are not known. It holds no SYN or ESC (Honeywell), no `~` or SOH (Newland), no letter or number
that Datalogic obeys (`B D E F R h i s`, 01), no BEL, ACK, NAK, XON or XOFF, and no line end for a printer or
a scale.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from firmware_bridge.decode import datalogic, honeywell, newland
from firmware_bridge.decode.aim import LENGTH, is_aim
from firmware_bridge.decode.ssi_packet import Cutter, Opcode, Packet
from firmware_bridge.events import DeviceKind, DeviceSpec

ANSWER_SECONDS = 1.0
ENOUGH = 4096  # bytes of what was heard that are looked at


class Why(StrEnum):
    """Name what a suspicion rests on."""

    KIND = "kind"
    IDENTITY = "identity"
    TEXT = "text"
    FRAMED = "framed"
    IDENTIFIER = "identifier"
    PACKET = "packet"
    ANSWER = "answer"


class Sure(IntEnum):
    """Say how sure a suspicion is; more is surer."""

    MAYBE = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A driver that seems to fit, by its key in the table of drivers."""

    driver: str
    why: Why
    sure: Sure

    @property
    def words(self) -> str:
        """Say it in English."""
        return f"{SEEMS[self.sure]} {LANGUAGES[self.driver]}: {REASONS[self.why]}"


LANGUAGES: dict[str, str] = {
    "plain": "no language, only codes",
    "ssi": "Zebra SSI",
    "honeywell": "Honeywell's commands",
    "datalogic": "Datalogic's commands",
    "newland": "Newland's commands",
    "hid_pos": "USB HID POS",
    "wedge": "as a keyboard",
}
SEEMS: dict[Sure, str] = {
    Sure.MAYBE: "may speak",
    Sure.LIKELY: "seems to speak",
    Sure.CERTAIN: "speaks",
}
REASONS: dict[Why, str] = {
    Why.KIND: "it is that kind of device",
    Why.IDENTITY: "its maker's scanners do",
    Why.TEXT: "it sent lines of text",
    Why.FRAMED: "it sent text between STX and ETX",
    Why.IDENTIFIER: "it sent a code with an AIM identifier",
    Why.PACKET: "it sent a packet with a right checksum",
    Why.ANSWER: "it answered when it was asked",
}

BY_KIND: dict[DeviceKind, str] = {DeviceKind.HID: "hid_pos", DeviceKind.KEYBOARD: "wedge"}
# A maker's serial scanners. Zebra's simple COM port sends data as it is; 1701 can be set to either.
BY_VENDOR: dict[int, str] = {
    0x05E0: "ssi",
    0x0C2E: "honeywell",
    0x0536: "honeywell",
    0x05F9: "datalogic",
    0x1EAB: "newland",
}
BY_PRODUCT: dict[tuple[int, int], str] = {(0x05E0, 0x0600): "plain"}

REQUEST_REVISION = Packet(Opcode.REQUEST_REVISION).encode()
PROBES: dict[str, bytes] = {
    "plain": REQUEST_REVISION,
    "ssi": REQUEST_REVISION,
    "honeywell": honeywell.IDENTIFY.data,
    "datalogic": datalogic.IDENTIFY.data,
    "newland": newland.IDENTIFY.data,
}
_HONEYWELL_ECHO = re.compile(rb"(?i)REVINF[^\r\n]{0,8}[\x05\x06\x15][.!]|Product Name: ")
_NEWLAND_ECHO = re.compile(rb"\x02\x010000[@#]QRY[^\x03]{0,2000}[\x05\x06\x15];\x03")
_STX_ETX = re.compile(rb"\x02[^\x00-\x1b\x02\x03\x7f]{1,512}\x03")
_LINE = re.compile(rb"(?:^|[\r\n])([\x1d\x20-\x7e]{3,512})[\r\n]")


def by_identity(spec: DeviceSpec) -> Suspicion | None:
    """Suspect by kind, vendor and product; None for what tells nothing, as an adapter's cable."""
    if spec.kind in BY_KIND:
        return Suspicion(BY_KIND[spec.kind], Why.KIND, Sure.LIKELY)
    driver = _own_language(spec)
    return Suspicion(driver, Why.IDENTITY, Sure.MAYBE) if driver is not None else None


def by_bytes(data: bytes) -> Suspicion | None:
    """Suspect by what a serial device sent unasked; None for what tells nothing."""
    heard = data[-ENOUGH:]
    if any(isinstance(piece, Packet) for piece in Cutter().feed(heard)):
        return Suspicion("ssi", Why.PACKET, Sure.CERTAIN)
    if _STX_ETX.search(heard):
        return Suspicion("plain", Why.FRAMED, Sure.LIKELY)
    if is_aim(heard.lstrip(b"\r\n")[:LENGTH].decode("latin-1")):
        return Suspicion("plain", Why.IDENTIFIER, Sure.LIKELY)
    return Suspicion("plain", Why.TEXT, Sure.MAYBE) if _LINE.search(heard) else None


def probe(spec: DeviceSpec) -> bytes | None:
    """Return what to ask a device, None where nothing may be asked."""
    if spec.kind is not DeviceKind.SERIAL:
        return None
    return PROBES.get(_own_language(spec) or "ssi")


def by_answer(spec: DeviceSpec, data: bytes) -> Suspicion | None:
    """Suspect by what came back after `probe(spec)`; None when it was no answer."""
    asked = _own_language(spec) or "ssi"
    if ANSWERS["ssi"](data):
        return Suspicion("ssi", Why.ANSWER, Sure.CERTAIN)
    answered = asked in ANSWERS and ANSWERS[asked](data)
    sure = Sure.LIKELY if asked == "datalogic" else Sure.CERTAIN  # its answers are written down nowhere
    return Suspicion(asked, Why.ANSWER, sure) if answered else by_bytes(data)


def surest(*suspicions: Suspicion | None) -> Suspicion | None:
    """Return the surest of several, the last among equals: what was heard beats what was read off a label."""
    return max(
        reversed([one for one in suspicions if one is not None]), key=lambda one: one.sure, default=None
    )


def _own_language(spec: DeviceSpec) -> str | None:
    if spec.kind is not DeviceKind.SERIAL or spec.vendor_id is None:
        return None
    named = BY_PRODUCT.get((spec.vendor_id, spec.product_id or 0))
    return named or BY_VENDOR.get(spec.vendor_id)


def _ssi_replied(data: bytes) -> bool:
    pieces = Cutter().feed(data[:ENOUGH])
    return any(isinstance(piece, Packet) for piece in pieces)


def _datalogic_replied(data: bytes) -> bool:
    words = data[:ENOUGH].strip(b"\x02\x03\x06\r\n\0 ")
    return len(words) >= 3 and re.fullmatch(rb"[\t\r\n\x20-\x7e]+", words) is not None


ANSWERS: dict[str, Callable[[bytes], bool]] = {
    "ssi": _ssi_replied,
    "honeywell": lambda data: _HONEYWELL_ECHO.search(data[:ENOUGH]) is not None,
    "newland": lambda data: _NEWLAND_ECHO.search(data[:ENOUGH]) is not None,
    "datalogic": _datalogic_replied,
}
