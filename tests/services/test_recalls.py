"""A recall counts from the next scan on: whatever names the item then, it goes on hold with its message."""

from dataclasses import replace

import pytest

from station.domain.bench import AskKind, Say, Tone
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Gtin
from station.domain.inspection import HoldReason, State
from station.domain.people import Person, Role
from station.domain.recalls import Recall
from station.domain.scanning import Command
from station.domain.texts import LANGUAGES, Texts
from station.services import recall_form, recalls
from station.services.loading import load_site
from station.services.signing_in import set_taste
from station.services.verifying import check_journal
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
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
    unawaited,
)
from tests.support.workshop import refurbish

PHONE, PHONE_RMA, PHONE_SERIAL = "PH-61", "RMA-10002", "PHX22C43476"
WORDS = Texts("Do not charge it.", "אין לטעון.", "Не заряжать.")


def someone(rig: Rig, role: Role = Role.SUPERVISOR) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(rig.person(role).id)


def call_back(rig: Rig, sku: str, **which: object) -> Recall:
    product = of(rig, sku)
    recall = Recall("r-1", product.gtin, WORDS, rig.clock.now(), "noa", **which)  # type: ignore[arg-type]
    recalls.set_recall(rig.world, recall, someone(rig))
    return recall


def is_held(rig: Rig, result: object) -> None:
    bench = at_bench(rig)
    assert bench.notice is not None
    assert (bench.notice.say, bench.notice.tone) == (Say.IS_RECALLED, Tone.STOP)
    assert (bench.inspection, bench.ask, result) == (None, None, bench)
    held = last_closed(rig)
    assert held.hold is not None
    assert (held.state, held.hold.reason) == (State.HELD, HoldReason.RECALLED)
    assert check_journal(rig.world) == ()


def gs1(rig: Rig, sku: str, **parts: str) -> str:
    ids = {"serial": "21", "lot": "10"}
    return f"01{of(rig, sku).gtin}" + "".join(ids[name] + value for name, value in parts.items())


def test_an_announced_item_is_held_as_it_is_opened(rig: Rig) -> None:
    rig.sign_in()
    call_back(rig, PHONE)
    is_held(rig, rig.scan(PHONE_RMA))


def test_an_item_nobody_announced_is_held_once_it_is_known_why_it_is_here(rig: Rig) -> None:
    rig.sign_in()
    product = unawaited(rig)
    recall = Recall("r-9", product.gtin, WORDS, rig.clock.now(), "noa")
    recalls.set_recall(rig.world, recall, someone(rig))
    rig.scan(product.gtin)
    is_held(rig, press(rig, 1))


@pytest.mark.parametrize(
    ("first", "last", "covered"), [("PHX22C43476", "PHX22C50000", True), ("PHX22C1", "PHX22C43475", False)]
)
def test_the_serial_number_that_was_sent_counts_until_one_is_scanned(
    rig: Rig, first: str, last: str, covered: bool
) -> None:
    rig.sign_in()
    call_back(rig, PHONE, serial_from=first, serial_to=last)
    result = rig.scan(PHONE_RMA)
    assert (said(result) == Say.IS_RECALLED) is covered


def test_a_serial_number_scanned_later_is_held_then(rig: Rig) -> None:
    rig.sign_in()
    call_back(rig, PHONE, serial_from="PHX9", serial_to="PHX99")
    assert said(rig.scan(PHONE_RMA)) == Say.EXPECTED
    is_held(rig, rig.scan(gs1(rig, PHONE, serial="PHX50"), "]d2"))


def test_a_lot_in_the_code_that_opens_the_item_holds_it(rig: Rig) -> None:
    rig.sign_in()
    call_back(rig, "KT-17", lots=("L77",))
    assert asked(rig.scan(gs1(rig, "KT-17", lot="L77"), "]d2")) == AskKind.WHICH_LINE
    is_held(rig, press(rig, 1))
    assert last_closed(rig).item.lot == "L77"


def unannounced(rig: Rig) -> str:
    """Call back a lot of a product that nobody announced, and return the code of a unit of it."""
    product = unawaited(rig)
    recall = Recall("r-9", product.gtin, WORDS, rig.clock.now(), "noa", lots=("L77",))
    recalls.set_recall(rig.world, recall, someone(rig))
    return f"01{product.gtin}10L77"


def test_a_lot_is_remembered_while_the_bench_asks(rig: Rig) -> None:
    rig.sign_in()
    assert asked(rig.scan(unannounced(rig), "]d2")) == AskKind.WHY_UNANNOUNCED
    is_held(rig, press(rig, 1))


def test_a_lot_scanned_in_hand_holds_it_and_another_lot_does_not(rig: Rig) -> None:
    rig.sign_in()
    call_back(rig, PHONE, lots=("L77",))
    rig.scan(PHONE_RMA)
    assert said(rig.scan(gs1(rig, PHONE, lot="L76"), "]d2")) == Say.MATCHES
    assert in_hand(rig).item.lot == "L76"
    is_held(rig, rig.scan(gs1(rig, PHONE, lot="L77"), "]d2"))


def test_the_lot_of_one_item_is_not_that_of_the_next(rig: Rig) -> None:
    rig.sign_in()
    code = unannounced(rig)
    rig.scan(code, "]d2")
    press(rig, Command.CANCEL)
    rig.scan(code[2:16])
    assert said(press(rig, 1)) == Say.MAY_BE_RECALLED
    assert in_hand(rig).item.lot == ""


def test_the_wrong_item_is_held_for_what_it_is(rig: Rig) -> None:
    rig.sign_in()
    call_back(rig, "TB-10")
    rig.scan(PHONE_RMA)
    rig.scan(of(rig, "TB-10").gtin)
    is_held(rig, option(rig, "wrong_item"))


def test_an_item_in_hand_is_held_at_its_next_scan_even_if_that_is_its_bin(rig: Rig) -> None:
    to_verdict(rig)
    item = in_hand(rig).item
    recalls.set_recall(rig.world, Recall("r-2", item.gtin, WORDS, rig.clock.now(), "noa"), someone(rig))
    is_held(rig, to_bin(rig))
    assert payloads(rig, "item_binned") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_message_is_said_in_the_persons_language(rig: Rig, language: str) -> None:
    rig.sign_in()
    set_taste(rig.world, "dana", language)
    call_back(rig, PHONE)
    notice = rig.scan(PHONE_RMA).notice
    assert notice is not None
    assert notice.facts["message"] == getattr(WORDS, language)


def released(rig: Rig) -> None:
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    assert said(step_up(rig)) == Say.RELEASED


def test_a_released_item_goes_on_and_its_route_knows_of_the_recall(rig: Rig) -> None:
    rig.sign_in()
    call_back(rig, PHONE)
    rig.show(PHONE)
    rig.scan(PHONE_RMA)
    released(rig)
    assert said(rig.scan(of(rig, PHONE).gtin)) == Say.MATCHES
    press(rig, 1, Command.PHOTO)
    route = in_hand(rig).route
    assert route is not None
    assert route.facts["recall"] is True
    assert said(to_bin(rig)) == Say.BINNED


def test_another_recall_holds_it_again(rig: Rig) -> None:
    rig.sign_in()
    first = call_back(rig, PHONE)
    rig.scan(PHONE_RMA)
    released(rig)
    recalls.set_recall(rig.world, replace(first, id="r-2"), someone(rig))
    is_held(rig, rig.scan(of(rig, PHONE).gtin))


def test_where_some_units_are_recalled_the_bench_asks_for_serial_or_lot(rig: Rig) -> None:
    rig.sign_in()
    announced = open_item(rig)
    press(rig, Command.BACK, 1)
    sku = announced.lines[0].sku
    call_back(rig, sku, lots=("L77",))
    assert said(rig.scan(announced.rma)) == Say.MAY_BE_RECALLED


def test_a_plain_serial_number_of_an_unannounced_unit_is_asked_about_where_a_recall_wants_one(
    rig: Rig,
) -> None:
    """A bare code may be a carrier's label as well: it is asked about only while it would tell something."""
    rig.sign_in()
    call_back(rig, "TB-10", serial_from="TBX00100", serial_to="TBX00199")
    rig.scan(of(rig, "TB-10").gtin)
    option(rig, "none")
    option(rig, "no_papers")
    assert asked(rig.scan("TBX00150")) == AskKind.IS_SERIAL
    is_held(rig, option(rig, "serial"))


# Setting, lifting, loading -------------------------------------------------------------------------


def test_an_operator_sets_none_and_only_a_manager_lifts(rig: Rig) -> None:
    recall = call_back(rig, PHONE)
    with pytest.raises(DomainError) as refused:
        recalls.set_recall(rig.world, replace(recall, id="x"), someone(rig, Role.OPERATOR))
    assert refused.value.reason is Reason.NOT_ALLOWED
    with pytest.raises(DomainError):
        recalls.lift(rig.world, recall.id, someone(rig))
    recalls.lift(rig.world, recall.id, someone(rig, Role.MANAGER))
    assert [p["recall"]["id"] for p in payloads(rig, "recall_set") if p["recall"]["id"] == "r-1"] == ["r-1"]
    assert payloads(rig, "recall_lifted") == [{"recall": "r-1"}]
    rig.sign_in()
    assert said(rig.scan(PHONE_RMA)) == Say.EXPECTED


def test_loading_the_same_file_again_changes_nothing_and_an_edited_line_does(rig: Rig) -> None:
    known = rig.site.recalls
    assert known
    before = len(payloads(rig, "recall_set"))
    load_site(rig.world, [], [], [], [], (), known)
    assert len(payloads(rig, "recall_set")) == before == len(known)
    load_site(rig.world, [], [], [], [], (), [replace(known[0], lots=("NEW",))])
    assert payloads(rig, "recall_set")[-1]["recall"]["lots"] == ["NEW"]


def test_what_lies_in_bins_already_is_listed_to_be_fetched(rig: Rig) -> None:
    to_verdict(rig)
    item = in_hand(rig).item
    to_bin(rig)
    recall = Recall("r-3", item.gtin, WORDS, rig.clock.now(), "noa")
    found = recalls.to_fetch(rig.world, recall)
    assert [each.inspection.item.lpn for each in found.items] == [item.lpn]
    assert found.items[0].where.bin == last_closed(rig).route.bin  # type: ignore[union-attr]
    unknown_lot = recalls.to_fetch(rig.world, replace(recall, lots=("L77",)))
    assert len(unknown_lot.items) == 1
    other = recalls.to_fetch(rig.world, replace(recall, gtin=Gtin("04006381333931")))
    assert other.items == ()


def test_what_was_binned_before_contents_were_kept_is_listed_until_it_is_inspected_again(
    rig: Rig,
) -> None:
    rig.sign_in()
    first = refurbish(rig)
    recall = Recall("r-3", first.item.gtin, WORDS, rig.clock.now(), "noa")
    with rig.world.begin() as uow:
        uow.contents.take_out(first.id)
    (found,) = recalls.to_fetch(rig.world, recall).items
    assert (found.inspection.id, found.where.bin, found.where.moved_to) == (first.id, "F-01", None)
    rig.scan(first.item.lpn)
    option(rig, "look_again")
    step_up(rig)
    assert recalls.to_fetch(rig.world, recall).items == ()


GOOD = {"gtin": "7290002780557", "en": "Stop", "lots": "A1, A2", "serial_from": "KT1", "serial_to": "KT9"}


def test_a_form_that_is_right_counts(rig: Rig) -> None:
    assert recall_form.set_typed(rig.world, someone(rig), GOOD) == ()
    (recall,) = [each.recall for each in recalls.all_recalls(rig.world) if each.recall.message.en == "Stop"]
    assert (recall.gtin, recall.lots, recall.serial_from) == ("07290002780557", ("A1", "A2"), "KT1")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"gtin", "en"}),
        (GOOD | {"gtin": "7290002780558"}, {"gtin"}),
        (GOOD | {"gtin": "KT-17"}, {"gtin"}),
        (GOOD | {"en": " "}, {"en"}),
        (GOOD | {"he": "א" * 301}, {"he"}),
        (GOOD | {"serial_to": ""}, {"serial_to"}),
        (GOOD | {"lots": " , "}, {"lots"}),
        (GOOD | {"serial_from": "KT10"}, {"serial_to"}),
        (GOOD | {"serial_from": "$RS-1"}, {"serial_from"}),
        (GOOD | {"lots": "$A"}, {"lots"}),
        (GOOD | {"lots": " ".join(map(str, range(300)))}, {"lots"}),
        (
            {"gtin": "1", "lots": "$", "serial_from": "$", "serial_to": "$"},
            {"gtin", "en", "lots", "serial_from", "serial_to"},
        ),
    ],
)
def test_a_form_is_told_everything_that_is_wrong_with_it(
    rig: Rig, typed: dict[str, str], wrong: set[str]
) -> None:
    before = recalls.all_recalls(rig.world)
    problems = recall_form.set_typed(rig.world, someone(rig), typed)
    assert {problem.key for problem in problems} == wrong
    assert recalls.all_recalls(rig.world) == before
