"""What a customer says of a return before sending it, and the link that opens the form."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from station.domain.identifiers import Rma, Sku

LONGEST_NOTE = 300
PHOTOS_OF_A_LINE = 3
# Photos that one link may ever bring, those that were taken away again included.
UPLOADS = 40


class CustomerReason(StrEnum):
    """Why a customer sends something back, in their own words: the form asks for one of these."""

    CHANGED_MIND = "changed_mind"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_AS_DESCRIBED = "not_as_described"
    BROKEN_ON_ARRIVAL = "broken_on_arrival"
    STOPPED_WORKING = "stopped_working"
    PARTS_MISSING = "parts_missing"
    WRONG_ITEM = "wrong_item"
    ARRIVED_LATE = "arrived_late"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of a return as the customer sends it: how many, why, and the photos by SHA-256.

    ``note`` is the commitment to what was written, empty for nothing; ``count`` 0 is not sent at all.
    """

    line: int
    sku: Sku
    count: int
    reason: CustomerReason | None = None
    note: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent last for a return. ``revision`` counts from 1."""

    rma: Rma
    revision: int
    language: str
    at: datetime
    lines: tuple[FormLine, ...]

    def line(self, number: int | None) -> FormLine | None:
        return next((each for each in self.lines if each.line == number), None)

    @property
    def photos(self) -> tuple[str, ...]:
        return tuple(photo for line in self.lines for photo in line.photos)


@dataclass(frozen=True, slots=True)
class LinePhoto:
    """A photo that was brought for a line and is not sent yet, or is sent already."""

    line: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way into one return's form. Only the SHA-256 of its token is kept.

    ``taken_back`` are photos that it brought and that are no longer to be sent: they go with the customer.
    """

    hash: str
    rma: Rma
    made_at: datetime
    made_by: str
    expires_at: datetime
    ended_at: datetime | None = None
    photos: tuple[LinePhoto, ...] = ()
    uploads: int = 0
    taken_back: tuple[str, ...] = ()

    def opens(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at

    def ended(self, now: datetime) -> "Link":
        return replace(self, ended_at=self.ended_at or now)

    def of_line(self, line: int) -> tuple[str, ...]:
        return tuple(photo.sha256 for photo in self.photos if photo.line == line)

    def with_photo(self, line: int, sha256: str) -> "Link":
        return replace(self, photos=(*self.photos, LinePhoto(line, sha256)))

    def without_photo(self, line: int, sha256: str) -> "Link":
        left = (photo for photo in self.photos if (photo.line, photo.sha256) != (line, sha256))
        gone = (*self.taken_back, sha256) if sha256 in self.of_line(line) else self.taken_back
        return replace(self, photos=tuple(left), taken_back=gone)

    @property
    def brought(self) -> tuple[str, ...]:
        """All photos that came by it, whatever became of them."""
        return (*(photo.sha256 for photo in self.photos), *self.taken_back)
