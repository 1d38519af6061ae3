"""A station and central as processes of their own, forked from one that imported everything, to be killed.

    with nursery() as nursery:
        pid = nursery.start("central", folder, port)
        pid = nursery.start("station", folder, first)    # numbers its items from ``first`` on
        nursery.kill(pid)

The station works and ships without a pause. Photos that it was told are kept are in ``folder/../told``.
"""

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from station.app.courier import central_of, line_of
from station.app.run import started
from station.services.syncing.rounds import Round, run
from tests.support import shift
from tests.support.shipped import central_house
from tests.support.stations import Rig, make_rig

ROOT = Path(__file__).parents[2]
PAUSE = 0.02


def station(folder: Path, first: int) -> None:
    """Finish items and ship them until killed."""
    shift._numbers = itertools.count(first)
    rig = make_rig(folder)
    with started(rig.station.parts[:2]), (folder.parent / "told").open("ab", buffering=0) as told:
        with_ = round_of(rig, folder)
        while True:
            for sha256 in shift.work_shift(rig, 2, photos=2, size=20_000):
                told.write(f"{sha256}\n".encode())
            run(rig.world, with_, at_once=True)
            time.sleep(PAUSE)


def round_of(rig: Rig, folder: Path) -> Round:
    """Return what a station's rounds work with, by what its enrolment learned."""
    line = line_of(rig.station.settings, folder)
    assert line is not None
    quick = replace(line, connect_seconds=2.0, read_seconds=5.0)
    return Round(central_of(quick, rig.station.settings, rig.world.signer, "0"), draw=lambda: 0.0)


def central(folder: Path, port: int) -> None:
    """Serve until killed."""
    with central_house(folder, port=port):
        signal.pause()


ROLES: Mapping[str, Callable[[Path, int], None]] = {"station": station, "central": central}


class Nursery:
    """Starts processes and kills them."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.support.killed"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        self._running: set[int] = set()

    def start(self, role: str, folder: Path, number: int) -> int:
        pid = self._say({"role": role, "folder": str(folder), "number": number})
        self._running.add(pid)
        return pid

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self._running.discard(pid)
        assert self._say({"gone": pid}) == pid

    def runs(self, seconds: float) -> bool:
        """Let everything run for a while; tell whether the one that starts them lives."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return True
        return False

    def close(self) -> None:
        for pid in tuple(self._running):
            self.kill(pid)
        self._process.communicate()
        assert self._process.returncode == 0

    def _say(self, what: dict[str, object]) -> int:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextlib.contextmanager
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    try:
        yield made
    finally:
        made.close()


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        pid = asked.get("gone") or os.fork()
        if "gone" in asked:
            os.waitpid(pid, 0)
        elif pid == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what it says is not what its parent says
            try:
                ROLES[asked["role"]](Path(asked["folder"]), asked["number"])
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(1)
        os.write(1, f"{pid}\n".encode())


if __name__ == "__main__":
    main()
