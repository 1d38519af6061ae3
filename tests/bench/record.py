"""A journal of a million entries: append and sign at its end, prove from it, and check the whole of it."""

import os
import resource
import time
from pathlib import Path

from station.adapters.local.journal import LocalJournal, Writer
from station.adapters.local.sealing import Seal
from station.app.run import started
from station.domain.events import ScanUnknown
from station.domain.proof import merkle
from station.services.proof.checking import check
from tests.bench.figures import goal, in_turns, show
from tests.support import long_record
from tests.support.stations import Rig, fill, make_rig

ENTRIES = 1_000_000
ROUNDS = 200
PAGE = 4096
EVENT = ScanUnknown("4006381333931", None, "scanner", None)


class _Undone(Exception):
    pass


def run(folder: Path, entries: int = ENTRIES) -> None:
    rig = make_rig(folder / "station")
    with started(rig.station.parts[:2]):
        fill(rig)
        began = time.perf_counter()
        long_record.live(rig, entries)
        print(f"\n{entries} entries made in {time.perf_counter() - began:.0f} s")
        _appending(rig, folder)
        _proving(rig)
        _checking(rig)


def _appending(rig: Rig, folder: Path) -> None:
    handle = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    pages = os.urandom(3 * PAGE)

    def floor() -> None:
        os.write(handle, pages)
        os.fdatasync(handle)

    seal = Seal(rig.world.signer, "07")
    with rig.world.read() as uow:
        seal.committed(uow.tree)  # type: ignore[arg-type]
    work = in_turns(ROUNDS, append_alone=lambda: _alone(rig), append_and_sign=lambda: _signed(rig, seal))
    whole = in_turns(ROUNDS, write_and_sync=floor, commit_of_one_entry=lambda: _committed(rig))
    os.close(handle)
    show("Append at the end of it", *work.values(), *whole.values())
    goal("milliseconds to append and sign (p50)", work["append_and_sign"].p50, most=1)


def _alone(rig: Rig) -> None:
    """Append an entry to the table of the journal, as it was before there was a tree, and undo it."""
    try:
        with rig.world.begin() as uow:
            connection = uow.inspections._connection  # type: ignore[attr-defined]
            writer = Writer("07", rig.clock, rig.world.ids)
            LocalJournal(connection, writer, lambda _: None).append(EVENT, "dana")
            raise _Undone
    except _Undone:
        pass


def _signed(rig: Rig, seal: Seal) -> None:
    """Append an entry, grow the tree and sign its head, and undo it."""
    try:
        with rig.world.begin() as uow:
            uow.journal.append(EVENT, "dana")
            seal.close(uow.tree, uow.journal.head())  # type: ignore[arg-type]
            raise _Undone
    except _Undone:
        pass


def _committed(rig: Rig) -> None:
    with rig.world.begin() as uow:
        uow.journal.append(EVENT, "dana")


def _proving(rig: Rig) -> None:
    with rig.world.read() as uow:
        size, middle = uow.tree.size(), uow.tree.size() // 3
        root = uow.tree.root(size)
        series = in_turns(
            50,
            inclusion=lambda: uow.tree.inclusion(middle, size),
            consistency=lambda: uow.tree.consistency(middle, size),
        )
        entry = uow.record.entry(middle)
        assert entry and merkle.included(entry.leaf, middle - 1, size, uow.tree.inclusion(middle, size), root)
    show("Proofs from it", *series.values())


def _checking(rig: Rig) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, worked = time.perf_counter(), time.process_time()
    report = check(rig.world, photos=False)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert report.sound, report.findings
    print("\nCheck of the whole record, photos aside")
    print(f"  {worked:.1f} s of one core")
    goal(f"seconds for {report.entries} entries", seconds, most=60)
    goal("megabytes more than before", (after - before) / 1024, most=600)
