"""Simulated hardware for the demo: a scanner on a real pty, a camera on a real stream, a printer on TCP."""

import zlib
from collections.abc import Callable
from pathlib import Path

from firmware_bridge.sim.camera import StreamCamera
from firmware_bridge.sim.printer_ways import TcpPrinter
from firmware_bridge.sim.scale import PtyScale
from firmware_bridge.sim.scanner import PtyScanner
from firmware_bridge.sim.scene import Scene
from firmware_bridge.sim.zpl_printer import Fault
from station.adapters.site_files.site import Site
from station.demo_ports import DemoItem, Trouble
from station.domain.catalog import Product
from station.domain.identifiers import Sku
from station.domain.scanning import BADGE_PREFIX

# What a simulated item weighs, in grams; the spread in tenths.
LIGHTEST, SPREAD = 80.0, 40_000


class DemoHardware:
    """The scanner and the camera of the demo, and what lies on the desk."""

    def __init__(self, site: Site, runtime: Path) -> None:
        self._site = site
        self._items = {item.key: item for item in _items(site)}
        self._products = {product.sku: product for product in site.products}
        self._presented: DemoItem | None = None
        self._troubles: set[Trouble] = set()
        self._shown = 0
        self.scanner = PtyScanner(runtime / "scanner")
        self.second_scanner = PtyScanner(runtime / "scanner-2")
        self.scale = PtyScale(runtime / "scale")
        self.camera = StreamCamera()
        self.printer = TcpPrinter()
        self.printer.reserve()
        self.side_camera = StreamCamera()

    def start(self) -> None:
        self.second_scanner.link.unlink(missing_ok=True)  # after a power cut it may lead to anyone's terminal
        self.scanner.start()
        self.scale.start()
        self.printer.start()

    def stop(self) -> None:
        self.side_camera.stop()
        self.camera.stop()
        self.scanner.stop()
        self.second_scanner.stop()
        self.scale.stop()
        self.printer.stop()

    def items(self) -> tuple[DemoItem, ...]:
        return tuple(self._items.values())

    def presented(self) -> DemoItem | None:
        return self._presented

    def present(self, key: str) -> None:
        """Put an item before the camera. Raises KeyError for one that is not in the sample site."""
        item = self._items[key]
        self.show(self._products[Sku(item.sku)])
        self._presented = item

    def show(self, product: Product) -> None:
        """Put a product before the camera, with its label up."""
        self._shown += 1  # nobody puts a thing down twice in the same way
        seed = zlib.crc32(f"{product.sku} {self._shown}".encode())
        self.put(_weight(product))
        code = product.gtin.lstrip("0").zfill(13)
        self.camera.present(Scene(product.sku, (code,), product.category, seed))
        self.side_camera.present(Scene("", (), product.category, 1))

    def scan(self, text: str, second: bool = False) -> None:
        (self.second_scanner if second else self.scanner).scan(text)

    def put(self, grams: float) -> None:
        """Lay something else on the scale."""
        self.scale.grams = grams

    def lies(self) -> float:
        return self.scale.grams

    def badges(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (BADGE_PREFIX + p.badge, f"{p.name} · {p.role.value} · PIN {p.pin}") for p in self._site.people
        )

    def bins(self) -> tuple[tuple[str, str], ...]:
        return tuple((bin_.code, f"{bin_.code} · {bin_.use.value}") for bin_ in self._site.bins)

    def troubles(self) -> frozenset[Trouble]:
        return frozenset(self._troubles)

    def make(self, trouble: Trouble, on: bool) -> None:
        """Pull a cable, cover a lens, or undo it. Doing it twice changes nothing."""
        if (trouble in self._troubles) is on:
            return
        do, undo = self._switches()[trouble]
        (do if on else undo)()
        (self._troubles.add if on else self._troubles.discard)(trouble)

    def _switches(self) -> dict[Trouble, tuple[Callable[[], object], Callable[[], object]]]:
        scanner, camera, printer = self.scanner, self.camera, self.printer
        return {
            Trouble.SCANNER_UNPLUGGED: (scanner.unplug, scanner.replug),
            Trouble.SECOND_SCANNER: (self.second_scanner.replug, self.second_scanner.unplug),
            Trouble.CAMERA_COVERED: (camera.cover, camera.uncover),
            Trouble.CAMERA_FROZEN: (camera.freeze, camera.thaw),
            Trouble.CAMERA_BLURRED: (lambda: camera.blur(True), lambda: camera.blur(False)),
            Trouble.CAMERA_UNPLUGGED: (camera.unplug, camera.replug),
            Trouble.PRINTER_OUT_OF_PAPER: self._fault(Fault.PAPER_OUT),
            Trouble.PRINTER_OPEN: self._fault(Fault.HEAD_OPEN),
            Trouble.PRINTER_UNPLUGGED: (printer.stop, printer.start),
            Trouble.SCALE_UNPLUGGED: (self.scale.port.unplug, self.scale.port.replug),
            Trouble.SCALE_SWINGING: (lambda: self._swing(True), lambda: self._swing(False)),
        }

    def _swing(self, swings: bool) -> None:
        self.scale.swinging = swings

    def _fault(self, fault: Fault) -> tuple[Callable[[], object], Callable[[], object]]:
        printer = self.printer.printer
        return lambda: printer.set(fault, True), lambda: printer.set(fault, False)


def _weight(product: Product) -> float:
    """Return what a unit weighs in grams: by the catalogue, else anything, but the same each time."""
    return product.goods.grams or LIGHTEST + zlib.crc32(product.sku.encode()) % SPREAD / 10


def _items(site: Site) -> list[DemoItem]:
    products = {product.sku: product for product in site.products}
    return [
        DemoItem(
            key=f"{expected.rma}/{line.number}",
            rma=expected.rma,
            sku=line.sku,
            gtin=products[line.sku].gtin.lstrip("0").zfill(13),
            serial=line.serial or "",
            name=products[line.sku].name,
        )
        for expected in site.returns
        for line in expected.lines
    ]
