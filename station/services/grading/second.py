"""Grade an item again, blind: from its photos alone, or with the item in hand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from station.domain.auditing.queue import Why
from station.domain.checklist import Checklist, Question
from station.domain.graders import blind as blinds
from station.domain.graders.blind import Blind, Sight
from station.domain.graders.blind_grading import differ, differing, distance, rated
from station.domain.graders.events import CalibrationGraded, SecondGradeGiven
from station.domain.graders.pairs import PairKind, Rated
from station.domain.identifiers import Lpn
from station.domain.people import Person
from station.domain.texts import Texts
from station.ports import UnitOfWork, World
from station.services.auditing.queueing import enqueue
from station.services.grading.drawing_second import plan
from station.services.grading.seen import has_audited
from station.services.vaulted import photo_if_there

# More than anybody grades in a day: beyond, the page says "100 or more".
MOST = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a second grader may know of an item: what it is, what is asked, how many photos there are."""

    blind: Blind
    name: Texts
    category: str
    checklist: Checklist
    question: Question | None
    photos: int


def waiting(world: World, person: Person) -> int:
    """Count what waits for a person, up to ``MOST``; calibration items for the shift are laid ready."""
    with world.begin() as uow:
        now = world.clock.now()
        plan(world, uow, person.id, now)
        return len(_open(world, uow, person, now))


def take(world: World, person: Person) -> str | None:
    """Take up what the person began, else what waits longest; return its id, None where nothing waits."""
    with world.begin() as uow:
        now = world.clock.now()
        plan(world, uow, person.id, now)
        found = _open(world, uow, person, now)
        begun = [blind for blind in found if blind.by == person.id]
        chosen = next(iter((*begun, *found)), None)
        if chosen is None:
            return None
        sight = chosen.sight if begun else Sight.PHOTOS
        uow.blinds.put(blinds.taken(chosen, person.id, now, sight))
        return chosen.id


def take_in_hand(world: World, person: Person, lpn: Lpn) -> str | None:
    """Take up the item whose licence plate was scanned, None where it does not wait for this person.

    An item that was inspected again meanwhile is no longer as it was graded.
    """
    with world.begin() as uow:
        now = world.clock.now()
        found = uow.blinds.by_plate(lpn, person.id, now, now - world.house.shift)
        latest = uow.inspections.by_lpn(lpn)
        if (
            found is None
            or latest is None
            or latest.id != found.inspection
            or has_audited(uow, found.inspection, person.id)
        ):
            return None
        uow.blinds.put(blinds.taken(found, person.id, now, Sight.ITEM))
        return found.id


def _open(world: World, uow: UnitOfWork, person: Person, now: datetime) -> list[Blind]:
    found = uow.blinds.open_for(person.id, now, now - world.house.shift, MOST)
    return [blind for blind in found if not has_audited(uow, blind.inspection, person.id)]


def sheet(world: World, person: Person, id_: str, *, opened: bool = False) -> Sheet | None:
    """Read what the person has before them, None where it is not theirs or is done.

    ``opened`` starts the clock of the question anew: the page was opened, perhaps hours after it was left.
    """
    with world.begin() as uow:
        known = _mine(uow, person, id_)
        if known is None:
            return None
        if opened:
            known = replace(known, turned_at=world.clock.now())
            uow.blinds.put(known)
        return _sheet(uow, known)


def _mine(uow: UnitOfWork, person: Person, id_: str) -> Blind | None:
    """Return what the person has begun; whoever audits the item in the middle of it does not go on."""
    known = uow.blinds.get(id_)
    if known is None or known.by != person.id or known.done_at is not None:
        return None
    return None if has_audited(uow, known.inspection, person.id) else known


def _sheet(uow: UnitOfWork, known: Blind) -> Sheet:
    item = uow.inspections.get(known.inspection).item
    checklist = uow.rules.checklist(known.checklist, known.version)
    return Sheet(
        blind=known,
        name=item.name,
        category=item.category,
        checklist=checklist,
        question=blinds.question_of(known, checklist),
        photos=len(_photos(uow, known)),
    )


def _photos(uow: UnitOfWork, known: Blind) -> tuple[str, ...]:
    """Return the hashes of the photos in an order of their own; with the item in hand there are none."""
    if known.sight is Sight.ITEM:
        return ()
    taken = uow.inspections.get(known.inspection).photos
    return blinds.shuffled(known, tuple(photo.sha256 for photo in taken))


def photo(world: World, person: Person, id_: str, number: int) -> bytes | None:
    """Read a photo by its place from 1; only of what the person is grading, from its photos, just now."""
    with world.read() as uow:
        known = _mine(uow, person, id_)
        hashes = _photos(uow, known) if known else ()
    return photo_if_there(world, hashes[number - 1]) if 1 <= number <= len(hashes) else None


def answer(world: World, person: Person, id_: str, question: str, number: int) -> Sheet | None:
    """Answer by a choice's number, 0 for "cannot tell"; None where it is not the person's.

    The last answer ends it: it is rated, kept and compared. Raises STALE_SCREEN, NO_SUCH_CHOICE.
    """

    def told(known: Blind, checklist: Checklist, now: datetime) -> Blind:
        return blinds.told(known, checklist, question, number, now)

    return _change(world, person, id_, told)


def back(world: World, person: Person, id_: str) -> Sheet | None:
    """Take the last answer back. Raises NOTHING_TO_UNDO."""
    return _change(world, person, id_, lambda known, _, now: blinds.taken_back(known, now))


def _change(
    world: World, person: Person, id_: str, act: Callable[[Blind, Checklist, datetime], Blind]
) -> Sheet | None:
    with world.begin() as uow:
        known = _mine(uow, person, id_)
        if known is None:
            return None
        now = world.clock.now()
        changed = act(known, uow.rules.checklist(known.checklist, known.version), now)
        if changed.done_at:
            changed = _ended(uow, changed, now)
        uow.blinds.put(changed)
        return _sheet(uow, changed)


def _ended(uow: UnitOfWork, done: Blind, now: datetime) -> Blind:
    assert done.rated is not None
    return _ENDS[done.kind](uow, done, done.rated, now)


def _compare(uow: UnitOfWork, done: Blind, given: Rated, now: datetime) -> Blind:
    event = SecondGradeGiven(done.inspection, done.id, done.sight, done.answers, given)
    uow.journal.append(event, done.by)
    if differ(done.known, given):
        known = uow.inspections.get(done.inspection)
        queued = enqueue(uow, known, Why.DIFFERS, now, told_apart(done.known, given))
        uow.queue.put(replace(queued, graders=tuple(sorted({*queued.graders, done.by}))))
    return done


def told_apart(first: Rated, second: Rated) -> dict[str, str]:
    """Say how two ratings differ: both grades, and each axis as axis:first:second."""
    axes = (f"{axis}:{first.axes[axis]}:{second.axes[axis]}" for axis in differing(first, second))
    return {
        "differs_first": first.grade or "",
        "differs_second": second.grade or "",
        "differs_axes": " ".join(axes),
    }


def _measure(uow: UnitOfWork, done: Blind, given: Rated, _: datetime) -> Blind:
    """Compare with what is known now: it may have been corrected since the item was laid ready."""
    item = uow.blinds.calibration(done.inspection)
    if item is not None:
        checklist = uow.rules.checklist(item.checklist, item.version)
        done = replace(done, known=rated(checklist, item.answers, ""))
    apart = distance(done.known, given)
    event = CalibrationGraded(done.inspection, done.id, done.sight, done.answers, given, apart)
    uow.journal.append(event, done.by)
    return done


_ENDS = {PairKind.SECOND: _compare, PairKind.CALIBRATION: _measure}
