"""The life of rules: drafts that nobody overwrites, versions that never change, and the way back."""

import threading
from dataclasses import replace

import pytest

from station.adapters.local.codec import decode, encode
from station.domain.drafting import Edit, Op
from station.domain.errors import DomainError, Reason
from station.domain.events import RulesPublished
from station.domain.people import Person, Role
from station.domain.texts import Texts
from station.rule_ports import Draft, RuleKey
from station.services import rules
from station.services.rules import DISPOSAL, SIGNALS, TABLE
from station.services.starting import published
from tests.support.stations import Rig
from tests.support.work import in_hand, open_item, payloads, press

DAYS = ("sender_days",)
LONGER = Edit(Op.SET, DAYS, 45)
GENERAL = RuleKey("checklist", "general")
RETITLED = Edit(Op.SET, ("title", "en"), "Everything else")


def known(rig: Rig, role: Role) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(rig.person(role).id)


@pytest.fixture
def manager(rig: Rig) -> Person:
    return known(rig, Role.MANAGER)


@pytest.fixture
def other(rig: Rig, manager: Person) -> Person:
    """A second manager."""
    second = replace(manager, id="second", name="Second M.", badge_hash="another", sign_in="")
    with rig.world.begin() as uow:
        uow.people.save(second)
    return second


def days(rig: Rig) -> int:
    with rig.world.read() as uow:
        return uow.rules.in_force().signals.sender_days


def edited(rig: Rig, person: Person, key: RuleKey, *edits: Edit) -> rules.DraftView:
    view = rules.begin(rig.world, key, person)
    for edit in edits:
        view = rules.edit(rig.world, key, view.draft.revision, edit, person)
    return view


def publish(rig: Rig, person: Person, key: RuleKey, *edits: Edit) -> int:
    view = edited(rig, person, key, *edits)
    return rules.publish(rig.world, key, view.draft.revision, person)


def shipped(rig: Rig, key: RuleKey) -> int:
    """Return the version of a rule that ships."""
    return next(each.version for each in published(rig.world.rulebook) if RuleKey(each.kind, each.id) == key)


def card(rig: Rig, key: RuleKey) -> rules.RuleCard:
    return next(card for card in rules.overview(rig.world) if card.key == key)


def test_what_is_published_counts_and_the_draft_is_gone(rig: Rig, manager: Person) -> None:
    assert publish(rig, manager, SIGNALS, LONGER) == shipped(rig, SIGNALS) + 1
    assert days(rig) == 45
    assert rules.draft(rig.world, SIGNALS) is None
    now = card(rig, SIGNALS)
    assert (now.version, now.by, now.draft) == (2, manager.name, None)
    assert payloads(rig, "rules_published")[-1]["content"]["sender_days"] == 45
    in_force = {"kind": "signals", "id": "signals", "version": 2, "was": 1}
    assert payloads(rig, "rules_put_in_force")[-1] == in_force


def test_a_draft_counts_for_nothing_and_says_what_it_changes(rig: Rig, manager: Person) -> None:
    view = edited(rig, manager, SIGNALS, LONGER)
    assert days(rig) == 90
    assert [(c.path, c.before, c.after) for c in view.changes] == [(DAYS, 90, 45)]
    assert (view.value.sender_days, view.problems, view.moved_on) == (45, (), False)
    again = rules.begin(rig.world, SIGNALS, manager)
    assert again == rules.draft(rig.world, SIGNALS) == view
    shown = card(rig, SIGNALS).draft
    assert shown is not None
    assert (shown.by, shown.problems) == (manager.name, 0)


def test_every_rule_makes_a_draft_that_is_kept_as_it_is_and_changes_nothing(
    rig: Rig, manager: Person
) -> None:
    for each in published(rig.world.rulebook):
        view = rules.begin(rig.world, RuleKey(each.kind, each.id), manager)
        assert (view.problems, view.changes, view.value) == ((), (), each.content), each.kind
        kept = rules.draft(rig.world, RuleKey(each.kind, each.id))
        assert kept is not None
        assert (kept.problems, kept.changes, kept.value) == ((), (), each.content), each.kind


def test_problems_are_told_by_their_paths_and_keep_a_draft_from_being_published(
    rig: Rig, manager: Person
) -> None:
    edits = (Edit(Op.SET, DAYS, "long"), Edit(Op.SET, ("weight_grams",), -1))
    view = edited(rig, manager, SIGNALS, *edits)
    assert {problem.path for problem in view.problems} == {DAYS, ("weight_grams",)}
    assert view.value is None
    with pytest.raises(DomainError) as refused:
        rules.publish(rig.world, SIGNALS, view.draft.revision, manager)
    assert (refused.value.reason, refused.value.facts) == (Reason.RULES_WRONG, {"count": "2"})
    assert rules.draft(rig.world, SIGNALS) == view
    assert days(rig) == 90


def test_the_second_of_two_managers_is_told_and_nothing_is_overwritten(
    rig: Rig, manager: Person, other: Person
) -> None:
    seen = rules.begin(rig.world, SIGNALS, manager).draft.revision
    first = rules.edit(rig.world, SIGNALS, seen, LONGER, other)
    for late in (
        lambda: rules.edit(rig.world, SIGNALS, seen, Edit(Op.SET, DAYS, 7), manager),
        lambda: rules.replace(rig.world, SIGNALS, seen, {}, manager),
        lambda: rules.publish(rig.world, SIGNALS, seen, manager),
        lambda: rules.discard(rig.world, SIGNALS, seen, manager),
    ):
        with pytest.raises(DomainError) as refused:
            late()
        assert refused.value.reason is Reason.RULES_MOVED_ON
        assert refused.value.facts == {"by": "Second M.", "at": f"{first.draft.at:%Y-%m-%d %H:%M}"}
    assert rules.draft(rig.world, SIGNALS) == first


def test_a_draft_published_by_somebody_else_is_not_written_to(
    rig: Rig, manager: Person, other: Person
) -> None:
    seen = rules.begin(rig.world, SIGNALS, manager).draft.revision
    publish(rig, other, SIGNALS, LONGER)
    with pytest.raises(DomainError) as refused:
        rules.edit(rig.world, SIGNALS, seen, Edit(Op.SET, DAYS, 7), manager)
    assert (refused.value.reason, refused.value.facts["by"]) == (Reason.RULES_MOVED_ON, "Second M.")


def test_a_draft_of_what_no_longer_counts_has_to_catch_up_before_it_is_published(
    rig: Rig, manager: Person
) -> None:
    publish(rig, manager, SIGNALS, LONGER)
    view = edited(rig, manager, SIGNALS, Edit(Op.SET, ("weight_grams",), 50))
    rules.roll_back(rig.world, SIGNALS, 1, manager)
    with pytest.raises(DomainError) as refused:
        rules.publish(rig.world, SIGNALS, view.draft.revision, manager)
    assert refused.value.reason is Reason.RULES_MOVED_ON
    stale = rules.draft(rig.world, SIGNALS)
    assert stale is not None
    assert stale.moved_on
    view = rules.catch_up(rig.world, SIGNALS, view.draft.revision, manager)
    assert not view.moved_on
    assert {change.path for change in view.changes} == {DAYS, ("weight_grams",)}
    assert rules.publish(rig.world, SIGNALS, view.draft.revision, manager) == 3


def test_the_way_back_makes_no_copy(rig: Rig, manager: Person) -> None:
    publish(rig, manager, SIGNALS, LONGER)
    rules.roll_back(rig.world, SIGNALS, 1, manager)
    assert days(rig) == 90
    past = rules.history(rig.world, SIGNALS)
    assert [(each.version, each.counts) for each in past] == [(1, True), (2, False), (1, False)]
    assert [each.by for each in past] == [manager.name, manager.name, rig.world.house.name]
    with rig.world.read() as uow:
        assert uow.rules.versions(SIGNALS) == (1, 2)
    assert publish(rig, manager, SIGNALS, Edit(Op.SET, DAYS, 60)) == 3
    for version in (3, 4):  # counts already, and is not there
        with pytest.raises(DomainError) as refused:
            rules.roll_back(rig.world, SIGNALS, version, manager)
        assert refused.value.reason is Reason.NOT_NOW


def test_a_version_that_asks_for_what_is_no_longer_there_is_not_put_back(rig: Rig, manager: Person) -> None:
    with rig.world.begin() as uow:
        general = rig.world.rulebook.checklists["general"]
        slot = replace(general.slots[0], camera="attic")
        uow.rules.publish("checklist", "general", 70, replace(general, version=70, slots=(slot,)))
    with pytest.raises(DomainError) as refused:
        rules.roll_back(rig.world, GENERAL, 70, manager)
    assert refused.value.reason is Reason.RULES_WRONG


def test_an_item_in_hand_keeps_its_checklist_and_the_next_has_the_new_one(rig: Rig, manager: Person) -> None:
    open_item(rig)
    key = RuleKey("checklist", in_hand(rig).checklist)
    before = shipped(rig, key)
    assert publish(rig, manager, key, RETITLED) == before + 1
    assert in_hand(rig).checklist_version == before
    press(rig, 1)
    assert in_hand(rig).checklist_version == before
    with rig.world.read() as uow:
        assert uow.rules.in_force().checklists[key.id].title.en == "Everything else"


def test_a_new_checklist_is_begun_edited_and_published(rig: Rig, manager: Person) -> None:
    key = RuleKey("checklist", "toys")
    view = rules.begin_checklist(rig.world, "toys", Texts("Toys"), manager)
    assert (view.problems, view.value.title) == ((), Texts("Toys"))
    assert (card(rig, key).version, card(rig, key).title) == (0, Texts("Toys"))
    assert rules.publish(rig.world, key, view.draft.revision, manager) == 1
    with rig.world.read() as uow:
        assert uow.rules.in_force().checklists["toys"].version == 1
    for taken in ("toys", "general"):
        with pytest.raises(DomainError) as refused:
            rules.begin_checklist(rig.world, taken, Texts("Again"), manager)
        assert refused.value.reason is Reason.ALREADY_DONE


def test_a_checklist_is_known_by_its_id_whatever_its_draft_says(rig: Rig, manager: Person) -> None:
    publish(rig, manager, GENERAL, Edit(Op.SET, ("id",), "apparel"))
    with rig.world.read() as uow:
        assert {id_: c.id for id_, c in uow.rules.in_force().checklists.items()}["general"] == "general"


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
def test_only_a_manager_changes_rules_and_everyone_may_look(rig: Rig, manager: Person, role: Role) -> None:
    view, person = rules.begin(rig.world, SIGNALS, manager), known(rig, role)
    now = view.draft.revision
    for act in (
        lambda: rules.begin(rig.world, TABLE, person),
        lambda: rules.begin_checklist(rig.world, "toys", Texts("Toys"), person),
        lambda: rules.edit(rig.world, SIGNALS, now, LONGER, person),
        lambda: rules.replace(rig.world, SIGNALS, now, {}, person),
        lambda: rules.catch_up(rig.world, SIGNALS, now, person),
        lambda: rules.discard(rig.world, SIGNALS, now, person),
        lambda: rules.publish(rig.world, SIGNALS, now, person),
        lambda: rules.roll_back(rig.world, SIGNALS, 1, person),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.reason is Reason.MANAGER_NEEDED
    assert rules.draft(rig.world, SIGNALS) == view


def test_versions_can_be_compared_and_exported(rig: Rig, manager: Person) -> None:
    publish(rig, manager, SIGNALS, LONGER)
    found = rules.difference(rig.world, SIGNALS, 1, 2)
    assert [(c.path, c.before, c.after) for c in found] == [(DAYS, 90, 45)]
    assert rules.content(rig.world, SIGNALS, 1).sender_days == 90
    assert "sender_days = 45\n" in rules.export(rig.world, SIGNALS)
    assert "sender_days = 90\n" in rules.export(rig.world, SIGNALS, 1)
    with pytest.raises(DomainError):
        rules.export(rig.world, SIGNALS, 9)


def test_a_category_that_no_product_has_is_a_hint_and_no_problem(rig: Rig, manager: Person) -> None:
    view = edited(rig, manager, DISPOSAL, Edit(Op.SET, ("typical_grams", "electronic"), 100))
    assert view.problems == ()
    assert [(hint.path, hint.nearest) for hint in view.hints] == [
        (("typical_grams", "electronic"), "electronics")
    ]
    assert rules.publish(rig.world, DISPOSAL, view.draft.revision, manager) == 2


def test_rows_that_overlap_are_told_once_they_are_new(rig: Rig, manager: Person) -> None:
    """The shipped table overlaps here and there; that counts already, and says nothing new."""
    assert rules.begin(rig.world, TABLE, manager).hints == ()
    row = {"id": "red", "en": "Red", "when": {"channel": ["shop"]}, "open": ["resale"]}
    view = edited(rig, manager, TABLE, Edit(Op.ADD, ("row", 2), row))
    assert view.problems == ()
    assert {hint.path for hint in view.hints} >= {("row", 2), ("row", 3)}
    assert 'row 1 "unusable"' in str(next(hint for hint in view.hints if hint.path == ("row", 2)))


def test_what_an_abandoned_publication_wrote_is_not_read_later(rig: Rig) -> None:
    first, second = (replace(rig.world.rulebook.signals, version=2, sender_days=days) for days in (1, 2))
    with pytest.raises(ZeroDivisionError), rig.world.begin() as uow:
        uow.rules.publish("signals", "signals", 2, first)
        assert uow.rules.content(SIGNALS, 2).sender_days == 1
        raise ZeroDivisionError
    with rig.world.begin() as uow:
        uow.rules.publish("signals", "signals", 2, second)
    assert rules.content(rig.world, SIGNALS, 2).sender_days == 2


def test_a_draft_survives_being_written_down(rig: Rig, manager: Person) -> None:
    for each in published(rig.world.rulebook):
        draft = rules.begin(rig.world, RuleKey(each.kind, each.id), manager).draft
        value, problems = rig.world.rule_forms.read(draft.key, decode(encode(draft), Draft).plain)
        assert (value, problems) == (each.content, ())
        assert isinstance(each, RulesPublished)


def test_data_that_lies_too_deep_is_no_draft(rig: Rig, manager: Person) -> None:
    """It would be read and written by functions that call themselves."""
    view = rules.begin(rig.world, SIGNALS, manager)
    deep: object = 1
    for _ in range(2000):
        deep = [deep]
    with pytest.raises(DomainError, match="not_now"):
        rules.replace(rig.world, SIGNALS, view.draft.revision, {"sender_days": deep}, manager)
    assert rules.draft(rig.world, SIGNALS) == view


def test_the_bench_writes_while_a_draft_is_looked_at(rig: Rig, manager: Person) -> None:
    """Checking a long table takes a while; nobody else may have to wait for it."""
    read, written = rig.world.rule_forms.read, []

    class Slow:
        def __getattr__(self, name: str) -> object:
            return getattr(rig.world.rule_forms, name)

        def read(self, key: RuleKey, plain: object) -> object:
            bench = threading.Thread(target=_write, args=(rig, written))
            bench.start()
            bench.join(20)
            return read(key, plain)  # type: ignore[arg-type]

    view = rules.begin(rig.world, SIGNALS, manager)
    slow = replace(rig.world, rule_forms=Slow())  # type: ignore[arg-type]
    rules.edit(slow, SIGNALS, view.draft.revision, LONGER, manager)
    assert written


def _write(rig: Rig, written: list[bool]) -> None:
    with rig.world.begin():
        written.append(True)
