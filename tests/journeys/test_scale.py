"""The item in hand is weighed with one key; what lies on the scale is set on the simulator page."""

from playwright.sync_api import expect

from station.demo_ports import Trouble
from station.ports import DeviceState
from tests.journeys.hand import Hand, wait_until


def test_an_item_is_weighed_with_one_key_and_a_missing_scale_is_said(hand: Hand) -> None:
    hardware, scale = hand.served.demo.hardware, hand.served.demo.station.world.scale
    simulator = hand.page.context.new_page()
    simulator.goto(f"{hand.served.address}/simulator")
    hand.take()
    simulator.locator("#scale input").fill("412.5")
    simulator.locator("#scale button").click()
    wait_until(lambda: hardware.lies() == 412.5)
    hand.key("KeyW")
    hand.told("good", "412.5 g")
    expect(hand.page.locator(".item .facts")).to_contain_text("412.5 g")
    hardware.make(Trouble.SCALE_UNPLUGGED, True)
    wait_until(lambda: scale.state() is DeviceState.ABSENT)
    hand.key("KeyW")
    hand.told("attention", "scale is not there")
    hardware.make(Trouble.SCALE_UNPLUGGED, False)
    simulator.close()
    hand.clear()
