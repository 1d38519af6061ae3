"""Entries that carry an inspection whole: what the station says of it takes the place of what was known."""

from dataclasses import replace

from station.domain.auditing.decisions import Audited, ErrandKind
from station.domain.auditing.queue import Standing, Why, over
from station.domain.identifiers import Rma
from station.domain.inspection import Inspection, State
from station.domain.signals import unsettled
from station.ports import UnitOfWork
from station.services.auditing import asking, queueing
from station.services.central.projecting.here import Here
from station.services.refurbishing import work_on

_DECIDED = frozenset({Audited.CONFIRMED, Audited.OVERRIDDEN, Audited.SENT_BACK})


def finished(here: Here) -> None:
    done: Inspection = here.event.inspection
    keep(here, done)
    _queue_override(here, done)
    queueing.poor_photos(here.uow, done, done.closed_at or here.at)
    here.sums.finished(done)


def held(here: Here) -> None:
    known: Inspection = here.event.inspection
    keep(here, known)
    for signal in unsettled(known.signals):
        here.uow.signals.note(known.id, signal.kind)
    _queue_override(here, known)
    if known.hold:
        queueing.held(here.uow, known, known.hold)
    here.log(known, Audited.HELD, facts={"reason": here.event.reason.value})
    here.sums.held(known.station, here.at)


def voided(here: Here) -> None:
    known: Inspection = here.event.inspection
    keep(here, known)
    queueing.given_up(here.uow, known, here.came.actor, known.closed_at or here.at)
    _put_back(here, known)


def overridden(here: Here) -> None:
    """Take over what a supervisor of the station decided at its desk."""
    known: Inspection = here.event.inspection
    before = keep(here, known)
    _recount(here, known)
    word = known.override
    if here.event.to_move:
        _ask_to_move(here, known)
    elif before and before.state is State.HELD and word:
        asking.take_up(here.uow, known, word.by, here.at, word.note)
    queued = here.uow.queue.of(known.id)
    more = {"whys": here.event.whys, "seconds": here.event.seconds}
    here.log(known, Audited.OVERRIDDEN, override=word, note=word.note if word else "", **more)
    if queued and (not queued.standing.over or queued.standing is Standing.KEPT):
        ended = over(queued, Standing.OVERRIDDEN, here.came.actor, here.at, here.event.seconds)
        here.uow.queue.put(ended)


def moved(here: Here) -> None:
    known: Inspection = here.event.inspection
    keep(here, known)
    here.uow.contents.put(known.id, known.item.lpn, here.event.bin)
    here.log(known, Audited.MOVED, facts={"was": here.event.was, "bin": here.event.bin})


def carried_out(here: Here) -> None:
    """Take over how an item stands at its station since central's decision was carried out there.

    What was decided stands here already; which bin the station has room in, it knows alone.
    """
    known: Inspection = here.event.inspection
    asked = here.uow.errands.of(known.id)
    keep(here, known)
    _recount(here, known)
    if here.event.to_move:
        _ask_to_move(here, known)
    elif asked and asked.kind is not ErrandKind.MOVE:
        here.uow.errands.put(asked)


def _ask_to_move(here: Here, known: Inspection) -> None:
    by = known.override.by if known.override else here.came.actor
    here.uow.errands.put(asking.to_move(known, by, here.at, here.event.to))


# What every one of them does ----------------------------------------------------------------------


def keep(here: Here, known: Inspection) -> Inspection | None:
    """Keep an inspection as it is now, and return how it was known before. Raises CannotProject."""
    before, store = here.before(here.own(known).id), here.uow.inspections
    if before is None:
        store.add_finished([known])
    elif before.item.lpn != known.item.lpn:
        store.replate(known, before.item.lpn)
    else:
        store.save(known)
    _receive(here, before, known)
    if known.state is not State.VOIDED:
        here.uow.errands.drop(known.id)
        _leave(here, known)
    return before


def _recount(here: Here, known: Inspection) -> None:
    """Sum an item that lies in its bin up by what it is now, and not by what it was before the override."""
    word, route = known.override, known.route
    if known.state is not State.BINNED or word is None or route is None:
        return
    graded = replace(route.graded, grade=word.was_grade or route.graded.grade)
    before = replace(known, route=replace(route, disposition=word.was, graded=graded))
    here.sums.finished(before, -1)
    here.sums.finished(known)


def _queue_override(here: Here, known: Inspection) -> None:
    """Queue what a supervisor sent elsewhere at the bench, unless somebody decided on it since.

    The station queues it at once; its inspection comes to central only now.
    """
    word = known.override
    if word is None or word.at_desk:
        return
    queued = here.uow.queue.of(known.id)
    if queued and not queued.standing.over and Why.OVERRIDE in queued.whys:
        return
    since = (x for x in here.uow.audits.of(known.id) if x.at > word.at and x.override != word)
    if not any(line.what in _DECIDED for line in since):
        queueing.overridden(here.uow, known, word)


# Lines of returns ---------------------------------------------------------------------------------


def line_of(known: Inspection | None) -> tuple[Rma, int] | None:
    """Return the line of a return that an inspection counts for, None for none."""
    if known is None or known.state is State.VOIDED or known.item.visit > 1:
        return None
    item = known.item
    return (item.rma, item.line) if item.rma is not None and item.line is not None else None


def _receive(here: Here, before: Inspection | None, known: Inspection) -> None:
    was, now = line_of(before), line_of(known)
    if was == now:
        return
    for line, units in ((was, -1), (now, 1)):
        if line:
            receive(here.uow, *line, units)


def receive(uow: UnitOfWork, rma: Rma, number: int, units: int) -> None:
    """Count units on a line of a return that central knows; of others it knows nothing to count on."""
    try:
        expected = uow.catalog.expected(rma)
    except KeyError:
        return
    uow.catalog.save_expected(expected.receive(number, units))


# Visits -------------------------------------------------------------------------------------------


def _leave(here: Here, known: Inspection) -> None:
    """Have earlier visits of a plate lie nowhere any more, and wait for nothing at the bench."""
    if known.item.visit <= 1:
        return
    for visit in here.uow.inspections.visits(known.item.lpn):
        if visit.id != known.id and visit.station == known.station and visit.id < known.id:
            here.uow.contents.take_out(visit.id)
            here.uow.errands.drop(visit.id)


def _put_back(here: Here, known: Inspection) -> None:
    """Have an item where it was before a visit that was given up."""
    if known.item.visit <= 1:
        return
    visits = reversed(here.uow.inspections.visits(known.item.lpn))
    last = next((visit for visit in visits if visit.state is State.BINNED), None)
    if last and last.route and last.route.bin:
        work = work_on(here.uow, last)
        at_work = (work and work.center) or None
        here.uow.contents.put(last.id, last.item.lpn, last.route.bin, at_work)
        _ask_again(here, last)


def _ask_again(here: Here, last: Inspection) -> None:
    """Let an item that was sent back before wait again for its new inspection."""
    audits = sorted(here.uow.audits.of(last.id), key=lambda line: line.at)
    if audits and audits[-1].what is Audited.SENT_BACK:
        asking.inspect_again(here.uow, last, audits[-1].by, audits[-1].at, audits[-1].note)
