"""Have a share of finished inspections graded again, and mix calibration items among them."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import islice

from station.domain.auditing.decisions import authors
from station.domain.graders.blind import Blind, chance, drawn
from station.domain.graders.blind_grading import rated
from station.domain.graders.calibration import Calibration
from station.domain.graders.events import SecondGradeDrawn
from station.domain.graders.pairs import PairKind
from station.domain.inspection import Inspection
from station.ports import UnitOfWork, World
from station.services.grading.seen import has_audited


def finished(world: World, uow: UnitOfWork, known: Inspection, at: datetime) -> None:
    """Draw in the transaction that finishes an inspection: it is graded again, or it never will be.

    Only what has photos is drawn. Whoever finishes work is a grader, so calibration items are laid ready.
    """
    plan(world, uow, known.closed_by or known.opened_by, at)
    share = world.house.second_grades
    if not share or not known.photos or not drawn(world.ids.token(), share):
        return
    if uow.blinds.second(known.id) is not None:
        return
    checklist = uow.rules.checklist(known.checklist, known.checklist_version)
    blind = Blind(
        id=world.ids.token(),
        kind=PairKind.SECOND,
        inspection=known.id,
        lpn=known.item.lpn,
        checklist=known.checklist,
        version=known.checklist_version,
        category=known.item.category,
        known=rated(checklist, known.chosen, answered_by(known)),
        graders=tuple(sorted(authors(known))),
        since=at,
    )
    uow.blinds.put(blind)
    by = known.closed_by or known.opened_by
    uow.journal.append(SecondGradeDrawn(known.id, blind.id), by)


def answered_by(known: Inspection) -> str:
    """Return whose answers they are: who gave most of them, be the bin scanned by somebody else."""
    given = Counter(answer.by for answer in known.answers)
    return max(given, key=lambda by: given[by]) if given else known.closed_by or known.opened_by


def plan(world: World, uow: UnitOfWork, person: str, at: datetime) -> None:
    """Lay a grader's calibration items for a shift ready, each to come up at a time nobody can foresee.

    They come up within half a shift, one by one like second grades: neither place nor number tells them.
    """
    house = world.house
    most = house.calibration_per_shift
    missing = most - uow.blinds.planned(person, at - house.shift) if most else 0
    if missing <= 0:
        return
    for item in _choose(world, uow, person, at, missing):
        since = at + house.shift / 2 * chance(world.ids.token())
        uow.blinds.put(_blind(world, uow, item, person, since))


def _choose(world: World, uow: UnitOfWork, person: str, at: datetime, count: int) -> list[Calibration]:
    """Choose at random among items that a person neither worked on nor audited, nor was given lately."""
    # What is planned lies up to half a shift ahead: it counts as given, whatever the rest.
    rest = max(world.house.calibration_rest, timedelta(0))
    lately = uow.blinds.given(person, at - rest)
    fresh = [c for c in uow.blinds.live() if person not in c.graders and c.inspection not in lately]
    mixed = sorted(fresh, key=lambda _: chance(world.ids.token()))
    return list(islice((c for c in mixed if not has_audited(uow, c.inspection, person)), count))


def _blind(world: World, uow: UnitOfWork, item: Calibration, person: str, since: datetime) -> Blind:
    checklist = uow.rules.checklist(item.checklist, item.version)
    return Blind(
        id=world.ids.token(),
        kind=PairKind.CALIBRATION,
        inspection=item.inspection,
        lpn=item.lpn,
        checklist=item.checklist,
        version=item.version,
        category=item.category,
        known=rated(checklist, item.answers, ""),
        graders=item.graders,
        since=since,
        to=person,
    )
