"""Reading and judging on photos from many hands, where the folder of them is at hand.

A quarter of them here; `make bench` reads and judges every one against the same goals.
"""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest

from firmware_bridge.decode.gtin import is_gtin
from firmware_bridge.vision.codes import SeenCode, pyzbar_available, read_gray, trusted
from firmware_bridge.vision.compare import comparison_form
from firmware_bridge.vision.photo import decode
from firmware_bridge.vision.quality import Gates, judge, measure_gray

CORPUS = Path(os.environ.get("RETURNS_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
MANIFEST = CORPUS / "manifest.csv"
pytestmark = pytest.mark.skipif(not MANIFEST.is_file(), reason="the folder of photos is not here")

SAMPLE_STEP = 4
Row = dict[str, str]


class Rates(NamedTuple):
    """Hold shares in percent of photos with codes, and counts of texts that stand in no photo."""

    photos: int
    read: float
    wrong: int
    wrong_and_trusted: int
    read_by_group: dict[str, str]


def rows() -> list[Row]:
    with MANIFEST.open(encoding="utf-8", newline="") as table:
        return sorted(csv.DictReader(table), key=lambda row: row["path"])


def pixels(row: Row) -> np.ndarray:
    return cv2.imread(str(CORPUS / row["path"]), cv2.IMREAD_GRAYSCALE)


def seen_in(row: Row) -> tuple[SeenCode, ...]:
    return read_gray(pixels(row))


def form(text: str) -> str:
    # The manifest states texts without the blanks that some codes end in.
    return comparison_form(text.replace("\r\n", "\n").rstrip())


def stated(row: Row, column: str) -> set[str]:
    return {form(spelled(text, row["symbology"])) for text in json.loads(row[column]) if text is not None}


def spelled(text: str, symbology: str) -> str:
    """Bring a stated text to what scanners send: UPC-E whole, no add-on, no letters round Codabar."""
    if symbology == "UPCE" and len(text) == 8:
        return whole_upc(text)
    if symbology == "Codabar":
        return re.sub(r"^[A-D](.+)[A-D]$", r"\1", text)
    return re.sub(r"^(\d{13})(\d{2}|\d{5})$", r"\1", text) if is_gtin(text[:13]) else text


def whole_upc(text: str) -> str:
    """Expand UPC-E to the twelve digits it stands for (GS1 General Specifications 5.2.2.4.2)."""
    system, body, check = text[0], text[1:7], text[7]
    places = {"0": (2, 5), "1": (2, 5), "2": (2, 5), "3": (3, 5), "4": (4, 5)}
    head, end = places.get(body[5], (5, 6))
    kept = body[:head] + (body[5] if body[5] in "012" else "")
    return system + kept + body[head:end].rjust(10 - len(kept), "0") + check


def rates(photos: Iterable[Row]) -> Rates:
    held, read, wrong = Counter[str](), Counter[str](), []
    for row in photos:
        seen = seen_in(row)
        texts = {form(code.text) for code in seen}
        expected = stated(row, "expected")
        held[row["group"]] += row["group"] != "Negative"
        read[row["group"]] += bool(expected) and expected <= texts
        genuine = expected | stated(row, "also_present")
        wrong += [code for code in seen if form(code.text) not in genuine]
    return Rates(
        photos=held.total(),
        read=round(100 * read.total() / held.total(), 1),
        wrong=len(wrong),
        wrong_and_trusted=sum(trusted(code) for code in wrong),
        read_by_group={group: f"{read[group]}/{count}" for group, count in held.items()},
    )


@pytest.mark.slow
def test_a_sample_is_read() -> None:
    found = rates(rows()[::SAMPLE_STEP])
    assert found.read >= (87 if pyzbar_available() else 79), found
    assert found.wrong <= 1, found
    assert found.wrong_and_trusted == 0, found


def defocused(gray: np.ndarray, radius: int) -> np.ndarray:
    y, x = np.mgrid[-radius - 1 : radius + 2, -radius - 1 : radius + 2]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return cv2.filter2D(gray, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT)


def moved(gray: np.ndarray, length: int, angle: float) -> np.ndarray:
    path = np.zeros((length + 3,) * 2, np.float32)
    middle, reach = (length + 2) / 2, np.array([np.cos(angle), np.sin(angle)]) * length / 2
    ends = [(16 * (middle + sign * reach)).astype(int).tolist() for sign in (-1, 1)]
    cv2.line(path, *ends, 1.0, 1, cv2.LINE_AA, 4)
    return cv2.filter2D(gray, -1, path / path.sum(), borderType=cv2.BORDER_REFLECT)


def refused(gray: np.ndarray) -> bool:
    measured = measure_gray(decode(cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()))
    return bool(judge(measured, Gates(least_p99=0, most_bright_share=1)))


def refusals(photos: list[Row]) -> dict[str, float]:
    """Give the share in percent refused of photos as they are and of the same ones spoiled."""
    count, random = Counter[str](), np.random.default_rng(3)
    for row in photos:
        gray, angle = pixels(row), random.uniform(0, np.pi)
        count["as they are"] += refused(gray)
        count.update(f"defocus {px}" for px in (3, 6) if refused(defocused(gray, px)))
        count.update(f"motion {px}" for px in (12, 24) if refused(moved(gray, px, angle)))
    return {name: round(100 * number / len(photos), 1) for name, number in count.items()}


def large(row: Row) -> bool:
    sides = int(row["width"]), int(row["height"])
    return max(sides) >= 600 and min(sides) >= 400


@pytest.mark.slow
def test_gates_catch_spoiled_photos_and_pass_good_ones() -> None:
    found = refusals([row for row in rows() if large(row)][::SAMPLE_STEP])
    assert found["as they are"] <= 10, found
    assert found["defocus 3"] >= 90, found
    assert found["defocus 6"] >= 99, found
    assert min(found["motion 12"], found["motion 24"]) >= 85, found
