"""What an SSI scanner does with a command: settings, beeper, lights. As delivered, its data is raw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from firmware_bridge.decode.ssi_packet import DECODER, Cause, Opcode, Packet, Status
from firmware_bridge.decode.ssi_words import (
    CODE_ID,
    HANDSHAKE,
    MULTIPACKET,
    NO_BEEP,
    PACKETED,
    SCAN_PARAMETERS,
    parameter_number,
    read_numbers,
    read_parameters,
)

TRIGGER_MODE, HOST_TRIGGER = 0x8A, 0x08
BAUD = 0x9C
ALL_PARAMETERS = 0xFE
DEFAULTS: dict[int, int] = {
    PACKETED: 0,
    HANDSHAKE: 1,
    CODE_ID: 0,
    MULTIPACKET: 0,
    SCAN_PARAMETERS: 1,
    TRIGGER_MODE: 0,
    BAUD: 6,
}
LAST_BEEP = 0x1A
# The one command of remote management that is known here: what size of packet the device takes.
SIZE_ASKED, SIZE_TOLD = b"\x00\x06\x20\x00", bytes.fromhex("00 08 20 00 00 F0 00 F0")

ACKNOWLEDGED = Packet(Opcode.ACK, b"", DECODER)


def refused(cause: Cause) -> Packet:
    """Refuse a command."""
    return Packet(Opcode.NAK, bytes((cause,)), DECODER)


@dataclass(slots=True)
class Device:
    """One scanner, to be looked at: what it is set to and what it was told.

    `deaf` parameters are acknowledged and ignored, `unknown` ones too, and never told.
    """

    revision: str = "SIMSSIAA-001-R00 SIM-BOARD 0 0"
    deaf: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()
    last_beep: int = LAST_BEEP
    lamps: bool = True
    parameters: dict[int, int] = field(default_factory=lambda: dict(DEFAULTS))
    stored: dict[int, int] = field(default_factory=lambda: dict(DEFAULTS))
    commands: list[Packet] = field(default_factory=list)
    beeps: list[int] = field(default_factory=list)
    lights: list[tuple[bool, int]] = field(default_factory=list)
    enabled: bool = True
    asleep: bool = False

    def power(self) -> None:
        """Lose power and come back: what was set for good stays, all else is forgotten."""
        self.parameters, self.enabled, self.asleep = dict(self.stored), True, False

    def obey(self, packet: Packet) -> Packet:
        """Do what the host asks and return the answer."""
        self.commands.append(packet)
        return OBEY.get(packet.opcode, Device._unknown)(self, packet)

    def _unknown(self, packet: Packet) -> Packet:
        return refused(Cause.BAD_CONTEXT)

    def _nod(self, packet: Packet) -> Packet:
        return ACKNOWLEDGED

    def _set(self, packet: Packet) -> Packet:
        told = read_parameters(packet.data).items()
        dull = self.deaf | self.unknown
        values = {number: value for number, value in told if number in DEFAULTS and number not in dull}
        self.parameters.update(values)
        if packet.status & Status.PERMANENT:
            self.stored.update(values)
        self.beeps += [code for code in packet.data[:1] if code != NO_BEEP]
        return ACKNOWLEDGED

    def _tell(self, packet: Packet) -> Packet:
        known = {n: value for n, value in self.parameters.items() if n not in self.unknown}
        asked = read_numbers(packet.data)
        numbers = list(known) if asked[:1] == [ALL_PARAMETERS] else [n for n in asked if n in known]
        pairs = (parameter_number(number) + bytes((known[number],)) for number in numbers)
        return Packet(Opcode.PARAM_SEND, bytes((NO_BEEP,)) + b"".join(pairs), DECODER)

    def _reset(self, packet: Packet) -> Packet:
        self.parameters, self.stored = dict(DEFAULTS), dict(DEFAULTS)
        return ACKNOWLEDGED

    def _revision(self, packet: Packet) -> Packet:
        return Packet(Opcode.REPLY_REVISION, self.revision.encode(), DECODER)

    def _beep(self, packet: Packet) -> Packet:
        if len(packet.data) != 1 or packet.data[0] > self.last_beep:
            return refused(Cause.DENIED)
        self.beeps += packet.data
        return ACKNOWLEDGED

    def _light(self, packet: Packet) -> Packet:
        if not self.lamps:
            return refused(Cause.DENIED)
        self.lights.append((packet.opcode == Opcode.LED_ON, int.from_bytes(packet.data, "big")))
        return ACKNOWLEDGED

    def _switch(self, packet: Packet) -> Packet:
        self.enabled = packet.opcode == Opcode.SCAN_ENABLE
        return ACKNOWLEDGED

    def _trigger(self, packet: Packet) -> Packet:
        by_host = self.parameters[TRIGGER_MODE] == HOST_TRIGGER
        return ACKNOWLEDGED if by_host else refused(Cause.DENIED)

    def _sleep(self, packet: Packet) -> Packet:
        self.asleep = True
        return ACKNOWLEDGED

    def _manage(self, packet: Packet) -> Packet:
        if packet.data.startswith(SIZE_ASKED):
            return Packet(Opcode.MANAGEMENT, SIZE_TOLD, DECODER)
        return refused(Cause.BAD_CONTEXT)


OBEY: dict[int, Callable[[Device, Packet], Packet]] = {
    Opcode.PARAM_SEND: Device._set,
    Opcode.PARAM_REQUEST: Device._tell,
    Opcode.PARAM_DEFAULTS: Device._reset,
    Opcode.REQUEST_REVISION: Device._revision,
    Opcode.BEEP: Device._beep,
    Opcode.LED_ON: Device._light,
    Opcode.LED_OFF: Device._light,
    Opcode.SCAN_ENABLE: Device._switch,
    Opcode.SCAN_DISABLE: Device._switch,
    Opcode.START: Device._trigger,
    Opcode.STOP: Device._trigger,
    Opcode.AIM_ON: Device._nod,
    Opcode.AIM_OFF: Device._nod,
    Opcode.FLUSH_QUEUE: Device._nod,
    Opcode.SLEEP: Device._sleep,
    Opcode.MANAGEMENT: Device._manage,
}
