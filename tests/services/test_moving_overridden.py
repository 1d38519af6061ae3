"""An override moves a binned item: the old bin and the new one are scanned, and everything follows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from station.domain.auditing.decisions import Change, ErrandKind
from station.domain.auditing.overrides import OverrideReason
from station.domain.bench import AskKind, Say, Tone
from station.domain.disposition import Disposition
from station.domain.errors import Reason
from station.domain.grading import Grade
from station.domain.inspection import State
from station.domain.people import Role
from station.domain.printing import PrinterState
from station.domain.refurbishing import GaveUp, WorkState
from station.domain.scanning import Command
from station.services import stock
from station.services.auditing import desk
from station.services.labels import DOT
from station.services.queries import bench_view
from station.services.verifying import check_journal
from tests.support.desk import elsewhere, override, restocked, sampled, supervisor
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    in_hand,
    last_closed,
    option,
    payloads,
    press,
    said,
    to_bin,
    tone,
    unawaited,
)
from tests.support.workshop import lies_in, refurbish, somebody, stored, work_on


@pytest.fixture
def waits(rig: Rig) -> tuple[Rig, str]:
    """An item that lies in R-01 and was overridden to disposal."""
    item = restocked(rig)
    elsewhere(rig, item)
    return rig, item


def plate(rig: Rig, item: str) -> str:
    return stored(rig, item).item.lpn


def old_bin(rig: Rig, item: str) -> str:
    return stored(rig, item).route.bin


def ledger(rig: Rig) -> list[str]:
    today = rig.clock.time.date()
    day = timedelta(days=1)
    with rig.world.read() as uow:
        return [lpn for _, _, lpn, _ in uow.ledger.lines(today - day, today + day)]


def test_until_it_is_moved_the_item_lies_where_it_lay_and_the_bench_lists_it(
    waits: tuple[Rig, str],
) -> None:
    rig, item = waits
    known = stored(rig, item)
    assert (known.state, known.route.disposition, known.route.bin) == (
        State.BINNED,
        Disposition.DISPOSAL,
        "R-01",
    )
    assert lies_in(rig, "R-01") == [known.item.lpn]
    view = bench_view(rig.world, somebody(rig))
    (errand,) = view.errands
    assert (errand.kind, errand.lpn, errand.was, errand.to) == (
        ErrandKind.MOVE,
        known.item.lpn,
        "R-01",
        "D-01",
    )
    assert view.errands_count == 1
    shown = desk.opened(rig.world, supervisor(rig), item)
    assert shown
    assert shown.errand == errand
    assert check_journal(rig.world) == ()


def test_by_the_plate_then_the_old_bin_then_the_new_one(waits: tuple[Rig, str]) -> None:
    rig, item = waits
    graded = stored(rig, item)
    result = rig.scan(graded.item.lpn)
    assert (said(result), asked(result)) == (Say.TO_BE_MOVED, AskKind.MOVE)
    rig.scan("R-01")
    assert in_hand(rig).id == item
    assert (lies_in(rig, "R-01"), stored(rig, item).state) == ([], State.ROUTED)
    assert check_journal(rig.world) == ()
    option(rig, "unusable")
    wrong = rig.scan("R-01")
    assert (said(wrong), tone(wrong)) == (Reason.WRONG_BIN, Tone.STOP)
    assert at_bench(rig).stopped_at == "R-01"
    done = rig.scan("D-01")
    assert (said(done), done.inspection) == (Say.MOVED, None)
    known = stored(rig, item)
    assert (known.state, known.route.bin, known.taken_out) == (State.BINNED, "D-01", None)
    assert (known.closed_at, known.closed_by) == (graded.closed_at, graded.closed_by)
    assert lies_in(rig, "D-01") == ledger(rig) == [known.item.lpn]
    (event,) = payloads(rig, "item_moved")
    assert (event["was"], event["bin"]) == ("R-01", "D-01")
    assert len(payloads(rig, "inspection_finished")) == 1
    assert check_journal(rig.world) == ()


def test_by_the_old_bin_then_the_plate(waits: tuple[Rig, str]) -> None:
    rig, item = waits
    result = rig.scan("R-01")
    assert (said(result), asked(result)) == (Say.TO_BE_TAKEN_OUT, AskKind.MOVE)
    rig.scan(plate(rig, item))
    assert in_hand(rig).id == item


def test_another_bin_is_not_where_it_lies(waits: tuple[Rig, str]) -> None:
    rig, item = waits
    rig.scan(plate(rig, item))
    result = rig.scan("D-01")
    assert (said(result), tone(result), asked(result)) == (Reason.WRONG_BIN, Tone.STOP, AskKind.MOVE)
    assert (at_bench(rig).inspection, lies_in(rig, "D-01")) == (None, [])
    assert len(payloads(rig, "wrong_bin_refused")) == 1
    rig.scan("R-01")
    assert in_hand(rig).id == item


def test_another_item_of_the_bin_stays_there(waits: tuple[Rig, str]) -> None:
    rig, _ = waits
    other = restocked_again(rig)
    rig.scan("R-01")
    result = rig.scan(plate(rig, other))
    assert (said(result), tone(result), at_bench(rig).inspection) == (Say.STAYS_HERE, Tone.STOP, None)


def restocked_again(rig: Rig) -> str:
    product = unawaited(rig, category="toys")
    rig.show(product.sku)
    rig.camera.scene = replace(rig.camera.scene, seed=99)
    rig.scan(product.gtin)
    press(rig, 1, 1, Command.PHOTO)
    to_bin(rig)
    return last_closed(rig).id


def test_it_can_be_left_for_now(waits: tuple[Rig, str]) -> None:
    rig, item = waits
    rig.scan(plate(rig, item))
    option(rig, "let_lie")
    assert (at_bench(rig).ask, lies_in(rig, "R-01")) == (None, [plate(rig, item)])
    assert said(rig.scan(plate(rig, item))) == Say.TO_BE_MOVED


def test_other_codes_count_for_nothing_while_an_item_is_moved(waits: tuple[Rig, str]) -> None:
    rig, item = waits
    rig.scan(plate(rig, item))
    for code in (unawaited(rig).gtin, "no such code"):
        assert said(rig.scan(code)) == Say.ANSWER_FIRST
    assert at_bench(rig).inspection is None


def test_an_item_that_has_moved_on_is_taken_from_where_it_is(waits: tuple[Rig, str]) -> None:
    rig, item = waits
    stock.empty(rig.world, supervisor(rig), "R-01")
    rig.scan(plate(rig, item))
    assert in_hand(rig).id == item


def test_out_of_disposal_takes_its_line_out_of_the_ledger(waits: tuple[Rig, str]) -> None:
    rig, item = waits
    rig.scan(plate(rig, item))
    rig.scan("R-01")
    option(rig, "unusable")
    rig.scan("D-01")
    sampled(rig, item)
    override(
        rig,
        item,
        Change(OverrideReason.OTHER, disposition=Disposition.RESALE),
        somebody(rig, Role.MANAGER),
    )
    assert ledger(rig) == [plate(rig, item)]
    rig.scan(plate(rig, item))
    rig.scan("D-01")
    assert (ledger(rig), in_hand(rig).disposal) == ([], None)
    assert len(payloads(rig, "disposal_taken_back")) == 1
    assert said(to_bin(rig)) == Say.MOVED
    assert check_journal(rig.world) == ()


def test_out_of_the_refurbishers_bin_ends_the_work_and_back_begins_it_anew(rig: Rig) -> None:
    rig.sign_in()
    item = refurbish(rig).id
    sampled(rig, item)
    elsewhere(rig, item, Disposition.RESALE)
    rig.scan(plate(rig, item))
    rig.scan(old_bin(rig, item))
    ended = work_on(rig, stored(rig, item))
    assert (ended.state, ended.why) == (WorkState.GIVEN_UP, GaveUp.SENT_ELSEWHERE)
    assert said(to_bin(rig)) == Say.MOVED
    sampled(rig, item)
    back = Change(OverrideReason.OTHER, disposition=Disposition.REFURBISH)
    override(rig, item, back, somebody(rig, Role.MANAGER))
    rig.scan(plate(rig, item))
    rig.scan(old_bin(rig, item))
    to_bin(rig)
    with rig.world.read() as uow:
        states = [work.state for work in uow.works.of(stored(rig, item).item.lpn)]
    assert states == [WorkState.GIVEN_UP, WorkState.WAITING]
    assert check_journal(rig.world) == ()


def test_an_item_can_be_held_on_its_way(waits: tuple[Rig, str]) -> None:
    rig, item = waits
    rig.scan(plate(rig, item))
    rig.scan("R-01")
    press(rig, Command.CANCEL, Command.HOLD, 1)
    assert stored(rig, item).state is State.HELD
    assert check_journal(rig.world) == ()


def test_a_later_decision_takes_the_move_back(waits: tuple[Rig, str]) -> None:
    rig, item = waits
    sampled(rig, item)
    change = Change(OverrideReason.OTHER, disposition=Disposition.RESTOCK)
    override(rig, item, change, somebody(rig, Role.MANAGER))
    with rig.world.read() as uow:
        assert uow.errands.count() == 0
    assert said(rig.scan(plate(rig, item))) == Say.ALREADY_BINNED
    assert check_journal(rig.world) == ()


def test_the_label_is_printed_anew_where_labels_print(rig: Rig) -> None:
    class Printer:
        def state(self) -> PrinterState:
            return PrinterState.READY

    item = restocked(rig)
    house = replace(rig.world.house, print_item=True)
    printing = replace(rig, world=replace(rig.world, house=house, printer=Printer()))
    override(printing, item, Change(OverrideReason.OTHER, grade=Grade.B))
    with rig.world.read() as uow:
        (job,) = uow.prints.recent(9)
    assert job.label.lines[0].split(DOT)[1].startswith("B ")
