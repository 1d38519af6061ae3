"""One item at the supervisor's desk, with everything that a decision needs, read in one go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from station.domain.auditing.decisions import Decision, Errand, decisions
from station.domain.auditing.queue import Queued
from station.domain.catalog import Product
from station.domain.checklist import Example, reference_photos
from station.domain.disposition import Disposition, Table, decide
from station.domain.errors import DomainError
from station.domain.grading import Grade
from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection
from station.domain.money import Money
from station.domain.people import Person
from station.domain.prices import Prices, nets
from station.domain.signals import Signal, unsettled
from station.ports import UnitOfWork, World
from station.services.auditing.case import is_latest, refusal
from station.services.auditing.timeline import Step, steps
from station.services.queries import Record, record_of
from station.services.rules import PRICES, TABLE
from station.services.turn import checklist_of
from station.services.vaulted import photo_if_there
from station.services.visits import Visit, visit_of

__all__ = ["Opened", "Step", "opened", "reference"]


@dataclass(frozen=True, slots=True)
class Opened:
    """One item at the desk, with everything that a decision needs.

    ``queued`` is None for one that was never in the queue. ``decisions`` is what the person may do now;
    where it is empty ``refused`` says why, such as OWN_WORK or AUDITED_MEANWHILE. ``earlier`` are the visits
    before, the earliest first. ``references`` are the pictures of the checklist by question, all of them
    given out by ``reference``. ``by_grade`` is where the rules would send the item at each grade. ``asks``
    are the signals that a release has to settle. ``errand`` is what waits at the bench for this item.
    """

    record: Record
    queued: Queued | None
    decisions: tuple[Decision, ...]
    refused: DomainError | None
    product: Product | None
    earlier: tuple[Visit, ...]
    references: Mapping[str, tuple[Example, ...]]
    by_grade: Mapping[Grade, Disposition]
    asks: tuple[Signal, ...]
    steps: tuple[Step, ...]
    errand: Errand | None

    @property
    def inspection(self) -> Inspection:
        return self.record.inspection

    @property
    def lpn(self) -> Lpn:
        return self.inspection.item.lpn

    @property
    def revision(self) -> int:
        """What a decision has to name: the state of the queue that this page shows."""
        return self.queued.revision if self.queued else 0


def opened(world: World, person: Person, inspection: str) -> Opened | None:
    """Read one item, None for an inspection that is not known."""
    with world.read() as uow:
        try:
            known = uow.inspections.get(inspection)
        except KeyError:
            return None
        return _opened(world, uow, person, known)


def _opened(world: World, uow: UnitOfWork, person: Person, known: Inspection) -> Opened:
    queued, record = uow.queue.of(known.id), record_of(uow, known)
    refused = refusal(uow, person, known, queued) if queued else None
    may = decisions(known, queued, is_latest(uow, known)) if queued and refused is None else ()
    return Opened(
        record=record,
        queued=queued,
        decisions=may,
        refused=refused,
        product=_expected(uow, known),
        earlier=_earlier(uow, known),
        references={q.id: q.examples for q in record.checklist.questions if q.examples},
        by_grade=_by_grade(uow, known, world.house.currency),
        asks=unsettled(known.signals),
        steps=steps(uow, known),
        errand=record.errand,
    )


def _expected(uow: UnitOfWork, known: Inspection) -> Product | None:
    """Return the product that was announced; of what nobody announced the one that it is."""
    try:
        return uow.catalog.product(known.item.expected_sku or known.item.sku)
    except KeyError:
        return None


def _earlier(uow: UnitOfWork, known: Inspection) -> tuple[Visit, ...]:
    visits = enumerate(uow.inspections.visits(known.item.lpn), start=1)
    return tuple(visit_of(uow, number, each) for number, each in visits if each.id < known.id)


def _by_grade(uow: UnitOfWork, known: Inspection, currency: str) -> dict[Grade, Disposition]:
    """Ask the rules that decided where each grade would go; nothing where an old record knows no facts."""
    route = known.route
    if route is None or not route.facts:
        return {}
    try:
        rules = uow.rules.at(known.station)
        table, prices = rules.content(TABLE, route.table_version), rules.content(PRICES, route.prices_version)
        return dict(_decided(table, prices, known, Money.of_minor(known.item.value, currency)))
    except (KeyError, DomainError):
        return {}


def _decided(
    table: Table, prices: Prices, known: Inspection, value: Money
) -> Iterator[tuple[Grade, Disposition]]:
    assert known.route is not None
    for grade in Grade:
        facts = {**known.route.facts, "grade": grade.value}
        found = nets(prices, known.item.category, grade, value)
        yield grade, decide(table, facts, found).disposition


def reference(world: World, inspection: str, sha256: str) -> bytes | None:
    """Read a reference photo of the checklist that an inspection was made by; no other photo."""
    with world.read() as uow:
        try:
            shown = reference_photos((checklist_of(uow, uow.inspections.get(inspection)),))
        except KeyError:
            return None
    try:
        return photo_if_there(world, sha256) if sha256 in shown else None
    except KeyError:
        return None
