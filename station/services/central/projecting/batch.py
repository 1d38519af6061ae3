"""Take what waits over, a batch in one transaction: nearly all of a journal together, the rest singly."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from station.domain.events import InspectionFinished, ItemBinned, ParcelReconciled
from station.domain.identifiers import BinCode, Rma
from station.domain.inspection import Inspection, State
from station.domain.sync.carried_out import is_carried_out
from station.domain.sync.parked import CannotProject, Parked, ParkedBecause
from station.ports import UnitOfWork, World
from station.projection_ports import Arrival, Came
from station.services.auditing import queueing
from station.services.central.projecting.here import Here, Sums
from station.services.central.projecting.table import CARRIED_OUT, LIGHT, PASSED_OVER, PROJECTIONS, Projection
from station.services.central.projecting.whole import line_of, receive

AT_ONCE = 1000


def project_waiting(world: World, limit: int = AT_ONCE) -> int:
    """Project the next entries of all stations, in one transaction; return how many were looked at.

    Any process may do it at any time: writers of central wait for each other. Nothing is kept in memory.
    """
    with world.read() as uow:
        if not uow.projections.any_waiting():
            return 0
    with world.begin() as uow:
        waiting = uow.projections.waiting(limit)
        taking = Taking(world, uow, world.clock.now())
        for arrival in waiting.arrivals:
            taking.take(arrival)
        taking.close()
        for station, upto in waiting.upto.items():
            uow.projections.went(station, upto)
    return len(waiting.arrivals)


def nothing(_: Here) -> None:
    """Change nothing: the entry gets its number."""


def projection_of(came: Came) -> Projection | None:
    """Return what an entry changes; None where no entry of its kind is known to change anything."""
    if is_carried_out(came.actor):
        return CARRIED_OUT.get(came.kind, nothing)
    return nothing if came.kind in PASSED_OVER else PROJECTIONS.get(came.kind)


@dataclass(slots=True)
class Plain:
    """Entries that go together: those that change nothing, new items that went straight into a bin, and then
    what is ``light``, in its order."""

    came: list[Came] = field(default_factory=list)
    done: dict[str, Inspection] = field(default_factory=dict)
    lies: dict[str, BinCode] = field(default_factory=dict)
    light: list[tuple[Came, Projection]] = field(default_factory=list)
    returns: set[str] = field(default_factory=set)

    def takes(self, came: Came, change: Projection) -> bool:
        """Take an entry that is plain. Items come before what is light, whatever their order was."""
        if came.kind in LIGHT and change is not nothing:
            self.light.append((came, change))
            if isinstance(came.event, ParcelReconciled):
                self.returns.add(came.event.reconciled.rma)
        elif not (change is nothing or self._takes_item(came)):
            return False
        self.came.append(came)
        return True

    def _takes_item(self, came: Came) -> bool:
        event = came.event
        if isinstance(event, InspectionFinished) and _straight(event.inspection, came):
            if event.inspection.id in self.done or event.inspection.item.rma in self.returns:
                return False
            self.done[event.inspection.id] = event.inspection
            return True
        if isinstance(event, ItemBinned) and event.inspection in self.done:
            self.lies[event.inspection] = event.bin
            return self.done[event.inspection].station == came.station
        return False


def _straight(done: Inspection, came: Came) -> bool:
    """Tell whether nothing of an inspection can be known before: no hold, override or visit came first."""
    before = done.released_by or done.override or done.taken_out or done.item.visit > 1
    return not before and done.state is State.BINNED and done.station == came.station


@dataclass(slots=True)
class Taking:
    """A batch under way."""

    world: World
    uow: UnitOfWork
    now: datetime
    plain: Plain = field(default_factory=Plain)
    blocked: dict[str, dict[str, int]] = field(default_factory=dict)

    def take(self, arrival: Arrival) -> None:
        """Project one entry, or park it."""
        try:
            came = self.uow.projections.read(arrival)
        except CannotProject as cannot:
            self._park(arrival, cannot, self.uow.projections.keys(arrival))
            return
        self._give(came, projection_of(came))

    def _give(self, came: Came, change: Projection | None, alone: bool = False) -> None:
        if waits_for := self._waits_for(came):
            self._park(came, CannotProject(ParkedBecause.WAITS), came.keys, waits_for)
        elif change is None:
            self._park(came, CannotProject(ParkedBecause.UNKNOWN_KIND, came.kind), came.keys)
        elif alone or not self.plain.takes(came, change):
            self.close()
            self._singly(came, change)

    def close(self) -> None:
        """Write the plain entries down together; where that fails, one after the other."""
        plain, self.plain = self.plain, Plain()
        if not plain.came:
            return
        try:
            with self.uow.projections.guarded():
                _together(self.world, self.uow, plain)
        except CannotProject:
            for came in plain.came:
                self._give(came, projection_of(came), alone=True)

    def _singly(self, came: Came, change: Projection) -> None:
        try:
            project(self.world, self.uow, came, change)
        except CannotProject as cannot:
            self._park(came, cannot, came.keys)

    def _waits_for(self, came: Came) -> int:
        blocked = self._blocked(came.station)
        return min((blocked[key] for key in came.keys if key in blocked), default=0) if blocked else 0

    def _blocked(self, station: str) -> dict[str, int]:
        if station not in self.blocked:
            self.blocked[station] = dict(self.uow.projections.blocked(station))
        return self.blocked[station]

    def _park(
        self, what: Arrival | Came, cannot: CannotProject, keys: Sequence[str], waits_for: int = 0
    ) -> None:
        parked = Parked(
            station=what.station,
            seq=what.seq,
            kind=what.kind,
            why=cannot.why,
            said=cannot.said,
            first_at=self.now,
            last_at=self.now,
            waits_for=waits_for,
            keys=tuple(keys),
        )
        self.uow.projections.park(parked)
        blocked = self._blocked(what.station)
        for key in keys:
            blocked.setdefault(key, what.seq)


def project(world: World, uow: UnitOfWork, came: Came, change: Callable[[Here], None]) -> None:
    """Project one entry and number it, or leave everything as it was. Raises CannotProject."""
    with uow.projections.guarded():
        here = Here(world, uow, came, uow.numbered.head() + 1)
        change(here)
        uow.numbered.add([came])
        uow.numbered.count(here.sums.all())


def _together(world: World, uow: UnitOfWork, plain: Plain) -> None:
    """Write down what ``whole.finished`` and ``items.binned`` would, item by item."""
    done = list(plain.done.values())
    uow.projections.finish(done, plain.lies)
    lines: Counter[tuple[Rma, int]] = Counter(line for each in done if (line := line_of(each)))
    for (rma, number), units in lines.items():
        receive(uow, rma, number, units)
    sums = Sums()
    for each in done:
        sums.finished(each)
        queueing.poor_photos(uow, each, each.closed_at or each.opened_at)
    for came, change in plain.light:
        change(Here(world, uow, came, 0, sums))
    uow.numbered.add(plain.came)
    uow.numbered.count(sums.all())
