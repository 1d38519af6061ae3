"""A manager writes a checklist for new goods from scratch, publishes it, and walks through it by the keys."""

from playwright.sync_api import Page, expect

from station.domain.people import Role
from tests.journeys.hand import Hand, person


def write(page: Page, path: str, text: str) -> None:
    """Fill a field at one go, as from a clipboard: letters that come this fast would be a scan."""
    field = page.locator(f'[id="in/{path}"]')
    field.focus()
    page.keyboard.insert_text(text)
    expect(page.locator(f'[id="in/{path}"]')).to_have_value(text)


def open_after(page: Page, button: str, path: str) -> None:
    page.get_by_role("button", name=button, exact=True).locator("visible=true").click()
    expect(page.locator(f'[id="at/{path}"][open]')).to_be_visible()
    expect(page.locator(f'[id="in/{path}/en"]')).to_be_focused()


def follow(page: Page, key: str, to: str) -> None:
    page.keyboard.press(key)
    page.wait_for_url(to)


def test_a_category_from_scratch(hand: Hand) -> None:
    manager, page = person(hand.served, Role.MANAGER), hand.page
    hand.served.scan_badge(manager)
    hand.give_pin(manager)
    page.goto("/rules")
    page.locator("[data-new] [name=title]").fill("Garden tools")
    page.locator("[data-new] button").click()
    page.wait_for_url("**/rules/checklist/garden_tools*")
    address = page.url

    open_after(page, "Add a question", "question/2")
    write(page, "question/2/en", "Any rust?")
    page.locator('[id="in/question/2/choice/1/caps/cosmetic"]').select_option("C")
    expect(page.locator('[id="at/question/2"] .cap')).to_have_text("C")
    page.locator('[data-add="question/2/when"] button').click()
    expect(page.locator('[id="at/question/2/when/sealed"] :checked')).to_have_count(1)
    open_after(page, "Add a photo to take", "slot/1")
    expect(page.locator('[id="at/question/2"]')).not_to_have_attribute("open", "")
    write(page, "slot/1/en", "The blade")

    page.locator('[id="at/question/2"] > summary').focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".to-mend summary")).to_contain_text("1 to mend")
    expect(page.locator('[id="at/question/1"] > summary')).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator('[id="at/question/2"] > summary')).to_be_focused()
    expect(page.locator(".rule-bar .sound")).to_be_visible()

    page.locator(".rule-bar .go").click()
    page.wait_for_url("**/publish")
    page.locator("[data-send='/publish']").click()
    expect(page.locator("[data-counts=yes]")).to_be_visible()

    page.goto(f"{address}/walk")
    follow(page, "Digit2", "**/walk?sealed=no")
    expect(page.locator("h1")).to_have_text("Any rust?")
    follow(page, "Digit1", "**/walk?sealed=no&rust=yes")
    expect(page.locator("h1")).to_have_text("Grade C")
    expect(page.locator(".why")).to_contain_text("looks")
    follow(page, "Digit0", "**/walk?sealed=no")
    follow(page, "KeyR", "**/walk")
