"""One entry of a station that is being projected, and what every projection needs of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from station.domain.auditing.decisions import Audit, Audited
from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection
from station.domain.sync.parked import CannotProject, ParkedBecause
from station.ports import UnitOfWork, World
from station.projection_ports import Came, DayKey

# Lines of audits are ordered by the number of an entry in central's own journal. Those of stations' entries
# stand by their number among the projected ones, behind all that central can ever write itself.
OF_STATIONS = 1 << 40


@dataclass(slots=True)
class Sums:
    """What comes to the sums by day: inspections finished, items put on hold."""

    counts: Counter[DayKey] = field(default_factory=Counter)
    holds: Counter[DayKey] = field(default_factory=Counter)

    def finished(self, done: Inspection, times: int = 1) -> None:
        if done.route is not None and done.closed_at is not None:
            where = done.route.disposition.value, done.route.graded.grade.value
            self.counts[DayKey(done.station, done.closed_at.date(), *where)] += times

    def held(self, station: str, at: datetime) -> None:
        self.holds[DayKey(station, at.date(), "", "")] += 1

    def all(self) -> Mapping[DayKey, tuple[int, int]]:
        keys = self.counts.keys() | self.holds.keys()
        return {key: (self.counts[key], self.holds[key]) for key in keys}


@dataclass(frozen=True, slots=True)
class Here:
    """An entry with the store that it is projected into; ``number`` is the one that it gets."""

    world: World
    uow: UnitOfWork
    came: Came
    number: int
    sums: Sums = field(default_factory=Sums)

    @property
    def event(self) -> Any:
        return self.came.event

    @property
    def at(self) -> datetime:
        return self.came.at

    def known(self, inspection: str) -> Inspection:
        """Return an inspection of this station. Raises KeyError, CannotProject for one of another."""
        return self.own(self.uow.inspections.get(inspection))

    def own(self, known: Inspection) -> Inspection:
        """Let nobody tell of what another station did. Raises CannotProject."""
        if known.station != self.came.station:
            raise CannotProject(
                ParkedBecause.NOT_ITS_OWN, f"inspection {known.id} of station {known.station}"
            )
        return known

    def before(self, inspection: str) -> Inspection | None:
        """Return how an inspection was known, None for a new one. Raises CannotProject."""
        try:
            return self.known(inspection)
        except KeyError:
            return None

    def log(self, known: Inspection, what: Audited, by: str = "", **more: Any) -> None:
        """Keep a line of what was decided or done where the item's page finds it."""
        self.log_of(known.id, known.item.lpn, what, by, **more)

    def log_of(self, inspection: str, lpn: Lpn, what: Audited, by: str = "", **more: Any) -> None:
        """Keep such a line of an item that may not be known here yet."""
        line = Audit(OF_STATIONS | self.number, inspection, lpn, what, by or self.came.actor, self.at)
        self.uow.audits.add(replace(line, **more))
