"""What would go out, made at once from everything that a rig's journal says."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from station.domain.outbound import epcis, stock
from station.domain.outbound.connectors import Made, calls
from station.domain.outbound.facts import Fact
from station.domain.outbound.messages import Context
from station.domain.outbound.telling import messages
from station.ports import World
from station.services.outbound.making import context_of
from station.services.outbound.streams import OwnJournal, fact
from tests.support.stations import Rig

# The official schema, where somebody has it: its terms do not let it be part of this.
EPCIS = Path(os.environ.get("RETURNS_EPCIS", Path(__file__).parents[3] / "shared" / "epcis"))
SCHEMA = EPCIS / "EPCIS-JSON-Schema.json"


def made(world: World, make: Callable[[Fact, Context], Sequence[Any]]) -> list[Any]:
    """Make something of every entry, in order."""
    found: list[Any] = []
    with world.read() as uow:
        stream = OwnJournal(uow)
        for entry in stream.after(0, 100_000):
            told = fact(entry)
            assert told is not None
            found += make(told, context_of(world, uow, stream, entry.number))
    return found


def movements(rig: Rig) -> list[Any]:
    return made(rig.world, stock.moved)


def said(rig: Rig) -> list[Any]:
    return made(rig.world, messages)


def statuses(rig: Rig) -> list[Any]:
    return [each for each in said(rig) if each.type.startswith("return.")]


def events(rig: Rig) -> list[Any]:
    return made(rig.world, epcis.events)


def called(rig: Rig, connector: str) -> list[Made]:
    known = rig.world.outside.rules.connectors[connector]
    return made(rig.world, lambda told, context: calls(known, told, context))
