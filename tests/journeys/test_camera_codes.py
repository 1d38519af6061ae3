"""Hands free: a code held in view is a scan, photos take themselves, a slot names the camera beside."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from firmware_bridge.sim.scene import EMPTY_DESK
from station.demo_ports import Trouble
from station.domain.catalog import ExpectedReturn, RmaLine
from station.domain.checklist import Checklist
from station.domain.scanning import Source
from station.rule_ports import RuleKey
from station.services.starting import put_in_force
from tests.journeys.hand import Hand, person, prefer, wait_until
from tests.journeys.test_every_screen import CHECKS, LARGEST_PROMPT, SIZES
from tests.journeys.tour import LANGUAGES
from tests.support.served import Served, ShiftedClock, served_demo

LOOKS = 18  # previews, ten a second at most: what has left the view has left by then
SEE = """() => {
  window.seen = 0;
  document.addEventListener("scene", () => { window.seen += 1; });
}"""


@pytest.fixture(scope="module")
def served(
    browser: Browser, clock: ShiftedClock, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A demo of its own, whose overhead camera reads codes and whose damage is photographed from the side."""
    with served_demo(tmp_path_factory.mktemp("reading") / "data", clock, reads_codes=True) as station:
        yield station


@pytest.fixture
def hand(door: Hand) -> Hand:
    """The first operator at a free bench, with nothing on the desk."""
    door.served.demo.hardware.camera.present(EMPTY_DESK)
    door.sign_in(person(door.served))
    door.clear()
    expect(door.page.locator(".aiming canvas")).to_be_visible()
    door.page.evaluate(SEE)
    looked(door.page)
    return door


def looked(page: Page) -> None:
    """Wait until the camera has looked for a while."""
    page.wait_for_function("(most) => window.seen > most", arg=page.evaluate("() => window.seen") + LOOKS)


def awaited(hand: Hand) -> tuple[ExpectedReturn, RmaLine]:
    known, lines = hand.awaited(
        lambda known, products: len(products) == 1 and products[0].checklist == "general" and known.invoice
    )
    return known, lines[0]


def hold_up(hand: Hand) -> ExpectedReturn:
    """Hold an item's code in view until the bench has it in hand; say which return it is if asked."""
    known, line = awaited(hand)
    hand.show(line.sku)
    wait_until(lambda: bool(hand.bench().inspection or hand.bench().ask))
    hand.look()
    if asked := hand.bench().ask:
        hand.answers(asked.options.index(f"{known.rma}/{line.number}") + 1)
    hand.face("question")
    return known


def test_a_code_held_in_view_takes_the_item_in_hand(hand: Hand) -> None:
    known = hold_up(hand)
    assert hand.item().item.rma == known.rma
    scan = hand.bench().last_scan  # by no scanner
    assert scan is not None
    assert (scan.source, scan.device, scan.aim) == (Source.CAMERA, "camera:overhead", "]E0")


def test_an_item_that_stays_in_view_after_its_bin_is_not_taken_in_hand_again(hand: Hand) -> None:
    hold_up(hand)
    hand.answers(1)
    hand.photo()
    hand.face("verdict")
    hand.scan(hand.page.locator(".to-bin b").inner_text())
    hand.face("ready")
    before = hand.bench()
    looked(hand.page)
    looked(hand.page)
    assert hand.bench() == before
    hand.served.demo.hardware.camera.present(EMPTY_DESK)
    looked(hand.page)
    hold_up(hand)  # the next one is read: nobody had gone blind


def test_a_photo_takes_itself_once_the_item_lies_still(hand: Hand) -> None:
    hold_up(hand)
    hand.answers(1)
    hand.face("photo")
    expect(hand.page.locator("[data-auto-said]")).to_have_text("Off: Space takes the photo.")
    hand.page.keyboard.press("a")
    hand.face("verdict")
    assert len(hand.item().photos) == 1


def test_a_key_stops_the_ring_and_space_still_takes_the_photo(hand: Hand) -> None:
    hold_up(hand)
    hand.page.evaluate("() => localStorage.setItem('auto-shutter', 'on')")
    hand.answers(1)
    expect(hand.page.locator("[data-countdown]")).to_be_visible()
    hand.page.keyboard.press("Shift")
    expect(hand.page.locator("[data-auto-said]")).to_contain_text("Stopped")
    expect(hand.page.locator("[data-countdown]")).to_be_hidden()
    looked(hand.page)
    assert not hand.item().photos
    hand.photo()
    hand.face("verdict")


def test_why_a_photo_does_not_take_itself_is_said(hand: Hand) -> None:
    hold_up(hand)
    hand.page.evaluate("() => localStorage.setItem('auto-shutter', 'on')")
    hand.served.demo.hardware.make(Trouble.CAMERA_COVERED, True)
    hand.answers(1)
    expect(hand.page.locator("[data-auto-said]")).to_have_text("Waits: too dark.")
    hand.served.demo.hardware.make(Trouble.CAMERA_COVERED, False)
    hand.served.demo.hardware.make(Trouble.CAMERA_BLURRED, True)
    expect(hand.page.locator("[data-auto-said]")).to_have_text("Waits: not sharp.")
    assert not hand.item().photos


def test_a_slot_is_photographed_by_the_camera_it_names(hand: Hand) -> None:
    use_side(hand)
    hold_up(hand)
    hand.answers(2, 2, 3, 1, 3, 2)
    hand.key("KeyC")
    hand.face("photo")
    expect(hand.page.locator("[data-live]")).to_have_attribute("data-camera", "overhead")
    hand.photo()
    expect(hand.page.locator("[data-live]")).to_have_attribute("data-camera", "side")
    expect(hand.page.locator("[data-live] canvas")).to_be_visible()
    hand.photo()
    photo = hand.item().photo("damage") or hand.item().candidate
    assert photo is not None
    sent = hand.served.demo.hardware.side_camera.frames()
    assert photo.sha256 in {hashlib.sha256(jpeg).hexdigest() for jpeg in sent}


def use_side(hand: Hand) -> None:
    """Publish a newer general checklist, whose damage is photographed from the side."""
    world = hand.served.demo.station.world
    known = world.rulebook.checklists["general"]
    slots = tuple(replace(s, camera="side") if s.id == "damage" else s for s in known.slots)
    newer: Checklist = replace(known, version=known.version + 1, slots=slots)
    with world.begin() as uow:
        uow.rules.publish("checklist", "general", newer.version, newer)
        put_in_force(world, uow, RuleKey("checklist", "general"), newer.version, world.house.station)


def test_the_small_pictures_leave_every_screen_readable(hand: Hand) -> None:
    page = hand.page
    wrong = measured(hand, "ready", ".aiming canvas")
    page.evaluate("() => localStorage.setItem('auto-shutter', 'on')")
    many, _ = hand.awaited(lambda _, products: len({p.sku for p in products}) == 2)
    hand.scan(many.rma)
    hand.face("ask")
    wrong += measured(hand, "which-line", ".aiming canvas")
    hand.key("Escape")
    hold_up(hand)
    hand.chosen(2, 1, 1, 1, 1, 1)
    hand.key("KeyC")
    hand.face("photo")
    wrong += measured(hand, "photo", "[data-auto-said]:not(:empty)")
    page.evaluate("() => localStorage.setItem('auto-shutter', 'off')")
    while not page.locator("[data-face=verdict]").count():
        hand.photographed()
        if hand.bench().ask:
            hand.chosen(1)
    wrong += measured(hand, "verdict", ".goal canvas")
    hand.scan(next(b.code for b in hand.served.demo.site.bins if b.code != hand.item().route.bin))  # type: ignore[union-attr]
    hand.face("stop")
    wrong += measured(hand, "stop", "[data-face=stop]")
    assert not wrong, "\n".join(wrong)


def measured(hand: Hand, state: str, whole: str) -> list[str]:
    """Measure the page as it is now in every language and size, each time it is there ``whole``."""
    wrong = []
    for language in (*LANGUAGES[1:], LANGUAGES[0]):
        prefer(hand.served, person(hand.served), language)
        hand.page.reload()
        expect(hand.page.locator(whole)).to_be_visible()
        for width, height in (*SIZES[1:], SIZES[0]):
            hand.page.set_viewport_size({"width": width, "height": height})
            found = hand.page.evaluate(CHECKS, LARGEST_PROMPT)
            wrong += [f"{state} {language} {width}: {problem}" for problem in found]
    hand.page.evaluate(SEE)
    return wrong
