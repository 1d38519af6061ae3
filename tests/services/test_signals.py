"""What does not add up is noted as it happens, holds the item before its route, and is settled once."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from station.domain.bench import AskKind, Say
from station.domain.catalog import ExpectedReturn
from station.domain.errors import Reason
from station.domain.evidence import PoorBecause
from station.domain.identifiers import Rma
from station.domain.inspection import HoldReason, State
from station.domain.people import Role
from station.domain.routing import Rulebook
from station.domain.scanning import Command
from station.domain.signals import Finding, Precision, SignalKind
from station.domain.weight import Weighed
from station.ports import DeviceState
from station.services import signalled
from station.services.loading import load_site
from station.services.starting import publish_rules
from station.services.verifying import check_journal
from tests.support.stations import Rig, TestClock
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
)

PHONE, PHONE_RMA = "PH-61", "RMA-10002"


@dataclass
class Scale:
    """A scale on which lies what a test says."""

    clock: TestClock
    grams: float

    def weigh(self) -> Weighed:
        return Weighed(self.grams, self.clock.now(), "/dev/scale", simulated=True)

    def state(self) -> DeviceState:
        return DeviceState.READY


def weighing(rig: Rig, grams: float) -> Rig:
    return replace(rig, world=replace(rig.world, scale=Scale(rig.clock, grams)))


def kinds(rig: Rig) -> list[str]:
    return [signal.kind.value for signal in in_hand(rig).signals]


def wrong_serial(rig: Rig) -> None:
    rig.sign_in()
    rig.show(PHONE)
    rig.scan(PHONE_RMA)
    rig.scan(f"01{of(rig, PHONE).gtin}21PHX00Z00000", "]d2")


def held_for_serial(rig: Rig) -> str:
    wrong_serial(rig)
    assert said(press(rig, 1, Command.PHOTO)) == Say.HELD_BY_SIGNAL
    return last_closed(rig).item.lpn


def precision(rig: Rig, kind: SignalKind) -> Precision:
    with rig.world.read() as uow:
        return next(row for row in uow.signals.precision() if row.kind is kind)


# Noting --------------------------------------------------------------------------------------------


def test_a_swapped_serial_number_is_noted_and_the_work_goes_on(rig: Rig) -> None:
    wrong_serial(rig)
    assert kinds(rig) == [SignalKind.SERIAL_SWAPPED]
    press(rig, 2)
    assert in_hand(rig).state is State.OPEN


def test_the_right_serial_number_takes_it_back(rig: Rig) -> None:
    wrong_serial(rig)
    assert said(rig.scan("PHX22C43476")) == Say.MATCHES
    assert kinds(rig) == []
    press(rig, 1, Command.PHOTO)
    assert in_hand(rig).state is State.ROUTED


@pytest.mark.parametrize("code", ["rma", "tracking", "order"])
def test_the_label_of_another_order_is_said_and_noted(rig: Rig, code: str) -> None:
    announced = open_item(rig)
    other = next(r for r in rig.site.returns if r.rma != announced.rma)
    assert said(rig.scan(getattr(other, code))) == Say.OTHER_IN_HAND
    option(rig, "on_the_item")
    (signal,) = in_hand(rig).signals
    assert (signal.kind, signal.seen) == (
        SignalKind.OTHER_ORDER,
        {"scanned": other.rma, "expected": announced.rma},
    )


def test_the_next_parcels_label_is_no_signal_and_keeps_nobody(rig: Rig) -> None:
    """Neither when it is said, nor when the next code comes first."""
    announced = open_item(rig)
    other = next(r for r in rig.site.returns if r.rma != announced.rma)
    rig.scan(other.rma)
    option(rig, "next_parcel")
    assert asked(rig.scan(other.tracking)) == AskKind.OTHER_ORDER
    assert said(rig.scan(announced.tracking)) == Say.THIS_ITEM
    assert kinds(rig) == []


def test_the_items_own_label_is_no_signal(rig: Rig) -> None:
    announced = open_item(rig)
    rig.scan(announced.tracking)
    assert kinds(rig) == []


def test_a_weight_off_is_noted_and_a_better_one_takes_it_back(rig: Rig) -> None:
    announced = open_item(rig)
    grams = of(rig, announced.lines[0].sku).goods.grams
    assert grams is not None
    off, right = weighing(rig, grams * 1.5), weighing(rig, grams * 1.1)
    press(off, Command.WEIGH)
    assert kinds(rig) == [SignalKind.WEIGHT_OFF]
    press(right, Command.WEIGH)
    assert kinds(rig) == []
    press(off, Command.WEIGH)
    press(rig, Command.UNDO)
    assert kinds(rig) == []


def test_a_weight_off_at_the_verdict_holds_it_at_its_bin_unless_weighed_again(rig: Rig) -> None:
    to_verdict(rig)
    grams = in_hand(rig).item.goods.grams or 0
    press(weighing(rig, grams / 3), Command.WEIGH)
    assert in_hand(rig).state is State.ROUTED
    assert said(rig.scan("D-01")) == Reason.WRONG_BIN
    assert said(to_bin(rig)) == Say.HELD_BY_SIGNAL
    held = last_closed(rig)
    assert held.hold is not None
    assert (held.hold.reason, payloads(rig, "item_binned")) == (HoldReason.SIGNAL, [])
    assert check_journal(rig.world) == ()


def test_a_kept_photo_that_was_seen_before_is_noted(rig: Rig) -> None:
    to_verdict(rig)
    first = in_hand(rig).item
    to_bin(rig)
    rig.scan(of(rig, first.sku).gtin)
    press(rig, 1, 1)
    press(rig, Command.PHOTO)
    assert said(option(rig, PoorBecause.CAMERA_POOR)) == Say.HELD_BY_SIGNAL
    (signal,) = last_closed(rig).signals
    assert (signal.kind, signal.seen) == (SignalKind.PHOTO_SEEN_BEFORE, {"lpn": first.lpn})


def announce(rig: Rig, count: int, days_ago: int = 3, **sender: str) -> None:
    """Let so many returns of one sender be announced, and one each of ten others."""
    like = replace(expected(rig, quantity=1, serial=None), customer="", address="")
    posted = rig.clock.time.date() - timedelta(days=days_ago)
    made: list[ExpectedReturn] = []
    for number in range(count + 10):
        name = f"{number:03d}"
        keys = sender if number < count else {role: f"{role}-{name}" for role in sender}
        codes = {"rma": Rma(f"S-{name}"), "order": f"SO-{name}", "tracking": f"ST-{name}"}
        made.append(replace(like, **codes, posted=posted, **keys))  # type: ignore[arg-type]
    load_site(rig.world, [], made, [], [])


@pytest.mark.parametrize(
    ("role", "kind"),
    [("customer", SignalKind.CUSTOMER_ABOVE_NORM), ("address", SignalKind.ADDRESS_ABOVE_NORM)],
)
def test_a_sender_far_above_the_norm_is_noted_and_never_named(rig: Rig, role: str, kind: SignalKind) -> None:
    rig.sign_in()
    announce(rig, 9, **{role: "key-of-dan"})
    rig.scan("S-001")
    (signal,) = in_hand(rig).signals
    assert (signal.kind, set(signal.seen)) == (kind, {"count", "norm", "days"})
    assert (signal.seen["count"], signal.seen["days"]) == ("9", "90")
    rig.scan("ST-001")
    assert len(in_hand(rig).signals) == 1
    press(rig, Command.HOLD, 1)
    assert "key-of-dan" not in str(payloads(rig, "item_held"))


@pytest.mark.parametrize(("count", "days_ago"), [(5, 3), (9, 120)])
def test_few_returns_or_old_ones_are_no_signal(rig: Rig, count: int, days_ago: int) -> None:
    rig.sign_in()
    announce(rig, count, days_ago, customer="key-of-dan")
    rig.scan("S-001")
    assert kinds(rig) == []


def test_the_same_returns_loaded_again_are_not_counted_twice(rig: Rig) -> None:
    rig.sign_in()
    for _ in range(3):
        announce(rig, 5, customer="key-of-dan")
    rig.scan("S-001")
    assert kinds(rig) == []


def test_a_kind_that_is_switched_off_is_not_noted(rig: Rig) -> None:
    book: Rulebook = rig.world.rulebook
    rules = replace(book.signals, version=2, off=(SignalKind.SERIAL_SWAPPED,))
    publish_rules(replace(rig.world, rulebook=replace(book, signals=rules)))
    wrong_serial(rig)
    assert kinds(rig) == []


# The hold, and its end -----------------------------------------------------------------------------


def test_the_item_goes_on_hold_where_it_would_be_routed_and_nothing_is_decided(rig: Rig) -> None:
    held_for_serial(rig)
    held = last_closed(rig)
    assert held.hold is not None
    assert (held.state, held.hold.reason, held.route) == (State.HELD, HoldReason.SIGNAL, None)
    assert precision(rig, SignalKind.SERIAL_SWAPPED) == Precision(SignalKind.SERIAL_SWAPPED, 0, 0, 1)
    assert check_journal(rig.world) == ()


@pytest.mark.parametrize("finding", list(Finding))
def test_a_supervisor_settles_it_and_the_item_goes_on_by_the_rules(rig: Rig, finding: Finding) -> None:
    rig.scan(held_for_serial(rig))
    result = option(rig, "release")
    assert asked(result) == AskKind.FINDING
    assert result.ask
    assert (result.ask.about["signal"], result.ask.about["seen_serial"]) == ("serial_swapped", "PHX00Z00000")
    assert asked(option(rig, finding.value)) == AskKind.SUPERVISOR
    assert payloads(rig, "signal_settled") == []  # nothing counts before the PIN
    assert said(step_up(rig)) == Say.RELEASED
    known = in_hand(rig)
    assert known.route is not None
    assert known.route.decision.row_id == "wrong_serial"
    assert (known.signals[0].finding, known.signals[0].by) == (finding, "noa")
    assert [(p["kind"], p["finding"], p["by"]) for p in payloads(rig, "signal_settled")] == [
        ("serial_swapped", finding.value, "noa")
    ]
    assert said(to_bin(rig)) == Say.BINNED
    assert precision(rig, SignalKind.SERIAL_SWAPPED).settled == 1
    assert check_journal(rig.world) == ()


def test_settled_signals_do_not_hold_again_but_a_new_kind_does(rig: Rig) -> None:
    rig.scan(held_for_serial(rig))
    option(rig, "release")
    option(rig, "unfounded")
    step_up(rig)
    rig.scan("PHX22C43476")
    rig.scan(f"01{of(rig, PHONE).gtin}21PHX11Z11111", "]d2")
    assert in_hand(rig).state is State.ROUTED
    assert said(rig.scan("RMA-10003")) == Say.OTHER_IN_HAND
    option(rig, "on_the_item")
    assert said(to_bin(rig)) == Say.HELD_BY_SIGNAL


def test_each_of_several_signals_is_asked_about(rig: Rig) -> None:
    wrong_serial(rig)
    rig.scan("RMA-10003")
    option(rig, "on_the_item")
    press(rig, 1, Command.PHOTO)
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    assert asked(option(rig, "confirmed")) == AskKind.FINDING
    option(rig, "unfounded")
    step_up(rig)
    findings = {signal.kind: signal.finding for signal in in_hand(rig).signals}
    assert findings == {
        SignalKind.SERIAL_SWAPPED: Finding.CONFIRMED,
        SignalKind.OTHER_ORDER: Finding.UNFOUNDED,
    }


def test_signals_of_an_item_held_for_another_reason_are_settled_at_its_release_too(rig: Rig) -> None:
    wrong_serial(rig)
    press(rig, Command.HOLD, 1)
    assert precision(rig, SignalKind.SERIAL_SWAPPED).open == 1
    rig.scan(last_closed(rig).item.lpn)
    assert asked(option(rig, "release")) == AskKind.FINDING


def test_left_in_the_middle_nothing_is_settled(rig: Rig) -> None:
    lpn = held_for_serial(rig)
    rig.scan(lpn)
    option(rig, "release")
    option(rig, "confirmed")
    press(rig, Command.CANCEL)
    assert (at_bench(rig).ask, last_closed(rig).signals[0].finding) == (None, None)
    assert last_closed(rig).state is State.HELD


def test_nobody_settles_what_they_put_on_hold_themselves(rig: Rig) -> None:
    rig.sign_in(Role.SUPERVISOR)
    rig.show(PHONE)
    rig.scan(PHONE_RMA)
    rig.scan(f"01{of(rig, PHONE).gtin}21PHX00Z00000", "]d2")
    press(rig, 1, Command.PHOTO)
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    option(rig, "unfounded")
    assert said(step_up(rig)) == Reason.OWN_WORK
    assert payloads(rig, "signal_settled") == []


def test_the_items_behind_a_number_are_listed_newest_first_in_pages(rig: Rig) -> None:
    lpns = []
    rig.sign_in()
    for rma, sku in (("RMA-10002", "PH-61"), ("RMA-10005", "HP-33"), ("RMA-10023", "SP-19")):
        rig.show(sku)
        rig.scan(rma)
        rig.scan(f"01{of(rig, sku).gtin}21OTHER", "]d2")
        press(rig, Command.HOLD, 1)
        lpns.append(last_closed(rig).item.lpn)
    seen = []
    page = signalled.items(rig.world, SignalKind.SERIAL_SWAPPED, None, size=2)
    seen += [known.item.lpn for known, _ in page.items]
    assert page.next is not None
    page = signalled.items(rig.world, SignalKind.SERIAL_SWAPPED, None, page.next, size=2)
    seen += [known.item.lpn for known, _ in page.items]
    assert (seen, page.next) == (lpns[::-1], None)
    assert signalled.items(rig.world, SignalKind.SERIAL_SWAPPED, Finding.CONFIRMED).items == ()
