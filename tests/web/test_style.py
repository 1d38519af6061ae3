"""Style sheets and scripts keep to the house: logical directions, colours one can read, no strangers."""

import re
from pathlib import Path

import pytest

import web

STATIC = Path(web.__file__).parent / "static"
SHEETS = sorted(STATIC.glob("css/*.css"))
SCRIPTS = sorted(STATIC.glob("js/*.js"))
SIDED = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border)-(?:left|right)|left|right|float)\s*:|text-align:\s*(?:left|right)"
)

# What stands on what: text and its ground, by theme.
PAIRS = (
    ("ink", "paper"), ("ink", "card"), ("quiet", "paper"), ("quiet", "card"), ("accent", "paper"),
    ("on-accent", "accent"), ("ink", "good-tint"), ("ink", "attention-tint"), ("ink", "unknown-tint"),
    ("attention", "attention-tint"), ("attention", "card"), ("ink", "quiet-tint"), ("on-route", "restock"),
    ("on-route", "refurbish"), ("on-route", "resale"), ("on-route", "disposal"), ("on-hold", "hold"),
    ("on-route", "stop"), ("restock-mark", "card"), ("refurbish-mark", "card"), ("resale-mark", "card"),
    ("disposal-mark", "card"), ("hold-mark", "card"),
)  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_directions_are_logical(sheet: Path) -> None:
    assert not SIDED.findall(sheet.read_text())


@pytest.mark.parametrize("path", [*SHEETS, *SCRIPTS], ids=lambda path: path.name)
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    assert not re.search(r"https?://|@import|url\(", path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_write_markup_only_where_the_station_made_it(path: Path) -> None:
    allowed = {"face.js": 2, "devices.js": 1, "labels.js": 1, "rule_editor.js": 1, "waiting.js": 1}
    assert len(
        re.findall(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", path.read_text())
    ) == allowed.get(path.name, 0)


def tokens(theme: str) -> dict[str, str]:
    sheet = (STATIC / "css/tokens.css").read_text()
    light, dark = (
        re.search(r":root \{(.*?)\n\}", sheet, re.S),
        re.search(r'"dark"\] \{(.*?)\n\}', sheet, re.S),
    )
    assert light and dark
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light[1]))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark[1])) if theme == "dark" else {})


def luminance(colour: str) -> float:
    """Return relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_everything_can_be_read(theme: str, text: str, ground: str) -> None:
    known = tokens(theme)
    high, low = sorted((luminance(known[text]), luminance(known[ground])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5
