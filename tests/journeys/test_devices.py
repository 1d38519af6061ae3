"""A person plugs a second scanner in, sees what it sends, and lets it count."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from station.demo_ports import Trouble
from station.domain.devices import Standing
from station.domain.people import Role
from station.domain.scanning import BADGE_PREFIX
from station.services import devices
from tests.journeys.hand import Hand, person, wait_until

SECONDS = 2000  # ms from the plug to the page
SECRET = "Q1W2E3R4T5Y6U7I8O9P0A1S2D3F4"


@pytest.fixture
def supervisor(door: Hand) -> Iterator[Hand]:
    """A supervisor at the bench; whatever was bound is let go again."""
    who = person(door.served, Role.SUPERVISOR)
    door.sign_in(who)
    door.clear()
    yield door
    world = door.served.demo.station.world
    with world.read() as uow:
        someone = uow.people.get(who.id)
        bound = uow.bindings.all()
    for binding in bound:
        devices.unbind(world, someone, world.devices.key(binding))


def card(page: Page, hand: Hand) -> Locator:
    link = hand.served.demo.hardware.second_scanner.link
    return page.locator(f'[data-key="path:{link}"]')


def shown(hand: Hand) -> Locator:
    """Plug the second scanner in and return its card, once it is listened to."""
    expect(hand.page.locator("#devices h1")).to_have_text("The scanner is ready")
    hand.served.demo.hardware.make(Trouble.SECOND_SCANNER, True)
    second = card(hand.page, hand)
    expect(second).to_be_visible(timeout=SECONDS)
    expect(second).to_have_attribute("data-standing", "heard")
    expect(hand.page.locator("#devices h1")).to_have_text("There is another scanner")
    return second


def test_a_scanner_is_plugged_in_tried_out_and_taken_into_use(supervisor: Hand) -> None:
    hand, hardware = supervisor, supervisor.served.demo.hardware
    hand.page.locator("a.light").first.click()
    second = shown(hand)
    expected, _ = hand.awaited(lambda known, _: len(known.lines) == 1 and known.lines[0].quantity == 1)
    before = hand.bench()
    hardware.scan(expected.rma, second=True)
    expect(second.locator(".trace b").first).to_have_text(expected.rma)
    # The station's own question may stand above it by now.
    sent = second.locator(".trace .hex", has_text=expected.rma[0].encode().hex())
    expect(sent.first).to_be_visible()
    assert hand.bench() == before, "shown, not acted on"
    second.get_by_role("button", name="Use at this bench").click()
    expect(second).to_have_attribute("data-standing", "bound")
    expect(second.locator(".state")).to_have_text("in use at this bench")
    wait_until(lambda: standing(hand) is Standing.BOUND)
    hardware.scan(expected.rma, second=True)
    wait_until(lambda: hand.bench().inspection is not None)
    assert hand.item().item.rma == expected.rma
    second.get_by_role("button", name="Stop using it").click()
    expect(second).to_have_attribute("data-standing", "heard")
    hand.page.goto("/bench")
    hand.clear()


def standing(hand: Hand) -> Standing | None:
    key = f"path:{hand.served.demo.hardware.second_scanner.link}"
    known = devices.find(hand.served.demo.station.world, key)
    return known.standing if known and known.up else None


def test_a_badge_is_never_shown_and_an_unplugged_scanner_goes(supervisor: Hand) -> None:
    hand, hardware = supervisor, supervisor.served.demo.hardware
    hand.page.goto("/devices")
    second = shown(hand)
    hardware.scan(BADGE_PREFIX + SECRET, second=True)
    expect(second.locator(".trace b").first).to_have_text(f"{BADGE_PREFIX}••••")
    assert SECRET not in hand.page.content()
    assert SECRET.encode().hex(" ") not in hand.page.content()
    hardware.make(Trouble.SECOND_SCANNER, False)
    expect(second).to_have_count(0, timeout=SECONDS)


def test_a_form_half_filled_in_and_the_focus_stay_while_bytes_roll_by(supervisor: Hand) -> None:
    hand, hardware = supervisor, supervisor.served.demo.hardware
    hand.page.goto("/devices")
    second = shown(hand)
    second.locator("summary").focus()
    hand.page.keyboard.press("Enter")
    second.locator("[name=prefix]").fill("ABC")
    for number in range(3):
        hardware.scan(f"CODE-{number}", second=True)
        expect(second.locator(".trace b").first).to_have_text(f"CODE-{number}")
    expect(second.locator("[name=prefix]")).to_be_focused()
    expect(second.locator("[name=prefix]")).to_have_value("ABC")


def test_a_network_scanner_is_added_by_its_address_and_nonsense_is_refused(supervisor: Hand) -> None:
    hand = supervisor
    hand.page.goto("/devices")
    form, told = hand.page.locator("#network"), hand.page.locator("#told")
    form.locator("[name=device]").fill("my scanner")
    form.get_by_role("button").click()
    expect(told).to_contain_text("my scanner is no address")
    form.locator("[name=device]").fill("socket://127.0.0.1:9")
    form.get_by_role("button").click()
    added = hand.page.locator('[data-key="path:socket://127.0.0.1:9"]')
    expect(added.locator(".state")).to_have_text("not plugged in")
    added.get_by_role("button", name="Stop using it").click()
    expect(added).to_have_count(0)


def test_what_a_scanner_types_into_the_page_is_shown_and_does_nothing(supervisor: Hand) -> None:
    hand = supervisor
    hand.page.goto("/devices")
    expect(hand.page.locator("#devices h1")).to_be_visible()
    before = hand.bench()
    hand.page.keyboard.type("4006381333931")
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#told")).to_contain_text("4006381333931")
    assert hand.bench() == before


def test_an_operator_may_look_and_change_nothing(hand: Hand) -> None:
    hand.page.goto("/devices")
    hand.served.demo.hardware.make(Trouble.SECOND_SCANNER, True)
    second = card(hand.page, hand)
    expect(second).to_contain_text("A supervisor can let it count at this bench.")
    expect(second.get_by_role("button")).to_have_count(0)
    expect(hand.page.locator("#network")).to_have_count(0)
