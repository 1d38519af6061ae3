"""The supervisor's desk: the list, the record with its photos, and a closed door for operators."""

from playwright.sync_api import expect

from station.domain.people import Role
from tests.journeys.hand import Hand, person, prefer

LOADED = "(image) => image.decode().then(() => image.naturalWidth)"


def finished(hand: Hand) -> str:
    lpn = hand.to_verdict().item.lpn
    hand.scan(hand.page.locator(".to-bin b").inner_text())
    hand.face("ready")
    return lpn


def test_a_supervisor_reads_answers_beside_photos_and_opens_a_photo(hand: Hand) -> None:
    lpn = finished(hand)
    supervisor = person(hand.served, Role.SUPERVISOR)
    hand.served.scan_badge(supervisor)
    hand.give_pin(supervisor)
    page = hand.page
    page.goto("/audit/closed")
    page.get_by_role("link", name=lpn).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".record h1")).to_be_visible()
    finding = page.locator(".finding").first
    expect(finding.locator(".answer")).to_have_text("Yes, sealed")
    image = finding.locator("img")
    expect(image).to_be_visible()
    assert image.evaluate(LOADED) > 0
    address = finding.locator("a").get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "image/jpeg"
    expect(page.locator(".history li").first).to_be_visible()


def test_a_held_item_is_listed_first_with_why_it_waits(hand: Hand) -> None:
    lpn = hand.take().item.lpn
    hand.key("KeyH", "Digit3")
    hand.served.scan_badge(person(hand.served, Role.SUPERVISOR))
    hand.give_pin(person(hand.served, Role.SUPERVISOR))
    hand.page.goto("/audit/closed")
    row = hand.page.locator("section").first.locator("tr", has_text=lpn)
    expect(row).to_have_attribute("data-route", "hold")


def test_an_operator_is_told_in_his_language_that_the_desk_is_not_open_to_him(hand: Hand) -> None:
    said = set()
    for language in ("en", "he", "ru"):
        prefer(hand.served, person(hand.served), language)
        answer = hand.page.goto("/audit")
        assert answer
        assert answer.status == 403
        expect(hand.page.locator("html")).to_have_attribute("lang", language)
        said.add(hand.page.locator("main h1").inner_text())
    assert len(said) == 3


def test_an_unknown_licence_plate_is_a_page_that_says_so(door: Hand) -> None:
    door.sign_in(person(door.served, Role.SUPERVISOR))
    answer = door.page.goto("/audit/X07-000000")
    assert answer
    assert answer.status == 404
    expect(door.page.locator("main h1")).to_have_text("There is nothing here.")
