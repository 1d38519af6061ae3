"""Letters of the printed page: FiraGO (SIL Open Font License 1.1), which has Latin, Cyrillic and Hebrew.

It comes as a package with the font files in it, so that a station needs nothing of the system.
"""

import contextlib
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from station.adapters.printing.lettering import seen

FAMILY = "FiraGO"
_TO_THE_LEFT = "\u200f"
_SHAPING = ("GSUB", "GPOS", "GDEF")
_FACES = {"": "figo", "B": "figbo"}
_INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@cache
def _face(short: str) -> bytes:
    """Unpack a font without its rules for shaping letters: none is used, and reading them takes longest."""
    import pymupdf_fonts  # noqa: PLC0415 - unpacks a megabyte, and most stations never print a pack
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - comes with fpdf2

    out = BytesIO()
    with TTFont(BytesIO(pymupdf_fonts.myfont(short)), lazy=True) as font:
        for tag in _SHAPING:
            if tag in font:
                del font[tag]
        font.save(out)
    return out.getvalue()


@contextlib.contextmanager
def lettered(pdf: Any) -> Iterator[None]:
    """Give a document the typeface; its files are there until the document is written."""
    with TemporaryDirectory(prefix="pack-") as folder:
        for style, short in _FACES.items():
            path = Path(folder) / f"{short}.ttf"
            path.write_bytes(_face(short))
            pdf.add_font(FAMILY, style, path)
        yield


def visible(text: str) -> str:
    """Return text without marks of direction, as it is measured."""
    return _INVISIBLE.sub("", text)


def laid_out(line: str, leftward: bool) -> str:
    """Return one line in the order in which it is seen, marks of direction followed and taken out."""
    return visible(seen(f"{_TO_THE_LEFT}{line}" if leftward else line, leftward))
