"""A label on its way to the printer: it waits, is printed once, or says why not."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from station.domain.errors import DomainError, Reason
from station.domain.labels import Label


class PrinterState(StrEnum):
    """What the printer said of itself last, or what became of asking it."""

    READY = "ready"
    PAPER_OUT = "paper_out"
    RIBBON_OUT = "ribbon_out"
    HEAD_OPEN = "head_open"
    PAUSED = "paused"
    TOO_HOT = "too_hot"
    FULL = "full"
    OFFLINE = "offline"
    SILENT = "silent"
    FORBIDDEN = "forbidden"
    BUSY = "busy"
    UNASKED = "unasked"
    NONE = "none"

    @property
    def takes_labels(self) -> bool:
        """Whether a label may be sent now; a printer that is never asked takes what it is sent."""
        return self in (PrinterState.READY, PrinterState.UNASKED)

    @property
    def in_trouble(self) -> bool:
        """Whether somebody has to see to the printer."""
        return not self.takes_labels and self is not PrinterState.NONE


class Outcome(StrEnum):
    """What became of one label that was to be sent.

    NOT_SENT is certain: it did not leave, or not whole. INSIDE: the printer has it and will print it.
    UNSURE: the printer went away while it had it.
    """

    PRINTED = "printed"
    NOT_SENT = "not_sent"
    INSIDE = "inside"
    UNSURE = "unsure"
    UNPRINTABLE = "unprintable"


class JobState(StrEnum):
    """Where a label is. WAITING and INSIDE go on by themselves; UNSURE and UNPRINTABLE need a person."""

    WAITING = "waiting"
    SENDING = "sending"
    INSIDE = "inside"
    PRINTED = "printed"
    UNSURE = "unsure"
    UNPRINTABLE = "unprintable"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        return self in (JobState.PRINTED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One label that somebody asked for. ``why`` is what the printer said when it was last tried."""

    id: str
    label: Label
    asked_by: str
    asked_at: datetime
    state: JobState = JobState.WAITING
    why: PrinterState | None = None
    ended_at: datetime | None = None


_AFTER = {
    Outcome.PRINTED: JobState.PRINTED,
    Outcome.NOT_SENT: JobState.WAITING,
    Outcome.INSIDE: JobState.INSIDE,
    Outcome.UNSURE: JobState.UNSURE,
    Outcome.UNPRINTABLE: JobState.UNPRINTABLE,
}


def sending(job: PrintJob) -> PrintJob:
    """Note that the label is about to leave: after a power cut nobody knows how far it got."""
    return replace(job, state=JobState.SENDING, why=None)


def ended(job: PrintJob, outcome: Outcome, state: PrinterState, at: datetime) -> PrintJob:
    """Take over what became of it. Only a label that was printed is over."""
    after = _AFTER[outcome]
    return replace(job, state=after, why=state, ended_at=at if after.over else None)


def interrupted(job: PrintJob) -> PrintJob:
    """Return a label that was on its way when the station stopped."""
    return replace(job, state=JobState.UNSURE, why=None)


def again(job: PrintJob) -> PrintJob:
    """Queue it once more. Raises NOT_NOW while it is on its way by itself."""
    if job.state not in (JobState.UNSURE, JobState.UNPRINTABLE, JobState.CANCELLED, JobState.PRINTED):
        raise DomainError(Reason.NOT_NOW)
    return replace(job, state=JobState.WAITING, why=None, ended_at=None)


def cancelled(job: PrintJob, at: datetime) -> PrintJob:
    """Give it up. Raises NOT_NOW once it is over, or while it is being sent."""
    if job.state.over or job.state is JobState.SENDING:
        raise DomainError(Reason.NOT_NOW)
    return replace(job, state=JobState.CANCELLED, ended_at=at)
