"""The tick list: components by scan and by key, and what their absence amounts to."""

from dataclasses import replace

import pytest

from station.domain.bench import Say
from station.domain.errors import Reason
from station.domain.identifiers import Gtin
from station.domain.inspection import State
from station.domain.parts import Component
from station.domain.scanning import Command
from station.domain.texts import Texts
from station.services.queries import Tick, bench_view
from tests.support.stations import Rig
from tests.support.work import at_bench, in_hand, payloads, press, said, to_bin, unawaited

CHARGER = Component("04006382691344", Texts("Charger"), "main")  # sold by itself as well: a frying pan's GTIN
CABLE = Component("CABLE-1", Texts("Cable"), "minor")
PIN = Component("pin/1", Texts("Pin"), "minor")


@pytest.fixture
def listed(rig: Rig) -> Rig:
    """A rig with an item in hand whose tick list is on screen."""
    product = replace(unawaited(rig), components=(CHARGER, CABLE, PIN))
    with rig.world.begin() as uow:
        uow.catalog.load([product], [], [])
    rig.sign_in()
    rig.show(product.sku)
    rig.scan(product.gtin)
    press(rig, 1, Command.PHOTO, 2, 1, 1, 1, 1, 1)
    assert ticks(rig) == [False, False, False]
    return rig


def ticks(rig: Rig) -> list[bool]:
    with rig.world.read() as uow:
        person = uow.people.get(at_bench(rig).person or "")
    shown: tuple[Tick, ...] = bench_view(rig.world, person).ticks
    return [tick.there for tick in shown]


def answer(rig: Rig) -> str | None:
    return in_hand(rig).chosen.get("parts")


def test_scans_tick_and_the_last_one_answers(listed: Rig) -> None:
    for code, left in (("4006382691344", "2"), ("cable-1", "1")):
        result = listed.scan(code)
        assert said(result) == Say.PART_TICKED
        assert result.notice and result.notice.facts["left"] == left
        assert answer(listed) is None
    assert said(listed.scan("PIN/1")) == Say.ROUTED
    assert answer(listed) == "all"
    to_bin(listed)
    assert payloads(listed, "inspection_finished")[0]["inspection"]["answers"][-1]["missing"] == []


def test_keys_tick_and_untick(listed: Rig) -> None:
    press(listed, 1, 2, 1)
    assert ticks(listed) == [False, True, False]
    assert said(press(listed, 9)) == Reason.NO_SUCH_CHOICE
    press(listed, 1, 3)
    assert answer(listed) == "all"


def test_the_same_code_twice_is_one_tick(listed: Rig) -> None:
    listed.scan("CABLE-1")
    assert said(listed.scan("CABLE-1")) == Say.PART_TICKED
    assert ticks(listed) == [False, True, False]


@pytest.mark.parametrize(
    ("there", "choice", "missing"),
    [
        ((), "main", ["Charger", "Cable", "Pin"]),
        ((1,), "minor", ["Cable", "Pin"]),
        ((1, 2), "minor", ["Pin"]),
    ],
)
def test_the_rest_is_missing_by_the_worst_of_it(
    listed: Rig, there: tuple[int, ...], choice: str, missing: list[str]
) -> None:
    press(listed, *there, Command.REST_MISSING)
    assert answer(listed) == choice
    assert [part.name.en for part in in_hand(listed).answers[-1].missing] == missing
    to_bin(listed)
    kept = payloads(listed, "inspection_finished")[0]["inspection"]["answers"][-1]
    assert [part["name"]["en"] for part in kept["missing"]] == missing


def test_all_there_is_one_action_as_before(listed: Rig) -> None:
    press(listed, Command.ALL_THERE)
    assert (answer(listed), in_hand(listed).state) == ("all", State.ROUTED)


def test_undo_takes_back_tick_by_tick_and_an_answer_with_its_last_tick(listed: Rig) -> None:
    press(listed, 1, 2, 3)
    assert answer(listed) == "all"
    press(listed, Command.UNDO)
    assert (answer(listed), ticks(listed)) == (None, [True, True, False])
    press(listed, Command.UNDO)
    assert ticks(listed) == [True, False, False]
    press(listed, Command.REST_MISSING, Command.UNDO)
    assert (answer(listed), ticks(listed)) == (None, [True, False, False])


def test_other_parts_missing_is_another_answer_even_where_the_choice_is_the_same(listed: Rig) -> None:
    press(listed, 1, 2, Command.REST_MISSING, Command.BACK)
    press(listed, 2, 3, Command.REST_MISSING)
    assert (answer(listed), [p.name.en for p in in_hand(listed).answers[-1].missing]) == ("minor", ["Cable"])


def test_parts_scanned_before_their_question_answer_it_when_it_comes(rig: Rig) -> None:
    product = replace(unawaited(rig), components=(CHARGER, CABLE))
    with rig.world.begin() as uow:
        uow.catalog.load([product], [], [])
    rig.sign_in()
    rig.show(product.sku)
    rig.scan(product.gtin)
    press(rig, 1, Command.PHOTO, 2)
    for code in (CHARGER.code, CABLE.code):
        assert said(rig.scan(code)) == Say.PART_TICKED
    assert said(press(rig, 1, 1, 1, 1, 1)) == Say.ROUTED
    assert answer(rig) == "all"


def test_a_product_without_components_is_asked_as_before(rig: Rig) -> None:
    product = unawaited(rig)
    rig.sign_in()
    rig.show(product.sku)
    rig.scan(product.gtin)
    press(rig, 1, Command.PHOTO, 2, 1, 1, 1, 1, 1)
    assert ticks(rig) == []
    assert said(press(rig, Command.ALL_THERE)) == Reason.NOT_NOW
    assert said(press(rig, Command.REST_MISSING)) == Reason.NOT_NOW
    press(rig, 2)
    assert answer(rig) == "minor"


def test_a_choice_that_a_newer_checklist_dropped_counts_as_the_worst(listed: Rig) -> None:
    with listed.world.begin() as uow:
        product = uow.catalog.product(in_hand(listed).item.sku)
        odd = replace(CABLE, missing="no-such-choice")
        uow.catalog.load([replace(product, components=(CHARGER, odd))], [], [])
    press(listed, 1, Command.REST_MISSING)
    assert answer(listed) == "main"


def test_a_component_that_is_a_product_too_is_no_wrong_item(listed: Rig) -> None:
    """The pan whose GTIN the charger has is in the catalogue: with this item in hand it is the component."""
    with listed.world.read() as uow:
        assert uow.catalog.find((Gtin("04006382691344"),))
    assert said(listed.scan("4006382691344")) == Say.PART_TICKED
