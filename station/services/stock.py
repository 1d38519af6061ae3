"""Bins at this station: what lies where, moving it on, and which bins and work centers there are."""

from dataclasses import dataclass

from station.domain.allowed import need
from station.domain.catalog import Bin, BinUse, WorkCenter
from station.domain.errors import DomainError, Reason
from station.domain.events import BinFull, ItemsMovedOn
from station.domain.filling import FullBecause, why_full
from station.domain.identifiers import BinCode, Lpn
from station.domain.inspection import Inspection
from station.domain.people import Person, Role
from station.ports import UnitOfWork, World
from station.services import refurbishing


@dataclass(frozen=True, slots=True)
class MovedOn:
    """A bin whose items went on, how many, and the work center that has them now."""

    bin: Bin
    count: int
    center: WorkCenter | None


def move_on(world: World, uow: UnitOfWork, code: str, by: str) -> MovedOn:
    """Take all items out of a bin, to its work center or away; it is not marked full any more.

    What comes to a refurbisher and is not in the queue yet enters it. Raises UNKNOWN_BIN, and BIN_EMPTY
    where there is nothing to do.
    """
    bin_ = known_bin(uow, code)
    lying, marked = uow.contents.of(bin_.code), bin_.code in uow.contents.full()
    if not lying and not marked:
        raise DomainError(Reason.BIN_EMPTY, bin=bin_.code)
    uow.contents.move_on(bin_.code, bin_.center)
    uow.contents.mark_full(bin_.code, False)
    if bin_.use is BinUse.REFURBISH:
        for inspection, _ in lying:
            refurbishing.enqueue(world, uow, uow.inspections.get(inspection), bin_.center)
    lpns = tuple(lpn for _, lpn in lying)
    uow.journal.append(ItemsMovedOn(bin_.code, bin_.center, lpns), by)
    return MovedOn(bin_, len(lying), center_of(uow, bin_))


def known_bin(uow: UnitOfWork, code: str) -> Bin:
    """Return a bin by its code, in small letters or capitals. Raises UNKNOWN_BIN."""
    for written in (code.strip(), code.strip().upper()):
        try:
            return uow.catalog.bin(BinCode(written))
        except KeyError:
            continue
    raise DomainError(Reason.UNKNOWN_BIN, code=code)


def center_of(uow: UnitOfWork, bin_: Bin) -> WorkCenter | None:
    return next((center for center in uow.catalog.centers() if center.code == bin_.center), None)


def name_of(uow: UnitOfWork, center: str, language: str) -> str:
    """Name a work center in a language; its code where it is not known any more."""
    found = (c.name.in_language(language) for c in uow.catalog.centers() if c.code == center)
    return next(found, center)


# What people do on the page of bins ---------------------------------------------------------------


def may_change(person: Person) -> bool:
    """Tell whether a person may move bins on, mark and change them."""
    return person.role.at_least(Role.SUPERVISOR)


def empty(world: World, person: Person, code: str) -> MovedOn:
    """Move a bin's items on from the page. Anyone at work may, as with the printed code."""
    with world.begin() as uow:
        return move_on(world, uow, code, person.id)


def mark(world: World, person: Person, code: str, full: bool) -> None:
    """Say that a bin is full, or is not any more. Raises NOT_ALLOWED, UNKNOWN_BIN."""
    need(person, Role.SUPERVISOR)
    with world.begin() as uow:
        bin_ = known_bin(uow, code)
        if (bin_.code in uow.contents.full()) == full:
            return
        uow.contents.mark_full(bin_.code, full)
        uow.journal.append(BinFull(bin_.code, full), person.id)


# What the page shows ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shelf:
    """A bin with what lies in it."""

    bin: Bin
    count: int
    full: FullBecause | None


@dataclass(frozen=True, slots=True)
class Section:
    """A work center with its bins; None for the bins of no work center."""

    center: WorkCenter | None
    shelves: tuple[Shelf, ...]


def sections(world: World) -> tuple[Section, ...]:
    """Read every work center with its bins in the order of the dispositions, then by code."""
    with world.read() as uow:
        bins, centers = uow.catalog.bins(), uow.catalog.centers()
        counts, marked = uow.contents.counts(), uow.contents.full()
    shelves = [_shelf(b, counts.get(b.code, 0), b.code in marked) for b in sorted(bins, key=_order)]
    known = {center.code for center in centers}
    own = tuple(
        Section(center, tuple(s for s in shelves if s.bin.center == center.code))
        for center in sorted(centers, key=lambda c: (list(BinUse).index(c.kind), c.code))
    )
    rest = tuple(s for s in shelves if s.bin.center not in known)
    return (*own, Section(None, rest)) if rest else own


def _shelf(bin_: Bin, count: int, marked: bool) -> Shelf:
    return Shelf(bin_, count, why_full(bin_, count, marked))


def _order(bin_: Bin) -> tuple[int, str]:
    return list(BinUse).index(bin_.use), bin_.code


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies in a bin, newest first, and the key that the next page starts before."""

    shelf: Shelf
    items: tuple[tuple[Lpn, Inspection], ...]
    next: str | None


def contents(world: World, code: str, before: str = "", size: int = 50) -> Contents:
    """Page through what lies in a bin. Raises UNKNOWN_BIN."""
    with world.read() as uow:
        bin_ = known_bin(uow, code)
        found = uow.contents.page(bin_.code, size + 1, before)
        items = tuple((lpn, uow.inspections.get(inspection)) for inspection, lpn in found[:size])
        count, marked = uow.contents.count(bin_.code), bin_.code in uow.contents.full()
    following = found[size - 1][0] if len(found) > size else None
    return Contents(_shelf(bin_, count, marked), items, following)
