"""How far a return is, as a shop's site tells its customer."""

from dataclasses import replace

import pytest

from station.domain.api.whereabouts import Stage, counted, stage_of
from station.domain.catalog import ExpectedReturn, RmaLine
from station.domain.identifiers import Lpn, Rma, Sku
from station.domain.inspection import Inspection, State
from tests.support.made import ITEM, opened


def unit(number: int, state: State) -> Inspection:
    return replace(opened(replace(ITEM, lpn=Lpn(f"LPN-{number}"))), state=state, id=f"{number}")


def announced(received: int, quantity: int = 2) -> ExpectedReturn:
    line = RmaLine(1, Sku("S"), quantity, received=received)
    return ExpectedReturn(Rma("R"), "O", "", "web", None, True, (line,))


@pytest.mark.parametrize(
    ("received", "states", "stage"),
    [
        (0, [], Stage.ANNOUNCED),
        (1, [State.BINNED], Stage.RECEIVED),
        (2, [State.BINNED, State.OPEN], Stage.RECEIVED),
        (2, [State.BINNED, State.HELD], Stage.IN_REVIEW),
        (2, [State.BINNED, State.ROUTED], Stage.INSPECTED),
        (2, [State.BINNED, State.BINNED], Stage.DECIDED),
    ],
)
def test_a_return_is_as_far_as_what_is_behind(received: int, states: list[State], stage: Stage) -> None:
    units = [unit(number, state) for number, state in enumerate(states)]
    assert stage_of(announced(received), units) is stage


def test_what_nobody_announced_is_as_far_as_its_units() -> None:
    assert stage_of(None, [unit(1, State.BINNED)]) is Stage.DECIDED


def test_of_a_plate_the_latest_pass_counts_and_none_that_was_given_up() -> None:
    first, again, given_up = unit(1, State.BINNED), unit(1, State.HELD), unit(2, State.VOIDED)
    assert counted([first, again, given_up]) == (again,)
