"""The item is done when its own bin was scanned, and by nothing else."""

from station.domain.bench import Say, Tone
from station.domain.errors import Reason
from station.domain.inspection import State
from station.domain.scanning import Command
from station.services.queries import Mode, bench_view
from station.services.verifying import check_journal
from tests.support.stations import Rig
from tests.support.work import (
    at_bench,
    entries,
    in_hand,
    last_closed,
    payloads,
    press,
    said,
    to_bin,
    to_verdict,
    tone,
)


def mode(rig: Rig) -> Mode:
    with rig.world.read() as uow:
        person = uow.people.get(at_bench(rig).person or "")
    return bench_view(rig.world, person).mode


def test_the_wrong_bin_is_a_hard_stop_that_names_both(rig: Rig) -> None:
    to_verdict(rig)
    needed = in_hand(rig).route.bin
    result = rig.scan("D-01")
    assert (said(result), tone(result)) == (Reason.WRONG_BIN, Tone.STOP)
    assert result.notice
    assert (result.notice.facts["needed"], result.notice.facts["scanned"]) == (needed, "D-01")
    assert result.notice.facts["place"]
    assert mode(rig) is Mode.STOP
    assert in_hand(rig).state is State.ROUTED


def test_a_stop_stays_through_any_other_scan_or_key_until_the_right_bin(rig: Rig) -> None:
    to_verdict(rig)
    needed = in_hand(rig).route.bin
    rig.scan("D-01")
    for command in (Command.ONE, Command.CANCEL, Command.PHOTO):
        press(rig, command)
        assert mode(rig) is Mode.STOP
    rig.scan("NOT-KNOWN-HERE")
    assert mode(rig) is Mode.STOP
    assert said(rig.scan(needed)) == Say.BINNED
    assert mode(rig) is Mode.READY


def test_every_wrong_bin_is_recorded_and_the_right_one_works_afterwards(rig: Rig) -> None:
    to_verdict(rig)
    needed, lpn = in_hand(rig).route.bin, in_hand(rig).item.lpn
    rig.scan("D-01")
    rig.scan("F-03")
    assert said(to_bin(rig)) == Say.BINNED
    assert [(p["lpn"], p["needed"], p["scanned"]) for p in payloads(rig, "wrong_bin_refused")] == [
        (lpn, needed, "D-01"),
        (lpn, needed, "F-03"),
    ]
    assert check_journal(rig.world) == ()


def test_the_record_of_a_finished_item_is_complete_by_itself(rig: Rig) -> None:
    announced = to_verdict(rig)
    photo = in_hand(rig).photos[0].sha256
    to_bin(rig)
    *_, finished, binned, _ = entries(rig)
    assert (finished["kind"], binned["kind"]) == ("inspection_finished", "item_binned")
    inspection = finished["payload"]["inspection"]
    assert inspection["item"]["rma"] == announced.rma
    assert [(a["question"], a["choice"], a["by"]) for a in inspection["answers"]] == [
        ("sealed", "yes", "dana")
    ]
    assert [p["sha256"] for p in inspection["photos"]] == [photo]
    assert inspection["route"]["decision"]["row_id"] == "sealed"
    assert inspection["route"]["ruling"]["grounds"]
    assert inspection["simulated"] is finished["simulated"] is True
    assert (finished["station"], finished["actor"], finished["schema_version"]) == ("07", "dana", 1)


def test_a_bin_is_scanned_in_small_letters_too(rig: Rig) -> None:
    to_verdict(rig)
    assert said(rig.scan((in_hand(rig).route.bin or "").lower())) == Say.BINNED


def test_the_bench_is_free_afterwards_and_counts_the_item(rig: Rig) -> None:
    to_verdict(rig)
    to_bin(rig)
    with rig.world.read() as uow:
        person = uow.people.get("dana")
    view = bench_view(rig.world, person)
    assert (view.mode, view.done, view.recent[0].id) == (Mode.READY, 1, last_closed(rig).id)
