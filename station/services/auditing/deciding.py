"""A supervisor's decisions at the desk: each one transaction, one entry in the journal, and never twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from station.domain.auditing import Change
from station.domain.people import Person
from station.domain.queue import Queued
from station.domain.signals import Finding, SignalKind
from station.ports import World

Findings = Mapping[SignalKind, Finding]


# Every decision raises NOT_ALLOWED below a supervisor, OWN_WORK for one's own, AUDITED_MEANWHILE (``name``,
# ``standing``) where somebody was faster, CHANGED_MEANWHILE where the item waits for one more reason than the
# page showed, NOT_NOW where it fits not, and KeyError for what is not in the queue. ``revision`` is what
# ``desk.Opened`` named, ``seconds`` how long the item was open.


def confirm(world: World, person: Person, inspection: str, revision: int, seconds: float) -> Queued:
    """Say that an inspection is right as it is."""
    raise NotImplementedError


def override(
    world: World,
    person: Person,
    inspection: str,
    revision: int,
    change: Change,
    seconds: float,
    findings: Findings | None = None,
) -> Queued:
    """Change grade, remedy or disposition. An item in a bin waits to be moved, one on hold to be taken up.

    Raises NOTHING_CHANGED, and FINDINGS_FIRST for an item on hold with signals that nobody settled.
    """
    raise NotImplementedError


def send_back(
    world: World, person: Person, inspection: str, revision: int, note: str, seconds: float
) -> Queued:
    """Have an item inspected again; the note is shown at the bench with its scan. Raises NOTE_FIRST."""
    raise NotImplementedError


def release(
    world: World,
    person: Person,
    inspection: str,
    revision: int,
    findings: Findings,
    seconds: float,
    note: str = "",
) -> Queued:
    """Take an item off hold: its next scan at the bench takes it in hand where it was left.

    Raises FINDINGS_FIRST (``signals``) where a signal that waits has no finding.
    """
    raise NotImplementedError


def keep_hold(
    world: World, person: Person, inspection: str, revision: int, seconds: float, note: str = ""
) -> Queued:
    """Leave an item on hold; it is in the queue no more, and can still be released."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Together:
    """What became of several items: confirmed, and left out with the reason of each."""

    confirmed: tuple[str, ...]
    left_out: Mapping[str, str]


def confirm_all(world: World, person: Person, inspections: Iterable[str]) -> Together:
    """Confirm the items of a sample that is clean, in one transaction.

    Left out (by ``errors.Reason``, as its value): OWN_WORK, AUDITED_MEANWHILE, and NOT_A_SAMPLE for one that
    waits for any other reason. Raises NOT_ALLOWED.
    """
    raise NotImplementedError
