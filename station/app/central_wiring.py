"""Central's composition root: the same world as a station's, without a bench, on the engines it was given."""

from dataclasses import replace

from firmware_bridge.vision.quality import Gates
from station.adapters import gs1, labels, packs, site_files
from station.adapters.agreement import MeasuredAgreement
from station.adapters.bell import LocalBell
from station.adapters.bridge import camera_setup
from station.adapters.bridge.album import PhotoAlbum
from station.adapters.bridge.eyes import PhotoEyes
from station.adapters.bridge.scale import NoScale
from station.adapters.clock import SystemClock, SystemIds, zone_of
from station.adapters.config.central_settings import CentralSettings
from station.adapters.config.rule_forms import RuleForms
from station.adapters.hashing import Hashing
from station.adapters.local.journal import Writer
from station.adapters.local.replays import ReplayProcesses
from station.adapters.no_bench import NoDevices
from station.adapters.printing.files import LabelFiles
from station.adapters.printing.ways import media_of, printer_of
from station.adapters.spool import FileSpool
from station.app.central_engines import address_of, database_of, vault_of
from station.app.folder import DataFolder
from station.app.loops import Loop, whenever
from station.app.out_loop import out_loop, outside_of
from station.app.wiring import Station, house_of, import_loop, kept
from station.central_ports import Exchange
from station.domain.routing import Rulebook
from station.ports import Clock, World
from station.services.central.projecting.batch import project_waiting
from web.house_words import HouseWords


def build_central(
    settings: CentralSettings,
    rulebook: Rulebook,
    *,
    clock: Clock | None = None,
    hashing: Hashing | None = None,
    simulated: bool = False,
) -> Station:
    """Join central. Nothing is opened before its parts are started."""
    house = settings.house
    address = address_of(settings.store)
    folder = DataFolder(house.data.dir, shared=bool(address))
    clock, ids = clock or SystemClock(zone_of(house.station.timezone)), SystemIds()
    database = database_of(address, folder.path)
    signer, store = kept(database, Writer(house.station.id, clock, ids, simulated), folder)
    vault = vault_of(settings.photos, folder.path)
    nothing = NoDevices()
    world = World(
        house=replace(house_of(house, simulated), is_central=True),
        rulebook=rulebook,
        begin=store.begin,
        read=store.read,
        vault=vault,
        camera=camera_setup.together(house, []),
        scale=NoScale(),
        scanners=nothing,
        devices=nothing,
        eyes=PhotoEyes(Gates(), PhotoAlbum(store.read, vault, Gates().least_alike)),
        rule_forms=RuleForms(None, house.station.currency),
        site_forms=site_files,
        gs1=gs1,
        labels=labels,
        label_files=LabelFiles(media_of(house.printer)),
        printer=printer_of(house.printer, folder.path),
        words=HouseWords(house.station.language),
        packs=packs,
        replays=ReplayProcesses(address or str(folder.path / "station.db")),
        clock=clock,
        ids=ids,
        secrets=hashing or Hashing(),
        signer=signer,
        bell=LocalBell(),
        agreement=MeasuredAgreement(),
        sampling=house.sampling,
        outside=outside_of(house.outbound),
        exchange=Exchange(store.receiving, FileSpool(folder.path / "spool")),
    )
    loops = [projecting_loop(world), *import_loop(world, house), *out_loop(world)]
    return Station(world, house, folder, [folder, database, *loops], in_folder=not address)


def projecting_loop(world: World) -> Loop:
    """Work in what stations sent: at once where it came to this process, soon where to another."""
    return Loop("projecting", world, whenever(project_waiting))
