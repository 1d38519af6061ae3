"""Give a station back what is its own, after it was restored or has removed what central keeps."""

from station.domain.sync.named import is_hash
from station.ports import World

# So many at once, or fewer where they have more characters than that.
MOST, LARGEST = 500, 8 * 1024 * 1024
_STEP = 50


def entries(world: World, station: str, after: int, limit: int) -> tuple[str, ...]:
    """Return a station's own entries after a number, in order, as it sent them."""
    found: list[str] = []
    size, most = 0, min(limit, MOST)
    with world.read() as uow:
        while len(found) < most and size < LARGEST:
            more = uow.arrivals.own(station, after + len(found), min(_STEP, most - len(found)))
            if not more:
                break
            found += more
            size += sum(map(len, more))
    return tuple(found)


def photo(world: World, station: str, sha256: str) -> bytes:
    """Return a photo that this station has sent. Raises KeyError for every other, STORE_FAILED."""
    if not is_hash(sha256):
        raise KeyError(sha256)
    with world.read() as uow:
        has = uow.arrivals.held([sha256]).get(sha256, frozenset())
    if station not in has:
        raise KeyError(sha256)
    return world.vault.get(sha256)
