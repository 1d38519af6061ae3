"""Look at a photo: how good it is, and which codes stand in it."""

from functools import partial

from firmware_bridge.vision.codes import SeenCode, read_codes, trusted
from firmware_bridge.vision.compare import comparison_form
from firmware_bridge.vision.photo import UnreadablePhoto
from firmware_bridge.vision.quality import Gates, Measures, judge, measure
from station.adapters.gs1 import interpret
from station.domain.errors import DomainError, Reason
from station.domain.evidence import Fault, Quality
from station.ports import Look


class PhotoEyes:
    """Measures and reads with OpenCV, zxing-cpp and, where it is installed, zbar."""

    def __init__(self, gates: Gates) -> None:
        self._gates = gates

    def look(self, jpeg: bytes, expected: frozenset[str]) -> Look:
        """Look at one photo. Raises CAMERA_ABSENT for bytes that are no picture."""
        try:
            measures = measure(jpeg)
            seen = read_codes(jpeg, partial(matches, expected=expected) if expected else None)
        except UnreadablePhoto as error:
            raise DomainError(Reason.CAMERA_ABSENT) from error
        faults = tuple(Fault(fault.value) for fault in judge(measures, self._gates))
        codes = tuple(code.text for code in seen)
        found = any(matches(code, expected) for code in codes)
        return Look(_quality(measures), codes, found, _other(seen, expected), faults)


def _quality(measures: Measures) -> Quality:
    return Quality(
        sharpness=round(measures.reblur, 4),
        edge_width=round(measures.edge_width, 2),
        brightest=round(measures.dark_p99, 1),
        overexposed=round(measures.bright_share, 4),
    )


def _other(seen: tuple[SeenCode, ...], expected: frozenset[str]) -> bool:
    """Tell whether another product's code is in the photo; parcels and manuals carry codes of their own."""
    others = (code for code in seen if trusted(code) and not matches(code.text, expected))
    return any(interpret(code.text, None).gtin for code in others)


def matches(text: str, expected: frozenset[str]) -> bool:
    """Say whether `text` is, or carries as its GS1 item number, one of the `expected` codes."""
    wanted = {comparison_form(code) for code in expected}
    return bool(wanted) and (comparison_form(text) in wanted or interpret(text, None).gtin in wanted)
