"""Which files were taken over, by whom and what they changed."""

from dataclasses import dataclass

from station.domain.importing.kinds import Import
from station.ports import UnitOfWork, World

SIZE = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that was taken over; ``by`` is a name, empty for the station itself."""

    taken: Import
    by: str


@dataclass(frozen=True, slots=True)
class Page:
    imports: tuple[Listed, ...]
    next: str | None


def page(world: World, before: str = "", size: int = SIZE) -> Page:
    """Page through the files that were taken over, the latest first."""
    with world.read() as uow:
        found = uow.imports.page(size + 1, before)
        shown = tuple(Listed(taken, _name(uow, taken.by)) for taken in found[:size])
    return Page(shown, found[size - 1].id if len(found) > size else None)


def _name(uow: UnitOfWork, by: str) -> str:
    known = uow.people.maybe(by)
    return known.name if known else ""
