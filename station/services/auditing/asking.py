"""Ask something of the bench from the desk: it waits there for the scan of the licence plate."""

from datetime import datetime

from station.domain.auditing.decisions import Audited, Errand, ErrandKind
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection, State
from station.ports import UnitOfWork
from station.services import filling


def inspect_again(uow: UnitOfWork, known: Inspection, by: str, at: datetime, note: str) -> None:
    """Have an item inspected again."""
    uow.errands.put(_errand(known, ErrandKind.INSPECT_AGAIN, by, at, note))


def inspect_again_after_all(uow: UnitOfWork, known: Inspection) -> None:
    """Ask once more for an item whose new inspection was given up, where it was sent back before."""
    audits = uow.audits.of(known.id)
    if audits and audits[-1].what is Audited.SENT_BACK:
        inspect_again(uow, known, audits[-1].by, audits[-1].at, audits[-1].note)


def take_up(uow: UnitOfWork, known: Inspection, by: str, at: datetime, note: str) -> None:
    """Have an item that is off hold taken in hand."""
    uow.errands.put(_errand(known, ErrandKind.TAKE_UP, by, at, note))


def move(uow: UnitOfWork, known: Inspection, by: str, at: datetime) -> Errand | None:
    """Have an item put where its disposition sends it; None, and nothing asked, where it lies there."""
    uow.errands.drop(known.id)
    if not to_be_moved(uow, known):
        return None
    assert known.route is not None
    to = filling.proposal(uow, known.route.disposition, known.item.category).bin
    errand = to_move(known, by, at, to)
    uow.errands.put(errand)
    return errand


def to_move(known: Inspection, by: str, at: datetime, to: BinCode | None) -> Errand:
    """Say that an item is to be moved, to a bin where one has room."""
    return _errand(known, ErrandKind.MOVE, by, at, "", to)


def to_be_moved(uow: UnitOfWork, known: Inspection) -> bool:
    """Tell whether an item lies in a bin that does not take what it is now."""
    route = known.route
    if known.state is not State.BINNED or route is None or route.bin is None:
        return False
    lies = next((bin_ for bin_ in uow.catalog.bins() if bin_.code == route.bin), None)
    return lies is None or not lies.takes(route.disposition, known.item.category)


def _errand(
    known: Inspection, kind: ErrandKind, by: str, at: datetime, note: str, to: BinCode | None = None
) -> Errand:
    was = known.route.bin if known.route and known.state is State.BINNED else None
    return Errand(known.id, known.item.lpn, kind, known.item.name, by, at, was, to, note)
