"""Central's desk and a station's decided at once: the station was faster, and its word stays."""

from dataclasses import replace

from station.domain.auditing.changing import taken_out
from station.domain.auditing.events import AuditOverridden, AuditSentBack, ItemTakenOut
from station.domain.auditing.queue import Standing, over
from station.domain.events import Event, HoldReleased, SignalSettled
from station.domain.inspection import Inspection, State, released
from station.domain.proof.telling import visit_key
from station.domain.signals import settled
from station.domain.sync.events import Took
from station.projection_ports import Arrival, Came
from station.services.auditing import asking
from station.services.central.projecting.here import Here

_STANDINGS = frozenset(Standing)


def taken(here: Here) -> None:
    """Let an item be again what its station says, where central's decision came too late for it."""
    event = here.event
    if event.took is not Took.DECIDED_HERE or not event.inspection:
        return
    here.known(event.inspection)
    here.uow.errands.drop(event.inspection)
    known: Inspection | None = None
    decided: Came | None = None
    for came in _told(here, event.inspection):
        known = _after(known, came.event)
        decided = came if _asked(here, known, came) else decided
    if known is None:
        return
    here.uow.inspections.save(known)
    queued = here.uow.queue.of(known.id)
    if queued and event.why in _STANDINGS and Standing(event.why).over:
        by, at = (decided.actor, decided.at) if decided else (here.came.actor, here.at)
        here.uow.queue.put(over(queued, Standing(event.why), by, at))


def _told(here: Here, inspection: str) -> list[Came]:
    entries = here.uow.numbered.of([visit_key(inspection)])
    arrivals = (Arrival(each.station, each.seq, "", each.canonical) for each in entries)
    return [here.uow.projections.read(each) for each in arrivals if each.station == here.came.station]


def _after(known: Inspection | None, event: Event) -> Inspection | None:
    """Follow an inspection through the station's entries."""
    whole = getattr(event, "inspection", None)
    if isinstance(whole, Inspection):
        return whole
    if isinstance(event, HoldReleased) and known and known.state is State.HELD:
        return released(known, event.by)
    if isinstance(event, ItemTakenOut) and known and known.state is State.BINNED:
        return taken_out(known)
    if isinstance(event, SignalSettled) and known:
        return replace(known, signals=settled(known.signals, {event.kind: event.finding}, event.by))
    return known


def _asked(here: Here, known: Inspection | None, came: Came) -> bool:
    """Ask of the bench what the station's own desk asked; tell whether its desk decided something."""
    event = came.event
    if known is None or not isinstance(event, AuditSentBack | AuditOverridden | HoldReleased):
        return came.kind in ("audit_confirmed", "hold_kept")
    if isinstance(event, AuditSentBack):
        asking.inspect_again(here.uow, known, came.actor, came.at, event.note)
    elif isinstance(event, AuditOverridden) and event.to_move:
        here.uow.errands.put(asking.to_move(known, came.actor, came.at, event.to))
    elif known.state is State.ROUTED or isinstance(event, HoldReleased):
        asking.take_up(here.uow, known, came.actor, came.at, getattr(event, "note", ""))
    return True
