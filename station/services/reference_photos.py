"""Keep a reference photo for a checklist: one that a manager brought, or one just taken."""

from station.domain.allowed import need
from station.domain.people import Person, Role
from station.ports import World


def keep(world: World, picture: bytes, person: Person) -> str:
    """Keep a JPEG or PNG that somebody brought, written anew; return the hash of what is kept.

    Raises MANAGER_NEEDED, NO_PICTURE, PICTURE_TOO_LARGE, DISK_FULL, STORE_FAILED.
    """
    need(person, Role.MANAGER)
    return world.vault.put(world.eyes.rewritten(picture))


def take(world: World, camera: str, person: Person) -> str:
    """Take a photo now and keep it; return its hash. Raises as ``keep``, CAMERA_ABSENT, CAMERA_FROZEN."""
    return keep(world, world.camera.photo(camera).jpeg, person)
