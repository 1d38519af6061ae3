"""A label from the bench to the paper: held while there is none, printed once there is."""

from playwright.sync_api import expect

from station.demo_ports import Trouble
from station.domain.people import Role
from station.domain.printing import JobState
from station.services import printing
from tests.journeys.hand import Hand, badge, person, wait_until
from tests.support.served import Served


def printed(served: Served) -> int:
    return len(served.demo.hardware.printer.printer.printed)


def test_a_printer_out_of_paper_holds_the_label_and_says_so_until_it_is_given_paper(hand: Hand) -> None:
    world, hardware = hand.served.demo.station.world, hand.served.demo.hardware
    before = printed(hand.served)
    hardware.make(Trouble.PRINTER_OUT_OF_PAPER, True)
    item = hand.take()
    hand.key("KeyP")
    light = hand.page.locator(".cell.held")
    expect(light).to_contain_text("out of paper")
    light.click()
    row = hand.page.locator("#queue tr[data-state=waiting]", has_text=item.item.lpn)
    expect(row).to_contain_text("out of paper")
    hardware.make(Trouble.PRINTER_OUT_OF_PAPER, False)
    expect(hand.page.locator("#queue .printed")).to_contain_text(item.item.lpn)
    assert printed(hand.served) == before + 1
    assert printing.recent(world, 1)[0].state is JobState.PRINTED
    hand.page.goto(hand.served.address)
    hand.clear()


def test_bins_are_chosen_looked_at_and_printed_with_the_keyboard_alone(hand: Hand) -> None:
    page, before = hand.page, printed(hand.served)
    page.goto(f"{hand.served.address}/labels")
    page.locator(".maker[data-kind=bin] select").focus()
    with page.expect_response(lambda answer: "code=D-01" in answer.url and answer.ok):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("1 label goes to the printer.")
    wait_until(lambda: printed(hand.served) == before + 1)
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "bin-labels.pdf"
    page.goto(hand.served.address)


def test_a_manager_scans_a_badge_into_its_field_and_stays_signed_in(door: Hand) -> None:
    door.sign_in(person(door.served, Role.MANAGER))
    door.clear()
    page, before = door.page, printed(door.served)
    page.goto(f"{door.served.address}/labels")
    page.locator("#badge-code").focus()
    page.keyboard.type(badge(person(door.served)))
    page.keyboard.press("Enter")
    expect(page.locator("#badge img")).to_be_visible()
    page.locator("[data-badge=print]").click()
    expect(page.locator("#told")).to_contain_text("was sent to the printer")
    assert printed(door.served) == before + 1
    page.goto(door.served.address)
    expect(page.locator("#bench")).to_be_visible()
