"""How large codes stand in a photo: pixels for their narrowest bar."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmware_bridge.vision.photo import Gray
from firmware_bridge.vision.regions import fine_regions, straightened
from firmware_bridge.vision.tally import SeenCode
from firmware_bridge.vision.views import smeared, whole

_EAN_MODULES: Final = 95
_PLACES: Final = 4
# An EAN-13 has 59; where its bars run together, half of them are left.
_FEWEST_EDGES: Final = 16
_SWING: Final = 24
_FIXED: Final = {"EAN13": _EAN_MODULES, "EAN8": 67}


def least_module(seen: Iterable[SeenCode]) -> float | None:
    """Give the px of the narrowest bar among the linear codes that were read, None without any.

    Code 128 and Code 39 are taken as if they held letters, which makes digits look narrower than they are.
    """
    widths = [width for code in seen if (width := _module(code)) is not None]
    return min(widths, default=None)


def _module(code: SeenCode) -> float | None:
    modules = _modules(code)
    if modules is None or code.box is None:
        return None
    corners = np.asarray(code.box)
    sides = np.hypot(*(corners - np.roll(corners, 1, axis=0)).T)
    return float(sides.max() / modules)


def _modules(code: SeenCode) -> int | None:
    """Count by the rules of ISO/IEC 15420, 15417 and 16388 (ratio 2.5)."""
    if code.symbology == "Code128":
        return 11 * len(code.text) + 35
    if code.symbology == "Code39":
        return round(14.5 * (len(code.text) + 2))
    return _FIXED.get(code.symbology)


def module_if_bars(gray: Gray) -> float | None:
    """Estimate the px of the narrowest bar of the strongest bars, as if they were an EAN-13.

    None where nothing stands in rows of dark and light.
    """
    photo = whole(gray)
    for region in fine_regions(gray, _PLACES):
        if _edges(smeared(straightened(photo, region), 1, 1).pixels[0]) >= _FEWEST_EDGES:
            return region.length / _EAN_MODULES
    return None


def _edges(row: NDArray[np.uint8]) -> int:
    """Count changes between dark and light of at least a quarter of the whole contrast."""
    sides = np.select([row > 128 + _SWING, row < 128 - _SWING], [1, -1], 0)
    told = sides[sides != 0]
    return int(np.count_nonzero(np.diff(told)))
