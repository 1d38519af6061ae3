"""Look at a photo: how good it is, which codes stand in it, and whether it was seen before."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from firmware_bridge.vision.codes import SeenCode, read_gray, trusted
from firmware_bridge.vision.compare import comparison_form
from firmware_bridge.vision.photo import Gray, UnreadablePhoto, decode
from firmware_bridge.vision.quality import Gates, Measures, judge, measure_gray
from firmware_bridge.vision.sizes import least_module, module_if_bars
from station.adapters.bridge.album import PhotoAlbum
from station.adapters.gs1 import interpret
from station.adapters.pictures import rewritten
from station.domain.errors import DomainError, Reason
from station.domain.evidence import Fault, Likeness, Quality
from station.ports import Look

# Megapixels read after the first look at a photo that should show a code, and at one that need not: the
# second is only asked whether it plainly shows another item.
THOROUGH, BRIEF = 6.0, 0.0


class PhotoEyes:
    """Measures and reads with OpenCV, zxing-cpp and, where it is installed, zbar."""

    def __init__(self, gates: Gates, album: PhotoAlbum) -> None:
        self._gates = gates
        self._album = album

    def rewritten(self, picture: bytes) -> bytes:
        return rewritten(picture)

    def look(
        self, jpeg: bytes, expected: frozenset[str], *, shows_code: bool = True, inspection: str = ""
    ) -> Look:
        """Look at one photo. Raises CAMERA_ABSENT for bytes that are no picture."""
        wanted = partial(matches, expected=expected) if expected else None
        try:
            gray = decode(jpeg)
            # Both let go of the interpreter: two cores do them in the time of one.
            with ThreadPoolExecutor(max_workers=1) as beside:
                measured = beside.submit(measure_gray, gray)
                seen = read_gray(gray, wanted, THOROUGH if shows_code else BRIEF)
                measures = measured.result()
        except UnreadablePhoto as error:
            raise DomainError(Reason.CAMERA_ABSENT) from error
        codes = tuple(code.text for code in seen)
        found = any(matches(code, expected) for code in codes)
        module = _module(gray, seen, search=shows_code and not found)
        fingerprint, alike = self._album.look_up(gray, inspection)
        return Look(
            quality=_quality(measures, module, alike),
            codes=codes,
            matches=found,
            trusted_other=_other(seen, expected),
            faults=tuple(Fault(fault.value) for fault in judge(measures, self._gates)),
            too_small=not found and module is not None and module < self._gates.least_module,
            fingerprint=fingerprint,
            alike=alike,
        )


def _module(gray: Gray, seen: tuple[SeenCode, ...], search: bool) -> float | None:
    """Measure the narrowest bar of what was read; where nothing was, of what looks like bars."""
    read = least_module(seen)
    return module_if_bars(gray) if read is None and search else read


def _quality(measures: Measures, module: float | None, alike: tuple[Likeness, ...]) -> Quality:
    return Quality(
        sharpness=round(measures.reblur, 4),
        edge_width=round(measures.edge_width, 2),
        brightest=round(measures.dark_p99, 1),
        overexposed=round(measures.bright_share, 4),
        module=None if module is None else round(module, 2),
        alike=alike[0].correlation if alike else None,
        bits_apart=alike[0].bits_apart if alike else None,
    )


def _other(seen: tuple[SeenCode, ...], expected: frozenset[str]) -> bool:
    """Tell whether another product's code is in the photo; parcels and manuals carry codes of their own."""
    others = (code for code in seen if trusted(code) and not matches(code.text, expected))
    return any(interpret(code.text, None).gtin for code in others)


def matches(text: str, expected: frozenset[str]) -> bool:
    """Say whether `text` is, or carries as its GS1 item number, one of the `expected` codes."""
    wanted = {comparison_form(code) for code in expected}
    return bool(wanted) and (comparison_form(text) in wanted or interpret(text, None).gtin in wanted)
