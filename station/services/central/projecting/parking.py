"""Try again what was parked: one entry, or all of them, as after an upgrade."""

from collections.abc import Iterator
from dataclasses import replace

from station.domain.sync.parked import CannotProject, Parked, ParkedBecause
from station.ports import UnitOfWork, World
from station.services.central.projecting.batch import project, projection_of

_PAGE = 200


def repeat(world: World, station: str, seq: int) -> bool:
    """Try one parked entry again; what waited for it follows. Raises KeyError for one that is not parked."""
    with world.begin() as uow:
        parked = uow.projections.parked(station, seq)
        if parked is None:
            raise KeyError(station, seq)
        done = _try(world, uow, parked)
        if done:
            _follow(world, uow, parked)
        return done


def repeat_all(world: World) -> tuple[int, int]:
    """Try everything again, each station's in its order; return how many went, and how many are left."""
    went, after = 0, ("", 0)
    while True:
        with world.begin() as uow:
            found = uow.projections.all_parked(_PAGE, after)
            went += sum(_try(world, uow, parked) for parked in found)
        if len(found) < _PAGE:
            break
        after = found[-1].station, found[-1].seq
    with world.read() as uow:
        return went, uow.projections.count_parked()


def _follow(world: World, uow: UnitOfWork, gone: Parked) -> None:
    """Try what comes after an entry and tells of the same things."""
    for later in _later(uow, gone):
        if set(later.keys) & set(gone.keys):
            _try(world, uow, later)


def _later(uow: UnitOfWork, gone: Parked) -> Iterator[Parked]:
    after = gone.station, gone.seq
    while found := uow.projections.all_parked(_PAGE, after):
        for each in found:
            if each.station != gone.station:
                return
            yield each
        after = found[-1].station, found[-1].seq


def _try(world: World, uow: UnitOfWork, parked: Parked) -> bool:
    """Project a parked entry, unless an earlier one that it depends on still waits."""
    uow.projections.unpark(parked.station, parked.seq)
    cannot = _because(world, uow, parked)
    if cannot is None:
        return True
    again = replace(
        parked,
        why=cannot.why,
        said=cannot.said,
        tries=parked.tries + 1,
        last_at=world.clock.now(),
        waits_for=_waits_for(uow, parked) if cannot.why is ParkedBecause.WAITS else 0,
    )
    uow.projections.park(again)
    return False


def _because(world: World, uow: UnitOfWork, parked: Parked) -> CannotProject | None:
    arrival = uow.projections.arrival(parked.station, parked.seq)
    if arrival is None:
        return CannotProject(ParkedBecause.MISSING, "the entry")
    if _waits_for(uow, parked):
        return CannotProject(ParkedBecause.WAITS)
    try:
        came = uow.projections.read(arrival)
        change = projection_of(came)
        if change is None:
            return CannotProject(ParkedBecause.UNKNOWN_KIND, came.kind)
        project(world, uow, came, change)
    except CannotProject as cannot:
        return cannot
    return None


def _waits_for(uow: UnitOfWork, parked: Parked) -> int:
    """Return the earliest entry before this one that is parked and tells of the same, 0 for none."""
    blocked = uow.projections.blocked(parked.station)
    earlier = (blocked[key] for key in parked.keys if blocked.get(key, parked.seq) < parked.seq)
    return min(earlier, default=0)
