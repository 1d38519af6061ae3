"""Hold at any step, and take it off hold again on a supervisor's word."""

from collections.abc import Callable

import pytest

from station.domain.bench import AskKind, Say
from station.domain.catalog import Bin, BinUse
from station.domain.errors import Reason
from station.domain.evidence import PoorBecause
from station.domain.identifiers import BinCode
from station.domain.inspection import BY_ITSELF, HoldReason, State
from station.domain.people import Role
from station.domain.scanning import Command
from station.domain.texts import Texts
from station.services.verifying import check_journal
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    badge,
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
    unawaited,
)


def at_photo(rig: Rig) -> None:
    open_item(rig)
    press(rig, 1)


def at_poor_photo(rig: Rig) -> None:
    at_photo(rig)
    rig.camera.blurred = True
    press(rig, Command.PHOTO)


def while_asked(rig: Rig) -> None:
    open_item(rig)
    rig.scan(unawaited(rig).gtin)


def in_wrong_bin_stop(rig: Rig) -> None:
    to_verdict(rig)
    assert said(rig.scan("D-01")) == Reason.WRONG_BIN


def gone_back(rig: Rig) -> None:
    open_item(rig)
    press(rig, 2, Command.BACK)


def while_a_supervisor_is_awaited(rig: Rig) -> None:
    to_verdict(rig)
    press(rig, Command.OVERRIDE, 1, 1)


STEPS: dict[str, Callable[[Rig], object]] = {
    "first question": open_item,
    "gone back": gone_back,
    "photo": at_photo,
    "poor photo": at_poor_photo,
    "wrong item asked": while_asked,
    "verdict": to_verdict,
    "wrong bin": in_wrong_bin_stop,
    "supervisor awaited": while_a_supervisor_is_awaited,
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_an_item_can_be_held_at_every_step(rig: Rig, step: Callable[[Rig], object]) -> None:
    step(rig)
    before = in_hand(rig)
    assert asked(press(rig, Command.HOLD)) == AskKind.WHY_HOLD
    assert said(option(rig, HoldReason.UNSURE)) == Say.HELD_IN
    assert (at_bench(rig).inspection, at_bench(rig).ask) == (None, None)
    held = last_closed(rig)
    assert (held.id, held.state, held.answers, held.photos) == (
        before.id,
        State.HELD,
        before.answers,
        before.photos,
    )
    assert check_journal(rig.world) == ()


@pytest.mark.parametrize("reason", [r for r in HoldReason if r not in BY_ITSELF])
def test_each_reason_is_recorded_with_everything_known_so_far(rig: Rig, reason: HoldReason) -> None:
    to_verdict(rig)
    press(rig, Command.HOLD)
    option(rig, reason)
    (event,) = payloads(rig, "item_held")
    assert event["reason"] == reason
    assert event["inspection"]["hold"]["by"] == "dana"
    assert [photo["slot"] for photo in event["inspection"]["photos"]] == ["front"]


# Off hold ------------------------------------------------------------------------------------------


def on_hold(rig: Rig, step: Callable[[Rig], object] = open_item) -> str:
    step(rig)
    press(rig, Command.HOLD, 1)
    return last_closed(rig).item.lpn


def test_the_licence_plate_of_a_held_item_asks_for_its_release(rig: Rig) -> None:
    lpn = on_hold(rig)
    result = rig.scan(lpn)
    assert (said(result), asked(result)) == (Say.IS_ON_HOLD, AskKind.RELEASE)
    option(rig, "leave")
    assert (at_bench(rig).ask, last_closed(rig).state) == (None, State.HELD)


def test_a_supervisor_releases_it_where_it_was(rig: Rig) -> None:
    lpn = on_hold(rig, gone_back)
    rig.scan(lpn)
    assert asked(option(rig, "release")) == AskKind.SUPERVISOR
    assert said(step_up(rig)) == Say.RELEASED
    inspection = in_hand(rig)
    assert (inspection.item.lpn, inspection.state, inspection.revisiting) == (lpn, State.OPEN, "sealed")
    noa = rig.person(Role.SUPERVISOR).id
    assert [p["by"] for p in payloads(rig, "hold_released")] == [noa]


def test_an_item_released_at_its_verdict_can_be_binned(rig: Rig) -> None:
    rig.scan(on_hold(rig, to_verdict))
    option(rig, "release")
    step_up(rig)
    assert in_hand(rig).state is State.ROUTED
    assert said(to_bin(rig)) == Say.BINNED
    assert check_journal(rig.world) == ()


def test_a_bin_that_was_missing_is_found_at_the_release(rig: Rig) -> None:
    rig.sign_in()
    product = unawaited(rig, category="nowhere")
    with rig.world.begin() as uow:
        uow.inspections._connection.exec_driver_sql("DELETE FROM bins WHERE code = 'R-03'")
    rig.scan(product.gtin)
    press(rig, 1, 1, Command.PHOTO)
    assert said(option(rig, PoorBecause.LABEL_MISSING)) == Reason.NO_BIN
    assert said(rig.scan("D-01")) == Reason.NO_BIN
    press(rig, Command.HOLD)
    option(rig, HoldReason.NO_BIN)
    with rig.world.begin() as uow:
        uow.catalog.load([], [], [Bin(BinCode("R-77"), BinUse.RESTOCK, Texts("New"))])
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    step_up(rig)
    assert said(rig.scan("R-77")) == Say.BINNED


def test_an_override_outlives_a_hold(rig: Rig) -> None:
    to_verdict(rig)
    press(rig, Command.OVERRIDE)
    option(rig, "disposal")
    press(rig, 1)
    step_up(rig)
    option(rig, "unusable")
    press(rig, Command.HOLD, 1)
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    step_up(rig)
    assert said(rig.scan("D-01")) == Say.BINNED


def test_nobody_releases_their_own_hold(rig: Rig) -> None:
    open_item(rig, Role.SUPERVISOR)
    press(rig, Command.HOLD, 1)
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    assert said(step_up(rig, Role.SUPERVISOR)) == Reason.OWN_WORK
    assert last_closed(rig).state is State.HELD
    assert said(step_up(rig, Role.MANAGER)) == Say.RELEASED


def test_nobody_releases_what_they_graded_in_part_though_another_laid_it_aside(rig: Rig) -> None:
    open_item(rig, Role.SUPERVISOR)
    press(rig, 1, Command.PHOTO)
    rig.sign_in()
    press(rig, Command.HOLD, 1)
    assert last_closed(rig).closed_by == rig.person(Role.OPERATOR).id
    rig.scan(last_closed(rig).item.lpn)
    option(rig, "release")
    assert said(step_up(rig, Role.SUPERVISOR)) == Reason.OWN_WORK
    assert said(step_up(rig, Role.MANAGER)) == Say.RELEASED


def test_an_operators_badge_does_not_release(rig: Rig) -> None:
    rig.scan(on_hold(rig))
    option(rig, "release")
    assert said(rig.scan(badge(rig, Role.OPERATOR, 1))) == Reason.NOT_ALLOWED
    assert asked(at_bench(rig)) == AskKind.SUPERVISOR


def test_a_binned_item_is_said_to_be_done(rig: Rig) -> None:
    to_verdict(rig)
    lpn, bin_ = in_hand(rig).item.lpn, in_hand(rig).route.bin
    to_bin(rig)
    result = rig.scan(lpn)
    assert said(result) == Say.ALREADY_BINNED
    assert result.notice
    assert result.notice.facts == {"lpn": lpn, "bin": bin_}


def test_the_licence_plate_of_an_item_given_up_names_nothing(rig: Rig) -> None:
    open_item(rig)
    lpn = in_hand(rig).item.lpn
    press(rig, Command.BACK, 1)
    assert said(rig.scan(lpn)) == Reason.UNKNOWN_CODE
