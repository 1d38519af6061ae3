"""What comes next on a track: messages of the entries behind its cursor, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from station.domain.outbound.destinations import Destination, Failed, Failure, Track
from station.domain.outbound.facts import Fact
from station.domain.outbound.telling import Outgoing
from station.outbound_ports import Numbered, Stream
from station.ports import UnitOfWork, World
from station.services.outbound import keeping
from station.services.outbound.making import CannotMake, made, worth_reading

# So many entries are looked through for one batch: most tell a destination nothing.
LOOKED_THROUGH = 500


@dataclass(frozen=True, slots=True)
class Next:
    """One message to send, the entry that it is of, and which of that entry's messages it is (from 0).

    ``broken`` where an entry cannot be told: then there is nothing to send.
    """

    id: str
    type: str
    number: int
    part: int
    request: Outgoing | None = None
    broken: Failed | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages in order, up to which entry all was looked at, and whether there is more behind it."""

    messages: tuple[Next, ...]
    upto: int
    more: bool


def gathered(world: World, destination: Destination, track: Track, most: int) -> Batch:
    """Gather the next messages of a track, ``most`` of them and what belongs to the last one's entry."""
    found: list[Next] = []
    with world.read() as uow:
        stream = keeping.stream(world, uow)
        entries = [
            e for e in stream.after(track.cursor, LOOKED_THROUGH) if e.number <= (track.upto or e.number)
        ]
        upto = track.cursor
        for entry in entries:
            if len(found) >= most:
                return Batch(tuple(found), upto, True)
            skip = track.part if entry.number == track.cursor + 1 else 0
            found += [
                each for each in _of(world, uow, stream, destination, track, entry) if each.part >= skip
            ]
            upto = entry.number
    return Batch(tuple(found), upto, len(entries) == LOOKED_THROUGH or bool(found))


def _of(
    world: World, uow: UnitOfWork, stream: Stream, destination: Destination, track: Track, entry: Numbered
) -> Iterator[Next]:
    if track.since and not _within(worth_reading(entry), track):
        return
    try:
        for part, each in enumerate(made(world, uow, stream, destination, entry)):
            yield Next(each.id, each.type, entry.number, part, each)
    except CannotMake as broken:
        how = Failed(Failure.CANNOT_BE_TOLD, str(broken))
        yield Next(f"entry_{entry.number}", "", entry.number, 0, None, how)


def _within(told: Fact | None, track: Track) -> bool:
    """Tell whether an entry was written in the time that a replay is about."""
    if told is None:
        return False
    at = datetime.fromisoformat(told.at)
    return datetime.fromisoformat(track.since) <= at < datetime.fromisoformat(track.until)
