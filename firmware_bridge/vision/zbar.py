"""The second reader of linear codes, present where the system has libzbar0; the one place that imports it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from firmware_bridge.vision.photo import Gray

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


def read(gray: Gray) -> list[tuple[str, str]]:
    """Read linear codes as (text, symbology); nothing without the library."""
    if _decode is None:
        return []
    return [(found.data.decode("utf-8", "replace"), _NAMES[found.type]) for found in _decode(gray, _symbols)]
