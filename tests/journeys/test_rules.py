"""A manager changes a rule in place, hears at once what is wrong with it, publishes it, and takes it back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from station.domain.people import Role
from station.services import rules
from tests.journeys.hand import Hand, person

TABLE = "/rules/table/routing"


@pytest.fixture
def page(door: Hand) -> Iterator[Page]:
    """A manager's browser; the table counts afterwards as it did before."""
    manager, world = person(door.served, Role.MANAGER), door.served.demo.station.world
    door.sign_in(manager)
    before = version(door)
    yield door.page
    with world.read() as uow:
        someone, draft = uow.people.get(manager.id), uow.drafts.get(rules.TABLE)
    if draft:
        rules.discard(world, rules.TABLE, draft.revision, someone)
    if version(door) != before:
        rules.roll_back(world, rules.TABLE, before, someone)


def version(hand: Hand) -> int:
    with hand.served.demo.station.world.read() as uow:
        return uow.rules.in_force().table.version


def test_a_rule_is_changed_by_keys_alone_and_put_back(door: Hand, page: Page) -> None:
    before = version(door)
    page.goto("/rules")
    page.locator(f'[data-key="{TABLE}"][data-send="/begin"]').click()
    page.wait_for_url(f"**{TABLE}")  # with its scripts: a key before that opens nothing
    chip = page.locator('[data-opens="row/8/when/value"]')
    chip.focus()
    page.keyboard.press("Enter")
    limit = page.locator('[data-path="row/8/when/value/at_most"]')
    limit.fill("much")
    expect(page.locator('[id="wrong/row/8/when/value/at_most"] .mend')).to_be_visible()
    expect(limit).to_be_focused()
    expect(page.locator(".to-mend summary")).to_have_text("1 to mend")
    limit.fill("20")
    expect(chip).to_have_text("the price new is at most 20 ILS")
    expect(page.locator(".to-mend")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    moved = page.locator('[data-opens="row/7/when/value"]')
    expect(moved).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(chip).to_be_focused()
    page.get_by_role("link", name="See 1 change and publish").click()
    expect(page.locator(".changes li")).to_contain_text("the price new is at most 20")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url("**/history")
    assert version(door) == before + 1
    page.get_by_role("button", name="Let it count again").click()
    page.get_by_role("button", name="Let it count", exact=True).click()
    expect(page.locator(".version[data-counts=yes] h2")).to_have_text(f"Version {before}")
    assert version(door) == before
