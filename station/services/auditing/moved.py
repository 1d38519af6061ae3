"""An item reaches a bin: what lies there, the ledger, the work that follows, its label."""

from station.domain.auditing.changing import moved
from station.domain.auditing.decisions import Audited
from station.domain.auditing.events import ItemMoved
from station.domain.bench import Bench, Say, Tone
from station.domain.disposition import Disposition
from station.domain.identifiers import BinCode
from station.domain.inspection import Inspection
from station.services import disposing, printing, refurbishing
from station.services.auditing import logged
from station.services.turn import Turn


def put_into(turn: Turn, done: Inspection, scanned: BinCode) -> None:
    """Keep that an item lies in a bin, with all that follows from its disposition."""
    assert done.route is not None
    disposing.enter(turn, done)
    turn.uow.contents.put(done.id, done.item.lpn, scanned)
    if done.route.disposition is Disposition.REFURBISH:
        refurbishing.enqueue(turn.world, turn.uow, done, turn.uow.catalog.bin(scanned).center)
    printing.queue_item_label(turn, done)


def close(turn: Turn, done: Inspection, scanned: BinCode) -> Bench:
    """Close an item that was taken out of another bin; who graded it, and when, stays as it was."""
    assert done.taken_out is not None
    was, back = done.taken_out.bin, moved(done)
    turn.uow.inspections.save(back)
    entry = turn.record(ItemMoved(back, was, scanned))
    put_into(turn, back, scanned)
    logged.add(turn, entry, back, Audited.MOVED, was=was, bin=scanned)
    bench = turn.bench.settled().put_down()
    return bench.says(Say.MOVED, Tone.GOOD, lpn=back.item.lpn, bin=scanned, was=was)
