"""An item is weighed on a simulated scale, through the real driver; every refusal leaves it as it was."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from firmware_bridge.drivers.scale import Scale
from firmware_bridge.sim.scale import PtyScale
from station.adapters.bridge.scale import BridgeScale
from station.domain.bench import Say
from station.domain.errors import Reason
from station.domain.scanning import Command
from station.domain.weight import Weight
from station.ports import DeviceState
from station.services import bench
from tests.support.stations import Rig
from tests.support.waiting import until
from tests.support.work import in_hand, last_closed, open_item, payloads, press, said, to_bin, to_verdict


@pytest.fixture
def scale(tmp_path: Path) -> Iterator[PtyScale]:
    simulated = PtyScale(tmp_path / "scale")
    simulated.start()
    yield simulated
    simulated.stop()


@pytest.fixture
def weighing(rig: Rig, scale: PtyScale, tmp_path: Path) -> Iterator[Rig]:
    """A station with a scale that was found."""
    driver = Scale(str(scale.link), tmp_path / "run", simulated=True, settle=0.3)
    driver.start()
    port = BridgeScale(driver)
    until(lambda: port.state() is DeviceState.READY)
    yield replace(rig, world=replace(rig.world, scale=port))
    driver.stop()


def weight(rig: Rig) -> Weight:
    found = in_hand(rig).weight
    assert found is not None
    return found


def test_the_item_in_hand_is_weighed_and_its_record_says_so(weighing: Rig, scale: PtyScale) -> None:
    open_item(weighing)
    scale.grams = 612.5
    result = press(weighing, Command.WEIGH)
    assert (said(result), result.notice and result.notice.facts["grams"]) == (Say.WEIGHED, "612.5")
    known = weight(weighing)
    assert (known.grams, known.simulated, known.device) == (612.5, True, str(scale.link))
    press(weighing, 1, Command.PHOTO)
    to_bin(weighing)
    assert last_closed(weighing).weight == known
    [finished] = payloads(weighing, "inspection_finished")
    assert finished["inspection"]["weight"]["grams"] == 612.5


def test_weighing_changes_no_verdict_and_can_be_taken_back(weighing: Rig, scale: PtyScale) -> None:
    to_verdict(weighing)
    verdict = in_hand(weighing).route
    for grams in (100.0, 200.0):
        scale.grams = grams
        press(weighing, Command.WEIGH)
        assert weight(weighing).grams == grams
    assert said(press(weighing, Command.UNDO)) == Say.UNDONE
    assert (in_hand(weighing).weight, in_hand(weighing).route) == (None, verdict)
    press(weighing, Command.UNDO)
    assert in_hand(weighing).route is None


def test_the_latest_step_is_taken_back_first(weighing: Rig, scale: PtyScale) -> None:
    open_item(weighing)
    scale.grams = 100.0
    press(weighing, Command.WEIGH, 2, Command.UNDO)
    assert (in_hand(weighing).answers, weight(weighing).grams) == ((), 100.0)
    press(weighing, Command.UNDO)
    assert in_hand(weighing).weight is None
    assert said(press(weighing, Command.UNDO)) == Reason.NOTHING_TO_UNDO


@pytest.mark.parametrize(
    ("grams", "swinging", "reason"),
    [
        (0.0, False, Reason.SCALE_EMPTY),
        (99_999.0, False, Reason.SCALE_OVERLOAD),
        (100.0, True, Reason.SCALE_MOVING),
    ],
)
def test_what_cannot_be_weighed_is_said_and_the_earlier_weight_stays(
    weighing: Rig, scale: PtyScale, grams: float, swinging: bool, reason: Reason
) -> None:
    open_item(weighing)
    scale.grams = 50.0
    press(weighing, Command.WEIGH)
    scale.grams, scale.swinging = grams, swinging
    assert said(press(weighing, Command.WEIGH)) == reason
    assert weight(weighing).grams == 50.0


def test_a_scale_that_is_silent_or_gone_is_said(weighing: Rig, scale: PtyScale) -> None:
    open_item(weighing)
    scale.mute = True
    assert said(press(weighing, Command.WEIGH)) == Reason.SCALE_SILENT
    assert weighing.world.scale.state() is DeviceState.SILENT
    scale.port.unplug()
    until(lambda: weighing.world.scale.state() is DeviceState.ABSENT)
    assert said(press(weighing, Command.WEIGH)) == Reason.SCALE_ABSENT


def test_there_has_to_be_an_item_a_scale_and_no_question_open(
    weighing: Rig, rig: Rig, scale: PtyScale
) -> None:
    scale.grams = 50.0
    weighing.sign_in()
    assert said(press(weighing, Command.WEIGH)) == Reason.NOT_NOW
    open_item(weighing)
    assert said(press(rig, Command.WEIGH)) == Reason.NO_SCALE
    press(weighing, Command.HOLD)
    assert said(press(weighing, Command.WEIGH)) == Reason.NOT_NOW
    assert in_hand(weighing).weight is None


def test_the_command_sheet_weighs_too_and_an_old_screen_does_not(weighing: Rig, scale: PtyScale) -> None:
    open_item(weighing)
    scale.grams = 50.0
    assert said(bench.act(weighing.world, Command.WEIGH, revision=0)) == Reason.STALE_SCREEN
    assert said(weighing.scan(Command.WEIGH.printed)) == Say.WEIGHED
