"""A walk through a checklist comes to what the bench comes to, and leaves nothing behind."""

import pytest

from station.domain.errors import DomainError
from station.domain.people import Role
from station.domain.texts import Texts
from station.rule_ports import RuleKey
from station.services import rules, walking
from station.services.walking import Supposed
from tests.support.stations import Rig
from tests.support.work import in_hand, to_verdict

GENERAL = RuleKey("checklist", "general")


def checklist(rig: Rig) -> walking.Walked:
    return walking.to_walk(rig.world, GENERAL)


def test_it_ends_where_the_bench_ends_for_the_same_item_and_answers(rig: Rig) -> None:
    to_verdict(rig)
    known = in_hand(rig)
    found = checklist(rig).checklist
    assert found and known.route and known.item.delivered
    walk = walking.walked(found, known.chosen)
    days = (rig.world.today - known.item.delivered).days
    outcome = walking.outcome(rig.world, walk, Supposed(known.item.category, known.item.value, days))
    assert outcome and walk.question is None
    assert outcome.graded == known.route.graded
    assert outcome.ruling.verdict is known.route.ruling.verdict
    assert (outcome.decision.disposition, outcome.decision.row_id, outcome.decision.ranking) == (
        known.route.decision.disposition,
        known.route.decision.row_id,
        known.route.decision.ranking,
    )


def test_every_step_names_what_it_caps_and_the_photos_asked_for_so_far(rig: Rig) -> None:
    found = checklist(rig).checklist
    assert found
    walk = walking.walked(found, {"sealed": "no", "packaging": "worn"})
    assert [(step.question.id, [cap.grade.value for cap in step.caps]) for step in walk.steps] == [
        ("sealed", []),
        ("packaging", ["B"]),
    ]
    assert walk.graded.set_by == walk.steps[1].caps[0]
    assert walk.question and walk.question.id == found.questions[2].id
    assert walk.slots == found.slots_asked(walk.answers)


def test_answers_out_of_order_lead_as_far_as_they_lead(rig: Rig) -> None:
    found = checklist(rig).checklist
    assert found
    assert walking.walked(found, {"packaging": "worn", "used": "heavy"}).answers == {}
    assert walking.walked(found, {"sealed": "no", "packaging": "perhaps"}).answers == {"sealed": "no"}


def test_before_the_end_nothing_is_decided_and_after_it_nothing_is_stored(rig: Rig) -> None:
    found = checklist(rig).checklist
    assert found
    with rig.world.read() as uow:
        head = uow.journal.head()
    supposed = Supposed("kitchen", 10000)
    assert walking.outcome(rig.world, walking.walked(found, {}), supposed) is None
    assert walking.outcome(rig.world, walking.walked(found, {"sealed": "yes"}), supposed)
    with rig.world.read() as uow:
        assert uow.journal.head() == head and uow.bench.load().inspection is None


def test_the_draft_goes_before_what_counts_and_a_version_before_both(rig: Rig) -> None:
    with rig.world.read() as uow:
        manager = uow.people.get(rig.person(Role.MANAGER).id)
    counts = checklist(rig)
    assert counts.version == rules.history(rig.world, GENERAL)[0].version
    rules.begin(rig.world, GENERAL, manager)
    assert checklist(rig).version == 0
    assert walking.to_walk(rig.world, GENERAL, counts.version) == counts


def test_what_is_wrong_is_not_walked_and_what_there_is_not_is_refused(rig: Rig) -> None:
    with rig.world.read() as uow:
        manager = uow.people.get(rig.person(Role.MANAGER).id)
    rules.begin_checklist(rig.world, "toys", Texts(""), manager)
    walked = walking.to_walk(rig.world, RuleKey("checklist", "toys"))
    assert walked.checklist is None and walked.problems
    with pytest.raises(DomainError):
        walking.to_walk(rig.world, RuleKey("checklist", "submarines"))
