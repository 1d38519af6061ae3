"""What a return says of its sale reaches the item, its window and its ruling."""

from dataclasses import replace
from datetime import date, timedelta

from station.domain.bench import Bench
from station.domain.catalog import ExpectedReturn, RmaLine
from station.domain.identifiers import Rma
from station.domain.item import Sale
from station.domain.people import Role
from station.domain.policy import Ground, Remedy, Verdict
from station.domain.scanning import Command
from station.services.queries import bench_view
from tests.support.stations import Rig
from tests.support.work import in_hand, of, press


def announce(rig: Rig, delivered: int, **told: object) -> date:
    """Announce a kettle, delivered so many days ago; return today."""
    today = rig.clock.time.date()
    line = RmaLine(1, of(rig, "KT-17").sku, reason=str(told.pop("reason", "")))
    line = replace(line, final_sale=bool(told.pop("final_sale", False)))
    announced = ExpectedReturn(
        Rma("RMA-1"), "W-1", "RR1", "webshop", today - timedelta(days=delivered), True, (line,)
    )
    with rig.world.begin() as uow:
        uow.catalog.load([], [replace(announced, **told)], [])
    return today


def open_kettle(rig: Rig) -> Bench:
    rig.sign_in(Role.OPERATOR)
    rig.show("KT-17")
    return rig.scan("RMA-1")


def test_the_sale_is_that_of_the_return_and_its_line(rig: Rig) -> None:
    today = announce(rig, 9, country="DE", purchased=None, reason="defective", final_sale=True)
    open_kettle(rig)
    assert in_hand(rig).item.sale == Sale("DE", None, None, "defective", True)
    assert in_hand(rig).item.delivered == today - timedelta(days=9)


def test_the_screen_and_the_ruling_go_by_the_terms_in_force(rig: Rig) -> None:
    today = announce(rig, 9, country="DE")
    open_kettle(rig)
    with rig.world.read() as uow:
        person = uow.people.get(uow.bench.load().person or "")
    before = bench_view(rig.world, person).window
    assert before is not None
    press(rig, 1, Command.PHOTO)
    route = in_hand(rig).route
    assert route is not None
    assert route.ruling.terms is not None
    assert route.ruling.terms.id == "eu_distance"
    assert route.ruling.window == before == bench_view(rig.world, person).window
    assert before.first == today - timedelta(days=9)


def test_waiting_here_is_not_the_customers_doing(rig: Rig) -> None:
    """Taken in hand on the last day of 14, answered three weeks later."""
    announce(rig, 14, country="DE")
    open_kettle(rig)
    rig.clock.advance(days=21)
    rig.sign_in(Role.OPERATOR)
    press(rig, 1, Command.PHOTO)
    route = in_hand(rig).route
    assert route is not None
    assert (route.ruling.verdict, route.ruling.day_of_window) == (Verdict.ELIGIBLE, 14)
    assert Ground.IN_WINDOW in route.ruling.grounds
    assert route.decided_on == rig.clock.time.date()


def test_a_defect_costs_the_customer_nothing(rig: Rig) -> None:
    announce(rig, 100, reason="defective")
    open_kettle(rig)
    press(rig, 1, Command.PHOTO)
    route = in_hand(rig).route
    assert route is not None
    assert (route.ruling.remedy, route.ruling.fee_percent) == (Remedy.FULL_REFUND, 0)
