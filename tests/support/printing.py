"""A station with a simulated label printer on a TCP port."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from firmware_bridge.sim.printer_ways import TcpPrinter
from station.adapters.printing.lines import NetworkLine
from station.adapters.printing.media import Media
from station.adapters.printing.printers import ZplPrinter
from station.domain.printing import JobState, PrintJob
from station.services import printing
from tests.support.stations import Rig


@contextmanager
def with_printer(rig: Rig, **house: bool) -> Iterator[tuple[Rig, TcpPrinter]]:
    """Give a rig a printer that is switched on. Nothing works the queue but the test."""
    device = TcpPrinter()
    device.start()
    printer = ZplPrinter(lambda: NetworkLine("127.0.0.1", device.port), Media())
    world = replace(rig.world, printer=printer, house=replace(rig.world.house, **house))
    try:
        yield replace(rig, world=world, station=replace(rig.station, world=world)), device
    finally:
        device.stop()


def work_off(rig: Rig, most: int = 50) -> None:
    """Work the queue until there is nothing that can be done now."""
    for _ in range(most):
        if printing.work(rig.world) != printing.AT_ONCE:
            return
    raise AssertionError("the queue never comes to rest")


def jobs(rig: Rig) -> list[PrintJob]:
    """List every label asked for, the oldest first."""
    return list(reversed(printing.recent(rig.world, 100)))


def states(rig: Rig) -> list[JobState]:
    return [job.state for job in jobs(rig)]
