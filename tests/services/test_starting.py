"""Rules are published once a version, and an inspection keeps the version it was begun with."""

import json
from dataclasses import replace

import pytest

from station.adapters.local.codec import encode
from station.domain.texts import Texts
from station.services.queries import bench_view
from station.services.rules import SINGLE
from station.services.starting import RulesChanged, note_start, publish_rules
from tests.support.stations import Rig
from tests.support.work import in_hand, open_item, payloads


def with_checklists(rig: Rig, version: int):
    """Return the world with every checklist retitled, as that version."""
    book = rig.world.rulebook
    edited = {k: replace(c, title=Texts("Edited"), version=version) for k, c in book.checklists.items()}
    return replace(rig.world, rulebook=replace(book, checklists=edited))


def test_every_version_is_published_once_and_whole(rig: Rig) -> None:
    note_start(rig.world)
    published = payloads(rig, "rules_published")
    assert [p["kind"] for p in published] == ["checklist"] * 3 + [key.kind for key in SINGLE]
    assert all(p["content"] for p in published)


def test_an_edited_checklist_without_a_new_version_is_refused(rig: Rig) -> None:
    with pytest.raises(RulesChanged, match="higher version"):
        publish_rules(with_checklists(rig, version=1))


def test_rules_kept_before_slots_could_name_a_camera_are_the_same_rules(rig: Rig) -> None:
    checklist = replace(rig.world.rulebook.checklists["general"], id="older")
    older = json.loads(encode(checklist))
    for slot in older["slots"]:
        assert slot.pop("camera") == ""
    with rig.world.begin() as uow:
        assert uow.rules.publish("checklist", "older", 1, older) is True
        assert uow.rules.publish("checklist", "older", 1, checklist) is None
        assert uow.rules.checklist("older", 1) == checklist


def test_an_item_in_hand_stays_with_the_version_it_was_begun_with(rig: Rig) -> None:
    rig.sign_in()
    open_item(rig)
    newer = with_checklists(rig, version=2)
    publish_rules(newer)
    with rig.world.read() as uow:
        person = uow.people.get(uow.bench.load().person or "")
    view = bench_view(newer, person)
    assert in_hand(rig).checklist_version == 1
    assert view.checklist is not None
    assert view.checklist.version == 1
