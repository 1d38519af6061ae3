"""Another disposition: only with another supervisor's badge and PIN, and a reason."""

import pytest

from station.domain.auditing.overrides import OverrideReason
from station.domain.bench import AskKind, Say
from station.domain.disposition import Disposition
from station.domain.errors import Reason
from station.domain.people import Role
from station.domain.scanning import Command
from station.services import approving
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
)


@pytest.fixture
def waiting(rig: Rig) -> Rig:
    """An operator asked to dispose of a sealed item; the bench waits for a supervisor."""
    to_verdict(rig)
    assert asked(press(rig, Command.OVERRIDE)) == AskKind.OVERRIDE_TO
    option(rig, Disposition.DISPOSAL)
    assert asked(option(rig, OverrideReason.GRADED_TOO_SOFT)) == AskKind.SUPERVISOR
    return rig


def untouched(rig: Rig) -> bool:
    route = in_hand(rig).route
    return route is not None and route.disposition is Disposition.RESTOCK and in_hand(rig).override is None


def test_only_other_dispositions_are_offered(rig: Rig) -> None:
    to_verdict(rig)
    ask = press(rig, Command.OVERRIDE).ask
    assert ask
    assert ask.options == ("refurbish", "resale", "disposal")


def test_there_is_nothing_to_override_before_the_verdict(rig: Rig) -> None:
    open_item(rig)
    result = press(rig, Command.OVERRIDE)
    assert (said(result), asked(result)) == (Reason.NOT_NOW, None)


def test_badge_and_pin_of_a_supervisor_send_it_elsewhere(waiting: Rig) -> None:
    assert said(step_up(waiting)) == Say.OVERRIDDEN
    inspection = in_hand(waiting)
    assert inspection.route
    assert (inspection.route.disposition, inspection.route.bin) == (Disposition.DISPOSAL, "D-01")
    assert inspection.route.decision.disposition is Disposition.RESTOCK  # what the rules said stays known
    option(waiting, "safety")
    assert said(to_bin(waiting)) == Say.BINNED
    (event,) = payloads(waiting, "disposition_overridden")
    word = event["override"]
    assert (word["was"], word["to"], word["reason"], word["by"]) == (
        "restock",
        "disposal",
        "graded_too_soft",
        waiting.person(Role.SUPERVISOR).id,
    )
    assert check_journal(waiting.world) == ()


def test_the_operator_stays_signed_in_and_both_are_recorded(waiting: Rig) -> None:
    step_up(waiting)
    option(waiting, "safety")
    assert at_bench(waiting).person == "dana"
    to_bin(waiting)
    done = last_closed(waiting)
    assert done.override
    assert (done.closed_by, done.override.by) == ("dana", "noa")


def test_an_operators_badge_is_refused_at_once(waiting: Rig) -> None:
    for number in (0, 1):
        result = waiting.scan(badge(waiting, Role.OPERATOR, number))
        assert (said(result), asked(result)) == (Reason.NOT_ALLOWED, AskKind.SUPERVISOR)
    assert untouched(waiting)
    assert at_bench(waiting).person == "dana"


def test_an_unknown_badge_is_refused(waiting: Rig) -> None:
    assert said(waiting.scan("$ID-NOBODY")) == Reason.UNKNOWN_BADGE
    assert untouched(waiting)


def test_nobody_overrides_their_own_work(rig: Rig) -> None:
    open_item(rig, Role.SUPERVISOR)
    press(rig, 1, Command.PHOTO, Command.OVERRIDE, 1, 1)
    assert said(step_up(rig, Role.SUPERVISOR)) == Reason.OWN_WORK
    assert untouched(rig)
    assert said(step_up(rig, Role.MANAGER)) == Say.OVERRIDDEN


def test_having_taken_a_photo_of_it_is_own_work_too(rig: Rig) -> None:
    open_item(rig)
    rig.sign_in(Role.SUPERVISOR)
    press(rig, Command.PHOTO)
    rig.sign_in()
    press(rig, 1, Command.OVERRIDE, 1, 1)
    assert said(step_up(rig)) == Reason.OWN_WORK


def test_a_pin_without_a_badge_does_nothing(waiting: Rig) -> None:
    assert said(approving.approve(waiting.world, waiting.person(Role.SUPERVISOR).pin)) == Reason.NOT_NOW
    assert untouched(waiting)


def test_a_wrong_pin_is_counted_and_the_fifth_locks_out(waiting: Rig) -> None:
    for count in range(1, 6):
        assert said(step_up(waiting, pin="00000000")) == Reason.WRONG_PIN
        assert payloads(waiting, "pin_refused")[-1] == {"person": "noa", "failures": count}
    assert said(step_up(waiting)) == Reason.LOCKED_OUT
    assert untouched(waiting)
    waiting.clock.advance(minutes=1)
    assert said(step_up(waiting)) == Say.OVERRIDDEN


def test_cancel_leaves_everything_as_the_rules_decided(waiting: Rig) -> None:
    waiting.scan(badge(waiting, Role.SUPERVISOR))
    press(waiting, Command.CANCEL)
    assert at_bench(waiting).ask is None
    assert said(approving.approve(waiting.world, waiting.person(Role.SUPERVISOR).pin)) == Reason.NOT_NOW
    assert untouched(waiting)


def test_what_a_supervisor_decided_is_not_undone_by_the_operator(waiting: Rig) -> None:
    step_up(waiting)
    option(waiting, "safety")
    decided = in_hand(waiting).route
    for command in (Command.BACK, Command.UNDO):
        assert said(press(waiting, command)) == Reason.SUPERVISOR_DECIDED
    assert in_hand(waiting).route == decided
