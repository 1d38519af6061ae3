"""What the page on sampling shows: each stream, its running lot, its last lots, and the items of a lot."""

from dataclasses import dataclass

from station.domain.inspection import Inspection
from station.domain.sampling.lots import Lot, Member
from station.domain.sampling.plans import Severity
from station.domain.sampling.streams import Stream
from station.ports import UnitOfWork, World

LAST = 5
# The order in which streams want attention.
_FIRST = (Severity.DISCONTINUED, Severity.TIGHTENED, Severity.NORMAL, Severity.REDUCED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A stream with its running lot, the lots before it (latest first), and the name of its grader."""

    stream: Stream
    grader: str
    running: Lot | None
    before: tuple[Lot, ...]


@dataclass(frozen=True, slots=True)
class Inside:
    """A lot and the inspections in it, those that were drawn first."""

    stream: Stream
    grader: str
    lot: Lot
    items: tuple[tuple[Member, Inspection], ...]


def streams(world: World) -> tuple[Shown, ...]:
    """List every stream, those that want attention first."""
    with world.read() as uow:
        found = [_shown(uow, stream) for stream in uow.sampling.streams()]
    return tuple(sorted(found, key=_urgency))


def _urgency(shown: Shown) -> tuple[int, str, str]:
    return _FIRST.index(shown.stream.severity), shown.grader, shown.stream.category


def _shown(uow: UnitOfWork, stream: Stream) -> Shown:
    lots = uow.sampling.lots(stream.key, LAST + 1)
    running = lots[0] if lots and not lots[0].full else None
    return Shown(stream, _name(uow, stream), running, tuple(lot for lot in lots if lot.full)[:LAST])


def _name(uow: UnitOfWork, stream: Stream) -> str:
    try:
        return uow.people.get(stream.grader).name if stream.grader else ""
    except KeyError:
        return stream.grader


def inside(world: World, lot: str) -> Inside:
    """Return a lot with its items. Raises KeyError."""
    with world.read() as uow:
        known = uow.sampling.lot(lot)
        stream = uow.sampling.stream(known.stream)
        assert stream is not None
        members = sorted(uow.sampling.members(lot), key=lambda member: not member.drawn)
        items = tuple((member, uow.inspections.get(member.inspection)) for member in members)
        return Inside(stream, _name(uow, stream), known, items)
