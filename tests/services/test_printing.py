"""Labels on their way: asked for in a turn, printed once, held with a reason, given up or tried again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from firmware_bridge.sim.printer_ways import TcpPrinter
from firmware_bridge.sim.zpl_printer import Fault
from station.domain.bench import Bench, Say
from station.domain.errors import DomainError, Reason
from station.domain.inspection import HoldReason
from station.domain.labels import LabelKind
from station.domain.people import Role
from station.domain.printing import JobState, Outcome, PrinterState
from station.domain.scanning import Command
from station.services import labels, printing
from station.services.turn import Turn, take_turn
from tests.support.printing import jobs, states, with_printer, work_off
from tests.support.stations import Rig
from tests.support.work import in_hand, open_item, option, payloads, press, said, to_bin, to_verdict
from web.house_words import HouseWords


@pytest.fixture
def printer(rig: Rig) -> Iterator[tuple[Rig, TcpPrinter]]:
    with with_printer(rig, print_lpn=True, print_item=True) as both:
        yield both


@pytest.fixture
def quiet(rig: Rig) -> Iterator[tuple[Rig, TcpPrinter]]:
    """A station that prints only what it is asked for."""
    with with_printer(rig) as both:
        yield both


def ask_bins(rig: Rig, count: int) -> None:
    with rig.world.read() as uow:
        codes = [bin_.code for bin_ in uow.catalog.bins()][:count]
    made = [label for code in codes for label in labels.bin_labels(rig.world, code)]
    printing.queue_all(rig.world, made, rig.person(Role.OPERATOR).id)


def test_an_item_taken_in_hand_gets_its_plate_and_a_binned_one_its_label(
    printer: tuple[Rig, TcpPrinter],
) -> None:
    rig, device = printer
    to_verdict(rig)
    lpn, route = in_hand(rig).item.lpn, in_hand(rig).route
    assert route and route.bin
    to_bin(rig)
    work_off(rig)
    plate, item = (job.label for job in jobs(rig))
    assert (plate.kind, plate.code, item.kind, item.code) == (LabelKind.LPN, lpn, LabelKind.ITEM, lpn)
    assert route.bin in item.title and item.use == route.disposition.value
    assert route.graded.grade.value in item.lines[0] and item.foot
    assert len(device.printer.printed) == 2
    assert payloads(rig, "label_printed") == [
        {"kind": "lpn", "names": lpn},
        {"kind": "item", "names": lpn},
    ]


def test_an_item_on_hold_gets_a_label_that_says_why(printer: tuple[Rig, TcpPrinter]) -> None:
    rig, _ = printer
    open_item(rig)
    press(rig, Command.HOLD)
    option(rig, HoldReason.DANGEROUS)
    held = jobs(rig)[-1].label
    assert (held.use, held.title.split()[0]) == ("hold", "Hold")
    assert any("Dangerous" in line for line in held.lines)


def test_a_site_that_wants_no_labels_gets_none(quiet: tuple[Rig, TcpPrinter]) -> None:
    rig, _ = quiet
    to_verdict(rig)
    to_bin(rig)
    assert jobs(rig) == []


def test_a_label_to_be_rescanned_is_printed_once_and_with_the_verdict(rig: Rig) -> None:
    with with_printer(rig, print_item=True, rescan_label=True) as (at, _):
        to_verdict(at)
        (label,) = (job.label for job in jobs(at))
        route = in_hand(at).route
        assert route and route.bin and route.bin in label.title
        assert (label.kind, label.code) == (LabelKind.ITEM, in_hand(at).item.lpn)
        assert in_hand(at).id.endswith(label.foot)
        at.scan(label.code)
        assert said(to_bin(at)) == Say.BINNED
        assert len(jobs(at)) == 1


def test_a_turn_that_is_undone_leaves_no_label(quiet: tuple[Rig, TcpPrinter]) -> None:
    rig, _ = quiet
    open_item(rig)

    def fails(turn: Turn) -> Bench:
        printing.print_again(turn)
        raise DomainError(Reason.STORE_FAILED)

    take_turn(rig.world, fails)
    assert jobs(rig) == []


def test_p_prints_the_item_in_hand_and_then_the_last_one(quiet: tuple[Rig, TcpPrinter]) -> None:
    rig, _ = quiet
    open_item(rig)
    work_off(rig)
    assert said(press(rig, Command.PRINT)) == Say.LABEL_ASKED
    press(rig, 1, Command.PHOTO)
    press(rig, Command.PRINT)
    to_bin(rig)
    press(rig, Command.PRINT)
    assert [job.label.kind for job in jobs(rig)] == [LabelKind.LPN, LabelKind.ITEM, LabelKind.ITEM]


def test_p_says_so_with_nothing_to_print_or_nothing_to_print_on(rig: Rig) -> None:
    rig.sign_in()
    assert said(press(rig, Command.PRINT)) == Reason.NOT_NOW
    open_item(rig)
    assert said(press(rig, Command.PRINT)) == Reason.NO_PRINTER


def test_a_printer_without_paper_holds_every_label_and_prints_them_in_order(
    quiet: tuple[Rig, TcpPrinter],
) -> None:
    rig, device = quiet
    device.printer.set(Fault.PAPER_OUT, True)
    ask_bins(rig, 3)
    work_off(rig)
    assert states(rig) == [JobState.WAITING] * 3
    assert jobs(rig)[0].why is PrinterState.PAPER_OUT
    open_item(rig)
    waits = press(rig, Command.PRINT)
    assert waits.notice and waits.notice.say == Say.LABEL_WAITS
    assert waits.notice.facts["printer"] == PrinterState.PAPER_OUT
    device.printer.set(Fault.PAPER_OUT, False)
    work_off(rig)
    assert states(rig) == [JobState.PRINTED] * 4
    assert [p["names"] for p in payloads(rig, "label_printed")] == [job.label.code for job in jobs(rig)]


def test_why_a_label_waits_is_written_once(quiet: tuple[Rig, TcpPrinter]) -> None:
    rig, device = quiet
    device.stop()
    ask_bins(rig, 1)
    work_off(rig)
    assert jobs(rig)[0].why is PrinterState.OFFLINE
    before = jobs(rig)
    work_off(rig)
    assert jobs(rig) == before


def test_a_label_given_up_is_not_printed(quiet: tuple[Rig, TcpPrinter]) -> None:
    rig, device = quiet
    ask_bins(rig, 2)
    printing.cancel(rig.world, jobs(rig)[0].id)
    work_off(rig)
    assert states(rig) == [JobState.CANCELLED, JobState.PRINTED]
    assert len(device.printer.printed) == 1


def test_what_is_over_cannot_be_given_up_and_what_waits_not_tried_again(
    quiet: tuple[Rig, TcpPrinter],
) -> None:
    rig, _ = quiet
    ask_bins(rig, 1)
    with pytest.raises(DomainError, match="not_now"):
        printing.retry(rig.world, jobs(rig)[0].id)
    work_off(rig)
    with pytest.raises(DomainError, match="not_now"):
        printing.cancel(rig.world, jobs(rig)[0].id)
    printing.retry(rig.world, jobs(rig)[0].id)
    work_off(rig)
    assert len(payloads(rig, "label_printed")) == 2


def test_a_label_that_was_leaving_when_the_station_stopped_asks_a_person(
    quiet: tuple[Rig, TcpPrinter],
) -> None:
    rig, device = quiet
    ask_bins(rig, 2)
    with rig.world.begin() as uow:  # as a power cut in the middle of sending leaves it
        uow.prints.save(printing.sending(uow.prints.unfinished(1)[0]))
    printing.resume(rig.world)
    work_off(rig)
    assert states(rig) == [JobState.UNSURE, JobState.PRINTED]
    printing.retry(rig.world, jobs(rig)[0].id)
    work_off(rig)
    assert states(rig) == [JobState.PRINTED] * 2
    assert len(device.printer.printed) == 2


def test_a_label_inside_the_printer_is_done_when_the_printer_is(quiet: tuple[Rig, TcpPrinter]) -> None:
    rig, device = quiet
    ask_bins(rig, 1)
    job = jobs(rig)[0]
    with rig.world.begin() as uow:
        ended = printing.ended(job, Outcome.INSIDE, PrinterState.PAPER_OUT, rig.clock.now())
        uow.prints.save(ended)
    device.printer.set(Fault.PAPER_OUT, True)
    work_off(rig)
    assert states(rig) == [JobState.INSIDE]
    device.printer.set(Fault.PAPER_OUT, False)
    work_off(rig)
    assert states(rig) == [JobState.PRINTED]
    assert device.printer.printed == []  # it was in there: nothing was sent again


def test_a_printer_switched_off_with_a_label_inside_leaves_it_to_a_person(
    quiet: tuple[Rig, TcpPrinter],
) -> None:
    rig, device = quiet
    ask_bins(rig, 1)
    with rig.world.begin() as uow:
        ended = printing.ended(jobs(rig)[0], Outcome.INSIDE, PrinterState.PAPER_OUT, rig.clock.now())
        uow.prints.save(ended)
    device.stop()
    work_off(rig)
    assert states(rig) == [JobState.UNSURE]


def test_a_badge_is_never_kept(quiet: tuple[Rig, TcpPrinter]) -> None:
    rig, device = quiet
    person = rig.person(Role.OPERATOR)
    made = labels.badge_label(rig.world, person.name, person.role, person.badge)
    with pytest.raises(DomainError, match="not_now"):
        printing.queue_all(rig.world, [made], "x")
    with rig.world.read() as uow:
        known = uow.people.get(person.id)
    sent = printing.print_badge(rig.world, known, person.badge, rig.person(Role.MANAGER).id)
    assert sent == (Outcome.PRINTED, PrinterState.READY)
    assert (jobs(rig), len(device.printer.printed)) == ([], 1)
    assert payloads(rig, "label_printed") == [{"kind": "badge", "names": person.id}]


def test_the_queue_remembers_the_last_labels_only(
    quiet: tuple[Rig, TcpPrinter], monkeypatch: pytest.MonkeyPatch
) -> None:
    rig, _ = quiet
    monkeypatch.setattr(printing, "REMEMBERED", 2)
    ask_bins(rig, 4)
    printing.cancel(rig.world, jobs(rig)[1].id)
    for number in (0, 2):
        printing.cancel(rig.world, jobs(rig)[number].id)
    printing.resume(rig.world)
    assert states(rig) == [JobState.CANCELLED, JobState.WAITING]


def test_labels_speak_the_language_of_the_house(rig: Rig) -> None:
    house = replace(rig.world.house, language="he")
    world = replace(rig.world, house=house, words=HouseWords("he"))
    (made,) = [x for x in labels.command_labels(world) if x.code == Command.PHOTO.printed]
    assert made.title == "תמונה"
