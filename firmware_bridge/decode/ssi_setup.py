"""An SSI session's settings: sent, read back, and what was not taken said and coped with.

Some scanners acknowledge parameters that they do not know and ignore them, so only what is read back counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from firmware_bridge.decode.dialect import Note, Said
from firmware_bridge.decode.ssi_desk import Command, Desk, Ended, Kind, Outcome
from firmware_bridge.decode.ssi_packet import Opcode, Packet
from firmware_bridge.decode.ssi_words import (
    CODE_ID,
    HANDSHAKE,
    MULTIPACKET,
    PACKETED,
    PARAMETERS,
    WANTED,
    ask_parameters,
    parameter_number,
    read_parameters,
    set_parameters,
)

MAX_TIMES = 8  # set-ups without a code: a scanner that takes none is not asked for ever
APART_SECONDS = 1.0


@dataclass(slots=True)
class Setup:
    """Bring a scanner's settings to what a session needs, through the desk."""

    desk: Desk
    on: bool = True
    _values: dict[int, int] = field(default_factory=dict, init=False)
    _times: int = field(default=0, init=False)
    _began: float = field(default=0.0, init=False)
    _mute: bool = field(default=False, init=False)
    _singly: bool = field(default=False, init=False)
    _unheard: bool = field(default=False, init=False)

    @property
    def packeted(self) -> bool:
        """Tell whether the scanner said that its data comes in packets."""
        return self._values.get(PACKETED) == WANTED[PACKETED]

    @property
    def each(self) -> bool:
        """Tell whether each packet of a long code wants an ACK: so it is by default."""
        return self._values.get(MULTIPACKET, 0) == 0

    @property
    def identified(self) -> bool:
        """Tell whether data may begin with an AIM identifier."""
        return self._values.get(CODE_ID, 1) != 0

    @property
    def acknowledged(self) -> bool:
        """Tell whether the scanner acknowledges: it said so, or it did so."""
        return self._values.get(HANDSHAKE, 0 if self._unheard else 1) != 0

    def may_begin(self, now: float) -> bool:
        """Tell whether it is time for another set-up."""
        return self._times < MAX_TIMES and now >= self._began + APART_SECONDS

    def begin(self, now: float) -> list[Said]:
        """Set everything, read it back, ask who it is, and let it scan, or not."""
        self._times, self._began, self._mute, self._singly = self._times + 1, now, False, False
        self._unheard = False
        self._values.clear()
        self.desk.drop(Kind.SETTING, Kind.READING, Kind.REVISION)
        said = self._ask(now, Kind.SETTING, set_parameters(WANTED))
        said += self._read_back(now)
        said += self._ask(now, Kind.REVISION, Packet(Opcode.REQUEST_REVISION))
        return said + self.switch(self.on, now)

    def switch(self, on: bool, now: float) -> list[Said]:
        """Let the scanner scan, or keep it from it, now and after every set-up."""
        self.on = on
        self.desk.drop(Kind.SWITCH)
        return self._ask(now, Kind.SWITCH, Packet(Opcode.SCAN_ENABLE if on else Opcode.SCAN_DISABLE))

    def speaks(self, now: float) -> list[Said]:
        """Say that a packet came: a scanner that did not answer before is set up when it speaks."""
        return self.begin(now) if self._mute and self.may_begin(now) else []

    def works(self) -> None:
        """Say that a decoded code came in a packet."""
        self._times = 0

    def learn(self, data: bytes) -> None:
        """Take the values of parameters."""
        self._values.update(item for item in read_parameters(data).items() if item[0] in WANTED)
        self.desk.acknowledged = self.acknowledged

    def ended(self, ended: Ended, now: float) -> list[Said]:
        """Go on after a command."""
        if ended.command.kind is Kind.SETTING:
            self._unheard = ended.outcome is Outcome.UNANSWERED
        if ended.command.kind is Kind.SETTING and ended.outcome is Outcome.DENIED:
            return self._one_by_one(now)
        if ended.command.kind is Kind.READING:
            return self._judge(ended.outcome, now)
        return []

    def _judge(self, outcome: Outcome, now: float) -> list[Said]:
        if outcome is not Outcome.DONE:
            self._mute = outcome is Outcome.UNANSWERED
            return [Note("the settings cannot be read back: data is taken as it comes")]
        if not self.packeted and not self._singly:
            return self._one_by_one(now)
        refused = [number for number, value in WANTED.items() if self._values.get(number) != value]
        return [self._told(number) for number in refused]

    def _told(self, number: int) -> Note:
        name = f"{PARAMETERS[number]} ({parameter_number(number).hex(' ').upper()})"
        cope = ": raw data is cut by silence and terminators" if number == PACKETED else ""
        return Note(f"not taken by the scanner: {name}{cope}")

    def _one_by_one(self, now: float) -> list[Said]:
        """Set each by itself, once: a scanner may refuse all for the sake of one."""
        if self._singly:
            return []
        self._singly = True
        self.desk.drop(Kind.READING)
        said: list[Said] = []
        for number, value in WANTED.items():
            said += self._ask(now, Kind.SETTING, set_parameters({number: value}))
        return said + self._read_back(now)

    def _read_back(self, now: float) -> list[Said]:
        return self._ask(now, Kind.READING, ask_parameters(WANTED))

    def _ask(self, now: float, kind: Kind, packet: Packet) -> list[Said]:
        return self.desk.put(Command(kind, packet, now))
