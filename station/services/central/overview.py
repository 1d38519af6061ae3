"""All stations as central sees them now: how each is, how far behind, and what lies here unworked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from station.central_ports import Head
from station.domain.sync.condition import (
    URGENCIES,
    Condition,
    Standing,
    Urgency,
    clock_difference,
    conditions,
    lag,
)
from station.domain.sync.known import Known
from station.ports import UnitOfWork, World

# So many parked entries are told apart by why; the rest is counted.
MOST_PARKED = 1_000
_LOUDEST = tuple(Urgency)


@dataclass(frozen=True, slots=True)
class Runs:
    """A version that a station says it runs, and the one that counts at central; 0 where there is none."""

    kind: str
    id: str
    there: int
    here: int

    @property
    def same(self) -> bool:
        return self.there == self.here


@dataclass(frozen=True, slots=True)
class Seen:
    """One station with everything that is said of it. ``parked`` is what lies here, by why, with how many."""

    standing: Standing
    conditions: tuple[Condition, ...]
    head: Head
    runs: tuple[Runs, ...]
    parked: tuple[tuple[StrEnum, int], ...]

    @property
    def urgency(self) -> Urgency:
        return URGENCIES[self.conditions[0]]

    @property
    def known(self) -> Known:
        return self.standing.known


def stations(world: World) -> tuple[Seen, ...]:
    """List the stations, those that need somebody first, then by their numbers."""
    with world.read() as uow:
        gathered = _Gathered.of(uow)
        seen = [_seen(world, uow, gathered, known) for known in uow.stations.all()]
    return tuple(sorted(seen, key=lambda each: (_LOUDEST.index(each.urgency), each.known.station)))


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What is asked once for all stations."""

    contacts: Mapping[str, datetime]
    heads: Mapping[str, Head]
    refused: Mapping[str, int]
    parked: Mapping[str, Counter[StrEnum]]
    rules: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, uow: UnitOfWork) -> "_Gathered":
        parked: dict[str, Counter[StrEnum]] = {}
        for entry in uow.projections.all_parked(MOST_PARKED):
            parked.setdefault(entry.station, Counter())[entry.why] += 1
        return cls(
            uow.stations.contacts(),
            uow.stations.heads(),
            uow.arrivals.refusals(),
            parked,
            {(now.key.kind, now.key.id): now.version for now in uow.rules.current()},
        )


def _seen(world: World, uow: UnitOfWork, gathered: _Gathered, known: Known) -> Seen:
    head = gathered.heads.get(known.station, Head())
    size, refused = head.tree.size, gathered.refused.get(known.station, 0)
    unworked = gathered.parked.get(known.station, Counter())
    records, photos = lag(known, size)
    standing = Standing(
        known,
        gathered.contacts.get(known.station),
        size,
        records,
        photos,
        refused,
        sum(unworked.values()),
        clock_difference(known),
    )
    whys = Counter(unworked)
    if refused:
        whys.update(
            each.why for each in uow.arrivals.refused(known.station, max(1, size - MOST_PARKED), size)
        )
    found = conditions(standing, world.clock.now())
    return Seen(standing, found, head, _runs(known, gathered.rules), tuple(whys.most_common()))


def _runs(known: Known, here: Mapping[tuple[str, str], int]) -> tuple[Runs, ...]:
    """Put what a station runs beside what counts here: all that either of them has."""
    there = {tuple(name.partition("/")[::2]): version for name, version in known.health.rules.items()}
    if not there:
        return ()
    names = sorted({*there, *here})
    return tuple(Runs(kind, id_, there.get((kind, id_), 0), here.get((kind, id_), 0)) for kind, id_ in names)
