"""Zebra SSI's tables: what a session asks for, how a result sounds, and what a code type is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from firmware_bridge.decode.dialect import About, Signal
from firmware_bridge.decode.ssi_packet import Cause, Damaged, Opcode, Packet

NO_BEEP = 0xFF


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as beep codes, the first that the scanner does not deny, and whether its light goes on."""

    beeps: tuple[int, ...]
    light: bool = False


# 0-4 are one to five short high beeps, 5-9 short low, 10-14 long high, 15-19 long low. Only 0-6 are sure.
SIGNALS: dict[Signal, Shown] = {
    Signal.GOOD: Shown((0,), light=True),
    Signal.UNKNOWN: Shown((6,)),
    Signal.WRONG: Shown((17, 4)),
    Signal.DONE: Shown((2,), light=True),
}
LIGHT = 0x01  # the first LED; what the others are differs between models
LIGHT_SECONDS = 0.5

PACKETED = 0xEE
HANDSHAKE = 0x9F
SCAN_PARAMETERS = 0xEC
CODE_ID = 0x2D
MULTIPACKET = 0x14E  # F0 4E
# What a session sets, the most needed first, in memory only: the flash of a scanner wears out.
WANTED: dict[int, int] = {PACKETED: 1, HANDSHAKE: 1, CODE_ID: 1, MULTIPACKET: 0, SCAN_PARAMETERS: 0}
PARAMETERS: dict[int, str] = {
    PACKETED: "data in packets",
    HANDSHAKE: "ACK and NAK",
    CODE_ID: "AIM identifiers",
    MULTIPACKET: "an ACK for each packet",
    SCAN_PARAMETERS: "no settings by barcode",
}

AIM_BY_TYPE: dict[int, str] = {
    0x01: "]A0",
    0x03: "]C0",
    0x06: "]I0",
    0x08: "]E0",
    0x09: "]E0",
    0x0A: "]E4",
    0x0B: "]E0",
    0x0F: "]C1",
}
WITH_ADD_ON: dict[int, str] = {
    base | digits: "]E3" for base in (0x08, 0x09, 0x0B) for digits in (0x40, 0x80)
}  # 40h for two digits, 80h for five; an EAN-8 with an add-on has no identifier of its own

_PREFIXES: dict[int, int] = {0xF0: 0x100, 0xF1: 0x200, 0xF2: 0x300}
_LONG_NUMBER = 0xF8  # says that the parameter's number has two bytes
_WORD = 0xF4  # says that the parameter behind it has a value of two bytes
_COUNTED = frozenset({0xF3, 0xF6})  # a text, a list: a count and as many bytes


def aim_of(code_type: int) -> str | None:
    """Return the AIM identifier of a code type that models agree on, None for all others."""
    return AIM_BY_TYPE.get(code_type) or WITH_ADD_ON.get(code_type)


def parameter_number(number: int) -> bytes:
    """Write a parameter's number: one byte, or a prefix and one byte from 256 on, two from 1024 on."""
    for prefix, base in _PREFIXES.items():
        if base <= number < base + 0x100:
            return bytes((prefix, number - base))
    return bytes((number,)) if number < 0x100 else bytes((_LONG_NUMBER, *number.to_bytes(2, "big")))


def set_parameters(values: dict[int, int]) -> Packet:
    """Change parameters until the scanner loses power, without a beep."""
    pairs = (parameter_number(number) + bytes((value,)) for number, value in values.items())
    return Packet(Opcode.PARAM_SEND, bytes((NO_BEEP,)) + b"".join(pairs))


def ask_parameters(numbers: Iterable[int]) -> Packet:
    """Ask for the values of parameters."""
    return Packet(Opcode.PARAM_REQUEST, b"".join(map(parameter_number, numbers)))


def read_parameters(data: bytes) -> dict[int, int]:
    """Read the data of a PARAM_SEND, its beep code included; what cannot be read ends it."""
    values: dict[int, int] = {}
    at = 1
    while at < len(data):
        mark = data[at]
        number, at = _read_number(data, at + 1 if mark == _WORD or mark in _COUNTED else at)
        value, at = _read_value(data, at, mark)
        if at > len(data):
            break
        if value:
            values[number] = int.from_bytes(value, "big")
    return values


def read_numbers(data: bytes) -> list[int]:
    """Read the parameter numbers of a PARAM_REQUEST."""
    numbers: list[int] = []
    at = 0
    while at < len(data):
        number, at = _read_number(data, at)
        numbers.append(number)
    return numbers


def _read_value(data: bytes, at: int, mark: int) -> tuple[bytes, int]:
    """Return a value's bytes, none for a text or a list, and where it ends, be that beyond the data."""
    if mark not in _COUNTED:
        width = 2 if mark == _WORD else 1
        return data[at : at + width], at + width
    count = data[at] if at < len(data) else 0
    return b"", at + 1 + count


def _read_number(data: bytes, at: int) -> tuple[int, int]:
    if data[at : at + 1] == bytes((_LONG_NUMBER,)):
        return int.from_bytes(data[at + 1 : at + 3], "big"), at + 3
    base = _PREFIXES.get(data[at]) if at < len(data) else None
    if base is not None and at + 1 < len(data):
        return base + data[at + 1], at + 2
    return (data[at] if at < len(data) else 0), at + 1


def about(data: bytes) -> About:
    """Read a revision: the software's name, then words for board and engine, parted by spaces."""
    words = data.decode("ascii", "replace").split()
    rest = " ".join(word for word in words[1:] if any(map(str.isalpha, word)))
    return About(model=rest, firmware=words[0] if words else "")


def opcode_name(opcode: int) -> str:
    """Name an opcode in lower-case words, or by its number where it has no name here."""
    try:
        return Opcode(opcode).name.lower().replace("_", " ")
    except ValueError:
        return f"packet {opcode:02X}"


def cause_name(data: bytes) -> str:
    """Name the cause in the data of a NAK."""
    try:
        return Cause(data[0]).name.lower().replace("_", " ")
    except (IndexError, ValueError):
        return "no known cause"


def describe(packet: Packet) -> str:
    """Say in a few words what a packet from the scanner is."""
    if packet.opcode in {Opcode.ACK, Opcode.CAPABILITIES_REPLY}:
        return opcode_name(packet.opcode).replace("ack", "ACK")
    if packet.opcode == Opcode.NAK:
        return f"NAK: {cause_name(packet.data)}"
    if packet.opcode == Opcode.PARAM_SEND:
        values = read_parameters(packet.data).items()
        return "parameters " + " ".join(f"{parameter_number(n).hex().upper()}={v}" for n, v in values)
    return f"{opcode_name(packet.opcode)} {packet.data.hex(' ').upper()}".rstrip()


def describe_damage(damaged: Damaged) -> str:
    """Say what is wrong with a packet."""
    wrong = "stopped in the middle" if damaged.cut else "has a wrong checksum"
    return f"{opcode_name(damaged.opcode)} {wrong}, {damaged.size} bytes"
