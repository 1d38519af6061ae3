"""Drawn codes read back as what they were drawn from."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import zxingcpp

from station.adapters.labels import Kind, svg

BAR = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+Z")
READS_AS = {"code128": "Code128", "qr": "QRCode"}
TEXTS = ("!1", "RMA-2026-000417", "%ANSWER:3", "a<b&\"c'd", "https://id.gs1.org/01/09501101530003/21/S1")


def painted(drawing: str, scale: int = 4) -> np.ndarray:
    """Fill the bars of a drawing, `scale` px a module."""
    root = ET.fromstring(drawing)
    width, height = (int(number) for number in root.attrib["viewBox"].split()[2:])
    canvas = np.full((height * scale, width * scale), 255, np.uint8)
    for x, y, across, down in np.array(BAR.findall(root[1].attrib["d"]), int) * scale:
        canvas[y : y + down, x : x + across] = 0
    return canvas


@pytest.mark.parametrize("kind", READS_AS)
@pytest.mark.parametrize("text", TEXTS)
def test_reads_back(text: str, kind: Kind) -> None:
    (code,) = zxingcpp.read_barcodes(painted(svg(text, kind)), text_mode=zxingcpp.TextMode.Plain)
    assert (code.text, code.symbology.name) == (text, READS_AS[kind])


@pytest.mark.parametrize("kind", READS_AS)
def test_may_stand_inline_under_a_strict_policy(kind: Kind) -> None:
    drawing = svg("a<b&\"c'", kind)
    assert drawing.startswith("<svg ")
    assert not re.search(r"<\?|<!|<script| style=| id=| on\w+=", drawing)


@pytest.mark.parametrize(
    ("text", "kind"), [("", "code128"), ("", "qr"), ("שלום", "code128"), ("x" * 5000, "qr")]
)
def test_refuses_what_a_code_cannot_carry(text: str, kind: Kind) -> None:
    with pytest.raises(ValueError, match=r"."):
        svg(text, kind)
