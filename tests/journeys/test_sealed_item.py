"""The main job at its shortest."""

from playwright.sync_api import expect

from station.domain.inspection import State
from tests.journeys.hand import Hand


def test_a_sealed_expected_item_takes_exactly_four_actions(hand: Hand) -> None:
    hand.actions = 0
    item = hand.take()
    hand.answers(1)
    hand.photo()
    hand.face("verdict")
    needed = hand.page.locator(".to-bin b").inner_text()
    hand.scan(needed)
    hand.face("ready")
    assert hand.actions == 4
    ended = hand.ended(item.item.lpn)
    assert (ended.state, ended.route and ended.route.bin) == (State.BINNED, needed)
    hand.told("good", needed)
    expect(hand.page.locator(".last")).to_contain_text(needed)
