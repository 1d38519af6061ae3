"""What the station needs of its scanners, as Protocols beside those of ``ports``."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from station.domain.devices import Binding, Clue, DeviceKind, Down, Signal, Standing


@dataclass(frozen=True, slots=True)
class Exchange:
    """Bytes that went over a line, as they may be shown, and what they mean. Secrets are masked already."""

    at: datetime
    sent: bool
    hex: str
    text: str
    meaning: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Device:
    """One device as it is now, by its key. ``identity`` is what a binding names it by.

    ``up``: it is open and answers; ``down`` why not, with ``detail`` to read. ``likely`` is the driver that
    it seems to need, ``because`` why. ``fixed``: it is bound by the settings file. ``size`` and ``rate`` are
    a camera's picture as read back, pixels and frames a second.
    """

    key: str
    identity: str
    standing: Standing
    kind: DeviceKind
    vendor: str = ""
    model: str = ""
    serial_number: str = ""
    firmware: str = ""
    connection: str = ""
    path: str = ""
    plugged: bool = False
    up: bool = False
    down: Down | None = None
    detail: str = ""
    driver: str = ""
    likely: str = ""
    because: Clue | None = None
    binding: Binding | None = None
    fixed: bool = False
    exchanges: tuple[Exchange, ...] = ()
    scans: int = 0
    broken: int = 0
    size: tuple[int, int] | None = None
    rate: float = 0.0
    simulated: bool = False

    @property
    def scanner(self) -> bool:
        """Tell whether it can be used at the bench."""
        return self.kind is not DeviceKind.CAMERA


@dataclass(frozen=True, slots=True)
class DriverChoice:
    """A language that a scanner may speak: its name in settings, its title, and for which kind it is.

    ``beeps``: a scanner can be told in it to beep.
    """

    name: str
    title: str
    kind: DeviceKind
    beeps: bool = True


class Devices(Protocol):
    """Everything that is plugged in, and everything that is bound.

    ``check`` raises DEVICE_AMBIGUOUS, NO_SUCH_DRIVER or BOUND_BY_FILE for what ``bind`` could not do;
    ``bind`` and ``unbind`` take effect at once and keep nothing. ``wait`` returns the number of changes,
    as soon as it is more than the one given or the seconds are over. ``signal`` never waits and never fails.
    """

    def list(self) -> tuple[Device, ...]: ...
    def drivers(self) -> tuple[DriverChoice, ...]: ...
    def wait(self, revision: int, timeout: float) -> int: ...
    def key(self, binding: Binding) -> str: ...
    def check(self, binding: Binding) -> None: ...
    def bind(self, binding: Binding) -> None: ...
    def unbind(self, key: str) -> None: ...
    def signal(self, device: str, signal: Signal) -> None: ...
    def rules(self) -> str: ...


class Bindings(Protocol):
    """The scanners that were bound at this bench, kept by key."""

    def all(self) -> tuple[Binding, ...]: ...
    def save(self, key: str, binding: Binding) -> None: ...
    def remove(self, key: str) -> Binding | None: ...
