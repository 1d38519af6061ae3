"""Let the products of a category be inspected by another checklist."""

from dataclasses import replace

import pytest

from station.domain.errors import DomainError, Reason
from station.domain.people import Person, Role
from station.domain.texts import Texts
from station.rule_ports import RuleKey
from station.services import assigning, rules
from tests.support.stations import Rig


def person(rig: Rig, role: Role = Role.MANAGER) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(rig.person(role).id)


def publish(rig: Rig, id_: str) -> Person:
    """Publish a checklist; return the manager who did."""
    manager = person(rig)
    rules.begin_checklist(rig.world, id_, Texts(id_), manager)
    rules.publish(rig.world, RuleKey("checklist", id_), 1, manager)
    return manager


def test_every_product_of_a_category_is_inspected_by_it_from_now_on(rig: Rig) -> None:
    manager = publish(rig, "kettles")
    with rig.world.read() as uow:
        before = uow.catalog.of_category("kitchen")
    assert len(before) > 1
    assert assigning.assign(rig.world, "kitchen", "kettles", manager) == len(before)
    with rig.world.read() as uow:
        after = uow.catalog.of_category("kitchen")
        entry = list(uow.journal.entries())[-1].canonical.decode()
        assert uow.catalog.find((before[0].gtin,))
    assert after == tuple(replace(product, checklist="kettles") for product in before)
    assert '"kind":"checklist_assigned"' in entry and before[0].sku in entry and manager.id in entry


def test_other_categories_stay_as_they_are(rig: Rig) -> None:
    manager = publish(rig, "kettles")
    others = assigning.users(rig.world, "kettles").others
    assigning.assign(rig.world, "kitchen", "kettles", manager)
    now = assigning.users(rig.world, "kettles")
    assert [use.category for use in now.mine] == ["kitchen"]
    assert now.others == tuple(use for use in others if use.category != "kitchen")


def test_done_again_it_changes_nothing_and_is_not_recorded(rig: Rig) -> None:
    with rig.world.read() as uow:
        head = uow.journal.head()
    assert assigning.assign(rig.world, "electronics", "electronics", person(rig)) == 0
    with rig.world.read() as uow:
        assert uow.journal.head() == head


@pytest.mark.parametrize(("category", "checklist"), [("kitchen", "kettles"), ("submarines", "general")])
def test_what_there_is_not_cannot_be_joined(rig: Rig, category: str, checklist: str) -> None:
    with pytest.raises(DomainError) as refused:
        assigning.assign(rig.world, category, checklist, person(rig))
    assert refused.value.reason is Reason.NOT_NOW


def test_only_managers_do_it(rig: Rig) -> None:
    with pytest.raises(DomainError) as refused:
        assigning.assign(rig.world, "kitchen", "electronics", person(rig, Role.SUPERVISOR))
    assert refused.value.reason is Reason.MANAGER_NEEDED
