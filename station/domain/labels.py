"""What a label says. How it looks is drawn once, as a picture, wherever it goes from there."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LONGEST_LINE = 120
LONGEST_CODE = 64
ELLIPSIS = "…"


class LabelKind(StrEnum):
    """What a label is for."""

    LPN = "lpn"
    ITEM = "item"
    BIN = "bin"
    COMMAND = "command"
    BADGE = "badge"
    MOVE = "move"


class Corner(StrEnum):
    """Where a disposition's letter stands, on screen, label and bin; the same in every language."""

    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"
    BOTTOM_RIGHT = "bottom_right"
    BOTTOM_LEFT = "bottom_left"


# Each disposition's letter and corner; an item on hold has a letter and the first corner.
MARKS: dict[str, tuple[str, Corner]] = {
    "restock": ("R", Corner.TOP_LEFT),
    "refurbish": ("F", Corner.TOP_RIGHT),
    "resale": ("S", Corner.BOTTOM_RIGHT),
    "disposal": ("D", Corner.BOTTOM_LEFT),
    "hold": ("H", Corner.TOP_LEFT),
}


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says: a title, smaller lines under it, and one code.

    ``code`` is drawn as Code 128 where it fits and as QR; ``caption`` is what stands under it for
    eyes, empty for a badge, whose code nobody should read. ``foot`` stands small along the lower edge.
    ``use`` names the mark in ``MARKS``.
    """

    kind: LabelKind
    code: str
    title: str
    lines: tuple[str, ...] = ()
    caption: str = ""
    foot: str = ""
    use: str = ""

    @property
    def mark(self) -> tuple[str, Corner] | None:
        return MARKS.get(self.use)


def said(text: str, longest: int = LONGEST_LINE) -> str:
    """Return text as one plain line: no control, format or private characters, no runs of spaces.

    What is longer than ``longest`` characters ends in an ellipsis.
    """
    plain = " ".join("".join(_shown(character) for character in text).split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + ELLIPSIS


def _shown(character: str) -> str:
    return " " if unicodedata.category(character)[0] in "CZ" else character


def coded(text: str) -> str:
    """Return what a code may carry: printable characters only, in their order, ``LONGEST_CODE`` at most."""
    kept = "".join(c for c in text if unicodedata.category(c)[0] != "C")
    return kept.strip()[:LONGEST_CODE]


def label(
    kind: LabelKind,
    code: str,
    title: str,
    *lines: str,
    foot: str = "",
    use: str = "",
    captioned: bool = True,
) -> Label:
    """Make a label of plain lines; empty ones are left out, an empty title is the code."""
    code = coded(code)
    title = said(title) or said(code)
    kept = tuple(line for line in map(said, lines) if line)
    return Label(kind, code, title, kept, said(code) if captioned else "", said(foot), use)
