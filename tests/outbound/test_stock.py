"""Stock movements: what is put, what is taken back, and that both always come out even."""

from collections import Counter

from station.domain.auditing.decisions import Change
from station.domain.auditing.overrides import OverrideReason
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from station.domain.people import Role
from station.domain.scanning import Command
from station.services import stock
from tests.support.desk import elsewhere, override, restocked, send_back
from tests.support.outbound import movements
from tests.support.stations import Rig
from tests.support.work import option, press, step_up, to_bin, to_verdict
from tests.support.workshop import refurbish, somebody, stored


def types(rig: Rig) -> list[str]:
    return [each.type for each in movements(rig)]


def move(rig: Rig, item: str) -> None:
    """Take an item that waits for it to its new bin."""
    rig.scan(stored(rig, item).item.lpn)
    rig.scan("R-01")
    option(rig, "unusable")
    rig.scan("D-01")


def test_a_restocked_item_is_put_with_what_marketplaces_call_it(rig: Rig) -> None:
    item = stored(rig, restocked(rig)).item
    (put,) = movements(rig)
    assert (put.type, put.subject) == ("stock.put", f"item/{item.lpn}")
    told = {
        name: put.data[name] for name in ("quantity", "sku", "gtin", "bin", "grade", "lpn", "disposition")
    }
    assert told == {
        "quantity": 1,
        "sku": item.sku,
        "gtin": item.gtin,
        "bin": "R-01",
        "grade": "A",
        "lpn": item.lpn,
        "disposition": "restock",
    }
    assert put.data["conditions"]["ebay"] == "1500"


def test_what_may_not_be_sold_is_no_stock(rig: Rig) -> None:
    rig.sign_in()
    refurbish(rig)
    assert movements(rig) == []


def test_an_item_that_has_to_move_counts_no_more_from_the_decision_on(rig: Rig) -> None:
    item = restocked(rig)
    elsewhere(rig, item)
    put, back = movements(rig)
    assert (back.type, back.data["quantity"], back.data["corrects"]) == ("stock.taken_back", -1, put.id)
    move(rig, item)
    assert types(rig) == ["stock.put", "stock.taken_back"]  # once is enough, and disposal is no stock


def test_an_item_in_another_channel_is_put_again(rig: Rig) -> None:
    item = restocked(rig)
    elsewhere(rig, item, Disposition.RESALE)
    rig.scan(stored(rig, item).item.lpn)
    rig.scan("R-01")
    to_bin(rig)
    first, back, again = movements(rig)
    assert (back.data["corrects"], again.type) == (first.id, "stock.put")
    assert again.data["disposition"] == "resale"
    assert again.id != first.id


def test_another_grade_is_another_condition_where_it_lies(rig: Rig) -> None:
    item = restocked(rig)
    override(rig, item, Change(OverrideReason.GRADED_TOO_SOFT, grade=Grade.B))
    first, back, again = movements(rig)
    assert (back.data["corrects"], again.data["grade"], again.data["bin"]) == (first.id, "B", "R-01")
    assert again.data["conditions"] != first.data["conditions"]


def test_what_is_sent_back_to_the_bench_is_no_stock_until_it_is_in_a_bin_again(rig: Rig) -> None:
    item = restocked(rig)
    send_back(rig, item)
    assert types(rig) == ["stock.put", "stock.taken_back"]


def test_a_bin_that_goes_on_takes_its_stock_along(rig: Rig) -> None:
    item = restocked(rig)
    with rig.world.begin() as uow:
        stock.move_on(rig.world, uow, "R-01", somebody(rig, Role.OPERATOR).id)
    *_, on = movements(rig)
    assert (on.type, on.data["quantity"], on.data["from"]) == ("stock.moved_on", 0, "R-01")
    elsewhere(rig, item)
    assert sum(each.data["quantity"] for each in movements(rig)) == 0


def test_a_hold_before_the_first_bin_moves_nothing(rig: Rig) -> None:
    to_verdict(rig)
    press(rig, Command.HOLD, 1)
    rig.scan(held(rig))
    option(rig, "release")
    step_up(rig)
    to_bin(rig)
    assert types(rig) == ["stock.put"]


def held(rig: Rig) -> str:
    with rig.world.read() as uow:
        return uow.inspections.recent(1)[0].item.lpn


def test_ids_are_the_same_however_often_they_are_made(rig: Rig) -> None:
    item = restocked(rig)
    elsewhere(rig, item)
    once, twice = movements(rig), movements(rig)
    assert [each.id for each in once] == [each.id for each in twice]
    assert max(Counter(each.id for each in once).values()) == 1
