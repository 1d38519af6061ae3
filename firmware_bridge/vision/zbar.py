"""The second reader of linear codes, present where the system has libzbar0; the one place that imports it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from firmware_bridge.vision.found import Found
from firmware_bridge.vision.photo import Gray
from firmware_bridge.vision.views import Corners

# What zbar calls a symbology -> what zxing calls it. Codes outside this table are not asked for: its Codabar
# and DataBar invent codes in texture, and zxing reads two-dimensional ones better.
_NAMES: Final = {
    "EAN13": "EAN13",
    "EAN8": "EAN8",
    "UPCA": "EAN13",
    "CODE128": "Code128",
    "CODE39": "Code39",
    "CODE93": "Code93",
    "I25": "ITF",
}
SYMBOLOGIES: Final = frozenset(_NAMES.values())
"""What it is asked to read, by the names that zxing has for them."""


def _load() -> Any:
    # The package is installed everywhere; it raises ImportError when the shared library is missing.
    try:
        return import_module("pyzbar.pyzbar")
    except ImportError:
        return None


_pyzbar: Final = _load()
_decode: Final[Callable[..., Any] | None] = _pyzbar and _pyzbar.decode
_symbols: Final = [_pyzbar.ZBarSymbol[name] for name in _NAMES] if _pyzbar else []


def pyzbar_available() -> bool:
    """Say whether the second reader can be used on this machine."""
    return _decode is not None


def read(gray: Gray) -> list[Found]:
    """Read linear codes; nothing without the library."""
    if _decode is None:
        return []
    return [Found(_text(code), _NAMES[code.type], _corners(code.rect)) for code in _decode(gray, _symbols)]


def _text(code: Any) -> str:
    # UPC-A is an EAN-13 that begins with a nought, and so the first reader spells it.
    text = str(code.data.decode("utf-8", "replace"))
    return text.zfill(13) if _NAMES[code.type] == "EAN13" else text


def _corners(rect: Any) -> Corners:
    # Its polygon is a hull with any number of corners; the upright box round it says enough.
    left, top, right, bottom = rect.left, rect.top, rect.left + rect.width, rect.top + rect.height
    return (left, top), (right, top), (right, bottom), (left, bottom)
