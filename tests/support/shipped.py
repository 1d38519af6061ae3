"""A real central on loopback for stations under test: taken down, and up again at the same address."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

from station.adapters.central.client import HttpCentral
from station.adapters.central.line import Line
from station.adapters.config.central_settings import Store
from station.adapters.config.rulebook import load_central
from station.app.central_wiring import build_central
from station.app.paths import CENTRAL_TOML
from station.app.run import started
from station.app.wiring import Station
from station.ports import Vault, World
from station.services.central.enrolling import invite
from station.services.starting import publish_rules
from station.services.syncing import enrolling
from station.services.syncing.rounds import Outcome, Round, Take, run
from tests.support.stations import CHEAP, Rig, TestClock
from tests.support.templates import compiled_once
from web.factory import create_app


@dataclass
class CentralHouse:
    """Central with its own store; ``up`` and ``down`` as often as a test likes."""

    station: Station
    app: Any
    clock: TestClock
    port: int = 0
    _down: Callable[[], None] = field(default=lambda: None)

    @property
    def world(self) -> World:
        return self.station.world

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def up(self) -> None:
        server: Any = create_server(self.app, host="127.0.0.1", port=self.port, threads=8)
        self.port = server.effective_port
        thread = threading.Thread(target=server.run, name="central")
        thread.start()

        def down() -> None:
            server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
            thread.join()
            server.task_dispatcher.shutdown()

        self._down = down

    def down(self) -> None:
        self._down()
        self._down = lambda: None

    def invite(self, station: str) -> str:
        return invite(self.world, "manager", station)


@contextlib.contextmanager
def central_house(
    folder: Path,
    wrap: Callable[[Flask], Any] = compiled_once,
    port: int = 0,
    url: str = "",
    vault: Vault | None = None,
) -> Iterator[CentralHouse]:
    """Start central on SQLite, or on a PostgreSQL, served on a port, or a free one."""
    settings, rulebook = load_central(CENTRAL_TOML)
    house = replace(settings.house, data=replace(settings.house.data, dir=folder))
    clock = TestClock()
    station = build_central(
        replace(settings, house=house, store=Store(url)), rulebook, clock=clock, hashing=CHEAP
    )
    if vault:
        station = replace(station, world=replace(station.world, vault=vault))
    with started(station.parts):
        publish_rules(station.world)
        app = create_app(
            station.world,
            secret_key=station.folder.secret_key(),
            trusted_hosts=["127.0.0.1", "localhost"],
        )
        central = CentralHouse(station, wrap(compiled_once(app)), clock, port)
        central.up()
        try:
            yield central
        finally:
            central.down()


@dataclass
class Carrier:
    """A station's way to central, driven by hand; one round at a time."""

    rig: Rig
    client: HttpCentral
    with_: Round

    def round(self, at_once: bool = True) -> Outcome:
        return run(self.rig.world, self.with_, at_once=at_once)

    def waits(self) -> int:
        with self.rig.world.read() as uow:
            return uow.journal.head() - uow.shipping.standing().size


def client_of(rig: Rig, address: str, **more: Any) -> HttpCentral:
    return HttpCentral(Line(address, **more), rig.world.house.station, rig.world.signer, "0")


def enrolled(rig: Rig, central: CentralHouse, address: str = "", take: Take | None = None) -> Carrier:
    """Enrol a rig, and return its way to central; by itself it takes nothing of what central decides."""
    client = client_of(rig, address or central.address)
    enrolling.ask(rig.world, client, central.invite(rig.world.house.station))
    enrolling.begin(rig.world)
    return Carrier(rig, client, Round(client, take or (lambda _world, _central: None), draw=lambda: 0.5))
