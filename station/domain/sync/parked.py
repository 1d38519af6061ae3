"""What central could not project: an entry of a station whose effect is not in central's tables yet."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ParkedBecause(StrEnum):
    """Why an entry was parked. ``WAITS``: it tells of something that an entry parked before tells of, too."""

    UNREADABLE = "unreadable"
    TOO_NEW = "too_new"
    UNKNOWN_KIND = "unknown_kind"
    NOT_ITS_OWN = "not_its_own"
    MISSING = "missing"
    REFUSED = "refused"
    WAITS = "waits"


class CannotProject(ValueError):
    """An entry cannot be taken over now: ``why``, and what was found, for those who mend it."""

    def __init__(self, why: ParkedBecause, said: str = "") -> None:
        super().__init__(said or why.value)
        self.why = why
        self.said = said


@dataclass(frozen=True, slots=True)
class Parked:
    """An entry that waits to be projected: when that was tried first and last, and how often.

    ``keys`` are the things that it tells of (``domain.proof.telling``), all that is known of them;
    ``waits_for`` is the entry of the same station that has to be projected before, 0 for none.
    """

    station: str
    seq: int
    kind: str
    why: ParkedBecause
    said: str
    first_at: datetime
    last_at: datetime
    tries: int = 1
    waits_for: int = 0
    keys: tuple[str, ...] = ()
