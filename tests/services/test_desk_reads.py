"""What the desk reads: the queue by key and filter, and one item with everything that a decision needs."""

from datetime import timedelta

import pytest

from station.adapters.config.pictures import pictures_in
from station.app.paths import STATION_TOML
from station.domain.auditing.decisions import Audited, Change, Course, Decision
from station.domain.auditing.overrides import OverrideReason
from station.domain.auditing.queue import Queued, Standing, Why
from station.domain.bench import Say
from station.domain.disposition import Disposition
from station.domain.evidence import PoorBecause
from station.domain.grading import Grade
from station.domain.identifiers import Lpn
from station.domain.people import Role
from station.domain.scanning import Command
from station.services.auditing import desk
from station.services.examples import keep_examples
from station.services.refurbishing import finish, start
from station.trust_ports import Filter
from tests.support.desk import ALL, confirm, override, queued, restocked, sampled, send_back, supervisor
from tests.support.stations import Rig
from tests.support.work import last_closed, open_item, option, press, said, to_bin, to_verdict
from tests.support.workshop import FORM, refurbish, somebody, stored, work_on

NUMBERS = range(12)


@pytest.fixture
def filled(rig: Rig) -> Rig:
    """A queue of twelve that differ in everything, and as many that are over; two came at one instant."""
    with rig.world.begin() as uow:
        for number in NUMBERS:
            uow.queue.put(_one(rig, number, Standing.WAITING))
            uow.queue.put(_one(rig, number + 100, Standing.CONFIRMED))
    return rig


def _one(rig: Rig, number: int, standing: Standing) -> Queued:
    return Queued(
        inspection=f"{number:03d}",
        lpn=Lpn(f"L07-{number:07d}-0"),
        whys=(Why.HOLD, Why.SAMPLE) if number % 3 == 0 else (Why.SAMPLE,),
        grader="dana" if number % 2 else "omer",
        graders=(),
        category="toys" if number < 6 else "kitchen",
        value=number * 100,
        since=rig.clock.time - timedelta(hours=30 - number // 2),
        standing=standing,
    )


FILTERS = {
    "all": (ALL, lambda _: True),
    "reason": (Filter(why=Why.HOLD), lambda n: n % 3 == 0),
    "grader": (Filter(grader="dana"), lambda n: n % 2 == 1),
    "category": (Filter(category="toys"), lambda n: n < 6),
    "value": (Filter(least_value=700), lambda n: n >= 7),
    "several": (Filter(why=Why.HOLD, category="kitchen", least_value=700), lambda n: n == 9),
    "nobody": (Filter(grader="noa"), lambda _: False),
}


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("size", [1, 3, 50])
def test_every_filter_is_paged_by_key_without_a_gap_or_a_double(filled: Rig, name: str, size: int) -> None:
    chosen, wanted = FILTERS[name]
    found, after = [], ""
    with filled.world.read() as uow:
        while page := uow.queue.page(chosen, size, after):
            found += [each.inspection for each in page]
            after = page[-1].inspection
    assert found == [f"{number:03d}" for number in NUMBERS if wanted(number)]


def test_the_age_is_when_it_came_at_the_latest(filled: Rig) -> None:
    since = _one(filled, 5, Standing.WAITING).since
    with filled.world.read() as uow:
        found = uow.queue.page(Filter(before=since), 50)
    assert [each.inspection for each in found] == ["000", "001", "002", "003", "004", "005"]


def test_what_was_decided_meanwhile_keeps_its_place_in_the_order(filled: Rig) -> None:
    with filled.world.begin() as uow:
        uow.queue.put(_one(filled, 4, Standing.CONFIRMED))
        found = uow.queue.page(ALL, 2, "004")
        by_why = uow.queue.page(Filter(why=Why.SAMPLE), 2, "004")
        assert [each.inspection for each in found] == [each.inspection for each in by_why] == ["005", "006"]
        assert (uow.queue.waiting(), uow.queue.counts()) == (11, {Why.HOLD: 4, Why.SAMPLE: 11})
        assert uow.queue.graders() == {"dana": 6, "omer": 5}
        assert uow.queue.categories() == {"toys": 5, "kitchen": 6}


def test_a_row_says_what_the_queue_shows(rig: Rig) -> None:
    item = restocked(rig)
    page = desk.page(rig.world, supervisor(rig), ALL)
    (row,) = page.rows
    known = stored(rig, item)
    assert (row.grader, row.grade, row.disposition) == ("Dana L.", Grade.A, Disposition.RESTOCK)
    assert (row.photo, row.own, page.next) == (known.photos[0].sha256, False, None)
    assert desk.page(rig.world, somebody(rig), ALL).rows[0].own
    counts = desk.counts(rig.world)
    assert (counts.waiting, counts.whys, counts.graders) == (1, {Why.SAMPLE: 1}, (("dana", "Dana L.", 1),))


def test_a_photo_kept_although_poor_puts_the_item_into_the_queue(rig: Rig) -> None:
    open_item(rig)
    rig.camera.blurred = True
    press(rig, 1, Command.PHOTO)
    option(rig, PoorBecause.SHINY)
    to_bin(rig)
    known = queued(rig, last_closed(rig).id)
    assert (known.whys, known.told) == ((Why.QUALITY,), {"quality_photos": "front:shiny"})


def test_an_item_opens_with_its_way_and_what_may_be_decided(rig: Rig) -> None:
    item = restocked(rig)
    shown = desk.opened(rig.world, supervisor(rig), item)
    assert shown
    assert shown.decisions == (Decision.CONFIRM, Decision.OVERRIDE, Decision.SEND_BACK)
    assert (shown.refused, shown.earlier, shown.asks, shown.errand) == (None, (), (), None)
    assert shown.product
    assert shown.product.sku == shown.inspection.item.sku
    assert shown.by_grade[Grade.A] is Disposition.RESTOCK
    assert len(set(shown.by_grade.values())) > 1
    assert [step.what for step in shown.steps] == [
        Course.OPENED,
        Course.ANSWERED,
        Course.PHOTOGRAPHED,
        Course.CLOSED,
    ]
    assert {step.by for step in shown.steps} == {"Dana L."}
    assert desk.opened(rig.world, supervisor(rig), "no such") is None


def test_the_time_line_tells_every_decision_and_what_was_written(rig: Rig) -> None:
    item = restocked(rig)
    change = Change(OverrideReason.OTHER, grade=Grade.C, note="A dent")
    override(rig, item, change)
    sampled(rig, item)
    confirm(rig, item, somebody(rig, Role.MANAGER))
    shown = desk.opened(rig.world, supervisor(rig), item)
    assert shown
    first, second = shown.steps[-2:]
    assert (first.what, first.by, first.note) == (Audited.OVERRIDDEN, supervisor(rig).name, "A dent")
    assert first.override
    assert (first.override.was_grade, first.override.grade) == (Grade.A, Grade.C)
    assert (second.what, second.seconds) == (Audited.CONFIRMED, 7.5)
    with rig.world.begin() as uow:
        uow.notes.remove(first.override.note)
    again = desk.opened(rig.world, supervisor(rig), item)
    assert again
    assert again.steps[-2].note is None


def test_of_an_earlier_visit_only_that_it_was_right_can_be_said(rig: Rig) -> None:
    rig.sign_in()
    first = refurbish(rig)
    sampled(rig, first.id)
    fixer, work = somebody(rig), work_on(rig, first)
    start(rig.world, fixer, work.id, 0)
    finish(rig.world, fixer, work.id, 1, FORM)
    assert said(rig.scan(first.item.lpn)) == Say.SEEN_AGAIN
    shown = desk.opened(rig.world, supervisor(rig), first.id)
    assert shown
    assert shown.decisions == (Decision.CONFIRM,)


def test_a_visit_shows_those_before_it(rig: Rig) -> None:
    item = restocked(rig)
    send_back(rig, item)
    rig.scan(stored(rig, item).item.lpn)
    press(rig, 1, Command.PHOTO)
    to_bin(rig)
    latest = last_closed(rig)
    sampled(rig, latest.id)
    shown = desk.opened(rig.world, supervisor(rig), latest.id)
    assert shown
    assert [visit.inspection.id for visit in shown.earlier] == [item]
    assert desk.scanned(rig.world, latest.item.lpn.lower()) == latest.id
    assert desk.scanned(rig.world, "no such") is None


def test_the_next_item_is_one_that_the_person_may_decide_on(rig: Rig) -> None:
    item = restocked(rig)
    who = supervisor(rig)
    assert desk.following(rig.world, who, ALL) == item
    assert desk.following(rig.world, who, ALL, item) is None
    assert desk.following(rig.world, somebody(rig), ALL) is None


def test_reference_photos_of_the_checklist_are_given_out_and_no_others(rig: Rig) -> None:
    to_verdict(rig)
    to_bin(rig)
    known = last_closed(rig)
    assert desk.reference(rig.world, known.id, known.photos[0].sha256) is None
    shown = desk.opened(rig.world, supervisor(rig), known.id)
    assert shown
    assert (shown.queued, shown.decisions, shown.revision) == (None, (), 0)
    keep_examples(rig.world, pictures_in(STATION_TOML.parent / "checklists", [shown.record.checklist]))
    assert shown.references
    for examples in shown.references.values():
        for example in examples:
            assert desk.reference(rig.world, known.id, example.photo) is not None
