"""Photos as they are in the vault, or are not any more."""

from station.ports import World


def photo_if_there(world: World, sha256: str) -> bytes | None:
    """Return the bytes of a photo, None for one that was removed or lost; checking the record tells."""
    try:
        return world.vault.get(sha256)
    except KeyError:
        return None
