"""Licence plates printed before the items are there: drawn from the one counter, taken over by a scan."""

from dataclasses import replace

from station.domain.bench import Bench, Say, Tone
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Lpn, lpn_number, make_lpn, parse_lpn
from station.domain.inspection import State
from station.domain.labels import Label
from station.ports import World
from station.services import labels
from station.services.turn import Turn

MOST = 1000


def draw(world: World, count: int) -> tuple[Label, ...]:
    """Make plates with fresh numbers, 1 to ``MOST``; no item is given one of these by itself."""
    with world.begin() as uow:
        numbers = [uow.inspections.next_lpn_number() for _ in range(min(max(count, 1), MOST))]
    return tuple(labels.plate(world, make_lpn(world.house.station, number)) for number in numbers)


def fresh(turn: Turn, text: str) -> Lpn | None:
    """Return the plate that a scan is, if this station drew its number and no item has it.

    An item that was given up gives its plate back. None for any other code.
    """
    try:
        plate = parse_lpn(text.strip())
    except DomainError:
        return None
    station, number = lpn_number(plate)
    if station != turn.world.house.station or not 0 < number <= turn.uow.inspections.lpn_numbers_drawn():
        return None
    known = turn.uow.inspections.by_lpn(plate)
    return plate if known is None or known.state is State.VOIDED else None


def take_over(turn: Turn, plate: Lpn) -> Bench:
    """Give the item in hand the plate that is stuck onto it. Raises HAS_PLATE once it wears one for good.

    After the verdict the plate is the unit's label, and this scan is the scan of it.
    """
    known = turn.in_hand
    if known.labelled or known.item.visit > 1:
        raise DomainError(Reason.HAS_PLATE, lpn=known.item.lpn, code=plate)
    item = replace(known.item, lpn=plate)
    changed = replace(known, item=item, labelled=known.state is State.ROUTED)
    turn.uow.inspections.replate(changed, known.item.lpn)
    return turn.bench.settled().says(Say.PLATE_TAKEN_OVER, Tone.GOOD, lpn=plate)
