"""What was written is read back: inspections in pages, a catalogue that forgets what is gone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station.domain.catalog import RmaLine
from station.domain.identifiers import Rma, Serial, make_lpn
from station.domain.inspection import HoldReason, Inspection, held, voided
from station.domain.scanning import Names
from tests.support.engines import ENGINES, stocked_on
from tests.support.made import ITEM, after, opened
from tests.support.stations import Rig
from tests.support.work import expected, of


@pytest.fixture(params=ENGINES)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    """A station on each engine."""
    with stocked_on(request.param, tmp_path / "data") as rig:
        yield rig


def kept(rig: Rig, *inspections: Inspection) -> None:
    with rig.world.begin() as uow:
        for inspection in inspections:
            uow.inspections.add(inspection)
            uow.inspections.save(inspection)


def numbered(number: int) -> Inspection:
    item = replace(ITEM, lpn=make_lpn("07", number))
    return replace(opened(item), id=f"i-{number:03d}")


def closed_at(number: int, seconds: float) -> Inspection:
    return voided(numbered(number), after(seconds), "dana")


def test_closed_inspections_are_paged_newest_first_without_a_gap_or_a_double(rig: Rig) -> None:
    """Three of them were closed in the same microsecond."""
    kept(rig, *(closed_at(n, seconds=min(n, 7)) for n in range(1, 10)), numbered(99))
    seen: list[str] = []
    with rig.world.read() as uow:
        page = uow.inspections.closed(2)
        while page:
            seen += [inspection.id for inspection in page]
            page = uow.inspections.closed(2, page[-1].id)
    assert seen == [f"i-{n:03d}" for n in range(9, 0, -1)]


def test_items_on_hold_are_paged_longest_waiting_first(rig: Rig) -> None:
    kept(rig, *(held(numbered(n), HoldReason.OTHER, after(n), "dana") for n in range(1, 6)), closed_at(9, 1))
    with rig.world.read() as uow:
        first = uow.inspections.on_hold(3)
        rest = uow.inspections.on_hold(3, first[-1].id)
    assert [i.id for i in (*first, *rest)] == [f"i-{n:03d}" for n in range(1, 6)]


def test_what_a_person_closed_since_signing_in_is_counted(rig: Rig) -> None:
    kept(rig, *(held(numbered(n), HoldReason.OTHER, after(n), "dana") for n in range(1, 6)))
    kept(rig, closed_at(6, 6), held(numbered(7), HoldReason.OTHER, after(7), "pavel"))
    with rig.world.read() as uow:
        assert uow.inspections.closed_since("dana", after(3)) == 3
        assert uow.inspections.closed_since("pavel", after(0)) == 1


def test_an_inspection_is_found_by_its_licence_plate(rig: Rig) -> None:
    kept(rig, numbered(5))
    lpn = make_lpn("07", 5)
    with rig.world.read() as uow:
        assert uow.inspections.by_lpn(lpn) == numbered(5)
        assert uow.inspections.by_lpn(make_lpn("07", 6)) is None
        assert [(h.names, h.key) for h in uow.catalog.find((lpn,))] == [(Names.LPN, "i-005")]


def test_licence_plates_are_numbered_on_and_never_twice(rig: Rig) -> None:
    numbers = []
    for _ in range(3):
        with rig.world.begin() as uow:
            numbers.append(uow.inspections.next_lpn_number())
    assert numbers == [1, 2, 3]


def test_every_code_of_the_sample_site_names_what_it_should(rig: Rig) -> None:
    with rig.world.read() as uow:
        for product in rig.site.products:
            assert (Names.GTIN, product.sku) in {(h.names, h.key) for h in uow.catalog.find((product.gtin,))}
        for announced in rig.site.returns:
            assert uow.catalog.expected(announced.rma) == announced
            named = {h.names for h in uow.catalog.find((announced.rma, announced.order, announced.tracking))}
            assert named == {Names.RMA, Names.ORDER, Names.TRACKING}


@pytest.mark.parametrize("codes", [(), ("NOBODY",), ("",), ("NOBODY",) * 4])
def test_nothing_is_found_under_nothing(rig: Rig, codes: tuple[str, ...]) -> None:
    with rig.world.read() as uow:
        assert uow.catalog.find(codes) == ()


def test_a_return_announced_again_with_other_lines_forgets_the_old_ones(rig: Rig) -> None:
    announced = expected(rig, sku="PH-61")
    line = announced.lines[0]
    new = replace(announced, tracking="NEW-TRACK", lines=(RmaLine(2, of(rig, "KT-17").sku),))
    with rig.world.begin() as uow:
        uow.catalog.load([], [new], [])
    with rig.world.read() as uow:
        assert uow.catalog.find((line.serial or "",)) == ()
        assert uow.catalog.find((announced.tracking,)) == ()
        assert [h.key for h in uow.catalog.find(("NEW-TRACK",))] == [announced.rma]
        assert announced.rma not in [r.rma for r, _ in uow.catalog.awaiting(line.sku, 99)]


def test_a_return_announced_again_keeps_what_was_received(rig: Rig) -> None:
    announced = expected(rig, quantity=1)
    with rig.world.begin() as uow:
        uow.catalog.save_expected(announced.receive(1))
        uow.catalog.load([], [announced], [])
    with rig.world.read() as uow:
        assert uow.catalog.expected(announced.rma).line(1).received == 1
        waiting = [r.rma for r, _ in uow.catalog.awaiting(announced.lines[0].sku, 99)]
    assert announced.rma not in waiting


def test_one_order_may_have_several_returns(rig: Rig) -> None:
    announced = expected(rig, quantity=1)
    line = replace(announced.lines[0], serial=Serial("SECOND"))
    second = replace(announced, rma=Rma("RMA-SECOND"), tracking="T-2", lines=(line,))
    with rig.world.begin() as uow:
        uow.catalog.load([], [second], [])
    rig.sign_in()
    ask = rig.scan(announced.order).ask
    assert ask
    assert set(ask.options) == {f"{announced.rma}/1", "RMA-SECOND/1"}
