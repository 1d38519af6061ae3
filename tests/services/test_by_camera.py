"""A code that a camera sees is a scan only where the bench waits for one."""

import pytest

from station.domain.people import Role
from station.domain.scanning import Command, Scan, Source
from station.services import bench, by_camera
from tests.support.stations import Rig
from tests.support.work import (
    at_bench,
    badge,
    expected,
    in_hand,
    last_closed,
    of,
    open_item,
    press,
    to_bin,
    to_verdict,
)


def seen(rig: Rig, text: str, wait: float = 5.0) -> bool:
    """Hold a code before the camera; tell whether it counts."""
    rig.clock.advance(seconds=wait)
    scan = Scan(text, None, "camera:overhead", rig.clock.now(), Source.CAMERA, True)
    heeded = by_camera.heeds(rig.world, scan)
    if heeded:
        bench.scan(rig.world, scan)
    return heeded


def test_with_nothing_in_hand_it_takes_the_item_in(rig: Rig) -> None:
    rig.sign_in()
    announced = expected(rig)
    assert seen(rig, announced.rma)
    assert in_hand(rig).item.rma == announced.rma


def test_the_label_that_a_scanner_reads_is_no_second_scan(rig: Rig) -> None:
    rig.sign_in()
    announced = expected(rig, lines=3)
    rig.scan(announced.rma)
    assert not seen(rig, announced.rma, wait=0.3)
    assert seen(rig, announced.rma, wait=5)


def test_it_says_which_line_is_meant(rig: Rig) -> None:
    rig.sign_in()
    announced = expected(rig, lines=3)
    rig.scan(announced.rma)
    assert at_bench(rig).ask
    line = announced.lines[-1]
    assert seen(rig, line.serial or of(rig, line.sku).gtin)
    assert in_hand(rig).item.sku == line.sku


@pytest.mark.parametrize("before", [(), (2,)], ids=["photo", "question"])
def test_while_a_question_or_a_photo_is_on_screen_it_is_evidence(rig: Rig, before: tuple[int, ...]) -> None:
    announced = open_item(rig)
    press(rig, *(before or (1,)))
    revision = at_bench(rig).revision
    assert not seen(rig, of(rig, announced.lines[0].sku).gtin)
    assert not seen(rig, "SOMETHING-ELSE")
    assert at_bench(rig).revision == revision


def test_while_something_else_is_asked_it_waits(rig: Rig) -> None:
    announced = open_item(rig)
    press(rig, Command.HOLD)
    assert not seen(rig, announced.rma)


def test_a_badge_in_view_signs_nobody_in_or_out(rig: Rig) -> None:
    rig.sign_in()
    assert not seen(rig, badge(rig, Role.SUPERVISOR))
    assert at_bench(rig).person == rig.person(Role.OPERATOR).id


@pytest.mark.parametrize("command", [Command.HOLD, Command.ONE, Command.PHOTO])
def test_the_command_sheet_in_view_commands_nothing(rig: Rig, command: Command) -> None:
    open_item(rig)
    assert not seen(rig, command.printed)


def test_nobody_signed_in_means_no_scan(rig: Rig) -> None:
    assert not seen(rig, expected(rig).rma)


def test_at_the_verdict_only_a_bin_counts(rig: Rig) -> None:
    announced = to_verdict(rig)
    assert not seen(rig, of(rig, announced.lines[0].sku).gtin)
    assert not seen(rig, "NOT-KNOWN")
    needed = (in_hand(rig).route or pytest.fail()).bin
    assert needed is not None
    assert seen(rig, next(bin_.code for bin_ in rig.site.bins if bin_.code != needed))
    assert at_bench(rig).stopped_at
    assert seen(rig, needed)
    assert at_bench(rig).inspection is None


def test_an_item_lifted_off_the_bench_after_its_bin_is_not_taken_in_hand_again(rig: Rig) -> None:
    announced = to_verdict(rig)
    to_bin(rig)
    codes = {announced.rma, of(rig, announced.lines[0].sku).gtin, last_closed(rig).item.lpn}
    for code in codes:
        assert not seen(rig, code, wait=0.5)
    assert seen(rig, "ANOTHER", wait=0)
    assert seen(rig, announced.rma, wait=5)
