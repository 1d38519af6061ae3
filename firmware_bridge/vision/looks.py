"""In which ways a photo is looked at, the cheap ones first.

The order and the choice were measured: docs/decisions/0012-reading-codes.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from firmware_bridge.vision import zxing
from firmware_bridge.vision.enhance import deskew, enlarge, even_out, sharpen
from firmware_bridge.vision.found import Found
from firmware_bridge.vision.photo import Gray
from firmware_bridge.vision.regions import bar_regions, straightened
from firmware_bridge.vision.views import View, smeared

LARGE: Final = 1.5
"""Above so many megapixels only the first reader sees the whole photo; the rest looks where bars stand."""
SMALL: Final = 0.5
"""Below so many there is hardly room for codes that stand in different ways: one way is tried first."""

_REGIONS: Final = 2
_ROWS: Final = 6
_ROW_HEIGHT: Final = 24
# How much a smeared place is sharpened: (softness in px, strength); a softer photo needs more.
_SHARPENINGS: Final = ((4.0, 3.0), (3.0, 1.5))


@dataclass(frozen=True, slots=True)
class Look:
    """Say what to look at and how.

    `both` asks the second reader too where the first finds no linear code. `plain` is a view whose
    brightness was not touched.
    """

    view: View
    both: bool = True
    plain: bool = True
    read: Callable[[Gray], list[Found]] = zxing.read

    @property
    def megapixels(self) -> float:
        """Estimate the work; the second reader takes twice as long as the first."""
        return self.view.megapixels * (3 if self.both else 1)


def first_look(photo: View) -> Look:
    """Give the look that every photo gets. A large one is not searched for light codes on a dark ground."""
    if photo.megapixels > LARGE:
        return Look(photo, both=False, read=zxing.read_live)
    return Look(photo, both=False, read=zxing.read_quickly) if photo.megapixels < SMALL else Look(photo)


def looks(photo: View) -> Iterator[Look]:
    """Give one look after another; each is made when it is asked for."""
    yield first_look(photo)
    if photo.megapixels < SMALL:
        yield Look(photo)
    yield from _at_large(photo) if photo.megapixels > LARGE else _at_small(photo)


def _at_large(photo: View) -> Iterator[Look]:
    places = _places(photo)
    yield from map(Look, places)
    yield from chain.from_iterable(map(_along_bars, places))
    yield from (Look(photo, both=False, read=read) for read in (zxing.read, zxing.read_coarsely))


def _at_small(photo: View) -> Iterator[Look]:
    upright = deskew(photo)
    views = (photo,) if upright is photo else (photo, upright)
    yield from map(Look, views[1:])
    yield from chain.from_iterable(map(_along_bars, _places(photo)))
    yield from (Look(view, both=False, read=zxing.read_coarsely) for view in views)
    yield Look(photo, both=False, read=zxing.read_rare)
    yield Look(even_out(photo), plain=False)
    yield Look(enlarge(upright), plain=False)


def _places(photo: View) -> list[View]:
    return [straightened(photo, region) for region in bar_regions(photo.pixels, _REGIONS)]


def _along_bars(place: View) -> Iterator[Look]:
    smooth = smeared(place, _ROWS, _ROW_HEIGHT)
    return (Look(sharpen(smooth, *how), plain=False) for how in _SHARPENINGS)
