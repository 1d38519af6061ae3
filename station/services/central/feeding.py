"""What central decided, given to a station that asks: in order, bounded, and only what concerns it.

Personal data is in no entry of the journal: it goes beside one, as it stands now. So what was removed since
is not given out any more.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from station.domain.proof.record import commitments_of
from station.domain.proof.telling import rules_key
from station.domain.sync.messages import Decided, Feed
from station.ports import UnitOfWork

Plain = Mapping[str, Any]
Beside = Mapping[str, object]
# So many decisions, and bytes of them, are given at once; so many entries are looked through for them.
MOST_DECISIONS, MOST_BYTES, MOST_ENTRIES = 100, 1024 * 1024, 2000
# Keys are in order in canonical JSON, so the kind stands before anything that is long.
_KIND = re.compile(rb'\{"actor":"(?:[^"\\]|\\.)*","at":"[^"]*","id":"[^"]*","kind":"([a-z_]+)"')


def feed(uow: UnitOfWork, station: str, after: int) -> Feed:
    """Return what central decided after a number. One indexed read where there is nothing new."""
    head = uow.journal.head()
    if after >= head:
        return Feed(head)
    decided: list[Decided] = []
    size, upto = 0, after
    for seq, canonical in uow.feed.entries(after, MOST_ENTRIES):
        upto = seq
        found = _decided(uow, station, seq, canonical)
        if found is None:
            continue
        decided.append(found)
        size += len(canonical) + _weight(found.beside)
        if len(decided) >= MOST_DECISIONS or size >= MOST_BYTES:
            break
    return Feed(upto, tuple(decided))


def _weight(beside: Beside) -> int:
    """Count what stands beside an entry; only what was published can be long."""
    return len(str(beside.get("published", "")))


def _decided(uow: UnitOfWork, station: str, seq: int, canonical: bytes) -> Decided | None:
    kind = _KIND.match(canonical)
    if kind is None or (name := kind[1].decode()) not in FEED:
        return None
    said = json.loads(canonical)["payload"]
    if name in OF_ONE and not _is_of(uow, station, said):
        return None
    return Decided(seq, canonical.decode(), FEED[name](uow, said))


def _is_of(uow: UnitOfWork, station: str, said: Plain) -> bool:
    """Tell whether a decision is on an inspection that this station made."""
    try:
        return uow.inspections.get(_inspection(said)).station == station
    except KeyError:
        return False


def _inspection(said: Plain) -> str:
    named = said["inspection"]
    return str(named["id"] if isinstance(named, Mapping) else named)


# What stands beside an entry -----------------------------------------------------------------------


def _nothing(_: UnitOfWork, __: Plain) -> Beside:
    return {}


def _person(uow: UnitOfWork, said: Plain) -> Beside:
    """Give the person as they stand now; nothing of one who was removed since."""
    known = uow.people.maybe(said["person"])
    return {} if known is None or known.removed_at else {"person": uow.feed.person(known)}


def _published(uow: UnitOfWork, said: Plain) -> Beside:
    """Give the rules that count from here on, so that a station can tell whether its own are the same."""
    entries = uow.told.of((rules_key(said["kind"], said["id"], said["version"]),))
    return {"published": entries[0].canonical.decode(), "seq": entries[0].seq} if entries else {}


def _document(uow: UnitOfWork, said: Plain) -> Beside:
    """Name the parts that were taken back since."""
    gone = [sha256 for sha256 in said["parts"] if not uow.feed.has_document(sha256)]
    return {"gone": gone} if gone else {}


def _form(uow: UnitOfWork, said: Plain) -> Beside:
    """Give what a customer wrote, as far as it still stands."""
    notes = dict(_notes(uow, said))
    return {"notes": notes} if notes else {}


def _audit(uow: UnitOfWork, said: Plain) -> Beside:
    """Give what was found of signals, and what was written."""
    known = uow.inspections.get(_inspection(said))
    findings = {signal.kind.value: signal.finding.value for signal in known.signals if signal.finding}
    notes = dict(_notes(uow, said))
    return {key: value for key, value in (("findings", findings), ("notes", notes)) if value}


def _notes(uow: UnitOfWork, said: Plain) -> Iterator[tuple[str, tuple[str, str]]]:
    for commitment in commitments_of([{"payload": said}]):
        salted = uow.notes.salted(commitment)
        if salted and salted[1]:
            yield commitment, (base64.b64encode(salted[0]).decode(), salted[1])


TO_ALL = frozenset(
    {"rules_published", "checklist_assigned", "recall_set", "recall_lifted", "bin_set", "work_center_set",
     "person_removed", "sender_removed", "sampling_resumed"}
)  # fmt: skip
PEOPLE = frozenset(
    {"person_added", "person_changed", "badge_renewed", "pin_reset", "pin_chosen", "person_unlocked",
     "access_ended", "access_given", "sessions_ended"}
)  # fmt: skip
# What concerns the station alone that made the inspection.
OF_ONE = frozenset(
    {"audit_confirmed", "audit_overridden", "audit_sent_back", "hold_kept", "hold_released", "photo_removed"}
)
FEED: Mapping[str, Callable[[UnitOfWork, Plain], Beside]] = {
    **dict.fromkeys(TO_ALL, _nothing),
    **dict.fromkeys(PEOPLE, _person),
    **dict.fromkeys(OF_ONE, _audit),
    "rules_put_in_force": _published,
    "document_published": _document,
    "form_sent": _form,
}
