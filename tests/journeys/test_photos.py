"""Photos are judged at once: a bad one says why; without a camera the item can be held."""

from playwright.sync_api import expect

from station.demo_ports import Trouble
from station.domain.evidence import PoorBecause
from station.domain.inspection import HoldReason
from station.ports import DeviceState
from tests.journeys.hand import Hand, wait_until


def at_photo(hand: Hand, category: str = "kitchen") -> str:
    item = hand.take(wants=lambda _, products: products[0].category == category)
    hand.answers(1)
    hand.face("photo")
    return item.item.lpn


def refused(hand: Hand) -> None:
    hand.served.demo.hardware.make(Trouble.CAMERA_BLURRED, True)
    hand.photo()
    hand.face("ask")
    hand.told("attention", "not accepted", "blurred")
    expect(hand.page.locator(".refused img")).to_be_visible()
    assert not hand.item().photos


def test_a_blurred_photo_says_why_and_is_taken_again(hand: Hand) -> None:
    at_photo(hand)
    refused(hand)
    hand.served.demo.hardware.make(Trouble.CAMERA_BLURRED, False)
    hand.photo()
    hand.face("verdict")
    (photo,) = hand.item().photos
    assert not photo.faults


def test_a_blurred_photo_is_kept_only_with_a_reason(hand: Hand) -> None:
    at_photo(hand, "beauty")  # another kettle out of focus could look like one before it, and be held
    refused(hand)
    hand.answers(3)
    hand.face("verdict")
    (photo,) = hand.item().photos
    assert photo.poor_because is list(PoorBecause)[2]


def test_a_covered_camera_gives_no_photo(hand: Hand) -> None:
    at_photo(hand)
    hand.served.demo.hardware.make(Trouble.CAMERA_COVERED, True)
    hand.photo()
    hand.told("attention", "too dark")


def test_a_photo_of_another_item_is_not_accepted(hand: Hand) -> None:
    item = hand.take(wants=lambda _, products: products[0].sku != "KT-17")
    hand.answers(1)
    hand.show("KT-17")
    hand.photo()
    hand.told("attention", "another item")
    assert not hand.ended(item.item.lpn).photos


def unplug(hand: Hand) -> None:
    hand.served.demo.hardware.make(Trouble.CAMERA_UNPLUGGED, True)
    world = hand.served.demo.station.world
    wait_until(lambda: world.camera.state() is DeviceState.ABSENT)


def test_without_a_camera_the_item_is_held_for_that_reason(hand: Hand) -> None:
    lpn = at_photo(hand)
    unplug(hand)
    hand.key("Space")
    hand.face("ask")
    hand.told("attention", "camera is not there")
    hand.answers(1)
    hand.face("ready")
    held = hand.ended(lpn)
    assert held.hold
    assert held.hold.reason is HoldReason.NO_CAMERA


def test_a_camera_that_is_plugged_in_again_takes_the_photo(hand: Hand) -> None:
    at_photo(hand)
    unplug(hand)
    hand.key("Space")
    hand.face("ask")
    expect(hand.page.locator(".light").nth(1)).to_have_attribute("data-state", "absent")
    hand.served.demo.hardware.make(Trouble.CAMERA_UNPLUGGED, False)
    expect(hand.page.locator(".light").nth(1)).to_have_attribute("data-state", "ready")
    hand.photo()
    hand.face("verdict")


def test_the_live_picture_moves_on_by_itself(hand: Hand) -> None:
    at_photo(hand)
    expect(hand.page.locator("[data-live] canvas")).to_be_visible()
