"""A white adhesive label with a title and real barcodes."""

from __future__ import annotations

import cv2
import numpy as np
import zxingcpp

from firmware_bridge.sim.lettering import fitting, width_of, write
from firmware_bridge.sim.paint import Picture

WIDTH = 640
MARGIN = 24
TITLE_SIZE = 34
TEXT_SIZE = 26
BAR_HEIGHT = 130
LINEAR_SCALES = (4, 3)  # pixels a module, the largest that fits
MATRIX_SCALE = 6
EAN_LENGTHS = {8: zxingcpp.EAN8, 12: zxingcpp.EAN13, 13: zxingcpp.EAN13}
PAPER = 244


def label(title: str, codes: tuple[str, ...]) -> Picture:
    """Print a label as wide as `WIDTH` pixels and as tall as its codes need."""
    blocks = [_heading(title), *(_block(code) for code in codes), _gap(MARGIN // 2)]
    return np.vstack(blocks)


def barcode(code: str) -> Picture:
    """Draw a code with quiet zones at 3 pixels a module or more; gray, height x width.

    Eight, twelve and thirteen digits that check are EAN; the rest is Code 128 where that fits, else QR.
    """
    symbol = _ean(code) or _code128(code)
    drawn = _linear(symbol) if symbol is not None else None
    return drawn if drawn is not None else _drawn(_qr(code), MATRIX_SCALE)


def _ean(code: str) -> zxingcpp.Barcode | None:
    if not (code.isascii() and code.isdecimal() and len(code) in EAN_LENGTHS):
        return None
    # An EAN-13 that begins with 0 is what readers make of a UPC-A.
    return _created(code.zfill(13) if len(code) == 12 else code, EAN_LENGTHS[len(code)])


def _code128(code: str) -> zxingcpp.Barcode | None:
    return _created(code, zxingcpp.Code128) if code.isascii() and code.isprintable() else None


def _created(code: str, kind: zxingcpp.BarcodeFormat) -> zxingcpp.Barcode | None:
    try:
        return zxingcpp.create_barcode(code, kind)
    except ValueError:  # a wrong check digit, or characters it cannot hold
        return None


def _qr(code: str) -> zxingcpp.Barcode:
    return zxingcpp.create_barcode(code, zxingcpp.QRCode)


def _linear(symbol: zxingcpp.Barcode) -> Picture | None:
    for scale in LINEAR_SCALES:
        row = _drawn(symbol, scale)[:1]
        if row.shape[1] <= WIDTH - 2 * MARGIN:
            return np.repeat(row, BAR_HEIGHT, axis=0)
    return None


def _drawn(symbol: zxingcpp.Barcode, scale: int) -> Picture:
    return np.array(symbol.to_image(scale=scale), np.uint8)


def _gap(height: int) -> Picture:
    return np.full((height, WIDTH, 3), PAPER, np.uint8)


def _heading(title: str) -> Picture:
    block = _gap(TITLE_SIZE * 2)
    write(block, fitting(title, TITLE_SIZE, WIDTH - 2 * MARGIN, 700), (MARGIN, 50), TITLE_SIZE, 700)
    cv2.line(block, (MARGIN, 64), (WIDTH - MARGIN, 64), (90, 90, 90), 2)
    return block


def _block(code: str) -> Picture:
    bars = barcode(code)
    block = _gap(bars.shape[0] + TEXT_SIZE * 2)
    left = (WIDTH - bars.shape[1]) // 2
    printed = np.minimum(bars, PAPER)
    block[12 : 12 + bars.shape[0], left : left + bars.shape[1]] = np.maximum(printed, 22)[..., None]
    text = fitting(code, TEXT_SIZE, WIDTH - 2 * MARGIN)
    middle = (WIDTH - width_of(text, TEXT_SIZE)) // 2
    write(block, text, (middle, bars.shape[0] + 12 + TEXT_SIZE), TEXT_SIZE)
    return block
