"""A supervisor at the desk with a keyboard: several items, each decided without the mouse."""

import pytest
from playwright.sync_api import Page, expect

from station.domain.auditing.decisions import ErrandKind
from station.domain.auditing.queue import Standing, Why, over
from station.domain.people import Role
from station.services.auditing import deciding
from station.services.auditing.queueing import enqueue
from tests.journeys.hand import BETWEEN_KEYS, Hand, person
from tests.support.served import Served

STRIKE = """([key, code]) => {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true }));
}"""


def finished(hand: Hand, why: Why | None = Why.SAMPLE) -> str:
    """Put an item into its bin, draw it for an audit, and return its inspection."""
    done = hand.to_verdict()
    hand.scan(hand.page.locator(".to-bin b").inner_text())
    hand.face("ready")
    return queued(hand.served, done.id, why)


def queued(served: Served, inspection: str, why: Why | None) -> str:
    world = served.demo.station.world
    with world.begin() as uow:
        if why and uow.queue.of(inspection) is None:
            enqueue(uow, uow.inspections.get(inspection), why, world.clock.now())
    return inspection


class Desk:
    """The desk in one browser, by keys."""

    def __init__(self, hand: Hand, query: str = "") -> None:
        self.served, self.page = hand.served, hand.page
        supervisor = person(hand.served, Role.SUPERVISOR)
        hand.served.scan_badge(supervisor)
        hand.give_pin(supervisor)
        self.open(query)

    def open(self, query: str) -> None:
        self.page.goto(f"/audit{query}")
        self.ready()

    def ready(self) -> None:
        """Wait until the page hears keys."""
        expect(self.page.locator("#desk")).to_have_attribute("data-ready", "yes")

    def write(self, note: str) -> None:
        self.page.locator("dialog[open] textarea").fill(note)

    def press(self, *keys: str) -> None:
        """Press keys with a hand's pause between them."""
        for key in keys:
            self.page.wait_for_timeout(BETWEEN_KEYS)
            self.page.keyboard.press(key)

    def shows(self, inspection: str) -> None:
        expect(self.page.locator("#item")).to_have_attribute("data-item", inspection)

    def told(self, tone: str, *parts: str) -> None:
        said = self.page.locator("#said")
        expect(said).to_have_attribute("data-tone", tone)
        for part in parts:
            expect(said).to_contain_text(part)

    def standing(self, inspection: str) -> Standing:
        with self.served.demo.station.world.read() as uow:
            known = uow.queue.of(inspection)
        assert known
        return known.standing


@pytest.fixture
def alone(served: Served) -> None:
    """Leave nothing in the queue of what tests before have put there."""
    with served.demo.station.world.begin() as uow:
        for known in uow.inspections.closed(1000, ""):
            before = uow.queue.of(known.id)
            if before and not before.standing.over:
                uow.queue.put(over(before, Standing.CONFIRMED, "", served.demo.station.world.clock.now()))


def test_a_supervisor_decides_several_items_by_keys_alone(alone: None, hand: Hand) -> None:
    items = [finished(hand) for _ in range(3)]
    lpn = hand.take().item.lpn
    held = hand.item().id
    hand.key("KeyH", "Digit3")
    desk = Desk(hand)
    desk.shows(items[0])
    desk.press("KeyC")
    desk.told("good", "confirmed")
    desk.shows(items[1])
    desk.press("KeyO", "Digit3", "Digit4", "Digit3", "Enter")
    desk.told("good", "Waits to be moved to another bin")
    desk.shows(items[2])
    desk.press("KeyB", "Enter")
    expect(desk.page.locator("dialog[open] [data-told]")).not_to_be_empty()
    desk.write("Look at the lid")
    desk.press("Enter")
    desk.told("good", "Waits to be inspected again")
    desk.shows(held)
    desk.press("KeyR")
    desk.told("good", lpn, "Waits to be taken up at the bench")
    expect(desk.page.locator(".calm")).to_be_visible()
    ends = [Standing.CONFIRMED, Standing.OVERRIDDEN, Standing.SENT_BACK, Standing.RELEASED]
    assert [desk.standing(item) for item in (*items, held)] == ends
    with desk.served.demo.station.world.read() as uow:
        errand = uow.errands.of(items[1])
    assert errand and errand.kind is ErrandKind.MOVE


def test_photos_are_compared_enlarged_and_filtered_for_by_keys_on_any_layout(alone: None, hand: Hand) -> None:
    first, second = finished(hand), finished(hand, Why.QUALITY)
    desk = Desk(hand)
    desk.shows(first)
    desk.press("KeyS")
    beside = desk.page.locator('[data-pane="beside"] figure:not([hidden]) figcaption')
    expect(beside).to_contain_text("expected")
    desk.press("Equal", "Equal", "ArrowRight")
    photos = desk.page.locator("[data-zooms]").all()
    moved = [photo.evaluate("photo => photo.style.transform") for photo in photos]
    assert len(set(moved)) == 1 and "scale(2.25)" in moved[0] and "translate(0%" not in moved[0]
    desk.press("Escape", "Escape")
    expect(desk.page.locator('[data-pane="beside"]')).to_be_hidden()
    strike(desk.page, "о", "KeyJ")
    desk.shows(second)
    desk.press("KeyF", "Digit5")
    expect(desk.page.locator("#queue [data-item]")).to_have_count(1)
    desk.ready()
    desk.shows(second)
    desk.press("KeyX")
    desk.told("attention", "Look at this one")


def strike(page: Page, character: str, code: str) -> None:
    """Press a key on the layout of another language."""
    page.wait_for_timeout(BETWEEN_KEYS)
    page.evaluate(STRIKE, [character, code])


def test_whoever_is_slower_is_told_by_whom_and_a_note_outlives_a_station_that_is_away(
    alone: None, hand: Hand
) -> None:
    first = finished(hand)
    desk = Desk(hand)
    desk.shows(first)
    desk.press("KeyB")
    desk.write("Lid")
    desk.page.route("**/audit/items/**", lambda route: route.fulfill(status=503))
    desk.press("Enter")
    expect(desk.page.locator("dialog[open] [data-told]")).to_contain_text("does not answer")
    desk.page.unroute("**/audit/items/**")
    desk.open("")
    desk.press("KeyB")
    expect(desk.page.locator("dialog[open] textarea")).to_have_value("Lid")
    desk.press("Escape")
    manager = person(hand.served, Role.MANAGER)
    world = hand.served.demo.station.world
    with world.read() as uow:
        known, who = uow.queue.of(first), uow.people.get(manager.id)
    assert known
    deciding.confirm(world, who, first, known.revision, 1.0)
    desk.press("KeyC")
    desk.told("stop", manager.name)
    expect(desk.page.locator(".refused")).to_contain_text(manager.name)
