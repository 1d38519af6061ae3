"""The refurbisher's loop with keys and a scanner alone: the queue, the work, and the bench again."""

from dataclasses import replace

from playwright.sync_api import expect

from station.domain.disposition import Decision, Disposition
from station.domain.grading import Grade, Graded
from station.domain.identifiers import BinCode, make_lpn
from station.domain.inspection import Inspection, Route, State
from station.domain.item import Item
from station.domain.policy import Remedy, Ruling, Verdict
from station.domain.refurbishing import WorkState
from station.domain.texts import Texts
from station.services import refurbishing
from tests.journeys.hand import Hand
from tests.support.served import Served


def put_into_the_refurbishers_bin(served: Served) -> Inspection:
    """Have a phone lie in the repair shop, as the bench would have sent it there."""
    world = served.demo.station.world
    product = next(p for p in served.demo.site.products if p.sku == "PH-61")
    ruling = Ruling(Verdict.MANUAL, Remedy.DECIDE_BY_HAND, (), 1, 30, 0)
    decision = Decision(Disposition.REFURBISH, 1, "repair", Texts("Repair"), ())
    graded, bin_ = Graded(Grade.D, None, ()), BinCode("F-01")
    with world.begin() as uow:
        version = uow.rules.in_force().checklists[product.checklist].version
        route = Route(graded, ruling, decision, Disposition.REFURBISH, bin_, version, 1, 1)
        lpn = make_lpn(world.house.station, uow.inspections.next_lpn_number())
        item = Item(lpn, product.sku, product.gtin, product.name, product.category, product.value)
        now = world.clock.now()
        fresh = Inspection(world.ids.new(), world.house.station, item, product.checklist, now, "dana", True)
        closed = replace(fresh, checklist_version=version, route=route, state=State.BINNED)
        closed = replace(closed, closed_at=now, closed_by="dana")
        uow.inspections.add(closed)
        uow.inspections.save(closed)
        uow.contents.put(closed.id, lpn, bin_)
        refurbishing.enqueue(world, uow, closed, "REPAIR")
    return closed


def test_an_item_is_refurbished_and_inspected_again_without_a_mouse(hand: Hand) -> None:
    page, world = hand.page, hand.served.demo.station.world
    known = put_into_the_refurbishers_bin(hand.served)
    page.goto(f"{hand.served.address}/work?center=REPAIR")
    expect(page.locator(".job")).to_contain_text([known.item.lpn])
    page.keyboard.type(known.item.lpn)
    page.keyboard.press("Enter")
    expect(page.locator("[data-do=start]")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("[name=part]").fill("Battery")
    page.locator("[name=cost]").fill("79.90")
    page.keyboard.press("Enter")
    expect(page.locator(".used")).to_contain_text("Battery")
    page.locator("[name=minutes]").fill("17")
    page.keyboard.press("Tab")
    expect(page.locator("#told")).to_contain_text("Kept.")
    page.reload()
    expect(page.locator("[name=minutes]")).to_have_value("17")
    expect(page.locator(".used")).to_contain_text("Battery")
    page.locator("[name=refurbished]").focus()
    page.keyboard.press("Space")
    page.locator("[data-do=done]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#doing")).to_have_attribute("data-state", WorkState.DONE.value)
    page.goto(f"{hand.served.address}/bench")
    hand.scan(known.item.lpn)
    expect(page.locator("[data-say]").first).to_contain_text("visit 2")
    with world.read() as uow:
        (work,) = uow.works.of(known.item.lpn)
        again = uow.inspections.by_lpn(known.item.lpn)
    assert (work.minutes, work.parts_cost, work.refurbished) == (17, 7990, True)
    assert again and again.item.refurbished and again.answers == ()
    hand.clear()
