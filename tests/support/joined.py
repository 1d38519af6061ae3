"""A central and stations joined to it without a wire: what a station asks goes to services of central."""

import atexit
import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from station.app.run import started
from station.domain.sync.messages import (
    Batch,
    Decided,
    Enrolled,
    Enrolment,
    Feed,
    Health,
    Held,
    Opened,
    Receipt,
    Refusal,
)
from station.services import documents
from station.services.central.feeding import feed
from station.services.proof.checking import check
from station.services.sampling import judging
from station.services.starting import publish_rules
from station.services.syncing.taking import Taken, take_waiting
from station.sync_ports import CentralRefused, CentralUnreachable
from tests.support.projected import project, ship
from tests.support.stations import Rig, fill, make_rig


@dataclass
class DirectCentral:
    """Central as one station speaks with it, in this process. What it says goes through JSON as on a wire.

    ``online`` False leaves every call unanswered; ``cut_after`` breaks off after so many more answers.
    ``meddle`` changes a feed on its way.
    """

    central: Rig
    station: str
    online: bool = True
    cut_after: int | None = None
    asked: list[str] = field(default_factory=list)
    poison: dict[int, str] = field(default_factory=dict)

    def _answer(self, what: str) -> None:
        self.asked.append(what)
        if not self.online or self.cut_after == 0:
            raise CentralUnreachable("not there")
        if self.cut_after is not None:
            self.cut_after -= 1

    def feed(self, after: int) -> Feed:
        self._answer("feed")
        with self.central.world.read() as uow:
            found = msgspec.json.decode(msgspec.json.encode(feed(uow, self.station, after)), type=Feed)
        return replace(found, decided=tuple(map(self._meddled, found.decided)))

    def _meddled(self, decided: Decided) -> Decided:
        return replace(decided, entry=self.poison.get(decided.seq, decided.entry))

    def document(self, sha256: str) -> bytes:
        self._answer("document")
        found = documents.given_out(self.central.world, sha256)
        if found is None:
            raise CentralRefused(Refusal.NOT_A_PHOTO)
        return found

    def enrol(self, asked: Enrolment) -> Enrolled:
        raise NotImplementedError

    def open(self, turn: str, size: int, health: Health) -> Opened:
        raise NotImplementedError

    def held(self, photos: Sequence[str], look: bool = False) -> Held:
        raise NotImplementedError

    def ship_photo(self, sha256: str, photo: bytes, from_byte: int = 0) -> None:
        raise NotImplementedError

    def ship(self, batch: Batch) -> Receipt:
        raise NotImplementedError

    def photo(self, sha256: str) -> bytes:
        raise NotImplementedError

    def own(self, after: int, limit: int) -> tuple[str, ...]:
        raise NotImplementedError


@dataclass
class Joined:
    """A central, a station, and what is between them."""

    central: Rig
    station: Rig
    line: DirectCentral

    def take(self) -> Taken:
        return take_waiting(self.station.world, self.line)

    def ship(self) -> None:
        """Let central have all that the station wrote, and project it; photos are not looked at."""
        ship(self.central, self.station)
        project(self.central)

    def draw(self, inspection: str) -> None:
        """Have an inspection of the station wait for an audit, at central too."""
        with self.station.world.begin() as uow:
            known = uow.inspections.get(inspection)
            judging.queue(uow, known, {"sample_plan": "G-II"}, self.station.clock.now())
        self.ship()

    def sound(self) -> None:
        """Hold that the record of each explains its state."""
        assert findings(self.station) == []
        assert findings(self.central) == []


def findings(rig: Rig) -> list[str]:
    return [finding.text for finding in check(rig.world, photos=False).findings]


def central_of(rig: Rig) -> Rig:
    house = replace(rig.world.house, name="Central", is_central=True)
    rig.world = replace(rig.world, house=house)
    return rig


@cache
def _filled() -> Path:
    """Make one central that loaded the sample site; every other one begins with a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="central-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    rig = central_of(make_rig(folder / "data", station="central"))
    with started(rig.station.parts[:2]):
        fill(rig)
    return folder / "data"


@contextlib.contextmanager
def filled_central(folder: Path) -> Iterator[Rig]:
    """Start a central that loaded the sample site, with all that it says to stations of it."""
    shutil.copytree(_filled(), folder, ignore=shutil.ignore_patterns("station.lock", "run"))
    rig = central_of(make_rig(folder, station="central"))
    with started(rig.station.parts):
        yield rig


@cache
def _taken() -> Path:
    """Make one station that knows nothing but what central says; others begin with a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="taken-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    central = central_of(make_rig(_filled(), station="central"))
    station = make_rig(folder / "data")
    with started(central.station.parts[:2]), started(station.station.parts[:2]):
        publish_rules(station.world)
        take_waiting(station.world, DirectCentral(central, station.world.house.station))
    return folder / "data"


@contextlib.contextmanager
def joined(folder: Path, fresh: bool = False) -> Iterator[Joined]:
    """Start a central with the sample site and a station; ``fresh`` is one that took nothing yet."""
    if not fresh:
        shutil.copytree(_taken(), folder / "data", ignore=shutil.ignore_patterns("station.lock", "run"))
    station = make_rig(folder / "data")
    with filled_central(folder / "central") as central, started(station.station.parts):
        if fresh:
            publish_rules(station.world)
        yield Joined(central, station, DirectCentral(central, station.world.house.station))


def told(rig: Rig, kind: str) -> list[dict[str, Any]]:
    """Read the entries of a kind, whole."""
    with rig.world.read() as uow:
        found = (json.loads(entry.canonical) for entry in uow.journal.entries())
        return [entry for entry in found if entry["kind"] == kind]
