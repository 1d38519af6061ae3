"""A station that published a policy before terms were rows comes up, and its old rulings can be read."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from station.adapters.local.codec import decode, encode
from station.app.run import started
from station.domain.calendar import Window
from station.domain.errors import DomainError
from station.domain.people import Role
from station.domain.policy import Policy, Ruling, Verdict
from station.rule_ports import RuleKey
from station.services import rules
from station.services.starting import note_start
from station.services.windows import window_at
from tests.support.stations import Rig, fill, make_rig
from tests.support.work import in_hand, to_verdict

POLICY = RuleKey("policy", "policy")
# As version 1 was written by a station of that time.
BEFORE = {
    "version": 1,
    "default": {"window_days": 30, "invoice_required": False, "fee_percent": {"B": 10}},
    "categories": {"electronics": {"window_days": 14, "invoice_required": True, "fee_percent": {}}},
}
RULED_BEFORE = {
    "verdict": "ineligible",
    "remedy": "refusal",
    "grounds": ["after_window", "invoice_seen"],
    "day_of_window": 75,
    "window_days": 30,
    "fee_percent": 0,
}


def test_a_database_with_the_old_policy_comes_up_with_the_new_one(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    with started(rig.station.parts):
        with rig.world.begin() as uow:
            assert uow.rules.publish("policy", "policy", 1, BEFORE) is True
        fill(rig)
        note_start(rig.world)
        with rig.world.read() as uow:
            assert uow.rules.in_force().policy == rig.world.rulebook.policy
            assert uow.rules.versions(POLICY) == (1, 2)


def test_the_old_policy_cannot_be_put_back(rig: Rig) -> None:
    """It has no rows: by it every return would be left to a person."""
    with rig.world.begin() as uow:
        uow.rules.publish("policy", "policy", 1, BEFORE)
        manager = uow.people.get(rig.person(Role.MANAGER).id)
    with pytest.raises(DomainError, match="rules_wrong"):
        rules.roll_back(rig.world, POLICY, 1, manager)


def test_a_ruling_of_that_time_can_be_read() -> None:
    ruling = decode(json.dumps(RULED_BEFORE).encode(), Ruling)
    assert (ruling.verdict, ruling.day_of_window) == (Verdict.INELIGIBLE, 75)
    assert (ruling.window, ruling.terms, ruling.fee, ruling.return_paid_by) == (None, None, None, None)
    assert decode(encode(BEFORE), Policy) == Policy(version=1)


def test_an_item_ruled_on_at_that_time_keeps_its_window(rig: Rig) -> None:
    to_verdict(rig)
    known = in_hand(rig)
    assert known.route is not None
    old = decode(json.dumps({**RULED_BEFORE, "day_of_window": 75}).encode(), Ruling)
    delivered = known.opened_at.date() - timedelta(days=75)
    item = replace(known.item, delivered=delivered)
    with rig.world.begin() as uow:
        kept = replace(known, item=item, route=replace(known.route, ruling=old))
        assert window_at(uow, kept) == Window(delivered, delivered + timedelta(days=30))
        unknown = replace(kept, item=replace(item, delivered=None))
        assert window_at(uow, unknown) is None
