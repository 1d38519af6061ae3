"""Weigh the item in hand."""

from dataclasses import replace

from station.domain import inspection as item_in_hand
from station.domain.bench import Bench, Say
from station.domain.errors import DomainError, Reason
from station.domain.weight import Weighed, Weight
from station.ports import World
from station.services.turn import Turn, take_turn
from station.services.watching import watched


def weigh(world: World, revision: int | None = None) -> Bench:
    """Ask the scale for the weight at rest and keep it with the item, or say why there is none.

    The scale takes seconds, so it is asked before the transaction. With ``revision``, only if the screen
    showed the present state.
    """
    try:
        inspection = _wanted(world, revision)
        weighed = world.scale.weigh()
    except DomainError as error:
        refused = error
        return take_turn(world, lambda _: _refuse(refused))
    return take_turn(world, lambda turn: watched(turn, _keep(turn, inspection, weighed)))


def _wanted(world: World, revision: int | None) -> str:
    with world.read() as uow:
        bench = uow.bench.load()
        if revision is not None and revision != bench.revision:
            raise DomainError(Reason.STALE_SCREEN)
        if bench.inspection is None or bench.person is None or bench.ask:
            raise DomainError(Reason.NOT_NOW)
    return bench.inspection


def _refuse(refused: DomainError) -> Bench:
    raise refused


def _keep(turn: Turn, inspection: str, weighed: Weighed) -> Bench:
    if turn.in_hand.id != inspection:
        raise DomainError(Reason.STALE_SCREEN)
    weight = Weight(weighed.grams, weighed.at, turn.person.id, weighed.device, weighed.simulated)
    turn.keep(item_in_hand.weighed(turn.in_hand, weight))
    # The question, the verdict and a wrong bin stay as they are: weighing answers none of them.
    return replace(turn.bench, notice=None).says(Say.WEIGHED, grams=f"{weight.grams:g}")
