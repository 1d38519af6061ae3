"""Real stations for tests: a real store and vault in a folder of the test's own, the sample site."""

import atexit
import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import cv2
from argon2 import PasswordHasher

from firmware_bridge.events import DeviceSpec
from firmware_bridge.hub import ListDevices
from firmware_bridge.sim.scene import Scene, render
from station.adapters.config.rulebook import load_station
from station.adapters.hashing import Hashing
from station.adapters.local.transactions import Transactions
from station.adapters.site_files.site import Site, read_site
from station.app.paths import SAMPLE_SITE, STATION_TOML
from station.app.run import started
from station.app.wiring import Station, build, with_data
from station.camera_ports import Preview, SceneState, Shot
from station.domain.devices import Binding
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Sku
from station.domain.people import NewPerson, Role
from station.domain.scanning import BADGE_PREFIX, Scan, Source
from station.ports import DeviceState, Lens, World
from station.services import bench, signing_in
from station.services.loading import load_site
from station.services.starting import publish_rules

# argon2id as cheap as it goes: tests are about who may sign in, not about how slow guessing is.
CHEAP = Hashing(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@dataclass
class TestClock:
    """A clock that a test moves by hand."""

    __test__ = False
    time: datetime = field(default_factory=lambda: datetime.now().astimezone())

    def now(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    def advance(self, **by: float) -> None:
        self.time += timedelta(**by)


@dataclass
class StillCamera:
    """A camera that shows whatever scene lies on the desk, drawn by the simulator's own painter."""

    clock: TestClock
    scene: Scene = Scene("", (), "kitchen", 1)  # noqa: RUF009 - a frozen value
    state_: DeviceState = DeviceState.READY
    blurred: bool = False

    def photo(self, name: str = "") -> Shot:
        if self.state_ is not DeviceState.READY:
            raise DomainError(Reason.CAMERA_ABSENT)
        jpeg = _picture(self.scene, self.blurred)
        return Shot(jpeg, 1920, 1080, self.clock.now(), True)

    def preview(self, name: str = "") -> Preview:
        return Preview(self.photo(name).jpeg, 1, SceneState.READY)

    def state(self) -> DeviceState:
        return self.state_

    def lenses(self) -> tuple[Lens, ...]:
        return (Lens("overhead", self.state_, reads_codes=True, read_area=0.7),)


@cache
def _picture(scene: Scene, blurred: bool) -> bytes:
    frame = render(scene)
    if blurred:
        frame = cv2.GaussianBlur(frame, (0, 0), 6)
    return bytes(cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 92])[1])


@dataclass
class Rig:
    """A station without metal, with everything in reach that a test needs."""

    station: Station
    world: World
    site: Site
    clock: TestClock
    camera: StillCamera

    def person(self, role: Role, number: int = 0) -> NewPerson:
        return [p for p in self.site.people if p.role is role][number]

    def sign_in(self, role: Role = Role.OPERATOR, number: int = 0) -> str:
        """Sign someone in at the bench and return the browser's token."""
        person = self.person(role, number)
        self.scan(BADGE_PREFIX + person.badge)
        token = signing_in.sign_in(self.world, person.pin).token
        assert token is not None
        return token

    def scan(self, text: str, aim: str | None = None, wait: float = 5.0) -> "bench.Bench":
        """Scan one code, long enough after the one before to be another scan."""
        self.clock.advance(seconds=wait)
        scanned = Scan(text, aim, "scanner", self.clock.now(), Source.SCANNER, True)
        return bench.scan(self.world, scanned)

    def show(self, sku: str) -> None:
        """Put a product before the camera."""
        with self.world.read() as uow:
            product = uow.catalog.product(Sku(sku))
        code = product.gtin.lstrip("0").zfill(13)
        self.camera.scene = Scene(product.sku, (code,), product.category, 7)


@cache
def sample() -> tuple[object, object, Site]:
    settings, rulebook = load_station(STATION_TOML)
    today = datetime.now().astimezone().date()
    return settings, rulebook, read_site(SAMPLE_SITE, today, set(rulebook.checklists))


def nothing_plugged() -> Sequence[DeviceSpec]:
    return ()


def make_rig(
    folder: Path,
    simulated: bool = True,
    list_devices: ListDevices = nothing_plugged,
    scanners: tuple[Binding, ...] = (),
    database: Transactions | None = None,
    station: str = "",
) -> Rig:
    """Build a rig on a folder; its parts are not started yet. No device of this machine is touched."""
    settings, rulebook, site = sample()
    clock = TestClock()
    camera = StillCamera(clock)
    bare = replace(with_data(settings, folder), scanners=scanners, cameras=(), sampling=None)
    bare = replace(bare, station=replace(bare.station, id=station or bare.station.id))
    built = build(
        bare,
        rulebook,
        simulated=simulated,
        clock=clock,
        hashing=CHEAP,
        list_devices=list_devices,
        database=database,
    )
    # Nothing is drawn by chance, unless a test is about that.
    house = replace(built.world.house, second_grades=0.0, calibration_per_shift=0)
    world = replace(built.world, camera=camera, house=house)
    return Rig(replace(built, world=world), world, site, clock, camera)


def fill(rig: Rig) -> None:
    site = rig.site
    publish_rules(rig.world)
    load_site(rig.world, site.products, site.returns, site.bins, site.people, site.centers, site.recalls)


@cache
def _stocked() -> Path:
    """Make one filled data folder for this process; every other rig begins with a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="stocked-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    rig = make_rig(folder / "data")
    with started(rig.station.parts[:2]):
        fill(rig)
    return folder / "data"


@contextlib.contextmanager
def stocked_rig(folder: Path) -> Iterator[Rig]:
    """Start a rig that has the sample site, copied and not loaded anew."""
    shutil.copytree(_stocked(), folder, ignore=shutil.ignore_patterns("station.lock", "run"))
    rig = make_rig(folder)
    with started(rig.station.parts):
        yield rig
