"""The refurbisher's queue: what waits, what is done about it, what it cost, and who has it."""

import pytest

from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Role
from station.domain.refurbishing import GaveUp, Work, WorkState
from station.services import refurbishing
from station.services.verifying import check_journal
from tests.support.stations import Rig
from tests.support.work import payloads, to_bin, to_verdict
from tests.support.workshop import FORM, refurbish, somebody, work_on


@pytest.fixture
def fixer(rig: Rig) -> Person:
    return somebody(rig)


def waiting(rig: Rig) -> Work:
    rig.sign_in()
    return work_on(rig, refurbish(rig))


def again(rig: Rig, work: Work) -> Work:
    with rig.world.read() as uow:
        return uow.works.get(work.id)


def begun(rig: Rig, fixer: Person) -> Work:
    work = waiting(rig)
    refurbishing.start(rig.world, fixer, work.id, work.revision)
    return again(rig, work)


def test_what_goes_to_the_refurbisher_waits_with_what_is_to_be_done(rig: Rig) -> None:
    work = waiting(rig)
    assert (work.center, work.state) == ("REPAIR", WorkState.WAITING)
    assert [text.en for text in work.todo] == [
        "Find out why it does not start",
        "Add the missing cable or manual",
    ]
    assert [(at.code, at.waiting) for at in refurbishing.at_centers(rig.world)] == [
        ("LAUNDRY", 0),
        ("REPAIR", 1),
    ]


def test_what_goes_elsewhere_makes_no_work(rig: Rig) -> None:
    to_verdict(rig)
    to_bin(rig)
    assert all(at.waiting == 0 for at in refurbishing.at_centers(rig.world))


def test_the_queue_is_paged_the_longest_waiting_first(rig: Rig) -> None:
    rig.sign_in()
    lpns = [refurbish(rig).item.lpn for _ in range(3)]
    first = refurbishing.queue(rig.world, "REPAIR", size=2)
    second = refurbishing.queue(rig.world, "REPAIR", first.next or "", size=2)
    assert [job.work.lpn for job in (*first.jobs, *second.jobs)] == lpns
    assert second.next is None


def test_work_that_is_done_is_one_complete_entry_with_its_costs(rig: Rig, fixer: Person) -> None:
    work = begun(rig, fixer)
    refurbishing.add_part(
        rig.world, fixer, work.id, 1, {**FORM, "part": "Charger <b>", "quantity": "2", "cost": "12,50"}
    )
    given = {"minutes": "20", "warranty": "6", "refurbished": "yes", "note": "New charger"}
    assert refurbishing.finish(rig.world, fixer, work.id, 2, given) == ()
    done = again(rig, work)
    assert (done.state, done.minutes, done.warranty_months, done.refurbished) == (WorkState.DONE, 20, 6, True)
    assert (done.parts_cost, done.labour, done.cost, done.currency) == (1250, 2000, 3250, "ILS")
    (entry,) = payloads(rig, "work_done")
    assert entry["work"]["parts"] == [{"name": "Charger <b>", "quantity": 2, "cost": 1250}]
    assert entry["work"]["state"] == "done"
    assert check_journal(rig.world) == ()


def test_the_clock_counts_the_minutes_that_nobody_typed(rig: Rig, fixer: Person) -> None:
    work = begun(rig, fixer)
    rig.clock.advance(minutes=7, seconds=10)
    refurbishing.finish(rig.world, fixer, work.id, 1, FORM)
    assert again(rig, work).minutes == 8


def test_work_is_given_up_with_a_reason_and_then_promises_nothing(rig: Rig, fixer: Person) -> None:
    work = begun(rig, fixer)
    given = {"minutes": "5", "warranty": "6", "refurbished": "yes", "note": "", "why": "no_part"}
    refurbishing.give_up(rig.world, fixer, work.id, 1, given)
    over = again(rig, work)
    assert (over.state, over.why, over.labour) == (WorkState.GIVEN_UP, GaveUp.NO_PART, 500)
    assert (over.refurbished, over.warranty_months) == (False, 0)


def test_a_part_is_taken_off_again(rig: Rig, fixer: Person) -> None:
    work = begun(rig, fixer)
    for revision, name in enumerate(("Screw", "Glue"), start=1):
        refurbishing.add_part(rig.world, fixer, work.id, revision, {**FORM, "part": name, "quantity": "1"})
    refurbishing.drop_part(rig.world, fixer, work.id, 3, FORM, 0)
    assert [part.name for part in again(rig, work).parts] == ["Glue"]
    with pytest.raises(DomainError):
        refurbishing.drop_part(rig.world, fixer, work.id, 4, FORM, 5)


WRONG = [
    ("minutes", "-5"),
    ("minutes", "1441"),
    ("minutes", "1e3"),
    ("minutes", "٣"),
    ("warranty", "121"),
    ("note", "x" * 501),
    ("note", "a\x00b"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_absurd_entries_are_named_and_change_nothing(rig: Rig, fixer: Person, name: str, value: str) -> None:
    work = begun(rig, fixer)
    problems = refurbishing.finish(rig.world, fixer, work.id, 1, {**FORM, name: value})
    assert [problem.key for problem in problems] == [name]
    assert again(rig, work) == work


WRONG_PARTS = [
    ("quantity", "0"),
    ("quantity", "1000"),
    ("quantity", "-1"),
    ("cost", "-3"),
    ("cost", "12.345"),
    ("cost", "free"),
    ("part", ""),
    ("part", "n" * 81),
    ("part", "a\nb"),
]


@pytest.mark.parametrize(("name", "value"), WRONG_PARTS)
def test_absurd_parts_are_named_and_not_kept(rig: Rig, fixer: Person, name: str, value: str) -> None:
    work = begun(rig, fixer)
    part = {**FORM, "part": "Screw", "quantity": "1", "cost": "1"}
    problems = refurbishing.add_part(rig.world, fixer, work.id, 1, {**part, name: value})
    assert [problem.key for problem in problems] == [name]
    assert again(rig, work) == work


def test_giving_up_needs_a_reason_that_a_person_may_choose(rig: Rig, fixer: Person) -> None:
    work = begun(rig, fixer)
    for why in ("", "bored", "looked_at_again"):
        (problem,) = refurbishing.give_up(rig.world, fixer, work.id, 1, {**FORM, "why": why})
        assert problem.key == "why"


# Two people ---------------------------------------------------------------------------------------


def refused(act: object, *args: object) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        act(*args)  # type: ignore[operator]
    return refusal.value


def test_the_second_on_the_same_work_is_told_who_has_it(rig: Rig, fixer: Person) -> None:
    work = begun(rig, fixer)
    other = somebody(rig, Role.OPERATOR, 1)
    told = refused(refurbishing.finish, rig.world, other, work.id, 1, FORM)
    assert (told.reason, told.facts["name"]) == (Reason.WORK_TAKEN, fixer.name)
    refurbishing.start(rig.world, other, work.id, 1)
    assert refused(refurbishing.note, rig.world, fixer, work.id, 2, FORM).reason is Reason.WORK_TAKEN
    taken = again(rig, work)
    assert (taken.by, taken.started_at) == (other.id, work.started_at)


def test_what_another_screen_changed_is_not_written_over(rig: Rig, fixer: Person) -> None:
    work = begun(rig, fixer)
    refurbishing.note(rig.world, fixer, work.id, 1, {**FORM, "note": "first"})
    told = refused(refurbishing.note, rig.world, fixer, work.id, 1, {**FORM, "note": "second"})
    assert told.reason is Reason.CHANGED_MEANWHILE
    assert again(rig, work).note == "first"


def test_work_that_is_over_stays_as_it_was(rig: Rig, fixer: Person) -> None:
    work = begun(rig, fixer)
    refurbishing.finish(rig.world, fixer, work.id, 1, FORM)
    for act in (refurbishing.finish, refurbishing.note):
        assert refused(act, rig.world, fixer, work.id, 3, FORM).reason is Reason.WORK_OVER
    assert refused(refurbishing.start, rig.world, fixer, work.id, 3).reason is Reason.WORK_OVER
    assert len(payloads(rig, "work_done")) == 1


def test_nothing_is_noted_before_the_work_was_taken_up(rig: Rig, fixer: Person) -> None:
    work = waiting(rig)
    assert refused(refurbishing.finish, rig.world, fixer, work.id, 0, FORM).reason is Reason.NOT_NOW


def test_only_photos_of_the_item_are_given_out_with_its_work(rig: Rig) -> None:
    work = waiting(rig)
    job = refurbishing.job(rig.world, work.id)
    assert job
    assert refurbishing.photo(rig.world, work.id, job.inspection.photos[0].sha256)
    assert refurbishing.photo(rig.world, work.id, "0" * 64) is None
    assert refurbishing.photo(rig.world, "no-work", job.inspection.photos[0].sha256) is None
