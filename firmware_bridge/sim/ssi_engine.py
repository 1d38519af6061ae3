"""An SSI scanner's side of a line, as a value machine: the host's bytes and time in, its bytes out.

Written from the guide for the decoder's side; it shares with the host's side only how packets are made and
checked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from firmware_bridge.decode.ssi_packet import (
    CHECKSUM,
    DECODER,
    HEADER,
    HOST,
    MAX_DATA,
    Cause,
    Opcode,
    Packet,
    Status,
    parse,
)
from firmware_bridge.decode.ssi_words import AIM_BY_TYPE, CODE_ID, HANDSHAKE, MULTIPACKET, PACKETED
from firmware_bridge.sim.ssi_device import Device, refused

QUIET_SECONDS = 0.2
SENDS = 3
UNKNOWN_TYPE = 0x1B
TYPE_BY_AIM = {aim: code_type for code_type, aim in reversed(AIM_BY_TYPE.items())}
EAN_13 = 0x0B  # shares its identifier with UPC-A
ANSWERING = frozenset({Opcode.ACK, Opcode.NAK})


@dataclass(slots=True)
class Faults:
    """What goes wrong; set at any time.

    `answer_after` delays every answer by seconds. `flips` are bits to turn in the next transmissions of codes
    (None for none in that one), `cuts` how many bytes of the next ones are sent at all. Of the host's ACKs,
    `lost_acks` are not heard; with `doubled` a retransmit is sent though the ACK came.
    """

    silent: bool = False
    answer_after: float = 0.0
    always_nak: Cause | None = None
    lost_acks: int = 0
    doubled: bool = False
    flips: deque[int | None] = field(default_factory=deque)
    cuts: deque[int | None] = field(default_factory=deque)


@dataclass(slots=True)
class Engine:
    """One scanner's line. What `feed`, `scan` and `tick` return goes over the wire.

    `delivered` and `failed` count codes that the host took or not; `answers` are the host's ACKs and NAKs.
    """

    device: Device = field(default_factory=Device)
    faults: Faults = field(default_factory=Faults)
    answer_seconds: float = 2.0
    packet_size: int = MAX_DATA
    answers: list[Packet] = field(default_factory=list)
    delivered: int = 0
    failed: int = 0
    _heard: bytearray = field(default_factory=bytearray, init=False)
    _heard_at: float = field(default=0.0, init=False)
    _later: list[tuple[float, bytes]] = field(default_factory=list, init=False)
    _waiting: deque[list[Packet]] = field(default_factory=deque, init=False)
    _sends: int = field(default=0, init=False)
    _again_at: float | None = field(default=None, init=False)

    @property
    def busy(self) -> bool:
        """Tell whether a code was neither acknowledged nor given up so far."""
        return bool(self._waiting)

    @property
    def due(self) -> float | None:
        """Return when `tick` wants to be called."""
        quiet = self._heard_at + QUIET_SECONDS if self._heard else None
        times = (quiet, self._again_at, *(at for at, _ in self._later))
        return min((time for time in times if time is not None), default=None)

    def power(self) -> None:
        """Lose power and come back."""
        self.device.power()
        self._again_at, self._sends = None, 0
        self._heard.clear()
        self._later.clear()
        self._waiting.clear()

    def scan(self, data: bytes, aim: str | None, now: float) -> bytes:
        """Read a barcode."""
        settings = self.device.parameters
        shown = (aim or "").encode() + data if settings[CODE_ID] == 1 else data
        if settings[PACKETED] != 1:
            return shown
        was_busy = self.busy
        self._waiting.append(message(type_of(aim or "", data), shown, self.packet_size))
        return b"" if was_busy else self._transmit(now)

    def feed(self, data: bytes, now: float) -> bytes:
        """Hear the host."""
        if self.device.asleep:  # the byte that wakes is lost
            data, self.device.asleep = data[1:], False
        self._heard += data
        self._heard_at = now
        return b"".join(self._heed(frame, now) for frame in self._frames())

    def tick(self, now: float) -> bytes:
        """Let time pass."""
        if self._heard and now >= self._heard_at + QUIET_SECONDS:
            self._heard.clear()
        said = b"".join(data for at, data in self._later if at <= now)
        self._later = [(at, data) for at, data in self._later if at > now]
        if self._again_at is not None and now >= self._again_at:
            said += self._repeat(now)
        return said

    def _frames(self) -> Iterator[bytes]:
        while self._heard:
            size = self._heard[0] + CHECKSUM
            if self._heard[0] < HEADER:  # a NUL wakes, and anything else as short is noise
                del self._heard[0]
            elif len(self._heard) < size:
                return
            else:
                frame = bytes(self._heard[:size])
                del self._heard[:size]
                yield frame

    def _heed(self, frame: bytes, now: float) -> bytes:
        packet = parse(frame)
        if packet is not None and packet.opcode in ANSWERING:
            self.answers.append(packet)
            return self._acknowledged(packet, now)
        reply = self._reply(packet)
        mute = self.device.parameters[HANDSHAKE] == 0 and reply.opcode in ANSWERING
        if self.faults.silent or mute:
            return b""
        if self.faults.answer_after:
            self._later.append((now + self.faults.answer_after, reply.encode()))
            return b""
        return reply.encode()

    def _reply(self, packet: Packet | None) -> Packet:
        if packet is None or packet.source != HOST:
            return refused(Cause.RESEND)
        reply = self.device.obey(packet)
        return reply if self.faults.always_nak is None else refused(self.faults.always_nak)

    def _acknowledged(self, packet: Packet, now: float) -> bytes:
        if not self.busy:
            return b""
        if packet.opcode == Opcode.NAK and packet.data[:1] == bytes((Cause.RESEND,)):
            return self._repeat(now)
        taken = packet.opcode == Opcode.ACK
        if taken and self.faults.lost_acks:
            self.faults.lost_acks -= 1
            return b""
        doubled = self._wire(self._waiting[0][0], True) if taken and self.faults.doubled else b""
        return doubled + self._end_turn(taken, now)

    def _end_turn(self, taken: bool, now: float) -> bytes:
        """Go on to what comes next; a code of which one packet failed is dropped whole."""
        code = self._waiting[0]
        if taken and len(code) > 1 and not self.device.parameters[MULTIPACKET]:
            del code[0]
        else:
            self._waiting.popleft()
            self.delivered += taken
            self.failed += not taken
        self._sends, self._again_at = 0, None
        return self._transmit(now) if self._waiting else b""

    def _repeat(self, now: float) -> bytes:
        return self._end_turn(False, now) if self._sends >= SENDS else self._transmit(now)

    def _transmit(self, now: float) -> bytes:
        """Send one packet, or in the other multipacket modes all packets of a code."""
        again, code = self._sends > 0, self._waiting[0]
        self._sends += 1
        self._again_at = now + self.answer_seconds
        turn = code if self.device.parameters[MULTIPACKET] else code[:1]
        said = b"".join(self._wire(packet, again) for packet in turn)
        return said if self.device.parameters[HANDSHAKE] else said + self._end_turn(True, now)

    def _wire(self, packet: Packet, again: bool) -> bytes:
        status = packet.status | (Status.RETRANSMIT if again else 0)
        frame = bytearray(replace(packet, status=status).encode())
        flip = self.faults.flips.popleft() if self.faults.flips else None
        if flip is not None:
            frame[flip // 8 % len(frame)] ^= 1 << flip % 8
        cut = self.faults.cuts.popleft() if self.faults.cuts else None
        return bytes(frame[:cut])


def type_of(aim: str, data: bytes) -> int:
    """Return the code type that goes with an AIM identifier and a length."""
    return EAN_13 if aim == "]E0" and len(data) == 13 else TYPE_BY_AIM.get(aim, UNKNOWN_TYPE)


def message(code_type: int, data: bytes, packet_size: int = MAX_DATA) -> list[Packet]:
    """Put a code into packets of at most `packet_size` bytes of data, the type byte in front of each."""
    room = packet_size - 1
    parts = [data[at : at + room] for at in range(0, len(data), room)] or [b""]
    states = [*[int(Status.CONTINUED)] * (len(parts) - 1), 0]
    return [
        Packet(Opcode.DECODE_DATA, bytes((code_type,)) + part, DECODER, status)
        for part, status in zip(parts, states, strict=True)
    ]
