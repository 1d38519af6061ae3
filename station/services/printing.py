"""Labels on their way: asked for in a turn, kept until they are printed, told of while they wait."""

from collections.abc import Callable, Iterable

from station.domain.bench import Bench, Say, Tone
from station.domain.errors import DomainError, Reason
from station.domain.events import LabelPrinted
from station.domain.inspection import Inspection, State
from station.domain.labels import Label, LabelKind
from station.domain.people import Person
from station.domain.printing import (
    JobState,
    Outcome,
    PrinterState,
    PrintJob,
    again,
    cancelled,
    ended,
    interrupted,
    sending,
)
from station.ports import World
from station.services import labels
from station.services.queueing import queue
from station.services.turn import Turn

# How many labels that are over the queue remembers; the journal keeps them all.
REMEMBERED = 500
SHOWN = 1000
# After how many seconds the queue is looked at again: something was done, nothing is there, it is held.
AT_ONCE, LOOK_SECONDS, ASK_AGAIN_SECONDS = 0.0, 0.25, 1.0
_BY_ITSELF = (JobState.WAITING, JobState.INSIDE)


# Asking for labels -------------------------------------------------------------------------------


def queue_all(world: World, asked: Iterable[Label], by: str) -> int:
    """Queue labels in a transaction of their own and return how many. Raises as ``queue``."""
    with world.begin() as uow:
        return len([queue(world, uow, label, by) for label in asked])


def queue_plate(turn: Turn, inspection: Inspection) -> None:
    """Queue the licence plate of an item just taken in hand, where the site wants that."""
    if turn.world.house.print_lpn and turn.world.printer.state() is not PrinterState.NONE:
        queue(turn.world, turn.uow, labels.plate(turn.world, inspection.item.lpn, inspection), turn.person.id)


def queue_item_label(turn: Turn, inspection: Inspection) -> None:
    """Queue the label of an item that was binned or held, where the site wants that.

    One that had to be scanned before the bin is on the item already.
    """
    if turn.world.house.rescan_label and inspection.state is State.BINNED:
        return
    if turn.world.house.print_item and turn.world.printer.state() is not PrinterState.NONE:
        queue(turn.world, turn.uow, labels.item_label(turn.world, turn.uow, inspection), turn.person.id)


def queue_record(world: World, inspection: Inspection, by: str) -> None:
    """Queue the label of any item known here."""
    with world.begin() as uow:
        queue(world, uow, labels.item_label(world, uow, inspection), by)


def print_again(turn: Turn) -> Bench:
    """Print the label of the item in hand, or of the last one closed here. Raises NOT_NOW without one."""
    last = turn.inspection or next(iter(turn.uow.inspections.recent(1)), None)
    if last is None:
        raise DomainError(Reason.NOT_NOW)
    queue(turn.world, turn.uow, labels.item_label(turn.world, turn.uow, last), turn.person.id)
    state, lpn = turn.world.printer.state(), last.item.lpn
    if state.in_trouble:
        return turn.bench.says(Say.LABEL_WAITS, Tone.ATTENTION, lpn=lpn, printer=state.value)
    return turn.bench.says(Say.LABEL_ASKED, Tone.QUIET, lpn=lpn)


def print_badge(world: World, person: Person, secret: str, by: str) -> tuple[Outcome, PrinterState]:
    """Print a badge at once. What the printer cannot take now is not kept for later."""
    sent = world.printer.send(labels.badge_label(world, person.name, person.role, secret, person.sign_in))
    if sent[0] in (Outcome.PRINTED, Outcome.INSIDE):
        with world.begin() as uow:
            printed = LabelPrinted(LabelKind.BADGE, person.id)
            uow.journal.append(printed, by)
    return sent


# What a person decides ---------------------------------------------------------------------------


def retry(world: World, job: str) -> None:
    """Print a label once more. Raises KeyError, or NOT_NOW while it is on its way by itself."""
    _change(world, job, again)


def cancel(world: World, job: str) -> None:
    """Give a label up. Raises KeyError, or NOT_NOW once it is over or being sent."""
    _change(world, job, lambda known: cancelled(known, world.clock.now()))


def _change(world: World, job: str, change: Callable[[PrintJob], PrintJob]) -> None:
    with world.begin() as uow:
        uow.prints.save(change(uow.prints.get(job)))


def unfinished(world: World) -> tuple[PrintJob, ...]:
    with world.read() as uow:
        return uow.prints.unfinished(SHOWN)


def recent(world: World, limit: int) -> tuple[PrintJob, ...]:
    """Read the last labels asked for, newest first."""
    with world.read() as uow:
        return uow.prints.recent(limit)


# Working the queue -------------------------------------------------------------------------------


def resume(world: World) -> None:
    """Come up: whoever was being sent when the station stopped may be printed or not, a person looks."""
    with world.begin() as uow:
        for job in uow.prints.unfinished(SHOWN):
            if job.state is JobState.SENDING:
                uow.prints.save(interrupted(job))
        uow.prints.forget(REMEMBERED)


def work(world: World) -> float:
    """Do what the queue needs next, and return after how many seconds to look again."""
    with world.read() as uow:
        jobs = uow.prints.unfinished(SHOWN)
    job = next((job for job in jobs if job.state in _BY_ITSELF), None)
    if job is None:
        return LOOK_SECONDS
    says = world.printer.ask()
    if job.state is JobState.INSIDE:
        return _await_printed(world, job, says.state, says.waiting)
    return _send(world, job) if says.state.takes_labels else _note(world, job, says.state)


def _await_printed(world: World, job: PrintJob, state: PrinterState, waiting: int) -> float:
    """A label inside the printer is printed once the printer is well and has none left."""
    if state is PrinterState.READY and waiting == 0:
        return _settle(world, job, Outcome.PRINTED, state)
    if state is PrinterState.OFFLINE:
        return _settle(world, job, Outcome.UNSURE, state)
    return _note(world, job, state)


def _note(world: World, job: PrintJob, state: PrinterState) -> float:
    """Keep why it waits, where that has changed."""
    if job.why is not state:
        outcome = Outcome.INSIDE if job.state is JobState.INSIDE else Outcome.NOT_SENT
        _settle(world, job, outcome, state)
    return ASK_AGAIN_SECONDS


def _send(world: World, job: PrintJob) -> float:
    with world.begin() as uow:
        known = uow.prints.get(job.id)
        if known.state is not JobState.WAITING:
            return AT_ONCE  # given up a moment ago
        uow.prints.save(sending(known))
    outcome, state = world.printer.send(job.label)
    _settle(world, sending(job), outcome, state)
    return ASK_AGAIN_SECONDS if outcome is Outcome.NOT_SENT else AT_ONCE


def _settle(world: World, job: PrintJob, outcome: Outcome, state: PrinterState) -> float:
    """Write down what became of a label; one that came out is a fact. Cancelled in between stays so."""
    with world.begin() as uow:
        if uow.prints.get(job.id).state.over:
            return AT_ONCE
        uow.prints.save(ended(job, outcome, state, world.clock.now()))
        if outcome is Outcome.PRINTED:
            printed = LabelPrinted(job.label.kind, job.label.code)
            uow.journal.append(printed, job.asked_by)
    return AT_ONCE
