"""Rules are published once a version, and an inspection keeps the version it was begun with."""

import json
from dataclasses import replace

import pytest

from station.adapters.local.codec import encode
from station.domain.people import Role
from station.domain.texts import Texts
from station.ports import World
from station.services import rules
from station.services.queries import bench_view
from station.services.rules import SIGNALS, SINGLE
from station.services.starting import RulesChanged, note_start, publish_rules
from tests.support.stations import Rig
from tests.support.work import in_hand, open_item, payloads


def with_checklists(rig: Rig, higher: int):
    """Return the world with every checklist retitled, as a version so much higher."""
    book = rig.world.rulebook
    edited = {
        k: replace(c, title=Texts("Edited"), version=c.version + higher) for k, c in book.checklists.items()
    }
    return replace(rig.world, rulebook=replace(book, checklists=edited))


def test_every_version_is_published_once_and_whole(rig: Rig) -> None:
    note_start(rig.world)
    published = payloads(rig, "rules_published")
    assert [p["kind"] for p in published] == ["checklist"] * 3 + [key.kind for key in SINGLE]
    assert all(p["content"] for p in published)


def test_an_edited_checklist_without_a_new_version_is_refused(rig: Rig) -> None:
    """Every one of them is told, with what is different and what to do."""
    with pytest.raises(RulesChanged) as refused:
        publish_rules(with_checklists(rig, higher=0))
    assert [each.key.id for each in refused.value.edited] == ["apparel", "electronics", "general"]
    told = str(refused.value)
    version = rig.world.rulebook.checklists["electronics"].version
    assert f"checklist electronics, version {version}, was published here and says something else" in told
    assert "title.en: Electronics -> Edited" in told
    assert f"Write version = {version + 1} to publish the change, or take it back." in told


def test_nothing_is_published_while_anything_is_refused(rig: Rig) -> None:
    edited = with_checklists(rig, higher=0)
    newer = replace(edited.rulebook, signals=replace(edited.rulebook.signals, version=9))
    with pytest.raises(RulesChanged):
        publish_rules(replace(edited, rulebook=newer))
    with rig.world.read() as uow:
        assert uow.rules.versions(SIGNALS) == (1,)


def on_disk(rig: Rig, version: int, days: int) -> World:
    """Return the world with a signals.toml of that version."""
    book = rig.world.rulebook
    signals = replace(book.signals, version=version, sender_days=days)
    return replace(rig.world, rulebook=replace(book, signals=signals))


def test_a_newer_version_on_disk_counts_from_the_start_on(rig: Rig) -> None:
    publish_rules(on_disk(rig, version=2, days=45))
    with rig.world.read() as uow:
        assert uow.rules.in_force().signals.sender_days == 45
        assert uow.rules.history(SIGNALS)[0].by == rig.world.house.station


def test_an_older_version_on_disk_never_displaces_what_was_published_on_screen(rig: Rig) -> None:
    with rig.world.read() as uow:
        manager = uow.people.get(rig.person(Role.MANAGER).id)
    revision = rules.begin(rig.world, SIGNALS, manager).draft.revision
    rules.publish(rig.world, SIGNALS, revision, manager)
    revision = rules.begin(rig.world, SIGNALS, manager).draft.revision
    assert rules.publish(rig.world, SIGNALS, revision, manager) == 3
    publish_rules(rig.world)
    with rig.world.read() as uow:
        assert uow.rules.in_force().signals.version == 3
    with pytest.raises(RulesChanged, match="version = 4"):
        publish_rules(on_disk(rig, version=3, days=45))


def test_what_was_rolled_back_on_screen_stays_so_over_a_restart(rig: Rig) -> None:
    newer = on_disk(rig, version=2, days=45)
    publish_rules(newer)
    with rig.world.read() as uow:
        manager = uow.people.get(rig.person(Role.MANAGER).id)
    rules.roll_back(rig.world, SIGNALS, 1, manager)
    publish_rules(newer)
    with rig.world.read() as uow:
        assert uow.rules.in_force().signals.sender_days == 90


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
    newer = with_checklists(rig, higher=1)
    publish_rules(newer)
    with rig.world.read() as uow:
        person = uow.people.get(uow.bench.load().person or "")
    view = bench_view(newer, person)
    begun = rig.world.rulebook.checklists[in_hand(rig).checklist].version
    assert in_hand(rig).checklist_version == begun
    assert view.checklist is not None
    assert view.checklist.version == begun
