"""A scanner that types like a keyboard is recognised anywhere, by its speed; hands are hands."""

import pytest
from playwright.sync_api import expect

from station.domain.people import Role
from station.domain.scanning import Command
from tests.journeys.hand import BETWEEN_KEYS, Hand, badge, person

# What the same keys write in another layout.
HEBREW = {"r": "ר", "m": "צ", "a": "ש", "-": "-"}
RUSSIAN = {"r": "к", "m": "ь", "a": "ф", "-": "-"}
STROKES = """(strokes) => {
  const down = (init) => (document.activeElement || document.body).dispatchEvent(
    new KeyboardEvent("keydown", { bubbles: true, cancelable: true, composed: true, ...init }));
  strokes.forEach(down);
  down({ key: "Enter", code: "Enter" });
}"""


def foreign(text: str, layout: dict[str, str]) -> list[dict[str, str]]:
    """Return the keys that a scanner presses for a code, as another layout reports them."""
    return [{"key": layout.get(c, c), "code": code_of(c)} for c in text]


def code_of(c: str) -> str:
    if c.isdigit():
        return f"Digit{c}"
    return "Minus" if c == "-" else f"Key{c.upper()}"


def awaited(hand: Hand) -> str:
    expected, lines = hand.awaited(lambda _, p: len(p) == 1 and p[0].checklist == "general")
    hand.show(lines[0].sku)
    return expected.rma


def test_typed_on_the_ready_page_it_takes_the_item_in(hand: Hand) -> None:
    rma = awaited(hand)
    hand.wedge(rma, pace=10)
    hand.face("question")
    assert hand.item().item.rma == rma


def test_typed_while_an_answer_has_the_focus_it_does_not_press_it(hand: Hand) -> None:
    item = hand.take()
    hand.page.locator(".choice").first.focus()
    hand.wedge("77123-XYZ")
    hand.told("unknown", "77123-XYZ")
    hand.face("question")
    assert not hand.item().answers
    hand.wedge(item.item.sku)
    hand.told("good", item.item.sku)
    assert not hand.item().answers


def test_typed_into_a_pin_field_it_is_taken_out_again(hand: Hand) -> None:
    hand.to_verdict()
    hand.key("KeyO", "Digit1", "Digit1")
    hand.scan(badge(person(hand.served, Role.SUPERVISOR)))
    field = hand.page.locator("#pin")
    expect(field).to_be_focused()
    hand.page.keyboard.type("27", delay=BETWEEN_KEYS + 40)
    expect(field).to_have_value("27")
    hand.page.wait_for_timeout(BETWEEN_KEYS + 40)
    hand.wedge("77123-XYZ")
    hand.told("attention", "77123-XYZ")
    expect(hand.page.locator("#pin")).to_have_value("27")


def test_a_badge_typed_at_the_door_asks_for_the_pin(door: Hand) -> None:
    who = person(door.served)
    expect(door.page.locator("h1")).to_have_text("Scan your badge")
    door.wedge(badge(who))
    door.give_pin(who)


@pytest.mark.parametrize("layout", [HEBREW, RUSSIAN], ids=["hebrew", "russian"])
def test_it_is_read_by_place_when_the_layout_is_not_latin(hand: Hand, layout: dict[str, str]) -> None:
    rma = awaited(hand)
    before = hand.bench().revision
    hand.page.evaluate(STROKES, foreign(rma.lower(), layout))
    hand.heard(before + 1)
    hand.face("question")
    assert hand.item().item.rma == rma


def test_commands_typed_from_the_sheet_answer(hand: Hand) -> None:
    hand.take()
    hand.wedge(Command.ONE.printed)
    hand.face("photo")
    hand.wedge(Command.HOLD.printed)
    hand.face("ask")


def test_digits_typed_by_hand_answer_questions_and_are_no_scan(hand: Hand) -> None:
    hand.take()
    scanned = hand.bench().last_scan
    hand.answers(2, 1, 1)
    assert [answer.choice for answer in hand.item().answers] == ["no", "good", "none"]
    assert hand.bench().last_scan == scanned


def test_a_scan_typed_while_the_help_is_open_is_not_lost(hand: Hand) -> None:
    rma = awaited(hand)
    hand.page.keyboard.press("Shift+Slash")
    expect(hand.page.locator("#help")).to_be_visible()
    hand.wedge(rma)
    hand.face("question")


def at_the_desk(hand: Hand) -> None:
    supervisor = person(hand.served, Role.SUPERVISOR)
    hand.served.scan_badge(supervisor)
    hand.give_pin(supervisor)
    hand.page.goto("/audit")
    expect(hand.page.locator("#desk")).to_have_attribute("data-ready", "yes")


def test_a_plate_typed_at_the_desk_opens_its_item(hand: Hand) -> None:
    item = hand.to_verdict()
    hand.scan(hand.page.locator(".to-bin b").inner_text())
    at_the_desk(hand)
    hand.page.keyboard.type(item.item.lpn)
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#item")).to_have_attribute("data-item", item.id)


def test_a_code_typed_at_the_desk_is_a_scan_at_the_bench(hand: Hand) -> None:
    rma = awaited(hand)
    at_the_desk(hand)
    hand.page.keyboard.type(rma)
    hand.page.keyboard.press("Enter")
    hand.page.wait_for_url("**/bench")
    hand.face("question")
    assert hand.item().item.rma == rma
