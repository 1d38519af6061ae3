"""Replays in processes of their own.

Measured: beside a replay in a thread of the station the median scan took 18 ms instead of 5, for it waits for
the interpreter again and again; beside a process it took 5, as alone.
"""

import os
import subprocess
import sys
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace

from station.adapters.local.codec import decode, encode
from station.adapters.local.replay_talk import DATABASE, Line
from station.domain.errors import DomainError, Reason
from station.domain.replaying import Tried
from station.domain.tallying import Tally
from station.store_ports import Order, Progress

WORKER = "station.adapters.local.replay_process"


class ReplayProcesses:
    """Starts a process for each replay of one database, and ends it with the replay.

    The database is the path of a file, or an address that nobody is to see in a list of processes.
    """

    def __init__(self, database: str) -> None:
        self._database = database

    def run(self, order: Order) -> Generator[Progress | Tally]:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", WORKER]
        told = {**os.environ, DATABASE: self._database}
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=told) as process:  # noqa: S603 - our own
            try:
                yield from _heard(_lines(process, order))
            finally:
                process.kill()


def _lines(process: "subprocess.Popen[bytes]", order: Order) -> Iterator[Line]:
    """Give the order and read what is said. Raises STORE_FAILED when the process ends before its time."""
    if process.stdin is None or process.stdout is None:
        raise DomainError(Reason.STORE_FAILED)
    try:
        process.stdin.write(encode(order))
        process.stdin.close()
    except BrokenPipeError:
        raise DomainError(Reason.STORE_FAILED) from None
    for line in process.stdout:
        yield decode(line, Line)


def _heard(lines: Iterable[Line]) -> Generator[Progress | Tally]:
    different: list[Tried] = []
    for line in lines:
        if line.refused:
            raise DomainError(line.refused)
        different += line.different
        if line.progress:
            yield line.progress
        if line.tally:
            yield replace(line.tally, different=tuple(different))
            return
    raise DomainError(Reason.STORE_FAILED)
