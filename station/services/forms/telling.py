"""What the bench and the desk are told of a form: small, beside the item, and its photos."""

from dataclasses import dataclass
from datetime import datetime

from station.domain.forms.form import FormLine
from station.domain.identifiers import Rma
from station.domain.texts import Texts
from station.ports import UnitOfWork, World
from station.services.vaulted import photo_if_there


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What a customer said of one line. ``note`` is None for one that was removed, empty for none."""

    said: FormLine
    name: Texts
    note: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer said of a return, and when."""

    rma: Rma
    at: datetime
    lines: tuple[SaidLine, ...]


def of_item(world: World, rma: Rma | None, line: int | None) -> FormLine | None:
    """Return what was said of the line that an item is of; None for nothing."""
    if rma is None or line is None:
        return None
    with world.read() as uow:
        form = uow.forms.get(rma)
    said = form.line(line) if form else None
    return said if said and said.count else None


def of_return(world: World, rma: Rma) -> Said | None:
    """Return all that was said of a return; None where nothing was sent."""
    with world.read() as uow:
        form = uow.forms.get(rma)
        return Said(rma, form.at, tuple(_line(uow, line) for line in form.lines)) if form else None


def _line(uow: UnitOfWork, line: FormLine) -> SaidLine:
    note = uow.notes.text(line.note) if line.note else ""
    return SaidLine(line, uow.catalog.product(line.sku).name, note)


def photo(world: World, rma: Rma, sha256: str, line: int | None = None) -> bytes | None:
    """Return a photo that was sent with a return, or with one line of it; no other."""
    with world.read() as uow:
        form = uow.forms.get(rma)
    shown = form.photos if form and line is None else ()
    if form and line is not None and (said := form.line(line)):
        shown = said.photos
    return photo_if_there(world, sha256) if sha256 in shown else None
