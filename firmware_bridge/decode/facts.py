"""What a scanner says of itself, read leniently: lines such as "Serial Number: 15232B1F0C"."""

from __future__ import annotations

import re

from firmware_bridge.decode.dialect import About
from firmware_bridge.decode.text import decode_text

LONGEST = 60
# The first line that fits wins: an engine's own lines follow those of the scanner it is built into.
NUMBER, REVISION = r"(?: (?:number|no\.?|#))?", r"(?: (?:revision|version|rev\.?|ver\.?))?"
FIELDS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"(?i)^\s*{words}\s*[:=]\s*(.+)$")
    for name, words in {
        "model": r"(?:product|model|device|scanner)(?: name| type| model)?",
        "serial_number": rf"(?:(?:product )?serial{NUMBER}|s/?n)",
        "firmware": rf"(?:software|firmware|application|system){REVISION}",
    }.items()
}
# Source control's own label: "$ProjectRevision: 16345 $".
LABEL = re.compile(r"^\$\w+:\s*|\s*\$$")
UNSAID = {"", "n/a", "none", "unknown", "-"}


def about_from(reply: bytes, vendor: str) -> About | None:
    """Read an identity from an answer's lines; None where nothing in it is known."""
    lines = [decode_text(line) for line in re.split(rb"[\r\n;]+", reply)]
    found = {name: _first(pattern, lines) for name, pattern in FIELDS.items()}
    return About(vendor=vendor, **found) if any(found.values()) else None


def _first(pattern: re.Pattern[str], lines: list[str]) -> str:
    matches = (pattern.match(line) for line in lines)
    values = (clean(match.group(1)) for match in matches if match)
    return next((value for value in values if value), "")


def clean(value: str) -> str:
    """Take labels and blanks off a value; one that says nothing is nothing."""
    bare = LABEL.sub("", value.strip()).strip()[:LONGEST]
    return "" if bare.lower() in UNSAID else bare
