"""Try rules on history before they count: what would have been decided otherwise, and why."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from station.domain.disposition import Decision
from station.domain.grading import Graded
from station.domain.inspection import Inspection
from station.domain.policy import Ruling
from station.domain.replaying import Past, Tried, reasons, trial
from station.domain.routing import Rulebook
from station.domain.tallying import Tally, tally
from station.ports import UnitOfWork, World
from station.rule_ports import Draft

# After how many items a progress is told.
STEP = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Explained:
    """A changed item with what was decided, and what the other rules would decide."""

    inspection: Inspection
    graded: Graded
    ruling: Ruling
    decision: Decision


def replay(
    world: World, rules: Rulebook, since: date | None = None, progress: Progress | None = None
) -> Tally:
    """Decide every past inspection anew by ``rules`` and sum up what changes; nothing is written.

    ``since`` is a day at the site; without it everything counts. ``progress`` is told how many of how many
    are done. Raises TWO_CURRENCIES, and KeyError for a checklist that ``rules`` lack.
    """
    with world.read() as uow:
        start = _start(world, since)
        try_ = trial(rules, uow.catalog.bins(), world.house.currency)
        past = _counted(uow.history.routed(start), uow.history.count(start), progress)
        return tally(map(try_, past))


def _start(world: World, since: date | None) -> datetime | None:
    """Return the first instant of a day at the site."""
    return datetime.combine(since, time(), world.clock.now().tzinfo) if since else None


def _counted(past: Iterable[Past], of: int, progress: Progress | None) -> Iterator[Past]:
    tell, done = progress or (lambda *_: None), 0
    for done, each in enumerate(past, start=1):
        if done % STEP == 0:
            tell(done, of)
        yield each
    tell(done, done)


def explain(world: World, rules: Rulebook, changed: Iterable[Tried]) -> tuple[Explained, ...]:
    """Read changed items whole, with both explanations."""
    with world.read() as uow:
        return tuple(_explained(uow, rules, each) for each in changed)


def _explained(uow: UnitOfWork, rules: Rulebook, tried: Tried) -> Explained:
    known = uow.inspections.get(tried.inspection)
    graded, ruling, decision = reasons(known, rules)
    return Explained(known, graded, ruling, decision)


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


def _with(rules: Rulebook, kind: str, id_: str, value: Any) -> Rulebook:
    if kind == "checklist":
        return replace(rules, checklists={**rules.checklists, id_: value})
    return replace(rules, **{kind: value})
