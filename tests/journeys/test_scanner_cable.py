"""A scanner that is pulled out in the middle of a code."""

from playwright.sync_api import expect

from station.adapters.bridge.devices import BridgeDevices
from station.demo_ports import Trouble
from tests.journeys.hand import Hand


def until_half_read(hand: Hand) -> None:
    """Wait until the first half has arrived: what is still in the cable when it is cut is nobody's."""
    (devices,) = [p for p in hand.served.demo.station.parts if isinstance(p, BridgeDevices)]
    for _ in range(1000):
        heard = ("".join(exchange.text for exchange in one.exchanges) for one in devices.list())
        if any(text.endswith("RMA-100") for text in heard):
            return
        hand.page.wait_for_timeout(10)
    raise AssertionError("the station heard nothing of the scan")


def test_a_cut_scan_is_said_the_light_shows_it_and_a_replug_goes_on(hand: Hand) -> None:
    light = hand.page.locator(".light").first
    expect(light).to_have_attribute("data-state", "ready")
    before = hand.bench().revision
    hardware = hand.served.demo.hardware
    hardware.scanner.write(b"RMA-100")
    until_half_read(hand)
    hardware.make(Trouble.SCANNER_UNPLUGGED, True)
    hand.heard(before + 1)
    hand.told("unknown", "cut off")
    expect(light).to_have_attribute("data-state", "absent")
    assert hand.bench().inspection is None
    hardware.make(Trouble.SCANNER_UNPLUGGED, False)
    expect(light).to_have_attribute("data-state", "ready")
    hand.take()
