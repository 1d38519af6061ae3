"""A frame's bytes made into text that is data and nothing else."""

from __future__ import annotations

import unicodedata

GS = "\x1d"
# Control characters, invisible formatting (a byte-order mark, text direction) and line separators.
REFUSED = frozenset({"Cc", "Cf", "Zl", "Zp", "Co", "Cn"})


def decode_text(data: bytes) -> str:
    """Decode as UTF-8, or as Latin-1 where it is not, and keep only printable characters and GS."""
    return "".join(filter(is_data, _decode(data)))


def is_data(character: str) -> bool:
    """Tell whether a character may be part of a scan: a scan is never keys or commands to a page."""
    return character == GS or unicodedata.category(character) not in REFUSED


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
