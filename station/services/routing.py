"""Send an item elsewhere than the rules say, on a supervisor's word."""

from dataclasses import replace

from station.domain.auditing.decisions import Audited
from station.domain.auditing.overrides import Override, OverrideReason, may_audit
from station.domain.bench import Bench, Say, Tone
from station.domain.binning import sent
from station.domain.disposition import Disposition
from station.domain.errors import DomainError, Reason
from station.domain.events import DispositionOverridden
from station.domain.people import Person
from station.domain.routing import overridden
from station.services import filling
from station.services.auditing import logged, queueing
from station.services.queueing import queue_to_rescan
from station.services.turn import Turn


def other_dispositions(turn: Turn) -> tuple[Disposition, ...]:
    """List where else the item could go. Raises NOT_NOW before it is routed."""
    route = turn.in_hand.route
    if route is None:
        raise DomainError(Reason.NOT_NOW)
    return tuple(d for d in Disposition if d is not route.disposition)


def override(turn: Turn, to: Disposition, reason: OverrideReason, supervisor: Person) -> Bench:
    """Replace the disposition. Raises NOT_ALLOWED or OWN_WORK for the wrong supervisor."""
    item = turn.in_hand
    answered, photographed = {a.by for a in item.answers}, {p.taken_by for p in item.photos}
    may_audit(supervisor, answered | photographed | {item.opened_by, turn.person.id})
    if item.route is None:
        raise DomainError(Reason.NOT_NOW)
    word = Override(item.route.disposition, to, reason, supervisor.id, turn.now)
    chosen = filling.proposal(turn.uow, to, item.item.category)
    # A reason for disposal that was given before was given for another word.
    kept = turn.keep(sent(replace(overridden(item, word, None), disposal=None), chosen))
    queue_to_rescan(turn.world, turn.uow, kept, turn.person.id)
    entry = turn.record(DispositionOverridden(item.id, item.item.lpn, word))
    logged.add(turn, entry, kept, Audited.OVERRIDDEN, supervisor.id, word)
    queueing.overridden(turn.uow, kept, word)
    bench = turn.bench.settled()
    return bench.says(Say.OVERRIDDEN, Tone.GOOD, disposition=to.value, bin=chosen.bin or "")
