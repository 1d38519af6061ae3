"""Come up: keep new versions of the rules for good, and record what the station runs with."""

from collections.abc import Iterator

from station.domain.events import RulesPublished, RulesPutInForce, StationStarted
from station.domain.routing import Rulebook
from station.ports import UnitOfWork, World
from station.rule_ports import InForce, RuleKey


class RulesChanged(RuntimeError):
    """Rules were edited without a new version. What was judged by them would no longer be true."""


def publish_rules(world: World) -> None:
    """Keep every new version of the rules for good. Raises RulesChanged for an edited old one.

    A version that is newer than any known here counts from now on; an older one never displaces what
    was published on screen.
    """
    with world.begin() as uow:
        for rules in published(world.rulebook):
            _publish(world, uow, rules)


def published(book: Rulebook) -> Iterator[RulesPublished]:
    """List the rules of a book, each by its kind, id and version."""
    for checklist in book.checklists.values():
        yield RulesPublished("checklist", checklist.id, checklist.version, checklist)
    yield RulesPublished("policy", "policy", book.policy.version, book.policy)
    yield RulesPublished("table", "routing", book.table.version, book.table)
    yield RulesPublished("prices", "prices", book.prices.version, book.prices)
    yield RulesPublished("conditions", "conditions", book.conditions.version, book.conditions)
    yield RulesPublished("signals", "signals", book.signals.version, book.signals)
    yield RulesPublished("disposal", "disposal", book.disposal.version, book.disposal)


def _publish(world: World, uow: UnitOfWork, rules: RulesPublished) -> None:
    key = RuleKey(rules.kind, rules.id)
    newest = max(uow.rules.versions(key), default=0)
    is_new = uow.rules.publish(rules.kind, rules.id, rules.version, rules.content)
    if is_new is False:
        raise RulesChanged(
            f"{rules.kind} {rules.id}, version {rules.version}, was used here with other content. "
            f"Give the edited one a higher version; items in hand stay with the old one."
        )
    if is_new:
        uow.journal.append(rules, world.house.station, simulated=world.house.simulated)
    if rules.version > newest or not any(now.key == key for now in uow.rules.current()):
        put_in_force(world, uow, key, rules.version, world.house.station)


def put_in_force(world: World, uow: UnitOfWork, key: RuleKey, version: int, by: str) -> None:
    """Let a published version count from now on, and record it."""
    was = next((now.version for now in uow.rules.current() if now.key == key), None)
    uow.rules.put_in_force(InForce(key, version, world.clock.now(), by))
    event = RulesPutInForce(key.kind, key.id, version, was)
    uow.journal.append(event, by, simulated=world.house.simulated)


def note_start(world: World) -> None:
    """Publish what is new in the rules, and record that the station came up with them."""
    publish_rules(world)
    with world.begin() as uow:
        rules = uow.rules.in_force()
        checklists = {checklist.id: checklist.version for checklist in rules.checklists.values()}
        event = StationStarted(world.house.version, checklists, rules.policy.version, rules.table.version)
        uow.journal.append(event, world.house.station, simulated=world.house.simulated)
