"""Samples, second grades and calibration items of stations."""

from dataclasses import replace

from station.domain.auditing.decisions import authors
from station.domain.auditing.queue import Why
from station.domain.graders.blind import Blind
from station.domain.graders.blind_grading import differ, rated
from station.domain.graders.pairs import PairKind, Rated
from station.services.auditing import queueing
from station.services.central.projecting.here import Here
from station.services.grading.drawing_second import answered_by
from station.services.grading.second import told_apart


def sample_drawn(here: Here) -> None:
    known = here.known(here.event.inspection)
    queueing.enqueue(here.uow, known, Why.SAMPLE, here.at, here.event.told)


def second_given(here: Here) -> None:
    """Keep a second grade beside the first; where they differ somebody audits the item."""
    known, given = here.known(here.event.inspection), here.event.rated
    checklist = here.uow.rules.at(known.station).checklist(known.checklist, known.checklist_version)
    first = rated(checklist, known.chosen, answered_by(known))
    here.uow.blinds.put(_blind(here, PairKind.SECOND, known.checklist, known.checklist_version, first))
    if differ(first, given):
        queued = queueing.enqueue(here.uow, known, Why.DIFFERS, here.at, told_apart(first, given))
        graders = tuple(sorted({*queued.graders, given.grader}))
        here.uow.queue.put(replace(queued, graders=graders))


def calibration_marked(here: Here) -> None:
    here.known(here.event.calibration.inspection)
    here.uow.blinds.calibrate(here.event.calibration)


def calibration_retired(here: Here) -> None:
    item = here.uow.blinds.calibration(here.event.inspection)
    if item is None:
        raise KeyError(here.event.inspection)
    here.known(item.inspection)
    here.uow.blinds.calibrate(replace(item, retired_by=here.came.actor, retired_at=here.at))


def calibration_graded(here: Here) -> None:
    item = here.uow.blinds.calibration(here.event.inspection)
    if item is None:
        raise KeyError(here.event.inspection)
    checklist = here.uow.rules.at(here.came.station).checklist(item.checklist, item.version)
    known = rated(checklist, item.answers, "")
    here.uow.blinds.put(_blind(here, PairKind.CALIBRATION, item.checklist, item.version, known))


def _blind(here: Here, kind: PairKind, checklist: str, version: int, first: Rated) -> Blind:
    """Make what the station keeps of a grading that is done."""
    known, event = here.known(here.event.inspection), here.event
    return Blind(
        id=event.second,
        kind=kind,
        inspection=known.id,
        lpn=known.item.lpn,
        checklist=checklist,
        version=version,
        category=known.item.category,
        known=first,
        graders=tuple(sorted(authors(known))),
        since=known.closed_at or here.at,
        to=event.rated.grader if kind is PairKind.CALIBRATION else "",
        by=event.rated.grader,
        sight=event.sight,
        taken_at=here.at,
        answers=event.answers,
        done_at=here.at,
        rated=event.rated,
    )
