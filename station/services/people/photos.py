"""Take a photo that shows something private out of the vault; its hash stays wherever it was named."""

from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Lpn
from station.domain.inspection import Inspection
from station.domain.people import Person, Role
from station.domain.people_events import PhotoRemoved, PhotoRemovedBecause, PowerfulAct
from station.ports import UnitOfWork, World
from station.services.people.stepping_up import record_step_up, step_up
from station.services.vaulted import is_kept


def photos_of(world: World, lpn: Lpn) -> tuple[tuple[str, bool], ...]:
    """List an item's photos by hash, of all its visits, and whether each is still in the vault."""
    with world.read() as uow:
        visits = uow.inspections.visits(lpn)
    hashes = dict.fromkeys(sha256 for each in visits for sha256 in _hashes(each))
    return tuple((sha256, is_kept(world, sha256)) for sha256 in hashes)


def _hashes(inspection: Inspection) -> list[str]:
    return [photo.sha256 for photo in (*inspection.photos, inspection.candidate) if photo]


def remove_photo(
    world: World, by: Person, lpn: Lpn, sha256: str, because: PhotoRemovedBecause, pin: str
) -> None:
    """Remove a photo's bytes for good, on a supervisor's word and PIN.

    The entry is there before the bytes go: a photo that is missing without one is a fault. A photo of an item
    in hand is taken again instead: NOT_NOW, as for one that the item does not have. Raises NOT_ALLOWED,
    STORE_FAILED and as ``step_up``.
    """
    step_up(world, by, pin)
    with world.begin() as uow:
        supervisor = uow.people.get(by.id)
        if not supervisor.may_enter or not supervisor.role.at_least(Role.SUPERVISOR):
            raise DomainError(Reason.NOT_ALLOWED, name=supervisor.name)
        inspection = _closed_with(uow, lpn, sha256)
        record_step_up(uow, by, PowerfulAct.REMOVE_PHOTO, sha256)
        removed = PhotoRemoved(inspection.id, lpn, sha256, because, by.id, world.today.isoformat())
        uow.journal.append(removed, by.id)
    world.vault.remove(sha256)


def _closed_with(uow: UnitOfWork, lpn: Lpn, sha256: str) -> Inspection:
    in_hand = uow.bench.load().inspection
    for each in uow.inspections.visits(lpn):
        if sha256 in _hashes(each) and each.id != in_hand and each.closed_at:
            return each
    raise DomainError(Reason.NOT_NOW)
