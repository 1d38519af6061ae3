"""Stock movements and EPCIS events of a period as files, written piece by piece: a month needs no room."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from station.domain.outbound import epcis, stock
from station.domain.outbound.epcis import Event
from station.domain.outbound.facts import Fact
from station.domain.outbound.messages import Context
from station.domain.outbound.telling import movement, written
from station.domain.periods import Period
from station.ports import World
from station.services.ledger import MARK, harmless
from station.services.outbound import keeping
from station.services.outbound.making import UNTOLD, context_of
from station.services.outbound.managing import instants
from station.services.outbound.streams import fact

PIECE = 500
COLUMNS = (
    "at", "type", "quantity", "sku", "gtin", "lpn", "bin", "from", "grade", "disposition", "conditions",
    "station", "inspection", "id", "corrects",
)  # fmt: skip
_Make = Callable[[Fact, Context], Sequence[Any]]


def stock_csv(world: World, period: Period) -> Iterator[str]:
    """Write movements as CSV (RFC 4180), with a mark for UTF-8 and no cell that is a formula."""
    yield MARK + _line(COLUMNS)
    for each in movements(world, period):
        yield _line([_cell(each, column) for column in COLUMNS])


def _cell(told: dict[str, Any], column: str) -> str:
    """Write a cell; a number of ours stays one, though it may begin with a sign."""
    value = told.get(column, "")
    if isinstance(value, dict):
        return harmless(" ".join(f"{name}:{code}" for name, code in value.items()))
    return str(value) if isinstance(value, int) else harmless(str(value))


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def stock_json(world: World, period: Period) -> Iterator[str]:
    """Write movements as one JSON object with the period and a list."""
    yield f'{{"from":"{period.first}","to":"{period.last}","movements":['
    yield from _separated(json.dumps(each, ensure_ascii=False) for each in movements(world, period))
    yield "]}\n"


def movements(world: World, period: Period) -> Iterator[dict[str, Any]]:
    return (movement(each) for each in _made(world, period, stock.KINDS, stock.moved))


def epcis_lines(world: World, period: Period) -> Iterator[str]:
    """Write events as NDJSON, each complete by itself."""
    naming = world.outside.rules.naming
    for event in _events(world, period):
        yield json.dumps(epcis.alone(event, naming), ensure_ascii=False) + "\n"


def epcis_document(world: World, period: Period) -> Iterator[str]:
    """Write events as one EPCIS document."""
    now = world.clock.now().isoformat()
    empty = written(epcis.document((), world.outside.rules.naming, now)).decode()
    before, after = empty.split('"eventList":[]')
    yield f'{before}"eventList":['
    yield from _separated(json.dumps(each, ensure_ascii=False) for each in _events(world, period))
    yield f"]{after}\n"


def _events(world: World, period: Period) -> Iterator[Event]:
    return _made(world, period, epcis.KINDS, epcis.events)


def _separated(parts: Iterator[str]) -> Iterator[str]:
    for number, part in enumerate(parts):
        yield f",\n{part}" if number else f"\n{part}"


def _made(world: World, period: Period, kinds: Sequence[str], make: _Make) -> Iterator[Any]:
    """Go through all entries, a piece at a time, and make what those of the period say.

    An entry that cannot be told is left out: destinations park it, where people see it.
    """
    reach, after = instants(world, period), 0
    while True:
        with world.read() as uow:
            stream = keeping.stream(world, uow)
            entries = stream.after(after, PIECE)
            made: list[Any] = []
            for entry in entries:
                told = fact(entry) if _named(entry.canonical, kinds) else None
                if told and told.kind in kinds and _within(told, reach):
                    made += safely(make, told, context_of(world, uow, stream, entry.number))
        yield from made
        if len(entries) < PIECE:
            return
        after = entries[-1].number


def _named(canonical: bytes, kinds: Sequence[str]) -> bool:
    return any(f'"kind":"{kind}"'.encode() in canonical for kind in kinds)


def _within(told: Fact, reach: tuple[datetime, datetime]) -> bool:
    return reach[0] <= datetime.fromisoformat(told.at) < reach[1]


def safely(make: _Make, told: Fact, context: Context) -> Sequence[Any]:
    """Make what an entry says, nothing of one that cannot be told: a destination parks that in sight."""
    try:
        return make(told, context)
    except UNTOLD:
        return ()
