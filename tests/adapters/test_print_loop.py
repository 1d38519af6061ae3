"""The thread that works the print queue: it prints by itself, and no trouble ends it."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import pytest

from firmware_bridge.sim.zpl_printer import Fault
from station.adapters.printing import loop
from station.adapters.printing.loop import PrintLoop
from station.app.run import started
from station.domain.errors import DomainError, Reason
from station.domain.people import Role
from station.domain.printing import PrinterState
from station.ports import UnitOfWork, World
from station.services import labels, printing
from tests.support.printing import jobs, with_printer
from tests.support.stations import Rig

PATIENCE = 10.0


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def made(world: World) -> PrintLoop:
    work = PrintLoop()
    work.attach(world)
    return work


def ask(rig: Rig, code: str) -> None:
    printing.queue_all(rig.world, labels.bin_labels(rig.world, code), rig.person(Role.OPERATOR).id)


def test_labels_are_printed_by_themselves_and_go_on_when_paper_is_back(rig: Rig) -> None:
    with with_printer(rig) as (printing_rig, device), started([made(printing_rig.world)]):
        ask(printing_rig, "R-01")
        until(lambda: len(device.printer.printed) == 1)
        device.printer.set(Fault.PAPER_OUT, True)
        ask(printing_rig, "R-02")
        until(lambda: jobs(printing_rig)[-1].why is PrinterState.PAPER_OUT)
        device.printer.set(Fault.PAPER_OUT, False)
        until(lambda: len(device.printer.printed) == 2)


def test_an_idle_printer_is_asked_how_it_is(rig: Rig) -> None:
    with with_printer(rig) as (printing_rig, _), started([made(printing_rig.world)]):
        until(lambda: printing_rig.world.printer.state() is PrinterState.READY)


@dataclass
class Disk:
    """A disk that is full for as long as a test wants."""

    world: World
    full: bool = False
    refused: int = 0

    def begin(self) -> AbstractContextManager[UnitOfWork]:
        if self.full:
            self.refused += 1
            raise DomainError(Reason.DISK_FULL)
        return self.world.begin()


def test_a_full_disk_does_not_end_the_printing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "STORE_REST_SECONDS", 0.05)
    with with_printer(rig) as (printing_rig, device):
        disk = Disk(printing_rig.world)
        with started([made(replace(printing_rig.world, begin=disk.begin))]):
            disk.full = True
            ask(printing_rig, "R-01")
            until(lambda: disk.refused > 1)
            disk.full = False
            until(lambda: len(device.printer.printed) == 1)
