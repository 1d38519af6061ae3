"""The keys that sign the journal's head, as the journal knows them."""

from dataclasses import dataclass

from station.domain.proof.events import KeyMade, KeyRotated
from station.domain.proof.signed_note import VerifierKey, read_key, read_note
from station.ports import UnitOfWork, World
from station.trust_ports import KeysUnusable


@dataclass(frozen=True, slots=True)
class Shown:
    """A key as people see it: whether it was made last, and whether its private half is here to sign."""

    key: VerifierKey
    present: bool
    signs: bool


def introduce_keys(world: World, uow: UnitOfWork) -> None:
    """Name the present key in the journal, if that does not know it yet; make it at the first start."""
    known = uow.tree.keys()
    present, *before = world.signer.keys(make=not known)
    key = str(present)
    if key in known:
        return
    was = str(before[0]) if before else ""
    made = KeyMade(key, present.fingerprint)
    lost = bool(before) and before[0] not in world.signer.signing()
    rotated = KeyRotated(key, present.fingerprint, was, lost)
    uow.journal.append(rotated if known else made, world.house.station)
    uow.tree.name_key(key)


def rotate(world: World, lost: bool = False) -> None:
    """Let a new key sign from now on, beside the one before it; older ones are retired.

    ``lost`` is said of the key before, where its file is gone. Raises KeysUnusable.
    """
    with world.read() as uow:
        gone = _last_signer(uow) if lost else None
    if lost and gone is None:
        raise KeysUnusable("Nothing was signed here yet, so no key can be lost.")
    world.signer.rotate(gone)
    with world.begin() as uow:
        introduce_keys(world, uow)


def show(world: World) -> tuple[Shown, ...]:
    """List the keys that sign, the present one first."""
    signing = world.signer.signing()
    return tuple(Shown(key, not n, key in signing) for n, key in enumerate(world.signer.keys()))


def _last_signer(uow: UnitOfWork) -> VerifierKey | None:
    """Return the key that the last head was signed with, of those that the journal named."""
    ids = [each.id for each in read_note(uow.tree.note()).signatures] if uow.tree.note() else []
    found = [key for key in map(read_key, uow.tree.keys()) if key.id in ids[:1]]
    return found[0] if found else None
