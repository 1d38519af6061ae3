"""What screens show of parcels: the one before a person, those left unfinished, and one return in full."""

from dataclasses import dataclass

from station.domain.bench import Bench
from station.domain.identifiers import Rma
from station.domain.inspection import Inspection
from station.domain.reconciling import Came, Reconciled, Standing, Unpacked, standing
from station.domain.texts import Texts
from station.ports import UnitOfWork, World
from station.services.named import names_of

# As many unfinished ones as a screen has room for; the rest is reached by their own labels.
MOST_UNFINISHED = 6


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a return with its product's name."""

    came: Came
    name: Texts


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A return as it stands. ``done`` says that every line is accounted for."""

    rma: Rma
    done: bool
    lines: tuple[LineView, ...]
    extras: tuple[Inspection, ...]
    open: int

    def line(self, number: str) -> LineView | None:
        return next((each for each in self.lines if str(each.came.line.number) == number), None)


def before_one(uow: UnitOfWork, bench: Bench) -> ParcelView | None:
    """Read the parcel that the bench stays with, None without one."""
    if bench.parcel is None:
        return None
    stands = _standing(uow, bench.parcel.rma)
    return ParcelView(bench.parcel.rma, bench.parcel.done, _lines(uow, stands), stands.extras, stands.open)


def _standing(uow: UnitOfWork, rma: Rma) -> Standing:
    return standing(uow.catalog.expected(rma), uow.inspections.of_return(rma))


def _lines(uow: UnitOfWork, stands: Standing) -> tuple[LineView, ...]:
    return tuple(LineView(came, uow.catalog.product(came.line.sku).name) for came in stands.lines)


def unfinished(uow: UnitOfWork, bench: Bench) -> tuple[tuple[Rma, int], ...]:
    """List other returns that were begun and have lines open, each with how many units are to come."""
    here = bench.parcel.rma if bench.parcel else None
    found = (known.rma for known in uow.parcels.unfinished(MOST_UNFINISHED + 1) if known.rma != here)
    counted = ((rma, _standing(uow, rma).open) for rma in found)
    return tuple((rma, count) for rma, count in counted if count)[:MOST_UNFINISHED]


@dataclass(frozen=True, slots=True)
class ReturnRecord:
    """A return in full: what came when and by whom, and each time that it was reconciled."""

    parcel: ParcelView
    tracking: tuple[str, ...]
    order: str
    unpacked: Unpacked | None
    last: Reconciled | None
    people: dict[str, str]


def return_record(world: World, rma: Rma) -> ReturnRecord | None:
    """Read a return, None if none is known by this number."""
    with world.read() as uow:
        try:
            stands = _standing(uow, rma)
        except KeyError:
            return None
        known = uow.parcels.get(rma)
        lines = _lines(uow, stands)
        done = not any(each.came.difference is None for each in lines)
        return ReturnRecord(
            parcel=ParcelView(rma, done, lines, stands.extras, stands.open),
            tracking=tuple(filter(None, (stands.expected.tracking, *stands.expected.parcels))),
            order=stands.expected.order,
            unpacked=known,
            last=known.ended[-1].result if known and known.ended else None,
            people=_people(uow, stands, known),
        )


def _people(uow: UnitOfWork, stands: Standing, known: Unpacked | None) -> dict[str, str]:
    items = (*(item for came in stands.lines for item in came.items), *stands.extras)
    ids = {item.opened_by for item in items} | ({known.opened_by} if known else set())
    ids |= {ended.by for ended in known.ended} if known else set()
    return names_of(uow, ids)
