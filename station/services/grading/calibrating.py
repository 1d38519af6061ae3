"""Calibration items: mark finished inspections as known, retire them, tell graders what they got wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from station.domain.auditing.decisions import authors
from station.domain.checklist import Checklist
from station.domain.graders.blind import Blind
from station.domain.graders.blind_grading import distance
from station.domain.graders.calibration import Calibration, known_answers, may_calibrate
from station.domain.graders.drift import Drift, Level, drifts, level
from station.domain.graders.events import CalibrationMarked, CalibrationRetired
from station.domain.inspection import Inspection
from station.domain.people import Person
from station.domain.texts import Texts
from station.ports import UnitOfWork, World
from station.services.auditing.case import may_decide
from station.services.grading.beside import Row, rows
from station.services.vaulted import photo_if_there

# Drift is judged by so long, and a grader is told of so many retired items.
SPAN = timedelta(days=180)
MOST = 20_000
TOLD = 10


@dataclass(frozen=True, slots=True)
class Form:
    """An inspection that may be marked, and what is known of it; ``item`` is None until it is marked."""

    inspection: Inspection
    checklist: Checklist
    answers: Mapping[str, str]
    item: Calibration | None


def form(world: World, inspection: str) -> Form | None:
    """Read what a supervisor may mark, None for an inspection that is not known."""
    with world.read() as uow:
        known = _inspection(uow, inspection)
        if known is None:
            return None
        item = uow.blinds.calibration(inspection)
        checklist = uow.rules.at(known.station).checklist(known.checklist, known.checklist_version)
        return Form(known, checklist, item.answers if item else known.chosen, item)


def _inspection(uow: UnitOfWork, inspection: str) -> Inspection | None:
    try:
        return uow.inspections.get(inspection)
    except KeyError:
        return None


def mark(world: World, person: Person, inspection: str, given: Mapping[str, str]) -> bool:
    """Mark an inspection with its known answers, correct them, or bring it back; False where one is missing.

    Raises NOT_ALLOWED, OWN_WORK, NOT_NOW for what is not finished, PHOTOS_WANTED, KeyError.
    """
    with world.begin() as uow:
        known = uow.inspections.get(inspection)
        may_decide(uow, person, authors(known))
        may_calibrate(known)
        checklist = uow.rules.at(known.station).checklist(known.checklist, known.checklist_version)
        answers = known_answers(checklist, given)
        if answers is None:
            return False
        who = {*authors(known), person.id, *_who_knows(world, uow, inspection)}
        item = Calibration(
            inspection=known.id,
            lpn=known.item.lpn,
            checklist=known.checklist,
            version=known.checklist_version,
            category=known.item.category,
            answers=answers,
            graders=tuple(sorted(who)),
            by=person.id,
            at=world.clock.now(),
        )
        uow.blinds.calibrate(item)
        uow.journal.append(CalibrationMarked(item), person.id)
        return True


def _who_knows(world: World, uow: UnitOfWork, inspection: str) -> set[str]:
    """Name who marked it before and, once it was retired, who was told what they got wrong."""
    before = uow.blinds.calibration(inspection)
    if before is None:
        return set()
    graded = () if before.live else uow.blinds.graded(world.clock.now() - SPAN, MOST)
    return {*before.graders, *(blind.by for blind in graded if blind.inspection == inspection)}


def retire(world: World, person: Person, inspection: str) -> None:
    """Give a calibration item to nobody any more; graders may now be told what they got wrong.

    Raises NOT_ALLOWED; nothing happens where there is no such item.
    """
    with world.begin() as uow:
        may_decide(uow, person, set())
        item = uow.blinds.calibration(inspection)
        if item is None or not item.live:
            return
        uow.blinds.calibrate(replace(item, retired_by=person.id, retired_at=world.clock.now()))
        uow.blinds.forget(inspection)
        uow.journal.append(CalibrationRetired(inspection), person.id)


# What they say -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A calibration item with how it was graded so far."""

    item: Calibration
    name: Texts
    results: Level


def items(world: World) -> tuple[Listed, ...]:
    """List all calibration items, the live ones first, the latest first."""
    with world.read() as uow:
        found = sorted(uow.blinds.calibrations(), key=lambda item: (item.live, item.at), reverse=True)
        graded = _by_inspection(uow.blinds.graded(world.clock.now() - SPAN, MOST))
        return tuple(_listed(uow, item, graded.get(item.inspection, [])) for item in found)


def _by_inspection(graded: tuple[Blind, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for blind in graded:
        apart = _apart(blind)
        if apart is not None:
            found.setdefault(blind.inspection, []).append(apart)
    return found


def _listed(uow: UnitOfWork, item: Calibration, distances: list[int]) -> Listed:
    return Listed(item, uow.inspections.get(item.inspection).item.name, level(distances))


def _apart(blind: Blind) -> int | None:
    return distance(blind.known, blind.rated) if blind.rated else None


def drift(world: World) -> tuple[Drift, ...]:
    """Judge each grader by the calibration items of half a year, those that drift first."""
    with world.read() as uow:
        graded = uow.blinds.graded(world.clock.now() - SPAN, MOST)
    results: dict[str, list[int | None]] = {}
    for blind in graded:
        results.setdefault(blind.by, []).append(_apart(blind))
    return drifts(results)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A retired calibration item that the grader got wrong: the answers that differ, and so many photos."""

    id: str
    name: Texts
    rows: tuple[Row, ...]
    photos: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """How a grader did on retired calibration items; of live ones nothing is told, not even how many."""

    graded: int
    wrong: tuple[Wrong, ...]


def feedback(world: World, person: Person) -> Feedback:
    """Tell a grader of the last retired calibration items that they graded."""
    with world.read() as uow:
        retired = [
            b for b in uow.blinds.graded_by(person.id, MOST) if _retired(uow, b) and _apart(b) is not None
        ]
        wrong = [_wrong(uow, blind) for blind in retired[:TOLD] if _apart(blind)]
        return Feedback(len(retired[:TOLD]), tuple(wrong))


def _retired(uow: UnitOfWork, blind: Blind) -> bool:
    item = uow.blinds.calibration(blind.inspection)
    return item is not None and not item.live


def _wrong(uow: UnitOfWork, blind: Blind) -> Wrong:
    known = uow.inspections.get(blind.inspection)
    checklist = uow.rules.at(known.station).checklist(blind.checklist, blind.version)
    differing = tuple(row for row in rows(checklist, blind) if row.first != row.second)
    return Wrong(blind.id, known.item.name, differing, len(known.photos))


def feedback_photo(world: World, person: Person, id_: str, number: int) -> bytes | None:
    """Read a photo of a retired calibration item that the person graded, by its place from 1."""
    with world.read() as uow:
        blind = uow.blinds.get(id_)
        if blind is None or blind.by != person.id or blind.done_at is None or not _retired(uow, blind):
            return None
        photos = uow.inspections.get(blind.inspection).photos
    return photo_if_there(world, photos[number - 1].sha256) if 1 <= number <= len(photos) else None
