"""Two screens show one bench; a screen that was closed comes back to where the work is."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.journeys.hand import Hand, person


def second(hand: Hand) -> Hand:
    page = hand.page.context.new_page()
    page.goto("/bench")
    return Hand(hand.served, page)


def test_both_screens_follow_what_is_done_at_one(hand: Hand) -> None:
    other = second(hand)
    hand.take()
    other.look()
    other.face("question")
    other.answers(2)
    hand.look()
    hand.asks("What is the packaging like?")


def test_a_stale_key_at_the_second_screen_changes_nothing(hand: Hand) -> None:
    hand.take()
    page = hand.page.context.new_page()
    page.route("**/live", deaf)
    page.goto("/bench")
    other = Hand(hand.served, page)
    other.asks("Is it still factory-sealed?")
    hand.answers(2)
    kept = hand.item()
    before = hand.bench().revision
    page.keyboard.press("Digit1")
    hand.heard(before + 1)
    other.look()
    other.asks("What is the packaging like?")
    other.told("quiet", "had just changed")
    assert hand.item() == kept


def deaf(route: Route) -> None:
    """Answer the stream with nothing, so that the screen does not hear what the station says."""
    route.fulfill(status=204)


def test_a_browser_closed_in_mid_item_reopens_at_the_same_question(hand: Hand) -> None:
    hand.take("electronics")
    hand.answers(2)
    hand.photo()
    kept, question = hand.item(), hand.page.locator("#bench h1").inner_text()
    context = hand.page.context
    hand.page.close()
    again = Hand(hand.served, context.new_page())
    again.page.goto("/")
    again.asks(question)
    expect(again.page.locator(".slot[data-state=kept]")).to_have_count(1)
    again.answers(1)
    assert again.item().photos == kept.photos


def test_another_browser_asks_who_is_there_and_then_shows_the_same_question(
    hand: Hand, open_page: Callable[..., Page]
) -> None:
    hand.take()
    hand.answers(2)
    kept = hand.item()
    other = Hand(hand.served, open_page())
    expect(other.page.locator("#door h1")).to_have_text("Scan your badge")
    other.sign_in(person(hand.served))
    other.asks("What is the packaging like?")
    assert other.item() == kept
    expect(hand.page.locator("#door")).to_be_visible()
