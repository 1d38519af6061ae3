"""Parcels: what came against what was announced, line by line, and nothing closed silently."""

from dataclasses import replace

from station.domain.bench import AskKind, Bench, Say, Tone
from station.domain.catalog import ExpectedReturn, RmaLine
from station.domain.errors import Reason
from station.domain.identifiers import Rma, Serial, Sku
from station.domain.inspection import HoldReason
from station.domain.item import Unannounced
from station.domain.scanning import Command
from station.domain.signals import SignalKind
from station.services import parcels
from station.services.queries import bench_view
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    in_hand,
    last_closed,
    of,
    option,
    payloads,
    press,
    said,
    to_bin,
    tone,
    unawaited,
)
from tests.support.workshop import show_another

RMA = Rma("RMA-T1")


def announce(rig: Rig, *lines: tuple[str, int], rma: str = RMA, **more: object) -> ExpectedReturn:
    """Announce a return of our own: no other customer waits for the same products in these tests."""
    announced = ExpectedReturn(
        rma=Rma(rma),
        order=f"ORDER-{rma}",
        tracking=f"TRACK-{rma}",
        channel="webshop",
        delivered=rig.clock.time.date(),
        invoice=True,
        lines=tuple(RmaLine(n, Sku(sku), quantity) for n, (sku, quantity) in enumerate(lines, 1)),
        **more,  # type: ignore[arg-type]
    )
    with rig.world.begin() as uow:
        uow.catalog.load([], [announced], [])
    return announced


def judged(rig: Rig) -> Bench:
    """Bring the sealed item in hand to its bin."""
    show_another(rig, in_hand(rig).item.sku)
    press(rig, 1, Command.PHOTO)
    return to_bin(rig)


def reconciled(rig: Rig) -> list[dict[str, object]]:
    return [p["reconciled"] for p in payloads(rig, "parcel_reconciled")]


def told(rig: Rig) -> dict[object, tuple[object, object, object]]:
    """Return the lines of the last reconciliation: expected, received, difference."""
    lines = reconciled(rig)[-1]["lines"]
    return {x["line"] or x["sku"]: (x["expected"], x["received"], x["difference"]) for x in lines}  # type: ignore[attr-defined]


def unfinished(rig: Rig) -> tuple[object, ...]:
    with rig.world.read() as uow:
        return parcels.unfinished(uow, Bench())


# One unit ------------------------------------------------------------------------------------------


def test_a_return_of_one_unit_costs_no_action_more_and_is_reconciled_by_its_bin(rig: Rig) -> None:
    """Scan, one answer, one photo, the bin: four actions."""
    rig.sign_in()
    announce(rig, ("PT-24", 1))
    rig.show("PT-24")
    before = at_bench(rig).revision
    rig.scan(RMA)
    press(rig, 1, Command.PHOTO)
    result = to_bin(rig)
    assert (said(result), result.revision - before) == (Say.BINNED, 4)
    assert told(rig) == {1: (1, 1, "none")}
    assert reconciled(rig)[0]["complete"] is True
    assert unfinished(rig) == ()


# Several -------------------------------------------------------------------------------------------


def test_the_bench_stays_with_the_parcel_until_its_last_item(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 2), ("CB-40", 1))
    rig.scan(RMA)
    for sku, say in (("PT-24", Say.BINNED), ("CB-40", Say.BINNED), ("PT-24", Say.PARCEL_DONE)):
        rig.scan(of(rig, sku).gtin)
        assert (in_hand(rig).item.rma, in_hand(rig).item.sku) == (RMA, sku)
        assert said(judged(rig)) == say
    assert told(rig) == {1: (2, 2, "none"), 2: (1, 1, "none")}
    assert len(reconciled(rig)) == 1


def test_the_ready_face_shows_every_line_as_it_stands(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 2), ("CB-40", 1))
    rig.scan(RMA)
    rig.scan(of(rig, "PT-24").gtin)
    judged(rig)
    with rig.world.read() as uow:
        view = bench_view(rig.world, uow.people.get("dana"))
    assert view.parcel
    assert [(x.came.line.received, x.came.line.quantity, x.came.difference) for x in view.parcel.lines] == [
        (1, 2, None),
        (0, 1, None),
    ]
    assert view.parcel.open == 2


def test_any_number_of_its_parcels_opens_a_return_and_what_came_before_is_there(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1), ("CB-40", 1), parcels=("TRACK-B", "TRACK-C"))
    rig.scan("TRACK-B")
    rig.scan(of(rig, "PT-24").gtin)
    judged(rig)
    press(rig, Command.PARCEL)
    assert asked(press(rig, Command.CANCEL)) is None
    press(rig, Command.PARCEL)
    assert said(option(rig, "later")) == Say.PARCEL_CLOSED
    assert (told(rig)[2], reconciled(rig)[-1]["complete"]) == ((1, 0, "later"), False)
    rig.scan("TRACK-C")  # the one line that is left is opened by its parcel alone
    assert in_hand(rig).item.sku == "CB-40"
    assert said(judged(rig)) == Say.PARCEL_DONE
    assert told(rig) == {1: (1, 1, "none"), 2: (1, 1, "none")}
    assert reconciled(rig)[-1]["parcel"] == "TRACK-C"


# What does not come --------------------------------------------------------------------------------


def test_each_open_line_is_asked_about_and_what_is_missing_waits_no_longer(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 3), ("CB-40", 1), ("MR-15", 1))
    rig.scan(RMA)
    rig.scan(of(rig, "PT-24").gtin)
    judged(rig)
    press(rig, Command.PARCEL)
    for answer in ("missing", "missing", "later"):
        assert asked(at_bench(rig)) == AskKind.LINE_DIFFERS
        option(rig, answer)
    assert told(rig) == {1: (3, 1, "quantity"), 2: (1, 0, "missing"), 3: (1, 0, "later")}
    with rig.world.read() as uow:
        assert [x.number for x in uow.catalog.expected(RMA).open_lines()] == [3]
        assert (RMA, 1) not in [(r.rma, n) for r, n in uow.catalog.awaiting(Sku("PT-24"), 99)]


def test_what_was_missing_and_comes_after_all_goes_to_its_line(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1))
    rig.scan(f"TRACK-{RMA}")
    press(rig, Command.BACK, 1)
    press(rig, Command.PARCEL)
    option(rig, "missing")
    assert said(rig.scan(RMA)) == Say.ALL_RECEIVED
    rig.scan(of(rig, "PT-24").gtin)
    assert (in_hand(rig).item.rma, in_hand(rig).item.line) == (RMA, 1)
    judged(rig)
    assert told(rig) == {1: (1, 1, "none")}


def test_a_line_whose_box_was_empty_waits_for_a_supervisor(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1), ("CB-40", 1))
    rig.scan(RMA)
    press(rig, Command.CANCEL)
    press(rig, Command.PARCEL)
    option(rig, "empty_box")
    result = option(rig, "later")
    assert (said(result), result.inspection) == (Say.PARCEL_CLOSED, None)
    box = last_closed(rig)
    assert box.hold and box.hold.reason is HoldReason.SIGNAL
    assert [(s.kind, s.seen["line"]) for s in box.signals] == [(SignalKind.EMPTY_BOX, "1")]
    assert told(rig) == {1: (1, 0, "empty_box"), 2: (1, 0, "later")}


def test_an_item_whose_box_is_empty_is_held_with_its_photos(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1))
    rig.show("PT-24")
    rig.scan(RMA)
    press(rig, Command.PHOTO, Command.EMPTY)
    assert said(option(rig, "empty_box")) == Say.HELD_BY_SIGNAL
    box = last_closed(rig)
    assert ([s.kind for s in box.signals], len(box.photos)) == ([SignalKind.EMPTY_BOX], 1)
    assert told(rig) == {1: (1, 0, "empty_box")}


def test_b_by_mistake_changes_nothing(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1))
    rig.scan(RMA)
    before = in_hand(rig)
    press(rig, Command.EMPTY)
    option(rig, "go_on")
    assert in_hand(rig) == before
    press(rig, 1)
    rig.show("PT-24")
    press(rig, Command.PHOTO)
    assert said(press(rig, Command.EMPTY)) == Reason.NOT_NOW


# What else comes -----------------------------------------------------------------------------------


def test_a_product_that_no_line_waits_for_is_an_extra_first_of_all(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1), ("CB-40", 1))
    extra = unawaited(rig)
    rig.scan(RMA)
    press(rig, Command.CANCEL)
    result = rig.scan(extra.gtin)
    assert result.ask and result.ask.options[0] == Unannounced.EXTRA_IN_PARCEL
    press(rig, 1)
    assert (in_hand(rig).item.rma, in_hand(rig).item.line) == (RMA, None)
    judged(rig)
    press(rig, Command.PARCEL, 1, 1)
    assert told(rig)["NEW-general"] == (0, 1, "extra")


def test_an_extra_that_another_customer_announced_is_asked_about(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1), ("MR-15", 1))
    announce(rig, ("CB-40", 1), rma="RMA-T2")
    rig.scan(RMA)
    press(rig, Command.CANCEL)
    result = rig.scan(of(rig, "CB-40").gtin)
    assert (asked(result), result.ask and result.ask.options[0]) == (AskKind.WHICH_LINE, "extra")
    taken = option(rig, "RMA-T2/1")
    assert (said(taken), tone(taken)) == (Say.PARCEL_OPEN, Tone.ATTENTION)
    assert in_hand(rig).item.rma == "RMA-T2"


def test_an_extra_after_the_last_line_reconciles_the_return_anew(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1))
    rig.scan(RMA)
    judged(rig)
    extra = unawaited(rig)
    rig.scan(extra.gtin)
    option(rig, Unannounced.EXTRA_IN_PARCEL)
    judged(rig)
    assert told(rig) == {1: (1, 1, "none"), "NEW-general": (0, 1, "extra")}
    assert len(reconciled(rig)) == 2


def test_another_product_and_another_serial_number_show_on_their_lines(rig: Rig) -> None:
    rig.sign_in()
    announced = announce(rig, ("PT-24", 1), ("PH-61", 1))
    with rig.world.begin() as uow:
        lines = (announced.lines[0], replace(announced.lines[1], serial=Serial("SENT-1")))
        uow.catalog.load([], [replace(announced, lines=lines)], [])
    rig.scan(RMA)
    option(rig, f"{RMA}/1")
    rig.scan(of(rig, "CB-40").gtin)
    press(rig, 1)
    press(rig, Command.HOLD, 1)
    rig.scan(f"01{of(rig, 'PH-61').gtin}21OTHER-1", "]C1")
    press(rig, Command.HOLD, 1)
    assert told(rig) == {1: (1, 0, "wrong_item"), 2: (1, 1, "wrong_serial")}


# Nothing is closed silently ------------------------------------------------------------------------


def test_a_parcel_that_is_left_is_said_and_stays_listed(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1), ("CB-40", 2))
    announce(rig, ("MR-15", 1), rma="RMA-T2")
    rig.scan(RMA)
    press(rig, Command.CANCEL)
    result = rig.scan("RMA-T2")
    assert (said(result), tone(result)) == (Say.PARCEL_OPEN, Tone.ATTENTION)
    assert result.notice and result.notice.facts == {"rma": RMA, "count": "3"}
    assert unfinished(rig) == ((RMA, 3), ("RMA-T2", 0))[:1]
    assert reconciled(rig) == []


def test_loose_items_need_no_more_actions_than_without_parcels(rig: Rig) -> None:
    """Whoever scans products alone is not asked whether each is an extra of the return before."""
    rig.sign_in()
    announce(rig, ("PT-24", 1), ("CB-40", 1))
    announce(rig, ("MR-15", 1), rma="RMA-T2")
    with rig.world.begin() as uow:  # nobody else waits for these
        for other in rig.site.returns:
            if {line.sku for line in other.lines} & {"PT-24", "CB-40", "MR-15"}:
                known = uow.catalog.expected(other.rma)
                uow.catalog.save_expected(
                    replace(known, lines=tuple(replace(x, settled=True) for x in known.lines))
                )
    rig.scan(of(rig, "PT-24").gtin)
    judged(rig)
    rig.scan(of(rig, "MR-15").gtin)
    assert in_hand(rig).item.rma == "RMA-T2"
    assert unfinished(rig)[0] == (RMA, 1)


def test_an_item_opened_by_mistake_leaves_no_parcel_behind(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1), ("CB-40", 1), rma="RMA-0")
    rig.scan(of(rig, "CB-40").gtin)
    option(rig, "RMA-0/2")
    press(rig, Command.BACK, 1)
    assert (unfinished(rig), at_bench(rig).parcel) == ((), None)


def test_e_without_a_parcel_or_with_an_item_in_hand_does_nothing(rig: Rig) -> None:
    rig.sign_in()
    assert said(press(rig, Command.PARCEL)) == Reason.NOT_NOW
    announce(rig, ("PT-24", 1))
    rig.scan(RMA)
    assert said(press(rig, Command.PARCEL)) == Reason.NOT_NOW
    assert in_hand(rig).item.rma == RMA


def test_a_return_in_full_names_what_came_when_and_by_whom(rig: Rig) -> None:
    rig.sign_in()
    announce(rig, ("PT-24", 1), ("CB-40", 1))
    rig.scan(RMA)
    rig.scan(of(rig, "PT-24").gtin)
    judged(rig)
    known = parcels.return_record(rig.world, RMA)
    assert known and known.unpacked
    assert [len(line.came.items) for line in known.parcel.lines] == [1, 0]
    assert known.people[known.parcel.lines[0].came.items[0].opened_by] == "Dana L."
    assert (known.unpacked.unfinished, known.last) == (True, None)
    assert parcels.return_record(rig.world, Rma("NOBODY")) is None
