"""Photos that prove answers: bound to an inspection and a slot at capture, judged at once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from station.domain.identifiers import Lpn


class Fault(StrEnum):
    """What can be wrong with a photo."""

    BLURRED = "blurred"
    DARK = "dark"
    BRIGHT = "bright"
    NO_CODE = "no_code"
    OTHER_CODE = "other_code"
    TOO_FAR = "too_far"
    SEEN_BEFORE = "seen_before"


# A bright spot is worth a word; it does not make a photo useless.
REFUSED = frozenset(Fault) - {Fault.BRIGHT}


class PoorBecause(StrEnum):
    """Why a poor photo is the best there is. The order is the order of the keys at the bench."""

    LABEL_MISSING = "label_missing"
    LABEL_DAMAGED = "label_damaged"
    SHINY = "shiny"
    TOO_LARGE = "too_large"
    CAMERA_POOR = "camera_poor"


@dataclass(frozen=True, slots=True)
class Quality:
    """Measured at full resolution. ``sharpness`` 0..1 (re-blur ratio), ``edge_width`` in pixels,
    ``brightest`` the 99th luminance percentile 0..255, ``overexposed`` share of pixels 0..1.
    ``module`` is the width of the narrowest bar in pixels, None where there are no bars; ``alike`` the
    correlation, up to 1, with the photo of another item that is most like this one, and ``bits_apart`` in
    how many of 256 bits their prints differ, None where no photo is near. Photos of older versions of the
    station have none of the three."""

    sharpness: float
    edge_width: float
    brightest: float
    overexposed: float
    module: float | None = None
    alike: float | None = None
    bits_apart: int | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """An earlier photo that is near a new one: of which inspection, how near, and whether too much alike."""

    inspection: str
    sha256: str
    bits_apart: int
    correlation: float
    much: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture in the vault: SHA-256 of its original bytes, and what was seen in it.

    ``taken_at`` is the camera's time. ``poor_because`` is set where a person kept a poor photo, ``like``
    where it is much like a photo of the item named.
    """

    slot: str
    sha256: str
    width: int
    height: int
    taken_at: datetime
    taken_by: str
    quality: Quality
    codes: tuple[str, ...]
    faults: tuple[Fault, ...]
    simulated: bool
    poor_because: PoorBecause | None = None
    like: Lpn | None = None

    @property
    def refused(self) -> bool:
        """Whether a required slot can take this photo only with a reason."""
        return bool(REFUSED.intersection(self.faults)) and self.poor_because is None
