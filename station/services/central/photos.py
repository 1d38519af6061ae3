"""Take photos from stations: in parts, checked by their hash before they count, kept once."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from station.central_ports import SpoolBusy
from station.domain.errors import DomainError
from station.domain.sync.limits import LARGEST_PHOTO, MOST_PHOTOS
from station.domain.sync.messages import Held, Refusal
from station.domain.sync.named import is_hash
from station.domain.sync.photo_heads import is_photo
from station.ports import World
from station.services.central.refusing import Refused, exchange_of


@dataclass(frozen=True, slots=True)
class Part:
    """Which bytes of a photo come: from ``start``, of ``size`` in all."""

    start: int
    size: int


def held(world: World, station: str, photos: Sequence[str], look: bool = False) -> Held:
    """Tell which photos central has of a station, and how far those are that it has in part. Raises Refused.

    What another station sent is not told: by knowing a hash nobody comes to have a photo.
    With ``look`` it has those that it can read now and that are what they are named: a station asks before it
    lets its own copy go, and what was written down of a store that lies is no proof.
    """
    if len(photos) > MOST_PHOTOS:
        raise Refused(Refusal.TOO_LARGE, f"at most {MOST_PHOTOS} photos are asked for at once")
    asked = [photo for photo in dict.fromkeys(photos) if is_hash(photo)]
    with world.read() as uow:
        found = uow.arrivals.held(asked)
    have = [photo for photo, holders in found.items() if station in holders]
    spool = exchange_of(world).spool
    partly = {photo: spool.have(station, photo) for photo in asked if photo not in have}
    seen = tuple(photo for photo in have if not look or _is_right(world, photo))
    return Held(seen, {photo: size for photo, size in partly.items() if size})


def _is_right(world: World, sha256: str) -> bool:
    try:
        return hashlib.sha256(world.vault.get(sha256)).hexdigest() == sha256
    except (KeyError, DomainError):
        return False


def take(world: World, station: str, sha256: str, part: Part, data: Iterable[bytes]) -> bool:
    """Take bytes of a photo and tell whether it is whole now and kept. Raises Refused.

    A photo that comes in one piece is never in the spool; what came before a cut is.
    """
    if not is_hash(sha256):
        raise Refused(Refusal.WRONG_BYTES, "a photo is named by its SHA-256")
    if not 0 < part.size <= LARGEST_PHOTO or not 0 <= part.start < part.size:
        raise Refused(Refusal.TOO_LARGE, f"a photo has at most {LARGEST_PHOTO} bytes")
    if not part.start and not exchange_of(world).spool.have(station, sha256):
        photo = _in_one_piece(world, station, sha256, part, data)
        return photo is not None and _keep(world, station, sha256, photo)
    if _has(world, station, sha256):
        exchange_of(world).spool.drop(station, sha256)
        return True
    photo = _in_parts(world, station, sha256, part, data)
    if photo is None:
        return False
    _keep(world, station, sha256, photo)
    exchange_of(world).spool.drop(station, sha256)
    return True


def _keep(world: World, station: str, sha256: str, photo: bytes) -> bool:
    """Put a photo into the vault, for good, and then note that it is there.

    The note may be lost in a power cut, up to the next batch of entries: then the photo is asked for again.
    """
    _check(world, station, sha256, photo)
    world.vault.put(photo, sha256)
    with exchange_of(world).receiving("") as receiving:
        receiving.hold(station, [sha256], world.clock.now())
    return True


def _has(world: World, station: str, sha256: str) -> bool:
    """Tell whether the photo is kept already, and this station sent it."""
    with world.read() as uow:
        return station in uow.arrivals.held([sha256]).get(sha256, ())


def _in_one_piece(world: World, station: str, sha256: str, part: Part, data: Iterable[bytes]) -> bytes | None:
    came: list[bytes] = []
    try:
        for piece in _at_most(data, part.size):
            came.append(piece)
    except OSError:
        _spool(world, station, sha256, Part(0, part.size), came)
        raise
    photo = b"".join(came)
    if len(photo) == part.size:
        return photo
    _spool(world, station, sha256, Part(0, part.size), [photo])
    return None


def _in_parts(world: World, station: str, sha256: str, part: Part, data: Iterable[bytes]) -> bytes | None:
    spool = exchange_of(world).spool
    have = spool.have(station, sha256)
    if have < part.size:  # else all of it came, and central ended before it was kept
        have = _spool(world, station, sha256, part, _at_most(data, part.size - part.start))
    return spool.whole(station, sha256) if have >= part.size else None


def _spool(world: World, station: str, sha256: str, part: Part, data: Iterable[bytes]) -> int:
    try:
        return exchange_of(world).spool.add(station, sha256, part.start, data)
    except SpoolBusy:
        raise Refused(Refusal.BUSY, "this photo is on its way already", after=1) from None
    except IndexError as place:
        raise Refused(Refusal.GAP, "central is elsewhere in this photo", {"size": place.args[0]}) from None


def _at_most(data: Iterable[bytes], most: int) -> Iterator[bytes]:
    for piece in data:
        most -= len(piece)
        if most < 0:
            raise Refused(Refusal.TOO_LARGE, "more bytes came than the photo has")
        yield piece


def _check(world: World, station: str, sha256: str, photo: bytes) -> None:
    """See that it is what it was named, and a photo. What is not is thrown away. Raises Refused."""
    if hashlib.sha256(photo).hexdigest() != sha256:
        exchange_of(world).spool.drop(station, sha256)
        raise Refused(Refusal.WRONG_BYTES, "these bytes have another SHA-256")
    if not is_photo(photo):
        exchange_of(world).spool.drop(station, sha256)
        raise Refused(Refusal.NOT_A_PHOTO, "this is neither JPEG nor PNG")
