"""A scale is asked, answers in its own words, and every refusal is told apart."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.decode.sics import LONGEST, Identity, Load, Reading, Refused, Reply, Sics, parse
from firmware_bridge.drivers.scale import Scale
from firmware_bridge.errors import BridgeError, Reason
from firmware_bridge.ports import ScaleState
from firmware_bridge.sim.scale import SERIAL_NUMBER, PtyScale

from .conftest import until
from .spoken import cuts, pieces

LINES: list[tuple[str, Reply]] = [
    ("S S     123.45 g", Reading(Load.STABLE, Decimal("123.45"))),
    ("S S      1.234 kg", Reading(Load.STABLE, Decimal("1234.000"))),
    ("S D       0.80 g", Reading(Load.MOVING, Decimal("0.80"))),
    ("S S     -12.00 g", Reading(Load.STABLE, Decimal("-12.00"))),
    ("S S      - 1.0 g", Reading(Load.STABLE, Decimal("-1.0"))),
    ("S S          2 lb", Reading(Load.STABLE, Decimal("907.18474"))),
    ("SI D     10 oz", Reading(Load.MOVING, Decimal("283.49523125"))),
    ("S +", Reading(Load.OVERLOAD)),
    ("S -", Reading(Load.UNDERLOAD)),
    ("S I", Reading(Load.BUSY)),
    ('I4 A "B021002593"', Identity("B021002593")),
    ("ES", Refused("ES")),
    ("S S  12.0 PCS", Refused("S S  12.0 PCS")),
    ("S S      . g", Refused("S S      . g")),
    ("S S 1,5 g", Refused("S S 1,5 g")),
]


@pytest.mark.parametrize(("line", "reply"), LINES)
def test_each_line_says_one_thing(line: str, reply: Reply) -> None:
    assert parse(line) == reply


@given(st.lists(st.sampled_from(LINES), max_size=6), cuts)
def test_replies_survive_any_chunking(lines: list[tuple[str, Reply]], where: list[int]) -> None:
    stream = b"".join(line.encode() + b"\r\n" for line, _ in lines)
    sics = Sics()
    assert [reply for piece in pieces(stream, where) for reply in sics.feed(piece)] == [r for _, r in lines]


@given(st.lists(st.binary(max_size=60) | st.sampled_from([b"S S 1 g", b"\r\n", b"S +"]), max_size=30))
def test_any_bytes_are_read_and_little_is_kept(chunks: list[bytes]) -> None:
    sics = Sics()
    for chunk in chunks:
        sics.feed(chunk * 20)
    assert len(sics._framer._kept) <= LONGEST
    assert sics.feed(b"\r\nS S 7 g\r\n")[-1] == Reading(Load.STABLE, Decimal(7))


@pytest.fixture
def simulated(tmp_path: Path) -> Iterator[PtyScale]:
    scale = PtyScale(tmp_path / "by-id" / "scale")
    scale.start()
    yield scale
    scale.stop()


@pytest.fixture
def scale(simulated: PtyScale, tmp_path: Path) -> Iterator[Scale]:
    driver = Scale(str(simulated.link), tmp_path / "run", simulated=True, settle=0.5)
    driver.start()
    until(lambda: driver.state() is ScaleState.READY)
    yield driver
    driver.stop()


def refusal(scale: Scale) -> Reason:
    with pytest.raises(BridgeError) as caught:
        scale.weigh()
    return caught.value.reason


def test_what_lies_on_it_is_weighed_in_grams(simulated: PtyScale, scale: Scale) -> None:
    for unit in ("g", "kg"):
        simulated.unit, simulated.grams = unit, 1234.5
        weighed = scale.weigh()
        assert weighed.grams == Decimal("1234.5")
        assert weighed.simulated
        assert weighed.at.tzinfo is not None
    until(lambda: scale.serial_number == SERIAL_NUMBER)


@pytest.mark.parametrize(
    ("grams", "swinging", "reason"),
    [
        (0.0, False, Reason.SCALE_EMPTY),
        (-3.0, False, Reason.SCALE_EMPTY),
        (20_000.0, False, Reason.SCALE_OVERLOAD),
        (100.0, True, Reason.SCALE_MOVING),
    ],
)
def test_what_cannot_be_weighed_is_told(
    simulated: PtyScale, scale: Scale, grams: float, swinging: bool, reason: Reason
) -> None:
    simulated.grams, simulated.swinging = grams, swinging
    assert refusal(scale) is reason


def test_an_item_that_comes_to_rest_in_time_is_weighed(simulated: PtyScale, scale: Scale) -> None:
    simulated.grams, simulated.swinging = 80.0, True
    scale.settle = 10.0
    at_rest = threading.Timer(0.3, lambda: setattr(simulated, "swinging", False))
    at_rest.start()
    assert scale.weigh().grams == Decimal(80)
    at_rest.join()


@pytest.mark.parametrize("fault", ["mute", "garbled"])
def test_a_scale_that_says_nothing_of_use_is_told_and_answers_again(
    simulated: PtyScale, scale: Scale, fault: str
) -> None:
    simulated.grams = 5.0
    setattr(simulated, fault, True)
    assert refusal(scale) is Reason.SCALE_SILENT
    assert scale.state() is ScaleState.SILENT
    setattr(simulated, fault, False)
    assert scale.weigh().grams == Decimal(5)
    assert scale.state() is ScaleState.READY


def test_a_scale_that_is_unplugged_is_absent_and_found_again(simulated: PtyScale, scale: Scale) -> None:
    simulated.port.unplug()
    until(lambda: scale.state() is ScaleState.ABSENT)
    assert refusal(scale) is Reason.PORT_ABSENT
    simulated.port.replug()
    until(lambda: scale.state() is ScaleState.READY)
    simulated.grams = 5.0
    assert scale.weigh().grams == Decimal(5)
