"""The first reader: linear and two-dimensional codes by zxing-cpp."""

from typing import Any, Final

import zxingcpp
from zxingcpp import BarcodeFormat as Format

from firmware_bridge.vision.found import Found
from firmware_bridge.vision.photo import Gray
from firmware_bridge.vision.views import Corners, Point

# UPC-E is left out: six digits with a check of one are found in any texture. It is asked for only where the
# second reader has seen one.
_LINEAR: Final = (
    Format.EAN13,
    Format.EAN8,
    Format.Code128,
    Format.Code39,
    Format.Code93,
    Format.Codabar,
    Format.ITF,
    Format.DataBar,
)
_MATRIX: Final = (
    Format.QRCode,
    Format.MicroQRCode,
    Format.DataMatrix,
    Format.Aztec,
    Format.PDF417,
    Format.MicroPDF417,
    Format.MaxiCode,
)
_FORMATS: Final = zxingcpp.BarcodeFormats(_LINEAR + _MATRIX)
_CONFIRMING: Final = zxingcpp.BarcodeFormats((*_LINEAR, Format.UPCE))
_RARE: Final = zxingcpp.BarcodeFormats((Format.Telepen, Format.DXFilmEdge))

ERROR_CORRECTED: Final = frozenset(str(code.symbology.name) for code in _MATRIX)
"""Symbologies whose error correction rules a misread out in practice."""


def read(gray: Gray) -> list[Found]:
    """Read every code, text as encoded: separators kept, no parentheses added."""
    return _read(gray, _FORMATS)


def read_quickly(gray: Gray) -> list[Found]:
    """Read upright, dark on light, at the size given: a third of the time, 96 in 100 of the codes."""
    return _read(gray, _FORMATS, try_rotate=False, try_invert=False, try_downscale=False)


def read_live(gray: Gray) -> list[Found]:
    """Read every dark code on a light ground: a quarter faster, for pictures that keep coming."""
    return _read(gray, _FORMATS, try_invert=False)


def read_coarsely(gray: Gray) -> list[Found]:
    """Read with one threshold for all: for codes that are soft or stand in their own shadow."""
    return _read(gray, _FORMATS, binarizer=zxingcpp.Binarizer.GlobalHistogram)


def read_crop(gray: Gray) -> list[Found]:
    """Read linear codes where one was seen already, UPC-E among them."""
    return _read(gray, _CONFIRMING)


def read_rare(gray: Gray) -> list[Found]:
    """Read what is seldom on goods."""
    return _read(gray, _RARE)


def _read(gray: Gray, formats: Any, **options: Any) -> list[Found]:
    found = zxingcpp.read_barcodes(gray, formats=formats, text_mode=zxingcpp.TextMode.Plain, **options)
    return [Found(_text(code), _name(code), _corners(code.position)) for code in found]


def _text(code: zxingcpp.Barcode) -> str:
    # Codabar's start and stop letters are framing that scanners drop, and so are they here.
    return str(code.text[1:-1] if code.symbology == Format.Codabar else code.text)


def _name(code: zxingcpp.Barcode) -> str:
    # EAN-13 and EAN-8 share a symbology, and only their format tells them apart. UPC-E comes expanded.
    if code.symbology == Format.EANUPC:
        return "EAN8" if code.format == Format.EAN8 else "EAN13"
    return str((code.format if code.symbology == Format.OtherBarcode else code.symbology).name)


def _corners(position: Any) -> Corners:
    return (
        _point(position.top_left),
        _point(position.top_right),
        _point(position.bottom_right),
        _point(position.bottom_left),
    )


def _point(point: Any) -> Point:
    return float(point.x), float(point.y)
