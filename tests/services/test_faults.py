"""Killed at any moment, out of room, twice on one folder: nothing is lost and the work goes on."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pysqlite3
import pytest

from station.app.folder import FolderInUse
from station.app.run import started
from station.domain.bench import Bench, Say, Tone
from station.domain.errors import Reason
from station.domain.inspection import State
from station.domain.people import Role
from station.domain.scanning import Command
from station.services import signing_in
from station.services.verifying import check_journal
from tests.support import worker
from tests.support.rooms import small_disk
from tests.support.stations import Rig, fill, make_rig
from tests.support.work import badge, entries, in_hand, open_item, press, said, to_bin, tone

ROUNDS = 15
ROOT = Path(__file__).parents[2]


class Nursery:
    """Starts workers on one folder and kills them."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.support.worker", str(folder)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def run_and_kill(self, after: int, delay: float) -> list[dict[str, Any]]:
        """Return every line that a worker was able to say before it was killed."""
        self._send("go\n")
        pid = self._line()["pid"]
        told = [self._line() for _ in range(after)]
        time.sleep(delay)  # the moment is what varies here; nothing is waited for
        os.kill(pid, signal.SIGKILL)
        while "gone" not in (line := self._line()):
            told.append(line)
        return told

    def close(self) -> None:
        self._process.communicate()
        assert self._process.returncode == 0

    def _send(self, text: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(text)
        self._process.stdin.flush()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout
        line: dict[str, Any] = json.loads(self._process.stdout.readline())
        return line


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path / "data")
    yield nursery
    nursery.close()


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_killed_at_any_moment_the_work_goes_on_where_it_was(nursery: Nursery, tmp_path: Path) -> None:
    chance = random.Random(20260701)
    closed: set[str] = set()
    head = 0
    for _ in range(ROUNDS):
        told = nursery.run_and_kill(chance.randint(1, 12), chance.uniform(0, 0.06))
        rig = make_rig(tmp_path / "data")
        with started(rig.station.parts):
            assert check_journal(rig.world) == ()
            is_where_it_was(rig, told[-1])
            journal = entries(rig)
        assert len(journal) >= head
        head = len(journal)
        closed |= {e["payload"]["lpn"] for e in journal if e["kind"] == "item_binned"}
        assert acknowledged(told) <= closed | open_or_held(journal) | {told[-1].get("lpn")}
    assert len(closed) > 1
    nothing_is_lost_or_doubled(tmp_path / "data")


def is_where_it_was(rig: Rig, last: dict[str, Any]) -> None:
    """The draft is as acknowledged, or one step further where the kill fell between commit and word."""
    now, inspection = worker.state(rig)
    ahead = now.revision - last["revision"]
    assert 0 <= ahead <= 1
    here = json.loads(json.dumps(worker.draft(now, inspection)))
    if ahead == 0:
        assert {**here, "revision": last["revision"]} == last
    elif here["inspection"] and here["inspection"] == last["inspection"]:
        assert abs(len(here["answers"]) - len(last["answers"])) <= 1 or here["revisiting"] is None
    for photo in [*here.get("photos", []), here.get("candidate")]:
        assert photo is None or rig.world.vault.get(photo)


def acknowledged(told: list[dict[str, Any]]) -> set[str]:
    """Every licence plate that the bench had in hand and then no more."""
    plates = [line["lpn"] for line in told if line.get("lpn")]
    return set(plates)


def open_or_held(journal: list[dict[str, Any]]) -> set[str]:
    kinds = ("item_held", "inspection_voided")
    return {e["payload"]["inspection"]["item"]["lpn"] for e in journal if e["kind"] in kinds}


def nothing_is_lost_or_doubled(folder: Path) -> None:
    rig = make_rig(folder)
    with started(rig.station.parts):
        binned = Counter(e["payload"]["lpn"] for e in entries(rig) if e["kind"] == "item_binned")
        finished = Counter(
            e["payload"]["inspection"]["item"]["lpn"]
            for e in entries(rig)
            if e["kind"] == "inspection_finished"
        )
        assert binned == finished
        assert set(binned.values()) == {1}
        with rig.world.read() as uow:
            stored = {i.item.lpn: i for i in uow.inspections.closed(10_000)}
            in_work = uow.bench.load().inspection
            plates = [*stored, *([uow.inspections.get(in_work).item.lpn] if in_work else [])]
            received = {
                (r.rma, line.number): uow.catalog.expected(r.rma).line(line.number).received
                for r in rig.site.returns
                for line in r.lines
            }
            units = [i.item for i in stored.values() if i.state.value != "voided"]
            units += [uow.inspections.get(in_work).item] if in_work else []
    assert sorted(int(plate[4:11]) for plate in plates) == list(range(1, len(plates) + 1))
    seen = Counter((item.rma, item.line) for item in units if item.rma and item.line is not None)
    assert {key: count for key, count in received.items() if count} == seen


# No room -------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Rig]:
    """A station whose data folder is on a disk of 8 MB, with an item at its photo."""
    for disk in small_disk(tmp_path, megabytes=8):
        rig = make_rig(disk / "data")
        with started(rig.station.parts):
            fill(rig)
            open_item(rig)
            press(rig, 1)
            yield rig


def fill_up(rig: Rig) -> Path:
    """Leave no room at all: not on the disk, and not in a WAL that could be written over."""
    connection = pysqlite3.connect(rig.station.folder.path / "station.db")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    filler = rig.station.folder.path / "filler"
    handle = os.open(filler, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while True:
            os.write(handle, b"x" * 4096)
    os.close(handle)
    return filler


ACTIONS: dict[str, Callable[[Rig], Bench]] = {
    "photo": lambda rig: press(rig, Command.PHOTO),
    "key": lambda rig: press(rig, Command.HOLD),
    "back": lambda rig: press(rig, Command.BACK),
    "unknown scan": lambda rig: rig.scan("NOBODY-KNOWS-ME"),
    "badge": lambda rig: rig.scan(badge(rig, Role.OPERATOR, 1)),
    "printed command": lambda rig: rig.scan(Command.PHOTO.printed),
}


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS.keys())
def test_a_full_disk_is_said_and_the_same_action_works_once_there_is_room(
    small: Rig, action: Callable[[Rig], Bench]
) -> None:
    before, journal = in_hand(small), entries(small)
    seen = small.world.bell.wait(0, 0, timeout=0)
    filler = fill_up(small)
    refused = action(small)
    assert (said(refused), tone(refused)) == (Reason.DISK_FULL, Tone.STOP)
    told = small.world.bell.wait(seen.revision, seen.echo, timeout=0).alarm
    assert told
    assert told.say == Reason.DISK_FULL
    assert (in_hand(small), entries(small)) == (before, journal)
    filler.unlink()
    done = action(small)
    assert done.notice is None or done.notice.say != Reason.DISK_FULL
    assert small.world.bell.wait(seen.revision, seen.echo, timeout=0).alarm is None
    assert done.revision > refused.revision
    assert check_journal(small.world) == ()


def test_an_item_that_met_a_full_disk_is_finished_like_any_other(small: Rig) -> None:
    filler = fill_up(small)
    for _ in range(3):
        assert said(press(small, Command.PHOTO)) == Reason.DISK_FULL
    filler.unlink()
    assert said(press(small, Command.PHOTO)) == Say.ROUTED
    filler = fill_up(small)
    assert said(to_bin(small)) == Reason.DISK_FULL
    assert in_hand(small).state is State.ROUTED
    filler.unlink()
    assert said(to_bin(small)) == Say.BINNED
    assert check_journal(small.world) == ()


def test_signing_in_on_a_full_disk_says_why_not(small: Rig) -> None:
    small.scan(badge(small, Role.OPERATOR, 1))
    filler = fill_up(small)
    pin = small.person(Role.OPERATOR, 1).pin
    refused = signing_in.sign_in(small.world, pin)
    assert refused.token is None
    assert refused.refused
    assert refused.refused.reason is Reason.DISK_FULL
    filler.unlink()
    assert signing_in.sign_in(small.world, pin).token


# Two on one folder ---------------------------------------------------------------------------------


def test_two_stations_never_work_on_one_folder(rig: Rig) -> None:
    second = make_rig(rig.station.folder.path)
    with pytest.raises(FolderInUse, match=f"process {os.getpid()}"), started(second.station.parts):
        pass
    assert said(rig.scan("$ID-NOBODY")) == Reason.UNKNOWN_BADGE
