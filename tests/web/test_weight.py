"""What an item weighs is on the bench and on its record; a scale in trouble says so in the bar."""

from dataclasses import dataclass, replace

import pytest

from station.domain.people import Role
from station.domain.texts import LANGUAGES
from station.domain.weight import Weighed
from station.ports import DeviceState
from station.services.signing_in import set_taste
from tests.support.stations import Rig, TestClock
from tests.support.work import expected, in_hand
from tests.web.conftest import Browser, FakeSimulator


@dataclass
class StillScale:
    """A scale on which the same thing always lies."""

    clock: TestClock
    now: DeviceState = DeviceState.READY

    def weigh(self) -> Weighed:
        return Weighed(1234.5, self.clock.now(), "/dev/scale", simulated=True)

    def state(self) -> DeviceState:
        return self.now


@pytest.fixture
def rig(rig: Rig) -> Rig:
    return replace(rig, world=replace(rig.world, scale=StillScale(rig.clock)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weight_is_on_the_bench_and_on_the_record(browser: Browser, rig: Rig, language: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    set_taste(rig.world, rig.person(Role.SUPERVISOR).id, language)
    rig.scan(expected(rig, quantity=1, serial=None).rma)
    face = browser.act("WEIGH")["html"]
    kilograms = {"en": "1.234 kg", "he": "1.234 ק״ג", "ru": "1,234 кг"}[language]
    assert face.replace("\xa0", " ").count(kilograms) == 2  # in what is said, and with the item
    assert 'data-command="WEIGH"' in face
    record = browser.get(f"/audit/{in_hand(rig).item.lpn}").text.replace("\xa0", " ")
    assert record.count(kilograms) == 3  # in the facts, the story, and what was seen by the weight's signal
    assert "/dev/scale" in record


def test_a_scale_in_trouble_is_in_the_bar_and_a_well_one_is_not(browser: Browser, rig: Rig) -> None:
    browser.sign_in()
    set_taste(rig.world, rig.person(Role.OPERATOR).id, "en")
    assert "Scale" not in browser.get("/bench").text
    assert isinstance(rig.world.scale, StillScale)
    rig.world.scale.now = DeviceState.SILENT
    rig.scan("NOT-KNOWN")
    assert "<span>Scale</span>" in browser.get("/bench").text


def test_the_simulator_lays_things_on_its_scale(browser: Browser, simulator: FakeSimulator) -> None:
    assert browser.post("/simulator/put", {"grams": 412.5}).json == {
        "presented": None,
        "lies": 0.0,
        "troubles": [],
    }
    assert simulator.done == [("put", 412.5)]
    for nonsense in (None, "12", 1e9, float("nan")):
        assert browser.post("/simulator/put", {"grams": nonsense}).status_code == 400
