"""The one composition root: settings in, a station of joined parts out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from firmware_bridge.discovery import list_devices
from firmware_bridge.hub import LOOK_SECONDS, Hub, ListDevices
from firmware_bridge.vision.quality import Gates
from station.adapters import gs1, labels, packs, site_files
from station.adapters.agreement import MeasuredAgreement
from station.adapters.bell import LocalBell
from station.adapters.bridge import camera_setup, scale_setup
from station.adapters.bridge.album import PhotoAlbum
from station.adapters.bridge.devices import BridgeDevices
from station.adapters.bridge.eyes import PhotoEyes
from station.adapters.bridge.scans import ScanQueue
from station.adapters.clock import SystemClock, SystemIds, zone_of
from station.adapters.config.rule_forms import RuleForms
from station.adapters.config.settings import PhotoLimits, Settings
from station.adapters.disk import FolderDisk
from station.adapters.hashing import Hashing
from station.adapters.import_loop import ImportLoop
from station.adapters.local.engine import Database
from station.adapters.local.journal import Writer
from station.adapters.local.replays import ReplayProcesses
from station.adapters.local.sealing import Seal
from station.adapters.local.transactions import Transactions
from station.adapters.local.unit_of_work import LocalStore
from station.adapters.printing.files import LabelFiles
from station.adapters.printing.loop import PrintLoop
from station.adapters.printing.ways import media_of, printer_of
from station.adapters.signing import KeyFolder
from station.adapters.site_files.inbox import FolderInbox
from station.adapters.vault import FileVault
from station.app.courier import attached, courier_of
from station.app.folder import DataFolder
from station.app.out_loop import out_loop, outside_of
from station.app.paths import DEVICE_RULES
from station.domain.printing import PrinterState
from station.domain.proof.checkpoint import origin_of
from station.domain.routing import Rulebook
from station.ports import Camera, Clock, House, Scale, World
from station.sync_ports import Courier, NoCourier
from web.house_words import HouseWords

# Simulated devices have no nodes that could be watched: they are looked for more often, in seconds.
LOOK_SIMULATED = 0.3
PACKAGE = "returns-station"


class Part(Protocol):
    """Something that is started before use and stopped after it."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Station:
    """A joined station: the world that services work with, and its parts in the order of starting.

    ``in_folder`` tells whether its records are in its folder, and not on a server.
    """

    world: World
    settings: Settings
    folder: DataFolder
    parts: Sequence[Part]
    in_folder: bool = True


def build(
    settings: Settings,
    rulebook: Rulebook,
    *,
    simulated: bool = False,
    clock: Clock | None = None,
    hashing: Hashing | None = None,
    list_devices: ListDevices = list_devices,
    database: Transactions | None = None,
) -> Station:
    """Join a station on real or simulated devices. Nothing is opened before its parts are started."""
    folder = DataFolder(settings.data.dir)
    clock, ids = clock or SystemClock(zone_of(settings.station.timezone)), SystemIds()
    database = database or Database(folder.path / "station.db")
    signer, store = kept(database, Writer(settings.station.id, clock, ids, simulated), folder)
    scans = ScanQueue()
    cameras = camera_setup.processes(settings, asdict(_gates(settings.photo)), scans.emit, simulated)
    scale = scale_setup.driver(settings.scale, folder.path / "run", simulated)
    hub = _hub(settings, folder, scans, list_devices, simulated)
    devices = BridgeDevices(hub, settings.scanners, store.bindings, cameras, DEVICE_RULES)
    courier = courier_of(settings, folder, signer, version(PACKAGE))
    album = PhotoAlbum(store.read, vault_in(folder), _gates(settings.photo).least_alike)
    metal = _Metal(camera_setup.together(settings, cameras), scale_setup.port(scale), devices, album)
    around = _Around(clock, ids, hashing or Hashing(), signer, courier or NoCourier())
    world = _world(house_of(settings, simulated), settings, rulebook, folder, store, metal, around)
    store.grown = world.courier.wake
    scans.attach(world)
    eyes: list[Part] = [album, *cameras, *([scale] if scale else [])]
    loops = [*_print_loop(world), *attached(courier, world), *import_loop(world, settings), *out_loop(world)]
    return Station(world, settings, folder, [folder, database, *eyes, scans, devices, *loops])


@dataclass(frozen=True, slots=True)
class _Metal:
    """What a bench has of metal, joined, and what knows its photos again."""

    camera: Camera
    scale: Scale
    devices: BridgeDevices
    album: PhotoAlbum


@dataclass(frozen=True, slots=True)
class _Around:
    """What the world gets that is neither settings nor metal nor store."""

    clock: Clock
    ids: SystemIds
    secrets: Hashing
    signer: KeyFolder
    courier: Courier


def _world(
    house: House,
    settings: Settings,
    rulebook: Rulebook,
    folder: DataFolder,
    store: LocalStore,
    metal: _Metal,
    around: _Around,
) -> World:
    return World(
        house=house,
        rulebook=rulebook,
        begin=store.begin,
        read=store.read,
        vault=vault_in(folder),
        camera=metal.camera,
        scale=metal.scale,
        scanners=metal.devices,
        devices=metal.devices,
        eyes=PhotoEyes(_gates(settings.photo), metal.album),
        rule_forms=RuleForms(tuple(c.name for c in settings.cameras), settings.station.currency),
        site_forms=site_files,
        gs1=gs1,
        labels=labels,
        label_files=LabelFiles(media_of(settings.printer)),
        printer=printer_of(settings.printer, folder.path),
        words=HouseWords(settings.station.language),
        packs=packs,
        replays=ReplayProcesses(str(folder.path / "station.db")),
        clock=around.clock,
        ids=around.ids,
        secrets=around.secrets,
        signer=around.signer,
        bell=LocalBell(),
        agreement=MeasuredAgreement(),
        sampling=settings.sampling,
        courier=around.courier,
        disk=FolderDisk(folder.path),
        outside=outside_of(settings.outbound),
    )


def kept(database: Transactions, writer: Writer, folder: DataFolder) -> tuple[KeyFolder, LocalStore]:
    """Join the store with the keys that sign for it, which are not in it."""
    signer = KeyFolder(folder.path, origin_of(writer.station))
    return signer, LocalStore(database, writer, Seal(signer, writer.station))


def _print_loop(world: World) -> list[Part]:
    """Work a print queue where there is a printer to print it."""
    loop = PrintLoop()
    loop.attach(world)
    return [] if world.printer.state() is PrinterState.NONE else [loop]


def vault_in(folder: DataFolder) -> FileVault:
    return FileVault(folder.path / "photos")


def import_loop(world: World, settings: Settings) -> list[Part]:
    """Look into the folder where files arrive, if there is one."""
    imports = settings.imports
    if imports.folder is None:
        return []
    inbox = FolderInbox(imports.folder, world.house.import_limit)
    return [ImportLoop(world, inbox, imports.every_seconds)]


def house_of(settings: Settings, simulated: bool) -> House:
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
        scanner_signals=bench.scanner_signals,
        rescan_label=bench.rescan_label,
        zone=settings.station.timezone,
        second_grades=settings.audit.second_grades,
        calibration_per_shift=settings.audit.calibration_per_shift,
        calibration_rest=timedelta(days=settings.audit.calibration_rest_days),
        print_lpn=settings.printer.print_lpn_on_intake,
        print_item=settings.printer.print_item_when_done,
        simulated=simulated,
        metrics_token=settings.web.metrics_token,
        claims=settings.claims,
        import_limit=settings.imports.limit_mb * 1024 * 1024,
        form=settings.form,
        version=version(PACKAGE),
        keeping=settings.keeping,
    )


def _hub(
    settings: Settings, folder: DataFolder, scans: ScanQueue, list_devices: ListDevices, simulated: bool
) -> Hub:
    return Hub(
        folder.path / "run",
        scans.emit,
        list_devices=list_devices,
        reserved=_reserved(settings),
        simulated=simulated,
        look_seconds=LOOK_SIMULATED if simulated else LOOK_SECONDS,
    )


def _reserved(settings: Settings) -> frozenset[str]:
    """Name the ports that other parts use: nobody listens to a printer or a scale."""
    scale = settings.scale.path if settings.scale else ""
    return frozenset(port for port in (settings.printer.address, scale) if port)


def _gates(limits: PhotoLimits) -> Gates:
    """Take over the limits that a site set; the rest stays as measured."""
    names = {
        "least_reblur": limits.min_sharpness,
        "most_edge_width": limits.max_edge_width,
        "least_p99": limits.min_brightest,
        "most_bright_share": limits.max_overexposed,
        "least_module": limits.min_module,
        "least_alike": limits.max_alike,
    }
    return replace(Gates(), **{name: limit for name, limit in names.items() if limit is not None})


def with_data(settings: Settings, data: Path | None) -> Settings:
    """Return settings with another data folder, if one was named."""
    return settings if data is None else replace(settings, data=replace(settings.data, dir=data))


def with_port(settings: Settings, port: int | None) -> Settings:
    """Return settings with another port for the pages, if one was named."""
    return settings if port is None else replace(settings, web=replace(settings.web, port=port))
