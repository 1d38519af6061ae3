"""The one composition root: settings in, a station of joined parts out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from firmware_bridge.decode.framing import Terminator
from firmware_bridge.drivers.settings import Flow, Habits, LineSettings
from firmware_bridge.supervisor import ScannerSettings, ScannerSupervisor
from firmware_bridge.vision.quality import Gates
from station.adapters import gs1, labels
from station.adapters.bell import LocalBell
from station.adapters.bridge import camera_setup
from station.adapters.bridge.eyes import PhotoEyes
from station.adapters.bridge.scans import BridgeScanners, ScanQueue
from station.adapters.clock import SystemClock, SystemIds
from station.adapters.config.settings import Parity, PhotoLimits, Scanner, Settings
from station.adapters.hashing import Hashing
from station.adapters.local.engine import Database
from station.adapters.local.unit_of_work import LocalStore
from station.adapters.printing.files import LabelFiles
from station.adapters.printing.loop import PrintLoop
from station.adapters.printing.ways import media_of, printer_of
from station.adapters.vault import FileVault
from station.app.folder import DataFolder
from station.domain.printing import PrinterState
from station.domain.routing import Rulebook
from station.ports import Clock, House, World
from web.house_words import HouseWords

# pyserial's letters: none N, even E, odd O, mark M, space S.
PARITY = {parity: parity.value[0].upper() for parity in Parity}


class Part(Protocol):
    """Something that is started before use and stopped after it."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Station:
    """A joined station: the world that services work with, and its parts in the order of starting."""

    world: World
    settings: Settings
    folder: DataFolder
    parts: Sequence[Part]


def build(
    settings: Settings,
    rulebook: Rulebook,
    *,
    simulated: bool = False,
    clock: Clock | None = None,
    hashing: Hashing | None = None,
) -> Station:
    """Join a station from settings. Nothing is opened before its parts are started."""
    folder = DataFolder(settings.data.dir)
    clock, ids = clock or SystemClock(), SystemIds()
    database = Database(folder.path / "station.db")
    store = LocalStore(database, settings.station.id, clock, ids)
    scans = ScanQueue()
    scanners = [_supervisor(s, folder, scans, simulated) for s in settings.scanners]
    cameras = camera_setup.processes(settings, asdict(_gates(settings.photo)), scans.emit, simulated)
    world = World(
        house=_house(settings, simulated),
        rulebook=rulebook,
        begin=store.begin,
        read=store.read,
        vault=FileVault(folder.path / "photos"),
        camera=camera_setup.together(settings, cameras),
        scanners=BridgeScanners(scanners),
        eyes=PhotoEyes(_gates(settings.photo)),
        gs1=gs1,
        labels=labels,
        label_files=LabelFiles(media_of(settings.printer)),
        printer=printer_of(settings.printer, folder.path),
        words=HouseWords(settings.station.language),
        clock=clock,
        ids=ids,
        secrets=hashing or Hashing(),
        bell=LocalBell(),
    )
    scans.attach(world)
    prints = _print_loop(world)
    return Station(world, settings, folder, [folder, database, *cameras, *prints, scans, *scanners])


def _print_loop(world: World) -> list[Part]:
    """Work a print queue where there is a printer to print it."""
    loop = PrintLoop()
    loop.attach(world)
    return [] if world.printer.state() is PrinterState.NONE else [loop]


def _house(settings: Settings, simulated: bool) -> House:
    bench = settings.bench
    return House(
        station=settings.station.id,
        name=settings.station.name,
        language=settings.station.language,
        currency=settings.station.currency,
        idle=bench.idle,
        shift=bench.shift,
        same_code_ms=bench.same_code_ms,
        same_command_ms=bench.same_command_ms,
        sound=bench.sound,
        print_lpn=settings.printer.print_lpn_on_intake,
        print_item=settings.printer.print_item_when_done,
        simulated=simulated,
        metrics_token=settings.web.metrics_token,
        version=version("returns-station"),
    )


def _supervisor(scanner: Scanner, folder: DataFolder, scans: ScanQueue, simulated: bool) -> ScannerSupervisor:
    line = LineSettings(
        baud=scanner.baud,
        bytesize=scanner.bytesize,
        parity=PARITY[scanner.parity],
        stopbits=scanner.stopbits,
        flow=Flow(scanner.flow.value),
    )
    settings = ScannerSettings(
        device=scanner.device or scanner.path or "",
        runtime_dir=folder.path / "run",
        line=line,
        habits=Habits(terminator=Terminator(scanner.terminator.value)),
        simulated=simulated,
    )
    return ScannerSupervisor(settings, scans.emit)


def _gates(limits: PhotoLimits) -> Gates:
    """Take over the limits that a site set; the rest stays as measured."""
    names = {
        "least_reblur": limits.min_sharpness,
        "most_edge_width": limits.max_edge_width,
        "least_p99": limits.min_brightest,
        "most_bright_share": limits.max_overexposed,
    }
    return replace(Gates(), **{name: limit for name, limit in names.items() if limit is not None})


def with_data(settings: Settings, data: Path | None) -> Settings:
    """Return settings with another data folder, if one was named."""
    return settings if data is None else replace(settings, data=replace(settings.data, dir=data))
