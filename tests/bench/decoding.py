"""Reading photos of many hands: the pipeline beside zxing-cpp alone and pyzbar alone, in turns."""

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import cv2

from firmware_bridge.vision import zxing
from firmware_bridge.vision.codes import pyzbar_available, read_gray, trusted
from firmware_bridge.vision.photo import Gray
from tests.bench.figures import goal
from tests.bridge.test_vision_corpus import MANIFEST, Row, form, pixels, rows, stated

Texts = list[tuple[str, bool]]
"""What was read, and whether it may be acted on."""


class Outcome(NamedTuple):
    """What one reader made of one photo; ``wrong`` texts stand nowhere in it, ``acted`` are trusted."""

    read: bool
    wrong: int
    acted: int
    ms: float


def run(_: Path) -> None:
    print("\nCodes in photos")
    if not MANIFEST.is_file():
        print(f"  skipped: no photos at {MANIFEST.parent}; RETURNS_CORPUS names the folder")
        return
    cv2.setNumThreads(1)
    outcomes: dict[str, dict[str, list[Outcome]]] = {name: defaultdict(list) for name in _readers()}
    for row in rows():
        gray = pixels(row)
        for name, read in _readers().items():
            outcomes[name][row["group"]].append(_outcome(read, gray, row))
    _show(outcomes)


def _readers() -> dict[str, Callable[[Gray], Texts]]:
    alone = {"pyzbar alone": _pyzbar_alone} if pyzbar_available() else {}
    return {"here": _here, "zxing-cpp alone": _zxing_alone, **alone}


def _here(gray: Gray) -> Texts:
    return [(code.text, trusted(code)) for code in read_gray(gray)]


def _zxing_alone(gray: Gray) -> Texts:
    return [(code.text, True) for code in zxing.read(gray)]


def _pyzbar_alone(gray: Gray) -> Texts:
    from pyzbar import pyzbar  # it raises where its library is missing

    found: list[Any] = pyzbar.decode(gray)
    return [(code.data.decode("utf-8", "replace"), True) for code in found]


def _outcome(read: Callable[[Gray], Texts], gray: Gray, row: Row) -> Outcome:
    began = time.thread_time()
    found = read(gray)
    ms = (time.thread_time() - began) * 1000
    expected = stated(row, "expected")
    genuine = expected | stated(row, "also_present")
    wrong = [acted for text, acted in found if form(text) not in genuine]
    texts = {form(text) for text, _ in found}
    return Outcome(bool(expected) and expected <= texts, len(wrong), sum(wrong), ms)


def _show(outcomes: dict[str, dict[str, list[Outcome]]]) -> None:
    for name, groups in outcomes.items():
        print(
            f"  {name:<16} {'photos':>7} {'read':>7} {'wrong':>6} {'acted on':>9} {'p50 ms':>7} {'p95 ms':>7}"
        )
        for group in sorted(groups):
            _line(group, groups[group], group != "Negative")
        _line("all", [one for group in groups.values() for one in group], True, _with_codes(groups))
    every = [one for group in outcomes["here"].values() for one in group]
    goal("photos read, percent", _rate(_with_codes(outcomes["here"])), least=88)
    goal("wrong texts acted on", sum(one.acted for one in every), most=0)
    goal("milliseconds a photo (p50, one thread)", median(one.ms for one in every), most=6)


def _with_codes(groups: dict[str, list[Outcome]]) -> list[Outcome]:
    return [one for group, held in groups.items() if group != "Negative" for one in held]


def _line(name: str, held: list[Outcome], codes: bool, counted: list[Outcome] | None = None) -> None:
    rate = f"{_rate(counted or held):6.1f}%" if codes else "      -"
    wrong, acted = sum(one.wrong for one in held), sum(one.acted for one in held)
    times = sorted(one.ms for one in held)
    p95 = times[int(0.95 * (len(times) - 1))]
    print(f"    {name:<14} {len(held):>7} {rate} {wrong:>6} {acted:>9} {median(times):>7.1f} {p95:>7.1f}")


def _rate(held: list[Outcome]) -> float:
    return 100 * sum(one.read for one in held) / len(held)
