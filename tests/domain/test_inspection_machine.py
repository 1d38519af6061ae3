"""Whatever a person does in whatever order, the draft makes sense and can be brought to its end."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from station.adapters.config import load_station
from station.app.paths import STATION_TOML
from station.domain.disposition import Disposition
from station.domain.errors import DomainError, Reason
from station.domain.evidence import Fault, PoorBecause
from station.domain.inspection import (
    Inspection,
    State,
    add_photo,
    answer,
    back,
    complete,
    current_question,
    keep_poor_photo,
    missing_slot,
    next_slot,
    undo,
)
from station.domain.routing import routed
from tests.support.made import NOON, TODAY, opened, photo

_, RULES = load_station(STATION_TOML)


class AnyOrder(RuleBasedStateMachine):
    """An inspection under every shipped checklist, driven at random."""

    @initialize(checklist=st.sampled_from(sorted(RULES.checklists)))
    def open(self, checklist: str) -> None:
        self.checklist = RULES.checklists[checklist]
        self.inspection = opened(checklist=checklist)
        self.time = NOON

    @rule(number=st.integers(1, 9))
    def answer(self, number: int) -> None:
        question = current_question(self.inspection, self.checklist)
        if question and number <= len(question.choices):
            self.inspection = answer(self.inspection, self.checklist, number, self._now(), "dana")
            assert self.inspection.chosen[question.id] == question.choices[number - 1].id

    @rule(faults=st.sampled_from([(), (Fault.BLURRED,), (Fault.BRIGHT,)]))
    def photograph(self, faults: tuple[Fault, ...]) -> None:
        slot = next_slot(self.inspection, self.checklist)
        if slot:
            seconds = (self._now() - NOON).total_seconds()
            shot = photo(slot.id, *faults, at=seconds)
            self.inspection = add_photo(self.inspection, self.checklist, shot)

    @precondition(lambda self: self.inspection.candidate)
    @rule()
    def keep_poor(self) -> None:
        self.inspection = keep_poor_photo(self.inspection, self.checklist, PoorBecause.SHINY)

    @rule()
    def back(self) -> None:
        before = self.inspection
        try:
            self.inspection = back(before, self.checklist)
        except DomainError as refused:
            assert refused.reason is Reason.NOTHING_TO_UNDO
        assert self.inspection.chosen == before.chosen

    @rule()
    def undo(self) -> None:
        before = self.inspection
        try:
            self.inspection = undo(before, self.checklist)
        except DomainError:
            assert not before.answers
            assert not before.photos
        else:
            assert self.inspection != before

    def _now(self) -> object:
        self.time += timedelta(seconds=1)
        return self.time

    @invariant()
    def answers_are_a_way_through_the_checklist(self) -> None:
        chosen = self.inspection.chosen
        asked = [q.id for q in self.checklist.asked(chosen)]
        assert set(chosen) == set(asked[: len(chosen)])
        assert len(chosen) == len(self.inspection.answers)

    @invariant()
    def photos_are_of_slots_that_are_asked_for(self) -> None:
        asked = {slot.id for slot in self.checklist.slots_asked(self.inspection.chosen)}
        taken = [p.slot for p in self.inspection.photos]
        assert set(taken) <= asked
        assert len(set(taken)) == len(taken)

    @invariant()
    def it_can_be_brought_to_a_route(self) -> None:
        done = self._finish(self.inspection)
        assert done.state is State.ROUTED
        assert done.route
        assert done.route.disposition in Disposition

    def _finish(self, inspection: Inspection) -> Inspection:
        steps = 0
        while not complete(inspection, self.checklist):
            steps += 1
            assert steps < 40, "goes in circles"
            if current_question(inspection, self.checklist):
                inspection = answer(inspection, self.checklist, 1, self._now(), "dana")
            elif slot := missing_slot(inspection, self.checklist):
                inspection = add_photo(inspection, self.checklist, photo(slot.id))
        return routed(inspection, self.checklist, RULES, {}, TODAY)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
