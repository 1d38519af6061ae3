"""The first reader: linear and two-dimensional codes by zxing-cpp."""

from typing import Final

import zxingcpp
from zxingcpp import BarcodeFormat as Format

from firmware_bridge.vision.photo import Gray

# UPC-E is left out: six digits with a check of one are found in any texture. A site that sells UPC-E items
# scans them; a photo need not.
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

ERROR_CORRECTED: Final = frozenset(str(code.symbology.name) for code in _MATRIX)
"""Symbologies whose error correction rules a misread out in practice."""


def read(gray: Gray) -> list[tuple[str, str]]:
    """Read every code as (text, symbology), text as encoded: separators kept, no parentheses added."""
    found = zxingcpp.read_barcodes(gray, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
    return [(_text(code), _name(code)) for code in found]


def _text(code: zxingcpp.Barcode) -> str:
    # Codabar's start and stop letters are framing that scanners drop, and so are they here.
    return code.text[1:-1] if code.symbology == Format.Codabar else code.text


def _name(code: zxingcpp.Barcode) -> str:
    # EAN-13 and EAN-8 share a symbology, and only their format tells them apart.
    return str((code.format if code.symbology == Format.EANUPC else code.symbology).name)
