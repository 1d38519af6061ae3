"""One unit for other programs: every pass of it, and its photos."""

from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection
from station.ports import World
from station.services import queries


def visits(world: World, lpn: Lpn) -> tuple[Inspection, ...]:
    """Return every inspection of a plate, the earliest first. Raises KeyError without one."""
    with world.read() as uow:
        found = uow.inspections.visits(lpn)
    if not found:
        raise KeyError(lpn)
    return found


def photo(world: World, lpn: Lpn, sha256: str) -> bytes:
    """Return the bytes of a photo that an inspection of this plate names. Raises KeyError."""
    found = queries.photo(world, lpn, sha256)
    if found is None:
        raise KeyError(sha256)
    return found
