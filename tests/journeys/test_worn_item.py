"""An item with everything wrong with it: all questions, several photos, a wrong bin and the right one."""

from playwright.sync_api import expect

from station.domain.inspection import State
from station.domain.scanning import Command
from tests.journeys.hand import Hand

# Opened, dented box, clearly used, to be cleaned, dented, works only partly, all parts there.
ANSWERS = (2, 2, 3, 2, 3, 2, 1)


def wrong_bin_then_right(hand: Hand) -> None:
    needed = hand.page.locator(".to-bin b").inner_text()
    wrong = "D-01" if needed != "D-01" else "S-04"
    hand.scan(wrong)
    stop = hand.face("stop")
    expect(stop.locator("h1")).to_have_text("STOP")
    for part in (wrong, needed):
        expect(stop).to_contain_text(part)
    expect(hand.page.locator("#bench")).not_to_contain_text("not found")
    hand.told("stop", f"needs {needed}", f"this is {wrong}")
    room = hand.page.locator("#bench").bounding_box()
    shown = stop.bounding_box()
    assert room and shown and shown["height"] > room["height"] * 0.6
    assert shown["width"] == room["width"]
    hand.scan(needed)
    hand.face("ready")
    hand.told("good", needed)


def assert_binned(hand: Hand, lpn: str) -> None:
    ended = hand.ended(lpn)  # type: ignore[arg-type]
    assert ended.state is State.BINNED
    assert ended.route
    assert ended.route.graded.grade.value == "C"
    assert [photo.slot for photo in ended.photos] == ["front", "damage", "use"]


def test_number_keys_and_space_take_a_worn_item_to_its_bin(hand: Hand) -> None:
    item = hand.take()
    hand.answers(*ANSWERS)
    for slot in ("Front with product code", "The damage", "Signs of use"):
        hand.asks(f"Photo: {slot}")
        hand.photo()
    verdict = hand.face("verdict")
    expect(verdict.locator(".grade")).to_contain_text("C")
    wrong_bin_then_right(hand)
    assert_binned(hand, item.item.lpn)


def test_the_command_sheet_alone_takes_a_worn_item_to_its_bin(hand: Hand) -> None:
    item = hand.take()
    for number in ANSWERS:
        hand.command(Command(str(number)))
    for _ in range(3):
        hand.face("photo")
        hand.command(Command.PHOTO)
    hand.face("verdict")
    wrong_bin_then_right(hand)
    assert_binned(hand, item.item.lpn)


def test_touch_works_too_with_the_same_steps(hand: Hand) -> None:
    hand.take()
    hand.page.get_by_role("button", name="Yes, sealed").click()
    hand.face("photo")
    hand.page.get_by_role("button", name="Take the photo").click()
    hand.face("verdict")
    hand.scan(hand.page.locator(".to-bin b").inner_text())
    hand.face("ready")


def test_an_item_on_its_way_to_a_bin_keeps_its_stop_until_it_is_held(hand: Hand) -> None:
    item = hand.to_verdict()
    hand.scan("D-01")
    hand.face("stop")
    hand.scan("NO-SUCH-BIN")
    hand.face("stop")
    hand.key("KeyH", "Escape")
    hand.face("stop")
    hand.key("KeyH", "Digit1")
    hand.face("ready")
    assert hand.ended(item.item.lpn).state is State.HELD


def test_a_code_that_is_no_bin_at_the_verdict_says_which_bin_is_needed(hand: Hand) -> None:
    hand.to_verdict()
    needed = hand.page.locator(".to-bin b").inner_text()
    hand.scan("NO-SUCH-BIN")
    hand.told("unknown", "NO-SUCH-BIN", needed)
    hand.face("verdict")
