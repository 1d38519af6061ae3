"""Decisions at the desk: each is one entry in the journal, nobody's own work, and nothing overwritten."""

from datetime import timedelta

import pytest

from station.domain.auditing.decisions import Change
from station.domain.auditing.overrides import OverrideReason
from station.domain.auditing.queue import Standing, Why
from station.domain.bench import AskKind, Say
from station.domain.disposition import Disposition
from station.domain.errors import DomainError, Reason
from station.domain.grading import Grade
from station.domain.inspection import State
from station.domain.people import Role
from station.domain.policy import Remedy
from station.domain.scanning import Command
from station.domain.signals import Finding, SignalKind
from station.services.auditing import deciding, desk
from station.services.people import managing
from station.services.verifying import check_journal
from station.trust_ports import Filter
from tests.support.desk import (
    ALL,
    SECONDS,
    confirm,
    elsewhere,
    keep_hold,
    manager,
    override,
    queued,
    release,
    restocked,
    sampled,
    send_back,
    supervisor,
    waiting,
)
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
    unawaited,
)
from tests.support.workshop import judge, show_another, somebody, stored

SOFT = OverrideReason.GRADED_TOO_SOFT


def refused(rig: Rig, decide: object, *args: object) -> DomainError:
    head = len(entries(rig))
    with pytest.raises(DomainError) as error:
        decide(rig, *args)  # type: ignore[operator]
    assert len(entries(rig)) == head
    return error.value


def held(rig: Rig) -> str:
    to_verdict(rig)
    press(rig, Command.HOLD, 1)
    return last_closed(rig).id


# Confirm -------------------------------------------------------------------------------------------


def test_what_is_confirmed_waits_no_longer_and_the_journal_says_who_and_how_long(rig: Rig) -> None:
    item = restocked(rig)
    before = stored(rig, item)
    assert waiting(rig) == [item]
    assert confirm(rig, item).standing is Standing.CONFIRMED
    assert waiting(rig) == []
    (event,) = payloads(rig, "audit_confirmed")
    assert (event["inspection"], event["whys"], event["seconds"]) == (item, ["sample"], SECONDS)
    assert entries(rig)[-1]["actor"] == supervisor(rig).id
    assert stored(rig, item) == before
    assert check_journal(rig.world) == ()


def test_nobody_audits_their_own_work(rig: Rig) -> None:
    open_item(rig, Role.SUPERVISOR)
    press(rig, 1, Command.PHOTO)
    to_bin(rig)
    item = last_closed(rig).id
    sampled(rig, item)
    assert refused(rig, confirm, item).reason is Reason.OWN_WORK
    shown = desk.opened(rig.world, supervisor(rig), item)
    assert shown
    assert shown.refused
    assert (shown.decisions, shown.refused.reason) == ((), Reason.OWN_WORK)
    assert desk.following(rig.world, supervisor(rig), ALL) is None
    assert confirm(rig, item, manager(rig)).standing is Standing.CONFIRMED


def test_an_operator_decides_nothing(rig: Rig) -> None:
    item = restocked(rig)
    other = somebody(rig, Role.OPERATOR, 1)
    assert refused(rig, confirm, item, other).reason is Reason.NOT_ALLOWED


@pytest.mark.parametrize("ended", [True, False])
def test_whoever_was_a_supervisor_a_moment_ago_decides_nothing(rig: Rig, ended: bool) -> None:
    item, was = restocked(rig), supervisor(rig)
    fields = {"name": was.name, "role": "operator", "language": was.language}
    if ended:
        managing.end_access(rig.world, manager(rig), was.id, rig.person(Role.MANAGER).pin)
    else:
        managing.change(rig.world, manager(rig), was.id, managing.stamp(was), fields, "")
    assert refused(rig, confirm, item, was).reason is Reason.NOT_ALLOWED
    with pytest.raises(DomainError, match="not_allowed"):
        deciding.confirm_all(rig.world, was, [item])
    assert waiting(rig, person=manager(rig)) == [item]


def test_the_second_of_two_is_told_who_was_faster_and_what_was_decided(rig: Rig) -> None:
    item = restocked(rig)
    seen = queued(rig, item).revision
    confirm(rig, item)
    head = len(entries(rig))
    change = Change(SOFT, disposition=Disposition.DISPOSAL)
    with pytest.raises(DomainError) as error:
        deciding.override(rig.world, manager(rig), item, seen, change, SECONDS)
    assert error.value.reason is Reason.AUDITED_MEANWHILE
    assert error.value.facts["name"] == supervisor(rig).name
    assert error.value.facts["standing"] == "confirmed"
    assert (len(entries(rig)), stored(rig, item).override) == (head, None)


def test_a_reason_that_came_since_is_looked_at_first(rig: Rig) -> None:
    item = restocked(rig)
    seen = queued(rig, item).revision
    sampled(rig, item, Why.DIFFERS)
    with pytest.raises(DomainError) as error:
        deciding.confirm(rig.world, supervisor(rig), item, seen, SECONDS)
    assert error.value.reason is Reason.CHANGED_MEANWHILE
    assert queued(rig, item).whys == (Why.DIFFERS, Why.SAMPLE)


def test_a_failure_in_the_middle_leaves_nothing_behind(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    item = restocked(rig)
    before, head = stored(rig, item), len(entries(rig))

    def broken(*_: object, **__: object) -> None:
        raise DomainError(Reason.STORE_FAILED)

    monkeypatch.setattr("station.services.auditing.deciding.judging.judged", broken)
    with pytest.raises(DomainError):
        elsewhere(rig, item)
    assert (stored(rig, item), len(entries(rig))) == (before, head)
    assert queued(rig, item).standing is Standing.WAITING
    with rig.world.read() as uow:
        assert (uow.errands.count(), uow.audits.of(item)) == (0, ())


# Override ------------------------------------------------------------------------------------------


def test_grade_and_remedy_can_be_changed_where_the_item_stays(rig: Rig) -> None:
    item = restocked(rig)
    change = Change(SOFT, grade=Grade.B, remedy=Remedy.STORE_CREDIT, note="As Mr Levi wrote")
    assert override(rig, item, change).standing is Standing.OVERRIDDEN
    known = stored(rig, item)
    assert known.route
    assert known.override
    assert (known.route.graded.grade, known.route.ruling.remedy) == (Grade.B, Remedy.STORE_CREDIT)
    assert (known.override.was_grade, known.override.was) == (Grade.A, Disposition.RESTOCK)
    assert known.state is State.BINNED
    with rig.world.read() as uow:
        assert uow.errands.count() == 0
        assert uow.notes.text(known.override.note) == "As Mr Levi wrote"
    assert "Levi" not in str(entries(rig))
    assert check_journal(rig.world) == ()


def test_an_override_that_changes_nothing_is_none(rig: Rig) -> None:
    item = restocked(rig)
    change = Change(SOFT, grade=Grade.A, disposition=Disposition.RESTOCK)
    assert refused(rig, override, item, change).reason is Reason.NOTHING_CHANGED


def test_an_item_in_hand_is_sent_elsewhere_at_once_and_the_bench_says_so(rig: Rig) -> None:
    to_verdict(rig)
    press(rig, Command.OVERRIDE)
    option(rig, "resale")
    press(rig, 1)
    step_up(rig)
    item = in_hand(rig)
    assert queued(rig, item.id).whys == (Why.OVERRIDE,)
    change = Change(SOFT, disposition=Disposition.DISPOSAL)
    with pytest.raises(DomainError) as error:  # the supervisor's own word
        override(rig, item.id, change)
    assert error.value.reason is Reason.OWN_WORK
    override(rig, item.id, change, manager(rig))
    assert said(at_bench(rig)) == Say.OVERRIDDEN_AT_DESK
    assert in_hand(rig).route.bin == "D-01"
    assert asked(rig.scan("D-01")) == AskKind.WHY_DISPOSAL
    option(rig, "unusable")
    assert said(rig.scan("D-01")) == Say.BINNED
    assert check_journal(rig.world) == ()


def test_an_override_of_an_item_on_hold_takes_it_off_hold(rig: Rig) -> None:
    item = held(rig)
    elsewhere(rig, item, Disposition.RESALE)
    assert stored(rig, item).state is State.ROUTED
    assert check_journal(rig.world) == ()
    assert said(rig.scan(stored(rig, item).item.lpn)) == Say.RELEASED
    assert in_hand(rig).route.disposition is Disposition.RESALE
    assert said(to_bin(rig)) == Say.BINNED
    assert check_journal(rig.world) == ()


# Send back -----------------------------------------------------------------------------------------


def test_what_is_sent_back_is_inspected_again_with_the_note_on_screen(rig: Rig) -> None:
    item = restocked(rig)
    assert refused(rig, send_back, item, "  ").reason is Reason.NOTE_FIRST
    assert send_back(rig, item).standing is Standing.SENT_BACK
    result = rig.scan(stored(rig, item).item.lpn)
    assert said(result) == Say.SENT_BACK
    assert result.notice
    assert result.notice.facts["note"] == "Look at the hinge"
    assert (in_hand(rig).item.visit, in_hand(rig).answers) == (2, ())
    with rig.world.read() as uow:
        assert (uow.errands.count(), uow.contents.where(item)) == (0, None)
    assert check_journal(rig.world) == ()


def test_a_new_inspection_that_is_given_up_leaves_it_sent_back(rig: Rig) -> None:
    item = restocked(rig)
    send_back(rig, item)
    plate = stored(rig, item).item.lpn
    rig.scan(plate)
    press(rig, Command.BACK, 1)
    assert said(rig.scan(plate)) == Say.SENT_BACK


# Holds ---------------------------------------------------------------------------------------------


def test_an_item_released_at_the_desk_is_in_hand_at_its_next_scan(rig: Rig) -> None:
    item = held(rig)
    assert queued(rig, item).told["hold_reason"] == "unsure"
    product = unawaited(rig)  # the bench is not free, and is not disturbed
    rig.scan(product.gtin)
    press(rig, 1)
    revision = at_bench(rig).revision
    assert release(rig, item, note="It is fine").standing is Standing.RELEASED
    assert at_bench(rig).revision == revision
    press(rig, Command.BACK, 1)
    result = rig.scan(stored(rig, item).item.lpn)
    assert said(result) == Say.RELEASED_AT_DESK
    assert in_hand(rig).id == item
    assert said(to_bin(rig)) == Say.BINNED
    assert stored(rig, item).released_by == (supervisor(rig).id,)
    assert check_journal(rig.world) == ()


def test_whoever_released_an_item_does_not_audit_it(rig: Rig) -> None:
    item = held(rig)
    release(rig, item)
    rig.scan(stored(rig, item).item.lpn)
    to_bin(rig)
    sampled(rig, item)
    assert refused(rig, confirm, item).reason is Reason.OWN_WORK


def test_a_release_settles_every_signal(rig: Rig) -> None:
    open_item(rig)
    press(rig, Command.EMPTY, 1)
    item = last_closed(rig).id
    assert queued(rig, item).whys == (Why.HOLD, Why.SIGNAL)
    error = refused(rig, release, item)
    assert (error.reason, error.facts["signals"]) == (Reason.FINDINGS_FIRST, "empty_box")
    release(rig, item, {SignalKind.EMPTY_BOX: Finding.CONFIRMED})
    assert stored(rig, item).signals[0].finding is Finding.CONFIRMED
    assert [p["finding"] for p in payloads(rig, "signal_settled")] == ["confirmed"]
    assert check_journal(rig.world) == ()


def test_a_hold_that_is_kept_leaves_the_queue_and_can_still_be_ended(rig: Rig) -> None:
    item = held(rig)
    keep_hold(rig, item)
    assert (waiting(rig), stored(rig, item).state) == ([], State.HELD)
    assert check_journal(rig.world) == ()
    assert release(rig, item).standing is Standing.RELEASED


def test_an_override_before_a_hold_that_was_kept_is_still_audited_after_it(rig: Rig) -> None:
    to_verdict(rig)
    press(rig, Command.OVERRIDE)
    option(rig, "disposal")
    press(rig, 1)
    step_up(rig)
    option(rig, "unusable")
    press(rig, Command.HOLD, 1)
    item = last_closed(rig).id
    assert queued(rig, item).whys == (Why.HOLD, Why.OVERRIDE)
    revision = queued(rig, item).revision
    deciding.keep_hold(rig.world, manager(rig), item, revision, SECONDS)
    assert waiting(rig) == []
    deciding.release(rig.world, manager(rig), item, revision + 1, {}, SECONDS)
    stands = queued(rig, item)
    assert (stands.whys, stands.standing, stands.by) == ((Why.OVERRIDE,), Standing.WAITING, "")
    assert waiting(rig) == waiting(rig, Filter(why=Why.OVERRIDE)) == [item]
    assert waiting(rig, Filter(why=Why.HOLD)) == []


def test_a_release_at_the_bench_leaves_the_queue(rig: Rig) -> None:
    item = held(rig)
    rig.scan(stored(rig, item).item.lpn)
    option(rig, "release")
    step_up(rig)
    assert queued(rig, item).standing is Standing.RELEASED
    shown = desk.opened(rig.world, manager(rig), item)
    assert shown
    assert shown.refused
    assert shown.refused.reason is Reason.AUDITED_MEANWHILE


def test_what_waits_again_is_found_by_who_closed_it_and_has_waited_since_then(rig: Rig) -> None:
    item = held(rig)
    release(rig, item)
    rig.clock.advance(hours=5)
    rig.sign_in(Role.OPERATOR, 1)
    rig.scan(stored(rig, item).item.lpn)
    to_bin(rig)
    sampled(rig, item)
    other, stands = rig.person(Role.OPERATOR, 1).id, queued(rig, item)
    assert stands.grader == other and set(stands.graders) >= {other, rig.person(Role.OPERATOR).id}
    assert stands.since > rig.clock.now() - timedelta(hours=1)
    assert waiting(rig, Filter(why=Why.SAMPLE, grader=other)) == waiting(rig) == [item]


def test_what_was_on_hold_before_there_was_a_queue_is_queued_at_the_start(rig: Rig) -> None:
    item = held(rig)
    with rig.world.begin() as uow:
        for table in ("queue", "queue_whys"):
            uow.inspections._connection.exec_driver_sql(f"DELETE FROM {table}")
    assert waiting(rig) == []
    deciding.queueing.catch_up(rig.world)
    deciding.queueing.catch_up(rig.world)
    assert waiting(rig) == [item]
    assert queued(rig, item).revision == 1


# Several at once -----------------------------------------------------------------------------------


def test_a_clean_sample_is_confirmed_at_once_and_the_rest_is_named(rig: Rig) -> None:
    first, second, third = (restocked_other(rig) for _ in range(3))
    sampled(rig, second, Why.DIFFERS)
    confirm(rig, third)
    done = deciding.confirm_all(rig.world, supervisor(rig), [first, second, third, "no such"])
    assert done.confirmed == (first,)
    assert done.left_out == {
        second: "not_a_sample",
        third: "audited_meanwhile",
        "no such": "not_now",
    }
    assert [p["together"] for p in payloads(rig, "audit_confirmed")] == [1, 1]
    assert waiting(rig) == [second]


def restocked_other(rig: Rig) -> str:
    """Put an unannounced item into its bin, and draw it."""
    rig.sign_in()
    product = unawaited(rig)
    show_another(rig, product.sku)
    rig.scan(product.gtin)
    press(rig, 1)
    judge(rig, {"sealed": "yes"})
    to_bin(rig)
    done = last_closed(rig).id
    sampled(rig, done)
    return done
