"""The life of rules: drafts that nobody overwrites, versions that never change, and the way back."""

import pytest

from station.domain.drafting import Edit, Op
from station.domain.people import Person, Role
from station.rule_ports import RuleKey
from station.services import rules
from station.services.rules import SIGNALS
from tests.support.stations import Rig
from tests.support.work import payloads

DAYS = ("sender_days",)
LONGER = Edit(Op.SET, DAYS, 45)


def known(rig: Rig, role: Role, number: int = 0) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(rig.person(role, number).id)


@pytest.fixture
def manager(rig: Rig) -> Person:
    return known(rig, Role.MANAGER)


def days(rig: Rig) -> int:
    with rig.world.read() as uow:
        return uow.rules.in_force().signals.sender_days


def publish(rig: Rig, manager: Person, key: RuleKey, *edits: Edit) -> int:
    view = rules.begin(rig.world, key, manager)
    for edit in edits:
        view = rules.edit(rig.world, key, view.draft.revision, edit, manager)
    return rules.publish(rig.world, key, view.draft.revision, manager)


def test_what_is_published_counts_and_the_draft_is_gone(rig: Rig, manager: Person) -> None:
    assert publish(rig, manager, SIGNALS, LONGER) == 2
    assert days(rig) == 45
    assert rules.draft(rig.world, SIGNALS) is None
    card = next(card for card in rules.overview(rig.world) if card.key == SIGNALS)
    assert (card.version, card.by, card.draft) == (2, manager.name, None)
    assert payloads(rig, "rules_published")[-1]["version"] == 2
    assert payloads(rig, "rules_put_in_force")[-1] == {
        "kind": "policy",
        "id": "policy",
        "version": 2,
        "was": 1,
    }
