"""A full bin is passed over, by count or because a person says so; a bin's items go on by one scan."""

from dataclasses import replace

import pytest

from station.domain.bench import Say, Tone
from station.domain.errors import Reason
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection, State
from station.domain.people import Role
from station.domain.scanning import MOVE_PREFIX, Command
from station.services import stock
from station.services.verifying import check_journal
from tests.support.stations import Rig
from tests.support.work import (
    at_bench,
    in_hand,
    last_closed,
    payloads,
    press,
    said,
    step_up,
    to_bin,
    to_verdict,
    tone,
)
from tests.support.workshop import lies_in, refurbish, somebody, to_refurbish, work_on


def resize(rig: Rig, code: str, capacity: int | None) -> None:
    with rig.world.begin() as uow:
        uow.catalog.save_bin(replace(uow.catalog.bin(BinCode(code)), capacity=capacity))


def sent_to(rig: Rig) -> str | None:
    route = in_hand(rig).route
    assert route
    return route.bin


def facts(bench: object) -> dict[str, str]:
    return dict(bench.notice.facts)  # type: ignore[attr-defined]


def binned(rig: Rig) -> Inspection:
    """Put a sealed item into its bin."""
    to_verdict(rig)
    to_bin(rig)
    return last_closed(rig)


def test_what_is_binned_lies_in_its_bin(rig: Rig) -> None:
    done = binned(rig)
    assert lies_in(rig, done.route.bin) == [done.item.lpn]


def test_a_bin_that_holds_as_many_as_it_may_is_passed_over_and_the_next_is_said_with_why(rig: Rig) -> None:
    resize(rig, "F-01", 1)
    rig.sign_in()
    refurbish(rig)
    known = to_refurbish(rig)
    assert (known.route.bin, [(p.bin, p.because) for p in known.route.passed]) == (
        "F-03",
        [("F-01", "count")],
    )
    notice = at_bench(rig).notice
    assert (notice.say, notice.tone) == (Say.BIN_FULL, Tone.ATTENTION)
    assert (notice.facts["full"], notice.facts["bin"]) == ("F-01", "F-03")


def test_the_bin_that_is_full_is_still_the_wrong_one(rig: Rig) -> None:
    rig.sign_in()
    to_refurbish(rig)
    press(rig, Command.FULL)
    assert said(rig.scan("F-01")) == Reason.WRONG_BIN
    assert said(rig.scan("F-03")) == Say.BINNED


def test_a_person_who_finds_a_bin_full_is_sent_to_the_next_at_once(rig: Rig) -> None:
    rig.sign_in()
    to_refurbish(rig)
    result = press(rig, Command.FULL)
    assert (said(result), facts(result)["bin"], sent_to(rig)) == (Say.BIN_FULL, "F-03", "F-03")
    assert payloads(rig, "bin_full") == [{"bin": "F-01", "full": True}]
    to_bin(rig)
    assert to_refurbish(rig).route.bin == "F-03"


def test_with_every_bin_full_the_bench_says_so_and_not_that_none_is_set_up(rig: Rig) -> None:
    rig.sign_in()
    to_refurbish(rig)
    press(rig, Command.FULL)
    result = press(rig, Command.FULL)
    assert (said(result), tone(result), sent_to(rig)) == (Reason.BINS_FULL, Tone.STOP, None)
    assert said(rig.scan("F-01")) == Reason.BINS_FULL
    assert said(press(rig, Command.FULL)) == Reason.BINS_FULL
    assert len(payloads(rig, "bin_full")) == 2


def test_a_wrong_bin_stays_a_stop_while_the_right_one_is_found_full(rig: Rig) -> None:
    rig.sign_in()
    to_refurbish(rig)
    rig.scan("D-01")
    press(rig, Command.FULL)
    assert at_bench(rig).stopped_at == "D-01"
    rig.scan("F-03")
    assert in_hand_is_free(rig)


def in_hand_is_free(rig: Rig) -> bool:
    return at_bench(rig).inspection is None and at_bench(rig).stopped_at is None


def test_full_means_nothing_before_the_verdict_and_with_nothing_in_hand(rig: Rig) -> None:
    rig.sign_in()
    assert said(press(rig, Command.FULL)) == Reason.NOT_NOW
    assert payloads(rig, "bin_full") == []


def test_a_supervisors_word_passes_over_full_bins_too(rig: Rig) -> None:
    resize(rig, "D-01", 1)
    rig.sign_in()
    to_refurbish(rig)
    with rig.world.begin() as uow:
        uow.contents.mark_full(BinCode("D-01"), True)
    press(rig, Command.OVERRIDE)
    ask = at_bench(rig).ask
    press(rig, ask.options.index("disposal") + 1, 1)
    step_up(rig)
    assert sent_to(rig) is None
    assert in_hand(rig).route.passed[0].bin == "D-01"


# Moving on ----------------------------------------------------------------------------------------


def test_one_scan_moves_all_items_of_a_bin_on_and_it_is_not_full_any_more(rig: Rig) -> None:
    resize(rig, "F-01", 1)
    rig.sign_in()
    done = refurbish(rig)
    result = rig.scan(f"{MOVE_PREFIX}F-01")
    assert (said(result), facts(result)["count"]) == (Say.BIN_MOVED_ON, "1")
    assert payloads(rig, "items_moved_on") == [{"bin": "F-01", "to": "REPAIR", "lpns": [done.item.lpn]}]
    assert lies_in(rig, "F-01") == []
    assert to_refurbish(rig).route.bin == "F-01"
    to_bin(rig)
    assert check_journal(rig.world) == ()


def test_moved_on_items_are_still_found(rig: Rig) -> None:
    done = binned(rig)
    rig.scan(f"{MOVE_PREFIX}{done.route.bin.lower()}")
    with rig.world.read() as uow:
        where = uow.contents.where(done.id)
    assert (where.bin, where.moved_to) == (done.route.bin, "STOCK")
    assert said(rig.scan(done.item.lpn)) == Say.HAS_MOVED_ON


@pytest.mark.parametrize(("code", "reason"), [("R-03", Reason.BIN_EMPTY), ("X-99", Reason.UNKNOWN_BIN)])
def test_an_empty_or_unknown_bin_has_nothing_to_move(rig: Rig, code: str, reason: Reason) -> None:
    rig.sign_in()
    assert said(rig.scan(f"{MOVE_PREFIX}{code}")) == reason
    assert payloads(rig, "items_moved_on") == []


def test_a_mark_without_items_is_cleared_by_moving_on(rig: Rig) -> None:
    with rig.world.begin() as uow:
        uow.contents.mark_full(BinCode("R-03"), True)
    rig.sign_in()
    assert said(rig.scan(f"{MOVE_PREFIX}R-03")) == Say.BIN_MOVED_ON
    with rig.world.read() as uow:
        assert uow.contents.full() == frozenset()


def test_room_made_while_an_item_waits_for_a_bin_gives_it_one(rig: Rig) -> None:
    rig.sign_in()
    to_refurbish(rig)
    press(rig, Command.FULL, Command.FULL)
    assert said(rig.scan(f"{MOVE_PREFIX}F-03")) == Say.BIN_FULL
    assert sent_to(rig) == "F-03"


def test_moving_on_does_not_touch_the_item_in_hand(rig: Rig) -> None:
    done = binned(rig)
    known = to_refurbish(rig)
    assert said(rig.scan(f"{MOVE_PREFIX}{done.route.bin}")) == Say.BIN_MOVED_ON
    assert in_hand(rig) == known


def test_items_from_before_there_was_a_queue_enter_it_when_they_are_moved_on(rig: Rig) -> None:
    rig.sign_in()
    to_refurbish(rig)
    known = in_hand(rig)
    done = replace(known, state=State.BINNED, closed_at=rig.clock.now(), closed_by="dana")
    with rig.world.begin() as uow:
        uow.inspections.save(done)
        uow.contents.put(done.id, done.item.lpn, BinCode("F-01"))
        uow.bench.save(uow.bench.load().put_down())
    rig.scan(f"{MOVE_PREFIX}F-01")
    assert work_on(rig, done).center == "REPAIR"


# The page -----------------------------------------------------------------------------------------


def test_marking_is_for_supervisors_and_is_written_once(rig: Rig) -> None:
    supervisor = somebody(rig, Role.SUPERVISOR)
    stock.mark(rig.world, supervisor, "R-01", True)
    stock.mark(rig.world, supervisor, "R-01", True)
    stock.mark(rig.world, supervisor, "R-01", False)
    assert [p["full"] for p in payloads(rig, "bin_full")] == [True, False]


def test_contents_are_paged_newest_first(rig: Rig) -> None:
    rig.sign_in()
    lpns = [refurbish(rig).item.lpn for _ in range(3)]
    first = stock.contents(rig.world, "F-01", size=2)
    second = stock.contents(rig.world, "F-01", first.next or "", size=2)
    assert [lpn for lpn, _ in (*first.items, *second.items)] == lpns[::-1]
    assert (first.shelf.count, second.next) == (3, None)


def test_the_page_lists_work_centers_with_their_bins_and_what_is_in_them(rig: Rig) -> None:
    rig.sign_in()
    refurbish(rig)
    found = {section.center.code if section.center else "": section for section in stock.sections(rig.world)}
    assert list(found) == ["STOCK", "LAUNDRY", "REPAIR", "OUTLET", "YARD", ""]
    assert [(shelf.bin.code, shelf.count) for shelf in found["REPAIR"].shelves] == [("F-01", 1), ("F-03", 0)]
    assert [shelf.bin.code for shelf in found[""].shelves] == ["H-01"]
