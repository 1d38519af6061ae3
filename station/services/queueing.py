"""Ask for a label in an open transaction: it is kept if and only if what it is about is."""

from station.domain.errors import DomainError, Reason
from station.domain.inspection import Inspection
from station.domain.labels import Label, LabelKind
from station.domain.printing import PrinterState, PrintJob
from station.ports import UnitOfWork, World
from station.services import labels


def queue(world: World, uow: UnitOfWork, label: Label, by: str) -> PrintJob:
    """Queue a label in an open transaction.

    Raises NO_PRINTER where none is set up, NOT_NOW for a badge, which is a secret and never stored.
    """
    if world.printer.state() is PrinterState.NONE:
        raise DomainError(Reason.NO_PRINTER)
    if label.kind is LabelKind.BADGE:
        raise DomainError(Reason.NOT_NOW)
    job = PrintJob(world.ids.new(), label, by, world.clock.now())
    uow.prints.add(job)
    return job


def queue_to_rescan(world: World, uow: UnitOfWork, inspection: Inspection, by: str) -> None:
    """Queue the unit's label at its verdict, where it has to be scanned before the bin counts."""
    if world.house.rescan_label and world.printer.state() is not PrinterState.NONE:
        queue(world, uow, labels.item_label(world, uow, inspection), by)
