"""Hold at every step, with a reason; taking an item off hold takes a supervisor."""

import pytest
from playwright.sync_api import expect

from station.domain.inspection import HoldReason, State
from station.domain.people import Role
from tests.journeys.hand import Hand, badge, person

REASONS = list(HoldReason)


def at_question(hand: Hand) -> str:
    return hand.take().item.lpn


def at_photo(hand: Hand) -> str:
    lpn = hand.take().item.lpn
    hand.answers(1)
    hand.face("photo")
    return lpn


def at_verdict(hand: Hand) -> str:
    return hand.to_verdict().item.lpn


@pytest.mark.parametrize("arrive", [at_question, at_photo, at_verdict])
@pytest.mark.parametrize("number", [1, 3])
def test_an_item_is_held_at_any_step_with_its_reason(hand: Hand, arrive, number: int) -> None:  # type: ignore[no-untyped-def]
    lpn = arrive(hand)
    hand.key("KeyH")
    hand.face("ask")
    hand.answers(number)
    hand.face("ready")
    hand.told("good", lpn, "on hold")
    held = hand.ended(lpn)
    assert held.state is State.HELD
    assert held.hold
    assert held.hold.reason is REASONS[number - 1]
    expect(hand.page.locator(".last")).to_have_attribute("data-route", "hold")


def test_leaving_the_reasons_puts_nothing_on_hold(hand: Hand) -> None:
    hand.take()
    question = hand.page.locator("#bench h1").inner_text()
    for way_out in ("Escape", "Digit0", "KeyU"):
        hand.key("KeyH")
        hand.face("ask")
        hand.key(way_out)
        hand.face("question")
        hand.asks(question)
    assert hand.item().state is State.OPEN


def test_a_held_item_comes_back_where_it_was_left_on_a_supervisors_word(hand: Hand) -> None:
    lpn = at_photo(hand)
    hand.key("KeyH", "Digit1")
    hand.scan(lpn)
    hand.told("attention", lpn, "on hold")
    hand.answers(1)
    supervisor = person(hand.served, Role.SUPERVISOR)
    hand.scan(badge(supervisor))
    hand.pin(supervisor.pin)
    hand.face("photo")
    hand.told("good", lpn)
    assert hand.item().item.lpn == lpn
