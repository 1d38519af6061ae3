"""A disposition is changed only with a supervisor's badge, PIN and reason."""

from playwright.sync_api import expect

from station.domain.auditing.overrides import OverrideReason
from station.domain.people import Role
from tests.journeys.hand import Hand, badge, person


def ask(hand: Hand) -> str:
    """Ask for an override up to the supervisor's badge, and return the disposition asked for."""
    hand.to_verdict()
    hand.key("KeyO")
    hand.face("ask")
    to = hand.page.locator(".choice").nth(1).get_attribute("data-route")
    hand.answers(2)
    hand.answers(3)
    hand.told("quiet", "supervisor")
    assert to
    return to


def test_a_supervisor_sends_an_item_elsewhere_with_badge_pin_and_reason(hand: Hand) -> None:
    to = ask(hand)
    supervisor = person(hand.served, Role.SUPERVISOR)
    hand.scan(badge(supervisor))
    expect(hand.page.locator("label[for=pin]")).to_contain_text(supervisor.name)
    hand.pin(supervisor.pin)
    verdict = hand.face("verdict")
    expect(verdict.locator(".goes")).to_have_attribute("data-route", to)
    item = hand.item()
    assert item.override
    assert (item.override.reason, item.override.by) == (list(OverrideReason)[2], supervisor.id)
    hand.scan(hand.page.locator(".to-bin b").inner_text())
    hand.face("ready")


def test_an_operators_badge_does_not_open_an_override(hand: Hand) -> None:
    ask(hand)
    operator = person(hand.served, number=1)
    hand.scan(badge(operator))
    hand.told("stop", operator.name, "supervisor")
    expect(hand.page.locator("#pin")).to_have_count(0)
    hand.key("Escape")
    hand.face("verdict")
    assert hand.item().override is None


def test_a_wrong_pin_of_the_supervisor_changes_nothing_and_may_be_tried_again(hand: Hand) -> None:
    ask(hand)
    supervisor = person(hand.served, Role.SUPERVISOR)
    hand.scan(badge(supervisor))
    before = hand.bench().revision
    hand.pin("12341234")
    hand.heard(before + 1)
    hand.told("attention", "PIN is not right")
    assert hand.item().override is None
    hand.pin(supervisor.pin)
    hand.face("verdict")
    assert hand.item().override


def test_a_supervisor_who_did_the_work_cannot_override_it(door: Hand) -> None:
    supervisor = person(door.served, Role.SUPERVISOR)
    door.sign_in(supervisor)
    door.clear()
    ask(door)
    before = door.bench().revision
    door.scan(badge(supervisor))
    door.pin(supervisor.pin)
    door.heard(before + 2)
    door.told("stop", "Another supervisor")
    assert door.item().override is None
