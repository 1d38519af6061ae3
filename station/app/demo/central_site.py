"""Central and two stations of the demo: engines, a process, wires between them, enrolled stations."""

import argparse
import contextlib
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from station.adapters.central import enrolled
from station.adapters.central.s3 import Bucket
from station.adapters.config.rulebook import load_station
from station.adapters.site_files.site import Site
from station.app import enrol_command
from station.app.central_engines import KEYS
from station.app.coming_up import come_up
from station.app.demo.central_process import central_on
from station.app.demo.engines import EngineMissing, PhotoServer, PostgresServer, until
from station.app.demo.setup import Demo, Seat, make_demo, running, seated
from station.app.demo.wire import Wire
from station.app.opened import site_of
from station.app.paths import SAMPLE_SITE, STATION_TOML
from station.app.run import started
from station.app.wiring import Station, build, with_data
from station.ports import DeviceState
from station.services.central import enrolling
from station.services.loading import is_empty, load_site
from station.services.starting import publish_rules

SEATS = (("02", "Returns bench 2"), ("03", "Returns bench 3"))


@dataclass(frozen=True, slots=True)
class Bench:
    """One station of the demo, and its wire to central."""

    demo: Demo
    wire: Wire

    @property
    def id(self) -> str:
        return self.demo.station.world.house.station


@dataclass(frozen=True, slots=True)
class CentralSite:
    """All of the demo while it runs. ``central`` looks into the records beside the process that serves."""

    central: Station
    site: Site
    address: str
    bucket: Bucket
    benches: tuple[Bench, ...]


@contextlib.contextmanager
def central_site(data: Path, port: int) -> Iterator[CentralSite]:
    """Start everything, and end it in reverse, whatever happens. Raises EngineMissing."""
    with contextlib.ExitStack() as running_:
        postgres, photos = PostgresServer(data / "postgres"), PhotoServer(data / "s3")
        for engine in (postgres, photos):
            running_.callback(engine.stop)
            engine.start()
        os.environ.update(zip(KEYS, (photos.bucket.access_key, photos.bucket.secret_key), strict=True))
        central = central_on(data / "central", port, postgres.url, photos.bucket.endpoint)
        running_.enter_context(started(central.parts[:2]))
        site = _filled(central)
        running_.enter_context(_served(data / "central", port, postgres.url, photos.bucket.endpoint))
        benches = [
            running_.enter_context(_bench(data, number, central, port)) for number in range(len(SEATS))
        ]
        yield CentralSite(central, site, f"http://127.0.0.1:{port}", photos.bucket, tuple(benches))


def _filled(central: Station) -> Site:
    """Publish the rules and load the sample site where central is new."""
    publish_rules(central.world)
    site = site_of(central, SAMPLE_SITE)
    if is_empty(central.world):
        load_site(
            central.world, site.products, site.returns, site.bins, site.people, site.centers, site.recalls
        )
    return site


@contextlib.contextmanager
def _served(data: Path, port: int, url: str, endpoint: str) -> Iterator[None]:
    """Run the process that serves central."""
    command = [sys.executable, "-m", "station.app.demo.central_process", str(data), str(port), url, endpoint]
    # Not of the terminal's own group: Ctrl-C ends the stations before the central that they ship to.
    with subprocess.Popen(command, start_new_session=True) as process:  # noqa: S603 - our own module
        try:
            until(lambda: process.poll() is not None or _answers(port))
            if process.poll() is not None or not _answers(port):
                raise EngineMissing(f"Central could not be started on port {port}; what it said is above.")
            yield
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()


def _answers(port: int) -> bool:
    with (
        contextlib.suppress(urllib.error.URLError, OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer,  # nosec B310
    ):
        return bool(answer.status == 200)
    return False


@contextlib.contextmanager
def _bench(data: Path, number: int, central: Station, port: int) -> Iterator[Bench]:
    """Start a station that is enrolled."""
    id_, name = SEATS[number]
    wire = Wire(port)
    wire.start()
    try:
        seat = Seat(id_, name, wire.url, number, len(SEATS))
        _enrol(data / id_, seat, central)
        wire.cut()  # what it says of its devices first shall be how they are
        demo = make_demo(data / id_, 0, seat)
        with running(demo):
            come_up(demo.station)
            scanners = demo.station.world.scanners
            until(lambda: scanners.state() is DeviceState.READY)
            wire.mend()
            yield Bench(demo, wire)
    finally:
        wire.stop()


def _enrol(data: Path, seat: Seat, central: Station) -> None:
    """Let central know a new station, as it is done by hand: a code there, the command here."""
    if enrolled.read(data) is not None:
        return
    settings, rulebook = load_station(STATION_TOML)
    station = build(with_data(seated(settings, seat), data), rulebook, simulated=True)
    code = enrolling.invite(central.world, central.world.house.station, seat.station)
    with contextlib.redirect_stdout(sys.stderr):
        enrol_command.run(argparse.Namespace(url=seat.central, code=code, ca=None, pin=""), station)
