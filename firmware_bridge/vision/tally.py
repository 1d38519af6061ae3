"""What all looks together say: which readers saw a code, how often, and which of two to believe."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from firmware_bridge.decode.gtin import is_gtin
from firmware_bridge.vision import zxing
from firmware_bridge.vision.compare import bare_vehicle_number, comparison_form
from firmware_bridge.vision.found import Found
from firmware_bridge.vision.views import Corners, View

READERS: Final = ("zxing", "zbar")
# Symbologies whose check is weak or missing. Seen once by one reader, in pixels that were worked over, such a
# code is left out: nearly all of these were wrong.
_WEAK: Final = frozenset({"EAN13", "EAN8", "ITF", "Codabar", "Code39"})
_SHORTEST: Final = {"ITF": 6, "Codabar": 4}


@dataclass(frozen=True, slots=True)
class SeenCode:
    """Hold one code seen in a photo, as encoded, and who read it.

    `readers` are "zxing", "zbar" or both, both only where they agreed in one look. `box` are its four
    corners in px of the photo, none where unknown; `looks` in how many looks it was seen, `plain` whether
    one of them was at untouched pixels.
    """

    text: str
    symbology: str
    readers: tuple[str, ...]
    box: Corners | None = None
    looks: int = 1
    plain: bool = True


def seen_in(view: View, plain: bool, found: Iterable[tuple[str, Found]]) -> list[SeenCode]:
    """Bring what the readers found in one look together."""
    seen: dict[tuple[str, str], SeenCode] = {}
    for reader, code in found:
        if _plausible(code, reader):
            text = bare_vehicle_number(code.text) if code.symbology == "Code39" else code.text
            key = (code.symbology, comparison_form(text))
            known = seen.get(key) or SeenCode(text, code.symbology, (), view.place(code.corners), 1, plain)
            seen[key] = replace(known, readers=_joined(known.readers, (reader,)))
    return list(seen.values())


def _joined(*readers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in READERS if any(name in some for some in readers))


def _plausible(code: Found, reader: str) -> bool:
    long_enough = len(code.text) >= _SHORTEST.get(code.symbology, 1)
    return long_enough and (reader != "zbar" or believed_of_zbar(code))


def believed_of_zbar(code: Found | SeenCode) -> bool:
    """Say whether zbar is believed: it cuts ITF short and finds it in print, but for the form of cartons."""
    return code.symbology != "ITF" or (len(code.text) == 14 and is_gtin(code.text))


def added(seen: tuple[SeenCode, ...], new: Iterable[SeenCode]) -> tuple[SeenCode, ...]:
    """Add what one more look saw."""
    codes = {_key(code): code for code in seen}
    for code in new:
        known = codes.get(_key(code))
        codes[_key(code)] = _again(known, code) if known else code
    return tuple(codes.values())


def _key(code: SeenCode) -> tuple[str, str]:
    return code.symbology, comparison_form(code.text)


def _again(known: SeenCode, new: SeenCode) -> SeenCode:
    readers = max(known.readers, new.readers, key=len)
    return replace(known, readers=readers, looks=known.looks + 1, plain=known.plain or new.plain)


def settled(seen: tuple[SeenCode, ...]) -> tuple[SeenCode, ...]:
    """Leave out what is likely misread, and of two linear codes in one place the one seen less often."""
    likely = [code for code in seen if not _doubtful(code)]
    return tuple(code for code in likely if not any(_beaten(code, other) for other in likely))


def _doubtful(code: SeenCode) -> bool:
    return code.symbology in _WEAK and len(code.readers) == code.looks == 1 and not code.plain


def _weight(code: SeenCode) -> tuple[int, bool, int]:
    # Alone, the first reader is wrong a third as often as the second.
    return len(code.readers), READERS[0] in code.readers, code.looks


def _beaten(code: SeenCode, other: SeenCode) -> bool:
    linear = zxing.ERROR_CORRECTED.isdisjoint({code.symbology, other.symbology})
    return linear and _weight(other) > _weight(code) and _touching(code.box, other.box)


def _touching(one: Corners | None, other: Corners | None) -> bool:
    return one is not None and other is not None and (_holds(one, other) or _holds(other, one))


def _holds(outer: Corners, inner: Corners) -> bool:
    """Say whether the middle of `inner` lies in the upright box round `outer`."""
    for axis in (0, 1):
        sides = [corner[axis] for corner in outer]
        middle = sum(corner[axis] for corner in inner) / 4
        if not min(sides) - 2 <= middle <= max(sides) + 2:
            return False
    return True
