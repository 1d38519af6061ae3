"""Bar codes in printer dots: every module a whole number of dots, the quiet zone included."""

from typing import Final

import numpy as np
import zxingcpp

from station.adapters.printing.media import Media, Picture

# What hand-held scanners read without aiming twice; wider than the most gains nothing.
LEAST_MODULE_MM: Final = 0.25
MOST_MODULE_MM: Final = 0.51
LEAST_QR_MODULE_MM: Final = 0.25
MOST_QR_MODULE_MM: Final = 0.76


def linear(text: str, media: Media, width: int, height: int) -> Picture | None:
    """Draw Code 128 as wide as fits; None where it cannot carry the text, or not within ``width`` dots."""
    row = _drawn(text, zxingcpp.BarcodeFormat.Code128)
    if row is None or height <= 0:
        return None
    bars = row[:1]
    module = _module(bars.shape[1], width, media, LEAST_MODULE_MM, MOST_MODULE_MM)
    return np.repeat(np.repeat(bars, module, axis=1), height, axis=0) if module else None


def square(text: str, media: Media, side: int) -> Picture | None:
    """Draw a QR code as large as fits; None where it cannot carry the text, or not within ``side`` dots."""
    grid = _drawn(text, zxingcpp.BarcodeFormat.QRCode)
    if grid is None:
        return None
    module = _module(grid.shape[1], side, media, LEAST_QR_MODULE_MM, MOST_QR_MODULE_MM)
    return np.kron(grid, np.ones((module, module), np.bool_)).astype(np.bool_) if module else None


def _module(modules: int, dots: int, media: Media, least_mm: float, most_mm: float) -> int:
    """Return the dots of one module, 0 if even the narrowest that can be read is too wide."""
    fits = min(dots // modules, max(1, media.dots(most_mm)))
    return fits if fits >= media.dots(least_mm) else 0


def _drawn(text: str, kind: "zxingcpp.BarcodeFormat") -> Picture | None:
    """Draw one dot a module, True for black."""
    try:
        image = zxingcpp.create_barcode(text, kind).to_image(scale=1)
    except ValueError:
        return None
    return np.array(image) < 128
