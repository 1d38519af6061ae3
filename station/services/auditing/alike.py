"""Photos of other items that one at the desk can be compared with, looked for when they are asked for."""

from collections.abc import Iterator
from itertools import islice

from station.domain.identifiers import Gtin
from station.domain.inspection import Inspection
from station.ports import UnitOfWork, World
from station.services.vaulted import photo_if_there

# How many closed inspections are looked through for the same product, however many there are.
FAR, AT_ONCE = 300, 50
# Among so many items of the product the one with the best grade is taken.
ENOUGH = 5


def of_product(world: World, inspection: str, slot: str) -> bytes | None:
    """Read a photo of the expected product in a slot: of the best item of it that was closed lately."""
    with world.read() as uow:
        known = uow.inspections.get(inspection)
        found = sorted(islice(_alike(uow, known, slot), ENOUGH), key=_grade)
    return _photo(world, found[0], slot) if found else None


def of_like(world: World, inspection: str, slot: str) -> bytes | None:
    """Read the photo of another item that the one in a slot was found to be much like."""
    with world.read() as uow:
        photo = uow.inspections.get(inspection).photo(slot)
        other = uow.inspections.by_lpn(photo.like) if photo and photo.like else None
    return _photo(world, other, slot) if other else None


def _alike(uow: UnitOfWork, known: Inspection, slot: str) -> Iterator[Inspection]:
    gtin = _expected(uow, known)
    for each in _lately(uow):
        same = each.item.gtin == gtin and each.item.lpn != known.item.lpn
        if same and each.route and each.photo(slot):
            yield each


def _expected(uow: UnitOfWork, known: Inspection) -> Gtin:
    item = known.item
    return uow.catalog.product(item.expected_sku).gtin if item.wrong_item and item.expected_sku else item.gtin


def _lately(uow: UnitOfWork) -> Iterator[Inspection]:
    before = ""
    for _ in range(FAR // AT_ONCE):
        page = uow.inspections.closed(AT_ONCE, before)
        yield from page
        if len(page) < AT_ONCE:
            return
        before = page[-1].id


def _grade(known: Inspection) -> str:
    return known.route.graded.grade if known.route else ""


def _photo(world: World, known: Inspection, slot: str) -> bytes | None:
    photo = known.photo(slot) or next(iter(known.photos), None)
    return photo_if_there(world, photo.sha256) if photo else None
