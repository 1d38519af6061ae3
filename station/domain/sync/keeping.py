"""How long photos stay at a station once central has them, and from when on room on its disk is short."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

GB = 1_000_000_000


class RoomLeft(StrEnum):
    """Whether there is room for more. Each but the first has a sentence on screen in every language."""

    ENOUGH = "enough"
    LITTLE = "little"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a site decided. ``prune_after`` None keeps every photo; ``grace`` counts since central had it.

    Room is little below the smaller of an amount (bytes) and a share of the disk, so that neither a small
    disk nor a large one warns all its life; the same for holding new inspections.
    """

    prune_after: timedelta | None = None
    grace: timedelta = timedelta(days=7)
    warn_free: int = 2 * GB
    warn_share: float = 0.10
    hold_free: int = GB // 2
    hold_share: float = 0.02

    def judge(self, free: int, whole: int) -> RoomLeft:
        """Tell how much room there is with so many bytes free of so many."""
        if free < min(self.hold_free, self.hold_share * whole):
            return RoomLeft.NONE
        return RoomLeft.LITTLE if free < min(self.warn_free, self.warn_share * whole) else RoomLeft.ENOUGH
