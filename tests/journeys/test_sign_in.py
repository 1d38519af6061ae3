"""A badge says who, a PIN proves it; the item in hand waits for whoever signs in."""

from playwright.sync_api import expect

from station.domain.people import Role
from tests.journeys.hand import Hand, person
from tests.support.served import ShiftedClock

SUPERVISOR = Role.SUPERVISOR


def test_a_badge_scan_and_a_typed_pin_open_the_bench(door: Hand) -> None:
    who = person(door.served)
    expect(door.page.locator("h1")).to_have_text("Scan your badge")
    door.served.scan_badge(who)
    expect(door.page.locator("label[for=pin]")).to_have_text(f"PIN of {who.name}")
    door.pin(who.pin, delay=120)
    expect(door.page.locator("#bench")).to_be_visible()
    door.told("good", who.name)
    expect(door.page.locator(".cell.who")).to_contain_text(who.name)


def test_a_wrong_pin_is_said_and_the_next_try_still_counts(door: Hand) -> None:
    who = person(door.served)
    door.served.scan_badge(who)
    expect(door.page.locator("#pin")).to_be_focused()
    door.pin("00000000")
    door.told("attention", who.name, "PIN is not right")
    door.give_pin(who)


def test_five_wrong_pins_lock_a_person_out_for_a_minute(door: Hand, clock: ShiftedClock) -> None:
    who = person(door.served, Role.MANAGER)
    door.served.scan_badge(who)
    for _ in range(5):
        expect(door.page.locator("#pin")).to_have_value("")
        before = door.bench().revision
        door.pin("11111111")
        door.heard(before + 1)
        door.look()
    door.pin(who.pin)
    door.told("stop", "too many wrong PINs")
    clock.advance(minutes=2)
    door.sign_in(who)


def test_a_badge_that_nobody_has_is_refused(door: Hand) -> None:
    door.served.scan("$ID-NOBODY")
    door.told("attention", "badge is not known")
    expect(door.page.locator("#pin")).to_have_count(0)


def test_no_page_opens_before_sign_in(door: Hand) -> None:
    for address in ("/bench", "/audit", "/bench/commands", "/nowhere"):
        door.page.goto(address)
        expect(door.page.locator("#door h1")).to_have_text("Scan your badge")


def test_after_signing_out_nothing_is_left_on_the_screen(hand: Hand) -> None:
    hand.take()
    hand.page.locator("[data-sign-out]").focus()
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#door h1")).to_have_text("Scan your badge")
    expect(hand.page.locator("#bench")).to_have_count(0)


def test_a_badge_scan_locks_and_another_person_resumes_the_same_question(hand: Hand) -> None:
    item = hand.take("electronics")
    hand.answers(2)
    hand.photo()
    question = hand.page.locator("#bench h1").inner_text()
    kept = hand.item().photos
    assert kept
    hand.served.scan_badge(person(hand.served, number=1))
    hand.give_pin(person(hand.served, number=1))
    hand.told("good", "where it was left")
    hand.asks(question)
    assert (hand.item().id, hand.item().photos) == (item.id, kept)
    expect(hand.page.locator(".slot[data-state=kept]")).to_have_count(1)


def test_nobody_at_the_bench_for_ten_minutes_locks_it(hand: Hand, clock: ShiftedClock) -> None:
    item = hand.take()
    clock.advance(minutes=11)
    expect(hand.page.locator("#door h1")).to_have_text("Scan your badge")
    hand.sign_in(person(hand.served))
    hand.face("question")
    assert hand.item().id == item.id


def test_a_scan_that_finds_the_bench_locked_is_not_taken_in(hand: Hand, clock: ShiftedClock) -> None:
    clock.advance(minutes=11)
    expect(hand.page.locator("#door h1")).to_have_text("Scan your badge")
    before = hand.bench().revision
    hand.served.scan("RMA-10001")
    hand.heard(before + 1)
    assert hand.bench().inspection is None
    expect(hand.page.locator("#door h1")).to_have_text("Scan your badge")
