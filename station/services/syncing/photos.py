"""Ship the photos of a batch before its entries: what central has not, from where it stands, few at once."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from station.domain.errors import DomainError
from station.domain.sync.messages import STOPS, Held, Refusal
from station.domain.sync.standing import Stuck
from station.ports import Vault
from station.sync_ports import Central, CentralRefused, CentralUnreachable

AT_ONCE = 4
# So many are asked about in one question.
ASKED_AT_ONCE = 500
# On a line that broke, a photo goes in parts of so many bytes: what came before a cut stays.
PART, SMALLEST_PART = 64 * 1024, 4 * 1024
# What is no fault of the photo.
_NOT_ITS_FAULT = STOPS | {Refusal.SIGN_IN_AGAIN, Refusal.PHOTOS_FIRST, Refusal.GAP}


@dataclass(frozen=True, slots=True)
class Left:
    """A photo that was not shipped, and why."""

    sha256: str
    why: str
    said: str = ""


class CutAt(CentralUnreachable):
    """The line broke at a photo. ``what`` names it and how much central had of it, more each time if slow."""

    def __init__(self, cut: CentralUnreachable, sha256: str, had: int) -> None:
        super().__init__(str(cut), cut.retry_after, cut.cut)
        self.sha256 = sha256
        self.what = f"{sha256} {had}"


def held(central: Central, photos: Sequence[str]) -> Held:
    """Ask which photos central has, in questions of a size that it takes."""
    have: list[str] = []
    partly: dict[str, int] = {}
    for n in range(0, len(photos), ASKED_AT_ONCE):
        told = central.held(photos[n : n + ASKED_AT_ONCE])
        have.extend(told.have)
        partly.update(told.partly)
    return Held(tuple(have), partly)


@dataclass(frozen=True, slots=True)
class Line:
    """How photos go: whole, or in parts of so many bytes, so that a line that breaks often carries something.

    ``last`` is the photo at which it broke the last time: it goes after all others.
    """

    part: int = 0
    last: str = ""


def line_after(attempts: int, stuck: str) -> Line:
    """Return how photos go after so many failures in a row, and a break at this photo."""
    part = max(PART >> min(attempts - 1, 4), SMALLEST_PART) if attempts else PART if stuck else 0
    return Line(part, stuck.partition(" ")[0])


def ship_photos(
    vault: Vault, central: Central, photos: Sequence[str], known: Held, line: Line
) -> tuple[Left, ...]:
    """Ship those that central has not; return those that could not be. Raises CutAt, CentralRefused."""
    first = [each for each in photos if each != line.last]
    last = [each for each in photos if each == line.last]
    return (*_ship(vault, central, first, known, line), *_ship(vault, central, last, known, line))


def _ship(vault: Vault, central: Central, photos: Sequence[str], known: Held, line: Line) -> tuple[Left, ...]:
    have = frozenset(known.have)
    missing = [sha256 for sha256 in photos if sha256 not in have]
    if not missing:
        return ()
    with ThreadPoolExecutor(min(AT_ONCE, len(missing)), thread_name_prefix="ship-photo") as pool:
        try:
            ask = partial(ship_one, vault, central, partly=known.partly, part=line.part)
            results = list(pool.map(ask, missing))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return tuple(left for left in results if left)


def ship_one(
    vault: Vault,
    central: Central,
    sha256: str,
    partly: Mapping[str, int] | None = None,
    part: int = 0,
) -> Left | None:
    """Ship one photo; None where central has it now. Raises CutAt, CentralRefused."""
    photo = _read(vault, sha256)
    if isinstance(photo, Left):
        return photo
    had = (partly or {}).get(sha256, 0)
    try:
        _send(central, sha256, photo, had, part)
    except CutAt:
        raise
    except CentralUnreachable as cut:
        raise CutAt(cut, sha256, had) from cut
    except CentralRefused as refused:
        if refused.why in _NOT_ITS_FAULT:
            raise
        return Left(sha256, refused.why.value, refused.said)
    return None


def _send(central: Central, sha256: str, photo: bytes, had: int, part: int) -> None:
    """Go on from where central stands. If what it had was not the beginning of this, begin again."""
    had = max(0, min(had, len(photo) - 1))  # where it has all of it, the last byte has it look
    try:
        _from(central, sha256, photo, had, part or (PART if had else 0))
    except CentralRefused as refused:
        if refused.why is not Refusal.WRONG_BYTES or not had:
            raise
        _from(central, sha256, photo, 0, part)


def _from(central: Central, sha256: str, photo: bytes, start: int, part: int) -> None:
    if not part:
        central.ship_photo(sha256, photo, start)
        return
    for at in range(start, len(photo), part):
        try:
            central.ship_photo(sha256, photo, at, min(at + part, len(photo)))
        except CentralUnreachable as cut:
            raise CutAt(cut, sha256, at) from cut


def _read(vault: Vault, sha256: str) -> bytes | Left:
    try:
        photo = vault.get(sha256)
    except KeyError:
        return Left(sha256, Stuck.MISSING)
    except (OSError, DomainError) as wrong:
        return Left(sha256, Stuck.MISSING, str(wrong))
    return photo if hashlib.sha256(photo).hexdigest() == sha256 else Left(sha256, Stuck.CHANGED)


def in_turn(photos: Mapping[str, int]) -> Iterator[str]:
    """List photos by the entry that names them first."""
    return iter(sorted(photos, key=lambda sha256: (photos[sha256], sha256)))
