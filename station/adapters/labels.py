"""Codes for printed sheets, drawn as SVG that a page may hold inline."""

import html
import re
from typing import Final, Literal

import zxingcpp

Kind = Literal["code128", "qr"]

_FORMATS: Final = {"code128": zxingcpp.BarcodeFormat.Code128, "qr": zxingcpp.BarcodeFormat.QRCode}
_SIZE: Final = re.compile(r'<svg width="(\d+)" height="(\d+)"')
_BARS: Final = re.compile(r'<path d="([^"]+)"')


def svg(text: str, kind: Kind) -> str:
    """Draw `text` as an `<svg>` element, one user unit a module, quiet zone included.

    Size comes from the page's style sheet; there is no id, style attribute or script, so that a strict
    content policy holds and many codes fit on one page. Bars stay black on white in a dark theme, because
    few scanners read inverted codes. Raises ValueError for text that `kind` cannot carry: empty, above 256
    characters or beyond Latin-1 in Code 128, above about 2,900 bytes in a QR code.
    """
    drawn = zxingcpp.create_barcode(text, _FORMATS[kind]).to_svg()
    size, bars = _SIZE.search(drawn), _BARS.search(drawn)
    if size is None or bars is None:
        raise ValueError(f"no drawing of {text!r} as {kind}")
    return _element(text, size.group(1), size.group(2), bars.group(1))


def code128(text: str) -> str:
    """Draw `text` as Code 128; see `svg`."""
    return svg(text, "code128")


def qr(text: str) -> str:
    """Draw `text` as a QR code; see `svg`."""
    return svg(text, "qr")


def _element(text: str, width: str, height: str, bars: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' aria-label="{html.escape(text)}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{width}v{height}H0z"/><path fill="#000" d="{bars}"/></svg>'
    )
