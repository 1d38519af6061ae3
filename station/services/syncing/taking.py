"""Take what central decided: one decision after the other, each with the cursor in one transaction.

A decision that cannot be carried out is parked with why, and later ones go on. What breaks off before the
commit is pulled again; what breaks off after it is known by the cursor.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from station.domain.errors import DomainError, Reason
from station.domain.sync.events import TakenFromCentral, Took, Unfit
from station.domain.sync.messages import Decided
from station.domain.sync.parked import CannotProject, ParkedBecause
from station.feed_ports import Heard, Kept
from station.ports import UnitOfWork, World
from station.services.syncing.carried import CARRIED
from station.services.syncing.carrying import CannotTake, Carrying, DecidedHere
from station.services.syncing.marked import MarkedJournal, marked
from station.services.syncing.taking_audits import inspection_of
from station.services.syncing.taking_lists import Fetch, fetch, load_first
from station.sync_ports import Central, CentralRefused, CentralUnreachable


@dataclass(frozen=True, slots=True)
class Taken:
    """So many decisions were taken, so many of them parked, and up to which number all are here.

    ``behind`` says that central knows fewer than were taken: it was set back.
    """

    decisions: int = 0
    parked: int = 0
    upto: int = 0
    behind: bool = False


def take_waiting(world: World, central: Central) -> Taken:
    """Take all that central decided since. Raises CentralUnreachable and CentralRefused."""
    upto = _joined(world)
    decisions = parked = 0
    while (feed := central.feed(upto)).upto > upto:
        for decided in feed.decided:
            took = _take(world, central.document, decided)
            decisions += took is not None
            parked += took is Took.PARKED
        upto = feed.upto
        _move(world, upto)
    _ask_again(world, central)
    return Taken(decisions, parked, upto, behind=feed.upto < upto)


def _ask_again(world: World, central: Central) -> None:
    """Ask once more for lists that did not come whole."""
    with world.read() as uow:
        parked = uow.taken.parked()
    for kept in parked:
        if kept.why == Unfit.DOCUMENT_MISSING.value:
            try_again(world, kept.seq, central)


def _joined(world: World) -> int:
    """Return the cursor; from the first time on central's rules count here, not those of the files."""
    with world.read() as uow:
        upto = uow.taken.upto()
    if upto is None:
        _move(world, 0)
    return upto or 0


def _move(world: World, upto: int) -> None:
    """Pass over what does not concern this station."""
    with world.read() as uow:
        if uow.taken.upto() == upto:
            return
    with world.begin() as uow:
        uow.taken.move(upto)


# One decision --------------------------------------------------------------------------------------


def _take(world: World, fetched: Fetch, decided: Decided, anew: bool = False) -> Took | None:
    """Carry one decision out, or say why not. None for one that was taken before."""
    heard: Heard | None = None
    try:
        heard = _read(world, decided)
        gone = frozenset(map(str, _listed(decided.beside.get("gone"))))
        fetch(world, heard.event, gone, fetched)
        load_first(world, heard.event, gone)
        return _carry(world, heard, decided, anew)
    except (CentralUnreachable, CentralRefused, OSError):
        raise
    except DecidedHere as before:
        return _note(world, heard, decided, Took.DECIDED_HERE, before.standing, anew)
    except Exception as wrong:  # whatever a decision brings, those after it go on
        if isinstance(wrong, DomainError) and wrong.reason in _OWN_FAULTS:
            raise
        return _note(world, heard, decided, Took.PARKED, _why(wrong).value, anew)


def _listed(value: object) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


def _read(world: World, decided: Decided) -> Heard:
    with world.read() as uow:
        heard = uow.taken.read(decided.seq, decided.entry)
    if heard.kind not in CARRIED:
        raise CannotTake(Unfit.UNKNOWN_KIND)
    return heard


# What is wrong with this station's disk and not with a decision: it is taken another time.
_OWN_FAULTS = frozenset({Reason.DISK_FULL, Reason.STORE_FAILED})
_BY_ERROR: Mapping[type, Unfit] = {
    DomainError: Unfit.DOES_NOT_FIT,
    KeyError: Unfit.NOT_KNOWN_HERE,
    ValueError: Unfit.UNREADABLE,
    TypeError: Unfit.UNREADABLE,
}


def _why(wrong: Exception) -> Unfit:
    if isinstance(wrong, CannotTake):
        return wrong.why
    if isinstance(wrong, CannotProject):
        unknown = wrong.why in (ParkedBecause.UNKNOWN_KIND, ParkedBecause.TOO_NEW)
        return Unfit.UNKNOWN_KIND if unknown else Unfit.UNREADABLE
    return next((why for kind, why in _BY_ERROR.items() if isinstance(wrong, kind)), Unfit.FAILED)


def _carry(world: World, heard: Heard, decided: Decided, anew: bool) -> Took | None:
    with world.begin() as uow:
        if not _due(uow, decided.seq, anew):
            return None
        journal = MarkedJournal(uow.journal, _marker(heard, decided, Took.APPLIED), world.house.station)
        case = Carrying(world, marked(uow, journal), heard, decided.beside)
        shown = uow.bench.load().revision
        took = CARRIED[heard.kind](case)
        journal.close(_marker(heard, decided, took))
        _keep(world, uow, heard, decided, took)
        bench = uow.bench.load().revision
    for act in case.after:
        act()
    if bench != shown:
        world.bell.ring(bench)
    return took


def _note(
    world: World, heard: Heard | None, decided: Decided, took: Took, why: str, anew: bool
) -> Took | None:
    """Keep a decision that was not carried out, with why."""
    with world.begin() as uow:
        if not _due(uow, decided.seq, anew):
            return None
        before = uow.taken.get(decided.seq)
        if before is None or (before.took, before.why) != (took, why):
            uow.journal.append(_marker(heard, decided, took, why), world.house.station)
        _keep(world, uow, heard, decided, took, why)
    return took


def _due(uow: UnitOfWork, seq: int, anew: bool) -> bool:
    """Tell whether a decision is to be taken: the same one may be pulled twice, or tried by two at once."""
    kept = uow.taken.get(seq)
    return (kept is not None and kept.took is Took.PARKED) if anew else kept is None


def _marker(heard: Heard | None, decided: Decided, took: Took, why: str = "") -> TakenFromCentral:
    leaf = hashlib.sha256(b"\x00" + decided.entry.encode()).hexdigest()
    if heard is None:
        return TakenFromCentral(decided.seq, "", "", leaf, "", "", took, why)
    at = heard.at.isoformat(timespec="milliseconds")
    about = inspection_of(heard.event)
    return TakenFromCentral(decided.seq, heard.id, heard.kind, leaf, heard.by, at, took, why, about)


def _keep(
    world: World, uow: UnitOfWork, heard: Heard | None, decided: Decided, took: Took, why: str = ""
) -> None:
    at = world.clock.now().isoformat(timespec="milliseconds")
    kind = heard.kind if heard else ""
    beside = decided.beside if took is Took.PARKED else {}
    uow.taken.keep(Kept(decided.seq, kind, took, why, at, decided.entry, beside))
    if decided.seq > (uow.taken.upto() or 0):
        uow.taken.move(decided.seq)


# What is parked ------------------------------------------------------------------------------------


def parked_decisions(uow: UnitOfWork) -> tuple[Kept, ...]:
    """List the decisions of central that could not be carried out here, in central's order."""
    return uow.taken.parked()


def try_again(world: World, seq: int, central: Central | None = None) -> Took | None:
    """Try a parked decision once more. None where it is not parked; without central nothing is fetched.

    Raises CentralUnreachable.
    """
    with world.read() as uow:
        kept = uow.taken.get(seq)
    if kept is None or kept.took is not Took.PARKED:
        return None
    fetched = central.document if central else _nowhere
    return _take(world, fetched, Decided(seq, kept.entry, kept.beside), anew=True)


def _nowhere(_: str) -> NoReturn:
    raise CannotTake(Unfit.DOCUMENT_MISSING)
