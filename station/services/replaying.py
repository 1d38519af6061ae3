"""Try rules on history before they count: what would have been decided otherwise, and why."""

import gc
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from station.domain.calendar import start_of
from station.domain.catalog import Bin
from station.domain.checklist import Checklist
from station.domain.disposition import Decision
from station.domain.errors import DomainError, Reason
from station.domain.grading import Graded
from station.domain.inspection import Inspection
from station.domain.policy import Ruling
from station.domain.replaying import Past, reasons, trial
from station.domain.routing import Rulebook
from station.domain.tallying import Tally, tally
from station.ports import UnitOfWork, World
from station.rule_ports import Draft, RuleKey
from station.store_ports import History, Order, Progress

# After how many items a progress is told.
STEP = 500
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Explained:
    """An item with what was decided, and what the other rules would decide.

    ``checklist`` is the one that it was graded by, ``other`` the one of the other rules.
    """

    inspection: Inspection
    checklist: Checklist
    other: Checklist
    graded: Graded
    ruling: Ruling
    decision: Decision


def replay(world: World, rules: Rulebook, since: date | None = None, tell: Tell | None = None) -> Tally:
    """Decide every past inspection anew by ``rules`` and sum up what changes; nothing is written.

    ``since`` is a day at the site; without it everything counts. ``tell`` is told how many of how many
    are done. Raises TWO_CURRENCIES, and KeyError for a checklist that ``rules`` lack.
    """
    with world.read() as uow:
        order = _order(world, rules, since)
        return replayed(uow.history, uow.catalog.bins(), order, tell or (lambda *_: None))


def beside(world: World, rules: Rulebook, since: date | None = None) -> Generator[Progress | Tally]:
    """Do the same beside the station's own work: how far it is, again and again, and the tally last.

    Closing it ends the work. Raises TWO_CURRENCIES, STORE_FAILED.
    """
    return world.replays.run(_order(world, rules, since))


def _order(world: World, rules: Rulebook, since: date | None) -> Order:
    """Say what to try, from the first instant of a day at the site."""
    start = start_of(since, world.house.zone) if since else None
    return Order(rules, start, world.house.currency)


def replayed(history: History, bins: Sequence[Bin], order: Order, tell: Tell) -> Tally:
    """Carry out an order on what a store knows."""
    try_ = trial(order.rules, bins, order.currency)
    past = _counted(history.routed(order.start), history.count(order.start), tell)
    with _uncollected():
        return tally(map(try_, past))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare the search for cycles, of which a replay makes none: it takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _counted(past: Iterable[Past], of: int, tell: Tell) -> Iterator[Past]:
    done = 0
    for done, each in enumerate(past, start=1):
        if done % STEP == 0:
            tell(done, of)
        yield each
    tell(done, done)


def explain(world: World, rules: Rulebook, inspections: Iterable[str]) -> tuple[Explained, ...]:
    """Read items whole by their inspections, with both explanations."""
    with world.read() as uow:
        return tuple(_explained(uow, rules, each) for each in inspections)


def _explained(uow: UnitOfWork, rules: Rulebook, inspection: str) -> Explained:
    known = uow.inspections.get(inspection)
    then = uow.rules.at(known.station).checklist(known.checklist, known.checklist_version)
    return Explained(known, then, rules.checklists[known.checklist], *reasons(known, rules))


# Which rules -------------------------------------------------------------------------------------


def in_force(world: World) -> Rulebook:
    """Return the rules that count now."""
    with world.read() as uow:
        return uow.rules.in_force()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What counts now with all drafts in place of it; ``wrong`` are drafts that cannot be tried yet."""

    rules: Rulebook
    drafts: tuple[Draft, ...]
    wrong: tuple[Draft, ...]


def proposed(world: World) -> Proposed:
    """Put every draft that has no problems in place of what counts now."""
    with world.read() as uow:
        rules, drafts = uow.rules.in_force(), uow.drafts.all()
    tried: list[Draft] = []
    for draft in drafts:
        value, problems = world.rule_forms.read(draft.key, {"version": 1, **draft.plain})
        if not problems:
            rules = _with(rules, draft.key.kind, draft.key.id, value)
            tried.append(draft)
    return Proposed(rules, tuple(tried), tuple(d for d in drafts if d not in tried))


def earlier(world: World, key: RuleKey, version: int) -> Rulebook:
    """Put a version that was published in place of what counts now. Raises NOT_NOW for none."""
    with world.read() as uow:
        if version not in uow.rules.versions(key):
            raise DomainError(Reason.NOT_NOW)
        return _with(uow.rules.in_force(), key.kind, key.id, uow.rules.content(key, version))


def _with(rules: Rulebook, kind: str, id_: str, value: Any) -> Rulebook:
    if kind == "checklist":
        return replace(rules, checklists={**rules.checklists, id_: value})
    return replace(rules, **{kind: value})
