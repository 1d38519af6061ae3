"""What supervisors do at the desk, in their words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from station.domain.auditing.decisions import Change
from station.domain.auditing.overrides import OverrideReason
from station.domain.auditing.queue import Queued, Why
from station.domain.disposition import Disposition
from station.domain.evidence import Quality
from station.domain.people import Person, Role
from station.domain.signals import Finding, SignalKind
from station.ports import Look
from station.services.auditing import deciding, desk
from station.services.auditing.queueing import enqueue
from station.trust_ports import Filter
from tests.support.stations import Rig
from tests.support.work import last_closed, to_bin, to_verdict
from tests.support.workshop import somebody

ALL = Filter()
SECONDS = 7.5


def supervisor(rig: Rig) -> Person:
    return somebody(rig, Role.SUPERVISOR)


def manager(rig: Rig) -> Person:
    return somebody(rig, Role.MANAGER)


def queued(rig: Rig, inspection: str) -> Queued:
    """Return how an inspection stands in the queue, where it must be."""
    with rig.world.read() as uow:
        known = uow.queue.of(inspection)
    assert known is not None
    return known


def sampled(rig: Rig, inspection: str, why: Why = Why.SAMPLE) -> None:
    """Draw a closed inspection for an audit."""
    with rig.world.begin() as uow:
        enqueue(uow, uow.inspections.get(inspection), why, rig.clock.now(), {"sample_plan": "G-II"})


def restocked(rig: Rig) -> str:
    """Put a sealed item into its bin, draw it, and return its inspection."""
    to_verdict(rig)
    to_bin(rig)
    done = last_closed(rig).id
    sampled(rig, done)
    return done


def confirm(rig: Rig, inspection: str, person: Person | None = None) -> Queued:
    revision = queued(rig, inspection).revision
    return deciding.confirm(rig.world, person or supervisor(rig), inspection, revision, SECONDS)


def override(rig: Rig, inspection: str, change: Change, person: Person | None = None) -> Queued:
    revision = queued(rig, inspection).revision
    return deciding.override(rig.world, person or supervisor(rig), inspection, revision, change, SECONDS)


def elsewhere(rig: Rig, inspection: str, to: Disposition = Disposition.DISPOSAL) -> Queued:
    """Override where an item goes."""
    return override(rig, inspection, Change(OverrideReason.GRADED_TOO_SOFT, disposition=to))


def send_back(rig: Rig, inspection: str, note: str = "Look at the hinge") -> Queued:
    revision = queued(rig, inspection).revision
    return deciding.send_back(rig.world, supervisor(rig), inspection, revision, note, SECONDS)


def release(
    rig: Rig, inspection: str, findings: Mapping[SignalKind, Finding] | None = None, note: str = ""
) -> Queued:
    who, revision = supervisor(rig), queued(rig, inspection).revision
    return deciding.release(rig.world, who, inspection, revision, findings or {}, SECONDS, note)


def keep_hold(rig: Rig, inspection: str) -> Queued:
    revision = queued(rig, inspection).revision
    return deciding.keep_hold(rig.world, supervisor(rig), inspection, revision, SECONDS)


def waiting(rig: Rig, chosen: Filter = ALL, person: Person | None = None) -> list[str]:
    """List the inspections on the first page of the queue."""
    page = desk.page(rig.world, person or supervisor(rig), chosen)
    return [row.queued.inspection for row in page.rows]


@dataclass(frozen=True, slots=True)
class Content:
    """Eyes that find nothing wrong with any photo, for tests that take many."""

    def look(
        self, jpeg: bytes, expected: frozenset[str], *, shows_code: bool = True, inspection: str = ""
    ) -> Look:
        return Look(Quality(0.9, 2.0, 240.0, 0.01), tuple(expected), True, False, ())

    def rewritten(self, picture: bytes) -> bytes:
        return picture


def content(rig: Rig) -> Rig:
    """Return the rig with eyes that are content with every photo."""
    return replace(rig, world=replace(rig.world, eyes=Content()))
