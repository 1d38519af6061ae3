"""Stations and central under any sequence of work, cuts, kills, backups, copies and wrong clocks.

The model is what every station wrote. In the end all of it is at central, once and in order,
whatever happened, but for what only a lost disk had.
"""

import atexit
import contextlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from station.adapters.local.engine import Database
from station.adapters.local.journal import Writer
from station.adapters.local.mending import mending
from station.app.run import started
from station.services.central.enrolling import invite, readmit
from station.services.proof.checking import check
from station.services.starting import publish_rules
from station.services.syncing import enrolling, parking
from station.services.syncing.healing import CannotHeal, heal, missing
from station.services.syncing.rounds import Outcome, Round, run
from station.services.syncing.state import state
from tests.support.arrived import arrived, named, numbered, same_head, written
from tests.support.direct import Cut, DirectWay, Killed
from tests.support.exchange import Central, central_on
from tests.support.longer import rounds
from tests.support.shift import work_shift
from tests.support.stations import Rig, make_rig

STATIONS = ("07", "08")
LEFT_BEHIND = shutil.ignore_patterns("station.lock", "run")


@cache
def _empty(station: str) -> Path:
    """Make one station that wrote nothing yet; others begin with a copy."""
    folder = Path(tempfile.mkdtemp(prefix="fate-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    rig = make_rig(folder / "data", station=station)
    with started(rig.station.parts[:2]):
        publish_rules(rig.world)
    return folder / "data"


@cache
def _empty_central() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fate-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with central_on(folder / "data") as central:
        publish_rules(central.world)
    return folder / "data"


def ids(texts: list[str]) -> set[str]:
    return {json.loads(text)["id"] for text in texts}


@dataclass
class House:
    """A station's computer: its folder, what runs on it, its way to central."""

    folder: Path
    station: str
    central: Central
    online: bool = True
    cuts: list[Cut] = field(default_factory=list)
    _running: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def start(self) -> None:
        self.rig: Rig = make_rig(self.folder, station=self.station)
        self._running.enter_context(started(self.rig.station.parts[:2]))
        self.way = DirectWay(self.rig, None)
        self.with_ = Round(self.way, draw=lambda: 0.0)

    def stop(self) -> None:
        self.way.close()
        self._running.close()

    def again(self) -> None:
        self.stop()
        self.start()

    def written(self) -> list[str]:
        return written(self.rig.world)

    def round(self) -> Outcome | None:
        """Do a round; None where the process was killed in it."""
        self.way.central = self.central if self.online else None
        self.way.cuts, self.cuts = self.cuts, []
        try:
            return run(self.rig.world, self.with_, at_once=True)
        except Killed:
            self.again()
            return None
        finally:
            self.way.cuts = []

    def heal(self) -> None:
        """Do what whoever finds a station stopped is told: heal, let back first where that is asked for."""
        self.way.central = self.central
        try:
            found = missing(self.rig.world, self.way)
        except CannotHeal:
            readmit(self.central.world, "manager", self.station)
            found = missing(self.rig.world, self.way)
        database, world = self.rig.station.parts[1], self.rig.world
        assert isinstance(database, Database)
        writer = Writer(self.station, world.clock, world.ids, True)
        with mending(database, writer, world.signer) as mender:
            heal(world, mender.uow, mender, found, lambda _: None)
        self.with_.session.end()


station = st.sampled_from(STATIONS)


class Fates(RuleBasedStateMachine):
    """``safe`` are ids that may never be lost: all that a station still has, and all that came to central."""

    @initialize()
    def begin(self) -> None:
        self.running = contextlib.ExitStack()
        self.folder = Path(self.running.enter_context(tempfile.TemporaryDirectory()))
        shutil.copytree(_empty_central(), self.folder / "central", ignore=LEFT_BEHIND)
        self.central_running = self.running.enter_context(contextlib.ExitStack())
        self.central = self.central_running.enter_context(central_on(self.folder / "central"))
        self.houses: dict[str, House] = {}
        self.copies: dict[str, House] = {}
        self.backups: set[str] = set()
        self.seen: dict[str, list[str]] = {each: [] for each in STATIONS}
        self.safe: dict[str, set[str]] = {each: set() for each in STATIONS}
        for each in STATIONS:
            shutil.copytree(_empty(each), self.folder / each, ignore=LEFT_BEHIND)
            house = House(self.folder / each, each, self.central)
            house.start()
            house.way.central = self.central
            enrolling.ask(house.rig.world, house.way, invite(self.central.world, "manager", each))
            enrolling.begin(house.rig.world)
            self.houses[each] = house

    @rule(each=station, items=st.integers(1, 3), photos=st.integers(0, 2))
    def work(self, each: str, items: int, photos: int) -> None:
        house = self.houses[each]
        work_shift(house.rig, items, photos, size=100)
        self.safe[each] |= ids(house.written())

    @rule(each=station)
    def ship(self, each: str) -> None:
        self.houses[each].round()

    @rule(each=station, cuts=st.lists(st.sampled_from(Cut), min_size=1, max_size=4), skip=st.integers(0, 4))
    def ship_over_a_bad_line(self, each: str, cuts: list[Cut], skip: int) -> None:
        house = self.houses[each]
        house.cuts = [*([Cut.TWICE] * skip), *cuts]
        house.round()

    @rule(each=station)
    def lose_the_line(self, each: str) -> None:
        self.houses[each].online = not self.houses[each].online

    @rule(each=station)
    def restart(self, each: str) -> None:
        self.houses[each].again()

    @rule()
    def restart_central(self) -> None:
        self.central_running.close()
        self.central = self.central_running.enter_context(central_on(self.folder / "central"))
        for house in (*self.houses.values(), *self.copies.values()):
            house.central = self.central

    @rule(each=st.sampled_from((*STATIONS, "central")), days=st.sampled_from((-365, 365)))
    def set_a_clock_wrong(self, each: str, days: int) -> None:
        clock = self.central.clock if each == "central" else self.houses[each].rig.clock
        clock.advance(days=days)

    @rule(each=station)
    def back_up(self, each: str) -> None:
        self._copied(each, "backup")
        self.backups.add(each)

    @precondition(lambda self: self.backups)
    @rule(each=station)
    def lose_the_disk(self, each: str) -> None:
        if each not in self.backups:
            return
        house = self.houses[each]
        house.stop()
        shutil.rmtree(house.folder)
        shutil.copytree(self.folder / f"{each}-backup", house.folder)
        house.start()
        self.safe[each] = ids(house.written()) | ids(arrived(self.central.world, each))

    @rule(each=station, items=st.integers(0, 2))
    def copy(self, each: str, items: int) -> None:
        """Set a second computer up with a copy of the disk, and let it work."""
        if each in self.copies:
            return
        self._copied(each, "copy")
        self.copies[each] = House(self.folder / f"{each}-copy", each, self.central)
        self.copies[each].start()
        work_shift(self.copies[each].rig, items, 1, size=100)

    @precondition(lambda self: self.copies)
    @rule(each=station)
    def ship_from_the_copy(self, each: str) -> None:
        if each in self.copies:
            self.copies[each].round()

    @rule(each=station)
    def mend(self, each: str) -> None:
        """Somebody sees that a station is stopped: turns the copy off, and heals it."""
        outcome = self.houses[each].round()
        if outcome and outcome.standing.stopped:
            self._mended(each)

    def _mended(self, each: str) -> None:
        if each in self.copies:
            self.copies.pop(each).stop()
            shutil.rmtree(self.folder / f"{each}-copy")
        self.houses[each].heal()

    def _copied(self, each: str, name: str) -> None:
        house, there = self.houses[each], self.folder / f"{each}-{name}"
        house.stop()
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(house.folder, there, ignore=LEFT_BEHIND)
        house.start()

    @invariant()
    def nothing_at_central_ever_changes(self) -> None:
        if not hasattr(self, "houses"):
            return
        for each, before in self.seen.items():
            now = arrived(self.central.world, each)
            assert now[: len(before)] == before
            assert [json.loads(text)["seq"] for text in now] == list(range(1, len(now) + 1))
            self.safe[each] |= ids(now[len(before) :])
            self.seen[each] = now

    def teardown(self) -> None:
        if not hasattr(self, "houses"):
            return
        with self.running:
            try:
                self._all_ends_well()
            finally:
                for house in (*self.houses.values(), *self.copies.values()):
                    house.stop()

    def _all_ends_well(self) -> None:
        for each, house in self.houses.items():
            self._settle(each)
            said = house.written()
            assert arrived(self.central.world, each) == said
            assert len(ids(said)) == len(said)
            assert self.safe[each] <= ids(said)
            same_head(house.rig, self.central.world)
            for sha256 in named(said):
                assert self.central.world.vault.get(sha256)
            assert not [
                one for one in check(house.rig.world, photos=False).findings if "shift-" not in one.text
            ]
        numbered(self.central.world, *(house.written() for house in self.houses.values()))
        assert check(self.central.world).findings == ()

    def _settle(self, each: str) -> None:
        """Ship until nothing waits, with a line that is there, mending what is stopped."""
        house = self.houses[each]
        house.online = True
        house.with_.session.end()  # one that has nothing to say hears of its copy when it opens the way again
        for _ in range(8):
            outcome = house.round()
            assert outcome
            if outcome.standing.stopped:
                self._mended(each)
                continue
            parking.ask_again(house.rig.world)
            found = state(house.rig.world)
            waits = len(house.written()) - found.standing.size
            if not (found.parked or waits or outcome.standing.attempts):
                return
        raise AssertionError(outcome.standing)


LONG = "FAULT_ROUNDS" in os.environ
Fates.TestCase.settings = settings(
    max_examples=rounds(5),
    stateful_step_count=40 if LONG else 15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestFates = pytest.mark.slow(Fates.TestCase)
