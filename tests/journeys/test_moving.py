"""Back, undo, help, language and theme, all by keys."""

from playwright.sync_api import expect

from station.domain.inspection import State
from station.domain.people import Role
from tests.journeys.hand import Hand, person


def test_back_asks_the_question_before_and_keeps_the_other_answers(hand: Hand) -> None:
    hand.take()
    hand.answers(2, 2)
    hand.asks("Are there signs of use?")
    hand.key("Digit0")
    hand.asks("What is the packaging like?")
    hand.answers(1)
    hand.asks("Are there signs of use?")
    assert [answer.choice for answer in hand.item().answers] == ["no", "good"]


def test_undo_takes_back_the_last_answer(hand: Hand) -> None:
    hand.take()
    hand.answers(2, 2)
    hand.key("KeyU")
    hand.told("quiet", "Taken back")
    hand.asks("What is the packaging like?")
    assert [answer.choice for answer in hand.item().answers] == ["no"]


def test_undo_takes_back_a_photo_even_at_the_verdict(hand: Hand) -> None:
    hand.to_verdict()
    hand.key("KeyU")
    hand.face("photo")
    assert not hand.item().photos


def test_back_before_the_first_question_offers_to_give_the_item_up(hand: Hand) -> None:
    item = hand.take()
    hand.key("Digit0")
    hand.face("ask")
    hand.answers(1)
    hand.face("ready")
    assert hand.ended(item.item.lpn).state is State.VOIDED


def test_a_number_that_is_no_choice_says_how_many_there_are(hand: Hand) -> None:
    hand.take()
    hand.answers(9)
    hand.told("attention", "2 choices")
    hand.face("question")


def test_help_opens_and_closes_by_keys_and_changes_nothing(hand: Hand) -> None:
    hand.take()
    before = hand.bench().revision
    hand.page.keyboard.press("Shift+Slash")
    expect(hand.page.locator("#help")).to_be_visible()
    hand.page.keyboard.press("Digit1")
    hand.page.keyboard.press("Escape")
    expect(hand.page.locator("#help")).to_be_hidden()
    hand.answers(1)
    assert hand.bench().revision == before + 1


def choose_language(hand: Hand, code: str) -> None:
    hand.page.locator(".menu summary").last.focus()
    hand.page.keyboard.press("Enter")
    hand.page.locator(f"[data-language={code}]").focus()
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("html")).to_have_attribute("lang", code)


def test_the_language_is_the_persons_and_turns_the_page_round(hand: Hand) -> None:
    hand.take()
    for code, direction in (("he", "rtl"), ("ru", "ltr"), ("en", "ltr"), ("he", "rtl")):
        choose_language(hand, code)
        expect(hand.page.locator("html")).to_have_attribute("dir", direction)
        hand.face("question")
    other = person(hand.served, number=1)
    hand.served.scan_badge(other)
    hand.give_pin(other)
    expect(hand.page.locator("html")).to_have_attribute("lang", "en")


def test_the_dark_screen_is_kept_for_the_person(hand: Hand) -> None:
    hand.page.locator("[data-theme-to]").focus()
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("html")).to_have_attribute("data-theme", "dark")
    supervisor = person(hand.served, Role.SUPERVISOR)
    hand.served.scan_badge(supervisor)
    hand.give_pin(supervisor)
    expect(hand.page.locator("html")).to_have_attribute("data-theme", "light")
