"""Put the demo together: the sample site, the station's own settings, simulated metal."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from firmware_bridge.sim.plugs import links_in
from station.adapters.clock import SystemClock, zone_of
from station.adapters.config.rulebook import load_station
from station.adapters.config.settings import Camera, PrinterKind, Scale, Settings
from station.adapters.site_files.site import Site, read_site
from station.app.demo.hardware import DemoHardware
from station.app.paths import SAMPLE_SITE, STATION_TOML
from station.app.run import started
from station.app.wiring import Part, Station, build
from station.domain.devices import Binding, Habits, SerialLine, Terminator
from station.domain.parts import choices_by_parts
from station.services.loading import is_empty, load_site

CAMERA = Camera("", "", 1920, 1080, 12, reads_codes=True, read_area=0.7, auto_shutter=False)
AS_THE_SIMULATOR_SCANS = Habits(Terminator.CR)


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo station before it is started. ``parts`` are its simulated metal and then its own."""

    station: Station
    hardware: DemoHardware
    site: Site

    @property
    def parts(self) -> list[Part]:
        """The data folder first: its lock keeps a second demo from the scanner's link."""
        folder, *rest = self.station.parts
        return [folder, self.hardware, *rest]


@dataclass(frozen=True, slots=True)
class Seat:
    """Which station of several a demo is: its id and name, the address of central, and which of the expected
    returns come to it: every so many-th, beginning with one."""

    station: str
    name: str
    central: str
    first: int
    every: int


def make_demo(data: Path, port: int | None = None, seat: Seat | None = None) -> Demo:
    """Join a demo on a data folder. The camera streams at once, because its address is a setting."""
    settings, rulebook = load_station(STATION_TOML)
    settings = seated(settings, seat) if seat else settings
    zone = zone_of(settings.station.timezone)
    lists = choices_by_parts(rulebook.checklists.values())
    site = read_site(SAMPLE_SITE, SystemClock(zone).now().date(), set(rulebook.checklists), zone, lists)
    site = replace(site, returns=site.returns[seat.first :: seat.every]) if seat else site
    runtime = data / "run"
    runtime.mkdir(parents=True, exist_ok=True)
    hardware = DemoHardware(site, runtime)
    hardware.camera.start()
    hardware.side_camera.start()
    simulated = _simulated(settings, hardware, data, port)
    station = build(simulated, rulebook, simulated=True, list_devices=links_in(runtime))
    return Demo(station, hardware, site)


def seated(settings: Settings, seat: Seat) -> Settings:
    """Return the settings of one station of several, which asks central often: somebody looks on."""
    station = replace(settings.station, id=seat.station, name=seat.name)
    return replace(
        settings, station=station, central=replace(settings.central, url=seat.central, poll_seconds=2)
    )


def _simulated(settings: Settings, hardware: DemoHardware, data: Path, port: int | None) -> Settings:
    scanner = Binding(str(hardware.scanner.link), "plain", habits=AS_THE_SIMULATOR_SCANS)
    cameras = (
        replace(CAMERA, name="overhead", source=hardware.camera.url),
        replace(CAMERA, name="side", source=hardware.side_camera.url, reads_codes=False),
    )
    web = replace(settings.web, port=settings.web.port if port is None else port)
    data_ = replace(settings.data, dir=data)
    address = hardware.printer.address
    printer = replace(settings.printer, kind=PrinterKind.NETWORK, address=address, print_item_when_done=True)
    scale = Scale(str(hardware.scale.link), SerialLine())
    metal = replace(settings, scanners=(scanner,), cameras=cameras, printer=printer, scale=scale)
    return replace(metal, web=web, data=data_)


@contextlib.contextmanager
def running(demo: Demo) -> Iterator[None]:
    """Start a demo with its sample site loaded; the camera's stream ends too where it can't start."""
    try:
        with started(demo.parts):
            _fill(demo)
            yield
    finally:
        demo.hardware.side_camera.stop()
        demo.hardware.camera.stop()
        demo.hardware.printer.stop()


def _fill(demo: Demo) -> None:
    """Load the sample site into a new data folder; one with a history is left as it is."""
    if is_empty(demo.station.world):
        site = demo.site
        load_site(
            demo.station.world,
            site.products,
            site.returns,
            site.bins,
            site.people,
            site.centers,
            site.recalls,
        )
