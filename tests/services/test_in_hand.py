"""What a scan says of the item in hand: the same, another, another serial number."""

import pytest

from station.domain.bench import AskKind, Say, Tone
from station.domain.errors import Reason
from station.domain.inspection import State
from station.domain.scanning import Command
from station.services.queries import Mode, bench_view
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    expected,
    in_hand,
    last_closed,
    of,
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


def mode(rig: Rig) -> Mode:
    with rig.world.read() as uow:
        person = uow.people.get(at_bench(rig).person or "")
    return bench_view(rig.world, person).mode


def test_the_products_own_code_matches(rig: Rig) -> None:
    announced = open_item(rig)
    product = of(rig, announced.lines[0].sku)
    for code in (product.gtin, product.sku, product.gtin.lstrip("0")):
        assert said(rig.scan(code)) == Say.MATCHES


def test_its_own_licence_plate_is_this_item(rig: Rig) -> None:
    open_item(rig)
    assert said(rig.scan(in_hand(rig).item.lpn)) == Say.THIS_ITEM


def test_another_return_is_refused_while_an_item_is_in_hand(rig: Rig) -> None:
    announced = open_item(rig)
    before = in_hand(rig)
    other = next(r for r in rig.site.returns if r.rma != announced.rma)
    assert said(rig.scan(other.rma)) == Say.OTHER_IN_HAND
    option(rig, "next_parcel")
    assert in_hand(rig) == before


def test_a_bin_before_the_verdict_is_too_early(rig: Rig) -> None:
    open_item(rig)
    assert said(rig.scan("R-01")) == Reason.NOT_ROUTED_YET


def test_an_unknown_scan_is_kept_with_the_item_it_was_made_at(rig: Rig) -> None:
    open_item(rig)
    assert tone(rig.scan("NOBODY-KNOWS-ME")) == Tone.UNKNOWN
    assert [p["inspection"] for p in payloads(rig, "scan_unknown")] == [in_hand(rig).id]


def test_an_unknown_scan_at_the_verdict_is_said_to_be_no_bin(rig: Rig) -> None:
    to_verdict(rig)
    result = rig.scan("NOBODY-KNOWS-ME")
    assert said(result) == Say.NOT_A_BIN
    assert result.notice
    assert result.notice.facts["needed"] == in_hand(rig).route.bin


# Another item --------------------------------------------------------------------------------------


def test_another_product_is_asked_about_and_can_be_ignored(rig: Rig) -> None:
    open_item(rig)
    before = in_hand(rig)
    assert asked(rig.scan(unawaited(rig).gtin)) == AskKind.WRONG_ITEM
    option(rig, "ignore")
    assert in_hand(rig) == before


def test_the_wrong_item_is_judged_as_what_it_is_beside_what_was_announced(rig: Rig) -> None:
    announced = open_item(rig)
    other = unawaited(rig)
    rig.scan(other.gtin)
    assert said(option(rig, "wrong_item")) == Say.WRONG_ITEM
    item = in_hand(rig).item
    assert (item.sku, item.expected_sku, item.rma) == (other.sku, announced.lines[0].sku, announced.rma)
    assert item.wrong_item


def test_a_wrong_item_with_another_checklist_starts_it_from_the_first_question(rig: Rig) -> None:
    open_item(rig)
    press(rig, 2)
    other = next(p for p in rig.site.products if p.checklist != in_hand(rig).checklist)
    rig.scan(other.sku)
    option(rig, "wrong_item")
    inspection = in_hand(rig)
    assert (inspection.checklist, inspection.answers, inspection.changes) == (other.checklist, (), {})
    assert mode(rig) is Mode.QUESTION


def test_a_wrong_item_found_at_the_verdict_is_photographed_and_routed_anew(rig: Rig) -> None:
    to_verdict(rig)
    other = unawaited(rig, in_hand(rig).checklist).sku
    rig.scan(other)
    option(rig, "wrong_item")
    assert in_hand(rig).photo("front") is None
    rig.show(other)
    press(rig, Command.PHOTO)
    inspection = in_hand(rig)
    assert inspection.state is State.ROUTED
    assert inspection.route
    assert inspection.route.decision.row_id == "wrong_item"
    assert said(to_bin(rig)) == Say.BINNED


def test_the_expected_product_after_all_is_no_longer_wrong(rig: Rig) -> None:
    announced = open_item(rig)
    rig.scan(unawaited(rig).gtin)
    option(rig, "wrong_item")
    rig.scan(of(rig, announced.lines[0].sku).gtin)
    assert said(option(rig, "wrong_item")) == Say.MATCHES
    assert not in_hand(rig).item.wrong_item


# Serial numbers ------------------------------------------------------------------------------------


@pytest.fixture
def phone(rig: Rig) -> Rig:
    """A phone in hand whose return names its serial number."""
    rig.sign_in()
    rig.scan(expected(rig, sku="PH-61").rma)
    return rig


def test_the_expected_serial_number_matches(phone: Rig) -> None:
    serial = in_hand(phone).item.expected_serial or ""
    assert said(phone.scan(serial.lower())) == Say.MATCHES
    assert in_hand(phone).item.serial == serial


def test_another_serial_number_is_said_and_a_later_right_one_mends_it(phone: Rig) -> None:
    assert asked(phone.scan("PHX00Z00000")) == AskKind.IS_SERIAL
    assert said(option(phone, "serial")) == Say.WRONG_SERIAL
    assert in_hand(phone).item.wrong_serial
    assert said(phone.scan(in_hand(phone).item.expected_serial or "")) == Say.MATCHES
    assert not in_hand(phone).item.wrong_serial


def test_an_unknown_code_that_is_not_the_serial_number_changes_nothing(phone: Rig) -> None:
    before = in_hand(phone)
    assert asked(phone.scan("1Z11100L0708091011")) == AskKind.IS_SERIAL
    assert said(option(phone, "other")) == Say.NOT_THE_SERIAL
    assert in_hand(phone) == before


@pytest.mark.parametrize("noise", ["x" * 65, "a\x1db", "$RS-NONE"], ids=["long", "control", "reserved"])
def test_noise_is_not_taken_for_a_serial_number(phone: Rig, noise: str) -> None:
    assert said(phone.scan(noise)) == Reason.UNKNOWN_CODE
    assert in_hand(phone).item.serial is None


def test_a_gs1_code_of_another_product_is_the_wrong_item_not_the_wrong_serial(phone: Rig) -> None:
    other = next(r for r in phone.site.returns if r.lines[0].serial and r.lines[0].sku != "PH-61")
    gtin = of(phone, other.lines[0].sku).gtin
    assert asked(phone.scan(f"01{gtin}21{other.lines[0].serial}", "]d2")) == AskKind.WRONG_ITEM
    assert in_hand(phone).item.serial is None


def test_a_wrong_serial_number_found_at_the_verdict_changes_the_route(phone: Rig) -> None:
    phone.show("PH-61")
    press(phone, 1, Command.PHOTO)
    first = in_hand(phone).route
    held = phone.scan(f"01{of(phone, 'PH-61').gtin}21PHX00Z00000", "]d2")
    assert said(held) == Say.HELD_BY_SIGNAL
    phone.scan(last_closed(phone).item.lpn)
    press(phone, 1, 2)
    step_up(phone)
    second = in_hand(phone).route
    assert first
    assert second
    assert (first.decision.row_id, second.decision.row_id) == ("sealed", "wrong_serial")


# Answers -------------------------------------------------------------------------------------------


def test_a_question_is_answered_by_key_or_by_printed_command(rig: Rig) -> None:
    open_item(rig)
    press(rig, 2)
    rig.scan(Command.ONE.printed)
    assert next(iter(in_hand(rig).chosen.values())) == "no"
    assert len(in_hand(rig).answers) == 2


@pytest.mark.parametrize("key", [5, 9])
def test_a_key_without_a_choice_says_how_many_there_are(rig: Rig, key: int) -> None:
    open_item(rig)
    result = press(rig, key)
    assert said(result) == Reason.NO_SUCH_CHOICE
    assert result.notice
    assert result.notice.facts == {"most": "2"}
    assert in_hand(rig).answers == ()


def test_keys_mean_nothing_while_the_bench_is_free(rig: Rig) -> None:
    rig.sign_in()
    for key in (Command.ONE, Command.BACK, Command.UNDO, Command.HOLD, Command.OVERRIDE, Command.PHOTO):
        result = press(rig, key)
        assert (said(result), tone(result)) == (Reason.NOT_NOW, Tone.QUIET), key
        assert (result.ask, result.inspection) == (None, None)


def test_back_at_the_first_question_asks_whether_to_give_up(rig: Rig) -> None:
    open_item(rig)
    assert asked(press(rig, Command.BACK)) == AskKind.GIVE_UP
    press(rig, 2)
    assert mode(rig) is Mode.QUESTION
    press(rig, Command.BACK)
    assert said(press(rig, 1)) == Say.VOIDED
    assert mode(rig) is Mode.READY
    (void,) = payloads(rig, "inspection_voided")
    assert void["inspection"]["state"] == "voided"


def test_undo_takes_back_the_answer(rig: Rig) -> None:
    open_item(rig)
    press(rig, 2)
    assert said(press(rig, Command.UNDO)) == Say.UNDONE
    assert in_hand(rig).answers == ()
    assert said(press(rig, Command.UNDO)) == Reason.NOTHING_TO_UNDO


def test_back_from_the_verdict_and_the_same_answer_is_the_same_verdict(rig: Rig) -> None:
    to_verdict(rig)
    before = in_hand(rig).route
    press(rig, Command.BACK)
    assert mode(rig) is Mode.QUESTION
    press(rig, 1)
    assert in_hand(rig).route == before


def test_undo_while_something_is_asked_takes_back_the_asking_only(rig: Rig) -> None:
    open_item(rig)
    press(rig, 2)
    before = in_hand(rig)
    for undoing in (Command.UNDO, Command.BACK, Command.CANCEL):
        press(rig, Command.HOLD)
        assert asked(press(rig, undoing)) is None
        assert in_hand(rig) == before


def test_a_scan_while_something_is_asked_says_to_answer_first(rig: Rig) -> None:
    open_item(rig)
    rig.scan(unawaited(rig).gtin)
    result = rig.scan("R-01")
    assert said(result) == Say.ANSWER_FIRST
    assert asked(result) == AskKind.WRONG_ITEM


def test_undo_takes_back_what_was_done_last_though_the_clock_went_back(rig: Rig) -> None:
    announced = open_item(rig)
    press(rig, 2)
    rig.show(announced.lines[0].sku)
    rig.clock.advance(hours=-1)
    press(rig, Command.PHOTO)
    assert in_hand(rig).photo("front") is not None
    press(rig, Command.UNDO)
    assert in_hand(rig).photo("front") is None
    assert len(in_hand(rig).answers) == 1
