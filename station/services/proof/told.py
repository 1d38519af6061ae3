"""What the journal says, entry by entry, beside what the store says of the same things.

An inspection is compared as its entry is read and only where it parts is it looked at again, so that
a journal of any length is read in little memory.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from station.domain.inspection import State
from station.services.notes import committed
from station.services.proof.access import READ, Access
from station.services.proof.findings import About, Findings
from station.trust_ports import Columns, Kept, Record, Written

# What carries a whole inspection: closed, the store has to say the same of it. An override of an item that is
# still in hand leaves it open.
ENDS = frozenset({"inspection_finished", "item_held", "inspection_voided", "audit_overridden", "item_moved"})
# What opens a closed one again; these name it by its id.
REOPENS = frozenset({"hold_released", "item_taken_out"})
CLOSED = frozenset({State.BINNED.value, State.HELD.value, State.VOIDED.value})
Plain = Mapping[str, Any]
# What comes of values that no station wrote where they are taken for those that one writes.
SENSELESS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)

# What else is kept: by kind of entry the table, the row's key, and what it says, None where the row goes.
_SAYS: dict[str, tuple[Kept, Callable[[Plain], str], Callable[[Plain], Any]]] = {
    "rules_published": (
        Kept.RULES,
        lambda said: f"{said['kind']}/{said['id']}/{said['version']}",
        lambda said: said["content"],
    ),
    "recall_set": (Kept.RECALLS, lambda said: said["recall"]["id"], lambda said: said["recall"]),
    "recall_lifted": (Kept.RECALLS, lambda said: said["recall"], lambda _: None),
    "work_done": (Kept.WORKS, lambda said: said["work"]["id"], lambda said: said["work"]),
    "item_disposed": (Kept.DISPOSALS, lambda said: said["inspection"], lambda said: said["disposal"]),
    **dict.fromkeys(
        ("claim_begun", "claim_moved"),
        (Kept.CLAIMS, lambda said: said["claim"]["id"], lambda said: said["claim"]),
    ),
    "key_made": (Kept.KEYS, lambda said: said["key"], lambda said: said["key"]),
    "key_rotated": (Kept.KEYS, lambda said: said["key"], lambda said: said["key"]),
}
# Which inspection reached a bin, by kind of entry.
_BINNED: dict[str, Callable[[Plain], str]] = {
    "item_binned": lambda said: str(said["inspection"]),
    "item_moved": lambda said: str(said["inspection"]["id"]),
}
# Lines of the ledger go without an entry of their own when a plate is looked at again, and so do those of a
# bin. What is there must be as it was told.
_MAY_GO = frozenset({Kept.DISPOSALS})
_OF_CENTRAL = (Kept.RULES, Kept.KEYS)
_ROWS = tuple(kept for kept in Kept if kept is not Kept.CONTENTS)


@dataclass(slots=True)
class Told:
    """What was read so far: how inspections ended and by which entry, those whose rows are ``apart`` from
    that, the bins they reached, and the last entry on other rows."""

    record: Record
    ends: dict[str, tuple[int, str]] = field(default_factory=dict)
    apart: dict[str, int] = field(default_factory=dict)
    bins: dict[str, str] = field(default_factory=dict)
    access: Access = field(default_factory=Access)
    last: dict[Kept, dict[str, int]] = field(default_factory=lambda: {kept: {} for kept in Kept})

    def take(self, entry: Written, said: Plain) -> None:
        """Follow one entry."""
        self.access.take(entry.seq, entry.kind, said)
        if entry.kind in ENDS:
            self._end(entry.seq, said["inspection"])
        elif entry.kind in REOPENS:
            self._open(said["inspection"])
        if entry.kind in _BINNED:
            self.bins[_BINNED[entry.kind](said)] = intern(said["bin"])
        elif entry.kind in _SAYS:
            kept, key, value = _SAYS[entry.kind]
            value(said)
            self.last[kept][key(said)] = entry.seq

    def _end(self, seq: int, end: Plain) -> None:
        id_ = end["id"]
        self._open(id_)
        if end["state"] not in CLOSED:
            return
        self.ends[id_] = seq, end["state"]
        row = self.record.inspection(id_)
        if row is None or (not _same_at_once(row, end) and _differences(row, end)):
            self.apart[id_] = seq

    def _open(self, id_: str) -> None:
        self.ends.pop(id_, None)
        self.apart.pop(id_, None)


def compare(told: Told, found: Findings, alone: bool = True) -> None:
    """Tell where the store is not as the journal says, inspections first.

    Central is not ``alone``: what stations wrote is in its tables, too, and none of it in its own journal.
    Each station's record is checked where it was written.
    """
    if alone:
        _compare_work(told, found)
    for kept in _ROWS if alone else _OF_CENTRAL:
        _compare_rows(told, kept, found)
    told.access.compare(told.record, found)
    _compare_notes(told, found)


def _compare_work(told: Told, found: Findings) -> None:
    for id_, seq in told.apart.items():
        _tell_apart(told, id_, seq, found)
    _compare_states(told, found)
    _compare_scans(told, found)
    _compare_bins(told, found)


_READ = ENDS | REOPENS | READ | _SAYS.keys() | _BINNED.keys()


def needs_reading(entry: Written) -> bool:
    """Tell whether an entry says anything that the store keeps, or names photos."""
    return entry.kind in _READ or b'"photos"' in entry.payload


def _tell_apart(told: Told, id_: str, seq: int, found: Findings) -> None:
    entry, row = told.record.entry(seq), told.record.inspection(id_)
    end = told.record.plain(entry.payload)["inspection"] if entry else {}
    if row is None:
        words = f"is not in the store, the journal says {end['state']}"
    elif not row.plain:
        words = f"cannot be read, the journal says {end['state']}"
    else:
        words = f"is not as the journal says: {', '.join(_differences(row, end))}"
    found.add(About.STATE, f"inspection {id_} {words}", seq)


def _same_at_once(row: Columns, end: Plain) -> bool:
    """Tell whether a row is word for word what was told, as nearly all are."""
    item = end["item"]
    looked_up = row.lpn == item["lpn"] and row.rma == item["rma"] and row.closed_by == end["closed_by"]
    return looked_up and row.state == end["state"] and row.plain == end


def _differences(row: Columns, end: Plain) -> list[str]:
    """Name what a row says otherwise. A field that came later may be there, and empty."""
    kept = row.plain
    if not kept:
        return ["all"]
    item = end["item"]
    looked_up = (
        ("lpn", row.lpn, item["lpn"]),
        ("rma", row.rma, item["rma"]),
        ("state", row.state, end["state"]),
    )
    wrong = [name for name, is_, said in looked_up if is_ != said]
    if row.closed_by != end["closed_by"]:
        wrong.append("closed_by")
    wrong += [name for name in sorted(end) if kept.get(name) != end[name]]
    return wrong + [name for name in sorted(kept) if name not in end and kept[name]]


def _compare_states(told: Told, found: Findings) -> None:
    for id_, state in told.record.closed():
        seq, said = told.ends.get(id_, (None, ""))
        if not said:
            found.add(About.STATE, f"inspection {id_} is {state}, the journal does not say so")
        elif said != state:
            found.add(About.STATE, f"inspection {id_} is {state}, the journal says {said}", seq)


def _compare_scans(told: Told, found: Findings) -> None:
    for id_, (seq, state) in told.ends.items():
        if state == State.BINNED.value and id_ not in told.bins:
            words = f"inspection {id_} is finished, but the scan of its bin is missing"
            found.add(About.STATE, words, seq)


def _compare_bins(told: Told, found: Findings) -> None:
    for id_, bin_ in told.record.rows(Kept.CONTENTS):
        said = told.bins.get(id_)
        if said != bin_:
            words = f"the journal says {said}" if said else "the journal does not say so"
            found.add(
                About.STATE, f"inspection {id_} lies in bin {bin_}, {words}", told.ends.get(id_, (None,))[0]
            )


def _compare_rows(told: Told, kept: Kept, found: Findings) -> None:
    last, seen = told.last[kept], set()
    for key, says in told.record.rows(kept):
        seq = last.get(key)
        if kept not in _MAY_GO:
            seen.add(key)
        if seq is None:
            found.add(About.STATE, f"{kept.value}: {key} is there, the journal does not say so")
        elif not _same(_value(told, seq), says):
            found.add(About.STATE, f"{kept.value}: {key} is not as the journal says", seq)
    if kept not in _MAY_GO:
        for key in last.keys() - seen:
            if _value(told, last[key]) is not None:
                found.add(About.STATE, f"{kept.value}: {key} is missing, the journal says it", last[key])


def _compare_notes(told: Told, found: Findings) -> None:
    """Tell of texts that are not those to which the journal was committed. A removed one is no fault."""
    for commitment, salt, text in told.record.notes():
        if committed(salt, text) != commitment:
            found.add(About.STATE, f"the text {commitment} is not the one that was written")


def _value(told: Told, seq: int) -> Any:
    entry = told.record.entry(seq)
    return _SAYS[entry.kind][2](told.record.plain(entry.payload)) if entry and entry.kind in _SAYS else None


def _same(said: Any, is_: Any) -> bool:
    """Compare what was told with what is there; there, a field that came later may be, and empty."""
    if isinstance(said, dict) and isinstance(is_, dict):
        later = (is_[name] for name in is_.keys() - said.keys())
        return not any(later) and all(name in is_ and _same(said[name], is_[name]) for name in said)
    return bool(said == is_)
