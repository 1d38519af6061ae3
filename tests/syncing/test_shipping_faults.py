"""What goes wrong on the way, with the real thing: nothing is lost, nothing comes twice."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from station.adapters.central import enrolled as learned
from station.adapters.central.enrolled import KnownCentral
from station.adapters.central.loop import ShipLoop
from station.domain.sync.standing import STUCK_AFTER, Stuck
from station.services.proof.checking import check
from station.services.syncing import parking
from station.services.syncing.rounds import Round
from station.services.syncing.state import state
from station.services.syncing.waiting import Line, line_of
from tests.support.shift import work_shift
from tests.support.shipped import Carrier, CentralHouse, central_house, client_of, enrolled
from tests.support.stations import Rig, make_rig, stocked_rig
from tests.support.templates import compiled_once
from tests.support.waiting import until
from tests.support.wires import Wire, wire_to
from tests.syncing.test_shipping import at_central, journal


def all_there(rig: Rig, central: CentralHouse, photos: list[str]) -> None:
    """See that every entry is at central once, in order, and every photo with its bytes."""
    assert at_central(central) == journal(rig)
    for sha256 in photos:
        assert central.world.vault.get(sha256) == rig.world.vault.get(sha256)


def test_a_week_without_central(rig: Rig, central: CentralHouse, way: Carrier) -> None:
    central.down()
    photos = []
    for _ in range(7):
        photos += work_shift(rig, 20, photos=1)
        rig.clock.advance(days=1)
        outcome = way.round(at_once=False)
    assert (line_of(outcome.standing, 0), way.waits()) == (Line.OFFLINE, 140)
    assert outcome.standing.attempts == 7
    assert not way.round(at_once=False).tried  # it is not time yet
    central.up()
    rig.clock.advance(minutes=6)
    assert way.round(at_once=False).standing.in_touch
    all_there(rig, central, photos)


@pytest.fixture
def wire(central: CentralHouse) -> Iterator[Wire]:
    with wire_to(central.port) as wire:
        yield wire


@pytest.mark.parametrize("bytes_", [3_000, 20_000, 90_000])
def test_cut_anywhere_it_goes_on_from_what_central_has(
    rig: Rig, central: CentralHouse, wire: Wire, bytes_: int
) -> None:
    way = enrolled(rig, central, wire.address)
    photos = work_shift(rig, 6, photos=2, size=40_000)
    tries = 0
    while way.waits():
        wire.cut_after = bytes_ * (1 + tries // 8)  # a line that is never there long enough carries nothing
        way.round()
        tries += 1
        assert tries < 60, state(rig.world).standing.error
    assert wire.cuts
    wire.cut_after = None
    parking.ask_again(rig.world)  # on the worst of lines a photo may look as if it were to blame
    way.round()
    assert not state(rig.world).parked
    all_there(rig, central, photos)
    way.client.close()


def test_what_cuts_the_line_each_time_is_set_aside_and_the_rest_goes_on(
    rig: Rig, central: CentralHouse
) -> None:
    with wire_to(central.port) as wire:
        way = enrolled(rig, central, wire.address)
        way.round()
        bad, *good = work_shift(rig, 2)
        inner = way.client.ship_photo

        def ship(sha256: str, *part: Any) -> None:
            if sha256 == bad:
                wire.cut_after = 1
            inner(sha256, *part)

        way.client.ship_photo = ship  # type: ignore[method-assign]
        for _ in range(4 * STUCK_AFTER):
            way.round()
        assert not way.waits()
        assert [(each.sha256, each.why) for each in state(rig.world).parked] == [(bad, Stuck.CUTS_OFF)]
        all_there(rig, central, good)
        way.client.close()


def test_later_is_waited_for(rig: Rig, tmp_path: Path) -> None:
    closed = [True]

    def busy(app: Flask) -> Any:
        inner = compiled_once(app)

        def through(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
            if closed[0] and environ["PATH_INFO"].endswith("/entries"):
                start("503 Service Unavailable", [("Retry-After", "120"), ("Content-Length", "0")])
                return [b""]
            return inner(environ, start)

        return through

    with central_house(tmp_path / "busy", busy) as central:
        way = enrolled(rig, central)
        known = way.round().standing
        assert known.due is not None
        assert timedelta(seconds=119) < known.due - rig.clock.now() < timedelta(seconds=125)
        closed[0] = False
        rig.clock.advance(seconds=100)
        assert not way.round(at_once=False).tried
        rig.clock.advance(seconds=60)
        assert way.round(at_once=False).standing.in_touch
        assert at_central(central) == journal(rig)
        way.client.close()


@pytest.mark.parametrize("leap", [-365, 365], ids=["a year back", "a year ahead"])
def test_a_clock_that_is_a_year_off_holds_nothing_up(
    rig: Rig, central: CentralHouse, way: Carrier, leap: int
) -> None:
    central.down()
    photos = work_shift(rig, 2)
    way.round()
    rig.clock.advance(days=leap)
    photos += work_shift(rig, 2)
    central.up()
    assert way.round(at_once=False).standing.in_touch
    all_there(rig, central, photos)


def test_a_token_that_is_over_is_asked_for_again(rig: Rig, central: CentralHouse, way: Carrier) -> None:
    central.clock.advance(hours=3)
    photos = work_shift(rig, 2)
    assert way.round().standing.in_touch
    all_there(rig, central, photos)


@pytest.mark.slow
def test_killed_again_and_again_it_loses_nothing_and_sends_nothing_twice(
    tmp_path: Path, central: CentralHouse
) -> None:
    data = tmp_path / "data"
    with stocked_rig(data) as rig:
        client = client_of(rig, central.address)
        enrolled(rig, central).client.close()
        client.close()
        photos = work_shift(rig, 60, photos=2, size=30_000)
        said = journal(rig)
    learned.keep(data, KnownCentral(central.address, "central", ""))
    command = [sys.executable, "-m", "tests.support.ship_process", str(data), "--once"]
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        seen = len(at_central(central)), len(photos_at(central, photos))

        def further(seen: tuple[int, int] = seen) -> bool:
            return (len(at_central(central)), len(photos_at(central, photos))) != seen

        until(further)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert subprocess.run(command, check=False, stdout=subprocess.DEVNULL, timeout=60).returncode == 0
    assert at_central(central) == said
    assert len(photos_at(central, photos)) == len(photos)
    rig = make_rig(data)
    assert rig.world.courier.address == central.address


def photos_at(central: CentralHouse, photos: list[str]) -> list[str]:
    with central.world.read() as uow:
        return list(uow.arrivals.held(photos))


def test_the_loop_ships_what_is_new_by_itself_and_stops_with_the_station(
    rig: Rig, central: CentralHouse
) -> None:
    way = enrolled(rig, central)
    loop = ShipLoop(way.client, central.address, 60, gather_seconds=0.0)
    loop.attach(rig.world)
    loop.start()
    try:
        until(lambda: not way.waits())
        photos = work_shift(rig, 3)
        loop.wake()
        until(lambda: not way.waits())
        until(lambda: loop.photos() == 0)
    finally:
        loop.stop()
    all_there(rig, central, photos)
    assert loop.changes() >= 1
    way.client.close()
    assert check(rig.world, photos=False).entries == len(journal(rig))
    assert Round(way.client).session.is_open is False
