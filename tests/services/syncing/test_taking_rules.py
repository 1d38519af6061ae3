"""Rules, recalls, bins and lists that central decided come to count at a station."""

from dataclasses import replace

import pytest

from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Sku
from station.domain.people import Person, Role
from station.domain.sync.events import Unfit
from station.ports import World
from station.rule_ports import RuleKey
from station.services import assigning, recalls, rules, shelving
from station.services.loading import load_site
from station.services.starting import RulesChanged, publish_rules
from station.services.syncing.taking import parked_decisions
from station.sync_ports import NoCourier
from tests.support.joined import Joined
from tests.support.work import in_hand, to_bin, to_verdict
from tests.support.workshop import somebody

HOUSE = {"capacity": "3", "categories": "", "center": "", "he": "", "ru": ""}


def own_central(pair: Joined) -> World:
    """Return the station as it is once its settings name a central."""
    return replace(pair.station.world, courier=NoCourier("https://central.example"))


def manager(pair: Joined) -> Person:
    return somebody(pair.central, Role.MANAGER)


def published(pair: Joined, key: RuleKey = rules.POLICY) -> int:
    """Publish at central the next version of some rules: what counts, once more."""
    view = rules.begin(pair.central.world, key, manager(pair))
    return rules.publish(pair.central.world, key, view.draft.revision, manager(pair))


def in_force(pair: Joined, key: RuleKey = rules.POLICY) -> int:
    with pair.station.world.read() as uow:
        return next(now.version for now in uow.rules.current() if now.key == key)


def test_rules_that_were_published_at_central_count_here(pair: Joined) -> None:
    version = published(pair)
    pair.take()
    assert in_force(pair) == version
    (now,) = rules.history(pair.station.world, rules.POLICY)[:1]
    assert now.by == manager(pair).name
    pair.sound()


def test_an_earlier_version_that_was_put_back_counts_here(pair: Joined) -> None:
    before = in_force(pair)
    published(pair)
    pair.take()
    rules.roll_back(pair.central.world, rules.POLICY, before, manager(pair))
    pair.take()
    assert in_force(pair) == before
    pair.sound()


def test_an_item_in_hand_keeps_the_checklist_it_was_begun_with(pair: Joined) -> None:
    to_verdict(pair.station)
    known = in_hand(pair.station)
    version = published(pair, RuleKey("checklist", known.checklist))
    pair.take()
    assert in_force(pair, RuleKey("checklist", known.checklist)) == version
    assert in_hand(pair.station).checklist_version == known.checklist_version
    to_bin(pair.station)
    pair.sound()


def test_a_version_that_says_something_else_here_is_parked_and_never_counts(pair: Joined) -> None:
    before = in_force(pair)
    with pair.station.world.begin() as uow:
        content = uow.rules.content(rules.POLICY, before)
        other = replace(content, version=before + 1, currency="XXX")
        uow.rules.publish("policy", "policy", before + 1, other)
    published(pair)
    pair.take()
    with pair.station.world.read() as uow:
        assert [kept.why for kept in parked_decisions(uow)] == [Unfit.RULES_DIFFER.value] * 2
    assert in_force(pair) == before


def test_a_recall_stops_an_item_at_every_station_and_is_lifted_again(pair: Joined) -> None:
    known = next(iter(pair.central.site.recalls))
    recall = replace(known, id="fresh")
    recalls.set_recall(pair.central.world, recall, manager(pair))
    pair.take()
    with pair.station.world.read() as uow:
        assert uow.recalls.get("fresh").gtin == recall.gtin
    recalls.lift(pair.central.world, "fresh", manager(pair))
    pair.take()
    with pair.station.world.read() as uow, pytest.raises(KeyError):
        uow.recalls.get("fresh")
    pair.sound()


def test_products_are_inspected_by_the_checklist_that_central_gave_them(pair: Joined) -> None:
    category = pair.central.site.products[0].category
    changed = assigning.assign(pair.central.world, category, "electronics", manager(pair))
    pair.take()
    with pair.station.world.read() as uow:
        assert changed
        assert {product.checklist for product in uow.catalog.of_category(category)} == {"electronics"}
    pair.sound()


def test_products_that_were_loaded_at_central_are_known_here(pair: Joined) -> None:
    product = replace(pair.central.site.products[0], sku=Sku("FRESH-1"))
    load_site(pair.central.world, [product], [], [], [])
    assert pair.take().parked == 0
    with pair.station.world.read() as uow:
        assert uow.catalog.product(Sku("FRESH-1")) == product
    pair.sound()


def test_what_was_received_here_stays_received_when_a_return_is_loaded_again(pair: Joined) -> None:
    announced = to_verdict(pair.station)
    load_site(pair.central.world, [], [announced], [], [])
    pair.take()
    with pair.station.world.read() as uow:
        assert uow.catalog.expected(announced.rma).lines[0].received == 1
    to_bin(pair.station)
    pair.sound()


def test_a_bin_that_was_added_at_central_takes_items_here(pair: Joined) -> None:
    given = {"code": "FRESH-BIN", "use": "restock", "en": "By the door", **HOUSE}
    assert shelving.add_bin(pair.central.world, manager(pair), given) == ()
    pair.take()
    with pair.station.world.read() as uow:
        (fresh,) = (bin_ for bin_ in uow.catalog.bins() if bin_.code == "FRESH-BIN")
    assert fresh.capacity == 3
    pair.sound()


def test_files_of_a_station_that_has_a_central_neither_count_nor_stop_its_start(pair: Joined) -> None:
    before, book, here = in_force(pair), pair.station.world.rulebook, own_central(pair)
    newer = replace(book, policy=replace(book.policy, version=before + 5))
    edited = replace(book, policy=replace(book.policy, currency="XXX"))
    for files in (newer, edited):
        publish_rules(replace(here, rulebook=files))
        assert in_force(pair) == before
    with pytest.raises(RulesChanged):
        publish_rules(replace(pair.station.world, rulebook=edited))


def test_rules_are_not_edited_where_central_decides(pair: Joined) -> None:
    category = pair.central.site.products[0].category
    with pytest.raises(DomainError) as refused:
        rules.begin(own_central(pair), rules.POLICY, manager(pair))
    assert refused.value.reason is Reason.CENTRAL_DECIDES
    with pytest.raises(DomainError):
        assigning.assign(own_central(pair), category, "electronics", manager(pair))
