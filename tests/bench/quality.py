"""What judging a photo costs, and looking for one like it among a million."""

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import cv2

from firmware_bridge.sim.scene import Scene, render
from firmware_bridge.vision.codes import read_gray
from firmware_bridge.vision.photo import decode
from firmware_bridge.vision.prints import PrintIndex, fingerprints, small_copy
from firmware_bridge.vision.quality import Gates, measure_gray
from station.adapters.bridge.album import PhotoAlbum
from station.adapters.bridge.eyes import PhotoEyes
from station.adapters.clock import SystemClock, SystemIds
from station.adapters.local.engine import Database
from station.adapters.local.journal import Writer
from station.adapters.local.sealing import Seal
from station.adapters.local.unit_of_work import LocalStore
from station.adapters.signing import KeyFolder
from station.adapters.vault import FileVault
from tests.bench.figures import goal, in_turns, show
from tests.bridge.test_vision_corpus import MANIFEST, large, refusals, rows

ROUNDS = 40
MILLION = 1_000_000
GTIN = "9501101530003"


def run(folder: Path) -> None:
    cv2.setNumThreads(1)
    _judging(folder)
    _searching()
    _gates()


def _judging(folder: Path) -> None:
    labelled, bare = (_jpeg(codes) for codes in ((GTIN,), ()))
    eyes, close = _eyes(folder, labelled)
    gray, numbers = decode(labelled), count()
    expected = frozenset({GTIN})
    series = in_turns(
        ROUNDS,
        opening=lambda: decode(labelled),
        measuring=lambda: measure_gray(gray),
        reading=lambda: read_gray(gray, expected.__contains__),
        label_shown=lambda: eyes.look(labelled, expected, inspection=str(next(numbers))),
        no_label_asked_for=lambda: eyes.look(bare, expected, shows_code=False),
        label_asked_for_and_missing=lambda: eyes.look(bare, expected),
    )
    close()
    show("Judging a photo of 1920 x 1080", *series.values())
    for name in ("label_shown", "no_label_asked_for"):
        goal(f"milliseconds to judge, {name} (p50)", series[name].p50, most=60)


def _eyes(folder: Path, earlier: bytes) -> tuple[PhotoEyes, Callable[[], None]]:
    vault, database = FileVault(folder / "photos"), Database(folder / "station.db")
    database.start()
    seal = Seal(KeyFolder(folder, "bench"), "07")
    store = LocalStore(database, Writer("07", SystemClock(), SystemIds()), seal)
    with store.begin() as uow:
        uow.photo_prints.add(vault.put(earlier), "earlier", fingerprints(small_copy(decode(earlier)))[0])
    gates = Gates()
    return PhotoEyes(gates, PhotoAlbum(store.read, vault, gates.least_alike)), database.stop


def _jpeg(codes: tuple[str, ...]) -> bytes:
    frame = render(Scene("Kettle", codes, "kitchen", 5))
    return cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


def _searching() -> None:
    index = PrintIndex()
    index.add(os.urandom(32 * MILLION))
    ways = fingerprints(small_copy(decode(_jpeg(()))))
    series = in_turns(ROUNDS, search=lambda: index.nearest(ways, 24))
    show("A photo among a million, in all its turns", *series.values())
    goal("milliseconds to search (p50)", series["search"].p50, most=50)


def _gates() -> None:
    """Spoil every photo of many hands that is large enough, and see what the gates make of each."""
    if not MANIFEST.is_file():
        print(f"  skipped: no photos at {MANIFEST.parent}; RETURNS_CORPUS names the folder")
        return
    found = refusals([row for row in rows() if large(row)])
    print("\nPhotos refused, in percent")
    goal("as they are", found["as they are"], most=9)
    for name, least in (("defocus 3", 90), ("defocus 6", 99), ("motion 12", 85), ("motion 24", 85)):
        goal(name, found[name], least=least)
