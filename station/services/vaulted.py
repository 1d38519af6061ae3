"""Photos as they are in the vault, or at central, or not any more."""

import hashlib

from station.ports import Vault, World
from station.sync_ports import Measures


def photo_if_there(world: World, sha256: str) -> bytes | None:
    """Return the bytes of a photo, None for one that was removed or lost; checking the record tells.

    One that is at central alone is fetched from there, while the station is in touch.
    """
    try:
        return world.vault.get(sha256)
    except KeyError:
        return _from_central(world, sha256)


def _from_central(world: World, sha256: str) -> bytes | None:
    with world.read() as uow:
        if not uow.shipping.pruned(sha256) or not uow.shipping.standing().in_touch:
            return None
    photo = world.courier.fetch(sha256)
    same = photo is not None and hashlib.sha256(photo).hexdigest() == sha256
    return photo if same else None


def is_kept(world: World, sha256: str) -> bool:
    """Tell whether a photo is anywhere: in the vault, or at central alone."""
    if size_of(world.vault, sha256) is not None:
        return True
    with world.read() as uow:
        return uow.shipping.pruned(sha256)


def size_of(vault: Vault, sha256: str) -> int | None:
    """Return how many bytes a photo in the vault has, None where it is not there."""
    if isinstance(vault, Measures):
        return vault.size(sha256)
    try:
        return len(vault.get(sha256))
    except KeyError:
        return None
