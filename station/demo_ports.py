"""What the demo shows of its simulated metal: items to put on the desk, and everything that can go wrong."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from station.domain.texts import Texts


@dataclass(frozen=True, slots=True)
class DemoItem:
    """One returned item that the simulators can put on the desk, with every code on it."""

    key: str
    rma: str
    sku: str
    gtin: str
    serial: str
    name: Texts


class Trouble(StrEnum):
    """What the simulator page can do to the hardware, and undo."""

    SCANNER_UNPLUGGED = "scanner_unplugged"
    SECOND_SCANNER = "second_scanner"
    CAMERA_COVERED = "camera_covered"
    CAMERA_FROZEN = "camera_frozen"
    CAMERA_BLURRED = "camera_blurred"
    CAMERA_UNPLUGGED = "camera_unplugged"
    PRINTER_OUT_OF_PAPER = "printer_out_of_paper"
    PRINTER_OPEN = "printer_open"
    PRINTER_UNPLUGGED = "printer_unplugged"
    SCALE_UNPLUGGED = "scale_unplugged"
    SCALE_SWINGING = "scale_swinging"


class Simulator(Protocol):
    """The simulated hardware of the demo: items to put on the desk, codes to scan, cables to pull.

    ``present`` raises KeyError for an item it does not have. ``badges`` and ``bins`` are codes to
    scan with their names. ``second``: with the scanner that is plugged in beside that of the bench.
    ``put`` lays so many grams on the scale, which ``present`` does with the item's own.
    """

    def items(self) -> tuple[DemoItem, ...]: ...
    def presented(self) -> DemoItem | None: ...
    def present(self, key: str) -> None: ...
    def scan(self, text: str, second: bool = False) -> None: ...
    def put(self, grams: float) -> None: ...
    def lies(self) -> float: ...
    def badges(self) -> tuple[tuple[str, str], ...]: ...
    def bins(self) -> tuple[tuple[str, str], ...]: ...
    def troubles(self) -> frozenset[Trouble]: ...
    def make(self, trouble: Trouble, on: bool) -> None: ...
