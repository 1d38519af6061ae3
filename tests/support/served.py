"""A whole demo station, served on a port of its own in this process, for browsers to open."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from firmware_bridge.sim.plugs import links_in
from station.adapters.config.settings import Audit, Camera
from station.app.coming_up import come_up
from station.app.demo.setup import Demo, make_demo, running
from station.app.serving import LOOKAHEAD, THREADS
from station.app.wiring import build
from station.domain.people import NewPerson, Role
from station.domain.scanning import BADGE_PREFIX
from tests.support.stations import CHEAP
from tests.support.templates import compiled_once
from web.factory import create_app


@dataclass
class ShiftedClock:
    """The machine's clock, moved on by as much as a test wants."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return datetime.now().astimezone() + self.ahead

    def advance(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@dataclass(frozen=True, slots=True)
class Served:
    """A running demo and its address."""

    demo: Demo
    address: str

    def person(self, role: Role, number: int = 0) -> NewPerson:
        return [p for p in self.demo.site.people if p.role is role][number]

    def scan(self, text: str) -> None:
        self.demo.hardware.scan(text)

    def scan_badge(self, person: NewPerson) -> None:
        self.scan(BADGE_PREFIX + person.badge)


@contextlib.contextmanager
def served_demo(
    data: Path, journeys: ShiftedClock | None = None, reads_codes: bool = False
) -> Iterator[Served]:
    """Serve a demo on a free port until the block is left.

    With a clock of ``journeys`` PINs are hashed cheaply and no scan counts as a double, so that nobody
    has to wait before the same code is scanned again; codes in view are read only where that is tested.
    """
    demo = make_demo(data, 0)
    demo = _quick(demo, journeys, reads_codes) if journeys else demo
    with running(demo):
        come_up(demo.station)
        server = _server(demo)
        thread = threading.Thread(target=server.run, name="waitress-main")
        thread.start()
        try:
            yield Served(demo, f"http://127.0.0.1:{server.effective_port}")
        finally:
            server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
            thread.join()
            server.task_dispatcher.shutdown()


def _quick(demo: Demo, clock: ShiftedClock, reads_codes: bool) -> Demo:
    known = demo.station
    bench = replace(known.settings.bench, same_code_ms=0, same_command_ms=0)
    cameras = _reading(known.settings.cameras, reads_codes)
    # Nothing is drawn by chance.
    settings = replace(known.settings, bench=bench, cameras=cameras, audit=Audit(0.0, 0), sampling=None)
    links = links_in(known.folder.path / "run")
    station = build(
        settings, known.world.rulebook, simulated=True, clock=clock, hashing=CHEAP, list_devices=links
    )
    return replace(demo, station=station)


def _reading(cameras: tuple[Camera, ...], reads: bool) -> tuple[Camera, ...]:
    """Let the first camera read codes, or none: else an item in view is scanned while a test scans it."""
    return tuple(replace(camera, reads_codes=reads and camera is cameras[0]) for camera in cameras)


def _server(demo: Demo) -> Any:
    app = create_app(
        demo.station.world,
        secret_key=demo.station.folder.secret_key(),
        trusted_hosts=["127.0.0.1", "localhost"],
        simulator=demo.hardware,
    )
    return create_server(
        compiled_once(app), host="127.0.0.1", port=0, threads=THREADS, channel_request_lookahead=LOOKAHEAD
    )
