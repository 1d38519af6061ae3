"""Codes that were held before a camera: when one counts as a scan.

A camera sees what nobody shows it: the label of the item in hand, a badge on a lanyard, the command sheet on
the wall. So it acts only where the bench waits for a code, and never as a person or as a command.
"""

from datetime import timedelta

from station.domain.bench import AskKind, Bench
from station.domain.identifiers import RESERVED
from station.domain.inspection import Inspection, State
from station.domain.scanning import Names, Scan, candidates
from station.ports import UnitOfWork, World

# Whoever lifts an item that was just binned covers its label and shows it again.
PUT_DOWN = timedelta(seconds=3)
# The label that a scanner is pointed at is in view for as long.
SAME_LABEL = timedelta(seconds=3)


def heeds(world: World, scan: Scan) -> bool:
    """Tell whether the bench takes a camera's code as a scan now.

    It does with nothing in hand, where it asks which line a code stands for, and for a bin where the item
    waits for its bin. While a question or a photo is on screen a code in view is the item's own.
    """
    if scan.text.startswith(RESERVED):
        return False
    with world.read() as uow:
        bench = uow.bench.load()
        if bench.person is None or _just_scanned(bench, scan):
            return False
        if bench.ask:
            return bench.ask.kind is AskKind.WHICH_LINE
        return _waits(world, uow, bench, scan)


def _just_scanned(bench: Bench, scan: Scan) -> bool:
    """Tell whether a scanner has read the same label, which the camera sees too."""
    last = bench.last_scan
    if last is None or last.device == scan.device:
        return False
    return last.text == scan.text and abs(scan.at - last.at) < SAME_LABEL


def _waits(world: World, uow: UnitOfWork, bench: Bench, scan: Scan) -> bool:
    codes = candidates(scan, world.gs1.interpret(scan.text, scan.aim))
    if bench.inspection is None:
        return not any(_just_put_down(closed, scan, codes) for closed in uow.inspections.recent(1))
    routed = uow.inspections.get(bench.inspection).state is State.ROUTED
    return routed and any(hit.names is Names.BIN for hit in uow.catalog.find(codes))


def _just_put_down(closed: Inspection, scan: Scan, codes: tuple[str, ...]) -> bool:
    recent = closed.closed_at is not None and scan.at - closed.closed_at < PUT_DOWN
    return recent and not closed.item.codes.union({closed.item.rma}).isdisjoint(codes)
