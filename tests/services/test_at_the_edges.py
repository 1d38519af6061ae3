"""What happens beside the bench while an item is in hand, and what must not be lost or counted twice."""

from dataclasses import replace

import pytest

from station.adapters.local.journal import LocalJournal
from station.adapters.local.recalls import LocalLedger
from station.adapters.local.stock import LocalContents
from station.domain.bench import AskKind, Say, Tone
from station.domain.errors import Reason
from station.domain.evidence import PoorBecause
from station.domain.identifiers import BinCode, Lpn, Serial
from station.domain.inspection import HoldReason, State, current_question
from station.domain.people import Role
from station.domain.scanning import Command
from station.domain.signals import Finding, Signal, SignalKind
from station.services import queries, refurbishing, stock, visits
from station.services.starting import publish_rules
from station.services.verifying import check_journal
from tests.services.test_disposing import lines, mug, unusable
from tests.services.test_signals import announce, wrong_serial
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    entries,
    in_hand,
    last_closed,
    open_item,
    option,
    payloads,
    press,
    said,
    step_up,
    to_bin,
    to_verdict,
    tone,
    unawaited,
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


def change(rig: Rig, code: str, **how: object) -> None:
    with rig.world.begin() as uow:
        uow.catalog.save_bin(replace(uow.catalog.bin(BinCode(code)), **how))  # type: ignore[arg-type]


def sent_to(rig: Rig) -> str | None:
    route = in_hand(rig).route
    assert route
    return route.bin


# The bin is not what it was at the verdict ---------------------------------------------------------


def test_a_bin_that_does_not_take_the_item_any_more_sends_it_on(rig: Rig) -> None:
    rig.sign_in()
    to_refurbish(rig)
    change(rig, "F-01", categories=("beauty",))
    result = rig.scan("F-01")
    assert (sent_to(rig), lies_in(rig, "F-01"), tone(result)) == ("F-03", [], Tone.ATTENTION)
    assert said(rig.scan("F-03")) == Say.BINNED
    assert check_journal(rig.world) == ()


def test_a_bin_marked_full_on_its_page_meanwhile_sends_it_on(rig: Rig) -> None:
    rig.sign_in()
    to_refurbish(rig)
    stock.mark(rig.world, somebody(rig, Role.SUPERVISOR), "F-01", True)
    assert said(rig.scan("F-01")) == Say.BIN_FULL
    assert said(rig.scan("F-03")) == Say.BINNED


def test_a_capacity_below_what_lies_there_sends_it_on(rig: Rig) -> None:
    rig.sign_in()
    refurbish(rig)
    to_refurbish(rig)
    change(rig, "F-01", capacity=1)
    assert said(rig.scan("F-01")) == Say.BIN_FULL
    assert len(lies_in(rig, "F-01")) == 1


def test_room_made_on_the_page_lets_the_item_in(rig: Rig) -> None:
    rig.sign_in()
    to_refurbish(rig)
    press(rig, Command.FULL, Command.FULL)
    assert sent_to(rig) is None
    stock.mark(rig.world, somebody(rig, Role.SUPERVISOR), "F-03", False)
    assert said(rig.scan("F-03")) == Say.BINNED


def test_a_supervisors_word_finds_its_bin_anew_after_a_hold(rig: Rig) -> None:
    rig.sign_in()
    to_verdict(rig)
    press(rig, Command.OVERRIDE)
    option(rig, "refurbish")
    press(rig, 1)
    step_up(rig)
    assert sent_to(rig) == "F-03"
    press(rig, Command.HOLD, 1)
    with rig.world.begin() as uow:
        uow.contents.mark_full(BinCode("F-03"), True)
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    step_up(rig)
    assert sent_to(rig) is None
    assert said(rig.scan("F-03")) == Reason.BINS_FULL


def test_a_label_that_names_another_bin_is_scanned_anew(rig: Rig) -> None:
    rescanning = replace(rig, world=replace(rig.world, house=replace(rig.world.house, rescan_label=True)))
    rig.sign_in()
    lpn = to_refurbish(rig).item.lpn
    assert said(rescanning.scan(lpn)) == Say.LABEL_MATCHES
    press(rescanning, Command.FULL)
    assert said(rescanning.scan("F-03")) == Reason.LABEL_FIRST
    rescanning.scan(lpn)
    assert said(rescanning.scan("F-03")) == Say.BINNED


def test_each_word_to_throw_away_has_a_reason_of_its_own(rig: Rig) -> None:
    to_verdict(rig)
    for to in ("disposal", "refurbish", "disposal"):
        press(rig, Command.OVERRIDE)
        option(rig, to)
        press(rig, 1)
        step_up(rig)
        if to == "disposal":
            assert asked(at_bench(rig)) == AskKind.WHY_DISPOSAL
            option(rig, "safety")
        assert (in_hand(rig).disposal is not None) == (to == "disposal")


# Again ---------------------------------------------------------------------------------------------


def repaired(rig: Rig, first: str) -> None:
    fixer, work = somebody(rig), work_on(rig, stored(rig, first))
    refurbishing.start(rig.world, fixer, work.id, 0)
    refurbishing.finish(rig.world, fixer, work.id, 1, FORM)


def test_a_plate_that_was_given_up_once_shows_its_own_record_at_work(rig: Rig) -> None:
    rig.sign_in()
    product = unawaited(rig, "electronics", "electronics")
    show_another(rig, product.sku)
    rig.scan(product.gtin)
    press(rig, 1)
    given_up = in_hand(rig)
    lpn = given_up.item.lpn
    press(rig, Command.BACK)
    option(rig, "give_up")
    known = to_refurbish(rig)
    rig.scan(lpn)
    assert in_hand(rig).item.lpn == lpn
    to_bin(rig)
    second = stored(rig, known.id)
    record = queries.record(rig.world, lpn, visits.number_of(rig.world, second))
    assert record is not None
    assert record.inspection.id == second.id


def test_an_item_whose_second_visit_was_given_up_is_still_where_it_was(rig: Rig) -> None:
    rig.sign_in()
    first = refurbish(rig)
    repaired(rig, first.id)
    rig.scan(first.item.lpn)
    press(rig, Command.BACK)
    option(rig, "give_up")
    where = visits.story(rig.world, first.item.lpn).where
    assert where is not None
    assert (where.bin, where.moved_to) == ("F-01", "REPAIR")


def release(rig: Rig, lpn: str, *findings: str) -> None:
    rig.scan(lpn)
    option(rig, "release")
    for finding in findings:
        option(rig, finding)
    step_up(rig)


def test_what_was_settled_of_how_an_item_came_does_not_hold_it_again_after_repair(rig: Rig) -> None:
    rig.sign_in()
    to_refurbish(rig)
    known = in_hand(rig)
    swapped = replace(known.item, serial=Serial("X2"), expected_serial=Serial("X1"))
    noticed = Signal(SignalKind.SERIAL_SWAPPED, rig.clock.now(), {"expected": "X1", "serial": "X2"})
    with rig.world.begin() as uow:
        uow.inspections.save(replace(known, item=swapped, signals=(noticed,)))
    press(rig, Command.HOLD, 1)
    release(rig, known.item.lpn, "confirmed")
    assert [s.kind for s in in_hand(rig).signals] == [SignalKind.SERIAL_SWAPPED]
    if sent_to(rig) != "F-01":
        press(rig, Command.OVERRIDE)
        option(rig, "refurbish")
        press(rig, 1)
        step_up(rig, Role.SUPERVISOR)
    to_bin(rig)
    repaired(rig, known.id)
    rig.scan(known.item.lpn)
    assert in_hand(rig).item.visit == 2
    judge(rig, MENDED)
    assert in_hand(rig).state is State.ROUTED
    to_bin(rig)
    assert len(payloads(rig, "signal_settled")) == 1
    assert check_journal(rig.world) == ()


# What proves a derogation --------------------------------------------------------------------------


def like_another(rig: Rig) -> Lpn:
    """Bring apparel to disposal with photos that are those of another item; return its plate."""
    shirt = mug(rig, category="apparel", checklist="apparel")
    unusable(rig, shirt)
    if at_bench(rig).ask:
        option(rig, "unfit")
    first = in_hand(rig)
    to_bin(rig)
    rig.scan(shirt.gtin)
    press(rig, 1)
    for _ in range(30):
        if at_bench(rig).inspection is None or in_hand(rig).state is not State.OPEN:
            break
        if at_bench(rig).ask:
            option(rig, PoorBecause.CAMERA_POOR)
            continue
        with rig.world.read() as uow:
            known = uow.inspections.get(uow.bench.load().inspection or "")
            checklist = uow.rules.checklist(known.checklist, known.checklist_version)
        question = current_question(known, checklist)
        press(rig, len(question.choices) if question else Command.PHOTO)
    held = last_closed(rig)
    assert (held.state, held.item.lpn == first.item.lpn) == (State.HELD, False)
    return held.item.lpn


@pytest.mark.parametrize("finding", list(Finding))
def test_a_photo_of_another_item_proves_no_derogation(rig: Rig, finding: Finding) -> None:
    release(rig, like_another(rig), finding.value)
    known = in_hand(rig)
    assert all(photo.like for photo in known.photos)
    result = option(rig, "unfit")
    if finding is Finding.CONFIRMED:
        assert said(result) == Reason.EVIDENCE_FIRST
        assert said(to_bin(rig)) == Reason.EVIDENCE_FIRST
    else:
        assert said(to_bin(rig)) == Say.BINNED
        assert last_closed(rig).disposal.evidence


# Kinds of signal that are switched off --------------------------------------------------------------


def switch_off(rig: Rig, kind: SignalKind) -> None:
    book = rig.world.rulebook
    rules = replace(book.signals, version=2, off=(kind,))
    publish_rules(replace(rig.world, rulebook=replace(book, signals=rules)))


def test_a_kind_switched_off_meanwhile_holds_nothing(rig: Rig) -> None:
    wrong_serial(rig)
    switch_off(rig, SignalKind.SERIAL_SWAPPED)
    press(rig, 1, Command.PHOTO)
    assert (in_hand(rig).state, in_hand(rig).signals) == (State.ROUTED, ())


def test_an_empty_box_is_held_for_its_contents_where_the_signal_is_switched_off(rig: Rig) -> None:
    switch_off(rig, SignalKind.EMPTY_BOX)
    open_item(rig)
    press(rig, Command.EMPTY)
    assert said(option(rig, "empty_box")) == Say.HELD_IN
    held = last_closed(rig)
    assert held.hold is not None
    assert (held.hold.reason, held.signals) == (HoldReason.WRONG_CONTENTS, ())


# Nothing half done, nothing personal ----------------------------------------------------------------


@pytest.mark.parametrize("step", [(LocalContents, "put"), (LocalLedger, "add"), (LocalJournal, "append")])
def test_a_bin_that_is_cut_short_leaves_nothing_behind(
    rig: Rig, step: tuple[type, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    unusable(rig, mug(rig))
    before, written = in_hand(rig), len(entries(rig))

    def power(*_: object, **__: object) -> None:
        raise RuntimeError("power")

    with monkeypatch.context() as broken:
        broken.setattr(*step, power)
        with pytest.raises(RuntimeError):
            to_bin(rig)
    assert (in_hand(rig), len(entries(rig)), lines(rig)) == (before, written, [])
    assert said(to_bin(rig)) == Say.BINNED
    assert len(lines(rig)) == 1


def test_no_sender_is_ever_named_in_the_journal(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, 9, customer="KEY-OF-DAN", address="DOOR-OF-DAN")
    rig.scan("S-001")
    show_another(rig, in_hand(rig).item.sku)
    press(rig, 1, Command.PHOTO)
    release(rig, last_closed(rig).item.lpn, "unfounded", "unfounded")
    to_bin(rig)
    with rig.world.read() as uow:
        journal = b"".join(entry.canonical for entry in uow.journal.entries())
    assert b"signal_settled" in journal
    assert b"-OF-DAN" not in journal
