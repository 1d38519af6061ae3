"""One device in the hub: what it is for, who reads it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from firmware_bridge.events import (
    BridgeEvent,
    DeviceDown,
    DeviceKnown,
    DeviceSpec,
    DeviceUp,
    Emit,
    ScanBroken,
    ScanRead,
    Trace,
)
from firmware_bridge.guess import Guess
from firmware_bridge.known import Binding, Device, Mode, Ring, told
from firmware_bridge.supervisor import ScannerState, ScannerSupervisor


@dataclass(frozen=True, slots=True)
class Role:
    """What is to be done with a device, and by which driver. `detail` says why it is refused."""

    mode: Mode
    spec: DeviceSpec | None = None
    binding: Binding | None = None
    driver: str = ""
    detail: str = ""

    @property
    def opened(self) -> bool:
        return self.mode in (Mode.BOUND, Mode.HEARD)

    @property
    def work(self) -> tuple[Mode, Binding | None, str]:
        """Return what a reader is started for: a change of anything else leaves it alone."""
        return self.mode, self.binding, self.driver

    @property
    def settings(self) -> Binding:
        """Return how the device is spoken to."""
        return self.binding or Binding(self.spec.identity if self.spec else "", self.driver)


MakeReader = Callable[["Slot"], ScannerSupervisor]


@dataclass(slots=True)
class Slot:
    """A device by its key. `take` is called by one thread at a time; everything else by any."""

    key: str
    make: MakeReader
    rung: Callable[[], None]
    role: Role = Role(Mode.LISTED)
    reader: ScannerSupervisor | None = field(default=None, init=False)
    ring: Ring = field(init=False)
    guess: Guess = field(default_factory=Guess, init=False)
    _said: DeviceSpec | None = field(default=None, init=False)
    _detail: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.ring = Ring(self.rung)

    @property
    def path(self) -> str:
        """Return the node that is open now, empty while none is."""
        reader = self.reader
        spec = reader.spec if reader is not None else None
        return spec.path if spec is not None else ""

    def take(self, role: Role) -> None:
        """Take on a role: the reader is started anew only where its work is another one."""
        again = role.work != self.role.work
        self.role = role
        if again:
            self.close()
        if role.opened and self.reader is None:
            self.reader = self.make(self)
            self.reader.start()

    def close(self) -> None:
        """End the reader, if there is one."""
        reader, self.reader = self.reader, None
        if reader is not None:
            reader.stop()

    def poke(self) -> None:
        """Say that something was plugged in."""
        reader = self.reader
        if reader is not None and reader.state is ScannerState.WAITING:
            reader.poke()

    def hears(self, onward: Emit | None) -> Emit:
        """Return what a reader calls: it notes each event, and passes it on where there is somewhere to."""

        def emit(event: BridgeEvent) -> None:
            self._note(event)
            if onward is not None:
                onward(event)

        return emit

    def _note(self, event: BridgeEvent) -> None:
        if isinstance(event, DeviceUp | DeviceKnown):
            self._said, self._detail = event.spec, ""
        elif isinstance(event, DeviceDown):
            self._detail = event.detail
            self.guess.forget()
        read = isinstance(event, ScanRead)
        said = event.data.encode() if isinstance(event, ScanRead) else b""
        if not self.guess.is_answer(self.role.spec, self.ring.traces, said):
            self.ring.count(scans=read, broken=isinstance(event, ScanBroken))

    def keep(self, trace: Trace) -> None:
        """Keep what went over the line; the question that was asked, and its answer, as what they are."""
        kept = self.guess.read(self.role.spec, self.ring.traces, trace)
        if kept is not None:
            self.ring.tap(kept)

    def suspect(self) -> bool:
        """Think again about what language it speaks, and ask it once where that harms nothing.

        Returns whether another thing is thought now. May wait for a device that takes no data.
        """
        spec, reader = self.role.spec, self.reader
        if spec is None:
            return False
        if self.role.mode is Mode.HEARD and reader is not None and self.path:
            self.guess.ask(spec, reader.write)
        return self.guess.think(spec, self.ring.traces())

    def describe(self) -> Device:
        """Say how the device is now."""
        role, reader = self.role, self.reader
        return Device(
            self.key,
            role.mode,
            spec=told(role.spec, self._said),
            binding=role.binding,
            plugged=role.spec is not None,
            up=reader is not None and reader.state is ScannerState.UP,
            down=reader.down if reader else None,
            detail=role.detail or self._detail,
            driver=role.driver,
            likely=self.guess.likely,
            traces=self.ring.traces(),
            scans=self.ring.scans,
            broken=self.ring.broken,
            pending=reader.pending if reader else 0,
        )
