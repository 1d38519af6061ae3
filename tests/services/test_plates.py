"""The unit's own label: scanned before the bin where a site wants it; plates printed before it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from station.domain.auditing.overrides import OverrideReason
from station.domain.bench import Say, Tone
from station.domain.errors import Reason
from station.domain.identifiers import make_lpn
from station.domain.inspection import State
from station.domain.people import Role
from station.domain.scanning import Command
from station.services import plates
from station.services.verifying import check_journal
from tests.support.stations import Rig
from tests.support.work import (
    in_hand,
    last_closed,
    open_item,
    option,
    press,
    said,
    step_up,
    to_bin,
    to_verdict,
    tone,
    unawaited,
)
from tests.support.workshop import show_another


@pytest.fixture
def rescanning(rig: Rig) -> Iterator[Rig]:
    """A rig where a unit's label is scanned before its bin."""
    world = replace(rig.world, house=replace(rig.world.house, rescan_label=True))
    yield replace(rig, world=world)


# The label before the bin ---------------------------------------------------------------------------


def test_the_bin_counts_only_after_the_units_own_label(rescanning: Rig) -> None:
    to_verdict(rescanning)
    lpn = in_hand(rescanning).item.lpn
    assert said(to_bin(rescanning)) == Reason.LABEL_FIRST
    assert in_hand(rescanning).state is State.ROUTED
    assert said(rescanning.scan(lpn)) == Say.LABEL_MATCHES
    assert said(to_bin(rescanning)) == Say.BINNED


def test_the_label_of_another_item_is_a_stop(rescanning: Rig) -> None:
    to_verdict(rescanning)
    other = in_hand(rescanning).item.lpn
    rescanning.scan(other)
    to_bin(rescanning)
    product = unawaited(rescanning)
    rescanning.scan(product.gtin)
    press(rescanning, 1)
    show_another(rescanning, product.sku)
    press(rescanning, 1, Command.PHOTO)
    result = rescanning.scan(other)
    assert (said(result), tone(result)) == (Reason.WRONG_LABEL, Tone.STOP)
    assert said(to_bin(rescanning)) == Reason.LABEL_FIRST


def test_a_label_with_another_verdict_has_to_be_scanned_anew(rescanning: Rig) -> None:
    to_verdict(rescanning)
    rescanning.scan(in_hand(rescanning).item.lpn)
    press(rescanning, Command.OVERRIDE)
    option(rescanning, "refurbish")
    option(rescanning, OverrideReason.OTHER)
    assert said(step_up(rescanning, Role.SUPERVISOR)) == Say.OVERRIDDEN
    assert said(to_bin(rescanning)) == Reason.LABEL_FIRST


def test_without_the_setting_nothing_more_is_asked(rig: Rig) -> None:
    to_verdict(rig)
    assert said(to_bin(rig)) == Say.BINNED


# Plates printed before ------------------------------------------------------------------------------


def test_plates_are_drawn_from_the_counter_that_items_use(rig: Rig) -> None:
    first, second = plates.draw(rig.world, 2)
    open_item(rig)
    assert in_hand(rig).item.lpn not in (first.code, second.code)
    assert len(plates.draw(rig.world, 0)) == 1
    assert len(plates.draw(rig.world, plates.MOST + 5)) == plates.MOST


def test_a_fresh_plate_becomes_the_items_own_before_the_verdict(rig: Rig) -> None:
    (plate,) = plates.draw(rig.world, 1)
    open_item(rig)
    was = in_hand(rig).item.lpn
    assert said(rig.scan(plate.code.lower())) == Say.PLATE_TAKEN_OVER
    assert in_hand(rig).item.lpn == plate.code
    press(rig, 1, Command.PHOTO)
    to_bin(rig)
    with rig.world.read() as uow:
        assert uow.inspections.by_lpn(plate.code) and uow.inspections.by_lpn(was) is None
    assert said(rig.scan(plate.code)) == Say.ALREADY_BINNED or last_closed(rig).item.lpn == plate.code
    assert check_journal(rig.world) == ()


def test_after_the_verdict_the_plate_is_the_label(rescanning: Rig) -> None:
    first, second = plates.draw(rescanning.world, 2)
    to_verdict(rescanning)
    assert said(rescanning.scan(first.code)) == Say.PLATE_TAKEN_OVER
    result = rescanning.scan(second.code)
    assert said(result) == Reason.HAS_PLATE
    assert in_hand(rescanning).item.lpn == first.code
    assert said(to_bin(rescanning)) == Say.BINNED


def test_a_plate_that_another_item_has_is_refused(rig: Rig) -> None:
    (plate,) = plates.draw(rig.world, 1)
    to_verdict(rig)
    rig.scan(plate.code)
    to_bin(rig)
    product = unawaited(rig)
    rig.scan(product.gtin)
    press(rig, 1)
    before = in_hand(rig)
    assert said(rig.scan(plate.code)) == Reason.PLATE_TAKEN
    assert in_hand(rig) == before


def test_an_item_given_up_gives_its_plate_back(rig: Rig) -> None:
    (plate,) = plates.draw(rig.world, 1)
    announced = open_item(rig)
    rig.scan(plate.code)
    press(rig, Command.BACK, 1)
    rig.scan(announced.rma)
    assert said(rig.scan(plate.code)) == Say.PLATE_TAKEN_OVER
    assert in_hand(rig).item.lpn == plate.code


@pytest.mark.parametrize("number", [0, 9_999_999])
def test_a_number_that_nobody_drew_is_no_plate_of_ours(rig: Rig, number: int) -> None:
    open_item(rig)
    was = in_hand(rig).item.lpn
    for station in (rig.world.house.station, "99"):
        assert tone(rig.scan(make_lpn(station, number))) == Tone.UNKNOWN
    assert in_hand(rig).item.lpn == was
