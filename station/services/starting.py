"""Come up: keep new versions of the rules for good, and record what the station runs with."""

from collections.abc import Iterator

from station.domain.events import RulesPublished, StationStarted
from station.domain.routing import Rulebook
from station.ports import UnitOfWork, World


class RulesChanged(RuntimeError):
    """Rules were edited without a new version. What was judged by them would no longer be true."""


def publish_rules(world: World) -> None:
    """Keep every new version of the rules for good. Raises RulesChanged for an edited old one."""
    with world.begin() as uow:
        for rules in _in_force(world.rulebook):
            _publish(world, uow, rules)


def _in_force(book: Rulebook) -> Iterator[RulesPublished]:
    for checklist in book.checklists.values():
        yield RulesPublished("checklist", checklist.id, checklist.version, checklist)
    yield RulesPublished("policy", "policy", book.policy.version, book.policy)
    yield RulesPublished("table", "routing", book.table.version, book.table)


def _publish(world: World, uow: UnitOfWork, rules: RulesPublished) -> None:
    is_new = uow.rules.publish(rules.kind, rules.id, rules.version, rules.content)
    if is_new is False:
        raise RulesChanged(
            f"{rules.kind} {rules.id}, version {rules.version}, was used here with other content. "
            f"Give the edited one a higher version; items in hand stay with the old one."
        )
    if is_new:
        uow.journal.append(rules, world.house.station, simulated=world.house.simulated)


def note_start(world: World) -> None:
    """Publish what is new in the rules, and record that the station came up with them."""
    publish_rules(world)
    rules = world.rulebook
    checklists = {checklist.id: checklist.version for checklist in rules.checklists.values()}
    event = StationStarted(world.house.version, checklists, rules.policy.version, rules.table.version)
    with world.begin() as uow:
        uow.journal.append(event, world.house.station, simulated=world.house.simulated)
