"""Close the item with the scan of its bin."""

from dataclasses import replace

from station.domain.bench import Bench, Say, Tone
from station.domain.binning import binned
from station.domain.errors import DomainError, Reason
from station.domain.events import InspectionFinished, ItemBinned, WrongBinRefused
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection
from station.services import printing
from station.services.turn import Turn


def scan_bin(turn: Turn, scanned: BinCode) -> Bench:
    """Put the item into the bin whose code was scanned; any other bin stops everything."""
    try:
        done = binned(turn.in_hand, scanned, turn.now, turn.person.id)
    except DomainError as refused:
        if refused.reason is not Reason.WRONG_BIN:
            raise
        return _stop(turn, refused)
    return _close(turn, done, scanned)


def _stop(turn: Turn, refused: DomainError) -> Bench:
    item = turn.in_hand
    needed, scanned = BinCode(refused.facts["needed"]), BinCode(refused.facts["scanned"])
    turn.record(WrongBinRefused(item.id, item.item.lpn, needed, scanned))
    place = turn.uow.catalog.bin(needed).place.in_language(turn.person.language)
    stopped = replace(turn.bench.settled(), stopped_at=scanned)
    return stopped.says(Reason.WRONG_BIN, Tone.STOP, needed=needed, scanned=scanned, place=place)


def _close(turn: Turn, done: Inspection, scanned: BinCode) -> Bench:
    assert done.route is not None
    turn.keep(done)
    turn.record(InspectionFinished(done))
    turn.record(ItemBinned(done.id, done.item.lpn, done.route.disposition, scanned))
    printing.queue_item_label(turn, done)
    return turn.bench.settled().put_down().says(Say.BINNED, Tone.GOOD, bin=scanned)
