"""Decoded codes out of SSI packets: joined, never doubled, and never a code that was not sent whole.

The protocol numbers nothing, so that this has to be told from bodies, bits and time:

- A retransmit is the last packet again when its body is the same. Unless a first transmission was damaged
  meanwhile: then it is that one, even if the same code was read twice in a row.
- Where one ACK ends a long code, all of it is sent again, and is dropped as a whole.
- A packet continues another when its type is the same and it comes at once, or as a retransmit of one that
  was damaged. Once a part is missing, what may be the rest of that code is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from firmware_bridge.decode.aim import LENGTH, is_aim
from firmware_bridge.decode.dialect import Broken, Code, Note, Said, Send, soonest
from firmware_bridge.decode.ssi_owed import Owed
from firmware_bridge.decode.ssi_packet import Cause, Damaged, Opcode, Packet, Status
from firmware_bridge.decode.ssi_words import aim_of
from firmware_bridge.events import BrokenReason

REMEMBER_SECONDS = 10.0  # a scanner may be set to wait 9.9 s for its ACK
FOLLOW_SECONDS = 2.0  # what continues a code comes sooner, or is a retransmit
GIVE_UP_SECONDS = 4.5  # both retransmits were due by then
MIN_LOST = 7  # bytes of noise that may have been a decoded code

ACK = Send(Packet(Opcode.ACK).encode())


def nak(cause: Cause) -> list[Said]:
    """Refuse a packet, and say why."""
    words = cause.name.lower().replace("_", " ")
    return [Send(Packet(Opcode.NAK, bytes((cause,))).encode()), Note(f"answered NAK: {words}")]


@dataclass(slots=True)
class Reader:
    """Join packets to codes of at most `limit` bytes.

    `each` tells whether every packet of a long code wants its own ACK, or only the last one; `identified`
    whether an AIM identifier at the front of the data may be one.
    """

    limit: int
    each: bool = True
    identified: bool = True
    owed: Owed = field(default_factory=Owed)
    _type: int | None = field(default=None, init=False)
    _parts: bytearray = field(default_factory=bytearray, init=False)
    _size: int = field(default=0, init=False)
    _front: bytes | None = field(default=None, init=False)
    _touched: float = field(default=0.0, init=False)
    _last: tuple[bytes, bool] | None = field(default=None, init=False)
    _last_at: float = field(default=0.0, init=False)
    _whole: bytes | None = field(default=None, init=False)
    _whole_at: float = field(default=0.0, init=False)
    _again: bool = field(default=False, init=False)
    _hurt_at: float | None = field(default=None, init=False)
    _hurt_more: bool = field(default=False, init=False)
    _torn_at: float | None = field(default=None, init=False)
    _rest_until: float = field(default=0.0, init=False)
    _asked_again: bool = field(default=False, init=False)

    @property
    def pending(self) -> int:
        """Return how many bytes of a code came whose rest is still to come."""
        return self._size

    @property
    def due(self) -> float | None:
        """Return when `tick` wants to be called."""
        rest = self._touched + GIVE_UP_SECONDS if self._type is not None else None
        return soonest(rest, self.owed.due)

    def waits(self, now: float) -> bool:
        """Tell whether the next packet of a code is on its way."""
        return self._type is not None and now <= self._touched + FOLLOW_SECONDS

    def take(self, packet: Packet, now: float) -> list[Said]:
        """Take a whole packet of decoded data, and answer it."""
        answer: list[Said] = [ACK] if self.each or not packet.continued else []
        if self._is_repeat(packet, now):
            self._last_at = self._touched = now
            self._hurt_at = None
            self.owed.came(again=True)
            return [*answer, Note("a retransmit of what was read: dropped")]
        self._last, self._last_at = (packet.data, packet.continued), now
        if not packet.data:
            return [*answer, Note("decoded data without any: dropped")]
        said = self._part_with_before(packet, now)
        if self._torn_at is not None:
            return said + self._remains(packet, now)
        return said + answer + self._join(packet, now)

    def hurt(self, damaged: Damaged, now: float) -> list[Said]:
        """Take note of a packet that came damaged, and answer it."""
        said = self._owe(damaged, now)
        if not damaged.retransmit:
            self._last = self._whole = None
            if self._type is not None and now > self._touched + FOLLOW_SECONDS:
                # It looks like another code; should its header lie, its repeat must not become one.
                self._expect_rest(now)
                said += self._tear()
        self._hurt_at, self._hurt_more = now, damaged.continued
        self._asked_again = False  # should this be the first part, the next one is not
        if self.each or not (damaged.continued or self._type is not None or self._torn_at is not None):
            return said + nak(Cause.RESEND)
        self._expect_rest(now)
        # The last packet of this code is refused, so that all of them come again.
        if self._type is not None:
            said += self.owed.hurt(self._size, damaged.retransmit, now)
            self._clear()
        return said

    def noise(self, head: bytes, size: int, now: float) -> None:
        """Take note of bytes that are no packet and may have been one; `head` is the front of them."""
        if size >= MIN_LOST and not self._repeats_last(head):
            self._last = self._whole = None
        if size >= MIN_LOST:
            self._asked_again = False
        if not self.each:  # a scanner that does not wait may have sent a part of a code there
            self._hurt_at, self._hurt_more = now, True

    def tick(self, now: float) -> list[Said]:
        """Give up a code whose rest does not come."""
        said = self.owed.tick(now)
        if self._type is None or now < self._touched + GIVE_UP_SECONDS:
            return said
        self._torn_at = now
        return said + self._tear()

    def _owe(self, damaged: Damaged, now: float) -> list[Said]:
        """Take note that a code may be lost, unless it is told already or was read before."""
        told = self._torn_at is not None and (damaged.retransmit or now <= self._rest_until)
        if damaged.opcode != Opcode.DECODE_DATA or self._type is not None or told:
            self.owed.wait(now)
            return []
        read = damaged.retransmit and self._last is not None and now <= self._last_at + REMEMBER_SECONDS
        return [] if read and not self.owed.size else self.owed.hurt(damaged.size, damaged.retransmit, now)

    def _is_repeat(self, packet: Packet, now: float) -> bool:
        if self._type is not None and not self.each:
            return False  # it belongs to a code that is sent again as a whole
        same = self._last == (packet.data, packet.continued)
        return packet.retransmit and same and now <= self._last_at + REMEMBER_SECONDS

    def _repeats_last(self, noise: bytes) -> bool:
        """Tell whether noise is a retransmit of the last packet whose header was lost."""
        at = noise.find(self._last[0]) if self._last is not None and self._last[0] else 0
        return at > 0 and bool(noise[at - 1] & Status.RETRANSMIT)

    def _part_with_before(self, packet: Packet, now: float) -> list[Said]:
        """End what this packet does not continue, and see whether it is the rest of something broken."""
        if self._torn_at is not None:
            self._torn_at = None if self._starts_anew(packet, now, self._torn_at) else self._torn_at
            return []
        if self._continues(packet, now):
            return []
        if self._may_be_rest(packet, now):
            self._expect_rest(now)
            if not self.each:  # it is refused at its end, and comes again
                size = self._size + len(packet.data) - 1
                self._clear()
                return self.owed.hurt(size, False, now)
            return self._tear() or [Broken(BrokenReason.INCOMPLETE, len(packet.data) - 1)]
        return self._tear()

    def _continues(self, packet: Packet, now: float) -> bool:
        if self._type != packet.data[0]:
            return False
        return packet.retransmit or (self._hurt_at is None and now <= self._touched + FOLLOW_SECONDS)

    def _may_be_rest(self, packet: Packet, now: float) -> bool:
        hurt = self._hurt_at
        if packet.retransmit or hurt is None or now > hurt + FOLLOW_SECONDS:
            return False
        return self._hurt_more if self._type is None else self._type == packet.data[0]

    def _starts_anew(self, packet: Packet, now: float, torn_at: float) -> bool:
        if not packet.retransmit:
            return now > self._rest_until
        if now > torn_at + REMEMBER_SECONDS:
            return True
        known = self._front == packet.data if self._front is not None else self._asked_again
        return packet.continued and known

    def _remains(self, packet: Packet, now: float) -> list[Said]:
        self._expect_rest(now)
        self.owed.wait(now)
        dropped = Note("a part of a broken code: dropped")
        if self.each:
            self._torn_at = now if packet.continued else None
            return [ACK, dropped]
        self._last = None  # it was not read: its repeat is no needless one
        if packet.continued:
            return [dropped]
        self._asked_again = True
        return [*nak(Cause.RESEND), dropped]

    def _expect_rest(self, now: float) -> None:
        self._torn_at, self._rest_until = now, now + FOLLOW_SECONDS

    def _join(self, packet: Packet, now: float) -> list[Said]:
        said = self.owed.came(again=packet.retransmit)
        if self._type is None:
            self._type, self._front, self._again = packet.data[0], packet.data, packet.retransmit
        self._size += len(packet.data) - 1
        if self._size <= self.limit:
            self._parts += packet.data[1:]
        self._touched, self._hurt_at = now, None
        return said if packet.continued else [*said, self._finish(packet.data[0], now)]

    def _finish(self, code_type: int, now: float) -> Said:
        data, size = bytes(self._parts), self._size
        self._clear()
        self._front, self._asked_again = None, False
        if size > self.limit:
            return Broken(BrokenReason.TOO_LONG, size)
        before, in_time = self._whole, now <= self._whole_at + REMEMBER_SECONDS
        self._whole, self._whole_at = data, now
        if self._again and not self.each and in_time and before == data:
            return Note("a retransmit of what was read: dropped")
        given = self.identified and is_aim(data[:LENGTH].decode("latin-1"))
        return Code(data, None if given else aim_of(code_type))

    def _tear(self) -> list[Said]:
        torn, size = self._type is not None, self._size
        self._clear()
        return [Broken(BrokenReason.INCOMPLETE, size)] if torn else []

    def _clear(self) -> None:
        self._type = None
        self._parts.clear()
        self._size = 0
