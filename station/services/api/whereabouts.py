"""Find where a return is."""

from dataclasses import dataclass

from station.domain.api.whereabouts import Stage, counted, stage, stage_of
from station.domain.catalog import ExpectedReturn, RmaLine
from station.domain.identifiers import Rma
from station.domain.inspection import Inspection
from station.domain.texts import Texts
from station.ports import UnitOfWork, World


@dataclass(frozen=True, slots=True)
class Came:
    """A unit that came, and how far it is."""

    inspection: Inspection
    stage: Stage


@dataclass(frozen=True, slots=True)
class Found:
    """A return: its lines with their products' names by language, and what came of it."""

    rma: Rma
    order: str
    stage: Stage
    lines: tuple[tuple[RmaLine, Texts | None], ...]
    items: tuple[Came, ...]


def find(world: World, rma: str) -> Found:
    """Find a return by its number. Raises KeyError where neither it nor an item of it is known."""
    with world.read() as uow:
        expected = _expected(uow, Rma(rma))
        items = counted(uow.inspections.of_return(Rma(rma)))
        if expected is None and not items:
            raise KeyError(rma)
        lines = tuple((line, _names(uow, line)) for line in (expected.lines if expected else ()))
    came = tuple(Came(each, stage(each)) for each in items)
    order = expected.order if expected else ""
    return Found(Rma(rma), order, stage_of(expected, items), lines, came)


def _expected(uow: UnitOfWork, rma: Rma) -> ExpectedReturn | None:
    try:
        return uow.catalog.expected(rma)
    except KeyError:
        return None


def _names(uow: UnitOfWork, line: RmaLine) -> Texts | None:
    try:
        return uow.catalog.product(line.sku).name
    except KeyError:
        return None
