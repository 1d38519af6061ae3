"""The same licence plate is inspected again once the work on it is over."""

from station.domain.bench import AskKind, Say
from station.domain.inspection import State
from station.domain.people import Role
from station.domain.refurbishing import GaveUp, WorkState
from station.domain.scanning import Command
from station.services import refurbishing
from station.services.verifying import check_journal
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    expected,
    in_hand,
    last_closed,
    option,
    payloads,
    press,
    said,
    step_up,
    to_bin,
)
from tests.support.workshop import (
    FORM,
    MENDED,
    judge,
    lies_in,
    refurbish,
    show_another,
    somebody,
    stored,
    to_refurbish,
    work_on,
)


def repaired(rig: Rig, marked: str = "yes") -> str:
    """Have an item refurbished and return the id of its first visit."""
    rig.sign_in()
    first = refurbish(rig)
    fixer, work = somebody(rig), work_on(rig, first)
    refurbishing.start(rig.world, fixer, work.id, 0)
    refurbishing.finish(rig.world, fixer, work.id, 1, {**FORM, "refurbished": marked})
    return first.id


def test_after_the_work_the_same_plate_is_inspected_anew_and_graded_anew(rig: Rig) -> None:
    first = stored(rig, repaired(rig))
    result = rig.scan(first.item.lpn)
    assert (said(result), result.notice.facts["visit"]) == (Say.SEEN_AGAIN, "2")
    second = in_hand(rig)
    assert (second.item.lpn, second.item.visit, second.item.refurbished) == (first.item.lpn, 2, True)
    assert (second.answers, second.photos, second.parts) == ((), (), ())
    assert lies_in(rig, first.route.bin) == []
    judge(rig, MENDED)
    assert in_hand(rig).route.graded.grade == "A"
    assert in_hand(rig).route.facts["refurbished"] is True
    to_bin(rig)
    with rig.world.read() as uow:
        visits = uow.inspections.visits(first.item.lpn)
    assert [(v.item.visit, v.route.graded.grade) for v in visits] == [(1, "D"), (2, "A")]
    assert lies_in(rig, last_closed(rig).route.bin) == [first.item.lpn]
    assert check_journal(rig.world) == ()


def test_a_photo_like_one_of_an_earlier_visit_is_no_sign_of_fraud(rig: Rig) -> None:
    rig.scan(stored(rig, repaired(rig)).item.lpn)
    judge(rig, MENDED)
    assert in_hand(rig).photos


def test_without_the_marking_the_item_is_not_refurbished(rig: Rig) -> None:
    rig.scan(stored(rig, repaired(rig, marked="")).item.lpn)
    assert in_hand(rig).item.refurbished is False


def test_work_that_was_given_up_is_looked_at_again_too(rig: Rig) -> None:
    rig.sign_in()
    first = refurbish(rig)
    fixer, work = somebody(rig), work_on(rig, first)
    refurbishing.start(rig.world, fixer, work.id, 0)
    refurbishing.give_up(rig.world, fixer, work.id, 1, {**FORM, "why": "beyond_repair"})
    assert said(rig.scan(first.item.lpn)) == Say.SEEN_AGAIN
    assert in_hand(rig).item.refurbished is False


def test_an_item_whose_work_is_not_done_stays_there_unless_a_supervisor_says_otherwise(rig: Rig) -> None:
    rig.sign_in()
    first = refurbish(rig)
    result = rig.scan(first.item.lpn)
    assert (said(result), asked(result)) == (Say.AT_WORK, AskKind.AT_WORK)
    assert result.notice.facts["work"] == WorkState.WAITING
    option(rig, "leave_there")
    assert at_bench(rig).inspection is None
    assert lies_in(rig, "F-01") == [first.item.lpn]
    rig.scan(first.item.lpn)
    option(rig, "look_again")
    assert said(step_up(rig, Role.SUPERVISOR)) == Say.SEEN_AGAIN
    assert in_hand(rig).item.visit == 2
    work = work_on(rig, first)
    assert (work.state, work.why) == (WorkState.GIVEN_UP, GaveUp.LOOKED_AT_AGAIN)
    assert len(payloads(rig, "work_done")) == 1


def test_a_second_visit_that_was_given_up_leaves_the_first_one_to_be_looked_at_again(rig: Rig) -> None:
    first = stored(rig, repaired(rig))
    rig.scan(first.item.lpn)
    press(rig, Command.BACK)
    option(rig, "give_up")
    assert said(rig.scan(first.item.lpn)) == Say.SEEN_AGAIN
    assert in_hand(rig).item.visit == 3
    assert check_journal(rig.world) == ()


def test_a_second_visit_is_not_received_twice_nor_given_back_when_it_is_given_up(rig: Rig) -> None:
    rig.sign_in()
    announced = expected(rig, quantity=1, serial=None)
    show_another(rig, announced.lines[0].sku)
    rig.scan(announced.rma)
    press(rig, 1, Command.PHOTO)
    press(rig, Command.OVERRIDE)
    ask = at_bench(rig).ask
    press(rig, ask.options.index("refurbish") + 1, 1)
    step_up(rig)
    known = in_hand(rig)
    to_bin(rig)
    fixer, work = somebody(rig), work_on(rig, known)
    refurbishing.start(rig.world, fixer, work.id, 0)
    refurbishing.finish(rig.world, fixer, work.id, 1, FORM)
    rig.scan(known.item.lpn)
    assert in_hand(rig).item.rma == announced.rma
    assert received(rig, announced.rma) == 1
    press(rig, Command.BACK)
    option(rig, "give_up")
    assert received(rig, announced.rma) == 1
    assert stored(rig, known.id).state is State.BINNED


def received(rig: Rig, rma: str) -> int:
    with rig.world.read() as uow:
        return uow.catalog.expected(rma).lines[0].received  # type: ignore[arg-type]


def test_another_item_in_hand_is_finished_first(rig: Rig) -> None:
    first = stored(rig, repaired(rig))
    known = to_refurbish(rig)
    assert said(rig.scan(first.item.lpn)) != Say.SEEN_AGAIN
    assert in_hand(rig) == known
