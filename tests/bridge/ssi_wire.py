"""A wire between the SSI dialect and a simulated scanner, with a clock of its own: hours pass in no time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from firmware_bridge.decode.aim import split_aim
from firmware_bridge.decode.dialect import About, Broken, Code, Note, Said, Send, Wait
from firmware_bridge.decode.framing import Framer
from firmware_bridge.decode.ssi import Ssi
from firmware_bridge.decode.ssi_packet import Opcode
from firmware_bridge.sim.ssi_device import Device
from firmware_bridge.sim.ssi_engine import Engine

LONG = "".join(chr(0x21 + number % 90) for number in range(900))
STEP = 0.05  # how long a line is read before it is found silent


@dataclass
class Wire:
    """Carry bytes at once, in chunks of `chunk` bytes where it is given; keep all that was said."""

    engine: Engine = field(default_factory=Engine)
    ssi: Ssi = field(default_factory=lambda: Ssi(Framer()))
    chunk: int = 0
    now: float = 100.0
    said: list[Said] = field(default_factory=list)
    _to_host: bytes = b""

    def hello(self, seconds: float = 1.0) -> Wire:
        self.take(self.ssi.hello(self.now))
        return self.run(seconds)

    def take(self, saying: Iterable[Said]) -> None:
        for said in saying:
            self.said.append(said)
            if isinstance(said, Send):
                self._to_host += self.engine.feed(said.data, self.now)
            elif isinstance(said, Wait):
                self.now += said.seconds

    def scan(self, text: str, aim: str | None = "]C0") -> None:
        self._to_host += self.engine.scan(text.encode(), aim, self.now)

    def noise(self, data: bytes) -> None:
        self._to_host += data

    def run(self, seconds: float = 1.0) -> Wire:
        """Let time pass as a session does: read, then tick when something is due."""
        end = self.now + seconds
        while self.now < end:
            self._carry()
            due = self.ssi.due
            if due is not None and self.now >= due:
                self.take(self.ssi.tick(self.now))
            self.now += STEP
            if self.engine.due is not None and self.now >= self.engine.due:
                self._to_host += self.engine.tick(self.now)
        return self

    def _carry(self) -> None:
        while self._to_host:
            size = self.chunk or len(self._to_host)
            data, self._to_host = self._to_host[:size], self._to_host[size:]
            self.take(self.ssi.feed(data, self.now))

    @property
    def codes(self) -> list[str]:
        """Return the codes without their identifiers."""
        return [split_aim(said.data.decode())[1] for said in self.said if isinstance(said, Code)]

    @property
    def broken(self) -> list[Broken]:
        return [said for said in self.said if isinstance(said, Broken)]

    @property
    def notes(self) -> str:
        return "\n".join(said.meaning for said in self.said if isinstance(said, Note))

    @property
    def about(self) -> About:
        return next(said for said in self.said if isinstance(said, About))

    def asked(self, opcode: Opcode) -> list[int]:
        """Return the status byte of each command of a kind that reached the scanner."""
        return [packet.status for packet in self.engine.device.commands if packet.opcode == opcode]


def ready(**device: object) -> Wire:
    """Return a wire whose scanner is set up."""
    return Wire(Engine(Device(**device))).hello()  # type: ignore[arg-type]


def sent(saying: object) -> list[bytes]:
    """Return what the host is to write."""
    assert isinstance(saying, list | tuple)
    return [said.data for said in saying if isinstance(said, Send)]
