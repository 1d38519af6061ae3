"""After everything that is done at the bench: is the item recalled, does something not add up, where to?"""

from dataclasses import replace

from station.domain.bench import Bench
from station.domain.inspection import State, complete
from station.domain.scanning import Gs1Facts
from station.domain.signals import unsettled
from station.services import disposing, holding, recalls, signals
from station.services.turn import Turn


def watched(turn: Turn, bench: Bench) -> Bench:
    """Look at the item in hand as an action has left it.

    A recalled item goes on hold at once. Signals are noted as they happen; the item goes on hold for them
    where it would be routed. What is to be thrown away is asked about then.
    """
    if bench.inspection is None:
        return bench
    after = _lotted(replace(turn, bench=bench, inspection=turn.uow.inspections.get(bench.inspection)))
    held = recalls.hold_recalled(after)
    if held:
        return held
    after = replace(after, inspection=signals.look_at_sender(after))
    if _stopped_by_signal(after):
        return holding.hold_for_signals(after)
    if after.in_hand.opened_at == turn.now:
        return recalls.warn(after)
    return disposing.ask_first(turn.inspection, after)


def _stopped_by_signal(turn: Turn) -> bool:
    """Tell whether the item would be routed but for a signal; one noted after the verdict stops its bin."""
    known = turn.in_hand
    waits = known.state is State.OPEN and unsettled(known.signals) and not turn.bench.ask
    return bool(waits) and complete(known, turn.checklist)


def with_lot(turn: Turn, gs1: Gs1Facts) -> Turn:
    """Remember the lot that a scan tells, with its product, until an item of that product is in hand."""
    told = (gs1.gtin, gs1.lot) if gs1.gtin and gs1.lot else None
    if told is None and (turn.inspection or turn.bench.ask):
        return turn  # the scan says nothing of it; one that begins anew forgets the lot of the one before
    return replace(turn, bench=replace(turn.bench, lot=told))


def _lotted(turn: Turn) -> Turn:
    """Give the item in hand the lot that was scanned of its product."""
    known, lot = turn.in_hand, turn.bench.lot
    if lot is None or lot[0] != known.item.gtin or lot[1] == known.item.lot:
        return turn
    changed = replace(known, item=replace(known.item, lot=lot[1]))
    turn.uow.inspections.save(changed)
    return replace(turn, inspection=changed)
